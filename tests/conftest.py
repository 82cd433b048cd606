"""What the tests share: where the project is, and its notebooks."""

import functools
import os
from pathlib import Path

import course  # noqa: F401  (before TensorFlow, to quiet its log)
from course import notebooks

ROOT = Path(__file__).resolve().parent.parent
#: Keras's backend in this run; all but tensorflow come from `make test-jax` or `test-torch`.
BACKEND = os.environ.get("KERAS_BACKEND") or "tensorflow"
ASSIGNMENTS = sorted(p.name for p in (ROOT / "source").iterdir() if p.is_dir())


@functools.cache
def source_notebook(name: str):
    return notebooks.read(ROOT / "source" / name / f"{name}.ipynb")
