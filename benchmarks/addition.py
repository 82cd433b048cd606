"""The addition experiment of notebook 03, at full size: accuracy and time.

It runs the notebook's own cells (set-up, reference solutions, split, training)::

    python benchmarks/addition.py            # full size: three digits, 128 units
    python benchmarks/addition.py --size quick

and writes ``benchmarks/results/addition.json``.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import common

TRAINING = "# The addition experiment"
#: The experiment's cells, by the comment that each begins with.
EXPERIMENT = ("# The split:", "# Training:", TRAINING, "# The opening question")


def error_rates(wrong, groups) -> dict[str, dict[str, float]]:
    """For each group, the number of sums and the share that was answered wrong."""
    import numpy as np

    groups = np.asarray(groups)
    return {
        str(g): {"sums": int(np.sum(groups == g)), "wrong": float(wrong[groups == g].mean())}
        for g in np.unique(groups)
    }


def measure() -> dict:
    """Train and test the model."""
    import numpy as np

    from course import settings

    clock: dict[str, float] = {}
    found = common.where()
    names = common.notebook("03-seq2seq-addition", EXPERIMENT, clock)
    (questions, _), (asked, _) = names["train"], names["exam"]
    wrong = np.argmax(names["y_exam"], -1) != np.argmax(names["exam_answers"][-1], -1)
    any_wrong = wrong.any(axis=1)
    pairs = [tuple(map(int, q.split("+"))) for q in asked]
    p_opening = names["model"].predict(names["x_opening"], verbose=0)
    return {
        "experiment": "addition (notebook 03)",
        **found,
        "size": settings.size(),
        "seed": 3,
        "digits": names["DIGITS"],
        "weights": names["model"].count_params(),
        "training_pairs": len(questions) // 2,
        "training_questions": len(questions),
        "sums_never_seen": len(asked),
        "epochs": names["EPOCHS"],
        "seconds": round(clock[TRAINING], 1),
        "character_accuracy": names["characters"][-1],
        "exact_match": names["exact"][-1],
        "exact_match_by_epoch": names["exact"],
        "character_accuracy_by_epoch": names["characters"],
        "characters_wrong_by_place": [float(rate) for rate in wrong.mean(axis=0)],
        "answers_wrong_by_carries": error_rates(
            any_wrong, [names["count_carries"](a, b) for a, b in pairs]
        ),
        "answers_wrong_by_question_length": error_rates(any_wrong, [len(q) for q in asked]),
        "mistakes": {
            asked[i]: names["decode"](names["exam_answers"][-1][i], names["ALPHABET"])
            for i in np.flatnonzero(any_wrong)
        },
        "opening_question": {
            q: names["decode"](p, names["ALPHABET"])
            for q, p in zip(names["OPENING"], p_opening, strict=True)
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=("quick", "full"), default="full")
    parser.add_argument("--output", type=Path, default=common.RESULTS / "addition.json")
    options = parser.parse_args()
    os.environ["COURSE_SIZE"] = options.size  # before the notebook chooses its sizes
    result = measure()
    common.write(result, options.output)
    print(
        f"{result['size']}: {result['epochs']} epochs in {result['seconds']} s on "
        f"{result['cores']} cores; {result['character_accuracy']:.2%} of characters, "
        f"{result['exact_match']:.2%} of {result['sums_never_seen']} sums never seen"
    )


if __name__ == "__main__":
    main()
