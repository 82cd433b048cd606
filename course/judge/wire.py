"""Values as bytes, between two processes of which one is not trusted.

What crosses is data: numbers, text, arrays, and containers of these. Unpacking executes
nothing and builds only built-in types and NumPy arrays. So whatever the other side sends,
what arrives is a plain value: an instance of an array subclass that claims to equal
everything arrives as an ordinary array. Any other object stays where it is, and a *handle*
crosses: a number that stands for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgpack
import numpy as np

from course.judge.objects import values_of

#: A value nested deeper than this is refused.
MAX_DEPTH = 100
#: The largest product of the other sizes of an array with a size of 0: 2**40 rows without
#: values take no bytes, but a list of them would fill the memory.
_MOST_EMPTY = 1 << 20
#: Kinds of NumPy arrays that are data.
_KINDS = "biufcSU"

_INT, _COMPLEX, _ARRAY, _SCALAR, _TENSOR, _GENERATOR, _HANDLE = range(1, 8)
_LIST, _TUPLE, _DICT, _SET, _FROZENSET, _SLICE, _RANGE, _ELLIPSIS = range(8)
_CONTAINERS = {_LIST: list, _TUPLE: tuple, _SET: set, _FROZENSET: frozenset}
_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
#: Values of exactly these types cross as they are; they are the most frequent.
_PLAIN = frozenset((type(None), bool, float))
#: The range of MessagePack's integers.
_LEAST, _MOST = -(2**63), 2**64 - 1


class WireError(ValueError):
    """A value can't be packed, or bytes can't be unpacked."""


class _Unseeded(np.random.bit_generator.ISpawnableSeedSequence):
    """The seed of a generator whose state is set afterwards: NumPy's own takes 50 µs to draw."""

    def generate_state(self, n_words: int, dtype: Any = np.uint32) -> np.ndarray:
        return np.zeros(n_words, dtype)

    def spawn(self, n_children: int) -> list[Any]:
        return np.random.SeedSequence().spawn(n_children)


def pack(value: Any, export: Callable[[Any], Any], is_tensor: Callable = lambda v: False) -> bytes:
    """`value` as bytes.

    Parameters
    ----------
    export : callable
        Takes an object that is not data; returns the handle that stands for it, as data.
    is_tensor : callable
        Whether an object is a tensor of Keras's backend, which crosses by its values.

    Raises
    ------
    WireError
        If `value` is nested too deeply, or contains itself.
    """
    try:
        return msgpack.packb(_Packer(export, is_tensor).tree(value, 0))
    except RecursionError as error:
        raise WireError("the value contains itself") from error


def _ext(code: int, content: Any) -> msgpack.ExtType:
    return msgpack.ExtType(code, msgpack.packb(content))


def _array(code: int, value: np.ndarray) -> msgpack.ExtType | None:
    """An array of numbers or text; None if its values are objects."""
    if value.dtype.kind not in _KINDS:  # such as bfloat16
        if value.dtype.kind == "O":
            return None
        try:
            value = value.astype(np.float32)
        except (TypeError, ValueError):
            return None
    return _ext(code, [value.dtype.str, list(value.shape), value.tobytes()])


class _Packer:
    """Turns a value into what MessagePack can pack; see `pack`."""

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
            packed = _array(_TENSOR, values_of(value))
        return _ext(_HANDLE, self._export(value)) if packed is None else packed

    def items(self, kind: int, values: Iterable, depth: int) -> list:
        return [kind, *[v if type(v) in _PLAIN else self.tree(v, depth) for v in values]]

    def integer(self, value: int, depth: int) -> Any:
        value = int(value)
        return value if _LEAST <= value <= _MOST else _ext(_INT, hex(value))

    def text(self, value: str, depth: int) -> str:
        # A lone surrogate can't be encoded, and must not stop the exchange.
        return str(value).encode("utf-8", "replace").decode("utf-8")

    def generator(self, value: np.random.Generator, depth: int) -> msgpack.ExtType | None:
        name = type(value.bit_generator).__name__
        if name not in _GENERATORS:
            return None

        def plain(state: Any) -> Any:  # dicts of text, numbers and arrays
            if isinstance(state, dict):
                return {k: plain(v) for k, v in state.items()}
            return self.tree(state, depth)

        return _ext(_GENERATOR, [name, msgpack.packb(plain(value.bit_generator.state))])


#: How a value is packed, by its type; for a subclass, by the first type here that it derives
#: from. NumPy's numbers come before Python's, since np.float64 derives from both.
_FORMS: Mapping[type, Callable[[_Packer, Any, int], Any]] = {
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
    """The value that `pack` turned into these bytes.

    Parameters
    ----------
    resolve : callable
        Takes a handle; returns the object, or a stand-in for it.
    tensor : callable
        Makes a tensor of an array; default: it stays an array.

    Raises
    ------
    WireError
        If the bytes are malformed.
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
                raise WireError(f"unknown kind of generator {name!r}")
            generator = np.random.Generator(getattr(np.random, name)(_Unseeded()))
            generator.bit_generator.state = msgpack.unpackb(state, ext_hook=extension)
            return generator
        if code == _HANDLE:
            return resolve(msgpack.unpackb(data))
        raise WireError(f"unknown extension type {code}")

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
    except Exception as error:  # a broken or hostile sender can cause any
        raise WireError(f"malformed value ({type(error).__name__}: {error})") from error
