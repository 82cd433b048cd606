"""`course check`: a notebook judged on the student's own machine."""

import json
import os
import shutil
import subprocess
import sys

import nbformat
import pytest

from course import notebooks
from course.grading import check as module
from course.grading.check import check
from course.release.templates import grading_template, reference
from tools import mini


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return mini.make(tmp_path_factory.mktemp("course"))


def put(course, notebook, name="mine.ipynb"):
    path = course.root / "work" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(notebook if isinstance(notebook, str) else nbformat.writes(notebook))
    return path


def solution(notebook, name):
    return next(c for c in notebook.cells if notebooks.grade_id(c) == name)


def messages(checked):
    return {e.name: e.message for e in checked.result.exercises}


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_perfect_notebook_gets_every_point(course, language):
    checked = check(put(course, reference(mini.source(), language)))
    assert (checked.result.points, checked.result.max_points) == (3, 3)
    assert set(messages(checked).values()) == {""}
    assert checked.language == language and checked.hidden


@pytest.mark.parametrize(
    ("language", "says"), [("en", "Not attempted yet."), ("es", "Aún sin intentar.")]
)
def test_an_untouched_notebook_gets_none_and_says_so(course, language, says):
    checked = check(put(course, grading_template(mini.source(), language)))
    assert checked.result.points == 0
    assert set(messages(checked).values()) == {says}


@pytest.mark.parametrize(
    ("code", "points", "says"),
    [
        ("def double(x):\n    return x * 3", 1, "double(2): expected 4, got 6."),
        ("def double(x):\n    return 4", 1, "double of a hidden number: expected 42, got 4."),
        ("def double(x):\n    return y", 1, "It raised NameError: name 'y' is not defined"),
        ("def double(x:\n", 1, "Its cell stopped with SyntaxError"),
        ("double = None", 1, "It raised TypeError"),
        ("def double(x):\n    helper()\n\n\ndef helper():\n    raise NotImplementedError", 1,
         "It calls something that is not written yet"),
        ("import sys, warnings\n\n\ndef double(x):\n    warnings.warn('!')\n    print('to stderr', "
         "file=sys.stderr)\n    print(0)\n    return x + x", 3, ""),
    ],
)  # fmt: skip
def test_an_exercise_costs_only_its_own_points(course, code, points, says):
    notebook = reference(mini.source(), "en")
    solution(notebook, "double").source = code
    checked = check(put(course, notebook))
    assert checked.result.points == points
    assert messages(checked)["double"].startswith(says) and messages(checked)["last"] == ""


def test_a_failed_check_is_one_line_in_the_notebook(course):
    from course.grading.engine import execute

    notebook = reference(mini.source(), "en")
    solution(notebook, "double").source = "def double(x):\n    return 5"
    ran = execute(notebook)
    (error,) = next(c for c in ran.cells if c.id == "double-visible").outputs
    assert error.traceback == ["\x1b[31m✗ double(2): expected 4, got 5.\x1b[0m"]


def test_the_students_file_is_only_read(course):
    path = put(course, reference(mini.source(), "en"))
    before = path.read_bytes(), path.stat().st_mtime_ns
    check(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_only_the_work_counts_not_the_tests_or_the_order_or_the_metadata(course):
    notebook = grading_template(mini.source(), "en")
    for cell in notebook.cells:
        if notebooks.is_test(cell):
            cell.source = "pass"
            cell.metadata["tags"] = ["skip-execution"]
            cell.metadata.nbgrader["points"] = 100
    notebook.cells.reverse()
    checked = check(put(course, notebook))
    assert (checked.result.points, checked.result.max_points) == (0, 3)


def test_cells_that_the_student_added_are_run_where_they_stood(course):
    notebook = reference(mini.source(), "en")
    index = notebook.cells.index(solution(notebook, "double"))
    solution(notebook, "double").source = "def double(x):\n    return twice(x)"
    notebook.cells.insert(index, nbformat.v4.new_code_cell("twice = lambda x: 2 * x"))
    assert check(put(course, notebook)).result.points == 3


def test_a_cell_split_in_two_counts_as_one(course):
    notebook = reference(mini.source(), "en")
    first = solution(notebook, "double")
    second = nbformat.v4.new_code_cell(first.source, metadata=dict(first.metadata))
    first.source = "factor = 2"
    second.source = "def double(x):\n    return factor * x"
    notebook.cells.insert(notebook.cells.index(first) + 1, second)
    assert check(put(course, notebook)).result.points == 3


def test_a_deleted_solution_costs_only_itself(course):
    notebook = reference(mini.source(), "en")
    notebook.cells.remove(solution(notebook, "double"))
    assert check(put(course, notebook)).result.points == 1


def test_a_kernel_that_dies_is_told(course):
    notebook = reference(mini.source(), "es")
    solution(notebook, "last").source += "\n\nimport os\nos._exit(1)"
    checked = check(put(course, notebook))
    assert checked.result.points == 2
    assert messages(checked)["last"] == "El kernel murió en la celda last."


@pytest.mark.parametrize("stubborn", [False, True])
def test_an_endless_loop_is_stopped(course, stubborn, monkeypatch):
    monkeypatch.setattr("course.grading.engine.CELL_TIMEOUT_SECONDS", 3)
    notebook = reference(mini.source(), "en")
    # A loop inside C code looks at no signal: the kernel can't be interrupted, only killed.
    loop = "def last(items):\n    return sum(range(10**15))"
    solution(notebook, "last").source = (
        loop if stubborn else "def last(items):\n    while True: pass"
    )
    checked = check(put(course, notebook))
    assert checked.result.points == 2
    says = "still going after 3 s" if stubborn else "An endless loop?"
    assert says in messages(checked)["last"]


def test_without_the_hidden_tests_the_visible_ones_judge_and_it_says_so(tmp_path, monkeypatch):
    from course.release import editions

    course = mini.make(tmp_path / "course")
    editions.build(course, mini.NAME)
    released = course.release / "en" / mini.NAME / f"{mini.NAME}.ipynb"
    notebook = notebooks.read(released)
    solution(notebook, "double").source = "def double(x):\n    return 4"  # fits what is visible
    path = tmp_path / "mine.ipynb"
    path.write_text(nbformat.writes(notebook))
    monkeypatch.setattr(module.project, "find", lambda start=None: None)
    checked = check(path)
    assert not checked.hidden
    assert {e.name: e.points for e in checked.result.exercises} == {"double": 2, "last": 0}
    assert messages(checked)["last"] == "Not attempted yet."


def course_check(*arguments, cwd):
    return subprocess.run([sys.executable, "-m", "course", "check", *map(str, arguments)], cwd=cwd,
                          text=True, capture_output=True, env=dict(os.environ))  # fmt: skip


def test_json_is_all_that_is_printed(course):
    wrong = reference(mini.source(), "en")
    solution(wrong, "double").source = "def double(x):\n    print('noise')\n    return 5"
    done = course_check(put(course, wrong), "--json", cwd=course.root)
    assert done.returncode == 1
    assert json.loads(done.stdout) == [{
        "notebook": "mine.ipynb", "points": 1.0, "max_points": 3.0,
        "exercises": [
            {"name": "double", "points": 0.0, "max_points": 2.0,
             "message": "double(2): expected 4, got 5.", "hint": ""},
            {"name": "last", "points": 1.0, "max_points": 1.0, "message": "", "hint": ""},
        ],
    }]  # fmt: skip
    done = course_check(put(course, reference(mini.source(), "en")), cwd=course.root)
    assert done.returncode == 0
    assert "mine.ipynb: 3 / 3" in done.stdout and "double" in done.stdout


def other_course():
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [mini.code("def f(): pass", "f", solution=True)]
    return notebook


def bare():
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell("1 + 1")]
    return notebook


def test_bad_input_is_one_sentence_and_status_2(course):
    folder = course.root / "work"
    folder.mkdir(exist_ok=True)
    for given, says in [
        (put(course, "not a notebook", "a.ipynb"), "is not a Jupyter notebook"),
        (put(course, other_course(), "b.ipynb"), "notebook of another course"),
        (put(course, bare(), "c.ipynb"), "no exercises in it"),
        (folder / "missing.ipynb", "does not exist"),
        (folder, "is a folder"),
    ]:
        done = course_check(given, cwd=course.root)
        assert done.returncode == 2, done
        assert says in done.stderr and len(done.stderr.strip().splitlines()) == 1
        assert "Traceback" not in done.stderr and done.stdout == ""


def test_one_bad_file_does_not_stop_the_others(course):
    good = put(course, reference(mini.source(), "en"))
    done = course_check(good, course.root / "none.ipynb", "--json", cwd=course.root)
    assert done.returncode == 2
    assert [r["points"] for r in json.loads(done.stdout)] == [3.0]


def test_the_wheel_holds_the_package_and_no_secrets(tmp_path):
    from tests.conftest import ROOT

    uv = shutil.which("uv", path=os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"])
    subprocess.run([uv, "build", "--wheel", "--quiet", "-o", str(tmp_path), str(ROOT)], check=True)
    import zipfile

    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    tops = {n.split("/")[0] for n in names}
    # Besides the package, only the specification of its kernel is installed.
    assert {t for t in tops if not t.endswith((".dist-info", ".data"))} == {"course"}
    data = [n for n in names if ".data/" in n]
    assert [n.split(".data/")[1] for n in data] == [
        "data/share/jupyter/kernels/course-warm/kernel.json"
    ]
    assert not any(n.endswith(".ipynb") or "misconceptions" in n for n in names)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_notebook_whose_metadata_were_lost_is_checked(course, language):
    notebook = reference(mini.source(), language)
    notebook.metadata = nbformat.NotebookNode()
    for number, cell in enumerate(notebook.cells):
        cell["id"], cell.metadata = f"c{number}", nbformat.NotebookNode()
    checked = check(put(course, notebook, "lost.ipynb"))
    assert (checked.result.points, checked.language, checked.hidden) == (3, language, True)
