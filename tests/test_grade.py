"""`course grade`: a class into nbgrader's gradebook."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from datetime import datetime

import nbformat
import pytest
from nbgrader.api import Gradebook, MissingEntry

from course import notebooks
from course.gradebook import converters
from course.grading import grade as module
from course.grading import submissions, ungraded
from course.grading.engine import Engine
from course.grading.grade import grade
from course.project import ProjectError
from course.release.templates import grading_template, reference
from tests.conftest import ROOT
from tools import mini


def solution(notebook, name):
    return next(c for c in notebook.cells if notebooks.grade_id(c) == name)


def answer(name, code, language="en"):
    notebook = reference(mini.source(), language)
    solution(notebook, name).source = code
    return notebook


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class graded once: the project, and a mark per student."""
    course = mini.make(tmp_path_factory.mktemp("class"))
    mini.submit(course, "right", reference(mini.source(), "en"), "2026-03-05 12:00:00 UTC")
    mini.submit(course, "untouched", grading_template(mini.source(), "es"))
    mini.submit(course, "half", answer("last", "def last(items):\n    return items[0]"))
    mini.submit(course, "garbage", "my homework\n")
    mini.submit(course, "other", nbformat.v4.new_notebook())
    mini.submit(course, "dead", answer("last", "import os\nos._exit(1)"))
    odd = reference(mini.source(), "en")
    odd.cells[-1].metadata["tags"] = None
    odd.cells.append(nbformat.from_dict({**odd.cells[0], "metadata": {"tags": None}, "id": "odd"}))
    mini.submit(course, "odd", json.dumps(odd))
    where = mini.submit(course, "renamed", reference(mini.source(), "en"))
    (where / f"{mini.NAME}.ipynb").rename(where / "my copy (2).ipynb")
    where = mini.submit(course, "nothing", "")
    (where / f"{mini.NAME}.ipynb").unlink()
    (where / "notes.txt").write_text("I had no time")
    before = snapshot(course)
    marks = {m.student: m for m in grade(course, mini.NAME)}
    assert snapshot(course) == before, "something that a student handed in was changed"
    return course, marks


def snapshot(course):
    folder = course.root / "submitted"
    return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("student", "points", "note"),
    [
        ("right", 3, ""),
        ("untouched", 0, ""),
        ("half", 2, ""),
        ("dead", 2, "The kernel died in the cell last."),
        ("odd", 3, ""),
        ("renamed", 3, ""),
    ],
)
def test_every_submission_that_can_be_judged_gets_a_recorded_result(graded, student, points, note):
    course, marks = graded
    assert (marks[student].result.points, marks[student].result.note) == (points, note)
    assert not marks[student].ungraded
    with Gradebook(converters.database(course)) as gradebook:
        submission = gradebook.find_submission(mini.NAME, student)
        assert (submission.score, submission.max_score) == (points, 3)
        assert not submission.needs_manual_grade
    assert (course.root / "autograded" / student / mini.NAME / f"{mini.NAME}.ipynb").exists()


@pytest.mark.parametrize(
    ("student", "reason"),
    [
        ("garbage", "01-mini.ipynb is not a Jupyter notebook (it is not valid JSON)"),
        ("other", "01-mini.ipynb has none of the exercises of 01-mini"),
        ("nothing", "expected 01-mini.ipynb in the submission; found no notebook, but notes.txt"),
    ],
)
def test_what_cannot_be_judged_is_left_ungraded_with_its_reason(graded, student, reason):
    course, marks = graded
    assert (marks[student].result, marks[student].score) == (None, None)
    assert reason in marks[student].ungraded and reason in marks[student].note
    assert reason in ungraded.load(course.results, mini.NAME)[student]
    assert not (course.root / "autograded" / student).exists()
    with Gradebook(converters.database(course)) as gradebook, pytest.raises(MissingEntry):
        gradebook.find_submission(mini.NAME, student)


def test_lateness_comes_from_the_timestamp(graded):
    course, _ = graded
    with Gradebook(converters.database(course)) as gradebook:
        gradebook.update_or_create_assignment(mini.NAME, duedate=datetime(2026, 3, 4, 12))
    (mark,) = grade(course, mini.NAME, ["right"])
    assert (mark.late_seconds, mark.score) == (24 * 3600, 3)


def test_grading_again_runs_and_records_nothing(graded, monkeypatch):
    course, marks = graded

    def never(*_, **__):
        raise AssertionError("run again")

    monkeypatch.setattr("course.grading.engine.Engine.__call__", never)
    monkeypatch.setattr("course.gradebook.record.GradebookWriter._record_cells", never)
    monkeypatch.setattr("course.gradebook.record.write_text", never)
    again = {m.student: m.result for m in grade(course, mini.NAME)}
    assert again == {s: m.result for s, m in marks.items()}


def test_a_manual_grade_stays_when_graded_again(graded):
    course, _ = graded
    with Gradebook(converters.database(course)) as gradebook:
        mark = gradebook.find_grade("last-test", mini.NAME, mini.NAME, "renamed")
        mark.manual_score = 0.5
        gradebook.db.commit()
    (mark,) = grade(course, mini.NAME, ["renamed"])
    assert (mark.result.points, mark.score) == (3, 2.5)


def test_a_changed_submission_is_graded_anew(graded):
    course, _ = graded
    mini.submit(course, "late-fix", answer("double", "def double(x):\n    return 0"))
    (first,) = grade(course, mini.NAME, ["late-fix"])
    mini.submit(course, "late-fix", reference(mini.source(), "en"))
    (second,) = grade(course, mini.NAME, ["late-fix"])
    assert (first.score, second.score) == (1, 3)


def test_feedback_shows_marks_and_no_hidden_test(graded):
    course, _ = graded
    converters.generate_feedback(course, mini.NAME)
    page = (course.root / "feedback" / "half" / mini.NAME / f"{mini.NAME}.html").read_text()
    text = re.sub(r"<[^>]+>", "", page)
    assert "(Score: 2.0 / 3.0)" in text
    assert "expected 2, got 1" in text
    assert "a hidden number" not in text and "hidden_last" not in text and "xyz" not in text


def test_unknown_assignments_and_students_and_no_submissions_are_told(graded, tmp_path):
    course, _ = graded
    with pytest.raises(ProjectError, match="no assignment '07-none'.*01-mini"):
        grade(course, "07-none")
    with pytest.raises(ProjectError, match="no submission of 01-mini by who; there are: dead"):
        grade(course, mini.NAME, ["who"])
    with pytest.raises(ProjectError, match="expected submitted/STUDENT/01-mini"):
        grade(mini.make(tmp_path / "empty"), mini.NAME)


def test_the_command_shows_a_table_and_errors_without_a_traceback(graded):
    course, _ = graded

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "course", "grade", "--allow-unsandboxed", *arguments],
            cwd=course.root, text=True, capture_output=True,
        )  # fmt: skip

    done = run(mini.NAME, "--student", "right", "--student", "garbage")
    assert done.returncode == 1, done.stderr
    assert "3 / 3" in done.stdout and "not valid JSON" in done.stdout
    assert "1 of 2 submissions are left ungraded" in done.stderr
    assert run(mini.NAME, "--student", "right").returncode == 0
    done = run("07-none")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    done = run(mini.NAME, "--student", "who")
    assert done.returncode == 2 and "there are: dead" in done.stderr


def test_two_notebooks_that_could_be_meant_are_told(tmp_path):
    for name, twice in (("a", "x * 2"), ("b", "x + x")):
        path = tmp_path / mini.NAME / f"{name}.ipynb"
        notebooks.write(answer("double", f"def double(x):\n    return {twice}"), path)
    with pytest.raises(notebooks.NotebookError, match="found a.ipynb, b.ipynb"):
        submissions.submitted_notebook(path.parent, mini.NAME, mini.source())


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_class_goes_on_where_it_stopped(tmp_path, signal_number):
    course = mini.make(tmp_path / "class")
    students = [f"s{i}" for i in range(6)]
    for i, student in enumerate(students):
        code = f"import time\ntime.sleep(1)\ndef double(x):\n    return x + x + {i} * 0"
        mini.submit(course, student, answer("double", code))
    process = subprocess.Popen(
        [sys.executable, "-m", "course", "grade", mini.NAME, "--allow-unsandboxed",
         "--workers", "1"],
        cwd=course.root, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env=dict(os.environ),
    )  # fmt: skip
    deadline = time.monotonic() + 90
    while not list(course.results.glob("*.ipynb")) and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal_number)
    process.wait(30)
    assert process.returncode != 0
    kept = {p: p.stat().st_mtime_ns for p in course.results.glob("*.ipynb")}
    assert 0 < len(kept) < len(students)
    marks = grade(course, mini.NAME)
    assert [(m.student, m.score) for m in marks] == [(s, 3.0) for s in students]
    assert all(p.stat().st_mtime_ns == when for p, when in kept.items())


def test_a_kill_between_the_gradebook_and_autograded_loses_no_mark(tmp_path, monkeypatch):
    course = mini.make(tmp_path / "class")
    mini.submit(course, "right", reference(mini.source(), "en"))

    def killed(text, path):
        raise KeyboardInterrupt

    converters.generate_assignment(course, mini.NAME, "en", tmp_path / "release")
    with monkeypatch.context() as patch:
        patch.setattr(converters, "generate_assignment", lambda *_: None)
        patch.setattr("course.gradebook.record.write_text", killed)
        with pytest.raises(module.Interrupted):
            grade(course, mini.NAME)
    assert not (course.root / "autograded" / "right" / mini.NAME / f"{mini.NAME}.ipynb").exists()
    with Gradebook(converters.database(course)) as gradebook:
        assert gradebook.find_submission(mini.NAME, "right").score == 3
    (mark,) = grade(course, mini.NAME)
    assert mark.score == 3


def test_a_step_of_nbgrader_that_fails_says_why_and_leaves_the_process_as_it_was(tmp_path):
    notebook = mini.source()
    notebook.cells.append(mini.code("1", "double", locked=True))
    course = mini.make(tmp_path / "class", notebook)
    logger = logging.getLogger("traitlets")
    before = dict(os.environ), os.getcwd(), list(logger.handlers), logger.level
    with pytest.raises(converters.NbgraderError, match="Duplicate grade id: double"):
        converters.generate_assignment(course, mini.NAME, "en", tmp_path / "release")
    assert (dict(os.environ), os.getcwd(), list(logger.handlers), logger.level) == before


def test_the_configured_steps_and_the_late_penalty_act(tmp_path):
    course = mini.make(tmp_path / "class")
    with open(course.root / "nbgrader_config.py", "a") as config:
        config.write(
            'c.LimitOutput.max_lines = 5\nc.LateSubmissionPlugin.penalty_method = "zero"\n'
        )
    (course.root / "source" / mini.NAME / "numbers.csv").write_text("1,2")
    code = "print('line\\n' * 50)\ndef double(x): return 2 * x"
    where = mini.submit(course, "late", answer("double", code), "2026-03-05 12:00:00 UTC")
    with converters.gradebook(course) as gradebook:
        gradebook.update_or_create_assignment(mini.NAME, duedate=datetime(2026, 3, 4, 12))
    (mark,) = grade(course, mini.NAME)
    assert (mark.result.points, mark.score, mark.late_seconds) == (3, 0, 24 * 3600)
    folder = course.root / "autograded" / "late" / mini.NAME
    graded = notebooks.read(folder / f"{mini.NAME}.ipynb")
    assert "Output truncated" in solution(graded, "double").outputs[0].text
    assert (folder / "numbers.csv").read_text() == "1,2"
    assert (folder / "timestamp.txt").read_text() == (where / "timestamp.txt").read_text()


def test_a_setup_that_fails_is_no_fault_of_the_students_and_is_run_again(tmp_path, monkeypatch):
    notebook = mini.source()
    setup = "from course import testing\nWORKS = True\nassert WORKS"
    next(c for c in notebook.cells if c.id == "setup").source = setup
    course = mini.make(tmp_path / "class", notebook)
    mini.submit(course, "right", reference(notebook, "en"))

    good = Engine.__call__

    def on_a_bad_day(engine, notebook, *arguments):
        for cell in notebook.cells:
            cell.source = cell.source.replace("WORKS = True", "WORKS = False")
        return good(engine, notebook, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr("course.grading.engine.Engine.__call__", on_a_bad_day)
        (mark,) = grade(course, mini.NAME)
    assert (mark.result, mark.score) == (None, None)
    assert "The notebook's own set-up failed (AssertionError" in mark.ungraded
    (mark,) = grade(course, mini.NAME)
    assert (mark.score, mark.result.note) == (3, "")


#: Grades with a kernel of its own, interrupts itself while it runs, and says who is left.
BYSTANDER = """
import os, signal, subprocess, sys, threading, time
from pathlib import Path

import psutil

from course.grading import engine
from course.grading.grade import Interrupted, grade
from course.project import Project

def no_server(*_):
    raise engine.client.ServerUnavailable("there is none")

engine.client.shared = no_server
other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
note = Path("running")

def interrupt():
    while not (note.exists() and len(note.read_text().split()) == 2):
        time.sleep(0.1)
    os.kill(os.getpid(), signal.SIGINT)

threading.Thread(target=interrupt, daemon=True).start()
try:
    grade(Project(Path.cwd()), sys.argv[1], least="unsandboxed")
except Interrupted as error:
    print(error)
ours = [int(pid) for pid in note.read_text().split()]
print("kernel and its child:", [psutil.pid_exists(pid) and
      psutil.Process(pid).status() != psutil.STATUS_ZOMBIE for pid in ours])
print("the other:", other.poll())
other.kill()
"""


def test_an_interruption_kills_the_kernels_and_no_other_child(tmp_path):
    course = mini.make(tmp_path / "class")
    note = str(course.root / "running")
    code = (
        "import os, subprocess, time\n"
        "child = subprocess.Popen(['sleep', '1000'])\n"
        f"open({note!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(1000)\ndef double(x):\n    return 2 * x"
    )
    mini.submit(course, "s", answer("double", code))
    done = subprocess.run(
        [sys.executable, "-c", BYSTANDER, mini.NAME], cwd=course.root, capture_output=True,
        text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=120,
    )  # fmt: skip
    assert done.stdout.splitlines() == [
        "0 of 1 submissions are graded",
        "kernel and its child: [False, False]",
        "the other: None",
    ], done.stderr
