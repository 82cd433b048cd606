"""The look of every figure: one palette, one style, alternative text.

Colours are the Okabe-Ito palette in an order of falling luminance contrast, and
every series also differs in line style or marker, so that figures can be read
in grey and by the colour-blind.
"""

from __future__ import annotations

import base64
import html
import io
import re

import matplotlib.pyplot as plt
from cycler import cycler
from matplotlib.figure import Figure as _MplFigure

BLUE, ORANGE, GREEN, PINK, SKY, YELLOW, GREY = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#666666",
)  # fmt: skip
PALETTE = (BLUE, ORANGE, GREEN, PINK, SKY, YELLOW, GREY)
SEQUENTIAL, DIVERGING = "cividis", "RdBu_r"

STYLE = {
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
        What the figure shows, for who can't see it.
    """

    def __init__(self, figure: _MplFigure, alt: str):
        self.figure = figure
        # A formula in a label, without its marks: it is read out.
        self.alt = re.sub(r"\$([^$]+)\$", lambda formula: formula[1].replace("\\", ""), alt)
        plt.close(figure)  # shown once, by the notebook, and never kept open

    def png(self, scale: float = 2) -> bytes:
        """The figure as PNG, at `scale` times the screen's resolution."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=self.figure.dpi * scale)
        return buffer.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        width = round(self.figure.get_figwidth() * self.figure.dpi)
        data = base64.b64encode(self.png()).decode("ascii")
        image = (
            f'<img src="data:image/png;base64,{data}" width="{width}" '
            f'style="max-width: 100%" alt="{html.escape(self.alt, quote=True)}">'
        )
        return {"text/html": image, "text/plain": self.alt}


#: Decorates a function that draws, so that all it draws has the course's style.
styled = plt.rc_context(STYLE)


def new(width: float = 7.5, height: float = 4, rows: int = 1, columns: int = 1, **grid):
    """A figure and its axes, `width` by `height` inches; for use in a `styled` function."""
    return plt.subplots(rows, columns, figsize=(width, height), **grid)
