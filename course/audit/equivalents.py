"""Records of equivalent mutants: those that no test can tell from the reference, and why.

``equivalents/NN-name/EXERCISE.diff`` holds reasons, each followed by the changes that it
explains, in the format of a unified diff with one line of context::

    # The norm is positive here, and max_norm / norm is 1 where both are equal.
    @@ compare 29:33
     norm = ...
    -scale = max_norm / norm if norm > max_norm else 1.0
    +scale = max_norm / norm if norm >= max_norm else 1.0

The name after ``@@`` is for the reader: a change is identified by its lines. These have
neither comments nor indentation, as in `course.audit.run.change`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError


class RecordError(CourseError, ValueError):
    """A file of equivalents is malformed; the message says where."""


@dataclass(frozen=True)
class Equivalent:
    """A recorded change: the mutant's name at the time, its lines, and why it is equivalent."""

    name: str
    change: tuple[str, ...]
    why: str


def load(folder: Path, notebook: str, exercise: str) -> list[Equivalent]:
    """The recorded equivalents of an exercise.

    Raises
    ------
    RecordError
        If a change has no reason or is recorded twice, or a line is neither part of a reason
        nor of a change.
    """
    path = folder / notebook / f"{exercise}.diff"
    return parse(path.read_text(encoding="utf-8"), str(path)) if path.exists() else []


def parse(text: str, where: str = "") -> list[Equivalent]:
    """The equivalents in a file's text; see `load`."""
    found: list[Equivalent] = []
    why: list[str] = []
    name = ""
    change: list[str] = []
    last_was_why = False

    def finish() -> None:
        """Add the change that has been read, if there is one."""
        if not change:
            return
        if any(e.change == tuple(change) for e in found):
            raise RecordError(f"{where}: the change {name!r} is recorded twice")
        found.append(Equivalent(name, tuple(change), " ".join(why)))
        change.clear()

    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("#"):
            finish()
            if not last_was_why:
                why.clear()
            why.append(line.lstrip("# ").strip())
        elif line.startswith("@@"):
            finish()
            if not why:
                raise RecordError(f"{where}, line {number}: a change without a reason above it")
            name = line[2:].strip()
        elif line[:1] in ("+", "-", " ") and line.strip() and name:
            change.append(line)
        elif line.strip():
            raise RecordError(
                f"{where}, line {number}: expected '#', '@@' or a line of a diff; got {line!r}"
            )
        last_was_why = line.startswith("#")
    finish()
    return found
