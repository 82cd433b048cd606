"""Grading and one full-size experiment on a graphics card, compared with the processor.

    python benchmarks/gpu.py               # in less than eight minutes
    python benchmarks/gpu.py --fresh       # measure again what the file of results has

It takes the backends that are installed: TensorFlow, or else PyTorch and JAX. Each step is on
its own: one that fails is recorded, and the next goes on. A step that is in the file is not
repeated, so an interrupted run goes on where it stopped. It writes
``benchmarks/results/gpu.json`` and a section of ``docs/speed.md``.

Without a card, ``--rehearse`` takes every step on the processor, into a file of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from importlib import metadata
from itertools import chain, islice, pairwise, zip_longest
from pathlib import Path
from typing import Any

import common

from course import machine
from course.judge import client
from course.judge.isolation import UNSANDBOXED
from tools import ROOT
from tools.pages import RESULTS, speed

#: How many known mistakes of each notebook are graded.
MISTAKES = 20
#: The class that `course grade` grades.
CLASS, STUDENTS = "06-attention", 10
#: The experiment of notebook 03 at full size: first a few epochs, to time them on both.
TIMED_EPOCHS, ALL_EPOCHS = 3, 50
PROCESSOR, CARD = "processor", "card"


# ---------------------------------------------------------------- where a step runs


def variables(backend: str, where: str) -> dict[str, str]:
    """The environment variables that choose a backend and a device."""
    cards = machine.NO_CARD if where == PROCESSOR else "0"
    return {"KERAS_BACKEND": backend, machine.CARDS: cards}


@contextlib.contextmanager
def on(backend: str, where: str) -> Iterator[None]:
    """Within the context, this process's programs and fork servers use this backend and device."""
    wanted = variables(backend, where)
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def backends() -> list[str]:
    """TensorFlow if it is installed, else PyTorch and JAX; the slowest comes last."""
    there = [n for n in ("tensorflow", "torch", "jax") if importlib.util.find_spec(n)]
    return there[:1] if there[:1] == ["tensorflow"] else there


def part(name: str, seconds: float, **environment: str) -> dict:
    """Run a part of this script in a process of its own; what it printed last, as data."""
    done = subprocess.run(
        [sys.executable, __file__, "--part", name],
        capture_output=True, text=True, timeout=seconds, env={**os.environ, **environment},
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{name}: {(done.stderr or done.stdout)[-1500:]}")
    return json.loads(done.stdout.splitlines()[-1])


class Memory(threading.Thread):
    """Watches how much of the first card's memory is in use, within a context."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.least = self.most = self._used()
        self._end = threading.Event()

    @staticmethod
    def _used() -> int:
        cards = machine.cards()
        return cards[0].memory - cards[0].free if cards else 0

    def run(self) -> None:
        while not self._end.wait(0.3):
            self.most = max(self.most, self._used())

    def __enter__(self) -> Memory:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._end.set()
        self.join()


# ---------------------------------------------------------------- the steps


def doctor(backend: str, seconds: float) -> dict:
    """What `course doctor` says while grading is told to use the card."""
    with on(backend, CARD):
        done = subprocess.run(
            [sys.executable, "-m", "course", "doctor"],
            cwd=ROOT, capture_output=True, text=True, timeout=seconds,
            env={**os.environ, "COLUMNS": "200"},
        )  # fmt: skip
    return {"status": done.returncode, "lines": done.stdout.splitlines()}


def precision(backend: str, seconds: float) -> dict:
    """The relative errors of float32 layers: on both devices, and with TF32 as a control."""
    control = {"NVIDIA_TF32_OVERRIDE": "1", "COURSE_BENCHMARK_TF32": "1"}
    places = {
        PROCESSOR: variables(backend, PROCESSOR),
        CARD: variables(backend, CARD),
        "card, TF32 allowed": {**variables(backend, CARD), **control},
    }
    with ThreadPoolExecutor(len(places)) as pool:
        running = {
            place: pool.submit(part, "precision", seconds, **chosen)
            for place, chosen in places.items()
        }
    return {place: done.result() for place, done in running.items()}


def submissions(name: str) -> Iterator[tuple[Any, dict[str, tuple[str, bool]]]]:
    """A notebook's reference, then alternatives and known mistakes, many to a submission.

    Yields
    ------
    (NotebookNode, dict)
        A submission; by exercise, the answer's name and whether it is right.
    """
    from course import catalogue, notebooks
    from course.release.templates import reference

    source = notebooks.read(ROOT / "source" / name / f"{name}.ipynb")
    exercises = [e.name for e in notebooks.exercises(source)]

    def columns(folder: str, at_most: int | None) -> Iterator[list]:
        by_exercise = [
            [entry for entry in catalogue.load(ROOT / folder, name, e) if can_run(entry.code)]
            for e in exercises
        ]
        rows = [[e for e in row if e] for row in zip_longest(*by_exercise)]
        chosen = set(islice(map(str, chain.from_iterable(rows)), at_most))
        for row in rows:
            if kept := [e for e in row if str(e) in chosen]:
                yield kept

    yield reference(source, "en"), dict.fromkeys(exercises, ("reference", True))
    for folder, right, at_most in (
        ("misconceptions", False, MISTAKES), ("alternatives", True, None),
    ):  # fmt: skip
        for entries in columns(folder, at_most):
            notebook = reference(source, "en")
            cells = {e.name: e.solution for e in notebooks.exercises(notebook)}
            for entry in entries:
                notebook.cells[cells[entry.exercise]].source = entry.code
            yield notebook, {e.exercise: (e.name, right) for e in entries}


def can_run(code: str) -> bool:
    """Whether the libraries that an answer imports, of another backend perhaps, are installed."""
    wanted = re.findall(r"^\s*(?:import|from) (tensorflow|jax|torch)\b", code, re.MULTILINE)
    return all(importlib.util.find_spec(name) for name in wanted)


def answers(backend: str, seconds: float) -> dict:
    """Every notebook's reference, alternatives and known mistakes, judged on both devices."""
    found = {}
    end = time.monotonic() + seconds
    for where, share in ((PROCESSOR, 0.4), (CARD, 1.0)):
        with on(backend, where), tempfile.TemporaryDirectory():
            client.stop()
            begin = time.monotonic()
            client.shared()
            started = time.monotonic() - begin
            try:
                with Memory() as memory:
                    found[where] = judged(machine.workers(), (end - time.monotonic()) * share)
                found[where]["server start"] = round(started, 1)
                found[where]["card memory"] = memory.most - memory.least
            finally:
                client.stop()
    first, second = (found[where].pop("verdicts") for where in (PROCESSOR, CARD))
    both = first.keys() & second.keys()
    found["compared"] = len(both)
    found["different"] = sorted(k for k in both if first[k] != second[k])
    return found


def judged(workers: int, seconds: float) -> dict:
    """Judge the answers with the fork server in use, as many as there is time for."""
    from course import notebooks
    from course.grading import engine
    from course.grading.merge import merge
    from course.grading.results import summarise
    from course.release.templates import grading_template

    path = client.shared()
    # The card is measured at whatever level there is: these answers are the course's own.
    execute = engine.Engine(UNSANDBOXED, [ROOT], connect=lambda: client.connect(path))
    names = sorted(p.stem for p in (ROOT / "source").glob("*/*.ipynb"))
    templates = {
        name: grading_template(notebooks.read(ROOT / "source" / name / f"{name}.ipynb"), "en")
        for name in names
    }
    # All references first, then one submission of each notebook in turn.
    turns = zip_longest(*([(name, *s) for s in submissions(name)] for name in names))
    waiting = [one for turn in turns for one in turn if one]
    begin, end = time.monotonic(), time.monotonic() + seconds
    verdicts: dict[str, bool] = {}
    wrong: list[dict] = []
    failed: list[str] = []
    spent: list[dict] = []

    def late() -> bool:
        return time.monotonic() > end

    def one(name: str, notebook: Any, placed: dict) -> None:
        if late():
            return
        try:
            executed = execute(merge(templates[name], notebook), stopped=late)
        except engine.Stopped:
            return
        except Exception as error:
            failed.append(f"{name}: {type(error).__name__}: {error}"[:500])
            return
        spent.append({"notebook": name, **executed.metadata["course"]})
        for e in summarise(executed, name).exercises:
            if e.name not in placed:
                continue
            answer, right = placed[e.name]
            key = f"{name}/{e.name}/{answer}"
            verdicts[key] = e.points == e.max_points
            if verdicts[key] != right:
                wrong.append({"answer": key, "right": right, "message": e.message[:300]})

    with ThreadPoolExecutor(workers) as pool:
        for done in as_completed([pool.submit(one, *w) for w in waiting]):
            done.result()
    by_notebook = {
        name: round(sum(s["seconds"] for s in of) / len(of), 2)
        for name in names
        if (of := [s for s in spent if s["notebook"] == name])
    }
    return {
        "workers": workers,
        "submissions": len(spent),
        "of": len(waiting),
        "answers": len(verdicts),
        "of answers": sum(len(placed) for _, _, placed in waiting),
        "wrong verdicts": sorted(wrong, key=lambda w: w["answer"]),
        "not judged": failed,
        "isolation": sorted({s["isolation"] for s in spent}),
        "wall": round(time.monotonic() - begin, 1),
        "cpu": round(sum(s.get("cpu", 0) for s in spent), 1),
        "seconds": by_notebook,
        "memory": max((s.get("memory", 0) for s in spent), default=0),
        "verdicts": verdicts,
    }


def class_of_ten(backend: str, seconds: float) -> dict:
    """`course grade` of a sample class, with a fork server that has to be started."""
    from course.project import Project
    from tools import agreement, sample_class

    found: dict = {"assignment": CLASS, "students": STUDENTS}
    marks = {}
    for where in (PROCESSOR, CARD):
        with on(backend, where), tempfile.TemporaryDirectory(prefix="course-gpu-") as folder:
            sample_class.make_class(Project(ROOT), CLASS, Path(folder) / "class", STUDENTS)
            client.stop()
            workers = machine.workers()
            begin = time.monotonic()
            done = subprocess.run(
                [sys.executable, "-m", "course", "grade", CLASS, "--allow-unsandboxed",
                 "--workers", str(workers)],
                cwd=Path(folder) / "class", capture_output=True, text=True, timeout=seconds / 2,
            )  # fmt: skip
            found[where] = {
                "workers": workers,
                "wall": round(time.monotonic() - begin, 1),
                "status": done.returncode,
            }
            client.stop()
            if done.returncode not in (0, 1):
                raise RuntimeError((done.stdout + done.stderr)[-1500:])
            marks[where] = agreement.points(Path(folder) / "class", CLASS)
    found["points compared"] = sum(len(tests) for tests in marks[PROCESSOR].values())
    found["different"] = sorted(
        f"{student}: {test}"
        for student, tests in marks[PROCESSOR].items()
        for test, points in tests.items()
        if marks[CARD].get(student, {}).get(test) != points
    )
    return found


def experiment(backend: str, seconds: float) -> dict:
    """The first epochs of the addition experiment at full size, on both devices."""
    found = {}
    for where in (CARD, PROCESSOR):
        with on(backend, where):
            found[where] = part(
                "experiment", seconds / 2, COURSE_SIZE="full", COURSE_EPOCHS=str(TIMED_EPOCHS)
            )
    return found


def whole_experiment(backend: str, seconds: float) -> dict:
    """The addition experiment at full size, all epochs, on the card."""
    with on(backend, CARD):
        return part("experiment", seconds, COURSE_SIZE="full", COURSE_EPOCHS=str(ALL_EPOCHS))


#: By name: the step, and the share that it may take of the time left to its backend.
STEPS: dict[str, tuple[Callable[[str, float], dict], float]] = {
    "doctor": (doctor, 0.3),
    "precision": (precision, 0.5),
    "answers": (answers, 0.7),
    "class": (class_of_ten, 0.6),
    "experiment": (experiment, 0.8),
    "whole experiment": (whole_experiment, 1.0),
}


# ---------------------------------------------------------------- parts, in a process of their own


def part_precision() -> dict:
    """Relative errors of Keras's float32 layers against NumPy in float64."""
    import keras
    import numpy as np

    if os.environ.get("COURSE_BENCHMARK_TF32"):
        allow_tf32()
    keras.utils.set_random_seed(1)
    rng = np.random.default_rng(1)
    x = rng.normal(size=(64, 20, 96)).astype("float32")
    real = rng.integers(3, 21, size=64)
    mask = np.arange(20)[None, :] >= 20 - real[:, None]  # padding on the left

    def error(got: Any, want: Any) -> float:
        got = keras.ops.convert_to_numpy(got).astype("float64")
        return float(np.linalg.norm(got - want) / np.linalg.norm(want))

    def sigmoid(a: Any) -> Any:
        return 1 / (1 + np.exp(-a))

    def lstm(weights: list, mask: Any) -> Any:
        w, u, b = (np.asarray(a, "float64") for a in weights)
        h = c = np.zeros((64, 128))
        for t in range(20):
            i, f, g, o = np.split(x[:, t].astype("float64") @ w + h @ u + b, 4, axis=1)
            c_new = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h_new = sigmoid(o) * np.tanh(c_new)
            h, c = (np.where(mask[:, t, None], a, b) for a, b in ((h_new, h), (c_new, c)))
        return h

    def gru(weights: list, mask: Any) -> Any:
        w, u, b = (np.asarray(a, "float64") for a in weights)
        h = np.zeros((64, 128))
        for t in range(20):
            xz, xr, xh = np.split(x[:, t].astype("float64") @ w + b[0], 3, axis=1)
            hz, hr, hh = np.split(h @ u + b[1], 3, axis=1)
            z, r = sigmoid(xz + hz), sigmoid(xr + hr)
            h_new = z * h + (1 - z) * np.tanh(xh + r * hh)
            h = np.where(mask[:, t, None], h_new, h)
        return h

    found = {}
    dense = keras.layers.Dense(128, use_bias=False)
    product = keras.ops.convert_to_numpy(dense(x))
    kernel = np.asarray(dense.get_weights()[0], "float64")
    found["matrix product"] = error(product, x.astype("float64") @ kernel)
    compiled = keras.Sequential([keras.Input((20, 96)), dense])
    found["matrix product, compiled"] = error(
        compiled.predict(x, verbose=0), x.astype("float64") @ kernel
    )
    conv = keras.layers.Conv1D(128, 3, use_bias=False)
    convolved = conv(x)
    taps = np.asarray(conv.get_weights()[0], "float64")
    want = sum(x[:, k : k + 18].astype("float64") @ taps[k] for k in range(3))
    found["convolution"] = error(convolved, want)
    for name, layer, loop in (
        ("LSTM", keras.layers.LSTM(128), lstm), ("GRU", keras.layers.GRU(128), gru),
    ):  # fmt: skip
        whole = layer(x)
        found[name] = error(whole, loop(layer.get_weights(), np.ones_like(mask)))
        masked = layer(x, mask=keras.ops.convert_to_tensor(mask))
        found[f"{name}, masked on the left"] = error(masked, loop(layer.get_weights(), mask))
    return {"device": common.accelerator(), "errors": found}


def allow_tf32() -> None:
    """Undo what the course sets, to see that it makes a difference."""
    import keras

    backend = keras.backend.backend()
    if backend == "tensorflow":
        import tensorflow as tf

        tf.config.experimental.enable_tensor_float_32_execution(True)
    elif backend == "jax":
        import jax

        jax.config.update("jax_default_matmul_precision", None)
    else:
        import torch

        torch.backends.cuda.matmul.allow_tf32 = True
        torch.backends.cudnn.allow_tf32 = True


def part_experiment() -> dict:
    """The addition experiment of notebook 03 with COURSE_EPOCHS epochs."""
    import addition
    import keras

    ends: list[float] = []

    class Clock(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
            ends.append(time.perf_counter())

        def on_train_end(self, logs: dict | None = None) -> None:
            ends.append(time.perf_counter())

    epochs = int(os.environ["COURSE_EPOCHS"])
    names = common.notebook("03-seq2seq-addition", addition.EXPERIMENT[:2])
    fit = keras.Model.fit
    keras.Model.fit = lambda self, *a, callbacks=(), **k: fit(
        self, *a, callbacks=[*callbacks, Clock()], **k
    )
    digits, train, exam = names["DIGITS"], names["train"], names["exam"]
    model, said = names["train_adder"](digits, train, exam, epochs, seed=3)
    y_exam = names["vectorize"](*exam, digits, names["ALPHABET"])[1]
    lengths = [b - a for a, b in pairwise(ends)]
    return {
        "device": common.accelerator(),
        "epochs": epochs,
        "seconds": round(sum(lengths), 1),
        "first epoch": round(lengths[0], 2),
        "last epoch": round(lengths[-1], 2),
        "character accuracy": names["character_accuracy"](y_exam, said[-1]),
        "exact match": float(names["exact_match"](y_exam, said[-1])),
        "weights": model.count_params(),
        "training questions": len(train[0]),
    }


PARTS = {"precision": part_precision, "experiment": part_experiment}


# ---------------------------------------------------------------- the run


def measure(backend: str, data: dict, seconds: float, save: Callable[[], None]) -> None:
    """Take every step that has no result yet."""
    end = time.monotonic() + seconds
    versions = {"keras": metadata.version("keras"), backend: metadata.version(backend)}
    data.setdefault("versions", versions)
    for name, (step, share) in STEPS.items():
        if name in data and "failed" not in data[name]:
            continue
        begin = time.monotonic()
        given = (end - begin) * share
        if given < 5:
            data[name] = {"failed": "no time was left"}
        else:
            try:
                data[name] = step(backend, given)
            except BaseException as error:
                data[name] = {"failed": f"{type(error).__name__}: {error}"[-1500:]}
                if not isinstance(error, Exception):
                    save()
                    raise
                traceback.print_exc()
        data[name]["took"] = round(time.monotonic() - begin, 1)
        save()
        print(f"{backend}: {name}: {json.dumps(data[name])[:1500]}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=450, help="for everything")
    parser.add_argument("--backends", nargs="*", default=backends(), metavar="BACKEND")
    parser.add_argument("--fresh", action="store_true", help="repeat what was measured before")
    parser.add_argument("--rehearse", action="store_true", help="every step on the processor")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        print(json.dumps(PARTS[given.part]()))
        return
    cards = machine.cards()
    if not cards and not given.rehearse:
        raise SystemExit("no NVIDIA card was found; --rehearse takes every step on the processor")
    begin = time.monotonic()
    path = ROOT / "build" / "gpu-rehearsal.json" if given.rehearse else RESULTS / "gpu.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    data = json.loads(path.read_text("utf-8")) if path.exists() and not given.fresh else {}
    about = {
        **common.machine(),
        "card": cards[0].name if cards else "none",
        "card memory": cards[0].memory if cards else 0,
        "driver": cards[0].driver if cards else "",
        "python": platform.python_version(),
    }
    if data.get("about", {}).get("card") != about["card"]:
        data = {"backends": {}}  # another machine's
    data["about"] = about

    def save() -> None:
        data["about"]["load"] = common.machine()["load"]
        common.write(data, path)
        if not given.rehearse:
            speed.write()

    for i, backend in enumerate(given.backends):
        left = given.seconds - (time.monotonic() - begin)
        of_backend = data["backends"].setdefault(backend, {})
        measure(backend, of_backend, left / (len(given.backends) - i), save)
    data["about"]["seconds"] = round(time.monotonic() - begin, 1)
    save()


if __name__ == "__main__":
    main()
