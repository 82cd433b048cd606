"""The record stage: results of runs into nbgrader's gradebook and ``autograded/``, by one writer.

A result, which is executed already, goes through the steps of nbgrader's own `Autograde`
but the one that executes. It is cheap because the gradebook is opened once for a class, a
student's marks are one transaction, and what puts right a notebook that a student may have
meddled with is left out: this one is the pristine notebook with the student's work.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from nbformat import NotebookNode
from nbgrader import preprocessors as steps
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc
from sqlalchemy.orm import scoped_session, sessionmaker

from course.gradebook import converters
from course.gradebook.preprocessors import RunNotebook
from course.notebooks import stored
from course.project import STATE, Project

#: The steps that put a student's notebook right before it is graded, and the one that executes.
_NOT_NEEDED = (
    steps.ClearOutput, steps.DeduplicateIds, steps.OverwriteKernelspec, steps.OverwriteCells,
    steps.CheckCellMetadata, RunNotebook,
)  # fmt: skip
#: Where nbgrader opens its gradebook while it grades.
_OPENED_IN = (
    "nbgrader.converters.autograde",
    "nbgrader.preprocessors.saveautogrades",
    "nbgrader.preprocessors.latesubmissions",
)


class Recorder:
    """Puts results into the gradebook; a context manager.

    Parameters
    ----------
    project : Project
    assignment : str
        One that the gradebook knows.
    results : Path
        The folder that keeps the results of runs.
    """

    def __init__(self, project: Project, assignment: str, results: Path):
        self._project, self._assignment, self._results = project, assignment, results
        self._staging = project.root / STATE / "staged"
        self._config = config = converters.configuration(project)
        config.CourseDirectory.root = str(project.root)
        config.CourseDirectory.assignment_id = assignment
        config.CourseDirectory.submitted_directory = str(self._staging)
        config.Autograde.force = True
        self._gradebook = _OpenGradebook(CourseDirectory(config=config).db_url)
        self._patches = [patch(f"{m}.Gradebook", self._gradebook.opened) for m in _OPENED_IN]

    def __enter__(self) -> Recorder:
        for each in self._patches:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._patches:
            each.stop()
        self._gradebook.engine.dispose()

    def record(self, student: str, executed: NotebookNode) -> None:
        """Record a run's result, unless it is what is recorded.

        Raises
        ------
        NbgraderError
            If nbgrader can't.
        """
        key = executed.metadata["course"]["key"]
        name = f"{self._assignment}.ipynb"
        graded = stored(self._project.root / "autograded" / student / self._assignment / name)
        if graded is not None and graded.metadata.get("course", {}).get("key") == key:
            return
        folder = self._staging / student / self._assignment
        shutil.rmtree(self._staging / student, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            shutil.copy(self._results / f"{key}.ipynb", folder / name)
            submitted = self._project.root / "submitted" / student / self._assignment
            if _is_time(submitted / "timestamp.txt"):
                shutil.copy(submitted / "timestamp.txt", folder)
            self._config.CourseDirectory.student_id = student
            with self._gradebook.transaction() as commit:
                converters.start(_Record, self._project, self._config, commit=commit)
        finally:
            shutil.rmtree(self._staging / student, ignore_errors=True)

    def late_and_score(self, student: str) -> tuple[float, float]:
        """Seconds late, and the gradebook's score: manual grades and penalties included."""
        with self._gradebook.transaction():
            try:
                submission = self._gradebook.find_submission(self._assignment, student)
            except MissingEntry:  # somebody removed it from the gradebook meanwhile
                return 0.0, 0.0
            # nbgrader keeps the penalty beside the score, and subtracts it when it exports.
            penalty = sum(n.late_submission_penalty or 0 for n in submission.notebooks)
            return submission.total_seconds_late, max(0.0, submission.score - penalty)


class _Record(Autograde):
    """nbgrader's `Autograde`, in one conversion, of a notebook that is executed.

    Parameters
    ----------
    commit : callable
        Called when the gradebook has the marks and ``autograded/`` not yet the notebook: what
        lies there is recorded, whatever is killed when.
    """

    def __init__(self, commit, **traits):
        super().__init__(**traits)
        self._commit = commit

    def convert_single_notebook(self, notebook_filename: str) -> None:
        self.exporter.optimistic_validation = True  # once, and not after each step
        self.exporter._preprocessors = []
        for step in (*self.sanitize_preprocessors, *self.autograde_preprocessors):
            if step not in _NOT_NEEDED:
                self.exporter.register_preprocessor(step)
        BaseConverter.convert_single_notebook(self, notebook_filename)

    def write_single_notebook(self, output, resources) -> None:
        self._commit()
        super().write_single_notebook(output, resources)


class _OpenGradebook(Gradebook):
    """nbgrader's gradebook, which nbgrader opens and closes a dozen times a student, kept open."""

    def opened(self, db_url: str, course_id: str = "default_course", authenticator=None):
        """What stands in for the class `Gradebook`."""
        if course_id != self.course_id:
            self.check_course(course_id=course_id)
            self.course_id = course_id
        return self

    def close(self) -> None:
        self.db.remove()

    @contextmanager
    def transaction(self) -> Iterator:
        """All that is committed meanwhile is written at once, when what this yields is called."""
        with self.engine.connect() as connection, connection.begin() as transaction:
            self.db = scoped_session(
                sessionmaker(bind=connection, join_transaction_mode="rollback_only")
            )
            try:
                yield transaction.commit
            finally:
                self.db.remove()


def _is_time(path: Path) -> bool:
    """Whether a file says when something was handed in; nbgrader stops at one that doesn't."""
    if path.is_symlink() or not path.is_file():
        return False
    try:
        parse_utc(path.read_text(encoding="utf-8").strip())
    except (ValueError, OverflowError, OSError):
        return False
    return True
