"""Kill -9 at random moments while a class is graded; the next run must give the right marks.

Killed are, in turn: the grader, the fork server, a supervisor of a judge, a judge, a student's
process, and in one round of ten a Dask worker or the Dask scheduler.
"""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil

from course.grading.grade import grade
from course.project import Project
from course.release.templates import reference
from tools import mini, servers

#: What is killed: on this machine, and on a Dask cluster.
HERE = ("grader", "server", "supervisor", "judge", "student")
THERE = ("dask worker", "dask scheduler")


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
    found = [parent]
    try:
        for _ in range(HERE.index(target) - HERE.index("server")):
            found = [child for process in found for child in process.children()]
    except psutil.Error:
        return []
    return found


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
    seen, wanted = 0, chance.randint(1, 30)  # looks at which a target was there
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


def one_round(
    target: str, undisturbed: dict, seconds: float, chance: random.Random
) -> tuple[bool, bool]:
    """Disturb one run, then grade again.

    Parameters
    ----------
    undisturbed : dict
        The marks of a run that nothing disturbed.
    seconds : float
        How long such a run takes.

    Returns
    -------
    (bool, bool)
        Whether something was killed before the end, and whether the marks are right.
    """
    with tempfile.TemporaryDirectory(prefix="course-faults-") as folder:
        course, name = make_class(Path(folder) / "class")
        scheduler = workers = None
        more = []
        if target in THERE:
            scheduler, workers, address = dask()
            more = ["--cluster", address]
        grader = command(course, name, *more)
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
            for process in [*(workers or []), *([scheduler] if scheduler else [])]:
                process.kill()
                process.wait()
        return struck, marks(course, name) == undisturbed


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
        [sys.executable, "-m", "course", "grade", name, "--workers", "2", *more],
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
) -> Iterator[tuple[int, str, bool, bool]]:
    """Run rounds, best with a server of one's own (`servers.own_server`): it may be killed.

    Yields
    ------
    (int, str, bool, bool)
        The round's number, its target, whether that was killed before the end of the run,
        and whether the marks are right afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="course-faults-") as folder:
        undisturbed = marks(*make_class(Path(folder) / "class"))
        begin = time.monotonic()
        command(*make_class(Path(folder) / "timed")).wait()
        seconds = time.monotonic() - begin
    for number in numbers:
        target = target_of(number, only)
        struck, right = one_round(target, undisturbed, seconds, random.Random(f"{seed} {number}"))
        yield number, target, struck, right
