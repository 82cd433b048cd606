"""The figures of 04-text-classification: lengths and waste, vectors as directions, readers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from course.plots.style import BLUE, GREY, ORANGE, Figure, Numbers, new, styled
from course.settings import tr

#: What a group of words looks like: colour and marker, readable in grey.
_GROUPS = ((BLUE, "o"), (ORANGE, "s"), (GREY, "^"))


@styled
def word_frequencies(counts: Numbers) -> Figure:
    """How often each word occurs against its rank, and how much text the first words make up.

    Parameters
    ----------
    counts
        Occurrences of each word, most frequent first.
    """
    counts = np.asarray(counts)
    ranks = np.arange(1, len(counts) + 1)
    share = np.cumsum(counts) / counts.sum()
    figure, (left, right) = new(10, 3.6, columns=2)
    left.loglog(ranks, counts, marker="")
    left.set(
        title=tr("A few words are everywhere", "Unas pocas palabras están en todas partes"),
        xlabel=tr("rank of the word", "puesto de la palabra"),
        ylabel=tr("occurrences", "apariciones"),
    )
    right.plot(ranks, share, marker="")
    half = int(np.searchsorted(share, 0.5)) + 1
    right.axvline(half, color=GREY, linestyle=":", marker="")
    right.annotate(
        tr(f"{half} words:\nhalf of the text", f"{half} palabras:\nla mitad del texto"),
        (half, 0.5),
        xytext=(10, -8),
        textcoords="offset points",
        va="top",
    )
    right.set(
        title=tr("How much text is kept?", "¿Cuánto texto se conserva?"),
        xlabel=tr("words in the vocabulary", "palabras en el vocabulario"),
        ylabel=tr("share of the text", "proporción del texto"),
        ylim=(0, 1.03),
    )
    return Figure(
        figure,
        tr(
            f"Occurrences of {len(counts)} words, from {counts[0]} down to {counts[-1]}, on "
            f"logarithmic axes; the {half} most frequent make up half of the text.",
            f"Apariciones de {len(counts)} palabras, de {counts[0]} a {counts[-1]}, en ejes "
            f"logarítmicos; las {half} más frecuentes forman la mitad del texto.",
        ),
    )


@styled
def lengths_and_waste(lengths: Numbers, maxlen: int, waste: Mapping[str, float]) -> Figure:
    """How long the texts are, and what share of the places in their batches is padding.

    Parameters
    ----------
    lengths
        Words in each text.
    maxlen : int
        Where texts are cut.
    waste
        From a way of making batches to the share of padding.
    """
    lengths = np.asarray(lengths)
    figure, (left, right) = new(10, 3.6, columns=2, width_ratios=[1.3, 1])
    left.hist(lengths, bins=min(40, int(np.ptp(lengths)) + 1), color=BLUE, edgecolor="white")
    left.axvline(maxlen, color=ORANGE, linestyle="--", marker="", label=f"maxlen = {maxlen}")
    middle = float(np.median(lengths))
    left.axvline(
        middle,
        color="black",
        linestyle=":",
        marker="",
        label=tr("median", "mediana") + f" = {middle:g}",
    )
    left.set(
        title=tr("How long are the reviews?", "¿Qué tan largas son las reseñas?"),
        xlabel=tr("words", "palabras"),
        ylabel=tr("reviews", "reseñas"),
    )
    left.legend()
    bars = right.barh(list(waste), list(waste.values()), color=ORANGE, height=0.55)
    right.bar_label(bars, labels=[f"{v:.0%}" for v in waste.values()], padding=4)
    right.invert_yaxis()
    right.set(
        title=tr("Places that hold padding", "Lugares con relleno"),
        xlim=(0, 1),
        xlabel=tr("share of all places", "proporción de los lugares"),
    )
    right.grid(axis="y", visible=False)
    told = "; ".join(f"{' '.join(name.split())}: {v:.0%}" for name, v in waste.items())
    return Figure(
        figure,
        tr(
            f"Histogram of the lengths of {len(lengths)} reviews, median {middle:g}, longest "
            f"{lengths.max()}, cut at {maxlen}. Share of padding: {told}.",
            f"Histograma de la longitud de {len(lengths)} reseñas, mediana {middle:g}, la más "
            f"larga {lengths.max()}, corte en {maxlen}. Proporción de relleno: {told}.",
        ),
    )


@styled
def batches_as_rows(batches: Mapping[str, Sequence[np.ndarray]]) -> Figure:
    """Batches as pictures: a row is a text, dark where a word stands, pale where padding does.

    Parameters
    ----------
    batches
        From a way of making batches to its batches, arrays of ids (batch, time).
    """
    figure, axes = new(10, 3.8, columns=len(batches), sharey=True)
    axes = np.atleast_1d(axes)
    told = []
    for ax, (name, arrays) in zip(axes, batches.items(), strict=True):
        widest = max(a.shape[1] for a in arrays)
        rows = sum(len(a) for a in arrays)
        picture = np.full((rows, widest), np.nan)  # no place at all
        top = 0
        for a in arrays:
            picture[top : top + len(a), : a.shape[1]] = np.where(a != 0, 1.0, 0.25)
            top += len(a)
            ax.axhline(top - 0.5, color="black", linewidth=0.8, linestyle="-", marker="")
        ax.imshow(picture, cmap="Blues", vmin=0, vmax=1.25, aspect="auto", interpolation="none")
        ax.grid(False)
        ax.set(xlabel=tr("place", "lugar"))
        places = sum(a.size for a in arrays)
        words = sum(int((a != 0).sum()) for a in arrays)
        ax.set_title(f"{name}: {places:,}".replace(",", tr(",", " ")) + tr(" places", " lugares"))
        told.append(
            f"{name}: {places} " + tr(f"places for {words} words", f"lugares para {words} palabras")
        )
    axes[0].set_ylabel(tr("review", "reseña"))
    all_told = "; ".join(told)
    return Figure(
        figure,
        tr(
            f"The same reviews as rows of places, words dark and padding pale. {all_told}.",
            f"Las mismas reseñas como filas de lugares, oscuras las palabras y pálido el relleno. "
            f"{all_told}.",
        ),
    )


@styled
def norm_against_sum(vectors: Mapping[str, np.ndarray], sums: Numbers) -> Figure:
    """What dividing by the norm and by the sum do to vectors.

    Parameters
    ----------
    vectors
        From a name to a vector (2,) whose components don't sum to 0.
    sums
        The sum of the components of many vectors of norm 1.
    """
    figure, (left, right) = new(10.5, 4.4, columns=2, width_ratios=[1.15, 1])
    angle = np.linspace(0, 2 * np.pi, 200)
    left.plot(
        np.cos(angle), np.sin(angle), color=BLUE, linewidth=1, linestyle="-", marker="",
        label=tr("divided by the norm: a circle", "entre la norma: una circunferencia"),
    )  # fmt: skip
    reach = 3.4
    left.plot(
        [-reach, reach], [1 + reach, 1 - reach], color=ORANGE, linewidth=1, linestyle="--",
        marker="",
        label=tr("divided by the sum: the line x + y = 1", "entre la suma: la recta x + y = 1"),
    )  # fmt: skip
    told = []
    for name, v in vectors.items():
        v = np.asarray(v, float)
        unit, shared = v / np.linalg.norm(v), v / v.sum()
        left.plot(*unit, color=BLUE, marker="o", linestyle="", markersize=8)
        left.plot(*shared, color=ORANGE, marker="s", linestyle="", markersize=7)
        left.annotate("", shared, unit, arrowprops={"arrowstyle": "->", "color": GREY})
        left.annotate(
            name, unit, xytext=(-7, 7), textcoords="offset points", color=BLUE, weight="bold",
            ha="right",
        )  # fmt: skip
        told.append(f"{name} ({unit[0]:.2f}, {unit[1]:.2f}) → ({shared[0]:.2f}, {shared[1]:.2f})")
    left.axhline(0, color=GREY, linewidth=0.8, linestyle="-", marker="")
    left.axvline(0, color=GREY, linewidth=0.8, linestyle="-", marker="")
    left.set(xlim=(-reach, reach), ylim=(-2.4, 3.6), aspect="equal")
    left.set_title(tr("Four directions", "Cuatro direcciones"))
    left.legend(loc="upper right", fontsize=9)
    sums = np.asarray(sums, float)
    longer = 1 / np.abs(sums)
    edges = np.geomspace(longer.min(), max(longer.max(), 10 * longer.min()), 25)
    for values, color, hatch, label in (
        (longer[sums > 0], BLUE, "", tr("sum above 0", "suma mayor que 0")),
        (
            longer[sums < 0],
            ORANGE,
            "//",
            tr("sum below 0: turned round", "suma menor que 0: invertido"),
        ),
    ):
        right.hist(
            values, bins=edges, color=color, hatch=hatch, edgecolor="white", alpha=0.75, label=label
        )
    right.axvline(1, color="black", linestyle=":", marker="")
    right.annotate(tr("the norm", "la norma"), (1, 1), xycoords=("data", "axes fraction"),
                   xytext=(4, -10), textcoords="offset points", fontsize=9)  # fmt: skip
    right.set_xscale("log")
    right.set(
        xlabel=tr("length after dividing by the sum", "longitud tras dividir entre la suma"),
        ylabel=tr("words", "palabras"),
        title=tr("Our words", "Nuestras palabras"),
    )
    right.legend(loc="upper right", fontsize=9)
    negative = float(np.mean(sums < 0))
    return Figure(
        figure,
        tr(
            f"Left: vectors on the unit circle and, divided by their sum, on the line x + y = 1: "
            f"{'; '.join(told)}. Right: lengths of {len(sums)} vectors divided by their sum, from "
            f"{longer.min():.2g} to {longer.max():.3g}; {negative:.0%} are turned round.",
            f"Izquierda: vectores en la circunferencia unitaria y, divididos entre su suma, en la "
            f"recta x + y = 1: {'; '.join(told)}. Derecha: longitudes de {len(sums)} vectores "
            f"divididos entre su suma, de {longer.min():.2g} a {longer.max():.3g}; el "
            f"{negative:.0%} queda invertido.",
        ),
    )


def _outwards(start: float, step: float) -> Iterator[float]:
    """Heights from `start` on, ever further up and down."""
    return (start + sign * step * n for n in itertools.count() for sign in (1, -1))


@styled
def words_in_the_plane(
    groups: Mapping[str, Sequence[str]], points: Mapping[str, np.ndarray], explained: float
) -> Figure:
    """Words as points, coloured by group.

    Parameters
    ----------
    groups
        From a group's name to its words.
    points
        From a word to its two coordinates.
    explained : float
        The share of the variance that the two coordinates hold.
    """
    figure, ax = new(9, 5.6)
    everything = np.array(list(points.values()))
    size = np.ptp(everything, axis=0)
    sides = (1, -1, 1)  # labels of the second group stand on the left of their points
    written: list[tuple[float, float, float]] = []  # labels so far: from, to, height

    def free(left: float, right: float, height: float) -> bool:
        """Whether a label there would cover neither a point nor another label."""
        inside = (everything[:, 0] > left) & (everything[:, 0] < right)
        return not (np.abs(everything[inside, 1] - height) < 0.03 * size[1]).any() and not any(
            left < other_right and other_left < right and abs(height - other) < 0.045 * size[1]
            for other_left, other_right, other in written
        )

    for (name, words), (color, marker), side in zip(groups.items(), _GROUPS, sides, strict=False):
        at = np.array([points[word] for word in words])
        ax.plot(
            at[:, 0], at[:, 1], color=color, marker=marker, linestyle="", markersize=7, label=name
        )
        for word, (x, y) in sorted(zip(words, at, strict=True), key=lambda pair: pair[1][1]):
            start = x + side * 0.035 * size[0]
            left, right = sorted((start, start + side * 0.015 * size[0] * len(word)))
            height = next(h for h in _outwards(y, 0.01 * size[1]) if free(left, right, h))
            written.append((left, right, height))
            ax.annotate(
                word,
                (x, y),
                xytext=(start, height),
                fontsize=9,
                color=color,
                ha="left" if side > 0 else "right",
                va="center",
                arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.5},
            )
    ax.set(
        title=tr(
            f"Words in the plane that shows most ({explained:.0%} of the variance)",
            f"Palabras en el plano que más muestra ({explained:.0%} de la varianza)",
        ),
        xlabel=tr("first principal component", "primera componente principal"),
        ylabel=tr("second principal component", "segunda componente principal"),
    )
    ax.margins(x=0.18, y=0.15)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    told = "; ".join(f"{name}: {', '.join(words)}" for name, words in groups.items())
    return Figure(
        figure,
        tr(
            f"Word vectors on their first two principal components. {told}.",
            f"Vectores de palabras en sus dos primeras componentes principales. {told}.",
        ),
    )


@styled
def curves_side_by_side(
    panels: Mapping[str, Mapping[str, Sequence[float]]],
    level: tuple[str, float] | None = None,
) -> Figure:
    """Accuracy on reviews held out, epoch by epoch, one panel per question.

    Parameters
    ----------
    panels
        From a panel's title to its curves; a curve is one accuracy per epoch.
    level
        A name and an accuracy to compare with, drawn as a line across.
    """
    figure, axes = new(min(5.2 * len(panels) + 0.6, 11), 4.8, columns=len(panels), sharey=True)
    axes = np.atleast_1d(axes)
    told = []
    for ax, (title, curves) in zip(axes, panels.items(), strict=True):
        for name, values in curves.items():
            ax.plot(range(1, len(values) + 1), values, label=name)
            told.append(f"{' '.join(name.split())} {values[0]:.2f} → {values[-1]:.2f}")
        if level:
            ax.axhline(
                level[1], color="black", linewidth=1, linestyle=":", marker="", label=level[0]
            )
        ax.axhline(0.5, color=GREY, linewidth=1, linestyle="-", marker="")
        ax.set_title(title, fontsize=11)
        ax.set(xlabel=tr("epoch", "época"), ylim=(0.4, 1.02))
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), fontsize=9)
    axes[0].set_ylabel(tr("accuracy, reviews held out", "exactitud, reseñas reservadas"))
    across = f" {level[0]}: {level[1]:.2f}." if level else ""
    return Figure(
        figure,
        tr(
            f"Accuracy against epoch, first → last: {'; '.join(told)}.{across}",
            f"Exactitud por época, primera → última: {'; '.join(told)}.{across}",
        ),
    )


@styled
def readers_and_new_words(
    accuracy: Mapping[str, tuple[float, float]], shares: tuple[int, int]
) -> Figure:
    """What each reader gets right in reviews of known words, and in those with a new one.

    Parameters
    ----------
    accuracy
        From a reader's name to its two accuracies.
    shares
        How many reviews of each sort there are.
    """
    figure, ax = new(10, 4)
    place = np.arange(len(accuracy))
    sorts = (
        (tr("all words seen in training", "todas las palabras vistas al entrenar"), BLUE, ""),
        (tr("with a word never seen", "con una palabra nunca vista"), ORANGE, "//"),
    )
    values = np.array(list(accuracy.values()))
    for i, (name, color, hatch) in enumerate(sorts):
        bars = ax.bar(
            place + (i - 0.5) * 0.4, values[:, i], 0.38, color=color, hatch=hatch,
            edgecolor="white", label=f"{name} ({shares[i]})",
        )  # fmt: skip
        ax.bar_label(bars, labels=[f"{v:.2f}" for v in values[:, i]], fontsize=9, padding=2)
    ax.axhline(0.5, color="black", linewidth=1, linestyle="--", marker="")
    ax.set(
        title=tr("Old words and new ones", "Palabras viejas y nuevas"),
        xticks=place,
        xticklabels=list(accuracy),
        ylabel=tr("share of reviews right", "proporción de reseñas correctas"),
        ylim=(0, 1.12),
    )
    ax.grid(axis="x", visible=False)
    ax.legend(loc="upper left", bbox_to_anchor=(0, -0.14), ncols=2, fontsize=10)
    looks = "; ".join(
        f"{' '.join(name.split())}: {known:.2f}, {unseen:.2f}"
        for name, (known, unseen) in accuracy.items()
    )
    return Figure(
        figure,
        tr(
            f"Accuracy on reviews whose words were all seen in training, and on those with a word "
            f"never seen: {looks}.",
            f"Exactitud en reseñas cuyas palabras se vieron todas al entrenar, y en las que tienen "
            f"una palabra nunca vista: {looks}.",
        ),
    )
