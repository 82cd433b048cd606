"""The outcome of grading a notebook, as plain data; imports nothing heavy."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class ExerciseResult:
    """The outcome of one exercise.

    Attributes
    ----------
    message : str
        Why it did not get all its points; empty if it did.
    hint : str
        What probably went wrong, if the answer shows a known mistake.
    """

    name: str
    points: float
    max_points: float
    message: str
    hint: str = ""


@dataclass(frozen=True)
class NotebookResult:
    """The outcome of a notebook; `note` says why it was not judged to the end, if it was not."""

    notebook: str
    exercises: tuple[ExerciseResult, ...]
    note: str = ""

    @property
    def points(self) -> float:
        return sum(e.points for e in self.exercises)

    @property
    def max_points(self) -> float:
        return sum(e.max_points for e in self.exercises)

    def as_dict(self) -> dict:
        """The result as ``course check --json`` prints it."""
        return {
            "notebook": self.notebook,
            "points": self.points,
            "max_points": self.max_points,
            "exercises": [asdict(e) for e in self.exercises],
        }


@dataclass(frozen=True)
class Checked:
    """The outcome of a check.

    Attributes
    ----------
    result : NotebookResult
    language : str
    hidden : bool
        Whether the hidden tests were there to be run, or only the visible ones.
    """

    result: NotebookResult
    language: str
    hidden: bool

    def as_dict(self) -> dict:
        """As data; `from_dict` restores it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict) -> Checked:
        result = data["result"]
        exercises = tuple(ExerciseResult(**e) for e in result["exercises"])
        return cls(**{**data, "result": NotebookResult(**{**result, "exercises": exercises})})
