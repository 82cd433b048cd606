"""Isolation level `namespaces`: a file system, processes and a network of its own.

As root, or, where the system allows it, as an ordinary user.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path

from course.judge.isolation import Limits
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
    PR_SET_DUMPABLE,
    check,
    libc,
    mount,
    prctl,
)  # fmt: skip
from course.judge.sandbox.view import SCRATCH, devices, view, writes_to_proc

_MOUNT_SETATTR = 442  # the same number on every kind of processor; Linux 5.12
_READ_ONLY = 1 | 2 | 4  # and no set-user-id, no devices


def leave_shared() -> Callable[[Limits], None]:
    """Leave the shared namespaces.

    Returns
    -------
    callable
        What the child, the first process of the new ones, has to do before anything else.

    Raises
    ------
    OSError
        Where the system does not allow it.
    """
    # A user id that nobody has: it owns no files, and its processes are counted apart.
    number = 60_000_000 + os.getpid()
    flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
    root = os.geteuid() == 0 and libc.unshare(flags) == 0
    if not root:
        user, group = os.geteuid(), os.getegid()
        check(libc.unshare(flags | CLONE_NEWUSER), "unshare")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")

    def enter(limits: Limits) -> None:
        _private_view(limits)
        if root:
            os.setgroups([])
            os.setresgid(number, number, number)
            os.setresuid(number, number, number)
            os.listdir(os.path.dirname(os.__file__))  # raises if only root may read Python
            prctl(PR_SET_DUMPABLE, 1)  # else it could not read its own /proc/self
        else:
            _drop_capabilities()

    return enter


def _private_view(limits: Limits) -> None:
    """Change to a new root, in memory, that holds what `view` names and nothing else."""
    mount("none", "/", None, MS_REC | MS_PRIVATE)
    new = "/tmp"  # the new root covers it, in this namespace alone
    sources = {f: os.open(f, os.O_PATH) for f in view() if not os.path.islink(f)}
    links = {f: os.readlink(f) for f in view() if os.path.islink(f)}
    nodes = {d: os.open(d, os.O_PATH) for d in devices()}
    proc = os.open("/proc", os.O_PATH)

    mount("tmpfs", new, "tmpfs", MS_NOSUID | MS_NODEV, "size=16m,mode=755")
    for name, size in ((SCRATCH, limits.scratch), ("/dev/shm", 64 << 20)):
        os.makedirs(new + name, exist_ok=True)
        options = f"size={size},nr_inodes=65536,mode=1777"  # empty files use memory, too
        mount("tmpfs", new + name, "tmpfs", MS_NOSUID | MS_NODEV, options)
    for path, source in sources.items():
        _bind(f"/proc/self/fd/{source}", new + path, read_only=True)
    for path, source in nodes.items():
        _bind(f"/proc/self/fd/{source}", new + path, read_only=False)
    for path, target in links.items():
        os.makedirs(os.path.dirname(new + path), exist_ok=True)
        os.symlink(target, new + path)
    os.makedirs(new + "/proc")
    try:
        flags = MS_NOSUID | MS_NODEV | MS_NOEXEC | (0 if writes_to_proc() else MS_RDONLY)
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


def _bind(source: str, target: str, read_only: bool) -> None:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        Path(target).touch()
    mount(source, target, None, MS_BIND | MS_REC)
    if read_only:
        attributes = struct.pack("QQQQ", _READ_ONLY, 0, 0, 0)
        check(
            libc.syscall(
                _MOUNT_SETATTR, AT_FDCWD, os.fsencode(target), AT_RECURSIVE,
                attributes, len(attributes),
            ),
            f"mount_setattr {target}",
        )  # fmt: skip


def _drop_capabilities() -> None:
    """Give up the capabilities that come with a new user namespace."""
    header = struct.pack("Ii", 0x20080522, 0)  # version 3, this process
    check(libc.capset(header, struct.pack("6I", *[0] * 6)), "capset")
