"""Words and their ids, built in notebook 04 and used by the later ones.

>>> from course.words import Vocabulary, pad, tokenize
>>> tokenize("It isn't GOOD, it's brilliant!")
['it', "isn't", 'good', "it's", 'brilliant']
>>> vocabulary = Vocabulary(["a good film", "a dull film"], max_words=2)
>>> vocabulary.ids(["a good film", "film"])
[[2, 1, 3], [3]]
>>> pad(_, length=4)
array([[0, 2, 1, 3],
       [0, 0, 0, 3]])
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

#: The ids of padding and of every word that is not in the vocabulary.
PADDING, UNKNOWN = 0, 1
#: How `Vocabulary.words` shows an unknown word.
UNKNOWN_WORD = "[?]"

_LETTERS = r"[^\W\d_]+"
_WORD = re.compile(rf"{_LETTERS}(?:'{_LETTERS})*")


def tokenize(text: str) -> list[str]:
    """The words of `text` in lower case: runs of letters, with apostrophes between them.

    Digits and punctuation separate words and are dropped; a curly apostrophe becomes a
    straight one.
    """
    text = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    return _WORD.findall(text)


class Vocabulary:
    """The words of a set of texts, numbered from 2, the most frequent first.

    Parameters
    ----------
    texts : iterable of str
        Raw texts, which `tokenize` splits into words.
    max_words : int, optional
        The most words to keep, not counting the ids 0 and 1; by default all.

    Attributes
    ----------
    index : dict of str to int
        Word → id. Equally frequent words are in alphabetical order.

    Raises
    ------
    ValueError
        For a negative `max_words`.
    """

    def __init__(self, texts: Iterable[str], max_words: int | None = None):
        if max_words is not None and max_words < 0:
            raise ValueError(f"max_words must be 0 or more, or None; got {max_words}")
        counts = Counter(word for text in texts for word in tokenize(text))
        words = sorted(counts, key=lambda word: (-counts[word], word))[:max_words]
        self._words = words
        self.index = {word: i for i, word in enumerate(words, start=2)}

    def __len__(self) -> int:
        """The number of ids: the words, 0 and 1."""
        return len(self._words) + 2

    def __contains__(self, word: object) -> bool:
        return word in self.index

    def __repr__(self) -> str:
        return f"Vocabulary({len(self._words):,} words)"

    def ids(self, texts: Iterable[str]) -> list[list[int]]:
        """The ids of the words of each raw text; 1 for an unknown word."""
        return [[self.index.get(word, UNKNOWN) for word in tokenize(text)] for text in texts]

    def words(self, ids: Iterable[int]) -> list[str]:
        """The words of one sequence of ids, without padding, and "[?]" for the id 1.

        Raises
        ------
        ValueError
            For an id that does not exist.
        """
        found = []
        for i in map(int, ids):
            if not 0 <= i < len(self):
                raise ValueError(f"ids go from 0 to {len(self) - 1}; got {i}")
            if i != PADDING:
                found.append(UNKNOWN_WORD if i == UNKNOWN else self._words[i - 2])
        return found


def pad(sequences: Sequence[Sequence[int]], length: int, side: str = "left") -> np.ndarray:
    """Sequences of ids as one array ``(n, length)``, padded with zeros on one side.

    A sequence longer than `length` is cut on that same side: on the left it loses its first
    ids, on the right its last ones.

    Raises
    ------
    ValueError
        For a `length` below 1, or a `side` other than "left" and "right".
    """
    if length < 1:
        raise ValueError(f"length must be 1 or more; got {length}")
    if side not in ("left", "right"):
        raise ValueError(f'side must be "left" or "right"; got {side!r}')
    padded = np.zeros((len(sequences), length), dtype=np.int64)
    for row, ids in zip(padded, sequences, strict=True):
        if len(ids) == 0:
            continue
        if side == "left":
            kept = ids[-length:]
            row[-len(kept) :] = kept
        else:
            kept = ids[:length]
            row[: len(kept)] = kept
    return padded
