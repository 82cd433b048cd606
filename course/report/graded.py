"""All that is known of a graded assignment, as one table.

Points, penalties and lateness come from nbgrader's gradebook, so that grades given by
hand count; messages, notes and run times come from the recorded run's kept result.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from nbformat import NotebookNode
from nbgrader.api import MissingEntry, SubmittedAssignment
from nbgrader.utils import compute_checksum

from course import notebooks
from course.gradebook import access, converters
from course.grading import ungraded
from course.grading.merge import answers
from course.grading.results import summarise
from course.grading.students import students as handed_in
from course.judge.isolation import UNKNOWN
from course.judge.outputs import HALTS
from course.notebooks import Exercise, exercises, language_of, stored
from course.project import Project
from course.text import sentence

#: The outcomes of an exercise, from the best to the least known.
SOLVED, PARTLY, FAILED, UNTOUCHED, UNJUDGED = "solved", "partly", "failed", "untouched", "unjudged"
OUTCOMES = (SOLVED, PARTLY, FAILED, UNTOUCHED, UNJUDGED)


@dataclass(frozen=True)
class Item:
    """What students get points for: an exercise, or a cell that is graded by hand."""

    name: str
    max_points: float


@dataclass(frozen=True)
class Work:
    """One student's graded submission.

    Attributes
    ----------
    first_name, last_name, email, lms_id : str
        As the gradebook has them; empty where it has none.
    points : dict of str to float
        By item, grades by hand included.
    penalty : float
        Points taken off for lateness.
    outcomes : dict of str to str
        By exercise: one of `OUTCOMES`.
    messages : dict of str to str
        By failed exercise: the message of the test.
    failures : dict of str to dict
        By failed exercise: the ``kind`` and the ``data`` of the failure, for those on record;
        see `mistakes.mistake_name`.
    hints : dict of str to str
        By failed exercise: the name of the entry in ``misconceptions/`` that the answer agreed
        with, if there is one.
    note : str
        Why the submission was not judged to the end, if it was not.
    remarks : tuple of str
        What else grading noted, such as which of several notebooks was graded.
    seconds : float or None
        How long the run took; None if nothing was run.
    """

    student: str
    points: dict[str, float]
    outcomes: dict[str, str]
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""
    penalty: float = 0.0
    late_seconds: float = 0.0
    needs_manual: bool = False
    messages: dict[str, str] = field(default_factory=dict)
    failures: dict[str, dict] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    note: str = ""
    remarks: tuple[str, ...] = ()
    seconds: float | None = None
    isolation: str = UNKNOWN
    language: str = "en"

    @property
    def score(self) -> float:
        """The mark: points minus penalty, never below 0, as in nbgrader's own export."""
        return max(0.0, sum(self.points.values()) - self.penalty)

    @property
    def name(self) -> str:
        """First and last name, or the id if the gradebook has no name."""
        return f"{self.first_name} {self.last_name}".strip() or self.student


@dataclass(frozen=True)
class Graded:
    """A class's work on one assignment.

    Attributes
    ----------
    items : tuple of Item
        In the notebook's order.
    works : tuple of Work
        By student id.
    absent : tuple of str
        Students in the gradebook who handed in nothing.
    waiting : tuple of str
        Students whose submission is not graded yet.
    ungraded : dict of str to str
        Why a submission could not be graded, by student: those whose last grading failed.
    """

    assignment: str
    items: tuple[Item, ...]
    works: tuple[Work, ...] = ()
    absent: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    ungraded: dict[str, str] = field(default_factory=dict)

    @property
    def max_points(self) -> float:
        return sum(item.max_points for item in self.items)

    def points(self) -> pd.DataFrame:
        """Points, with a row per student and a column per item."""
        rows = [[w.points.get(i.name, 0.0) for i in self.items] for w in self.works]
        return self._frame(rows).astype(float)

    def outcomes(self) -> pd.DataFrame:
        """Outcomes, in the same layout; empty for cells graded by hand."""
        return self._frame([[w.outcomes.get(i.name, "") for i in self.items] for w in self.works])

    def _frame(self, rows: list[list]) -> pd.DataFrame:
        return pd.DataFrame(
            rows, index=[w.student for w in self.works], columns=[i.name for i in self.items]
        )


def gather(project: Project, assignment: str, results: Path | None = None) -> Graded:
    """Read all that is known of a graded assignment.

    Parameters
    ----------
    results : Path, optional
        The folder of the kept results; by default, the project's own.

    Raises
    ------
    ProjectError
        For an unknown assignment.
    """
    source = notebooks.read(project.notebook(assignment))
    parts = exercises(source)
    by_cell = {notebooks.grade_id(source.cells[i]): e.name for e in parts for i in e.tests}
    items = {e.name: e.points for e in parts}
    works, known = [], []
    with access.translated(), converters.gradebook(project) as gradebook:
        known = sorted(student.id for student in gradebook.students)
        try:
            submissions = gradebook.find_assignment(assignment).submissions
        except MissingEntry:
            submissions = []
        for submission in sorted(submissions, key=lambda s: s.student.id):
            points: dict[str, float] = {}
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    name = by_cell.get(grade.name, grade.name)
                    points[name] = points.get(name, 0.0) + (grade.score or 0.0)
                    if grade.name not in by_cell:
                        items[name] = grade.max_score or 0.0
            works.append(_work(project, assignment, submission, points, parts, results))
    spelt = {unicodedata.normalize("NFC", student): student for student in known}
    there = [spelt.get(student, student) for student in handed_in(project, assignment)]
    done = {w.student for w in works}
    reasons = ungraded.load(results or project.results, assignment)
    failed = {spelt.get(s, s): reason for s, reason in reasons.items() if spelt.get(s, s) in there}
    return Graded(
        assignment,
        tuple(Item(name, most) for name, most in items.items()),
        tuple(works),
        absent=tuple(s for s in known if s not in done and s not in there),
        waiting=tuple(s for s in there if s not in done and s not in failed),
        ungraded=failed,
    )


def _work(
    project: Project,
    assignment: str,
    submission: SubmittedAssignment,
    points: dict[str, float],
    parts: list[Exercise],
    results: Path | None,
) -> Work:
    person = submission.student
    common = {
        "student": person.id,
        "points": points,
        "first_name": person.first_name or "",
        "last_name": person.last_name or "",
        "email": person.email or "",
        "lms_id": person.lms_user_id or "",
        "penalty": sum(n.late_submission_penalty or 0.0 for n in submission.notebooks),
        "late_seconds": submission.total_seconds_late,
        "needs_manual": bool(submission.needs_manual_grade),
    }
    graded = stored(project.root / "autograded" / person.id / assignment / f"{assignment}.ipynb")
    kept = _result(graded, results or project.results)
    run = kept or graded  # plain nbgrader keeps no result; its outputs are in the graded notebook
    outcomes = {e.name: _by_points(e, points) for e in parts}
    if run is None:  # the gradebook alone remains
        return Work(outcomes=outcomes, **common)
    # The metadata of a notebook that plain nbgrader graded is the student's own.
    about = kept.metadata["course"] if kept is not None else {}
    summary = summarise(run, assignment)
    outcomes |= {e.name: _outcome(run, e, points) for e in exercises(run) if e.name in outcomes}
    wrong = {
        e.name: e.message
        for e in summary.exercises
        if outcomes.get(e.name) in (PARTLY, FAILED) and e.message
    }
    failures = {
        e.name: failure
        for e in exercises(run)
        if e.name in wrong and (failure := _failure(run, e, trusted=kept is not None))
    }
    return Work(
        outcomes=outcomes,
        messages=wrong,
        failures=failures,
        hints={name: str(about["hints"][name]) for name in wrong if name in about.get("hints", {})},
        note=summary.note,
        remarks=_remarks(graded) if graded is not None and kept is not None else (),
        seconds=about.get("seconds") or None,
        # Results of version 0.1.0 call the isolation level "confinement".
        isolation=about.get("isolation") or about.get("confinement") or UNKNOWN,
        language=language_of(run),
        **common,
    )


def _remarks(graded: NotebookNode) -> tuple[str, ...]:
    notes = graded.metadata["course"].get("notes")
    return tuple(str(note) for note in notes) if isinstance(notes, list) else ()


def _result(graded: NotebookNode | None, results: Path) -> NotebookNode | None:
    """The kept result of the recorded run, if it still exists and is of the same work."""
    if graded is None:
        return None
    about = graded.metadata.get("course")
    key = about.get("key") if isinstance(about, dict) else None
    if not isinstance(key, str) or not re.fullmatch(r"[0-9a-f-]+", key):
        return None
    kept = stored(results / f"{key}.ipynb")
    return kept if kept is not None and answers(kept) == answers(graded) else None


def _failure(run: NotebookNode, exercise: Exercise, trusted: bool) -> dict | None:
    """The kind and the data of an exercise's first failure; None if no kind is on record.

    Parameters
    ----------
    trusted : bool
        Whether the judge, and not the student, wrote the notebook's metadata.
    """
    tests = [run.cells[index] for index in exercise.tests]
    test, error = next((t, e) for t in tests if (e := _error(t)) is not None)
    own = _error(run.cells[exercise.solution])
    said = own or error
    if said.ename in ("CellTimeoutError", "KeyboardInterrupt"):
        return {"kind": "endless", "data": {}}
    if own is None and error.ename in ("CheckFailed", "AssertionError", "NotRun"):
        return test.metadata.get("course", {}).get("failure") if trusted else None
    if own is None and error.ename == "NotImplementedError":
        return {"kind": "unwritten", "data": {}}
    text = f"{said.ename}: {sentence(said.evalue)}".removesuffix(": ")
    return {"kind": "raised" if own is None else "stopped", "data": {"error": text}}


def _error(cell: NotebookNode) -> NotebookNode | None:
    return next((o for o in cell.outputs if o.output_type == "error"), None)


def _by_points(exercise: Exercise, points: dict[str, float]) -> str:
    got = points.get(exercise.name, 0.0)
    if got >= exercise.points:
        return SOLVED
    return PARTLY if got > 0 else FAILED


def _outcome(run: NotebookNode, exercise: Exercise, points: dict[str, float]) -> str:
    outcome = _by_points(exercise, points)
    if outcome == SOLVED:
        return outcome
    errors = {
        o.get("ename")
        for index in exercise.tests
        for o in run.cells[index].outputs
        if o.output_type == "error"
    }
    if errors & set(HALTS):
        return UNJUDGED
    solution = run.cells[exercise.solution]
    untouched = solution.metadata.nbgrader.get("checksum") == compute_checksum(solution)
    return UNTOUCHED if untouched and outcome == FAILED else outcome
