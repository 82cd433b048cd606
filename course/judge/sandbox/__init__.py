"""A process that is sandboxed before the first byte of untrusted code runs in it.

`spawn` forks a child that sees a read-only view of Python and its packages and one
scratch folder in memory, has no network and no privileges, can't exceed its limits, and
is gone, with everything it started, once it is killed. How much of that the system allows
is the isolation level (`course.judge.isolation`), which the child is told.

bubblewrap, nsjail and firejail start a program in a sandbox; none of them sandboxes a
process that was forked, and starting a program would mean ten seconds of imports.
"""

from __future__ import annotations

import os
import platform
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from course.judge.isolation import LANDLOCK, NAMESPACES, OPEN, Limits
from course.judge.sandbox import landlock, namespaces, seccomp
from course.judge.sandbox import limits as resources
from course.judge.sandbox.limits import descendants, limit_memory, resident
from course.judge.sandbox.syscalls import (
    PR_SET_CHILD_SUBREAPER,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    prctl,
)  # fmt: skip
from course.judge.sandbox.view import SCRATCH, view

__all__ = [
    "LANDLOCK", "NAMESPACES", "OPEN", "SCRATCH", "Limits", "SandboxedChild", "adopt_orphans",
    "available", "descendants", "die_with_parent", "limit_memory", "spawn", "view",
]  # fmt: skip


@dataclass(frozen=True)
class SandboxedChild:
    """A sandboxed process.

    Attributes
    ----------
    pid : int
    isolation : str
        Its isolation level.
    others : frozenset of int
        Processes that descended from this one before it did.
    """

    pid: int
    isolation: str
    others: frozenset[int] = frozenset()

    def interrupt(self) -> None:
        """Send SIGINT."""
        self._send(signal.SIGINT)

    def kill(self) -> None:
        """Kill it and everything it started."""
        self._send(signal.SIGKILL)
        try:
            os.waitpid(self.pid, 0)
        except ChildProcessError:
            pass
        if self.isolation == NAMESPACES:
            return
        # What it left behind is our child now, and may start more processes meanwhile.
        for _ in range(100):
            left = set(descendants(os.getpid())[1:]) - self.others
            if not left:
                return
            for pid in left:
                self._send(signal.SIGKILL, pid)
            for pid in left:
                try:
                    os.waitpid(pid, 0)
                except ChildProcessError:
                    continue

    def was_killed(self) -> bool:
        """Whether somebody outside killed it, as the system does when it is out of memory.

        Processes in a namespace can't kill its first process, which can't kill itself
        either. At other isolation levels the cause can't be known: False.
        """
        if self.isolation != NAMESPACES:
            return False
        end = time.monotonic() + 2  # its socket is closed, but the process may not have ended yet
        while time.monotonic() < end:
            try:
                found = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return False
            if found is not None:
                return found.si_code == os.CLD_KILLED and found.si_status == signal.SIGKILL
            time.sleep(0.01)
        return False

    def _send(self, number: int, pid: int | None = None) -> None:
        try:
            os.kill(pid or self.pid, number)
        except ProcessLookupError:
            pass

    def usage(self) -> tuple[int, int]:
        """Bytes of memory and number of processes, those that it started included."""
        total = 0
        pids = descendants(self.pid)
        for pid in pids:
            try:
                total += resident(pid)
            except (OSError, IndexError):
                continue
        return total, len(pids)


def spawn(
    main: Callable[[str], None], keep: list[int], scratch: str, limits: Limits | None = None
) -> SandboxedChild:
    """Fork a sandboxed child that runs `main(isolation)` and exits.

    The child gets the best isolation level that the system allows.

    Parameters
    ----------
    main : callable
        Called in the child, with its isolation level.
    keep : list of int
        File descriptors that the child keeps, besides 0, 1 and 2; all others are closed.
    scratch : str
        An empty folder: where the child may write if it has no namespaces.
    limits : Limits, optional

    Raises
    ------
    OSError
        If the system can't start another process.
    """
    adopt_orphans()  # the child's parent below exits at once
    others = frozenset(descendants(os.getpid())[1:])
    for isolation in (NAMESPACES, LANDLOCK, OPEN):
        pid = _try(main, keep, scratch, limits or Limits(), isolation)
        if pid is not None:
            return SandboxedChild(pid, isolation, others)
    raise OSError("no process could be started")


def adopt_orphans() -> None:
    """Become the parent of processes whose parent, a descendant of this one, has ended."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Have the system kill this process when its parent ends."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _try(
    main: Callable[[str], None], keep: list[int], scratch: str, limits: Limits, isolation: str
) -> int | None:
    """The process id of a child at this isolation level, or None if the system refuses it."""
    reader, writer = os.pipe()  # "pid\n" from the process between, then "ok\n" from the child
    go_reader, go_writer = os.pipe()
    between = os.fork()
    if between == 0:
        try:
            os.setsid()
            enter = namespaces.leave_shared() if isolation == NAMESPACES else None
            child = os.fork()
            if child:
                os.write(writer, f"{child}\n".encode())
                os._exit(0)
            os.close(go_writer)
            os.read(go_reader, 1)  # until our parent is the judge, not the process between
            if enter:
                enter(limits)
            else:
                os.chdir(scratch)
            if isolation == LANDLOCK:
                landlock.restrict(scratch)
            resources.apply(limits, 0 if enter else resources.tasks_of_user())
            prctl(PR_SET_NO_NEW_PRIVS, 1)
            seccomp.deny_calls()
            prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            os.write(writer, b"ok\n")
            _close_others(keep)
            main(isolation)
        except BaseException:
            if os.environ.get("COURSE_DEBUG"):
                import traceback

                traceback.print_exc()
        finally:
            os._exit(1)
    os.close(writer)
    os.close(go_reader)
    os.waitpid(between, 0)
    if _readable(reader):
        os.write(go_writer, b".")
    os.close(go_writer)
    said = b""
    while chunk := os.read(reader, 100):
        said += chunk
        if said.endswith(b"ok\n"):
            break
    os.close(reader)
    lines = said.decode().split()
    if lines[-1:] == ["ok"]:
        return int(lines[0])
    if lines:
        os.waitpid(int(lines[0]), 0)
    return None


def _readable(descriptor: int) -> bool:
    return bool(select.select([descriptor], [], [], 0)[0])


def _close_others(keep: list[int]) -> None:
    kept = sorted({0, 1, 2, *keep})
    for low, high in zip(kept, [*kept[1:], 1 << 16], strict=True):
        os.closerange(low + 1, high)


def available() -> str:
    """The best isolation level that this system allows; found by trying."""
    if platform.system() != "Linux":
        return OPEN
    pid = os.fork()
    if pid == 0:  # in a process of its own, since `spawn` makes the caller a subreaper
        found = OPEN
        try:
            child = spawn(lambda _: None, [], "/")
            found = child.isolation
            os.waitpid(child.pid, 0)
        finally:
            os._exit((NAMESPACES, LANDLOCK, OPEN).index(found))
    _, status = os.waitpid(pid, 0)
    return (NAMESPACES, LANDLOCK, OPEN)[os.waitstatus_to_exitcode(status) % 3]
