"""The report's figures, in the style of the course and narrow enough for a phone."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from course.plots.style import BLUE, GREY, ORANGE, SKY, YELLOW, Figure, new, styled
from course.report.graded import FAILED, OUTCOMES, PARTLY, SOLVED, UNJUDGED, UNTOUCHED
from course.settings import tr
from course.text import sentence

WIDTH = 5.8
#: The colour and the hatch of each outcome; the hatches tell them apart in greyscale.
_LOOK = {
    SOLVED: (BLUE, ""),
    PARTLY: (SKY, ".."),
    FAILED: (ORANGE, "//"),
    UNTOUCHED: ("#DDDDDD", ""),
    UNJUDGED: (GREY, "xx"),
}


def outcome_label(outcome: str, to: str) -> str:
    """The name of an outcome in the language `to`."""
    return {
        SOLVED: tr("solved", "resuelto", to),
        PARTLY: tr("in part", "en parte", to),
        FAILED: tr("wrong", "incorrecto", to),
        UNTOUCHED: tr("not begun", "sin empezar", to),
        UNJUDGED: tr("not judged", "sin juzgar", to),
    }[outcome]


def _label(name: str) -> str:
    """The name of an exercise, which is no formula, as the text of an axis."""
    return sentence(name, 60).replace("$", r"\$")


@styled
def marks(scores: pd.Series, max_points: float, to: str) -> Figure:
    """A histogram of the marks, with the median.

    Parameters
    ----------
    scores : Series
        The mark of each student; at least one.
    """
    figure, axes = new(WIDTH, 3.1)
    whole = max_points <= 30 and np.allclose(scores, np.round(scores))
    bins = np.arange(-0.5, max_points + 1) if whole else np.linspace(0, max_points or 1, 16)
    counts, edges, _ = axes.hist(scores, bins=bins, color=BLUE, edgecolor="white")
    median, mean = scores.median(), scores.mean()
    axes.axvline(median, color=ORANGE, linestyle="--", label=tr("median", "mediana", to))
    axes.set(
        title=tr("How many got how many points", "Cuántos obtuvieron cuántos puntos", to),
        xlabel=tr(f"points, of {max_points:g}", f"puntos, de {max_points:g}", to),
        ylabel=tr("students", "estudiantes", to),
    )
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="x", visible=False)
    axes.legend(loc="upper left")
    top = int(np.argmax(counts))
    most = f"{(edges[top] + edges[top + 1]) / 2:.3g}"
    low, high = f"{scores.min():g}", f"{scores.max():g}"
    return Figure(
        figure,
        tr(
            f"Histogram of the marks of {len(scores)} students, from {low} to {high} of "
            f"{max_points:g} points; mean {mean:.1f}, median {median:g}; the highest bar, "
            f"{int(counts[top])} students, is at {most} points.",
            f"Histograma de las notas de {len(scores)} estudiantes, de {low} a {high} sobre "
            f"{max_points:g} puntos; media {mean:.1f}, mediana {median:g}; la barra más alta, "
            f"de {int(counts[top])} estudiantes, está en {most} puntos.",
            to,
        ),
    )


@styled
def exercises(table: pd.DataFrame, to: str) -> Figure:
    """The shares of the outcomes of each exercise, as stacked bars.

    Parameters
    ----------
    table : DataFrame
        The result of `statistics.exercise_table`, with at least one submission.
    """
    count = len(table)
    figure, axes = new(WIDTH, 1.5 + 0.36 * count)
    left = np.zeros(count)
    total = table[list(OUTCOMES)].sum(axis=1).clip(lower=1).to_numpy()
    for outcome in OUTCOMES:
        share = table[outcome].to_numpy() / total * 100
        if not share.any():
            continue
        colour, hatch = _LOOK[outcome]
        axes.barh(range(count), share, left=left, color=colour, hatch=hatch, edgecolor="white",
                  height=0.72, label=outcome_label(outcome, to))  # fmt: skip
        left += share
    axes.set_yticks(range(count), map(_label, table.index))
    axes.invert_yaxis()
    axes.set(xlim=(0, 100), xlabel=tr("% of submissions", "% de las entregas", to))
    axes.grid(axis="y", visible=False)
    figure.suptitle(
        tr("What became of each exercise", "Qué pasó con cada ejercicio", to),
        fontweight="bold", x=0.01, ha="left",
    )  # fmt: skip
    figure.legend(
        loc="outside lower center", ncols=5, fontsize=10, handlelength=1.5, columnspacing=1.2
    )
    said = "; ".join(
        f"{name}: " + ", ".join(f"{row[o]:.0f} {outcome_label(o, to)}" for o in OUTCOMES if row[o])
        for name, row in table.iterrows()
    )
    return Figure(
        figure,
        tr("Bars, one per exercise, with the number of submissions by outcome. ",
           "Barras, una por ejercicio, con el número de entregas según su resultado. ", to)
        + said + ".",
    )  # fmt: skip


@styled
def discrimination(table: pd.DataFrame, weak: float, to: str) -> Figure:
    """The discrimination of each exercise, as a dot; values below `weak` are shaded.

    Parameters
    ----------
    table : DataFrame
        The result of `statistics.exercise_table`, with at least one value that is not NaN.
    """
    values = table["discrimination"]
    count = len(values)
    figure, axes = new(WIDTH, 1.5 + 0.36 * count)
    low = min(0.0, values.min() - 0.05)
    axes.axvspan(low, weak, color=YELLOW, alpha=0.25, linewidth=0, label=tr("low", "baja", to))
    axes.plot(values, range(count), "o", color=BLUE, markersize=8, clip_on=False)
    axes.set_yticks(range(count), map(_label, table.index))
    axes.set_ylim(count - 0.5, -0.5)
    axes.set(
        xlim=(low, 1),
        xlabel=tr("correlation with the rest of the notebook",
                  "correlación con el resto del cuaderno", to),
    )  # fmt: skip
    figure.suptitle(
        tr("Discrimination", "Discriminación", to), fontweight="bold", x=0.01, ha="left"
    )
    figure.legend(loc="outside lower center")
    said = "; ".join(f"{n} {'–' if pd.isna(v) else f'{v:.2f}'}" for n, v in values.items())
    return Figure(
        figure,
        tr("One dot per exercise: how its points go together with the points for the others. ",
           "Un punto por ejercicio: cuánto acompañan sus puntos a los de los demás. ", to)
        + said + ".",
    )  # fmt: skip


@styled
def seconds(taken: pd.Series, to: str) -> Figure:
    """A histogram of the run times of the submissions.

    Parameters
    ----------
    taken : Series
        Seconds by student; at least one.
    """
    figure, axes = new(WIDTH, 2.8)
    axes.hist(taken, bins=min(20, max(5, len(taken) // 3)), color=SKY, edgecolor="white")
    median = taken.median()
    axes.axvline(median, color=ORANGE, linestyle="--", label=tr("median", "mediana", to))
    axes.set(
        title=tr("How long submissions took", "Cuánto tardaron las entregas", to),
        xlabel=tr("seconds to run and judge", "segundos para correr y juzgar", to),
        ylabel=tr("submissions", "entregas", to),
    )
    axes.set_xlim(left=0)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(loc="upper right")
    return Figure(
        figure,
        tr(f"Histogram of the seconds that {len(taken)} submissions took: median "
           f"{median:.1f}, longest {taken.max():.1f}.",
           f"Histograma de los segundos que tomaron {len(taken)} entregas: mediana "
           f"{median:.1f}, máximo {taken.max():.1f}.", to),
    )  # fmt: skip
