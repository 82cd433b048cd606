"""Trials: answers graded by the thousand, each in a forked process with limits.

The client is the audit; `grade` runs in a child of the fork server and forks a process for
every trial. The answers are the project's own, not a student's, so no sandbox is needed.
Each pass of an audit has a fork server of its own, because an interpreter's hash seed is
chosen when it starts.
"""

from __future__ import annotations

import json
import math
import os
import select
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.errors import CourseError
from course.judge import client
from course.judge.server import Session

#: Processor time that one grading may take, and clock time that one trial may take.
CPU_SECONDS, CLOCK_SECONDS = 20, 300
#: Once right answers to an exercise have been timed, a grading may take as long as the
#: slowest of them times this factor, plus these seconds.
FACTOR, EXTRA_SECONDS = 4, 2
#: Bytes that an answer may allocate beyond what the imports took.
MEMORY = 2 << 30

PASSED, FAILED, ERROR, TIME = "passed", "failed", "error", "time"


class AuditError(CourseError, RuntimeError):
    """The answers can't be graded: there is no fork server, or it died."""


@dataclass(frozen=True)
class Trial:
    """An answer to be graded once for each of its seeds, in one process.

    Attributes
    ----------
    notebook, exercise : str
    code : str
        The answer: what the solution cell holds.
    seeds : dict
        The tests' seed for each grading, by the grading's id.
    right : bool
        Whether the answer is known to be right. Right answers are graded first; the
        slowest one sets the time limit for the others.
    slowest : float
        Seconds that the slowest right answer took in earlier passes; 0 if unknown.
    """

    notebook: str
    exercise: str
    code: str
    seeds: dict[str, int]
    right: bool = False
    slowest: float = 0.0


@dataclass(frozen=True)
class Grading:
    """The result of grading an answer once.

    Attributes
    ----------
    id : str
    outcome : {"passed", "failed", "error", "time"}
        Passed; rejected by a check; raised any other error; exceeded a time limit.
    message : str
        The error's, unless the answer passed.
    seconds : float
        Processor time.
    """

    id: str
    outcome: str
    message: str
    seconds: float


def run(
    notebooks: Mapping[str, NotebookNode],
    trials: list[Trial],
    record: Callable[[Grading], None],
    workers: int,
    hash_seed: int,
) -> None:
    """Run the trials, `workers` at a time, on a fork server that ends with them.

    Parameters
    ----------
    notebooks : dict
        The source notebooks by name.
    record : callable
        Called with each grading as soon as its trial ends.
    hash_seed : int
        ``PYTHONHASHSEED`` of the interpreter.

    Raises
    ------
    AuditError
        If the fork server can't be started, or dies.
    """
    if not trials:
        return
    argument = {
        "notebooks": notebooks,
        "trials": [vars(trial) for trial in trials],
        "workers": workers,
    }
    try:
        server = client.shared({"PYTHONHASHSEED": str(hash_seed)})
        try:
            client.call(
                lambda: client.connect(server),
                "course.audit.trial:grade",
                argument,
                seconds=(1 + len(trials)) * CLOCK_SECONDS,
                progress=lambda *result: record(Grading(*result)),
            )
        finally:
            client.stop(server)
    except client.ServerUnavailable as error:
        raise AuditError(f"the audit can't grade the answers: {error}") from error


# ---------------------------------------------------------------- in a child of the server


@dataclass
class _Process:
    """A forked process, and what it has written so far."""

    trial: Trial
    pid: int
    output: bytes = b""

    def gradings(self) -> Iterator[Grading]:
        """The gradings of a process that has ended; if it was killed, the rest say why."""
        _, status, usage = os.wait4(self.pid, 0)
        results: list[tuple[str, str, float]] = [
            json.loads(line) for line in self.output.split(b"\n")[:-1]
        ]
        spent = usage.ru_utime + usage.ru_stime - sum(seconds for _, _, seconds in results)
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if number in (signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL):
            ended = (TIME, "over the time limit", round(spent, 3))
        else:
            ended = (ERROR, f"the process died (signal {number})", round(spent, 3))
        results += [ended] * (len(self.trial.seeds) - len(results))
        for id, result in zip(self.trial.seeds, results, strict=True):
            yield Grading(id, *result)


def grade(session: Session, argument: dict[str, Any]) -> None:
    """Run trials, and report each grading to the client; see `run`."""
    notebooks = {name: nbformat.from_dict(n) for name, n in argument["notebooks"].items()}
    # Right answers first, because they set the limits: the last trial is taken first.
    waiting = sorted((Trial(**t) for t in reversed(argument["trials"])), key=lambda t: t.right)
    slowest = {(t.notebook, t.exercise): t.slowest for t in waiting}
    running: dict[int, _Process] = {}  # by the pipe that a process writes to
    while waiting or running:
        while waiting and len(running) < argument["workers"]:
            trial = waiting.pop()
            known = slowest[trial.notebook, trial.exercise]
            limit = min(FACTOR * known + EXTRA_SECONDS if known else math.inf, CPU_SECONDS)
            reader, process = _fork(trial, notebooks[trial.notebook], limit)
            running[reader] = process
        ready, _, _ = select.select([session.connection.fileno(), *running], [], [])
        if session.connection.fileno() in ready:
            return  # the client has closed; the processes die with this one
        for reader in ready:
            chunk = os.read(reader, 1 << 16)
            running[reader].output += chunk
            if chunk:
                continue
            os.close(reader)
            process = running.pop(reader)
            place = process.trial.notebook, process.trial.exercise
            for grading in process.gradings():
                if process.trial.right and grading.outcome == PASSED:
                    slowest[place] = max(slowest[place], grading.seconds)
                session.progress(*vars(grading).values())


def _fork(trial: Trial, notebook: NotebookNode, limit: float) -> tuple[int, _Process]:
    """Start the trial in a forked process with `limit` processor seconds for each grading."""
    import resource  # there is none on Windows, where no trial is started

    from course.judge import sandbox

    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return reader, _Process(trial, pid)
    try:
        sandbox.die_with_parent()
        signal.alarm(CLOCK_SECONDS)
        seconds = math.ceil(len(trial.seeds) * limit)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with open("/proc/self/statm") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
        started = 0.0  # the first grading's time includes the fork
        for seed in trial.seeds.values():
            outcome, message = _grade_once(notebook, trial, seed)
            ended = time.process_time()
            line = json.dumps([outcome, message, round(ended - started, 3)])
            os.write(writer, f"{line}\n".encode())
            started = ended
    finally:
        os._exit(0)


def _grade_once(notebook: NotebookNode, trial: Trial, seed: int) -> tuple[str, str]:
    """The outcome and the message of one grading."""
    import keras

    from course import testing
    from course.judge.inline import grade_answer

    os.environ["COURSE_TEST_SEED"] = str(seed)
    testing.seed.cache_clear()
    keras.utils.set_random_seed(seed)
    try:
        verdict = grade_answer(notebook, trial.exercise, trial.code)
    except BaseException as error:  # SystemExit, for example
        return ERROR, type(error).__name__
    if verdict.passed:
        return PASSED, ""
    message = verdict.message[:400].encode("utf-8", "replace").decode()  # no lone surrogates
    return FAILED if message.startswith("CheckFailed") else ERROR, message
