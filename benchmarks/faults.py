"""Kill -9 at random moments while a class is graded; afterwards one more run must give the
same marks as an undisturbed one.

    python benchmarks/faults.py --rounds 100
    python benchmarks/faults.py --rounds 100 --at-most 20     # five times

Killed are, in turn: the grader, the warm server, a judge, a student's process, and in one
round of ten a Dask worker or the Dask scheduler. Each round is kept in
``benchmarks/results/faults.json`` when it is over, and a later call goes on from there; the
page ``docs/speed.md`` is written from it. Exits 1 if any round gave other marks.
`tests/test_faults.py` runs a few rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import speed  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "faults.json"
HERE = ("grader", "server", "judge", "student")
THERE = ("dask worker", "dask scheduler")


def make_class(folder: Path):
    """Six small submissions: right, wrong, slow, dying, raising, no notebook."""
    from course.release.templates import reference
    from tests import mini

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


def server() -> psutil.Process:
    """The fork server, started if need be."""
    from course.judge import client

    return psutil.Process(client.process_id(client.shared()))


def target_processes(target: str, parent: psutil.Process) -> list[psutil.Process]:
    """The server's judges, which are its children, or their students' processes."""
    try:
        if target == "server":
            return [parent]
        judges = parent.children()
        if target == "judge":
            return judges
        return [child for judge in judges for child in judge.children()]
    except psutil.Error:
        return []


def marks(course, name: str, **options) -> dict:
    from course.grading.grade import grade

    return {
        m.student: (m.score, [e.points for e in m.result.exercises])
        for m in grade(course, name, workers=2, **options)
    }


def strike(target: str, grader, seconds: float, chance: random.Random) -> bool:
    """Kill the target at a random moment of a run that takes some seconds; whether it was there."""
    if target in ("grader", "server"):
        time.sleep(chance.uniform(0, seconds))
    parent = None if target == "grader" else server()
    seen, wanted = 0, chance.randint(1, 30)  # of the looks at which it was there
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
    """Whether something was killed in time, and whether the marks are right afterwards.

    `seconds`: what an undisturbed run of the command takes.
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
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
             "env": {**os.environ, "PYTHONPATH": str(ROOT)}}  # fmt: skip
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


def command(course, name: str, *more: str) -> subprocess.Popen:
    """`course grade`, started."""
    return subprocess.Popen(
        [sys.executable, "-m", "course", "grade", name, "--workers", "2", *more],
        cwd=course.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def target_of(index: int, only: tuple[str, ...]) -> str:
    """Whom a round kills: of ten rounds one strikes at the cluster."""
    here, there = [t for t in only if t in HERE], [t for t in only if t in THERE]
    if there and (index % 10 == 9 or not here):
        return there[(index // 10) % len(there)]
    return here[index % len(here)]


def rounds(numbers: Iterable[int], seed: int, only: tuple[str, ...] = HERE + THERE):
    """Yields (number, target, whether it was killed in time, whether the marks are right)."""
    os.environ["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory(prefix="course-faults-") as folder:
        undisturbed = marks(*make_class(Path(folder) / "class"))
        begin = time.monotonic()
        command(*make_class(Path(folder) / "timed")).wait()
        seconds = time.monotonic() - begin
    for number in numbers:
        target = target_of(number, only)
        struck, right = one_round(target, undisturbed, seconds, random.Random(f"{seed} {number}"))
        yield number, target, struck, right


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--at-most", type=int, help="Stop after this many; call again to go on.")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    data = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"rounds": []}
    if data.get("seed") != arguments.seed:
        data = {"seed": arguments.seed, "rounds": []}
    left = range(len(data["rounds"]), arguments.rounds)[: arguments.at_most]
    for number, target, struck, right in rounds(left, arguments.seed):
        data["rounds"].append({"target": target, "killed in time": struck, "marks right": right})
        data["about"] = speed.machine()
        RESULTS.write_text(json.dumps(data, indent=1) + "\n")
        speed.write()
        print(number + 1, target, "killed" if struck else "too late",
              "right" if right else "WRONG", flush=True)  # fmt: skip
    wrong = sum(not r["marks right"] for r in data["rounds"])
    print(f"{len(data['rounds'])} rounds, {wrong} with other marks")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
