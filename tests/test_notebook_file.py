"""Notebooks of every format, encoding and state, read."""

import contextlib
import copy
import json
import logging
import threading
import warnings

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import notebooks
from course.notebook_file import MAX_CELLS, NotANotebook, decoded, parsed
from tests.conftest import ASSIGNMENTS, ROOT
from tools import mini

TEXT = nbformat.writes(mini.source(), ensure_ascii=False).replace("pequeño", "pequeño, 名前, 😀")
PLAIN = parsed(TEXT)


def notebook(*cells, **more):
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
                       **more})  # fmt: skip


def sources(text):
    return [c.source for c in parsed(text).cells]


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le",
                                      "utf-16-be", "utf-32-le", "utf-32-be"])  # fmt: skip
@pytest.mark.parametrize("marked", [False, True])
def test_every_encoding_of_unicode_is_read(tmp_path, encoding, marked):
    text = "\ufeff" + TEXT if marked and encoding[-2:] in ("le", "be") else TEXT
    path = tmp_path / "x.ipynb"
    path.write_bytes(text.encode(encoding))
    assert notebooks.read(path) == PLAIN


@pytest.mark.parametrize(("data", "says"), [
    (mini.source().cells[1].source.encode("latin-1"), "UTF-8 (byte 19 is 0xF1)"),
    (nbformat.writes(mini.source(), ensure_ascii=False).encode("latin-1"),
     "it can be read as Windows-1252 or Latin-1: save it as UTF-8"),
    (nbformat.writes(mini.source(), ensure_ascii=False).encode("mac_roman"), "save it as UTF-8"),
    (b"\xff\xfe{\x00\x00\xdcx", "its byte-order mark says UTF-16"),
    (b"PK\x03\x04\0\0", "it is a ZIP archive"), (b"%PDF-1.7", "it is a PDF document"),
    (bytes(range(256)), "not text in UTF-8 (byte 128 is 0x80)"),
    (b"\xef\xbb\xbf{\xff", "byte 4 is 0xFF"),
])  # fmt: skip
def test_bytes_that_are_no_text_get_their_reason(data, says):
    with pytest.raises(NotANotebook) as caught:
        decoded(data)
    assert says in str(caught.value)


@pytest.mark.parametrize(("text", "says"), [
    ("<!DOCTYPE html>\n<html>", "a web page"), ("version https://git-lfs.github.com/x", "Git LFS"),
    ('{"nbformat": ' + "9" * 5000 + "}", "no notebook's structure"),
    ("[" * 100_000, "nested too deeply"),
    (notebook(*[{"cell_type": "raw"}] * (MAX_CELLS + 1)), "at most 10,000"),
    (notebook(None, 3), "no notebook's structure"), ('{"content": 3}', "no notebook's structure"),
])  # fmt: skip
def test_texts_that_are_no_notebook_get_their_reason(text, says):
    with pytest.raises(NotANotebook, match=says):
        parsed(text)


# ---------------------------------------------------------------- formats and their accidents


@pytest.mark.parametrize("version", [1, 2, 3])
def test_old_formats_are_read(version):
    cells = [{"cell_type": "code", ("code" if version == 1 else "input"): ["x = 1\n", "y = 2"],
              "language": "python", "outputs": [{"output_type": "pyout"}], "prompt_number": 3},
             {"cell_type": "markdown", ("text" if version == 1 else "source"): "# Title"},
             {"cell_type": "heading", "level": 2, "source": "Heading"}]  # fmt: skip
    about = {"metadata": {"name": "x"}, "nbformat": version, "nbformat_minor": 0}
    sheets = {"worksheets": [{"cells": cells[:1]}, {"cells": cells[1:]}]}
    sheets = {"cells": cells} if version == 1 else sheets
    found = parsed(json.dumps({**about, **sheets}))
    assert [(c.cell_type, c.source) for c in found.cells] == [
        ("code", "x = 1\ny = 2"), ("markdown", "# Title"), ("markdown", "## Heading")]  # fmt: skip


@pytest.mark.parametrize(("given_source", "source"), [
    ("a\r\nb\rc", "a\nb\nc"), (["a\n", "b"], "a\nb"), (["a", "b"], "a\nb"),
    (["a\r\n", "b"], "a\nb"),
    (["a"], "a"), ([], ""), (None, ""), (7, ""), (["a\n", 3, "b"], "a\nb"), ({"x": 1}, ""),
    ("x = '\ud83d'", "x = '\ufffd'"), ("'\ud83d\ude00'", "'😀'"),
])  # fmt: skip
def test_sources_of_every_shape(given_source, source):
    text = json.dumps({"cells": [{"cell_type": "code", "source": given_source}]})
    assert sources(text) == [source]


@pytest.mark.parametrize("cell", [
    {"cell_type": "code", "source": "x"}, {"cell_type": "CODE", "source": "x", "metadata": None},
    {"source": "x", "outputs": []}, {"source": "x", "execution_count": None},
    {"cell_type": "code", "source": "x", "outputs": None, "execution_count": "3", "id": 7},
    {"cell_type": "code", "source": "x", "outputs": [3, {}, {"output_type": "pyerr"}], "id": "a b"},
    {"cell_type": "code", "source": "x", "metadata": [], "extra": 1, "id": ""},
])  # fmt: skip
def test_what_a_cell_lacks_is_filled_in(cell):
    found = parsed(notebook(cell, nbformat="4", nbformat_minor="x"))
    (read,) = found.cells
    assert (read.cell_type, read.source, read.metadata, read.outputs) == ("code", "x", {}, [])
    nbformat.validate(found)


def test_cells_of_unknown_types_keep_their_text_and_cells_that_are_none_are_dropped():
    found = parsed(notebook({"cell_type": "sql", "source": "x"}, None, {"source": "y"}))
    assert [(c.cell_type, c.source) for c in found.cells] == [("raw", "x"), ("raw", "y")]


def test_ids_are_unique_and_the_first_keeps_its_own():
    cells = [{"cell_type": "raw", "source": "", "id": i} for i in
             ("a", "a", None, "00000001", "x" * 65, "ñ")]  # fmt: skip
    ids = [c.id for c in parsed(notebook(*cells)).cells]
    assert len(set(ids)) == len(ids) and ids[0] == "a" and ids[3] == "00000001"


def test_metadata_too_deep_or_large_or_odd_are_dropped_and_the_work_is_read():
    deep = json.loads("[" * 200 + "]" * 200)
    found = parsed(notebook(
        {"cell_type": "code", "source": "x", "metadata": {"a": deep, "b": [0] * 200_000, "c": 1}},
        metadata={"x": float("nan"), "\ud800": "\ud800", "deep": deep},
    ))  # fmt: skip
    assert found.cells[0].metadata == {"c": 1}
    assert set(found.metadata) == {"x", "\ufffd"}
    nbformat.writes(found).encode()


def test_what_a_server_sends_is_unwrapped():
    sent = json.dumps({"type": "notebook", "format": "json", "content": json.loads(TEXT)})
    assert parsed(sent) == PLAIN


# ---------------------------------------------------------------- as nbformat reads it


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_valid_notebook_is_read_as_nbformat_reads_it(name):
    path = ROOT / "source" / name / f"{name}.ipynb"
    assert notebooks.read(path) == nbformat.read(path, as_version=4)


def test_outputs_are_read_as_nbformat_reads_them():
    ran = copy.deepcopy(mini.source())
    new = nbformat.v4.new_output
    ran.cells[2].outputs = [
        new("stream", name="stderr", text="a\nb\n"), new("error", ename="E", evalue="e",
                                                           traceback=["x", "y"]),
        new("display_data", {"text/html": "a\nb", "application/json": ["a"]}, metadata={"x": 1}),
        new("execute_result", {"text/plain": "1\n2", "image/png": "aaa"}, execution_count=3),
    ]  # fmt: skip
    ran.cells[0]["attachments"] = {"a.png": {"image/png": "aaaa"}}
    text = nbformat.writes(ran)
    assert parsed(text) == nbformat.reads(text, as_version=4)


def test_nothing_is_said_of_ids_by_any_thread(caplog, capfd):
    one = {"cell_type": "code", "source": "x", "metadata": {}, "outputs": [],
           "execution_count": None}  # fmt: skip
    texts = [notebook(one, one), notebook({**one, "id": "a"}, {**one, "id": "a"}),
             notebook({**one, "id": "not valid"}), notebook({"source": 3})]  # fmt: skip

    def read():
        for text in texts:
            nbformat.writes(parsed(text))

    with warnings.catch_warnings(record=True) as said, caplog.at_level(logging.DEBUG):
        warnings.simplefilter("always")
        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not said and not caplog.records and capfd.readouterr() == ("", "")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["cell_type", "source", "metadata", "outputs", "id", "output_type", "data",
                         "text", "attachments", "execution_count", "x"]), inner, max_size=6),
)  # fmt: skip


@given(st.lists(JSON, max_size=5), JSON)
def test_any_cells_end_in_a_valid_notebook_or_a_reason(cells, metadata):
    try:
        found = parsed(json.dumps({"cells": cells, "metadata": metadata}))
    except NotANotebook:
        assert cells and not any(isinstance(cell, dict) for cell in cells)
    else:
        nbformat.validate(found)
        assert parsed(nbformat.writes(found)) == found or "NaN" in nbformat.writes(found)


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_notebook_or_a_reason(data):
    with contextlib.suppress(NotANotebook):  # and no other error
        parsed(decoded(data))
