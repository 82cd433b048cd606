"""The outputs that a released notebook has once it is solved, kept by content.

A released notebook runs from top to bottom with the reference solutions in place of the
stubs, experiments included. Only the outputs are kept, to be shown beside the stubs.
"""

from __future__ import annotations

import copy
import hashlib
import json
import logging
import os
import subprocess
import tempfile
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from course import files, notebooks
from course.fingerprint import NOTEBOOK, fingerprint
from course.notebooks import is_solution
from course.progress import ProgressCallback, no_progress
from course.project import STATE, Project
from course.release.editions import BuildError
from course.release.templates import reference

#: nbclient's log is dropped: errors are raised.
_LOG = logging.getLogger("course.release.executed")
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False


class _Client(NotebookClient):
    """nbclient, reporting its progress; ipykernel's warnings don't reach the terminal."""

    def __init__(self, *args: Any, progress: ProgressCallback, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._progress = progress

    async def async_start_new_kernel(self, **kwargs: Any) -> None:
        await super().async_start_new_kernel(stderr=subprocess.DEVNULL, **kwargs)

    async def async_execute_cell(
        self, cell: NotebookNode, cell_index: int, *args: Any, **kwargs: Any
    ) -> NotebookNode:
        self._progress(cell_index, len(self.nb.cells))
        return await super().async_execute_cell(cell, cell_index, *args, **kwargs)


def run(
    notebook: NotebookNode, name: str, progress: ProgressCallback = no_progress
) -> NotebookNode:
    """A copy of `notebook`, every code cell run in order in a kernel of its own.

    The kernel has this process's environment, ``KERAS_BACKEND`` included.

    Raises
    ------
    BuildError
        If a cell raises; the message names the notebook and the cell.
    """
    ran = notebooks.without_outputs(notebook)
    for cell in ran.cells:  # nbclient would leave the experiments out
        cell.metadata.pop("tags", None)
    with tempfile.TemporaryDirectory(prefix="course-run-") as folder:
        client = _Client(
            ran,
            timeout=None,
            kernel_name="python3",
            resources={"metadata": {"path": folder}},
            progress=progress,
            log=_LOG,
        )
        try:
            client.execute()
        except CellExecutionError as error:
            failed = next(
                c for c in ran.cells if any(o.output_type == "error" for o in c.get("outputs", ()))
            )
            raise BuildError(
                f"{name}, cell {failed.id}: the solved notebook raises {error.ename}: "
                f"{error.evalue}"
            ) from error
    return ran


def solved(source: NotebookNode, released: NotebookNode, language: str) -> NotebookNode:
    """The released notebook with the reference solutions of `source` in it."""
    result = copy.deepcopy(released)
    filled = reference(source, language)
    solutions = {notebooks.grade_id(c): c.source for c in filled.cells if is_solution(c)}
    for cell in result.cells:
        if is_solution(cell):
            cell.source = solutions[notebooks.grade_id(cell)]
    return result


def shown(
    project: Project,
    assignment: str,
    language: str,
    progress: ProgressCallback = no_progress,
) -> NotebookNode:
    """The released notebook with the outputs that it has when it is solved.

    Outputs are kept in ``.course/executed`` by what they depend on: all the
    notebook's code, the packages, the course's own code, size and backend. A change
    of prose runs nothing.

    Raises
    ------
    BuildError
        If there is no release, or a cell of the solved notebook raises.
    """
    path = project.release / language / assignment / f"{assignment}.ipynb"
    if not path.exists():
        raise BuildError(f"{path.relative_to(project.root)} does not exist; run: course build")
    released = notebooks.read(path)
    full = solved(notebooks.read(project.notebook(assignment)), released, language)
    code = [c.source for c in full.cells if c.cell_type == "code"]
    kept = project.root / STATE / "executed" / f"{_key(code, language)}.json"
    if kept.exists():
        outputs = json.loads(kept.read_text(encoding="utf-8"))
    else:
        ran = run(full, f"{assignment} ({language})", progress)
        outputs = [c.outputs for c in ran.cells if c.cell_type == "code"]
        files.write_text(json.dumps(outputs), kept)
    for cell, given in zip(
        (c for c in released.cells if c.cell_type == "code"), outputs, strict=True
    ):
        cell.outputs = [nbformat.from_dict(output) for output in given]
    return released


def _key(code: list[str], language: str) -> str:
    text = json.dumps([code, language, os.environ.get("COURSE_SIZE"), fingerprint(NOTEBOOK)])
    return hashlib.sha256(text.encode()).hexdigest()[:32]
