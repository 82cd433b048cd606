"""The lecture's character model on Nietzsche and Don Quijote: the experiments of notebook 05.

    python benchmarks/characters.py

Windows of 40 characters from the first 600,000 of each text in lower case, as in the
notebook; the last tenth is held out. The whole set of windows (a step of 3) is read
once, in three portions; the held-out perplexity is measured after each.
"""

from __future__ import annotations

import math
import re
from collections import Counter

import common
import corpora
import numpy as np

SEED, LENGTH, PORTIONS, PASSES, BATCH, RATE = 1, 40, 3, 1, 128, 0.01
TEMPERATURES = (0.2, 0.5, 1.0, 1.2)
NEW = 300
TEXTS = {"Nietzsche": "en", "Quijote": "es"}


def cut(name):
    """Split a text into training and held-out part."""
    text = corpora.text(TEXTS[name])[:600_000].lower()
    return text[: len(text) * 9 // 10], text[len(text) * 9 // 10 :]


def optimizer(steps):
    import keras

    return keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(RATE, steps))


def train(names, training, held_out, char_index):
    """Train a model; take the perplexity of held-out windows after each portion."""
    import keras

    windows, following = names["make_windows"](training, LENGTH, 3)
    held = names["make_windows"](held_out, LENGTH, 5)
    keras.utils.set_random_seed(SEED)
    model = names["build_char_model"](LENGTH, len(char_index))
    rng, portion = np.random.default_rng(SEED), len(windows) // PORTIONS // BATCH * BATCH
    model.compile(optimizer(PASSES * PORTIONS * portion // BATCH), "categorical_crossentropy")

    def perplexity():
        given = []
        for i in range(0, len(held[0]) // 2000 * 2000, 2000):
            x, y = names["vectorize_windows"](
                held[0][i : i + 2000], held[1][i : i + 2000], char_index
            )
            given.append((model.predict(x, batch_size=500, verbose=0) * y).sum(axis=1))
        return names["perplexity"](np.concatenate(given))

    curve = []
    for _ in range(PASSES):
        order = rng.permutation(len(windows))
        for start in range(0, PORTIONS * portion, portion):
            rows = order[start : start + portion]
            for i in range(0, portion, 100 * BATCH):
                part = rows[i : i + 100 * BATCH]
                x, y = names["vectorize_windows"](
                    [windows[n] for n in part], [following[n] for n in part], char_index
                )
                model.fit(x, y, batch_size=BATCH, verbose=0)
            curve.append(perplexity())
            print(f"  {len(curve)}/{PASSES * PORTIONS}: perplexity {curve[-1]:.3f}", flush=True)
    return model, curve, len(windows), len(held[0]) // 2000 * 2000


def measure(names, name):
    training, held_out = cut(name)
    alphabet = sorted(set(training + held_out))
    char_index = {c: i for i, c in enumerate(alphabet)}
    model, curve, windows, asked = train(names, training, held_out, char_index)

    def predict(x):
        return model.predict_on_batch(np.asarray(x, "float32"))

    begin = held_out.index(" ", 200) + 1
    seed = held_out[begin : begin + LENGTH]

    def generate(temperature, keep=lambda p: p):
        text = names["generate"](
            lambda x: np.stack([keep(p) for p in predict(x)]),
            seed,
            NEW,
            char_index,
            temperature,
            np.random.default_rng(SEED),
        )
        return text[LENGTH:]

    def step(tokens):
        window = np.eye(len(alphabet), dtype="float32")[tokens[-LENGTH:]][None]
        return np.log(np.maximum(predict(window)[0], 1e-30))

    known = set(re.findall(r"\w+", training))

    def real_words(text):
        words = re.findall(r"\w+", text)[1:-1]
        return float(np.mean([word in known for word in words])) if words else None

    samples = {f"temperature {t}": generate(t) for t in TEMPERATURES}
    samples["top-p 0.9"] = generate(1.0, lambda p: names["top_p"](p, 0.9))
    start = [char_index[c] for c in seed]
    for width in (1, 5):
        tokens, score = names["beam_search"](step, start, -1, width, 100)[0]
        text = "".join(alphabet[t] for t in tokens[LENGTH:])
        samples["greedy" if width == 1 else f"beam of {width}"] = text
        samples_score = {"score": score}
        print(f"  width {width}: {samples_score}", flush=True)
    return {
        "perplexity": min(curve),
        "bits_per_character": math.log2(min(curve)),
        "perplexity_by_portion": curve,
        "alphabet": len(alphabet),
        "weights": model.count_params(),
        "windows": windows,
        "passes": PASSES,
        "held_out_windows": asked,
        "seed_text": seed,
        "samples": samples,
        "words_of_the_training_text": {k: real_words(v) for k, v in samples.items()},
        "learning_rate": RATE,
        "batch": BATCH,
        "seed": SEED,
    }


def measure_words(name, most=3000, length=15, epochs=4):
    """The same network with words and marks as symbols, embedded in 64 numbers."""
    import keras

    parts = [re.findall(r"\w+|[^\w\s]", part) for part in cut(name)]
    counts = Counter(parts[0])
    kept = [w for w, n in counts.most_common(most) if n >= 2]
    number = {word: i + 1 for i, word in enumerate(kept)}  # 0: unknown
    train_ids, held_ids = (np.array([number.get(w, 0) for w in part], "int32") for part in parts)

    def windows(ids):
        return np.lib.stride_tricks.sliding_window_view(ids[:-1], length), ids[length:]

    keras.utils.set_random_seed(SEED)
    model = keras.Sequential(
        [
            keras.Input((length,), dtype="int32"),
            keras.layers.Embedding(len(kept) + 1, 64),
            keras.layers.LSTM(128),
            keras.layers.Dense(len(kept) + 1, activation="softmax"),
        ]
    )
    (x, y), (x_held, y_held) = windows(train_ids), windows(held_ids)
    steps = len(x) // BATCH
    model.compile(optimizer(epochs * steps), "sparse_categorical_crossentropy")
    rng, curve = np.random.default_rng(SEED), []
    whole = len(x_held) // 500 * 500
    for epoch in range(epochs):
        rows = rng.permutation(len(x))[: steps * BATCH]
        model.fit(x[rows], y[rows], batch_size=BATCH, verbose=0)
        p = model.predict(x_held[:whole], batch_size=500, verbose=0)
        curve.append(float(np.exp(-np.log(p[np.arange(whole), y_held[:whole]]).mean())))
        print(f"  epoch {epoch + 1}: perplexity {curve[-1]:.2f}", flush=True)
    characters = len(cut(name)[1])
    unknown = [w for w in parts[1] if w not in number]
    return {
        "perplexity": min(curve),
        "perplexity_by_epoch": curve,
        "bits_per_character": math.log2(min(curve)) * len(parts[1]) / characters,
        "unknown_share": len(unknown) / len(parts[1]),
        "letters_of_unknown_words_per_character": sum(map(len, unknown)) / characters,
        "symbols": len(kept) + 1,
        "weights": model.count_params(),
        "windows": len(x),
        "seed": SEED,
    }


def main() -> None:
    runs = [*TEXTS, *(f"{name}, words" for name in TEXTS)]
    chosen = common.options(__doc__, *runs)
    results = common.Results("characters", "a text's next character (notebook 05)", length=LENGTH)
    names = common.notebook("05-text-generation")
    for run in chosen.only:
        if run in TEXTS:
            results.once(run, measure, names, run)
        else:
            results.once(run, measure_words, run.removesuffix(", words"))


if __name__ == "__main__":
    main()
