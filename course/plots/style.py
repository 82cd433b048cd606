"""The look of every figure: one palette, one style, alternative text.

Colours are the Okabe-Ito palette in an order of falling luminance contrast, and
every series also differs in line style or marker, so that figures can be read
in grey and by the colour-blind.
"""

from __future__ import annotations

import base64
import functools
import html
import io
import re
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from matplotlib.figure import Figure as _MplFigure

#: Numbers along one axis or more, as a list or as an array.
Numbers = Sequence[Any] | np.ndarray
P = ParamSpec("P")

BLUE, ORANGE, GREEN, PINK, SKY, YELLOW, GREY = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#666666",
)  # fmt: skip
PALETTE = (BLUE, ORANGE, GREEN, PINK, SKY, YELLOW, GREY)
SEQUENTIAL, DIVERGING = "cividis", "RdBu_r"

STYLE: dict[Any, Any] = {
    "axes.prop_cycle": cycler(color=PALETTE)
    + cycler(linestyle=["-", "--", "-.", ":", "-", "--", "-."])
    + cycler(marker=["o", "s", "^", "D", "v", "P", "X"]),
    "axes.grid": True,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "figure.constrained_layout.use": True,
    "figure.dpi": 100,
    "font.size": 11,
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "lines.linewidth": 2,
    "lines.markersize": 4,
}


class Figure:
    """A drawn figure, which a notebook shows with its alternative text.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
    alt : str
        What the figure shows, for people who can't see it.
    """

    def __init__(self, figure: _MplFigure, alt: str):
        self.figure = figure
        # A screen reader reads this aloud: leave out the marks of formulas.
        self.alt = re.sub(r"\$([^$]+)\$", lambda formula: formula[1].replace("\\", ""), alt)
        plt.close(figure)  # shown once, by the notebook, and never kept open

    def png(self, scale: float = 2) -> bytes:
        """The figure as PNG, at `scale` times the screen's resolution."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=self.figure.dpi * scale)
        return buffer.getvalue()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        width = round(self.figure.get_figwidth() * self.figure.dpi)
        data = base64.b64encode(self.png()).decode("ascii")
        image = (
            f'<img src="data:image/png;base64,{data}" width="{width}" '
            f'style="max-width: 100%" alt="{html.escape(self.alt, quote=True)}">'
        )
        return {"text/html": image, "text/plain": self.alt}


def styled(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Decorate a function that draws a figure, so that it is drawn in the course's style."""

    @functools.wraps(draw)
    def drawn(*arguments: P.args, **named: P.kwargs) -> Figure:
        with plt.rc_context(STYLE):
            return draw(*arguments, **named)

    return drawn


def new(
    width: float = 7.5, height: float = 4, rows: int = 1, columns: int = 1, **grid: Any
) -> tuple[_MplFigure, Any]:
    """A figure and its axes, `width` by `height` inches; for use in a `styled` function."""
    return plt.subplots(rows, columns, figsize=(width, height), **grid)
