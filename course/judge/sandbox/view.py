"""What a sandboxed process may see of the file system."""

from __future__ import annotations

import os
import pwd
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

from course.machine import NO_CARD, grading_cards

#: Files and folders of the system that Python and its packages read. Not the rest of
#: /usr/local: nbgrader's exchange, with what others handed in, is there by default.
_SYSTEM = (
    "/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32",
    "/usr/libexec", "/usr/include", "/usr/share", "/usr/local/bin", "/usr/local/lib",
    "/usr/local/lib64", "/usr/local/share/fonts",
    "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives",
    "/etc/fonts", "/etc/localtime", "/etc/mime.types", "/etc/nsswitch.conf",
)  # fmt: skip
#: What belongs to Python in the folder of an environment or an installation, which may hold
#: anything else: a project, even a home folder, can be an environment, too.
_OF_A_PREFIX = ("bin", "lib", "lib64", "libexec", "include", "share", "etc", "ssl", "pyvenv.cfg")
#: The same if the folder holds something that must stay hidden.
_OF_A_SHARED_PREFIX = ("bin", "lib", "lib64", "pyvenv.cfg")
#: Where nbgrader keeps what students hand in, below an environment's folder, if told nothing.
_EXCHANGE = "share/nbgrader"
#: Devices without a memory of their own.
_DEVICES = ("null", "zero", "full", "random", "urandom")
#: If grading uses a graphics card: its devices, and what CUDA reads besides its libraries.
_CARD_DEVICES = ("nvidia[0-9]*", "nvidiactl", "nvidia-uvm", "nvidia-uvm-tools", "nvidia-caps/*")
_CARD_FOLDERS = ("/usr/local/cuda", "/usr/local/nvidia")
_CARD_PROC = ("/proc/driver/nvidia",)
#: What it may read of /proc if it sees the system's own: XLA asks which processor there is.
_PROC = ("/proc/self", "/proc/cpuinfo")

#: The scratch folder: the only one that it may write to, if it has namespaces.
SCRATCH = "/tmp"


def view(hidden: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Files and folders that it may read: Python, its packages, the course's, the system's.

    Parameters
    ----------
    hidden : tuple of str
        Files and folders that no part of the view may hold, whatever path leads to them.
        The home folder, the project that holds this package and nbgrader's exchange are
        always among them. What of Python lies in a hidden folder is in the view all the same.
    """
    secret = places(hidden)
    named = dict.fromkeys([*_SYSTEM, *_of_python(secret), *sorted(_of_cards())])
    named |= dict.fromkeys(os.path.realpath(path) for path in named if os.path.islink(path))
    parts = dict.fromkeys(part for path in named for part in _without(path, secret))
    folders = {path for path in parts if not os.path.islink(path)}
    # A file or folder within another folder of the view is there already.
    return tuple(part for part in parts if folders.isdisjoint(_above(part)))


def places(hidden: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The real paths of what must stay hidden: what is named, and what always is."""
    prefixes = ("/usr", "/usr/local", sys.prefix, sys.base_prefix)
    own = [*_homes(), *(os.path.join(p, _EXCHANGE) for p in prefixes)]
    project = _package().parent
    if (project / "nbgrader_config.py").exists():
        own.append(str(project))
    there = [*hidden, *filter(os.path.exists, own)]
    return tuple(sorted(set(map(os.path.realpath, there))))


def _homes() -> Iterator[str]:
    yield os.path.expanduser("~")
    try:
        yield pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:  # a container's user without a name
        pass


def _package() -> Path:
    return Path(__file__).resolve().parents[2]


def _of_python(secret: Iterable[str]) -> list[str]:
    """The parts of the environment and of the installation that it was made from."""
    found = {sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib")}
    found |= {str(_package()), os.path.realpath(sys.executable)}
    found |= {p for p in sys.path if os.path.basename(p) in ("site-packages", "dist-packages")}
    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        real = os.path.realpath(prefix)
        exchange = os.path.realpath(os.path.join(prefix, _EXCHANGE))
        shared = any(_within(place, real) and place != exchange for place in secret)
        names = _OF_A_SHARED_PREFIX if shared else _OF_A_PREFIX
        found |= {os.path.join(prefix, name) for name in names}
    return sorted(found)


def _without(path: str, secret: Iterable[str]) -> Iterator[str]:
    """A file or folder, or those parts of it that hold nothing that must stay hidden."""
    if not os.path.lexists(path):
        return
    real = os.path.realpath(path)
    if os.path.islink(path) or not any(_within(place, real) for place in secret):
        yield path
    elif real not in secret and os.path.isdir(path):
        for name in sorted(os.listdir(path)):
            yield from _without(os.path.join(path, name), secret)


def _above(path: str) -> list[str]:
    """The folders that a path lies in."""
    found = []
    while path := path.rpartition("/")[0]:
        found.append(path)
    return found


def _within(path: str, folder: str) -> bool:
    """Whether a path is a folder's own, or lies in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def devices() -> list[str]:
    """Devices that it may use: those without a memory of their own, and cards if grading does."""
    names = _CARD_DEVICES if uses_card() else ()
    cards = [str(path) for name in names for path in sorted(Path("/dev").glob(name))]
    return [d for d in (*cards, *(f"/dev/{n}" for n in _DEVICES)) if os.path.exists(d)]


def proc() -> list[str]:
    """What it may read of /proc if it sees the system's own."""
    named = _PROC + (_CARD_PROC if uses_card() else ())
    return [path for path in named if os.path.exists(path)]


def uses_card() -> bool:
    """Whether grading uses a graphics card.

    CUDA then writes the names of its threads to its own part of /proc, and makes a socket.
    """
    return grading_cards() != NO_CARD


def _of_cards() -> set[str]:
    """The folders of CUDA and of the driver, if grading uses a card."""
    if not uses_card():
        return set()
    listed = filter(None, os.environ.get("LD_LIBRARY_PATH", "").split(":"))
    drivers = {f for f in listed if os.path.exists(os.path.join(f, "libcuda.so.1"))}
    # A link such as /usr/local/cuda needs the folder that it leads to.
    return {p for f in {*_CARD_FOLDERS, *drivers} for p in (f, os.path.realpath(f))}
