"""Whatever bytes arrive, what reads them in the judge gives a value or its own error."""

import os
import random

import hypothesis.extra.numpy as arrays
import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.judge import generators, wire
from course.judge.wire import WireError
from tools import fuzz

NODES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=5)
    | st.binary(max_size=9)
    | st.sampled_from(["<f8", "<U3", "<M8[s]", "|O", "deque", "Index", "DataFrame", "namedtuple"]),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.builds(
            lambda kind, parts: [kind, *parts], st.integers(0, 18), st.lists(inner, max_size=5)
        )
        | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=20,
)
DATED = arrays.arrays(
    st.one_of(
        arrays.datetime64_dtypes(), arrays.timedelta64_dtypes(), arrays.unicode_string_dtypes(),
        arrays.byte_string_dtypes(), arrays.floating_dtypes(sizes=(16, 32, 64)),
    ),
    arrays.array_shapes(min_dims=0, min_side=0, max_side=3),
)  # fmt: skip
PROMISED = ("value", "refused", "connection lost", "message", "message, value",
            "message, refused")  # fmt: skip


def ends(kind, data):
    """Check that bytes end as their reader promises; any other exception fails the test."""
    what = fuzz.outcome(kind, data)
    assert what in PROMISED or what.endswith("generators")


DATA = [
    value for value in fuzz.VALUES if type(value) is not object and "object at" not in repr(value)
]


@pytest.mark.parametrize("value", DATA, ids=lambda value: type(value).__name__)
def test_every_kind_of_value_crosses_again_as_it_came(value):
    content, states = fuzz.packed(value)
    got = wire.unpack(content, str, generators=generators.moved(states))
    assert fuzz.packed(got) == (content, states)
    assert repr(got) == repr(value) or type(value) is fuzz.Point or states


@settings(max_examples=150, deadline=None)
@given(DATED)
def test_texts_and_dates_come_out_as_they_went_in(value):
    got = wire.unpack(wire.pack(value, None), None)
    assert (got.dtype, got.shape) == (value.dtype, value.shape)
    np.testing.assert_array_equal(got, value)


@settings(max_examples=400, deadline=None)
@given(NODES)
def test_any_tree_is_a_value_or_a_wire_error(node):
    ends("value", bytes(4) + msgpack.packb(node))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_wire_error(data):
    ends("value", data)
    ends("value", bytes(4) + data)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=100), st.booleans())
def test_any_bytes_on_a_channel_are_a_message_or_its_end(data, whole):
    ends("message", fuzz.framed(data) if whole else data)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_a_damaged_frame_ends_as_its_reader_promises(seed):
    rng = random.Random(seed)  # noqa: S311
    kind, frame = rng.choice(REAL)
    ends(kind, fuzz.damaged(frame, REAL, rng))


REAL = fuzz.frames()


@pytest.mark.parametrize("kind", ["value", "message"])
def test_every_prefix_of_a_frame_ends_as_its_reader_promises(kind):
    frames = [frame for name, frame in REAL if name == kind and len(frame) < 300]
    assert len(frames) > 20
    for frame in frames:
        for end in range(len(frame)):
            ends(kind, frame[:end])


def test_undamaged_frames_are_read():
    for kind, frame in REAL:
        what = fuzz.outcome(kind, frame)
        assert what in ("value", "message", "message, value") or kind == "state"


def test_frames_are_read_in_a_process_of_its_own():
    result = fuzz.run(300, 2)
    assert sum(result["outcomes"].values()) == 300
    assert all(o in PROMISED or o.endswith("generators") for o in result["outcomes"])


def test_a_frame_that_ends_the_process_is_told(monkeypatch):
    def outcome(kind, data):
        raise SystemExit(3) if kind == "message" else ValueError("no")

    monkeypatch.setattr(fuzz, "outcome", outcome)
    result = fuzz.run(300, 2)
    assert result["kind"] == "message" and bytes.fromhex(result["frame"])
    assert "ended with" in result["ended"]


def test_a_frame_that_hangs_is_told(monkeypatch):
    monkeypatch.setattr(fuzz, "outcome", lambda kind, data: os.read(os.pipe()[0], 1))
    monkeypatch.setattr(fuzz, "HANGS", 0.5)
    result = fuzz.run(3, 2)
    assert "took more than" in result["ended"] and result["kind"]


def test_an_exception_that_is_not_promised_is_told_with_its_frame(monkeypatch):
    def outcome(kind, data):
        raise ZeroDivisionError("here")

    monkeypatch.setattr(fuzz, "outcome", outcome)
    (told, *_) = fuzz.run(3, 2)["outcomes"]
    assert told.startswith("ZeroDivisionError in ") and told.endswith(": here")


def test_a_wire_error_is_what_a_reader_promises():
    with pytest.raises(WireError):
        wire.unpack(b"\xff" * 9, str)
    assert fuzz.outcome("value", b"\xff" * 9) == "refused"
