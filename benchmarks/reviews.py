"""Film reviews, good or bad: the experiments of notebooks 04, 06 and 07 on IMDB.

    python benchmarks/reviews.py               # every model; --only chooses

All models get the same reviews in the same split. The networks read a review's last 150
words, padded on the left as in the lecture; a bag of words gets the whole review, another
one the last 150 words. A part of the training reviews is held out to choose the epoch; the
test is used once, with the model of that epoch.
"""

from __future__ import annotations

import time
from collections import Counter
from itertools import pairwise

import common
import corpora
import numpy as np
from corpora import DIM, LENGTH, WORDS

SEED, BATCH = 1, 128
EVALUATED = 250  # batch size of predictions; it divides every part
LSTM_LR = 0.002


# ---------------------------------------------------------------- data


def grams(words, pairs):
    """Count the words, and the pairs of neighbours if wanted."""
    return Counter(words + (list(pairwise(words)) if pairs else []))


def bags(texts_of, pairs=False, tf_idf=False, most=None, least=3, length=None, longest=700):
    """Each part's texts as (ids (n, longest), values (n, longest)), and the number of ids.

    `most` keeps the commonest entries, `least` those in at least so many training texts;
    `length` reads only so many last words.
    """
    counted = [[grams(w[-length:] if length else w, pairs) for w in texts] for texts in texts_of]
    texts_with = Counter(gram for bag in counted[0] for gram in bag)
    kept = [g for g, n in texts_with.most_common(most) if n >= least]
    number = {gram: i + 1 for i, gram in enumerate(kept)}
    idf = {g: np.log(len(counted[0]) / texts_with[g]) + 1 for g in kept} if tf_idf else None
    parts = []
    for bagged in counted:
        ids = np.zeros((len(bagged), longest), "int32")
        values = np.zeros((len(bagged), longest), "float32")
        for i, bag in enumerate(bagged):
            known = [(g, n) for g, n in bag.most_common() if g in number][:longest]
            ids[i, : len(known)] = [number[g] for g, _ in known]
            value = [(1 + np.log(n)) * idf[g] if tf_idf else n for g, n in known]
            values[i, : len(known)] = value / np.linalg.norm(value) if tf_idf and known else value
        parts.append((ids, values))
    return parts, len(kept) + 1


# ---------------------------------------------------------------- models


def bag_model(entries):
    """A logistic regression on a bag: the sum of the entries' values, weighted."""
    import keras
    from keras import ops

    ids, values = keras.Input((None,), dtype="int32"), keras.Input((None,))
    weight = keras.layers.Embedding(entries, 1, embeddings_initializer="zeros")(ids)
    total = ops.sum(weight[..., 0] * values, axis=1, keepdims=True)
    # The Dense layer adds the regression's bias, and a scale.
    return keras.Model(
        [ids, values], keras.layers.Dense(1, "sigmoid", kernel_initializer="ones")(total)
    )


def mean_model(matrix=None, trainable=True, rows=WORDS + 2, dim=DIM):
    """The masked mean of the words' vectors, then a logistic regression."""
    import keras
    from keras import ops

    ids = keras.Input((None,), dtype="int32")
    vectors = embedding(rows, dim, matrix, trainable)(ids)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(vectors * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    return keras.Model(ids, keras.layers.Dense(1, "sigmoid")(mean))


def embedding(rows, dim, matrix=None, trainable=True, mask=False):
    import keras

    start = "uniform" if matrix is None else keras.initializers.Constant(matrix)
    return keras.layers.Embedding(
        rows, dim, mask_zero=mask, trainable=trainable, embeddings_initializer=start
    )


def lstm_model(
    matrix=None, trainable=True, mask=True, layers=2, between=0.5, inside=0.0, rows=WORDS + 2
):
    """The lecture's classifier; variants have no mask, one layer or other dropout."""
    import keras

    stack = [keras.Input((None,), dtype="int32"), embedding(rows, DIM, matrix, trainable, mask)]
    for layer in range(layers):
        stack += [
            keras.layers.Dropout(between),
            keras.layers.LSTM(128, return_sequences=layer < layers - 1, recurrent_dropout=inside),
        ]
    return keras.Sequential(
        [*stack, keras.layers.Dropout(0.5), keras.layers.Dense(1, activation="sigmoid")]
    )


def attention_model():
    """Notebook 06's classifier."""
    return common.notebook("06-attention")["build_attention_classifier"](WORDS + 2)


def transformer_model():
    """Notebook 07's encoder, two blocks of width 64, then the mean of their outputs."""
    import transformer

    return transformer.build_encoder(WORDS + 2, LENGTH)


# ---------------------------------------------------------------- measuring


def answers(model, x):
    """The model's probabilities (n,)."""
    return model.predict(x, batch_size=EVALUATED, verbose=0)[:, 0]


def pick(x, rows):
    """Rows of an array, or of each array of a list."""
    return [a[rows] for a in x] if isinstance(x, list) else x[rows]


def fit(model, parts, epochs, rate=0.001, batch=BATCH, seed=SEED):
    """Train, keep the weights of the epoch that is best on validation, and test once."""
    import keras

    (x, y), (x_val, y_val), (x_test, y_test) = parts
    model.compile(keras.optimizers.Adam(rate, global_clipnorm=1.0), "binary_crossentropy")
    rng = np.random.default_rng(seed)
    curve, losses, best = [], [], None
    for epoch in range(epochs):
        # Whole batches only: a last batch of another size would be compiled again.
        rows = rng.permutation(len(y))[: len(y) // batch * batch]
        history = model.fit(pick(x, rows), y[rows], batch_size=batch, verbose=0, shuffle=False)
        losses.append(round(float(history.history["loss"][0]), 4))
        said = answers(model, x_val) > 0.5
        curve.append(float(np.mean(said == y_val[:, 0])))
        print(f"  epoch {epoch + 1}: loss {losses[-1]}, validation {curve[-1]:.4f}", flush=True)
        if curve[-1] == max(curve):
            best = model.get_weights()
    model.set_weights(best)
    right = (answers(model, x_test) > 0.5) == y_test[:, 0]
    return {
        "accuracy": float(right.mean()),
        "weights": model.count_params(),
        "epochs": epochs,
        "best_epoch": int(np.argmax(curve)) + 1,
        "validation_by_epoch": [round(a, 4) for a in curve],
        "loss_by_epoch": losses,
        "learning_rate": rate,
        "batch": batch,
        "seed": seed,
    }


#: name: (epochs, learning rate, padding, the model's builder, number of words if not LENGTH)
NETWORKS = {
    "mean of vectors, frozen GloVe": (15, 0.02, "left", lambda g: mean_model(g, False)),
    "mean of vectors, tuned GloVe": (6, 0.004, "left", lambda g: mean_model(g)),
    "LSTM, random vectors": (6, LSTM_LR, "left", lambda g: lstm_model()),
    "self-attention (06)": (4, 0.001, "left", lambda g: attention_model()),
    "Transformer encoder (07)": (4, 0.001, "left", lambda g: transformer_model()),
    "LSTM, random vectors, no mask": (3, LSTM_LR, "left", lambda g: lstm_model(mask=False)),
    "LSTM, tuned GloVe": (3, LSTM_LR, "left", lambda g: lstm_model(g)),
    "LSTM, frozen GloVe": (3, LSTM_LR, "left", lambda g: lstm_model(g, False)),
    "LSTM, random vectors, no mask, right padding": (
        3,
        LSTM_LR,
        "right",
        lambda g: lstm_model(mask=False),
    ),
    "LSTM, random vectors, 250 words": (4, LSTM_LR, "left", lambda g: lstm_model(), 250),
    "LSTM, tuned GloVe, one layer": (3, LSTM_LR, "left", lambda g: lstm_model(g, layers=1)),
    "LSTM, tuned GloVe, dropout inside": (
        3,
        LSTM_LR,
        "left",
        lambda g: lstm_model(g, between=0.0, inside=0.5),
    ),
}
BAGS = {
    "bag of words, last 150 words": {"most": 20_000, "length": LENGTH},
    "bag of words": {"most": 20_000},
    "bag of words and pairs, tf-idf": {"pairs": True, "tf_idf": True},
}


def measure_bag(reviews, **how):
    import keras

    keras.utils.set_random_seed(SEED)
    data = [reviews.train, reviews.validation, reviews.test]
    parts, entries = bags([texts for texts, _ in data], **how)
    labels = [labels.astype("float32")[:, None] for _, labels in data]
    parts = [([ids, values], y) for (ids, values), y in zip(parts, labels, strict=True)]
    rate, epochs = (0.03, 12) if how.get("tf_idf") else (0.003, 4)
    return fit(bag_model(entries), parts, epochs, rate)


def measure(reviews, glove, epochs, rate, side, build, length=LENGTH):
    import keras

    keras.utils.set_random_seed(SEED)
    parts = reviews.parts(side, length)
    return {
        **fit(build(glove), parts, epochs, rate),
        "padding": side,
        "words": length,
        "padding_share": float(np.mean(parts[0][0] == 0)),
    }


def paired_times(reviews, glove, rounds=4, steps=2):
    """Seconds per training step of each network; they take turns within one process."""
    import keras

    x, y = reviews.parts()[0]
    models, seconds = {}, {}
    for name, (_, rate, _, build, *length) in NETWORKS.items():
        if "right" in name or "tuned" in name or length:
            continue
        models[name] = build(glove)
        models[name].compile(keras.optimizers.Adam(rate), "binary_crossentropy")
        models[name].train_on_batch(x[:BATCH], y[:BATCH])
        seconds[name] = []
    rng = np.random.default_rng(SEED)
    for _ in range(rounds):
        for name, model in models.items():
            begin = time.perf_counter()
            for _ in range(steps):
                rows = rng.integers(len(y), size=BATCH)
                model.train_on_batch(x[rows], y[rows])
            seconds[name].append((time.perf_counter() - begin) / steps)
    return {
        "seconds_per_step": {name: float(np.median(s)) for name, s in seconds.items()},
        "steps_per_epoch": len(y) // BATCH,
        "rounds": rounds,
        "steps": steps,
        "seed": SEED,
    }


def main() -> None:
    chosen = common.options(__doc__, *BAGS, *NETWORKS, "times")
    results = common.Results(
        "reviews",
        "film reviews (notebooks 04, 06, 07), IMDB",
        length=LENGTH,
        vocabulary=WORDS,
        dim=DIM,
        glove="Twitter 27B, 25 numbers a word, the 11,925 commonest words",
    )
    reviews = corpora.Reviews()
    glove, coverage = corpora.glove_matrix(reviews.words_id, reviews.train[0])
    results.data |= {"reviews": reviews.sizes(), "glove_coverage": coverage}
    for name in chosen.only:
        if name in BAGS:
            results.once(name, measure_bag, reviews, **BAGS[name])
        elif name in NETWORKS:
            results.once(name, measure, reviews, glove, *NETWORKS[name])
        else:
            results.once("times", paired_times, reviews, glove)


if __name__ == "__main__":
    main()
