"""Checks of this machine: what the course needs, what is missing, and what to do about it."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from packaging.markers import Marker

from course import machine, project
from course.judge import client, isolation


@dataclass(frozen=True)
class Line:
    """One finding; its state is ``ok``, ``note`` (it works, with a restriction) or ``bad``."""

    state: str
    what: str
    found: str
    advice: str = ""


_MAIN = (
    "keras", "numpy", "pandas", "matplotlib", "jupyterlab", "nbgrader", "ipykernel",
)  # fmt: skip
_REINSTALL = "pip install -c requirements.txt -e .  (or: make setup)"


def examine(report: Callable[[str], None] = lambda name: None) -> list[Line]:
    """Run every check.

    Parameters
    ----------
    report : callable
        Called with the name of each group of checks before it runs.
    """
    lines: list[Line] = []
    for name, check in CHECKS.items():
        report(name)
        lines += check()
    return lines


def _python() -> Iterator[Line]:
    found = f"{platform.python_version()} ({sys.executable})"
    if sys.version_info >= (3, 14):
        yield Line(
            "note",
            "Python",
            found,
            "TensorFlow may have no release for it yet; 3.10 to 3.13 are known to work",
        )
    else:
        yield Line("ok", "Python", found)
    inside = sys.prefix != sys.base_prefix
    yield Line(
        "ok" if inside else "note",
        "environment",
        sys.prefix,
        "" if inside else "use a virtual environment, so that versions stay as pinned",
    )


def pins(text: str) -> dict[str, str]:
    """The versions that a requirements file pins on this machine."""
    found = {}
    for line in text.splitlines():
        match = re.match(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;]+)(?:\s*;\s*(.+))?$", line)
        if match and (not match[3] or Marker(match[3]).evaluate()):
            found[match[1].lower()] = match[2]
    return found


def _packages() -> Iterator[Line]:
    course = project.find()
    path = course.root / "requirements.txt" if course else None
    pinned = pins(path.read_text(encoding="utf-8")) if path and path.exists() else {}
    backend = os.environ.get("KERAS_BACKEND") or "tensorflow"
    for name in (backend, *_MAIN):
        try:
            installed = version(name)
        except PackageNotFoundError:
            yield Line("bad", name, "not installed", _REINSTALL)
            continue
        want = pinned.get(name)
        if want and want != installed:
            yield Line(
                "note",
                name,
                f"{installed}; the course is tested with {want}",
                f"pip install {name}=={want}",
            )
        else:
            yield Line("ok", name, installed)


#: Asked in a process of its own: what Keras runs on, and how its libraries are set.
_DEVICES = """
import course, json, keras, sys
from course import libraries
backend = keras.backend.backend()
if backend == "tensorflow":
    import tensorflow
    cards = [str(card.name) for card in tensorflow.config.list_physical_devices("GPU")]
elif backend == "jax":
    import jax
    cards = [str(card) for card in jax.devices() if card.platform == "gpu"]
else:
    import torch
    cards = [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
print(json.dumps({"backend": backend, "cards": cards, "full": libraries.full_float32()}))
"""


def _devices() -> Iterator[Line]:
    import json

    done = subprocess.run([sys.executable, "-c", _DEVICES], capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        yield Line(
            "bad",
            "Keras",
            f"does not start: {last}",
            "reinstall it: pip install --force-reinstall -c requirements.txt keras tensorflow",
        )
        return
    yield from _found_devices(json.loads(done.stdout.splitlines()[-1]))


def _found_devices(found: dict[str, Any]) -> Iterator[Line]:
    """What to say of Keras's backend, its cards, and the precision of its products."""
    backend = found["backend"]
    yield Line("ok", "Keras backend", backend)
    rounded = [name for name, full in found["full"].items() if not full]
    if rounded or backend not in found["full"]:
        yield Line(
            "bad",
            "float32",
            f"{', '.join(rounded) or backend} may round products to TF32: right answers can fail",
            "import course before keras",
        )
    else:
        yield Line("ok", "float32", "products in full precision")
    cards = "; ".join(
        f"{c.name}, {c.memory / 2**30:.0f} GiB, driver {c.driver}" for c in machine.cards()
    )
    if found["cards"]:
        yield Line("ok", "GPU", cards or ", ".join(found["cards"]))
    elif cards:
        yield Line(
            "note",
            "GPU",
            f"{cards}: present, but {backend} does not see it",
            "pip install -c requirements.txt -e '.[gpu]'",
        )
    else:
        yield Line("ok", "GPU", "none; the quick size of every notebook needs none")
    named = machine.grading_cards()
    yield Line(
        "ok",
        "grading on",
        f"the processor, {machine.workers()} at a time"
        if named == machine.NO_CARD
        else f"the card {named}, {machine.workers()} at a time ({machine.CARDS})",
    )


def _kernels() -> Iterator[Line]:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
        yield Line("ok", "kernel python3", spec.argv[0])
    except NoSuchKernel:
        yield Line(
            "bad",
            "kernel python3",
            "missing",
            f"{sys.executable} -m ipykernel install --sys-prefix",
        )


def _warm_kernel() -> Iterator[Line]:
    from importlib.metadata import entry_points

    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    name, what = "course-warm", "kernel course-warm"
    if not client.supported():
        yield Line("ok", what, "needs Linux; kernels start as usual")
        return
    try:
        spec = KernelSpecManager().get_kernel_spec(name)
    except NoSuchKernel:
        yield Line("note", what, "missing; kernels start as usual, more slowly", _REINSTALL)
        return
    if not entry_points(group="jupyter_client.kernel_provisioners", name=name):
        yield Line("note", what, f"{spec.resource_dir}, without its provisioner", _REINSTALL)
        return
    yield Line("ok", what, spec.resource_dir)


def _fork_server() -> Iterator[Line]:
    what, advice = "fork server", "grading and course check work without it, more slowly"
    try:
        process = client.process_id(client.shared())  # starts it if it does not run
    except (client.ServerUnavailable, OSError) as error:
        yield Line("note", what, f"unavailable: {error}", advice)
        return
    yield Line("ok", what, f"runs (process {process}); ends by itself when it is not used")


#: What each isolation level but the best means for those who grade.
_WEAKER = {
    isolation.LANDLOCK: "no other files, no network; other processes are not hidden",
    isolation.OPEN: "no network, and limits of memory, processes and time; files are open",
    isolation.UNSANDBOXED: "submissions run with your own rights",
}


def _isolation() -> Iterator[Line]:
    refused: tuple[tuple[str, str], ...] = (("fork server", "it needs Linux"),)
    level = isolation.UNSANDBOXED
    if client.supported():
        from course.judge import sandbox

        found = sandbox.offered()
        level, refused = found.level, found.refused
    if level == isolation.NAMESPACES:
        yield Line("ok", "isolation level", level)
        return
    yield Line(
        "note",
        "isolation level",
        f"{level}: {_WEAKER[level]}",
        f"course grade runs submissions only with --allow-{level} (docs/grading.md)",
    )
    for better, reason in refused:
        yield Line("note", f"no {better}", reason)


def _data() -> Iterator[Line]:
    folder = os.environ.get("COURSE_DATA")
    if not folder:
        yield Line("ok", "data", "embedded (quick size); the full size downloads the real data", "")
    elif Path(folder).is_dir():
        files = sum(p.is_file() for p in Path(folder).rglob("*"))
        yield Line("ok", "data", f"COURSE_DATA={folder} ({files} files)")
    else:
        yield Line(
            "bad",
            "data",
            f"COURSE_DATA={folder} is not a folder",
            "unset COURSE_DATA or set it to the folder with the real data",
        )


def _disk() -> Iterator[Line]:
    free = shutil.disk_usage(".").free / 1e9
    yield Line(
        "ok" if free > 2 else "bad",
        "disk",
        f"{free:.1f} GB free",
        "" if free > 2 else "free some space: results and data need about 2 GB",
    )


CHECKS: dict[str, Callable[[], Iterator[Line]]] = {
    "Python": _python,
    "packages": _packages,
    "devices": _devices,
    "kernels": _kernels,
    "warm kernel": _warm_kernel,
    "fork server": _fork_server,
    "isolation level": _isolation,
    "data": _data,
    "disk": _disk,
}
