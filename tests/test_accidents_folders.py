"""Accidents to files, folders, names and times, each graded for real."""

import builtins
import errno
import io
import os
import socket
import unicodedata
import zipfile
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from course.gradebook import converters
from tests.accidents import (
    FULL,
    NAME,
    Accident,
    agrees,
    answered,
    edited,
    make_class,
    marks_of,
    perfect,
    put,
    untouched,
)
from tools import mini

HALF = answered("last", "def last(items):\n    return items[0]")
WORSE = edited(lambda n: [c.update(source="pass") for c in n.cells if c.id == "double"])
STEM = mini.NAME


def files(content, points=FULL, note="", **more):
    """The notebook under other names; `more` are further files."""
    return Accident({**content, **more}, points, note)


def zipped(where):
    where.mkdir()
    with zipfile.ZipFile(where / f"{STEM}.zip", "w") as archive:
        archive.writestr(NAME, nbformat.writes(perfect()))


def pipe(where):
    where.mkdir()
    os.mkfifo(where / NAME)


def pipe_beside(where):
    put(where, {NAME: perfect()})
    os.mkfifo(where / "other.ipynb")


def a_socket(where):
    where.mkdir()
    here = os.getcwd()
    os.chdir(where)  # the path of a socket may have about a hundred bytes
    try:
        with socket.socket(socket.AF_UNIX) as end:
            end.bind(NAME)
    finally:
        os.chdir(here)


def link(target):
    def make(where):
        where.mkdir()
        (where / NAME).symlink_to(target)

    return make


def link_beside(where):
    put(where, {NAME: perfect()})
    (where / "data.ipynb").symlink_to("/nowhere/data.ipynb")


def linked_folder(where):
    put(where.parent / "real", {NAME: perfect()})
    where.symlink_to(where.parent / "real")


def no_folder(where):
    where.parent.mkdir(exist_ok=True)
    put(where.parent, {NAME: perfect()})


def elsewhere(name):
    return lambda where: put(where.parent / name, {NAME: perfect()})


def a_file(where):
    where.write_text("my homework is in the other folder")


def a_pipe_for_a_folder(where):
    os.mkfifo(where)


def big(where):
    put(where, {NAME: "x"})
    with open(where / NAME, "r+b") as file:
        file.truncate(200_000_000)


def many(where):
    put(where, {NAME: perfect(), **{f"images/{i}.png": b"x" for i in range(2000)}})


#: Names of the notebook's file.
FILES = {
    "renamed": files({"01-mini (2).ipynb": perfect()}),
    "renamed in Spanish": files({"Copia de 01-mini.ipynb": perfect("es")}),
    "renamed with an emoji": files({"tarea \U0001f600 ñandú.ipynb": perfect()}),
    "renamed with quotes": files({"Ana's \"final\" [v2] *new*.ipynb": perfect()}),
    "renamed beside untouched": files({"01-mini (2).ipynb": perfect(), NAME: untouched()},
                                      note="01-mini (2).ipynb"),
    "copy beside work": files({"01-mini (2).ipynb": untouched(), NAME: perfect()}),
    "checkpoint": files({f".ipynb_checkpoints/{STEM}-checkpoint.ipynb": untouched(),
                         NAME: perfect()}),
    "only a checkpoint": files({f".ipynb_checkpoints/{STEM}-checkpoint.ipynb": perfect()},
                               note="a copy that a program kept"),
    "one dated backup": files({NAME: untouched(), f"{STEM}__20261101.ipynb": perfect()},
                              note=f"{STEM}__20261101.ipynb"),
    "two dated backups": files(
        {NAME: untouched(), f"{STEM}__20261015.ipynb": untouched(),
         f"{STEM}__20261101.ipynb": perfect()}, note=f"{STEM}__20261101.ipynb"),
    "three dated backups, one with more work": files(
        {NAME: untouched(), f"{STEM}__20261015.ipynb": WORSE, f"{STEM}__20261020.ipynb": untouched(),
         f"{STEM}__20261101.ipynb": perfect()}, note=f"{STEM}__20261101.ipynb"),
    "work beside dated backups of less": files(
        {NAME: perfect(), f"{STEM}__20261015.ipynb": untouched(),
         f"{STEM}__20261101.ipynb": untouched()}),
    "all untouched": files({NAME: untouched(), f"{STEM}__20261101.ipynb": untouched(),
                            f"{STEM}__20261102.ipynb": untouched()}, 0),
    "an unreadable file beside work": files({NAME: perfect(), "old.ipynb": "{"}, note="not old.ipynb"),
    "an unreadable backup beside the untouched": files(
        {NAME: untouched(), f"{STEM}__20261101.ipynb": "{"}, None, f"{STEM}__20261101.ipynb"),
    "another lesson's notebook beside": files({NAME: perfect(), "02.ipynb": nbformat.v4.new_notebook()}),
    "another lesson's notebook, and a copy": files(
        {f"{STEM}-Copy1.ipynb": perfect(), "02.ipynb": nbformat.v4.new_notebook()},
        note=f"{STEM}-Copy1.ipynb"),
    "two that differ": files({"a.ipynb": perfect(), "b.ipynb": HALF}, None, "a.ipynb"),
    "none": files({"notes.txt": "no time"}, None, "found no notebook"),
    "capital suffix": files({f"{STEM}.IPYNB": perfect()}),
    "all in capitals": files({NAME.upper(): perfect()}),
    "other capitals": files({"01-Mini.ipynb": perfect()}),
    "sent as text": files({f"{NAME}.txt": perfect()}),
    "saved as JSON": files({f"{NAME}.json": perfect()}),
    "no suffix": files({STEM: perfect()}),
    "a script": files({f"{STEM}.py": "def double(x): return 2 * x"}, None, f"{STEM}.py"),
    "a web page": files({f"{STEM}.html": "<p>"}, None, f"{STEM}.html"),
    "a PDF": files({f"{STEM}.pdf": b"%PDF-1.7"}, None, f"{STEM}.pdf"),
    "an archive": Accident(zipped, None, f"{STEM}.zip"),
    "nested": files({f"unzipped/{STEM}/{NAME}": perfect()}),
    "nested beside untouched": files({f"unzipped/{STEM}/{NAME}": perfect(), NAME: untouched()},
                                     note=f"unzipped/{STEM}/{NAME}"),
    "deep": files({"/".join(["d"] * 60) + f"/{NAME}": perfect()}),
    "from a Mac": files({NAME: perfect(), f"__MACOSX/._{NAME}": b"\x00\x05\x16\x07",
                         f"._{NAME}": b"\x00\x05\x16\x07", ".DS_Store": b"x"}),
    "renamed on a Mac": files({"mine.ipynb": perfect(), "._mine.ipynb": b"\x00\x05\x16\x07"}),
    "a folder": files({f"{NAME}/x.txt": "x"}, None, "found no notebook"),
    "200 MB": Accident(big, None, "200 MB; at most 50 MB"),
    "2,000 pictures": Accident(many),
    "modules that shadow": files({NAME: perfect()}, **{
        f"{m}.py": "raise SystemExit" for m in ("numpy", "keras", "random", "course", "sitecustomize")
    }),
    "a pipe": Accident(pipe, None, NAME),
    "a pipe beside": Accident(pipe_beside),
    "a socket": Accident(a_socket, None, NAME),
    "a link to nowhere": Accident(link("/nowhere/at/all.ipynb"), None, "symbolic link"),
    "a link to a device": Accident(link("/dev/zero"), None, "symbolic link"),
    "a link to itself": Accident(link(NAME), None, "symbolic link"),
    "a link beside": Accident(link_beside),
    "a linked folder": Accident(linked_folder, None, "symbolic link"),
    "no folder": Accident(no_folder),
    "a folder in capitals": Accident(elsewhere("01-MINI")),
    "a folder with a space": Accident(elsewhere("01-mini ")),
}  # fmt: skip

#: Names of students' folders, and what the table says if nbgrader can't use them.
STUDENTS = {
    "Ana María Ñandú": "",
    "o'brien": "",
    'the "best"': "",
    "a+b@c.d": "",
    "100%": "",
    "x;y": "",
    "-rf": "",
    "名前": "",
    "two  spaces": "",
    "{x}": "",
    "$HOME": "",
    "~": "",
    "a,b": "",
    "a&b<c>": "",
    "a..b": "",
    "C:": "",
    "ana|eva": "",
    "\U0001f600": "",
    "a\u202eb": "",
    "x" * 200: "",
    "Mar\u0131a \u1e9e": "",
    "a*": "pattern",
    "?": "pattern",
    "[ab]": "pattern",
    "b]": "pattern",
    "a\\b": "address",
    "a#b": "address",
    "%41": "address",
    "tab\tb": "control character",
    "line\nb": "control character",
    " ana": "space",
    "ana ": "space",
    ".hidden": "dot",
    "..x": "dot",
}  # fmt: skip


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """One class with all these files and folders, graded."""
    students = {name: Accident({NAME: perfect()}) for name in STUDENTS}
    linked = os.fsdecode(b"caf\xe9")
    return make_class(
        tmp_path_factory.mktemp("folders") / "class",
        {
            **FILES,
            **students,
            linked: Accident({NAME: perfect()}),
            unicodedata.normalize("NFD", "José"): Accident({NAME: perfect()}),
            unicodedata.normalize("NFD", "Zoë"): Accident({NAME: perfect()}),
            unicodedata.normalize("NFC", "Zoë"): Accident({NAME: HALF}),
            "a file for a folder": Accident(a_file),
            "a pipe for a folder": Accident(a_pipe_for_a_folder),
            "nothing": Accident(lambda where: None),
            "an empty folder": Accident(lambda where: where.mkdir(parents=True)),
        },
    )


@pytest.mark.parametrize("student", FILES)
def test_a_file_is_judged_or_left_ungraded_with_its_reason(graded, student):
    course, marks = graded
    agrees(course, marks[student], FILES[student].points, FILES[student].note)


@pytest.mark.parametrize("student", STUDENTS)
def test_a_name_is_recorded_or_refused_with_its_reason(graded, student):
    course, marks = graded
    agrees(course, marks[student], None if STUDENTS[student] else FULL, STUDENTS[student])


def test_a_name_that_is_not_utf_8_is_one_line_of_the_table(graded):
    course, marks = graded
    agrees(course, marks["caf\ufffd"], None, "UTF-8")


def test_two_spellings_of_a_name_are_one_student(graded):
    course, marks = graded
    agrees(course, marks[unicodedata.normalize("NFC", "José")], FULL)
    assert unicodedata.normalize("NFD", "José") not in marks


def test_two_folders_for_one_student_are_not_chosen_between(graded):
    course, marks = graded
    agrees(course, marks[unicodedata.normalize("NFC", "Zoë")], None, "2 folders")
    assert unicodedata.normalize("NFD", "Zoë") not in marks


def test_a_folder_that_is_none_is_named_and_an_empty_student_is_not(graded):
    course, marks = graded
    for student in ("a file for a folder", "a pipe for a folder"):
        if student in marks:
            agrees(course, marks[student], None, mini.NAME)
    agrees(course, marks["an empty folder"], None, "found no notebook")
    assert "nothing" not in marks


def test_a_notebook_beside_the_students_folders_is_one_line_of_the_table(tmp_path):
    course, marks = make_class(tmp_path / "class", {"ana": Accident({NAME: perfect()})})
    put(course.root / "submitted", {"eva.ipynb": perfect(), ".DS_Store": b"x", "list.csv": "x"})
    marks = marks_of(course)
    assert set(marks) == {"ana", "eva.ipynb"}
    agrees(course, marks["eva.ipynb"], None, "folder")
    agrees(course, marks["ana"], FULL)


# ---------------------------------------------------------------- what can't be read


def lose(monkeypatch, lost):
    """Let all that looks at these paths, or below them, fail, as a lost NFS handle does.

    Parameters
    ----------
    lost : dict
        The number of the error for each path.
    """

    def failing(original):
        def call(name=".", *args, **kwargs):
            if isinstance(name, (str, os.PathLike)):
                for path, code in lost.items():
                    if Path(name) == path or path in Path(name).parents:
                        raise OSError(code, os.strerror(code), str(name))
            return original(name, *args, **kwargs)

        return call

    for module, name in (
        (io, "open"),
        (builtins, "open"),
        (os, "open"),
        (os, "scandir"),
        (os, "listdir"),
    ):
        monkeypatch.setattr(module, name, failing(getattr(module, name)))


def test_what_cannot_be_read_is_one_line_of_the_table(tmp_path, monkeypatch):
    course = mini.make(tmp_path / "class")
    lost, students = {}, {"eva": None}
    for code in (errno.ESTALE, errno.EACCES, errno.EIO):
        for part in ("", mini.NAME, f"{mini.NAME}/{NAME}"):
            student = f"s{len(students)}"
            students[student] = code
            lost[course.root / "submitted" / student / part] = code
    for student in students:
        put(course.root / "submitted" / student / mini.NAME, {NAME: perfect()})
    with monkeypatch.context() as patch:
        lose(patch, lost)
        marks = marks_of(course)
    for student, code in students.items():
        agrees(
            course,
            marks[student],
            FULL if code is None else None,
            (code and os.strerror(code)) or "",
        )
    for mark in marks_of(course).values():  # when everything is there again
        agrees(course, mark, FULL)


@pytest.mark.needs("user")
@pytest.mark.parametrize("part", ["", mini.NAME, f"{mini.NAME}/{NAME}"])
def test_what_may_not_be_read_is_one_line_of_the_table(tmp_path, part):
    course = mini.make(tmp_path / "class")
    for student in ("ana", "eva"):
        put(course.root / "submitted" / student / mini.NAME, {NAME: perfect()})
    locked = course.root / "submitted" / "ana" / part
    mode = locked.stat().st_mode
    locked.chmod(0)
    try:
        marks = marks_of(course)
    finally:
        locked.chmod(mode)
    agrees(course, marks["eva"], FULL)
    agrees(course, marks["ana"], None, "ermission denied")


# ---------------------------------------------------------------- times

DUE = datetime(2026, 11, 1, 12)
HOUR = 3600


def linked_time(where):
    put(where, {NAME: perfect(), "../other.txt": "2026-11-01 13:00:00 UTC"})
    (where / "timestamp.txt").symlink_to("../other.txt")


def piped_time(where):
    put(where, {NAME: perfect()})
    os.mkfifo(where / "timestamp.txt")


#: name: (what `timestamp.txt` holds, seconds late, a part of the note). An hour late is 13:00 UTC.
TIMES = {
    "nbgrader's own": ("2026-11-01 13:00:00.000000 UTC", HOUR, ""),
    "ISO with Z": ("2026-11-01T13:00:00Z", HOUR, ""),
    "ISO with an offset": ("2026-11-01T15:00:00+02:00", HOUR, ""),
    "an offset without a colon": ("2026-11-01 15:00:00 +0200", HOUR, ""),
    "an offset west": ("2026-11-01T08:00:00-0500", HOUR, ""),
    "half an hour's offset": ("2026-11-01T18:30:00+05:30", HOUR, ""),
    "GMT with an offset": ("2026-11-01 10:00:00 GMT-3", HOUR, ""),
    "no zone": ("2026-11-01 13:00:00", HOUR, ""),
    "a zone's name": ("2026-11-01 14:00:00 Europe/Madrid", HOUR, ""),
    "a zone's name, in summer": ("2026-07-01 13:59:59 Europe/Madrid", 0, ""),
    "winter time": ("2026-11-01 14:00:00 CET", HOUR, ""),
    "summer time": ("2026-11-01 15:00:00 CEST", HOUR, ""),
    "winter time, west": ("2026-11-01 08:00:00 EST", HOUR, ""),
    "summer time, west": ("2026-11-01 09:00:00 EDT", HOUR, ""),
    "as a mail's header": ("Sun, 01 Nov 2026 13:00:00 +0000", HOUR, ""),
    "on time": ("2026-11-01 11:59:59 UTC", 0, ""),
    "two lines' ends": ("2026-11-01 13:00:00 UTC\r\n\r\n", HOUR, ""),
    "with a BOM": (b"\xef\xbb\xbf2026-11-01 13:00:00 UTC", HOUR, ""),
    "PowerShell's": ("\ufeff2026-11-01 13:00:00 UTC\r\n".encode("utf-16-le"), HOUR, ""),
    "the far future": ("9999-12-31 23:59:59 UTC", round((datetime(9999, 12, 31, 23, 59, 59) - DUE).total_seconds()), ""),
    "a zone nobody knows": ("2026-11-01 13:00:00 XYZT", 0, "XYZT"),
    "a zone of several": ("2026-11-01 13:00:00 IST", 0, "IST"),
    "no such place": ("2026-11-01 13:00:00 Europe/Madriz", 0, "Europe/Madriz"),
    "no date": ("13:00:00", 0, "timestamp.txt"),
    "day or month": ("01/02/2026 13:00", 0, "timestamp.txt"),
    "no such day": ("2026-02-30 13:00:00 UTC", 0, "timestamp.txt"),
    "out of range": ("99999-01-01 13:00:00 UTC", 0, "timestamp.txt"),
    "the first year, east": ("0001-01-01 00:00:00+05:00", 0, "timestamp.txt"),
    "words": ("yesterday", 0, "yesterday"),
    "empty": ("", 0, "empty"),
    "binary": (b"\xff\xfe\x00", 0, "timestamp.txt"),
    "zeros": (b"\x00" * 40, 0, "timestamp.txt"),
    "a whole log": ("2026-11-01 13:00:00 UTC\n" * 1_000_000, 0, "timestamp.txt"),
    "half an emoji": ("\ud83d".encode("utf-8", "surrogatepass"), 0, "timestamp.txt"),
    "a terminal's commands": ("\x1b[2J\x1b]0;x\x07", 0, "timestamp.txt"),
}  # fmt: skip


@pytest.fixture(scope="module")
def timed(tmp_path_factory):
    """A class whose notebooks are perfect; only when they were handed in differs."""
    accidents = {
        name: Accident({NAME: perfect(), "timestamp.txt": text})
        for name, (text, _, _) in TIMES.items()
    }
    accidents |= {
        "a folder": Accident({NAME: perfect(), "timestamp.txt/x": "2026-11-01 13:00:00 UTC"}),
        "a link": Accident(linked_time),
        "a pipe": Accident(piped_time),
        "none": Accident({NAME: perfect()}),
    }
    course, _ = make_class(tmp_path_factory.mktemp("times") / "class", accidents)
    with Gradebook(converters.database(course)) as gradebook:
        gradebook.update_or_create_assignment(mini.NAME, duedate=DUE)
    return course, marks_of(course)


@pytest.mark.parametrize("name", TIMES)
def test_a_time_counts_as_written_or_is_named_as_unreadable(timed, name):
    course, marks = timed
    _, late, note = TIMES[name]
    assert marks[name].late_seconds == late, marks[name]
    agrees(course, marks[name], FULL, note)


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("a folder", "not a file"),
        ("a link", "symbolic link"),
        ("a pipe", "not a file"),
        ("none", ""),
    ],
)
def test_only_a_file_says_a_time(timed, name, note):
    course, marks = timed
    assert marks[name].late_seconds == 0
    agrees(course, marks[name], FULL, note)
