"""Small grammars that write the course's own reviews and sentence pairs.

They write the same texts on every machine: chance comes from `Dice`, which uses
only what Python promises to keep, and no text depends on the order of a set.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Chance from a seed, with a memory of what was taken lately.

    Of Python's generators only ``random()`` is promised to give the same numbers in
    every version, so everything here is made of it.
    """

    def __init__(self, seed: int):
        self._random = random.Random(seed).random
        self._taken: list[object] = []

    def forget(self) -> None:
        """Begin a new text: everything may be taken again."""
        self._taken = []

    def pick(self, items: Sequence[T]) -> T:
        """One of the items, each as likely as any other."""
        return items[int(self._random() * len(items))]

    def fresh(self, items: Sequence[T]) -> T:
        """One of the items that this text has not had yet, while there are any."""
        item = self.pick([i for i in items if i not in self._taken] or items)
        self._taken.append(item)
        return item

    def form(self, kind: str, *forms: Callable[[], str]) -> str:
        """What one of the forms writes; none twice in a text while there are others."""
        return forms[self.fresh([(kind, i) for i in range(len(forms))])[1]]()

    def chance(self, share: float) -> bool:
        """True in that share of all cases."""
        return self._random() < share

    def weighted(self, weights: dict[T, float]) -> T:
        """One of the keys, as likely as its weight; the weights add up to 1."""
        draw = self._random()
        for item, weight in weights.items():
            draw -= weight
            if draw < 0:
                return item
        return item


def sentence(clause: str) -> str:
    """The clause with a capital letter and a full stop, unless it has an end mark."""
    first = next(i for i, c in enumerate(clause) if c.isalpha())
    clause = clause[:first] + clause[first].upper() + clause[first + 1 :]
    return clause if clause[-1] in ".!?" else clause + "."
