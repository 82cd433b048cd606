"""The first step: all weights of a shape get the same numbers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.testing.failure import Mistake
from course.testing.transformer.choices import Numbers, choices, simplest, steady
from course.testing.transformer.counting import wrong_parts
from course.testing.transformer.layouts import Layout, layouts
from course.testing.transformer.parts import Form, Piece
from course.testing.transformer.subject import Subject
from course.testing.values import matches

#: Wrong answers with their causes, for what the formula needs.
Mistakes = Callable[[dict[str, Any]], Iterable[Mistake]]


@dataclass(frozen=True)
class Tied:
    """A subject whose answer is right while all weights of a shape are the same.

    Attributes
    ----------
    pieces : list of Piece
    parts : dict
        The parts' numbers.
    numbers : dict
        The choice of epsilons and scale that fits.
    """

    pieces: list[Piece]
    parts: dict[str, np.ndarray]
    numbers: Numbers

    @property
    def params(self) -> dict[str, Any]:
        """What the formula needs to compute as the subject does."""
        return {**self.parts, **self.numbers}


def none_known(params: dict[str, Any]) -> Iterable[Mistake]:
    """No mistakes are recognised."""
    return ()


def tie(
    subject: Subject, inputs: Sequence[Any], mistakes: Mistakes, rtol: float, atol: float
) -> Tied:
    """Find a way to read the weights' shapes that gives the formula's answer.

    Raises
    ------
    CheckFailed
        If none does.
    """
    first: tuple[np.ndarray, np.ndarray, dict[str, Any]] | None = None
    for layout in _steady_layouts(subject, inputs):
        why = wrong_parts(subject.form, layout.pieces)
        if why:
            raise subject.wrong_shapes(why)
        parts = _with_answers(subject.form, layout)
        subject.put(layout.fills)
        got = subject.answer(*inputs)
        fitting: list[tuple[float, Numbers]] = []
        for numbers in choices(subject.form):
            params = {**parts, **numbers}
            expected = subject.formula(params, *inputs)
            if matches(got, expected, rtol, atol):
                fitting.append((float(np.abs(got - expected).max()), numbers))
            first = first or (got, expected, params)
        if fitting:
            return Tied(layout.pieces, parts, simplest(fitting))
    if first is None:
        raise subject.wrong_shapes()
    got, expected, params = first
    subject.checks.close(
        got, expected, subject.what, rtol=rtol, atol=atol, mistakes=mistakes(params)
    )
    raise AssertionError("unreachable: the answer is wrong")


def _steady_layouts(subject: Subject, inputs: Sequence[Any]) -> Iterator[Layout]:
    """The ways to read the shapes, with numbers for which rounding makes no difference."""
    birth = subject.stored
    for _ in range(30):
        found = layouts(subject.form, birth, subject.rng)
        layout = next(found, None)
        if layout is None or steady(subject.formula, layout.tied, inputs):
            break
    return itertools.chain([] if layout is None else [layout], found)


def _with_answers(form: Form, layout: Layout) -> dict[str, np.ndarray]:
    """The tied parts; with the matrix of the answers, if a weight can only be that."""
    if not form.tables:
        return layout.tied
    table, answer = (f"{kind} {form.tables['target']}" for kind in ("table", "answer"))
    matrices = [p for p in layout.pieces if any(kind == answer for kind, _ in p.views)]
    words = sum(kind == table for kind, _ in form.roles().values())
    if len(matrices) > words or any(p.views[0][0] == answer for p in matrices):
        return {**layout.tied, "answer.W": layout.tied["target.words"].T}
    return layout.tied
