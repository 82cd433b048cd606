"""The figures of notebook 03: sums as characters, and what a network gets wrong."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from course.plots.style import BLUE, GREEN, GREY, ORANGE, SEQUENTIAL, Figure, Numbers, new, styled
from course.settings import tr


def _visible(character: str) -> str:
    return "␣" if character == " " else character


def _text(rows: np.ndarray, alphabet: str) -> str:
    return "".join(alphabet[i] for i in np.argmax(rows, axis=-1))


def _only_horizontal_lines(ax: Axes) -> None:
    """The grid that bars need: behind them, and across."""
    ax.set_axisbelow(True)
    ax.grid(False, axis="x")


@styled
def one_hot_sum(question: np.ndarray, answer: np.ndarray, alphabet: str) -> Figure:
    """One sum as the network sees it.

    Parameters
    ----------
    question, answer : arrays (time, V)
        One-hot rows.
    alphabet : str
    """
    figure, axes = new(7.5, 3.8, columns=2, width_ratios=[len(question), len(answer)])
    for ax, rows, title in zip(
        axes,
        (question, answer),
        (tr("question", "pregunta"), tr("answer", "respuesta")),
        strict=True,
    ):
        ax.imshow(np.asarray(rows).T, cmap=SEQUENTIAL, vmin=0, vmax=1, aspect="auto")
        ax.set_xticks(range(len(rows)), [_visible(c) for c in _text(rows, alphabet)])
        ax.set_yticks(range(len(alphabet)), [_visible(c) for c in alphabet])
        ax.set(title=title, xlabel=tr("character at this place", "carácter en este lugar"))
        ax.grid(False)
    axes[0].set_ylabel(tr("column of the alphabet", "columna del alfabeto"))
    shown = _text(question, alphabet).strip(), _text(answer, alphabet).strip()
    return Figure(
        figure,
        tr(
            f"Two images: the question {shown[0]} and the answer {shown[1]} as one-hot matrices, "
            "one bright cell in each place; the fill on the right is the space's row.",
            f"Dos imágenes: la pregunta {shown[0]} y la respuesta {shown[1]} como matrices "
            "one-hot, con una celda clara por lugar; el relleno de la derecha es la fila del "
            "espacio.",
        ),
    )


@styled
def carry_histogram(carries: Sequence[int]) -> Figure:
    """How often each number of carries occurs among random sums."""
    counts = np.bincount(np.asarray(carries, dtype=int))
    share = counts / counts.sum()
    figure, ax = new(6, 3.2)
    bars = ax.bar(range(len(share)), share, color=BLUE, width=0.6)
    ax.bar_label(bars, [f"{s:.0%}" for s in share], padding=2)
    ax.set_xticks(range(len(share)))
    _only_horizontal_lines(ax)
    ax.set(
        title=tr("Carries in random sums", "Acarreos en sumas al azar"),
        xlabel=tr("carries", "acarreos"),
        ylabel=tr("share of the sums", "proporción de las sumas"),
        ylim=(0, 1.15 * share.max()),
    )
    told = ", ".join(f"{k}: {s:.0%}" for k, s in enumerate(share))
    return Figure(
        figure,
        tr(
            f"Bars: the share of {counts.sum()} random sums by number of carries ({told}).",
            f"Barras: proporción de {counts.sum()} sumas al azar según el número de acarreos "
            f"({told}).",
        ),
    )


@styled
def accuracy_curves(
    characters: Sequence[float], exact: Sequence[float], length: int, blind: float
) -> Figure:
    """Character accuracy and exact match after each epoch.

    Parameters
    ----------
    characters, exact : sequences of float
        One value per epoch.
    length : int
        Characters in an answer; if mistakes were independent, exact match would be
        the character accuracy to this power.
    blind : float
        Character accuracy of the best answer that ignores the question.
    """
    epochs = np.arange(1, len(exact) + 1)
    figure, ax = new(7.5, 4)
    mark = max(1, len(epochs) // 12)
    ax.plot(
        epochs, characters, label=tr("characters right", "caracteres correctos"), markevery=mark
    )
    ax.plot(epochs, exact, label=tr("answers right", "respuestas correctas"), markevery=mark)
    ax.plot(
        epochs, np.asarray(characters) ** length, color=GREY, linestyle=":", marker="",
        label=tr(f"characters$^{length}$", f"caracteres$^{length}$"),
    )  # fmt: skip
    ax.axhline(blind, color=GREEN, linestyle="-.", marker="", linewidth=1)
    ax.annotate(
        tr("characters right, question unread", "caracteres correctos, sin leer la pregunta"),
        (epochs[-1], blind), xytext=(0, -5), textcoords="offset points",
        ha="right", va="top", color=GREEN, fontsize=9,
    )  # fmt: skip
    ax.set(
        title=tr("Two measures of one network", "Dos medidas de una misma red"),
        xlabel=tr("epoch", "época"),
        ylabel=tr("share, on sums never seen", "proporción, en sumas nunca vistas"),
        ylim=(-0.02, 1.02),
    )
    ax.legend(loc="center right", bbox_to_anchor=(1, 0.6))
    return Figure(
        figure,
        tr(
            f"Two curves over {len(exact)} epochs: character accuracy starts at "
            f"{characters[0]:.0%} and ends at {characters[-1]:.1%}; exact match starts at "
            f"{exact[0]:.0%} and ends at {exact[-1]:.1%}. Ignoring the question gives "
            f"{blind:.0%} of the characters.",
            f"Dos curvas a lo largo de {len(exact)} épocas: la exactitud por carácter comienza en "
            f"{characters[0]:.0%} y termina en {characters[-1]:.1%}; la coincidencia exacta "
            f"comienza en {exact[0]:.0%} y termina en {exact[-1]:.1%}. Sin leer la pregunta se "
            f"acierta {blind:.0%} de los caracteres.",
        ),
    )


def _rates(wrong: np.ndarray, groups: np.ndarray, values: Numbers) -> np.ndarray:
    return np.array([wrong[groups == v].mean() for v in values])


@styled
def addition_errors(
    y_true: np.ndarray,
    early: np.ndarray,
    late: np.ndarray,
    carries: Sequence[int],
    lengths: Sequence[int],
    epochs: tuple[int, int],
) -> Figure:
    """Where a half-trained and a trained network go wrong.

    Parameters
    ----------
    y_true, early, late : arrays (n, time, V)
        True answers, and probabilities of the two networks.
    carries, lengths : sequences of n int
        Carries of each sum, characters of each question.
    epochs : (int, int)
        After how many epochs each of the two networks answered.
    """
    names = [tr(f"after epoch {e}", f"tras la época {e}") for e in epochs]
    true = np.argmax(y_true, -1)
    mistakes = [np.argmax(p, -1) != true for p in (early, late)]  # two of (n, time)
    figure, axes = new(10, 5.6, rows=2, columns=3, sharex="col")
    panels = [
        (tr("place in the answer", "lugar en la respuesta"), None),
        (tr("carries in the sum", "acarreos de la suma"), np.asarray(carries)),
        (tr("characters in the question", "caracteres de la pregunta"), np.asarray(lengths)),
    ]
    told = []
    for row, (wrong, name, color) in enumerate(zip(mistakes, names, (ORANGE, BLUE), strict=True)):
        for column, (label, groups) in enumerate(panels):
            ax = axes[row, column]
            if groups is None:
                values, rates = np.arange(1, wrong.shape[1] + 1), wrong.mean(axis=0)
                names_of = [str(v) for v in values]
            else:
                values = np.unique(groups)
                rates = _rates(wrong.any(axis=1), groups, values)
                names_of = [f"{v}\n(n={np.sum(groups == v)})" for v in values]
            bars = ax.bar(range(len(values)), rates, color=color, width=0.6)
            ax.bar_label(bars, [f"{r:.1%}" for r in rates], padding=2, fontsize=8)
            ax.set_xticks(range(len(values)), names_of, fontsize=9)
            ax.set_ylim(0, max(1.25 * rates.max(), 0.001))
            ax.locator_params(axis="y", nbins=4)
            _only_horizontal_lines(ax)
            ax.yaxis.set_major_formatter(lambda v, _: f"{100 * v:g}%")
            if row == 0:
                ax.set_title(
                    tr("characters wrong", "caracteres errados") if groups is None
                    else tr("answers wrong", "respuestas erradas"),
                    fontsize=10,
                )  # fmt: skip
            else:
                ax.set_xlabel(label)
            if column == 0:
                ax.set_ylabel(name)
            pairs = ", ".join(f"{v}: {r:.1%}" for v, r in zip(values, rates, strict=True))
            told.append(f"{name}, {label}: {pairs}")
    return Figure(
        figure,
        tr(
            "Bars of error shares, two networks in rows. ",
            "Barras de errores, dos redes en filas. ",
        )
        + "; ".join(told)
        + ".",
    )


@styled
def answer_heatmaps(
    questions: Sequence[str], answers: Sequence[str], probabilities: np.ndarray, alphabet: str
) -> Figure:
    """What a network considers at each place of its answers.

    Parameters
    ----------
    questions, answers : sequences of str
        The sums, and the true answers.
    probabilities : array (n, time, V)
        The network's distributions.
    alphabet : str
    """
    columns = 3
    rows = -(-len(questions) // columns)
    figure, axes = new(8.5, 3.1 * rows, rows=rows, columns=columns, sharey=True)
    axes, told = np.ravel(axes), []
    for ax, question, answer, p in zip(axes, questions, answers, probabilities, strict=False):
        image = ax.imshow(np.asarray(p).T, cmap=SEQUENTIAL, vmin=0, vmax=1, aspect="auto")
        written = _text(p, alphabet).rstrip(" ")
        right = written == answer
        ax.set_title(
            f"{question} = {written}" + (" ✓" if right else f" ✗ ({answer})"),
            color=GREEN if right else ORANGE, fontsize=11,
        )  # fmt: skip
        ax.set_xticks(range(len(p)), range(1, len(p) + 1))
        ax.set_yticks(range(len(alphabet)), [_visible(c) for c in alphabet], fontsize=8)
        ax.grid(False)
        told.append(
            f"{question} = {written} ({tr('right', 'bien') if right else tr('wrong', 'mal')})"
        )
    for ax in axes[len(questions) :]:
        ax.set_axis_off()
    figure.supxlabel(tr("place in the answer", "lugar en la respuesta"), fontsize=11)
    figure.colorbar(image, ax=list(axes), shrink=0.6, label=tr("probability", "probabilidad"))
    return Figure(
        figure,
        tr("Heat maps of the network's distributions. ", "Mapas de calor de las distribuciones. ")
        + "; ".join(told)
        + ".",
    )


@styled
def reversed_against_straight(
    straight: Sequence[Sequence[float]], backwards: Sequence[Sequence[float]]
) -> Figure:
    """Exact match after each epoch, for questions read forwards and backwards.

    Parameters
    ----------
    straight, backwards : sequences of curves
        One curve per seed.
    """
    figure, ax = new(7.5, 3.8)
    told = []
    for curves, color, style, name in (
        (straight, BLUE, "-", tr("straight", "al derecho")),
        (backwards, ORANGE, "--", tr("reversed", "al revés")),
    ):
        for i, curve in enumerate(curves):
            ax.plot(
                range(1, len(curve) + 1), curve, color=color, linestyle=style,
                marker="o" if style == "-" else "s", markevery=max(1, len(curve) // 12),
                label=name if i == 0 else None,
            )  # fmt: skip
        ends = ", ".join(f"{curve[-1]:.1%}" for curve in curves)
        told.append(f"{name}: {ends}")
    ax.set(
        title=tr("Reading 47+38, or 83+74", "Leer 47+38, o bien 83+74"),
        xlabel=tr("epoch", "época"),
        ylabel=tr("answers right", "respuestas correctas"),
        ylim=(-0.02, 1.02),
    )
    ax.legend(loc="lower right")
    return Figure(
        figure,
        tr("Exact match over the epochs; at the end, ", "Coincidencia exacta por época; al final, ")
        + "; ".join(told)
        + ".",
    )


@styled
def extrapolation(digits: Sequence[object], exact: Sequence[float], sums: Sequence[int]) -> Figure:
    """Exact match on sums as long as the trained ones, and on longer ones.

    Parameters
    ----------
    digits : sequence
        Digits of the longer number, as text or number; the last entry was never trained.
    exact : sequence of float
    sums : sequence of int
        How many sums each share stands for.
    """
    figure, ax = new(6, 3.4)
    last = len(exact) - 1
    labels = [f"{d}\n(n={n})" for d, n in zip(digits, sums, strict=True)]
    bars = ax.bar(
        labels, exact, width=0.5, edgecolor="white",
        color=[BLUE] * last + [ORANGE], hatch=[""] * last + ["//"],
    )  # fmt: skip
    ax.bar_label(bars, [f"{e:.1%}" for e in exact], padding=2)
    _only_horizontal_lines(ax)
    ax.axvline(last - 0.5, color=GREY, linestyle=":", marker="")
    ax.annotate(
        tr("longer than in training", "más largo que en el entrenamiento"),
        (last, 0.5), ha="center", color=ORANGE, fontsize=9,
    )  # fmt: skip
    ax.set(
        title=tr("Longer than anything it has learned", "Más largo que todo lo aprendido"),
        xlabel=tr("digits of the longer number", "dígitos del número más largo"),
        ylabel=tr("answers right", "respuestas correctas"),
        xlim=(-0.5, last + 0.5),
        ylim=(0, 1.15),
    )
    told = ", ".join(f"{d}: {e:.1%}" for d, e in zip(digits, exact, strict=True))
    return Figure(
        figure,
        tr(
            f"Bars: answers right by digits of the longer number ({told}); the last were never "
            "trained.",
            f"Barras: respuestas correctas según los dígitos del número más largo ({told}); las "
            "últimas nunca se entrenaron.",
        ),
    )
