"""Watches over the judge of one notebook: the process between the fork server and the judge.

The judge reads what a hostile process sends. If that makes it hang where no signal reaches
it, the supervisor kills it; if it crashes, the supervisor says how. What the judge says
passes through here on its way to the client, so that the last word is always the
supervisor's, and nothing of the judge is left when it is said.
"""

from __future__ import annotations

import contextlib
import math
import os
import select
import shutil
import signal
import socket
import tempfile
import traceback
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from course import settings
from course.judge import sandbox
from course.judge.isolation import NAMESPACES, Isolation, Limits
from course.judge.judge import Job, Judge
from course.judge.process import MachineFault, StudentProcess
from course.judge.rpc import Channel, ConnectionLost, closed
from course.judge.transcript import CRASHED, KILLED, LATE

#: Seconds that a judge has to start, and to start the student's process.
START_SECONDS = 120.0
#: How the names of scratch folders begin.
_SCRATCH = "course-scratch"
#: Seconds beyond what the judge has announced after which it is killed.
GRACE_SECONDS = 10.0


class _Late(Exception):
    """The judge goes on for longer than it announced."""


class _Abandoned(Exception):
    """The client has closed the connection."""


def supervise(client: Channel, connection: socket.socket, request: dict[str, Any]) -> None:
    """Have a notebook judged in a process of its own.

    Parameters
    ----------
    client : Channel
        To the client, which sends the job and gets what the judge says.
    connection : socket
        The channel's own.
    request : dict
        ``isolation`` and ``limits``, the fields of `Isolation` and `Limits`.
    """
    isolation = Isolation(**{k: _tuples(v) for k, v in request["isolation"].items()})
    limits = Limits(**request["limits"])
    sandbox.die_with_parent()
    sandbox.adopt_orphans()
    scratch = _new_scratch(isolation)
    ours, theirs = socket.socketpair()
    here = os.getpid()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            sandbox.die_with_parent()
            if os.getppid() == here:
                ours.close()
                connection.close()
                _judge(Channel(theirs), isolation, limits, scratch)
                status = 0
        except BaseException:
            if os.environ.get("COURSE_DEBUG"):
                traceback.print_exc()
        finally:
            os._exit(status)
    theirs.close()
    try:
        last = _Relay(client, connection, ours, pid).run()
    except _Abandoned:
        last = None
    finally:
        _end_everything(pid)
        _remove(scratch)
    if last is not None:
        client.send(last)


class _Relay:
    """Hands on what the judge says, and watches how long it takes."""

    def __init__(self, client: Channel, connection: socket.socket, ours: socket.socket, pid: int):
        self._client, self._connection, self._socket = client, connection, ours
        self._pid = pid
        self._judge = Channel(ours, self._wait)
        self._announced, self._deadline = START_SECONDS, monotonic() + START_SECONDS
        self._poll = select.poll()

    def run(self) -> list[Any]:
        """Until the judge is done or has ended; returns the last message for the client."""
        try:
            self._to_client(["ready", os.getpid()])
            self._judge.send(self._from_client())
            while True:
                message = self._judge.receive()
                if message[0] == "within":
                    self._announced = message[1]
                    self._deadline = monotonic() + self._announced + GRACE_SECONDS
                elif message[0] == "done":
                    return message
                else:
                    self._to_client(message)
        except _Late:
            return ["ended", [LATE, f"{self._announced:.0f}"]]
        except ConnectionLost:
            return ["ended", self._how_it_ended()]

    def _from_client(self) -> Any:
        try:
            return self._client.receive()
        except ConnectionLost as error:
            raise _Abandoned from error

    def _to_client(self, message: list[Any]) -> None:
        try:
            self._client.send(message)
        except ConnectionLost as error:
            raise _Abandoned from error

    def _wait(self, writing: bool) -> None:
        """Wait for the judge; what it has said already counts before the time that is over."""
        self._poll.register(self._connection, select.POLLRDHUP)
        self._poll.register(self._socket, select.POLLOUT if writing else select.POLLIN)
        while True:
            left = max(0.0, self._deadline - monotonic())
            ready = [found for found, _ in self._poll.poll(math.ceil(1000 * left))]
            if self._connection.fileno() in ready and closed(self._connection):
                raise _Abandoned
            if self._socket.fileno() in ready:
                return
            if monotonic() > self._deadline:
                raise _Late

    def _how_it_ended(self) -> list[str]:
        """`KILLED` or `CRASHED`, and the details."""
        end = monotonic() + GRACE_SECONDS  # its socket is closed; the process may not have ended
        while (found := os.waitid(os.P_PID, self._pid, _ENDED)) is None:
            if monotonic() > end:
                return [CRASHED, "?"]
            sleep(0.01)
        if found.si_code == os.CLD_EXITED:
            return [CRASHED, f"exit status {found.si_status}"]
        name = signal.Signals(found.si_status).name
        return [KILLED if found.si_status == signal.SIGKILL else CRASHED, name]


#: For `os.waitid`: a process that has ended, without waiting for it or removing it.
_ENDED = os.WEXITED | os.WNOHANG | os.WNOWAIT


def _end_everything(judge: int) -> None:
    """Kill the judge and everything that descends from it."""
    _kill(judge)
    for _ in range(100):  # what it leaves behind becomes our child, and may start more meanwhile
        left = sandbox.descendants(os.getpid())[1:]
        if not left:
            return
        for pid in left:
            _kill(pid)
        for pid in left:
            try:
                os.waitpid(pid, 0)
            except ChildProcessError:  # the child of another one
                continue


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


# ---------------------------------------------------------------- the scratch folder


def _new_scratch(isolation: Isolation) -> str:
    """A new scratch folder; empty where the sandbox has one of its own, in memory."""
    if isolation.level == NAMESPACES:
        return ""
    for left in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}-*-*"):
        owner = left.name.split("-")[-2]
        if owner.isdigit() and not os.path.exists(f"/proc/{owner}"):  # it was killed
            _remove(str(left))
    return tempfile.mkdtemp(prefix=f"{_SCRATCH}-{os.getpid()}-")


def _remove(scratch: str) -> None:
    """Remove a scratch folder, whatever the student's code did with it; "" stands for none."""
    if not scratch or os.path.islink(scratch):
        return
    if os.geteuid() != 0:  # root needs no permission
        with contextlib.suppress(OSError):
            os.chmod(scratch, 0o700)
        for folder, names, _ in os.walk(scratch):
            for path in (os.path.join(folder, name) for name in names):
                if not os.path.islink(path):
                    os.chmod(path, 0o700)
    shutil.rmtree(scratch, ignore_errors=True)


# ---------------------------------------------------------------- the judge


def _judge(supervisor: Channel, isolation: Isolation, limits: Limits, scratch: str) -> None:
    """Be the judge."""
    # The student's process is forked before the job, and with it the tests, is read.
    try:
        process = StudentProcess(isolation, limits, scratch)
    except OSError as error:
        supervisor.receive()
        supervisor.send(["fault", [f"no sandbox at the level {isolation.level}: {error}"]])
        supervisor.send(["done", []])
        return
    # An answer of the student's may take many times its bytes to read.
    sandbox.limit_memory(limits.memory)
    job = Job(**supervisor.receive())
    settings.setup(language=job.language)
    os.environ["COURSE_TEST_SEED"] = str(job.seed)
    start = monotonic()

    def say(kind: str, *content: Any) -> None:
        supervisor.send([kind, list(content)])

    def within(seconds: float) -> None:
        supervisor.send(["within", seconds])

    def about() -> dict[str, Any]:
        return {
            "seconds": round(monotonic() - start, 2),
            "cpu": round(sum(os.times()[:4]), 2),
            "memory": process.peak_memory,
        }

    say("about", {"isolation": process.child.isolation, "seed": job.seed})
    judge = Judge(job, process, say, within)
    try:
        judge.run()
        say("judged", about())
        judge.show_pages()
        judge.hint()
        process.close()  # so that its processor time is known
        say("about", about())
    except MachineFault as fault:
        say("fault", str(fault))
    within(START_SECONDS)
    say("done")
