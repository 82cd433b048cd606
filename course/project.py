"""Where things are in the project, and whether this is the project at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError

#: Working files of the course's own: results by key, staged submissions.
STATE = ".course"


class ProjectError(CourseError, ValueError):
    """There is no such folder or assignment; the message says what there is."""


@dataclass(frozen=True)
class Project:
    """A course folder: the one that holds ``source/`` and ``nbgrader_config.py``."""

    root: Path

    @property
    def source(self) -> Path:
        return self.root / "source"

    @property
    def release(self) -> Path:
        return self.root / "release"

    @property
    def results(self) -> Path:
        """What runs gave, one notebook per key."""
        return self.root / STATE / "results"

    def assignments(self) -> list[str]:
        """The names of the assignments, in the order of the course."""
        return sorted(
            p.parent.name for p in self.source.glob("*/*.ipynb") if p.stem == p.parent.name
        )

    def ungraded(self, assignment: str) -> bool:
        """Whether somebody has handed in the assignment and has no marks yet."""
        return any(
            not (self.root / "autograded" / folder.parent.name / assignment).exists()
            for folder in (self.root / "submitted").glob(f"*/{assignment}")
        )

    def notebook(self, assignment: str) -> Path:
        """The source notebook of an assignment.

        Raises
        ------
        ProjectError
            If there is no such assignment; the message lists those there are.
        """
        if assignment not in self.assignments():
            there = ", ".join(self.assignments()) or "none"
            raise ProjectError(
                f"there is no assignment {assignment!r} in {self.source}; there is: {there}"
            )
        return self.source / assignment / f"{assignment}.ipynb"


def find(start: str | Path | None = None) -> Project | None:
    """The project around `start` (default: the current folder), or None.

    If `start` is in no project, the one that this package was installed from in
    editable mode counts, so that ``course check`` finds the hidden tests wherever
    a person who cloned the course keeps their notebooks.
    """
    here = Path(start or ".").resolve()
    for folder in (here, *here.parents, Path(__file__).resolve().parent.parent):
        if (folder / "source").is_dir() and (folder / "nbgrader_config.py").is_file():
            return Project(folder)
    return None


def require(start: str | Path | None = None) -> Project:
    """The project around `start`.

    Raises
    ------
    ProjectError
        If there is none.
    """
    project = find(start)
    if project is None:
        raise ProjectError(
            "this is not the course's folder: expected source/ and nbgrader_config.py in "
            f"{Path(start or '.').resolve()} or above. Clone the project and run this in it."
        )
    return project
