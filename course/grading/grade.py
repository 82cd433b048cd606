"""Grades a class: runs every submission, and records it in nbgrader's gradebook."""

from __future__ import annotations

import signal
import tempfile
import threading
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course import machine, notebooks
from course.errors import CourseError
from course.gradebook import access, converters
from course.gradebook.access import GradebookUnavailable, Notice, no_notice
from course.gradebook.private import private
from course.gradebook.record import GradebookWriter
from course.grading import engine, ungraded
from course.grading.cluster import Cluster, ClusterError
from course.grading.engine import Engine, Executor, NotIsolated, NotJudged, Stopped
from course.grading.marks import NotebookResult
from course.grading.results import summarise
from course.grading.run import run
from course.grading.students import HandedIn, handed_in
from course.grading.submissions import Submission, submitted_notebook
from course.judge.isolation import UNSANDBOXED
from course.judge.known import KnownMistakes
from course.notebooks import NotebookError
from course.project import Project, ProjectError
from course.release.templates import grading_template
from course.settings import LANGUAGES
from course.text import encodable, sentence


@dataclass(frozen=True)
class Mark:
    """A student's mark for an assignment, or why there is none.

    Attributes
    ----------
    result : NotebookResult or None
        None if the submission is left ungraded.
    late_seconds : float
    score : float or None
        The gradebook's score, with manual grades and penalties. For a submission that is left
        ungraded, the score of an earlier one; None if there is none.
    isolation : str
        The isolation level of the run; empty if there is no result.
    ungraded : str
        Why the submission is left ungraded; empty if it is graded.
    notes : tuple of str
        What else is to be known, such as which of several notebooks was graded.
    """

    student: str
    result: NotebookResult | None
    late_seconds: float = 0.0
    score: float | None = None
    isolation: str = ""
    ungraded: str = ""
    notes: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """All that is to be said of it, in sentences."""
        said = self.ungraded or (self.result.note if self.result else "")
        return " ".join(f"{part.rstrip('.')}." for part in (said, *self.notes) if part)


class Interrupted(CourseError):
    """Grading was interrupted from the keyboard; what was recorded stays."""

    status = 130


def grade(
    project: Project,
    assignment: str,
    only: Iterable[str] | None = None,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    least: str | None = None,
    results: Path | None = None,
    progress: Callable[[Mark], None] = lambda mark: None,
    notice: Notice = no_notice,
) -> list[Mark]:
    """Grade what is in ``submitted/`` into nbgrader's gradebook.

    Submissions are only read. One that can't be judged, whether for its own fault or for the
    machine's, is left ungraded with its reason, the others go on, and the next call tries it
    again. A submission that has not changed is not run again; its marks, its time and its
    penalty are compared with the gradebook all the same.

    Parameters
    ----------
    only : iterable of str, optional
        Grade only these students.
    workers : int, optional
        Submissions run at a time; default: one per processor (of the cluster).
    cluster : str, optional
        The address of a Dask scheduler, whose workers then run the submissions.
    least : str, optional
        The worst isolation level that is accepted; default: ``namespaces``.
    results : Path, optional
        The folder that keeps the results of runs; default: the project's own.
    progress : callable
        Called with a student's mark when they are done.
    notice : callable
        Told, as a sentence, what grading waits for.

    Returns
    -------
    list of Mark
        One per student, in the order of their ids.

    Raises
    ------
    ProjectError
        For an unknown assignment, an unknown student, or no submissions.
    GradebookUnavailable
        If the gradebook can't be written, or stays locked; a later call goes on from there.
    Interrupted
        On Ctrl-C; a later call goes on from there.
    ClusterError
        If the cluster can't be used, or is lost; a later call goes on from there.
    NotIsolated
        If submissions have to be run, and can't be isolated as well as `least` says.
    """
    source = notebooks.read(project.notebook(assignment))
    chosen = _chosen(project, assignment, only)
    results = results or project.results
    access.check_writable(converters.database(project), notice)
    least, hidden = least or engine.LEAST, private(project, results)
    remote = Cluster(cluster, least, hidden) if cluster else None
    execute: Executor = remote or Engine(least, hidden)
    workers = workers or (remote.workers if remote else machine.workers())
    stop = threading.Event()
    restore = _stop_on_interrupt(stop)
    templates = {language: grading_template(source, language) for language in LANGUAGES}
    known = KnownMistakes.load(project.root / "misconceptions", assignment, source)

    def run_one(handed: HandedIn) -> NotebookNode:
        submission = _submission(handed, assignment, source)
        template = templates[submission.language]
        executed = run(
            template, submission.notebook, results, stop.is_set, execute=execute, known=known
        )  # fmt: skip
        executed.metadata["course"]["notes"] = list(submission.notes)
        return executed

    marks: dict[str, Mark] = {}
    pool = ThreadPoolExecutor(max_workers=workers)
    # Submissions run while the gradebook learns of the assignment and while others are recorded.
    pending: dict[Future, HandedIn] = {pool.submit(run_one, one): one for one in chosen}
    try:
        with tempfile.TemporaryDirectory(prefix="course-release-") as temporary:
            access.patiently(
                lambda: converters.generate_assignment(project, assignment, "en", Path(temporary)),
                notice,
            )
        with GradebookWriter(project, assignment, notice) as writer:
            for done in as_completed(pending):
                handed = pending[done]
                mark = _mark(writer, handed, done, assignment)
                if stop.is_set():
                    raise Stopped
                marks[handed.student] = mark
                progress(mark)
    except (KeyboardInterrupt, Stopped):
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)
        # The runs in progress end by themselves, and their kernels with them.
        wait([run for run in pending if not run.cancelled()], timeout=10)
        raise Interrupted(f"{len(marks)} of {len(chosen)} submissions are graded") from None
    finally:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)
        if remote:
            remote.close()
        restore()
        ungraded.update(results, assignment, {s: m.ungraded for s, m in marks.items()})
    return [marks[handed.student] for handed in chosen]


def _chosen(project: Project, assignment: str, only: Iterable[str] | None) -> list[HandedIn]:
    """The submissions to grade."""
    there = {handed.student: handed for handed in handed_in(project, assignment)}
    if not there:
        raise ProjectError(
            f"there are no submissions of {assignment}: expected "
            f"submitted/STUDENT/{assignment}/{assignment}.ipynb in {project.root}"
        )
    if only is None:
        return list(there.values())
    wanted = sorted({unicodedata.normalize("NFC", encodable(student)) for student in only})
    unknown = [student for student in wanted if student not in there]
    if unknown:
        raise ProjectError(
            f"no submission of {assignment} by {', '.join(unknown)}; there are: {', '.join(there)}"
        )
    return [there[student] for student in wanted]


def _submission(handed: HandedIn, assignment: str, source: NotebookNode) -> Submission:
    """What was handed in, read."""
    if handed.problem:
        raise NotebookError(handed.problem)
    return submitted_notebook(handed.folder, assignment, source)


def _mark(writer: GradebookWriter, handed: HandedIn, run: Future, assignment: str) -> Mark:
    """Record the outcome of a run; whatever goes wrong leaves this submission ungraded alone.

    Raises
    ------
    Stopped, ClusterError, GradebookUnavailable, NotIsolated
        What concerns all submissions.
    """
    try:
        executed = run.result()
        timestamp = writer.timestamp(handed.folder)
        if timestamp.problem:
            executed.metadata["course"]["notes"].append(
                f"{timestamp.problem}; it counts as handed in on time"
            )
        recorded = writer.write(handed.student, executed, timestamp)
    except (Stopped, ClusterError, GradebookUnavailable, NotIsolated):
        raise
    except Exception as error:
        return _left_ungraded(writer, handed.student, error)
    about = executed.metadata["course"]
    return Mark(
        handed.student,
        summarise(executed, assignment),
        recorded.late_seconds,
        recorded.score,
        about.get("isolation", UNSANDBOXED),
        notes=tuple(about["notes"]),
    )


def _left_ungraded(writer: GradebookWriter, student: str, error: Exception) -> Mark:
    """The mark of a submission that could not be graded."""
    if isinstance(error, (NotebookError, NotJudged, converters.NbgraderError)):
        reason = str(error)
    else:  # nobody foresaw it
        reason = f"{type(error).__name__}: {error}"
    reason = sentence(f"not graded: {encodable(reason)}")
    before = writer.find(student)
    if before is None:
        return Mark(student, None, ungraded=reason)
    stays = f"the mark of an earlier grading stays ({before.score:g})"
    return Mark(student, None, before.late_seconds, before.score, ungraded=reason, notes=(stays,))


def _stop_on_interrupt(stop: threading.Event) -> Callable[[], None]:
    """Make Ctrl-C set `stop` before it raises; returns a function that undoes this.

    Python swallows a KeyboardInterrupt that is raised in a destructor; the flag stays set.
    """
    if threading.current_thread() is not threading.main_thread():
        return lambda: None
    before = signal.getsignal(signal.SIGINT)

    def interrupt(number: int, frame: object) -> None:
        stop.set()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)

    def restore() -> None:
        signal.signal(signal.SIGINT, before)

    return restore
