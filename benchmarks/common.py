"""What the experiments share: notebooks' cells, the machine, and results that survive a crash."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
sys.path.insert(0, str(ROOT))

import course  # noqa: E402  (before TensorFlow, to quiet its log)
from course.machine import cores, processor  # noqa: E402


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


def where() -> dict:
    """The date, the machine and the versions: what every result carries."""
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
    """The names that a notebook's cells leave behind.

    Runs its set-up, its reference solutions, and the cells that begin with one of
    the texts `cells`, in the notebook's order, so that what is measured is what the
    notebook shows. `clock` gets the seconds of each of those cells, by that text.
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
    """A result as JSON, written at once or not at all."""
    from course import files

    files.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", path)


class Results:
    """An experiment's results, in ``benchmarks/results/<name>.json``, saved after every run.

    A run that the file already has is not repeated: an experiment that was cut off
    goes on where it stopped. Delete the file, or one run in it, to measure anew.
    """

    def __init__(self, name: str, experiment: str, **settings):
        self.path = RESULTS / f"{name}.json"
        self.data = json.loads(self.path.read_text("utf-8")) if self.path.exists() else {"runs": {}}
        self.data = {"experiment": experiment, **settings, "runs": self.data["runs"]}

    def once(self, key: str, measure: Callable[..., dict], *arguments, **options) -> dict:
        """The run `key`: measured by ``measure(*arguments)`` unless it is there already."""
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
        write(self.data, self.path)


def options(description: str, *runs: str) -> argparse.Namespace:
    """The command line of an experiment: ``--only RUN …`` chooses among its runs."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--only", nargs="*", choices=runs, default=list(runs), metavar="RUN")
    chosen = parser.parse_args()
    os.environ["COURSE_SIZE"] = "full"  # before a notebook chooses its sizes
    return chosen
