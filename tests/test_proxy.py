"""A student's function behind a proxy, both sides in one process."""

import collections
import datetime
import decimal
import enum
import fractions
from array import array

import numpy as np
import pandas as pd
import pytest

from course import testing
from course.judge.hints import CatalogueEntry
from course.judge.proxy import Remote
from course.judge.rpc import ConnectionLost


class Counted(CatalogueEntry):
    """The student's side, which counts the questions that it is asked."""

    asked = 0

    def ask(self, question):
        self.asked += 1
        return super().ask(question)


def behind_a_proxy(**names):
    remote = Remote()
    student = remote.peer = Counted(names, remote.answer)
    return remote, student


def draw(p, rng):
    return int(rng.choice(len(p), p=p))


def test_many_draws_are_one_question_and_go_on_where_the_generator_stands():
    remote, student = behind_a_proxy(draw=draw)
    p, ours, theirs = np.array([0.2, 0.5, 0.3]), np.random.default_rng(3), np.random.default_rng(3)
    together = testing.repeat(40, remote.named("draw"), p, theirs)
    assert student.asked == 1
    assert together == testing.repeat(40, draw, p, ours)
    assert theirs.bit_generator.state == ours.bit_generator.state


def test_an_array_that_is_reshaped_in_place_is_noticed():
    def flattens(x):
        x.shape = (6,)
        return x.sum()

    remote, _ = behind_a_proxy(flattens=flattens)
    x = np.arange(6.0).reshape(2, 3)
    with pytest.raises(testing.CheckFailed, match="changed"):
        testing.call(remote.named("flattens"), x)
    assert x.shape == (6,)


def test_an_array_that_is_given_another_size_in_place_is_no_right_answer():
    def grows(x):
        x.resize((9,), refcheck=False)
        return 0

    remote, _ = behind_a_proxy(grows=grows)
    with pytest.raises(RuntimeError, match=r"shape \(6,\).* became one of \(9,\)"):
        testing.call(remote.named("grows"), np.arange(6.0))


@pytest.mark.parametrize("proxied", [False, True])
def test_draws_that_change_an_argument_or_raise_are_told(proxied):
    def sorts(p, rng):
        p.sort()
        return 0

    def fails(p, rng):
        raise ValueError("no")

    remote, _ = behind_a_proxy(sorts=sorts, fails=fails)
    functions = (remote.named("sorts"), remote.named("fails")) if proxied else (sorts, fails)
    rng = np.random.default_rng(0)
    with pytest.raises(testing.CheckFailed, match="changed"):
        testing.repeat(3, functions[0], np.array([0.7, 0.3]), rng)
    with pytest.raises(ValueError, match="no"):
        testing.repeat(3, functions[1], np.array([0.7, 0.3]), rng)


Point = collections.namedtuple("Point", "x y")
Level = enum.IntEnum("Level", "low high")

#: What a student may return, made anew each time.
RETURNED = {
    "objects": lambda: np.array([1.0, 2.0], object), "objects of ints": lambda: np.array([1, 2], object),
    "objects of texts": lambda: np.array(["a", "b"], object), "matrix": lambda: np.matrix([[1, 2]]),
    "masked": lambda: np.ma.array([1, 2]), "long double": lambda: np.longdouble(1),
    "decimals": lambda: [decimal.Decimal(1), decimal.Decimal(2)],
    "fraction": lambda: fractions.Fraction(1), "fractions": lambda: [fractions.Fraction(1), 2],
    "Counter": lambda: collections.Counter("ab"), "OrderedDict": lambda: collections.OrderedDict(a=1),
    "defaultdict": lambda: collections.defaultdict(int, a=1), "deque": lambda: collections.deque([1, 2]),
    "named tuple": lambda: Point(1, 2), "array": lambda: array("d", [1, 2]), "bytes": lambda: b"ab",
    "bytearray": lambda: bytearray(b"ab"), "range": lambda: range(1, 3), "set": lambda: {1, 2},
    "frozenset": lambda: frozenset({1, 2}), "keys": lambda: {1: 0, 2: 0}.keys(),
    "values": lambda: {0: 1, 1: 2}.values(), "items": lambda: {"a": 1}.items(),
    "map": lambda: map(int, "12"), "zip": lambda: zip([1], [2], strict=True), "generator": lambda: (i for i in (1, 2)),
    "iterator": lambda: iter([1, 2]), "enumerate": lambda: enumerate([1, 2]),
    "reversed": lambda: reversed([2, 1]), "date": lambda: datetime.date(2024, 1, 1),
    "time difference": lambda: datetime.timedelta(1), "IntEnum": lambda: Level.low,
    "datetime64": lambda: np.array(["2024-01-01"], "M8[D]"), "complex": lambda: 1 + 2j,
    "Series": lambda: pd.Series([1, 2]), "Series of texts": lambda: pd.Series(["a", "b"]),
    "DataFrame": lambda: pd.DataFrame({"a": [1, 2]}), "Index": lambda: pd.Index([1, 2]),
    "number": lambda: 1, "float32": lambda: np.float32(1), "bool_": lambda: np.bool_(True),
    "list": lambda: [1, 2], "tuple": lambda: (1, 2), "text": lambda: "ab", "none": lambda: None,
    "nested": lambda: {"a": [np.array([1, 2], object), (decimal.Decimal(1),)]},
}  # fmt: skip
#: What a test may do with it; each ends in a verdict, which may be an error.
CHECKED = {
    "close": lambda got: testing.close(got, [1, 2], "x"),
    "close to a number": lambda got: testing.close(got, 1, "x"),
    "close to a row": lambda got: testing.close(got, [[1, 2]], "x"),
    "same list": lambda got: testing.same(got, [1, 2], "x"),
    "same number": lambda got: testing.same(got, 1, "x"),
    "same texts": lambda got: testing.same(got, ["a", "b"], "x"),
    "same dict": lambda got: testing.same(got, {"a": 1}, "x"),
    "equal": lambda got: testing.that(bool(np.all(got == [1, 2])), "no", "no"),
    "equal to a set": lambda got: testing.that(got == {1, 2}, "no", "no"),
    "equal to a date": lambda got: testing.that(got == datetime.date(2024, 1, 1), "no", "no"),
    "positive": lambda got: testing.that(bool(np.all(got > 0)), "no", "no"),
    "a list of it": lambda got: testing.same(list(got), [1, 2], "x"),
    "its sum": lambda got: testing.same(sum(got), 3, "x"),
    "sorted": lambda got: testing.same(sorted(got), [1, 2], "x"),
    "its length": lambda got: testing.same(len(got), 2, "x"),
    "its first": lambda got: testing.same(got[0], 1, "x"),
    "what it lacks": lambda got: testing.same(got["none"], 0, "x"),
    "its shape": lambda got: testing.same(got.shape, (2,), "x"),
    "its mean": lambda got: testing.close(got.mean(), 1.5, "x"),
    "its x": lambda got: testing.same(got.x, 1, "x"),
    "contained": lambda got: testing.that(2 in got, "no", "no"),
    "as a float": lambda got: testing.close(float(got), 1.0, "x"),
    "twice": lambda got: testing.close(np.asarray(got) * 2, [2, 4], "x"),
    "isinstance": lambda got: testing.that(isinstance(got, (list, tuple, dict, int)), "no", "no"),
    "items": lambda got: testing.same(sorted(got.items()), [("a", 1)], "x"),
}  # fmt: skip


def verdict(check, function):
    try:
        check(function())
    except Exception:
        return False
    return True


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("check", CHECKED)
@pytest.mark.parametrize("value", RETURNED)
def test_a_test_has_the_same_verdict_in_the_notebook_and_in_grading(value, check):
    remote, _ = behind_a_proxy(answer=RETURNED[value])
    in_the_notebook = verdict(CHECKED[check], RETURNED[value])
    assert verdict(CHECKED[check], remote.named("answer")) == in_the_notebook


def test_every_check_passes_for_some_value_and_fails_for_some():
    for check in CHECKED.values():
        assert {verdict(check, value) for value in RETURNED.values()} == {True, False}


@pytest.mark.parametrize("reply", [5, None, {}, [], [True], [True, b""], [1, b"", {}],
                                   [True, {}, {}], [False, b"", {}], [True, b"", []]])  # fmt: skip
def test_a_malformed_reply_ends_the_conversation(reply):
    remote = Remote()
    remote.peer = type("Peer", (), {"ask": lambda self, question: reply})()
    with pytest.raises(ConnectionLost, match="malformed reply"):
        remote.named("f")(1)
