"""The figures of 07-transformer: places, masks, heads, and what each part is good for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from course.plots.style import (
    BLUE,
    DIVERGING,
    GREY,
    ORANGE,
    STYLE,
    Figure,
    Numbers,
    new,
    styled,
)
from course.settings import tr

_SHADE = "Blues"
_HATCHES = ("", "//", "..", "xx", "--", "++")


def _ink(shade: float) -> str:
    """A colour to write with on a shade between 0 (white) and 1 (dark)."""
    return "white" if shade > 0.55 else "black"


def _series(ax: Axes, x: Numbers, series: Mapping[str, Numbers]) -> None:
    """Lines that differ in colour, dash and marker, with few enough markers to see the dash."""
    for (name, values), look in zip(series.items(), STYLE["axes.prop_cycle"], strict=False):
        every = max(1, len(values) // 10)
        ax.plot(x[: len(values)], values, label=name, markevery=every, **look)


@styled
def positions_image(encoding: np.ndarray, chosen: Sequence[int]) -> Figure:
    """The vectors of the places as an image, and how alike a few of them are to all.

    Parameters
    ----------
    encoding
        (length, d_model).
    chosen
        The places whose dot products with all places are drawn.
    """
    encoding = np.asarray(encoding, float)
    figure, (left, right) = new(10.5, 4, columns=2, width_ratios=[1.15, 1])
    limit = np.abs(encoding).max()
    image = left.imshow(encoding, cmap=DIVERGING, vmin=-limit, vmax=limit, aspect="auto")
    left.grid(False)
    left.set(
        title=tr("One row per place", "Una fila por lugar"),
        xlabel=tr("column", "columna"),
        ylabel=tr("place", "lugar"),
    )
    figure.colorbar(image, ax=left)
    places = np.arange(len(encoding))
    curves = {tr(f"place {p}", f"lugar {p}"): encoding @ encoding[p] for p in chosen}
    _series(right, places, curves)
    for p in chosen:
        right.axvline(p, color=GREY, linestyle=":", linewidth=1, marker="")
    right.set(
        title=tr("Alike by distance alone", "Se parecen según la distancia"),
        xlabel=tr("other place", "otro lugar"),
        ylabel=tr("dot product", "producto punto"),
        ylim=(None, 1.15 * float((encoding**2).sum(axis=1).max())),
    )
    right.legend(loc="upper center", ncols=3, fontsize=9)
    return Figure(
        figure,
        tr(
            f"Left, an image of {encoding.shape[0]} places by {encoding.shape[1]} columns: stripes "
            "that are narrow in the first columns and ever wider to the right. Right, the dot "
            f"products of places {', '.join(map(str, chosen))} with all: each curve is the same "
            "hump with its peak at its own place.",
            f"A la izquierda, una imagen de {encoding.shape[0]} lugares por {encoding.shape[1]} "
            "columnas: franjas angostas en las primeras columnas y cada vez más anchas hacia la "
            f"derecha. A la derecha, los productos punto de los lugares "
            f"{', '.join(map(str, chosen))} con todos: cada curva es la misma joroba con la cima "
            "en su propio lugar.",
        ),
    )


@styled
def masks(named: Mapping[str, np.ndarray], words: Sequence[Sequence[str]]) -> Figure:
    """Who may look at whom, for encoder, decoder, and decoder to source.

    Parameters
    ----------
    named
        From a title to a mask (T_q, T_v), True = may be looked at; in the order of the
        encoder, the decoder, and the decoder's look at the source.
    words
        Those of the source and those that the decoder reads.
    """
    source, target = words
    sides = [(source, source), (target, target), (target, source)]
    figure, axes = new(10.5, 3.7, columns=3)
    told = []
    for ax, (title, mask), (rows, columns) in zip(axes, named.items(), sides, strict=True):
        mask = np.asarray(mask, float)
        ax.imshow(0.8 * mask, cmap=_SHADE, vmin=0, vmax=1)
        ax.grid(False)
        ax.set_title(title, fontsize=10)
        ax.set(
            xticks=range(len(columns)),
            yticks=range(len(rows)),
            xticklabels=columns,
            yticklabels=rows,
            xlabel=tr("looked at (key)", "mirada (clave)"),
        )
        for i, j in np.ndindex(mask.shape):
            ax.text(j, i, "✓" if mask[i, j] else "", ha="center", va="center", color="white",
                    family="DejaVu Sans")  # fmt: skip
        told.append(
            f"{title}: "
            + "; ".join(
                f"{row} → {' '.join(c for c, m in zip(columns, mask[i], strict=True) if m)}"
                for i, row in enumerate(rows)
            )
        )
    axes[0].set_ylabel(tr("looks (query)", "mira (consulta)"))
    return Figure(
        figure,
        tr(
            f"Three masks, row by row whom a word may look at. {'. '.join(told)}.",
            f"Tres máscaras; fila por fila, a quién puede mirar una palabra. {'. '.join(told)}.",
        ),
    )


@styled
def size_by_depth(sizes: Mapping[str, Sequence[float]]) -> Figure:
    """The size of the vectors after each of many blocks.

    Parameters
    ----------
    sizes
        From a stack's name to the standard deviation before and after each block.
    """
    figure, ax = new(7, 3.6)
    depth = max(map(len, sizes.values()))
    for (name, values), look in zip(sizes.items(), STYLE["axes.prop_cycle"], strict=False):
        ax.plot(range(depth), values, label=name, **look)
    ax.set_yscale("log")
    ax.set(
        title=tr("How large do the vectors get?", "¿Qué tan grandes se hacen los vectores?"),
        xlabel=tr("blocks passed", "bloques recorridos"),
        ylabel=tr("standard deviation", "desviación estándar"),
    )
    ax.legend()
    told = "; ".join(f"{name}: {v[0]:.2f} → {v[-1]:.2f}" for name, v in sizes.items())
    return Figure(
        figure,
        tr(
            f"Standard deviation of the vectors against the number of blocks passed. {told}.",
            f"Desviación estándar de los vectores según los bloques recorridos. {told}.",
        ),
    )


@styled
def warmup_curves(steps: Sequence[int], rates: Mapping[tuple[int, int], Sequence[float]]) -> Figure:
    """The paper's learning rate.

    Parameters
    ----------
    steps
    rates
        From (d_model, warmup_steps) to the rate at each step.
    """
    figure, ax = new(7.5, 3.6)
    named = {
        tr(f"d_model {d}, warm-up {w:,}", f"d_model {d}, calentamiento {w}"): np.asarray(v, float)
        for (d, w), v in rates.items()
    }
    _series(ax, np.asarray(steps), named)
    ax.set(
        title=tr("Learning rate", "Tasa de aprendizaje"),
        xlabel=tr("training step", "paso de entrenamiento"),
        ylabel=tr("rate", "tasa"),
        ylim=(0, None),
    )
    ax.legend()
    told = "; ".join(
        f"{name}: {values.max():.2g} ({steps[int(values.argmax())]})"
        for name, values in named.items()
    )
    return Figure(
        figure,
        tr(
            f"The learning rate rises in a straight line and falls slowly. Highest rate (at step): "
            f"{told}.",
            f"La tasa de aprendizaje sube en línea recta y baja despacio. Tasa máxima (en el "
            f"paso): {told}.",
        ),
    )


@styled
def learning_curves(
    panels: Mapping[str, Mapping[str, Sequence[float]]], log: Sequence[str] = ()
) -> Figure:
    """Curves over the epochs, one panel beside the other.

    Parameters
    ----------
    panels
        From a panel's title to its curves, from a name to one value per epoch.
    log
        The titles of panels with a logarithmic axis.
    """
    figure, axes = new(5.2 * len(panels), 3.7, columns=len(panels))
    told = []
    for ax, (title, curves) in zip(np.atleast_1d(axes), panels.items(), strict=True):
        longest = max(map(len, curves.values()))
        _series(ax, np.arange(1, longest + 1), curves)
        if title in log:
            ax.set_yscale("log")
        ax.set(title=title[:1].upper() + title[1:], xlabel=tr("epoch", "época"))
        ax.legend(fontsize=9)
        told.append(
            f"{title}: " + ", ".join(f"{n} {v[0]:.3g} → {v[-1]:.3g}" for n, v in curves.items())
        )
    return Figure(
        figure,
        tr(f"Curves over the epochs. {'. '.join(told)}.", f"Curvas por época. {'. '.join(told)}."),
    )


@styled
def head_maps(
    weights: Mapping[str, np.ndarray], queries: Sequence[str], keys: Sequence[str]
) -> Figure:
    """Attention maps of several heads, with the same words.

    Parameters
    ----------
    weights
        From a head's name to its weights (T_q, T_v).
    queries, keys
        The names of the rows and of the columns.
    """
    figure, axes = new(2.75 * len(weights) + 0.6, 3.5, columns=len(weights), sharey=True)
    told = []
    for ax, (title, values) in zip(np.atleast_1d(axes), weights.items(), strict=True):
        values = np.asarray(values, float)
        image = ax.imshow(values, cmap=_SHADE, vmin=0, vmax=1, aspect="auto")
        ax.grid(False)
        ax.set_title(title, fontsize=10)
        ax.set(xticks=range(len(keys)), yticks=range(len(queries)), yticklabels=queries)
        ax.set_xticklabels(keys, rotation=60, ha="right", rotation_mode="anchor")
        for i, j in np.ndindex(values.shape):
            if values[i, j] >= 0.25:
                ax.text(j, i, f"{values[i, j]:.1f}".lstrip("0"), ha="center", va="center",
                        fontsize=8, color=_ink(float(values[i, j])))  # fmt: skip
        best = ", ".join(f"{q} → {keys[int(np.argmax(values[i]))]}" for i, q in enumerate(queries))
        told.append(f"{title}: {best}")
    figure.colorbar(image, ax=axes, label=tr("weight", "peso"), shrink=0.85)
    return Figure(
        figure,
        tr(
            f"Heat maps of the heads. Where each row looks most: {'; '.join(told)}.",
            f"Mapas de calor de las cabezas. Adónde mira más cada fila: {'; '.join(told)}.",
        ),
    )


@styled
def translators_compared(
    scores: Mapping[str, Mapping[str, float]], title: str, ylabel: str
) -> Figure:
    """What several networks reach by several measures, as groups of bars.

    Parameters
    ----------
    scores
        From a measure to, from a network's name, its share between 0 and 1.
    title, ylabel
    """
    names = list(next(iter(scores.values())))
    figure, ax = new(9.5, 3.9)
    place, width = np.arange(len(names)), 0.8 / len(scores)
    told = []
    looks = zip(scores.items(), STYLE["axes.prop_cycle"], _HATCHES, strict=False)
    for i, ((measure, values), look, hatch) in enumerate(looks):
        shares = [values[name] for name in names]
        x = place + (i - (len(scores) - 1) / 2) * width
        bars = ax.bar(
            x, shares, 0.94 * width, color=look["color"], hatch=hatch, edgecolor="white",
            label=measure,
        )  # fmt: skip
        ax.bar_label(bars, [f"{s:.2f}" for s in shares], fontsize=8, padding=1)
        told.append(
            f"{measure}: " + ", ".join(f"{n} {s:.2f}" for n, s in zip(names, shares, strict=True))
        )
    ax.set(title=title, xticks=place, xticklabels=names, ylabel=ylabel, ylim=(0, 1.12))
    ax.grid(axis="x", visible=False)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), fontsize=9)
    return Figure(
        figure,
        tr(f"Bars. {'; '.join(told)}.", f"Barras. {'; '.join(told)}.").replace("\n", " "),
    )


@styled
def accuracy_and_time(
    accuracy: Mapping[str, float], seconds: Mapping[str, float], chance: float
) -> Figure:
    """How good some readers are, and how long an epoch of each takes.

    Parameters
    ----------
    accuracy, seconds
        From a reader's name to its accuracy, and to its seconds per epoch.
    chance : float
        The share that is right without reading.
    """
    figure, (left, right) = new(10, 0.55 * len(accuracy) + 1.4, columns=2, sharey=True)
    names = list(accuracy)
    place = np.arange(len(names))[::-1]
    for ax, values, color, hatch, form in (
        (left, accuracy, BLUE, "", "{:.3f}"),
        (right, seconds, ORANGE, "//", "{:.2f}"),
    ):
        bars = ax.barh(place, [values[n] for n in names], 0.65, color=color, hatch=hatch,
                       edgecolor="white")  # fmt: skip
        ax.bar_label(bars, [form.format(values[n]) for n in names], padding=3, fontsize=9)
        ax.grid(axis="y", visible=False)
    left.axvline(chance, color="black", linestyle="--", linewidth=1.2, marker="")
    left.set(
        yticks=place,
        yticklabels=names,
        xlim=(0, 1.15),
        xlabel=tr("share right (dashed: chance)", "proporción correcta (línea: azar)"),
    )
    right.set(
        xlim=(0, 1.2 * max(seconds.values())),
        xlabel=tr("seconds per epoch", "segundos por época"),
    )
    left.set_title(tr("How well?", "¿Qué tan bien?"))
    right.set_title(tr("How fast?", "¿Qué tan rápido?"))
    told = "; ".join(f"{n}: {accuracy[n]:.3f}, {seconds[n]:.2f} s" for n in names)
    return Figure(
        figure,
        tr(
            f"Accuracy and seconds per epoch of several readers. {told}.",
            f"Exactitud y segundos por época de varios lectores. {told}.",
        ),
    )


@styled
def time_against_length(lengths: Sequence[int], seconds: Mapping[str, Sequence[float]]) -> Figure:
    """How long a training step takes, by the length of the texts.

    Parameters
    ----------
    lengths
    seconds
        From a layer's name to its seconds, one per length.
    """
    figure, ax = new(7.5, 3.9)
    for (name, values), look in zip(seconds.items(), STYLE["axes.prop_cycle"], strict=False):
        ax.plot(lengths, 1000 * np.asarray(values), label=name, **look)
    ax.set_xscale("log", base=2)
    ax.set_yscale("log")
    ax.set(
        title=tr("A training step", "Un paso de entrenamiento"),
        xlabel=tr("length of the texts", "largo de los textos"),
        ylabel=tr("milliseconds", "milisegundos"),
        xticks=lengths,
        xticklabels=[f"{n}" for n in lengths],
    )
    ax.legend()
    told = "; ".join(
        f"{name}: " + ", ".join(f"{1000 * s:.0f}" for s in values)
        for name, values in seconds.items()
    )
    return Figure(
        figure,
        tr(
            f"Milliseconds of a training step for texts of length "
            f"{', '.join(map(str, lengths))}, both axes logarithmic. {told}.",
            f"Milisegundos de un paso de entrenamiento con textos de largo "
            f"{', '.join(map(str, lengths))}, ambos ejes logarítmicos. {told}.",
        ),
    )
