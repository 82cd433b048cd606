"""For the tests of accidents: what is handed in, and what grading must make of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry

from course import notebooks
from course.gradebook import converters
from course.grading.grade import Mark, grade
from course.project import Project
from course.release.templates import grading_template, reference
from tools import mini

#: The notebook's file.
NAME = f"{mini.NAME}.ipynb"
#: The points of both exercises.
FULL = 3
#: The points of "double", which most accidents happen to, and of "last", which must stay.
DOUBLE, LAST = 2, 1

#: What a file holds: text, bytes, or a notebook.
Content: TypeAlias = str | bytes | dict
#: A change to a notebook.
Edit: TypeAlias = Callable[[NotebookNode], Any]


@dataclass(frozen=True)
class Accident:
    """What a student handed in, and what is fair.

    Attributes
    ----------
    files : dict, or a callable
        The content of each file of the student's folder of the assignment, or a function that
        makes what files can't hold: called with that folder, which it has to make.
    points : float or None
        The points; None if the work can't be judged and is to be left ungraded.
    note : str
        A part of what the table says of it; empty if it must say nothing.
    """

    files: dict[str, Content] | Callable[[Path], Any]
    points: float | None = FULL
    note: str = ""


def of(content: Content, points: float | None = FULL, note: str = "") -> Accident:
    """An accident to the content of the one notebook."""
    return Accident({NAME: content}, points, note)


# ---------------------------------------------------------------- notebooks


def perfect(language: str = "en") -> NotebookNode:
    """A perfect submission."""
    return reference(mini.source(), language)


def untouched(language: str = "en") -> NotebookNode:
    """A submission without any work."""
    return grading_template(mini.source(), language)


def cell_of(notebook: NotebookNode, name: str) -> NotebookNode:
    """The cell with this `grade_id`."""
    return next(c for c in notebook.cells if notebooks.grade_id(c) == name)


def edited(edit: Edit, language: str = "en") -> NotebookNode:
    """A perfect submission after a change."""
    notebook = perfect(language)
    edit(notebook)
    return notebook


def answered(name: str, code: str) -> NotebookNode:
    """A perfect submission, but for one answer."""
    return edited(lambda n: cell_of(n, name).update(source=code))


def insert(notebook: NotebookNode, where: str | int, *cells: NotebookNode) -> None:
    """Put cells before the cell with this `grade_id`, or at this index."""
    at = where if isinstance(where, int) else notebook.cells.index(cell_of(notebook, where))
    notebook.cells[at:at] = cells


def as_json(notebook: NotebookNode, edit: Callable[[dict], Any] | None = None) -> dict:
    """The notebook as JSON, for changes that nbformat would not allow."""
    data = json.loads(nbformat.writes(notebook))
    if edit:
        edit(data)
    return data


# ---------------------------------------------------------------- a class


def put(where: Path, files: dict[str, Content]) -> None:
    """Write files into a folder; any other content than text and bytes as JSON."""
    for name, content in files.items():
        path = where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content)
            path.write_text(text, encoding="utf-8")


def make_class(folder: Path, accidents: dict[str, Accident]) -> tuple[Project, dict[str, Mark]]:
    """A class with a student for each accident, graded; the marks by student."""
    course = mini.make(folder)
    for student, accident in accidents.items():
        where = course.root / "submitted" / student / mini.NAME
        if callable(accident.files):
            where.parent.mkdir(parents=True, exist_ok=True)
            accident.files(where)
        else:
            put(where, accident.files)
    return course, marks_of(course)


def marks_of(course: Project) -> dict[str, Mark]:
    """Grade the class; the marks by student."""
    return {m.student: m for m in grade(course, mini.NAME, workers=2)}


def agrees(course: Project, mark: Mark, points: float | None, note: str = "") -> None:
    """Check a mark, what the table says, and what the gradebook and `autograded/` hold."""
    said = "; ".join(
        filter(None, (mark.ungraded or (mark.result and mark.result.note), *mark.notes))
    )
    kept = course.root / "autograded" / mark.student / mini.NAME / NAME
    if points is None:
        assert mark.ungraded, mark
        assert note.lower() in said.lower()
        assert mark.result is None and mark.score is None
        assert recorded(course, mark.student) is None
        assert not kept.exists()
        return
    assert not mark.ungraded
    assert mark.result.points == points, mark.result
    assert mark.score == points
    assert note.lower() in said.lower() and bool(said) == bool(note), said
    assert recorded(course, mark.student) == (points, FULL)
    assert kept.is_file()


def recorded(course: Project, student: str) -> tuple[float, float] | None:
    """A student's points and the maximum in the gradebook; None if it has no such submission."""
    with Gradebook(converters.database(course)) as gradebook:
        try:
            submission = gradebook.find_submission(mini.NAME, student)
        except MissingEntry:
            return None
        return submission.score, submission.max_score
