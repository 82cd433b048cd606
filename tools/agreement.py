"""Compare the points that `course grade` and plain `nbgrader autograde` give, test by test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from course import catalogue, notebooks
from course.gradebook import converters
from course.project import Project
from course.release.templates import reference
from tools import ROOT


def submissions(name: str, at_most: int | None = None) -> tuple[list[NotebookNode], int]:
    """Spread a notebook's known wrong and alternative right answers over submissions.

    The first answers to each exercise are in one submission, the second ones in the next,
    and so on.

    Returns
    -------
    (list, int)
        The submissions, and how many answers they contain.
    """
    source = notebooks.read(ROOT / "source" / name / f"{name}.ipynb")
    exercises = notebooks.exercises(source)
    # Every other exercise begins with its right answers, so that these meet wrong ones.
    entries = [
        [
            *catalogue.load(ROOT / "misconceptions", name, e.name),
            *catalogue.load(ROOT / "alternatives", name, e.name),
        ][:: -1 if i % 2 else 1]
        for i, e in enumerate(exercises)
    ]
    made, count = [], 0
    for answers in list(zip_longest(*entries))[:at_most]:
        notebook = reference(source, "en")
        for e, answer in zip(notebooks.exercises(notebook), answers, strict=True):
            if answer is not None:
                notebook.cells[e.solution].source = answer.code
                count += 1
        made.append(notebook)
    return made, count


def run(folder: Path, *command: str) -> None:
    """Run a command in a folder, with this environment's programs on its PATH."""
    scripts = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": scripts + os.pathsep + os.environ["PATH"]}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")


def points(folder: Path, name: str) -> dict[str, dict[str, float]]:
    """The points in a folder's gradebook, by student and by test cell."""
    with Gradebook(converters.database(Project(folder))) as gradebook:
        return {
            submission.student.id: {g.name: g.auto_score for g in submission.notebooks[0].grades}
            for submission in gradebook.assignment_submissions(name)
        }


def compare(name: str, folder: Path, at_most: int | None = None) -> dict:
    """Grade a notebook's submissions both ways, each with its own gradebook, and compare."""
    made, answers = submissions(name, at_most)
    for place in ("ours", "theirs"):
        shutil.copytree(ROOT / "source" / name, folder / place / "source" / name)
        shutil.copy(ROOT / "nbgrader_config.py", folder / place)
        for i, notebook in enumerate(made):
            where = folder / place / "submitted" / f"student-{i:03}" / name
            where.mkdir(parents=True)
            nbformat.write(notebook, where / f"{name}.ipynb")
    run(folder / "ours", sys.executable, "-m", "course", "grade", name, "--allow-unsandboxed")
    nbgrader = str(Path(sys.executable).with_name("nbgrader"))
    run(folder / "theirs", nbgrader, "generate_assignment", name)
    run(folder / "theirs", nbgrader, "autograde", name)
    ours, theirs = points(folder / "ours", name), points(folder / "theirs", name)
    tests = [(s, t) for s in sorted(theirs) for t in theirs[s]]
    return {
        "submissions": len(made),
        "answers": answers,
        "points compared": len(tests),
        "different": [
            {"submission": s, "test": t, "ours": ours.get(s, {}).get(t), "nbgrader": theirs[s][t]}
            for s, t in tests
            if ours.get(s, {}).get(t) != theirs[s][t]
        ],
    }
