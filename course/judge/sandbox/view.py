"""What a sandboxed process may see of the file system."""

from __future__ import annotations

import os
import sys
import sysconfig
from functools import cache
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


@cache
def view() -> list[str]:
    """Files and folders that it may read: Python, its packages, the course's, the system's."""
    package = Path(__file__).resolve().parents[2]
    folders = {sys.prefix, sys.base_prefix, sys.exec_prefix, sysconfig.get_paths()["stdlib"]}
    folders |= {sysconfig.get_paths()["platstdlib"], str(package)}
    folders |= {p for p in sys.path if os.path.basename(p) in ("site-packages", "dist-packages")}
    folders -= {"/usr", "/usr/local"}  # where the system's own Python is: named in parts above
    folders |= _of_cards()
    present = [f for f in (*_SYSTEM, *sorted(folders)) if os.path.lexists(f)]
    # A folder within another one of the list is there already.
    return [
        f
        for f in present
        if not any(f != g and Path(g) in Path(f).parents and not os.path.islink(g) for g in present)
    ]


def devices() -> list[str]:
    """Devices that it may use: those without a memory of their own, and cards if grading does."""
    names = _CARD_DEVICES if grading_cards() != NO_CARD else ()
    cards = [str(path) for name in names for path in sorted(Path("/dev").glob(name))]
    return [d for d in (*cards, *(f"/dev/{n}" for n in _DEVICES)) if os.path.exists(d)]


def proc() -> list[str]:
    """What it may read of /proc if it sees the system's own."""
    named = _PROC + (_CARD_PROC if grading_cards() != NO_CARD else ())
    return [path for path in named if os.path.exists(path)]


def writes_to_proc() -> bool:
    """Whether it may write to its own part of /proc: CUDA names its threads there, or fails."""
    return grading_cards() != NO_CARD


def _of_cards() -> set[str]:
    """The folders of CUDA and of the driver, if grading uses a card."""
    if grading_cards() == NO_CARD:
        return set()
    listed = filter(None, os.environ.get("LD_LIBRARY_PATH", "").split(":"))
    drivers = {f for f in listed if os.path.exists(os.path.join(f, "libcuda.so.1"))}
    # A link such as /usr/local/cuda needs the folder that it leads to.
    return {p for f in {*_CARD_FOLDERS, *drivers} for p in (f, os.path.realpath(f))}
