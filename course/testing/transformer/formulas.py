"""The Transformer's blocks and the whole model as formulas in NumPy.

They compute from `Params`, whose names the package's docstring lists. Axes of variants may stand
before the batch, and the numbers may be complex.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

#: Matrices, vectors and numbers by name; see the package.
Params = Mapping[str, Any]
#: What dropout makes of what a part computes: takes the part's name and the values.
Drop = Callable[[str, np.ndarray], np.ndarray]

#: A score that hides a word.
_NEVER = -1e30


def _as_it_is(name: str, values: np.ndarray) -> np.ndarray:
    return values


def _affine(p: Params, at: str, matrix: str, bias: str, x: np.ndarray) -> np.ndarray:
    y = x @ p[at + matrix]
    return y + p[at + bias] if at + bias in p else y


def _relu(z: np.ndarray) -> np.ndarray:
    return np.where(z.real > 0, z, 0)


def softmax(z: np.ndarray) -> np.ndarray:
    """Softmax over the last axis."""
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
    """Attention of several heads.

    Parameters
    ----------
    p : Params
    at : str
        How the names of its matrices begin, such as "self.".
    heads : int
    x : array (..., batch, time, d)
        What asks.
    memory : array (..., batch, T_s, d)
        What is looked at.
    mask : array of bool that broadcasts to (batch, time, T_s), optional
        True where a word may be looked at.

    Returns
    -------
    array (..., batch, time, d)
    """

    def cut(a: np.ndarray) -> np.ndarray:
        return a.reshape(*a.shape[:-1], heads, a.shape[-1] // heads).swapaxes(-2, -3)

    q = cut(_affine(p, at, "q", "bq", x))
    k = cut(_affine(p, at, "k", "bk", memory))
    v = cut(_affine(p, at, "v", "bv", memory))
    scores = q @ k.swapaxes(-1, -2) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = np.where(np.expand_dims(np.asarray(mask, bool), -3), scores, _NEVER)
    found = (softmax(scores) @ v).swapaxes(-2, -3)
    return _affine(p, at, "o", "bo", found.reshape(*found.shape[:-2], -1))


def dense_net(
    p: Params, at: str, x: np.ndarray, bend: Callable[[np.ndarray], np.ndarray] = _relu
) -> np.ndarray:
    """Two dense layers, with `bend` between them: (..., d) -> (..., d).

    `p` may have a list ``kinks``; the distance from 0, where ReLU bends, of the nearest number is
    appended to it.
    """
    z = _affine(p, at, "W_1", "b_1", x)
    if "kinks" in p:
        p["kinks"].append(float(np.abs(z.real).min()))
    return _affine(p, at, "W_2", "b_2", bend(z))


def norm(p: Params, at: str, number: int, x: np.ndarray) -> np.ndarray:
    """The layer norm of this number, over the last axis; the shape stays."""
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
    """An encoder block, x (..., batch, time, d) -> the same shape; see `attend`."""
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
    """A decoder block, x (..., batch, time, d) -> the same shape; see `attend`."""
    x = norm(p, at, 1, x + drop(f"{at}self", attend(p, f"{at}self.", heads, x, x, self_mask)))
    found = attend(p, f"{at}cross.", heads, x, memory, memory_mask)
    x = norm(p, at, 2, x + drop(f"{at}cross", found))
    return norm(p, at, 3, x + drop(f"{at}dense", dense_net(p, at, x)))


def positions(length: int, d: int) -> np.ndarray:
    """The table of places (length, d): sines in the even columns, cosines in the odd ones."""
    column = np.arange(d)
    angle = np.arange(length)[:, None] / 10000.0 ** ((column - column % 2) / d)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


def words(p: Params, side: str, ids: np.ndarray, width: int) -> np.ndarray:
    """What enters the first block of a side: ids (batch, time) -> (..., batch, time, width).

    Parameters
    ----------
    p : Params
        May have the ``scale`` of the words' vectors, and learned ``places``.
    side : str
        "source" or "target".
    """
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
    """The whole model; ids (batch, T_s), (batch, T_t) -> probabilities (..., batch, T_t, V)."""
    width = p["source.words"].shape[-1]
    real = (source != 0)[:, None]
    past = np.tri(target.shape[1], dtype=bool)
    memory = drop("source", words(p, "source", source, width))
    for k in range(layers):
        memory = encoder_block(p, heads, memory, real, at=f"encoder.{k}.", drop=drop)
    x = drop("target", words(p, "target", target, width))
    for k in range(layers):
        x = decoder_block(p, heads, x, memory, past, real, at=f"decoder.{k}.", drop=drop)
    matrix = p["answer.W"] if "answer.W" in p else p["target.words"].swapaxes(-1, -2)
    scores = x @ matrix
    return softmax(scores + p["answer.b"] if "answer.b" in p else scores)
