"""A student's function behind a proxy, both sides in one process."""

import collections
import datetime
import decimal
import enum
import fractions
import re
from array import array

import numpy as np
import pandas as pd
import pytest

from course import testing
from course.judge import generators, wire
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


Point = collections.namedtuple("Point", "x y")


def draw(p, rng):
    return int(rng.choice(len(p), p=p))


def test_many_draws_are_one_question_and_go_on_where_the_generator_stands():
    remote, student = behind_a_proxy(draw=draw)
    p, ours, theirs = np.array([0.2, 0.5, 0.3]), np.random.default_rng(3), np.random.default_rng(3)
    together = testing.repeat(40, remote.named("draw"), p, theirs)
    assert student.asked == 1
    assert together == testing.repeat(40, draw, p, ours)
    assert theirs.bit_generator.state == ours.bit_generator.state


def reshaped(x):
    x.shape = (6,)


def resized(x):
    x.resize((9,), refcheck=False)


def zeroed(x):
    x[...] = 0


def grown(items):
    items.append(1)


def filled(items):
    for item in items.values() if isinstance(items, dict) else items:
        item.fill(7)


def replaced(items):
    items[0] = None


#: name: (what is given, how it is changed).
CHANGES = {
    "array": (lambda: np.arange(6.0), zeroed),
    "array of one value": (lambda: np.array(5), zeroed),
    "array reshaped": (lambda: np.arange(6.0).reshape(2, 3), reshaped),
    "array resized": (lambda: np.arange(6.0), resized),
    "array of objects": (lambda: np.array([1, "a"], object), replaced),
    "array in an array of objects": (lambda: np.array([np.arange(2), 1], object),
                                     lambda x: x[0].fill(7)),
    "list": (lambda: [1], grown), "list of arrays": (lambda: [np.ones(2), np.ones(3)], filled),
    "list cleared": (lambda: [1, 2], lambda items: items.clear()),
    "list nested": (lambda: [[1], [2]], lambda items: items[0].append(3)),
    "tuple of arrays": (lambda: (np.ones(2),), filled),
    "named tuple of arrays": (lambda: Point(np.ones(2), 2), lambda point: point.x.fill(7)),
    "deque": (lambda: collections.deque([1]), grown), "set": (lambda: {2}, lambda s: s.add(1)),
    "dict": (lambda: {"a": 1}, lambda d: d.clear()), "dict of arrays": (lambda: {1: np.ones(2)}, filled),
    "dict with another value": (lambda: {"a": 1}, lambda d: d.update(a=2)),
    "Counter": (lambda: collections.Counter("aab"), lambda c: c.update("b")),
    "dict of lists of arrays": (lambda: {"a": [np.ones(2)]}, lambda d: filled(d["a"])),
}  # fmt: skip


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("proxied", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_a_call_that_changes_an_argument_fails_the_check(change, proxied, named):
    make, does = CHANGES[change]
    changed = []

    def answer(x):
        does(x)
        changed.append(repr(x))
        return 0

    given = make()
    before = repr(given)
    function = behind_a_proxy(answer=answer)[0].named("answer") if proxied else answer
    with pytest.raises(testing.CheckFailed, match=f"argument {'x' if named else '#1'} was changed"):
        testing.call(function, **{"x": given}) if named else testing.call(function, given)
    assert changed != [before]
    assert (repr(given) == before) == proxied, "the test's own object"


@pytest.mark.parametrize("proxied", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_a_call_that_changes_nothing_passes_the_check(change, proxied):
    make, _ = CHANGES[change]
    remote, _ = behind_a_proxy(answer=lambda x: repr(x))
    answer = remote.named("answer") if proxied else repr
    assert testing.call(answer, make())


class Changing:
    """Whatever is done with it, it changes what it is given."""

    def __init__(self):
        vars(self).update(times=0)

    def change(self, *given):
        for value in given:
            if isinstance(value, np.ndarray):
                value.fill(0)
                vars(self)["times"] += 1
            elif isinstance(value, (list, tuple)):
                self.change(*value)
                if isinstance(value, list):
                    value.append("x")
            elif isinstance(value, dict):
                self.change(*value.values())
                value.clear()

    def __call__(self, *given, **named):
        self.change(*given, *named.values())

    __setattr__ = __setitem__ = __call__
    method = __call__

    def __getitem__(self, key):
        self.change(key)
        return 0

    def __contains__(self, value):
        self.change(value)
        return True

    def again(self, function, *given):
        for value in given:
            function(value)
        self.change(*given)


def set_attribute(thing, *values):
    thing.weights = values[0]


def set_item(thing, *values):
    thing[values[0]] = values[-1]


#: What a test may do with an object of the student's and its own arrays.
OPERATIONS = {
    "call": lambda thing, *values: thing(*values),
    "call by names": lambda thing, *values: thing(**{f"v{i}": v for i, v in enumerate(values)}),
    "method": lambda thing, *values: thing.method(*values),
    "method of a list": lambda thing, *values: thing.method([*values]),
    "attribute": set_attribute, "item set": set_item,
    "item": lambda thing, *values: thing[list(values)],
    "contained": lambda thing, *values: list(values) in thing,
    "callback": lambda thing, *values: thing.again(lambda value: value, *values),
}  # fmt: skip


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_tests_own_objects_stay_as_they_are(operation):
    thing = Changing()
    remote, _ = behind_a_proxy(thing=thing)
    inner = np.ones(3)
    values = np.arange(4.0), [inner, [1, 2]], {"a": inner, "b": [np.ones((2, 2))]}, (inner,)
    before = repr(values)
    OPERATIONS[operation](remote.named("thing"), *values)
    assert thing.times, "nothing was changed"
    assert repr(values) == before and inner.all()


@pytest.mark.parametrize("proxied", [False, True])
@pytest.mark.parametrize(
    "holding",
    [lambda rng: rng, lambda rng: [rng], lambda rng: (1, {"a": rng}), lambda rng: [rng, rng],
     lambda rng: Point([rng], 2), lambda rng: collections.deque([rng]),
     lambda rng: np.array([rng, None], object)],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"])
def test_a_generator_moves_on_wherever_it_stands(kind, holding, proxied):
    def generators(value):
        if isinstance(value, np.random.Generator):
            yield value
        elif isinstance(value, (list, tuple, dict, collections.deque, np.ndarray)):
            for inner in value.values() if isinstance(value, dict) else value:
                yield from generators(inner)

    def draws(value):
        return [g.integers(2**31, dtype="int32") for g in generators(value)]

    def made():
        return np.random.Generator(getattr(np.random, kind)(7))

    rng, twin = made(), made()
    draw = behind_a_proxy(draws=draws)[0].named("draws") if proxied else draws
    for _ in range(5):
        assert testing.call(draw, holding(rng)) == draws(holding(twin))
        assert rng.integers(2**31, dtype="int32") == twin.integers(2**31, dtype="int32")


def test_a_generator_moves_on_in_a_callback_and_when_the_call_fails():
    def asks(function, rng):
        first = function([rng])
        raise ValueError(first, rng.normal())

    rng, twin = np.random.default_rng(2), np.random.default_rng(2)
    remote, _ = behind_a_proxy(asks=asks, same=lambda rng: rng)
    drawn = re.escape(str((twin.normal(), twin.normal())))
    with pytest.raises(ValueError, match=drawn):
        remote.named("asks")(lambda given: given[0].normal(), rng)
    assert rng.normal() == twin.normal()
    assert remote.named("same")(rng) is rng


def test_a_generator_does_not_become_one_of_another_kind():
    remote, student = behind_a_proxy(f=lambda rng: 0)

    class Forging:
        def ask(self, question):
            reply = student.ask(question)
            return [*reply[:2], [generators.state(np.random.Generator(np.random.SFC64(1)))], {}]

    remote.peer = Forging()
    rng = np.random.default_rng(2)
    with pytest.raises(RuntimeError, match="became one of kind SFC64"):
        remote.named("f")(rng)
    assert rng.normal() == np.random.default_rng(2).normal()


@pytest.mark.parametrize("name", ["operation", "target", "self", "subject", "times", "function"])
def test_an_argument_may_have_any_name(name):
    remote, _ = behind_a_proxy(f=lambda **named: sorted(named))
    assert remote.named("f")(**{name: 1}) == [name]
    assert testing.call(remote.named("f"), **{name: 1}) == [name]


def test_a_function_of_the_students_is_an_argument():
    remote, _ = behind_a_proxy(double=lambda x: 2 * x, twice=lambda f, x: f(f(x)))
    assert remote.named("twice")(remote.named("double"), 3) == 12


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


@pytest.mark.parametrize(
    "reply",
    [5, None, {}, [], [True], [True, b""], [True, b"", []], [1, b"", [], {}], [True, {}, [], {}],
     [False, b"", [], {}], [True, b"", {}, {}], [True, b"", [], []], [True, "", [], {}],
     [True, b"", [], {}, 0], "true", [True, b"", None, {}], [None, b"", [], {}]],
)  # fmt: skip
def test_a_malformed_reply_ends_the_conversation(reply):
    remote = Remote()
    remote.peer = type("Peer", (), {"ask": lambda self, question: reply})()
    with pytest.raises(ConnectionLost, match="malformed reply"):
        remote.named("f")(1)


ZERO = wire.pack(0, list)
STATE = generators.state(np.random.default_rng(1))


@pytest.mark.parametrize(
    "reply",
    [[True, b"", [], {}], [True, b"garbage", [], {}], [True, ZERO, [STATE], {5: ZERO}],
     [True, ZERO, [STATE], {-1: ZERO}], [True, ZERO, [STATE], {"x": ZERO}],
     [True, ZERO, [STATE], {0: 7}], [True, ZERO, [STATE], {0: b"garbage"}],
     [True, ZERO, [], {}], [True, ZERO, [STATE] * 2000, {}], [True, ZERO, [5], {}],
     [True, ZERO, [["PCG64"]], {}], [True, ZERO, [["seed", *STATE[1:]]], {}],
     [True, ZERO, [[*STATE[:-1], "x"]], {}], [True, ZERO, [[*STATE, b""]], {}]],
    ids=repr,
)  # fmt: skip
def test_an_unreadable_reply_fails_the_call(reply):
    remote = Remote()
    remote.peer = type("Peer", (), {"ask": lambda self, question: reply})()
    with pytest.raises(RuntimeError, match="can't be read"):
        testing.call(remote.named("f"), np.random.default_rng(1))


@pytest.mark.parametrize(
    "described",
    [{}, {"kind": 5}, {"kind": "print"}, {"kind": "SystemExit"}, {"kind": "x" * 10**7},
     {"kind": "ValueError", "name": [], "message": {}, "traceback": 7},
     {"kind": "ExceptionGroup", "name": "a b", "message": "m"}],
)  # fmt: skip
def test_an_error_that_is_badly_described_is_an_error(described):
    remote = Remote()
    remote.peer = type("Peer", (), {"ask": lambda self, question: [False, described, [], {}]})()
    with pytest.raises(Exception, match="^.{0,30000}$") as raised:
        remote.named("f")(1)
    assert len(type(raised.value).__name__) <= 100


@pytest.mark.parametrize(
    "handle",
    [5, [], ["judge"], ["judge", -1], ["judge", True, "f"], ["judge", 0, "f"], ["student", 0],
     ["student", -1, "X", "x", [], False], ["student", 0.0, "X", "x", [], False],
     ["student", 0, 5, "x", [], False], ["student", 0, "X", None, [], False],
     ["student", 0, "X", "x", "keras.Model", False], ["student", 0, "X", "x", [], 1]],
)  # fmt: skip
def test_a_handle_that_is_none_fails_the_call(handle):
    packed = wire.pack(object(), lambda value: handle)
    remote = Remote()
    remote.peer = type("Peer", (), {"ask": lambda self, question: [True, packed, [], {}]})()
    with pytest.raises(RuntimeError, match="can't be read"):
        remote.named("f")()
