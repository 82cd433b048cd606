"""A filter of system calls, by seccomp."""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys

from course.judge.sandbox.syscalls import (
    CLONE_NEWCGROUP,
    CLONE_NEWIPC,
    CLONE_NEWNET,
    CLONE_NEWNS,
    CLONE_NEWPID,
    CLONE_NEWUSER,
    CLONE_NEWUTS,
    PR_SET_DUMPABLE,
    PR_SET_PDEATHSIG,
    PR_SET_SECCOMP,
    check,
    libc,
)  # fmt: skip

_NAMESPACES = (
    CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET
    | CLONE_NEWCGROUP
)  # fmt: skip
#: By processor: the audit architecture; the numbers of calls of which only some uses are
#: refused; and the numbers of those that are refused. No notebook of a course needs these, and
#: each gets around something: it reaches into other processes, memory that no limit counts, the
#: user's keys, new namespaces, or large and seldom used parts of the kernel.
_CALLS = {
    "x86_64": (
        0xC000003E,
        {"clone": 56, "socket": 41, "socketpair": 53, "setsockopt": 54, "prctl": 157,
         "fcntl": 72, "setrlimit": 160, "prlimit64": 302, "sched_setparam": 142,
         "sched_setscheduler": 144, "sched_setaffinity": 203, "sched_setattr": 314,
         "setpriority": 141, "ioprio_set": 251},
        {"ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "process_madvise": 440,
         "kcmp": 312, "pidfd_getfd": 438, "memfd_create": 319, "memfd_secret": 447, "shmget": 29,
         "msgget": 68, "semget": 64, "mq_open": 240, "inotify_init": 253, "inotify_init1": 294,
         "fanotify_init": 300, "add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272,
         "setns": 308, "mount": 165, "umount2": 166, "pivot_root": 155, "fsopen": 430,
         "fsconfig": 431, "fsmount": 432, "fspick": 433, "move_mount": 429, "open_tree": 428,
         "mount_setattr": 442, "name_to_handle_at": 303, "open_by_handle_at": 304, "bpf": 321,
         "perf_event_open": 298, "userfaultfd": 323, "vmsplice": 278, "io_uring_setup": 425,
         "acct": 163, "kexec_load": 246, "init_module": 175, "finit_module": 313},
    ),
    "aarch64": (
        0xC00000B7,
        {"clone": 220, "socket": 198, "socketpair": 199, "setsockopt": 208, "prctl": 167,
         "fcntl": 25, "setrlimit": 164, "prlimit64": 261, "sched_setparam": 118,
         "sched_setscheduler": 119, "sched_setaffinity": 122, "sched_setattr": 274,
         "setpriority": 140, "ioprio_set": 30},
        {"ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "process_madvise": 440,
         "kcmp": 272, "pidfd_getfd": 438, "memfd_create": 279, "memfd_secret": 447, "shmget": 194,
         "msgget": 186, "semget": 190, "mq_open": 180, "inotify_init1": 26, "fanotify_init": 262,
         "add_key": 217, "request_key": 218, "keyctl": 219, "unshare": 97, "setns": 268,
         "mount": 40, "umount2": 39, "pivot_root": 41, "fsopen": 430, "fsconfig": 431,
         "fsmount": 432, "fspick": 433, "move_mount": 429, "open_tree": 428, "mount_setattr": 442,
         "name_to_handle_at": 264, "open_by_handle_at": 265, "bpf": 280, "perf_event_open": 241,
         "userfaultfd": 282, "vmsplice": 75, "io_uring_setup": 425, "acct": 89, "kexec_load": 104,
         "init_module": 105, "finit_module": 273},
    ),
}  # fmt: skip
#: Calls that change another process, whose number comes first, and those that may change all
#: processes of a user.
_OF_A_PROCESS = (
    "prlimit64", "sched_setparam", "sched_setscheduler", "sched_setaffinity", "sched_setattr",
)  # fmt: skip
_OF_A_USER = ("setpriority", "ioprio_set")
#: Commands of fcntl: F_SETLEASE, F_NOTIFY, F_SETPIPE_SZ.
_WATCHING, _RLIMIT_CPU = (1024, 1026, 1031), 0
_CLONE3, _X32 = 435, 0x40000000
_AF_UNIX, _SOCK_STREAM, _SOCKET_TYPE = 1, 1, 0xF
#: Instructions: load a word, the operations on it, and return.
_LOAD, _AND, _EQUAL, _AT_LEAST, _ANY, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
#: Where the call's number, the architecture and the low words of its arguments are.
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND = 0, 4, 16, 24
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000  # refuse: with an error number


def deny_calls(unix_sockets: bool, alone: bool) -> None:
    """Refuse the calls of `_CALLS` from now on, and all sockets but pairs of connected ones.

    Parameters
    ----------
    unix_sockets : bool
        Whether sockets of the family AF_UNIX are allowed all the same.
    alone : bool
        Whether it sees no processes but its own; else it may change none but the caller.

    Raises
    ------
    OSError
        If this processor has no filter, or the system does not load it.
    """
    machine = platform.machine()
    if machine not in _CALLS or sys.maxsize < 2**32:
        known = ", ".join(_CALLS)
        raise OSError(
            errno.ENOSYS, f"no filter of system calls for {machine}; there is one for {known}"
        )
    program = _program(*_CALLS[machine], unix_sockets, alone)
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    filter_ = struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code))
    check(libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(2), filter_, 0, 0), "seccomp")


def _program(
    architecture: int,
    partly: dict[str, int],
    never: dict[str, int],
    unix_sockets: bool,
    alone: bool,
) -> list[tuple[int, int, int, int]]:
    """The filter's instructions: operation, steps to skip if true, if false, and a value."""
    allow = (_RETURN, 0, 0, _ALLOW)

    def refuse(number: int = errno.EPERM) -> tuple[int, int, int, int]:
        return (_RETURN, 0, 0, _REFUSE | number)

    def only(call: str, *steps: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
        """The steps, which end in a return, for one call."""
        return [(_EQUAL, 0, len(steps), partly[call]), *steps]

    program = [
        (_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, architecture), refuse(),
        (_LOAD, 0, 0, _NUMBER), (_AT_LEAST, 0, 1, _X32), refuse(),
        # The filter can't see the arguments of clone3; if that is reported as missing, the C
        # library falls back to clone.
        (_EQUAL, 0, 1, _CLONE3), refuse(errno.ENOSYS),
    ]  # fmt: skip
    for number in never.values():
        program += [(_EQUAL, 0, 1, number), refuse()]
    # A new process is allowed, new namespaces are not.
    program += only("clone", (_LOAD, 0, 0, _FIRST), (_ANY, 0, 1, _NAMESPACES), refuse(), allow)
    # It could hide its memory from the judge, which counts it, or outlive the judge.
    program += only(
        "prctl", (_LOAD, 0, 0, _FIRST), (_EQUAL, 0, 1, PR_SET_DUMPABLE), refuse(),
        (_EQUAL, 0, 1, PR_SET_PDEATHSIG), refuse(), allow,
    )  # fmt: skip
    # It could be told of what others read, or enlarge pipes.
    watching = [step for what in _WATCHING for step in ((_EQUAL, 0, 1, what), refuse())]
    program += only("fcntl", (_LOAD, 0, 0, _SECOND), *watching, allow)
    if not alone:
        for call in _OF_A_PROCESS:
            program += [(_EQUAL, 0, 4, partly[call]), (_LOAD, 0, 0, _FIRST), (_EQUAL, 1, 0, 0),
                        refuse(), (_LOAD, 0, 0, _NUMBER)]  # fmt: skip
        for call in _OF_A_USER:
            program += only(call, refuse())
    # It could have the system kill it, which looks like a fault of the machine.
    program += only(
        "setrlimit", (_LOAD, 0, 0, _FIRST), (_EQUAL, 0, 1, _RLIMIT_CPU), refuse(), allow
    )
    program += only(
        "prlimit64", (_LOAD, 0, 0, _SECOND), (_EQUAL, 0, 1, _RLIMIT_CPU), refuse(), allow
    )
    # Sockets reach other processes and the network, and their buffers can be made larger. Pairs
    # of streams, which asyncio and multiprocessing use, reach nobody.
    program += only(
        "socketpair",
        (_LOAD, 0, 0, _FIRST), (_EQUAL, 1, 0, _AF_UNIX), refuse(errno.EACCES),
        (_LOAD, 0, 0, _SECOND), (_AND, 0, 0, _SOCKET_TYPE), (_EQUAL, 1, 0, _SOCK_STREAM),
        refuse(errno.EACCES), allow,
    )  # fmt: skip
    if unix_sockets:
        family = [(_LOAD, 0, 0, _FIRST), (_EQUAL, 1, 0, _AF_UNIX), refuse(errno.EACCES), allow]
        program += only("socket", *family)
    else:
        program += only("socket", refuse(errno.EACCES)) + only("setsockopt", refuse())
    return [*program, allow]
