"""What a sandboxed process may see of the file system."""

from __future__ import annotations

import os
import sys
import sysconfig
from functools import cache
from pathlib import Path

#: Files and folders of the system that Python and its packages read. Not the rest of
#: /usr/local: nbgrader's exchange, with what others handed in, is there by default.
_SYSTEM = (
    "/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32",
    "/usr/libexec", "/usr/include", "/usr/share", "/usr/local/bin", "/usr/local/lib",
    "/usr/local/lib64", "/usr/local/cuda", "/usr/local/share/fonts",
    "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives",
    "/etc/fonts", "/etc/localtime", "/etc/mime.types", "/etc/nsswitch.conf",
)  # fmt: skip
#: Devices without a memory of their own, and graphics cards where there are any.
_DEVICES = ("null", "zero", "full", "random", "urandom")
_GPUS = ("nvidia*", "dri", "kfd")

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
    present = [f for f in (*_SYSTEM, *sorted(folders)) if os.path.lexists(f)]
    # A folder within another one of the list is there already.
    return [
        f
        for f in present
        if not any(f != g and Path(g) in Path(f).parents and not os.path.islink(g) for g in present)
    ]


def devices() -> list[str]:
    """Devices that it may use: those without a memory of their own, and graphics cards."""
    cards = [str(p) for name in _GPUS for p in Path("/dev").glob(name)]
    return [d for d in (*cards, *(f"/dev/{n}" for n in _DEVICES)) if os.path.exists(d)]
