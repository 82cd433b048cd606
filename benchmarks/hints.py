"""How many wrong answers get a hint, and how many of these the right one.

    python benchmarks/hints.py                 # every notebook; --only chooses

It writes ``benchmarks/results/hints.json`` and, from that, ``docs/hints.md``. Each
notebook is measured in three ways:

- *own*: each known mistake in a whole notebook, graded as a student's would be. The
  other exercises are right, or contain mistakes that are independent of this one. The
  hint should be the mistake's own.
- *left out*: each known mistake again, compared with the catalogue without it.
- *mutants*: the reference with one small change (`course/audit/mutants.py`) that the
  tests reject, compared with the whole catalogue.

In the last two, a hint counts as right if the answer and the mistake that the hint names
give the same answers to every call with other inputs, too.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from time import monotonic

import common

from tools import ROOT
from tools.pages import hints as page

#: Seconds that the comparison of one answer may take.
LIMIT_SECONDS = 30.0
#: The seed of the tests' inputs, and that of the other inputs.
SEED, OTHER = 11, 12
#: How many mutants of an exercise are compared, a fixed sample.
MUTANTS = 25


# ---------------------------------------------------------------- whole notebooks


def classes(entries: dict[str, list[dict]], references: dict[str, str]) -> list[dict[str, dict]]:
    """Spread the mistakes over notebooks: a dict, exercise → mistake, for each notebook.

    No exercise with a mistake uses another one with a mistake of the same notebook.
    """

    def uses(name: str, code: str, other: str) -> bool:
        return bool(re.search(rf"\b{other}\b", code + references[name]))

    waiting = {name: list(found) for name, found in entries.items()}
    plan: list[dict[str, dict]] = []
    while any(waiting.values()):
        chosen: dict[str, dict] = {}
        for name in sorted(waiting, key=lambda n: -len(waiting[n])):
            if waiting[name] and not any(
                uses(name, waiting[name][0]["code"], other) or uses(other, entry["code"], name)
                for other, entry in chosen.items()
            ):
                chosen[name] = waiting[name].pop(0)
        plan.append(chosen)
    return plan


def measure_own(name: str) -> dict:
    """Which hints the notebook's known mistakes get."""
    from course import notebooks
    from course.grading.engine import execute
    from course.grading.merge import merge
    from course.judge.known import KnownMistakes
    from course.notebooks import grade_id, is_solution
    from course.release.templates import grading_template, reference

    source = notebooks.read(ROOT / "source" / name / f"{name}.ipynb")
    known = KnownMistakes.load(ROOT / "misconceptions", name, source)
    right = reference(source, "en")
    references = {grade_id(c): c.source for c in right.cells if is_solution(c)}
    base = grading_template(source, "en")

    def grade(wrong: dict[str, dict]) -> tuple[list, float]:
        handed_in = reference(source, "en")
        for cell in handed_in.cells:
            if is_solution(cell) and grade_id(cell) in wrong:
                cell.source = wrong[grade_id(cell)]["code"]
        about = execute(merge(base, handed_in), known=known).metadata["course"]
        hints = about["hints"]
        return [[e, m["name"], hints.get(e)] for e, m in wrong.items()], about["cpu"]

    plan = classes(known.entries, references)
    with ThreadPoolExecutor(common.cores()) as pool:
        graded = list(pool.map(grade, plan))
    found = [row for rows, _ in graded for row in rows]
    return {
        "notebooks": len(plan),
        "mistakes": len(found),
        "own": sum(given == mine for _, mine, given in found),
        "none": [[e, mine] for e, mine, given in found if given is None],
        "other": [row for row in found if row[2] not in (None, row[1])],
        "cpu_seconds_per_notebook": sum(cpu for _, cpu in graded) / len(plan),
    }


# ---------------------------------------------------------------- left out, and mutants


class Late(BaseException):
    """The comparison of an answer takes too long."""


def _late(number: int, frame: object) -> None:
    raise Late


def compare(exercises: list, code: str, entries: list[dict]) -> tuple[str | None, bool] | None:
    """The name of the entry found, if any, and whether it is right; None for right code."""
    from course.judge import hints

    here, there = exercises
    end = monotonic() + LIMIT_SECONDS
    signal.setitimer(signal.ITIMER_REAL, LIMIT_SECONDS, 1.0)
    try:
        set_seed(here.seed)
        given = here.trace(code, deadline=monotonic() + LIMIT_SECONDS / 3)
        if given.failed is None and given.whole:
            return None
        entry = hints.find(here, code, given, entries, end)
        if entry is None:
            return None, False
        set_seed(there.seed)
        again = there.trace(code, deadline=monotonic() + LIMIT_SECONDS / 3)
        as_well = there.trace(entry["code"], again.replies, end)
        agree = len(as_well.replies) == len(again.replies) > 0
        return entry["name"], agree and (as_well.whole or not again.whole)
    except Late:
        return None, False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def set_seed(seed: int) -> None:
    """Let the tests draw their inputs anew, from this seed."""
    from course import testing

    os.environ["COURSE_TEST_SEED"] = str(seed)
    testing.seed.cache_clear()


def _exercise(task: tuple[str, str, str, list[dict]]) -> dict:
    """Measure one exercise's mistakes, each left out, and its mutants; in its own process."""
    from course.audit.mutants import mutants
    from course.judge import hints
    from course.judge.known import KnownMistakes

    source, _, name, entries = task
    signal.signal(signal.SIGALRM, _late)
    exercises = []
    for seed in (SEED, OTHER):
        set_seed(seed)
        exercises.append(hints.ExerciseReplay(KnownMistakes(source, {}).notebook, name, seed))
    left_out, changed = Counter(), Counter()
    for entry in entries:
        others = [e for e in entries if e is not entry]
        found = compare(exercises, entry["code"], others)
        if found is not None:
            left_out.update(["all"] + ["hint"] * bool(found[0]) + ["right"] * found[1])
    every = mutants(exercises[0].reference)
    step = max(1, len(every) / MUTANTS)
    for mutant in (every[int(i * step)] for i in range(min(MUTANTS, len(every)))):
        found = compare(exercises, mutant.code, entries)
        if found is not None:
            changed.update(["all"] + ["hint"] * bool(found[0]) + ["right"] * found[1])
    return {"exercise": name, "left_out": dict(left_out), "mutants": dict(changed)}


def measure_others(name: str) -> dict:
    """Which hints answers get that are not in the catalogue."""
    from course import notebooks
    from course.judge.known import KnownMistakes

    source = notebooks.read(ROOT / "source" / name / f"{name}.ipynb")
    known = KnownMistakes.load(ROOT / "misconceptions", name, source)
    tasks = [(known.source, name, e, found) for e, found in known.entries.items()]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(common.cores(), context) as pool:
        rows = list(pool.map(_exercise, tasks))
    total = {
        kind: sum((Counter(r[kind]) for r in rows), Counter()) for kind in ("left_out", "mutants")
    }
    return {**{k: dict(v) for k, v in total.items()}, "exercises": rows}


def main() -> None:
    names = sorted(p.name for p in (ROOT / "source").iterdir() if p.is_dir())
    chosen = common.options(__doc__, *names)
    results = common.Results(
        "hints", "hints from the catalogue", seeds=[SEED, OTHER], mutants_per_exercise=MUTANTS
    )
    for name in chosen.only:
        results.once(f"{name}, own", measure_own, name)
    for name in chosen.only:
        results.once(f"{name}, others", measure_others, name)
    page.write()


if __name__ == "__main__":
    main()
