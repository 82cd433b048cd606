"""The figures of 01-recurrence: order, states over time, gradients and memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.patches import FancyBboxPatch

from course.plots.style import BLUE, DIVERGING, GREY, ORANGE, SEQUENTIAL, STYLE, Figure, new, styled
from course.settings import tr


@styled
def order_in_bits(
    ordered: Sequence[tuple[float, float, float]] | np.ndarray,
    bag: Sequence[tuple[float, float, float]] | np.ndarray,
) -> Figure:
    """What the order of the last k characters is worth, in bits.

    Parameters
    ----------
    ordered, bag
        For k = 1, 2, ...: bits per character on text held out, bits on the very
        text that was counted, and the share of held-out contexts met before.
    """
    ordered, bag = np.asarray(ordered, float), np.asarray(bag, float)
    k = np.arange(1, len(ordered) + 1)
    figure, (left, right) = new(9, 4, columns=2, width_ratios=[1.6, 1])
    series = (
        (bag, tr("as a bag", "como bolsa"), BLUE, "-", "o"),
        (ordered, tr("in order", "en orden"), ORANGE, "--", "s"),
    )
    for values, name, color, line, marker in series:
        left.plot(k, values[:, 0], color=color, linestyle=line, marker=marker, label=name)
        left.plot(k, values[:, 1], color=color, linestyle=line, marker="", alpha=0.35, linewidth=1)
        right.plot(k, 100 * values[:, 2], color=color, linestyle=line, marker=marker, label=name)
    left.text(
        k[0],
        0.15,
        tr("thin: on the text counted, an illusion", "finas: en el texto contado, una ilusión"),
        color=GREY,
        fontsize=10,
    )
    left.fill_between(k, ordered[:, 0], bag[:, 0], color=GREY, alpha=0.15, linewidth=0)
    left.set(
        title=tr("How many bits does order give?", "¿Cuántos bits aporta el orden?"),
        xlabel=tr("characters of context, k", "caracteres de contexto, k"),
        ylabel=tr("bits per character", "bits por carácter"),
        ylim=(0, 1.3 * bag[:, 0].max()),
        xticks=k,
    )
    left.legend(loc="upper left", ncols=2)
    right.set(
        title=tr("Contexts met before", "Contextos ya vistos"),
        xlabel="k",
        ylabel="%",
        ylim=(0, 103),
        xticks=k,
    )
    gains = ", ".join(
        f"k={i}: {b - o:.2f}" for i, o, b in zip(k, ordered[:, 0], bag[:, 0], strict=True)
    )
    return Figure(
        figure,
        tr(
            "Bits per character on held-out text against context length k. The bag "
            "needs more bits "
            f"than the ordered context; the difference is {gains}. On the text that "
            "was counted both "
            "curves fall far lower. A second panel shows that longer contexts have "
            "ever more rarely "
            "been seen before.",
            f"Bits por carácter en texto reservado según la longitud k del contexto. La bolsa "
            f"necesita más bits que el contexto ordenado; la diferencia es {gains}. "
            "Sobre el texto contado "
            "ambas curvas caen mucho más. Un segundo panel muestra que los "
            "contextos largos se han visto "
            "cada vez menos.",
        ),
    )


@styled
def unrolled_network(gradient: bool = False, steps: int = 4) -> Figure:
    """A recurrent network drawn once per step, with the way back of the gradient if asked."""
    figure, axes = new(9, 3.1 if gradient else 2.6)
    axes.set(xlim=(-1.5, 2 * steps - 0.2), ylim=(-1.75, 1.9 if gradient else 1.4))
    axes.axis("off")

    def arrow(
        start: tuple[float, float],
        end: tuple[float, float],
        color: str = BLUE,
        line: str = "-",
        bend: float = 0.0,
    ) -> None:
        axes.annotate(
            "",
            end,
            start,
            arrowprops={
                "arrowstyle": "-|>",
                "color": color,
                "linestyle": line,
                "linewidth": 2,
                "connectionstyle": f"arc3,rad={bend}",
                "shrinkA": 2,
                "shrinkB": 2,
            },
        )

    axes.text(-1.15, 0, "$h_0$", ha="center", va="center", size=14)
    for t in range(1, steps + 1):
        x = 2 * (t - 1)
        axes.add_patch(
            FancyBboxPatch(
                (x - 0.42, -0.36),
                0.84,
                0.72,
                boxstyle="round,pad=0.06",
                facecolor="white",
                edgecolor=BLUE,
                linewidth=2,
            )
        )
        axes.text(x, 0, "tanh", ha="center", va="center")
        axes.text(x, -1.5, f"$x_{t}$", ha="center", va="center", size=14)
        axes.text(x, 1.12, f"$h_{t}$", ha="center", va="center", size=14)
        arrow((x, -1.3), (x, -0.42))
        arrow((x, 0.42), (x, 0.95))
        arrow((x - (0.95 if t == 1 else 1.52), 0), (x - 0.48, 0))
        axes.text(x + 0.08, -0.88, "$W_x$", color=GREY)
        axes.text(x - 1.0, -0.32, "$W_h$", color=GREY, ha="center")
        if gradient:
            arrow((x + 0.3, 1.05), (x + 0.3, 0.44), ORANGE, "--")
            arrow((x - 0.5, 0.17), (x - (0.95 if t == 1 else 1.5), 0.17), ORANGE, "--")
            arrow((x - 0.28, -0.44), (x - 0.28, -1.28), ORANGE, "--")
            axes.text(x + 0.36, 1.42, f"d_states[:, {t - 1}]", color=ORANGE, ha="center", size=9)
            axes.text(x - 0.34, -0.88, rf"$\delta_{t}W_x^\top$", color=ORANGE, ha="right", size=10)
            axes.text(x - 1.02, 0.3, rf"$\delta_{t}W_h^\top$", color=ORANGE, ha="center", size=10)
    alt = tr(
        f"The same cell drawn {steps} times in a row. Each takes the input x_t from below through "
        "W_x and the state h_(t-1) from its left through W_h, and hands its state h_t on.",
        f"La misma celda dibujada {steps} veces seguidas. Cada una recibe la entrada x_t por "
        "debajo a través de W_x y el estado h_(t-1) por la izquierda a través de W_h, y entrega "
        "su estado h_t.",
    )
    if gradient:
        alt += " " + tr(
            "Dashed arrows run the other way: each cell receives a gradient from above and one "
            "from its right, and sends gradients to its input and to its left.",
            "Flechas discontinuas corren en sentido contrario: cada celda recibe un gradiente "
            "desde arriba y otro desde la derecha, y envía gradientes a su entrada y a la "
            "izquierda.",
        )
    return Figure(figure, alt)


@styled
def states_of_two_sentences(states: np.ndarray, sentences: Sequence[Sequence[str]]) -> Figure:
    """The states of two sentences over time, and how far apart they are.

    Parameters
    ----------
    states : array (2, time, units)
    sentences
        The two lists of `time` tokens.
    """
    states = np.asarray(states, float)
    figure, axes = new(10, 3.4, columns=3, width_ratios=[1, 1, 1.05])
    time = np.arange(states.shape[1])
    for ax, values, tokens in zip(axes[:2], states, sentences, strict=True):
        image = ax.imshow(values.T, cmap=DIVERGING, vmin=-1, vmax=1, aspect="auto")
        ax.grid(False)
        ax.set(xticks=time, xticklabels=tokens, xlabel=tr("word read", "palabra leída"))
        ax.set_title(" ".join(tokens), fontsize=10)
    axes[0].set_ylabel(tr("unit", "unidad"))
    figure.colorbar(image, ax=axes[1], label=tr("state", "estado"))
    distance = np.linalg.norm(states[0] - states[1], axis=-1)
    axes[2].plot(
        time + 1,
        distance,
        color=ORANGE,
        linestyle="--",
        marker="s",
        label=tr("recurrent states", "estados recurrentes"),
    )
    axes[2].plot(
        time[-1] + 1,
        0,
        color=BLUE,
        linestyle="",
        marker="o",
        markersize=9,
        label=tr("bags of words", "bolsas de palabras"),
    )
    axes[2].set(
        xlabel=tr("words read", "palabras leídas"),
        xticks=time + 1,
        ylim=(-0.05 * distance.max(), 1.35 * distance.max()),
    )
    axes[2].set_title(tr("distance between the two", "distancia entre las dos"), fontsize=10)
    axes[2].legend(loc="upper right", fontsize=9)
    return Figure(
        figure,
        tr(
            f"Heat maps of the states while reading '{' '.join(sentences[0])}' and "
            f"'{' '.join(sentences[1])}'. The distance between the states is "
            f"{', '.join(f'{d:.2f}' for d in distance)} after each word; between the bags of words "
            "of the whole sentences it is 0.",
            f"Mapas de calor de los estados al leer '{' '.join(sentences[0])}' y "
            f"'{' '.join(sentences[1])}'. La distancia entre los estados es "
            f"{', '.join(f'{d:.2f}' for d in distance)} después de cada palabra; "
            "entre las bolsas de "
            "palabras de las oraciones completas es 0.",
        ),
    )


@styled
def states_after_a_pulse(states: Mapping[float, np.ndarray], shown: int = 8) -> Figure:
    """States over time after one input and then silence, one panel per spectral radius.

    Parameters
    ----------
    states
        From spectral radius to states (time, units).
    """
    figure, axes = new(10, 3.2, columns=len(states), sharey=True)
    for ax, (radius, values) in zip(np.atleast_1d(axes), states.items(), strict=True):
        values = np.asarray(values, float)
        time = np.arange(1, len(values) + 1)
        ax.axvline(1, color=GREY, linewidth=6, alpha=0.25)
        ax.plot(time, values[:, :shown], linewidth=1.2, marker="", linestyle="-")
        ax.set_title(tr(f"spectral radius {radius:g}", f"radio espectral {radius:g}"))
        ax.set_xlabel(tr("step", "paso"))
        ax.set_ylim(-1.05, 1.05)
    np.atleast_1d(axes)[0].set_ylabel(tr("state of some units", "estado de algunas unidades"))
    last = ", ".join(f"{r:g}: {np.abs(v[-1]).max():.1e}" for r, v in states.items())
    return Figure(
        figure,
        tr(
            "States of some units over time after a single pulse at the first "
            "step. The largest state "
            f"at the last step, by spectral radius, is {last}.",
            "Estados de algunas unidades en el tiempo después de un único pulso en "
            "el primer paso. El "
            f"mayor estado en el último paso, según el radio espectral, es {last}.",
        ),
    )


@styled
def gradient_against_lag(
    at_rest: Mapping[float, np.ndarray], at_work: Mapping[float, np.ndarray]
) -> Figure:
    """Norm of d h_T / d h_t against the lag T - t, on a logarithmic axis.

    Parameters
    ----------
    at_rest, at_work
        From spectral radius to norms (time,) for t = 1..T, the last one 1: of a
        network whose states are all 0, and of one that reads a sequence.
    """
    figure, axes = new(10, 4.2, columns=2, sharey=True)
    titles = (
        tr("at rest: every slope is 1", "en reposo: toda pendiente es 1"),
        tr("at work: slopes 1 − h²", "en marcha: pendientes 1 − h²"),
    )
    ends = []
    for ax, norms, title in zip(axes, (at_rest, at_work), titles, strict=True):
        for (radius, values), line in zip(norms.items(), STYLE["axes.prop_cycle"], strict=False):
            values = np.asarray(values, float)[::-1]  # by lag 0, 1, ...
            lag = np.arange(len(values))
            shown = np.where(values > 0, values, np.nan)
            name = tr(f"radius {radius:g}", f"radio {radius:g}")
            ax.semilogy(lag, shown, **line, markevery=10, label=name)
            ax.semilogy(
                lag, float(radius) ** lag, color=line["color"], ls=":", marker="", linewidth=1
            )
            ends.append(f"{title}, {name}: {values[-1]:.1e}")
        name = tr("radius to the power of the lag", "radio elevado al desfase")
        ax.plot([], [], color=GREY, linestyle=":", marker="", linewidth=1, label=name)
        ax.set(title=title, xlabel=tr("lag, T − t (steps back)", "desfase, T − t (pasos atrás)"))
    axes[0].set_ylabel(r"$\|\partial h_T / \partial h_t\|$")
    axes[1].legend(loc="lower left")
    listed = "; ".join(ends)
    return Figure(
        figure,
        tr(
            "Norm of the gradient against the lag, on a logarithmic axis. At the longest lag: "
            f"{listed}. Thin dotted lines show the radius to the power of the lag.",
            "Norma del gradiente según el desfase, en un eje logarítmico. En el mayor desfase: "
            f"{listed}. Líneas finas punteadas muestran el radio elevado al desfase.",
        ),
    )


@styled
def echo_accuracy(
    lags: Sequence[int],
    accuracy: Mapping[float, Sequence[float]],
    by_hand: Mapping[int, float] | None = None,
) -> Figure:
    """Accuracy of an echo of bits against the lag.

    Parameters
    ----------
    lags
        How many steps back the bit to repeat lies.
    accuracy
        From the recurrent matrix's size at birth to one accuracy per lag.
    by_hand
        From lag to the accuracy of a network whose weights were written by hand.
    """
    figure, ax = new(8, 4.2)
    if by_hand:
        ax.plot(
            list(by_hand),
            list(by_hand.values()),
            color=GREY,
            linewidth=7,
            alpha=0.3,
            marker="",
            solid_capstyle="butt",
            label=tr("written by hand, no training", "escrita a mano, sin entrenar"),
        )
    for (radius, values), line in zip(accuracy.items(), STYLE["axes.prop_cycle"], strict=False):
        ax.plot(
            lags,
            values,
            **line,
            label=tr(f"trained, born with {radius:g}", f"entrenada, nacida con {radius:g}"),
        )
    ax.axhline(0.5, color=GREY, linewidth=1, linestyle="--")
    ax.annotate(
        tr("a coin", "una moneda"),
        (lags[0], 0.5),
        xytext=(0, 5),
        textcoords="offset points",
        color=GREY,
    )
    ax.set(
        title=tr("How far back can it repeat?", "¿Hasta dónde puede repetir?"),
        xlabel=tr("lag (steps back)", "desfase (pasos hacia atrás)"),
        ylabel=tr("share of bits right", "proporción de bits correctos"),
        ylim=(0.4, 1.04),
        xticks=lags,
    )
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    text = "; ".join(
        f"{r:g}: " + ", ".join(f"{lag}→{a:.2f}" for lag, a in zip(lags, values, strict=True))
        for r, values in accuracy.items()
    )
    return Figure(
        figure,
        tr(
            "Accuracy of the echo by lag, for each size of the recurrent matrix at "
            f"birth. {text}. A "
            "network written by hand is right at every lag that its state has room for.",
            "Exactitud del eco por desfase, para cada tamaño inicial de la matriz "
            f"recurrente. {text}. "
            "Una red escrita a mano acierta en todo desfase para el que su estado tiene lugar.",
        ),
    )


@styled
def gradient_cliff(
    w: np.ndarray, b: np.ndarray, loss: np.ndarray, paths: Mapping[str, np.ndarray]
) -> Figure:
    """A loss surface with a cliff, and descents on it.

    Parameters
    ----------
    w, b : arrays (columns,), (rows,)
    loss : array (rows, columns)
    paths
        From a name to the points (steps, 2) of a descent, as (w, b).
    """
    figure, ax = new(8, 4.6)
    surface = ax.pcolormesh(w, b, loss, cmap=SEQUENTIAL, shading="gouraud", rasterized=True)
    figure.colorbar(surface, label=tr("loss", "pérdida"))
    ax.grid(False)
    looks = (("white", "-", "o"), ("#ff9d5c", "--", "s"))
    for (name, path), (color, line, marker) in zip(paths.items(), looks, strict=True):
        path = np.asarray(path, float)
        ax.plot(
            *path.T,
            color=color,
            linestyle=line,
            marker=marker,
            markersize=2.5,
            linewidth=1.2,
            label=name,
        )
        inside = w[0] <= path[-1, 0] <= w[-1] and b[0] <= path[-1, 1] <= b[-1]
        if inside:
            ax.plot(*path[-1], color=color, marker="*", markersize=13, linestyle="")
        else:
            # An arrow at the border: the descent goes on outside the picture.
            first = next(
                i
                for i, (p, q) in enumerate(path)
                if not (w[0] <= p <= w[-1] and b[0] <= q <= b[-1])
            )
            where = tr("on to", "sigue hasta")
            ax.annotate(
                f"{where} ({path[first, 0]:.1f}, {path[first, 1]:.1f})",
                (0.98, 0.95),
                xycoords="axes fraction",
                ha="right",
                va="top",
                color=color,
            )
    start = np.asarray(next(iter(paths.values())), float)[0]
    ax.annotate(
        tr("start", "inicio"), start, xytext=(8, 6), textcoords="offset points", color="white"
    )
    ax.set(
        title=tr("What does clipping change?", "¿Qué cambia el recorte?"),
        xlabel="$w$",
        ylabel="$b$",
        xlim=(w[0], w[-1]),
        ylim=(b[0], b[-1]),
    )
    legend = ax.legend(loc="lower right", frameon=True, facecolor="#333333", edgecolor="none")
    for text in legend.get_texts():
        text.set_color("white")
    ends = "; ".join(f"{n}: ({p[-1][0]:.2f}, {p[-1][1]:.2f})" for n, p in paths.items())
    return Figure(
        figure,
        tr(
            "Loss of a one-unit network as a function of w and b: two plateaus "
            "with a cliff between "
            f"them. The descents end at {ends}.",
            "Pérdida de una red de una unidad en función de w y b: dos mesetas con "
            "un acantilado entre "
            f"ellas. Los descensos terminan en {ends}.",
        ),
    )
