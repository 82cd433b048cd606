"""Words never seen in training: GloVe against random vectors, on few reviews.

    python benchmarks/unseen.py

A classifier that sees the mean of a review's word vectors learns from 100 or 1,000
reviews, twice for each size, with other reviews. Its vocabulary is every word of these
reviews and of the GloVe file, so that a word of the test that was never in training still
has a vector: its own from GloVe, or a random one of the same length.
The 25,000 test reviews are classified as they are, evaluated in four groups by their share
of unseen words, and classified again with all other words blanked out.
"""

from __future__ import annotations

import common
import corpora
import numpy as np
from corpora import DIM, LENGTH
from reviews import answers, mean_model

SIZES, SEEDS, VALIDATION = (100, 1000), (1, 2), 1000
#: vectors: (whether from GloVe, whether trainable)
VECTORS = {
    "GloVe, frozen": (True, False),
    "random, frozen": (False, False),
    "GloVe, tuned": (True, True),
    "random, trained": (False, True),
}


def accuracy(said, labels, rows):
    return float(np.mean((said > 0.5)[rows] == labels[rows])) if rows.any() else None


def measure(reviews, vectors, name, size, seed):
    import keras

    from_glove, trainable = VECTORS[name]
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(reviews.train[0]))[:size]
    texts, labels = [reviews.train[0][i] for i in chosen], reviews.train[1][chosen]
    seen = sorted({word for words in texts for word in words})
    words_id = {word: i + 2 for i, word in enumerate([*seen, *sorted(set(vectors) - set(seen))])}
    matrix = rng.normal(size=(len(words_id) + 2, DIM)).astype("float32")
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix[:2] = 0  # padding, and unknown words
    if from_glove:
        for word, i in words_id.items():
            matrix[i] = vectors.get(word, 0)

    keras.utils.set_random_seed(seed)
    model = mean_model(matrix, trainable, rows=len(matrix))
    model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy")
    x = reviews.ids(texts, words_id=words_id)
    val, test = reviews.validation[0][:VALIDATION], reviews.test[0]
    x_val, x_test = (reviews.ids(part, words_id=words_id) for part in (val, test))
    y_val, y_test = reviews.validation[1][:VALIDATION], reviews.test[1]
    best, best_accuracy, best_epoch = None, -1.0, 0
    # About as many steps for each size; validated 15 times.
    epochs = max(1, 20_000 // size // 15)
    for epoch in range(epochs, 15 * epochs + 1, epochs):
        model.fit(x, labels[:, None], batch_size=20, epochs=epochs, verbose=0)
        found = float(np.mean((answers(model, x_val) > 0.5) == y_val))
        if found > best_accuracy:
            best, best_accuracy, best_epoch = model.get_weights(), found, epoch
    model.set_weights(best)

    real, unseen = x_test != 0, (x_test == 1) | (x_test >= len(seen) + 2)
    share = unseen.sum(axis=1) / np.maximum(real.sum(axis=1), 1)
    said = answers(model, x_test)
    only = np.where(x_test >= len(seen) + 2, x_test, 0)  # the unseen words with a vector
    said_only = answers(model, only)
    edges = np.quantile(share, [0, 0.25, 0.5, 0.75, 1])
    groups = np.searchsorted(edges[1:-1], share, side="right")
    return {
        "accuracy": float(np.mean((said > 0.5) == y_test)),
        "accuracy_by_quarter_of_unseen_share": [
            accuracy(said, y_test, groups == g) for g in range(4)
        ],
        "mean_unseen_share_by_quarter": [float(share[groups == g].mean()) for g in range(4)],
        "accuracy_on_unseen_words_alone": accuracy(said_only, y_test, (only != 0).any(axis=1)),
        "reviews_with_unseen_words": int((only != 0).any(axis=1).sum()),
        "unseen_words_of_the_test": float(unseen[real].mean()),
        "words_seen": len(seen),
        "validation": best_accuracy,
        "best_epoch": best_epoch,
        "seed": seed,
    }


def main() -> None:
    chosen = common.options(__doc__, *VECTORS)
    results = common.Results(
        "unseen", "words never seen in training (notebook 04), IMDB", length=LENGTH, dim=DIM
    )
    reviews, vectors = corpora.Reviews(), corpora.glove()
    for seed in SEEDS:
        for size in SIZES:
            for name in chosen.only:
                key = f"{name}, {size} reviews, seed {seed}"
                results.once(key, measure, reviews, vectors, name, size, seed)


if __name__ == "__main__":
    main()
