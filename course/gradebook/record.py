"""Writes the results of runs to nbgrader's gradebook and to ``autograded/``.

This is what nbgrader's `Autograde` does with a notebook once it is executed. The gradebook
is opened once for a class, by its only writer.
"""

from __future__ import annotations

import copy
import logging
import os
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from nbformat import NotebookNode
from nbgrader import preprocessors as steps
from nbgrader import utils
from nbgrader.api import MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from course import notebooks
from course.files import write_text
from course.gradebook import access, converters, timestamps
from course.gradebook.timestamps import Timestamp
from course.project import Project

#: nbgrader's steps that are not applied to a result. The first five clean or repair a
#: submission, and a result is our own grading template; `Execute` has been replaced by the
#: run; the last two open the gradebook themselves, and `GradebookWriter` does their work.
_SKIPPED = (
    steps.ClearOutput, steps.DeduplicateIds, steps.OverwriteKernelspec, steps.OverwriteCells,
    steps.CheckCellMetadata, steps.Execute, steps.SaveAutoGrades, steps.AssignLatePenalties,
)  # fmt: skip


T = TypeVar("T")


@dataclass(frozen=True)
class Recorded:
    """What the gradebook holds of a submission.

    Attributes
    ----------
    late_seconds : float
        How long after the due date it was handed in.
    score : float
        With manual grades, and after the penalty for lateness.
    """

    late_seconds: float
    score: float


class GradebookWriter:
    """Writes students' results to the gradebook and to ``autograded/``; a context manager.

    Parameters
    ----------
    project : Project
    assignment : str
        An assignment that is in the gradebook.
    notice : callable
        Told, as a sentence, when another program has locked the gradebook.

    Raises
    ------
    GradebookUnavailable
        If the gradebook can't be used; the methods raise it, too.
    """

    def __init__(self, project: Project, assignment: str, notice: access.Notice = access.no_notice):
        self._project, self._assignment, self._notice = project, assignment, notice
        config = converters.configuration(project)
        log = logging.Logger("nbgrader")  # not in the logging hierarchy: shows nothing
        log.addHandler(logging.NullHandler())
        coursedir = CourseDirectory(config=config, log=log)
        # Never started: it holds the configuration, and sets file permissions.
        self._autograde = parent = Autograde(coursedir=coursedir, config=config, log=log)
        configured = parent.sanitize_preprocessors + parent.autograde_preprocessors
        self._steps = [step(parent=parent) for step in configured if not issubclass(step, _SKIPPED)]
        late = steps.AssignLatePenalties(parent=parent)
        late.init_plugin()
        self._late_plugin = late.plugin_inst
        self._zone = str(config.Exchange.get("timezone") or "UTC")
        self._source = project.source / assignment
        files = utils.find_all_files(str(self._source), [*coursedir.ignore, "*.ipynb"])
        excluded = parent.exclude_overwriting.get(assignment, [])
        names = (os.path.relpath(file, self._source) for file in files)
        self._files = [name for name in names if name not in excluded]
        self._gradebook = access.patiently(lambda: converters.gradebook(project), notice)
        access.lock_at_begin(self._gradebook.engine)
        self._gradebook.db.remove()
        self._gradebook.engine.dispose()  # connections made before that
        #: The gradebook's own spelling of its students' ids, by the one in NFC.
        self._ids = self._transact(
            lambda: {unicodedata.normalize("NFC", s.id): s.id for s in self._gradebook.students}
        )

    def __enter__(self) -> GradebookWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._gradebook.close()

    def timestamp(self, folder: Path) -> Timestamp:
        """When what lies in a folder was handed in."""
        return timestamps.read(folder / "timestamp.txt", self._zone)

    def write(self, student: str, executed: NotebookNode, timestamp: Timestamp) -> Recorded:
        """Make the gradebook and ``autograded/`` hold a student's result.

        What is there is compared with what should be: nothing is written again that is as it
        should be, so that grades and comments given by hand stay as they are. The marks are
        committed in one transaction before the notebook is put into ``autograded/``.

        Parameters
        ----------
        student : str
            The id, in Unicode's form NFC.
        executed : NotebookNode
        timestamp : Timestamp
            When it was handed in; without a time it counts as handed in on time.

        Raises
        ------
        NbgraderError
            If nbgrader can't store this result; the gradebook is as it was.
        GradebookUnavailable
            If nothing can be stored.
        """
        student = self._ids.get(student, student)
        folder = self._project.root / "autograded" / student / self._assignment
        path = folder / f"{self._assignment}.ipynb"
        try:
            notebook = self._preprocess(student, executed)
            text = notebooks.text(notebook)
            same = _read(path) == text
            recorded = self._transact(
                lambda: self._record(student, notebook, timestamp, only_if_other=same)
            )
        except access.GradebookUnavailable:
            raise
        except Exception as error:  # of a configured step, of a plugin, or of nbgrader
            raise converters.NbgraderError(
                f"nbgrader can't record it ({type(error).__name__}: {error})"
            ) from error
        if not same:
            if folder.exists():
                shutil.rmtree(folder)
            for name in self._files:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(self._source / name, folder / name)
            write_text(text, path)
        if self._write_timestamp(timestamp, folder / "timestamp.txt") or not same:
            self._autograde.set_permissions(self._assignment, student)
        return recorded

    def find(self, student: str) -> Recorded | None:
        """What the gradebook holds of a student's submission; None if it holds none."""
        student = self._ids.get(student, student)

        def find() -> Recorded | None:
            submission = self._submission(student)
            return None if submission is None else _recorded(submission)

        return self._transact(find)

    def _write_timestamp(self, timestamp: Timestamp, path: Path) -> bool:
        """Copy the submission's timestamp; returns whether anything changed."""
        if (_read(path) or "") == timestamp.text:
            return False
        if timestamp.text:
            write_text(timestamp.text, path)
        else:
            path.unlink()
        return True

    def _preprocess(self, student: str, executed: NotebookNode) -> NotebookNode:
        """The notebook after the configured preprocessors."""
        name, address = self._assignment, self._autograde.coursedir.db_url
        about = {"student": student, "assignment": name, "notebook": name, "db_url": address}
        resources = {"unique_key": name, "nbgrader": about}
        notebook = copy.deepcopy(executed)
        for step in self._steps:
            notebook, resources = step(notebook, resources)
        return notebook

    def _submission(self, student: str) -> SubmittedAssignment | None:
        try:
            return self._gradebook.find_submission(self._assignment, student)
        except MissingEntry:
            return None

    def _record(
        self, student: str, notebook: NotebookNode, timestamp: Timestamp, only_if_other: bool
    ) -> Recorded:
        """Put marks, comments, time and penalty into the gradebook, as `Autograde` does.

        Parameters
        ----------
        only_if_other : bool
            Leave marks and comments alone if they are there already.
        """
        book = self._gradebook
        if self._autograde.create_student and student not in self._ids.values():
            book.update_or_create_student(student)
        submission = self._submission(student)
        if submission is None:
            submission = book.add_submission(self._assignment, student)
            only_if_other = False
        submission.timestamp = timestamp.moment
        marked = book.find_submission_notebook(self._assignment, self._assignment, student)
        if not (only_if_other and _holds(marked, notebook)):
            self._record_cells(submission, marked, notebook)
        book.db.flush()
        book.db.refresh(marked, ["score"])  # the database computes it
        late, penalty = submission.total_seconds_late, None
        if late > 0:
            penalty = self._late_plugin.late_submission_penalty(student, marked.score, late)
        if penalty is not None:
            penalty = min(max(0.0, penalty), marked.score)
        if marked.late_submission_penalty != penalty:
            marked.late_submission_penalty = penalty
        return _recorded(submission)

    def _record_cells(
        self, submission: SubmittedAssignment, marked: SubmittedNotebook, notebook: NotebookNode
    ) -> None:
        for other in submission.notebooks:
            if other is not marked:  # a further notebook of the assignment: not handed in
                for grade in other.grades:
                    grade.auto_score, grade.needs_manual_grade = 0, False
        grades = {grade.name: grade for grade in marked.grades}
        comments = {comment.name: comment for comment in marked.comments}
        scores, remarks = _scores(notebook), _remarks(notebook)
        for name, score in scores.items():
            grade = grades[name]
            grade.auto_score = score
            grade.needs_manual_grade = grade.manual_score is not None or score is None
        for name, remark in remarks.items():
            comments[name].auto_comment = remark

    def _transact(self, work: Callable[[], T]) -> T:
        """Do work in one transaction, nbgrader's own commits included; wait for a lock."""

        def once() -> T:
            with self._transaction():
                return work()

        return access.patiently(once, self._notice)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Make everything in the block one transaction, nbgrader's own commits included."""
        session = self._gradebook.db
        with self._gradebook.engine.begin() as connection:
            session.configure(
                bind=connection,
                join_transaction_mode="rollback_only",
                expire_on_commit=False,
                autoflush=False,
            )
            try:
                yield
                session.flush()
            finally:
                session.remove()


def _read(path: Path) -> str | None:
    """The text of a file of ours; None if there is none."""
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else None


def _scores(notebook: NotebookNode) -> dict[str, float | None]:
    """The points of each graded cell; None for one to be graded by hand."""
    cells = [cell for cell in notebook.cells if utils.is_grade(cell)]
    return {cell.metadata.nbgrader.grade_id: utils.determine_grade(cell)[0] for cell in cells}


def _remarks(notebook: NotebookNode) -> dict[str, str | None]:
    """nbgrader's own comment on each cell that has one: on a solution without a change."""
    remarks: dict[str, str | None] = {}
    for cell in notebook.cells:
        if utils.is_task(cell):
            remarks[cell.metadata.nbgrader.grade_id] = None
        elif utils.is_solution(cell):
            unchanged = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
            remarks[cell.metadata.nbgrader.grade_id] = "No response." if unchanged else None
    return remarks


def _holds(marked: SubmittedNotebook, notebook: NotebookNode) -> bool:
    """Whether the gradebook has the marks and the comments of a notebook."""
    scores, remarks = _scores(notebook), _remarks(notebook)
    there = {grade.name: grade.auto_score for grade in marked.grades}
    said = {comment.name: comment.auto_comment for comment in marked.comments}
    return all(there.get(n, -1) == s for n, s in scores.items()) and all(
        said.get(n, "") == r for n, r in remarks.items()
    )


def _recorded(submission: SubmittedAssignment) -> Recorded:
    # nbgrader stores the penalty beside the score and subtracts it on export.
    penalty = sum(n.late_submission_penalty or 0 for n in submission.notebooks)
    return Recorded(submission.total_seconds_late, max(0.0, submission.score - penalty))
