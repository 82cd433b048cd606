"""Shared by the benchmarks: notebooks' cells, the machine, and results saved after each run."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import course  # before TensorFlow, to quiet its log
from course.machine import cores, processor
from tools import ROOT
from tools.pages import RESULTS


def accelerator() -> str:
    """The GPU that Keras's backend sees, or "none"."""
    import keras

    if keras.backend.backend() == "jax":
        import jax

        names = [d.device_kind for d in jax.devices() if d.platform == "gpu"]
    elif keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        names = [
            tf.config.experimental.get_device_details(d).get("device_name", d.name)
            for d in tf.config.list_physical_devices("GPU")
        ]
    else:
        import torch

        names = [torch.cuda.get_device_name(0)] if torch.cuda.is_available() else []
    return names[0] if names else "none"


def machine() -> dict:
    """Where and when a benchmark of grading ran, and how busy the machine was."""
    return {
        "machine": f"{processor()}, {platform.system()}",
        "cores": cores(),
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
        "load": round(os.getloadavg()[0], 1),
    }


def where() -> dict:
    """The date, the machine and the versions; part of every experiment's result."""
    import keras

    backend = keras.backend.backend()
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
        "machine": f"{processor()}, {platform.system()}",
        "cores": cores(),
        "gpu": accelerator(),
        "python": platform.python_version(),
        "keras": keras.__version__,
        "backend": backend,
        "backend_version": metadata.version(backend),
    }


def notebook(name: str, cells: tuple[str, ...] = (), clock: dict | None = None) -> dict:
    """The namespace after some of a notebook's cells have run, in the notebook's order.

    Parameters
    ----------
    cells : tuple of str
        How the cells begin that run besides the set-up and the reference solutions.
    clock : dict, optional
        Receives the seconds that each of these cells took, under its beginning.
    """
    from course import notebooks

    names: dict = {"__name__": "__main__", "course": course}  # the settings' cell imports it
    for cell in notebooks.read(ROOT / "source" / name / f"{name}.ipynb").cells:
        if cell.cell_type != "code":
            continue
        wanted = next((text for text in cells if cell.source.startswith(text)), None)
        if wanted or notebooks.is_setup(cell) or notebooks.is_solution(cell):
            begin = time.perf_counter()
            exec(compile(cell.source, f"<{cell.id}>", "exec"), names)
            if wanted and clock is not None:
                clock[wanted] = time.perf_counter() - begin
    return names


def write(result: dict, path: Path) -> None:
    """Write a result as JSON, atomically."""
    from course import files

    files.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", path)


class Results:
    """An experiment's results, saved in ``benchmarks/results/<name>.json`` after every run.

    Runs that are in the file are not repeated, so an interrupted experiment resumes.
    Delete the file, or one run in it, to measure again.
    """

    def __init__(self, name: str, experiment: str, **settings: object):
        self.path = RESULTS / f"{name}.json"
        self.data = json.loads(self.path.read_text("utf-8")) if self.path.exists() else {"runs": {}}
        self.data = {"experiment": experiment, **settings, "runs": self.data["runs"]}

    def once(
        self, key: str, measure: Callable[..., dict], *arguments: object, **options: object
    ) -> dict:
        """The run `key`; measured by ``measure(*arguments, **options)`` if it is not saved yet."""
        if key not in self.data["runs"]:
            print(f"{self.path.stem}: {key} …", flush=True)
            begin, cpu = time.perf_counter(), time.process_time()
            found = measure(*arguments, **options)
            self.data["runs"][key] = {
                **found,
                "seconds": round(time.perf_counter() - begin, 1),
                "cpu_seconds": round(time.process_time() - cpu, 1),
                **where(),
            }
            self.save()
            brief = {k: v for k, v in found.items() if not isinstance(v, (dict, list, str))}
            print(f"{self.path.stem}: {key}: {brief}", flush=True)
        return self.data["runs"][key]

    def save(self) -> None:
        """Write the file."""
        write(self.data, self.path)


def options(description: str, *runs: str) -> argparse.Namespace:
    """Parse an experiment's command line: ``--only RUN …`` chooses among its runs."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--only", nargs="*", choices=runs, default=list(runs), metavar="RUN")
    chosen = parser.parse_args()
    os.environ["COURSE_SIZE"] = "full"  # before a notebook chooses its sizes
    return chosen
