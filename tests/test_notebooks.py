"""Reading notebooks, and their canonical form."""

import copy
import json

import nbformat
import pytest

from course import files, notebooks
from tests.conftest import ASSIGNMENTS, ROOT, source_notebook
from tools import mini


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_sources_are_in_canonical_form(name):
    path = ROOT / "source" / name / f"{name}.ipynb"
    assert path.read_text(encoding="utf-8") == notebooks.canonical_text(source_notebook(name))


def test_canonical_form_is_stable_and_leaves_its_argument_alone():
    once = notebooks.canonical(mini.source())
    before = copy.deepcopy(once)
    assert notebooks.canonical_text(once) == notebooks.canonical_text(notebooks.canonical(once))
    assert once == before


def test_canonical_form_drops_what_running_leaves_behind():
    notebook = mini.source()
    ran = copy.deepcopy(notebook)
    for count, cell in enumerate(c for c in ran.cells if c.cell_type == "code"):
        cell.execution_count = count
        cell.outputs = [nbformat.v4.new_output("stream", text="printed\n")]
        cell.metadata["execution"] = {"iopub.status.busy": "now"}
    ran.metadata["widgets"] = {}
    assert notebooks.canonical_text(ran) == notebooks.canonical_text(notebook)


def test_ids_come_from_names_and_first_words_and_are_unique():
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [*mini.prose("# Why order?", "# ¿Por qué el orden?")] * 2
    notebook.cells.append(mini.code("x = 1", "setup", locked=True))
    ids = [c.id for c in notebooks.canonical(notebook).cells]
    assert ids == ["why-order-en", "por-que-el-orden-es", "why-order-en-2",
                   "por-que-el-orden-es-2", "setup"]  # fmt: skip


def test_exercises_are_found_with_their_points():
    found = notebooks.exercises(mini.source())
    assert [(e.name, e.points, len(e.tests)) for e in found] == [("double", 2, 1), ("last", 1, 1)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("no notebook", "not valid JSON"),
        ('{"cells": [', "not valid JSON"),
        ("<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> b\n", "unresolved merge"),
        ("[1, 2]", "is not a Jupyter notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "is not a Jupyter notebook"),
        (json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [1]}),
         "is not a Jupyter notebook"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_notebook_is_told_in_one_sentence(tmp_path, content, says):
    path = tmp_path / "x.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(notebooks.NotebookError, match=says) as caught:
        notebooks.read(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_file_a_folder_and_bytes_are_told(tmp_path):
    with pytest.raises(notebooks.NotebookError, match="does not exist"):
        notebooks.read(tmp_path / "no.ipynb")
    with pytest.raises(notebooks.NotebookError, match="is a folder"):
        notebooks.read(tmp_path)
    (tmp_path / "b.ipynb").write_bytes(b"\x00\x80\xff")
    with pytest.raises(notebooks.NotebookError, match=r"UTF-8 \(byte 1 is 0x80\)"):
        notebooks.read(tmp_path / "b.ipynb")


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "x.ipynb"
    path.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space"):
        files.write_text("new", path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
