"""Values as bytes, between two processes of which one is not trusted.

What crosses is data: numbers, text, arrays, and containers of these. Unpacking executes
nothing and builds only built-in types, NumPy arrays, and the plain values of `values`. So
whatever the other side sends, what arrives is a plain value: an instance of an array subclass
that claims to equal everything arrives as an ordinary array. Any other object stays where it
is, and a *handle* crosses: a number that stands for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgpack
import numpy as np

from course.judge import values
from course.judge.objects import values_of
from course.text import clean, encodable

#: A value nested deeper than this is refused.
MAX_DEPTH = 100
#: The largest product of the other sizes of an array with a size of 0: 2**40 rows without
#: values take no bytes, but a list of them would fill the memory.
_MOST_EMPTY = 1 << 20
#: Kinds of NumPy arrays that are data.
_KINDS = "biufcSUmM"
#: The most values of an array of objects that crosses; each takes as long as one of a list.
_MOST_OBJECTS = 1_000_000
#: The most keys of a map of MessagePack's own; dicts cross as lists, see `_dict`.
_MAX_KEYS = 100

_INT, _COMPLEX, _ARRAY, _SCALAR, _TENSOR, _GENERATOR, _HANDLE, _OBJECTS, _VALUE = range(1, 10)
_LIST, _TUPLE, _DICT, _SET, _FROZENSET, _SLICE, _RANGE, _ELLIPSIS = range(8)
_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
#: Values of exactly these types cross as they are; they are the most frequent.
_PLAIN = frozenset((type(None), bool, float))
#: The range of MessagePack's integers.
_LEAST, _MOST = -(2**63), 2**64 - 1


class WireError(ValueError):
    """A value can't be packed, or bytes can't be unpacked."""


class _NoData(Exception):
    """An array of objects, or a value of `values`, holds something that is no data."""


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


def _refuse(value: Any) -> Any:
    raise _NoData


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
        form = _FORMS.get(kind)
        packed = None if form else self.value(value, depth + 1)
        if packed is None:
            form = form or next((_FORMS[k] for k in _FORMS if isinstance(value, k)), None)
            if form:
                packed = form(self, value, depth + 1)
            elif self._is_tensor(value):
                packed = _array(_TENSOR, values_of(value))
        return _ext(_HANDLE, clean(self._export(value))) if packed is None else packed

    def value(self, value: Any, depth: int) -> msgpack.ExtType | None:
        """A value of one of the kinds in `values`; None if it is none, or holds no data."""
        apart = values.apart(value)
        if apart is None:
            return None
        name, parts = apart
        strict = _Packer(_refuse, self._is_tensor)
        try:
            return _ext(_VALUE, [name, *[strict.tree(p, depth) for p in parts]])
        except _NoData:
            return None

    def array(self, value: np.ndarray, depth: int) -> msgpack.ExtType | None:
        value = np.asarray(value)
        if value.dtype.kind != "O":
            return _array(_ARRAY, value)
        if value.size > _MOST_OBJECTS:
            return None
        strict = _Packer(_refuse, self._is_tensor)
        try:
            items = [strict.tree(v, depth) for v in value.ravel().tolist()]
        except _NoData:
            return None
        return _ext(_OBJECTS, [list(value.shape), *items])

    def items(self, kind: int, values: Iterable, depth: int) -> list:
        return [kind, *[v if type(v) in _PLAIN else self.tree(v, depth) for v in values]]

    def integer(self, value: int, depth: int) -> Any:
        value = int(value)
        return value if _LEAST <= value <= _MOST else _ext(_INT, hex(value))

    def text(self, value: str, depth: int) -> str:
        return encodable(str(value))

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
    np.ndarray: _Packer.array,
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


def _nodes(packed: bytes, extension: Callable[[int, bytes], Any]) -> Any:
    return msgpack.unpackb(packed, ext_hook=extension, strict_map_key=False, max_map_len=_MAX_KEYS)


def _dict(items: list) -> dict:
    """A dict of keys and values in turn.

    The time that this takes grows with the square of the number of keys of the same hash. In
    a loop, unlike in `dict(...)`, a signal breaks it off.
    """
    if len(items) % 2:
        raise WireError("a key without a value")
    found = {}
    for index in range(0, len(items), 2):
        found[items[index]] = items[index + 1]
    return found


def _set(items: list) -> set:
    """A set; in a loop for the reason that `_dict` gives."""
    found = set()
    for item in items:
        found.add(item)
    return found


#: How a container is made of its items.
_CONTAINERS: Mapping[int, Callable[[list], Any]] = {
    _LIST: list, _TUPLE: tuple, _SET: _set, _FROZENSET: lambda items: frozenset(_set(items)),
}  # fmt: skip


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
        not_too_empty(shape)
        return np.frombuffer(content, dtype).reshape(shape).copy()

    depth = 0  # of extensions that hold values

    def not_too_empty(shape: list[int]) -> None:
        if 0 in shape and math.prod(n for n in shape if n) > _MOST_EMPTY:
            raise WireError(f"an array of shape {shape}")

    def parts(data: bytes) -> list[Any]:
        """The nested values of an extension, of which the first is not packed."""
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise WireError(f"nested deeper than {MAX_DEPTH} levels")
        first, *rest = _nodes(data, extension)
        found = [first, *map(value, rest)]
        depth -= 1
        return found

    def objects(data: bytes) -> np.ndarray:
        shape, *items = parts(data)
        not_too_empty(shape)
        array = np.empty(len(items), object)
        for index, item in enumerate(items):
            array[index] = item
        return array.reshape(shape)

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
            generator.bit_generator.state = _nodes(state, extension)
            return generator
        if code == _HANDLE:
            return resolve(msgpack.unpackb(data))
        if code == _OBJECTS:
            return objects(data)
        if code == _VALUE:
            return values.together(*parts(data))
        raise WireError(f"unknown extension type {code}")

    def value(node: Any) -> Any:
        if not isinstance(node, list):
            return node
        kind, inner = node[0], [value(n) if type(n) is list else n for n in node[1:]]
        if kind == _DICT:
            return _dict(inner)
        if kind == _SLICE:
            return slice(*inner)
        if kind == _RANGE:
            return range(*inner)
        if kind == _ELLIPSIS:
            return Ellipsis
        return _CONTAINERS[kind](inner)

    try:
        return value(_nodes(packed, extension))
    except WireError:
        raise
    except Exception as error:  # a broken or hostile sender can cause any
        raise WireError(f"malformed value ({type(error).__name__}: {error})") from error
