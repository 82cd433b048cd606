"""From source to release: what is checked, what is rejected, and the result."""

import os
import subprocess
import sys

import pytest

from course import notebooks, project
from course.gradebook.preprocessors import KeepLanguage
from course.grading.reference import grade_reference
from course.release import editions
from course.settings import LANGUAGES
from tests.conftest import ASSIGNMENTS, ROOT, source_notebook
from tools import mini


def cell(notebook, identifier):
    return next(c for c in notebook.cells if notebooks.grade_id(c) == identifier)


def test_both_editions_are_released_and_the_reference_gets_every_point(tmp_path):
    course = mini.make(tmp_path)
    result = editions.build(course, mini.NAME, grade=grade_reference)
    assert (result.points, result.max_points) == (3, 3)
    for language, heading in (("en", "# A small notebook"), ("es", "# Un cuaderno pequeño")):
        released = notebooks.read(course.release / language / mini.NAME / f"{mini.NAME}.ipynb")
        assert released.cells[0].source == heading
        assert released.metadata.course.language == language
        assert "NotImplementedError" in cell(released, "double").source
        assert "hidden" not in cell(released, "double-test").source
        assert cell(released, "double-test").source.startswith("test_double()")


def test_building_twice_gives_the_same_bytes(tmp_path):
    course = mini.make(tmp_path)
    path = course.release / "es" / mini.NAME / f"{mini.NAME}.ipynb"
    editions.build(course, mini.NAME, grade=grade_reference)
    first = path.read_bytes()
    editions.build(course, mini.NAME, grade=grade_reference)
    assert path.read_bytes() == first


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_committed_release_is_what_the_source_gives(name, tmp_path):
    there = mini.make(tmp_path, source_notebook(name))
    (there.source / mini.NAME).rename(there.source / name)
    (there.source / name / f"{mini.NAME}.ipynb").rename(there.source / name / f"{name}.ipynb")
    editions.build(there, name)
    for language in LANGUAGES:
        part = f"{language}/{name}/{name}.ipynb"
        committed = (ROOT / "release" / part).read_text(encoding="utf-8")
        assert committed == (there.release / part).read_text(encoding="utf-8"), (
            f"release/{part} differs from source/; run: course build {name}"
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_an_edition_has_every_prose_cell_in_its_language(name, language):
    released = notebooks.read(ROOT / "release" / language / name / f"{name}.ipynb")
    wanted = [c.source for c in source_notebook(name).cells
              if notebooks.cell_language(c) == language]  # fmt: skip
    assert [c.source for c in released.cells if c.source in set(wanted)] == wanted


def broken(change):
    notebook = mini.source()
    change(notebook)
    return notebook


def duplicate(notebook):
    notebook.cells.append(cell(notebook, "double"))


def no_points(notebook):
    del cell(notebook, "double-test").metadata.nbgrader["points"]


def no_test(notebook):
    notebook.cells.remove(cell(notebook, "last-test"))


def unclosed_solution(notebook):
    c = cell(notebook, "double")
    c.source = c.source.replace("### END SOLUTION", "")


def unclosed_tests(notebook):
    c = cell(notebook, "last-test")
    c.source = c.source.replace("### END HIDDEN TESTS", "")


def misplaced(notebook):
    cell(notebook, "setup").source += "\n### BEGIN SOLUTION\n1\n### END SOLUTION"


def no_twin(notebook):
    notebook.cells.pop(1)


def no_language(notebook):
    notebook.cells[0].metadata["tags"] = []


def tracked_language(notebook):
    cell(notebook, "setup").metadata["tags"] = ["lang-en"]


def not_python(notebook):
    cell(notebook, "setup").source = "def ("


@pytest.mark.parametrize(
    ("change", "where", "says"),
    [
        (duplicate, "double", "2 cells have this grade_id"),
        (no_points, "double-test", "no points"),
        (no_test, "last", "no graded test"),
        (unclosed_solution, "double", "BEGIN SOLUTION in line 3 is never closed"),
        (unclosed_tests, "last-test", "BEGIN HIDDEN TESTS in line 2 is never closed"),
        (misplaced, "setup", "not a solution cell"),
        (no_twin, "a-small-notebook-en", "without its twin"),
        (no_language, "a-small-notebook-en", "prose without a language"),
        (tracked_language, "setup", "can't belong to one language"),
        (not_python, "setup", "not Python"),
    ],
)
def test_a_source_that_is_not_fit_is_refused(change, where, says):
    with pytest.raises(editions.BuildError) as caught:
        editions.check_source(broken(change), "source/01-mini/01-mini.ipynb")
    assert f"01-mini.ipynb, cell {where}: " in str(caught.value)
    assert says in str(caught.value)


def test_a_reference_that_loses_points_is_refused_and_the_release_stays(tmp_path):
    course = mini.make(tmp_path)
    editions.build(course, mini.NAME, grade=grade_reference)
    released = course.release / "en" / mini.NAME / f"{mini.NAME}.ipynb"
    before = released.read_bytes()
    wrong = broken(lambda n: setattr(cell(n, "double"), "source",
                                     mini.DOUBLE.replace("x * 2", "x * 3")))  # fmt: skip
    notebooks.write(wrong, course.notebook(mini.NAME))
    with pytest.raises(editions.BuildError, match="reference solution loses points\ndouble"):
        editions.build(course, mini.NAME, grade=grade_reference)
    assert released.read_bytes() == before


def test_a_test_that_the_untouched_notebook_passes_is_refused(tmp_path):
    def weak(notebook):
        cell(notebook, "last-test").source = "pass"

    course = mini.make(tmp_path, broken(weak))
    with pytest.raises(editions.BuildError, match="untouched release gets points\nlast"):
        editions.build(course, mini.NAME, grade=grade_reference)


def release_of(language):
    notebook, _ = KeepLanguage(language=language).preprocess(mini.source(), {})
    for c in notebook.cells:
        if notebooks.grade_id(c):
            c.source = "pass"
    return notebook


@pytest.mark.parametrize(
    ("leak", "says"),
    [
        ("answer = x * 2", "a line of a solution"),
        ("### END HIDDEN TESTS", "a marker"),
        ('testing.same(double(21), 42, "double of a hidden number")', "a hidden test"),
        ("## Ejercicio: double", "other language"),
    ],
)
def test_a_release_that_leaks_is_refused(leak, says):
    released = release_of("en")
    editions.check_release(mini.source(), released, "en", mini.NAME)
    cell(released, "last").source = leak
    with pytest.raises(editions.BuildError, match=says):
        editions.check_release(mini.source(), released, "en", mini.NAME)


def run(*arguments, cwd, **env):
    return subprocess.run([sys.executable, "-m", "course", *arguments], cwd=cwd, text=True,
                          capture_output=True, env={**os.environ, **env})  # fmt: skip


def test_the_command_says_what_is_wrong_without_a_traceback(tmp_path):
    course = mini.make(tmp_path, broken(duplicate))
    done = run("build", cwd=course.root)
    assert done.returncode == 1
    assert "01-mini.ipynb, cell double: 2 cells have this grade_id" in done.stderr
    assert "Traceback" not in done.stderr
    done = run("build", "09-nothing", cwd=course.root)
    assert done.returncode == 2
    assert "no assignment '09-nothing'" in done.stderr and mini.NAME in done.stderr


def test_outside_the_project_the_package_finds_its_own(tmp_path):
    assert project.find(tmp_path).root == ROOT
