"""Limits of what a process may use, and how much it uses."""

from __future__ import annotations

import os
import re
import resource
from functools import cache
from pathlib import Path

from course.judge.isolation import Limits

#: Files that a process may have open; a socket or pipe among them holds memory of the system's.
_DESCRIPTORS = 512
#: Descriptors that count for nothing: as many as an honest program has.
_FREE_DESCRIPTORS = 64


def limit_memory(size: int) -> None:
    """Let this process have at most `size` bytes of memory more than it has now."""
    resource.setrlimit(resource.RLIMIT_DATA, (_data_size() + size,) * 2)


def apply(limits: Limits, tasks: int) -> None:
    """Put this process under its limits.

    Parameters
    ----------
    tasks : int
        How many processes and threads this user has already: the system counts them, too.
    """

    def at_most(what: int, value: int) -> None:
        hard = resource.getrlimit(what)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (value, value))

    at_most(resource.RLIMIT_CORE, 0)
    at_most(resource.RLIMIT_FSIZE, limits.scratch)
    at_most(resource.RLIMIT_NOFILE, _DESCRIPTORS)
    # A process that asks for too much gets a MemoryError, which costs one exercise; only
    # several processes together can reach the limit at which the judge kills them.
    at_most(resource.RLIMIT_DATA, _data_size() + int(0.9 * limits.memory))
    at_most(resource.RLIMIT_NPROC, tasks + limits.processes)
    at_most(resource.RLIMIT_MSGQUEUE, 0)


def tasks_of_user() -> int:
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


def used_memory(pid: int) -> int:
    """Bytes of memory that the system keeps for a process and that no file backs.

    Its own, in memory and swapped out, and shared memory; the tables of its pages; and, for
    each open descriptor beyond the first ones, what a socket's buffer can hold: the system
    tells how many descriptors there are, but not what they hold.
    """
    where = f"/proc/{pid}"
    kept = _kept(where)
    if not kept:  # it has ended, or its first thread has and others go on
        for task in os.listdir(f"{where}/task"):
            kept = _kept(f"/proc/{pid}/task/{task}")
            if kept:
                where = f"/proc/{pid}/task/{task}"
                break
    try:
        descriptors = len(os.listdir(f"{where}/fd"))
    except PermissionError:  # a program that nobody may read: suppose the worst
        descriptors = _DESCRIPTORS
    return kept + max(0, descriptors - _FREE_DESCRIPTORS) * _bytes_of_a_socket()


def _kept(where: str) -> int:
    fields = rb"(?:RssAnon|RssShmem|VmSwap|VmPTE):\s+(\d+)"
    return 1024 * sum(map(int, re.findall(fields, _read(f"{where}/status"))))


@cache
def _bytes_of_a_socket() -> int:
    """Bytes that a socket's buffer may hold."""
    try:
        return int(_read("/proc/sys/net/core/wmem_default"))
    except (OSError, ValueError):
        return 212_992  # Linux's own default


def available_memory() -> int:
    """Bytes of memory that this machine has left; as good as without end where it says nothing."""
    try:
        found = re.search(rb"MemAvailable:\s+(\d+)", _read("/proc/meminfo"))
    except OSError:
        found = None
    return int(found[1]) * 1024 if found else 1 << 62


def _read(path: str) -> bytes:
    """A small file of /proc; faster than `open`, since it is read a hundred times a second."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, 1 << 16)
    finally:
        os.close(descriptor)


def descendants(pid: int) -> list[int]:
    """The process, and everything it started that still runs."""
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
