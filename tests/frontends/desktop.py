"""Front ends on the student's own machine: what each one saves."""

from __future__ import annotations

from tests.frontends.shape import (
    IPYTHON,
    Json,
    code,
    code_cells,
    digest,
    executed,
    kernel,
    listed,
    minor,
    saves,
    uuid4,
    without_metadata,
)


@saves()
def classic_notebook(notebook: Json) -> Json:
    """The classic Notebook up to 6, with its popular extensions.

    nbformat 4.4 without ids; adds `collapsed`, `scrolled`, `slideshow`, `hide_input` and
    `ExecuteTime` to cells, and `toc`, `varInspector` and `latex_envs` to the notebook.

    Known from: the sources of jupyter_contrib_nbextensions and notebooks in public repositories.
    """
    for cell in executed(notebook)["cells"]:
        cell["metadata"] |= {"slideshow": {"slide_type": "-"}, "hide_input": False}
    for cell in code_cells(notebook):
        cell["metadata"] |= {
            "collapsed": True, "scrolled": False,
            "ExecuteTime": {"end_time": "2026-11-01T12:27:39.829447-04:00",
                            "start_time": "2026-11-01T12:27:39.809733"},
        }  # fmt: skip
    notebook["metadata"] |= {
        "hide_input": False, "toc": {"base_numbering": 1, "nav_menu": {}, "sideBar": True},
        "latex_envs": {"LaTeX_envs_menu_present": True},
        "varInspector": {"cols": {"lenName": 16}, "kernels_config": {"python": {}}},
        "nbTranslate": {"displayLangs": ["*"], "sourceLang": "en", "targetLang": "es"},
    }  # fmt: skip
    return listed(minor(kernel(notebook, "python3", "Python 3", **IPYTHON), 4))


@saves()
def jupyterlab(notebook: Json) -> Json:
    """JupyterLab 4: edited, run and saved.

    Keeps ids and metadata; adds `execution` with times, `jupyter.source_hidden`, folded
    headings, empty `tags` and `editable`; new cells have a UUID, or its first eight digits.

    Known from: JupyterLab 4 itself, which this course uses.
    """
    for number, cell in enumerate(executed(notebook)["cells"]):
        cell["metadata"].setdefault("tags", [])
        if cell["cell_type"] == "code":
            cell["metadata"] |= {
                "execution": {"iopub.status.busy": f"2026-11-01T12:{number:02}:00.000000Z"},
                "jupyter": {"source_hidden": True, "outputs_hidden": False}, "editable": True,
            }  # fmt: skip
        else:
            cell["metadata"]["jp-MarkdownHeadingCollapsed"] = True
    empty = code("", trusted=True)
    notebook["cells"] += [{**empty, "id": uuid4("lab")}, {**empty, "id": uuid4("lab", 2)[:8]}]
    return listed(minor(kernel(notebook, "conda-env-tf-py", "Python [conda env:tf]"), 5))


@saves()
def vscode(notebook: Json) -> Json:
    """Visual Studio Code, today: edited, run and saved.

    Keeps ids and metadata; adds `vscode.languageId` to cells; renames the kernel to that of the
    environment; an empty cell stands at the end.

    Known from: notebooks in public repositories.
    """
    for cell in code_cells(executed(notebook)):
        cell["metadata"]["vscode"] = {"languageId": "python"}
    notebook["cells"].append({**code(""), "id": digest("vscode")[:8]})
    return listed(minor(kernel(notebook, "python3", ".venv (3.12.4)", **IPYTHON), 5))


@saves()
def vscode_of_2022(notebook: Json) -> Json:
    """Visual Studio Code, 2021 to 2023: edited, run and saved.

    nbformat 4.2 without ids; `orig_nbformat: 4` and `vscode.interpreter.hash` in the notebook;
    the kernel's name says where the environment is. Keeps the cells' metadata.

    Known from: notebooks in public repositories.
    """
    notebook["metadata"] |= {"orig_nbformat": 4, "vscode": {"interpreter": {"hash": digest(1)}}}
    executed(notebook)
    return listed(minor(kernel(notebook, "python3", "Python 3.10.7 ('tf')", **IPYTHON), 2))


@saves("Interactive-1.ipynb")
def vscode_interactive(notebook: Json) -> Json:
    """Visual Studio Code: the Interactive Window exported, after "Convert to Python script".

    The script of the notebook has a `# %%` line per cell, prose as comments; the window's export
    has bare code cells in the order in which they ran, prose as Markdown. No ids, no metadata of
    nbgrader or of the course.

    Known from: VS Code's documentation of the Python Interactive window.
    """
    notebook = without_metadata(executed(notebook))
    notebook["metadata"] |= {"orig_nbformat": 4}
    return listed(minor(kernel(notebook, "python3", "Python 3", **IPYTHON), 2))


@saves()
def pycharm(notebook: Json) -> Json:
    """PyCharm: edited, run and saved.

    nbformat 4.0 without ids; adds `pycharm.name` (`#%%`), `pycharm.is_executing` and
    `collapsed`. Keeps other metadata.

    Known from: notebooks in public repositories.
    """
    for cell in executed(notebook)["cells"]:
        name = "#%%\n" if cell["cell_type"] == "code" else "#%% md\n"
        cell["metadata"]["pycharm"] = {"name": name, "is_executing": False}
    for cell in code_cells(notebook):
        cell["metadata"]["collapsed"] = False
    notebook["metadata"]["pycharm"] = {
        "stem_cell": {"cell_type": "raw", "source": [], "metadata": {"collapsed": False}}
    }
    return listed(minor(kernel(notebook, "pycharm-2f1c", "PyCharm (course)"), 0))


@saves()
def dataspell(notebook: Json) -> Json:
    """DataSpell and PyCharm since 2023: edited, run and saved.

    nbformat 4.5; the id stands last in a cell and has sixteen digits, that of the first cell is
    `initial_id`; `jupyter.is_executing`, `ExecuteTime` and `collapsed`; outputs before sources.
    Keeps other metadata.

    Known from: notebooks in public repositories.
    """
    cells = []
    for number, cell in enumerate(executed(notebook)["cells"]):
        cell.pop("id")
        if cell["cell_type"] == "code":
            cell["metadata"] |= {
                "jupyter": {"is_executing": True, "outputs_hidden": False}, "collapsed": False,
                "ExecuteTime": {"end_time": "2026-11-01T19:36:53.059285Z",
                                "start_time": "2026-11-01T19:36:52.964905Z"},
            }  # fmt: skip
        identifier = digest("dataspell", number)[:16] if number else "initial_id"
        cells.append({**cell, "id": identifier})
    return listed(minor(kernel({**notebook, "cells": cells}, "python3", "Python 3"), 5))


@saves()
def nteract(notebook: Json) -> Json:
    """The nteract desktop application: edited, run and saved.

    nbformat 4.1 without ids; adds `inputHidden`, `outputHidden` and `nteract.version`.

    Known from: notebooks in public repositories (`"nteract-on-jupyter@2.1.3"`, minor 1).
    """
    for cell in code_cells(executed(notebook)):
        cell["metadata"] |= {"inputHidden": False, "outputHidden": True}
    notebook["metadata"] |= {"kernel_info": {"name": "python3"}, "nteract": {"version": "0.28.0"}}
    return listed(minor(notebook, 1))


@saves()
def emacs_ein(notebook: Json) -> Json:
    """Emacs IPython Notebook (EIN): edited, run and saved.

    nbformat 4.2 without ids; replaces the cells' metadata by `autoscroll`, `ein.tags`,
    `ein.hycell` and `slideshow`; the notebook's metadata have its `name`.

    Known from: notebooks in public repositories; that other metadata are lost is our assumption.
    """
    for cell in executed(without_metadata(notebook))["cells"]:
        cell["metadata"] = {
            "autoscroll": False, "collapsed": False, "ein.hycell": False,
            "ein.tags": "worksheet-0", "slideshow": {"slide_type": "-"},
        }  # fmt: skip
    notebook["metadata"]["name"] = "01-mini.ipynb"
    return listed(minor(notebook, 2))


@saves()
def formgrader_toolbar(notebook: Json) -> Json:
    """nbgrader's "Create Assignment" toolbar, opened by a student who tried it.

    Some author's cells without metadata of nbgrader, and two that the student added, get them:
    a `grade_id` such as `cell-0123456789abcdef`, not locked, and one as manually graded
    solution.

    Known from: nbgrader's extension `create_assignment` (the form of its ids and the keys).
    """
    bare = [c for c in notebook["cells"] if "nbgrader" not in c["metadata"]]
    helper = {**code("helper = 3", nbgrader={}), "id": digest("helper")[:8]}
    note = {**code("print('checked by hand')", nbgrader={}), "id": digest("note")[:8]}
    notebook["cells"][2:2] = [helper]
    notebook["cells"].append(note)
    for number, cell in enumerate([*bare[:2], helper, note]):
        cell["metadata"]["nbgrader"] = {
            "grade": cell is note, "solution": cell is note, "locked": False, "task": False,
            "schema_version": 3, "grade_id": f"cell-{digest('toolbar', number)[:16]}",
            **({"points": 0} if cell is note else {}),
        }  # fmt: skip
    return listed(executed(notebook))
