"""Checks of what is drawn at random, with a bound on their false alarms.

Of `n` independent draws, the share `q` of an event of probability `p` is at least as far from
`p` as observed with a probability of at most 2 exp(-n KL(q, p)): Chernoff's bound (H. Chernoff,
"A measure of asymptotic efficiency for tests of a hypothesis based on the sum of
observations", Annals of Mathematical Statistics 23, 1952). It holds for every n and p, rare
events included, where the chi-square distribution is an approximation.
"""

from __future__ import annotations

import math

import numpy as np

#: The largest probability that one check refuses a right answer.
FALSE_ALARM = 1e-8
#: PCG64's multiplier (M. E. O'Neill, "PCG: A family of simple fast space-efficient statistically
#: good algorithms for random number generation", 2014).
_MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
_WORD, _STATE = 1 << 64, 1 << 128


def unlikely(count: int, draws: int, probability: float, events: int = 1) -> bool:
    """Whether an event occurs `count` times in independent draws too rarely to be chance.

    Parameters
    ----------
    events : int
        How many events a check looks at: `FALSE_ALARM` is shared out among them.
    """
    p, q = float(probability), count / draws
    if p <= 0 or p >= 1:
        return q != min(max(p, 0.0), 1.0)
    divergence = 0.0
    for observed, expected in ((q, p), (1 - q, 1 - p)):
        if observed > 0:
            divergence += observed * math.log(observed / expected)
    return draws * divergence > math.log(2 * events / FALSE_ALARM)


def misfits(draws: np.ndarray, probabilities: np.ndarray) -> list[tuple[int, int]]:
    """The symbols that were drawn too often or too rarely, with how often; empty if all fits.

    Each symbol is judged alone, and all of them together, which shows a distribution that is a
    little off everywhere; then the symbol that is most off is returned.

    Parameters
    ----------
    draws : array of int (n,)
    probabilities : array (V,)
    """
    n, size = len(draws), len(probabilities)
    counts = np.bincount(draws, minlength=size)
    wrong = [
        (i, int(counts[i]))
        for i in range(size)
        if unlikely(int(counts[i]), n, probabilities[i], 2 * size)
    ]
    if wrong or size == 1:
        return wrong
    seen = counts > 0
    p = np.asarray(probabilities, float)[seen] / np.sum(probabilities)
    parts = counts[seen] * np.log(counts[seen] / (n * p))
    total = float(parts.sum())
    if total <= size - 1:
        return []
    bound = -total + (size - 1) * (1 + math.log(total / (size - 1)))
    if bound > math.log(FALSE_ALARM / 2):
        return []
    worst = int(np.flatnonzero(seen)[np.argmax(np.abs(counts[seen] - n * p) / np.sqrt(n * p))])
    return [(worst, int(counts[worst]))]


def dependent(lost: np.ndarray, rate: float) -> int | None:
    """The axis along which neighbours are dropped together more, or less, often than by chance.

    Parameters
    ----------
    lost : array of bool
        What was dropped.

    Returns
    -------
    int or None
        The axis; None if all seem independent.
    """
    for axis in range(lost.ndim):
        size = lost.shape[axis] // 2 * 2
        if not size:
            continue
        even = np.take(lost, range(0, size, 2), axis=axis)
        odd = np.take(lost, range(1, size, 2), axis=axis)
        # Pairs without a common member: each pair is an independent draw.
        if unlikely(int((even & odd).sum()), even.size, rate**2, 2 * lost.ndim):
            return axis
        if unlikely(int((even ^ odd).sum()), even.size, 2 * rate * (1 - rate), 2 * lost.ndim):
            return axis
    return None


def edge_rng(next_word: int = _WORD - 1) -> np.random.Generator:
    """A generator whose next draw of 64 bits is given: `random()` is then next_word / 2^64.

    As it is, the next `random()` is the largest number below 1; with 0 it is 0.
    """
    generator = np.random.Generator(np.random.PCG64(0))
    state = generator.bit_generator.state
    increment = state["state"]["inc"]
    # The output is the two halves' exclusive or, turned by the uppermost six bits. These are 0
    # here, so the output is the lower half.
    wanted = next_word
    before = (wanted - increment) * pow(_MULTIPLIER, -1, _STATE) % _STATE
    state["state"]["state"] = before
    generator.bit_generator.state = state
    return generator
