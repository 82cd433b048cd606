"""Words, their ids, and padding."""

import doctest

import numpy as np
import pytest

import course.words
from course.words import Vocabulary, pad, tokenize


def test_the_examples_in_the_documentation_are_true():
    assert doctest.testmod(course.words).failed == 0


@pytest.mark.parametrize(
    "text, words",
    [
        ("Good, NOT bad!", ["good", "not", "bad"]),
        ("It isn’t. 'Quoted' rock'n'roll", ["it", "isn't", "quoted", "rock'n'roll"]),
        ("¡Qué película más añeja! Pingüinos", ["qué", "película", "más", "añeja", "pingüinos"]),
        ("cafe\u0301", ["café"]),  # an accent of its own
        ("7/10 stars, snake_case and e-mail", ["stars", "snake", "case", "and", "e", "mail"]),
        ("", []),
        (" \n\t…", []),
    ],
)
def test_tokenize(text, words):
    assert tokenize(text) == words


def test_a_vocabulary_counts_and_breaks_ties_by_the_alphabet():
    vocabulary = Vocabulary(["b a c", "B d", "b a"])
    assert vocabulary.index == {"b": 2, "a": 3, "c": 4, "d": 5}
    assert len(vocabulary) == 6
    assert "a" in vocabulary and "z" not in vocabulary
    assert vocabulary.ids(["A z b!", ""]) == [[3, 1, 2], []]
    assert vocabulary.words([0, 3, 1, 2, 0]) == ["a", "[?]", "b"]
    assert vocabulary.words(np.array([5])) == ["d"]


def test_a_vocabulary_of_few_words_or_none():
    assert Vocabulary(["b a b"], max_words=1).index == {"b": 2}
    assert len(Vocabulary([])) == len(Vocabulary(["a"], max_words=0)) == 2
    with pytest.raises(ValueError, match="got -1"):
        Vocabulary(["a"], max_words=-1)
    with pytest.raises(ValueError, match="from 0 to 2; got 3"):
        Vocabulary(["a"]).words([3])


def test_pad():
    rows = [[5, 6, 7], [], [8]]
    assert pad(rows, 2).tolist() == [[6, 7], [0, 0], [0, 8]]
    assert pad(rows, 2, side="right").tolist() == [[5, 6], [0, 0], [8, 0]]
    assert pad([], 3).shape == (0, 3)
    assert pad(rows, 4).dtype.kind == "i" and rows == [[5, 6, 7], [], [8]]
    with pytest.raises(ValueError, match="1 or more; got 0"):
        pad(rows, 0)
    with pytest.raises(ValueError, match="'middle'"):
        pad(rows, 2, side="middle")
