"""English to Spanish by three models on the same pairs: the experiment of notebook 07.

    python benchmarks/translation.py           # needs sacrebleu: pip install -e '.[benchmarks]'

20,000 pairs of sentences of at most six words from spa-eng; lower case, no punctuation,
the 5,000 commonest words of each language, all models 128 wide. No English sentence of
the test is in the training. Token accuracy: how often the next word is right when the
words before it are; BLEU: of the sentences that the model writes by itself, greedily,
against all translations that the data give for a sentence.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import common
import corpora
import numpy as np

from course.words import tokenize

SEED, WORDS, LONGEST, PAIRS, TESTED = 1, 5000, 6, 20_000, 1500
WIDTH, BATCH, EPOCHS = 128, 64, 5
PADDING, UNKNOWN, START, END = 0, 1, 2, 3
SOURCE, TARGET = LONGEST, LONGEST + 1  # the target ends with END
ROWS = WORDS + 4


class Language:
    """The most common words of some sentences, numbered from 4."""

    def __init__(self, sentences):
        counts = Counter(word for sentence in sentences for word in sentence)
        self.words = sorted(counts, key=lambda w: (-counts[w], w))[:WORDS]
        self.number = {word: i + 4 for i, word in enumerate(self.words)}

    def ids(self, sentences, length, end):
        out = np.zeros((len(sentences), length), "int32")
        for row, sentence in zip(out, sentences, strict=True):
            ids = [self.number.get(word, UNKNOWN) for word in sentence] + [END] * end
            row[: len(ids)] = ids
        return out

    def text(self, ids):
        """The words of a sequence of ids, up to its end."""
        words = []
        for i in ids:
            if i in (END, PADDING):
                break
            words.append(self.words[i - 4] if i >= 4 else "[?]")
        return " ".join(words)


def short(pairs):
    """The pairs, as lists of words, with at most LONGEST words on either side."""
    split = [(tokenize(english), tokenize(spanish)) for english, spanish in pairs]
    return [(e, s) for e, s in split if 0 < len(e) <= LONGEST and 0 < len(s) <= LONGEST]


class Data:
    def __init__(self):
        train, validation, test = corpora.pairs()
        pairs = short(train)[:PAIRS]
        self.english, self.spanish = (Language(side) for side in zip(*pairs, strict=True))
        self.train, self.validation, self.test = (
            self.arrays(part) for part in (pairs, short(validation)[:2500], short(test))
        )
        references = defaultdict(list)
        for english, spanish in test:
            references[tuple(tokenize(english))].append(" ".join(tokenize(spanish)))
        asked = list(dict.fromkeys(tuple(e) for e, _ in short(test)))[:TESTED]
        self.asked = [" ".join(e) for e in asked]
        self.references = [references[e] for e in asked]
        self.source = self.english.ids(asked, SOURCE, end=False)

    def arrays(self, pairs):
        """([source, decoder input], target), each of ids (n, length)."""
        source = self.english.ids([e for e, _ in pairs], SOURCE, end=False)
        target = self.spanish.ids([s for _, s in pairs], TARGET, end=True)
        first = np.full((len(pairs), 1), START, "int32")
        return [source, np.concatenate([first, target[:, :-1]], axis=1)], target


def recurrent(attention):
    """An LSTM encoder and an LSTM decoder that starts from its last state.

    With `attention`, the decoder also gets a weighted mean of all the encoder's outputs, with
    new weights for each word.
    """
    import keras

    source = keras.Input((SOURCE,), dtype="int32")
    target = keras.Input((TARGET,), dtype="int32")
    words = keras.layers.Embedding(ROWS, WIDTH, mask_zero=True)(source)
    memory, h, c = keras.layers.LSTM(WIDTH, return_sequences=True, return_state=True)(words)
    written = keras.layers.Embedding(ROWS, WIDTH, mask_zero=True)(target)
    state = keras.layers.LSTM(WIDTH, return_sequences=True)(written, initial_state=[h, c])
    if attention:
        context = keras.layers.Attention()([state, memory])
        state = keras.layers.Concatenate()([state, context])
        state = keras.layers.Dense(WIDTH, activation="tanh")(state)
    state = keras.layers.Dropout(0.2)(state)
    return keras.Model([source, target], keras.layers.Dense(ROWS, activation="softmax")(state))


def transformer_model(learned=False):
    import transformer

    return transformer.build_transformer(ROWS, ROWS, d_model=WIDTH, d_ff=2 * WIDTH, learned=learned)


#: name: (learning rate, builder)
MODELS = {
    "LSTM": (0.003, lambda: recurrent(False)),
    "LSTM with attention": (0.003, lambda: recurrent(True)),
    "Transformer": (0.001, transformer_model),
    "Transformer, learned places": (0.001, lambda: transformer_model(learned=True)),
}


def token_accuracy(model, x, y, batch=250):
    n = len(y) // batch * batch
    said = [
        model.predict_on_batch([a[i : i + batch] for a in x]).argmax(-1) for i in range(0, n, batch)
    ]
    real = y[:n] != 0
    return float((np.concatenate(said) == y[:n])[real].mean())


def write(model, source, batch=250):
    """Translate greedily: the most probable word each time."""
    target = np.zeros((len(source), TARGET + 1), "int32")
    target[:, 0] = START
    for t in range(TARGET):
        for i in range(0, len(source), batch):
            rows = slice(i, i + batch)
            p = model.predict_on_batch([source[rows], target[rows, :-1]])
            target[rows, t + 1] = p[:, t].argmax(-1)
    return target[:, 1:]


def measure(data, name):
    import keras
    import sacrebleu

    rate, build = MODELS[name]
    keras.utils.set_random_seed(SEED)
    model = build()
    x, y = data.train
    steps = len(y) // BATCH
    schedule = keras.optimizers.schedules.CosineDecay(
        0.0, (EPOCHS - 1) * steps, warmup_target=rate, warmup_steps=steps
    )
    model.compile(
        keras.optimizers.Adam(schedule, global_clipnorm=1.0), "sparse_categorical_crossentropy"
    )
    rng, curve, best = np.random.default_rng(SEED), [], None
    for epoch in range(EPOCHS):
        rows = rng.permutation(len(y))[: steps * BATCH]
        real = (y[rows] != 0).astype("float32")
        model.fit(
            [a[rows] for a in x],
            y[rows],
            sample_weight=real / real.mean(),
            batch_size=BATCH,
            verbose=0,
            shuffle=False,
        )
        curve.append(token_accuracy(model, *data.validation))
        print(f"  epoch {epoch + 1}: validation {curve[-1]:.4f}", flush=True)
        if curve[-1] == max(curve):
            best = model.get_weights()
    model.set_weights(best)
    said = [data.spanish.text(ids) for ids in write(model, data.source)]
    most = max(map(len, data.references))
    streams = [[r[i] if i < len(r) else None for r in data.references] for i in range(most)]
    bleu = sacrebleu.corpus_bleu(said, streams)
    whole = [s in r for s, r in zip(said, data.references, strict=True)]
    return {
        "token_accuracy": token_accuracy(model, *data.test),
        "bleu": bleu.score,
        "bleu_details": str(bleu),
        "equal_to_a_reference": float(np.mean(whole)),
        "weights": model.count_params(),
        "epochs": EPOCHS,
        "best_epoch": int(np.argmax(curve)) + 1,
        "validation_by_epoch": curve,
        "learning_rate": rate,
        "examples": [
            {"english": e, "said": s, "reference": r[0]}
            for e, s, r in list(zip(data.asked, said, data.references, strict=True))[:12]
        ],
        "seed": SEED,
        "sacrebleu": sacrebleu.__version__,
    }


def main() -> None:
    chosen = common.options(__doc__, *MODELS)
    data = Data()
    results = common.Results(
        "translation",
        "English to Spanish (notebook 07), spa-eng",
        training_pairs=len(data.train[1]),
        validation_pairs=len(data.validation[1]),
        test_pairs=len(data.test[1]),
        test_sentences_written=len(data.asked),
        longest=LONGEST,
        vocabulary=WORDS,
        width=WIDTH,
    )
    for name in chosen.only:
        results.once(name, measure, data, name)


if __name__ == "__main__":
    main()
