"""No known mistake is accepted, no right answer is rejected."""

from collections import Counter

import pytest

from course import catalogue, notebooks
from course.judge.inline import grade_answer
from tests.conftest import ASSIGNMENTS, ROOT, source_notebook

MISTAKES = catalogue.load(ROOT / "misconceptions")
RIGHT = catalogue.load(ROOT / "alternatives")


@pytest.mark.parametrize("entry", MISTAKES, ids=str)
def test_a_known_mistake_gets_no_points(entry):
    verdict = grade_answer(source_notebook(entry.notebook), entry.exercise, entry.code)
    assert not verdict.passed
    # The test must reject it, not an error in the catalogue's own code.
    assert not verdict.message.startswith(("NameError", "SyntaxError", "NotImplementedError"))


@pytest.mark.parametrize("entry", RIGHT, ids=str)
def test_an_unusual_right_answer_gets_its_points(entry):
    verdict = grade_answer(source_notebook(entry.notebook), entry.exercise, entry.code)
    assert verdict.passed, verdict.message


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_exercise_has_its_entries(name):
    mistakes = Counter(e.exercise for e in MISTAKES if e.notebook == name)
    right = Counter(e.exercise for e in RIGHT if e.notebook == name)
    for exercise in notebooks.exercises(source_notebook(name)):
        assert mistakes[exercise.name] >= (10 if exercise.points > 1 else 6), exercise.name
        assert right[exercise.name] >= 2, exercise.name
        assert grade_answer(source_notebook(name), exercise.name).passed
