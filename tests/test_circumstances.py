"""Grading when something other than the work is amiss: the gradebook, a clock, a disk, a name."""

import errno
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import datetime

import nbformat
import pytest
from nbgrader.api import Gradebook

from course import notebooks, report
from course.gradebook import access, converters, timestamps
from course.grading import engine, ungraded
from course.grading.engine import NotJudged
from course.grading.grade import grade
from course.grading.students import handed_in, students
from course.release.templates import reference
from course.report.graded import gather
from tools import mini

DUE = datetime(2026, 3, 4, 12)


def perfect():
    return reference(mini.source(), "en")


@pytest.fixture
def course(tmp_path):
    """A class of two, both right; one handed in a day late."""
    made = mini.make(tmp_path / "class")
    mini.submit(made, "ana", perfect(), "2026-03-04 11:00:00 UTC")
    mini.submit(made, "ben", perfect(), "2026-03-05 12:00:00 UTC")
    return made


def set_due(course, due=DUE):
    with converters.gradebook(course) as gradebook:
        gradebook.update_or_create_assignment(mini.NAME, duedate=due)


def scores(course):
    with Gradebook(converters.database(course)) as gradebook:
        return {s.student.id: s.score for s in gradebook.assignment_submissions(mini.NAME)}


def penalties(course):
    with Gradebook(converters.database(course)) as gradebook:
        return {
            s.student.id: sum(n.late_submission_penalty or 0 for n in s.notebooks)
            for s in gradebook.assignment_submissions(mini.NAME)
        }


def never(*_, **__):
    raise AssertionError("run again")


@pytest.fixture
def no_run(monkeypatch):
    """Makes any further run of a notebook fail."""

    def forbid():
        monkeypatch.setattr("course.grading.engine.Engine.__call__", never)

    return forbid


# ------------------------------------------------------------ faults of the machine


@pytest.mark.parametrize(
    "fault",
    [
        NotJudged("the system killed the judge"),
        OSError(errno.ENOSPC, "No space left on device"),
        RuntimeError("can't start new thread"),
        MemoryError(),
        UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "surrogates not allowed"),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_a_fault_of_the_machine_leaves_one_ungraded_until_the_next_run(course, monkeypatch, fault):
    good = engine.Engine.__call__
    notebook = perfect()
    notebook.cells.append(nbformat.v4.new_code_cell("HELPER = 1", id="helper"))
    mini.submit(course, "ben", notebook)

    def execute(engine, notebook, *arguments, **named):
        if any("HELPER" in cell.source for cell in notebook.cells):
            raise fault
        return good(engine, notebook, *arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr("course.grading.engine.Engine.__call__", execute)
        ana, ben = grade(course, mini.NAME)
    assert (ana.score, ana.note) == (3, "")
    assert (ben.result, ben.score) == (None, None) and "not graded" in ben.ungraded
    assert scores(course) == {"ana": 3}
    assert not (course.root / "autograded" / "ben").exists()
    assert ungraded.load(course.results, mini.NAME) == {"ben": ben.ungraded}
    page = report.write(course, mini.NAME, "en", course.root / "report")[0].read_text("utf-8")
    assert "Left ungraded" in page and str(ben.ungraded).split(":")[0] in page
    assert gather(course, mini.NAME).ungraded == {"ben": ben.ungraded}

    ana, ben = grade(course, mini.NAME)
    assert (ben.score, ben.ungraded) == (3, "")
    assert ungraded.load(course.results, mini.NAME) == {}
    assert gather(course, mini.NAME).ungraded == {}


def test_an_earlier_mark_stays_and_is_named_when_a_later_attempt_cannot_be_graded(course):
    grade(course, mini.NAME)
    mini.submit(course, "ben", "cut sh")
    _, ben = grade(course, mini.NAME)
    assert (ben.result, ben.score) == (None, 3)
    assert "not valid JSON" in ben.note and "earlier grading stays (3)" in ben.note


def test_the_exit_status_says_that_somebody_is_left_ungraded(course):
    command = [sys.executable, "-m", "course", "grade", mini.NAME, "--allow-unsandboxed"]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    mini.submit(course, "ben", "cut sh")
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    assert done.returncode == 1 and "1 of 2 submissions are left ungraded" in done.stderr
    assert "not valid JSON" in done.stdout and "Traceback" not in done.stderr


# ------------------------------------------------------------ changed circumstances


def test_a_lost_gradebook_is_filled_again_without_a_run(course, no_run):
    set_due(course)
    grade(course, mini.NAME)
    (course.root / "gradebook.db").unlink()
    no_run()
    marks = grade(course, mini.NAME)
    assert [m.score for m in marks] == [3, 3] and scores(course) == {"ana": 3, "ben": 3}


def test_another_gradebook_gets_the_marks(course, no_run, monkeypatch):
    grade(course, mini.NAME)
    with Gradebook(converters.database(course)) as gradebook:  # another class's, say
        gradebook.remove_submission(mini.NAME, "ana")
        gradebook.find_grade("last-test", mini.NAME, mini.NAME, "ben").auto_score = 0
        gradebook.db.commit()
    no_run()
    assert [m.score for m in grade(course, mini.NAME)] == [3, 3]
    assert scores(course) == {"ana": 3, "ben": 3}


def test_a_changed_time_or_due_date_or_plugin_changes_lateness_and_penalty(course, no_run):
    config = course.root / "nbgrader_config.py"
    plain = config.read_text()
    zero = plain + '\nc.LateSubmissionPlugin.penalty_method = "zero"\n'
    config.write_text(zero)
    set_due(course)
    assert [m.score for m in grade(course, mini.NAME)] == [3, 0]
    no_run()
    set_due(course, datetime(2026, 3, 6))
    assert [(m.late_seconds, m.score) for m in grade(course, mini.NAME)] == [(0, 3), (0, 3)]
    assert penalties(course) == {"ana": 0, "ben": 0}
    mini.submit(course, "ana", perfect(), "2026-03-07 00:00:00 UTC")
    ana, ben = grade(course, mini.NAME)
    assert (ana.late_seconds, ana.score, ben.score) == (24 * 3600, 0, 3)
    copied = course.root / "autograded" / "ana" / mini.NAME / "timestamp.txt"
    assert copied.read_text().startswith("2026-03-07")
    (course.root / "submitted" / "ana" / mini.NAME / "timestamp.txt").unlink()
    ana, _ = grade(course, mini.NAME)
    assert (ana.late_seconds, ana.score) == (0, 3) and not copied.exists()
    set_due(course)
    config.write_text(plain)
    assert [(m.late_seconds > 0, m.score) for m in grade(course, mini.NAME)] == [
        (False, 3), (True, 3),
    ]  # fmt: skip


def test_changed_points_are_recorded(course):
    grade(course, mini.NAME)
    path = course.notebook(mini.NAME)
    source = notebooks.read(path)
    for cell in source.cells:
        if notebooks.grade_id(cell) == "double-test":
            cell.metadata.nbgrader["points"] = 5
    notebooks.write(source, path)
    assert [(m.score, m.result.max_points) for m in grade(course, mini.NAME)] == [(6, 6), (6, 6)]
    assert scores(course) == {"ana": 6, "ben": 6}


def test_what_was_graded_by_hand_stays_whatever_the_circumstances(course, no_run):
    set_due(course)
    grade(course, mini.NAME)
    with Gradebook(converters.database(course)) as gradebook:
        mark = gradebook.find_grade("last-test", mini.NAME, mini.NAME, "ana")
        mark.manual_score, mark.needs_manual_grade = 0.5, False
        gradebook.db.commit()
    no_run()
    mini.submit(course, "ana", perfect(), "2026-03-09 00:00:00 UTC")
    ana, _ = grade(course, mini.NAME)
    assert (ana.score, ana.late_seconds > 0) == (2.5, True)
    with Gradebook(converters.database(course)) as gradebook:
        mark = gradebook.find_grade("last-test", mini.NAME, mini.NAME, "ana")
        assert not mark.needs_manual_grade


def test_a_lost_autograded_folder_is_written_again(course, no_run):
    grade(course, mini.NAME)
    shutil.rmtree(course.root / "autograded")
    no_run()
    assert [m.score for m in grade(course, mini.NAME)] == [3, 3]
    assert (course.root / "autograded" / "ana" / mini.NAME / f"{mini.NAME}.ipynb").exists()


# ------------------------------------------------------------ times


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-11-27 10:00:00.123456 UTC", "2026-11-27 10:00:00.123456"),
        ("2026-07-01 12:00:00 CEST", "2026-07-01 10:00:00"),
        ("2026-01-01 12:00:00 CET", "2026-01-01 11:00:00"),
        ("2026-07-01 12:00:00 +0200", "2026-07-01 10:00:00"),
        ("2026-07-01T12:00:00-05:00", "2026-07-01 17:00:00"),
        ("2026-07-01T12:00:00Z", "2026-07-01 12:00:00"),
        ("2026-07-01 12:00 UTC+2", "2026-07-01 10:00:00"),
        ("2026-07-01 12:00 GMT-0300", "2026-07-01 15:00:00"),
        ("2026-07-01 12:00 Europe/Madrid", "2026-07-01 10:00:00"),
        ("2026-01-01 12:00 Europe/Madrid", "2026-01-01 11:00:00"),
        ("2026-07-01T12:00+02:00[Europe/Madrid]", "2026-07-01 10:00:00"),
        ("2026-11-27 10:00:00 EST", "2026-11-27 15:00:00"),
        ("2026-07-01 12:00", "2026-07-01 12:00:00"),
        ("Sun, 01 Nov 2026 10:00:00 +0000", "2026-11-01 10:00:00"),
        ("13/11/2026 10:00", "2026-11-13 10:00:00"),
    ],
)
def test_a_time_counts_as_it_is_written(text, utc):
    assert str(timestamps.parse(text)) == utc


def test_the_zone_of_the_exchange_counts_first():
    assert str(timestamps.parse("2026-07-01 12:00 IST", "Asia/Kolkata")) == "2026-07-01 06:30:00"
    assert str(timestamps.parse("2026-01-01 12:00 CST", "Asia/Shanghai")) == "2026-01-01 04:00:00"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("yesterday", "is no time"),
        ("2026-07-01 12:00 IST", "can mean several zones"),
        ("2026-07-01 12:00 XYZ", "is unknown"),
        ("2026-07-01 12:00 Mars/Base", "is unknown"),
        ("10:00", "one day and time"),
        ("2026-11-01", "one day and time"),
        ("01/11/2026 10:00", "one day and time"),
        ("2026-02-30 10:00", "is no time"),
        ("9999-12-31 23:59:59 -0500", "out of range"),
        ("9" * 200, "is no time"),
        ("\x1b[2J", "is no time"),
    ],
)
def test_what_says_no_single_time_is_unreadable(text, says):
    with pytest.raises(ValueError, match=says) as raised:
        timestamps.parse(text)
    assert "expected a time such as" in str(raised.value) and str(raised.value).isprintable()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"yesterday", "'yesterday' is no time"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"", "empty"),
        (b"2026-01-01 10:00 UTC" + b" " * 10_000_000, "more than 300 bytes"),
        (b"2026-07-01 12:00 CEBT", "'CEBT' is unknown"),
    ],
)
def test_an_unreadable_time_is_said_in_the_table(course, content, says):
    set_due(course)
    (course.root / "submitted" / "ben" / mini.NAME / "timestamp.txt").write_bytes(content)
    _, ben = grade(course, mini.NAME)
    assert (ben.score, ben.late_seconds) == (3, 0)
    assert says in ben.note and "counts as handed in on time" in ben.note


def test_no_more_of_a_timestamp_is_read_than_a_time_needs(tmp_path, monkeypatch):
    path = tmp_path / "timestamp.txt"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)
    assert "more than 300 bytes" in timestamps.read(path).problem
    path.write_bytes("2026-07-01 12:00 UTC\r\n".encode("utf-16"))  # PowerShell's redirection
    assert str(timestamps.read(path).moment) == "2026-07-01 12:00:00"


# ------------------------------------------------------------ names

DECOMPOSED, COMPOSED = "Jose\u0301 N\u0303andu\u0301", "Jos\u00e9 \u00d1and\u00fa"


def test_two_spellings_of_a_name_are_one_student(course):
    mini.submit(course, COMPOSED, perfect())
    grade(course, mini.NAME)
    (course.root / "submitted" / COMPOSED).rename(course.root / "submitted" / DECOMPOSED)
    marks = {m.student: m.score for m in grade(course, mini.NAME)}
    assert marks == {"ana": 3, "ben": 3, COMPOSED: 3} == scores(course)
    assert len(grade(course, mini.NAME, [DECOMPOSED])) == 1
    graded = gather(course, mini.NAME)
    assert not graded.waiting and not graded.absent


def test_the_gradebooks_own_spelling_stays(course):
    with converters.gradebook(course) as gradebook:
        gradebook.update_or_create_student(DECOMPOSED)
    mini.submit(course, COMPOSED, perfect())
    grade(course, mini.NAME)
    assert scores(course) == {"ana": 3, "ben": 3, DECOMPOSED: 3}
    assert not gather(course, mini.NAME).absent


def test_two_folders_of_one_student_are_named(course):
    mini.submit(course, COMPOSED, perfect())
    mini.submit(course, DECOMPOSED, perfect())
    marks = {m.student: m for m in grade(course, mini.NAME)}
    assert len(marks) == 3 and "2 folders have this name" in marks[COMPOSED].ungraded


UNFIT = ["[ab]", "a*", "who?", "a\\b", "a#b", "a%41", "new\nline", "tab\there", ".hidden", " lead",
         "trail ", "\u2028x"]  # fmt: skip
FIT = ["Ana María Ñandú", "o'brien", 'the "best"', "a+b@c.d", "100%", "x;y", "-rf", "名前",
       "two  spaces", "{x}", "$HOME", "~", "a,b", "a&b<c>", "a" * 100]  # fmt: skip


def test_names_work_in_all_of_nbgrader_or_are_refused_before_grading(tmp_path, monkeypatch):
    course = mini.make(tmp_path / "class")
    for name in FIT + UNFIT:
        mini.submit(course, name, perfect(), "2026-03-04 11:00:00 UTC")
    undecodable = os.fsencode(course.root / "submitted") + b"/caf\xe9"
    shutil.copytree(os.fsencode(course.root / "submitted" / "~"), undecodable)
    marks = {m.student: m for m in grade(course, mini.NAME, workers=2)}
    assert {s for s, m in marks.items() if m.score == 3} == set(FIT)
    for name in UNFIT:
        assert "rename the folder" in marks[name].ungraded
    assert "not text in UTF-8" in marks["caf\ufffd"].ungraded
    assert set(scores(course)) == set(FIT)
    converters.generate_feedback(course, mini.NAME)
    for name in FIT:
        page = course.root / "feedback" / name / mini.NAME / f"{mini.NAME}.html"
        assert page.exists(), name

    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    api = NbGraderAPI(CourseDirectory(config=converters.configuration(course)))
    assert set(FIT) <= api.get_autograded_students(mini.NAME)
    for name in FIT:
        submission = api.get_submission(mini.NAME, name)
        assert (submission["score"], submission["autograded"]) == (3, True), name
    done = subprocess.run(
        [sys.executable, "-m", "course", "grade", mini.NAME, "--allow-unsandboxed"],
        cwd=course.root, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 1 and b"Traceback" not in done.stderr, done.stderr
    assert "caf\ufffd" in done.stdout.decode("utf-8")


# ------------------------------------------------------------ what can't be read


@pytest.mark.parametrize(
    ("where", "number"),
    [
        ("ben", errno.EACCES),
        (f"ben/{mini.NAME}", errno.ESTALE),
        (f"ben/{mini.NAME}/{mini.NAME}.ipynb", errno.EIO),
    ],
)
def test_what_cannot_be_read_is_one_line_in_the_table(course, monkeypatch, where, number):
    """A stale handle or a mode of 000, imitated, since root may read everything."""
    bad = course.root / "submitted" / where

    def failing(function):
        def call(path=".", *arguments, **named):
            given = os.fspath(path) if not isinstance(path, int) else ""
            text = os.fsdecode(given)
            if text == str(bad) or text.startswith(f"{bad}{os.sep}"):
                raise OSError(number, os.strerror(number), text)
            return function(path, *arguments, **named)

        return call

    for name in ("stat", "scandir", "listdir", "open"):
        monkeypatch.setattr(os, name, failing(getattr(os, name)))
    opened = open
    monkeypatch.setattr("io.open", failing(opened))
    marks = {m.student: m for m in grade(course, mini.NAME)}
    assert marks["ana"].score == 3
    assert marks["ben"].result is None and os.strerror(number) in marks["ben"].ungraded
    assert scores(course) == {"ana": 3}


@pytest.mark.needs("user")
@pytest.mark.parametrize("where", ["ben", f"ben/{mini.NAME}", f"ben/{mini.NAME}/{mini.NAME}.ipynb"])
def test_a_folder_or_file_of_mode_000_is_one_line_in_the_table(course, where):
    bad = course.root / "submitted" / where
    bad.chmod(0)
    try:
        marks = {m.student: m for m in grade(course, mini.NAME)}
    finally:
        bad.chmod(0o755)
    assert marks["ana"].score == 3 and "Permission denied" in marks["ben"].ungraded


def test_what_goes_wrong_while_one_student_is_recorded_reaches_no_other(course, monkeypatch):
    from course.gradebook.record import GradebookWriter

    good = GradebookWriter._record

    def record(self, student, *arguments, **named):
        if student == "ana":
            raise UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "surrogates not allowed")
        return good(self, student, *arguments, **named)

    monkeypatch.setattr(GradebookWriter, "_record", record)
    ana, ben = grade(course, mini.NAME)
    assert ana.result is None and "surrogates not allowed" in ana.ungraded
    assert ben.score == 3 and scores(course) == {"ben": 3}


# ------------------------------------------------------------ the gradebook, locked


def hold(path, seconds, began):
    """Hold the gradebook's write lock for so long."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        began.set()
        time.sleep(seconds)
        connection.execute("ROLLBACK")


def test_a_locked_gradebook_is_waited_for_with_a_message(course):
    set_due(course)
    began = threading.Event()
    path = course.root / "gradebook.db"
    other = threading.Thread(target=hold, args=(path, 8, began))
    other.start()
    began.wait()
    said = []
    marks = grade(course, mini.NAME, notice=said.append)
    other.join()
    assert [m.score for m in marks] == [3, 3] and scores(course) == {"ana": 3, "ben": 3}
    assert len(said) == 1 and "another program has locked" in said[0]


def test_a_gradebook_locked_for_too_long_is_one_sentence_and_no_half_class(course, monkeypatch):
    set_due(course)
    monkeypatch.setattr(access, "WAIT_SECONDS", 1)
    began = threading.Event()
    other = threading.Thread(target=hold, args=(course.root / "gradebook.db", 6, began))
    other.start()
    began.wait()
    with pytest.raises(access.GradebookUnavailable, match="another program has locked"):
        grade(course, mini.NAME)
    other.join()
    assert not (course.root / "autograded").exists()
    assert [m.score for m in grade(course, mini.NAME)] == [3, 3]


def test_a_gradebook_that_is_none_is_one_sentence(course):
    (course.root / "gradebook.db").write_text("not a database, but long enough to be read" * 100)
    done = subprocess.run(
        [sys.executable, "-m", "course", "grade", mini.NAME, "--allow-unsandboxed"],
        cwd=course.root, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert re.search(r"the gradebook can't be used: .*not a database", done.stderr)


def test_students_are_listed_by_id(course):
    (course.root / "submitted" / "notes.txt").write_text("x")
    (course.root / "submitted" / "nobody").mkdir()
    (course.root / "submitted" / "carla.ipynb").write_text("{}")
    assert students(course, mini.NAME) == ["ana", "ben", "carla.ipynb"]
    (carla,) = [h for h in handed_in(course, mini.NAME) if h.student == "carla.ipynb"]
    assert "expected a folder" in carla.problem
