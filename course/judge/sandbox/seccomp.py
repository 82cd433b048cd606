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
    PR_SET_SECCOMP,
    libc,
)  # fmt: skip

_NAMESPACES = (
    CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET
    | CLONE_NEWCGROUP
)  # fmt: skip
#: System calls that are refused, by processor: the audit architecture, the number of clone,
#: and the numbers of the calls. No notebook of a course needs them, and each gets around
#: something: it reaches into other processes, memory that no limit counts, the user's keys,
#: new namespaces, or large and seldom used parts of the kernel.
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
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000  # refuse: with an error number


def deny_calls() -> None:
    """Refuse the calls of `_DENIED` from now on; does nothing on other processors."""
    if platform.machine() not in _DENIED or sys.maxsize < 2**32:
        return
    architecture, clone, numbers = _DENIED[platform.machine()]
    refuse = (_RETURN, 0, 0, _REFUSE | errno.EPERM)
    program = [
        (_LOAD, 0, 0, 4), (_EQUAL, 1, 0, architecture), refuse,  # calls of another architecture
        (_LOAD, 0, 0, 0), (_AT_LEAST, 0, 1, _X32), refuse,
    ]  # fmt: skip
    for number in numbers.values():
        program += [(_EQUAL, 0, 1, number), refuse]
    # A new process is allowed, new namespaces are not. The filter can't see the arguments of
    # clone3; if that is reported as missing, the C library falls back to clone.
    program += [
        (_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _REFUSE | errno.ENOSYS),
        (_EQUAL, 0, 3, clone), (_LOAD, 0, 0, 16), (_ANY, 0, 1, _NAMESPACES), refuse,
        (_RETURN, 0, 0, _ALLOW),
    ]  # fmt: skip
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    filter_ = struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code))
    libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(2), filter_, 0, 0)
