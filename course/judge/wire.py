"""Values as bytes, between two processes of which one is not trusted.

What crosses is data: numbers, text, arrays, and containers of these. Unpacking executes
nothing and builds only built-in types, NumPy arrays, and the plain values of `values`. So
whatever the other side sends, what arrives is a plain value: an instance of an array subclass
that claims to equal everything arrives as an ordinary array. Any other object stays where it
is, and a *handle* crosses: a number that stands for it.

A packed value is a tree in MessagePack, and the contents of its large arrays after it. Every
node of the tree that is not a plain number or text is a list that begins with its kind. So
one function reads all nodes, one counter bounds how deeply they are nested, and another one
bounds the memory that they take. No other feature of MessagePack is used or read.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgpack
import numpy as np

from course.judge import generators, values
from course.judge.objects import values_of
from course.text import clean, encodable

#: A value nested deeper than this is refused.
MAX_DEPTH = 100
#: The most bytes of a tree: of everything but the contents of large arrays. A number or a
#: text may take 24 times its bytes.
MAX_TREE_BYTES = 1 << 25
#: The most bytes that lists, arrays and what else costs more than its bytes may take, by the
#: estimates below; the contents of arrays don't count.
MAX_COST = 1 << 28
_LIST_COST, _ARRAY_COST, _HANDLE_COST, _ROW_COST = 100, 500, 1500, 64
#: How a value begins that has no large arrays.
_NO_CONTENTS = bytes(4)
#: The content of a larger array stands behind the tree.
_LARGE_BYTES = 1 << 10
#: The most dimensions of an array, in every version of NumPy.
_MAX_DIMENSIONS = 32
#: The longest text, in bytes, of an array that has no texts.
_MAX_EMPTY_TEXT = 1 << 16
#: The longest range that crosses; of a longer one a test gets the items that it asks for.
_MAX_RANGE = 1_000_000
#: The most values of an array of objects that crosses; each takes as long as one of a list.
_MAX_OBJECTS = 1_000_000
#: Arrays that are data, by NumPy's name for their type: numbers, text, dates.
_DTYPE = re.compile(
    r"[<>|][biufc][0-9]{1,2}|[<>|][SU][1-9][0-9]{0,8}"
    r"|[<>][mM]8(\[[0-9]{0,9}(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?"
)

(
    _LIST, _TUPLE, _DICT, _SET, _FROZENSET, _SLICE, _RANGE, _ELLIPSIS, _INT, _COMPLEX, _SCALAR,
    _ARRAY, _TENSOR, _OBJECTS, _VALUE, _GENERATOR, _HANDLE,
) = range(17)  # fmt: skip
#: Values of exactly these types cross as they are; they are the most frequent.
_PLAIN = frozenset((type(None), bool, float))
#: The range of MessagePack's integers.
_LEAST, _MOST = -(2**63), 2**64 - 1


class WireError(ValueError):
    """A value can't be packed, or bytes can't be unpacked."""


class _NoData(Exception):
    """An array of objects, or a value of `values`, holds something that is no data."""


class _Meter:
    """Bounds the memory that a value takes to be read; both sides count alike."""

    def __init__(self) -> None:
        self._cost = 0

    def spend(self, cost: int) -> None:
        self._cost += cost
        if self._cost > MAX_COST:
            raise WireError("a value of too many parts")

    def spend_array(self, shape: Sequence[int]) -> None:
        """Count an array. One with a size of 0 takes no bytes, but as a list it has rows."""
        rows = math.prod(n for n in shape if n) if 0 in shape else 0
        self.spend(_ARRAY_COST + _ROW_COST * rows)


# ---------------------------------------------------------------- packing


def pack(
    value: Any,
    export: Callable[[Any], Any],
    is_tensor: Callable = lambda v: False,
    generators: list[np.random.Generator] | None = None,
) -> bytes:
    """`value` as bytes.

    Parameters
    ----------
    export : callable
        Takes an object that is not data; returns the handle that stands for it, as data.
    is_tensor : callable
        Whether an object is a tensor of Keras's backend, which crosses by its values.
    generators : list, optional
        The generators in `value` are appended to it, each once, and cross as their places in
        it. Default: they are no data.

    Raises
    ------
    WireError
        If `value` is nested too deeply, contains itself, or is too large.
    """
    packer = _Packer(export, is_tensor, generators)
    try:
        tree = msgpack.packb(packer.tree(value, 0))
    except RecursionError as error:
        raise WireError("the value contains itself") from error
    if len(tree) > MAX_TREE_BYTES:
        raise WireError(
            f"{len(tree) / 1e6:.0f} MB of lists, numbers and text; at most "
            f"{MAX_TREE_BYTES / 1e6:.0f} MB can be passed on, besides arrays"
        )
    sizes = [len(content) for content in packer.contents]
    if not sizes:
        return _NO_CONTENTS + tree
    head = struct.pack(f"<I{len(sizes)}Q", len(sizes), *sizes)
    return b"".join([head, tree, *packer.contents])


class _Packer(_Meter):
    """Turns a value into what MessagePack can pack; see `pack`.

    Attributes
    ----------
    contents : list of bytes
        Of the large arrays, in order.
    """

    def __init__(
        self,
        export: Callable[[Any], Any],
        is_tensor: Callable,
        generators: list[np.random.Generator] | None,
    ):
        super().__init__()
        self._export, self._is_tensor, self._generators = export, is_tensor, generators
        self._strict = 0  # how many values around this one must hold nothing but data
        self.contents: list[bytes] = []

    def tree(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind in _PLAIN or (kind is int and _LEAST <= value <= _MOST):
            return value
        if kind is str:
            return encodable(value)
        if depth > MAX_DEPTH:
            raise WireError(f"nested deeper than {MAX_DEPTH} levels")
        self.spend(_LIST_COST)
        form = _FORMS.get(kind)
        packed = None if form else self.value(value, depth + 1)
        if packed is None:
            form = form or next((_FORMS[k] for k in _FORMS if isinstance(value, k)), None)
            if form:
                packed = form(self, value, depth + 1)
            elif self._is_tensor(value):
                packed = self.numbers(_TENSOR, values_of(value))
        return self.handle(value) if packed is None else packed

    def handle(self, value: Any) -> list:
        if self._strict:
            raise _NoData
        self.spend(_HANDLE_COST)
        return [_HANDLE, clean(self._export(value))]

    def parts(self, head: list, parts: Iterable, depth: int) -> list | None:
        """A node of values that must be data, after `head`; None if one is none."""
        count = len(self.contents)
        self._strict += 1
        try:
            return head + [self.tree(part, depth) for part in parts]
        except _NoData:
            del self.contents[count:]
            return None
        finally:
            self._strict -= 1

    def value(self, value: Any, depth: int) -> list | None:
        """A value of one of the kinds in `values`; None if it is none, or holds no data."""
        apart = values.apart(value)
        if apart is None:
            return None
        name, parts = apart
        self.spend(values.cost(name))
        return self.parts([_VALUE, name], parts, depth)

    def numbers(self, kind: int, value: np.ndarray) -> list | None:
        """An array of numbers or text; None if its values are something else."""
        if not _DTYPE.fullmatch(value.dtype.str):  # such as bfloat16
            if value.dtype.kind in "OSU":
                return None
            try:
                value = value.astype(np.float32)
            except (TypeError, ValueError):
                return None
        if not value.size and value.dtype.itemsize > _MAX_EMPTY_TEXT:
            return None
        self.spend_array(value.shape)
        content: bytes | None = value.tobytes()
        if content is not None and len(content) > _LARGE_BYTES:
            self.contents.append(content)
            content = None
        return [kind, value.dtype.str, list(value.shape), content]

    def array(self, value: np.ndarray, depth: int) -> list | None:
        value = np.asarray(value)
        if value.dtype.kind != "O":
            return self.numbers(_ARRAY, value)
        if value.size > _MAX_OBJECTS:
            return None
        self.spend_array(value.shape)
        return self.parts([_OBJECTS, list(value.shape)], value.ravel().tolist(), depth)

    def items(self, kind: int, values: Iterable, depth: int) -> list:
        return [kind, *[v if type(v) in _PLAIN else self.tree(v, depth) for v in values]]

    def unordered(self, kind: int, values: Iterable, depth: int) -> list:
        """A set, in the same order on both sides."""
        return [kind, *sorted((self.tree(v, depth) for v in values), key=msgpack.packb)]

    def integer(self, value: int, depth: int) -> Any:
        value = int(value)
        if _LEAST <= value <= _MOST:
            return value
        if value.bit_length() > values.MAX_BITS:
            raise WireError(
                f"an integer of {value.bit_length()} bits; at most {values.MAX_BITS} can be "
                "passed on"
            )
        size = value.bit_length() // 8 + 1
        return [_INT, value.to_bytes(size, "little", signed=True)]

    def range(self, value: range, depth: int) -> list | None:
        if abs(value.stop - value.start) // abs(value.step) > _MAX_RANGE:
            return None
        return self.items(_RANGE, (value.start, value.stop, value.step), depth)

    def generator(self, value: np.random.Generator, depth: int) -> list | None:
        table = self._generators
        if table is None or not generators.known(value):
            return None
        place = next((i for i, other in enumerate(table) if other is value), len(table))
        if place == generators.MOST:
            raise WireError(f"more than {generators.MOST} random generators")
        if place == len(table):
            table.append(value)
        return [_GENERATOR, place]


#: How a value is packed, by its type; for a subclass, by the first type here that it derives
#: from. NumPy's numbers come before Python's, since np.float64 derives from both.
_FORMS: Mapping[type, Callable[[_Packer, Any, int], Any]] = {
    np.generic: lambda p, v, depth: p.numbers(_SCALAR, np.asarray(v)),
    int: _Packer.integer,
    float: lambda p, v, depth: float(v),
    str: lambda p, v, depth: encodable(str(v)),
    bytes: lambda p, v, depth: bytes(v),
    bytearray: lambda p, v, depth: bytes(v),
    complex: lambda p, v, depth: [_COMPLEX, v.real, v.imag],
    np.ndarray: _Packer.array,
    list: lambda p, v, depth: p.items(_LIST, v, depth),
    tuple: lambda p, v, depth: p.items(_TUPLE, v, depth),
    dict: lambda p, v, depth: p.items(_DICT, (x for pair in v.items() for x in pair), depth),
    set: lambda p, v, depth: p.unordered(_SET, v, depth),
    frozenset: lambda p, v, depth: p.unordered(_FROZENSET, v, depth),
    slice: lambda p, v, depth: p.items(_SLICE, (v.start, v.stop, v.step), depth),
    range: _Packer.range,
    type(...): lambda p, v, depth: [_ELLIPSIS],
    np.random.Generator: _Packer.generator,
}


# ---------------------------------------------------------------- unpacking


def unpack(
    packed: bytes,
    resolve: Callable[[Any], Any],
    tensor: Callable[[np.ndarray], Any] = lambda a: a,
    generators: Sequence[Any] = (),
) -> Any:
    """The value that `pack` turned into these bytes.

    Parameters
    ----------
    resolve : callable
        Takes a handle; returns the object, or a stand-in for it.
    tensor : callable
        Makes a tensor of an array; default: it stays an array.
    generators : sequence
        What stands at each place for the generator that `pack` gave this place.

    Raises
    ------
    WireError
        If the bytes are malformed, or ask for more memory than a value may take.
    """
    try:
        tree, contents = _split(packed)
        return _Reader(contents, resolve, tensor, generators).value(_nodes(tree), 0)
    except WireError:
        raise
    except Exception as error:  # a broken or hostile sender can cause any
        raise WireError(f"malformed value ({type(error).__name__}: {error})") from error


def _split(packed: bytes) -> tuple[memoryview, list[memoryview]]:
    """The tree, and the contents of the large arrays."""
    if packed[:4] == _NO_CONTENTS and len(packed) <= MAX_TREE_BYTES:
        return memoryview(packed)[4:], []
    (count,) = struct.unpack_from("<I", packed)
    sizes = struct.unpack_from(f"<{count}Q", packed, 4) if count <= len(packed) // 8 else None
    if sizes is None:
        raise WireError(f"a value with {count} large arrays in {len(packed)} bytes")
    begin = 4 + 8 * count
    end = len(packed) - sum(sizes)
    if not begin <= end <= begin + MAX_TREE_BYTES:
        raise WireError(f"a tree of {end - begin} bytes")
    view, contents = memoryview(packed), []
    for size in sizes:
        contents.append(view[end : end + size])
        end += size
    return view[begin : len(packed) - sum(sizes)], contents


def _refuse(*_: Any) -> Any:
    raise WireError("a map or an extension")


def _nodes(tree: memoryview) -> Any:
    """The tree, of lists and plain values only."""
    hooks: dict[str, Any] = {"object_hook": _refuse, "ext_hook": _refuse, "max_ext_len": 0}
    if len(tree) > MAX_COST // _LIST_COST:  # it may have more lists than are allowed
        meter = _Meter()

        def count(found: list) -> list:
            meter.spend(_LIST_COST)
            return found

        hooks["list_hook"] = count
    return msgpack.unpackb(tree, max_map_len=0, **hooks)


class _Reader(_Meter):
    """Turns the nodes of a tree into a value; see `unpack`."""

    def __init__(
        self,
        contents: list[memoryview],
        resolve: Callable[[Any], Any],
        tensor: Callable[[np.ndarray], Any],
        generators: Sequence[Any],
    ):
        super().__init__()
        self.contents = contents[::-1]  # each is used once
        self.resolve, self.tensor, self.generators = resolve, tensor, generators

    def value(self, node: Any, depth: int) -> Any:
        if type(node) is not list:
            return node
        if depth > MAX_DEPTH:
            raise WireError(f"nested deeper than {MAX_DEPTH} levels")
        self.spend(_LIST_COST)
        kind = node[0] if node else None
        form = _READ.get(kind) if type(kind) is int else None
        if form is None:
            raise WireError(f"a value of unknown kind {str(kind)[:100]}")
        return form(self, node, depth + 1)

    def items(self, node: list, depth: int, first: int = 1) -> list:
        return [self.value(n, depth) if type(n) is list else n for n in node[first:]]

    def array(self, node: list, depth: int) -> np.ndarray:
        _, dtype, shape, content = node
        if not (isinstance(dtype, str) and _DTYPE.fullmatch(dtype)):
            raise WireError(f"an array of {str(dtype)[:100]}")
        self.shape(shape)
        kind = np.dtype(dtype)
        if content is None:
            content = self.contents.pop()
        elif not isinstance(content, bytes):
            raise WireError("an array without bytes")
        if len(content) != math.prod(shape) * kind.itemsize:
            raise WireError(f"an array of shape {shape} in {len(content)} bytes")
        if not content:
            if kind.itemsize > _MAX_EMPTY_TEXT:
                raise WireError(f"an array of {dtype} without values")
            return np.empty(shape, kind)
        return np.frombuffer(content, kind).reshape(shape).copy()

    def shape(self, shape: Any) -> None:
        """Check an array's shape, and count the array.

        Raises
        ------
        WireError
            If it is none.
        """
        if not (
            isinstance(shape, list)
            and len(shape) <= _MAX_DIMENSIONS
            and all(type(n) is int and 0 <= n <= MAX_COST for n in shape)
        ):
            raise WireError(f"an array of shape {str(shape)[:100]}")
        self.spend_array(shape)

    def scalar(self, node: list, depth: int) -> Any:
        array = self.array(node, depth)
        if array.shape:
            raise WireError(f"a number of shape {array.shape}")
        return array[()]

    def objects(self, node: list, depth: int) -> np.ndarray:
        shape = node[1]
        self.shape(shape)
        if not len(node) - 2 == math.prod(shape) <= _MAX_OBJECTS:
            raise WireError(f"an array of shape {shape} of {len(node) - 2} objects")
        array = np.empty(len(node) - 2, object)
        for index, item in enumerate(self.items(node, depth, 2)):
            array[index] = item
        return array.reshape(shape)

    def dict(self, node: list, depth: int) -> dict:
        items = self.items(node, depth)
        if len(items) % 2:
            raise WireError("a key without a value")
        values.check_keys(items[::2])
        return dict(zip(items[::2], items[1::2], strict=True))

    def keys(self, node: list, depth: int) -> list:
        """The items of a set."""
        items = self.items(node, depth)
        values.check_keys(items)
        return items

    def named(self, node: list, depth: int) -> Any:
        name = node[1]
        self.spend(values.cost(name))
        return values.together(name, *self.items(node, depth, 2))

    def slice(self, node: list, depth: int) -> slice:
        start, stop, step = self.items(node, depth)
        return slice(start, stop, step)

    def range(self, node: list, depth: int) -> range:
        start, stop, step = self.items(node, depth)
        found = range(start, stop, step)
        if abs(stop - start) // abs(step) > _MAX_RANGE:
            raise WireError("a range that is too long")
        return found

    def integer(self, node: list, depth: int) -> int:
        _, content = node
        if not (isinstance(content, bytes) and len(content) <= values.MAX_BITS // 8 + 1):
            raise WireError("an integer that is too large")
        return int.from_bytes(content, "little", signed=True)

    def complex(self, node: list, depth: int) -> complex:
        _, real, imaginary = node
        if not type(real) is type(imaginary) is float:
            raise WireError("a complex number of other parts than two numbers")
        return complex(real, imaginary)

    def generator(self, node: list, depth: int) -> Any:
        _, place = node
        if not (type(place) is int and 0 <= place < len(self.generators)):
            raise WireError("a generator that was not given")
        return self.generators[place]

    def handle(self, node: list, depth: int) -> Any:
        _, handle = node
        self.spend(_HANDLE_COST)
        return self.resolve(handle)


#: How a node is read, by its kind.
_READ: Mapping[int, Callable[[_Reader, list, int], Any]] = {
    _LIST: _Reader.items,
    _TUPLE: lambda r, node, depth: tuple(r.items(node, depth)),
    _DICT: _Reader.dict,
    _SET: lambda r, node, depth: set(r.keys(node, depth)),
    _FROZENSET: lambda r, node, depth: frozenset(r.keys(node, depth)),
    _SLICE: _Reader.slice,
    _RANGE: _Reader.range,
    _ELLIPSIS: lambda r, node, depth: Ellipsis,
    _INT: _Reader.integer,
    _COMPLEX: _Reader.complex,
    _SCALAR: _Reader.scalar,
    _ARRAY: _Reader.array,
    _TENSOR: lambda r, node, depth: r.tensor(r.array(node, depth)),
    _OBJECTS: _Reader.objects,
    _VALUE: _Reader.named,
    _GENERATOR: _Reader.generator,
    _HANDLE: _Reader.handle,
}
