"""The real data as the experiments use them: read, tokenised, split, numbered."""

from __future__ import annotations

import json
import lzma
import os
import random
import re
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np

FOLDER = Path(os.environ.get("COURSE_DATA", "../shared/data"))
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def tokenize(text):
    return _WORD.findall(unicodedata.normalize("NFC", text).lower().replace("’", "'"))


def shuffled(items, seed):
    draw = random.Random(seed).random
    keys = [draw() for _ in items]
    return [items[i] for i in sorted(range(len(items)), key=keys.__getitem__)]


def reviews():
    """(texts, labels) for training and for the test; no text is in both."""
    found = {}
    for name in ("train", "test"):
        with lzma.open(FOLDER / "imdb" / f"imdb_{name}.jsonl.xz", "rt", encoding="utf-8") as f:
            found |= {row["id"]: row["text"] for row in map(json.loads, f)}
    rows = {"train": [], "test": []}
    for half in rows:
        for kind, label in (("neg", 0), ("pos", 1)):
            names = sorted(name for name in found if name.startswith(f"{half}/{kind}/"))
            rows[half] += [(found[name].replace("<br />", "\n"), label) for name in names]
    known = {text for text, _ in rows["test"]}
    halves = ([r for r in rows["train"] if r[0] not in known], rows["test"])
    halves = [shuffled(half, 4) for half in halves]
    return [([t for t, _ in half], np.array([label for _, label in half])) for half in halves]


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


def text(name):
    """ "nietzsche" or "quijote", one str."""
    if name == "nietzsche":
        raw = (FOLDER / "texts" / "nietzsche.txt").read_bytes()
    else:
        raw = lzma.open(FOLDER / "texts" / "quijote.txt.xz").read()
    return raw.decode("utf-8").replace("\r\n", "\n")


def pairs():
    """(train, validation, test), each a list of (English, Spanish), parted by the English."""
    with zipfile.ZipFile(FOLDER / "spa_eng" / "spa-eng.zip") as archive:
        lines = archive.read("spa-eng/spa.txt").decode("utf-8").removesuffix("\n").split("\n")
    found = sorted({tuple(p.strip() for p in line.split("\t")[:2]) for line in lines})
    sentences = shuffled(sorted({english for english, _ in found}), 7)
    tenth = len(sentences) // 10
    test, validation = set(sentences[:tenth]), set(sentences[tenth : 2 * tenth])
    parts = {"train": [], "validation": [], "test": []}
    for pair in shuffled(found, 7):
        part = "test" if pair[0] in test else "validation" if pair[0] in validation else "train"
        parts[part].append(pair)
    return parts["train"], parts["validation"], parts["test"]
