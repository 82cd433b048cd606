"""A class's submissions to marks: run each, then record each in nbgrader's gradebook."""

from __future__ import annotations

import os
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
from course.grading.merge import answers
from course.grading.results import summarise
from course.grading.run import refused, run
from course.judge.isolation import NAMESPACES
from course.judge.known import KnownMistakes
from course.notebooks import NotebookError, language_of
from course.project import Project, ProjectError
from course.release.templates import grading_template
from course.settings import LANGUAGES

#: A notebook larger than this holds something that is not code.
MAX_BYTES = 50_000_000


@dataclass(frozen=True)
class Mark:
    """What a student got for an assignment.

    Attributes
    ----------
    result : NotebookResult
    late_seconds : float
    score : float
        The gradebook's score: manual grades and penalties included.
    isolation : str
        How well the run was closed in; see `engine.execute`. ``namespaces`` if none was needed.
    """

    student: str
    result: NotebookResult
    late_seconds: float
    score: float
    isolation: str


def students(project: Project, assignment: str) -> list[str]:
    """The ids of the students who handed in something for the assignment."""
    folder = project.root / "submitted"
    return sorted(p.parent.name for p in folder.glob(f"*/{assignment}") if p.is_dir())


def submitted_notebook(folder: Path, assignment: str, source: NotebookNode) -> NotebookNode:
    """The notebook that a student handed in.

    Raises
    ------
    NotebookError
        In one sentence, if there is none, more than one that could be meant, or one
        that can't be read or has none of the assignment's exercises.
    """
    path = folder / f"{assignment}.ipynb"
    for link in (folder.parent, folder, path):
        if link.is_symlink():  # to the work of others, or to the solutions
            raise NotebookError(f"{link.name} is a symbolic link; expected a file or a folder")
    if not path.is_file() or (others(folder, path) and _untouched(path, source)):
        found = others(folder, path)
        if len(found) == 1:
            path = found[0]
        elif not path.is_file():
            names = ", ".join(p.name for p in found) or "no notebook"
            raise NotebookError(f"expected {path.name} in the submission; found {names}")
    if path.stat().st_size > MAX_BYTES:
        raise NotebookError(
            f"{path.name} has {path.stat().st_size / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB"
        )
    try:
        notebook = notebooks.read(path)
    except NotebookError as error:
        # The student knows the file by its name, not by the instructor's folders.
        raise NotebookError(str(error).replace(str(path), path.name)) from error
    if not answers(notebook, source):
        raise NotebookError(f"{path.name} has none of the exercises of {assignment}")
    return notebook


def others(folder: Path, path: Path) -> list[Path]:
    """The notebooks of a submission besides `path`: in its folder, or else in one within it."""

    def files(paths: Iterable[Path]) -> list[Path]:
        return sorted(
            p
            for p in paths
            if p != path and p.is_file() and not p.is_symlink()
            and not any(part.startswith(".") for part in p.relative_to(folder).parts)
        )  # fmt: skip

    return files(folder.glob("*.ipynb")) or files(folder.rglob("*.ipynb"))


def _untouched(path: Path, source: NotebookNode) -> bool:
    """Whether a notebook is as it was released, or no notebook: a copy beside it is meant."""
    if path.stat().st_size > MAX_BYTES:
        return False
    try:
        found = answers(notebooks.read(path))
    except NotebookError:
        return False
    stubs = answers(grading_template(source, LANGUAGES[0]))
    return all(found.get(name, stub) == stub for name, stub in stubs.items())


class Interrupted(CourseError):
    """The person stopped the grading; what was recorded stays."""

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

    Submissions are read, never written. A submission that can't be read or run
    gets a recorded result that says why, and the others go on. What was graded
    before and did not change is not run or recorded again.

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
    workers = workers or (remote.workers if remote else os.cpu_count()) or 1
    stop = threading.Event()
    restore = _stop_on_interrupt(stop)

    def run_one(student: str) -> NotebookNode:
        folder = project.root / "submitted" / student / assignment
        try:
            notebook = submitted_notebook(folder, assignment, source)
            base = bases[language_of(notebook)]
            return run(base, notebook, results, stop.is_set, execute=remote or execute, known=known)
        except NotebookError as error:
            return refused(bases[LANGUAGES[0]], str(error), results)
        except (Stopped, ClusterError, OSError):  # a full disk is no fault of this submission's
            raise
        except Exception as error:  # whatever is odd about one, the others go on
            reason = f"could not be graded ({type(error).__name__}: {error})"
            return refused(bases[LANGUAGES[0]], reason, results)

    marks: dict[str, Mark] = {}
    pool = ThreadPoolExecutor(max_workers=workers)
    # The first run while nbgrader is told of the assignment, the others while these are recorded.
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
    """Let Ctrl-C set `stop` before it raises; returns what undoes this.

    A KeyboardInterrupt that happens to be raised in a destructor is swallowed by
    Python; the flag is not.
    """
    if threading.current_thread() is not threading.main_thread():
        return lambda: None
    before = signal.getsignal(signal.SIGINT)

    def interrupt(number: int, frame: object) -> None:
        stop.set()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    return lambda: signal.signal(signal.SIGINT, before)


def _kill_children() -> None:
    """Kill the kernels of the runs in progress, so that an interruption is immediate."""
    for child in psutil.Process().children(recursive=True):
        try:
            child.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(timeout=10)
