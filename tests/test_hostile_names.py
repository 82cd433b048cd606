"""Names and messages that do something: on a terminal, on a page, in a spreadsheet.

Every sink is tried with every text: whatever calls it, the text only stands there.
"""

import csv
import io
import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from rich.console import Console
from rich.markup import render as as_markup
from rich.text import Text

from course import notebooks
from course.audit import report as audit
from course.audit.run import ExerciseAudit
from course.command import console, tables
from course.command.doctor import Line
from course.gradebook.preprocessors import HideTests
from course.grading.grade import Mark
from course.grading.marks import Checked, ExerciseResult, NotebookResult
from course.judge.outputs import error_output
from course.report import page
from course.report import tables as files
from course.report.graded import Graded, Item, Work
from course.text import sentence, visible
from tests.conftest import ROOT
from tools import mini

#: Each text, and what of it is to be seen, without spaces.
NAMES = {
    "markup": ("[red]danger[/red]", "[red]danger[/red]"),
    "link": ("[link=http://example.org]click[/link]", "[link=http://example.org]click[/link]"),
    "broken markup": ("a[/nothing]b", "a[/nothing]b"),
    "emoji code": (":warning:", ":warning:"),
    "colour": ("a\x1b[31mred\x1b[0m", "ared"),
    "title of the window": ("a\x1b]0;mine\x1b\\b", "ab"),
    "a sequence without its end": ("a\x1b]0;mine", "a0;mine"),
    "link of the terminal": ("\x1b]8;;http://example.org\x1b\\x\x1b]8;;\x1b\\", "x"),
    "device control": ("a\x1bP1;2|secret\x1b\\b", "ab"),
    "C1 sequence": ("a\x9b31mb", "a31mb"),
    "cursor": ("a\x1b[2J\x1b[Hb", "ab"),
    "reset": ("a\x1bcb", "ab"),
    "carriage return": ("wrong\rright", "wrongright"),
    "backspace": ("a\b\bb", "ab"),
    "line feed": ("a\nb", "ab"),
    "bell": ("a\x07b", "ab"),
    "direction": ("a\u202etxt.exe\u202cb", "atxt.exeb"),
    "isolate": ("a\u2066b\u2069c", "abc"),
    "joiner": ("a\u200bb\ufeffc\u2060d", "abcd"),
    "line separator": ("a\u2028b", "ab"),
    "tag": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "attribute": ('"onmouseover="alert(1)', '"onmouseover="alert(1)'),
    "entity": ("&lt;b&gt;", "&lt;b&gt;"),
    "template": ("{{7*7}}{%x%}", "{{7*7}}{%x%}"),
    "formula": ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    "plus": ("+1+1", "+1+1"),
    "minus": ("-1+1", "-1+1"),
    "at": ("@SUM(1)", "@SUM(1)"),
    "formula after a tab": ("\t=1+1", "=1+1"),
    "formula after a return": ("\r=1+1", "=1+1"),
    "formula after an escape": ("\x1b[0m=1+1", "=1+1"),
    "formula after spaces": ("  =1+1", "=1+1"),
    "wide formula": ("\uff1d1+1", "\uff1d1+1"),
    "formula in the next cell": ("a;=1+1", "a;=1+1"),
    "mathematics": (r"$\frac{$", r"$\frac{$"),
    "accents": ("Núñez 名前 \u00a0x", "Núñez名前x"),
}
HOSTILE = pytest.mark.parametrize("name", NAMES)


def squeezed(text):
    return "".join(text.split())


@pytest.fixture
def printed(monkeypatch):
    """Shows something as on a terminal with colours; gives what was written."""

    def shown(show, *arguments):
        buffer = io.StringIO()
        for one in ("out", "err"):
            terminal = console.SafeConsole(
                file=buffer, force_terminal=True, color_system="truecolor", width=400,
                soft_wrap=True, markup=False, emoji=False, highlight=False,
                legacy_windows=False,
            )  # fmt: skip
            monkeypatch.setattr(console, one, terminal)
        monkeypatch.setattr(tables, "out", console.out)
        show(*arguments)
        return buffer.getvalue()

    return shown


def plain(written):
    """What was written, without the colours and the movements of the cursor."""
    return re.sub(r"\x1b\[[0-9;?]*[mhlKA]", "", written)


def signs(written):
    """The sequences and the characters that were written, but for those that turn and count."""
    found = set(re.findall(r"\x1b\[[^a-zA-Z]*[a-zA-Z]|.", written, re.DOTALL))
    return {one for one in found if not re.fullmatch("[\u2800-\u28ff0-9]", one)}


# ---------------------------------------------------------------- the texts do something


def test_the_names_do_something_where_nothing_is_done_about_them():
    """The control: Rich reads markup, and passes escape sequences on."""
    assert as_markup(NAMES["markup"][0]).plain == "danger"
    buffer = io.StringIO()
    Console(file=buffer, force_terminal=True, highlight=False).print("[red]x[/red] \x1b[2J\u202e")
    written = buffer.getvalue()
    assert "\x1b[2J" in written and "\u202e" in written and "[red]" not in written


@HOSTILE
def test_what_is_visible_of_a_text(name):
    text, seen = NAMES[name]
    assert squeezed(visible(text)) == seen and squeezed(sentence(text)) == seen
    assert "\n" not in sentence(text)


# ---------------------------------------------------------------- the terminal


@HOSTILE
@pytest.mark.parametrize("sink", ["print", "styled", "complain", "say"])
def test_a_line_on_the_terminal(name, sink, printed):
    text, seen = NAMES[name]

    def show(text):
        if sink == "print":
            console.out.print(f"before {text} after")
        elif sink == "styled":
            console.out.print(Text.assemble((f"before {text}", "bold"), " after"))
        elif sink == "complain":
            console.complain(f"before {text} after")
        else:
            with console.progress("x", 1) as steps:
                steps.say(f"before {text} after")

    written = printed(show, text)
    assert signs(written) == signs(printed(show, visible(text)))
    assert f"before{seen}after" in squeezed(plain(written))


@HOSTILE
def test_a_progress_bar(name, printed):
    text, seen = NAMES[name]

    def show(text):
        with console.progress(text, 3) as steps:
            steps.step(f"first {text}")
            steps.done(f"second {text}")

    written = printed(show, text)
    assert signs(written) == signs(printed(show, sentence(text)))
    assert f"second{seen}" in squeezed(plain(written))


def test_a_further_line_of_an_error_does_not_pass_for_one_of_ours(printed):
    written = printed(console.complain, "no file a\ncourse: all is well")
    assert "\n  course: all is well" in written and "\ncourse" not in written


def mark(text):
    result = NotebookResult(text, (ExerciseResult(text, 1, 2, text, text),), text)
    return Mark(text, result, notes=(text,)), Mark(text, None, ungraded=text, notes=(text,))


@HOSTILE
@pytest.mark.parametrize("sink", ["marks", "check", "audit"])
def test_a_table_on_the_terminal(name, sink, printed):
    text, seen = NAMES[name]

    def show(text):
        graded, ungraded = mark(text)
        if sink == "marks":
            tables.show_marks(text, [graded, ungraded])
        elif sink == "check":
            tables.show_check(Checked(graded.result, "en", True))
        else:
            console.out.print(audit.table([ExerciseAudit(text, text)]))

    written = printed(show, text)
    assert written == printed(show, sentence(text))
    assert squeezed(plain(written)).count(seen) >= (2 if sink == "audit" else 4)


# ---------------------------------------------------------------- the report


def graded(text):
    works = [
        Work(f"{text}{i}", {text: float(i), "b": 0.5 * i}, {text: "failed", "b": "partly"},
             first_name=text, last_name=text, messages={text: text}, note=text * (i == 0),
             remarks=(text,), seconds=1.0 + i, isolation=text, language="en", lms_id=text,
             email=text)
        for i in range(4)
    ]  # fmt: skip
    return Graded(
        text, (Item(text, 3.0), Item("b", 2.0)), tuple(works), absent=(text,), waiting=(text,),
        ungraded={text: text},
    )  # fmt: skip


@HOSTILE
def test_the_page(name):
    text, seen = NAMES[name]
    written = page.render(graded(text), "en", {(text, text): text})
    clean = re.sub(r'src="data:image/png;base64,[^"]*"', "", written)
    assert all(c.isprintable() or c in "\n\t" or c.isspace() for c in clean)
    assert "<script" not in clean and not re.search(r'<[^>]*" ?onmouseover="?alert', clean)
    body = re.sub(r"<[^>]*>", " ", clean)
    import html

    assert squeezed(html.unescape(body)).count(squeezed(seen)) >= 15
    assert clean.count("<img") == 4


@HOSTILE
@pytest.mark.parametrize("write", [files.students, files.exercises, files.mistakes, files.moodle,
                                   files.canvas])  # fmt: skip
def test_a_file_for_a_spreadsheet(name, write):
    text, seen = NAMES[name]
    written = write(graded(text))
    cells = [cell for row in csv.reader(io.StringIO(written)) for cell in row]
    assert any(seen in squeezed(cell).replace("'", "") for cell in cells)
    for cell in cells:
        assert all(c.isprintable() or c == "\u00a0" for c in cell), repr(cell)
        for part in cell.split(";"):  # as a spreadsheet cuts it in some countries
            number = re.fullmatch(r"-?[\d.]+", part)
            assert number or not re.match(r"\s*[=+@\uff1d-]", part), repr(cell)
    assert written.count("\n") == len(list(csv.reader(io.StringIO(written))))


def test_numbers_stay_numbers():
    one = graded("x")
    works = tuple(replace(w, points={"x": float(i), "b": -0.5 * i}) for i, w in
                  enumerate(one.works))  # fmt: skip
    found = files.exercises(replace(one, works=works))
    assert "\nb,2,-1,-0.5,-1," in found
    assert "'" not in found


# ---------------------------------------------------------------- feedback


@HOSTILE
def test_an_exception_on_a_feedback_page(name):
    text, seen = NAMES[name]
    notebook = mini.source()
    test = next(c for c in notebook.cells if notebooks.is_test(c))
    test.outputs = [error_output(text, text)]
    HideTests().preprocess(notebook, {})
    (shown,) = test.outputs
    for part in (shown.ename, shown.evalue, *shown.traceback):
        assert all(c.isprintable() or c == "\u00a0" for c in part) and seen in squeezed(part)


# ---------------------------------------------------------------- the commands


def command(*arguments, cwd, **more):
    return subprocess.run(
        [sys.executable, "-m", "course", *arguments], cwd=cwd, capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **more},
    )  # fmt: skip


@pytest.mark.parametrize("name", ["colour", "direction", "title of the window", "markup",
                                  "broken markup", "line feed"])  # fmt: skip
def test_a_file_that_the_command_complains_of(name, tmp_path):
    text, seen = NAMES[name]
    mini.make(tmp_path)
    (tmp_path / f"{text.replace('/', '|')}.ipynb").write_text("{}")
    done = command("check", f"{text.replace('/', '|')}.ipynb", cwd=tmp_path)
    said = done.stderr.decode()
    assert done.returncode == 2
    assert all(c.isprintable() or c == "\n" for c in said), said
    assert squeezed(seen.replace("/", "|")) in squeezed(said)
    assert all(line.startswith(("course: ", "  ")) for line in said.splitlines())


def test_an_encoding_without_a_tick_is_no_failure(tmp_path):
    mini.make(tmp_path)
    notebook = tmp_path / "x.ipynb"
    notebooks.write(mini.source(), notebook)
    done = command("check", "x.ipynb", cwd=tmp_path, PYTHONIOENCODING="cp1252")
    assert done.returncode == 0 and b"? double" in done.stdout, done.stderr


def test_doctor_shows_a_hostile_variable_as_it_is(tmp_path):
    done = command("doctor", cwd=tmp_path, COURSE_DATA="[red]\x1b[2Jx")
    assert b"COURSE_DATA=[red]x" in done.stdout and b"\x1b" not in done.stdout
    assert Line("ok", "x", "y").advice == ""
