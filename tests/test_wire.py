"""What crosses between the two processes: data arrive unchanged, and reading runs no code."""

import copy
import datetime
import math
import struct
from array import array
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from decimal import Decimal
from fractions import Fraction

import hypothesis.extra.numpy as arrays
import msgpack
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.judge import generators, wire
from course.judge.objects import is_tensor
from course.judge.wire import WireError

NUMBERS = st.one_of(
    st.booleans(), st.integers(), st.floats(allow_nan=False), st.complex_numbers(allow_nan=False)
)
HASHABLE = st.one_of(st.none(), NUMBERS, st.text(), st.binary())
ARRAYS = arrays.arrays(
    st.one_of(
        arrays.boolean_dtypes(), arrays.integer_dtypes(), arrays.unsigned_integer_dtypes(),
        arrays.floating_dtypes(), arrays.complex_number_dtypes(),
    ),
    arrays.array_shapes(min_dims=0, min_side=0, max_side=4),
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(HASHABLE, st.just(...), st.builds(slice, st.integers()),
              st.builds(range, st.integers(-5, 5))),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(HASHABLE, inner, max_size=4),
        st.sets(st.integers()) | st.frozensets(st.text()),
    ),
    max_leaves=12,
)  # fmt: skip


def crossed(value, resolve=lambda handle: handle):
    def refuse(value):
        raise AssertionError(f"{value!r} crossed as a handle")

    return wire.unpack(wire.pack(value, refuse), resolve)


def sent(node, *contents):
    """Packed bytes that `pack` need not have made."""
    sizes = [len(content) for content in contents]
    head = struct.pack(f"<I{len(sizes)}Q", len(sizes), *sizes)
    return head + (node if isinstance(node, bytes) else msgpack.packb(node)) + b"".join(contents)


def unpacked(node, *contents):
    return wire.unpack(sent(node, *contents), lambda handle: None)


def refuses(node, *contents, match="."):
    with pytest.raises(WireError, match=match):
        unpacked(node, *contents)


@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_data_come_out_as_they_went_in(value):
    got = crossed(value)
    assert got == value and type(got) is type(value)


@settings(max_examples=100, deadline=None)
@given(ARRAYS)
def test_arrays_come_out_as_they_went_in(value):
    got = crossed(value)
    assert (got.dtype, got.shape) == (value.dtype, value.shape)
    np.testing.assert_array_equal(got, value)
    assert got.flags.writeable and got.base is None


class Equal(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class EqualArray(np.ndarray):
    def __eq__(self, other):
        return True


@pytest.mark.parametrize(
    "value",
    [Equal(3), type("S", (str,), {})("x"), type("F", (float,), {})(0.5),
     type("L", (list,), {})([1]), type("D", (dict,), {})(a=1),
     np.zeros(3).view(EqualArray), np.float32(2), np.str_("x")],
)  # fmt: skip
def test_a_subclass_arrives_as_the_plain_thing(value):
    got = crossed(value)
    assert type(got) in (int, str, float, list, dict, np.ndarray, np.float32, np.str_)
    assert type(got).__eq__ is not Equal.__eq__ and type(got).__eq__ is not EqualArray.__eq__


@pytest.mark.parametrize("kind", ["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"])
def test_a_generator_goes_on_where_it_stood(kind):
    generator = np.random.Generator(getattr(np.random, kind)(3))
    generator.normal(size=7)
    generator.integers(9, dtype="uint32")  # half of a drawn number is kept
    (got,) = generators.moved([generators.state(generator)])
    np.testing.assert_array_equal(got.integers(2**31, size=700, dtype="uint32"),
                                  generator.integers(2**31, size=700, dtype="uint32"))  # fmt: skip
    other = copy.deepcopy(got)
    assert other.normal() == got.normal()
    assert len({child.normal() for child in got.spawn(3)}) == 3


def test_generators_cross_by_their_places():
    first, second, table = np.random.default_rng(1), np.random.default_rng(2), []
    packed = wire.pack([first, {"a": (second, first)}], None, generators=table)
    assert table == [first, second]
    assert wire.unpack(packed, None, generators=["x", "y"]) == ["x", {"a": ("y", "x")}]
    with pytest.raises(WireError, match="not given"):
        wire.unpack(packed, None, generators=["x"])
    for place in (-1, True, 1.0, None, []):
        with pytest.raises(WireError, match="not given"):
            wire.unpack(sent([wire._GENERATOR, place]), None, generators=["x", "y"])
    with pytest.raises(WireError, match="more than 1000 random generators"):
        wire.pack([np.random.default_rng(1) for _ in range(1001)], None, generators=[])


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [("MT19937", ("state", "pos"), 625), ("MT19937", ("state", "pos"), 2**31 - 1),
     ("Philox", ("buffer_pos",), 5), ("Philox", ("buffer_pos",), 2**31 - 1),
     ("PCG64", ("has_uint32",), 2)],
)  # fmt: skip
def test_a_generator_that_would_read_memory_behind_its_own_is_refused(kind, path, value):
    bit_generator = getattr(np.random, kind)(3)
    place = list(generators._FIELDS[kind]).index(".".join(path)) + 1
    packed = generators.state(np.random.Generator(bit_generator))
    packed[place] = value.to_bytes(16, "little")
    with pytest.raises(ValueError, match="too large"):
        generators.moved([packed])


@pytest.mark.parametrize("field", [1, 2])
@pytest.mark.parametrize("content", [b"", b"x" * 2495, b"x" * 2500, "x", None, 7, [1]])
def test_a_generators_state_that_is_none_is_refused(field, content):
    packed = generators.state(np.random.Generator(np.random.MT19937(3)))
    packed[field] = content
    with pytest.raises((ValueError, TypeError)):
        generators.moved([packed])


def test_what_is_no_data_crosses_as_its_handle():
    thing = object()
    packed = wire.pack([1, thing, {"a": thing}], lambda value: ["student", 7])
    assert wire.unpack(packed, tuple) == [1, ("student", 7), {"a": ("student", 7)}]


def test_what_is_nested_without_end_is_refused():
    endless = []
    endless.append(endless)
    with pytest.raises(WireError, match="nested"):
        wire.pack(endless, lambda value: 0)
    refuses(b"\x91" * 5000 + b"\xc0")


@pytest.mark.parametrize(
    ("dtype", "shape", "content"),
    [("|O", [1], b"12345678"), ("<M8[s]", [2], b"12345678"), ("V8", [1], b"12345678"),
     ("<f8", [2], b"12345678"), ("<f8", [-1, 2], b"x" * 24), ("<f8", [2**40, 0], b""),
     ("<U0", [1], b""), ("f8,f8", [1], b"x" * 16), (["<f8"], [1], b"12345678"), ("<f8", 7, b""),
     ("<f8", [-1, -1], b"12345678"), ("<f8", [True], b"12345678"), ("<f8", [1.0], b"12345678"),
     ("<f8", [1] * 33, b"12345678"), ("<f8", [2**22, 0], b""), ("<f8", [2**63, 0], b""),
     ("<U500000000", [0], b""), ("<S999999999", [0, 1], b""), ("<U9999999999", [0], b""),
     ("<M8[x]", [1], b"12345678"), ("<M8[99999999999s]", [1], b"12345678"), ("<M8[s]", [1], b"1"),
     ("<f" + "8" * 10**6, [1], b"12345678"), ("<f7", [1], b"1234567"), ("=f8\0", [1], b"12345678"),
     ("{'names': ['a'], 'formats': ['f8']}", [1], b"12345678"), ("<f8", [1], "12345678"),
     ("<f8", [1], 7), ("<f8", [1], [0]), ("<f8", None, b""), ("(2,)f8", [1], b"x" * 16)],
)  # fmt: skip
def test_an_array_that_is_none_is_refused(dtype, shape, content):
    for kind in (wire._ARRAY, wire._TENSOR, wire._SCALAR):
        refuses([kind, dtype, shape, content])
    if isinstance(content, bytes):
        refuses([wire._ARRAY, dtype, shape, None], content)


def test_nan_minus_zero_and_lone_surrogates_cross():
    assert math.isnan(crossed(float("nan")))
    assert math.copysign(1, crossed(-0.0)) == -1
    assert crossed("a\ud800b") == "a\ufffdb"
    assert crossed({"\ud83d\ude00": ["\ud83d"]}) == {"\U0001f600": ["\ufffd"]}
    packed = wire.pack(object(), lambda value: ["student", 7, "\ud83d"])
    assert wire.unpack(packed, tuple) == ("student", 7, "\ufffd")


#: Values that are data, besides those of hypothesis.
Point = namedtuple("Point", "x count y")
PLAIN = [
    Decimal("1.50"), Decimal("NaN"), Decimal("-Infinity"), Decimal("1e9000"), Fraction(-1, 3),
    datetime.date(2024, 2, 29), datetime.time(1, 2, 3), datetime.timedelta(-1, 2, 3),
    datetime.datetime(2024, 2, 29, 1, 2, 3, 4),
    datetime.datetime(2024, 2, 29, tzinfo=datetime.timezone(datetime.timedelta(hours=-3))),
    Counter("abca"), OrderedDict(b=1, a=2), defaultdict(list, a=[1]), defaultdict(None, a=1),
    deque([1, 2], 3), {"a": 1}.keys(), {"a": 1}.items(), array("d", [1, 2]),
    np.datetime64("2024-02-29"), np.timedelta64(3, "D"), np.longdouble(1) / 3,
    [Decimal(1), {"a": Fraction(1, 2)}],
]  # fmt: skip


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_other_plain_values_come_out_as_they_went_in(value):
    got = crossed(value)
    assert type(got) is type(value)
    assert got == value or (value != value and got != got)


def test_what_a_defaultdict_lacks_and_the_names_of_a_tuple_cross():
    got = crossed(defaultdict(list, a=[1]))
    assert got["b"] == [] and type(crossed(Counter())["x"]) is int
    point = crossed(Point(1, 2, [3]))
    assert (point.x, point.y, point, point.count(2)) == (1, [3], (1, 2, [3]), 1)
    assert list(crossed({"a": [1]}.values())) == [[1]]


@pytest.mark.parametrize(
    "value",
    [np.array([1.5, 2, 10**30], object), np.array([["a", None], [(1,), {"b": 2}]], object),
     np.array([[1, 2], [3]], object), np.empty((0, 3), object), np.array(Fraction(1, 2), object),
     np.array([np.arange(2), Decimal(1)], object)],
    ids=repr,
)  # fmt: skip
def test_arrays_of_objects_cross_if_the_objects_are_data(value):
    got = crossed(value)
    assert (got.dtype, got.shape) == (object, value.shape)
    assert str(got.tolist()) == str(value.tolist())


def test_an_array_of_objects_that_are_no_data_crosses_as_its_handle():
    value = np.array([1, object()], object)
    assert wire.unpack(wire.pack([value], lambda value: ["student", 7]), tuple) == [("student", 7)]
    assert wire.unpack(wire.pack(deque([object()]), lambda v: ["student", 7]), tuple)[1] == 7


@pytest.mark.parametrize(
    "value",
    [pd.Series([1.5, 2], index=["a", "b"], name="s"), pd.Series(["x", None]),
     pd.Series(pd.date_range("2024", periods=2, tz="UTC")), pd.Series([], dtype="float64"),
     pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}), pd.DataFrame([[1, 2]], columns=["a", "a"]),
     pd.DataFrame({"a": [1]}, index=pd.MultiIndex.from_tuples([(1, "x")], names=["n", None])),
     pd.Index([1, 2], name="i"), pd.RangeIndex(3)],
    ids=lambda v: type(v).__name__,
)  # fmt: skip
def test_tables_of_data_cross(value):
    got = crossed(value)
    assert np.shape(got) == np.shape(value) and got.equals(value)
    if hasattr(value, "index") and not callable(value.index):
        assert got.index.equals(value.index) and list(got.index.names) == list(value.index.names)


def node(part):
    """A part of a value as `pack` would have it."""
    return msgpack.unpackb(wire.pack(part, list)[4:])


#: What a table is made of.
LABELS = [False, np.array([0, 1]), [None]]


@pytest.mark.parametrize(
    ("name", "parts"),
    [("Decimal", ["1e999999999"]), ("Decimal", ["9" * 20_000]), ("Decimal", [1]),
     ("Decimal", ["x"]), ("Fraction", [1, 0]), ("Fraction", ["1", 2]), ("Fraction", [1]),
     ("date", [2024, 13, 1]), ("datetime", ["now"]), ("datetime", [5]), ("timedelta", [10**12]),
     ("Counter", [5]), ("defaultdict", ["eval", 5]), ("defaultdict", [None]), ("array", ["Q", 5]),
     ("namedtuple", ["P", ["_x"], 5]), ("namedtuple", ["P", ["x y"], 5]), ("Series", [5, 5, 5]),
     ("DataFrame", [[], 5, 5]), ("Index", [True, 5, 5]), ("os", ["x"]), (5, []), ([], []),
     ("date", [b"\x07\xe8\x02\x1d"]), ("time", [b"xxxxxx"]), ("timedelta", [1.5, 0, 0]),
     ("Counter", ["abc"]), ("Counter", [[1]]), ("OrderedDict", [[(1, 2)]]),
     ("Fraction", ["1/3", 1]),
     ("defaultdict", ["list", [(1, 2)]]), ("deque", ["abc", None]), ("deque", [[1], -1]),
     ("deque", [[1], 2**70]), ("dict_keys", [[1]]), ("dict_values", ["abc"]), ("dict_items", [[1]]),
     ("array", ["d", b"123"]), ("array", ["u", b"1234"]), ("array", ["d", [1.0]]),
     ("array", ["b", 9]),
     ("namedtuple", [["x", "y"], (1,)]), ("namedtuple", [["x"], [1]]), ("namedtuple", ["x", (1,)]),
     ("namedtuple", [["x"] * 300, (1,) * 300]), ("namedtuple", [[5], (1,)]),
     ("Series", [np.ones((2, 2)), LABELS, None]), ("Series", [7, LABELS, None]),
     ("Series", [np.ones(3), LABELS, None]), ("DataFrame", [[5], LABELS, LABELS]),
     ("DataFrame", [[np.ones(3), np.ones(3)], LABELS, LABELS]),
     ("DataFrame", [[np.ones(2)], LABELS, LABELS]),
     ("DataFrame", [[np.ones((2, 2))] * 2, LABELS, LABELS]),
     ("Index", [True, np.array([(1, 2), (3,)], object), [None, None]]),
     ("Index", [True, np.array([1, 2], object), [None]]),
     ("Index", [True, np.array([None], object), []]),
     ("Index", [True, np.array([None], object), [None] * 300]),
     ("Index", [False, np.ones((2, 2)), [None]]), ("Index", [False, np.ones(2), []])],
)  # fmt: skip
def test_a_plain_value_that_is_none_is_refused(name, parts):
    refuses([wire._VALUE, name, *[node(part) for part in parts]])


@pytest.mark.parametrize(
    "content",
    [
        [[2], 1],
        [[-1, -1], 1],
        [[2**40, 0]],
        [5, 1],
        [None],
        [],
        [{"a": 1}],
        [["x"], 1],
        [[True], 1],
        [[2**40], 1],
        [[1, 1], 1, 2],
    ],
)
def test_an_array_of_objects_that_is_none_is_refused(content):
    refuses([wire._OBJECTS, *content])


@pytest.mark.parametrize(
    "around",
    [lambda n: [wire._LIST, n], lambda n: [wire._TUPLE, 0, n], lambda n: [wire._DICT, 1, n],
     lambda n: [wire._OBJECTS, [1], n], lambda n: [wire._VALUE, "deque", [wire._LIST, n], None],
     lambda n: [wire._SLICE, n, 1, 1],
     lambda n: [wire._VALUE, "namedtuple", [wire._LIST, "x"], [wire._TUPLE, n]],
     lambda n: [wire._VALUE, "Series", n, [wire._LIST], None],
     lambda n: [wire._VALUE, "Counter", [wire._DICT, 0, [wire._OBJECTS, [1], n]]]],
)  # fmt: skip
def test_one_counter_bounds_how_deeply_nodes_of_every_kind_are_nested(around):
    tree = 1
    for _ in range(wire.MAX_DEPTH + 2):
        tree = around(tree)
    refuses(tree, match="nested")


def test_extensions_within_extensions_and_maps_are_refused():
    data = msgpack.packb(1)
    for _ in range(200):
        data = msgpack.packb(msgpack.ExtType(6, msgpack.packb(["PCG64", data])))
    refuses(data)
    refuses(msgpack.Timestamp(1))
    refuses({})
    refuses([wire._LIST, {1: 2}])
    refuses({i: 0 for i in range(1000)})


def collide(count):
    """Different values of the same hash."""
    return [i * (2**61 - 1) for i in range(count)]


@pytest.mark.parametrize(
    "make",
    [lambda keys: dict.fromkeys(keys), set, frozenset, OrderedDict.fromkeys, Counter,
     lambda keys: dict.fromkeys(keys).keys(), lambda keys: defaultdict(int, dict.fromkeys(keys, 1)),
     lambda keys: {"a": [dict.fromkeys(keys)]}, lambda keys: {(k,) for k in keys},
     lambda keys: {Fraction(k) for k in keys},
     lambda keys: pd.Index(np.array(keys, object)),
     lambda keys: pd.Series(0, index=pd.Index(np.array(keys, object))),
     lambda keys: pd.MultiIndex.from_tuples([(k, 1) for k in keys])],
)  # fmt: skip
def test_too_many_keys_of_one_hash_are_refused(make):
    assert list(map(repr, crossed(make([*range(5000)])))) == list(map(repr, make([*range(5000)])))
    packed = wire.pack(make(collide(300)), list)
    with pytest.raises(WireError, match="same hash"):
        wire.unpack(packed, list)


def test_many_equal_labels_are_no_fault():
    labels = pd.Index(np.array(["a", 1] * 500, object))
    assert crossed(labels).equals(labels)
    rows = pd.MultiIndex.from_tuples([("a", i % 2) for i in range(1000)])
    assert crossed(rows).equals(rows)


@pytest.mark.parametrize(
    "tree",
    [[[]] * 30_000, [[wire._ELLIPSIS]] * 30_000, [[wire._LIST, *[[wire._LIST]] * 1000]] * 30,
     [[wire._ARRAY, "<f8", [2**15, 0], b""]] * 2, [[wire._ARRAY, "|b1", [1], b"1"]] * 6_000,
     [[wire._HANDLE, 0]] * 2_000, [[wire._VALUE, "deque", [wire._LIST], None]] * 2_500,
     [[wire._VALUE, "Series", [wire._ARRAY, "<f8", [0], b""], [wire._LIST, False,
       [wire._ARRAY, "<f8", [0], b""], [wire._LIST, None]], None]] * 30],
    ids=["empty", "ellipses", "nested", "rows", "arrays", "handles", "deques", "series"],
)  # fmt: skip
def test_a_value_of_too_many_parts_is_refused(tree, monkeypatch):
    monkeypatch.setattr(wire, "MAX_COST", wire.MAX_COST // 100)
    refuses([wire._LIST, *tree], match="too many parts")


@pytest.mark.parametrize(
    ("packed", "match"),
    [(b"", "malformed"), (b"\0", "malformed"), (b"\xff" * 4, "large arrays"),
     (b"\xff" * 99, "large arrays"), (struct.pack("<IQ", 1, 2**63), "tree of"),
     (struct.pack("<IQQ", 2, 2**64 - 1, 1) + b"\0", "tree of"),
     (bytes(4 + (1 << 25) + 1), "tree of"), (sent([wire._ARRAY, "<f8", [1], None]), "malformed"),
     (sent([wire._LIST, *[[wire._ARRAY, "<f8", [1], None]] * 2], b"12345678"), "malformed"),
     (sent(b""), "malformed"), (sent(b"\xc0\xc0"), "malformed"), (sent(b"\xc1"), "malformed")],
)  # fmt: skip
def test_bytes_that_are_no_tree_are_refused(packed, match):
    with pytest.raises(WireError, match=match):
        wire.unpack(packed, list)


def test_each_large_content_is_used_once_and_in_order():
    value = [np.arange(500.0), {"a": np.ones((200, 3)), "b": [np.array(["x" * 500])]}, np.arange(3)]
    got = crossed(value)
    assert repr(got) == repr(value) and got[1]["a"].base is None
    with_handle = deque([np.arange(900.0), object()])  # becomes a handle, and its array is not sent
    got = wire.unpack(wire.pack([with_handle, np.arange(400.0)], lambda v: "h"), str)
    assert got[0] == "h" and got[1].shape == (400,)


@pytest.mark.parametrize(
    ("value", "match"),
    [(2**40_001, "integer of 40002 bits"), (["x" * (1 << 25)], "34 MB of lists"),
     ([()] * 30_000, "too many parts"), ([np.empty((50_000, 0))], "too many parts")],
    ids=["integer", "text", "tuples", "rows"],
)  # fmt: skip
def test_a_value_that_is_too_large_is_refused_where_it_is_packed(value, match, monkeypatch):
    monkeypatch.setattr(wire, "MAX_COST", wire.MAX_COST // 100)
    with pytest.raises(WireError, match=match):
        wire.pack(value, list)


@pytest.mark.parametrize(
    "value",
    [range(10**12), range(0, -(10**30), -1), np.empty(0, "U100000"), np.array([object()])],
    ids=["range", "backwards", "wide text", "objects"],
)  # fmt: skip
def test_a_value_that_would_explode_crosses_as_its_handle(value):
    assert wire.unpack(wire.pack(value, lambda v: "a handle"), str) == "a handle"


@pytest.mark.parametrize(
    "node",
    [[wire._RANGE, 0, 10**12, 1], [wire._RANGE, 0, 5, 0], [wire._RANGE, 0.0, 5, 1],
     [wire._RANGE, 1],
     [wire._SLICE, 1], [wire._INT, b"x" * 5002], [wire._INT, "ff"], [wire._INT, 5], [wire._INT],
     [wire._COMPLEX, 1.0], [wire._COMPLEX, "1", 2.0], [wire._DICT, 1],
     [wire._DICT, [wire._LIST], 1],
     [wire._SET, [wire._LIST]], [wire._HANDLE], [wire._HANDLE, 1, 2], [99, 1], [-1], [True, 1],
     [1.0],
     ["x" * 10**6], [None], [[[]]], [], [[0]]],
)  # fmt: skip
def test_a_node_that_is_none_is_refused(node):
    refuses(node)


class Tensor:
    """Like PyTorch's: NumPy can read it once it has no gradient and is on the processor."""

    def __init__(self, array, gradient=True, device="cuda"):
        self.array, self.gradient, self.device = array, gradient, device

    def detach(self):
        return Tensor(self.array, False, self.device)

    def cpu(self):
        return Tensor(self.array, self.gradient, "cpu")

    def __array__(self, dtype=None, copy=None):
        if self.gradient or self.device != "cpu":
            raise TypeError("can't convert to numpy")
        return np.asarray(self.array, dtype)


Tensor.__module__ = "torch"


def test_a_tensor_with_a_gradient_or_on_a_card_crosses_by_its_values():
    handles = []
    packed = wire.pack(Tensor(np.arange(3.0)), handles.append, is_tensor)
    assert not handles
    assert wire.unpack(packed, None, lambda array: array).tolist() == [0, 1, 2]
