"""Writes the results of runs to nbgrader's gradebook and to ``autograded/``.

This is what nbgrader's `Autograde` does with a notebook once it is executed. The gradebook
is opened once for a class, by its only writer.
"""

from __future__ import annotations

import copy
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

from nbformat import NotebookNode
from nbgrader import preprocessors as steps
from nbgrader import utils
from nbgrader.api import MissingEntry
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from course import notebooks
from course.files import write_text
from course.gradebook import converters
from course.project import Project

#: nbgrader's steps that are not applied to a result. The first five clean or repair a
#: submission, and a result is our own grading template; `Execute` has been replaced by the
#: run; the last two open the gradebook themselves, and `GradebookWriter` does their work.
_SKIPPED = (
    steps.ClearOutput, steps.DeduplicateIds, steps.OverwriteKernelspec, steps.OverwriteCells,
    steps.CheckCellMetadata, steps.Execute, steps.SaveAutoGrades, steps.AssignLatePenalties,
)  # fmt: skip


class GradebookWriter:
    """Writes students' results to the gradebook and to ``autograded/``; a context manager.

    Parameters
    ----------
    project : Project
    assignment : str
        An assignment that is in the gradebook.
    """

    def __init__(self, project: Project, assignment: str):
        self._project, self._assignment = project, assignment
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
        self._source = project.source / assignment
        files = utils.find_all_files(str(self._source), [*coursedir.ignore, "*.ipynb"])
        excluded = parent.exclude_overwriting.get(assignment, [])
        names = (os.path.relpath(file, self._source) for file in files)
        self._files = [name for name in names if name not in excluded]
        self._gradebook = converters.gradebook(project)
        self._gradebook.db.remove()

    def __enter__(self) -> GradebookWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._gradebook.close()

    def write(self, student: str, executed: NotebookNode) -> None:
        """Write a student's result, unless it is the one already written.

        The marks are committed in one transaction before the notebook is put into
        ``autograded/``: the result in that folder is in the gradebook even after a crash.

        Raises
        ------
        NbgraderError
            If nbgrader can't store it.
        """
        folder = self._project.root / "autograded" / student / self._assignment
        path = folder / f"{self._assignment}.ipynb"
        written = notebooks.stored(path)
        key = executed.metadata["course"]["key"]
        if written is not None and written.metadata.get("course", {}).get("key") == key:
            return
        if not fnmatchcase(student, student):  # nbgrader's later steps could not find "[ab]"
            raise converters.NbgraderError(f"nbgrader reads the name {student!r} as a pattern")
        submitted = self._project.root / "submitted" / student / self._assignment
        timestamp = _timestamp(submitted / "timestamp.txt")
        if folder.exists():
            shutil.rmtree(folder)
        try:
            notebook = self._preprocess(student, executed)
            with self._transaction():
                self._record(student, notebook, timestamp)
        except Exception as error:  # of a configured step, or of the database
            raise converters.NbgraderError(f"nbgrader: {error}") from error
        for name in self._files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self._source / name, folder / name)
        if timestamp:
            write_text(timestamp, folder / "timestamp.txt")
        notebooks.write(notebook, path)
        self._autograde.set_permissions(self._assignment, student)

    def late_and_score(self, student: str) -> tuple[float, float]:
        """Seconds late, and the gradebook's score: manual grades and penalties included."""
        with self._transaction():
            try:
                submission = self._gradebook.find_submission(self._assignment, student)
            except MissingEntry:  # it was removed from the gradebook meanwhile
                return 0.0, 0.0
            # nbgrader stores the penalty beside the score and subtracts it on export.
            penalty = sum(n.late_submission_penalty or 0 for n in submission.notebooks)
            return submission.total_seconds_late, max(0.0, submission.score - penalty)

    def _preprocess(self, student: str, executed: NotebookNode) -> NotebookNode:
        """The notebook after the configured preprocessors."""
        name, address = self._assignment, self._autograde.coursedir.db_url
        about = {"student": student, "assignment": name, "notebook": name, "db_url": address}
        resources = {"unique_key": name, "nbgrader": about}
        notebook = copy.deepcopy(executed)
        for step in self._steps:
            notebook, resources = step(notebook, resources)
        return notebook

    def _record(self, student: str, notebook: NotebookNode, timestamp: str | None) -> None:
        """Put marks, comments and the late penalty into the gradebook, as `Autograde` does."""
        book = self._gradebook
        if self._autograde.create_student:
            book.update_or_create_student(student)
        when = {"timestamp": timestamp} if timestamp else {}
        submission = book.update_or_create_submission(self._assignment, student, **when)
        marked = book.find_submission_notebook(self._assignment, self._assignment, student)
        for other in submission.notebooks:
            if other is not marked:  # a further notebook of the assignment: not handed in
                for grade in other.grades:
                    grade.auto_score, grade.needs_manual_grade = 0, False
        grades = {grade.name: grade for grade in marked.grades}
        comments = {comment.name: comment for comment in marked.comments}
        for cell in notebook.cells:
            name = notebooks.grade_id(cell)
            if utils.is_grade(cell):
                grade = grades[name]
                grade.auto_score, _ = utils.determine_grade(cell)
                by_hand = grade.manual_score is not None or grade.auto_score is None
                grade.needs_manual_grade = by_hand
            if utils.is_task(cell):
                comments[name].auto_comment = None
            elif utils.is_solution(cell):
                unchanged = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
                comments[name].auto_comment = "No response." if unchanged else None
        book.db.flush()
        book.db.refresh(marked, ["score"])  # the database computes it
        late, penalty = submission.total_seconds_late, None
        if late > 0:
            penalty = self._late_plugin.late_submission_penalty(student, marked.score, late)
        if penalty is not None:
            penalty = min(max(0.0, penalty), marked.score)
        marked.late_submission_penalty = penalty

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


def _timestamp(path: Path) -> str | None:
    """When a submission was handed in, as its file says; None if it says no time."""
    if path.is_symlink() or not path.is_file():
        return None
    try:
        text = path.read_text(encoding="utf-8").strip()
        utils.parse_utc(text)
    except (ValueError, OverflowError, OSError):
        return None
    return text
