"""The figures of 06-attention: who looks at whom, how sharply, and what order is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage

from course.plots.style import BLUE, DIVERGING, GREY, ORANGE, STYLE, Figure, new, styled
from course.settings import tr

#: White to blue, dark enough at its end to be told apart in grey.
_SHADE = "Blues"


def _ink(shade: float) -> str:
    """A colour to write with on a shade between 0 (white) and 1 (dark)."""
    return "white" if shade > 0.55 else "black"


@styled
def soft_lookup(names: Sequence[str], weights: Mapping[float, np.ndarray]) -> Figure:
    """The softmax of the same scores, multiplied by several factors.

    Parameters
    ----------
    names
        What each of the n scores belongs to.
    weights
        From factor to weights (n,).
    """
    figure, axes = new(10, 2.7, columns=len(weights), sharey=True)
    place = np.arange(len(names))
    for ax, (factor, values) in zip(np.atleast_1d(axes), weights.items(), strict=True):
        values = np.asarray(values, float)
        ax.bar(place, values, color=BLUE, width=0.7)
        for x, value in zip(place, values, strict=True):
            ax.annotate(f"{value:.2f}", (x, value), ha="center", va="bottom", fontsize=9)
        ax.set_title(tr(f"scores × {factor:g}", f"puntajes × {factor:g}"), fontsize=11)
        ax.set(xticks=place, xticklabels=names, ylim=(0, 1.12))
        ax.grid(axis="x", visible=False)
    np.atleast_1d(axes)[0].set_ylabel(tr("weight", "peso"))
    listed = "; ".join(
        f"×{f:g}: " + ", ".join(f"{v:.2f}" for v in np.asarray(w, float))
        for f, w in weights.items()
    )
    return Figure(
        figure,
        tr(
            f"Bars of the weights of {', '.join(names)} for growing factors. {listed}. They go "
            "from nearly equal to all on the best one.",
            f"Barras con los pesos de {', '.join(names)} para factores crecientes. {listed}. Van "
            "de casi iguales a todo en el mejor.",
        ),
    )


def _map(
    ax: Axes, weights: np.ndarray, rows: Sequence[str], columns: Sequence[str], numbers: bool
) -> AxesImage:
    image = ax.imshow(weights, cmap=_SHADE, vmin=0, vmax=1, aspect="equal")
    ax.grid(False)
    ax.set(
        xticks=range(len(columns)),
        yticks=range(len(rows)),
        xticklabels=columns,
        yticklabels=rows,
        xlabel=tr("looked at (key)", "mirada (clave)"),
    )
    if max(map(len, columns)) > 2:
        ax.tick_params(axis="x", labelrotation=45)
    if numbers:
        for i, j in np.ndindex(weights.shape):
            ax.text(
                j,
                i,
                f"{weights[i, j]:.2f}",
                ha="center",
                va="center",
                fontsize=9,
                color=_ink(float(weights[i, j])),
            )
    return image


@styled
def attention_maps(
    weights: Mapping[str, np.ndarray],
    queries: Sequence[Sequence[str]],
    keys: Sequence[Sequence[str]] | None = None,
    numbers: bool = True,
) -> Figure:
    """Attention weights as heat maps, side by side.

    Parameters
    ----------
    weights
        From a title to weights (T_q, T_v).
    queries, keys
        For each map, the names of its rows and of its columns (those of the rows
        if None).
    numbers : bool
        Whether to write each weight into its place.
    """
    keys = queries if keys is None else keys
    figure, axes = new(4.6 * len(weights) + 0.6, 4.1, columns=len(weights))
    axes = np.atleast_1d(axes)
    told = []
    for ax, (title, values), rows, columns in zip(
        axes, weights.items(), queries, keys, strict=True
    ):
        values = np.asarray(values, float)
        image = _map(ax, values, rows, columns, numbers)
        ax.set_title(title, fontsize=11)
        best = ", ".join(f"{row} → {columns[int(np.argmax(values[i]))]}"
                         for i, row in enumerate(rows))  # fmt: skip
        told.append(f"{title}: {best}")
    axes[0].set_ylabel(tr("looks (query)", "mira (consulta)"))
    figure.colorbar(image, ax=axes, label=tr("weight", "peso"), shrink=0.8)
    return Figure(
        figure,
        tr(
            f"Heat maps of attention weights. Where each row looks most: {'; '.join(told)}.",
            f"Mapas de calor de los pesos de atención. Adónde mira más cada fila: "
            f"{'; '.join(told)}.",
        ),
    )


@styled
def shaded_reviews(
    reviews: Sequence[tuple[Sequence[str], Sequence[float]]],
    answers: Sequence[float] | None = None,
) -> Figure:
    """Reviews with each word shaded by its weight.

    Parameters
    ----------
    reviews
        Pairs of words and of their weights, which sum to 1.
    answers
        What a classifier said about each review: the probability that it is good.
    """
    longest = max(sum(max(len(word), 4) + 2 for word in words) for words, _ in reviews)
    figure, ax = new(min(10, 0.125 * longest + 2.2), 0.72 * len(reviews) + 0.35)
    ax.axis("off")
    right = longest + (9 if answers is not None else 0)
    ax.set(xlim=(-0.5, right), ylim=(-0.72 * len(reviews) + 0.1, 0.55))
    shades = plt.get_cmap(_SHADE)
    for line, (words, weights) in enumerate(reviews):
        x, y = 0.0, -0.72 * line
        for word, weight in zip(words, weights, strict=True):
            width = max(len(word), 4) + 1.4
            ax.add_patch(
                plt.Rectangle(
                    (x, y - 0.12),
                    width,
                    0.44,
                    facecolor=shades(float(weight)),
                    edgecolor=GREY,
                    linewidth=0.6,
                )
            )
            ax.text(
                x + width / 2, y + 0.1, word, ha="center", va="center", color=_ink(float(weight))
            )
            ax.text(
                x + width / 2,
                y - 0.21,
                f"{weight:.2f}",
                ha="center",
                va="center",
                fontsize=8,
                color=GREY,
            )
            x += width + 0.6
        if answers is not None:
            good = answers[line] > 0.5
            ax.text(
                longest + 1,
                y + 0.1,
                f"{'+' if good else '−'} {answers[line]:.2f}",
                color=BLUE if good else ORANGE,
                weight="bold",
                va="center",
            )
    told = "; ".join(
        " ".join(f"{word} ({weight:.2f})" for word, weight in zip(words, weights, strict=True))
        + (f" → {answers[i]:.2f}" if answers is not None else "")
        for i, (words, weights) in enumerate(reviews)
    )
    return Figure(
        figure,
        tr(
            f"Reviews with each word shaded by its weight: {told}.",
            f"Reseñas con cada palabra sombreada según su peso: {told}.",
        ),
    )


@styled
def softmax_against_width(
    widths: Sequence[int],
    entropy: Mapping[str, Sequence[float]],
    slope: Mapping[str, Sequence[float]],
    most: float,
) -> Figure:
    """How sharp attention is, and what gradient its softmax lets through, by key width.

    Parameters
    ----------
    widths
    entropy, slope
        From a name to the mean entropy in bits, and to the mean norm of the
        softmax's Jacobian, one per width.
    most : float
        The entropy of equal weights.
    """
    figure, (left, right) = new(10, 3.9, columns=2)
    for ax, series in ((left, entropy), (right, slope)):
        looks = zip(series.items(), (ORANGE, BLUE), ("--", "-"), ("s", "o"), strict=True)
        for (name, values), color, line, marker in looks:
            ax.plot(widths, values, color=color, linestyle=line, marker=marker, label=name)
        ax.set_xscale("log", base=2)
        ax.set_xlabel(tr("key width, $d_k$", "ancho de la clave, $d_k$"))
        ax.set_ylim(bottom=0)
    left.axhline(most, color=GREY, linestyle=":", linewidth=1, marker="")
    left.annotate(
        tr("all alike", "todos iguales"),
        (widths[-1], most),
        xytext=(0, -12),
        textcoords="offset points",
        ha="right",
        color=GREY,
    )
    left.set(title=tr("How many keys share it?", "¿Entre cuántas se reparte?"))
    left.set_ylabel(tr("entropy of the weights (bits)", "entropía de los pesos (bits)"))
    left.set_ylim(0, 1.06 * most)
    left.legend(loc="lower left")
    right.set(title=tr("What gradient gets through?", "¿Qué gradiente pasa?"))
    right.set_ylabel(tr("norm of the softmax's Jacobian", "norma del jacobiano de softmax"))
    bits = [f"{name}: {e[0]:.2f} → {e[-1]:.2f} bits" for name, e in entropy.items()]
    told = "; ".join(bits + [f"{name}: {s[0]:.2f} → {s[-1]:.2f}" for name, s in slope.items()])
    return Figure(
        figure,
        tr(
            f"Entropy of attention weights and norm of the softmax's Jacobian, from width "
            f"{widths[0]} to {widths[-1]}. {told}.",
            f"Entropía de los pesos de atención y norma del jacobiano de softmax, del ancho "
            f"{widths[0]} al {widths[-1]}. {told}.",
        ),
    )


@styled
def order_unseen(
    outputs: Sequence[np.ndarray],
    sentences: Sequence[Sequence[str]],
    distances: Mapping[str, Sequence[float]],
) -> Figure:
    """Self-attention's outputs for two orders of the same words, and how far apart they are.

    Parameters
    ----------
    outputs
        For each of the two sentences, array (time, width).
    sentences
        Their words, which are the same in another order.
    distances
        From a name to the distance, for each word of the first sentence, between
        its outputs in the two sentences.
    """
    figure, axes = new(10.5, 3.7, columns=3, width_ratios=[1, 1, 1.25])
    limit = max(np.abs(np.asarray(o, float)).max() for o in outputs)
    for ax, output, words in zip(axes[:2], outputs, sentences, strict=True):
        image = ax.imshow(
            np.asarray(output, float).T, cmap=DIVERGING, vmin=-limit, vmax=limit, aspect="auto"
        )
        ax.grid(False)
        ax.set(xticks=range(len(words)), xticklabels=words)
        ax.set_title(" ".join(words), fontsize=10)
    axes[0].set_ylabel(tr("component of the output", "componente de la salida"))
    figure.colorbar(image, ax=axes[1])
    place, width = np.arange(len(sentences[0])), 0.8 / len(distances)
    highest = max(max(values) for values in distances.values())
    for i, (name, values) in enumerate(distances.items()):
        axes[2].bar(
            place + (i - (len(distances) - 1) / 2) * width,
            np.maximum(values, 0.012 * highest),  # a nought must still be seen
            width,
            label=name,
            color=(BLUE, ORANGE)[i],
            hatch=("", "//")[i],
            edgecolor="white",
        )
    axes[2].set(xticks=place, xticklabels=sentences[0], ylim=(0, 1.45 * highest))
    axes[2].set_title(
        tr("the same word's output: distance", "salida de la misma palabra: distancia"),
        fontsize=10,
    )
    axes[2].legend(loc="upper left", fontsize=9)
    told = "; ".join(
        f"{name}: " + ", ".join(f"{v:.2f}" for v in values) for name, values in distances.items()
    )
    return Figure(
        figure,
        tr(
            f"Outputs of self-attention for '{' '.join(sentences[0])}' and "
            f"'{' '.join(sentences[1])}', as heat maps. Distance between the outputs of the same "
            f"word in the two: {told}.",
            f"Salidas de la autoatención para '{' '.join(sentences[0])}' y "
            f"'{' '.join(sentences[1])}', como mapas de calor. Distancia entre las salidas de la "
            f"misma palabra en las dos: {told}.",
        ),
    )


@styled
def readers_by_kind(
    accuracy: Mapping[str, Sequence[Sequence[float]]], kinds: Sequence[str]
) -> Figure:
    """The accuracy of several readers on several kinds of reviews.

    Parameters
    ----------
    accuracy
        From a reader's name to its accuracies (runs, kinds).
    kinds
        What the kinds are called.
    """
    figure, ax = new(9.5, 4.2)
    place, width = np.arange(len(kinds)), 0.84 / len(accuracy)
    looks = zip(STYLE["axes.prop_cycle"], ("", "//", "..", "xx", "--"), strict=False)
    told = []
    for i, (name, (look, hatch)) in enumerate(zip(accuracy, looks, strict=False)):
        runs = np.asarray(accuracy[name], float)
        x = place + (i - (len(accuracy) - 1) / 2) * width
        ax.bar(
            x,
            runs.mean(axis=0),
            0.92 * width,
            color=look["color"],
            hatch=hatch,
            edgecolor="white",
            label=name,
        )
        for run in runs:  # every run, so that one can see how much is chance
            ax.plot(x, run, color="black", marker="_", linestyle="", markersize=9)
        told.append(f"{name}: " + ", ".join(f"{v:.2f}" for v in runs.mean(axis=0)))
    coin = tr("a coin", "una moneda")
    ax.axhline(0.5, color="black", linewidth=1.2, linestyle="--", marker="", label=coin)
    ax.set(
        title=tr("Who can read what?", "¿Quién sabe leer qué?"),
        xticks=place,
        xticklabels=kinds,
        ylabel=tr("share of reviews right", "proporción de reseñas correctas"),
        ylim=(0, 1.05),
        xlim=(-0.5, len(kinds) - 0.5),
    )
    ax.grid(axis="x", visible=False)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return Figure(
        figure,
        tr(
            f"Accuracy by kind of review ({', '.join(kinds)}). {'; '.join(told)}.".replace(
                "\n", " "
            ),
            f"Exactitud según el tipo de reseña ({', '.join(kinds)}). {'; '.join(told)}.".replace(
                "\n", " "
            ),
        ),
    )


@styled
def looked_at_and_missed(
    readings: Sequence[tuple[str, Sequence[str], Sequence[float], Sequence[float]]],
) -> Figure:
    """For each word, how much it is looked at and how much the answer misses it.

    Parameters
    ----------
    readings
        For each panel: its title, the words of a review, the weight of each, and how
        far the answer moves when the word is taken out.
    """
    figure, axes = new(10, 3.3, columns=len(readings), sharey=True)
    axes = np.atleast_1d(axes)
    told = []
    for ax, (title, words, weight, change) in zip(axes, readings, strict=True):
        place = np.arange(len(words))
        ax.bar(place - 0.2, weight, 0.4, color=BLUE, label=tr("looked at", "mirada"))
        ax.bar(
            place + 0.2,
            change,
            0.4,
            color=ORANGE,
            hatch="//",
            edgecolor="white",
            label=tr("answer moves without it", "la respuesta cambia sin ella"),
        )
        ax.set_title(title, fontsize=11)
        ax.set(xticks=place, xticklabels=words, ylim=(0, 1.4), yticks=[0, 0.5, 1])
        ax.grid(axis="x", visible=False)
        pairs = zip(words, weight, change, strict=True)
        told.append(f"{title}: " + ", ".join(f"{word} {w:.2f} / {c:.2f}" for word, w, c in pairs))
    axes[0].legend(loc="upper left", fontsize=9)
    return Figure(
        figure,
        tr(
            f"For each word, its weight and how far the answer moves without it. "
            f"{'; '.join(told)}.",
            f"Para cada palabra, su peso y el cambio de la respuesta sin ella. {'; '.join(told)}.",
        ),
    )
