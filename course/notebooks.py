"""Reading, checking and writing notebooks in one canonical form.

Canonical means: nbformat 4.5, no outputs, no execution counts, a stable and
readable id for every cell, only the metadata that the course uses, keys sorted.
Two people who make the same edit then get the same file, and a diff can be read.
"""

from __future__ import annotations

import copy
import os
import re
import stat
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.errors import CourseError
from course.files import write_text
from course.notebook_file import NotANotebook, TooLarge, decoded, parsed
from course.settings import LANGUAGES

#: Held while a file is read: several large ones at a time would take several times the memory.
_ONE_FILE = threading.Lock()
#: Cells with this tag are not run in grading (nbclient's own tag).
SKIP = "skip-execution"
#: Ids as nbformat, jupytext and JupyterLab generate them; people choose others.
_RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?")


class NotebookError(CourseError, ValueError):
    """A notebook is not what it should be; the message names the notebook and the cell."""


@dataclass(frozen=True)
class Exercise:
    """One exercise of a notebook.

    Attributes
    ----------
    name : str
        The name of the function or class to write.
    solution : int
        Index of the solution cell.
    tests : tuple of int
        Indices of the graded test cells.
    points : float
        The points of all its graded tests.
    """

    name: str
    solution: int
    tests: tuple[int, ...]
    points: float


def read(path: str | Path, at_most: int | None = None, only_work: bool = False) -> NotebookNode:
    """The notebook at `path`, in nbformat 4.5.

    Parameters
    ----------
    at_most : int, optional
        The most bytes that the file may have.
    only_work : bool
        Read only what can be a student's work; see `notebook_file.parsed`.

    Raises
    ------
    NotebookError
        In one sentence, if there is no such file, it can't be read, or it is not a notebook.
    """
    with _ONE_FILE:
        data = _bytes(Path(path), at_most)
        try:
            text = decoded(data)
            del data  # it may be large
            return parsed(text, only_work)
        except TooLarge as error:
            raise NotebookError(f"{path} is too large: {error}") from error
        except NotANotebook as error:
            raise NotebookError(f"{path} is not a Jupyter notebook ({error})") from error


def _bytes(path: Path, at_most: int | None) -> bytes:
    """What is in the file; see `read`."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise NotebookError(f"{path} is a folder; expected a notebook (.ipynb)")
        if not stat.S_ISREG(mode):  # a pipe has no end
            raise NotebookError(f"{path} is not a file; expected a notebook (.ipynb)")
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if at_most is not None and size > at_most:
                raise NotebookError(
                    f"{path} has {size / 1e6:.0f} MB; at most {at_most / 1e6:.0f} MB"
                )
            data = file.read(at_most)  # no more, should it grow meanwhile
    except FileNotFoundError as error:
        raise NotebookError(f"{path} does not exist") from error
    except OSError as error:
        raise NotebookError(f"{path} can't be read: {error.strerror or error}") from error
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise NotebookError(f"{path} is empty")
    return data


def text(notebook: NotebookNode) -> str:
    """The text of the notebook's file."""
    return nbformat.writes(notebook) + "\n"


def write(notebook: NotebookNode, path: str | Path) -> None:
    """Write the notebook atomically; see `files.write_bytes`."""
    write_text(text(notebook), path)


def stored(path: Path) -> NotebookNode | None:
    """The notebook at `path`, or None if there is none or it can't be read."""
    try:
        return read(path) if path.exists() else None
    except NotebookError:
        return None


def language_of(notebook: NotebookNode) -> str:
    """The edition that a notebook says it is; English if it doesn't say."""
    course = notebook.metadata.get("course")
    language = course.get("language") if isinstance(course, dict) else None
    return language if language in LANGUAGES else "en"


# ---------------------------------------------------------------- cells


def grade_id(cell: NotebookNode) -> str | None:
    """nbgrader's name of a cell, or None."""
    value = cell.metadata.get("nbgrader")
    name = value.get("grade_id") if isinstance(value, dict) else None
    return name if isinstance(name, str) else None


def _flag(cell: NotebookNode, name: str) -> bool:
    value = cell.metadata.get("nbgrader")
    return bool(value.get(name)) if isinstance(value, dict) else False


def is_solution(cell: NotebookNode) -> bool:
    """Whether the cell is one that the student fills in."""
    return _flag(cell, "solution")


def is_test(cell: NotebookNode) -> bool:
    """Whether the cell is an autograded test."""
    return _flag(cell, "grade") and not _flag(cell, "solution")


def is_visible_test(cell: NotebookNode) -> bool:
    """Whether the cell is a test that students see, which gives no points."""
    return (grade_id(cell) or "").endswith("-visible")


def is_setup(cell: NotebookNode) -> bool:
    """Whether the cell is one of the author's that later cells depend on."""
    return (
        _flag(cell, "locked")
        and not is_test(cell)
        and not is_solution(cell)
        and not is_visible_test(cell)
    )


def tags(cell: NotebookNode) -> list[str]:
    """The cell's tags; anything else that its metadata holds there is ignored."""
    value = cell.metadata.get("tags")
    return [tag for tag in value if isinstance(tag, str)] if isinstance(value, list) else []


def cell_language(cell: NotebookNode) -> str | None:
    """The edition a cell belongs to, or None if it belongs to both."""
    return next((tag[5:] for tag in tags(cell) if tag.startswith("lang-")), None)


def exercises(notebook: NotebookNode) -> list[Exercise]:
    """The exercises of a notebook, in its order.

    The solution cell's ``grade_id`` is the exercise's name; a test belongs to the
    exercise whose name its own ``grade_id`` starts with, followed by ``-test``.
    """
    found = []
    for index, cell in enumerate(notebook.cells):
        name = grade_id(cell)
        if not is_solution(cell) or name is None:
            continue
        tests = tuple(
            i
            for i, c in enumerate(notebook.cells)
            if is_test(c) and re.fullmatch(re.escape(name) + r"-test(-\d+)?", grade_id(c) or "")
        )
        points = sum(float(notebook.cells[i].metadata.nbgrader.get("points") or 0) for i in tests)
        found.append(Exercise(name, index, tests, points))
    return found


# ---------------------------------------------------------------- canonical form


def slug(text: str, limit: int = 40) -> str:
    """A readable cell id from a cell's first words."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", text.lower())
    out = ""
    for word in words:
        if len(out) + len(word) + 1 > limit:
            break
        out += ("-" if out else "") + word
    return out or "cell"


def _tracked_id(cell: NotebookNode) -> str | None:
    """The id of a cell that nbgrader tracks: its name. None for any other cell."""
    name = grade_id(cell)
    return re.sub(r"[^A-Za-z0-9_-]", "-", name)[:64] if name else None


def _free_id(cell: NotebookNode, taken: set[str]) -> str:
    """The id of any other cell: its own if a person chose it, else one from its first words."""
    given = cell.get("id")
    if given and not _RANDOM_ID.fullmatch(given) and given not in taken:
        return given
    first = next((line for line in cell.source.splitlines() if line.strip()), "")
    wanted = slug(first) + (f"-{cell_language(cell)}" if cell_language(cell) else "")
    unique, count = wanted, 2
    while unique in taken:
        unique, count = f"{wanted}-{count}", count + 1
    return unique


def canonical(notebook: NotebookNode) -> NotebookNode:
    """The notebook in canonical form; the argument is left as it was."""
    result = nbformat.v4.new_notebook()
    result.nbformat_minor = 5
    result.metadata = NotebookNode(
        kernelspec={
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        language_info={"name": "python"},
    )
    if "course" in notebook.metadata:
        result.metadata["course"] = notebook.metadata["course"]
    taken = {name for name in map(_tracked_id, notebook.cells) if name}
    for cell in notebook.cells:
        metadata = NotebookNode(
            {
                k: cell.metadata[k]
                for k in ("nbgrader", "tags", "editable", "deletable")
                if k in cell.metadata
            }
        )
        if "tags" in metadata:
            metadata["tags"] = sorted(set(metadata["tags"]))
            if not metadata["tags"]:
                del metadata["tags"]
        make = {
            "code": nbformat.v4.new_code_cell,
            "markdown": nbformat.v4.new_markdown_cell,
            "raw": nbformat.v4.new_raw_cell,
        }[cell.cell_type]
        source = "\n".join(line.rstrip() for line in cell.source.strip("\n").split("\n"))
        clean = make(source, metadata=metadata)
        clean["id"] = _tracked_id(cell) or _free_id(cell, taken)
        taken.add(clean["id"])
        result.cells.append(clean)
    return result


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    """A copy of the notebook with no outputs and no execution counts."""
    result = copy.deepcopy(notebook)
    for cell in result.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return result


def canonical_text(notebook: NotebookNode) -> str:
    """The text of the notebook's file in canonical form."""
    return nbformat.writes(canonical(notebook)) + "\n"
