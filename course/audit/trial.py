"""Trials: answers graded by the thousand, in forked processes with limits.

The client is the audit; `grade` runs in a child of the fork server and forks the processes.
Several answers to one exercise share a process, because TensorFlow's first operations in a
process cost more than most gradings. At its end the process grades the reference: if that does
not pass, one of the answers has changed something that the others use, and each of them is
graded again in a process of its own. An answer whose process dies or exceeds a limit costs
only its own verdict; the others are graded again without it.

The answers are the project's own, not a student's, so no sandbox is needed.
Each pass of an audit has a fork server of its own, because an interpreter's hash seed is
chosen when it starts.
"""

from __future__ import annotations

import gc
import json
import math
import os
import random
import select
import signal
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate
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
#: Answers that share a process.
SHARE = 12
#: Bytes that an answer may allocate beyond what the imports took.
MEMORY = 2 << 30

PASSED, NAMED, FAILED, ERROR, TIME = "passed", "named", "failed", "error", "time"


class AuditError(CourseError, RuntimeError):
    """The answers can't be graded: there is no fork server, or it died."""


@dataclass(frozen=True)
class Trial:
    """An answer to be graded once for each of its seeds, all in one process.

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
    outcome : {"passed", "named", "failed", "error", "time"}
        Passed; rejected by a check whose message names the cause; rejected by another check;
        raised any other error; exceeded a time limit.
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


#: Trials that share a process: one right answer, or several others to one exercise.
_Batch = list[Trial]


@dataclass
class _Process:
    """A forked process, and what it has written so far."""

    batch: _Batch
    pid: int
    output: bytes = b""

    def ended(self) -> tuple[list[Grading], list[_Batch]]:
        """The gradings of a process that has ended, and what has to be graded again."""
        _, status, usage = os.wait4(self.pid, 0)
        results: list[tuple[str, str, float]] = [
            json.loads(line) for line in self.output.split(b"\n")[:-1]
        ]
        if len(self.batch) == 1:
            (alone,) = self.batch
            results += [_death(status, usage, results)] * (len(alone.seeds) - len(results))
            return [Grading(id, *r) for id, r in zip(alone.seeds, results, strict=False)], []
        ids = [id for trial in self.batch for id in trial.seeds]
        if len(results) > len(ids):  # the last one is the reference's
            if results[-1][0] == PASSED:
                return [Grading(id, *r) for id, r in zip(ids, results, strict=False)], []
            return [], [[trial] for trial in self.batch]
        done = accumulate(len(trial.seeds) for trial in self.batch)
        at = sum(count <= len(results) for count in done)  # where the process died
        if at == len(self.batch):  # in the reference
            return [], [[trial] for trial in self.batch]
        others, dead = self.batch[:at] + self.batch[at + 1 :], self.batch[at]
        death = _death(status, usage, results)
        if death[0] == TIME and len(dead.seeds) == 1:
            # To wait for it once more, alone, would double what it costs.
            return [Grading(id, *death) for id in dead.seeds], [others]
        return [], [[dead], others]


def _death(
    status: int, usage: Any, results: list[tuple[str, str, float]]
) -> tuple[str, str, float]:
    """The outcome of gradings that a process did not live to report."""
    spent = round(usage.ru_utime + usage.ru_stime - sum(seconds for _, _, seconds in results), 3)
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number in (signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL):
        return TIME, "over the time limit", spent
    return ERROR, f"the process died (signal {number})", spent


def _batches(trials: list[Trial]) -> list[_Batch]:
    """The trials, those of other answers than right ones put together by exercise.

    The order is that in which they are run: right answers first, because they set the limits.
    """
    batches: list[_Batch] = [[t] for t in trials if t.right]
    by_place: dict[tuple[str, str], list[Trial]] = {}
    for t in trials:
        if not t.right:
            by_place.setdefault((t.notebook, t.exercise), []).append(t)
    together = [
        same[i : i + SHARE] for same in by_place.values() for i in range(0, len(same), SHARE)
    ]
    random.shuffle(together)  # so that the remaining time can be estimated
    return batches + together


def grade(session: Session, argument: dict[str, Any]) -> None:
    """Run trials, and report each grading to the client; see `run`."""
    # Once for all processes: an edit of the file during the audit changes nothing.
    import course.audit.behaviours  # noqa: F401

    notebooks = {name: nbformat.from_dict(n) for name, n in argument["notebooks"].items()}
    trials = [Trial(**t) for t in argument["trials"]]
    waiting = deque(_batches(trials))
    slowest = {(t.notebook, t.exercise): t.slowest for t in trials}
    running: dict[int, _Process] = {}  # by the pipe that a process writes to
    while waiting or running:
        while waiting and len(running) < argument["workers"]:
            batch = waiting.popleft()
            known = slowest[batch[0].notebook, batch[0].exercise]
            judged = known and not batch[0].right  # a right answer may be the slowest
            limit = min(FACTOR * known + EXTRA_SECONDS if judged else math.inf, CPU_SECONDS)
            reader, process = _fork(batch, notebooks[batch[0].notebook], limit)
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
            first = process.batch[0]
            place = first.notebook, first.exercise
            gradings, again = process.ended()
            waiting.extendleft(again)
            for grading in gradings:
                if first.right and grading.outcome == PASSED:
                    slowest[place] = max(slowest[place], grading.seconds)
                session.progress(*vars(grading).values())


def _fork(batch: _Batch, notebook: NotebookNode, limit: float) -> tuple[int, _Process]:
    """Grade a batch in a forked process with `limit` processor seconds for each grading."""
    from course.judge import sandbox

    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return reader, _Process(batch, pid)
    try:
        sandbox.die_with_parent()
        gc.freeze()  # what is there already stays: collections take less time
        started = 0.0  # the first grading's time includes the fork
        for trial in batch:
            _limit(len(trial.seeds) * limit)
            for seed in trial.seeds.values():
                outcome, message = _grade_once(notebook, trial.exercise, trial.code, seed)
                ended = time.process_time()
                line = json.dumps([outcome, message, round(ended - started, 3)])
                os.write(writer, f"{line}\n".encode())
                started = ended
            gc.collect()
        if len(batch) > 1:
            _limit(CPU_SECONDS)
            seed = next(iter(batch[0].seeds.values()))
            outcome, message = _grade_once(notebook, batch[0].exercise, None, seed)
            os.write(writer, f"{json.dumps([outcome, message, 0.0])}\n".encode())
    finally:
        os._exit(0)


def _limit(seconds: float) -> None:
    """Limit the time and the memory of what this process does next."""
    import resource  # there is none on Windows, where no trial is started

    signal.alarm(CLOCK_SECONDS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open("/proc/self/statm") as file:
        memory = int(file.read().split()[0]) * resource.getpagesize() + MEMORY
    for what, most in (
        (resource.RLIMIT_CPU, math.ceil(time.process_time() + seconds)),
        (resource.RLIMIT_AS, memory),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard < 0 else min(most, hard), hard))


def _grade_once(
    notebook: NotebookNode, exercise: str, code: str | None, seed: int
) -> tuple[str, str]:
    """The outcome and the message of one grading."""
    import keras

    from course import testing
    from course.judge.inline import grade_answer

    os.environ["COURSE_TEST_SEED"] = str(seed)
    testing.seed.cache_clear()
    keras.utils.set_random_seed(seed)
    try:
        verdict = grade_answer(notebook, exercise, code)
    except BaseException as error:  # SystemExit, for example
        return ERROR, type(error).__name__
    if verdict.passed:
        return PASSED, ""
    message = verdict.message[:400].encode("utf-8", "replace").decode()  # no lone surrogates
    if verdict.named:
        return NAMED, message
    return FAILED if message.startswith("CheckFailed") else ERROR, message
