"""Grading thousands of answers, each in processes of its own.

A *pool* is a process that has imported TensorFlow and run no operation, so that it can
fork (`course.judge.client` says why); it forks a child for every job, one answer to be
graded once or a few times, some at a time, with limits of time and memory. It is an
interpreter of its own, for a hash seed is chosen when one starts. Answers here are the
project's own, not a student's: the children are limited, not closed in.

Jobs go in and results come out as lines of JSON; the notebooks go first, once.
"""

from __future__ import annotations

import json
import math
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from course.errors import CourseError
from course.judge.sandbox import die_with_parent

#: Seconds of processor time, and seconds on the clock, that any answer may take.
CPU_SECONDS, CLOCK_SECONDS = 20, 300
#: Once the right answers to an exercise are timed: so often the slowest, and this many more.
TIMES, AND_SECONDS = 4, 2
#: Bytes that an answer may take beyond what the imports took.
MEMORY = 2 << 30

PASSED, FAILED, ERROR, TIME = "passed", "failed", "error", "time"


class PoolError(CourseError, RuntimeError):
    """The process that grades could not be started or died."""


@dataclass(frozen=True)
class Job:
    """An answer's `code` to an `exercise` of a `notebook`, to be graded once for each seed.

    Jobs that are `right` go first; their times are the measure for the others, together
    with `slowest`, the seconds of the slowest right answer of before, if there is one.

    Attributes
    ----------
    seeds : dict
        Of the tests, by the id of the grading.
    """

    notebook: str
    exercise: str
    code: str
    seeds: dict[str, int]
    right: bool = False
    slowest: float = 0.0


@dataclass(frozen=True)
class Graded:
    """What a grading gave.

    Attributes
    ----------
    outcome : {"passed", "failed", "error", "time"}
        Passed; refused by a check; raised anything else; over a limit of time.
    message : str
    seconds : float
    """

    id: str
    outcome: str
    message: str
    seconds: float


def grade(
    notebooks: dict[str, str], jobs: list[Job], workers: int = 1, hash_seed: int = 0
) -> Iterator[Graded]:
    """Grade the jobs, `workers` at a time; results come as they are ready.

    Parameters
    ----------
    notebooks : dict
        The text of each notebook by its name.
    hash_seed : int
        ``PYTHONHASHSEED`` of the interpreter.

    Raises
    ------
    PoolError
        If the grading process can't be started, or dies.
    """
    wanted = sum(len(job.seeds) for job in jobs)
    if not sys.platform.startswith("linux"):
        raise PoolError("an audit forks a process that has imported TensorFlow; this needs Linux")
    if not jobs:
        return
    environment = {
        **os.environ,
        "PYTHONHASHSEED": str(hash_seed),
        **dict.fromkeys(
            ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
             "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1",
        ),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "MPLBACKEND": "agg",
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "course.audit.pool", str(workers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("COURSE_DEBUG") else subprocess.DEVNULL,
        env=environment,
        text=True,
        start_new_session=True,
    )
    try:
        with process.stdin as stdin:  # the pool reads everything before it begins
            stdin.write(json.dumps(notebooks) + "\n")
            stdin.writelines(json.dumps(vars(job)) + "\n" for job in jobs)
        count = 0
        for line in process.stdout:
            yield Graded(**json.loads(line))
            count += 1
        if count < wanted:
            raise PoolError(f"the grading process died after {count} of {wanted} gradings")
    except BrokenPipeError as error:
        raise PoolError("the grading process did not start (COURSE_DEBUG=1 shows why)") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)  # its children are in its session
        process.stdout.close()
        process.wait()


# ---------------------------------------------------------------- inside the pool


@dataclass
class _Child:
    job: Job
    pid: int
    started: float
    said: bytes = b""


def _serve(workers: int) -> None:
    import nbformat

    die_with_parent()
    texts = json.loads(sys.stdin.readline())
    jobs = [Job(**json.loads(line)) for line in sys.stdin]
    notebooks = {name: nbformat.reads(text, as_version=4) for name, text in texts.items()}
    _import_everything(notebooks)
    sys.stdin.close()
    running: dict[int, _Child] = {}
    slowest: dict[tuple[str, str], float] = {}
    jobs.reverse()  # the last is taken first
    jobs.sort(key=lambda job: job.right)
    while jobs or running:
        while jobs and len(running) < workers:
            job = jobs.pop()
            known = max(job.slowest, slowest.get((job.notebook, job.exercise), 0.0))
            limit = AND_SECONDS + TIMES * known if known else CPU_SECONDS
            limit = len(job.seeds) * min(limit, CPU_SECONDS)
            reader, child = _fork(job, notebooks[job.notebook], limit)
            running[reader] = child
        for reader in select.select(list(running), [], [], 1)[0]:
            child = running[reader]
            chunk = os.read(reader, 65536)
            child.said += chunk
            if not chunk:
                del running[reader]
                os.close(reader)
                for result in _results(child):
                    if child.job.right and result.outcome == PASSED:
                        where = (child.job.notebook, child.job.exercise)
                        slowest[where] = max(result.seconds, slowest.get(where, 0.0))
                    print(json.dumps(vars(result)), flush=True)
        for child in running.values():
            if time.monotonic() - child.started > CLOCK_SECONDS:
                os.kill(child.pid, signal.SIGKILL)


def _import_everything(notebooks) -> None:
    """What the notebooks' set-up cells import; no operation may run here.

    A course whose notebooks import no Keras (the tests have one) does without it.
    """
    import gc

    from course import quietly

    if any("keras" in cell.source for n in notebooks.values() for cell in n.cells):
        with quietly():
            import keras  # noqa: F401
        import course.data
        import course.plots
        import course.words  # noqa: F401
    import course.judge.inline
    import course.testing  # noqa: F401

    gc.collect()
    gc.freeze()


def _fork(job: Job, notebook, limit: float) -> tuple[int, _Child]:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return reader, _Child(job, pid, time.monotonic())
    try:
        die_with_parent()
        os.close(reader)
        seconds = math.ceil(limit)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        started = 0.0  # the first grading pays for the fork, too
        for seed in job.seeds.values():
            outcome, message = _grade_here(job, notebook, seed)
            ended = time.process_time()
            line = json.dumps([outcome, message, round(ended - started, 3)])
            os.write(writer, f"{line}\n".encode())
            started = ended
    finally:
        os._exit(0)


def _grade_here(job: Job, notebook, seed: int) -> tuple[str, str]:
    from course import testing
    from course.judge.inline import grade_answer

    os.environ["COURSE_TEST_SEED"] = str(seed)
    testing.seed.cache_clear()
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(seed)  # so that it can be repeated
    try:
        verdict = grade_answer(notebook, job.exercise, job.code)
    except BaseException as error:  # SystemExit and the like
        return ERROR, type(error).__name__
    if verdict.passed:
        return PASSED, ""
    message = verdict.message[:400]
    return FAILED if message.startswith("CheckFailed") else ERROR, message


def _results(child: _Child) -> Iterator[Graded]:
    """One for each seed: what the child said, and for the rest what became of it."""
    _, status, usage = os.wait4(child.pid, 0)
    lines = [json.loads(line) for line in child.said.split(b"\n")[:-1]]
    spent = usage.ru_utime + usage.ru_stime - sum(seconds for _, _, seconds in lines)
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number in (signal.SIGXCPU, signal.SIGKILL):
        ended = [TIME, "over the time limit", round(spent, 3)]
    else:
        ended = [ERROR, f"the process died (signal {number})", round(spent, 3)]
    for id, line in zip_longest(child.job.seeds, lines, fillvalue=ended):
        yield Graded(id, *line)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
