"""The whole cycle on a sample class: release, submissions, marks, feedback.

The class lives in a folder of its own, a complete nbgrader course, so that it
never meets a real gradebook; nbgrader's commands and formgrader work in it.
"""

from __future__ import annotations

import copy
import shutil
from datetime import datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course import catalogue, notebooks
from course.command.console import out, progress
from course.command.tables import show_marks
from course.gradebook import converters
from course.grading.grade import Mark, grade
from course.grading.reference import grade_reference
from course.judge.isolation import UNSANDBOXED
from course.notebooks import exercises
from course.project import Project, ProjectError
from course.release import editions
from course.release.templates import grading_template, reference

DUE = datetime(2026, 3, 2, 23, 59)
ON_TIME, LATE = "2026-03-01 18:30:00 UTC", "2026-03-03 09:15:00 UTC"
#: Marks a folder that this module made; any other folder is left alone.
MARKER = ".sample-class"


def new_course(project: Project, folder: Path) -> Project:
    """A course of its own in `folder`, with the notebooks of `project` and no submissions.

    Raises
    ------
    ProjectError
        If the folder exists and is not an earlier sample class.
    """
    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise ProjectError(f"{folder} exists and is no sample class; name another with --folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARKER).touch()
    shutil.copy(project.root / "nbgrader_config.py", folder)
    shutil.copytree(
        project.source, folder / "source", ignore=shutil.ignore_patterns(".ipynb_checkpoints")
    )
    return Project(folder)


def make_class(project: Project, folder: Path) -> Project:
    """Make the sample class of the course in `folder`.

    Its students: ``student-01`` has everything right, ``student-02`` has made known
    mistakes (in the Spanish edition), ``student-03`` handed in the untouched
    notebook, ``student-04`` half of it, late, ``student-05`` a file that is no
    notebook, and the kernel of ``student-06`` dies.

    Raises
    ------
    ProjectError
        If the folder exists and is not an earlier sample class.
    """
    sample = new_course(project, folder)
    for name in sample.assignments():
        mistakes = catalogue.load(project.root / "misconceptions", name)
        for student, (content, timestamp) in _submissions(sample, name, mistakes).items():
            where = folder / "submitted" / student / name
            where.mkdir(parents=True)
            (where / f"{name}.ipynb").write_text(content, encoding="utf-8")
            (where / "timestamp.txt").write_text(timestamp, encoding="utf-8")
    with converters.gradebook(sample) as gradebook:
        for name in sample.assignments():
            gradebook.update_or_create_assignment(name, duedate=DUE)
    return sample


def _submissions(
    sample: Project, name: str, mistakes: list[catalogue.Entry]
) -> dict[str, tuple[str, str]]:
    source = notebooks.read(sample.notebook(name))
    names = [e.name for e in exercises(source)]
    right = reference(source, "en")

    wrong = reference(source, "es")
    by_exercise = {e.exercise: e for e in reversed(mistakes)}  # the first entry of each
    for exercise in exercises(wrong)[::2]:
        if exercise.name in by_exercise:
            wrong.cells[exercise.solution].source = by_exercise[exercise.name].code

    half = grading_template(source, "en")
    for exercise in exercises(half)[: len(names) // 2]:
        half.cells[exercise.solution].source = right.cells[exercise.solution].source

    dying = copy.deepcopy(right)
    last = exercises(dying)[-1].solution
    dying.cells[last].source += "\n\nimport os\nos._exit(1)  # the kernel dies here"

    return {
        "student-01": (_text(right), ON_TIME),
        "student-02": (_text(wrong), ON_TIME),
        "student-03": (_text(grading_template(source, "en")), ON_TIME),
        "student-04": (_text(half), LATE),
        "student-05": ("My homework.\n", ON_TIME),
        "student-06": (_text(dying), ON_TIME),
    }


def _text(notebook: NotebookNode) -> str:
    return nbformat.writes(notebook)


def run_demo(project: Project, folder: Path) -> dict[str, list[Mark]]:
    """Build the release, grade the sample class, show marks and where the feedback is."""
    names = project.assignments()
    with progress("", editions.STEPS * len(names)) as shown:
        for name in names:
            editions.build(project, name, grade=grade_reference, report=shown.step)
            out.print(f"released: release/en/{name}, release/es/{name}")
    sample = make_class(project, folder)
    marks: dict[str, list[Mark]] = {}
    for name in names:
        with progress(f"grading {name}", len(list((sample.root / "submitted").iterdir()))) as shown:
            marks[name] = grade(
                sample, name, results=project.results, progress=lambda _: shown.step(),
                least=UNSANDBOXED,  # these submissions are the course's own
            )  # fmt: skip
        with progress(f"feedback for {name}", 1):
            converters.generate_feedback(sample, name)
        show_marks(name, marks[name])
    out.print(f"Feedback pages: {sample.root / 'feedback'}/STUDENT/ASSIGNMENT/ASSIGNMENT.html")
    out.print(
        f"Gradebook: {sample.root / 'gradebook.db'} (formgrader: cd {sample.root} && jupyter lab)"
    )
    return marks
