"""What the tests share: where the project is, and its notebooks."""

import functools
import os
from pathlib import Path

import pytest

os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")  # one process a core

import course  # noqa: E402, F401  (before TensorFlow, to quiet its log)
from course import notebooks  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
#: Keras's backend in this run; all but tensorflow come from `make test-jax` or `test-torch`.
BACKEND = os.environ.get("KERAS_BACKEND") or "tensorflow"
ASSIGNMENTS = sorted(p.name for p in (ROOT / "source").iterdir() if p.is_dir())


@functools.cache
def source_notebook(name: str):
    return notebooks.read(ROOT / "source" / name / f"{name}.ipynb")


@pytest.fixture
def a_fresh_place(monkeypatch, tmp_path):
    """No data but the embedded ones, an empty cache, English, quick."""
    for name in ("COURSE_DATA", "COURSE_LANGUAGE", "COURSE_SIZE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("course.settings._chosen", course.settings.Settings())


@pytest.fixture
def server():
    """A web server on this machine, a `places.Server`."""
    from .places import Server

    server = Server()
    yield server
    server.close()
