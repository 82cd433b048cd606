"""The checks that the notebooks' tests are written with."""

import json
import re

import keras
import numpy as np
import pytest
import tensorflow as tf

import course
from course import testing
from course.settings import LANGUAGES
from course.testing import CheckFailed
from tests.conftest import ASSIGNMENTS, source_notebook


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
    runs = []

    def test_answer(answer):
        """Is it 42?"""
        runs.append(answer())
        testing.that(runs[-1] == 42, "No.", "No.")
        return runs[-1]

    def right():
        return 42

    test = testing.once(test_answer)
    assert (test.__name__, test.__doc__) == ("test_answer", "Is it 42?")
    assert [test(right) for _ in range(3)] == [42] * 3
    assert runs == [42]
    for _ in range(2):  # a test that failed runs again
        with pytest.raises(CheckFailed):
            test(lambda: 41)
    assert runs == [42, 41, 41]
    assert test(lambda: 42) == 42 and runs == [42, 41, 41, 42]  # another answer, though equal
    testing.once(test_answer)(right)  # the visible cell, run again, defines a new test
    assert runs == [42, 41, 41, 42, 42]
    with pytest.raises(TypeError, match="not callable"):
        test([])


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


def raised_by(check):
    with pytest.raises(CheckFailed) as failed:
        check()
    return failed.value


WHAT = ("the weights", "los pesos")
SEVEN = [(7, "You added.", "Sumaste.")]


@pytest.mark.parametrize(
    ("kind", "data", "check"),
    [
        ("shape", {"expected": [1], "actual": [2]}, lambda: testing.close([1, 2], [1], WHAT)),
        ("values", {"count": 2, "size": 3}, lambda: testing.close([1, 2, 4], [1, 3, 5], WHAT)),
        ("not-finite", {"count": 1, "size": 2}, lambda: testing.close([np.inf, 1], [0, 1], WHAT)),
        ("number", {"expected": "2", "actual": "3"}, lambda: testing.close(3, 2, WHAT)),
        ("number", {"expected": "2", "actual": "3"}, lambda: testing.same(3, 2, WHAT)),
        (
            "number",
            {"expected": "2", "actual": "7", "why": {"en": "You added.", "es": "Sumaste."}},
            lambda: testing.close(7, 2, WHAT, mistakes=SEVEN),
        ),
        (
            "number",
            {"expected": "2", "actual": "7", "why": {"en": "You added.", "es": "Sumaste."}},
            lambda: testing.same(7, 2, WHAT, mistakes=SEVEN),
        ),
        ("value", {"expected": "['b']", "actual": "'a'"}, lambda: testing.same("a", ["b"], WHAT)),
        ("value", {"expected": "True", "actual": "1"}, lambda: testing.same(1, True, WHAT)),
        ("none", {}, lambda: testing.array(None, WHAT)),
        ("not-numbers", {"actual": "str"}, lambda: testing.close("text", 1, WHAT)),
        ("count", {"expected": 2, "actual": "list (1)"}, lambda: testing.several([1], 2, WHAT)),
    ],
)
def test_a_failed_check_has_a_kind_and_data_in_both_languages(kind, data, check):
    for language in LANGUAGES:
        course.setup(language=language)
        failure = raised_by(check)
        what = {"en": "the weights", "es": "los pesos"}
        assert (failure.kind, failure.data) == (kind, {**data, "what": what})
        assert json.loads(json.dumps(failure.data)) == failure.data


def test_what_is_no_comparison_has_a_kind_too():
    failure = raised_by(lambda: testing.that(False, "No.", "Tampoco."))
    assert failure.kind == "condition"
    assert failure.data == {"sentence": {"en": "No.", "es": "Tampoco."}}
    failure = raised_by(lambda: testing.call(add_one, np.zeros(3)))
    assert failure.kind == "argument-changed"
    assert failure.data == {"argument": "#1", "what": {"en": "add_one", "es": "add_one"}}
    case = {"en": "a negative number", "es": "un número negativo"}
    for kind, data, function in [
        ("no-error", {}, lambda _: 1),
        ("other-error", {"actual": "KeyError"}, lambda _: {}["k"]),
        ("no-message", {}, lambda _: (_ for _ in ()).throw(ValueError())),
    ]:
        function.__name__ = "f"
        says = ["1"] if kind == "no-message" else []
        failure = raised_by(
            lambda: testing.raises(ValueError, function, 1, why=(*case.values(),), says=says)  # noqa: B023
        )
        assert failure.kind == kind
        what = {"en": "f", "es": "f"}
        assert failure.data == {"error": "ValueError", "case": case, "what": what, **data}


def test_an_observed_test_goes_on_behind_a_failed_check():
    def test(testing):
        testing.close(1, 2, "a")
        testing.same(testing.call(add_one, np.zeros(1)).tolist(), [1.0], "b")
        testing.that(False, "No.", "No.")
        testing.raises(ValueError, lambda: None, why=("nothing", "nada"))
        assert testing.repeat(2, lambda x: x, 3) == [3, 3]
        testing.several(testing.array([1]), 2, "c")

    kinds = []
    with pytest.raises(CheckFailed, match="c: expected 2 results"):
        test(testing.Checks(on_failure=lambda failure: kinds.append(failure.kind)))
    assert kinds == ["number", "argument-changed", "condition", "no-error"]
    with pytest.raises(CheckFailed, match="a: expected 2"):
        test(testing)


def test_an_instance_has_all_that_tests_use():
    used = set()
    for name in ASSIGNMENTS:
        for cell in source_notebook(name).cells:
            used |= set(re.findall(r"\btesting\.(\w+)", cell.source))
    assert {"close", "rng", "once"} < used
    assert all(hasattr(testing, n) and hasattr(testing.Checks, n) for n in used)


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
    testing.call(lambda x: None, np.array([np.nan]))


def bad_value(_):
    raise ValueError("expected a positive number, got -1")


def test_an_expected_error_must_be_of_its_kind_and_say_something():
    why = ("a negative number", "un número negativo")
    testing.raises(ValueError, bad_value, -1, why=why)
    for function, says in [
        (lambda _: 1, "but the call went through"),
        (lambda _: (_ for _ in ()).throw(KeyError("k")), "got KeyError"),
    ]:
        with pytest.raises(CheckFailed, match=says):
            testing.raises(ValueError, function, -1, why=why)
    # A message counts only where the exercise's card says what it must hold.
    testing.raises(ValueError, bare, -1, why=why)
    with pytest.raises(CheckFailed, match="must say '-1'"):
        testing.raises(ValueError, bare, -1, why=why, says=["-1"])


def bare(value):
    raise ValueError


def test_random_inputs_change_with_every_grading_and_can_be_repeated(monkeypatch):
    def draw(given):
        testing.seed.cache_clear()
        monkeypatch.setenv("COURSE_TEST_SEED", given)
        return testing.rng().integers(1 << 40)

    assert draw("5") == draw("5") != draw("6")
    assert draw("") != draw("")
    assert testing.seed() == testing.seed()


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


def test_a_list_in_the_place_of_a_name_may_raise_type_error():
    modes = {"sum": 1}

    def looked_up(mode):
        if mode not in modes:
            raise ValueError(mode)

    testing.refuses(looked_up, ["Sum", ["sum"], {"sum": 1}], 0, name="mode")

    def picky(mode):
        raise TypeError(mode)

    for case in ("Sum", 0, 1.5):
        with pytest.raises(CheckFailed) as failed:
            testing.refuses(picky, [case], 0, name="mode")
        assert failed.value.kind == "other-error"


def test_each_part_is_zeroed_by_itself():
    given = [np.ones((3, 2)), np.ones(2)]
    found = dict(testing.zeroed(given))
    assert len(found) > 2
    zeros = [[int((a == 0).sum()) for a in arguments] for arguments in found.values()]
    assert zeros[0] == [6, 0]
    assert all(sum(n > 0 for n in row) == 1 for row in zeros)
    assert all(np.all(a == 1) for a in given)
