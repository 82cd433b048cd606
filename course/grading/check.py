"""A notebook judged on the student's own machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nbformat import NotebookNode

from course import notebooks, project
from course.grading.engine import Progress, execute, silent
from course.grading.known import Known
from course.grading.marks import Checked
from course.grading.results import language_of, summarise
from course.grading.run import run
from course.grading.transplant import answers, pristine
from course.notebooks import NotebookError, exercises, grade_id


def check(
    path: Path, progress: Progress = silent, stopped: Callable[[], bool] = lambda: False
) -> Checked:
    """Grade the notebook at `path`; the file is only read.

    With the course's folder at hand (the notebook lies in it, or the package is
    installed from it) the hidden tests judge; else the visible ones do. `progress` is
    called with the index of the cell about to run and the number of cells; `stopped`
    is asked whether to give up.

    Raises
    ------
    NotebookError
        In one sentence, if the file is no notebook of this course.
    """
    notebook = notebooks.read(path)
    course = project.find(path.resolve().parent)
    own = set(answers(notebook))
    if course is not None:
        source = _source_of(course, own, path)
        text = notebooks.read(course.notebook(source))
        base = pristine(text, language_of(notebook))
        known = Known.load(course.root / "misconceptions", source, text)
        executed = run(base, notebook, course.results, stopped, progress, known=known)
        return Checked(summarise(executed, path.name), language_of(notebook), True)
    if not own:
        raise NotebookError(_not_ours(notebook, path))
    if not any(e.tests for e in exercises(notebook)):
        raise NotebookError(f"{path} is not a notebook of this course: its tests are missing")
    executed = execute(_all_own(notebook), progress, stopped)
    return Checked(summarise(executed, path.name), language_of(notebook), False)


def _all_own(notebook: NotebookNode) -> NotebookNode:
    """The student's notebook as a judge runs it: what the author does not track is theirs."""
    clean = notebooks.without_outputs(notebook)
    for cell in clean.cells:
        if cell.cell_type == "code" and grade_id(cell) is None:
            cell.metadata["course"] = {"added": True}
    return clean


def _source_of(course: project.Project, own: set[str], path: Path) -> str:
    """The assignment that shares most exercises with the notebook."""
    shared = {
        name: len(own & {e.name for e in exercises(notebooks.read(course.notebook(name)))})
        for name in course.assignments()
    }
    best = max(shared, key=shared.__getitem__, default=None)
    if best is None or shared[best] == 0:
        raise NotebookError(_not_ours(notebooks.read(path), path))
    return best


def _not_ours(notebook: NotebookNode, path: Path) -> str:
    if any(grade_id(cell) for cell in notebook.cells):
        return f"{path} is a notebook of another course: it has none of the exercises of this one"
    return f"{path} has no exercises in it; expected a notebook of this course"
