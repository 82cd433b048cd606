"""Recall of the first symbol of a row of 100: the experiment of notebook 02, at full size.

    python benchmarks/recall.py

The notebook's own functions build, train and test the models: 8 symbols, 32 units, Adam
at 0.01, gradients clipped to norm 1, a new batch of 64 rows in each step.
"""

from __future__ import annotations

import math

import common
import numpy as np

SYMBOLS, UNITS = 8, 32
LENGTH, STEPS, SEEDS = 100, 3000, (1, 2, 3)
MODELS = {
    "RNN": ("rnn", None),
    "LSTM": ("lstm", None),
    "GRU": ("gru", None),
    "LSTM, ln T": ("lstm", math.log(LENGTH)),
    "GRU, ln T": ("gru", math.log(LENGTH)),
    "LSTM, ln T and -ln T": ("lstm", math.log(LENGTH)),
}
#: How the notebook's cell with these functions begins.
CELL = "BATCH = 64"


def functions() -> dict:
    """The notebook's functions, from their cell without the experiment at its end."""
    from course import notebooks

    names = common.notebook("02-lstm-gru")
    path = common.ROOT / "source" / "02-lstm-gru" / "02-lstm-gru.ipynb"
    cells = [c.source for c in notebooks.read(path).cells if c.cell_type == "code"]
    source = next(s for s in cells if s.startswith(CELL)).split("\nlengths = ")[0]
    names |= {"SYMBOLS": SYMBOLS, "UNITS": UNITS}
    exec(compile(source, "<recall>", "exec"), names)
    return names


def open_and_shut(model, cell: str, bias: float) -> None:
    """Initialize an LSTM with forget gates almost open and input gates almost shut.

    A GRU couples the two (it writes with 1 - z). In an LSTM with the forget gate's bias
    alone, every step still writes half a candidate into a state that forgets almost
    nothing, and the first symbol is lost in the sum of all others.
    """
    weights = [np.array(w) for w in model.get_weights()]
    for w in weights:
        if w.ndim == 1 and len(w) % 4 == 0 and len(w) > SYMBOLS:
            units = len(w) // 4
            w[:units], w[units : 2 * units] = -bias, bias
    model.set_weights(weights)


def measure(name: str, seed: int) -> dict:
    """Train one model, and test it on new rows."""
    (cell, bias), names = MODELS[name], functions()
    if "-ln T" in name:
        names["set_keep_bias"] = open_and_shut
    model, curve = names["train_recall"](cell, LENGTH, STEPS, bias=bias, seed=seed)
    return {
        "accuracy": names["recalled"](model, cell, LENGTH, n=5000),
        "weights": model.count_params(),
        "steps": 50 * len(curve),
        "accuracy_by_50_steps": [round(a, 4) for a in curve],
        "seed": seed,
    }


def main() -> None:
    chosen = common.options(__doc__, *MODELS)
    results = common.Results(
        "recall",
        "recall of the first symbol (notebook 02)",
        length=LENGTH,
        symbols=SYMBOLS,
        units=UNITS,
        most_steps=STEPS,
        rows_asked=5000,
    )
    for seed in SEEDS:
        for model in reversed(chosen.only):
            results.once(f"{model}, seed {seed}", measure, model, seed)


if __name__ == "__main__":
    main()
