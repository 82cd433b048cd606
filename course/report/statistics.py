"""Statistics of exercises and of students."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from course.report.graded import OUTCOMES, UNJUDGED, UNTOUCHED, Graded, Work

#: The fewest submissions from which a discrimination is computed.
FEWEST = 3


def judged(graded: Graded) -> list[str]:
    """The students whose submission was judged to the end.

    The others have no points for what could not be judged. Counted as wrong answers, those
    would make every exercise look harder and more discriminating than it is.
    """
    return [w.student for w in graded.works if not w.note]


def difficulty(points: pd.DataFrame, max_points: dict[str, float]) -> pd.Series:
    """The mean share of each exercise's points that students got: 1 is easy, 0 is hard.

    For an exercise that is marked all or nothing this is the classical difficulty
    index, the proportion of correct answers (Crocker and Algina, *Introduction to Classical
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
    itself is left out of the total, since it would correlate with that even if it were noise
    (Henrysson, "Correction of item-total correlations in item analysis", *Psychometrika* 28,
    1963, 211-218). For an exercise that is marked all or nothing it is the
    point-biserial correlation with the rest score.

    NaN where it is undefined: with fewer than three students, or if all students have the
    same points for the exercise or for the rest.
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

    Difficulty and discrimination are computed from the submissions that were judged to the
    end, the counts from all.
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
    """A student who may need help, and why."""

    work: Work
    share: float
    low: bool
    untouched: tuple[str, ...]


def may_need_help(graded: Graded, below: float = 0.5) -> list[Help]:
    """Students with less than the share `below` of the points, or with exercises not begun.

    Points count before any penalty, since lateness does not mean a lack of understanding.
    Submissions that could not be judged to the end are left out; the page lists them apart.

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
    """The number of a submission's exercises that could not be judged."""
    return sum(outcome == UNJUDGED for outcome in work.outcomes.values())


def times(graded: Graded) -> pd.Series:
    """The run time in seconds, by student, of the submissions that were run, slowest first."""
    seconds = {w.student: w.seconds for w in graded.works if w.seconds is not None}
    return pd.Series(seconds, dtype=float).sort_values(ascending=False)
