"""Dropout: on what each sublayer computes, at the right rate, and nowhere else."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from course.testing.failure import CheckFailed, Label, Mistake, both
from course.testing.transformer.choices import larger_epsilons
from course.testing.transformer.formulas import positions
from course.testing.transformer.judge import Judge

#: What a sublayer computes last, by the names of its parts.
_ENDS = {"self": ("self.o", "self.bo"), "cross": ("cross.o", "cross.bo"), "dense": ("W_2", "b_2")}
#: The numbers of a word that `drops` looks at, and all ways to keep (1) some of them.
_FEW = 4
_PATTERNS = np.array(list(itertools.product([0, 1], repeat=_FEW)))
#: An answer of a pattern is this near.
_NEAR = 5e-3


def drops(
    judge: Judge,
    site: str,
    rate: float,
    *inputs: Any,
    copies: int = 120,
    what: tuple[str, str],
) -> None:
    """Check dropout on what one sublayer of a block computes: its place, its rate, its scale.

    The text's words differ from each other; many copies of it go through the block in training.
    What the sublayer computes is reduced to four numbers a word, so that each word has 16 possible
    answers; what the other sublayers compute is set to 0.

    Parameters
    ----------
    judge : Judge
        Of a block; it has read the weights.
    site : str
        The sublayer: "self", "cross" or "dense".
    rate : float
    inputs : arrays (1, ..., d)
        Of one text.
    copies : int
    what : (english, spanish)
        The sublayer, as the student knows it.

    Raises
    ------
    CheckFailed
        If an answer is none of the 16, or their shares are not those of the rate.
    """
    zero = {name for part in judge.form.sublayers if part != site for name in _ENDS[part]}
    few = np.arange(judge.form.d) < _FEW

    def reduced(role: str, value: np.ndarray) -> np.ndarray:
        if role in zero:
            return 0 * value
        return 2 * value * few if role in _ENDS[site] else value

    for _ in range(20):
        stored = judge.drawn(reduced)
        params = judge.reading.params(stored)
        answers = _answers(judge, params, site, inputs, 1 / (1 - rate))
        other = _answers(judge, larger_epsilons(params, 1e-5), site, inputs, 1 / (1 - rate))
        gaps = np.abs(answers[:, None] - answers[None]).max(axis=-1)
        gaps[np.arange(len(gaps)), np.arange(len(gaps))] = 1
        # Words whose answers can be told apart, and whose norms don't divide by almost nothing.
        clear = (gaps.min(axis=(0, 1)) > 0.02) & (np.abs(answers - other).max((0, 2)) < 1e-3)
        if clear.sum() >= 4:
            break
    judge.put(stored)
    many = [np.repeat(np.asarray(i, "float32"), copies, axis=0) for i in inputs]
    got, again = (judge.answer(*many, training=True)[:, clear] for _ in range(2))
    number, far = _nearest(got, answers[:, clear])
    if far.max() > _NEAR:
        raise _dropped_otherwise(judge, site, rate, inputs, got, clear, what)
    en, es = both(judge.what)
    judge.checks.that(
        not np.array_equal(got, again),
        f"{en}: two calls in training drop the same numbers of what {what[0]} computes; each call "
        "must draw anew.",
        f"{es}: dos llamadas al entrenar apagan los mismos números de lo que calcula {what[1]}; "
        "cada llamada debe sortear de nuevo.",
    )
    judge.checks.dropped(
        _PATTERNS[number] / (1 - rate),
        1.0,
        rate,
        (
            f"{en}: dropout on what {what[0]} computes",
            f"{es}: dropout en lo que calcula {what[1]}",
        ),
    )


def _answers(
    judge: Judge, params: dict[str, Any], site: str, inputs: Sequence[Any], scale: float
) -> np.ndarray:
    """The right answers to one text for each pattern: (patterns, time, d)."""
    factors = np.ones((len(_PATTERNS), 1, 1, judge.form.d))
    factors[:, 0, 0, :_FEW] = _PATTERNS * scale
    return judge.formula(
        params, *inputs, drop=lambda name, values: values * factors if name == site else values
    )[:, 0]


def _nearest(got: np.ndarray, answers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For answers (n, time, d), which of (patterns, time, d) is nearest, and how far it is."""
    far = np.abs(got[:, None] - answers[None]).max(axis=-1)  # (n, patterns, time)
    return far.argmin(axis=1), far.min(axis=1)


def _dropped_otherwise(
    judge: Judge,
    site: str,
    rate: float,
    inputs: Sequence[Any],
    got: np.ndarray,
    clear: np.ndarray,
    what: tuple[str, str],
) -> CheckFailed:
    """What is wrong with dropout that no pattern explains."""
    params = judge.params

    def explained(scale: float) -> bool:
        answers = _answers(judge, params, site, inputs, scale)
        return bool(_nearest(got, answers[:, clear])[1].max() < _NEAR)

    still = judge.formula(params, *inputs)[0]
    others = [1 - rate, 2 * rate, rate / 2, 1 - (1 - rate) ** 2, 0.1, 0.5]
    if np.abs(got - still[clear]).max() < _NEAR:
        why = (
            f"Nothing of what {what[0]} computes is dropped.",
            f"No se apaga nada de lo que calcula {what[1]}.",
        )
    elif explained(1.0):
        why = (
            f"What is kept must be multiplied by 1 / (1 - {rate:g}).",
            f"Lo que queda se multiplica por 1 / (1 - {rate:g}).",
        )
    elif found := next((r for r in others if 0 < r < 1 and explained(1 / (1 - r))), None):
        why = (f"The rate seems to be {found:g}.", f"La tasa parece ser {found:g}.")
    else:
        why = (
            "It belongs on what each sublayer computes, just before the sum, and nowhere else: "
            "not on x, not on the attention's weights, not inside the dense net.",
            "Va en lo que calcula cada subcapa, justo antes de la suma, y en ningún otro lugar:"
            " ni en x, ni en los pesos de la atención, ni dentro de la red densa.",
        )
    return CheckFailed(
        "dropout-place",
        judge.what,
        f"in training, with dropout {rate:g} on what {what[0]} computes, no choice of dropped "
        "numbers gives your answers.",
        f"al entrenar, con dropout {rate:g} en lo que calcula {what[1]}, ninguna elección de "
        "números apagados da tus respuestas.",
        why,
    )


def untouched(
    judge: Judge,
    rate: float,
    source: np.ndarray,
    target: np.ndarray,
    *,
    copies: int,
    columns: int = 3,
    what: Label,
) -> None:
    """Check how often dropout leaves a whole model's answer untouched.

    One source word and one token, many times over. Words and sublayers are reduced to a few
    numbers each, and whatever is dropped shows in the answer, so the share of answers that lose
    nothing says how many numbers can be dropped, and their scale.

    Parameters
    ----------
    judge : Judge
        Of a whole model; it has read the weights.
    rate : float
    source, target : array of int (1, 1)
    copies : int
    columns : int
        The numbers that each sublayer, and each side's words, can lose; at least 2, because the
        norms leave nothing of one.
    what : Label

    Raises
    ------
    CheckFailed
    """
    sites = ["source", "target", *judge.form.sublayers]
    for _ in range(200):
        stored = _reduced(judge, columns, {"source": source[0, 0], "target": target[0, 0]})
        answers = _losses(judge, stored, rate, (source, target), sites, columns)
        if answers is not None:
            break
    else:  # in none of these does every loss show: nothing can be said
        return
    judge.put(stored)
    many = [np.repeat(ids, copies, axis=0) for ids in (source, target)]
    got = judge.answer(*many, training=True)[:, 0]
    judge.checks.drawn(
        np.abs(got - answers[-1]).max(axis=1) > 5e-5,
        _shares(rate, len(sites) * columns),
        what,
        mistakes=list(_known_shares(rate, len(sites), columns)),
    )


def _reduced(judge: Judge, columns: int, ids: dict[str, Any]) -> list[np.ndarray]:
    """Random weights with few numbers of each sublayer, and of words with their first place."""
    few = np.arange(judge.form.d) < columns
    scale = judge.reading.numbers.get("scale", math.sqrt(judge.form.d))
    entering = dict(zip(ids, judge.rng.uniform(0.5, 1.5, (2, judge.form.d)) * few, strict=True))
    first_place = positions(1, judge.form.d)[0]

    def reduced(role: str, value: np.ndarray) -> np.ndarray:
        side, _, name = role.partition(".")
        if name == "words":
            value = value.copy()
            value[ids[side]] = (entering[side] - first_place) / scale
        elif role.endswith("places"):
            value = value.copy()
            value[0] = first_place
        elif role.endswith((".o", ".bo", "W_2", "b_2")):
            value = 2 * value * few
        return value

    return judge.drawn(reduced)


def _losses(
    judge: Judge,
    stored: Sequence[np.ndarray],
    rate: float,
    inputs: Sequence[np.ndarray],
    sites: Sequence[str],
    columns: int,
) -> np.ndarray | None:
    """The answers if one number of one site is lost, and last if nothing is: (losses + 1, V).

    None if a loss doesn't show, or a norm divides by almost nothing.
    """
    params, kept = judge.reading.params(stored), 1 / (1 - rate)
    lost = list(itertools.product(sites, range(columns)))
    factors = {site: np.full((len(lost) + 1, 1, 1, judge.form.d), kept) for site in sites}
    for lane, (site, column) in enumerate(lost):
        factors[site][lane, ..., column] = 0
    answers = judge.formula(params, *inputs, drop=lambda name, v: v * factors[name])[:, 0, 0]
    whole = answers[-1]
    other = judge.formula(larger_epsilons(params, 1e-5), *inputs, drop=lambda _, v: v * kept)[0, 0]
    shown = np.abs(answers[:-1] - whole).max(axis=1).min() > 2e-4
    return answers if shown and np.abs(other - whole).max() < 1.5e-5 else None


def _shares(rate: float, numbers: int) -> list[float]:
    """The shares of answers that lose none of so many numbers, and of the others."""
    return [(1 - rate) ** numbers, 1 - (1 - rate) ** numbers]


def _known_shares(rate: float, sites: int, columns: int) -> Iterator[Mistake]:
    """Shares of models that drop too little or otherwise, with their causes."""
    yield [1, 0], "Nothing is dropped.", "No se apaga nada."
    yield (
        [0, 1],
        "No answer is one of those that lose nothing: what is kept has another scale, or dropout "
        "stands elsewhere, too.",
        "Ninguna respuesta es de las que no pierden nada: lo que queda tiene otra escala, o el "
        "dropout está también en otro lugar.",
    )
    for n in range(1, sites):
        yield (
            _shares(rate, (sites - n) * columns),
            f"It seems that {n} of the {sites} places have no dropout: the words of both sides, "
            "and each sublayer of each block.",
            f"Parece que {n} de los {sites} lugares no tienen dropout: las palabras de ambos lados "
            "y cada subcapa de cada bloque.",
        )
