"""``"additions"``: sums for a model to learn, as notebook 03 uses them.

Nothing is downloaded: the pairs of numbers are generated here, in an order given by a fixed
seed. At quick size the numbers have up to two digits, at full size up to three.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from course.data.base import DataSet, Embedded, shuffled

#: By the greatest number of digits: the number of pairs, and how many of them are for testing.
SIZES = {2: (5_050, 1_000), 3: (50_000, 5_000)}
SEED = 3


@dataclass(frozen=True, repr=False)
class Additions:
    """Sums for training, and others for testing.

    Attributes
    ----------
    digits : int
        The greatest number of digits of a number.
    train, test : tuple of two lists of str
        Questions (``"12+3"``) and their answers (``"15"``), unpadded. A
        pair of numbers occurs once in `test`, and in both orders in `train`, ``"12+3"``
        and ``"3+12"``. No pair of `test` is in `train`, in either order.
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
    """Sums of numbers with up to `digits` digits: 2 or 3."""
    n, n_test = SIZES[digits]
    numbers = range(10**digits)
    pairs = [(a, b) for a in numbers for b in range(a, len(numbers))]
    pairs = shuffled(pairs, SEED)[:n]
    # Which number comes first is random too.
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
