"""``"additions"``: sums to learn, as notebook 03 takes them.

Nothing is fetched: every pair of numbers is made here, in an order that a fixed seed
gives. At quick size the numbers have up to two digits, at full size up to three.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from course.data.base import DataSet, Embedded, shuffled

#: Numbers of up to so many digits -> (pairs in all, of which to be examined on).
SIZES = {2: (5_050, 1_000), 3: (50_000, 5_000)}
SEED = 3


@dataclass(frozen=True, repr=False)
class Additions:
    """Sums to learn from, and others to be examined on.

    Attributes
    ----------
    digits : int
        The numbers have up to so many digits.
    train, test : tuple of two lists of str
        Questions (``"12+3"``) and their answers (``"15"``), unpadded. In `test` every
        pair of numbers stands once; in `train` in both orders, ``"12+3"`` and
        ``"3+12"``. No pair of `test` is in `train`, in either order.
    """

    digits: int
    train: tuple[list[str], list[str]]
    test: tuple[list[str], list[str]]

    def __len__(self) -> int:
        return len(self.train[0]) + len(self.test[0])

    def __repr__(self) -> str:
        return (
            f"Additions(digits={self.digits}, train: {len(self.train[0]):,}, "
            f"test: {len(self.test[0]):,})"
        )


def make(digits: int) -> Additions:
    """The sums of numbers of up to `digits` digits: 2 or 3."""
    n, n_test = SIZES[digits]
    numbers = range(10**digits)
    pairs = [(a, b) for a in numbers for b in range(a, len(numbers))]
    pairs = shuffled(pairs, SEED)[:n]
    # Which number comes first is left to chance too.
    pairs = [
        (a, b) if first else (b, a)
        for (a, b), first in zip(pairs, shuffled([True, False] * (n // 2), SEED), strict=True)
    ]
    learn = pairs[n_test:]
    both_orders = learn + [(b, a) for a, b in learn if a != b]
    return Additions(digits, _written(shuffled(both_orders, SEED)), _written(pairs[:n_test]))


def _written(pairs: list[tuple[int, int]]) -> tuple[list[str], list[str]]:
    return [f"{a}+{b}" for a, b in pairs], [str(a + b) for a, b in pairs]


def _version(en: str, es: str, digits: int) -> dict[str, Embedded]:
    made = ("made from a fixed seed", "hechas a partir de una semilla fija")
    return {
        language: Embedded(title, partial(make, digits), made)
        for language, title in (("en", en), ("es", es))
    }


ADDITIONS = DataSet(
    name="additions",
    unit=("questions", "preguntas"),
    embedded=_version("sums of up to two digits", "sumas de hasta dos cifras", 2),
    real=_version("sums of up to three digits", "sumas de hasta tres cifras", 3),
)
