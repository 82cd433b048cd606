"""The Transformer's blocks as formulas in NumPy, and which weight of a model is which of theirs.

`encoder_block`, `decoder_block` and `transformer` compute from a dictionary of matrices and
vectors. To compare a student's layer with them, its weights have to be read: in which order
they were made, whether queries, keys and values are one matrix or three, how it is cut into
heads, whether a matrix is stored transposed, is free. `find` reads them in two steps:

1. All weights of one shape get the same numbers, and vectors 0. What the layer then answers
   doesn't depend on which is which; it must be what the formula answers.
2. In this state, the *gradients* of a loss differ from part to part. The formula's, by complex
   steps (J. N. Lyness and C. B. Moler, "Numerical differentiation of analytic functions", SIAM
   Journal on Numerical Analysis 4, 1967), say which weight is which.

The numbers in a `Params` dictionary have these names, after a prefix such as ``"decoder.0."``:
``self.q``, ``self.k``, ``self.v`` (d, d) with neighbouring columns for a head, ``self.o`` (d, d)
with neighbouring rows, their biases ``self.bq`` and so on, the same for ``cross``; ``W_1``,
``b_1``, ``W_2``, ``b_2``; ``gamma_1``, ``beta_1`` and so on. A model has ``source.words``,
``target.words``, ``answer.W``, ``answer.b``, too. Every bias may be missing.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from course.testing.failure import CheckFailed, Label, Mistake, both
from course.testing.values import array, matches

Params = Mapping[str, Any]
#: How a part is read from a stored weight.
View = Callable[[np.ndarray], np.ndarray]
#: What becomes of what a part computes: takes the part's name and the values.
Drop = Callable[[str, np.ndarray], np.ndarray]

#: A score that hides a word.
_NEVER = -1e30
#: The epsilons of norms that are tried; smaller ones make no difference.
_EPSILONS = (1e-6, 1e-3, 1e-5, 1e-4)


def _as_it_is(name: str, values: np.ndarray) -> np.ndarray:
    return values


# ---------------------------------------------------------------- the formulas


def _affine(p: Params, at: str, matrix: str, bias: str, x: np.ndarray) -> np.ndarray:
    y = x @ p[at + matrix]
    return y + p[at + bias] if at + bias in p else y


def _relu(z: np.ndarray) -> np.ndarray:
    return np.where(z.real > 0, z, 0)


def _softmax(z: np.ndarray) -> np.ndarray:
    powers = np.exp(z - z.real.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def attend(
    p: Params,
    at: str,
    heads: int,
    x: np.ndarray,
    memory: np.ndarray,
    mask: np.ndarray | None = None,
) -> np.ndarray:
    """Attention of several heads, by the matrices whose names begin with `at`."""

    def cut(a: np.ndarray) -> np.ndarray:
        return a.reshape(*a.shape[:-1], heads, a.shape[-1] // heads).swapaxes(-2, -3)

    q = cut(_affine(p, at, "q", "bq", x))
    k = cut(_affine(p, at, "k", "bk", memory))
    v = cut(_affine(p, at, "v", "bv", memory))
    scores = q @ k.swapaxes(-1, -2) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = np.where(np.expand_dims(np.asarray(mask, bool), -3), scores, _NEVER)
    found = (_softmax(scores) @ v).swapaxes(-2, -3)
    return _affine(p, at, "o", "bo", found.reshape(*found.shape[:-2], -1))


def dense_net(
    p: Params, at: str, x: np.ndarray, bend: Callable[[np.ndarray], np.ndarray] = _relu
) -> np.ndarray:
    """Two dense layers; `bend` is what stands between them.

    `p` may have a list ``kinks``, which gets how near the numbers come to 0, where ReLU bends.
    """
    z = _affine(p, at, "W_1", "b_1", x)
    if "kinks" in p:
        p["kinks"].append(float(np.abs(z.real).min()))
    return _affine(p, at, "W_2", "b_2", bend(z))


def norm(p: Params, at: str, number: int, x: np.ndarray) -> np.ndarray:
    """The layer norm of this number, over the last axis."""
    gap = x - x.mean(axis=-1, keepdims=True)
    epsilon = p.get(f"epsilon_{number}", p.get("epsilon", 1e-6))
    scaled = gap / np.sqrt((gap**2).mean(axis=-1, keepdims=True) + epsilon)
    return p[f"{at}gamma_{number}"] * scaled + p[f"{at}beta_{number}"]


def encoder_block(
    p: Params,
    heads: int,
    x: np.ndarray,
    mask: np.ndarray | None = None,
    *,
    at: str = "",
    drop: Drop = _as_it_is,
) -> np.ndarray:
    """x (..., batch, time, d) -> as x."""
    x = norm(p, at, 1, x + drop(f"{at}self", attend(p, f"{at}self.", heads, x, x, mask)))
    return norm(p, at, 2, x + drop(f"{at}dense", dense_net(p, at, x)))


def decoder_block(
    p: Params,
    heads: int,
    x: np.ndarray,
    memory: np.ndarray,
    self_mask: np.ndarray | None = None,
    memory_mask: np.ndarray | None = None,
    *,
    at: str = "",
    drop: Drop = _as_it_is,
) -> np.ndarray:
    """x (..., batch, time, d), memory (..., batch, T_s, d) -> as x."""
    x = norm(p, at, 1, x + drop(f"{at}self", attend(p, f"{at}self.", heads, x, x, self_mask)))
    found = attend(p, f"{at}cross.", heads, x, memory, memory_mask)
    x = norm(p, at, 2, x + drop(f"{at}cross", found))
    return norm(p, at, 3, x + drop(f"{at}dense", dense_net(p, at, x)))


def positions(length: int, d: int) -> np.ndarray:
    """Sines in the even columns, cosines in the odd ones."""
    column = np.arange(d)
    angle = np.arange(length)[:, None] / 10000.0 ** ((column - column % 2) / d)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


def _words(p: Params, side: str, ids: np.ndarray, width: int) -> np.ndarray:
    table = p[f"{side}.words"]
    # With an axis of variants, (variants, 1, V, d) gives (variants, batch, time, d).
    found = table[ids] if table.ndim == 2 else table[:, 0][:, ids]
    places = p.get(f"{side}.places", p.get("places"))
    if places is None:
        places = positions(ids.shape[1], width)
    return found * p.get("scale", math.sqrt(width)) + places[..., : ids.shape[1], :]


def transformer(
    p: Params,
    heads: int,
    layers: int,
    source: np.ndarray,
    target: np.ndarray,
    *,
    drop: Drop = _as_it_is,
) -> np.ndarray:
    """Ids (batch, T_s) and (batch, T_t) -> probabilities (..., batch, T_t, V)."""
    width = p["source.words"].shape[-1]
    real = (source != 0)[:, None]
    past = np.tri(target.shape[1], dtype=bool)
    memory = drop("source", _words(p, "source", source, width))
    for k in range(layers):
        memory = encoder_block(p, heads, memory, real, at=f"encoder.{k}.", drop=drop)
    x = drop("target", _words(p, "target", target, width))
    for k in range(layers):
        x = decoder_block(p, heads, x, memory, past, real, at=f"decoder.{k}.", drop=drop)
    matrix = p["answer.W"] if "answer.W" in p else p["target.words"].swapaxes(-1, -2)
    scores = x @ matrix
    return _softmax(scores + p["answer.b"] if "answer.b" in p else scores)


# ---------------------------------------------------------------- the parts


@dataclass(frozen=True)
class Form:
    """What a block or model is made of.

    Attributes
    ----------
    d, heads, d_ff : int
    blocks : list of (prefix, number of attentions)
        An encoder block has one attention, a decoder block two.
    tables : dict, optional
        Vocabulary sizes, by "source" and "target", of a whole model.
    """

    d: int
    heads: int
    d_ff: int
    blocks: Sequence[tuple[str, int]]
    tables: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def encoder(cls, d: int, heads: int, d_ff: int) -> Form:
        """That of an encoder block."""
        return cls(d, heads, d_ff, [("", 1)])

    @classmethod
    def decoder(cls, d: int, heads: int, d_ff: int) -> Form:
        """That of a decoder block."""
        return cls(d, heads, d_ff, [("", 2)])

    @classmethod
    def model(cls, source: int, target: int, layers: int, d: int, heads: int, d_ff: int) -> Form:
        """That of a whole model."""
        blocks = [(f"encoder.{k}.", 1) for k in range(layers)]
        blocks += [(f"decoder.{k}.", 2) for k in range(layers)]
        return cls(d, heads, d_ff, blocks, {"source": source, "target": target})

    def roles(self) -> dict[str, tuple[str, bool]]:
        """Each part's name, its kind, and whether it must be there.

        Kinds: "in" (q, k, v), "out" (o), "in-bias", "vector", "wide", "narrow", "gain", "inner";
        "table V", "answer V", "answers V" and "places" of a model.
        """
        found: dict[str, tuple[str, bool]] = {}
        for at, attentions in self.blocks:
            for name in ("self.", "cross.")[:attentions]:
                for r in "qkv":
                    found[f"{at}{name}{r}"] = "in", True
                    found[f"{at}{name}b{r}"] = "in-bias", False
                found[f"{at}{name}o"] = "out", True
                found[f"{at}{name}bo"] = "vector", False
            found[f"{at}W_1"], found[f"{at}b_1"] = ("wide", True), ("inner", False)
            found[f"{at}W_2"], found[f"{at}b_2"] = ("narrow", True), ("vector", False)
            for n in range(1, attentions + 2):
                found[f"{at}gamma_{n}"] = "gain", True
                found[f"{at}beta_{n}"] = "vector", True
        for side, size in self.tables.items():
            found[f"{side}.words"] = f"table {size}", True
            found[f"{side}.places"] = "places", False
        if self.tables:
            size = self.tables["target"]
            found["places"] = "places", False
            found["answer.W"], found["answer.b"] = (
                (f"answer {size}", False),
                (f"answers {size}", False),
            )
        return found


#: How the axes of stored matrices are ordered and cut: which axis is (n) the one of several
#: matrices, (i) the one that comes in, (h) the heads, (w) a head's width.
_ORDERS = tuple("".join(o) for o in itertools.permutations("nihw"))


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


@dataclass
class _Piece:
    """A part of a stored weight: which, of which kind, and how it is read.

    `views` are the ways to read it: each a kind, and a function from the stored weight to the
    part; `head` is the only head that it holds, if it holds one.
    """

    index: int
    views: list[tuple[str, View]]
    head: int | None = None


@dataclass
class _Layout:
    """One way to read the shapes of stored weights: `pieces`, and numbers to set."""

    pieces: list[_Piece]
    fills: list[np.ndarray]
    tied: dict[str, np.ndarray]


class Reading:
    """Which stored weight is which part.

    Attributes
    ----------
    epsilon : dict
        The norms' epsilons and other numbers, as `Params`.
    """

    def __init__(
        self,
        form: Form,
        places: Mapping[str, list[tuple[_Piece, View]]],
        numbers: Mapping[str, Any],
    ):
        self.form, self._places, self.numbers = form, places, dict(numbers)

    def parts(self, stored: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
        """The parts of these weights, or of their gradients."""
        w, found = self.form.d // self.form.heads, {}
        for role, pieces in self._places.items():
            if pieces[0][0].head is None:
                piece, view = pieces[0]
                found[role] = view(np.asarray(stored[piece.index], float))
                continue
            ordered = sorted(pieces, key=lambda p: p[0].head or 0)
            values = [view(np.asarray(stored[piece.index], float)) for piece, view in ordered]
            axis = 0 if values[0].shape[0] == w else -1
            found[role] = np.concatenate(values, axis=axis)
        return found

    def params(self, stored: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
        """What the formulas need to compute with these weights."""
        return {**self.parts(stored), **self.numbers}

    def index(self, role: str) -> int | None:
        """The number of the stored weight that has this part; None if none has."""
        pieces = self._places.get(role)
        return pieces[0][0].index if pieces else None

    def write(
        self, stored: Sequence[np.ndarray], change: Callable[[str, np.ndarray], np.ndarray]
    ) -> list[np.ndarray]:
        """The stored weights with every part changed: `change` takes its name and numbers.

        A weight that serves as two parts is changed as the last one.
        """
        out = [np.array(w, float) for w in stored]
        w = self.form.d // self.form.heads
        for role, value in self.parts(stored).items():
            new = np.broadcast_to(change(role, value), value.shape)
            for piece, view in self._places[role]:
                part = new
                if piece.head is not None:
                    axis = 0 if role.endswith("o") and new.ndim == 2 else -1
                    part = np.take(new, range(piece.head * w, piece.head * w + w), axis=axis)
                # Where each number of the part is stored: the view of the places' numbers.
                where = view(np.arange(out[piece.index].size).reshape(out[piece.index].shape))
                out[piece.index].flat[where.astype(int).ravel()] = part.ravel()
        return [o.astype("float32") for o in out]


def _layouts(
    form: Form, weights: Sequence[np.ndarray], rng: np.random.Generator
) -> Iterator[_Layout]:
    """The ways to read these weights' shapes; nothing if one is unfamiliar.

    Parameters
    ----------
    weights : list of arrays
        As they are at birth: gains are the vectors of ones.
    """
    d, heads, d_ff = form.d, form.heads, form.d_ff
    w = d // heads
    S = rng.normal(size=(d, d))
    S = 1.1 * (S + S.T) / math.sqrt(2 * d)  # symmetric: how it is stored doesn't matter
    A = 1.2 * rng.normal(size=(d, d_ff)) / math.sqrt(d)
    gain = rng.uniform(0.6, 1.6, d)
    tables = {
        V: rng.standard_normal((V, d), "float32") * np.float32(1.5 / math.sqrt(d))
        for V in sorted(set(form.tables.values()))
    }
    interleaved = np.arange(d).reshape(w, heads).T.ravel()  # columns of the heads, if mixed
    straight = np.arange(d)
    seen: set[bytes] = set()
    per_head = [i for i, v in enumerate(weights) if _squeezed(v) in ((d, w), (w, d)) and w != d]
    narrow = [i for i, v in enumerate(weights) if _squeezed(v) == (w,) and w not in (d, d_ff)]
    by = (0, 1) if per_head and heads > 1 else (0,)
    for inner, out_mixed, by_head, places in itertools.product(
        ("nhw", "hnw", "hwn", "nwh", "wnh", "whn"), (False, True), by, _places(form, weights)
    ):
        in_mixed = inner.index("w") < inner.index("h")
        pi_in = interleaved if in_mixed else straight
        pi_out = interleaved if out_mixed != in_mixed else straight
        Q, O_ = S[:, pi_in], S[pi_out]
        layout, complete = _Layout([], [], {}), True
        for index, weight in enumerate(weights):
            turn = None
            for group in (per_head, narrow):
                if index in group:
                    n = group.index(index)
                    turn = (n // 3 if by_head else n) % heads
                    if _squeezed(weight) == (w, d):
                        turn = [i for i in group if _squeezed(weights[i]) == (w, d)].index(index)
                        turn %= heads
            if index in places:
                table = positions(*_squeezed(weight)).reshape(weight.shape)
                layout.pieces.append(_Piece(index, [("places", lambda v: v.reshape(-1, d))]))
                layout.fills.append(table.astype("float32"))
                continue
            known = _read(
                form, weight, index, inner, turn, pi_in, pi_out, (S, Q, O_, A, gain), tables
            )
            if known is None:
                complete = False
                break
            pieces, fill = known
            layout.pieces += pieces
            layout.fills.append(fill.astype("float32"))
        if not complete:
            continue
        key = b"".join(f.tobytes() for f in layout.fills) + Q.tobytes() + O_.tobytes()
        if key in seen:
            continue
        seen.add(key)
        for role, (kind, needed) in form.roles().items():
            values: np.ndarray | None = {
                "in": Q, "out": O_, "wide": A, "narrow": A.T, "gain": gain, "vector": np.zeros(d),
            }.get(kind)  # fmt: skip
            if kind.startswith("table"):
                values = tables[int(kind.split()[1])]
            if values is not None and needed:
                layout.tied[role] = values
        yield layout


def _squeezed(value: np.ndarray) -> tuple[int, ...]:
    return tuple(n for n in value.shape if n != 1)


def _places(form: Form, weights: Sequence[np.ndarray]) -> list[tuple[int, ...]]:
    """Which weights may be tables of learned places: a vector for each of 128 or more.

    Matrices of a dense net may have the same shape; then several choices remain.
    """
    if not form.tables:
        return [()]
    shapes = [_squeezed(w) for w in weights]
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
    form: Form,
    weight: np.ndarray,
    index: int,
    inner: str,
    turn: int | None,
    pi_in: np.ndarray,
    pi_out: np.ndarray,
    tied: tuple[np.ndarray, ...],
    tables: Mapping[int, np.ndarray],
) -> tuple[list[_Piece], np.ndarray] | None:
    """What one stored weight may be, and the numbers that all of its shape get."""
    d, d_ff = form.d, form.d_ff
    shape, size = _squeezed(weight), weight.size
    S, Q, out, A, gain = tied

    def whole(*kinds: tuple[str, bool], fill: np.ndarray) -> tuple[list[_Piece], np.ndarray]:
        def straight(v: np.ndarray) -> np.ndarray:
            return v.reshape(shape)

        def transposed(v: np.ndarray) -> np.ndarray:
            return v.reshape(shape).T

        views: list[tuple[str, View]] = [
            (kind, transposed if turned else straight) for kind, turned in kinds
        ]
        return [_Piece(index, views)], np.reshape(fill, weight.shape)

    if turn is not None:
        return _of_head(form, weight, index, turn, S)
    if size == d and np.all(weight == 1):
        return [_Piece(index, [("gain", lambda v: v.reshape(d))])], gain.reshape(weight.shape)
    if shape == (d_ff,):
        return whole(("inner", False), fill=np.zeros(d_ff))
    if shape == (d, d_ff):
        return whole(("wide", False), ("narrow", True), fill=A)
    if shape == (d_ff, d):
        return whole(("narrow", False), ("wide", True), fill=A.T)
    if shape[:1] in [(V,) for V in tables] or shape[1:] in [(V,) for V in tables]:
        return _vocabulary(form, weight, index, tables)
    if size % (d * d) == 0 and 1 <= size // (d * d) <= 4 and len(shape) > 1:
        return _matrices(form, weight, index, inner, pi_in, pi_out, (S, Q, out))
    if size % d == 0 and 1 <= size // d <= 4:
        return _vectors(form, weight, index, inner)
    return None


def _of_head(
    form: Form, weight: np.ndarray, index: int, turn: int, S: np.ndarray
) -> tuple[list[_Piece], np.ndarray]:
    """What a stored weight of one head's columns, rows or bias may be."""
    shape, w = _squeezed(weight), form.d // form.heads
    here = slice(turn * w, turn * w + w)

    def straight(v: np.ndarray) -> np.ndarray:
        return v.reshape(shape)

    def transposed(v: np.ndarray) -> np.ndarray:
        return v.reshape(shape).T

    if shape == (w,):
        return [_Piece(index, [("in-bias", straight)], turn)], np.zeros(weight.shape)
    if shape == (form.d, w):
        views: list[tuple[str, View]] = [("in", straight), ("out", transposed)]
        return [_Piece(index, views, turn)], S[:, here].reshape(weight.shape)
    views = [("out", straight), ("in", transposed)]
    return [_Piece(index, views, turn)], S[here].reshape(weight.shape)


def _vocabulary(
    form: Form, weight: np.ndarray, index: int, tables: Mapping[int, np.ndarray]
) -> tuple[list[_Piece], np.ndarray] | None:
    """What a stored weight may be that is as long as a vocabulary."""
    d, shape, target = form.d, _squeezed(weight), form.tables["target"]
    views: list[tuple[str, View]] = []
    V = shape[0] if shape[0] in tables else shape[-1]
    fill = np.zeros(weight.shape)
    if shape == (V, d):
        views.append((f"table {V}", lambda v: v.reshape(V, d)))
        if V == target:
            views.append((f"answer {V}", lambda v: v.reshape(V, d).T))
        fill = tables[V].reshape(weight.shape)
    elif shape == (d, V) and V == target:
        views.append((f"answer {V}", lambda v: v.reshape(d, V)))
        fill = tables[V].T.reshape(weight.shape)
    elif shape == (V,) and V == target:
        views.append((f"answers {V}", lambda v: v.reshape(V)))
    return ([_Piece(index, views)], fill) if views else None


def _vectors(
    form: Form, weight: np.ndarray, index: int, inner: str
) -> tuple[list[_Piece], np.ndarray] | None:
    """What a stored weight of one to four vectors of d numbers may be."""
    d, heads, shape = form.d, form.heads, _squeezed(weight)
    n = weight.size // d
    cut = _cut({"n": n, "h": heads, "w": d // heads}, "nhw", shape, inner)
    if cut is None:
        return None

    def one(v: np.ndarray, k: int) -> np.ndarray:
        return cut(v).reshape(n, d)[k]

    pieces = []
    for k in range(n):
        views: list[tuple[str, View]] = [("in-bias", partial(one, k=k))]
        if n == 1:
            views.append(("vector", lambda v: v.reshape(d)))
        pieces.append(_Piece(index, views))
    return pieces, np.zeros(weight.shape)


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
    form: Form,
    weight: np.ndarray,
    index: int,
    inner: str,
    pi_in: np.ndarray,
    pi_out: np.ndarray,
    tied: tuple[np.ndarray, ...],
) -> tuple[list[_Piece], np.ndarray] | None:
    """What a stored weight of one to four matrices (d, d) may be."""
    d, heads = form.d, form.heads
    n, w, shape = weight.size // (d * d), d // heads, _squeezed(weight)
    S, Q, out = tied
    stacked: dict[tuple[int, ...], Callable[[np.ndarray, int], np.ndarray]] = {
        (d, d, n): lambda v, k: v.reshape(d, d, n)[:, :, k],
        (d, n, d): lambda v, k: v.reshape(d, n, d)[:, k],
        (n, d, d): lambda v, k: v.reshape(n, d, d)[k],
        (d, d): lambda v, k: v.reshape(d, d),
    }
    if inner.startswith("n"):
        stacked[n * d, d] = stacked[n, d, d]
        stacked[d, n * d] = stacked[d, n, d]
    if shape in stacked:
        one = stacked[shape]
        fill = np.zeros(weight.shape)
        for k in range(n):
            one(fill, k)[...] = S

        def columns(v: np.ndarray, k: int, turned: bool) -> np.ndarray:
            return (one(v, k).T if turned else one(v, k))[:, pi_in]

        def rows(v: np.ndarray, k: int, turned: bool) -> np.ndarray:
            return (one(v, k).T if turned else one(v, k))[pi_out]

        return [
            _Piece(
                index,
                [
                    (kind, partial(view, k=k, turned=turned))
                    for turned in (False, True)
                    for kind, view in (("in", columns), ("out", rows))
                ],
            )
            for k in range(n)
        ], fill
    cut = _cut({"n": n, "i": d, "h": heads, "w": w}, "nihw", shape, inner)
    if cut is None:
        return None
    places = cut(np.arange(weight.size)).reshape(n, d, d)
    # A matrix whose last axis is d, after the heads, is most likely the one that mixes them.
    canonical = out.T if n == 1 and len(shape) == 3 and shape[-1] == d else Q
    filled = np.zeros(weight.size)
    filled[places] = canonical

    def straight(v: np.ndarray, k: int) -> np.ndarray:
        return cut(v).reshape(n, d, d)[k]

    def transposed(v: np.ndarray, k: int) -> np.ndarray:
        return cut(v).reshape(n, d, d)[k].T

    return [
        _Piece(index, [("in", partial(straight, k=k)), ("out", partial(transposed, k=k))])
        for k in range(n)
    ], filled.reshape(weight.shape)


# ---------------------------------------------------------------- which part is which


class _Prints:
    """What tells the parts apart: a gradient's sums along random directions."""

    def __init__(self, form: Form, rng: np.random.Generator):
        self.form, self._rng = form, rng
        self._directions: dict[tuple[str, tuple[int, ...]], np.ndarray] = {}

    def directions(self, kind: str, shape: tuple[int, ...]) -> list[np.ndarray]:
        """For matrices of attention one for each head, else two."""
        key = (kind, shape)
        if key not in self._directions:
            self._directions[key] = self._rng.normal(size=shape)
        whole = self._directions[key]
        length = shape[0] if kind == "out" else shape[-1]
        if kind in ("in", "out", "in-bias"):
            group = np.arange(length) // (self.form.d // self.form.heads)
        else:
            group = np.arange(length) % 2
        if kind == "out":
            group = group[:, None]
        return [whole * (group == g) for g in np.unique(group)]

    def of(self, kind: str, gradient: np.ndarray) -> np.ndarray:
        """The sums of a gradient."""
        return np.array([(gradient * D).sum() for D in self.directions(kind, gradient.shape)])

    def part(self, kind: str, gradient: np.ndarray, head: int) -> float:
        """The sum of the gradient of one head's part of a matrix."""
        d, w = self.form.d, self.form.d // self.form.heads
        shape = {"in": (d, d), "out": (d, d), "in-bias": (d,)}[kind]
        D = self.directions(kind, shape)[head]
        here = slice(head * w, head * w + w)
        return float((gradient * (D[here] if kind != "in" else D[:, here])).sum())


def derivatives(
    prints: _Prints,
    roles: Mapping[str, str],
    params: Params,
    shapes: Mapping[str, tuple[int, ...]],
    loss: Callable[[Params], np.ndarray],
) -> dict[str, np.ndarray]:
    """The sums of each part's gradient, by complex steps; see the module.

    Parameters
    ----------
    roles : dict
        Names of parts, with their kinds. Those not in `params` are 0 (places: as they are).
    shapes : dict
        Their shapes.
    loss : callable
        Takes parameters, some with a first axis of variants; one loss for each.
    """
    step, found = 1e-30, {}
    names = list(roles)
    small = [n for n in names if math.prod(shapes[n]) <= 100_000]
    size = max(1, min(24, 4_000_000 // max(sum(math.prod(shapes[n]) for n in small), 1)))
    # Large ones apart; and "places", which stands for both sides': apart from each one's.
    apart = [n for n in names if n == "places" or math.prod(shapes[n]) > 100_000]
    names = [n for n in names if n not in apart]
    groups = [names[start : start + size] for start in range(0, len(names), size)]
    groups += [[name] for name in apart]
    for group in groups:
        lanes = [(name, D) for name in group for D in prints.directions(roles[name], shapes[name])]
        varied = dict(params)
        for name in group:
            shape = shapes[name]
            base = params.get(name)
            if base is None:
                base = positions(*shape) if roles[name] == "places" else np.zeros(shape)
            change = np.stack([D if n == name else np.zeros(shape) for n, D in lanes])
            lead = (len(lanes),) + (1,) * (3 - len(shape))
            varied[name] = (base + 1j * step * change).reshape(*lead, *shape)
        slopes = loss(varied).imag / step
        for name in group:
            found[name] = np.array(
                [s for s, (n, _) in zip(slopes, lanes, strict=True) if n == name]
            )
    return found


def _wrong_parts(form: Form, pieces: Sequence[_Piece]) -> tuple[str, str] | None:
    """What is missing or too much, if these pieces can't be the form's parts."""
    roles = form.roles()
    d, d_ff, attentions = form.d, form.d_ff, sum(n for _, n in form.blocks)

    def count(*kinds: str) -> float:
        found = [p for p in pieces if p.views[0][0] in kinds]
        return round(sum(1 if p.head is None else 1 / form.heads for p in found), 3)

    def wanted(*kinds: str) -> int:
        return sum(kind in kinds and needed for kind, needed in roles.values())

    got, want = count("in", "out"), wanted("in", "out")
    if got != want:
        return (
            f"{attentions} attention(s) have {want} matrices of {d} × {d} numbers (for queries, "
            f"keys, values and what comes out, key_dim = d_model / heads); here are {got:g}.",
            f"{attentions} atención(es) tienen {want} matrices de {d} × {d} números (consultas, "
            f"claves, valores y salida, con key_dim = d_model / heads); aquí hay {got:g}.",
        )
    got, want = count("gain"), wanted("gain")
    if got != want:
        return (
            f"each step has a layer norm of its own, {want} together; here are {got:g} (vectors "
            f"of {d} that start as ones).",
            f"cada paso tiene su propia normalización, {want} en total; aquí hay {got:g} (vectores "
            f"de {d} que empiezan en uno).",
        )
    got, want = count("wide", "narrow"), wanted("wide", "narrow")
    if got != want:
        return (
            f"the dense nets have {want} matrices, ({d}, {d_ff}) and ({d_ff}, {d}); here are "
            f"{got:g}.",
            f"las redes densas tienen {want} matrices, ({d}, {d_ff}) y ({d_ff}, {d}); aquí hay "
            f"{got:g}.",
        )
    got, want = count("vector", "in-bias"), wanted("vector")
    most = sum(kind in ("vector", "in-bias") for kind, _ in roles.values())
    if not want <= got <= most:
        return (
            f"{want} betas of the layer norms and at most {most - want} biases of {d} numbers; "
            f"here are {got:g} such vectors.",
            f"{want} betas de las normalizaciones y a lo más {most - want} sesgos de {d} números; "
            f"aquí hay {got:g} de esos vectores.",
        )
    if count("inner") > sum(kind == "inner" for kind, _ in roles.values()):
        return (
            f"too many vectors of {d_ff} numbers.",
            f"hay demasiados vectores de {d_ff} números.",
        )
    for V in sorted(set(form.tables.values())):
        got, want = count(f"table {V}"), wanted(f"table {V}")
        extra = V == form.tables["target"]
        if not want <= got <= want + extra:
            return (
                f"{want} table(s) ({V}, {d}) for words; here are {got:g}.",
                f"{want} tabla(s) ({V}, {d}) para las palabras; aquí hay {got:g}.",
            )
        if extra and count(f"table {V}", f"answer {V}") > want + 1:
            return (
                f"one matrix ({d}, {V}) for the answers; here are more.",
                f"una matriz ({d}, {V}) para las respuestas; aquí hay más.",
            )
    if count("places") > 2:
        return ("too many tables of places.", "hay demasiadas tablas de lugares.")
    return None


def _assign(
    form: Form,
    prints: _Prints,
    pieces: Sequence[_Piece],
    gradients: Sequence[np.ndarray],
    expected: Mapping[str, np.ndarray],
) -> dict[str, list[tuple[_Piece, View]]] | None:
    """The pieces of each part: those whose gradients are most alike; None if one is left."""
    kinds = {role: kind for role, (kind, _) in form.roles().items()}
    scale = max(np.abs(v).max() for v in expected.values())
    roles: dict[str, list[str]] = {}
    for role in expected:
        roles.setdefault(kinds[role], []).append(role)
    prints_of = {kind: np.array([expected[r] for r in names]) for kind, names in roles.items()}
    pairs: list[tuple[float, int, int, str, View]] = []
    for number, piece in enumerate(pieces):
        for kind, view in piece.views:
            if kind not in roles:
                continue
            gradient, theirs = view(gradients[piece.index]), prints_of[kind]
            if piece.head is None:
                ours = prints.of(kind, gradient)
            else:
                ours = np.array([prints.part(kind, gradient, piece.head)])
                theirs = theirs[:, piece.head : piece.head + 1]
            size = np.abs(ours).max() + np.abs(theirs).max(axis=1) + 1e-7 * scale
            far = np.abs(ours - theirs).max(axis=1) / size
            pairs += [
                (gap, len(pairs) + n, number, role, view)
                for n, (gap, role) in enumerate(zip(far, roles[kind], strict=True))
            ]
    taken: set[int] = set()
    found: dict[str, list[tuple[_Piece, View]]] = {}
    for _, _, number, role, view in sorted(pairs, key=lambda p: p[:2]):
        piece, here = pieces[number], found.get(role, [])
        if number in taken or any(
            p.head is None or piece.head is None or p.head == piece.head for p, _ in here
        ):
            continue
        if role == "places" and ("source.places" in found or "target.places" in found):
            continue
        if role.endswith(".places") and "places" in found:
            continue
        taken.add(number)
        found.setdefault(role, []).append((piece, view))
    whole = all(p[0][0].head is None or len(p) == form.heads for p in found.values())
    needed = all(role in found for role, (_, need) in form.roles().items() if need)
    return found if whole and needed and len(taken) == len(pieces) else None


def losses(name: str, targets: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Keras's loss of this name ("mse", "sparse_categorical_crossentropy"), for each variant."""
    if name == "mse":
        return lambda out: ((out - targets) ** 2).mean(axis=(-1, -2, -3))

    def crossentropy(out: np.ndarray) -> np.ndarray:
        given = np.broadcast_to(targets, out.shape[:-1])[..., None]
        chosen = np.take_along_axis(out, given, axis=-1)
        return -np.log(chosen).mean(axis=(-1, -2, -3))

    return crossentropy


class Judge:
    """Compares a student's layer or model with a formula; see the module.

    Parameters
    ----------
    model : keras.Layer or keras.Model
        It has been called, and never been trained.
    form : Form
    ask : callable
        Takes the inputs, gives the model's answer.
    formula : callable
        Takes `Params` and the inputs, gives the right answer.
    checks : Checks
        `course.testing`, or what stands for it.
    what : Label
    rng : numpy.random.Generator
    """

    def __init__(
        self,
        model: Any,
        form: Form,
        ask: Callable[..., Any],
        formula: Callable[..., np.ndarray],
        checks: Any,
        what: Label,
        rng: np.random.Generator,
    ):
        self.model, self.form, self._formula = model, form, formula
        self._ask, self._checks, self._what, self._rng = ask, checks, what, rng
        self._all = model.get_weights()
        trained = _trainable(model)
        self._learned = [i for i, t in enumerate(trained) if t]
        #: The trainable weights as they are now.
        self.stored = [np.asarray(self._all[i]) for i in self._learned]
        self._reading: Reading | None = None
        self._prints = _Prints(form, rng)

    def put(self, stored: Sequence[np.ndarray]) -> None:
        """Set the trainable weights."""
        self.stored = [np.asarray(s, "float32") for s in stored]
        everything = list(self._all)
        for index, value in zip(self._learned, self.stored, strict=True):
            everything[index] = value
        self._checks.set_weights(self.model, everything)

    @property
    def reading(self) -> Reading:
        """Which weight is which part; `read` finds it."""
        if self._reading is None:
            raise RuntimeError("the weights must be read before this")
        return self._reading

    @property
    def params(self) -> dict[str, np.ndarray]:
        """What the formula needs to compute as the model does now."""
        return self.reading.params(self.stored)

    def answer(self, *inputs: Any) -> np.ndarray:
        """The model's answer."""
        return array(self._ask(*inputs), self._what)

    def _shapes(self, why: tuple[str, str] | None) -> CheckFailed:
        got = [list(s.shape) for s in self.stored]
        return CheckFailed(
            "weight-shapes",
            self._what,
            f"the weights, of shapes {got}, are not those that the card asks for (Keras's layers, "
            "or weights in their layout)" + (f": {why[0]}" if why else "."),
            f"los pesos, de formas {got}, no son los que pide la ficha (capas de Keras, o pesos "
            "en su formato)" + (f": {why[1]}" if why else "."),
        )

    def _numbers(self) -> Iterator[dict[str, Any]]:
        """What the card leaves open, beside the weights: epsilons, the scale of the words."""
        scales: list[dict[str, Any]] = [{}, {"scale": 1.0}] if self.form.tables else [{}]
        for scale in scales:
            for epsilon in _EPSILONS:
                yield {"epsilon": epsilon, **scale}
        norms = max(n for _, n in self.form.blocks) + 1
        if not self.form.tables:
            for choice in itertools.product((1e-6, 1e-3), repeat=norms):
                if len(set(choice)) > 1:
                    yield {f"epsilon_{n + 1}": e for n, e in enumerate(choice)}

    def tie(
        self,
        *inputs: Any,
        mistakes: Callable[[dict[str, np.ndarray]], Iterable[Mistake]] = lambda p: (),
        rtol: float = 2e-4,
        atol: float = 5e-5,
    ) -> tuple[list[_Piece], dict[str, np.ndarray], dict[str, Any]]:
        """The first step: the same numbers in all weights of a shape.

        Returns
        -------
        pieces : list
        tied, numbers : dict
            What the formula needs to compute as the model does.

        Raises
        ------
        CheckFailed
            If no way to read the shapes gives the formula's answer.
        """
        first: tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]] | None = None
        birth = self.stored
        for _ in range(30):
            layouts = _layouts(self.form, birth, self._rng)
            layout = next(layouts, None)
            if layout is None or self._steady(layout.tied, inputs):
                break
        start = [] if layout is None else [layout]
        for layout in itertools.chain(start, layouts):
            why = _wrong_parts(self.form, layout.pieces)
            if why:
                raise self._shapes(why)
            tied = dict(layout.tied)
            V = self.form.tables.get("target")
            matrices = [p for p in layout.pieces if any(k == f"answer {V}" for k, _ in p.views)]
            if len(matrices) > sum(k == f"table {V}" for k, _ in self.form.roles().values()) or any(
                p.views[0][0] == f"answer {V}" for p in matrices
            ):
                tied["answer.W"] = tied["target.words"].T
            self.put(layout.fills)
            got = self.answer(*inputs)
            fitting: list[tuple[float, dict[str, Any]]] = []
            for numbers in self._numbers():
                expected = self._formula({**tied, **numbers}, *inputs)
                if matches(got, expected, rtol, atol):
                    fitting.append((float(np.abs(got - expected).max()), numbers))
                first = first or (got, expected, {**tied, **numbers})
            if fitting:
                return layout.pieces, tied, _simplest(fitting)
        if first is None:
            raise self._shapes(None)
        got, expected, params = first
        self._checks.close(
            got, expected, self._what, rtol=rtol, atol=atol, mistakes=mistakes(params)
        )
        raise AssertionError("unreachable: the answer is wrong")

    def _steady(self, params: Params, inputs: Sequence[Any]) -> bool:
        """Whether rounding, or another form of the norms' epsilon, makes no difference here.

        No number comes near to ReLU's bend, where gradients jump, and no norm divides by almost
        nothing.
        """
        if any(role not in params for role, (_, needed) in self.form.roles().items() if needed):
            return True  # it will be refused
        kinks: list[float] = []
        answer = self._formula({**params, "kinks": kinks}, *inputs)
        other = self._formula({**params, **_larger_epsilons(params, 1e-6)}, *inputs)
        return min(kinks, default=1.0) > 1e-4 and float(np.abs(answer - other).max()) < 4e-5

    def read(
        self,
        *inputs: Any,
        targets: np.ndarray,
        loss: str,
        mistakes: Callable[[dict[str, np.ndarray]], Iterable[Mistake]] = lambda p: (),
        **named: Any,
    ) -> Reading:
        """Both steps: which weight is which part, by one step of training that is checked, too.

        Afterwards every weight has random numbers of its own; see `draw`.

        Parameters
        ----------
        targets, loss
            The step's; see `losses`.
        mistakes : callable
            Takes what the formula needs; gives wrong answers with their causes.
        **named
            Arguments of the model's call in training; without dropout ``training=True``.

        Raises
        ------
        CheckFailed
        """
        self._unconstrained()
        pieces, tied, numbers = self.tie(*inputs, mistakes=mistakes)
        value, gradients = self.gradients(*inputs, targets=targets, loss=loss, **named)
        shapes = self._shapes_of_parts(pieces)
        roles = {r: k for r, (k, _) in self.form.roles().items() if r in shapes}
        roles = {r: k for r, k in roles.items() if r != "answer.W" or r in tied}
        measure, params = losses(loss, targets), {**tied, **numbers}
        expected = derivatives(
            self._prints, roles, params, shapes, lambda p: measure(self._formula(p, *inputs))
        )
        en, es = both(self._what)
        self._checks.close(
            value,
            float(measure(self._formula(params, *inputs))),
            (f"{en}: the loss in training", f"{es}: la pérdida al entrenar"),
            rtol=1e-3,
        )
        found = _assign(self.form, self._prints, pieces, gradients, expected)
        if found is None:
            raise self._shapes(
                (
                    "trained, they don't change as those of the formula do.",
                    "al entrenar no cambian como los de la fórmula.",
                )
            )
        self._reading = Reading(self.form, found, numbers)
        got = self._settle(inputs)
        if self.reading.numbers != numbers:
            params = {**tied, **self.reading.numbers}
            expected = derivatives(
                self._prints, roles, params, shapes, lambda p: measure(self._formula(p, *inputs))
            )
        parts = self.reading.parts(gradients)
        largest = max(np.abs(v).max() for v in expected.values())
        for role in parts:
            ours, theirs = self._prints.of(roles[role], parts[role]), expected[role]
            self._checks.close(
                ours,
                theirs,
                (
                    f"{en}: the gradient of {role} in a training step",
                    f"{es}: el gradiente de {role} en un paso de entrenamiento",
                ),
                rtol=2e-3,
                atol=1e-3 * float(np.abs(theirs).max()) + 1e-5 * largest,
                mistakes=[
                    (
                        0 * theirs,
                        "It does not learn: no gradient reaches it.",
                        "No aprende: no le llega ningún gradiente.",
                    )
                ],
            )
        self._checks.close(
            got, self._formula(self.params, *inputs), self._what, rtol=5e-4, atol=1e-4
        )
        return self.reading

    def _settle(self, inputs: Sequence[Any]) -> np.ndarray:
        """Draw weights, and find the norms' epsilons: only with biases do all of them show.

        Returns
        -------
        array
            The model's answer with these weights.
        """
        for _ in range(30):
            stored = self._drawn()
            if self._steady(self.reading.params(stored), inputs):
                break
        self.put(stored)
        got, parts = self.answer(*inputs), self.reading.parts(stored)
        fitting = []
        for numbers in self._numbers():
            if numbers.get("scale") == self.reading.numbers.get("scale"):
                computed = self._formula({**parts, **numbers}, *inputs)
                if got.shape == computed.shape:
                    fitting.append((float(np.abs(got - computed).max()), numbers))
        if fitting:
            self.reading.numbers = _simplest(fitting)
        return got

    def _shapes_of_parts(self, pieces: Sequence[_Piece]) -> dict[str, tuple[int, ...]]:
        d, d_ff = self.form.d, self.form.d_ff
        shapes: dict[str, tuple[int, ...]] = {}
        places = [self.stored[p.index].shape for p in pieces if p.views[0][0] == "places"]
        for role, (kind, _) in self.form.roles().items():
            word, *size = kind.split()
            V = int(size[0]) if size else 0
            shape = {
                "in": (d, d), "out": (d, d), "wide": (d, d_ff), "narrow": (d_ff, d),
                "inner": (d_ff,), "table": (V, d), "answer": (d, V), "answers": (V,),
                "places": places[0][-2:] if places else None,
            }.get(word, (d,))  # fmt: skip
            if shape is not None:
                shapes[role] = shape
        return shapes

    def gradients(
        self, *inputs: Any, targets: np.ndarray, loss: str, **named: Any
    ) -> tuple[float, list[np.ndarray]]:
        """The loss, and its gradient for each trainable weight, by one step of training.

        The weights stay as they are.
        """
        rate = 1e3  # so large that rounding is small
        given = [list(inputs)] if self.form.tables else list(inputs)
        value, after = self._checks.step(self.model, given, targets, loss, rate=rate, **named)
        before = self.stored
        found = [
            (b.astype(float) - np.asarray(after[i], float)) / rate
            for i, b in zip(self._learned, before, strict=True)
        ]
        self.put(before)
        return value, found

    def draw(self, change: Callable[[str, np.ndarray], np.ndarray] | None = None) -> None:
        """Random numbers in every weight, each its own; then `change`, for each part."""
        self.put(self._drawn(change))

    def _drawn(
        self, change: Callable[[str, np.ndarray], np.ndarray] | None = None
    ) -> list[np.ndarray]:
        """The numbers that `draw` sets."""
        ones = {self.reading.index(r) for r, (k, _) in self.form.roles().items() if k == "gain"}
        new = []
        for index, value in enumerate(self.stored):
            if index in ones:
                new.append(self._rng.uniform(0.6, 1.6, value.shape))
            elif len(_squeezed(value)) < 2:
                new.append(
                    self._rng.choice([-1, 1], value.shape)
                    * self._rng.uniform(0.2, 0.6, value.shape)
                )
            else:
                new.append(self._rng.normal(size=value.shape))
        parts = self.form.roles()

        def sized(role: str, value: np.ndarray) -> np.ndarray:
            kind = parts[role][0]
            if value.ndim == 2:
                rows = value.shape[1] if kind.startswith("table") else value.shape[0]
                value = value * (1 if kind == "places" else 1.1 / math.sqrt(rows))
            return value if change is None else change(role, value)

        return self.reading.write(new, sized)

    def change(self, change: Callable[[str, np.ndarray], np.ndarray]) -> None:
        """Set every part to what `change` makes of its name and numbers."""
        self.put(self.reading.write(self.stored, change))

    def expects(self, *inputs: Any) -> np.ndarray:
        """The formula's answer with the weights of now."""
        return self._formula(self.params, *inputs)

    def right(
        self,
        *inputs: Any,
        what: Label | None = None,
        where: np.ndarray | None = None,
        rtol: float = 2e-4,
        atol: float = 5e-5,
        mistakes: Iterable[Mistake] = (),
    ) -> np.ndarray:
        """Check that the model gives the formula's answer with the weights of now; the answer.

        Parameters
        ----------
        where : array of bool, optional
            The words (batch, time) that are compared; the others must be finite.
        """
        got, expected = self.answer(*inputs), self._formula(self.params, *inputs)
        what = what or self._what
        if where is not None and got.shape == expected.shape:
            free = np.where(np.isfinite(got), got, 0)
            expected = np.where(where[..., None], expected, free)
            mistakes = [(np.where(where[..., None], v, free), en, es) for v, en, es in mistakes]
        self._checks.close(got, expected, what, rtol=rtol, atol=atol, mistakes=mistakes)
        return got

    def _unconstrained(self) -> None:
        """Check that no weight has a constraint."""
        bound = [w for w in self.model.trainable_weights if getattr(w, "constraint", None)]
        self._checks.that(
            not bound,
            f"{both(self._what)[0]}: {len(bound)} weights have a constraint; none was asked for.",
            f"{both(self._what)[1]}: {len(bound)} pesos tienen una restricción; no se pedía.",
        )

    def check_shapes(self) -> None:
        """Check that the shapes of the weights can be those of the form's parts."""
        layout = next(_layouts(self.form, self.stored, self._rng), None)
        why = _wrong_parts(self.form, layout.pieces) if layout else None
        if layout is None or why:
            raise self._shapes(why)

    def drops(
        self,
        site: str,
        rate: float,
        *inputs: Any,
        alone: Sequence[str],
        copies: int = 250,
        what: tuple[str, str],
    ) -> None:
        """Check dropout on what one part computes: its place, its rate, its scale.

        The text's words differ from each other; many copies of it go through the model in
        training. What the part computes is reduced to four numbers a word, so that each word has
        16 possible answers.

        Parameters
        ----------
        site : str
            The part: "self", "cross" or "dense".
        inputs : arrays
            Of one text: each (1, ..., d).
        alone : sequence of str
            All parts; what the others compute is set to 0.
        what : (english, spanish)
            The part, as the student knows it.
        """
        ends = {"self": "self.o self.bo", "cross": "cross.o cross.bo", "dense": "W_2 b_2"}
        zero = {name for part in alone if part != site for name in ends[part].split()}
        few = np.arange(self.form.d) < 4
        own = ends[site].split()
        for _ in range(20):
            self.stored = self._drawn(
                lambda role, v: 0 * v if role in zero else v * 2 * few if role in own else v
            )
            _, factors, answers = self._patterns(site, rate, inputs)
            gaps = np.abs(answers[:, None] - answers[None]).max(axis=-1)
            gaps[np.arange(16), np.arange(16)] = 1
            other = self._patterns(site, rate, inputs, more=1e-5)[2]
            # Words whose answers can be told apart, and whose norms don't divide by almost nothing.
            clear = (gaps.min(axis=(0, 1)) > 0.02) & (np.abs(answers - other).max((0, 2)) < 1e-3)
            if clear.sum() >= 4:
                break
        self.put(self.stored)
        many = [np.repeat(np.asarray(i, "float32"), copies, axis=0) for i in inputs]
        got = array(self._ask(*many, training=True), self._what)
        number, far = _nearest(got[:, clear], answers[:, clear])
        en, es = both(self._what)
        if far.max() > 5e-3:
            raise self._dropped_otherwise(site, rate, inputs, got[:, clear], clear, what)
        self._checks.dropped(
            factors[number][..., :4],
            1.0,
            rate,
            (
                f"{en}: dropout on what {what[0]} computes",
                f"{es}: dropout en lo que calcula {what[1]}",
            ),
        )

    def untouched(
        self,
        rate: float,
        *inputs: np.ndarray,
        copies: int,
        columns: int = 3,
        what: Label,
    ) -> None:
        """Check how often dropout leaves a whole model's answer untouched.

        One source word and one token, many times over. Words and sublayers are reduced to a few
        numbers each, and whatever is dropped shows in the answer, so the share of answers that
        lose nothing says how many numbers can be dropped, and their scale.

        Parameters
        ----------
        inputs : arrays of int (1, 1)
        copies : int
        columns : int
            The numbers that each sublayer, and each side's words, can lose; at least 2, because
            the norms leave nothing of one.
        """
        few = np.arange(self.form.d) < columns
        scale = self.reading.numbers.get("scale", math.sqrt(self.form.d))
        sites = ["source", "target"]
        for at, attentions in self.form.blocks:
            sites += [f"{at}{site}" for site in ("self", "cross")[:attentions]] + [f"{at}dense"]
        ends = (".o", ".bo", "W_2", "b_2")
        for _ in range(200):
            word = self._rng.uniform(0.5, 1.5, (2, self.form.d)) * few
            at_first = positions(1, self.form.d)[0]

            def drawn(
                role: str,
                value: np.ndarray,
                word: np.ndarray = word,
                at_first: np.ndarray = at_first,
            ) -> np.ndarray:
                """Few numbers of each sublayer, and of the words with their first place."""
                side, _, name = role.partition(".")
                if name == "words":
                    n = 0 if side == "source" else 1
                    value = value.copy()
                    value[inputs[n][0, 0]] = (word[n] - at_first) / scale
                elif role.endswith("places"):
                    value = value.copy()
                    value[0] = at_first
                elif role.endswith(ends):
                    value = 2 * value * few
                return value

            stored = self._drawn(drawn)
            params, kept = self.reading.params(stored), 1 / (1 - rate)
            lost = [(site, column) for site in sites for column in range(columns)]
            factors = {site: np.full((len(lost) + 1, 1, 1, self.form.d), kept) for site in sites}
            for lane, (site, column) in enumerate(lost):
                factors[site][lane, ..., column] = 0
            answers = self._formula(
                params, *inputs, drop=lambda name, values, f=factors: values * f[name]
            )[:, 0, 0]
            whole = answers[-1]
            other = self._formula(
                {**params, **_larger_epsilons(params, 1e-5)},
                *inputs,
                drop=lambda name, values, kept=kept: values * kept,
            )[0, 0]
            shown = np.abs(answers[:-1] - whole).max(axis=1).min() > 2e-4
            if shown and np.abs(other - whole).max() < 1.5e-5:
                break
        else:  # in none of these does every loss show: nothing can be said
            return
        self.put(stored)
        got = array(
            self._ask(*(np.repeat(i, copies, axis=0) for i in inputs), training=True), self._what
        )[:, 0]
        touched = np.abs(got - whole).max(axis=1) > 5e-5

        def shares(numbers: int) -> list[float]:
            return [(1 - rate) ** numbers, 1 - (1 - rate) ** numbers]

        self._checks.drawn(
            touched,
            shares(len(lost)),
            what,
            mistakes=[
                (
                    [1, 0],
                    "Nothing is dropped.",
                    "No se apaga nada.",
                ),
                (
                    [0, 1],
                    "No answer is one of those that lose nothing: what is kept has another scale, "
                    "or dropout stands elsewhere, too.",
                    "Ninguna respuesta es de las que no pierden nada: lo que queda tiene otra "
                    "escala, o el dropout está también en otro lugar.",
                ),
                *(
                    (
                        shares(len(lost) - n * columns),
                        f"It seems that {n} of the {len(sites)} places have no dropout: the words "
                        "of both sides, and each sublayer of each block.",
                        f"Parece que {n} de los {len(sites)} lugares no tienen dropout: las "
                        "palabras de ambos lados y cada subcapa de cada bloque.",
                    )
                    for n in range(1, len(sites))
                ),
            ],
        )

    def _patterns(
        self,
        site: str,
        rate: float,
        inputs: Sequence[Any],
        scale: float | None = None,
        more: float = 0.0,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For the 16 patterns of dropped numbers: factors (16, 4), answers (16, time, d)."""
        kept, _ = patterns(4, 0.0)
        factors = np.ones((16, 1, 1, self.form.d))
        factors[:, 0, 0, :4] = kept * (1 / (1 - rate) if scale is None else scale)

        def drop(name: str, values: np.ndarray) -> np.ndarray:
            return values * factors if name == site else values

        params = {**self.params, **_larger_epsilons(self.params, more)}
        answers = self._formula(params, *inputs, drop=drop)
        return kept, factors[:, 0, 0, :], answers[:, 0]

    def _dropped_otherwise(
        self,
        site: str,
        rate: float,
        inputs: Sequence[Any],
        got: np.ndarray,
        clear: np.ndarray,
        what: tuple[str, str],
    ) -> CheckFailed:
        """What is wrong with dropout that no pattern explains."""

        def explained(**how: Any) -> bool:
            answers = self._patterns(site, inputs=inputs, **how)[2]
            return bool(_nearest(got, answers[:, clear])[1].max() < 5e-3)

        still = self._formula(self.params, *inputs)[0]
        if np.abs(got - still[clear]).max() < 5e-3:
            why = (
                f"Nothing of what {what[0]} computes is dropped.",
                f"No se apaga nada de lo que calcula {what[1]}.",
            )
        elif explained(rate=rate, scale=1.0):
            why = (
                f"What is kept must be multiplied by 1 / (1 - {rate:g}).",
                f"Lo que queda se multiplica por 1 / (1 - {rate:g}).",
            )
        else:
            others = [1 - rate, 2 * rate, rate / 2, 1 - (1 - rate) ** 2, 0.1, 0.5]
            found = next((r for r in others if 0 < r < 1 and explained(rate=r)), None)
            why = (
                "It belongs on what each sublayer computes, just before the sum, and nowhere else: "
                "not on x, not on the attention's weights, not inside the dense net.",
                "Va en lo que calcula cada subcapa, justo antes de la suma, y en ningún otro lugar:"
                " ni en x, ni en los pesos de la atención, ni dentro de la red densa.",
            )
            if found is not None:
                why = (f"The rate seems to be {found:g}.", f"La tasa parece ser {found:g}.")
        return CheckFailed(
            "dropout-place",
            self._what,
            f"in training, with dropout {rate:g} on what {what[0]} computes, no choice of dropped "
            "numbers gives your answers.",
            f"al entrenar, con dropout {rate:g} en lo que calcula {what[1]}, ninguna elección de "
            "números apagados da tus respuestas.",
            why,
        )


def _larger_epsilons(params: Params, more: float) -> dict[str, float]:
    """Each norm's epsilon, a little larger."""
    usual = params.get("epsilon", 1e-6)
    names = [f"epsilon_{n}" for n in (1, 2, 3)]
    return {name: params.get(name, usual) + more for name in names}


def _simplest(fitting: Sequence[tuple[float, dict[str, Any]]]) -> dict[str, Any]:
    """Of choices with their errors, the first whose error is as small as any, up to rounding."""
    least = min(error for error, _ in fitting)
    return next(numbers for error, numbers in fitting if error <= 2 * least + 3e-6)


def _nearest(got: np.ndarray, answers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For answers (n, time, d), which of (patterns, time, d) is nearest, and how far it is."""
    far = np.abs(got[:, None] - answers[None]).max(axis=-1)  # (n, patterns, time)
    return far.argmin(axis=1), far.min(axis=1)


def _trainable(model: Any) -> list[bool]:
    from course.testing import models

    return models._trainable(model)


# ---------------------------------------------------------------- dropout


def patterns(count: int, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """All ways to drop some of `count` numbers: factors (2^count, count), probabilities."""
    kept = np.array(list(itertools.product([0, 1], repeat=count)))
    return kept / (1 - rate), np.prod(np.where(kept, 1 - rate, rate), axis=1)


def classes(
    observed: np.ndarray, predicted: np.ndarray, probabilities: np.ndarray, tolerance: float = 2e-3
) -> tuple[np.ndarray, np.ndarray]:
    """Which of the predicted outcomes each observation is, as numbers for `testing.drawn`.

    Outcomes that can't be told apart count as one.

    Returns
    -------
    array of int (n,)
        -1 where an observation is none of them.
    array
        The probability of each number.
    """
    keys = np.round(predicted / tolerance).astype(int)
    _, first, number = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    number = number.ravel()
    shares = np.bincount(number, weights=probabilities)
    centres = predicted[first]
    # Two centres may be neighbours across a rounding's edge: join them.
    gaps = np.abs(centres[:, None] - centres[None]).max(axis=-1) < 2 * tolerance
    label = np.array([np.flatnonzero(row)[0] for row in gaps])
    label = label[label]
    kept = np.unique(label)
    joined = np.bincount(np.searchsorted(kept, label), weights=shares)
    far = ((observed[:, None] - centres[None]) ** 2).sum(axis=-1)
    nearest = far.argmin(axis=1)
    found = np.searchsorted(kept, label[nearest])
    limit = 3 * tolerance
    return np.where(far[np.arange(len(far)), nearest] < limit**2, found, -1), joined
