"""Make a sample class of one assignment, to grade and to report on.

    python tools/sample_class.py 01-recurrence --size 60 --folder build/class
    cd build/class && course grade 01-recurrence && course report 01-recurrence

The answers are drawn from `misconceptions/` and `alternatives/`. Each student has a
strength, drawn from a seed, and each exercise is harder than the one before. Some submit
late, some leave exercises untouched, and some submit a file that can't be judged. The
folder is a complete nbgrader course, like that of `course demo`.
"""

from __future__ import annotations

import argparse
import copy
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course import catalogue, notebooks
from course.catalogue import Entry
from course.command.demo import DUE, LATE, ON_TIME, new_course
from course.gradebook import converters
from course.project import Project
from course.release.templates import grading_template, reference
from course.settings import LANGUAGES
from tools import ROOT

#: The shares of students who submit late, and of submissions that can't be judged.
LATE_SHARE, BROKEN_SHARE = 0.12, 0.1
#: The ways in which a submission can't be judged, in turn.
BROKEN = ("text", "merge", "other", "dying", "flood")


def make_class(
    project: Project, assignment: str, folder: Path, size: int = 60, seed: int = 0
) -> Project:
    """Make a class of `size` submissions of one assignment.

    Parameters
    ----------
    project : Project
        Whose notebooks and catalogues are used.
    folder : Path
        Where the class goes; an earlier sample class there is replaced.

    Returns
    -------
    Project
        The class: ``submitted/student-NN/ASSIGNMENT/`` and a gradebook that knows the
        students and when the assignment was due.

    Raises
    ------
    ProjectError
        For an unknown assignment, or a folder that is no sample class.
    """
    source = notebooks.read(project.notebook(assignment))
    mistakes = catalogue.load(project.root / "misconceptions", assignment)
    alternatives = catalogue.load(project.root / "alternatives", assignment)
    sample = new_course(project, folder)
    if mistakes:  # the report shows their hints
        shutil.copytree(
            project.root / "misconceptions" / assignment,
            sample.root / "misconceptions" / assignment,
        )
    drawn = submissions(source, mistakes, alternatives, size, seed)
    for student, (text, timestamp) in drawn.items():
        where = sample.root / "submitted" / student / assignment
        where.mkdir(parents=True)
        (where / f"{assignment}.ipynb").write_text(text, encoding="utf-8")
        (where / "timestamp.txt").write_text(timestamp, encoding="utf-8")
    with converters.gradebook(sample) as gradebook:
        gradebook.update_or_create_assignment(assignment, duedate=DUE)
        for student in drawn:
            gradebook.update_or_create_student(student)
    return sample


def submissions(
    source: NotebookNode,
    mistakes: Sequence[Entry],
    alternatives: Sequence[Entry],
    size: int,
    seed: int,
) -> dict[str, tuple[str, str]]:
    """What each student submits: the file's text, and the time.

    Parameters
    ----------
    source : NotebookNode
        The source notebook of the assignment.
    mistakes, alternatives : sequence of Entry
        Wrong and right answers to draw from, the commonest first.
    """
    blank = {language: grading_template(source, language) for language in LANGUAGES}
    right = {language: reference(source, language) for language in LANGUAGES}
    dice = random.Random(seed)
    students = [f"student-{i:02d}" for i in range(1, size + 1)]
    broken = sorted(dice.sample(students, round(BROKEN_SHARE * size)))
    drawn = {}
    for student in students:
        language = dice.choices(LANGUAGES, (0.6, 0.4))[0]
        notebook = copy.deepcopy(blank[language])
        _answer(notebook, right[language], mistakes, alternatives, dice)
        text = nbformat.writes(notebook)
        if student in broken:
            text = _break(notebook, BROKEN[broken.index(student) % len(BROKEN)])
        drawn[student] = (text, LATE if dice.random() < LATE_SHARE else ON_TIME)
    return drawn


def _answer(
    notebook: NotebookNode,
    right: NotebookNode,
    mistakes: Sequence[Entry],
    alternatives: Sequence[Entry],
    dice: random.Random,
) -> None:
    """Fill in the solution cells as one student would."""
    strength = dice.betavariate(2.6, 1.4)
    parts = notebooks.exercises(notebook)
    for place, exercise in enumerate(parts):
        hardness = 0.25 + 0.5 * place / max(1, len(parts) - 1)
        if dice.random() < max(0.0, hardness - strength):
            continue  # left untouched
        wrong = [e for e in mistakes if e.exercise == exercise.name]
        unusual = [e for e in alternatives if e.exercise == exercise.name]
        cell = notebook.cells[exercise.solution]
        if wrong and dice.random() < (1 - strength) * (0.5 + hardness):
            # The catalogue lists the most common mistakes first.
            weights = [1 / (rank + 1) for rank in range(len(wrong))]
            cell.source = dice.choices(wrong, weights)[0].code
        elif unusual and dice.random() < 0.3:
            cell.source = dice.choice(unusual).code
        else:
            cell.source = right.cells[exercise.solution].source


def _break(notebook: NotebookNode, how: str) -> str:
    """The text of a submission that can't be judged, or not to its end."""
    if how == "text":
        return "My homework is attached to the e-mail.\n"
    if how == "merge":
        text = nbformat.writes(notebook)
        return f"<<<<<<< mine\n{text}\n=======\n{text}\n>>>>>>> theirs\n"
    if how == "other":
        return nbformat.writes(nbformat.v4.new_notebook())
    parts = notebooks.exercises(notebook)
    cell = notebook.cells[parts[len(parts) // 2].solution]
    if how == "dying":
        cell.source += "\n\nimport os\nos._exit(1)"
    else:  # "flood": stopped at its limit of output, sooner than at any limit of time
        cell.source += "\n\nwhile True:\n    print('x' * 100_000)"
    return nbformat.writes(notebook)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assignment")
    parser.add_argument("--size", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "class")
    given = parser.parse_args()
    sample = make_class(Project(ROOT), given.assignment, given.folder, given.size, given.seed)
    print(sample.root)


if __name__ == "__main__":
    main()
