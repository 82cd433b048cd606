"""A process closed in, before the first byte that is not trusted runs in it.

`spawn` forks a child that sees a read-only view of Python and its packages and one
scratch folder in memory, has no network and no rights, can't outgrow its limits, and
is gone with all that it started when it is killed. With Linux namespaces, as root
or (where the system allows it) as anybody; where these are missing, with Landlock,
which guards files and TCP; where that is missing too, with the limits alone. The
child says which: `NAMESPACES`, `LANDLOCK` or `OPEN`.

No program does this around a process that is forked and not started: bubblewrap,
nsjail and firejail all begin with an exec, and with it ten seconds of imports.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import re
import resource
import signal
import struct
import sys
import sysconfig
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from course.judge.isolation import LANDLOCK, NAMESPACES, OPEN

#: Files and folders of the system that Python and its packages read. Not the rest of
#: /usr/local: nbgrader's exchange, with what others handed in, is there by default.
_SYSTEM = (
    "/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32",
    "/usr/libexec", "/usr/include", "/usr/share", "/usr/local/bin", "/usr/local/lib",
    "/usr/local/lib64", "/usr/local/cuda", "/usr/local/share/fonts",
    "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives",
    "/etc/fonts", "/etc/localtime", "/etc/mime.types", "/etc/nsswitch.conf",
)  # fmt: skip
#: Devices without a memory of their own, and graphics cards where there are any.
_DEVICES = ("null", "zero", "full", "random", "urandom")
_GPUS = ("nvidia*", "dri", "kfd")

#: The scratch folder, the only one that can be written.
SCRATCH = "/tmp"


@dataclass(frozen=True)
class Limits:
    """What a closed-in process may use.

    Attributes
    ----------
    memory : int
        Bytes, of all its processes together.
    scratch : int
        Bytes of files.
    processes : int
        Processes and threads.
    """

    memory: int = 4 << 30
    scratch: int = 256 << 20
    processes: int = 400


@dataclass(frozen=True)
class Child:
    """A closed-in process: its process id, how well it is closed in, and who was there before."""

    pid: int
    isolation: str
    others: frozenset[int] = frozenset()

    def interrupt(self) -> None:
        """What Ctrl-C does."""
        self._send(signal.SIGINT)

    def kill(self) -> None:
        """End it and, with namespaces, everything it started."""
        self._send(signal.SIGKILL)
        try:
            os.waitpid(self.pid, 0)
        except ChildProcessError:
            pass
        if self.isolation == NAMESPACES:
            return
        # What it left behind is our child now; and may start more while we look.
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
        """Whether it ended because somebody outside killed it, as the system does out of memory.

        The first process of a namespace can't be killed by what runs in there, itself
        included; elsewhere nobody can tell.
        """
        if self.isolation != NAMESPACES:
            return False
        end = time.monotonic() + 2  # it has closed its socket, and may still be ending
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
        """Bytes of memory and number of processes, its children's included."""
        total = 0
        pids = descendants(self.pid)
        for pid in pids:
            try:
                total += _resident(pid)
            except (OSError, IndexError):
                continue
        return total, len(pids)


def _resident(pid: int) -> int:
    """Bytes of memory that are no file's: the process's own, and shared memory."""
    found = re.findall(rb"(?:RssAnon|RssShmem):\s+(\d+)", _read(f"/proc/{pid}/status"))
    return 1024 * sum(map(int, found))


def _read(path: str) -> bytes:
    """A small file of /proc, which is asked for a hundred times a second."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, 1 << 16)
    finally:
        os.close(descriptor)


def descendants(pid: int) -> list[int]:
    """The process and everything it started that still runs."""
    found, todo = [], [pid]
    while todo:
        current = todo.pop()
        found.append(current)
        try:
            for task in os.listdir(f"/proc/{current}/task"):
                todo += map(int, _read(f"/proc/{current}/task/{task}/children").split())
        except OSError:
            continue
    return found


def spawn(
    main: Callable[[str], None], keep: list[int], scratch: str, limits: Limits = Limits()
) -> Child:
    """Fork a closed-in child that runs `main(isolation)` and exits.

    Parameters
    ----------
    main : callable
        Called in the child, with how well it is closed in.
    keep : list of int
        File descriptors that the child keeps, besides 0, 1 and 2; all others are closed.
    scratch : str
        An empty folder: where the child may write if it has no namespaces.
    limits : Limits

    Raises
    ------
    OSError
        If the system can't start another process.
    """
    adopt_orphans()  # the child's parent below exits at once
    others = frozenset(descendants(os.getpid())[1:])
    for isolation in (NAMESPACES, LANDLOCK, OPEN):
        pid = _try(main, keep, scratch, limits, isolation)
        if pid is not None:
            return Child(pid, isolation, others)
    raise OSError("no process could be started")


def adopt_orphans() -> None:
    """Be the parent of what this process's descendants leave behind."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Be killed when the process that forked this one ends."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _try(
    main: Callable, keep: list[int], scratch: str, limits: Limits, isolation: str
) -> int | None:
    """The child's process id, or None if it couldn't be closed in this way."""
    reader, writer = os.pipe()  # "pid\n" from the process between, then "ok\n" from the child
    go_reader, go_writer = os.pipe()
    between = os.fork()
    if between == 0:
        try:
            os.setsid()
            enter = _enter_namespaces() if isolation == NAMESPACES else None
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
                _restrict_files(scratch)
            _limit(limits, 0 if enter else _tasks())
            _prctl(PR_SET_NO_NEW_PRIVS, 1)
            _deny_calls()
            _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
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
    import select

    return bool(select.select([descriptor], [], [], 0)[0])


def _close_others(keep: list[int]) -> None:
    kept = sorted({0, 1, 2, *keep})
    for low, high in zip(kept, [*kept[1:], 1 << 16], strict=True):
        os.closerange(low + 1, high)


# ---------------------------------------------------------------- limits


def limit_memory(size: int) -> None:
    """Let this process have at most `size` bytes of memory more than it has."""
    resource.setrlimit(resource.RLIMIT_DATA, (_data_size() + size,) * 2)


def _limit(limits: Limits, tasks: int) -> None:
    """`tasks`: how many processes and threads this user has already, which count, too."""

    def at_most(what: int, value: int) -> None:
        hard = resource.getrlimit(what)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (value, value))

    at_most(resource.RLIMIT_CORE, 0)
    at_most(resource.RLIMIT_FSIZE, limits.scratch)
    at_most(resource.RLIMIT_NOFILE, 1024)
    # A process that asks for too much gets a MemoryError, and loses one exercise; only
    # several together can reach the limit at which the judge ends them.
    at_most(resource.RLIMIT_DATA, _data_size() + int(0.9 * limits.memory))
    at_most(resource.RLIMIT_NPROC, tasks + limits.processes)


def _tasks() -> int:
    """The number of this user's processes and threads."""
    count = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if folder.stat().st_uid == os.getuid():
                count += len(os.listdir(folder / "task"))
        except OSError:
            continue
    return count


def _data_size() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


# ---------------------------------------------------------------- system calls

_libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x20000, 0x4000000, 0x8000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
_NAMESPACES = (
    CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET
    | 0x2000000  # and of control groups
)  # fmt: skip
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH, AT_FDCWD, AT_RECURSIVE = 2, -100, 0x8000
_MOUNT_SETATTR = 442  # the same number on every kind of processor; Linux 5.12
_READ_ONLY = 1 | 2 | 4  # and no set-user-id, no devices
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38
PR_SET_SECCOMP = 22


def _check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _prctl(option: int, value: int) -> None:
    _check(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), "prctl")


def _mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    def text(value: str | None) -> bytes | None:
        return None if value is None else os.fsencode(value)

    _check(
        _libc.mount(text(source), text(target), text(kind), ctypes.c_ulong(flags), text(data)),
        f"mount {target}",
    )


# ---------------------------------------------------------------- namespaces


def _enter_namespaces() -> Callable[[Limits], None]:
    """Leave the shared namespaces; returns the steps that are left to the child."""
    # A user of its own: nobody's files, and a count of processes of its own.
    number = 60_000_000 + os.getpid()
    flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
    root = os.geteuid() == 0 and _libc.unshare(flags) == 0
    if not root:
        user, group = os.geteuid(), os.getegid()
        _check(_libc.unshare(flags | CLONE_NEWUSER), "unshare")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")

    def enter(limits: Limits) -> None:
        _private_view(limits)
        if root:
            os.setgroups([])
            os.setresgid(number, number, number)
            os.setresuid(number, number, number)
            os.listdir(os.path.dirname(os.__file__))  # Python must be readable for anybody
            _prctl(PR_SET_DUMPABLE, 1)  # else its own /proc/self is closed to it
        else:
            _drop_capabilities()

    return enter


@cache
def view() -> list[str]:
    """What a closed-in process may read: Python, its packages, the course's own, the system."""
    package = Path(__file__).resolve().parent.parent
    folders = {sys.prefix, sys.base_prefix, sys.exec_prefix, sysconfig.get_paths()["stdlib"]}
    folders |= {sysconfig.get_paths()["platstdlib"], str(package)}
    folders |= {p for p in sys.path if os.path.basename(p) in ("site-packages", "dist-packages")}
    folders -= {"/usr", "/usr/local"}  # where the system's own Python is: named in parts above
    present = [f for f in (*_SYSTEM, *sorted(folders)) if os.path.lexists(f)]
    # A folder within another one of the list is there already.
    return [
        f
        for f in present
        if not any(f != g and Path(g) in Path(f).parents and not os.path.islink(g) for g in present)
    ]


def _devices() -> list[str]:
    cards = [str(p) for name in _GPUS for p in Path("/dev").glob(name)]
    return [d for d in (*cards, *(f"/dev/{n}" for n in _DEVICES)) if os.path.exists(d)]


def _private_view(limits: Limits) -> None:
    """Make a new root, in memory, with what `view` names and nothing else."""
    _mount("none", "/", None, MS_REC | MS_PRIVATE)
    new = "/tmp"  # covered, in this namespace alone, by the new root
    sources = {f: os.open(f, os.O_PATH) for f in view() if not os.path.islink(f)}
    links = {f: os.readlink(f) for f in view() if os.path.islink(f)}
    nodes = {d: os.open(d, os.O_PATH) for d in _devices()}
    proc = os.open("/proc", os.O_PATH)

    _mount("tmpfs", new, "tmpfs", MS_NOSUID | MS_NODEV, "size=16m,mode=755")
    for name, size in ((SCRATCH, limits.scratch), ("/dev/shm", 64 << 20)):
        os.makedirs(new + name, exist_ok=True)
        options = f"size={size},nr_inodes=65536,mode=1777"  # empty files cost memory, too
        _mount("tmpfs", new + name, "tmpfs", MS_NOSUID | MS_NODEV, options)
    for path, source in sources.items():
        _bind(f"/proc/self/fd/{source}", new + path, read_only=True)
    for path, source in nodes.items():
        _bind(f"/proc/self/fd/{source}", new + path, read_only=False)
    for path, target in links.items():
        os.makedirs(os.path.dirname(new + path), exist_ok=True)
        os.symlink(target, new + path)
    os.makedirs(new + "/proc")
    try:
        _mount("proc", new + "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY)
    except OSError:
        pass  # a container that hides parts of /proc forbids a new one; then there is none
    Path(new + "/etc").mkdir(exist_ok=True)
    Path(new + "/etc/passwd").write_text("student:x:60000000:60000000::/tmp:/bin/sh\n")
    Path(new + "/etc/hosts").write_text("127.0.0.1 localhost\n")

    os.chdir(new)
    _check(_libc.pivot_root(b".", b"."), "pivot_root")
    _check(_libc.umount2(b".", MNT_DETACH), "umount")
    for descriptor in (*sources.values(), *nodes.values(), proc):
        os.close(descriptor)
    _mount("none", "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)
    os.chdir(SCRATCH)


def _bind(source: str, target: str, read_only: bool) -> None:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        Path(target).touch()
    _mount(source, target, None, MS_BIND | MS_REC)
    if read_only:
        attributes = struct.pack("QQQQ", _READ_ONLY, 0, 0, 0)
        _check(
            _libc.syscall(
                _MOUNT_SETATTR, AT_FDCWD, os.fsencode(target), AT_RECURSIVE,
                attributes, len(attributes),
            ),
            f"mount_setattr {target}",
        )  # fmt: skip


def _drop_capabilities() -> None:
    """Give up every right in the user namespace, which has brought them all."""
    header = struct.pack("Ii", 0x20080522, 0)  # version 3, this process
    _check(_libc.capset(header, struct.pack("6I", *[0] * 6)), "capset")


# ---------------------------------------------------------------- system calls refused

#: No program of a course calls these, and each is a way around something: into other
#: processes, to memory that belongs to nobody and is counted nowhere, to the user's keys,
#: to new namespaces, or to large and seldom used parts of the kernel.
_DENIED = {
    "x86_64": (
        0xC000003E, 56,
        {"ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "shmget": 29,
         "memfd_create": 319, "memfd_secret": 447, "add_key": 248, "request_key": 249,
         "keyctl": 250, "unshare": 272, "setns": 308, "mount": 165, "umount2": 166,
         "pivot_root": 155, "open_by_handle_at": 304, "bpf": 321, "perf_event_open": 298,
         "userfaultfd": 323, "io_uring_setup": 425, "fsopen": 430, "open_tree": 428},
    ),
    "aarch64": (
        0xC00000B7, 220,
        {"ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "shmget": 194,
         "memfd_create": 279, "memfd_secret": 447, "add_key": 217, "request_key": 218,
         "keyctl": 219, "unshare": 97, "setns": 268, "mount": 40, "umount2": 39,
         "pivot_root": 41, "open_by_handle_at": 265, "bpf": 280, "perf_event_open": 241,
         "userfaultfd": 282, "io_uring_setup": 425, "fsopen": 430, "open_tree": 428},
    ),
}  # fmt: skip
_CLONE3, _X32 = 435, 0x40000000
_LOAD, _EQUAL, _AT_LEAST, _ANY, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000  # the latter with an error number


def _deny_calls() -> None:
    """Refuse the calls of `_DENIED` from here on; on other processors, and old kernels, none."""
    if platform.machine() not in _DENIED or sys.maxsize < 2**32:
        return
    architecture, clone, numbers = _DENIED[platform.machine()]
    refuse = (_RETURN, 0, 0, _REFUSE | errno.EPERM)
    program = [
        (_LOAD, 0, 0, 4), (_EQUAL, 1, 0, architecture), refuse,  # a call of another architecture
        (_LOAD, 0, 0, 0), (_AT_LEAST, 0, 1, _X32), refuse,
    ]  # fmt: skip
    for number in numbers.values():
        program += [(_EQUAL, 0, 1, number), refuse]
    # A new process is allowed, new namespaces are not. What clone3 is asked for can't be
    # seen here; where it is said to be missing, the C library uses clone.
    program += [
        (_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _REFUSE | errno.ENOSYS),
        (_EQUAL, 0, 3, clone), (_LOAD, 0, 0, 16), (_ANY, 0, 1, _NAMESPACES), refuse,
        (_RETURN, 0, 0, _ALLOW),
    ]  # fmt: skip
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    filter_ = struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code))
    _libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(2), filter_, 0, 0)


# ---------------------------------------------------------------- Landlock

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
#: Rights over files by version of Landlock's interface.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | 1 << 14


def _restrict_files(scratch: str) -> None:
    """Read only what `view` names, write only the scratch folder, no TCP.

    Raises
    ------
    OSError
        Where the system has no Landlock.
    """
    version = _check(_libc.syscall(_LANDLOCK_CREATE, None, 0, 1), "landlock")
    every = (1 << _FILE_RIGHTS.get(version, 16)) - 1
    ports = 3 if version >= 4 else 0  # no TCP: neither bind nor connect
    scopes = 3 if version >= 6 else 0  # no signal and no abstract socket out of here
    attributes = struct.pack("QQQ", every, ports, scopes)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = _check(_libc.syscall(_LANDLOCK_CREATE, attributes, size, 0), "landlock")
    read = _EXECUTE | _READ_FILE | _READ_DIR
    rules = [(path, read) for path in view()]
    rules += [(device, _READ_FILE | _WRITE_FILE) for device in _devices()]
    rules += [("/proc/self", read), (scratch, every)]
    for path, allowed in rules:
        handle = os.open(path, os.O_PATH)
        if not os.path.isdir(path):
            allowed &= _OF_A_FILE
        rule = struct.pack("=QI", allowed, handle)
        _check(_libc.syscall(_LANDLOCK_ADD, ruleset, 1, rule, 0), f"landlock {path}")
        os.close(handle)
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _check(_libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0), "landlock")
    os.close(ruleset)


def available() -> str:
    """How well this system lets a process be closed in; tried, not guessed."""
    if platform.system() != "Linux":
        return OPEN
    pid = os.fork()
    if pid == 0:  # a process of its own: the test makes us a subreaper
        found = OPEN
        try:
            child = spawn(lambda _: None, [], "/")
            found = child.isolation
            os.waitpid(child.pid, 0)
        finally:
            os._exit((NAMESPACES, LANDLOCK, OPEN).index(found))
    _, status = os.waitpid(pid, 0)
    return (NAMESPACES, LANDLOCK, OPEN)[os.waitstatus_to_exitcode(status) % 3]
