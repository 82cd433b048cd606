"""Three-digit addition by the Transformer of notebook 07, on the sums of ``addition.py``.

    python benchmarks/transformer_addition.py

The split is notebook 03's own cell: the same 90,000 questions to learn from and the same
5,000 sums never seen. The Transformer has notebook 07's default sizes; its positional
encodings come from the formula, or are learned.
"""

from __future__ import annotations

import common
import numpy as np

SEED, EPOCHS, BATCH, RATE = 3, 25, 256, 0.002
START = 13


def ids_of(texts, length, alphabet):
    """The characters' ids from 1, padded with spaces on the right as in notebook 03."""
    return np.array([[alphabet.index(c) + 1 for c in t.ljust(length)] for t in texts], "int32")


def greedy(model, source, length, batch=1000):
    """Decode greedily: `length` times the most probable next character."""
    target = np.full((len(source), length), START, "int32")
    said = np.zeros((len(source), length), "int32")
    for t in range(length):
        said[:, t] = model.predict([source, target], batch_size=batch, verbose=0)[:, t].argmax(-1)
        if t + 1 < length:
            target[:, t + 1] = said[:, t]
    return said


def measure(names, learned):
    import keras
    import transformer

    digits, alphabet = names["DIGITS"], names["ALPHABET"]
    lengths = 2 * digits + 1, digits + 1
    (questions, right), (asked, wanted) = names["train"], names["exam"]
    x, y = ids_of(questions, lengths[0], alphabet), ids_of(right, lengths[1], alphabet)
    x_exam, y_exam = ids_of(asked, lengths[0], alphabet), ids_of(wanted, lengths[1], alphabet)
    shifted = np.concatenate([np.full((len(y), 1), START), y[:, :-1]], axis=1).astype("int32")
    keras.utils.set_random_seed(SEED)
    size = len(alphabet) + 2  # padding, the characters, start
    model = transformer.build_transformer(size, size, dropout=0.0, learned=learned)
    steps = len(x) // BATCH
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, (EPOCHS - 2) * steps, warmup_target=RATE, warmup_steps=2 * steps
    )
    model.compile(
        keras.optimizers.Adam(rate, global_clipnorm=1.0), "sparse_categorical_crossentropy"
    )
    rng = np.random.default_rng(SEED)
    exact, characters = [], []
    for epoch in range(EPOCHS):
        rows = rng.permutation(len(x))[: steps * BATCH]
        model.fit([x[rows], shifted[rows]], y[rows], batch_size=BATCH, verbose=0, shuffle=False)
        same = greedy(model, x_exam, lengths[1]) == y_exam
        exact.append(float(same.all(axis=1).mean()))
        characters.append(float(same.mean()))
        print(f"  epoch {epoch + 1}: {exact[-1]:.4f}", flush=True)
    wrong = ~same.all(axis=1)
    carries = np.array([names["count_carries"](*map(int, q.split("+"))) for q in asked])
    return {
        "exact_match": exact[-1],
        "character_accuracy": characters[-1],
        "exact_match_by_epoch": exact,
        "wrong_by_carries": {str(c): float(wrong[carries == c].mean()) for c in set(carries)},
        "weights": model.count_params(),
        "epochs": EPOCHS,
        "batch": BATCH,
        "learning_rate": RATE,
        "dropout": 0.0,
        "training_questions": len(questions),
        "sums_never_seen": len(asked),
        "seed": SEED,
    }


def main() -> None:
    runs = {"formula": False, "learned places": True}
    chosen = common.options(__doc__, *runs)
    results = common.Results(
        "transformer_addition",
        "three-digit addition by a Transformer (notebook 07)",
        model="notebook 07's build_transformer, its default sizes, without dropout",
    )
    names = common.notebook("03-seq2seq-addition", ("# The split:",))
    for name in chosen.only:
        results.once(name, measure, names, runs[name])


if __name__ == "__main__":
    main()
