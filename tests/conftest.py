"""Shared by the tests: the course's notebooks, what a test may need, and a few fixtures."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat import NotebookNode

os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")  # one process per core

import course
from course import notebooks
from course.grading import engine
from course.judge.isolation import UNSANDBOXED
from tests import needs
from tools import ROOT, servers

#: Keras's backend in this run: tensorflow unless `make test-jax` or `test-torch` sets it.
BACKEND = os.environ.get("KERAS_BACKEND") or "tensorflow"
ASSIGNMENTS = sorted(p.name for p in (ROOT / "source").iterdir() if p.is_dir())


#: The tests run wherever the project does; those of a level need it (see tests/needs.py).
engine.LEAST = UNSANDBOXED


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(name, *arguments): see tests/needs.py")
    try:
        needs.required()
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that needs what is missing, or let it fail if COURSE_REQUIRE names it."""
    for marker in item.iter_markers("needs"):
        if sentence := needs.missing(*marker.args):
            if marker.args[0] in needs.required():
                pytest.fail(f"COURSE_REQUIRE: {sentence}", pytrace=False)
            pytest.skip(sentence)


@functools.cache
def source_notebook(name: str) -> NotebookNode:
    """The source notebook of an assignment."""
    return notebooks.read(ROOT / "source" / name / f"{name}.ipynb")


@pytest.fixture
def a_fresh_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Only the embedded data, an empty cache, English, the quick size."""
    for name in ("COURSE_DATA", "COURSE_LANGUAGE", "COURSE_SIZE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("course.settings._chosen", course.settings.Settings())


@pytest.fixture
def server() -> Iterator:
    """A web server on this machine, a `places.Server`."""
    from tests.places import Server

    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="module")
def own_server() -> Iterator:
    """A fork server that only this module's tests use; a `psutil.Process`."""
    with servers.own_server() as process:
        yield process
