"""Who handed in an assignment: the folders in ``submitted/``, by student."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from course.grading.submissions import find_folder
from course.project import Project
from course.text import encodable


@dataclass(frozen=True)
class HandedIn:
    """What one student handed in.

    Attributes
    ----------
    student : str
        The student's id: the folder's name in Unicode's form NFC, so that the two spellings
        of an accent are one student.
    folder : Path
        Where the work is.
    problem : str
        Why it can't be graded, if that is known before it is read.
    """

    student: str
    folder: Path
    problem: str = ""


def handed_in(project: Project, assignment: str) -> list[HandedIn]:
    """What was handed in for an assignment, sorted by the students' ids.

    What can't be looked into is listed with its problem: it may hold a submission.
    """
    found: dict[str, list[HandedIn]] = {}
    try:
        entries = sorted(os.scandir(project.root / "submitted"), key=lambda e: os.fsencode(e.name))
    except (FileNotFoundError, NotADirectoryError):
        return []
    for entry in entries:
        one = _look(Path(entry.path), assignment)
        if one is not None:
            found.setdefault(one.student, []).append(one)
    return [_only(student, found[student]) for student in sorted(found)]


def students(project: Project, assignment: str) -> list[str]:
    """The ids of the students who handed in the assignment, sorted."""
    return [one.student for one in handed_in(project, assignment)]


def _look(path: Path, assignment: str) -> HandedIn | None:
    """What the folder of a student holds of the assignment; None if it holds nothing."""
    student = unicodedata.normalize("NFC", encodable(path.name))
    try:
        if not path.is_dir():
            if path.suffix.lower() != ".ipynb":
                return None
            problem = "it is a file; expected a folder of the student's with the notebook in it"
            return HandedIn(student, path, f"{problem}: {student}/{assignment}/{assignment}.ipynb")
        # `is_dir` says no, too, where it may not look; this raises.
        os.scandir(path).close()
        folder = find_folder(path, assignment)
    except OSError as error:
        return HandedIn(student, path, f"its folder can't be read ({error.strerror or error})")
    if folder is None or path.name == ".ipynb_checkpoints":
        return None
    return HandedIn(student, folder, _unfit(path.name))


def _only(student: str, found: list[HandedIn]) -> HandedIn:
    if len(found) == 1:
        return found[0]
    problem = f"{len(found)} folders have this name, in two spellings of its accents; keep one"
    return HandedIn(student, found[0].folder, problem)


#: What nbgrader and formgrader take for something else in a student's id: patterns of file
#: names, parts of an address, and what is left out or stripped.
_UNFIT = (
    (r"[*?\[\]]", "nbgrader reads {} in a name as a pattern"),
    (r"[\\#]|%[0-9A-Fa-f]{2}", "formgrader reads {} in a name as a part of an address"),
    (r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", "the name has a control character"),
    (r"^\.", "nbgrader ignores names that begin with a dot"),
    (r"^\s|\s$", "nbgrader removes spaces around a name"),
    (r"[\ud800-\udfff]", "the name is not text in UTF-8"),
)


def _unfit(name: str) -> str:
    """Why nbgrader can't use a folder's name as a student's id, or an empty text."""
    for pattern, reason in _UNFIT:
        found = re.search(pattern, name)
        if found:
            said = reason.format(found[0]) if "{}" in reason else reason
            return f"{said}: rename the folder"
    return ""
