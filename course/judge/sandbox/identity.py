"""Whose rights a sandboxed process has: nobody's if root grades, else the user's own."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterable
from pathlib import Path

from course.judge.sandbox.syscalls import PR_SET_DUMPABLE, check, libc, prctl

#: A user id that nobody has, where user ids are not mapped.
_FREE = 60_000_000
#: The capabilities that it takes: CAP_CHOWN (0), CAP_SETGID (6), CAP_SETUID (7).
_TO_CHANGE_USER = 1 << 0 | 1 << 6 | 1 << 7
#: Of the ids that are mapped into a container, the share at the upper end that is not in use.
_UNUSED_SHARE = 0.1


def unused_id() -> int | None:
    """A user and group id that owns nothing here; None if this process may take no other.

    Each process gets another one, so that the system counts its processes apart.
    """
    status = Path("/proc/self/status").read_text()
    effective = int(re.search(r"^CapEff:\s+(\w+)", status, re.MULTILINE)[1], 16)  # type: ignore[index]
    if effective & _TO_CHANGE_USER != _TO_CHANGE_USER:
        return None
    found = None
    for name in ("uid_map", "gid_map"):
        number = _unused(Path(f"/proc/self/{name}").read_text(), os.getpid())
        if number is None:
            return None
        found = number if found is None else min(found, number)
    return found


def _unused(table: str, process: int) -> int | None:
    """An unused id of those in a map of /proc: lines of first id, first id outside, count."""
    ranges = [(int(first), int(count)) for first, _, count in map(str.split, table.splitlines())]
    wanted = _FREE + process
    if any(first <= wanted < first + count for first, count in ranges):
        return wanted
    first, count = max(ranges, key=lambda r: r[1], default=(0, 0))
    spare = int(count * _UNUSED_SHARE)
    # The last ids are those of "nobody", and of what has no id in the container.
    return first + count - 10 - process % spare if spare > 10 else None


def leave(number: int, folders: Iterable[str]) -> bool:
    """Become the user of this id, if that user can read these folders; returns whether it did."""
    os.setgroups([])
    os.setresgid(number, number, os.getegid())
    os.setresuid(number, number, 0)
    try:
        for folder in folders:
            os.listdir(folder)
    except OSError:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)
        return False
    os.setresuid(number, number, number)
    os.setresgid(number, number, number)
    return True


def drop_capabilities() -> None:
    """Give up all capabilities; with `no_new_privs` set, no program that it starts has any."""
    header = struct.pack("Ii", 0x20080522, 0)  # version 3, this process
    check(libc.capset(header, struct.pack("6I", *[0] * 6)), "capset")


def hide_memory() -> None:
    """Keep other processes of this user from reading and changing this one's memory.

    Also those that it forks, until they call `show_memory` or start a program.
    """
    prctl(PR_SET_DUMPABLE, 0)


def show_memory() -> None:
    """Undo `hide_memory`: a process whose memory is hidden can't use its own /proc/self."""
    prctl(PR_SET_DUMPABLE, 1)
