"""Values as bytes, for two processes of which one is not trusted.

What crosses is data: numbers, text, arrays, and containers of these. Reading it
executes nothing and builds only built-in types and NumPy arrays, so that whatever
the other side sends, what arrives is a plain value: an array subclass that equals
everything arrives as the array it is. Anything else crosses as a *handle*, a number
that stands for an object which stays where it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import msgpack
import numpy as np

#: A value nested deeper than this is refused.
MAX_DEPTH = 100
#: The sizes of an array that has no values, multiplied: 2**40 rows of none cost no bytes here,
#: but a list of them would fill the memory.
_MOST_EMPTY = 1 << 20
#: Kinds of NumPy arrays that are data.
_KINDS = "biufcSU"

_INT, _COMPLEX, _ARRAY, _SCALAR, _TENSOR, _GENERATOR, _HANDLE = range(1, 8)
_LIST, _TUPLE, _DICT, _SET, _FROZENSET, _SLICE, _RANGE, _ELLIPSIS = range(8)
_CONTAINERS = {_LIST: list, _TUPLE: tuple, _SET: set, _FROZENSET: frozenset}
_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
#: Values of exactly these types cross as they are; most of what crosses is of them.
_PLAIN = frozenset((type(None), bool, float))
#: The integers that MessagePack knows.
_LEAST, _MOST = -(2**63), 2**64 - 1


class WireError(ValueError):
    """A value can't cross, or bytes are no value."""


class _Unseeded(np.random.bit_generator.ISpawnableSeedSequence):
    """The seed of a generator whose state is set anyway: NumPy's own takes 50 µs to draw."""

    def generate_state(self, n_words: int, dtype: type = np.uint32) -> np.ndarray:
        return np.zeros(n_words, dtype)

    def spawn(self, n_children: int) -> list[np.random.SeedSequence]:
        return np.random.SeedSequence().spawn(n_children)


def pack(value: Any, export: Callable[[Any], Any], is_tensor: Callable = lambda v: False) -> bytes:
    """`value` as bytes.

    Parameters
    ----------
    export : callable
        Takes what is no data; returns the handle, which is data, that stands for it.
    is_tensor : callable
        Whether an object is a tensor of Keras's backend; it crosses by its values.

    Raises
    ------
    WireError
        If `value` is nested too deep, or contains itself.
    """
    try:
        return msgpack.packb(_Packer(export, is_tensor).tree(value, 0))
    except RecursionError as error:
        raise WireError("nested without end") from error


def _ext(code: int, content: Any) -> msgpack.ExtType:
    return msgpack.ExtType(code, msgpack.packb(content))


def _array(code: int, value: np.ndarray) -> msgpack.ExtType | None:
    """An array of numbers or texts; None if its values are no data."""
    if value.dtype.kind not in _KINDS:  # bfloat16 is a kind of its own
        if value.dtype.kind == "O":
            return None
        try:
            value = value.astype(np.float32)
        except (TypeError, ValueError):
            return None
    return _ext(code, [value.dtype.str, list(value.shape), value.tobytes()])


class _Packer:
    """A value as what MessagePack knows; see `pack`."""

    def __init__(self, export: Callable[[Any], Any], is_tensor: Callable):
        self._export, self._is_tensor = export, is_tensor

    def tree(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind in _PLAIN or (kind is int and _LEAST <= value <= _MOST):
            return value
        if depth > MAX_DEPTH:
            raise WireError(f"nested deeper than {MAX_DEPTH} levels")
        form = _FORMS.get(kind) or next((_FORMS[k] for k in _FORMS if isinstance(value, k)), None)
        packed = None
        if form:
            packed = form(self, value, depth + 1)
        elif self._is_tensor(value):
            packed = _array(_TENSOR, np.asarray(value))
        return _ext(_HANDLE, self._export(value)) if packed is None else packed

    def items(self, kind: int, values: Iterable, depth: int) -> list:
        return [kind, *[v if type(v) in _PLAIN else self.tree(v, depth) for v in values]]

    def integer(self, value: int, depth: int) -> Any:
        value = int(value)
        return value if _LEAST <= value <= _MOST else _ext(_INT, hex(value))

    def text(self, value: str, depth: int) -> str:
        # A text that is no Unicode, a lone surrogate, must not stop the exchange.
        return str(value).encode("utf-8", "replace").decode("utf-8")

    def generator(self, value: np.random.Generator, depth: int) -> msgpack.ExtType | None:
        name = type(value.bit_generator).__name__
        if name not in _GENERATORS:
            return None

        def plain(state: Any) -> Any:  # dictionaries of texts, numbers and arrays
            if isinstance(state, dict):
                return {k: plain(v) for k, v in state.items()}
            return self.tree(state, depth)

        return _ext(_GENERATOR, [name, msgpack.packb(plain(value.bit_generator.state))])


#: What becomes of a value, by its type or, of a subclass, by the first type that it is one of:
#: NumPy's numbers come before Python's, as some are of both.
_FORMS: dict[type, Callable[[_Packer, Any, int], Any]] = {
    np.generic: lambda p, v, depth: _array(_SCALAR, np.asarray(v)),
    int: _Packer.integer,
    float: lambda p, v, depth: float(v),
    str: _Packer.text,
    bytes: lambda p, v, depth: bytes(v),
    bytearray: lambda p, v, depth: bytes(v),
    complex: lambda p, v, depth: _ext(_COMPLEX, [v.real, v.imag]),
    np.ndarray: lambda p, v, depth: _array(_ARRAY, np.asarray(v)),
    list: lambda p, v, depth: p.items(_LIST, v, depth),
    tuple: lambda p, v, depth: p.items(_TUPLE, v, depth),
    dict: lambda p, v, depth: p.items(_DICT, (x for pair in v.items() for x in pair), depth),
    set: lambda p, v, depth: p.items(_SET, sorted(v, key=repr), depth),
    frozenset: lambda p, v, depth: p.items(_FROZENSET, sorted(v, key=repr), depth),
    slice: lambda p, v, depth: p.items(_SLICE, (v.start, v.stop, v.step), depth),
    range: lambda p, v, depth: p.items(_RANGE, (v.start, v.stop, v.step), depth),
    type(...): lambda p, v, depth: [_ELLIPSIS],
    np.random.Generator: _Packer.generator,
}


def unpack(
    packed: bytes, resolve: Callable[[Any], Any], tensor: Callable[[np.ndarray], Any] = lambda a: a
) -> Any:
    """The value that `pack` made the bytes of.

    Parameters
    ----------
    resolve : callable
        Takes a handle; returns the object that stands for it here.
    tensor : callable
        Makes a tensor of an array; by default it stays an array.

    Raises
    ------
    WireError
        If the bytes are no value.
    """

    def numbers(data: bytes) -> np.ndarray:
        dtype, shape, content = msgpack.unpackb(data)
        dtype = np.dtype(dtype)
        if dtype.kind not in _KINDS:
            raise WireError(f"an array of {dtype}")
        if 0 in shape and math.prod(n for n in shape if n) > _MOST_EMPTY:
            raise WireError(f"an array of shape {shape}")
        return np.frombuffer(content, dtype).reshape(shape).copy()

    def extension(code: int, data: bytes) -> Any:
        if code == _INT:
            return int(msgpack.unpackb(data), 16)
        if code == _COMPLEX:
            return complex(*msgpack.unpackb(data))
        if code == _ARRAY:
            return numbers(data)
        if code == _SCALAR:
            return numbers(data)[()]
        if code == _TENSOR:
            return tensor(numbers(data))
        if code == _GENERATOR:
            name, state = msgpack.unpackb(data)
            if name not in _GENERATORS:
                raise WireError(f"a generator {name}")
            generator = np.random.Generator(getattr(np.random, name)(_Unseeded()))
            generator.bit_generator.state = msgpack.unpackb(state, ext_hook=extension)
            return generator
        if code == _HANDLE:
            return resolve(msgpack.unpackb(data))
        raise WireError(f"extension {code}")

    def value(node: Any) -> Any:
        if not isinstance(node, list):
            return node
        kind, parts = node[0], [value(n) if type(n) is list else n for n in node[1:]]
        if kind == _DICT:
            return dict(zip(parts[::2], parts[1::2], strict=True))
        if kind == _SLICE:
            return slice(*parts)
        if kind == _RANGE:
            return range(*parts)
        if kind == _ELLIPSIS:
            return Ellipsis
        return _CONTAINERS[kind](parts)

    try:
        return value(msgpack.unpackb(packed, ext_hook=extension, strict_map_key=False))
    except WireError:
        raise
    except Exception as error:  # whatever a broken or hostile sender makes of it
        raise WireError(f"no value ({type(error).__name__}: {error})") from error
