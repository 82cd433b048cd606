"""What crosses between the two processes: data arrive unchanged, and reading runs no code."""

import copy
import datetime
import math
import signal
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

from course.judge import wire
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


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_wire_error(data):
    try:
        wire.unpack(data, lambda handle: None)
    except WireError:
        pass


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, 15),
    st.recursive(
        st.none() | st.integers(-(2**63), 2**64 - 1) | st.text() | st.binary() | st.floats(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
    ),
)
def test_any_extension_is_a_value_or_a_wire_error(code, content):
    data = msgpack.packb(msgpack.ExtType(code, msgpack.packb(content)))
    try:
        wire.unpack(data, lambda handle: None)
    except WireError:
        pass


@settings(max_examples=200, deadline=None)
@given(VALUES, st.data())
def test_bytes_cut_or_changed_are_a_value_or_a_wire_error(value, data):
    packed = bytearray(wire.pack(value, lambda value: 0))
    place = data.draw(st.integers(0, len(packed) - 1))
    packed[place] = data.draw(st.integers(0, 255))
    for broken in (bytes(packed), bytes(packed[:place])):
        try:
            wire.unpack(broken, lambda handle: None)
        except WireError:
            pass


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


def test_a_generator_goes_on_where_it_stood():
    for kind in (np.random.PCG64, np.random.MT19937, np.random.Philox, np.random.SFC64):
        generator = np.random.Generator(kind(3))
        generator.normal(size=7)
        got = crossed(generator)
        np.testing.assert_array_equal(got.normal(size=5), generator.normal(size=5))
        other = copy.deepcopy(got)
        assert other.normal() == got.normal()
        assert len({child.normal() for child in got.spawn(3)}) == 3


def test_what_is_no_data_crosses_as_its_handle():
    thing = object()
    packed = wire.pack([1, thing, {"a": thing}], lambda value: ["student", 7])
    assert wire.unpack(packed, tuple) == [1, ("student", 7), {"a": ("student", 7)}]


def test_what_is_nested_without_end_is_refused():
    endless = []
    endless.append(endless)
    with pytest.raises(WireError, match="nested"):
        wire.pack(endless, lambda value: 0)
    with pytest.raises(WireError):
        wire.unpack(b"\x91" * 5000 + b"\xc0", lambda handle: None)


@pytest.mark.parametrize(
    ("dtype", "shape", "content"),
    [("|O", [1], b"12345678"), ("<M8[s]", [2], b"12345678"), ("V8", [1], b"12345678"),
     ("<f8", [2], b"12345678"), ("<f8", [-1, 2], b"x" * 24), ("<f8", [2**40, 0], b""),
     ("<U0", [1], b""), ("f8,f8", [1], b"x" * 16), (["<f8"], [1], b"12345678"), ("<f8", 7, b"")],
)  # fmt: skip
def test_an_array_that_is_none_is_refused(dtype, shape, content):
    data = msgpack.packb(msgpack.ExtType(3, msgpack.packb([dtype, shape, content])))
    with pytest.raises(WireError):
        wire.unpack(data, lambda handle: None)


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


@pytest.mark.parametrize(
    ("name", "parts"),
    [("Decimal", ["1e999999999"]), ("Decimal", ["9" * 20_000]), ("Decimal", [1]),
     ("Decimal", ["x"]), ("Fraction", [1, 0]), ("Fraction", ["1", 2]), ("Fraction", [1]),
     ("date", [2024, 13, 1]), ("datetime", ["now"]), ("datetime", [5]), ("timedelta", [10**12]),
     ("Counter", [5]), ("defaultdict", ["eval", 5]), ("defaultdict", [None]), ("array", ["Q", 5]),
     ("namedtuple", ["P", ["_x"], 5]), ("namedtuple", ["P", ["x y"], 5]), ("Series", [5, 5, 5]),
     ("DataFrame", [[], 5, 5]), ("Index", [True, 5, 5]), ("os", ["x"]), (5, []), ([], [])],
)  # fmt: skip
def test_a_plain_value_that_is_none_is_refused(name, parts):
    data = msgpack.packb(msgpack.ExtType(9, msgpack.packb([name, *parts])))
    with pytest.raises(WireError):
        wire.unpack(data, lambda handle: None)


@pytest.mark.parametrize(
    "content",
    [
        [[2], 1],
        [[-1, -1], 1],
        [[2**40, 0]],
        [5, 1],
        [None],
        [],
        {"a": 1},
        [["x"], 1],
        [[1, 1], 1, 2],
    ],
)
def test_an_array_of_objects_that_is_none_is_refused(content):
    data = msgpack.packb(msgpack.ExtType(8, msgpack.packb(content)))
    with pytest.raises(WireError):
        wire.unpack(data, lambda handle: None)


def test_extensions_nested_without_end_and_maps_of_many_keys_are_refused():
    data = msgpack.packb(1)
    for _ in range(3000):
        data = msgpack.packb(msgpack.ExtType(8, msgpack.packb([[1], msgpack.ExtType(8, data)])))
        if len(data) > 100_000:
            break
    with pytest.raises(WireError):
        wire.unpack(data, lambda handle: None)
    with pytest.raises(WireError):
        wire.unpack(msgpack.packb({i: 0 for i in range(1000)}), lambda handle: None)


class Alarm(BaseException):
    pass


def _int(number):
    return number if number < 2**64 else msgpack.ExtType(1, msgpack.packb(hex(number)))


#: 20,000 numbers with the same hash.
COLLIDING = [_int(i * (2**61 - 1)) for i in range(20_000)]
PAIRS = [wire._DICT, *[x for key in COLLIDING for x in (key, None)]]


@pytest.mark.parametrize(
    "node",
    [PAIRS, [wire._SET, *COLLIDING], [wire._FROZENSET, *COLLIDING],
     msgpack.ExtType(9, msgpack.packb(["OrderedDict", PAIRS])),
     msgpack.ExtType(9, msgpack.packb(["dict_keys", [wire._LIST, *COLLIDING]]))],
    ids=["dict", "set", "frozenset", "OrderedDict", "keys"],
)  # fmt: skip
def test_a_signal_breaks_off_the_reading_of_keys_of_one_hash(node):
    def ring(number, frame):
        raise Alarm

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(Alarm):
            wire.unpack(msgpack.packb(node), lambda handle: None)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


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
