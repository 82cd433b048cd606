"""``docs/results.md``, from the results of the experiments that train networks.

An experiment that has not run is listed as such.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import mean

from tools import ROOT
from tools.pages import load, table

PAGE = ROOT / "docs" / "results.md"


# ---------------------------------------------------------------- parts of a page


def percent(share: float | None, digits: int = 1) -> str:
    """A share as a percentage; a dash for none."""
    return "–" if share is None else f"{100 * share:.{digits}f} %"


def count(number: int) -> str:
    """A number with its thousands marked."""
    return f"{number:,}"


def quoted(text: str) -> str:
    """A generated text for a table: on one line, with Markdown's characters escaped."""
    shown = text.replace("\n", "⏎")
    for mark in "\\`*_|<>[]":
        shown = shown.replace(mark, "\\" + mark)
    return shown


def conditions(*results: dict) -> str:
    """One line on where, when and with what the results were measured."""
    runs = [run for found in results for run in (found.get("runs") or {"": found}).values()]

    def all_of(key: str, form: Callable[[object], str] = str) -> str:
        return " and ".join(sorted({form(run[key]) for run in runs if key in run}))

    gpu = {run.get("gpu", "none") for run in runs} - {"none"}
    backends = " and ".join(
        sorted({f"{r['backend']} {r.get('backend_version', '')}".strip() for r in runs})
    )
    return (
        f"*{all_of('machine')}, {all_of('cores')} cores, GPU: {', '.join(sorted(gpu)) or 'none'}; "
        f"{all_of('date')}; Keras {all_of('keras')} on {backends}; "
        f"seed {all_of('seed')}.*"
    )


# ---------------------------------------------------------------- the experiments
#
# Each returns its rows of the summary table (experiment, aim, measured) and its section.

Section = tuple[list[tuple[str, str, str]], str]


def addition() -> Section:
    lstm, other = load("addition"), load("transformer_addition") or {"runs": {}}
    runs = {"LSTM encoder-decoder (03)": lstm} | {
        {
            "formula": "Transformer (07), sinusoidal positions",
            "learned places": "Transformer (07), learned positions",
        }[name]: run
        for name, run in other["runs"].items()
    }
    rows = [
        (
            name,
            count(r["weights"]),
            r["epochs"],
            percent(r["character_accuracy"], 2),
            percent(r["exact_match"], 2),
        )
        for name, r in runs.items()
    ]
    summary = [
        ("three-digit addition, lecture's LSTM", "≥ 99.5 %", percent(lstm["exact_match"], 2))
    ]
    if "formula" in other["runs"]:
        found = percent(other["runs"]["formula"]["exact_match"], 2)
        summary.append(("the same sums, Transformer", "–", found))
    text = f"""\
## Three-digit addition

There are {count(lstm["training_questions"])} training questions \
({count(lstm["training_pairs"])} pairs of numbers in both orders) and \
{count(lstm["sums_never_seen"])} test pairs, which occur in training in neither order. A sum \
counts as right if every character is right (exact match), after the last epoch. Both kinds of \
model use the same sums and the same split. The Transformer has the default sizes of notebook 07 \
(2 layers, width 64, 4 heads) and no dropout, and its input is a character id where notebook 03 \
uses a one-hot row.

{table(["model", "weights", "epochs", "characters right", "exact match"], rows)}

`addition.py`, `transformer_addition.py`. {conditions(lstm, *([other] if other["runs"] else []))}
"""
    return summary, text


def recall() -> Section:
    found = load("recall")
    names = list(dict.fromkeys(key.rsplit(", seed", 1)[0] for key in found["runs"]))
    order = ["RNN", "LSTM", "GRU", "LSTM, ln T", "GRU, ln T", "LSTM, ln T and -ln T"]
    meaning = {
        "RNN": "plain RNN",
        "LSTM": "LSTM, forget bias 1 (Keras)",
        "GRU": "GRU, bias 0 (Keras)",
        "LSTM, ln T": "LSTM, forget bias ln T",
        "GRU, ln T": "GRU, update gate bias ln T",
        "LSTM, ln T and -ln T": "LSTM, forget bias ln T, input bias −ln T",
    }
    rows, shares = [], {}
    for name in sorted(names, key=order.index):
        runs = [r for key, r in found["runs"].items() if key.rsplit(", seed", 1)[0] == name]
        shares[name] = [r["accuracy"] for r in runs]
        steps = [count(r["steps"]) for r in runs]
        rows.append((meaning[name], *map(percent, shares[name]), ", ".join(steps)))
    seeds = sorted({r["seed"] for r in found["runs"].values()})
    summary = [
        (f"recall of the first symbol at length 100: {label}", aim, span(shares[name]))
        for name, label, aim in (
            ("RNN", "plain RNN", "near chance (12.5 %)"),
            ("LSTM, ln T and -ln T", "LSTM, forget bias ln T, input bias −ln T", "≥ 99 %"),
            ("GRU, ln T", "GRU, bias ln T", "≥ 99 %"),
        )
    ]
    text = f"""\
## The first of a hundred symbols

The model of notebook 02 reads {found["length"]} random symbols from an alphabet of \
{found["symbols"]} and names the first. It has {found["units"]} units and is trained with Adam at \
0.01, gradients clipped to norm 1, and batches of 64 new sequences, for at most \
{count(found["most_steps"])} steps; training stops early after 50 batches in a row without an \
error. The test has {count(found["rows_asked"])} new sequences; chance is \
{percent(1 / found["symbols"])}.

{table(["model", *(f"seed {s}" for s in seeds), "training steps"], rows)}

A GRU whose update gate z starts with the bias ln T learns the task every time; with Keras's \
default biases neither cell learns it in {count(found["most_steps"])} steps. For the LSTM a larger \
bias of the forget gate is not enough at this length: every step still writes about half a \
candidate into a cell that now forgets almost nothing, and the first symbol is lost in the sum of \
the others. A GRU writes with 1 − z, so that one bias both keeps and protects the state. An LSTM \
needs a second one, −ln T at the input gate (the "chrono" initialisation of Tallec and Ollivier, \
2018).

`recall.py`. {conditions(found)}
"""
    return summary, text


def span(shares: list[float]) -> str:
    """The smallest and largest of some shares, or the only one."""
    low, high = percent(min(shares)), percent(max(shares))
    return low if low == high else f"{low} to {high}"


#: The rows of the table, in order: the run and its label.
REVIEWS = {
    "bag of words, last 150 words": "bag of words, the last 150 words",
    "bag of words": "bag of words, whole reviews",
    "bag of words and pairs, tf-idf": "bag of words and adjacent pairs, tf-idf, whole reviews",
    "mean of vectors, frozen GloVe": "masked mean of GloVe, frozen",
    "mean of vectors, tuned GloVe": "masked mean of GloVe, fine-tuned",
    "LSTM, random vectors": "LSTM 2 × 128, random vectors",
    "LSTM, random vectors, 250 words": "LSTM 2 × 128, random vectors, the last 250 words",
    "LSTM, frozen GloVe": "LSTM 2 × 128, frozen GloVe",
    "LSTM, tuned GloVe": "LSTM 2 × 128, fine-tuned GloVe",
    "self-attention (06)": "self-attention classifier (06)",
    "Transformer encoder (07)": "Transformer encoder (07), 2 blocks, width 64",
}
#: Timed, but without a row in the table.
TIMED = {"LSTM, random vectors, no mask": "LSTM 2 × 128, random vectors, no mask"}
VARIANTS = {
    "LSTM, random vectors": "mask, padding on the left",
    "LSTM, random vectors, no mask": "no mask, padding on the left",
    "LSTM, random vectors, no mask, right padding": "no mask, padding on the right",
}
SHAPES = {
    "LSTM, tuned GloVe": "two layers, dropout between them",
    "LSTM, tuned GloVe, one layer": "one layer",
    "LSTM, tuned GloVe, dropout inside": "two layers, dropout inside the recurrence",
}


def remarks(runs: dict, best: str) -> str:
    """Remarks on the table, each if the results still bear it out."""
    found = ""
    if "bag" in best:
        found += (
            "\nCounting words is hard to beat: no network here reaches the bag of pairs, in which "
            "“not good” is one entry. The bag also reads the whole review, and the networks only "
            "its end.\n"
        )
    lstm = runs.get("LSTM, random vectors")
    if lstm and lstm["accuracy"] < 0.85:
        curve = ", ".join(percent(a) for a in lstm["validation_by_epoch"])
        found += (
            f"\nThe lecture's LSTM stays {100 * (0.85 - lstm['accuracy']):.1f} points below "
            f"the target of 0.85 (validation accuracy after each of its {lstm['epochs']} epochs: "
            f"{curve}).\n"
        )
    return found


def reviews() -> Section:
    found = load("reviews")
    runs = found["runs"]
    per_step = runs.get("times", {}).get("seconds_per_step", {})
    base = per_step.get("LSTM, random vectors")

    def ratio(name: str) -> str:
        same = name.replace("tuned GloVe", "random vectors") if "LSTM" in name else name
        return f"{per_step[same] / base:.2f}" if same in per_step else "–"

    def row(name: str, label: str, with_time: bool = True) -> tuple[str, ...]:
        r = runs[name]
        epochs = f"{r['best_epoch']} of {r['epochs']}"
        cells = (label, percent(r["accuracy"]), count(r["weights"]), epochs)
        return (*cells, ratio(name)) if with_time else cells

    main = [row(name, label) for name, label in REVIEWS.items() if name in runs]
    masks = [row(name, label, False) for name, label in VARIANTS.items() if name in runs]
    shapes = [row(name, label, False) for name, label in SHAPES.items() if name in runs]
    best = max((n for n in REVIEWS if n in runs), key=lambda n: runs[n]["accuracy"])
    summary = [
        ("IMDB: the best of the table", "≥ 0.88", f"{runs[best]['accuracy']:.3f} ({REVIEWS[best]})")
    ]
    if "LSTM, random vectors" in runs:
        on = runs["LSTM, random vectors"]["accuracy"]
        summary.append(("IMDB: lecture's LSTM, mask on", "≥ 0.85", f"{on:.3f}"))
        if longer := runs.get("LSTM, random vectors, 250 words"):
            what = "IMDB: the same, reading 250 words"
            summary.append((what, "≥ 0.85", f"{longer['accuracy']:.3f}"))
        for name, label in list(VARIANTS.items())[1:]:
            if name in runs:
                off = runs[name]["accuracy"]
                gap = f"{off:.3f} (gap {on - off:+.3f})"
                summary.append((f"IMDB: lecture's LSTM, {label}", "the gap", gap))
    timed = table(
        ["one training step", "relative time"],
        [
            (TIMED.get(name) or REVIEWS[name], f"{t / base:.2f}")
            for name, t in sorted(per_step.items(), key=lambda item: item[1])
        ]
        if base
        else [],
    )
    sizes, cover = found["reviews"], found["glove_coverage"]
    header = ["model", "accuracy", "weights", "best epoch"]
    without = runs.get("LSTM, random vectors, no mask", {}).get("padding_share")
    padded = (
        f"\nIn these training data, {percent(without, 0)} of all positions are padding.\n"
        if without
        else ""
    )
    text = f"""\
## Film reviews, good or bad

The data are IMDB without the training reviews that also occur in the test: \
{count(sizes["train"])} reviews for training, {count(sizes["validation"])} to choose the epoch, \
and the {count(sizes["test"])} of the test, which were used for no choice. The two plain bags of \
words were evaluated on the test twice, because they were first run on another split. The networks \
read the last {found["length"]} words, padded on the left, from a vocabulary of \
{count(found["vocabulary"])}. Word vectors have {found["dim"]} numbers (GloVe: {found["glove"]}). \
They cover {percent(cover["vocabulary"], 0)} of the vocabulary and \
{percent(cover["all_words"], 0)} of the words of the training reviews; the vectors of other words \
start at zero, and stay zero when frozen. With {count(sizes["test"])} reviews the standard error \
is about 0.2 points, which does not include the variation between seeds.

{table([*header, "time per epoch"], main)}

Time per epoch is relative to the lecture's LSTM and comes from the next table. The bags are \
logistic regressions with one weight per entry.

{timed}

These are training steps on 128 reviews. The models took turns in one process, and the figures \
are ratios of medians, because the machine was shared. Whether a Transformer trains faster than an \
LSTM depends on its size and on the machine; this one has \
{runs["times"]["cores"] if "times" in runs else "–"} cores and no GPU.
{remarks(runs, best)}
### The mask

{table(header, masks)}
{padded}"""
    if len(shapes) > 1:
        text += f"""
### One layer or two, dropout between or inside

{table(header, shapes)}
"""
    text += f"\n`reviews.py`. {conditions(found)}\n"
    return summary, text


def unseen() -> Section:
    found = load("unseen")
    names = list(dict.fromkeys(key.rsplit(", ", 2)[0] for key in found["runs"]))
    sizes = list(dict.fromkeys(key.rsplit(", ", 2)[1] for key in found["runs"]))
    whole, alone, quarters, summary = [], [], [], []
    middle = sizes[min(1, len(sizes) - 1)]
    for name in names:
        by_size = [
            [r for key, r in found["runs"].items() if key.startswith(f"{name}, {size},")]
            for size in sizes
        ]
        whole.append((name, *(percent(mean(r["accuracy"] for r in runs)) for runs in by_size)))
        on_unseen = [
            percent(mean(r["accuracy_on_unseen_words_alone"] for r in runs)) for runs in by_size
        ]
        alone.append((name, *on_unseen))
        some = by_size[sizes.index(middle)]
        quarters.append(
            (
                name,
                *(
                    percent(mean(r["accuracy_by_quarter_of_unseen_share"][q] for r in some))
                    for q in range(4)
                ),
            )
        )
        if "frozen" in name:
            summary.append(
                (f"words never seen in training, {middle}: {name}", "–", f"{on_unseen[1]} on them")
            )
    some = [r for key, r in found["runs"].items() if f", {middle}," in key]
    shares = [percent(mean(r["mean_unseen_share_by_quarter"][q] for r in some)) for q in range(4)]
    header = ["vectors", *sizes]
    text = f"""\
## Words never seen in training

A logistic regression on the masked mean of a review's word vectors is trained on few reviews, so \
that many words of the test are new to it. Its vocabulary is every word of those reviews and of \
the GloVe file; a word that is new has its GloVe vector, or a random one of the same length. The \
figures are means over {len({r["seed"] for r in found["runs"].values()})} draws of the training \
reviews; the test is all 25,000 test reviews.

Accuracy on whole reviews:

{table(header, whole)}

Accuracy on four equal groups of test reviews, by the share of their words that do not occur in \
the {middle} of training (on average {", ".join(shares)}):

{table(["vectors", "fewest", "few", "many", "most"], quarters)}

Accuracy when every word that occurs in training is blanked out, so that only unseen words are \
left; chance is 50 %:

{table(header, alone)}

GloVe vectors carry information about words that never occur in training, and frozen vectors keep \
more of it, because fine-tuning moves only the vectors of words that occur. In whole reviews, \
however, unseen words are few, and trainable vectors reach the same accuracy from either start. A \
mean of 25 numbers per word is a weak representation, and stays weak if it is frozen.

`unseen.py`. {conditions(found)}
"""
    return summary, text


def characters() -> Section:
    found = load("characters")
    texts = [name for name in ("Nietzsche", "Quijote") if name in found["runs"]]
    summary, rows, parts = [], [], []
    for name in texts:
        r = found["runs"][name]
        summary.append(
            (f"{name}: perplexity of the lecture's model", "–", f"{r['perplexity']:.2f}")
        )
        rows.append(
            (
                name,
                r["alphabet"],
                count(r["weights"]),
                count(r["windows"]),
                f"{r['perplexity']:.2f}",
                f"{r['bits_per_character']:.2f}",
            )
        )
        real = r["words_of_the_training_text"]
        samples = table(
            ["how", "words of the training text", "the text"],
            [(how, percent(real[how], 0), quoted(text)) for how, text in r["samples"].items()],
        )
        parts.append(f"### {name}\n\nSeed: “{quoted(r['seed_text'])}”\n\n{samples}\n")
    words = [name for name in found["runs"] if name.endswith(", words")]
    compared = ""
    if words:
        lines = []
        for key in words:
            name, w = key.removesuffix(", words"), found["runs"][key]
            c = found["runs"][name]
            spelled = (
                w["bits_per_character"]
                + c["bits_per_character"] * w["letters_of_unknown_words_per_character"]
            )
            lines += [
                (
                    f"{name}, characters",
                    c["alphabet"],
                    f"{c['perplexity']:.2f}",
                    percent(0.0),
                    f"{c['bits_per_character']:.2f}",
                ),
                (
                    f"{name}, words and marks",
                    count(w["symbols"]),
                    f"{w['perplexity']:.1f}",
                    percent(w["unknown_share"]),
                    f"{spelled:.2f}",
                ),
            ]
        header = ["symbols", "how many", "perplexity", "unknown", "bits per character"]
        compared = f"""
### Characters or words

The same network on words and marks (windows of 15, each embedded in 64 numbers). Perplexities of \
different symbols can't be compared; bits per character can, once the unknown words are spelled \
out at the cost that the character model has for them.

{table(header, lines)}
"""
    first = found["runs"][texts[0]]
    text = f"""\
## The next character

The lecture's model (LSTM 128 → softmax) is trained on windows of {found["length"]} characters, \
three characters apart, from the first 600,000 characters of each text in lower case. The last \
tenth is held out, and the perplexity is measured on {count(first["held_out_windows"])} windows \
from it. Training is short, {first["passes"]} pass over the windows, and the perplexity was still \
falling at the end (on {texts[0]}, after each third: \
{", ".join(f"{p:.2f}" for p in first["perplexity_by_portion"])}).

{table(["text", "V", "weights", "windows", "perplexity", "bits per character"], rows)}

The samples continue the beginning of the held-out part in {len(first["samples"])} ways, with the \
same weights; ⏎ is a line break. Greedy and beam search stop at 100 characters. The share of words \
that occur in the training text shows how much is spelled right, not how much makes sense.

{chr(10).join(parts)}{compared}
`characters.py`. {conditions(found)}
"""
    return summary, text


def translation() -> Section:
    found = load("translation")
    rows = [
        (
            name,
            count(r["weights"]),
            percent(r["token_accuracy"]),
            f"{r['bleu']:.1f}",
            percent(r["equal_to_a_reference"]),
            f"{r['best_epoch']} of {r['epochs']}",
        )
        for name, r in found["runs"].items()
    ]
    summary = [
        (f"English → Spanish: {name}", "–", f"token accuracy {row[2]}, BLEU {row[3]}")
        for name, row in zip(found["runs"], rows, strict=True)
        if "learned" not in name
    ]
    names, first = list(found["runs"]), next(iter(found["runs"].values()))
    examples = [
        (
            quoted(of_first["english"]),
            *(quoted(found["runs"][name]["examples"][i]["said"]) for name in names),
            quoted(of_first["reference"]),
        )
        for i, of_first in enumerate(found["runs"][names[0]]["examples"][:8])
    ]
    header = ["model", "weights", "token accuracy", "BLEU", "equal to a translation", "best epoch"]
    text = f"""\
## English to Spanish

The models are trained on {count(found["training_pairs"])} pairs of spa-eng (Tatoeba, CC BY 2.0) \
with at most {found["longest"]} words on either side, in lower case without punctuation, with the \
{count(found["vocabulary"])} most common words of each language. Every model has the width \
{found["width"]}. No English sentence of the test occurs in training. *Token accuracy* is the \
share of the words in the {count(found["test_pairs"])} test pairs (ends included) that are \
predicted correctly from the correct words before them. *BLEU* (sacrebleu with its defaults) \
compares greedy translations of {count(found["test_sentences_written"])} English sentences with \
all translations of each in the data.

{table(header, rows)}

Training is short for all models, {first["epochs"]} epochs on few pairs: compare the models with \
each other, not these figures with published ones.

The first sentences of the test follow; [?] is a word outside the vocabulary, which a model can \
produce, too:

{table(["English", *names, "a reference"], examples)}

`translation.py`. {conditions(found)}
"""
    return summary, text


def padding() -> Section:
    (r,) = load("padding")["runs"].values()
    timed = max(s["batches_timed"] for s in r["schemes"].values())
    base = r["schemes"]["padded to the longest of all"]["seconds_per_epoch"]
    rows = [
        (
            name,
            count(s["batches"]),
            percent(s["waste"]),
            f"{s['seconds_per_epoch'] / base:.2f}",
        )
        for name, s in r["schemes"].items()
    ]
    text = f"""\
## Padding or bucketing

The lecture's LSTM is trained on {count(r["reviews"])} IMDB reviews cut to their last \
{r["longest"]} words (mean {r["mean_length"]:.0f}), in batches of at most {r["batch"]}. *Waste* is \
the share of the computed positions that are padding. *Time per epoch* is relative to the first \
row and comes from {timed} training batches of each kind, which took turns in one process.

{table(["batches", "how many", "waste", "time per epoch"], rows)}

`padding.py`. {conditions(load("padding"))}
"""
    return [], text


SECTIONS: dict[str, Callable[[], Section]] = {
    "addition": addition,
    "recall": recall,
    "reviews": reviews,
    "unseen": unseen,
    "characters": characters,
    "translation": translation,
    "padding": padding,
}


def page() -> str:
    """The page's text."""
    done = [name for name in SECTIONS if load(name)]
    parts = [SECTIONS[name]() for name in done]
    summary = [line for lines, _ in parts for line in lines]
    missing = [name for name in SECTIONS if name not in done]
    not_run = f"\nNot run yet: {', '.join(f'`{n}.py`' for n in missing)}.\n" if missing else ""
    sections = "\n".join(text for _, text in parts)
    return f"""\
# Results

The course's experiments at full size, on the real data ([data.md](data.md)). \
`python benchmarks/report.py` writes this page from `benchmarks/results/`; no figure on it is \
typed by hand.

{table(["experiment", "target", "measured"], summary)}
{not_run}
Each row comes from one run unless seeds are listed. The machine, the date and the versions are \
given below each section. The machine was shared with other work, so that seconds mean little: \
times are given as ratios within one process.

To repeat a measurement, run `python benchmarks/NAME.py` with `COURSE_DATA` set as in \
[data.md](data.md), or without it to download the data. An interrupted script continues where it \
stopped; to repeat a run, delete it from its file of results. The scripts run on a GPU, too, and \
record its name; `KERAS_BACKEND` chooses TensorFlow, JAX or PyTorch. `translation.py` needs \
sacrebleu: `pip install -e '.[benchmarks]'`.

{sections}"""


def write() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
