"""A notebook judged on the student's own machine."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from course import notebooks, project
from course.grading.engine import Engine, NotJudged
from course.grading.language import language_of_submission
from course.grading.marks import Checked
from course.grading.merge import answers, work
from course.grading.results import summarise
from course.grading.run import run
from course.grading.submissions import MAX_BYTES
from course.judge.isolation import UNSANDBOXED
from course.judge.known import KnownMistakes
from course.notebooks import NotebookError, exercises, grade_id, language_of
from course.progress import ProgressCallback, no_progress
from course.release.templates import grading_template

if TYPE_CHECKING:
    from course.judge.client import Connect
    from course.judge.server import Session


def check(
    path: Path,
    progress: ProgressCallback = no_progress,
    stopped: Callable[[], bool] = lambda: False,
    connect: Connect | None = None,
) -> Checked:
    """Grade the notebook at `path`; the file is only read.

    With the course's folder at hand (the notebook lies in it, or the package is
    installed from it) the hidden tests judge; else the visible ones do.

    Parameters
    ----------
    stopped : callable
        Asked whether to give up.
    connect : callable, optional
        See `engine.Engine`.

    Raises
    ------
    NotebookError
        In one sentence, if the file is no notebook of this course.
    NotJudged
        In one sentence, if the machine kept it from being judged.
    """
    notebook = notebooks.read(path, MAX_BYTES)
    course = project.find(path.resolve().parent)
    judge = Engine(UNSANDBOXED, connect=connect)  # it is the student's own machine
    if course is not None:
        name = _assignment_of(course, notebook, path)
        source = notebooks.read(course.notebook(name))
        language = language_of_submission(notebook, source)
        template = grading_template(source, language)
        known = KnownMistakes.load(course.root / "misconceptions", name, source)
        executed = run(
            template, notebook, course.results, stopped, progress, execute=judge, known=known
        )  # fmt: skip
        return Checked(summarise(executed, path.name), language, True)
    if not answers(notebook):
        raise NotebookError(_not_ours(notebook, path))
    if not any(e.tests for e in exercises(notebook)):
        raise NotebookError(f"{path} is not a notebook of this course: its tests are missing")
    executed = judge(_all_own(notebook), progress, stopped)
    return Checked(summarise(executed, path.name), language_of(notebook), False)


def check_in_child(session: Session, path: str) -> dict:
    """`check`, in a child of the fork server, for a client that has imported nothing.

    Returns
    -------
    dict
        ``checked``, the fields of `Checked`; or ``refused``, why the file can't be checked.
    """
    from course.judge import server

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps the judges
    try:
        checked = check(Path(path), session.progress, session.abandoned, server.fork)
    except (NotebookError, NotJudged) as error:
        return {"refused": str(error)}
    return {"checked": checked.as_dict()}


def _all_own(notebook: NotebookNode) -> NotebookNode:
    """The student's notebook as a judge runs it: what the author does not track is theirs."""
    clean = notebooks.without_outputs(notebook)
    for cell in clean.cells:
        if cell.cell_type == "code" and grade_id(cell) is None:
            cell.metadata["course"] = {"added": True}
    return clean


def _assignment_of(course: project.Project, notebook: NotebookNode, path: Path) -> str:
    """The assignment that shares most exercises with the notebook.

    They are told by their names in the metadata or, if those were lost, by what the cells are.
    """
    own = set(answers(notebook))
    shared = {}
    for name in course.assignments():
        source = notebooks.read(course.notebook(name))
        shared[name] = len(own & {e.name for e in exercises(source)})
        if not own:
            found = work(
                grading_template(source, language_of_submission(notebook, source)), notebook
            )
            shared[name] = len(found.answers) + found.ours
    best = max(shared, key=shared.__getitem__, default=None)
    if best is None or shared[best] == 0:
        raise NotebookError(_not_ours(notebook, path))
    return best


def _not_ours(notebook: NotebookNode, path: Path) -> str:
    if any(grade_id(cell) for cell in notebook.cells):
        return f"{path} is a notebook of another course: it has none of the exercises of this one"
    return f"{path} has no exercises in it; expected a notebook of this course"
