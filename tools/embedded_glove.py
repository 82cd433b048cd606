"""Make the embedded word vectors: GloVe, trained on the course's own texts.

    python tools/embedded_glove.py             # writes course/data/embedded/glove-*.txt
    python tools/embedded_glove.py --neighbours good dull

The texts are reviews by the grammars of `course.data.grammar`, with the words that
no review to learn from has among them, the embedded reviews, and the embedded story.
The objective is GloVe's own (Pennington, Socher and Manning, 2014): for words i and j
that stand near each other X_ij times (closer ones count more),

    sum of f(X_ij) (w_i . v_j + b_i + c_j - log X_ij)^2,   f(x) = min(1, x / X_MAX)^(3/4)

minimised by AdaGrad over all pairs at once. A word's vector is w_i + v_i.

Real files have their oddities, and so do these, on purpose: some words are missing,
one is written with a capital letter, one has a vector of zeros, and one number is
written as 1e-05.
"""

from __future__ import annotations

import argparse
from collections import Counter

import numpy as np

from course import words
from course.data.glove import EMBEDDED_DIM
from course.data.grammar import Dice
from course.data.grammar import reviews as grammar
from course.data.grammar.english import English
from course.data.grammar.spanish import Spanish
from tools import ROOT

EMBEDDED = ROOT / "course" / "data" / "embedded"

#: How many reviews are written for the vectors alone, and how many judgements each contains;
#: how many words on each side count as context; rounds of AdaGrad.
N_REVIEWS, JUDGEMENTS, WINDOW, ROUNDS = 10_000, 4, 12, 300
X_MAX, RATE, FEWEST = 100.0, 0.1, 5

#: Left out of the files, so that not every word of the reviews has a vector.
MISSING = {
    "en": "violinist gardener balloon suitcase harbour elegant tiring dances".split(),
    "es": "violinista jardinera globo maleta puerto elegante fastidioso bailes".split(),
}
#: Capitalized like a name, so that a look-up of the lower-case word fails.
CAPITAL = {"en": "Sunday", "es": "Navidad"}
#: Given a vector of zeros.
ZERO = {"en": "halfway", "es": "casi"}


def corpus(language: str, n: int = N_REVIEWS) -> list[list[str]]:
    """Texts as lists of words: the embedded ones, and `n` reviews whose judgements agree.

    Words of praise and of blame differ in their contexts. The embedded reviews often mix
    both, so that only word order tells which prevails; those written here do not.
    """
    train, _ = grammar.write(language)
    texts = [text for text, _ in train]
    texts += (EMBEDDED / f"text-{language}.txt").read_text("utf-8").split("\n\n")
    dice = Dice(grammar.SEEDS[language] + 100)
    writer: English | Spanish = grammar.WRITERS[language](dice)
    known = writer.gradable, writer.extreme
    unseen = grammar.WRITERS[language](dice, unseen=True)
    everything = [
        [a + b for a, b in zip(*pair, strict=True)]
        for pair in zip(known, (unseen.gradable, unseen.extreme), strict=True)
    ]
    writer.gradable, writer.extreme = everything
    for i in range(n):
        dice.forget()
        praise = bool(i % 2)
        clauses = [writer.plain(praise) for _ in range(JUDGEMENTS)]
        if dice.chance(0.3):
            clauses.append(writer.joint(praise))
        if dice.chance(0.3):
            clauses.append(writer.advice(praise))
        if dice.chance(0.5):
            clauses.append(writer.neutral())
        texts.append(" ".join(clauses))
    return [words.tokenize(text) for text in texts]


def cooccurrences(texts: list[list[str]], vocabulary: list[str]) -> np.ndarray:
    """X ``(V, V)``, symmetric: each pair at most `WINDOW` words apart adds 1 / distance."""
    index = {word: i for i, word in enumerate(vocabulary)}
    n, gap = len(vocabulary), [-1] * WINDOW  # no pair spans two texts
    ids = np.array([i for text in texts for i in [*(index.get(w, -1) for w in text), *gap]])
    x = np.zeros(n * n)
    for distance in range(1, WINDOW + 1):
        left, right = ids[:-distance], ids[distance:]
        both = (left >= 0) & (right >= 0)
        x += np.bincount(left[both] * n + right[both], minlength=n * n) / distance
    x = x.reshape(n, n)
    return x + x.T


def train(x: np.ndarray, dim: int = EMBEDDED_DIM, rounds: int = ROUNDS, seed: int = 0):
    """Vectors ``(V, dim)`` for words that co-occur `x` times, and each round's loss."""
    rng = np.random.default_rng(seed)
    n = len(x)
    seen = x > 0
    weight = np.where(seen, np.minimum(1, x / X_MAX) ** 0.75, 0.0)
    target = np.log(np.where(seen, x, 1.0))
    values = [rng.uniform(-0.5, 0.5, (n, dim)) / dim for _ in range(2)]
    # The biases start at the words' frequencies, so that the vectors need not encode them.
    values += [np.log(x.sum(1, keepdims=True)) - np.log(x.sum()) / 2 for _ in range(2)]
    squares = [np.full_like(value, 1e-8) for value in values]
    losses = []
    for _ in range(rounds):
        w, v, b, c = values
        error = w @ v.T + b + c.T - target
        pull = weight * error
        losses.append(float(np.sum(pull * error)))
        gradients = (pull @ v, pull.T @ w, pull.sum(1, keepdims=True), pull.sum(0)[:, None])
        for value, square, gradient in zip(values, squares, gradients, strict=True):
            square += gradient**2
            value -= RATE * gradient / np.sqrt(square)
    return values[0] + values[1], losses


def vectors(language: str) -> dict[str, np.ndarray]:
    """Word -> vector, the most frequent words first, with the oddities of the file."""
    texts = corpus(language)
    counts = Counter(word for text in texts for word in text)
    vocabulary = [word for word in counts if counts[word] >= FEWEST]
    vocabulary.sort(key=lambda word: (-counts[word], word))
    matrix, losses = train(cooccurrences(texts, vocabulary))
    print(
        f"{language}: {len(texts):,} texts, {sum(counts.values()):,} words, {len(vocabulary)} of "
        f"them different and frequent; loss {losses[0]:.0f} -> {losses[-1]:.0f}"
    )
    found = dict(zip(vocabulary, matrix.round(4), strict=True))
    for word in MISSING[language]:
        del found[word]
    found[ZERO[language]] = np.zeros_like(matrix[0])
    found[vocabulary[0]][-1] = 1e-05
    capital = CAPITAL[language]
    return {capital if word == capital.lower() else word: v for word, v in found.items()}


def written(found: dict[str, np.ndarray]) -> str:
    """The vectors in GloVe's text format."""
    return "".join(
        " ".join([word, *(f"{number:.6g}" for number in vector)]) + "\n"
        for word, vector in found.items()
    )


def neighbours(found: dict[str, np.ndarray], word: str, k: int = 6) -> list[str]:
    """The `k` words with the most similar vectors, by cosine."""
    names = [name for name in found if np.any(found[name])]
    matrix = np.stack([found[name] / np.linalg.norm(found[name]) for name in names])
    order = np.argsort(-(matrix @ matrix[names.index(word)]))
    return [names[i] for i in order if names[i] != word][:k]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--neighbours", nargs="*", help="show those of these words; write nothing")
    options = parser.parse_args()
    for language in grammar.WRITERS:
        found = vectors(language)
        if options.neighbours is None:
            path = EMBEDDED / f"glove-{language}.txt"
            path.write_text(written(found), encoding="utf-8", newline="\n")
        for word in options.neighbours or ():
            if word in found:
                print(f"{word}: {', '.join(neighbours(found, word))}")


if __name__ == "__main__":
    main()
