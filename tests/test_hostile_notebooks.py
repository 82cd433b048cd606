"""Files made to take the grader's memory and time; and large ones that are a student's work."""

import json
import subprocess
import sys
import threading

import pytest

from course import notebooks
from course.grading import statements as module
from course.grading.language import language_of_submission
from course.grading.merge import MAX_SPLITS, work
from course.grading.submissions import MAX_BYTES, submitted_notebook
from course.notebook_file import (
    MAX_CELLS,
    MAX_CODE,
    MAX_CODE_CELLS,
    MAX_EXTRAS,
    MAX_MARKS,
    MAX_PROSE,
    NotANotebook,
    TooLarge,
    parsed,
)
from course.notebooks import NotebookError, grade_id
from course.release.templates import grading_template, reference
from tests.conftest import ROOT
from tools import mini

TEMPLATE = grading_template(mini.source(), "en")
WORK = notebooks.text(reference(mini.source(), "en"))
#: Bytes beyond those of the imports that reading a file may take.
MEMORY = 900 << 20


def code(source, name=None, **more):
    about = {"nbgrader": {"grade_id": name, "solution": True, "grade": False}} if name else {}
    return {"cell_type": "code", "source": source, "metadata": about, **more}


def notebook(*cells, **more):
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
                       **more})  # fmt: skip


def with_extra(where, text):
    """A right submission whose JSON has this text at a place: metadata, outputs, …"""
    mark = '"@@"'
    found = json.loads(WORK)
    first = next(c for c in found["cells"] if c["cell_type"] == "code")
    if where == "metadata":
        found["metadata"]["extra"] = "@@"
    elif where == "cell":
        first["metadata"]["extra"] = "@@"
    elif where == "ours":
        first["metadata"]["course"] = "@@"
    elif where == "output":
        first["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": "@@"}]
    elif where == "outputs":
        first["outputs"] = "@@"
    elif where == "top":
        found["extra"] = "@@"
    elif where == "attachments":
        found["cells"][0]["attachments"] = "@@"
    return json.dumps(found).replace(mark, text, 1)


def repeated(unit, characters):
    return (unit * (characters // len(unit))).rstrip(",")


def plotly():
    """A figure with a million numbers, as a display."""
    numbers = ",".join(f"{i / 7:.6f}" for i in range(1_000_000))
    figure = '{"data": [{"type": "scatter", "y": [' + numbers + "]}]}"
    return '{"application/vnd.plotly.v1+json": ' + figure + ', "text/plain": "figure"}'


LARGE = 48_000_000
#: Each refused file, and what its reason says.
REFUSED = {
    "empty objects": (lambda: with_extra("metadata", f"[{repeated('{},', 16_000_000)}]"),
                      "commas"),
    "more empty objects": (lambda: with_extra("top", f"[{repeated('{},', LARGE)}]"), "commas"),
    "lists": (lambda: with_extra("cell", f"[{repeated('[0],', LARGE)}]"), "commas"),
    "names": (lambda: with_extra("metadata", "{" + ",".join(
        f'"{i}":[]' for i in range(2_500_000)) + "}"), "commas"),
    "texts": (lambda: with_extra("attachments", f"[{repeated(chr(34) * 2 + ',', LARGE)}]"),
              "commas"),
    "infinities": (lambda: with_extra("ours", f"[{repeated('1e999999,', LARGE)}]"), "commas"),
    "outputs": (lambda: with_extra("outputs", "[" + repeated(
        '{"output_type":"stream"},', LARGE) + "]"), "commas"),
    "nesting": (lambda: with_extra("top", "[" * 3_000_000), "nested too deeply"),
    "cells": (lambda: '{"cells":[' + repeated('{"cell_type":"code"},', 20_000_000) + "]}",
              "at most 10,000"),
    "code": (lambda: notebook(code("x" * LARGE)), "characters of code"),
    "lines": (lambda: notebook(code("\n" * 20_000_000)), "characters of code"),
    "lines in a list": (lambda: notebook(code(["\n"] * 3_000_000)), "characters of code"),
    "another encoding": (lambda: with_extra("metadata", f"[{repeated('{},', LARGE)}" + ', "é"]'
                                            ).encode("latin-1"), "not text in UTF-8"),
    "UTF-16": (lambda: with_extra("metadata", f"[{repeated('{},', LARGE // 2)}]"
                                  ).encode("utf-16"), "commas"),
}  # fmt: skip
READ = {
    "a picture of 30 MB": lambda: with_extra("output", '{"image/png": "' + "A" * 30_000_000 + '"}'),
    "a page full of commas": lambda: with_extra(
        "output", '{"text/html": "' + '{\\"[,\\\\' * 6_000_000 + '"}'
    ),
    "a million numbers": lambda: with_extra("output", plotly()),
    "values up to the limit": lambda: with_extra(
        "metadata", f"[{repeated('{},', 3 * (MAX_MARKS // 2 - 1_000))}]"
    ),
    "names up to the limit": lambda: with_extra(
        "cell", "{" + ",".join(f'"{i}":0' for i in range(MAX_MARKS // 2 - 1_000)) + "}"
    ),
    "a number of 40 MB": lambda: with_extra("metadata", "9" * 40_000_000),
    "a fraction of 40 MB": lambda: with_extra("metadata", "0." + "1" * 40_000_000),
    "a large text with wide characters": lambda: with_extra(
        "top", '"' + "x" * 47_000_000 + "😀" + '"'
    ),
    "escapes": lambda: with_extra("top", '"' + "\\u00e9" * 7_000_000 + '"'),
    "names given twice": lambda: '{"cells": 3, ' * 1 + '"metadata": {}, ' * 1_000_000 + WORK[1:],
}

LIMITED = """
import resource, sys
from course import notebooks
from course.notebooks import NotebookError
with open("/proc/self/status") as file:
    used = next(int(x.split()[1]) << 10 for x in file if x.startswith("VmData"))
most = used + int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_DATA, (most, most))
try:
    found = notebooks.read(sys.argv[1], int(sys.argv[3]), only_work=True)
    print("read", len(found.cells))
except NotebookError as error:
    print("refused", error)
"""


def read_in_limits(path):
    """What reading a file says, in a process that may use `MEMORY` more bytes than it has."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path), str(MEMORY), str(MAX_BYTES)],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def put(tmp_path, content):
    path = tmp_path / "x.ipynb"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert path.stat().st_size <= MAX_BYTES
    return path


# ---------------------------------------------------------------- memory


def test_the_limit_of_memory_holds():
    """The control: the limit stops a process that makes as many objects as such a file has."""
    make = "len([{} for _ in range(20_000_000)]) or "
    code = LIMITED.replace("notebooks.read(", f"{make}notebooks.read(")
    done = subprocess.run(
        [sys.executable, "-c", code, "x", str(MEMORY), "0"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode != 0 and "MemoryError" in done.stderr


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_its_reason_in_little_memory(tmp_path, name):
    content, reason = REFUSED[name]
    said = read_in_limits(put(tmp_path, content()))
    assert said.startswith("refused") and reason in said


@pytest.mark.parametrize("name", READ)
def test_a_large_file_is_read_in_little_memory(tmp_path, name):
    said = read_in_limits(put(tmp_path, READ[name]()))
    assert said == f"read {len(json.loads(WORK)['cells'])}\n"


@pytest.mark.parametrize("name", ["a million numbers", "names given twice", "a number of 40 MB"])
def test_the_work_in_a_large_file_counts(tmp_path, name):
    path = put(tmp_path, READ[name]())
    submitted = notebooks.read(path, MAX_BYTES, only_work=True)
    assert set(work(TEMPLATE, submitted).answers) == {"double", "last"}


def test_a_hostile_file_is_left_ungraded_with_a_sentence(tmp_path):
    folder = tmp_path / mini.NAME
    folder.mkdir()
    path = folder / f"{mini.NAME}.ipynb"
    path.write_text(with_extra("metadata", f"[{repeated('{},', 16_000_000)}]"))
    with pytest.raises(NotebookError) as caught:
        submitted_notebook(folder, mini.NAME, mini.source())
    assert str(caught.value).startswith(f"{path.name} is too large: it has 10,66")
    assert str(caught.value).endswith("at most 4,000,000")


def test_a_folder_of_large_files_is_left_ungraded(tmp_path):
    folder = tmp_path / mini.NAME
    folder.mkdir()
    for i in range(5):
        with (folder / f"{i}.ipynb").open("wb") as file:
            file.truncate(45_000_000)  # takes no space
    with pytest.raises(NotebookError, match="notebooks of 225 MB in all; at most 200 MB"):
        submitted_notebook(folder, mini.NAME, mini.source())


# ---------------------------------------------------------------- what is read of a submission


def test_only_the_work_of_a_submission_is_read():
    found = parsed(
        notebook(
            code("x = 1", "double", outputs=[{"output_type": "stream", "text": "x"}]),
            {"cell_type": "markdown", "source": "y" * 20_000, "attachments": {"a": {"b": "c"}}},
            metadata={"course": {"language": "es"}, "widgets": {"a": {"b": 1}}},
        ),
        only_work=True,
    )
    first, second = found.cells
    assert (first.source, first.outputs, grade_id(first)) == ("x = 1", [], "double")
    assert second.source == "y" * 10_000 and "attachments" not in second
    assert found.metadata == {"course": {"language": "es"}}


def test_the_limits_are_those_of_the_whole_notebook():
    half = "x" * (MAX_CODE // 2)
    assert parsed(notebook(code(half), code(half)), only_work=True)
    with pytest.raises(TooLarge, match="more than 500,000 characters of code"):
        parsed(notebook(code(half), code(half), code("x")), only_work=True)
    prose = [{"cell_type": "markdown", "source": "x" * 9_000}] * 60
    read = parsed(notebook(*prose), only_work=True).cells
    assert sum(len(c.source) for c in read) == MAX_PROSE
    assert parsed(notebook(*[code("")] * MAX_CODE_CELLS))
    with pytest.raises(TooLarge, match="more than 2,000 cells of code"):
        parsed(notebook(*[code("")] * (MAX_CODE_CELLS + 1)))
    prose = {"cell_type": "markdown", "source": "x"}
    with pytest.raises(TooLarge, match="10,001 cells; at most 10,000"):
        parsed(notebook(*[prose] * (MAX_CELLS + 1)))
    assert parsed(notebook(code(""), *[prose] * (MAX_CELLS - 1)))


def test_metadata_of_the_course_are_kept_whatever_else_there_is():
    junk = {"metadata": {"a": [0] * (MAX_EXTRAS - 5), "b": [0] * 100, "c": 1}}
    found = parsed(notebook({"cell_type": "raw", "source": "", **junk}, code("x", "double")))
    assert set(found.cells[0].metadata) == {"a", "c"}
    assert grade_id(found.cells[1]) == "double"


def test_a_long_number_is_read_as_what_it_is_nearly():
    found = parsed(notebook(metadata={"x": 3, "y": 10**299, "z": "@"}).replace('"@"', "9" * 400))
    assert found.metadata == {"x": 3, "y": 10**299, "z": float("inf")}


@pytest.mark.parametrize("text", ["[" * 4_500_000, "{,}" * 2_100_000])
def test_what_is_no_json_is_refused_before_it_is_parsed(text):
    with pytest.raises(NotANotebook, match="at most 4,000,000"):
        parsed(text)


# ---------------------------------------------------------------- the merge


@pytest.fixture
def cut(monkeypatch):
    """The texts that are cut into statements, one after the other."""
    monkeypatch.setattr(module, "_remembered", module._Remembered())
    texts, real = [], module._by_tokens

    def by_tokens(body):
        texts.append(body)
        return real(body)

    monkeypatch.setattr(module, "_by_tokens", by_tokens)
    return texts


def small_cells(count, first=0):
    return [code(f"a{i} = {i}\nb{i} = a{i} + 1") for i in range(first, first + count)]


def test_no_cell_is_cut_twice_though_several_notebooks_are_merged_at_a_time(cut):
    many = [parsed(notebook(*small_cells(1_900, i * 10_000))) for i in range(3)]
    threads = [threading.Thread(target=work, args=(TEMPLATE, one)) for one in many]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ours = [text for text in cut if text.startswith("a") and "\n" in text]
    assert len(ours) == len(set(ours)) == 3 * 1_900


def test_what_is_remembered_has_a_limit(cut):
    for i in range(5):
        cells = [code(f"x{i}{j} = 1  # {'y' * 15_000}") for j in range(30)]
        work(TEMPLATE, parsed(notebook(*cells)))
    kept = module._remembered._cuts
    assert 0 < sum(map(len, kept)) <= module.MAX_REMEMBERED < 5 * 30 * 15_000


def test_parts_of_a_cell_are_put_together_so_often_and_no_more(cut):
    def merged(count):
        parts = [code((" (", ")")[i % 2], "double") for i in range(count)]
        cut.clear()
        module._remembered._cuts.clear()
        work(TEMPLATE, parsed(notebook(*parts)))
        return sum(map(len, cut))

    assert merged(1_600) < 3 * merged(800)  # and not four times
    halves = [code("def double(x):", "double"), code("    return 2 * x", "double")]
    answers = work(TEMPLATE, parsed(notebook(*halves))).answers
    assert answers["double"] == "def double(x):\n    return 2 * x" and MAX_SPLITS > 1


def test_a_cell_with_a_very_long_line_is_cut_by_its_lines(cut):
    long = "x = 1\ny = " + "ñ+" * (module.MAX_LINE // 2) + "1\ndef f():\n    return x"
    found = module.statements(long)
    assert [sorted(s.binds) for s in found] == [["x"], ["y"], ["f"]] and not cut
    assert len(module.statements(long.replace("ñ+", ""))) == 3 and len(cut) == 1


def calls(action):
    """How many calls of functions an action makes."""
    count = 0

    def note(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("unit", [
    "@a\n", "a=b\n", "a;", "(", "a=", "x as y,", "if 1:\n x\n", "'''\n", "f('", "\\\n", "def f",
    "import a,", "for a in b:c\n", "else:\n", "#\n", "%a\n", "\t\n", "lambda:", "async def a(:\n",
])  # fmt: skip
def test_the_work_of_cutting_grows_with_the_length(unit):
    def cut(count):
        return calls(lambda: module._cut(unit * count))

    assert cut(2_000) < 3 * cut(1_000)  # and not four times
    long = 30_000 // len(unit)
    assert cut(2 * long) < 3 * cut(long)


@pytest.mark.parametrize("shape", ["other names", "the same name", "own cell", "prose"])
def test_the_work_of_a_merge_grows_with_the_cells(shape):
    def merged(count):
        cells = {
            "other names": lambda i: code(f"a{i} = a{i + 1}\nb{i} = double"),
            "the same name": lambda i: code(f"double = last = {i}"),
            "own cell": lambda i: code(f"double = last = {i}", "double"),
            "prose": lambda i: {"cell_type": "markdown", "source": f"double = last = {i}"},
        }[shape]
        read = parsed(notebook(*map(cells, range(count))))
        module._remembered._cuts.clear()
        return calls(lambda: work(TEMPLATE, read))

    work(TEMPLATE, parsed(WORK))
    assert merged(1_600) < 3 * merged(800)  # and not four times


@pytest.mark.parametrize(("between", "language"), [(190, "es"), (300, "en")])
def test_the_language_stands_near_the_call_that_chooses_it(between, language):
    """Else each call would be read on to the end: the time grew with the square of the length."""
    chosen = code("setup(" + " " * between + 'language="es")')
    read = parsed(notebook(chosen), only_work=True)
    assert language_of_submission(read, mini.source()) == language
