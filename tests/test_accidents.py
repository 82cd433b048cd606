"""Accidents to the content of a notebook and to code, each graded for real.

Each costs only its own points, or is left ungraded with its reason. Those to cells, folders
and the gradebook are in the files beside this one.
"""

from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from course import notebooks
from course.grading import engine
from course.grading.merge import merge
from course.grading.results import summarise
from course.release.templates import grading_template, reference
from tests.accidents import (
    agrees,
    answered,
    as_json,
    cell_of,
    edited,
    make_class,
    marks_of,
    of,
    perfect,
    untouched,
)
from tools import mini

# ---------------------------------------------------------------- the notebook's file


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


def odd_types(data):
    """What no front end should write: each of these cells holds no work."""
    data["cells"] += [
        {"cell_type": "code", "metadata": None, "source": None, "outputs": None},
        {"cell_type": "markdown", "metadata": [], "source": ["a", "b"]},
        {"cell_type": "sql", "metadata": {}, "source": "SELECT 1"},
        {"cell_type": "heading", "level": 2, "metadata": {}, "source": "Old"},
    ]


def odd_outputs(data):
    for cell, outputs in zip(
        (c for c in data["cells"] if c["cell_type"] == "code"),
        ([1, None], "text", {"a": 1}, [{"output_type": "stream"}], [{"output_type": 7}]),
        strict=False,
    ):
        cell |= {"outputs": outputs, "execution_count": "*"}


def without_outputs(data):
    for cell in data["cells"]:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def big_output(data):
    code = next(c for c in data["cells"] if c["cell_type"] == "code")
    picture = {"image/png": "iVBORw0KGgo" * 900_000}
    code["outputs"] = [{"output_type": "display_data", "data": picture, "metadata": {}}]


def half_an_emoji(where):
    """A perfect notebook with a lone surrogate, as JSON's `\\ud83d`."""

    def edit(data):
        if where == "code":
            cell = next(c for c in data["cells"] if c["id"] == "double")
            cell["source"] = [*cell["source"], "\n# well done \ud83d"]
        elif where == "text":
            cell = next(c for c in data["cells"] if c["id"] == "double")
            cell["source"] = ["print('\ud83d')\n", *cell["source"]]
        elif where == "prose":
            data["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "\ud83d",
                                  "id": "prose"})  # fmt: skip
        elif where == "metadata":
            data["metadata"]["authors"] = [{"name": "Ana \ud83d"}]
            data["cells"][-1]["metadata"]["\udc00"] = "\ud83d"
        elif where == "id":
            data["cells"][0]["id"] = "\ud83d"
        else:
            code = next(c for c in data["cells"] if c["cell_type"] == "code")
            code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "\ud83d"}]

    return as_json(perfect(), edit)


def spelled(encoding, mark=b""):
    """A perfect notebook in Spanish, in some encoding, after a byte-order mark."""
    notebook = perfect("es")
    cell_of(notebook, "double").source += "\n# el doble, señor"
    return mark + nbformat.writes(notebook).encode(encoding)


def crlf(data):
    for cell in data["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")


FILES = {
    "right": of(perfect()),
    "spanish": of(perfect("es")),
    "not JSON": of("my homework", None, "not valid JSON"),
    "empty": of("", None, "is empty"),
    "blank": of(" \n", None, "is empty"),
    "cut short": of(nbformat.writes(perfect())[:900], None, "not valid JSON"),
    "merge": of(conflict(perfect()), None, "unresolved merge"),
    "a list": of("[1, 2]", None, "structure"),
    "null": of("null", None, "Jupyter notebook"),
    "deep JSON": of(deep(200_000), None, "Jupyter notebook"),
    "long number": of('{"nbformat": ' + "9" * 5000 + "}", None, "Jupyter notebook"),
    "no cells": of('{"metadata": {}, "nbformat": 4, "nbformat_minor": 5}', None, "structure"),
    "a web page": of("<!DOCTYPE html><title>Sign in</title>", None, "web page"),
    "two notebooks in one": of(nbformat.writes(perfect()) * 2, None, "not valid JSON"),
    "other notebook": of(nbformat.v4.new_notebook(), None, "none of the exercises"),
    "untouched": of(untouched(), 0),
    "cells deleted": of(edited(without("setup", "double-visible", "double-test"))),
    "answer deleted": of(edited(without("double")), 1),
    "cells twice": of(edited(twice("setup", "double", "double-test", "last-visible"))),
    "reordered": of(edited(lambda n: n.cells.reverse())),
    "swapped": of(edited(swap)),
    "stripped": of(edited(strip("double"))),
    "stripped, new id": of(edited(strip("double", ids=True))),
    "all stripped": of(edited(strip_all)),
    "test as markdown": of(edited(retype("double-test", "markdown"))),
    "forged points": of(edited(forge(points=1e9, checksum="x", locked=None))),
    "forged schema": of(edited(forge(schema_version=99, cell_type="raw", task=True))),
    "odd metadata": of(edited(odd_metadata)),
    "many cells": of(edited(many_cells)),
    "old format": of(nbformat.convert(perfect(), 3)),
    "other kernel": of(edited(lambda n: n.metadata.update(kernelspec={"name": "ir"}))),
    "with a BOM": of("\ufeff" + nbformat.writes(perfect())),
    "UTF-16, little end first": of(spelled("utf-16-le", b"\xff\xfe")),
    "UTF-16, big end first": of(spelled("utf-16-be", b"\xfe\xff")),
    "UTF-32": of(spelled("utf-32-le", b"\xff\xfe\x00\x00")),
    "UTF-16 cut within a letter": of(spelled("utf-16-le", b"\xff\xfe")[:-1], None, "UTF-16"),
    "Latin-1": of(spelled("latin-1"), None, "UTF-8"),
    "Windows-1252": of(spelled("cp1252"), None, "UTF-8"),
    "binary": of(bytes(range(256)) * 9, None, "UTF-8"),
    "bytes of zero": of(b"\x00" * 5000, None, "is empty"),
    "half an emoji in code": of(half_an_emoji("code")),
    "half an emoji printed": of(half_an_emoji("text")),
    "half an emoji in prose": of(half_an_emoji("prose")),
    "half an emoji in metadata": of(half_an_emoji("metadata")),
    "half an emoji as id": of(half_an_emoji("id")),
    "half an emoji in an output": of(half_an_emoji("output")),
    "odd types": of(as_json(perfect(), odd_types)),
    "odd outputs": of(as_json(perfect(), odd_outputs)),
    "no outputs": of(as_json(perfect(), without_outputs)),
    "a picture of 10 MB": of(as_json(perfect(), big_output)),
    "CRLF in sources": of(as_json(perfect(), crlf)),
    "not a number": of(as_json(perfect(), lambda d: d["metadata"].update(x=float("nan")))),
    "nbformat as text": of(as_json(perfect(), lambda d: d.update(nbformat="4"))),
    "a format of the future": of(as_json(perfect(), lambda d: d.update(nbformat_minor=9))),
    "no minor format": of(as_json(perfect(), lambda d: d.pop("nbformat_minor"))),
    "no metadata": of(as_json(perfect(), lambda d: d.pop("metadata"))),
}  # fmt: skip


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return make_class(tmp_path_factory.mktemp("accidents") / "class", FILES)


@pytest.mark.parametrize("student", FILES)
def test_a_notebook_is_judged_or_left_ungraded_with_its_reason(graded, student):
    course, marks = graded
    agrees(course, marks[student], FILES[student].points, FILES[student].note)


def test_what_could_be_read_is_answered_in_its_language(graded):
    course, _ = graded
    for student in ("spanish", "UTF-16, little end first", "UTF-16, big end first", "UTF-32"):
        path = course.root / "autograded" / student / mini.NAME / f"{mini.NAME}.ipynb"
        assert notebooks.language_of(notebooks.read(path)) == "es"


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

    monkeypatch.setattr("course.grading.engine.Engine.__call__", never)
    assert marks_of(course) == marks
    assert not list((course.root / ".course" / "staged").glob("*"))
