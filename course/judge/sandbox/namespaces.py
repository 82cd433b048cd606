"""Isolation level `namespaces`: a file system, processes and a network of its own.

As root, or, where the system allows it, as an ordinary user.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable
from pathlib import Path

from course.judge.isolation import Limits
from course.judge.sandbox import identity
from course.judge.sandbox.syscalls import (
    AT_FDCWD,
    AT_RECURSIVE,
    CLONE_NEWIPC,
    CLONE_NEWNET,
    CLONE_NEWNS,
    CLONE_NEWPID,
    CLONE_NEWUSER,
    CLONE_NEWUTS,
    MNT_DETACH,
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_RDONLY,
    MS_REC,
    MS_REMOUNT,
    check,
    libc,
    mount,
)  # fmt: skip
from course.judge.sandbox.view import SCRATCH, devices, uses_card, view

_MOUNT_SETATTR = 442  # the same number on every kind of processor; Linux 5.12
_NO_DEVICES = 4
_READ_ONLY = 1 | 2 | _NO_DEVICES  # and no set-user-id
#: Flags that a mount must keep, by their names in /proc/self/mountinfo; MS_NOSYMFOLLOW is new.
#: Of how access times are kept, Linux changes nothing if nothing is said.
_KEPT_FLAGS = {"noexec": MS_NOEXEC, "nosymfollow": 1 << 8}


def leave_shared(hidden: tuple[str, ...]) -> Callable[[Limits], None]:
    """Leave the shared namespaces.

    Parameters
    ----------
    hidden : tuple of str
        What the new root must not hold; see `view`.

    Returns
    -------
    callable
        What the child, the first process of the new ones, has to do before anything else.

    Raises
    ------
    OSError
        Where the system does not allow it.
    """
    flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
    number = identity.unused_id() if os.geteuid() == 0 else None
    if number is not None and libc.unshare(flags) != 0:
        number = None
    if number is None:
        user, group = os.geteuid(), os.getegid()
        identity.show_memory()  # the files below belong to who may read this process
        check(libc.unshare(flags | CLONE_NEWUSER), "unshare")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")

    def enter(limits: Limits) -> None:
        _private_view(limits, hidden)
        if number is None:
            identity.drop_capabilities()
        elif not identity.leave(number, [os.path.dirname(os.__file__)]):
            raise PermissionError(f"only root may read {os.path.dirname(os.__file__)}")

    return enter


def _private_view(limits: Limits, hidden: tuple[str, ...]) -> None:
    """Change to a new root, in memory, that holds what `view` names and nothing else."""
    mount("none", "/", None, MS_REC | MS_PRIVATE)
    new = "/tmp"  # the new root covers it, in this namespace alone
    parts = view(hidden)
    sources = {f: os.open(f, os.O_PATH) for f in parts if not os.path.islink(f)}
    links = {f: os.readlink(f) for f in parts if os.path.islink(f)}
    nodes = {d: os.open(d, os.O_PATH) for d in devices()}
    proc = os.open("/proc", os.O_PATH)

    mount("tmpfs", new, "tmpfs", MS_NOSUID | MS_NODEV, "size=16m,mode=755")
    for name, size in ((SCRATCH, limits.scratch), ("/dev/shm", 64 << 20)):
        os.makedirs(new + name, exist_ok=True)
        options = f"size={size},nr_inodes=65536,mode=1777"  # empty files use memory, too
        mount("tmpfs", new + name, "tmpfs", MS_NOSUID | MS_NODEV, options)
    for path, source in sources.items():
        _bind(f"/proc/self/fd/{source}", new + path, _READ_ONLY)
    for path, source in nodes.items():
        _bind(f"/proc/self/fd/{source}", new + path, _READ_ONLY & ~_NO_DEVICES)
    for path, target in links.items():
        os.makedirs(os.path.dirname(new + path), exist_ok=True)
        os.symlink(target, new + path)
    os.makedirs(new + "/proc")
    try:
        flags = MS_NOSUID | MS_NODEV | MS_NOEXEC | (0 if uses_card() else MS_RDONLY)
        mount("proc", new + "/proc", "proc", flags)
    except OSError:
        pass  # a container that hides parts of /proc forbids a new one: do without
    Path(new + "/etc").mkdir(exist_ok=True)
    Path(new + "/etc/passwd").write_text("student:x:60000000:60000000::/tmp:/bin/sh\n")
    Path(new + "/etc/hosts").write_text("127.0.0.1 localhost\n")

    os.chdir(new)
    check(libc.pivot_root(b".", b"."), "pivot_root")
    check(libc.umount2(b".", MNT_DETACH), "umount")
    for descriptor in (*sources.values(), *nodes.values(), proc):
        os.close(descriptor)
    mount("none", "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)
    os.chdir(SCRATCH)


def _bind(source: str, target: str, attributes: int) -> None:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        Path(target).touch()
    mount(source, target, None, MS_BIND | MS_REC)
    _make_read_only(target, attributes)


def _make_read_only(target: str, attributes: int) -> None:
    """Make what is mounted at `target`, and below it, read-only.

    A device that is mounted so can still be written to, but its mode and owner can't be changed.
    """
    packed = struct.pack("QQQQ", attributes, 0, 0, 0)
    failed = libc.syscall(
        _MOUNT_SETATTR, AT_FDCWD, os.fsencode(target), AT_RECURSIVE, packed, len(packed)
    )
    if not failed:
        return
    # An older Linux, or a container whose filter does not know the call: one mount at a time,
    # each with the flags that it has and that a user namespace may not take away.
    inside = [m for m in _mounts() if m[0] == target or m[0].startswith(target + "/")]
    for place, options in inside:
        kept = sum(flag for name, flag in _KEPT_FLAGS.items() if name in options)
        kept |= MS_NODEV if attributes & _NO_DEVICES else 0
        flags = MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | kept
        mount("none", place, None, flags)


def _mounts() -> list[tuple[str, list[str]]]:
    """Where something is mounted, as this process sees it, each with its options."""
    found = []
    for line in Path("/proc/self/mountinfo").read_text(errors="surrogateescape").splitlines():
        fields = line.split(" ")
        place = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[4])
        found.append((place, fields[5].split(",")))
    return found
