"""Isolation level `landlock`: a process that may use only some files, and no TCP."""

from __future__ import annotations

import os
import struct

from course.judge.sandbox.syscalls import PR_SET_NO_NEW_PRIVS, check, libc, prctl
from course.judge.sandbox.view import devices, proc, uses_card, view

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
#: Rights over files by version of Landlock's interface.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_TRUNCATE, _IOCTL_DEVICE = 1 << 14, 1 << 15
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE


def version() -> int:
    """The version of Landlock's interface on this system; 0 if there is none."""
    return max(0, libc.syscall(_LANDLOCK_CREATE, None, 0, 1))


def restrict(scratch: str, hidden: tuple[str, ...]) -> None:
    """Read only what `view` names, write only the scratch folder, no TCP.

    Raises
    ------
    OSError
        Where the system has no Landlock.
    """
    number = version()
    every = (1 << _FILE_RIGHTS.get(number, 16)) - 1
    ports = 3 if number >= 4 else 0  # no TCP: neither bind nor connect
    scopes = 3 if number >= 6 else 0  # no signal and no abstract socket out of here
    attributes = struct.pack("QQQ", every, ports, scopes)
    size = 24 if number >= 6 else 16 if number >= 4 else 8
    ruleset = check(libc.syscall(_LANDLOCK_CREATE, attributes, size, 0), "landlock")
    read = _EXECUTE | _READ_FILE | _READ_DIR
    rules = [(path, read) for path in view(hidden) if not os.path.islink(path)]
    rules += [(device, (_READ_FILE | _WRITE_FILE | _IOCTL_DEVICE) & every) for device in devices()]
    own = read | (_WRITE_FILE if uses_card() else 0)
    rules += [(path, own if path == "/proc/self" else read) for path in proc()]
    rules += [(scratch, every)]
    for path, allowed in rules:
        handle = os.open(path, os.O_PATH)
        if not os.path.isdir(path):
            allowed &= _OF_A_FILE
        rule = struct.pack("=QI", allowed, handle)
        check(libc.syscall(_LANDLOCK_ADD, ruleset, 1, rule, 0), f"landlock {path}")
        os.close(handle)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    check(libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0), "landlock")
    os.close(ruleset)
