"""The same points from `course grade` and from plain `nbgrader autograde`, answer by answer.

    python benchmarks/agreement.py                     # every notebook, every entry
    python benchmarks/agreement.py 01-recurrence --at-most 3

For each notebook the catalogue's known wrong and unusual right answers are spread over
whole submissions, the first of each exercise in one, the second of each in the next, and
so on. Both grade them, each with a gradebook of its own, and the points of every test cell
are compared. It writes ``benchmarks/results/agreement.json`` after each notebook and, from
that, ``docs/speed.md``; exits 1 if any points differ. `tests/test_agreement.py` compares a
sample class.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import speed  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "agreement.json"


def submissions(name: str, at_most: int | None = None) -> tuple[list, int]:
    """Notebooks with answers of the catalogue, while there are any, and how many answers."""
    from course import catalogue, notebooks
    from course.release.templates import reference

    source = notebooks.read(ROOT / "source" / name / f"{name}.ipynb")
    exercises = notebooks.exercises(source)
    # The right ones in the other order, so that they meet with wrong ones.
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


def _environment() -> dict[str, str]:
    """The environment in which nbgrader finds `alembic` and the course."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "PYTHONPATH": str(ROOT), "PATH": path}


def points(folder: Path, name: str, command: list[str]) -> dict[str, dict[str, float]]:
    """What the class in a folder gets from a command: points by student and by test cell."""
    from nbgrader.api import Gradebook

    from course.gradebook import converters
    from course.project import Project

    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=_environment())
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    with Gradebook(converters.database(Project(folder))) as gradebook:
        return {
            submission.student.id: {g.name: g.auto_score for g in submission.notebooks[0].grades}
            for submission in gradebook.assignment_submissions(name)
        }


def compare(name: str, folder: Path, at_most: int | None = None) -> dict:
    """Both ways of grading a notebook's submissions."""
    import nbformat

    made, answers = submissions(name, at_most)
    for place in ("ours", "theirs"):
        shutil.copytree(ROOT / "source" / name, folder / place / "source" / name)
        shutil.copy(ROOT / "nbgrader_config.py", folder / place)
        for i, notebook in enumerate(made):
            where = folder / place / "submitted" / f"student-{i:03}" / name
            where.mkdir(parents=True)
            nbformat.write(notebook, where / f"{name}.ipynb")
    ours = points(folder / "ours", name, [sys.executable, "-m", "course", "grade", name])
    nbgrader = shutil.which("nbgrader", path=str(Path(sys.executable).parent))
    subprocess.run(
        [nbgrader, "generate_assignment", name], cwd=folder / "theirs", check=True,
        capture_output=True, env=_environment(),
    )  # fmt: skip
    theirs = points(folder / "theirs", name, [nbgrader, "autograde", name])
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", help="Default: all that are not compared yet.")
    parser.add_argument("--at-most", type=int, help="This many submissions of each notebook.")
    arguments = parser.parse_args()
    data = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    there = sorted(p.name for p in (ROOT / "source").iterdir() if p.is_dir())
    for name in arguments.notebooks or [n for n in there if n not in data]:
        with tempfile.TemporaryDirectory(prefix="course-agreement-") as folder:
            data[name] = compare(name, Path(folder), arguments.at_most)
        print(name, data[name], flush=True)
        data["about"] = speed.machine()
        RESULTS.write_text(json.dumps(dict(sorted(data.items())), indent=1) + "\n")
        speed.write()
    sys.exit(any(r["different"] for k, r in data.items() if k != "about"))


if __name__ == "__main__":
    main()
