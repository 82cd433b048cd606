"""Kill -9 at random moments while a class is graded; the next run must give the right marks.

Killed are, in turn: the grader, the fork server, a supervisor of a judge, a judge, a student's
process, and in one round of ten a Dask worker or the Dask scheduler. Besides, at random, the
gradebook is deleted or replaced by one with other marks before the next run, or another program
locks it during both.
"""

from __future__ import annotations

import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext
from pathlib import Path

import psutil
from nbgrader.api import Grade, Student

from course.gradebook import converters
from course.grading.grade import grade
from course.project import Project
from course.release.templates import reference
from tools import mini, servers

#: What is killed: on this machine, and on a Dask cluster.
HERE = ("grader", "server", "supervisor", "judge", "student")
THERE = ("dask worker", "dask scheduler")
#: What happens to the gradebook.
GRADEBOOK = ("left alone", "deleted", "replaced", "locked")
#: For how long another program locks it.
LOCKED_SECONDS = 3.0


def make_class(folder: Path) -> tuple[Project, str]:
    """A class of six small submissions: right, wrong, slow, dying, raising, no notebook."""
    course = mini.make(folder)
    answers = {
        "right": "def double(x):\n    return 2 * x",
        "wrong": "def double(x):\n    return x",
        "slow": "import time\ntime.sleep(0.5)\ndef double(x):\n    return x + x",
        "dying": "import os\nos._exit(3)",
        "raising": "raise OSError('no')",
    }
    for name, code in answers.items():
        notebook = reference(mini.source(), "en")
        cell = next(c for c in notebook.cells if c.id == "double")
        cell.source = code
        mini.submit(course, name, notebook)
    mini.submit(course, "broken", "my homework\n")
    return course, mini.NAME


def target_processes(target: str, parent: psutil.Process) -> list[psutil.Process]:
    """The processes that may be killed: the server, or of those below it one generation."""
    found = [parent.pid]
    for _ in range(HERE.index(target) - HERE.index("server")):
        found = [child for pid in found for child in _children(pid)]
    try:
        return [psutil.Process(pid) for pid in found]
    except psutil.Error:
        return []


def _children(pid: int) -> list[int]:
    """The children of a process; psutil would look at every process of the system."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for t in tasks for child in (t / "children").read_text().split()]
    except OSError:
        return []


def marks(course: Project, name: str) -> dict[str, tuple | None]:
    """Grade the class: each student's score and points, or None for one that is left ungraded."""
    return {
        m.student: None if m.result is None else (m.score, [e.points for e in m.result.exercises])
        for m in grade(course, name, workers=2)
    }


def strike(target: str, grader: subprocess.Popen, seconds: float, chance: random.Random) -> bool:
    """Kill the target at a random moment of a run of about so many seconds.

    Returns
    -------
    bool
        Whether there was a target before the run ended.
    """
    if target in ("grader", "server"):
        time.sleep(chance.uniform(0, seconds))
    parent = None if target == "grader" else servers.process()
    seen, wanted = 0, chance.randint(1, 20)  # looks at which a target was there
    while grader.poll() is None:
        there = [grader] if target == "grader" else target_processes(target, parent)
        seen += bool(there)
        if there and (target in ("grader", "server") or seen >= wanted):
            try:
                chance.choice(there).kill()
                return True
            except psutil.Error:
                continue
        time.sleep(0.01)
    return False


def disturb_gradebook(course: Project, what: str) -> None:
    """Delete the gradebook, or put one in its place whose marks are others."""
    path = course.root / "gradebook.db"
    if what == "deleted":
        path.unlink(missing_ok=True)
    elif what == "replaced" and path.exists():
        with converters.gradebook(course) as gradebook:
            for mark in gradebook.db.query(Grade):
                mark.auto_score = 1 - (mark.auto_score or 0)
            for student in ("right", "slow"):
                if gradebook.db.get(Student, student):
                    gradebook.remove_student(student)
            gradebook.db.commit()


@contextmanager
def locked_gradebook(course: Project, begin: float) -> Iterator[None]:
    """Lock the gradebook for `LOCKED_SECONDS`, so many seconds after the block has begun."""

    def lock() -> None:
        end = time.monotonic() + begin
        path = course.root / "gradebook.db"
        while time.monotonic() < end or not path.exists():
            if over.wait(0.05):
                return
        try:
            with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as connection:
                connection.execute("BEGIN EXCLUSIVE")
                time.sleep(LOCKED_SECONDS)
                connection.execute("ROLLBACK")
        except sqlite3.OperationalError:  # it is being made
            pass

    over = threading.Event()
    thread = threading.Thread(target=lock)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def one_round(
    target: str, undisturbed: dict, seconds: float, chance: random.Random
) -> tuple[bool, str, bool]:
    """Disturb one run and the gradebook, then grade again.

    Parameters
    ----------
    undisturbed : dict
        The marks of a run that nothing disturbed.
    seconds : float
        How long such a run takes.

    Returns
    -------
    (bool, str, bool)
        Whether something was killed before the end, what happened to the gradebook, and
        whether the marks are right.
    """
    what, begin = chance.choice(GRADEBOOK), chance.uniform(0, seconds)
    with tempfile.TemporaryDirectory(prefix="course-faults-") as folder:
        course, name = make_class(Path(folder) / "class")
        scheduler = workers = None
        more = []
        if target in THERE:
            scheduler, workers, address = dask()
            more = ["--cluster", address]
        grader = command(course, name, *more)
        lock = ExitStack()
        if what == "locked":
            lock.enter_context(locked_gradebook(course, begin))
        try:
            if target == "dask worker":
                time.sleep(chance.uniform(0, 1.5 * seconds))
                chance.choice(workers).kill()
                struck = grader.poll() is None
            elif target == "dask scheduler":
                time.sleep(chance.uniform(0, 1.5 * seconds))
                struck = grader.poll() is None
                scheduler.kill()
            else:
                struck = strike(target, grader, seconds, chance)
            try:
                grader.wait(60)
            except subprocess.TimeoutExpired:
                grader.send_signal(signal.SIGINT)
                grader.wait(30)
        finally:
            lock.close()
            for process in [*(workers or []), *([scheduler] if scheduler else [])]:
                process.kill()
                process.wait()
        disturb_gradebook(course, what)
        with locked_gradebook(course, begin / 4) if what == "locked" else nullcontext():
            right = marks(course, name) == undisturbed
        return struck, what, right


def dask() -> tuple[subprocess.Popen, list[subprocess.Popen], str]:
    """Start a Dask scheduler and two workers; the third is the scheduler's address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    scheduler = subprocess.Popen(
        [*dask, "--host", "127.0.0.1", "--port", address.rsplit(":", 1)[1], "--no-dashboard"],
        **quiet,
    )
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1",
             "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"], **quiet,
        )
        for _ in range(2)
    ]  # fmt: skip
    from distributed import Client

    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    return scheduler, workers, address


def command(course: Project, name: str, *more: str) -> subprocess.Popen:
    """Start `course grade`."""
    return subprocess.Popen(
        [sys.executable, "-m", "course", "grade", name, "--allow-unsandboxed",
         "--workers", "2", *more],
        cwd=course.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def target_of(index: int, only: tuple[str, ...]) -> str:
    """What a round kills: in one round of ten, a part of the cluster."""
    here, there = [t for t in only if t in HERE], [t for t in only if t in THERE]
    if there and (index % 10 == 9 or not here):
        return there[(index // 10) % len(there)]
    return here[index % len(here)]


def rounds(
    numbers: Iterable[int], seed: int, only: tuple[str, ...] = HERE + THERE
) -> Iterator[tuple[int, str, bool, str, bool]]:
    """Run rounds, best with a server of one's own (`servers.own_server`): it may be killed.

    Yields
    ------
    (int, str, bool, str, bool)
        The round's number, its target, whether that was killed before the end of the run,
        what happened to the gradebook, and whether the marks are right afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="course-faults-") as folder:
        undisturbed = marks(*make_class(Path(folder) / "class"))
        begin = time.monotonic()
        command(*make_class(Path(folder) / "timed")).wait()
        seconds = time.monotonic() - begin
    for number in numbers:
        target = target_of(number, only)
        chance = random.Random(f"{seed} {number}")
        yield number, target, *one_round(target, undisturbed, seconds, chance)
