"""nbgrader's exchange in a fresh folder; and a configuration that makes nothing."""

import os
import shutil
import subprocess
import sys

import nbformat
import pytest

from course.gradebook import converters
from course.release.templates import reference
from tests.conftest import ROOT
from tools import mini


def nbgrader(*arguments, cwd, **more):
    environment = {k: v for k, v in os.environ.items() if k != "NBGRADER_EXCHANGE"}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments], cwd=cwd, capture_output=True, text=True,
        env={**environment, "PYTHONPATH": str(ROOT), "JUPYTER_DATA_DIR": str(cwd / ".jupyter"),
             **more},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def course(tmp_path):
    return mini.make(tmp_path / "class")


def test_loading_the_configuration_makes_no_folder(course):
    before = sorted(course.root.rglob("*"))
    assert "root" in converters.configuration(course).Exchange
    assert nbgrader("--help-all", cwd=course.root)[0] == 0
    assert sorted(p for p in course.root.rglob("*") if ".jupyter" not in p.parts) == before


@pytest.mark.needs("user")
def test_a_course_that_can_only_be_read_can_be_looked_at(course):
    course.root.chmod(0o555)
    try:
        assert converters.configuration(course).CourseDirectory.root == str(course.root)
    finally:
        course.root.chmod(0o755)


def test_the_steps_of_the_exchange_work_from_a_fresh_folder(course, tmp_path):
    exchange = course.root / ".course" / "exchange"
    status, said = nbgrader("list", cwd=course.root)
    assert status == 0 and exchange.is_dir(), said
    shutil.rmtree(exchange)
    converters.generate_assignment(course, mini.NAME, "en", course.root / "release" / "en")
    status, said = nbgrader("release_assignment", mini.NAME, cwd=course.root)
    assert status == 0, said
    released = exchange / "recurrence-to-transformers" / "outbound" / mini.NAME
    assert (released / f"{mini.NAME}.ipynb").exists()
    assert mini.NAME in nbgrader("list", cwd=course.root)[1]
    status, said = nbgrader("collect", mini.NAME, cwd=course.root)
    assert status == 0, said

    student = tmp_path / "student"
    student.mkdir()
    shutil.copy(course.root / "nbgrader_config.py", student)
    shared = {"NBGRADER_EXCHANGE": str(exchange)}
    assert nbgrader("fetch_assignment", mini.NAME, cwd=student, **shared)[0] == 0
    (student / mini.NAME / f"{mini.NAME}.ipynb").write_text(
        nbformat.writes(reference(mini.source(), "en"))
    )
    status, said = nbgrader("submit", mini.NAME, cwd=student, **shared)
    assert status == 0, said
    status, said = nbgrader("collect", mini.NAME, "--update", cwd=course.root)
    assert status == 0, said
    (collected,) = (course.root / "submitted").glob(f"*/{mini.NAME}/{mini.NAME}.ipynb")
    assert "x * 2" in collected.read_text()
