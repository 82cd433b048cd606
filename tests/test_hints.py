"""Hints: which known mistake a wrong answer is, and that no mark depends on it."""

import nbformat
import numpy as np
import pytest

from course import notebooks
from course.gradebook.preprocessors import HideTests
from course.grading import engine
from course.grading.merge import merge
from course.grading.results import summarise
from course.judge import hints
from course.judge.hints import Reply, same
from course.judge.known import KnownMistakes
from course.release.templates import grading_template, reference
from tests.conftest import ROOT, source_notebook
from tools import mini

CATALOGUE = {
    "double": """
# %% squared
# en: The number was squared. Twice a number is a sum of two.
# es: El número se elevó al cuadrado. El doble es una suma de dos.
def double(x):
    return x * x


# %% unchanged
# en: The number came back as it went in.
# es: El número volvió tal como entró.
def double(x):
    return x


# %% unchanged-when-negative
# en: A negative number came back as it went in.
# es: Un número negativo volvió tal como entró.
def double(x):
    return x if x < 0 else 2 * x
""",
    "spread": """
# %% no-noise
# en: Nothing was drawn.
# es: No se sorteó nada.
def spread(function, x, generator):
    return function(x)


# %% noise-within
# en: The noise was added before the function was applied.
# es: El ruido se sumó antes de aplicar la función.
def spread(function, x, generator):
    return function(x + generator.normal(size=x.shape))


# %% noise-from-numpy
# en: The noise is not the generator's.
# es: El ruido no es del generador.
def spread(function, x, generator):
    return function(x) + np.random.normal(size=x.shape)
""",
}


@pytest.fixture
def known(tmp_path):
    folder = tmp_path / "misconceptions" / mini.NAME
    folder.mkdir(parents=True)
    for exercise, text in CATALOGUE.items():
        (folder / f"{exercise}.py").write_text(text, encoding="utf-8")
    return KnownMistakes.load(folder.parent, mini.NAME, mini.wide())


def executed(known, language="en", **answers):
    notebook = reference(mini.wide(), language)
    for cell in notebook.cells:
        if notebooks.is_solution(cell) and notebooks.grade_id(cell) in answers:
            cell.source = answers[notebooks.grade_id(cell)]
    return engine.execute(merge(grading_template(mini.wide(), language), notebook), known=known)


def given(notebook):
    """Exercise → points, name of the mistake, hint."""
    names = notebook.metadata["course"]["hints"]
    result = summarise(notebook, mini.NAME)
    return {e.name: (e.points, names.get(e.name), e.hint) for e in result.exercises}


needs_server = pytest.mark.needs("linux")  # hints are found in the fork server's children


@needs_server
def test_a_mistake_written_differently_is_recognized_by_its_answers(known):
    notebook = executed(
        known,
        double="def double(value):\n    import math\n    return math.pow(value, 2)",
        spread="def spread(f, x, rng):\n    return np.asarray([f(v) for v in x])",
    )
    found = given(notebook)
    assert found["double"] == (
        0,
        "squared",
        "The number was squared. Twice a number is a sum of two.",
    )
    assert found["spread"] == (0, "no-noise", "Nothing was drawn.")
    assert found["last"] == (1, None, "")


@needs_server
def test_a_hint_speaks_the_notebooks_language(known):
    notebook = executed(known, "es", double="def double(x):\n    return x")
    assert given(notebook)["double"] == (0, "unchanged", "El número volvió tal como entró.")
    texts = [o.data["text/plain"] for c in notebook.cells for o in c.get("outputs", [])
             if o.output_type == "display_data"]  # fmt: skip
    assert texts == ["Pista: El número volvió tal como entró."]


@needs_server
@pytest.mark.parametrize(
    "answer",
    [
        "def double(x):\n    return 2 * x + 7",  # wrong in a way that no entry is
        "def double(x):\n    raise NotImplementedError",
        "def double(x):\n    raise ValueError('no')",
        "def double(x: (",
        "double = 3",
    ],
)
def test_an_unknown_mistake_gets_no_hint(known, answer):
    assert given(executed(known, double=answer))["double"] == (0, None, "")


@needs_server
def test_what_uses_a_failed_exercise_says_so(known):
    notebook = executed(
        known,
        double="def double(x):\n    return 5",
        last="def last(items):\n    return double(1)",
    )
    hint = given(notebook)["last"][2]
    assert hint == "It uses double, which does not pass yet: start there."


@needs_server
@pytest.mark.parametrize(
    ("end", "hint"),
    [
        ("__import__('os')._exit(1)", None),  # the process has ended
        ("__import__('time').sleep(60)", "no-noise"),
        ("1 / 0", "no-noise"),
    ],
)
def test_no_mark_depends_on_the_second_run(known, end, hint):
    # The visible and the graded test call once each; the third call is that of the search.
    notebook = executed(
        known,
        double=f"calls = 0\n\n\ndef double(x):\n    global calls\n    calls += 1\n"
        f"    return {end} if calls > 2 else x",
        spread="def spread(function, x, generator):\n    return function(x)",
    )
    found = given(notebook)
    assert (found["double"][0], found["last"][0], found["spread"][0]) == (0, 1, 0)
    assert not summarise(notebook, mini.NAME).note
    assert (found["double"][1], found["spread"][1]) == (None, hint)


@needs_server
def test_without_a_catalogue_there_are_no_hints():
    notebook = executed(None, double="def double(x):\n    return x")
    assert given(notebook)["double"] == (0, None, "")


def test_feedback_keeps_the_hint_and_hides_the_test(known):
    notebook = executed(known, double="def double(x):\n    return x * x")
    shown, _ = HideTests().preprocess(notebook, {})
    kept = [o for c in shown.cells for o in c.get("outputs", [])]
    assert [o.output_type for o in kept] == ["error", "display_data"]
    assert "squared" in kept[-1].data["text/html"]
    assert "hidden_double" not in nbformat.writes(shown)


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        (1, 1.0, True),
        (np.float32(1 / 3), 1 / 3, True),
        ([1, 2], np.array([1, 2]), True),
        ([1, 2], (1.0, 2), True),
        (np.nan, np.nan, True),
        (1.0, 1.01, False),
        ([[1, 2]], [1, 2], False),
        (["a"], ("a",), True),
        ("a", "b", False),
        ("1", 1, False),
        (None, np.nan, False),
        ({"a": [1]}, {"a": (1.0,)}, True),
        ({"a": 1}, {"b": 1}, False),
        (([1, 2], [3]), [np.array([1, 2]), np.array([3])], True),
        (True, True, True),
        ([], [], True),
        ([], None, False),
    ],
)
def test_answers_are_the_same_up_to_rounding_and_kind(a, b, equal):
    assert same(Reply("call", True, a), Reply("call", True, b)) is equal


def test_an_error_and_a_changed_argument_are_answers_too():
    assert not same(Reply("call", False, "ValueError"), Reply("call", True, "ValueError"))
    assert not same(Reply("call", False, "ValueError"), Reply("call", False, "TypeError"))
    assert not same(Reply("call", True, 1), Reply("call", True, 1, {0: np.ones(2)}))
    assert same(Reply("call", True, 1, {0: [1.0]}), Reply("call", True, 1, {0: np.ones(1)}))


def test_the_catalogue_is_part_of_what_a_result_depends_on(known, tmp_path):
    path = tmp_path / "misconceptions" / mini.NAME / "double.py"
    path.write_text(path.read_text(encoding="utf-8").replace("squared.", "multiplied by itself."))
    assert KnownMistakes.load(path.parent.parent, mini.NAME, mini.wide()).digest != known.digest


def test_a_model_of_known_weights_is_compared_by_what_it_says():
    """Weights that no test sets are drawn from the same seed for the answer and the entry."""
    source = source_notebook("06-attention")
    known = KnownMistakes.load(ROOT / "misconceptions", "06-attention", source)
    name = "build_attention_classifier"
    exercise = hints.ExerciseReplay(known.notebook, name, seed=5)
    entries = known.entries[name]
    for entry in entries[:3]:
        mine = entry["code"].replace("ids", "text")  # other names, the same mistake
        given = exercise.trace(mine)
        assert hints.find(exercise, mine, given, entries)["name"] == entry["name"]
