"""Accidents, each graded for real: each ends in a recorded result and costs only its own points."""

import json
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from nbgrader.api import Gradebook

from course import notebooks
from course.gradebook import converters
from course.grading import engine
from course.grading.grade import grade
from course.grading.merge import merge
from course.grading.results import summarise
from course.release.templates import grading_template, reference
from tools import mini

NAME = f"{mini.NAME}.ipynb"


def perfect(language="en"):
    return reference(mini.source(), language)


def cell_of(notebook, name):
    return next(c for c in notebook.cells if notebooks.grade_id(c) == name)


def edited(edit, language="en"):
    notebook = perfect(language)
    edit(notebook)
    return notebook


def answered(name, code):
    return edited(lambda n: cell_of(n, name).update(source=code))


# ---------------------------------------------------------------- files and folders


def deep(levels):
    inner = "[" * levels + "]" * levels
    return '{"cells": [], "metadata": {"x": ' + inner + '}, "nbformat": 4, "nbformat_minor": 5}'


def many_cells(notebook):
    notebook.cells += [nbformat.v4.new_markdown_cell("x", id=f"m{i}") for i in range(5_000)]


def swap(notebook):
    a, b = cell_of(notebook, "double"), cell_of(notebook, "last")
    a.metadata, b.metadata = b.metadata, a.metadata


def strip(name, ids=False):
    def edit(notebook):
        cell = cell_of(notebook, name)
        cell.metadata = nbformat.NotebookNode()
        if ids:
            cell["id"] = "deadbeef"

    return edit


def strip_all(notebook):
    for number, cell in enumerate(notebook.cells):
        cell["id"], cell.metadata = f"c{number}", nbformat.NotebookNode()


def without(*names):
    def edit(notebook):
        notebook.cells = [c for c in notebook.cells if notebooks.grade_id(c) not in names]

    return edit


def twice(*names):
    def edit(notebook):
        copies = [nbformat.from_dict({**c, "id": f"x{i}"}) for i, c in enumerate(notebook.cells)
                  if notebooks.grade_id(c) in names]  # fmt: skip
        notebook.cells += copies

    return edit


def retype(name, kind):
    def edit(notebook):
        at = notebook.cells.index(cell_of(notebook, name))
        old = notebook.cells[at]
        make = getattr(nbformat.v4, f"new_{kind}_cell")
        notebook.cells[at] = make(old.source, metadata=old.metadata, id=old.id)

    return edit


def forge(**values):
    def edit(notebook):
        for cell in notebook.cells:
            if isinstance(cell.metadata.get("nbgrader"), dict):
                cell.metadata.nbgrader |= values

    return edit


def odd_metadata(notebook):
    odd = [{"nbgrader": []}, {"nbgrader": "x"}, {"tags": 7}, {"tags": [{}]}, {"course": 1}]
    for cell, metadata in zip(notebook.cells, odd, strict=False):
        cell.metadata = metadata
    notebook.metadata["course"] = {"language": ["en"]}
    broken = nbformat.v4.new_code_cell("pass")
    broken.metadata = {"nbgrader": {"grade_id": ["double"], "solution": True}}
    notebook.cells.append(broken)


def conflict(notebook):
    text = nbformat.writes(notebook)
    return text.replace('"cells": [', '<<<<<<< HEAD\n"cells": [\n=======\n>>>>>>> theirs', 1)


#: name: (the text of the notebook, points, what the note says).
FILES = {
    "right": (perfect(), 3, ""),
    "spanish": (perfect("es"), 3, ""),
    "not JSON": ("my homework", 0, "not valid JSON"),
    "empty": ("", 0, "is empty"),
    "blank": (" \n", 0, "is empty"),
    "cut short": (nbformat.writes(perfect())[:900], 0, "not valid JSON"),
    "merge": (conflict(perfect()), 0, "unresolved merge"),
    "a list": ("[1, 2]", 0, "no notebook's structure"),
    "null": ("null", 0, "Jupyter notebook"),
    "deep JSON": (deep(200_000), 0, "Jupyter notebook"),
    "long number": ('{"nbformat": ' + "9" * 5000 + "}", 0, "Jupyter notebook"),
    "no cells": ('{"metadata": {}, "nbformat": 4, "nbformat_minor": 5}', 0, "structure"),
    "other notebook": (nbformat.v4.new_notebook(), 0, "none of the exercises"),
    "untouched": (grading_template(mini.source(), "en"), 0, ""),
    "cells deleted": (edited(without("setup", "double-visible", "double-test")), 3, ""),
    "answer deleted": (edited(without("double")), 1, ""),
    "cells twice": (edited(twice("setup", "double", "double-test", "last-visible")), 3, ""),
    "reordered": (edited(lambda n: n.cells.reverse()), 3, ""),
    "swapped": (edited(swap), 3, ""),
    "stripped": (edited(strip("double")), 3, ""),
    "stripped, new id": (edited(strip("double", ids=True)), 3, ""),
    "all stripped": (edited(strip_all), 3, ""),
    "markdown": (edited(retype("double", "markdown")), 3, ""),
    "raw": (edited(retype("last", "raw")), 3, ""),
    "test as markdown": (edited(retype("double-test", "markdown")), 3, ""),
    "forged points": (edited(forge(points=1e9, checksum="x", locked=None)), 3, ""),
    "forged schema": (edited(forge(schema_version=99, cell_type="raw", task=True)), 3, ""),
    "odd metadata": (edited(odd_metadata), 3, ""),
    "many cells": (edited(many_cells), 3, ""),
    "old format": (nbformat.convert(perfect(), 3), 3, ""),
    "other kernel": (edited(lambda n: n.metadata.update(kernelspec={"name": "ir"})), 3, ""),
    "with a BOM": ("\ufeff" + nbformat.writes(perfect()), 3, ""),
}  # fmt: skip

#: Students whose folders have unusual names.
STUDENTS = (
    "Ana María Ñandú",
    "o'brien",
    'the "best"',
    "a+b@c.d",
    "100%",
    "x;y",
    "-rf",
    "名前",
    "two  spaces",
    "a*",
    "?",
    "{x}",
    "$HOME",
    "~",
    "a,b",
    "a&b<c>",
)


def put(course, student, files):
    where = course.root / "submitted" / student / mini.NAME
    for name, content in files.items():
        path = where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """One class with all these files and folders, graded."""
    course = mini.make(tmp_path_factory.mktemp("accidents") / "class")
    for student, (content, _, _) in FILES.items():
        put(course, student, {NAME: content})
    for student in STUDENTS:
        put(course, student, {NAME: perfect()})
    stub = grading_template(mini.source(), "en")
    put(course, "renamed", {"01-mini (2).ipynb": perfect()})
    put(course, "renamed beside untouched", {"01-mini (2).ipynb": perfect(), NAME: stub})
    put(course, "copy beside work", {"01-mini (2).ipynb": stub, NAME: perfect()})
    put(course, "checkpoint", {f".ipynb_checkpoints/{NAME}": stub, NAME: perfect()})
    put(course, "two", {"a.ipynb": perfect(), "b.ipynb": perfect()})
    put(course, "none", {"notes.txt": "no time"})
    put(course, "nested", {f"unzipped/{mini.NAME}/{NAME}": perfect()})
    put(course, "deep", {"/".join(["d"] * 60) + f"/{NAME}": perfect()})
    put(course, "a folder", {f"{NAME}/x.txt": "x"})
    put(course, "latin-1", {NAME: nbformat.writes(perfect()).replace("small", "pequeño")
                            .encode("latin-1")})  # fmt: skip
    put(course, "binary", {NAME: bytes(range(256)) * 9})
    put(course, "200 MB", {NAME: "x"})
    with open(course.root / "submitted" / "200 MB" / mini.NAME / NAME, "r+b") as file:
        file.truncate(200_000_000)
    put(course, "shadows", {NAME: perfect(), **{f"{m}.py": "raise SystemExit" for m in
                            ("numpy", "keras", "random", "course", "sitecustomize")}})  # fmt: skip
    put(course, "bad timestamp", {NAME: perfect(), "timestamp.txt": "yesterday"})
    put(course, "binary timestamp", {NAME: perfect(), "timestamp.txt": b"\xff\xfe\x00"})
    put(course, "[ab]", {NAME: perfect()})  # nbgrader always takes it for a pattern
    marks = {m.student: m for m in grade(course, mini.NAME, workers=2)}
    return course, marks


@pytest.mark.parametrize("student", FILES)
def test_every_file_ends_in_a_recorded_result(graded, student):
    _, points, note = FILES[student]
    agrees(graded, student, points, note)


@pytest.mark.parametrize(
    ("student", "points", "note"),
    [
        ("renamed", 3, ""),
        ("renamed beside untouched", 3, ""),
        ("copy beside work", 3, ""),
        ("checkpoint", 3, ""),
        ("two", 0, "found a.ipynb, b.ipynb"),
        ("none", 0, "found no notebook"),
        ("nested", 3, ""),
        ("deep", 3, ""),
        ("a folder", 0, "found no notebook"),
        ("latin-1", 0, "not text in UTF-8"),
        ("binary", 0, "not text in UTF-8"),
        ("200 MB", 0, "200 MB; at most 50 MB"),
        ("shadows", 3, ""),
        ("bad timestamp", 3, ""),
        ("binary timestamp", 3, ""),
        *((student, 3, "") for student in STUDENTS),
    ],
)
def test_every_folder_ends_in_a_recorded_result(graded, student, points, note):
    agrees(graded, student, points, note)


def test_a_name_that_nbgrader_cannot_record_is_reported_and_stops_nothing(graded):
    _, marks = graded
    assert marks["[ab]"].score == 0
    assert "can't be put into the gradebook" in marks["[ab]"].result.note


def agrees(graded, student, points, note):
    course, marks = graded
    assert marks[student].result.points == points, marks[student].result
    assert note in marks[student].result.note and (not note) == (not marks[student].result.note)
    with Gradebook(converters.database(course)) as gradebook:
        submission = gradebook.find_submission(mini.NAME, student)
        assert (submission.score, submission.max_score) == (points, 3)
    assert (course.root / "autograded" / student / mini.NAME / NAME).is_file()


# ---------------------------------------------------------------- code

#: name: (the answer to "double", its points, the points of "last", what the message says).
CODE = {
    "syntax error": ("def double(x:", 0, 1, "SyntaxError"),
    "tabs": ("def double(x):\n\tif x:\n        return x * 2", 0, 1, "stopped with"),
    "name error": ("def double(x): return y", 0, 1, "NameError"),
    "missing package": ("import notthere\ndef double(x): return 2 * x", 0, 1, "notthere"),
    "input": ("n = input('how many? ')\ndef double(x): return 2 * x", 2, 1, ""),
    "input in a call": ("def double(x): return x * int(input())", 0, 1, "ValueError"),
    "pip": ("%pip --version\ndef double(x): return 2 * x", 2, 1, ""),
    "shell": ("!echo hello; sleep 0.1\ndef double(x): return 2 * x", 2, 1, ""),
    "unknown magic": ("%nosuch\ndef double(x): return 2 * x", 2, 1, ""),
    "timeit": ("%timeit -n1 -r1 1\n%matplotlib inline\ndef double(x): return 2 * x", 2, 1, ""),
    "bash cell": ("%%bash\necho hello", 0, 1, ""),
    "exit": ("def double(x): return 2 * x\nexit()", 2, 1, ""),
    "sys.exit": ("def double(x): return 2 * x\nimport sys; sys.exit()", 2, 1, ""),
    "chdir": ("import os; os.chdir('/')\ndef double(x): return 2 * x", 2, 1, ""),
    "files": ("open('numpy.py', 'w').write('1/0')\ndef double(x):\n    import numpy\n"
              "    return 2 * x + int(numpy.zeros(1)[0])", 2, 1, ""),
    "warnings": ("import warnings, logging, sys\ndef double(x):\n    warnings.warn('!')\n"
                 "    logging.error('!')\n    print('!', file=sys.stderr)\n    return 2 * x", 2, 1, ""),
    "threads": ("from concurrent.futures import ThreadPoolExecutor\ndef double(x):\n"
                "    with ThreadPoolExecutor(4) as p: return sum(p.map(int, [x, x]))", 2, 1, ""),
    "processes": ("import multiprocessing as m\ndef double(x):\n"
                  "    with m.get_context('fork').Pool(2) as p: return sum(p.map(int, [x, x]))",
                  2, 1, ""),
    "fork": ("import os\nos.fork()\ndef double(x): return 2 * x", 2, 1, ""),
    "background": ("import subprocess\nsubprocess.Popen(['sleep', '300'])\n"
                   "def double(x): return 2 * x", 2, 1, ""),
    "recursion": ("def double(x): return double(x)", 0, 1, "RecursionError"),
    "endless": ("def double(x):\n    while True: pass", 0, 1, "endless loop"),
    "endless cell": ("while True: pass", 0, 1, "endless loop"),
    "swallowed interrupt": ("def double(x):\n    while True:\n        try:\n            while True: "
                            "pass\n        except Exception: pass", 0, 1, "endless loop"),
    "killed": ("import os\ndef double(x): os._exit(3)", 0, 0, "died in the cell double-visible"),
    "crash": ("import ctypes\nctypes.string_at(0)", 0, 0, "died in the cell double"),
    "memory": ("def double(x): return bytearray(1 << 50)", 0, 1, "MemoryError"),
    "reset": ("%reset -f\ndef double(x): return 2 * x", 2, 1, ""),
    "star imports": ("from numpy import *\nfrom math import *\ndef double(x): return 2 * x", 2, 1, ""),
    "redefined": ("import builtins\nlist = str = print = len = 3\ndef double(x): return 2 * x", 2, 1, ""),
    "generator": ("def double(x): yield 2 * x", 0, 1, ""),
    "async": ("async def double(x): return 2 * x", 0, 1, ""),
    "await": ("import asyncio\nawait asyncio.sleep(0)\ndef double(x): return 2 * x", 2, 1, ""),
    "class": ("class double:\n    def __new__(cls, x): return 2 * x", 2, 1, ""),
    "lambda": ("double = lambda x: x + x", 2, 1, ""),
    "partial": ("import functools, operator\ndouble = functools.partial(operator.mul, 2)", 2, 1, ""),
    "numpy": ("import numpy as np\ndef double(x): return np.int64(2 * x)", 2, 1, ""),
    "array": ("import numpy as np\ndef double(x): return np.array(2 * x)", 2, 1, ""),
    "float": ("def double(x): return 2.0 * x", 2, 1, ""),
    "null byte": ("def double(x):\n    '''\\x00'''\n    return 2 * x", 2, 1, ""),
    "unicode": ("def double(ñandú):\n    '''\u202e \U0001f600'''\n    return 2 * ñandú", 2, 1, ""),
    "surrogate": ("print('\\ud800')\ndef double(x): return 2 * x", 2, 1, ""),
    "long line": ("print('x' * 200_000)\ndef double(x): return 2 * x", 2, 1, ""),
    "closed streams": ("import sys\nsys.stdout.close()\nsys.stderr = None\n"
                       "def double(x): return 2 * x", 2, 1, ""),
    "closed descriptors": ("import os\nos.close(1); os.close(2)\ndef double(x): return 2 * x", 2, 1, ""),
    "everything deleted": ("del globals()['testing']\ndef double(x): return 2 * x", 2, 1, ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def ran():
    """The results of all answers; the endless ones get little time, the others plenty."""
    base = grading_template(mini.source(), "en")

    def one(code):
        return summarise(engine.execute(merge(base, answered("double", code))), "x")

    done = {}
    for seconds, endless in ((4, True), (120, False)):
        with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
            patch.setattr(engine, "CELL_TIMEOUT_SECONDS", seconds)
            futures = {
                name: pool.submit(one, code)
                for name, (code, _, _, says) in CODE.items()
                if (says == "endless loop") == endless
            }
            done |= {name: future.result() for name, future in futures.items()}
    return done


@pytest.mark.parametrize("name", CODE)
def test_an_accident_in_code_costs_no_more_than_its_own_points(ran, name):
    _, double, last, says = CODE[name]
    points = {e.name: e.points for e in ran[name].exercises}
    message = next(e.message for e in ran[name].exercises if e.name == "double")
    assert points == {"double": double, "last": last}, ran[name]
    assert says in message and bool(message) == (double == 0)


def test_a_students_cell_that_breaks_a_later_set_up_cell_costs_no_other_points():
    notebook = mini.source()
    at = next(i for i, c in enumerate(notebook.cells) if notebooks.grade_id(c) == "last")
    notebook.cells.insert(at, mini.code("import json\njson.dumps", "more", locked=True))
    submitted = reference(notebook, "en")
    cell_of(submitted, "double").source += "\nimport json\ndel json.dumps"
    result = summarise(engine.execute(merge(grading_template(notebook, "en"), submitted)), "x")
    assert (result.points, result.note) == (3, "")


def test_grading_again_changes_nothing(graded, monkeypatch):
    course, marks = graded

    def never(*_, **__):
        raise AssertionError("run again")

    monkeypatch.setattr("course.grading.grade.execute", never)
    again = {m.student: m for m in grade(course, mini.NAME, workers=2)}
    assert {s: m.result for s, m in again.items()} == {s: m.result for s, m in marks.items()}
    assert not list((course.root / ".course" / "staged").glob("*"))
