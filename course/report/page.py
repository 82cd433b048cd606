"""The report as one self-contained HTML page: no script, no network, no other file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import jinja2
import pandas as pd
from markupsafe import Markup

from course.files import write_text
from course.judge.isolation import NAMESPACES
from course.plots.style import Figure
from course.report import figures, statistics
from course.report.graded import Graded
from course.report.mistakes import commonest
from course.settings import tr
from course.text import visible

#: The most mistakes that the page shows; mistakes.csv has all of them.
SHOWN = 15
#: A discrimination below this calls for a look at the exercise and its tests.
WEAK = 0.2


def _shown(value: object) -> object:
    """What an expression of the page gives, without characters that change what is around it."""
    return type(value)(visible(value)) if isinstance(value, str) else value


_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).resolve().parent),
    finalize=_shown,
    autoescape=True,  # names, notes and messages contain text that students wrote
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def write(
    graded: Graded,
    path: Path,
    language: str,
    hints: Mapping[tuple[str, str], str] | None = None,
    below: float = 0.5,
) -> Path:
    """Write the page and return its path; for the arguments see `render`."""
    write_text(render(graded, language, hints, below), path)
    return path


def render(
    graded: Graded,
    language: str,
    hints: Mapping[tuple[str, str], str] | None = None,
    below: float = 0.5,
) -> str:
    """The page, as HTML.

    Parameters
    ----------
    hints : mapping
        (exercise, name of a mistake) → the catalogue's hint, in the page's language.
    below : float
        See `statistics.may_need_help`.
    """
    table = statistics.exercise_table(graded)
    scores = pd.Series({w.student: w.score for w in graded.works}, dtype=float)
    taken = statistics.times(graded)
    mistakes = commonest(graded.works, language)
    return _ENVIRONMENT.get_template("page.html").render(
        t=lambda en, es: tr(en, es, language),
        language=language,
        graded=graded,
        now=datetime.now().strftime("%Y-%m-%d %H:%M"),
        scores=scores,
        full=int((scores >= graded.max_points).sum()),
        nothing=int((scores <= 0).sum()),
        exercises=[(name, row) for name, row in table.iterrows()],
        judged=len(statistics.judged(graded)),
        mistakes=mistakes[:SHOWN],
        more=max(0, len(mistakes) - SHOWN),
        hints=hints or {},
        help=statistics.may_need_help(graded, below),
        below=below,
        broken=[(w, statistics.not_judged(w)) for w in graded.works if w.note],
        remarks=[w for w in graded.works if w.remarks],
        open=[w for w in graded.works if w.isolation != NAMESPACES],
        late=[w for w in graded.works if w.late_seconds > 0],
        manual=[w for w in graded.works if w.needs_manual],
        taken=taken,
        slowest=list(taken.head(5).items()),
        weak=WEAK,
        fewest=statistics.FEWEST,
        figures=_figures(graded, table, scores, taken, language),
        number=_number,
        duration=_duration,
    )


def _figures(
    graded: Graded, table: pd.DataFrame, scores: pd.Series, taken: pd.Series, to: str
) -> dict[str, Markup]:
    """The figures for which there are data, by name."""
    drawn: dict[str, Figure] = {}
    if len(scores):
        drawn["marks"] = figures.marks(scores, graded.max_points, to)
        drawn["exercises"] = figures.exercises(table, to)
    if table["discrimination"].notna().any():
        drawn["discrimination"] = figures.discrimination(table, WEAK, to)
    if len(taken):
        drawn["seconds"] = figures.seconds(taken, to)
    # Safe as it is: the picture is base64, and `Figure` escapes its alternative text.
    return {k: Markup(f._repr_mimebundle_()["text/html"]) for k, f in drawn.items()}


def _number(value: float, digits: int = 2) -> str:
    """A number for a table; a dash for NaN."""
    return "–" if pd.isna(value) else f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")


def _duration(seconds: float) -> str:
    hours = seconds / 3600
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} d"
