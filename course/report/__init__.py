"""The report on a graded assignment, for instructors: a page with figures, and CSV files.

`graded` reads the gradebook and the kept results, `statistics` and `mistakes` compute,
`figures` draws, `page` and `tables` write. No submission is run and no mark is changed.
"""

from __future__ import annotations

import os
from pathlib import Path

from course import catalogue
from course.project import Project
from course.report import page, tables
from course.report.graded import gather


def write(
    project: Project,
    assignment: str,
    language: str,
    out: Path,
    *,
    below: float = 0.5,
    results: Path | None = None,
) -> list[Path]:
    """Write the report of an assignment into ``out/ASSIGNMENT/``.

    Parameters
    ----------
    language : {"en", "es"}
        The language of the page; the CSV files do not depend on it.
    below : float
        Students with less than this share of the points are listed as possibly in need of
        help.
    results : Path, optional
        The folder of the kept results; by default, the project's own.

    Returns
    -------
    list of Path
        The files written, the page first.

    Raises
    ------
    ProjectError
        For an unknown assignment.
    """
    graded = gather(project, assignment, results)
    hints = {
        (entry.exercise, entry.name): entry.notes.get(language, "")
        for entry in catalogue.load(project.root / "misconceptions", assignment)
    }
    folder = out / assignment
    if not folder.exists():
        folder.mkdir(parents=True)
        os.chmod(folder, 0o700)  # marks are for those who grade
    return [
        page.write(graded, folder / f"report-{language}.html", language, hints, below),
        *tables.write(graded, folder),
    ]
