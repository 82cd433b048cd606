"""The checks that the notebooks' tests are written with."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import course
from course import testing
from course.testing import CheckFailed


@pytest.fixture(autouse=True)
def english():
    course.setup(language="en")
    yield
    course.setup(language="en")


@pytest.mark.parametrize(
    "answer",
    [
        [[1.0, 2.0]],
        ((1, 2),),
        np.array([[1, 2]]),
        np.array([[1, 2]], dtype="float16"),
        tf.constant([[1.0, 2.0]]),
        tf.Variable([[1.0, 2.0]]),
        keras.ops.convert_to_tensor([[1.0, 2.0]]),
        keras.ops.cast([[1.0, 2.0]], "bfloat16"),
        keras.Variable([[1.0, 2.0]]),
        keras.Variable([[1.0, 2.0]]) * 1,  # in PyTorch it carries a gradient
        [[keras.Variable(1.0) * 1, keras.Variable(2.0) * 1]],
        [tf.constant([1.0, 2.0])],
        [[np.float32(1), 2]],
        [[tf.constant(1.0), tf.constant(2.0)]],
        [[1.0, 2.0 + 1e-7]],
    ],
    ids=lambda a: type(a).__name__,
)
def test_an_answer_is_judged_by_its_values(answer):
    testing.close(answer, [[1.0, 2.0]], "x")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (None, "x: expected numbers, got None. Is a `return` missing?"),
        ("text", "x: expected an array of numbers, got str 'text'"),
        ([[1, 2], [3]], "x: expected an array of numbers, got list"),
        ([1.0, 2.0], r"x: expected shape \(1, 2\), got shape \(2,\)."),
        ([[1.0, 2.1]], r"x: 1 of 2 values differ; at \[0, 1\] expected 2, got 2.1."),
        ([[np.nan, 2.0]], "x: 1 of 2 values are NaN or infinite where finite ones were expected."),
    ],
)
def test_a_wrong_answer_is_told_in_shapes_and_numbers(answer, says):
    with pytest.raises(CheckFailed, match=says):
        testing.close(answer, [[1.0, 2.0]], "x")


def test_a_recognised_mistake_is_named():
    with pytest.raises(CheckFailed, match="got 3. You added."):
        testing.close(3, 2, "x", mistakes=[(4, "No.", "No."), (3, "You added.", "Sumaste.")])


def test_known_mistakes_are_computed_only_if_something_is_wrong():
    def known():
        yield 3, "You added.", "Sumaste."
        raise AssertionError("nobody asked")

    testing.close(2, 2, "x", mistakes=known())
    with pytest.raises(CheckFailed, match="You added"):
        testing.close(3, 2, "x", mistakes=known())


def test_a_test_that_passed_is_run_once_for_the_same_answer():
    cell = """
def test_answer():
    runs.append(answer())
    testing.that(runs[-1] == 42, "No.", "No.")
    return runs[-1]
"""
    names = {"testing": testing, "runs": [], "answer": lambda: 42}
    exec(cell, names)
    assert [testing.once(names["test_answer"]) for _ in range(3)] == [42] * 3
    assert names["runs"] == [42]
    names["answer"] = lambda: 41
    for _ in range(2):  # one that failed is run again
        with pytest.raises(CheckFailed):
            testing.once(names["test_answer"])
    assert names["runs"] == [42, 41, 41]
    names["answer"] = lambda: 42
    exec(cell, names)  # the visible cell run again is a new test
    testing.once(names["test_answer"])
    assert names["runs"] == [42, 41, 41, 42]


def test_messages_are_in_the_language_in_use():
    course.setup(language="es")
    with pytest.raises(CheckFailed, match=r"x: se esperaba la forma \(1,\) y llegó la forma \(2,"):
        testing.close([1, 2], [1], "x")


@pytest.mark.parametrize(
    ("language", "says"), [("en", "the weights: expected"), ("es", "los pesos: se esperaba")]
)
def test_a_label_may_be_given_in_both_languages(language, says):
    course.setup(language=language)
    what = ("the weights", "los pesos")
    for check in (
        lambda: testing.close([1, 2], [1], what),
        lambda: testing.same("a", "b", what),
        lambda: testing.several([1], 2, what),
        lambda: testing.array("text", what),
        lambda: testing.array([np.zeros(2), "text"], what),
    ):
        with pytest.raises(CheckFailed) as failed:
            check()
        assert str(failed.value).startswith(says)


@pytest.mark.parametrize(("language", "says"), [("en", "result: exp"), ("es", "resultado: se esp")])
def test_an_answer_without_a_label_has_one(language, says):
    course.setup(language=language)
    with pytest.raises(CheckFailed, match=says):
        testing.array(None)


def test_same_takes_tuples_for_lists_but_not_one_for_true():
    testing.same(("a", np.str_("b")), ["a", "b"], "x")
    with pytest.raises(CheckFailed, match="expected True, got 1"):
        testing.same(1, True, "x")


def test_several_counts_results():
    assert testing.several((1, 2), 2, "x") == [1, 2]
    with pytest.raises(CheckFailed, match=r"expected 2 results .* got list \(3\)"):
        testing.several([1, 2, 3], 2, "x")
    with pytest.raises(CheckFailed, match="expected 2 results .* got None"):
        testing.several(None, 2, "x")


def add_one(x):
    x += 1
    return x


@pytest.mark.parametrize(
    ("function", "argument"),
    [
        (add_one, np.zeros(3)),
        (lambda x: x.append(1), [1]),
        (lambda x: x[0].fill(7), [np.zeros(2)]),
        (lambda x: x.update(a=1), {}),
        (lambda x: x.sort(), [2, 1]),
    ],
)
def test_a_changed_argument_is_found(function, argument):
    with pytest.raises(CheckFailed, match="argument #1 was changed"):
        testing.call(function, argument)


def test_an_unchanged_argument_is_not():
    assert testing.call(lambda x, y: x + y, np.float64(1), y=2) == 3
    testing.call(lambda x: x, np.array([np.nan]))


def bad_value(_):
    raise ValueError("expected a positive number, got -1")


def test_an_expected_error_must_be_of_its_kind_and_say_something():
    why = ("a negative number", "un número negativo")
    testing.raises(ValueError, bad_value, -1, why=why)
    for function, says in [
        (lambda _: 1, "but the call went through"),
        (lambda _: (_ for _ in ()).throw(KeyError("k")), "got KeyError"),
        (lambda _: (_ for _ in ()).throw(ValueError()), "has no message"),
    ]:
        with pytest.raises(CheckFailed, match=says):
            testing.raises(ValueError, function, -1, why=why)


def test_random_inputs_change_with_every_grading_and_can_be_repeated(monkeypatch):
    def draw(given):
        monkeypatch.setattr(testing, "_seed", None)
        monkeypatch.setenv("COURSE_TEST_SEED", given)
        return testing.rng().integers(1 << 40)

    assert draw("5") == draw("5") != draw("6")
    assert draw("") != draw("")


def test_an_unknown_language_or_size_is_told(monkeypatch):
    with pytest.raises(ValueError, match="language must be one of en, es; got 'fr'"):
        course.setup(language="fr")
    with pytest.raises(ValueError, match="size must be one of quick, full; got 'huge'"):
        course.setup(size="huge")
    monkeypatch.setenv("COURSE_SIZE", "full")
    assert course.by_size(quick=1, full=2) == 2


@pytest.mark.parametrize(
    ("got", "message"),
    [
        ({"the": 2, "film": 9}, "ids: expected {'the': 2, 'film': 3}, got {'the': 2, 'film': 9}."),
        (
            {**{f"word{i}": i for i in range(30)}, "word7": 3},
            "ids['word7']: expected 7, got 3.",
        ),
        (
            {f"word{i}": i for i in range(1, 31)},
            "ids, keys that only one has: expected ['word0'], got ['word30'].",
        ),
        ([*range(30)], None),
    ],
)
def test_of_a_long_value_the_first_difference_is_told(got, message):
    short, long = {"the": 2, "film": 3}, {f"word{i}": i for i in range(30)}
    with pytest.raises(testing.CheckFailed) as raised:
        testing.same(got, short if len(got) < 9 else long, "ids")
    assert message is None or str(raised.value) == message


def test_a_long_list_tells_its_first_difference():
    rows = [[i] * 9 for i in range(9)]
    wrong = [row[:] for row in rows]
    wrong[4][2] = 7
    with pytest.raises(testing.CheckFailed, match=r"rows\[4\]: expected \[4, 4, 4, 4"):
        testing.same(wrong, rows, "rows")
