"""Short film reviews whose verdict often depends on the order of the words.

A review has one or two judgements that agree, and often a sentence that judges
nothing. A judgement is of one of the `KINDS`; each language says in its own module
(`english`, `spanish`) how it words them:

- *plain*: "The plot was dull."
- *negated*: "The plot was not dull at all."
- *doubly* negated: "Nobody can say that the plot was not dull."
- *ordered*: "The plot was dull, not clever."; "clever, not dull" has the same words.
- *contrast*: "The songs were clever, but the plot was dull."; what follows "but", or
  stands in the main clause, decides.
- *turn*: "I expected a clever film and saw a dull one."
- *joint*: "The plot was neither clever nor funny."

Words that no review to learn from has, but the word vectors do, stand in `N_UNSEEN`
of the reviews to be tested on: what a reader with vectors can know, and one without
can't.
"""

from __future__ import annotations

from course.data.grammar import Dice, sentence
from course.data.grammar.english import English
from course.data.grammar.spanish import Spanish

Labelled = tuple[str, int]

WRITERS: dict[str, type[English] | type[Spanish]] = {"en": English, "es": Spanish}
SEEDS = {"en": 11, "es": 12}

#: Reviews to learn from, to be tested on, and of the latter those with unseen words.
N_TRAIN, N_TEST, N_UNSEEN = 2_000, 600, 100

#: How often a review's first judgement is of each kind.
KINDS = {
    "plain": 0.46,
    "negated": 0.13,
    "doubly": 0.05,
    "ordered": 0.11,
    "contrast": 0.12,
    "turn": 0.07,
    "joint": 0.06,
}
#: How often there is a second judgement, a sentence without one, a word of advice.
SECOND, NEUTRAL, ADVICE = 0.4, 0.5, 0.15


def review(writer: English | Spanish, dice: Dice, praise: bool) -> str:
    """One review, of one to four sentences."""
    dice.forget()
    kind = dice.weighted(KINDS)
    clauses = [getattr(writer, kind)(praise)]
    if dice.chance(SECOND):
        clauses.insert(int(dice.chance(0.5)), writer.plain(praise))
    if dice.chance(ADVICE):
        clauses.append(writer.advice(praise))
    if dice.chance(NEUTRAL):
        clauses.insert(0 if dice.chance(0.7) else 1, writer.neutral())
    return " ".join(map(sentence, clauses))


def write(language: str) -> tuple[list[Labelled], list[Labelled]]:
    """The reviews to learn from and those to be tested on, as (text, 1 for praise).

    No text comes twice, and praise and blame take turns.
    """
    dice = Dice(SEEDS[language])
    known, unseen = (WRITERS[language](dice, unseen=unseen) for unseen in (False, True))
    seen: set[str] = set()
    rows: list[Labelled] = []
    n_known = N_TRAIN + N_TEST - N_UNSEEN
    while len(rows) < N_TRAIN + N_TEST:
        praise = len(rows) % 2
        text = review(known if len(rows) < n_known else unseen, dice, bool(praise))
        if text not in seen:
            seen.add(text)
            rows.append((text, praise))
    return rows[:N_TRAIN], rows[N_TRAIN:]
