"""Padding against bucketing on IMDB: wasted computation, and time.

    python benchmarks/padding.py

Four ways to make batches of 64 of the same reviews (cut to their last 400 words). The
waste is counted over all batches; the time of an epoch is extrapolated from twenty random
batches, the four ways taking turns within one process. Run it on TensorFlow or PyTorch: JAX
recompiles the model for every length, and the compilation would dominate.
"""

from __future__ import annotations

import time

import common
import corpora
import numpy as np

SEED, BATCH, LONGEST, ROUNDS, EACH = 1, 64, 400, 4, 5


def batches_of(lengths, rng):
    """Name of a way → list of (rows, length to pad to)."""
    n = len(lengths)
    shuffled, ordered = rng.permutation(n), np.lexsort((rng.random(n), lengths))

    def cut(order, longest=None):
        rows = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        return [(r, longest or int(lengths[r].max())) for r in rows]

    same = []
    for length in np.unique(lengths):
        same += [(r, length) for r, length in cut(np.flatnonzero(lengths == length))]
    return {
        "padded to the longest of all": cut(shuffled, int(lengths.max())),
        "padded to the longest of the batch": cut(shuffled),
        "sorted by length, then padded": cut(ordered),
        "one length a batch": same,
    }


def measure(reviews):
    import keras

    rng = np.random.default_rng(SEED)
    texts, labels = reviews.train
    texts = [words[-LONGEST:] for words in texts]
    lengths = np.array([len(words) for words in texts])
    ids = [np.array([reviews.words_id.get(w, 1) for w in words], "int32") for words in texts]
    keras.utils.set_random_seed(SEED)
    import reviews as networks

    model = networks.lstm_model()
    model.compile("adam", "binary_crossentropy")
    schemes = batches_of(lengths, rng)

    def train(rows, length):
        x = np.zeros((len(rows), length), "int32")
        for line, row in zip(x, rows, strict=True):
            line[length - len(ids[row]) :] = ids[row]
        model.train_on_batch(x, labels[rows].astype("float32")[:, None])

    for found in schemes.values():  # compile before the clock starts
        for i in (0, len(found) // 2, -1):
            train(*found[i])
    seconds = {name: [] for name in schemes}
    for _ in range(ROUNDS):
        for name, found in schemes.items():
            for i in rng.integers(len(found), size=EACH):
                begin = time.perf_counter()
                train(*found[i])
                seconds[name].append(time.perf_counter() - begin)
    return {
        "schemes": {
            name: {
                "batches": len(found),
                "waste": 1 - float(lengths.sum() / sum(len(r) * n for r, n in found)),
                "seconds_per_epoch": float(np.mean(seconds[name]) * len(found)),
                "batches_timed": len(seconds[name]),
            }
            for name, found in schemes.items()
        },
        "reviews": len(texts),
        "mean_length": float(lengths.mean()),
        "longest": LONGEST,
        "batch": BATCH,
        "seed": SEED,
    }


def main() -> None:
    common.options(__doc__)
    results = common.Results("padding", "padding against bucketing (notebook 04), IMDB")
    results.once("LSTM, random vectors", measure, corpora.Reviews())


if __name__ == "__main__":
    main()
