"""How the shapes of stored weights can be read: heads, stacks of matrices, transposes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from course.testing.transformer.formulas import positions
from course.testing.transformer.parts import Form, Piece, View, squeezed

#: One part of several in a stored weight: takes the weight and the part's number.
_One = Callable[[np.ndarray, int], np.ndarray]
#: The pieces of a stored weight, and the numbers that it gets.
_Known = tuple[list[Piece], np.ndarray]


@dataclass
class Layout:
    """One way to read the shapes of stored weights.

    Attributes
    ----------
    pieces : list of Piece
    fills : list of arrays
        Numbers for the stored weights: the same for all of a shape.
    tied : dict
        The parts that must be there, by name, with these numbers.
    """

    pieces: list[Piece] = field(default_factory=list)
    fills: list[np.ndarray] = field(default_factory=list)
    tied: dict[str, np.ndarray] = field(default_factory=dict)


class _Numbers:
    """The numbers that all weights of a shape get, so that it doesn't matter which is which."""

    def __init__(self, form: Form, rng: np.random.Generator) -> None:
        d = form.d
        square = rng.normal(size=(d, d))
        # Symmetric: how it is stored doesn't matter.
        self.square = 1.1 * (square + square.T) / math.sqrt(2 * d)
        self.wide = 1.2 * rng.normal(size=(d, form.d_ff)) / math.sqrt(d)
        self.gain = rng.uniform(0.6, 1.6, d)
        self.tables = {
            V: rng.standard_normal((V, d), "float32") * np.float32(1.5 / math.sqrt(d))
            for V in sorted(set(form.tables.values()))
        }


@dataclass
class _Cut:
    """How several heads share a matrix.

    Attributes
    ----------
    inner : str
        The order of the axes n (of several matrices), h (heads) and w (a head's width), where the
        shape doesn't say it.
    columns, rows : arrays of int
        In which order the heads take the columns of the matrices for queries, keys and values,
        and the rows of the one for what comes out.
    """

    inner: str
    columns: np.ndarray
    rows: np.ndarray

    @classmethod
    def of(cls, form: Form, inner: str, out_mixed: bool) -> _Cut:
        straight = np.arange(form.d)
        mixed = straight.reshape(form.width, form.heads).T.ravel()  # the heads take turns
        in_mixed = inner.index("w") < inner.index("h")
        return cls(
            inner, mixed if in_mixed else straight, mixed if out_mixed != in_mixed else straight
        )


def layouts(
    form: Form, weights: Sequence[np.ndarray], rng: np.random.Generator
) -> Iterator[Layout]:
    """The ways to read these weights' shapes; nothing if one is unfamiliar.

    Parameters
    ----------
    weights : list of arrays
        As they are at birth: gains are the vectors of ones.
    """
    numbers = _Numbers(form, rng)
    seen: set[bytes] = set()
    heads = _OneHead(form, weights)
    for inner, out_mixed, by_head, places in itertools.product(
        ("nhw", "hnw", "hwn", "nwh", "wnh", "whn"),
        (False, True),
        heads.orders,
        _places(form, weights),
    ):
        cut = _Cut.of(form, inner, out_mixed)
        turns = heads.turns(by_head)
        layout = _layout(form, weights, numbers, cut, turns, places)
        if layout is None:
            continue
        columns, rows = numbers.square[:, cut.columns], numbers.square[cut.rows]
        key = b"".join(f.tobytes() for f in [*layout.fills, columns, rows])
        if key in seen:
            continue
        seen.add(key)
        given = {
            "in": columns, "out": rows, "wide": numbers.wide, "narrow": numbers.wide.T,
            "gain": numbers.gain, "vector": np.zeros(form.d), "inner": np.zeros(form.d_ff),
            **{f"table {V}": table for V, table in numbers.tables.items()},
        }  # fmt: skip
        roles = form.roles()
        layout.tied = {role: given[roles[role][0]] for role in form.needed}
        yield layout


def _layout(
    form: Form,
    weights: Sequence[np.ndarray],
    numbers: _Numbers,
    cut: _Cut,
    turns: Mapping[int, int],
    places: Sequence[int],
) -> Layout | None:
    """The layout of all weights; None if one is unfamiliar."""
    layout = Layout()
    for index, weight in enumerate(weights):
        if index in places:
            table = positions(*squeezed(weight)).reshape(weight.shape)
            known: _Known | None = (
                [Piece(index, [("places", lambda v: v.reshape(-1, form.d))])],
                table,
            )
        elif index in turns:
            known = _of_head(form, weight, index, turns[index], numbers.square)
        else:
            known = _read(form, weight, index, cut, numbers)
        if known is None:
            return None
        layout.pieces += known[0]
        layout.fills.append(known[1].astype("float32"))
    return layout


class _OneHead:
    """The stored weights that hold one head's part of a matrix or bias."""

    def __init__(self, form: Form, weights: Sequence[np.ndarray]) -> None:
        self._heads, w, d = form.heads, form.width, form.d
        shapes = [squeezed(v) for v in weights]
        self._matrices = [i for i, s in enumerate(shapes) if s in ((d, w), (w, d)) and w != d]
        self._vectors = [i for i, s in enumerate(shapes) if s == (w,) and w not in (d, form.d_ff)]
        self._rows = [i for i in self._matrices if shapes[i] == (w, d)]
        #: Whether one head's queries, keys and values may follow each other.
        self.orders = (False, True) if self._matrices and self._heads > 1 else (False,)

    def turns(self, by_head: bool) -> dict[int, int]:
        """The head of each of these weights, by the weight's number."""
        found = {}
        for group in (self._matrices, self._vectors):
            for n, index in enumerate(group):
                found[index] = (n // 3 if by_head else n) % self._heads
        for n, index in enumerate(self._rows):
            found[index] = n % self._heads
        return found


def _places(form: Form, weights: Sequence[np.ndarray]) -> list[tuple[int, ...]]:
    """Which weights may be tables of learned places: a vector for each of 128 or more.

    Matrices of a dense net may have the same shape; then several choices remain.
    """
    if not form.tables:
        return [()]
    shapes = [squeezed(w) for w in weights]
    long = [
        i
        for i, s in enumerate(shapes)
        if len(s) == 2 and s[0] >= 128 and s[1] == form.d and s[0] not in form.tables.values()
    ]
    sure = [i for i in long if shapes[i][0] != form.d_ff]
    unsure = [i for i in long if i not in sure]
    dense = sum(s in ((form.d, form.d_ff), (form.d_ff, form.d)) for s in shapes)
    more = dense - 2 * len(form.blocks)
    if not unsure or more not in (1, 2):
        return [tuple(sure)]
    return [(*sure, *choice) for choice in itertools.combinations(unsure, more)]


def _read(
    form: Form, weight: np.ndarray, index: int, cut: _Cut, numbers: _Numbers
) -> _Known | None:
    """What one stored weight may be, and the numbers that all of its shape get."""
    d, d_ff = form.d, form.d_ff
    shape, size = squeezed(weight), weight.size
    if size == d and np.all(weight == 1):
        gain = Piece(index, [("gain", partial(_straight, shape=(d,)))])
        return [gain], numbers.gain.reshape(weight.shape)
    if shape == (d_ff,):
        return _whole(weight, index, [("inner", False)], np.zeros(d_ff))
    if shape == (d, d_ff):
        return _whole(weight, index, [("wide", False), ("narrow", True)], numbers.wide)
    if shape == (d_ff, d):
        return _whole(weight, index, [("narrow", False), ("wide", True)], numbers.wide.T)
    if any(shape[:1] == (V,) or shape[1:] == (V,) for V in numbers.tables):
        return _vocabulary(form, weight, index, numbers.tables)
    if size % (d * d) == 0 and 1 <= size // (d * d) <= 4 and len(shape) > 1:
        return _matrices(form, weight, index, cut, numbers.square)
    if size % d == 0 and 1 <= size // d <= 4:
        return _vectors(form, weight, index, cut.inner)
    return None


def _straight(value: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    return value.reshape(shape)


def _transposed(value: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    return value.reshape(shape).T


def _whole(
    weight: np.ndarray,
    index: int,
    kinds: Sequence[tuple[str, bool]],
    fill: np.ndarray,
    head: int | None = None,
) -> _Known:
    """A stored weight that is one part, of one of these kinds, transposed or not."""
    shape = squeezed(weight)
    views: list[tuple[str, View]] = [
        (kind, partial(_transposed if turned else _straight, shape=shape)) for kind, turned in kinds
    ]
    return [Piece(index, views, head)], fill.reshape(weight.shape)


def _of_head(form: Form, weight: np.ndarray, index: int, turn: int, square: np.ndarray) -> _Known:
    """What a stored weight of one head's columns, rows or bias may be."""
    shape, w = squeezed(weight), form.width
    here = slice(turn * w, turn * w + w)
    if shape == (w,):
        return _whole(weight, index, [("in-bias", False)], np.zeros(w), turn)
    if shape == (form.d, w):
        return _whole(weight, index, [("in", False), ("out", True)], square[:, here], turn)
    return _whole(weight, index, [("out", False), ("in", True)], square[here], turn)


def _vocabulary(
    form: Form, weight: np.ndarray, index: int, tables: Mapping[int, np.ndarray]
) -> _Known | None:
    """What a stored weight may be that is as long as a vocabulary."""
    d, shape, target = form.d, squeezed(weight), form.tables["target"]
    V = shape[0] if shape[0] in tables else shape[-1]
    if shape == (V, d):
        kinds = [(f"table {V}", False), (f"answer {V}", True)]
        return _whole(weight, index, kinds[: 2 if V == target else 1], tables[V])
    if shape == (d, V) and V == target:
        return _whole(weight, index, [(f"answer {V}", False)], tables[V].T)
    if shape == (V,) and V == target:
        return _whole(weight, index, [(f"answers {V}", False)], np.zeros(V))
    return None


def _vectors(form: Form, weight: np.ndarray, index: int, inner: str) -> _Known | None:
    """What a stored weight of one to four vectors of d numbers may be."""
    d, n = form.d, weight.size // form.d
    cut = _cut({"n": n, "h": form.heads, "w": form.width}, "nhw", squeezed(weight), inner)
    if cut is None:
        return None

    def one(v: np.ndarray, k: int) -> np.ndarray:
        return cut(v).reshape(n, d)[k]

    pieces = []
    for k in range(n):
        views: list[tuple[str, View]] = [("in-bias", partial(one, k=k))]
        if n == 1:
            views.append(("vector", partial(_straight, shape=(d,))))
        pieces.append(Piece(index, views))
    return pieces, np.zeros(weight.shape)


def _coarsens(sizes: Sequence[int], shape: Sequence[int]) -> bool:
    """Whether neighbouring axes of these sizes, joined, give the shape."""
    place = 0
    for length in shape:
        product = 1
        while place < len(sizes) and (product < length or sizes[place] == 1):
            product *= sizes[place]
            place += 1
        if product != length:
            return False
    return all(s == 1 for s in sizes[place:])


def _cut(
    lengths: Mapping[str, int], axes: str, shape: Sequence[int], inner: str
) -> Callable[[np.ndarray], np.ndarray] | None:
    """How a weight of this shape is cut into these axes, in this order; None if it can't be.

    Where the shape leaves several orders, that of `inner` is chosen.
    """
    fitting = [
        order
        for order in itertools.permutations(axes)
        if _coarsens([lengths[a] for a in order], shape)
    ]
    if not fitting:
        return None
    long = [a for a in inner if lengths[a] > 1]
    chosen = [o for o in fitting if [a for a in o if a in long] == long] or fitting
    sizes, turned = [lengths[a] for a in chosen[0]], [chosen[0].index(a) for a in axes]
    return lambda v: v.reshape(sizes).transpose(turned)


def _matrices(
    form: Form, weight: np.ndarray, index: int, cut: _Cut, square: np.ndarray
) -> _Known | None:
    """What a stored weight of one to four matrices (d, d) may be."""
    d, n, shape = form.d, weight.size // form.d**2, squeezed(weight)
    stacked: dict[tuple[int, ...], _One] = {
        (d, d, n): lambda v, k: v.reshape(d, d, n)[:, :, k],
        (d, n, d): lambda v, k: v.reshape(d, n, d)[:, k],
        (n, d, d): lambda v, k: v.reshape(n, d, d)[k],
        (d, d): lambda v, k: v.reshape(d, d),
    }
    if cut.inner.startswith("n"):
        stacked[n * d, d] = stacked[n, d, d]
        stacked[d, n * d] = stacked[d, n, d]
    if shape in stacked:
        return _stack(weight, index, n, stacked[shape], cut, square)
    return _heads_apart(form, weight, index, cut, square)


def _stack(
    weight: np.ndarray, index: int, n: int, one: _One, cut: _Cut, square: np.ndarray
) -> _Known:
    """A stored weight of whole matrices: each is any of them, transposed or not."""
    fill = np.zeros(weight.shape)
    for k in range(n):
        one(fill, k)[...] = square

    def columns(v: np.ndarray, k: int, turned: bool) -> np.ndarray:
        return (one(v, k).T if turned else one(v, k))[:, cut.columns]

    def rows(v: np.ndarray, k: int, turned: bool) -> np.ndarray:
        return (one(v, k).T if turned else one(v, k))[cut.rows]

    pieces = [
        Piece(
            index,
            [
                (kind, partial(view, k=k, turned=turned))
                for turned in (False, True)
                for kind, view in (("in", columns), ("out", rows))
            ],
        )
        for k in range(n)
    ]
    return pieces, fill


def _heads_apart(
    form: Form, weight: np.ndarray, index: int, cut: _Cut, square: np.ndarray
) -> _Known | None:
    """A stored weight of matrices whose heads have an axis, or stand between others."""
    d, n, shape = form.d, weight.size // form.d**2, squeezed(weight)
    lengths = {"n": n, "i": d, "h": form.heads, "w": form.width}
    taken = _cut(lengths, "nihw", shape, cut.inner)
    if taken is None:
        return None
    # A matrix whose last axis is d, after the heads, is most likely the one that mixes them.
    mixes = n == 1 and len(shape) == 3 and shape[-1] == d
    fill = np.zeros(weight.size)
    places = taken(np.arange(weight.size)).reshape(n, d, d)
    fill[places] = square[cut.rows].T if mixes else square[:, cut.columns]

    def straight(v: np.ndarray, k: int) -> np.ndarray:
        return taken(v).reshape(n, d, d)[k]

    def transposed(v: np.ndarray, k: int) -> np.ndarray:
        return straight(v, k).T

    pieces = [
        Piece(index, [("in", partial(straight, k=k)), ("out", partial(transposed, k=k))])
        for k in range(n)
    ]
    return pieces, fill.reshape(weight.shape)
