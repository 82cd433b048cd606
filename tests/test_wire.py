"""What crosses between the two processes: data arrive unchanged, and reading runs no code."""

import copy
import math

import hypothesis.extra.numpy as arrays
import msgpack
import numpy as np
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
    st.integers(0, 12),
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
    [("|O", [1], b"12345678"), ("<M8[s]", [1], b"12345678"), ("V8", [1], b"12345678"),
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
    assert crossed("a\ud800b") == "a?b"


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
