"""Values as bytes, for two processes of which one is not trusted.

What crosses is data: numbers, text, arrays, and containers of these. Reading it
executes nothing and builds only built-in types and NumPy arrays, so that whatever
the other side sends, what arrives is a plain value: an array subclass that equals
everything arrives as the array it is. Anything else crosses as a *handle*, a number
that stands for an object which stays where it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable
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


class WireError(ValueError):
    """A value can't cross, or bytes are no value."""


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

    def ext(code: int, content: Any) -> msgpack.ExtType:
        return msgpack.ExtType(code, msgpack.packb(content))

    def array(code: int, value: Any) -> msgpack.ExtType | None:
        if value.dtype.kind not in _KINDS:  # bfloat16 is a kind of its own
            if value.dtype.kind == "O":
                return None
            try:
                value = value.astype(np.float32)
            except (TypeError, ValueError):
                return None
        return ext(code, [value.dtype.str, list(value.shape), value.tobytes()])

    def tree(value: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise WireError(f"nested deeper than {MAX_DEPTH} levels")
        if value is None or value is True or value is False:
            return value
        if isinstance(value, int) and not isinstance(value, np.generic):
            value = int(value)
            return value if -(2**63) <= value < 2**64 else ext(_INT, hex(value))
        if isinstance(value, np.generic):
            packed = array(_SCALAR, np.asarray(value))
        elif isinstance(value, float):
            return float(value)
        elif isinstance(value, str):
            # A text that is no Unicode, a lone surrogate, must not stop the exchange.
            return str(value).encode("utf-8", "replace").decode("utf-8")
        elif isinstance(value, (bytes, bytearray)):
            return bytes(value)
        elif isinstance(value, complex):
            return ext(_COMPLEX, [value.real, value.imag])
        elif isinstance(value, np.ndarray):
            packed = array(_ARRAY, np.asarray(value))
        elif isinstance(value, list):
            return [_LIST, *(tree(v, depth + 1) for v in value)]
        elif isinstance(value, tuple):
            return [_TUPLE, *(tree(v, depth + 1) for v in value)]
        elif isinstance(value, dict):
            return [_DICT, *(tree(v, depth + 1) for pair in value.items() for v in pair)]
        elif isinstance(value, (set, frozenset)):
            kind = _SET if isinstance(value, set) else _FROZENSET
            return [kind, *(tree(v, depth + 1) for v in sorted(value, key=repr))]
        elif isinstance(value, slice):
            parts = (value.start, value.stop, value.step)
            return [_SLICE, *(tree(v, depth + 1) for v in parts)]
        elif isinstance(value, range):
            return [_RANGE, *(tree(v, depth + 1) for v in (value.start, value.stop, value.step))]
        elif value is Ellipsis:
            return [_ELLIPSIS]
        elif isinstance(value, np.random.Generator):
            name = type(value.bit_generator).__name__
            packed = None
            if name in _GENERATORS:
                state = msgpack.packb(tree(value.bit_generator.state, depth + 1))
                packed = ext(_GENERATOR, [name, state])
        elif is_tensor(value):
            packed = array(_TENSOR, np.asarray(value))
        else:
            packed = None
        return ext(_HANDLE, export(value)) if packed is None else packed

    try:
        return msgpack.packb(tree(value, 0))
    except RecursionError as error:
        raise WireError("nested without end") from error


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
            generator = np.random.Generator(getattr(np.random, name)())
            generator.bit_generator.state = unpack(state, resolve)
            return generator
        if code == _HANDLE:
            return resolve(msgpack.unpackb(data))
        raise WireError(f"extension {code}")

    def value(node: Any) -> Any:
        if not isinstance(node, list):
            return node
        kind, parts = node[0], [value(n) for n in node[1:]]
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
