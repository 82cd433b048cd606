"""Front ends that run in a browser: what each one saves."""

from __future__ import annotations

import base64

from tests.frontends.shape import (
    IPYTHON,
    Json,
    code,
    code_cells,
    digest,
    executed,
    kernel,
    listed,
    markdown,
    minor,
    saves,
    uuid4,
    without_metadata,
)


def _colab_id(*about: object) -> str:
    """An id as Colab draws it: nine bytes in URL-safe base 64."""
    return base64.urlsafe_b64encode(bytes.fromhex(digest(*about)[:18])).decode()


def _ran_by_a_colab_user(cell: Json, number: int) -> None:
    cell["metadata"] |= {
        "colab": {"base_uri": "https://localhost:8080/", "height": 53},
        "executionInfo": {
            "elapsed": 58 + number, "status": "ok", "timestamp": 1761998525960 + number,
            "user": {"displayName": "Ana María Ñandú", "userId": "01234567890123456789"},
            "user_tz": 300,
        },
        "outputId": uuid4("output", number),
    }  # fmt: skip


@saves("Copy of {name}.ipynb")
def colab(notebook: Json) -> Json:
    """Google Colab: a copy saved in Drive, run, and downloaded.

    Declares nbformat 4.0; moves each cell's id into its metadata; adds `outputId`,
    `executionInfo` with the user, and `colab` to the cells that ran and to the notebook; keeps
    other metadata. Calls the file "Copy of …".

    Known from: notebooks in public repositories (`"nbformat_minor": 0`, `colab.provenance`,
    `executionInfo`, eight-digit ids of JupyterLab as `metadata.id`).
    """
    for number, cell in enumerate(executed(notebook)["cells"]):
        cell["metadata"]["id"] = cell.pop("id")
        if cell["cell_type"] == "code":
            _ran_by_a_colab_user(cell, number)
        else:
            cell["metadata"]["colab_type"] = "text"
    notebook["metadata"] |= {
        "colab": {"provenance": [], "gpuType": "T4", "collapsed_sections": [digest(1)[:12]]},
        "accelerator": "GPU",
    }
    return listed(minor(kernel(notebook, "python3", "Python 3"), 0))


@saves("Untitled1.ipynb")
def colab_cells_pasted(notebook: Json) -> Json:
    """Google Colab: the cells pasted into a new notebook.

    All metadata of nbgrader, of the course and all tags are lost; each cell has a new random id
    of twelve characters, in its metadata. A form title and `cellView` stand at the set-up cell.

    Known from: notebooks in public repositories (ids such as `nWq-7cPBcWUU`, `cellView: form`).
    """
    notebook = without_metadata(executed(notebook))
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"]["id"] = _colab_id(number)
        if cell["cell_type"] == "code":
            _ran_by_a_colab_user(cell, number)
    next(code_cells(notebook))["metadata"]["cellView"] = "form"
    notebook["metadata"] = {"colab": {"name": "Untitled1.ipynb", "provenance": []}}
    return listed(minor(kernel(notebook, "python3", "Python 3"), 0))


@saves("Copy of {name}.ipynb")
def colab_drive_and_badge(notebook: Json) -> Json:
    """Google Colab: with the badge, a mounted Drive, an installation and a table extension.

    Adds the cell `view-in-github` with the "Open In Colab" badge, and code cells that mount
    Drive, change into it, install a package and load `google.colab.data_table`.

    Known from: notebooks in public repositories (`view-in-github`, `include_colab_link`,
    `drive.mount`).
    """
    added = [
        markdown('<a href="https://colab.research.google.com/github/a/b/blob/main/x.ipynb" '
                 'target="_parent"><img src="https://colab.research.google.com/assets/'
                 'colab-badge.svg" alt="Open In Colab"/></a>',
                 id="view-in-github", colab_type="text"),
        code("from google.colab import drive\ndrive.mount('/content/drive', force_remount=True)",
             id=_colab_id("drive")),
        code("%cd /content/drive/MyDrive/course\n!pip install -q keras-nlp", id=_colab_id("pip")),
        code("%load_ext google.colab.data_table\nfrom google.colab import files, userdata",
             id=_colab_id("table")),
    ]  # fmt: skip
    notebook = colab(notebook)  # type: ignore[assignment]
    notebook["cells"] = added + notebook["cells"]
    notebook["metadata"]["colab"] |= {"include_colab_link": True, "authorship_tag": "ABX9TyP6"}
    return listed(notebook)


@saves()
def colab_widgets(notebook: Json) -> Json:
    """Google Colab: after a progress bar, with the state of its widgets.

    Adds `widgets` with a state without `state` key and version, which nbconvert refuses to
    render and GitHub calls an invalid notebook.

    Known from: the key `application/vnd.jupyter.widget-state+json` in public repositories, and
    issues about it at nbformat and nbconvert ("'state' key is missing from 'metadata.widgets'").
    """
    notebook = colab(notebook)  # type: ignore[assignment]
    model = {"model_module": "@jupyter-widgets/controls", "model_name": "HBoxModel",
             "model_module_version": "1.5.0", "state": {"_dom_classes": []}}  # fmt: skip
    state = {digest("widget", i)[:32]: model for i in range(3)}
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": state}
    for cell in list(code_cells(notebook))[1:3]:
        view = {"model_id": digest("widget", 0)[:32], "version_major": 2, "version_minor": 0}
        data = {"text/plain": ["  0%|          | 0/3"],
                "application/vnd.jupyter.widget-view+json": view}  # fmt: skip
        cell["outputs"].append({"output_type": "display_data", "data": data, "metadata": {}})
    return notebook


_KAGGLE_FIRST = """# This Python 3 environment comes with many helpful analytics libraries installed
import numpy as np # linear algebra
import pandas as pd # data processing, CSV file I/O (e.g. pd.read_csv)

import os
for dirname, _, filenames in os.walk('/kaggle/input'):
    for filename in filenames:
        print(os.path.join(dirname, filename))"""


@saves("notebook3f2a91c07e.ipynb")
def kaggle(notebook: Json) -> Json:
    """Kaggle: a notebook that was imported, edited and downloaded from the editor.

    Declares nbformat 4.4 without ids; adds a first cell that lists /kaggle/input, `trusted`,
    `execution` with the times of messages, `_kg_hide-input`, and `kaggle` with `dataSources`.
    Sources are strings. Keeps other metadata. Names the file notebook plus ten digits.

    Known from: notebooks in public repositories (keys; the `_cell_guid` of the first cell is
    the same in all of them).
    """
    for number, cell in enumerate(executed(notebook)["cells"]):
        cell["metadata"]["trusted"] = True
        if cell["cell_type"] == "code":
            at = f"2026-11-01T12:{number:02}:27.39"
            cell["metadata"]["execution"] = {
                "iopub.status.busy": at + "2449Z", "iopub.execute_input": at + "4040Z",
                "iopub.status.idle": at + "8963Z", "shell.execute_reply.started": at + "3999Z",
                "shell.execute_reply": at + "8962Z",
            }  # fmt: skip
            cell["metadata"]["_kg_hide-input"] = number % 2 == 0
    first = code(_KAGGLE_FIRST, _uuid="8f2839f25d086af736a60e9eeb907d3b93b6e0e5",
                 _cell_guid="b1076dfc-b9ad-4769-8c92-a6c4dae69d19", trusted=True)  # fmt: skip
    notebook["cells"].insert(0, first)
    notebook["metadata"]["kaggle"] = {
        "accelerator": "nvidiaTeslaT4", "dockerImageVersionId": 30761, "isGpuEnabled": True,
        "dataSources": [{"sourceId": 61155, "sourceType": "datasetVersion", "datasetId": 39466}],
        "isInternetEnabled": True, "language": "python", "sourceType": "notebook",
    }  # fmt: skip
    return minor(kernel(notebook, "python3", "Python 3", **IPYTHON), 4)


@saves("__notebook__.ipynb")
def kaggle_committed(notebook: Json) -> Json:
    """Kaggle: the output of "Save & Run All", which papermill ran.

    Declares nbformat 4.5 with new ids of eight digits, empty `tags`, and `papermill` with times
    and the exception in every cell and in the notebook. nbgrader's metadata stay; tags don't.

    Known from: notebooks in public repositories (`papermill` beside `kaggle`, `__notebook__`).
    """
    cells = kaggle(notebook)["cells"]  # type: ignore[call-overload, index]
    for number, cell in enumerate(cells):
        cell["id"] = digest("kaggle", number)[:8]
        cell["metadata"] |= {
            "tags": [],
            "papermill": {"duration": 0.005421, "exception": False, "status": "completed",
                          "start_time": "2026-11-01T07:57:48.232320+00:00",
                          "end_time": "2026-11-01T07:57:48.238241+00:00"},
        }  # fmt: skip
    notebook["metadata"]["papermill"] = {
        "default_parameters": {}, "duration": 4.05, "environment_variables": {}, "exception": None,
        "input_path": "__notebook__.ipynb", "output_path": "__notebook__.ipynb", "parameters": {},
        "version": "2.6.0",
    }  # fmt: skip
    notebook["nbformat_minor"] = 5
    return listed(notebook)


@saves()
def deepnote(notebook: Json) -> Json:
    """Deepnote: imported, run and downloaded.

    Declares nbformat 4.0 without ids; adds `cell_id`, `source_hash`, `deepnote_cell_type`,
    `deepnote_to_be_reexecuted`, `execution_start` and `execution_millis`, empty `tags` in place
    of those that were there, and a last cell "Created in Deepnote". nbgrader's metadata stay.

    Known from: notebooks in public repositories, and the converter in deepnote/deepnote.
    """
    for number, cell in enumerate(executed(notebook)["cells"]):
        cell["metadata"] |= {
            "cell_id": f"{number:05}-{uuid4('deepnote', number)}", "tags": [],
            "deepnote_cell_type": cell["cell_type"],
        }  # fmt: skip
        if cell["cell_type"] == "code":
            cell["metadata"] |= {
                "deepnote_to_be_reexecuted": False, "source_hash": digest(cell["source"])[:8],
                "execution_start": 1761998525931 + number, "execution_millis": 3,
                "deepnote_app_coordinates": {"x": 0, "y": 6 * number, "w": 12, "h": 5},
            }  # fmt: skip
    notebook["cells"].append(_created_in_deepnote())
    notebook["metadata"] |= {"deepnote": {}, "orig_nbformat": 2, "deepnote_persisted_session": {},
                             "deepnote_notebook_id": uuid4("deepnote")}  # fmt: skip
    return minor(notebook, 0)


def _created_in_deepnote() -> Json:
    return markdown("<a style='text-decoration:none;' href='https://deepnote.com?utm_source="
                    "created-in-deepnote-cell' target=\"_blank\">Created in Deepnote</a>",
                    created_in_deepnote_cell=True, deepnote_cell_type="markdown")  # fmt: skip


@saves()
def deepnote_project(notebook: Json) -> Json:
    """Deepnote: exported from a `.deepnote` project.

    Every block becomes a cell with only Deepnote's metadata, so that nbgrader's, the course's
    and all ids are lost. A text with paragraphs is several blocks (`text-cell-h1`,
    `text-cell-p`), each a cell.

    Known from: the converter in deepnote/deepnote, and notebooks in public repositories
    (`text-cell-p`, `formattedRanges`).
    """
    cells = []
    for number, cell in enumerate(executed(without_metadata(notebook))["cells"]):
        if cell["cell_type"] == "markdown":
            parts = [p for p in cell["source"].split("\n\n") if p.strip()]
            cells += [
                markdown(part, cell_id=digest("deepnote", number, at)[:32], formattedRanges=[],
                         deepnote_cell_type="text-cell-h1" if part[0] == "#" else "text-cell-p")
                for at, part in enumerate(parts)
            ]  # fmt: skip
        else:
            cell["metadata"] = {
                "cell_id": digest("deepnote", number)[:32], "deepnote_cell_type": "code",
                "execution_context_id": uuid4("context"), "source_hash": digest(number)[:8],
            }  # fmt: skip
            cells.append(cell)
    notebook["cells"] = [*cells, _created_in_deepnote()]
    notebook["metadata"] = {"deepnote_notebook_id": digest("deepnote")[:32]}
    return minor(notebook, 0)


@saves()
def databricks(notebook: Json) -> Json:
    """Databricks: imported, and exported as IPython notebook.

    Declares nbformat 4.0 without ids; replaces every cell's metadata by
    `application/vnd.databricks.v1+cell` with `nuid`, `title`, `showTitle` and `inputWidgets`,
    and the notebook's by `application/vnd.databricks.v1+notebook`; every count is 0.

    Known from: notebooks in public repositories.
    """
    for number, cell in enumerate(executed(notebook)["cells"]):
        cell["metadata"] = {
            "application/vnd.databricks.v1+cell": {
                "cellMetadata": {"byteLimit": 2048000, "rowLimit": 10000}, "inputWidgets": {},
                "nuid": uuid4("databricks", number), "showTitle": False,
                "tableResultSettingsMap": {}, "title": "", "startTime": 1761998525931,
            }
        }  # fmt: skip
        if cell["cell_type"] == "code":
            cell["execution_count"] = 0
    notebook["metadata"] = {
        "application/vnd.databricks.v1+notebook": {
            "computePreferences": None, "dashboards": [], "inputWidgetPreferences": None,
            "environmentMetadata": {"base_environment": "", "environment_version": "2"},
            "language": "python", "notebookMetadata": {"pythonIndentUnit": 4},
            "notebookName": "01-mini", "widgets": {},
        },
        "language_info": {"name": "python"},
    }  # fmt: skip
    return listed(minor(notebook, 0))


@saves()
def databricks_magics(notebook: Json) -> Json:
    """Databricks: from a notebook whose default language is SQL.

    As `databricks`, and every code cell begins with the line `%python`. The first cells are
    `%pip install` and `dbutils.library.restartPython()`.

    Known from: `%sql`, `%python` and `%md` cells in notebooks and in "# MAGIC" exports of public
    repositories.
    """
    for cell in code_cells(notebook):
        cell["source"] = "%python\n" + cell["source"]
    notebook["cells"].insert(0, code("%pip install keras\ndbutils.library.restartPython()"))
    notebook = databricks(notebook)  # type: ignore[assignment]
    notebook["metadata"]["application/vnd.databricks.v1+notebook"]["language"] = "sql"
    return notebook


@saves()
def cocalc(notebook: Json) -> Json:
    """CoCalc: edited and saved.

    Declares nbformat 4.4, yet gives every cell an `id` of six digits, which 4.4 does not allow;
    adds `collapsed` and `scrolled`, and `metadata.cocalc` to the kernel. Keeps nbgrader's
    metadata, and writes it anew with its own choice of keys.

    Known from: `kernelspec.metadata.cocalc` in public repositories; ids and nbgrader's keys from
    CoCalc's sources (the nbgrader extension of its Jupyter client).
    """
    notebook = minor(executed(notebook), 4)
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = digest("cocalc", number)[:6]
        cell["metadata"]["collapsed"] = False
        if about := cell["metadata"].get("nbgrader"):
            kept = ("grade", "grade_id", "locked", "points", "schema_version", "solution", "task")
            cell["metadata"]["nbgrader"] = {k: about[k] for k in kept if k in about}
        if cell["cell_type"] == "code":
            cell["metadata"]["scrolled"] = True
    kernel(notebook, "python3", "Python 3 (system-wide)", **IPYTHON)
    notebook["metadata"]["kernelspec"] |= {
        "env": {}, "resource_dir": "/ext/jupyter/kernels/python3",
        "metadata": {"cocalc": {"description": "Python 3 programming language", "priority": 100,
                                "url": "https://www.python.org/"}},
    }  # fmt: skip
    return listed(notebook)


@saves()
def jupyterlite(notebook: Json) -> Json:
    """JupyterLite: edited in the browser, with the Pyodide kernel.

    The metadata stand first; sources and outputs are strings; each cell has `trusted` and keeps
    its id; new cells have a UUID; the kernel is `python` (Pyodide), which no grader has.
    `%pip install` stands at the top.

    Known from: notebooks in public repositories (key order, kernel, `trusted`).
    """
    for cell in executed(notebook)["cells"]:
        cell["metadata"]["trusted"] = True
    for cell in code_cells(notebook):
        cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": "✓ double(2)\n"}]
    install = code("import piplite\nawait piplite.install('keras')", trusted=True)
    notebook["cells"].insert(0, {"id": uuid4("lite"), **install})
    kernel(notebook, "python", "Python (Pyodide)", **IPYTHON)
    return {"metadata": notebook["metadata"], "nbformat_minor": 5, "nbformat": 4,
            "cells": notebook["cells"]}  # fmt: skip


@saves()
def sagemaker_studio(notebook: Json) -> Json:
    """Amazon SageMaker Studio: edited and run.

    Adds `availableInstances` (several hundred lines), `instance_type` and a kernel whose name
    is an ARN; empty `tags` in the cells that had none.

    Known from: notebooks in public repositories (`availableInstances`, `_defaultOrder`).
    """
    for cell in executed(notebook)["cells"]:
        cell["metadata"].setdefault("tags", [])
    notebook["metadata"] |= {
        "availableInstances": [
            {"_defaultOrder": order, "_isFastLaunch": order < 2, "category": "General purpose",
             "gpuNum": 0, "hideHardwareSpecs": False, "memoryGiB": 4 * order,
             "name": f"ml.m5.{order}xlarge", "vcpuNum": 2}
            for order in range(60)
        ],
        "instance_type": "ml.t3.medium",
    }  # fmt: skip
    name = "python3__SAGEMAKER_INTERNAL__arn:aws:sagemaker:us-east-1:0123:image/datascience-1.0"
    return listed(minor(kernel(notebook, name, "Python 3 (Data Science)", **IPYTHON), 4))


@saves()
def synapse(notebook: Json) -> Json:
    """Azure Synapse and Microsoft Fabric: imported, and exported.

    Every cell has a new UUID as id, `microsoft.language`, `nteract` and `jupyter`; the notebook
    has `spark_compute`, `synapse_widget` and the kernel `synapse_pyspark`. nbgrader's metadata,
    the course's and tags are lost.

    Known from: notebooks and metadata blocks in public repositories.
    """
    for number, cell in enumerate(executed(without_metadata(notebook))["cells"]):
        cell["id"] = uuid4("synapse", number)
        cell["metadata"] = {"nteract": {"transient": {"deleting": False}}}
        if cell["cell_type"] == "code":
            cell["metadata"] |= {
                "jupyter": {"source_hidden": False, "outputs_hidden": False}, "collapsed": False,
                "microsoft": {"language": "python", "language_group": "synapse_pyspark"},
            }  # fmt: skip
    notebook["metadata"] |= {
        "kernel_info": {"name": "synapse_pyspark"},
        "microsoft": {"language": "python", "ms_spell_check": {"ms_spell_check_language": "en"}},
        "nteract": {"version": "nteract-front-end@1.0.0"}, "widgets": {},
        "spark_compute": {"compute_id": "/trident/default"},
        "synapse_widget": {"version": "0.1", "state": {}},
    }  # fmt: skip
    return listed(minor(kernel(notebook, "synapse_pyspark", "Synapse PySpark"), 5))


@saves()
def azure_ml(notebook: Json) -> Json:
    """Azure Machine Learning studio, which uses nteract: edited and run.

    Adds `gather.logged`, `nteract.transient` and `jupyter` to cells, and `kernel_info`,
    `nteract` and `microsoft` to the notebook; nbformat 4.2 without ids. Keeps other metadata.

    Known from: notebooks in public repositories.
    """
    for number, cell in enumerate(executed(notebook)["cells"]):
        cell["metadata"]["nteract"] = {"transient": {"deleting": False}}
        if cell["cell_type"] == "code":
            cell["metadata"] |= {
                "gather": {"logged": 1761998533986 + number},
                "jupyter": {"outputs_hidden": False, "source_hidden": False},
            }  # fmt: skip
    notebook["metadata"] |= {
        "kernel_info": {"name": "python310-sdkv2"},
        "nteract": {"version": "nteract-front-end@1.0.0"},
        "microsoft": {"host": {"AzureML": {"notebookHasBeenCompleted": True}}},
    }
    return listed(minor(kernel(notebook, "python310-sdkv2", "Python 3.10 - SDK v2"), 2))


@saves()
def datalore(notebook: Json) -> Json:
    """JetBrains Datalore: uploaded, run and exported.

    nbformat 4.4 without ids; each cell has `datalore` with `node_id`, `type` and whether viewers
    see it; the notebook has `datalore` with `computation_mode`. nbgrader's metadata are lost.

    Known from: Datalore's export as we remember it; public repositories had no sample to check.
    """
    for number, cell in enumerate(executed(without_metadata(notebook))["cells"]):
        cell["metadata"]["datalore"] = {
            "node_id": _colab_id("datalore", number), "hide_input_from_viewers": True,
            "type": "CODE" if cell["cell_type"] == "code" else "MD",
            "hide_output_from_viewers": True,
        }  # fmt: skip
    notebook["metadata"]["datalore"] = {
        "computation_mode": "JUPYTER", "package_manager": "pip", "base_environment": "default",
        "packages": [], "report_row_ids": [], "report_tabs": [], "version": 4,
    }  # fmt: skip
    return minor(kernel(notebook, "python", "Python"), 4)


@saves()
def noteable(notebook: Json) -> Json:
    """Noteable: edited, run and exported.

    Every cell has a new UUID as id, `noteable`, `ExecuteTime` and `type`; the notebook has
    `noteable`, `kernel_info` and `selected_hardware_size`. nbgrader's metadata stay.

    Known from: notebooks and Noteable's client `origami` in public repositories.
    """
    for number, cell in enumerate(executed(notebook)["cells"]):
        cell["id"] = uuid4("noteable", number)
        cell["metadata"] |= {"noteable": {"cell_type": cell["cell_type"]}, "type": "code"}
        if cell["cell_type"] == "code":
            cell["metadata"]["ExecuteTime"] = {
                "start_time": "2026-11-01T12:00:00.000000+00:00",
                "end_time": "2026-11-01T12:00:01.000000+00:00",
            }
    notebook["metadata"] |= {
        "noteable": {"last_transaction_id": uuid4("transaction")},
        "kernel_info": {"name": "python3"}, "selected_hardware_size": "small",
    }  # fmt: skip
    return listed(minor(kernel(notebook, "python3", "Python 3.9"), 5))


@saves()
def hex_export(notebook: Json) -> Json:
    """Hex: "Download as .ipynb".

    nbformat 4.2 with bare cells: no ids, no metadata of nbgrader or the course; the notebook has
    `hex_info` with author, project and version.

    Known from: Hex's export as we remember it; public repositories had no sample to check.
    """
    notebook = without_metadata(executed(notebook))
    notebook["metadata"] |= {
        "hex_info": {"author": "Ana", "exported_date": "Sun Nov 01 2026 12:00:00 GMT+0000",
                     "project_id": uuid4("hex"), "version": "draft"},
        "orig_nbformat": 4,
    }  # fmt: skip
    return minor(notebook, 2)
