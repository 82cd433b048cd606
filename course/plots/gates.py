"""The figures of 02-lstm-gru: gates, gradients along them, both directions, recall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from course.plots.style import (
    BLUE,
    DIVERGING,
    GREY,
    ORANGE,
    PALETTE,
    SEQUENTIAL,
    STYLE,
    Figure,
    Numbers,
    new,
    styled,
)
from course.settings import tr


@styled
def lstm_cell() -> Figure:
    """One step of an LSTM: the lane of c above, the gates below."""
    figure, axes = new(9, 3.9)
    axes.set(xlim=(-0.4, 10.4), ylim=(-1.0, 4.0))
    axes.axis("off")

    def arrow(*points: tuple[float, float], color: str = BLUE, line: str = "-") -> None:
        xs, ys = zip(*points, strict=True)
        axes.plot(xs[:-1], ys[:-1], color=color, linestyle=line, linewidth=2, marker="")
        axes.annotate(
            "",
            points[-1],
            points[-2],
            arrowprops={
                "arrowstyle": "-|>",
                "color": color,
                "linestyle": line,
                "linewidth": 2,
                "shrinkA": 0,
                "shrinkB": 1,
            },
        )

    def circle(x: float, y: float, text: str) -> None:
        axes.text(
            x,
            y,
            text,
            ha="center",
            va="center",
            size=13,
            bbox={"boxstyle": "circle,pad=0.22", "facecolor": "white", "edgecolor": GREY},
        )

    def box(x: float, y: float, text: str, color: str) -> None:
        axes.add_patch(
            FancyBboxPatch(
                (x - 0.45, y - 0.26),
                0.9,
                0.52,
                boxstyle="round,pad=0.05",
                facecolor="white",
                edgecolor=color,
                linewidth=2,
            )
        )
        axes.text(x, y, text, ha="center", va="center")

    lane, bottom = 3.3, 0.2
    arrow((0, lane), (1.75, lane), color=ORANGE)
    arrow((2.25, lane), (4.25, lane), color=ORANGE)
    arrow((4.75, lane), (10, lane), color=ORANGE)
    arrow((0, bottom), (6.6, bottom), (6.6, 0.9))
    arrow((0.8, -0.7), (0.8, bottom))
    for x, text in ((2, "σ"), (3.6, "σ"), (5.2, "tanh")):
        arrow((x, bottom), (x, 0.9))
        box(x, 1.22, text, BLUE)
    box(6.6, 1.22, "σ", BLUE)
    circle(2, lane, "×")
    circle(4.5, lane, "+")
    circle(4.5, 2.35, "×")
    arrow((2, 1.55), (2, lane - 0.28))
    arrow((3.6, 1.55), (3.6, 2.35), (4.22, 2.35))
    arrow((5.2, 1.55), (5.2, 2.35), (4.78, 2.35))
    arrow((4.5, 2.62), (4.5, lane - 0.28))
    box(8, 2.5, "tanh", ORANGE)
    circle(8, 1.22, "×")
    arrow((8, lane), (8, 2.84), color=ORANGE)
    arrow((8, 2.2), (8, 1.5), color=ORANGE)
    arrow((7.1, 1.22), (7.72, 1.22))
    arrow((8, 0.94), (8, bottom), (10, bottom))
    for x, name in ((2.15, "$f$"), (3.75, "$i$"), (5.35, r"$g$"), (7.25, "$o$")):
        axes.text(x, 1.72 if x < 7 else 1.4, name, color=BLUE, size=13)
    for x, y, name in (
        (-0.05, lane, "$c_{t-1}$"),
        (-0.05, bottom, "$h_{t-1}$"),
        (0.8, -0.92, "$x_t$"),
    ):
        axes.text(x, y, name, ha="right" if y > -0.5 else "center", va="center", size=14)
    axes.text(10.05, lane, "$c_t$", va="center", size=14)
    axes.text(10.05, bottom, "$h_t$", va="center", size=14)
    axes.text(
        2.45,
        lane + 0.28,
        tr(
            "the lane of c: multiplied by f, added to, never by a matrix",
            "el carril de c: se multiplica por f, se le suma, nunca por una matriz",
        ),
        color=ORANGE,
        size=10,
    )
    return Figure(
        figure,
        tr(
            "One step of an LSTM. Along the top, c_(t-1) is multiplied by the forget gate f, then "
            "i times g is added, which gives c_t. Below, h_(t-1) and x_t feed four boxes: three "
            "sigmoids f, i, o and a tanh g. The tanh of c_t times o gives h_t.",
            "Un paso de una LSTM. Arriba, c_(t-1) se multiplica por la compuerta de olvido f y se "
            "le suma i por g, lo que da c_t. Abajo, h_(t-1) y x_t alimentan cuatro cajas: tres "
            "sigmoides f, i, o y una tanh g. La tanh de c_t por o da h_t.",
        ),
    )


@styled
def gates_of_one_unit(rows: Mapping[str, Sequence[float]], given: int = 3) -> Figure:
    """What one LSTM unit reads, its gates and its state, as a table in colour.

    Parameters
    ----------
    rows
        From a name to one number per step.
    given
        So many rows, from the top, are input; a line sets them apart.
    """
    values = np.array([np.ravel(np.asarray(v, float)) for v in rows.values()])
    figure, ax = new(9, 0.42 * len(values) + 1.2)
    image = ax.imshow(values, cmap=DIVERGING, vmin=-1, vmax=1, aspect="auto")
    for (row, t), value in np.ndenumerate(values):
        ax.text(
            t,
            row,
            f"{value:.2f}".replace("-0.00", "0.00"),
            ha="center",
            va="center",
            size=9,
            color="white" if abs(value) > 0.65 else "black",
        )
    ax.axhline(given - 0.5, color="black", linewidth=2)
    ax.grid(False)
    time = np.arange(values.shape[1])
    ax.set(
        title=tr("What does each gate do, and when?", "¿Qué hace cada compuerta, y cuándo?"),
        yticks=np.arange(len(values)),
        yticklabels=list(rows),
        xticks=time,
        xticklabels=time + 1,
        xlabel=tr("step", "paso"),
    )
    figure.colorbar(image)
    listed = "; ".join(
        f"{name}: " + ", ".join(f"{v:.2f}" for v in row)
        for name, row in zip(rows, values, strict=True)
    )
    return Figure(
        figure,
        tr(
            f"A table of one unit's input, gates and state at each step. {listed}.",
            f"Tabla de la entrada, las compuertas y el estado de una unidad en cada paso. "
            f"{listed}.",
        ),
    )


@styled
def gates_of_a_network(gates: Mapping[str, np.ndarray], symbols: Sequence[int]) -> Figure:
    """The gates and the cell state of every unit over one sequence.

    Parameters
    ----------
    gates
        From a name to values (time, units), in the order to draw; values between 0
        and 1 are gates, others are drawn on a scale around 0.
    symbols
        What was read, one symbol per step.
    """
    figure, axes = new(10, 2.0 * len(gates) + 0.4, rows=len(gates), sharex=True)
    means = []
    for ax, (name, values) in zip(np.atleast_1d(axes), gates.items(), strict=True):
        values = np.asarray(values, float)
        gate = values.min() >= 0 and values.max() <= 1
        reach = np.abs(values).max()
        image = ax.imshow(
            values.T,
            cmap=SEQUENTIAL if gate else DIVERGING,
            vmin=0 if gate else -reach,
            vmax=1 if gate else reach,
            aspect="auto",
            interpolation="nearest",
        )
        ax.grid(False)
        ax.set(ylabel=tr("unit", "unidad"), yticks=[])
        ax.set_title(name, fontsize=11)
        figure.colorbar(image, ax=ax)
        if gate:
            means.append(f"{name}: {values[0].mean():.2f} → {values[1:].mean():.2f}")
    time = np.arange(len(symbols))
    np.atleast_1d(axes)[-1].set(
        xticks=time, xticklabels=symbols, xlabel=tr("symbol read", "símbolo leído")
    )
    listed = "; ".join(means)
    return Figure(
        figure,
        tr(
            "Heat maps of the gates and the cell state, units by steps. Mean over the units at the "
            f"first step, and at all later ones: {listed}.",
            "Mapas de calor de las compuertas y del estado de la celda, unidades por pasos. "
            f"Promedio de las unidades en el primer paso y en todos los siguientes: {listed}.",
        ),
    )


@styled
def gradient_through_gates(norms: Mapping[str, np.ndarray], direct: Mapping[str, float]) -> Figure:
    """How strongly the last state depends on each earlier one, for several networks.

    Parameters
    ----------
    norms
        From a name to norms (time,) for t = 1..T, the last one 1.
    direct
        From some of the names to what the direct path keeps of a gradient per step.
    """
    figure, ax = new(9, 4.4)
    ends = []
    for (name, values), line in zip(norms.items(), STYLE["axes.prop_cycle"], strict=False):
        values = np.asarray(values, float)[::-1]  # by lag 0, 1, ...
        ax.semilogy(np.arange(len(values)), values, **line, markevery=10, label=name)
        if name in direct:
            path = float(direct[name]) ** np.arange(len(values))
            ax.semilogy(path, color=line["color"], linestyle=":", marker="", linewidth=1)
        ends.append(f"{name}: {values[-1]:.0e}")
    name = tr("the direct path alone", "el camino directo solo")
    ax.plot([], [], color=GREY, linestyle=":", marker="", linewidth=1, label=name)
    ax.axhline(1, color=GREY, linewidth=1)
    ax.set(
        title=tr("How much of the gradient arrives?", "¿Cuánto del gradiente llega?"),
        xlabel=tr("lag, T − t (steps back)", "desfase, T − t (pasos atrás)"),
        ylabel=tr("norm of the Jacobian", "norma del jacobiano"),
    )
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    listed = "; ".join(ends)
    return Figure(
        figure,
        tr(
            "Norm of the derivative of the last state with respect to an earlier one, against the "
            f"lag, on a logarithmic axis. At the longest lag: {listed}.",
            "Norma de la derivada del último estado respecto de uno anterior, según el desfase, en "
            f"un eje logarítmico. En el mayor desfase: {listed}.",
        ),
    )


@styled
def who_sees_what(influence: Mapping[str, np.ndarray]) -> Figure:
    """Which outputs move when an input moves, one panel per way of reading.

    Parameters
    ----------
    influence
        From a title to an array (time, time): row s, column t says how far output s
        moves when input t does.
    """
    figure, axes = new(10, 3.5, columns=len(influence), sharey=True)
    for ax, (title, values) in zip(np.atleast_1d(axes), influence.items(), strict=True):
        values = np.asarray(values, float)
        ax.imshow(np.sqrt(values / values.max()), cmap=SEQUENTIAL, vmin=0, vmax=1)
        for s, t in np.argwhere(values == 0):
            ax.text(t, s, "·", color="white", ha="center", va="center")
        ax.grid(False)
        time = np.arange(len(values))
        ax.set(xticks=time, yticks=time, xticklabels=time + 1, yticklabels=time + 1)
        ax.set(xlabel=tr("input moved", "entrada que se mueve"))
        ax.set_title(title, fontsize=11)
    np.atleast_1d(axes)[0].set_ylabel(tr("output that answers", "salida que responde"))
    shares = "; ".join(
        f"{title}: {int(np.sum(np.asarray(v) > 0))}/{np.asarray(v).size}"
        for title, v in influence.items()
    )
    return Figure(
        figure,
        tr(
            "For each way of reading, a map of how far each output moves when an input moves; "
            "lighter is farther, a dot is exactly 0. Reading forwards fills the lower triangle, "
            f"backwards the upper one, both ways the whole square. Places that move: {shares}.",
            "Para cada modo de leer, un mapa de cuánto se mueve cada salida cuando se mueve una "
            "entrada; más claro es más lejos y un punto es exactamente 0. Leer hacia adelante "
            "llena el triángulo inferior; hacia atrás, el superior; en ambos sentidos, el cuadrado "
            f"entero. Lugares que se mueven: {shares}.",
        ),
    )


def _lines(
    ax: Axes, at: Numbers, series: Mapping[str, Numbers], chance: float, *, log: bool = True
) -> str:
    # Ever thinner, so that lines that lie on each other can all be seen.
    widths = np.linspace(5, 1.5, len(series))
    looks = zip(series.items(), STYLE["axes.prop_cycle"], widths, strict=False)
    for (name, values), line, width in looks:
        ax.plot(at, values, **line, linewidth=width, label=name)
    ax.axhline(chance, color=GREY, linewidth=1, linestyle="--")
    ax.annotate(
        tr("blind guessing", "adivinar a ciegas"),
        (at[0], chance),
        xytext=(0, -13),
        textcoords="offset points",
        color=GREY,
        fontsize=10,
    )
    if log:
        ax.set_xscale("log")
        ax.set_xticks(list(at), [f"{n}" for n in at])
        ax.minorticks_off()
    ax.set(ylim=(-0.04, 1.05), ylabel=tr("share right", "proporción correcta"))
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return "; ".join(
        f"{name}: " + ", ".join(f"{n}→{v:.2f}" for n, v in zip(at, values, strict=True))
        for name, values in series.items()
    )


@styled
def recall_accuracy(
    lengths: Sequence[int], accuracy: Mapping[str, Sequence[float]], chance: float
) -> Figure:
    """Recall of the first symbol, each network trained and asked at the same length."""
    figure, ax = new(9, 4.2)
    listed = _lines(ax, lengths, accuracy, chance)
    ax.set(
        title=tr(
            "What was the first symbol? Trained at every length",
            "¿Cuál fue el primer símbolo? Entrenada en cada longitud",
        ),
        xlabel=tr("length of the sequence", "longitud de la secuencia"),
    )
    return Figure(
        figure,
        tr(
            f"Share of first symbols recalled, by length. {listed}.",
            f"Proporción de primeros símbolos recordados, por longitud. {listed}.",
        ),
    )


@styled
def recall_beyond(accuracy: Mapping[str, np.ndarray], trained: int, chance: float) -> Figure:
    """Recall at every length, of networks that were trained at one.

    Parameters
    ----------
    accuracy
        From a name to the shares for length 1, 2, ...
    trained
        The length at which they were trained.
    chance
        What blind guessing would get.
    """
    figure, axes = new(10, 1.6 * len(accuracy) + 0.7, rows=len(accuracy), sharex=True, sharey=True)
    for ax, (name, values), color in zip(axes, accuracy.items(), PALETTE, strict=False):
        lengths = np.arange(1, len(values) + 1)
        ax.axvline(trained, color=GREY, linewidth=6, alpha=0.25)
        ax.axhline(chance, color=GREY, linewidth=1, linestyle="--")
        ax.plot(lengths, values, color=color, linestyle="-", marker=".", linewidth=1)
        ax.set(ylim=(-0.05, 1.08), xlim=(0, len(values) + 1))
        ax.set_title(name, fontsize=11)
    axes[len(axes) // 2].set_ylabel(tr("share right", "proporción correcta"))
    axes[-1].set_xlabel(tr("length of the row", "largo de la fila"))
    # In the last panel, since a plain network's curve may be a comb from top to bottom.
    for text, place, offset, side in (
        (tr("trained here", "entrenada aquí"), (trained, 0.5), (8, 0), "left"),
        (tr("blind guessing", "adivinar a ciegas"), (len(lengths), chance), (0, 9), "right"),
    ):
        axes[-1].annotate(
            text,
            place,
            xytext=offset,
            textcoords="offset points",
            color=GREY,
            ha=side,
            va="center",
            fontsize=10,
        )
    shown = [n for n in (10, trained, trained + 1, 30, 40, 60, 100, 200) if n <= len(lengths)]
    listed = "; ".join(
        f"{name}: " + ", ".join(f"{n}→{values[n - 1]:.2f}" for n in shown)
        for name, values in accuracy.items()
    )
    return Figure(
        figure,
        tr(
            f"Share of first symbols recalled at each length by networks trained at {trained}. "
            f"{listed}.",
            f"Proporción de primeros símbolos recordados con cada largo por redes entrenadas con "
            f"{trained}. {listed}.",
        ),
    )


@styled
def forget_bias_curves(
    examples: Sequence[int], accuracy: Mapping[str, Sequence[float]], chance: float
) -> Figure:
    """Accuracy while training, for several starting values of the forget bias."""
    figure, ax = new(9, 4)
    listed = _lines(ax, examples, accuracy, chance, log=False)
    ax.set(
        title=tr("What is one bias worth?", "¿Cuánto vale un sesgo?"),
        xlabel=tr("training steps", "pasos de entrenamiento"),
    )
    return Figure(
        figure,
        tr(
            f"Accuracy during training by forget bias at birth. {listed}.",
            f"Exactitud durante el entrenamiento según el sesgo de olvido inicial. {listed}.",
        ),
    )
