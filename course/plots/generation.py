"""The figures of 05-text-generation: distributions, decodings, and the beam as a tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np

from course.plots.style import BLUE, GREEN, GREY, ORANGE, PALETTE, Figure, Numbers, new, styled
from course.settings import tr


def _visible(character: str) -> str:
    return {" ": "␣", "\n": "⏎"}.get(character, character)


@styled
def perplexity_curve(training: Numbers, held_out: Numbers, alphabet_size: int) -> Figure:
    """Perplexity after each epoch, on windows trained on and on windows held out."""
    training, held_out = np.asarray(training, float), np.asarray(held_out, float)
    epochs = np.arange(1, len(training) + 1)
    best = int(held_out.argmin())
    figure, ax = new(8, 4)
    ax.plot(epochs, training, color=BLUE, linestyle="-", label=tr("trained on", "de entrenamiento"))
    ax.plot(
        epochs,
        held_out,
        color=ORANGE,
        linestyle="--",
        marker="s",
        label=tr("held out", "reservado"),
    )
    ax.fill_between(epochs, training, held_out, color=GREY, alpha=0.15, linewidth=0)
    ax.plot(epochs[best], held_out[best], color=ORANGE, marker="*", markersize=15, linestyle="")
    ax.annotate(
        tr(f"best: {held_out[best]:.1f}", f"mejor: {held_out[best]:.1f}"),
        (epochs[best], held_out[best]),
        xytext=(0, 12),
        textcoords="offset points",
        ha="center",
        color=ORANGE,
    )
    ax.set(
        title=tr(
            "When does learning become memorising?", "¿Cuándo se vuelve memoria el aprendizaje?"
        ),
        xlabel=tr("epoch", "época"),
        ylabel=tr("perplexity", "perplejidad"),
        ylim=(0, None),
    )
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.legend()
    return Figure(
        figure,
        tr(
            f"Perplexity by epoch. On windows trained on it goes from {training[0]:.1f} to "
            f"{training[-1]:.1f}; on held-out text from {held_out[0]:.1f} to its best, "
            f"{held_out[best]:.1f}, at epoch {best + 1}, and ends at {held_out[-1]:.1f}. A model "
            f"that knows nothing would have {alphabet_size}.",
            f"Perplejidad por época. En ventanas de entrenamiento va de {training[0]:.1f} a "
            f"{training[-1]:.1f}; en texto reservado, de {held_out[0]:.1f} a su mejor valor, "
            f"{held_out[best]:.1f}, en la época {best + 1}, y termina en {held_out[-1]:.1f}. Un "
            f"modelo que no sabe nada tendría {alphabet_size}.",
        ),
    )


@styled
def temperature_bars(
    symbols: Sequence[str], distributions: Mapping[float, np.ndarray], shown: int = 12
) -> Figure:
    """The same prediction at several temperatures.

    Parameters
    ----------
    symbols : sequence of V str
    distributions
        From a temperature to probabilities (V,); the most probable symbols at
        temperature 1 (or the first one given) are shown.
    """
    rows = {t: np.asarray(p, float) for t, p in distributions.items()}
    order = np.argsort(-rows.get(1.0, next(iter(rows.values()))), kind="stable")
    top, rest = order[:shown], order[shown:]
    figure, axes = new(10, 3.1, columns=len(rows), sharey=True)
    for ax, (temperature, p) in zip(np.atleast_1d(axes), rows.items(), strict=True):
        ax.bar(range(len(top)), p[top], color=BLUE)
        ax.bar(len(top) + 0.6, p[rest].sum(), color=GREY, hatch="//", edgecolor="white")
        ax.set_xticks(
            [*range(len(top)), len(top) + 0.6],
            [*(_visible(symbols[i]) for i in top), "…"],
            fontsize=9,
        )
        ax.set_title(f"T = {temperature:g}")
        ax.grid(False, axis="x")
    axes = np.atleast_1d(axes)
    axes[0].set_ylabel(tr("probability", "probabilidad"))
    axes[0].set_ylim(0, 1)
    axes[-1].annotate(
        tr(f"… : the {len(rest)} others", f"… : los otros {len(rest)}"),
        (0.97, 0.93),
        xycoords="axes fraction",
        ha="right",
        va="top",
        color=GREY,
    )
    said = "; ".join(
        f"T = {t:g}: {_visible(symbols[order[0]])} {p[order[0]]:.2f}, … {p[rest].sum():.2f}"
        for t, p in rows.items()
    )
    return Figure(
        figure,
        tr(
            "Bars of the probabilities of the next symbol at several temperatures: from nearly all "
            f"on one symbol to nearly level. The first symbol and the sum of the rest: {said}.",
            "Barras con las probabilidades del símbolo siguiente a varias temperaturas: desde casi "
            "todo en un símbolo hasta casi parejo. El primer símbolo y la suma del resto: "
            f"{said}.",
        ),
    )


@styled
def entropy_against_temperature(
    dial: Numbers,
    entropy: Numbers,
    alphabet_size: int,
    temperatures: Sequence[float],
    real_words: Sequence[float],
    copies: Sequence[float],
) -> Figure:
    """What the temperature does to the distributions, and to the texts.

    Parameters
    ----------
    dial, entropy
        Temperatures, and the mean entropy in bits at each.
    alphabet_size : int
    temperatures, real_words, copies
        Temperatures, and for the text written at each the share of its words that
        occur in the training text and the share of its stretches copied from it.
    """
    dial, entropy = np.asarray(dial, float), np.asarray(entropy, float)
    most = np.log2(alphabet_size)
    figure, (left, right) = new(10, 4, columns=2)
    left.semilogx(dial, entropy, color=BLUE)
    left.axhline(most, color=GREY, linestyle="--", linewidth=1)
    left.annotate(
        f"log₂ {alphabet_size} = {most:.2f}",
        (dial[0], most),
        xytext=(0, 4),
        textcoords="offset points",
        color=GREY,
    )
    left.axvline(1, color=GREY, linewidth=1, linestyle=":")
    left.set(
        title=tr("How open is the choice?", "¿Qué tan abierta es la elección?"),
        xlabel=tr("temperature", "temperatura"),
        ylabel=tr("mean entropy, bits", "entropía media, bits"),
        ylim=(0, 1.12 * most),
        xticks=[0.1, 1, 10],
        xticklabels=["0.1", "1", "10"],
    )
    right.plot(
        temperatures,
        100 * np.asarray(real_words, float),
        color=GREEN,
        linestyle="-",
        marker="^",
        label=tr("words that exist", "palabras que existen"),
    )
    right.plot(
        temperatures,
        100 * np.asarray(copies, float),
        color=ORANGE,
        linestyle="--",
        marker="s",
        label=tr("copied from the text", "copiado del texto"),
    )
    right.set(
        title=tr("Invented, broken or copied?", "¿Inventado, roto o copiado?"),
        xlabel=tr("temperature", "temperatura"),
        ylabel="%",
        ylim=(-3, 103),
    )
    right.legend(loc="upper right")
    near_one = int(np.abs(np.log(dial)).argmin())
    words = ", ".join(
        f"{t:g}: {100 * s:.0f} %" for t, s in zip(temperatures, real_words, strict=True)
    )
    taken = ", ".join(f"{t:g}: {100 * s:.0f} %" for t, s in zip(temperatures, copies, strict=True))
    return Figure(
        figure,
        tr(
            f"Left: the mean entropy rises with the temperature in an S, from {entropy[0]:.2f} "
            f"bits over {entropy[near_one]:.2f} near temperature 1 to {entropy[-1]:.2f}; the most "
            f"possible is {most:.2f}. Right, by temperature: words that occur in the training "
            f"text ({words}) and stretches copied from it ({taken}).",
            f"Izquierda: la entropía media sube con la temperatura en forma de S, de "
            f"{entropy[0]:.2f} bits, pasando por {entropy[near_one]:.2f} cerca de temperatura 1, "
            f"hasta {entropy[-1]:.2f}; el máximo posible es {most:.2f}. Derecha, según la "
            f"temperatura: palabras que aparecen en el texto de entrenamiento ({words}) y tramos "
            f"copiados de él ({taken}).",
        ),
    )


@styled
def survivors(
    symbols: Sequence[str],
    rows: Sequence[tuple[str, np.ndarray, np.ndarray, np.ndarray]],
    k: int,
    p: float,
    shown: int = 16,
) -> Figure:
    """Which symbols two filters let through.

    Parameters
    ----------
    symbols : sequence of V str
    rows
        For each panel: the window read, and the probabilities (V,) before, after
        top-k and after top-p.
    k, p
        The filters' settings, for the legend.
    """
    figure, axes = new(10, 2.5 * len(rows) + 0.4, rows=len(rows))
    counts = []
    for ax, (window, before, by_k, by_p) in zip(np.atleast_1d(axes), rows, strict=True):
        before, by_k, by_p = (np.asarray(a, float) for a in (before, by_k, by_p))
        order = np.argsort(-before, kind="stable")[:shown]
        place = np.arange(len(order))
        series = (
            (before, tr("the model", "el modelo"), GREY, None),
            (by_k, f"top-k, k = {k}", BLUE, None),
            (by_p, f"top-p, p = {p:g}", ORANGE, "//"),
        )
        for n, (values, name, color, hatch) in enumerate(series):
            ax.bar(
                place + 0.27 * (n - 1),
                values[order],
                0.27,
                color=color,
                hatch=hatch,
                edgecolor="white",
                label=name,
            )
        ax.set_xticks(place, [_visible(symbols[i]) for i in order])
        ax.grid(False, axis="x")
        ax.set_ylabel(tr("probability", "probabilidad"))
        after = tr("after", "después de")
        ax.set_title(f"{after} “{''.join(map(_visible, window))}”", fontsize=11)
        counts.append((int((by_k > 0).sum()), int((by_p > 0).sum())))
    np.atleast_1d(axes)[0].legend(loc="upper right")
    said = "; ".join(f"top-k {a}, top-p {b}" for a, b in counts)
    return Figure(
        figure,
        tr(
            f"Bars of the most probable symbols in {len(rows)} contexts, before and after "
            f"filtering. Symbols let through, context by context: {said}.",
            f"Barras de los símbolos más probables en {len(rows)} contextos, antes y después de "
            f"filtrar. Símbolos que pasan, contexto por contexto: {said}.",
        ),
    )


#: The tokens of a text, or of its beginning.
Tokens = tuple[int, ...]


def _tree(answers: Mapping[Tokens, np.ndarray], start: Tokens) -> tuple[dict[Tokens, float], float]:
    """The height of each node of a tree of texts, and the number of lines that it takes.

    A leaf takes one line; a node stands in the middle of its children.
    """
    height: dict[Tokens, float] = {}
    line = 0.0

    def place(sequence: Tokens) -> float:
        nonlocal line
        if sequence not in answers:
            height[sequence] = -line
            line += 1.0
        else:
            children = [(*sequence, token) for token in range(len(answers[sequence]))]
            ys = [place(child) for child in children]
            line += 0.4
            height[sequence] = (ys[0] + ys[-1]) / 2
        return height[sequence]

    place(start)
    return height, line


@styled
def beam_tree(
    answers: Mapping[Tokens, np.ndarray],
    result: Sequence[tuple[Sequence[int], float]],
    words: Sequence[str],
    end: int,
    width: int,
) -> Figure:
    """A beam search, drawn as a tree from left to right.

    Parameters
    ----------
    answers
        From each sequence that was extended to the log-probabilities (V,) of its
        next token; the shortest one is the start.
    result
        What the search returned, best first.
    words : sequence of V str
    end : int
    width : int
    """
    answers = {tuple(map(int, t)): np.asarray(a, float) for t, a in answers.items()}
    start = min(answers, key=len)
    returned = [tuple(map(int, tokens)) for tokens, _ in result]
    total = {start: 0.0}
    for sequence in sorted(answers, key=len):
        for token, log_p in enumerate(answers[sequence]):
            longer = (*sequence, token)
            total[longer] = total[sequence] + float(log_p)
    levels: dict[int, list[Tokens]] = {}
    for sequence in total:
        levels.setdefault(len(sequence), []).append(sequence)
    kept = {start}
    for length, level in levels.items():
        if length > len(start):
            kept.update(sorted(level, key=total.__getitem__, reverse=True)[:width])

    height, line = _tree(answers, start)
    depth = max(levels) - len(start)
    figure, ax = new(10, 1.2 + 0.3 * line)
    ax.axis("off")
    ax.set(xlim=(-0.35, depth + 0.75), ylim=(-line, 1.4))
    best = set()
    if returned:
        best = {returned[0][:n] for n in range(len(start), len(returned[0]) + 1)}
    for sequence, y in height.items():
        x = len(sequence) - len(start)
        is_kept, is_best = sequence in kept, sequence in best
        color = ORANGE if is_best else BLUE if is_kept else GREY
        if sequence != start:
            before = height[sequence[:-1]]
            ax.plot(
                [x - 1 + (0.08 if x == 1 else 0.33), x - 0.14],
                [before, y],
                color=color,
                linewidth=3 if is_best else 2 if is_kept else 0.8,
                linestyle="-" if is_kept else ":",
                marker="",
                zorder=1,
            )
            log_p = answers[sequence[:-1]][sequence[-1]]
            label = f"{words[sequence[-1]]}  {np.exp(log_p):.2f}"
            if is_kept:
                label += f"  [{np.exp(total[sequence]):.3f}]"
        else:
            label = tr("start", "inicio")
        finished = is_kept and (sequence[-1] == end or x == depth) and sequence != start
        ax.text(
            x - 0.12,
            y,
            label,
            va="center",
            fontsize=10 if is_kept else 8.5,
            color="black" if is_kept else GREY,
            weight="bold" if is_best else "normal",
            bbox={
                "boxstyle": "square,pad=0.25" if finished else "round,pad=0.25",
                "facecolor": "white",
                "edgecolor": color if is_kept else "none",
                "linewidth": 2.2 if finished else 1.2,
            },
        )
        if finished:
            score = total[sequence] / x
            ax.text(x + 0.45, y, f"{score:.3f}", va="center", color=color, weight="bold", size=10)
    ax.set_title(
        tr(
            f"Which paths does a beam of width {width} keep?",
            f"¿Qué caminos conserva un haz de ancho {width}?",
        )
    )
    ax.text(
        -0.33,
        0.75,
        tr(
            "word  probability  [product so far]   ·   framed: kept, the best in orange   ·   "
            "square: finished, with its score",
            "palabra  probabilidad  [producto hasta ahí]   ·   con marco: conservada, la mejor en "
            "naranja   ·   cuadrado: terminada, con su puntaje",
        ),
        color=GREY,
        fontsize=9,
    )

    def spoken(sequence: Tokens) -> str:
        return " ".join(words[t] for t in sequence[len(start) :])

    by_level = "; ".join(
        ", ".join(
            f"{spoken(s)} ({np.exp(total[s]):.3f})"
            for s in sorted(level, key=total.__getitem__, reverse=True)
            if s in kept
        )
        for length, level in sorted(levels.items())
        if length > len(start)
    )
    ends = ", ".join(f"{spoken(tuple(map(int, t)))} ({score:.3f})" for t, score in result)
    return Figure(
        figure,
        tr(
            f"A tree of all continuations that a beam of width {width} looked at. Kept, word by "
            f"word, with the product of the probabilities: {by_level}. Returned, with scores: "
            f"{ends}.",
            f"Árbol de todas las continuaciones que miró un haz de ancho {width}. Conservadas, "
            f"palabra por palabra, con el producto de las probabilidades: {by_level}. Devueltas, "
            f"con sus puntajes: {ends}.",
        ),
    )


@styled
def decodings_compared(scores: Mapping[str, float], variety: Mapping[str, float]) -> Figure:
    """Ways of choosing side by side: the model's score, and how little a text repeats.

    Parameters
    ----------
    scores, variety
        From a name to the mean log-probability, and to the share of distinct
        stretches; the last name is the text that a person wrote.
    """
    names = list(scores)
    figure, axes = new(10, 3.6, columns=2, sharey=True)
    panels = (
        (scores, tr("How probable is the text?", "¿Qué tan probable es el texto?"), "{:.2f}"),
        (variety, tr("How little does it repeat?", "¿Qué tan poco se repite?"), "{:.0%}"),
    )
    labels = (
        tr("score: mean log-probability", "puntaje: log-probabilidad media"),
        tr("distinct stretches of six characters", "tramos distintos de seis caracteres"),
    )
    place = np.arange(len(names))[::-1]
    for ax, (values, title, form), label in zip(axes, panels, labels, strict=True):
        numbers = [float(values[name]) for name in names]
        bars = ax.barh(
            place,
            numbers,
            0.62,
            color=[*PALETTE[: len(names) - 1], GREY] if len(names) > 1 else GREY,
        )
        bars[-1].set(hatch="//", edgecolor="white")
        ax.axvline(numbers[-1], color=GREY, linestyle="--", linewidth=1)
        ax.bar_label(bars, [form.format(v) for v in numbers], padding=4)
        ax.set(title=title, xlabel=label)
        ax.grid(False, axis="y")
    axes[0].set_yticks(place, names)
    axes[0].xaxis.set_major_locator(plt.MaxNLocator(5))
    axes[0].set_xlim(1.22 * min(float(v) for v in scores.values()), 0)
    axes[1].set_xlim(0, 1.15)
    said = "; ".join(f"{n}: {float(scores[n]):.2f}, {float(variety[n]):.0%}" for n in names)
    return Figure(
        figure,
        tr(
            f"Bars for each way of choosing: mean log-probability and share of distinct "
            f"six-character stretches. {said}.",
            f"Barras para cada manera de elegir: log-probabilidad media y proporción de tramos "
            f"distintos de seis caracteres. {said}.",
        ),
    )
