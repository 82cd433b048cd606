"""An audit's results as a table, as saved figures, and as the page docs/test-quality.md."""

from __future__ import annotations

import json
import math
import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

from rich.table import Table

from course.audit.run import AGAIN, TOGETHER, ExerciseAudit
from course.audit.trial import ERROR, FAILED, TIME

#: Where figures are kept and where the page made of them goes, in the project.
SAVED, PAGE = Path("benchmarks/results/audit.json"), Path("docs/test-quality.md")


def bound(failures: int, trials: int, confidence: float = 0.95) -> float:
    """The exact (Clopper-Pearson) one-sided upper bound of a probability.

    The largest probability at which as few as `failures` in `trials` would still be seen
    once in ``1 / (1 - confidence)`` times; with no failures, about 3 / trials.
    """
    if failures >= trials:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(60):
        p = (low + high) / 2
        seen = sum(
            math.comb(trials, k) * p**k * (1 - p) ** (trials - k) for k in range(failures + 1)
        )
        low, high = (p, high) if seen > 1 - confidence else (low, p)
    return high


def table(results: list[ExerciseAudit]) -> Table:
    """What the command shows: a row for each exercise, and one for all."""
    shown = Table(title="How good the tests are", title_justify="left", box=None, pad_edge=False)
    shown.add_column("exercise", no_wrap=True)
    for name in ("mistakes accepted", "right rejected", "mutants", "killed", "equivalent",
                 "survived", "verdicts changed", "seconds"):  # fmt: skip
        shown.add_column(name, justify="right", no_wrap=True)
    for r in results:
        mark = "[green]✓[/green]" if r.sound else "[red]✗[/red]"
        shown.add_row(f"{mark} {r.notebook} · {r.name}", *_row(r.as_dict()))
    if len(results) > 1:
        shown.add_row("  all", *_row(_total([r.as_dict() for r in results])))
    return shown


def _row(r: dict) -> list[str]:
    return [
        f"{len(r['accepted'])} of {r['mistakes']}",
        f"{len(r['rejected'])} of {r['right']}",
        str(r["mutants"]),
        str(sum(r["killed"].values())),
        str(r["equivalent"]),
        str(len(r["survivors"])),
        f"{len(r['changed'])} in {r['gradings']}",
        f"{r['seconds']:.0f}",
    ]


def details(results: list[ExerciseAudit]) -> list[str]:
    """What is wrong, one entry each, survivors with their change."""
    lines = []
    for r in results:
        where = f"{r.notebook} · {r.name}"
        for bad in r.accepted:
            lines.append(f"{where}: the known mistake {bad['name']} is accepted "
                         f"(COURSE_TEST_SEED={bad['seed']})")  # fmt: skip
        for bad in r.rejected:
            lines.append(f"{where}: the right answer {bad['name']} is rejected "
                         f"(COURSE_TEST_SEED={bad['seed']}): {bad['message']}")  # fmt: skip
        for bad in r.survivors:
            when = "survives at times" if bad["at times"] else "survives"
            lines.append(f"{where}: a mutant {when} (COURSE_TEST_SEED={bad['seed']})")
            lines.append("\n".join([f"@@ {bad['name']}", *bad["change"]]))
        lines += [f"{where}: {text}" for text in r.stale]
    return lines


def save(root: Path, results: list[ExerciseAudit], whole: dict | None = None) -> None:
    """Put whole notebooks' results into the saved figures, and write the page anew.

    Parameters
    ----------
    whole : dict, optional
        Of an audit of all notebooks that graded everything: its ``minutes`` on the clock,
        its ``workers``, its ``steadiness``.
    """
    path = root / SAVED
    saved = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"notebooks": {}}
    if whole:
        saved["whole"] = {"date": date.today().isoformat(), **whole}
    for name in dict.fromkeys(r.notebook for r in results):
        saved["notebooks"][name] = {
            "date": date.today().isoformat(),
            "machine": f"{_processor()}, {platform.system()}",
            "cores": len(os.sched_getaffinity(0)),
            "python": platform.python_version(),
            "keras": version("keras"),
            "backend": os.environ.get("KERAS_BACKEND") or "tensorflow",
            "exercises": [r.as_dict() for r in results if r.notebook == name],
        }
    saved["notebooks"] = dict(sorted(saved["notebooks"].items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(saved, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (root / PAGE).parent.mkdir(parents=True, exist_ok=True)
    (root / PAGE).write_text(page(saved), encoding="utf-8")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _total(rows: list[dict]) -> dict:
    def flat(name):
        return [x for r in rows for x in r[name]]

    counts = ("mistakes", "right", "mutants", "equivalent", "gradings", "seconds")
    total = {n: sum(r[n] for r in rows) for n in counts}
    total |= {n: flat(n) for n in ("accepted", "rejected", "survivors", "changed", "stale")}
    total["killed"] = {k: sum(r["killed"][k] for r in rows) for k in (FAILED, ERROR, TIME)}
    return total


def _times(exercises: list[dict]) -> int:
    """How often each right answer of these exercises was graded, at least."""
    return min(e["gradings"] // e["right"] for e in exercises)


_HEAD = (
    "| {} | mistakes accepted | right answers rejected | mutants | killed | equivalent | survived "
    "| verdicts changed | seconds |\n|---|---|---|---|---|---|---|---|---|"
)


def page(saved: dict) -> str:
    """The page made of the saved figures."""
    books = saved["notebooks"]
    every = [e for b in books.values() for e in b["exercises"]]
    total = _total(every)
    killed, by = sum(total["killed"].values()), total["killed"]
    judged = total["mutants"] - total["equivalent"]
    passed = len(total["survivors"])

    def percent(failures, trials):
        return f"{100 * bound(failures, trials):.2g} %" if trials else "unknown"

    lines = [
        "# How good the tests are",
        "",
        "*Generated by `course audit --save` from `benchmarks/results/audit.json`; "
        "not edited by hand.*",
        "",
        "Each answer below was graded by the tests of its exercise, visible and hidden, in a "
        f"process of its own (a right answer up to {TOGETHER} times in one), with inputs drawn "
        "from a seed of its own.",
        "",
        "- *Known mistakes* are those of `misconceptions/`. None may be accepted.",
        "- *Right answers* are the reference and those of `alternatives/`. None may be rejected, "
        "and no verdict may change from one grading to another, each with other seeds of the "
        "tests and of Keras, in interpreters with different hash seeds; the tables say in how "
        "many gradings.",
        "- *Mutants* are the reference with one small change, made by `course/audit/mutants.py`. "
        "Each must be killed by the tests or be *equivalent*: no test can tell it from the "
        "reference, and the reason is on record in `equivalents/`. One that passes is tried "
        f"again with {AGAIN} other seeds.",
        "",
        "## In short",
        "",
        "| | graded | wrongly judged | share, at most |",
        "|---|---|---|---|",
        f"| known mistakes accepted | {total['mistakes']} | {len(total['accepted'])} "
        f"| {percent(len(total['accepted']), total['mistakes'])} |",
        f"| right answers rejected | {total['right']} | {len(total['rejected'])} "
        f"| {percent(len(total['rejected']), total['right'])} |",
        f"| gradings of right answers that came out otherwise than the first "
        f"| {total['gradings']} | {len(total['changed'])} "
        f"| {percent(len(total['changed']), total['gradings'])} |",
        f"| mutants, without equivalent ones, that survive | {judged} | {passed} "
        f"| {percent(passed, judged)} |",
        "",
        "The last column is the exact (Clopper-Pearson) one-sided upper bound at 95 %. It says "
        "what a new answer *of the same kind* would meet; students' answers are no random sample "
        "of these catalogues, and the mistakes were written by those who wrote the tests.",
        "",
        f"Of {killed} mutants killed, {by[FAILED]} were refused by a check, {by[ERROR]} raised an "
        f"error of their own (shapes that do not fit, a wrong type), {by[TIME]} ran into the "
        "limit of time. A change that would only leave a name undefined is not made.",
        "",
        "## By notebook",
        "",
        _HEAD.format("notebook"),
    ]
    for name, book in books.items():
        lines.append(f"| {name} | {' | '.join(_row(_total(book['exercises'])))} |")
    lines.append(f"| all | {' | '.join(_row(total))} |")
    lines += ["", "Seconds are processor time."]
    if whole := saved.get("whole"):
        lines[-1] += (
            f" An audit of all notebooks with nothing graded before took {whole['minutes']:.0f} "
            f"minutes with {whole['workers']} workers ({whole['date']}, each right answer "
            f"{whole['steadiness']} times)."
        )
    lines += ["", "The machines, and how often each right answer was graded:", ""]
    for name, b in books.items():
        lines.append(
            f"- {name}: {b['date']}, {b['machine']}, {b['cores']} cores, Python {b['python']}, "
            f"Keras {b['keras']} on {b['backend']}; {_times(b['exercises'])} times."
        )
    for name, book in books.items():
        lines += ["", f"## {name}", "", _HEAD.format("exercise")]
        lines += [f"| {e['name']} | {' | '.join(_row(e))} |" for e in book["exercises"]]
        for e in book["exercises"]:
            for bad in e["survivors"]:
                when = " at times" if bad["at times"] else ""
                lines += ["", f"{e['name']}, not explained, survives{when}:", "", "```diff",
                          *bad["change"], "```"]  # fmt: skip
            for kind in ("accepted", "rejected"):
                lines += ["", *(f"- {e['name']}: {b['name']} is {kind}." for b in e[kind])] * bool(
                    e[kind]
                )
    return "\n".join(lines) + "\n"
