"""Tools, formats and transports that a notebook goes through on its way to the teacher."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat

from tests.frontends.shape import (
    IPYTHON,
    FrontEnd,
    Json,
    code,
    code_cells,
    digest,
    executed,
    kernel,
    listed,
    markdown,
    minor,
    plain,
    saves,
    without_metadata,
)

# ---------------------------------------------------------------- nbformat


def _declared(number: int) -> FrontEnd:
    def convert(notebook: Json) -> Json:
        return listed(minor(executed(notebook), number))

    convert.__name__ = f"nbformat_4_{number}"
    convert.__doc__ = f"""nbformat 4.{number}, all metadata kept.

    {"Cells have ids." if number == 5 else "Cells have no ids."}

    Known from: the format's description at nbformat.readthedocs.io.
    """
    return saves()(convert)


for _number in range(6):
    _declared(_number)


@saves()
def nbformat_3(notebook: Json) -> Json:
    """IPython Notebook 2: nbformat 3.

    Cells stand in two worksheets; code has `input`, `prompt_number`, `language` and `collapsed`;
    results are `pyout`; headings are cells of their own. Ids are lost, metadata kept.

    Known from: nbformat itself, which converts it here.
    """
    old = plain(nbformat.convert(nbformat.from_dict(executed(notebook)), 3))
    (sheet,) = old["worksheets"]
    cells = []
    for cell in sheet["cells"]:
        text = cell.get("source", "")
        if cell["cell_type"] == "markdown" and re.fullmatch(r"#{1,6} .*", text):
            level, title = text.split(" ", 1)
            heading = {"cell_type": "heading", "level": len(level), "source": [title]}
            cell = {**heading, "metadata": cell["metadata"]}
        elif cell["cell_type"] == "code":
            cell["input"] = cell["input"].splitlines(keepends=True)
        cells.append(cell)
    half = len(cells) // 2
    old["worksheets"] = [
        {"cells": cells[:half], "metadata": {}}, {"cells": cells[half:], "metadata": {}}
    ]  # fmt: skip
    return old


@saves()
def ids_missing(notebook: Json) -> Json:
    """A program that writes JSON by hand and declares nbformat 4.5: no ids at all.

    Known from: scripts and chat assistants in public repositories that write `nbformat_minor: 5`
    without ids; nbformat warns of each such cell.
    """
    for cell in notebook["cells"]:
        del cell["id"]
    return listed(notebook)


@saves()
def ids_all_the_same(notebook: Json) -> Json:
    """A program that copies cells by JSON and declares nbformat 4.5: every id is the same.

    Known from: nbformat's warning about duplicate ids, and issues about it in public repositories.
    """
    for cell in notebook["cells"]:
        cell["id"] = "cell"
    return listed(notebook)


@saves()
def metadata_missing(notebook: Json) -> Json:
    """A program that writes JSON by hand: cells have no `metadata` key, markdown no outputs.

    The keys `execution_count` and `outputs` of code cells are missing, too.

    Known from: scripts in public repositories that write only `cell_type` and `source`.
    """
    cells = [{"cell_type": c["cell_type"], "source": c["source"]} for c in notebook["cells"]]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@saves()
def only_nbgrader_lost(notebook: Json) -> Json:
    """Metadata of nbgrader and tags lost, ids kept, as an editor's "Clear metadata" does.

    Known from: nothing; a combination that others leave out.
    """
    return listed(without_metadata(notebook))


@saves()
def only_ids_changed(notebook: Json) -> Json:
    """Every id drawn anew, all metadata kept, as a copy within JupyterLab does.

    Known from: JupyterLab's "Duplicate cell" and "Paste".
    """
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = digest("new", number)[:8]
    return listed(notebook)


# ---------------------------------------------------------------- tools that are run


def _jupytext(notebook: Json, form: str, **metadata: Any) -> Json:
    """The notebook after a round trip through Jupytext's text form."""
    import jupytext

    there = nbformat.from_dict(notebook)
    there.metadata["jupytext"] = metadata
    return plain(jupytext.reads(jupytext.writes(there, form), form))


@saves()
def jupytext_percent(notebook: Json) -> Json:
    """Jupytext: to a script with `# %%` cells, and back.

    Ids and outputs are lost; cell metadata are kept.

    Known from: Jupytext, which runs here.
    """
    return _jupytext(notebook, "py:percent")


@saves()
def jupytext_percent_filtered(notebook: Json) -> Json:
    """Jupytext with `cell_metadata_filter: -all`: to a script with `# %%` cells, and back.

    Ids, outputs and all metadata are lost.

    Known from: Jupytext, which runs here.
    """
    return _jupytext(notebook, "py:percent", cell_metadata_filter="-all",
                     notebook_metadata_filter="-all")  # fmt: skip


@saves()
def jupytext_light(notebook: Json) -> Json:
    """Jupytext: to a plain script ("light"), without metadata, and back.

    Ids, outputs and all metadata are lost; cells are told apart by blank lines and `# +`.

    Known from: Jupytext, which runs here.
    """
    return _jupytext(notebook, "py:light", cell_metadata_filter="-all",
                     notebook_metadata_filter="-all")  # fmt: skip


@saves()
def jupytext_markdown(notebook: Json) -> Json:
    """Jupytext: to Markdown with fenced code, and back.

    Ids and outputs are lost; Markdown cells that stand side by side become one.

    Known from: Jupytext, which runs here.
    """
    return _jupytext(notebook, "md", cell_metadata_filter="-all")


@saves()
def jupytext_myst(notebook: Json) -> Json:
    """Jupytext: to MyST Markdown, as Jupyter Book and Quarto users keep it, and back.

    Ids and outputs are lost; cell metadata are kept as YAML.

    Known from: Jupytext, which runs here.
    """
    return _jupytext(notebook, "md:myst")


@saves()
def ruff_format(notebook: Json) -> str:
    """Ruff's formatter, and Black and nbQA, which write nearly the same: `ruff format x.ipynb`.

    Quotes, line breaks and blank lines of all code change, also in the author's cells.

    Known from: Ruff, which runs here.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.ipynb"
        path.write_text(json.dumps(listed(minor(notebook, 5)), indent=1), "utf-8")
        command = [
            sys.executable,
            "-m",
            "ruff",
            "format",
            "--isolated",
            "--line-length",
            "60",
            path,
        ]
        subprocess.run(command, check=True, capture_output=True)
        return path.read_text("utf-8")


# ---------------------------------------------------------------- tools that are imitated


@saves()
def nbstripout(notebook: Json) -> Json:
    """The git filter nbstripout: outputs, counts and execution metadata removed.

    Cell ids become "0", "1", …; it keeps other metadata.

    Known from: nbstripout's README (`--keep-id`: "Keep the randomly generated cell ids, which
    are different after each execution"; otherwise sequential ones).
    """
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = str(number)
    notebook["metadata"].pop("kernelspec", None)
    return listed(notebook)


@saves()
def nbdime_merged(notebook: Json) -> Json:
    """nbdime's `nbmerge` after a conflict in prose and in outputs.

    The prose cell holds both versions between markers, cells of both sides stand one after the
    other, and the notebook's metadata hold `nbdime-conflicts`. The file is valid JSON.

    Known from: nbdime's sources in public repositories (`nbdime-conflicts`, inline strategy).
    """
    prose = next(c for c in notebook["cells"] if c["cell_type"] == "markdown")
    text = prose["source"]
    prose["source"] = f"<<<<<<< local\n{text}\n=======\n{text}!\n>>>>>>> remote"
    for cell in code_cells(executed(notebook)):
        marks = [{"name": "stderr", "output_type": "stream", "text": [f"{m}\n"]}
                 for m in ("<<<<<<< local", "=======", ">>>>>>> remote")]  # fmt: skip
        cell["outputs"] = [marks[0], *cell["outputs"], marks[1], marks[2]]
    notebook["metadata"]["nbdime-conflicts"] = {
        f"{side}_diff": [{"op": "replace", "key": "version", "value": version}]
        for side, version in (("local", "3.11"), ("remote", "3.12"))
    }
    return listed(notebook)


@saves()
def papermill(notebook: Json) -> Json:
    """Papermill: run with parameters.

    Adds `papermill` and empty `tags` to every cell, an injected cell of parameters, and times to
    the notebook. Keeps other metadata.

    Known from: Papermill's documentation and notebooks in public repositories.
    """
    for cell in executed(notebook)["cells"]:
        cell["metadata"]["papermill"] = {"duration": 0.01, "exception": False, "status": "done"}
        cell["metadata"].setdefault("tags", [])
    parameters = code("# Parameters\nsize = 'quick'\n", tags=["injected-parameters"])
    notebook["cells"].insert(1, {**parameters, "id": digest("papermill")[:8]})
    return listed(kernel(notebook, "python3", "Python 3", **IPYTHON))


@saves("notebook.ipynb")
def marimo_round_trip(notebook: Json) -> Json:
    """marimo: `marimo convert`, and `marimo export ipynb`.

    Every cell is bare; ids have four letters; prose becomes `mo.md(...)` in code cells; a cell
    `import marimo as mo` stands at the end; all metadata are lost.

    Known from: marimo's documentation of the two commands; the ids' form from its `.py` files.
    """
    cells = []
    for number, cell in enumerate(without_metadata(notebook)["cells"]):
        if cell["cell_type"] == "markdown":
            cell = code(f'mo.md(r"""\n{cell["source"]}\n""")', marimo={"config": {"hide_code": 1}})
        letters = "".join(chr(ord("a") + int(digit, 16)) for digit in digest(number)[:3])
        cells.append({**cell, "id": f"H{letters}"})
    cells.append({**code("import marimo as mo"), "id": "Hbol"})
    return {"cells": cells, "metadata": {"marimo": {"marimo_version": "0.16.0"}}, "nbformat": 4,
            "nbformat_minor": 5}  # fmt: skip


@saves()
def rewritten_by_an_assistant(notebook: Json) -> Json:
    """A chat assistant that returns the whole notebook: its own ids, no metadata.

    Ids are `cell-1`, `cell-2`, …; a title with an emoji stands at the top.

    Known from: nothing; a combination that others leave out.
    """
    for number, cell in enumerate(without_metadata(notebook)["cells"]):
        cell["id"] = f"cell-{number + 1}"
    notebook["cells"].insert(0, {**markdown("# Solution ✅ 😀"), "id": "title"})
    return listed(notebook)


# ---------------------------------------------------------------- files on their way


def _text(notebook: Json) -> str:
    return json.dumps(listed(executed(notebook)), indent=1, ensure_ascii=False)


@saves()
def github_web_editor(notebook: Json) -> bytes:
    """GitHub's web editor on Windows, and git's `autocrlf`: CRLF at the end of every line.

    Known from: GitHub's documentation of line endings.
    """
    return _text(notebook).replace("\n", "\r\n").encode()


@saves()
def crlf_within_sources(notebook: Json) -> Json:
    r"""A Windows program that reads text with CRLF into cells: `\r\n` within the sources.

    Known from: notebooks in public repositories whose `source` holds `\r\n`.
    """
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")
    return listed(notebook)


@saves()
def notepad_utf8_bom(notebook: Json) -> bytes:
    """Windows Notepad, saved as "UTF-8 with BOM".

    Known from: Notepad's choices of encodings.
    """
    return _text(notebook).replace("\n", "\r\n").encode("utf-8-sig")


@saves()
def notepad_utf16_le(notebook: Json) -> bytes:
    """Windows Notepad, saved as "UTF-16 LE", and PowerShell's `>`.

    Known from: Notepad's choices of encodings, PowerShell 5's documentation.
    """
    return b"\xff\xfe" + _text(notebook).replace("\n", "\r\n").encode("utf-16-le")


@saves()
def notepad_utf16_be(notebook: Json) -> bytes:
    """Windows Notepad, saved as "UTF-16 BE".

    Known from: Notepad's choices of encodings.
    """
    return b"\xfe\xff" + _text(notebook).encode("utf-16-be")


@saves()
def one_line_of_ascii(notebook: Json) -> str:
    r"""`jq -c -a`, and Python's `json.dump`: one line, keys sorted, letters as `\uXXXX`.

    Known from: the documentation of both.
    """
    return json.dumps(executed(notebook), sort_keys=True)


@saves("{name} (1).ipynb")
def downloaded_twice(notebook: Json) -> str:
    """A browser that downloads a file for the second time.

    Known from: Chrome, Edge and Firefox.
    """
    return _text(notebook)


@saves("{name}.ipynb.txt")
def mailed_as_text(notebook: Json) -> str:
    """A mail program or Windows that takes JSON for text and adds `.txt`.

    Known from: the forums of learning platforms.
    """
    return _text(notebook)


@saves("{name}.ipynb.json")
def saved_by_safari(notebook: Json) -> str:
    """Safari, which recognises JSON and adds `.json`.

    Known from: questions about "Save as" for raw files at GitHub.
    """
    return _text(notebook)


@saves("{NAME}.IPYNB")
def from_a_fat_volume(notebook: Json) -> str:
    """A USB stick or camera card with FAT, or a file server: the name in capitals.

    Known from: FAT's short names.
    """
    return _text(notebook)
