"""The course on Windows and macOS, of which Linux is shown to it: see systems/sitecustomize.py."""

import json
import os
import subprocess
import sys

import pytest

from course import notebooks
from course.release.templates import reference
from tests.conftest import ROOT
from tools import mini

SYSTEMS = ("win32", "darwin")
#: What runs on Linux alone: the fork server's own side, which only a server on Linux imports.
ONLY_LINUX = {"judge", "process", "supervisor", "server", "student", "shell"}


def run(system, *command, cwd=ROOT):
    """Run a Python of this environment to which the course shows itself on another system."""
    path = os.pathsep.join([str(ROOT / "tests" / "systems"), str(ROOT)])
    environment = {**os.environ, "COURSE_TEST_SYSTEM": system, "PYTHONPATH": path}
    return subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, capture_output=True, text=True,
        timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A small course with a right submission and a half-done one."""
    course = mini.make(tmp_path_factory.mktemp("systems") / "class")
    right = reference(mini.source(), "en")
    mini.submit(course, "right", right)
    half = reference(mini.source(), "en")
    for cell in half.cells:
        if notebooks.grade_id(cell) == "last":
            cell.source = "def last(items):\n    return items[0]"
    mini.submit(course, "half", half)
    return course


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_course_sees_the_other_system_and_others_see_linux(system):
    code = """
import os, signal, sys
exec(compile('''
import sys, os
assert sys.platform == %r, sys.platform
assert not hasattr(os, "sched_getaffinity")
if sys.platform == "win32":
    assert os.name == "nt" and not hasattr(os, "fork")
    try:
        import fcntl
    except ModuleNotFoundError:
        print("missing")
else:
    import fcntl
    print("missing")
''', "x", "exec"), {"__name__": "course.x"})
import fcntl
assert sys.platform == "linux" and os.fork and signal.SIGKILL
"""
    done = run(system, "-c", code % system)
    assert done.returncode == 0 and done.stdout == "missing\n", done.stderr


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_module_that_such_a_system_needs_is_imported(system):
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((ROOT / "course").rglob("*.py"))
        if path.name != "__main__.py"
        and "sandbox" not in path.parts
        and not ("judge" in path.parts and path.stem in ONLY_LINUX)
    ]
    code = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)"
    done = run(system, "-c", code, *names)
    assert done.returncode == 0, done.stderr
    assert "course.audit.trial" in names and "course.judge.client" in names


@pytest.mark.parametrize("system", SYSTEMS)
def test_check_gives_the_marks(course, system, tmp_path):
    mine = course.root / "submitted" / "half" / mini.NAME / f"{mini.NAME}.ipynb"
    done = run(system, "-m", "course", "check", "--json", str(mine), cwd=course.root)
    assert done.returncode == 1, done.stderr
    (found,) = json.loads(done.stdout)
    assert [e["points"] for e in found["exercises"]] == [2.0, 0.0]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_class_is_graded_unsandboxed_and_reported(course, system):
    code = """
import sys
from pathlib import Path
from course.grading.grade import grade
from course.project import Project
course, name, results = Project(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3])
for mark in grade(course, name, results=results, least="unsandboxed"):
    print(mark.student, mark.score, mark.isolation, mark.ungraded)
"""
    results = course.root / ".course" / f"results-{system}"
    done = run(system, "-c", code, str(course.root), mini.NAME, str(results))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["half 2.0 unsandboxed ", "right 3.0 unsandboxed "]
    done = run(system, "-m", "course", "report", mini.NAME, "--out", f"report-{system}",
               cwd=course.root)  # fmt: skip
    assert done.returncode == 0, done.stderr
    table = (course.root / f"report-{system}" / mini.NAME / "students.csv").read_text("utf-8")
    assert "\nright,,,3,3," in table


@pytest.mark.parametrize("system", SYSTEMS)
def test_doctor_says_what_such_a_system_lacks(course, system):
    done = run(system, "-m", "course", "doctor", cwd=course.root)
    assert "Traceback" not in done.stderr and done.returncode in (0, 1)
    assert "the fork server needs Linux" in done.stdout
    assert "unsandboxed" in done.stdout


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_release_is_built(system, tmp_path):
    course = mini.make(tmp_path / "class")
    done = run(system, "-m", "course", "build", cwd=course.root)
    assert done.returncode == 0, done.stderr
    assert (course.release / "es" / mini.NAME / f"{mini.NAME}.ipynb").exists()


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_audit_says_in_a_sentence_that_it_needs_linux(course, system):
    done = run(system, "-m", "course", "audit", mini.NAME, "--quick", cwd=course.root)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "the fork server needs Linux" in done.stderr
