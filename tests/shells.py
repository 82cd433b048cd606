"""Shells of other kinds than the one that runs the tests, made with `unshare` and `setpriv`.

A container, a shell that somebody opened in one, a machine that allows no namespaces: each
`Shell` says in which a program is to run, and as whom.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from course.judge.sandbox import seccomp

NOBODY = 65534
#: Programs that these shells are made with.
PROGRAMS = ("unshare", "nsenter", "setpriv", "mount", "sh")
#: A new process tree with a /proc of its own, as in a container.
TREE = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
#: Starts a program as root of a user namespace with 65,536 ids, as a rootless container is.
IN_A_USER_NAMESPACE = """
import ctypes, os, sys
ready, wanted = os.pipe(), os.pipe()
child = os.fork()
if child == 0:
    assert ctypes.CDLL(None).unshare(0x10000000) == 0
    os.write(ready[1], b".")
    os.read(wanted[0], 1)
    os.execvp(sys.argv[1], sys.argv[1:])
os.read(ready[0], 1)
for name in ("uid_map", "gid_map"):
    with open(f"/proc/{child}/{name}", "w") as file:
        file.write("0 0 65536")
os.write(wanted[1], b".")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
ROOTLESS = (sys.executable, "-c", IN_A_USER_NAMESPACE)
#: No namespaces: the limit of this user namespace is 0.
NO_NAMESPACES = "echo 0 > /proc/sys/user/max_user_namespaces"
#: What Docker takes from root, as far as it matters here.
NOT_ADMIN = ("--bounding-set=-sys_admin", "--inh-caps=-sys_admin")
NO_CAPABILITIES = ("--bounding-set=-all", "--inh-caps=-all")
#: Starts a program for which Landlock does not exist.
WITHOUT_LANDLOCK = f"""
import ctypes, errno, os, struct, sys
libc = ctypes.CDLL(None, use_errno=True)
program = [({seccomp._LOAD}, 0, 0, 0), ({seccomp._EQUAL}, 0, 1, 444),
           ({seccomp._RETURN}, 0, 0, {seccomp._REFUSE} | errno.ENOSYS),
           ({seccomp._RETURN}, 0, 0, {seccomp._ALLOW})]
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
assert libc.prctl(38, 1, 0, 0, 0) == 0
filter_ = struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code))
assert libc.prctl(22, ctypes.c_ulong(2), filter_, 0, 0) == 0
os.execvp(sys.argv[1], sys.argv[1:])
"""


@dataclass(frozen=True)
class Shell:
    """Where a program runs.

    Attributes
    ----------
    name : str
    outer : tuple of str
        The program that makes the place, and its arguments.
    prepare : str
        Shell commands that run there before the program.
    user : int
        Whose rights the program has.
    powers : tuple of str
        More arguments of `setpriv`.
    landlock : bool
        Whether the program may use Landlock.
    entered : bool
        Whether the shell is opened from outside in a container that runs already, as by
        ``docker exec``: its parent is then none that it can see.
    opened : bool
        Whether every user can read Python there; always so if the program is not root's.
    """

    name: str
    outer: tuple[str, ...] = ()
    prepare: str = ":"
    user: int = 0
    powers: tuple[str, ...] = ()
    landlock: bool = True
    entered: bool = False
    opened: bool = False

    @contextlib.contextmanager
    def command(self) -> Iterator[list[str]]:
        """What a command has to begin with to run there."""
        opened = ["unshare", "--mount", "sh", "-c", f'{_open_up()}\nexec "$@"', "sh"]
        rights = [*self.powers]
        if self.user:
            rights += [f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"]
        within = ["sh", "-c", f'{self.prepare} && exec "$@"', "sh"]
        if rights:
            within += ["setpriv", *rights, "--"]
        if not self.landlock:
            within += [sys.executable, "-c", WITHOUT_LANDLOCK]
        before = opened if self.user or self.opened else []
        if not self.entered:
            yield [*before, *self.outer, *within]
            return
        with subprocess.Popen([*self.outer, "sleep", "1000"]) as container:
            try:
                first = _child(container.pid)
                enter = ["nsenter", f"--target={first}", "--pid", "--mount", "--"]
                yield [*enter, *before, *within]
            finally:
                container.kill()


def _child(pid: int) -> int:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = [p for p in psutil.Process(pid).children() if p.name() == "sleep"]
        if found:
            return found[0].pid
        time.sleep(0.05)
    raise TimeoutError("the container did not start")


def _open_up() -> str:
    """Commands that let every user reach this Python, in a mount namespace of its own."""
    wanted = [Path(p).resolve() for p in (sys.base_prefix, sys.prefix)]
    closed = {
        folder
        for path in wanted
        for folder in path.parents
        if folder.stat().st_mode & 0o005 != 0o005
    }
    lines = []
    for folder in sorted(f for f in closed if closed.isdisjoint(f.parents)):
        inside = [path for path in wanted if folder in path.parents]
        lines += ["mount --make-rprivate / && mount -t tmpfs -o mode=755 keep /mnt"]
        lines += [f"mkdir /mnt/{i} && mount --bind {p} /mnt/{i}" for i, p in enumerate(inside)]
        lines += [f"mount -t tmpfs -o mode=755 cover {folder}"]
        lines += [f"mkdir -p {p} && mount --bind /mnt/{i} {p}" for i, p in enumerate(inside)]
    return "set -e\n" + "\n".join(lines)


@functools.cache
def missing() -> str:
    """Why such shells can't be made here; empty if they can."""
    lacking = [name for name in PROGRAMS if shutil.which(name) is None]
    if lacking:
        return f"{', '.join(lacking)} (util-linux) is missing"
    made = subprocess.run(
        [*ROOTLESS, *TREE, "true"], capture_output=True, text=True, timeout=60, check=False
    )
    return made.stderr.strip() if made.returncode else ""


SHELLS = [
    Shell("root"),
    Shell("root-docker-exec", TREE, entered=True),
    Shell("root-of-a-rootless-container", (*ROOTLESS, *TREE)),
    Shell("root-of-one-id", (*TREE, "--user", "--map-root-user")),
    Shell(
        "root-without-namespaces", ROOTLESS, NO_NAMESPACES, powers=NO_CAPABILITIES
    ),
    Shell(
        "root-without-landlock", ROOTLESS, NO_NAMESPACES, powers=NO_CAPABILITIES,
        landlock=False,
    ),
    Shell("root-of-docker", ROOTLESS, NO_NAMESPACES, powers=NOT_ADMIN, opened=True),
    Shell(
        "root-of-docker-without-landlock", ROOTLESS, NO_NAMESPACES, powers=NOT_ADMIN,
        landlock=False, opened=True,
    ),
    Shell("user", user=NOBODY),
    Shell("user-docker-exec", TREE, user=NOBODY, entered=True),
    Shell("user-hidden-proc", TREE, "mount -o remount,hidepid=2 /proc", user=NOBODY),
    Shell(
        "user-without-namespaces", ROOTLESS, NO_NAMESPACES, NOBODY, NO_CAPABILITIES
    ),
    Shell(
        "user-without-landlock", ROOTLESS, NO_NAMESPACES, NOBODY, NO_CAPABILITIES,
        landlock=False,
    ),
]  # fmt: skip


def who_runs(folder: Path) -> list[psutil.Process]:
    """Processes whose folder for temporary files is this one."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get("TMPDIR") == os.fspath(folder):
                found.append(process)
    return found
