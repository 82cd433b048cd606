"""Grades a class: runs every submission, and records it in nbgrader's gradebook."""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import psutil
from nbformat import NotebookNode

from course import notebooks
from course.errors import CourseError
from course.gradebook import converters
from course.gradebook.record import GradebookWriter
from course.grading.cluster import Cluster, ClusterError
from course.grading.engine import Stopped, execute
from course.grading.marks import NotebookResult
from course.grading.results import summarise
from course.grading.run import refused, run
from course.grading.submissions import students, submitted_notebook
from course.judge.isolation import NAMESPACES
from course.judge.known import KnownMistakes
from course.machine import cores
from course.notebooks import NotebookError
from course.project import Project, ProjectError
from course.release.templates import grading_template
from course.settings import LANGUAGES


@dataclass(frozen=True)
class Mark:
    """A student's mark for an assignment.

    Attributes
    ----------
    result : NotebookResult
    late_seconds : float
    score : float
        The gradebook's score, with manual grades and penalties.
    isolation : str
        The isolation level of the run; ``namespaces`` if nothing was run.
    """

    student: str
    result: NotebookResult
    late_seconds: float
    score: float
    isolation: str


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
    results: Path | None = None,
    progress: Callable[[Mark], None] = lambda mark: None,
) -> list[Mark]:
    """Grade what is in ``submitted/`` into nbgrader's gradebook.

    Submissions are only read. One that can't be read or run gets a recorded result that says
    why, and the others go on. A submission that was graded before and has not changed is
    neither run nor recorded again.

    Parameters
    ----------
    only : iterable of str, optional
        Grade only these students.
    workers : int, optional
        Submissions run at a time; default: one per processor (of the cluster).
    cluster : str, optional
        The address of a Dask scheduler, whose workers then run the submissions.
    results : Path, optional
        The folder that keeps the results of runs; default: the project's own.
    progress : callable
        Called with a student's mark when they are done.

    Returns
    -------
    list of Mark
        One per student, in the order of their ids.

    Raises
    ------
    ProjectError
        For an unknown assignment, an unknown student, or no submissions.
    Interrupted
        On Ctrl-C; a later call goes on from there.
    ClusterError
        If the cluster can't be used, or is lost; a later call goes on from there.
    """
    source = notebooks.read(project.notebook(assignment))
    there = students(project, assignment)
    if not there:
        raise ProjectError(
            f"there are no submissions of {assignment}: expected "
            f"submitted/STUDENT/{assignment}/{assignment}.ipynb in {project.root}"
        )
    chosen = sorted(set(only)) if only is not None else there
    unknown = sorted(set(chosen) - set(there))
    if unknown:
        raise ProjectError(
            f"no submission of {assignment} by {', '.join(unknown)}; there are: {', '.join(there)}"
        )
    results = results or project.results
    bases = {language: grading_template(source, language) for language in LANGUAGES}
    known = KnownMistakes.load(project.root / "misconceptions", assignment, source)

    remote = Cluster(cluster) if cluster else None
    workers = workers or (remote.workers if remote else cores())
    stop = threading.Event()
    restore = _stop_on_interrupt(stop)

    def run_one(student: str) -> NotebookNode:
        folder = project.root / "submitted" / student / assignment
        try:
            found = submitted_notebook(folder, assignment, source)
            base = bases[found.language]
            return run(
                base, found.notebook, results, stop.is_set, execute=remote or execute, known=known
            )
        except NotebookError as error:
            return refused(bases[LANGUAGES[0]], str(error), results)
        except (Stopped, ClusterError, OSError):  # a full disk, say, is not the submission's fault
            raise
        except Exception as error:  # one odd submission must not stop the class
            reason = f"could not be graded ({type(error).__name__}: {error})"
            return refused(bases[LANGUAGES[0]], reason, results)

    marks: dict[str, Mark] = {}
    pool = ThreadPoolExecutor(max_workers=workers)
    # Submissions run while the gradebook learns of the assignment and while others are recorded.
    pending: dict[Future, str] = {pool.submit(run_one, s): s for s in chosen}
    try:
        with tempfile.TemporaryDirectory(prefix="course-release-") as temporary:
            converters.generate_assignment(project, assignment, "en", Path(temporary))
        with GradebookWriter(project, assignment) as writer:
            for done in as_completed(pending):
                student = pending[done]
                executed = done.result()
                if stop.is_set():
                    raise Stopped
                try:
                    writer.write(student, executed)
                except converters.NbgraderError as error:  # e.g. a name that it reads as a pattern
                    reason = f"can't be put into the gradebook ({error})"
                    executed = refused(bases[LANGUAGES[0]], reason, results)
                late, score = writer.late_and_score(student)
                isolation = executed.metadata["course"].get("isolation", NAMESPACES)
                result = summarise(executed, assignment)
                marks[student] = Mark(student, result, late, score, isolation)
                progress(marks[student])
    except (KeyboardInterrupt, Stopped):
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)
        _kill_children()
        raise Interrupted(f"{len(marks)} of {len(chosen)} submissions are graded") from None
    finally:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)
        if remote:
            remote.close()
        restore()
    return [marks[student] for student in chosen]


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


def _kill_children() -> None:
    """Kill the kernels of the runs in progress, so that grading stops at once."""
    for child in psutil.Process().children(recursive=True):
        try:
            child.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(timeout=10)
