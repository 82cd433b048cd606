"""The checks of `course.testing` that look beyond one answer: state, chance, integers, batches.

Each wrong function must fail and each right one pass, in this process and behind a proxy.
"""

import random

import numpy as np
import pytest

from course import testing
from course.judge.hints import CatalogueEntry
from course.judge.proxy import Remote
from course.testing import CheckFailed, chance

RNG = np.random.default_rng(11)


@pytest.fixture(params=["here", "behind a proxy"])
def place(request):
    """A function that puts a student's function here or behind a proxy."""
    if request.param == "here":
        return lambda function: function

    def proxied(function):
        remote = Remote()
        remote.peer = CatalogueEntry({"f": function}, remote.answer)
        return remote.named("f")

    return proxied


def kind_of(check):
    """The kind of failure, or None."""
    try:
        check()
    except CheckFailed as failure:
        return failure.kind
    return None


# ---------------------------------------------------------------- state


def double(x):
    return 2 * x


def in_a_buffer():
    buffer = np.zeros(3)

    def f(x):
        np.multiply(x, 2, out=buffer)
        return buffer

    return f


def cached_by_shape():
    kept = {}
    return lambda x: kept.setdefault(x.shape, 2 * x)


def cached_by_id():
    kept = {}

    def f(x):
        if id(x) not in kept:
            kept[id(x)] = x, 2 * x
        return kept[id(x)][1].copy()

    return f


def counted():
    calls = []

    def f(x):
        calls.append(1)
        return 2 * x + len(calls) % 2

    return f


def changed_and_put_back(x):
    x *= 2
    y = x.copy()
    x /= 2
    return y


def appended_and_popped(items):
    items.append(0)
    result = sum(items)
    items.pop()
    return result


def looked_up(counts):
    counts.setdefault(0, 1)
    return sum(counts.values()) - counts.pop(0)


def same_list():
    result = []

    def f(words):
        result[:] = [w.upper() for w in words]
        return result

    return f


def sometimes_the_argument(x):
    return x if x[0] > 5 else 2 * x


A, B = np.array([1.0, 2, 3]), np.array([4.0, 5, 7])
STATES = {
    "the argument itself": (lambda: lambda x: x, A, B, {"shares-argument", "read-only"}),
    "a kept buffer": (in_a_buffer, A, B, {"shares-result", "earlier-result"}),
    "a cache by shape": (cached_by_shape, A, B, {"shares-result", "earlier-result", "remembers"}),
    "a cache by id": (cached_by_id, A, B, {"stale"}),
    "the number of calls": (counted, A, B, {"remembers", "stale"}),
    "written and put back": (lambda: changed_and_put_back, A, B, {"read-only"}),
    "a list written and put back": (lambda: appended_and_popped, [1, 2], [3, 4], {"read-only"}),
    "a dict written and put back": (lambda: looked_up, {1: 2}, {3: 4}, {"read-only"}),
    "a list that is kept": (same_list, ["a"], ["b"], {"shares-result", "earlier-result"}),
}


@pytest.mark.parametrize("case", STATES)
def test_state_is_found_by_calls_of_the_same_shape(case, place):
    make, first, second, kinds = STATES[case]
    f = place(make())

    def check():
        testing.call(f, first)
        testing.call(f, second)

    assert kind_of(check) in kinds
    assert kind_of(lambda: testing.pure(place(make()), [first], [second])) in kinds
    # A test that runs again finds it again, once the same calls come.
    assert kind_of(lambda: (check(), check())) in kinds


def test_every_call_is_watched_for_shared_memory(place):
    f = place(sometimes_the_argument)
    for argument in (A, B, A, B, A, B, A):
        testing.call(f, argument)
    with pytest.raises(CheckFailed, match="share their memory"):
        testing.call(f, np.array([6.0, 1, 1]))


@pytest.mark.parametrize(
    ("function", "first", "second"),
    [
        (double, A, B),
        (lambda x: [2 * v for v in x], A, B),
        (lambda words: {w: len(w) for w in words}, ["a", "bb"], ["ccc"]),
        (lambda text: text.upper(), "a", "b"),
        (lambda x: x.reshape(3, 1), A, B),  # a view of another shape
        (lambda x: float(x.sum()), A, B),
        (lambda words: tuple(sorted(words)), ["b", "a"], ["d", "c"]),
    ],
)
def test_a_function_without_state_passes(function, first, second, place):
    f = place(function)
    for argument in (first, second, first, second):
        testing.call(f, argument)
    testing.pure(f, [first], [second])


def draws(rng):
    return rng.normal(size=3)


def draws_elsewhere(rng):
    return np.random.normal(size=3)  # noqa: NPY002


def seeds_python(rng):
    random.seed(0)
    return rng.normal(size=3)


@pytest.mark.parametrize(
    ("function", "kinds"),
    [
        (draws, {None}),
        (draws_elsewhere, {"global-random", "remembers"}),
        (seeds_python, {"global-random"}),
    ],
)
def test_draws_come_from_the_given_generator_alone(function, kinds, place):
    f = place(function)
    assert (
        kind_of(lambda: [testing.call(f, np.random.default_rng(seed)) for seed in (1, 2)]) in kinds
    )


def test_a_generator_moves_on_as_if_nothing_had_been_probed(place):
    f, ours, theirs = place(draws), np.random.default_rng(3), np.random.default_rng(3)
    for _ in range(4):
        assert np.array_equal(testing.call(f, ours), theirs.normal(size=3))


# ---------------------------------------------------------------- integers, batches, errors


def truncated(x, W):
    y = np.zeros_like(W)
    y[:] = np.tanh(x @ W / 7)
    return y


def test_integers_are_numbers(place):
    x, W = RNG.integers(-3, 4, (2, 2)).astype(float), RNG.integers(1, 4, (2, 2)).astype(float)
    testing.integers(place(lambda x, W: np.tanh(x @ W / 7)), x, W, what="f")
    with pytest.raises(CheckFailed, match="argument #2 as int64"):
        testing.integers(place(truncated), x, W, what="f")
    testing.integers(place(lambda parts: [p / 2 for p in parts]), [x, W], what="f")
    testing.integers(place(lambda x, W: x @ W), x, W + 0.5, what="f")
    with pytest.raises(CheckFailed, match="argument #1 as int64"):
        testing.integers(place(lambda x, W: (x @ W).astype(x.dtype)), x, W + 0.25, what="f")
    with pytest.raises(ValueError, match="whole"):
        testing.integers(double, x + 0.5, what="f")


def test_each_example_alone_gives_what_it_gives_in_the_batch(place):
    x = RNG.normal(size=(3, 4))
    testing.alone(place(lambda x, b: (x + b, x - b)), [x, 2.0], [0], "f")
    testing.alone(place(lambda x: (2 * x).tolist()), [x], [0], "f")
    testing.alone(place(lambda x: [(2 * x).tolist(), x.tolist()]), [x], [0], "f")
    testing.alone(place(lambda x: [2 * x, x.sum(axis=1)]), [x], [0], "f")
    with pytest.raises(CheckFailed, match="example 0 alone and in the batch"):
        testing.alone(place(lambda x: x - x.mean(axis=0)), [x], [0], "f")


def lenient(mode):
    if str(mode).strip().lower() not in ("sum", "concat"):
        raise ValueError("no such mode")
    return 1


def test_near_misses_are_refused(place):
    cases = testing.near_misses("sum", "concat")
    assert not {"sum", "concat"} & {c for c in cases if isinstance(c, str)}
    with pytest.raises(CheckFailed, match="the call went through"):
        testing.refuses(place(lenient), cases, 0, name="mode")


def cached_by_the_first():
    kept = {}
    return lambda x, y: kept.setdefault(x.tobytes(), x + y).copy()


def test_every_argument_counts(place):
    arguments = [A, B], [B, 2 * B]
    testing.mixed(place(lambda x, y: x + y), np.add, *arguments, "f")
    with pytest.raises(CheckFailed):  # by itself, or by what `call` looks at
        testing.mixed(place(cached_by_the_first()), np.add, *arguments, "f")


def test_two_calls_that_are_alike_are_found_among_many(place):
    f = place(cached_by_id())
    for size in range(1, 20):
        testing.call(f, np.arange(size) + 1.0)
    testing.call(f, np.arange(15) + 1.0)  # the same again tells nothing
    with pytest.raises(CheckFailed, match="the old one"):
        testing.call(f, np.arange(15) + 2.0)


def careful(mode):
    if not isinstance(mode, str) or mode not in ("sum", "concat"):
        raise ValueError
    return 1


def test_a_bare_value_error_is_enough(place):
    testing.refuses(place(careful), testing.near_misses("sum", "concat"), 0, name="mode")


def test_an_error_where_an_answer_was_expected_is_told(place):
    why = ("no tokens", "ningún token")
    assert testing.accepts(place(lambda x: x + 1), 1, why=why) == 2
    with pytest.raises(CheckFailed, match="must work with no tokens, and raised KeyError"):
        testing.accepts(place(lambda x: {}[x]), "k", why=why)


def test_what_is_no_real_number_or_no_order_is_told():
    with pytest.raises(CheckFailed, match="got complex ones"):
        testing.close(np.array([1 + 0j]), [1.0], "f")
    testing.same({"b": 2, "a": 3}, {"a": 3, "b": 2}, "f")
    with pytest.raises(CheckFailed, match="another order"):
        testing.same({"b": 2, "a": 3}, {"a": 3, "b": 2}, "f", ordered=True)
    with pytest.raises(CheckFailed):
        testing.same([True, 0], [1, 0], "f")


# ---------------------------------------------------------------- chance


def test_draws_that_fit_pass_and_others_fail():
    p = np.array([0.5, 0.3, 0.199, 0.001])
    for seed in range(50):
        testing.drawn(np.random.default_rng(seed).choice(4, 5000, p=p), p, "f")
    others = {
        "one in ten uniform": 0.9 * p + 0.1 / 4,
        "the rarest dropped": np.array([0.5, 0.3, 0.2, 0.0]),
        "flatter": p**0.8 / np.sum(p**0.8),
    }
    enough = {"the rarest dropped": 40_000}
    for name, q in others.items():
        draws = np.random.default_rng(1).choice(4, enough.get(name, 8000), p=q)
        with pytest.raises(CheckFailed):
            testing.drawn(draws, p, "f")
    with pytest.raises(CheckFailed, match="whole numbers from 0 to 3"):
        testing.drawn([0, 4], p, "f")


def test_the_bound_on_false_alarms_holds():
    """Exactly: the probability of the counts that `unlikely` names is below the stated rate."""
    from math import comb

    for n, p in [(10, 0.3), (100, 0.02), (200, 0.5), (50, 1e-4)]:
        named = sum(
            comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1) if chance.unlikely(k, n, p)
        )
        assert named <= chance.FALSE_ALARM


def test_a_generator_at_the_edge():
    assert testing.edge_rng().random() == 1 - 2**-53
    assert testing.edge_rng(0).random() == 0
    for word in (1, 12345, 2**63):
        assert testing.edge_rng(word).bit_generator.random_raw() == word
