"""The folders of the project, and the search for the project itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError

#: The folder of the course's own working files: kept results, verdicts, outputs.
STATE = ".course"


class ProjectError(CourseError, ValueError):
    """There is no such folder or assignment; the message names those there are."""


@dataclass(frozen=True)
class Project:
    """A course folder: the one that holds ``source/`` and ``nbgrader_config.py``."""

    root: Path

    @property
    def source(self) -> Path:
        """The notebooks with solutions and hidden tests."""
        return self.root / "source"

    @property
    def release(self) -> Path:
        """The notebooks as students get them, by language."""
        return self.root / "release"

    @property
    def results(self) -> Path:
        """The kept results of runs, one notebook per key."""
        return self.root / STATE / "results"

    def assignments(self) -> list[str]:
        """The names of the assignments, in the order of the course."""
        return sorted(
            p.parent.name for p in self.source.glob("*/*.ipynb") if p.stem == p.parent.name
        )

    def ungraded(self, assignment: str) -> bool:
        """Whether there is a submission of the assignment without marks."""
        return any(
            not (self.root / "autograded" / folder.parent.name / assignment).exists()
            for folder in (self.root / "submitted").glob(f"*/{assignment}")
        )

    def notebook(self, assignment: str) -> Path:
        """The source notebook of an assignment.

        Raises
        ------
        ProjectError
            If there is no such assignment; the message lists the others.
        """
        if assignment not in self.assignments():
            there = ", ".join(self.assignments()) or "none"
            raise ProjectError(
                f"there is no assignment {assignment!r} in {self.source}; there is: {there}"
            )
        return self.source / assignment / f"{assignment}.ipynb"


def find(start: str | Path | None = None) -> Project | None:
    """The project around `start` (default: the current folder), or None.

    If `start` is in no project, the result is the project from which this package was
    installed in editable mode, if any: whoever cloned the course can then run
    ``course check`` on notebooks in any folder.
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
