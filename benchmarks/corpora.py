"""The real data as the experiments use them: read, tokenised, split, numbered."""

from __future__ import annotations

import json
import lzma
import os
import re
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np

FOLDER = Path(os.environ.get("COURSE_DATA", "../shared/data"))
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def tokenize(text):
    return WORD.findall(text.lower())


def reviews(seed=0):
    """(texts, labels) for training and for the test; a text of the test is in neither twice."""
    parts = []
    for name in ("train", "test"):
        with lzma.open(FOLDER / "imdb" / f"imdb_{name}.jsonl.xz", "rt", encoding="utf-8") as f:
            rows = [json.loads(line) for line in f]
        parts.append([(r["text"].replace("<br />", " "), int(r["label"])) for r in rows])
    train, test = parts
    known = {t for t, _ in test}
    train = [r for r in train if r[0] not in known]
    rng = np.random.default_rng(seed)
    out = []
    for rows in (train, test):
        order = rng.permutation(len(rows))
        out.append(([rows[i][0] for i in order], np.array([rows[i][1] for i in order])))
    return out


def glove(dim):
    """word → vector (dim,), unit length, from the file of that dimension."""
    name = {25: "glove.twitter.27B.25d.top11925", 50: "glove.6B.50d.subset5000"}[dim]
    vectors = {}
    with lzma.open(FOLDER / "glove" / f"{name}.txt.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            word, *numbers = line.rstrip("\n").rsplit(" ", dim)
            vector = np.array(numbers, "float32")
            norm = np.linalg.norm(vector)
            if norm > 0:
                vectors[word] = vector / norm
    return vectors


def glove_matrix(words_id, dim, texts):
    """(matrix (len + 2, dim), share of the vocabulary found, share of the texts' words found)."""
    vectors = glove(dim)
    matrix = np.zeros((len(words_id) + 2, dim), "float32")
    for word, i in words_id.items():
        matrix[i] = vectors.get(word, 0)
    counts = Counter(word for words in texts for word in words)
    known = [w for w in words_id if w in vectors]
    return matrix, len(known) / len(words_id), sum(counts[w] for w in known) / sum(counts.values())
