"""The run stage: a submission executed in the pristine notebook, its result kept by content.

No gradebook here. A result is one executed notebook, in a file named after the
hash of all that it depends on, so that what did not change is not run again and
an interrupted class goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
import threading
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import monotonic, time_ns

from nbformat import NotebookNode

from course import notebooks
from course.grading.preprocessors import SETUP_FAILED, RunNotebook, error_output
from course.grading.results import language_of
from course.grading.transplant import transplant
from course.notebooks import NotebookError, is_test

_DEPENDS_ON = ("keras", "tensorflow", "numpy", "ipykernel", "nbclient", "nbgrader")

Progress = Callable[[int, int], None]


def silent(index: int, count: int) -> None:
    """No progress is asked for."""


#: What nbclient says of a kernel in trouble is in the result; nobody needs it twice.
_LOG = logging.getLogger("course.run")
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False


@cache
def environment() -> str:
    """A hash of the code and the packages that a result depends on."""
    digest = hashlib.sha256()
    for name in _DEPENDS_ON:
        try:
            digest.update(f"{name}=={version(name)}\n".encode())
        except PackageNotFoundError:
            digest.update(f"{name} missing\n".encode())
    package = Path(__file__).resolve().parent.parent
    for path in sorted(package.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def key(notebook: NotebookNode) -> str:
    """The name of a run's result: a hash of the notebook's code and of the environment."""
    parts = [[c.source, c.metadata] for c in notebook.cells if c.cell_type == "code"]
    text = json.dumps([parts, language_of(notebook), environment()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def stored(path: Path) -> NotebookNode | None:
    """The result in the file, or None if there is none or it can't be read."""
    try:
        return notebooks.read(path) if path.exists() else None
    except NotebookError:
        return None


class Stopped(Exception):
    """The run was broken off from outside; what it gave says nothing of the submission."""


def run(
    base: NotebookNode,
    submitted: NotebookNode,
    results: Path,
    stop: threading.Event | None = None,
    progress: Progress = silent,
) -> NotebookNode:
    """Run the work of `submitted` in the pristine notebook `base`.

    Parameters
    ----------
    results : Path
        The folder that keeps results.
    stop : threading.Event, optional
        Set when runs are being broken off.
    progress : callable
        Called with the index of the cell about to run and the number of cells.

    Returns
    -------
    NotebookNode
        The executed notebook; ``metadata.course`` has its ``key``, ``language`` and the
        ``seconds`` that the run took.

    Raises
    ------
    Stopped
        If `stop` was set before the run ended; no result is kept then.
    """
    notebook = transplant(base, submitted)
    name = key(notebook)
    path = results / f"{name}.ipynb"
    kept = stored(path)
    if kept is not None:
        return kept
    start = monotonic()
    for _ in range(2):  # a set-up that failed, on a machine out of memory, is tried once more
        with tempfile.TemporaryDirectory(prefix="course-run-") as scratch:
            notebook = execute(notebook, Path(scratch), progress)
        if stop is not None and stop.is_set():
            raise Stopped
        sound = not any(
            output.get("ename") == SETUP_FAILED
            for cell in notebook.cells
            if is_test(cell)
            for output in cell.outputs
        )
        if sound:
            break
    if not sound:  # a result to look at, under a name that no later run will take for final
        name = f"{name}-{time_ns()}"
        path = results / f"{name}.ipynb"
    notebook.metadata["course"] = NotebookNode(
        language=language_of(base), key=name, seconds=round(monotonic() - start, 2)
    )
    notebooks.write(notebook, path)
    return notebook


def execute(notebook: NotebookNode, folder: Path, progress: Progress = silent) -> NotebookNode:
    """Run a notebook's cells in a kernel whose current folder is `folder`."""
    step = RunNotebook(shutdown_kernel="immediate", enabled=True, log=_LOG)
    step.progress = progress
    notebook, _ = step.preprocess(notebook, {"metadata": {"path": str(folder)}})
    return notebook


def refused(base: NotebookNode, reason: str, results: Path) -> NotebookNode:
    """The result of a submission that could not be read: no points, and why in every test."""
    notebook = transplant(base, base)
    for cell in notebook.cells:
        if is_test(cell):
            cell.outputs = [error_output("Unreadable", reason)]
    name = hashlib.sha256(f"{key(notebook)} {reason}".encode()).hexdigest()[:32]
    notebook.metadata["course"] = NotebookNode(language=language_of(base), key=name, seconds=0.0)
    notebooks.write(notebook, results / f"{name}.ipynb")
    return notebook
