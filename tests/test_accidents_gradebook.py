"""Accidents between two gradings: to the gradebook, to what is kept, and to the machine.

What is skipped when nothing has changed is the run; what is recorded is compared with the
gradebook itself.
"""

import contextlib
import os
import shutil
import sqlite3
import threading
from datetime import datetime

import pytest
from nbgrader.api import Gradebook

from course import notebooks
from course.errors import CourseError
from course.gradebook import converters
from course.gradebook.record import GradebookWriter
from course.grading.engine import Engine
from course.grading.grade import grade
from tests.accidents import (
    FULL,
    LAST,
    NAME,
    Accident,
    agrees,
    answered,
    cell_of,
    make_class,
    marks_of,
    perfect,
    put,
    recorded,
)
from tools import mini

CLASS = {"ana": Accident({NAME: perfect()}),
         "eva": Accident({NAME: answered("double", "def double(x):\n    return x")}, LAST)}  # fmt: skip


@pytest.fixture(scope="module")
def graded_once(tmp_path_factory):
    """A class graded once; copied for each test."""
    course, _ = make_class(tmp_path_factory.mktemp("gradebook") / "class", CLASS)
    return course


@pytest.fixture
def course(graded_once, tmp_path):
    root = tmp_path / "class"
    shutil.copytree(graded_once.root, root, symlinks=True)
    return type(graded_once)(root)


@pytest.fixture
def never_run(monkeypatch):
    """No submission may be executed again."""

    def never(*_, **__):
        raise AssertionError("run again")

    monkeypatch.setattr("course.grading.engine.Engine.__call__", never)


def all_agree(course, marks):
    for student, accident in CLASS.items():
        agrees(course, marks[student], accident.points)


def database(course):
    return course.root / "gradebook.db"


def due(course, moment):
    with Gradebook(converters.database(course)) as gradebook:
        gradebook.update_or_create_assignment(mini.NAME, duedate=moment)


def submitted(course, student):
    return course.root / "submitted" / student / mini.NAME


# ---------------------------------------------------------------- the gradebook


def other_class(course, tmp_path):
    make_class(tmp_path / "other", {"ana": Accident({NAME: answered("last", "")})})
    shutil.copy(tmp_path / "other" / "gradebook.db", database(course))


def earlier_state(course, tmp_path):
    """The gradebook as it was before eva's marks came, as a backup restores it."""
    with Gradebook(converters.database(course)) as gradebook:
        gradebook.remove_submission(mini.NAME, "eva")


def without_student(course, tmp_path):
    with Gradebook(converters.database(course)) as gradebook:
        gradebook.remove_student("ana")


def without_assignment(course, tmp_path):
    with Gradebook(converters.database(course)) as gradebook:
        gradebook.remove_assignment(mini.NAME)


def wrong_scores(course, tmp_path):
    with Gradebook(converters.database(course)) as gradebook:
        for grade_ in gradebook.find_submission(mini.NAME, "ana").notebooks[0].grades:
            grade_.auto_score = 0
        gradebook.db.commit()


LOST = {
    "deleted": lambda course, _: database(course).unlink(),
    "emptied": lambda course, _: database(course).write_bytes(b""),
    "another class's": other_class,
    "restored from a backup": earlier_state,
    "without a student": without_student,
    "without the assignment": without_assignment,
    "with other scores": wrong_scores,
}


@pytest.mark.parametrize("accident", LOST)
def test_the_gradebook_holds_every_mark_again_and_nothing_is_run(course, tmp_path, never_run, accident):  # fmt: skip
    LOST[accident](course, tmp_path)
    all_agree(course, marks_of(course))


def test_a_gradebook_that_is_none_is_said_in_a_sentence_and_costs_nothing(course, never_run):
    kept = database(course).read_bytes()
    database(course).write_text("this is no database " * 100)
    with pytest.raises(CourseError) as caught:
        marks_of(course)
    assert "gradebook" in str(caught.value) and "\n" not in str(caught.value)
    database(course).write_bytes(kept)
    all_agree(course, marks_of(course))


@pytest.mark.needs("user")
def test_a_gradebook_that_is_read_only_is_said_in_a_sentence(course, never_run):
    database(course).chmod(0o444)
    with pytest.raises(CourseError, match="gradebook"):
        marks_of(course)
    database(course).chmod(0o644)
    all_agree(course, marks_of(course))


def test_a_gradebook_that_another_program_writes_to_is_waited_for(course, tmp_path):
    earlier_state(course, tmp_path)
    locked, said = threading.Event(), threading.Event()

    def other_program():
        with contextlib.closing(sqlite3.connect(database(course))) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            locked.set()
            said.wait(60)
            connection.rollback()

    thread = threading.Thread(target=other_program)
    thread.start()
    locked.wait(60)
    sentences = []

    def notice(sentence):
        sentences.append(sentence)
        said.set()

    try:
        marks = {m.student: m for m in grade(course, mini.NAME, workers=2, notice=notice)}
    finally:
        said.set()
        thread.join()
    all_agree(course, marks)
    assert sentences and "gradebook" in sentences[0]


def test_what_goes_wrong_while_one_is_recorded_reaches_no_other(course, monkeypatch, tmp_path):
    database(course).unlink()
    shutil.rmtree(course.root / "autograded")
    original = GradebookWriter.write

    def write(self, student, *args, **kwargs):
        if student == "ana":
            raise OSError(28, "No space left on device")
        return original(self, student, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(GradebookWriter, "write", write)
        marks = marks_of(course)
    agrees(course, marks["ana"], None, "No space left")
    agrees(course, marks["eva"], LAST)
    all_agree(course, marks_of(course))


def test_a_grade_given_by_hand_stays(course, never_run):
    with Gradebook(converters.database(course)) as gradebook:
        (own,) = gradebook.find_submission(mini.NAME, "eva").notebooks
        next(g for g in own.grades if g.name == "double-test").manual_score = 1.5
        gradebook.db.commit()
    mark = marks_of(course)["eva"]
    assert (mark.result.points, mark.score) == (LAST, LAST + 1.5)
    assert recorded(course, "eva") == (LAST + 1.5, FULL)


# ---------------------------------------------------------------- times and points


def test_a_time_that_comes_changes_or_goes_counts_without_a_run(course, never_run):
    due(course, datetime(2026, 11, 1, 12))
    assert marks_of(course)["ana"].late_seconds == 0
    path = submitted(course, "ana") / "timestamp.txt"
    for hour, seconds in ((13, 3600), (15, 3 * 3600), (11, 0), (14, 2 * 3600)):
        path.write_text(f"2026-11-01 {hour}:00:00 UTC")
        assert marks_of(course)["ana"].late_seconds == seconds
    path.unlink()
    assert marks_of(course)["ana"].late_seconds == 0


def test_a_due_date_that_changes_counts_without_a_run(course, never_run):
    put(submitted(course, "ana"), {"timestamp.txt": "2026-11-01 13:00:00 UTC"})
    for hour, seconds in ((12, 3600), (13, 0), (10, 3 * 3600)):
        due(course, datetime(2026, 11, 1, hour))
        assert marks_of(course)["ana"].late_seconds == seconds
    due(course, None)
    assert marks_of(course)["ana"].late_seconds == 0


def test_a_penalty_that_changes_counts_without_a_run(course, never_run):
    due(course, datetime(2026, 11, 1, 12))
    put(submitted(course, "ana"), {"timestamp.txt": "2026-11-01 13:00:00 UTC"})
    assert marks_of(course)["ana"].score == FULL
    configuration = course.root / "nbgrader_config.py"
    text = configuration.read_text("utf-8")
    configuration.write_text(
        text + '\nc.LateSubmissionPlugin.penalty_method = "zero"\n', encoding="utf-8"
    )
    marks = marks_of(course)
    assert (marks["ana"].result.points, marks["ana"].score) == (FULL, 0)
    assert marks["eva"].score == LAST
    configuration.write_text(text, encoding="utf-8")
    assert marks_of(course)["ana"].score == FULL


def test_points_that_change_are_recorded_with_their_maximum(course):
    path = course.notebook(mini.NAME)
    source = notebooks.read(path)
    cell_of(source, "double-test").metadata.nbgrader.points = 7
    notebooks.write(source, path)
    marks = marks_of(course)
    assert {s: (m.result.points, m.result.max_points, m.score) for s, m in marks.items()} == {
        "ana": (8, 8, 8),
        "eva": (1, 8, 1),
    }
    assert (recorded(course, "ana"), recorded(course, "eva")) == ((8, 8), (1, 8))


# ---------------------------------------------------------------- what is kept


def kept(course):
    return course.root / "autograded" / "ana" / mini.NAME / NAME


KEPT = {
    "autograded/ is gone": lambda course: shutil.rmtree(course.root / "autograded"),
    "a notebook in autograded/ is cut short": lambda course: os.truncate(kept(course), 100),
    "a notebook in autograded/ is another": lambda course: shutil.copy(
        course.root / "autograded" / "eva" / mini.NAME / NAME, kept(course)
    ),
    "a notebook in autograded/ is a folder": lambda course: (
        kept(course).unlink(),
        kept(course).mkdir(),
    ),
}


@pytest.mark.parametrize("accident", KEPT)
def test_what_is_kept_is_there_again_and_nothing_is_run(course, never_run, accident):
    before = kept(course).read_bytes()
    KEPT[accident](course)
    all_agree(course, marks_of(course))
    assert kept(course).read_bytes() == before


RESULTS = {
    "gone": lambda course: shutil.rmtree(course.results),
    "cut short": lambda course: [os.truncate(p, 50) for p in course.results.glob("*.ipynb")],
    "of another format": lambda course: [
        p.write_text("{}") for p in course.results.glob("*.ipynb")
    ],
}


@pytest.mark.parametrize("accident", RESULTS)
def test_results_that_are_lost_are_made_again(course, accident):
    assert list(course.results.glob("*.ipynb"))
    RESULTS[accident](course)
    all_agree(course, marks_of(course))


# ---------------------------------------------------------------- ungraded, and graded later


def test_a_submission_that_is_repaired_is_graded_by_the_next_run(tmp_path):
    course, marks = make_class(tmp_path / "class", {"ana": Accident({NAME: "{"})})
    agrees(course, marks["ana"], None, "not valid JSON")
    put(submitted(course, "ana"), {NAME: perfect()})
    agrees(course, marks_of(course)["ana"], FULL)


def test_a_submission_that_is_damaged_later_keeps_its_mark_and_says_so(course, never_run):
    put(submitted(course, "ana"), {NAME: "{"})
    mark = marks_of(course)["ana"]
    assert "not valid JSON" in mark.ungraded and mark.result is None
    assert mark.score == FULL and "earlier" in mark.note
    assert recorded(course, "ana") == (FULL, FULL)
    put(submitted(course, "ana"), {NAME: perfect()})
    all_agree(course, marks_of(course))


@pytest.mark.parametrize("error", [MemoryError(), OSError(28, "No space left on device"),
                                   RuntimeError("unforeseen"), RecursionError("too deep")])  # fmt: skip
def test_a_fault_of_the_machine_is_no_zero(tmp_path, monkeypatch, error):
    execute = Engine.__call__

    def fails(engine, notebook, *args, **kwargs):
        if "2 * 3" in cell_of(notebook, "double").source:
            raise error
        return execute(engine, notebook, *args, **kwargs)

    wrong = answered("double", "def double(x):\n    return 2 * 3")
    with monkeypatch.context() as patch:
        patch.setattr("course.grading.engine.Engine.__call__", fails)
        course, marks = make_class(
            tmp_path / "class",
            {"ana": Accident({NAME: wrong}), "eva": Accident({NAME: perfect()})},
        )
    agrees(
        course, marks["ana"], None, type(error).__name__ if not error.args else str(error.args[-1])
    )
    agrees(course, marks["eva"], FULL)
    agrees(course, marks_of(course)["ana"], LAST)  # it is tried again
