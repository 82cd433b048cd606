"""Inputs that are allowed and unpleasant: what tests try besides ordinary ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

#: Short texts: accents in both Unicode forms, quotation marks, all kinds of white space, line
#: ends, digits, upper case, symbols beyond 16 bits, letters that lower case or Unicode's
#: normal forms make longer, a NUL; and beside each the text that a tidy mind would make of it.
TEXTS: tuple[str, ...] = (
    "",
    " ",
    "  dos  espacios  ",
    "canción",
    "cancio\u0301n",
    "¿Qué? ¡Niño!",
    "it’s “quoted”",
    'it\'s "quoted"',
    "don't, won't... (really?)",
    "tab\there",
    "line\nend\r\nand\rmore",
    "no\u00a0break",
    "thin\u2009and\u3000wide",
    "10 000 = 1e4",
    "Case CASE case",
    "ﬁne ½ Å Å",
    "İstanbul STRASSE straße",
    "🎬👍🏽",
    "a\0b",
    "e\u200be",
    "dos espacios",
    "cancion",
    "Que Nino",
    "it's quoted",
    "dont wont really",
    "tab here",
    "line\nend\nand\nmore",
    "line end and more",
    "no break",
    "thin wide",
    "thin and wide",
    "case case case",
    "fine",
    "fine 1⁄2 Å Å",
    "strasse",
    "ab",
    "ee",
    "(film2.)",
    "film2",
    "film",
)


def near_misses(*names: str) -> list[Any]:
    """What is nearly one of the names of an option, and is none; and what is no name at all."""
    found: list[Any] = []
    for name in names:
        found += [name.upper(), name.title(), f" {name}", f"{name} ", f"{name}s", name[:-1]]
        found += [f"{name}\n", name.encode(), [name], (name,)]
    found += ["", "average", "none", None, 0, 1, True, list(names), dict.fromkeys(names)]
    return [case for case in found if not (isinstance(case, str) and case in names)]


def masks(rows: int, columns: int, rng: np.random.Generator) -> Iterator[tuple[str, np.ndarray]]:
    """Masks (rows, columns) of all kinds, each with its name.

    A different one in every row with one row of False; columns of False at the start, in the
    middle and at the end; one True in each row; all True; all False.
    """
    mixed = rng.random((rows, columns)) < 0.5
    mixed[:, rng.integers(columns)] = True
    mixed[rng.integers(rows)] = False
    yield "rows that differ, one all False", mixed
    for name, place in (("first", 0), ("middle", columns // 2), ("last", columns - 1)):
        mask = np.ones((rows, columns), bool)
        mask[:, place] = False
        yield f"the {name} column False", mask
    yield "one True a row", np.arange(columns) == rng.integers(0, columns, (rows, 1))
    yield "all True", np.ones((rows, columns), bool)
    yield "all False", np.zeros((rows, columns), bool)


def zeroed(arguments: Sequence[np.ndarray]) -> Iterator[tuple[str, list[np.ndarray]]]:
    """The same arguments with a part of one array set to 0, each with its name.

    The part is the array, its first row, its last one, or, of three axes and more, the last
    step of its first example.
    """
    for number, argument in enumerate(arguments):
        for name, place in (("", ...), ("[0]", 0), ("[-1]", -1), ("[0, -1]", (0, -1))):
            if name and (argument.ndim < 2 or len(argument) < 2):
                continue
            if name == "[0, -1]" and (argument.ndim < 3 or argument.shape[1] < 2):
                continue
            changed = [np.array(a) for a in arguments]
            changed[number][place] = 0
            yield f"#{number + 1}{name} = 0", changed


def sequences(rng: np.random.Generator) -> list[list[int]]:
    """Rows of word ids of all kinds.

    Empty, of one id, with repeats, with zeros inside, twice the same row, with ids around 255,
    256 and 65,536, and of 600 ids.
    """
    same = [int(i) for i in rng.integers(2, 9, 4)]
    return [
        [],
        [7],
        [5, 5, 5],
        [3, 0, 4, 0, 2],
        same,
        list(same),
        [254, 255, 256, 257, 65_535, 65_536, 65_537],
        [int(i) for i in rng.integers(1, 70_000, 600)],
    ]


def probabilities(rng: np.random.Generator) -> list[tuple[str, np.ndarray]]:
    """Distributions of all kinds, each with its name.

    Near-ties, zeros, a rare symbol, one certain symbol, one symbol alone, many symbols.
    """
    near = np.array([0.25, 0.25 + 1e-9, 0.25 - 1e-9, 0.25])
    rare = np.array([1e-10, 0.6, 0.4 - 1e-10])
    many = rng.dirichlet(np.ones(3000))
    return [
        ("near-ties", near),
        ("zeros", np.array([0.0, 0.7, 0.0, 0.3])),
        ("a rare symbol", rare),
        ("one certain symbol", np.array([0.0, 1.0, 0.0])),
        ("one symbol", np.array([1.0])),
        ("3,000 symbols", many),
    ]
