"""How many wrong answers get a hint, and how many the right one.

    python benchmarks/hints.py                 # every notebook; --only chooses

It writes ``benchmarks/results/hints.json`` and, from that, ``docs/hints.md``.
Three measurements of each notebook:

- *own*: each catalogued mistake, in a whole notebook that the engine grades as a
  student's. The other exercises are right, or have mistakes that this one does not
  build on and that do not build on it. The hint should be the mistake's own.
- *left out*: each catalogued mistake again, compared with the catalogue without it.
- *mutants*: the reference with one small change (`course/audit/mutants.py`), if the
  tests refuse it, compared with the whole catalogue.

For the latter two a hint counts as right if the answer and the mistake that it names
answer every call alike with other inputs, too.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from time import monotonic

import common
from common import ROOT

#: Seconds that the comparison of one answer may take; seeds of the inputs, and of others.
LIMIT, SEED, OTHER = 30.0, 11, 12
#: Mutants of an exercise that are compared, a fixed sample.
MUTANTS = 25


#: The page that is written.
PAGE = ROOT / "docs" / "hints.md"


# ---------------------------------------------------------------- whole notebooks


def classes(entries: dict[str, list[dict]], references: dict[str, str]) -> list[dict[str, dict]]:
    """Exercise → mistake, as few dicts as it takes to have each mistake in one of them.

    No exercise in a dict uses another one of it.
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
    """An answer that takes too long."""


def _late(number: int, frame: object) -> None:
    raise Late


def compare(exercises: list, code: str, entries: list[dict]) -> tuple[str | None, bool] | None:
    """The name of the entry found, and whether it is right; None for code that passes."""
    from course.judge import hints

    here, there = exercises
    end = monotonic() + LIMIT
    signal.setitimer(signal.ITIMER_REAL, LIMIT, 1.0)
    try:
        set_seed(here.seed)
        given = here.trace(code, deadline=monotonic() + LIMIT / 3)
        if given.failed is None and given.whole:
            return None
        entry = hints.find(here, code, given, entries, end)
        if entry is None:
            return None, False
        set_seed(there.seed)
        again = there.trace(code, deadline=monotonic() + LIMIT / 3)
        as_well = there.trace(entry["code"], again.replies, end)
        agree = len(as_well.replies) == len(again.replies) > 0
        return entry["name"], agree and (as_well.whole or not again.whole)
    except Late:
        return None, False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def set_seed(seed: int) -> None:
    from course import testing

    os.environ["COURSE_TEST_SEED"] = str(seed)
    testing.seed.cache_clear()


def _exercise(task: tuple[str, str, str, list[dict]]) -> dict:
    """In a process of its own: an exercise's mistakes, each left out, and its mutants."""
    from course.audit.mutants import mutants
    from course.judge import hints
    from course.judge.known import KnownMistakes

    source, notebook, name, entries = task
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


# ---------------------------------------------------------------- the page


def render() -> str:
    """The text of ``docs/hints.md``, from the saved results."""
    return page(json.loads((common.RESULTS / "hints.json").read_text("utf-8")))


def page(data: dict) -> str:
    """The text of ``docs/hints.md`` for these results."""
    runs = data["runs"]
    names = sorted({key.split(", ")[0] for key in runs})
    own = {n: runs[f"{n}, own"] for n in names if f"{n}, own" in runs}
    others = {n: runs[f"{n}, others"] for n in names if f"{n}, others" in runs}

    def share(part: int, whole: int) -> str:
        if not whole:
            return "0"
        rounded = 100 if part == whole else min(99, round(100 * part / whole))
        return f"{part} ({rounded} %)"  # 100 only if it is all of them

    lines = [
        "# How good the hints are",
        "",
        "*Written by `python benchmarks/hints.py` from `benchmarks/results/hints.json`; not "
        "edited by hand. How a hint is found: [grading.md](grading.md#hints).*",
        "",
        "## Mistakes of the catalogue",
        "",
        "Each mistake of `misconceptions/` in a whole notebook, graded by the engine as a "
        "student's. The other exercises are right, or have mistakes with which this one has "
        "nothing to do.",
        "",
        "| notebook | mistakes | their own hint | another one | none | processor s a notebook |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, r in own.items():
        lines.append(
            f"| {name} | {r['mistakes']} | {share(r['own'], r['mistakes'])} | {len(r['other'])} "
            f"| {len(r['none'])} | {r['cpu_seconds_per_notebook']:.1f} |"
        )
    total = {k: sum(r[k] for r in own.values()) for k in ("mistakes", "own")}
    rest = {k: sum(len(r[k]) for r in own.values()) for k in ("other", "none")}
    lines += [
        f"| all | {total['mistakes']} | {share(total['own'], total['mistakes'])} | {rest['other']} "
        f"| {rest['none']} | |",
        "",
    ]
    for name, r in own.items():
        for exercise, mine, given in r["other"]:
            lines.append(f"- {name}, {exercise}: `{mine}` gets the hint of `{given}`.")
        lines += [f"- {name}, {exercise}: `{mine}` gets none." for exercise, mine in r["none"]]
    if not others:
        return "\n".join([*lines, "", _conditions(data)]) + "\n"
    lines += [
        "",
        "## Answers that are not in the catalogue",
        "",
        "*Left out*: each mistake again, compared with the catalogue without it. *Mutants*: the "
        f"reference with one small change that the tests refuse, at most "
        f"{data['mutants_per_exercise']} of each exercise, a fixed sample. A hint is *right* if "
        "the answer and the mistake that it names give the same answers to all calls with other "
        "inputs, too. An answer that gets no hint gets the test's own message.",
        "",
        "| notebook | left out | get a hint | the right | mutants | get a hint | the right |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]

    def cells(rows: list[dict]) -> str:
        found = []
        for kind in ("left_out", "mutants"):
            count = sum((Counter(r[kind]) for r in rows), Counter())
            whole = count["all"]
            found += [str(whole), share(count["hint"], whole), share(count["right"], whole)]
        return " | ".join(found)

    lines += [f"| {name} | {cells([r])} |" for name, r in others.items()]
    lines += [f"| all | {cells(list(others.values()))} |", ""]
    lines += [
        "Each entry of a catalogue is a mistake of its own, so that few have a twin to stand in "
        "for them when they are left out; an answer that nobody has written down seldom "
        "gets a hint, and one that agrees with an entry only as far as the first failed check can "
        "get a neighbour's.",
        "",
        _conditions(data),
    ]
    return "\n".join(lines) + "\n"


def _conditions(data: dict) -> str:
    """Where and when all of it was measured."""
    runs = data["runs"].values()

    def every(key: str) -> str:
        return ", ".join(sorted({str(r[key]) for r in runs}))

    return (
        f"*{every('machine')}, {every('cores')} cores, {every('date')}; Keras {every('keras')} on "
        f"{every('backend')}; seeds {', '.join(map(str, data['seeds']))}.*"
    )


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
    PAGE.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
