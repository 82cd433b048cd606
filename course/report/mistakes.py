"""What failed exercises have in common."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course.settings import tr

if TYPE_CHECKING:
    from course.report.graded import Work

#: A number that stands by itself, not the one in `float32` or `W_x2`.
_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|\.\d+|nan|inf)(?!\w)", re.I)
#: A list of numbers, however long.
_LIST = re.compile(r"\[ ?#\.?(?:,? +#\.?)* ?\]")

#: What tests say most, in either language and with numbers masked, and what it is called:
#: so that a mistake has one name in a class that mixes languages.
_KINDS = tuple(
    (re.compile(f"{english}|{spanish}"), en, es)
    for english, spanish, en, es in (
        (r"# of # values differ; at \S+ expected #, got #\.?",
         r"# de # valores difieren; en \S+ se esperaba # y llegó #\.?",
         "values differ", "hay valores distintos"),
        (r"# of # values are NaN or infinite where finite ones were expected\.?",
         r"# de # valores son NaN o infinitos donde se esperaban valores finitos\.?",
         "values are NaN or infinite", "hay valores NaN o infinitos"),
        (r"expected shape \([#, ]*\), got shape \([#, ]*\)\.?",
         r"se esperaba la forma \([#, ]*\) y llegó la forma \([#, ]*\)\.?",
         "another shape was expected", "se esperaba otra forma"),
        (r"expected #, got #\.?", r"se esperaba # y llegó #\.?",
         "another number was expected", "se esperaba otro número"),
        (r"expected numbers, got None\. Is a `return` missing\?",
         r"se esperaban números y llegó None\. ¿Falta un `return`\?",
         "got None", "llegó None"),
        (r"Its cell stopped with", r"Su celda se detuvo con",
         "Its cell stopped with", "Su celda se detuvo con"),
        (r"It raised", r"Lanzó", "It raised", "Lanzó"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Mistake:
    """A mistake that students made.

    Attributes
    ----------
    name : str
        See `mistake_name`.
    example : str
        What the test said to one of them, in the page's language if it said it in that.
    students : tuple of str
    """

    exercise: str
    name: str
    example: str
    students: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.students)


def mistake_name(
    hints: Mapping[str, str], exercise: str, message: str, language: str = "en"
) -> str:
    """What a mistake is called.

    Parameters
    ----------
    hints : mapping
        The result's ``metadata.course.hints``: exercise to the name of the entry in
        ``misconceptions/`` that the answer agreed with. That name is used if it is there.
    message : str
        What the failed test said. Tests draw their inputs anew each time, so that without
        a hint the same mistake is known by the message with its numbers masked.
    language : {"en", "es"}
        Of the name, where it is made from what a test always says.
    """
    if hints.get(exercise):
        return hints[exercise]
    text = masked(message)
    for pattern, en, es in _KINDS:
        if found := pattern.search(text):
            return text[: found.start()] + tr(en, es, language) + text[found.end() :]
    return text


def masked(message: str) -> str:
    """The message with ``#`` for every number, and ``[#]`` for every list of numbers."""
    return _LIST.sub("[#]", _NUMBER.sub("#", message))


def commonest(works: Iterable[Work], language: str = "en") -> list[Mistake]:
    """The mistakes of a class, the commonest first."""
    found: dict[tuple[str, str], list[Work]] = defaultdict(list)
    for work in works:
        for exercise, message in work.messages.items():
            found[exercise, mistake_name(work.hints, exercise, message, language)].append(work)
    mistakes = []
    for (exercise, name), cases in found.items():
        read = next((work for work in cases if work.language == language), cases[0])
        who = tuple(work.student for work in cases)
        mistakes.append(Mistake(exercise, name, read.messages[exercise], who))
    return sorted(mistakes, key=lambda m: (-m.count, m.exercise, m.name))
