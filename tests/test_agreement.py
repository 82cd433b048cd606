"""Plain nbgrader, `course grade` and `course check` give every sample submission the same marks.

So do a few known answers of the catalogue; `benchmarks/agreement.py` compares them all.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from nbgrader.api import Gradebook

from course import notebooks
from course.command import demo
from course.gradebook import converters
from course.grading.check import check
from course.grading.grade import grade
from course.project import Project
from course.release.templates import reference
from tests.conftest import ASSIGNMENTS, ROOT
from tools import agreement

NOISE = """
import sys as _sys, warnings as _warnings

def _noisy(function):
    def call(*arguments, **named):
        print("to stdout"); print("to stderr", file=_sys.stderr); _warnings.warn("a warning")
        return function(*arguments, **named)
    return call

{name} = _noisy({name})
"""
READABLE = ["student-01", "student-02", "student-03", "student-04", "student-06", "student-07"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The demo's class, and a student whose answers are right and print a lot."""
    course = demo.make_class(Project(ROOT), tmp_path_factory.mktemp("agreement") / "class")
    for name in ASSIGNMENTS:
        notebook = reference(notebooks.read(course.notebook(name)), "es")
        for e in notebooks.exercises(notebook):
            notebook.cells[e.solution].source += "\n" + NOISE.format(name=e.name)
        path = course.root / "submitted" / "student-07" / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return course


def recorded(course, name):
    """Every student's points per test cell, from the gradebook."""
    with Gradebook(converters.database(course)) as gradebook:
        return {
            submission.student.id: {g.name: g.auto_score for g in submission.notebooks[0].grades}
            for submission in gradebook.assignment_submissions(name)
        }


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_three_agree(sample, name):
    marks = {m.student: m for m in grade(sample, name)}
    ours = recorded(sample, name)

    first, mistaken, untouched, half, dying, noisy = (marks[s].result for s in READABLE)
    assert first.points == first.max_points == noisy.points
    assert untouched.points == 0
    assert {e.message for e in untouched.exercises} == {"Not attempted yet."}
    assert 0 < half.points < half.max_points and 0 < dying.points < dying.max_points
    # At least those: a right answer may use one that is wrong.
    assert {e.name for e in mistaken.exercises if not e.points} >= {
        e.name for e in mistaken.exercises[::2]
    }

    for student in READABLE:
        checked = check(sample.root / "submitted" / student / name / f"{name}.ipynb").result
        assert [e.points for e in checked.exercises] == [
            e.points for e in marks[student].result.exercises
        ], student

    # The class in two halves, each with its own gradebook, at the same time.
    halves = [plain_class(sample, name, half) for half in (READABLE[::2], READABLE[1::2])]
    with ThreadPoolExecutor() as pool:
        theirs = {k: v for half in pool.map(plain_marks, halves, [name] * 2) for k, v in half}
    assert theirs == {student: ours[student] for student in READABLE}


def test_known_answers_get_the_same_points(tmp_path):
    found = agreement.compare("01-recurrence", tmp_path, at_most=2)
    assert found["answers"] == found["points compared"] == 12
    assert not found["different"]


def plain_class(sample, name, students):
    """A folder with some of the students, for plain nbgrader alone."""
    plain = Project(sample.root.parent / f"plain-{name}-{students[0]}")
    plain.root.mkdir()
    shutil.copy(sample.root / "nbgrader_config.py", plain.root)
    shutil.copytree(sample.root / "source", plain.root / "source")
    for student in students:
        shutil.copytree(sample.root / "submitted" / student, plain.root / "submitted" / student)
    return plain


def plain_marks(plain, name):
    scripts = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    for command in ("generate_assignment", "autograde"):
        done = subprocess.run(["nbgrader", command, name], cwd=plain.root, text=True,
                              capture_output=True, env={**os.environ, "PATH": scripts})  # fmt: skip
        assert done.returncode == 0, done.stderr
    return recorded(plain, name).items()
