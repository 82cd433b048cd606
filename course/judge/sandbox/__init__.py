"""A process that is sandboxed before the first byte of untrusted code runs in it.

`spawn` forks a child that sees a read-only view of Python and its packages and one
scratch folder in memory, has no network and no privileges, can't exceed its limits, and
is gone, with everything it started, once it is killed. How much of that the system allows
is the isolation level (`course.judge.isolation`): `offered` finds it out by trying, and
`spawn` starts a child at exactly the level that it is told, or none.

bubblewrap, nsjail and firejail start a program in a sandbox; none of them sandboxes a
process that was forked, and starting a program would mean ten seconds of imports.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

from course.judge.isolation import (
    LANDLOCK,
    LEVELS,
    NAMESPACES,
    OPEN,
    UNSANDBOXED,
    Isolation,
    Limits,
)
from course.judge.sandbox import identity, landlock, namespaces, seccomp
from course.judge.sandbox import limits as resources
from course.judge.sandbox.identity import hide_memory, show_memory
from course.judge.sandbox.limits import (
    available_memory,
    descendants,
    limit_memory,
    used_memory,
)
from course.judge.sandbox.syscalls import (
    PR_SET_CHILD_SUBREAPER,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    prctl,
)  # fmt: skip
from course.judge.sandbox.view import SCRATCH, places, uses_card, view

__all__ = [
    "LANDLOCK", "NAMESPACES", "OPEN", "SCRATCH", "Limits", "SandboxedChild", "adopt_orphans",
    "available_memory", "descendants", "die_with_parent", "hide_memory", "limit_memory",
    "offered", "show_memory", "spawn", "view",
]  # fmt: skip

#: Seconds that a child may take to enter its sandbox.
_START_SECONDS = 60
#: What a child says when it is in its sandbox, and before the reason why it can't be.
_READY, _FAILED = b"ok\n", b"failed:"


@dataclass
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
    _ended: bool = field(default=False, repr=False)

    def interrupt(self) -> None:
        """Send SIGINT."""
        self._send(signal.SIGINT)

    def kill(self) -> None:
        """Kill it and everything it started; does nothing if that was done before."""
        if self._ended:  # another process may have its number by now
            return
        self._send(signal.SIGKILL)
        try:
            os.waitpid(self.pid, 0)
        except ChildProcessError:
            pass
        self._ended = True
        if self.isolation == NAMESPACES:
            return
        # What it left behind is our child now, and may start more processes meanwhile.
        for _ in range(100):
            left = set(descendants(os.getpid())[1:]) - self.others
            if not left:
                return
            for pid in left:
                _kill(pid)
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

    def _send(self, number: int) -> None:
        if not self._ended:  # its number is its own until it has been waited for
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass

    def usage(self) -> tuple[int, int]:
        """Bytes of memory and number of processes, those that it started included."""
        total = 0
        pids = descendants(self.pid)
        for pid in pids:
            try:
                total += used_memory(pid)
            except OSError:  # it has ended
                continue
        return total, len(pids)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def spawn(
    main: Callable[[], None],
    keep: list[int],
    scratch: str,
    isolation: Isolation,
    limits: Limits | None = None,
) -> SandboxedChild:
    """Fork a sandboxed child that runs `main()` and exits.

    Parameters
    ----------
    main : callable
        Called in the child.
    keep : list of int
        File descriptors that the child keeps, besides 0, 1 and 2; all others are closed.
    scratch : str
        An empty folder: where the child may write if it has no namespaces.
    isolation : Isolation
        The child gets this level, or none is started.
    limits : Limits, optional

    Raises
    ------
    OSError
        If the system can't start another process, or refuses this isolation level; the
        message says why.
    """
    adopt_orphans()  # the child's parent below exits at once
    others = frozenset(descendants(os.getpid())[1:])
    reader, writer = os.pipe()  # "pid\n" from the process between, then what the child says
    go_reader, go_writer = os.pipe()
    between = os.fork()
    if between == 0:
        try:
            os.setsid()
            enter = None
            if isolation.level == NAMESPACES:
                enter = namespaces.leave_shared(isolation.hidden)
            child = os.fork()
            if child:
                os.write(writer, f"{child}\n".encode())
                os._exit(0)
            os.close(go_writer)
            os.read(go_reader, 1)  # until our parent is the judge, not the process between
            _enter(isolation, enter, scratch, limits or Limits())
            os.write(writer, _READY)
            _close_others(keep)
            main()
        except BaseException as error:
            if os.environ.get("COURSE_DEBUG"):
                traceback.print_exc()
            try:
                os.write(writer, _FAILED + _reason(error).encode(errors="replace")[:1000])
            except OSError:  # closed: it was in its sandbox
                pass
        finally:
            os._exit(1)
    os.close(writer)
    os.close(go_reader)
    os.waitpid(between, 0)
    said = b""
    try:
        if _readable(reader, 0):
            with contextlib.suppress(BrokenPipeError):  # it failed before
                os.write(go_writer, b".")
        os.close(go_writer)
        while _readable(reader, _START_SECONDS) and (chunk := os.read(reader, 2000)):
            said += chunk
            if said.endswith(_READY):
                break
    finally:
        os.close(reader)
    number, _, rest = said.partition(b"\n")
    if number.isdigit():
        found = SandboxedChild(int(number), isolation.level, others)
        if rest == _READY:
            return found
        found.kill()
    reason = said.partition(_FAILED)[2].decode(errors="replace")
    raise OSError(errno.EPERM, reason or "the process did not start")


def _enter(
    isolation: Isolation,
    enter_namespaces: Callable[[Limits], None] | None,
    scratch: str,
    limits: Limits,
) -> None:
    """Put this process into its sandbox."""
    if isolation.level not in LEVELS[:-1]:
        raise ValueError(f"{isolation.level!r} is no level of the sandbox")
    alone = True  # its user id has no other processes
    if enter_namespaces:
        enter_namespaces(limits)
    else:
        os.chdir(scratch)
        alone = _become_nobody(scratch)
    if isolation.level == LANDLOCK:
        landlock.restrict(scratch, isolation.hidden)
    resources.apply(limits, 0 if alone else resources.tasks_of_user())
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    die_with_parent()
    show_memory()  # of which it may read its own through /proc
    # CUDA needs a socket; in namespaces there is nobody whom it could reach.
    namespaced = isolation.level == NAMESPACES
    seccomp.deny_calls(unix_sockets=uses_card() and namespaced, alone=namespaced)


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error) or type(error).__name__


def _become_nobody(scratch: str) -> bool:
    """Give up root's rights, if this is root; returns whether it has a user id of its own."""
    if os.geteuid() != 0:
        return False
    number = identity.unused_id()
    if number is not None:
        os.chown(scratch, number, number)
        if identity.leave(number, [os.path.dirname(os.__file__), scratch]):
            return True
        os.chown(scratch, 0, 0)  # only root may read one of them
    identity.drop_capabilities()
    return False


def adopt_orphans() -> None:
    """Become the parent of processes whose parent, a descendant of this one, has ended."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Have the system kill this process when its parent ends."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _readable(descriptor: int, seconds: float) -> bool:
    return bool(select.select([descriptor], [], [], seconds)[0])


def _close_others(keep: list[int]) -> None:
    kept = sorted({0, 1, 2, *keep})
    for low, high in zip(kept, [*kept[1:], 1 << 16], strict=True):
        os.closerange(low + 1, high)


# ---------------------------------------------------------------- what this system offers


def offered(hidden: tuple[str, ...] = ()) -> Isolation:
    """The best isolation that this system offers: found by trying each level, best first.

    A level counts only if what must stay hidden can't be reached at it, and if the memory
    of the process can be watched.

    Parameters
    ----------
    hidden : tuple of str
        Files and folders that no submission may see.
    """
    if sys.platform != "linux":
        reason = "only Linux has what the sandbox needs"
        return Isolation(UNSANDBOXED, hidden, tuple((level, reason) for level in LEVELS[:-1]))
    refused: list[tuple[str, str]] = []
    for level in LEVELS[:-1]:
        reason = _tried(Isolation(level, hidden))
        if not reason:
            return Isolation(level, hidden, tuple(refused))
        refused.append((level, reason))
    return Isolation(UNSANDBOXED, hidden, tuple(refused))


def _tried(isolation: Isolation) -> str:
    """Why a level can't be had; empty if it can."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:  # a process of its own, since `spawn` makes the caller adopt orphans
        reason = "the process that tries it failed"
        try:
            os.close(reader)
            with tempfile.TemporaryDirectory(prefix="course-try-") as scratch:
                reason = _try(isolation, scratch)
        except BaseException as error:
            reason = _reason(error)
        finally:
            os.write(writer, reason.encode(errors="replace")[:2000])
            os._exit(0)
    os.close(writer)
    with open(reader, "rb") as pipe:
        reason = pipe.read().decode(errors="replace")
    try:
        os.waitpid(pid, 0)
    except ChildProcessError:  # the caller ignores SIGCHLD
        pass
    return reason


def _try(isolation: Isolation, scratch: str) -> str:
    hides = isolation.level in (NAMESPACES, LANDLOCK)
    secret = {p: _identity(p) for p in places(isolation.hidden) if hides and os.path.exists(p)}
    reader, writer = os.pipe()

    def look() -> None:
        seen = [path for path, real in secret.items() if _reaches(path, real)]
        os.write(writer, (f"it can reach {seen[0]}" if seen else "nothing").encode())
        time.sleep(_START_SECONDS)  # until it is killed

    child = spawn(look, [writer], scratch, isolation)
    os.close(writer)
    try:
        said = os.read(reader, 2000).decode(errors="replace") if _readable(reader, 30) else ""
        if said != "nothing":
            return said or "it did not answer"
        memory, processes = child.usage()
        if not (memory and processes):
            return "/proc does not tell how much memory it uses"
        return ""
    finally:
        child.kill()


def _identity(path: str) -> tuple[int, int]:
    found = os.stat(path)
    return found.st_dev, found.st_ino


def _reaches(path: str, real: tuple[int, int]) -> bool:
    """Whether this process can read a file or folder, and it is the real one."""
    try:
        os.close(os.open(path, os.O_RDONLY))
        return _identity(path) == real
    except OSError:
        return False
