"""What failed exercises have in common."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course.report.gather import Work

#: A number that stands by itself, not the one in `float32` or `W_x2`.
_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+|nan|inf)(?!\w)", re.I)
#: A list of numbers, however long.
_LIST = re.compile(r"\[ ?#(?:,? #)* ?\]")


@dataclass(frozen=True)
class Mistake:
    """A mistake that students made.

    Attributes
    ----------
    name : str
        The catalogue's name of it, or else the failed test's message without its numbers.
    example : str
        What the test said to the first of them.
    students : tuple of str
    """

    exercise: str
    name: str
    example: str
    students: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.students)


def mistake_name(about: Mapping, exercise: str, message: str) -> str:
    """What a mistake is called.

    Parameters
    ----------
    about : mapping
        The result's ``metadata.course``. If it has ``hints``, exercise to the name of the
        entry in ``misconceptions/`` that the answer agreed with, that name is used.
    message : str
        What the failed test said. Tests draw their inputs anew each time, so that without
        a hint the same mistake is known by the message in which numbers are masked.
    """
    hints = about.get("hints")
    named = hints.get(exercise) if isinstance(hints, Mapping) else None
    return named if isinstance(named, str) and named else masked(message)


def masked(message: str) -> str:
    """The message with ``#`` for every number, and ``[#]`` for every list of numbers."""
    return _LIST.sub("[#]", _NUMBER.sub("#", message))


def commonest(works: Iterable[Work]) -> list[Mistake]:
    """The mistakes of a class, the commonest first."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for work in works:
        for exercise, name in work.mistakes.items():
            found[exercise, name].append((work.student, work.messages.get(exercise, "")))
    mistakes = [
        Mistake(exercise, name, cases[0][1], tuple(student for student, _ in cases))
        for (exercise, name), cases in found.items()
    ]
    return sorted(mistakes, key=lambda m: (-m.count, m.exercise, m.name))
