"""What the imitations share: the notebook as plain JSON, and the small changes that many make."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import nbformat
from nbformat import NotebookNode

#: A notebook or a cell as a JSON object.
Json: TypeAlias = dict[str, Any]
#: From a student's notebook to what the front end saves: JSON, or the text or bytes of the file.
FrontEnd: TypeAlias = Callable[[Json], Json | str | bytes]


@dataclass(frozen=True)
class Sample:
    """A file as a front end leaves it.

    Attributes
    ----------
    name : str
        The file's name; ``{name}`` stands for the assignment's.
    content : bytes
    """

    name: str
    content: bytes


#: Every imitation, by its function's name: the function, and the name of the file that it saves.
FRONT_ENDS: dict[str, tuple[FrontEnd, str]] = {}


def saves(file: str = "{name}.ipynb") -> Callable[[FrontEnd], FrontEnd]:
    """Register an imitation, with the name of the file that the front end saves."""

    def register(function: FrontEnd) -> FrontEnd:
        FRONT_ENDS[function.__name__] = function, file
        return function

    return register


def sample(front_end: str, notebook: NotebookNode) -> Sample:
    """What a front end makes of a notebook, which is left as it was."""
    function, file = FRONT_ENDS[front_end]
    made = function(plain(notebook))
    if isinstance(made, dict):
        made = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
    return Sample(file, made if isinstance(made, bytes) else made.encode())


def plain(notebook: NotebookNode) -> Json:
    """A copy of the notebook as JSON; every source is one string."""
    return json.loads(json.dumps(nbformat.from_dict(notebook)))


# ---------------------------------------------------------------- ids


def digest(*about: object) -> str:
    """64 hexadecimal digits that depend only on the arguments."""
    return hashlib.sha256(repr(about).encode()).hexdigest()


def uuid4(*about: object) -> str:
    """A UUID that depends only on the arguments."""
    return str(uuid.UUID(digest(*about)[:32], version=4))


# ---------------------------------------------------------------- cells


def code_cells(notebook: Json) -> Iterator[Json]:
    """The code cells."""
    return (cell for cell in notebook["cells"] if cell["cell_type"] == "code")


def code(source: str, **metadata: Any) -> Json:
    """A code cell without an id."""
    return {"cell_type": "code", "metadata": metadata, "source": source,
            "outputs": [], "execution_count": None}  # fmt: skip


def markdown(source: str, **metadata: Any) -> Json:
    """A Markdown cell without an id."""
    return {"cell_type": "markdown", "metadata": metadata, "source": source}


# ---------------------------------------------------------------- changes


def minor(notebook: Json, number: int) -> Json:
    """The notebook declared as nbformat 4.`number`; before 4.5 cells have no ids."""
    notebook |= {"nbformat": 4, "nbformat_minor": number}
    if number < 5:
        for cell in notebook["cells"]:
            cell.pop("id", None)
    return notebook


def listed(notebook: Json) -> Json:
    """The notebook with its sources as lists of lines, as Jupyter saves them."""
    for cell in notebook["cells"]:
        if isinstance(cell["source"], str):
            cell["source"] = cell["source"].splitlines(keepends=True)
    return notebook


def executed(notebook: Json) -> Json:
    """The notebook after "Run all": counts, printed text, a result and a warning."""
    for count, cell in enumerate(code_cells(notebook), 1):
        result = {"data": {"text/plain": ["4"], "text/html": ["<b>4</b>"]}, "metadata": {},
                  "execution_count": count, "output_type": "execute_result"}  # fmt: skip
        printed = {"name": "stdout", "output_type": "stream", "text": ["✓ double(2)\n"]}
        cell |= {"execution_count": count, "outputs": [printed, result]}
    return notebook


def kernel(notebook: Json, name: str, display_name: str, **language_info: Any) -> Json:
    """The notebook with this kernel, and this about its language."""
    notebook["metadata"]["kernelspec"] = {
        "display_name": display_name, "language": "python", "name": name,
    }  # fmt: skip
    notebook["metadata"]["language_info"] = {"name": "python", **language_info}
    return notebook


#: What a running IPython kernel says of its language.
IPYTHON = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": "3.12.4",
}


def without_metadata(notebook: Json) -> Json:
    """The notebook without the metadata of any cell, and without the course's own."""
    notebook["metadata"].pop("course", None)
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    return notebook
