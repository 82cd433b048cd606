"""A hash of what a result depends on besides the notebook.

A kept result is used again only if its fingerprint is the same. Each caller names the
parts of this package that its results depend on, so that an edit of the report does not
cause every notebook to be run again.
"""

from __future__ import annotations

import hashlib
import os
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = (
    "keras", "tensorflow", "jax", "torch", "numpy", "pandas", "matplotlib", "ipykernel",
    "nbclient", "nbgrader",
)  # fmt: skip

#: What notebooks import from the course.
NOTEBOOK = (
    "__init__.py", "data", "libraries.py", "plots", "quiet.py", "settings.py", "testing",
    "words.py",
)  # fmt: skip
#: What decides the result of grading a notebook.
GRADING = (
    *NOTEBOOK, "catalogue.py", "code.py", "notebooks.py", "notebook_file.py", "text.py", "judge",
    "gradebook/preprocessors.py", "grading/engine.py", "grading/merge.py", "grading/order.py",
    "grading/run.py", "grading/statements.py", "release/templates.py",
)  # fmt: skip
#: What decides the verdict on one answer that is graded alone.
AUDIT = (*NOTEBOOK, "notebooks.py", "judge/inline.py")


@cache
def fingerprint(parts: tuple[str, ...] = ("",)) -> str:
    """A hash of Python's version, Keras's backend, the packages, and parts of the course.

    Parameters
    ----------
    parts : tuple of str
        Files and folders within ``course/``; default: all of it.

    Raises
    ------
    FileNotFoundError
        If one of `parts` does not exist.
    """
    backend = os.environ.get("KERAS_BACKEND") or "tensorflow"
    digest = hashlib.sha256(f"python {platform.python_version()}, {backend}\n".encode())
    for name in _PACKAGES:
        try:
            digest.update(f"{name}=={version(name)}\n".encode())
        except PackageNotFoundError:
            digest.update(f"{name} missing\n".encode())
    package = Path(__file__).resolve().parent
    for part in parts:
        path = package / part
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(f"{file.relative_to(package)}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
