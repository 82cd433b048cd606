"""The real data, in the form that several experiments use."""

from __future__ import annotations

from collections import Counter

import numpy as np

from course import data
from course.words import Vocabulary, pad, tokenize

#: How many of a review's last words the networks read, the size of their vocabulary, and the
#: length of a word's vector.
LENGTH, WORDS, DIM = 150, 10_000, 25
#: How many training reviews are held out for validation, which chooses the epoch.
VALIDATION = 4750


class Reviews:
    """IMDB: ``train``, ``validation`` and ``test``, each (lists of words, labels)."""

    def __init__(self):
        found = data.load("reviews", language="en", size="full")
        texts, labels = found.train.texts, found.train.labels
        train = [tokenize(text) for text in texts]
        self.validation = train[:VALIDATION], labels[:VALIDATION]
        self.train = train[VALIDATION:], labels[VALIDATION:]
        self.test = [tokenize(text) for text in found.test.texts], found.test.labels
        self.words_id = Vocabulary(texts[VALIDATION:], max_words=WORDS).index

    def ids(self, texts, side="left", length=LENGTH, words_id=None):
        """The ids of each text's last words, (n, length), padded with zeros on one side."""
        words_id = words_id or self.words_id
        last = [[words_id.get(word, 1) for word in words[-length:]] for words in texts]
        return pad(last, length, side).astype("int32")

    def parts(self, side="left", length=LENGTH):
        """(ids (n, length), labels (n, 1)) of training, validation and test."""
        return [
            (self.ids(texts, side, length), labels.astype("float32")[:, None])
            for texts, labels in (self.train, self.validation, self.test)
        ]

    def sizes(self):
        return {part: len(getattr(self, part)[1]) for part in ("train", "validation", "test")}


def glove(dim=DIM):
    """Word → vector (dim,), normalized to length 1."""
    vectors = {}
    for line in data.load("glove", language="en", size="full", dim=dim).lines:
        word, *numbers = line.rsplit(" ", dim)
        vector = np.array(numbers, "float32")
        if vector.any():
            vectors[word] = vector / np.linalg.norm(vector)
    return vectors


def glove_matrix(words_id, texts):
    """The embedding matrix (len + 2, DIM), and which shares of the words GloVe covers."""
    vectors = glove()
    matrix = np.zeros((len(words_id) + 2, DIM), "float32")
    for word, i in words_id.items():
        matrix[i] = vectors.get(word, 0)
    counts = Counter(word for words in texts for word in words)
    known = [word for word in words_id if word in vectors]
    covered = sum(counts[word] for word in known) / sum(counts.values())
    return matrix, {"vocabulary": len(known) / len(words_id), "all_words": covered}


def text(language):
    """Nietzsche ("en") or Don Quijote ("es"): one str."""
    return data.load("text", language=language, size="full")


def pairs():
    """Training, validation and test: lists of (English, Spanish), split by the English."""
    found = data.load("pairs", size="full")
    return found.train, found.validation, found.test
