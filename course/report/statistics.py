"""Numbers about exercises and about students, from the gathered table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from course.report.graded import OUTCOMES, UNJUDGED, UNTOUCHED, Graded, Work

#: Fewer submissions than this say nothing of how an exercise discriminates.
FEWEST = 3


def judged(graded: Graded) -> list[str]:
    """The students whose submission was judged to its end.

    The others have no points for what nobody could judge; counted as wrong answers they
    would make every exercise look harder, and better at telling students apart, than it is.
    """
    return [w.student for w in graded.works if not w.note]


def difficulty(points: pd.DataFrame, max_points: dict[str, float]) -> pd.Series:
    """The mean share of its points that each exercise gave: 1 is easy, 0 is hard.

    For an exercise that gives all its points or none this is the classical difficulty
    index, the proportion of right answers (Crocker and Algina, *Introduction to Classical
    and Modern Test Theory*, 1986, chapter 14). NaN if nobody was judged, or for an
    exercise without points.

    Parameters
    ----------
    points : DataFrame
        A row per student, a column per exercise.
    """
    most = pd.Series(max_points, dtype=float).reindex(points.columns)
    return points.mean() / most.where(most > 0)


def discrimination(points: pd.DataFrame) -> pd.Series:
    """How well each exercise tells stronger students from weaker ones, from -1 to 1.

    The corrected item-total correlation: Pearson's correlation, over students, between the
    points for the exercise and the points for all the *other* exercises. The exercise
    itself is left out of the total, with which it would correlate even if it were noise
    (Henrysson, "Correction of item-total correlations in item analysis", *Psychometrika* 28,
    1963, 211-218). For an exercise that gives all its points or none it is the
    point-biserial correlation with the rest score.

    NaN where it has no meaning: fewer than three students, or an exercise, or a rest, in
    which everybody got the same.
    """
    total = points.sum(axis=1)
    values = {}
    for name in points.columns:
        item, rest = points[name].to_numpy(), (total - points[name]).to_numpy()
        defined = len(item) >= FEWEST and np.ptp(item) > 1e-9 and np.ptp(rest) > 1e-9
        values[name] = np.corrcoef(item, rest)[0, 1] if defined else np.nan
    return pd.Series(values, dtype=float)


def exercise_table(graded: Graded) -> pd.DataFrame:
    """A row per exercise: points, difficulty, discrimination, and a count per outcome.

    Difficulty and discrimination are over the submissions that were judged to their end,
    the counts over all.
    """
    points = graded.points().loc[judged(graded)]
    most = {item.name: item.max_points for item in graded.items}
    table = pd.DataFrame(
        {
            "max_points": pd.Series(most, dtype=float),
            "mean_points": points.mean(),
            "difficulty": difficulty(points, most),
            "discrimination": discrimination(points),
        },
        index=list(most),
    )
    outcomes = graded.outcomes()
    for outcome in OUTCOMES:
        table[outcome] = (outcomes == outcome).sum().astype(int)
    return table


@dataclass(frozen=True)
class Help:
    """A student to whom a conversation may be welcome, and why."""

    work: Work
    share: float
    low: bool
    untouched: tuple[str, ...]


def may_need_help(graded: Graded, below: float = 0.5) -> list[Help]:
    """Students with less than a share of the points, or with exercises not begun.

    Points count before any penalty, since lateness is no lack of understanding. Work that
    could not be judged says nothing and is left to its own list.

    Returns
    -------
    list of Help
        The lowest share first.
    """
    found = []
    for work in graded.works:
        if work.note:
            continue
        most = graded.max_points
        share = sum(work.points.values()) / most if most else 1.0
        untouched = tuple(n for n, outcome in work.outcomes.items() if outcome == UNTOUCHED)
        if share < below or untouched:
            found.append(Help(work, share, share < below, untouched))
    return sorted(found, key=lambda h: (h.share, h.work.student))


def not_judged(work: Work) -> int:
    """How many of a submission's exercises could not be judged."""
    return sum(outcome == UNJUDGED for outcome in work.outcomes.values())


def times(graded: Graded) -> pd.Series:
    """Seconds by student, of the submissions that were run, the slowest first."""
    seconds = {w.student: w.seconds for w in graded.works if w.seconds is not None}
    return pd.Series(seconds, dtype=float).sort_values(ascending=False)
