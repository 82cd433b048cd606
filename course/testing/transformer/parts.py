"""The parts of a block or model, and which stored weight is which of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

#: How a part is read from a stored weight; gives a view, or a copy in another order.
View = Callable[[np.ndarray], np.ndarray]
#: What becomes of a part: takes its name and numbers, gives its new numbers.
Change = Callable[[str, np.ndarray], np.ndarray]


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
        """That of a whole model with vocabularies of these sizes."""
        blocks = [(f"encoder.{k}.", 1) for k in range(layers)]
        blocks += [(f"decoder.{k}.", 2) for k in range(layers)]
        return cls(d, heads, d_ff, blocks, {"source": source, "target": target})

    @property
    def width(self) -> int:
        """A head's width."""
        return self.d // self.heads

    @property
    def sublayers(self) -> list[str]:
        """The names of all sublayers, such as "encoder.0.self"."""
        return [
            f"{at}{name}"
            for at, attentions in self.blocks
            for name in (*("self", "cross")[:attentions], "dense")
        ]

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
            found[f"{at}W_1"], found[f"{at}b_1"] = ("wide", True), ("inner", True)
            found[f"{at}W_2"], found[f"{at}b_2"] = ("narrow", True), ("vector", True)
            for n in range(1, attentions + 2):
                found[f"{at}gamma_{n}"] = "gain", True
                found[f"{at}beta_{n}"] = "vector", True
        for side, size in self.tables.items():
            found[f"{side}.words"] = f"table {size}", True
            found[f"{side}.places"] = "places", False
        if self.tables:
            size = self.tables["target"]
            found["places"] = "places", False
            found["answer.W"] = f"answer {size}", False
            found["answer.b"] = f"answers {size}", False
        return found

    @property
    def needed(self) -> list[str]:
        """The names of the parts that must be there."""
        return [role for role, (_, needed) in self.roles().items() if needed]

    def shape(self, kind: str) -> tuple[int, ...]:
        """The shape of parts of a kind, except "places"."""
        d, d_ff = self.d, self.d_ff
        word, *size = kind.split()
        V = int(size[0]) if size else 0
        shapes: dict[str, tuple[int, ...]] = {
            "in": (d, d), "out": (d, d), "wide": (d, d_ff), "narrow": (d_ff, d),
            "inner": (d_ff,), "table": (V, d), "answer": (d, V), "answers": (V,),
        }  # fmt: skip
        return shapes.get(word, (d,))


@dataclass
class Piece:
    """A part of a stored weight.

    Attributes
    ----------
    index : int
        The number of the stored weight.
    views : list of (kind, View)
        The ways to read it.
    head : int, optional
        The only head that it holds, if it holds one.
    """

    index: int
    views: list[tuple[str, View]]
    head: int | None = None


#: A piece, and the way to read it that was found.
Place = tuple[Piece, View]


def squeezed(value: np.ndarray) -> tuple[int, ...]:
    """A shape without its axes of length 1."""
    return tuple(n for n in value.shape if n != 1)


class Reading:
    """Which stored weight is which part.

    Parameters
    ----------
    form : Form
    places : dict
        For each part's name, its only piece, or one piece for each head.
    numbers : dict
        The norms' epsilons and other numbers, as in `Params`.
    """

    def __init__(
        self, form: Form, places: Mapping[str, list[Place]], numbers: Mapping[str, Any]
    ) -> None:
        self.form, self._places, self.numbers = form, places, dict(numbers)

    def parts(self, stored: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
        """The parts of these weights, or of their gradients."""
        found = {}
        for role, pieces in self._places.items():
            if pieces[0][0].head is None:
                piece, view = pieces[0]
                found[role] = view(np.asarray(stored[piece.index], float))
                continue
            ordered = sorted(pieces, key=lambda p: p[0].head or 0)
            values = [view(np.asarray(stored[piece.index], float)) for piece, view in ordered]
            axis = 0 if values[0].shape[0] == self.form.width else -1
            found[role] = np.concatenate(values, axis=axis)
        return found

    def params(self, stored: Sequence[np.ndarray]) -> dict[str, Any]:
        """What the formulas need to compute with these weights."""
        return {**self.parts(stored), **self.numbers}

    def index(self, role: str) -> int | None:
        """The number of the stored weight that has this part; None if none has."""
        pieces = self._places.get(role)
        return pieces[0][0].index if pieces else None

    def write(self, stored: Sequence[np.ndarray], change: Change) -> list[np.ndarray]:
        """The stored weights with every part changed.

        A weight that serves as two parts is changed as the last one.
        """
        out = [np.array(weight, float) for weight in stored]
        w = self.form.width
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
