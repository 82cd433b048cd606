"""Audit results as a table, as saved figures, and as the page docs/test-quality.md."""

from __future__ import annotations

import json
import math
import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from course import machine
from course.audit import strangers
from course.audit.placement import KINDS
from course.audit.run import AGAIN, STRANGERS, TOGETHER, ExerciseAudit
from course.audit.trial import ERROR, FAILED, SHARE, TIME
from course.files import write_text
from course.text import sentence

#: The saved figures and the page generated from them, relative to the project's root.
SAVED, PAGE = Path("benchmarks/results/audit.json"), Path("docs/test-quality.md")


def bound(failures: int, trials: int, confidence: float = 0.95) -> float:
    """The exact (Clopper-Pearson) one-sided upper bound on a probability of failure.

    This is the probability at which `failures` or fewer in `trials` would occur with
    probability ``1 - confidence``; without failures, it is about 3 / trials.

    Parameters
    ----------
    failures : int
        From 0 to `trials`.
    confidence : float
        From 0.5 on, and less than 1.
    """
    if failures >= trials:
        return 1.0
    low, high = failures / trials, 1.0
    for _ in range(60):
        p = (low + high) / 2
        low, high = (p, high) if _at_most(failures, trials, p) > 1 - confidence else (low, p)
    return high


def _at_most(failures: int, trials: int, p: float) -> float:
    """The probability of `failures` or fewer in `trials`, each with `p` > `failures` / `trials`.

    The coefficients have thousands of digits and the powers vanish: their logarithms don't. The
    terms decrease from the last one down, and so only some are needed.
    """
    last = math.lgamma(trials + 1) - math.lgamma(failures + 1) - math.lgamma(trials - failures + 1)
    last += failures * math.log(p) + (trials - failures) * math.log1p(-p)
    term = total = 1.0  # relative to the last one
    for k in range(failures, 0, -1):
        term *= k / (trials - k + 1) * (1 - p) / p
        total += term
        if term < 1e-17 * total:
            break
    return math.exp(last + math.log(total))


def table(results: list[ExerciseAudit]) -> Table:
    """The table that the command prints: one row per exercise, and the total."""
    shown = Table(title="How good the tests are", title_justify="left", box=None, pad_edge=False)
    shown.add_column("exercise", no_wrap=True)
    for name in ("mistakes accepted", "right rejected", "mutants", "killed", "equivalent",
                 "survived", "behaviours", "survived", "strangers misjudged",
                 "verdicts changed", "seconds"):  # fmt: skip
        shown.add_column(name, justify="right", no_wrap=True)
    for r in results:
        mark = ("✓ ", "green") if r.sound else ("✗ ", "red")
        shown.add_row(
            Text.assemble(mark, sentence(f" {r.notebook} · {r.name}")), *_row(r.as_dict())
        )
    if len(results) > 1:
        shown.add_row("  all", *_row(_total([r.as_dict() for r in results])))
    return shown


def _row(r: dict[str, Any]) -> list[str]:
    """The figures of an exercise, or of several together, in the table's columns."""
    behaviours, others = _behaviours([r]), _strangers([r])
    misjudged = len(others["accepted"]) + len(others["rejected"])
    return [
        f"{len(r['accepted'])} of {r['mistakes']}",
        f"{len(r['rejected'])} of {r['right']}",
        str(r["mutants"]),
        str(sum(r["killed"].values())),
        str(r["equivalent"]),
        str(len(r["survivors"])),
        str(behaviours["mutants"]) if behaviours["mutants"] else "–",
        str(len(r.get("unnoticed", []))) if behaviours["mutants"] else "–",
        f"{misjudged} of {others['wrong'] + others['right']}",
        f"{len(r['changed'])} in {r['gradings']}",
        f"{r['seconds']:.0f}",
    ]


def _behaviours(rows: list[dict[str, Any]], kind: str | None = None) -> dict[str, int]:
    """The counts of mutants of behaviour, of one kind or of all, in several exercises.

    Figures saved before there were such mutants have none.
    """
    total = {"mutants": 0, "killed": 0, "equivalent": 0}
    for row in rows:
        for name, counts in row.get("behaviours", {}).items():
            if kind in (None, name):
                total = {key: total[key] + counts[key] for key in total}
    return total


def _strangers(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The strangers' answers in several exercises together."""
    found = [row["strangers"] for row in rows if "strangers" in row]
    total: dict[str, Any] = {
        n: sum(f.get(n, 0) for f in found) for n in ("wrong", "named", "right")
    }
    return total | {n: [x for f in found for x in f[n]] for n in ("accepted", "rejected")}


def details(results: list[ExerciseAudit]) -> list[str]:
    """One entry for each problem; for a surviving mutant also its change."""
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
            when = " with some seeds" if bad["at times"] else ""
            lines.append(f"{where}: a mutant survives{when} (COURSE_TEST_SEED={bad['seed']})")
            lines.append("\n".join([f"@@ {bad['name']}", *bad["change"]]))
        for bad in r.unnoticed:
            when = " with some seeds" if bad["at times"] else ""
            lines.append(f"{where}: a mutant of behaviour survives{when} "
                         f"(COURSE_TEST_SEED={bad['seed']})")  # fmt: skip
            lines.append("\n".join([f"@@ {bad['name']}", *bad["change"]]))
        for bad in r.strangers["accepted"]:
            lines.append(f"{where}: the stranger's wrong answer {bad['name']} is accepted "
                         f"(COURSE_TEST_SEED={bad['seed']})")  # fmt: skip
        for bad in r.strangers["rejected"]:
            lines.append(f"{where}: the stranger's right answer {bad['name']} is rejected "
                         f"(COURSE_TEST_SEED={bad['seed']}): {bad['message']}")  # fmt: skip
        lines += [f"{where}: {text}" for text in r.stale]
    return lines


def save(root: Path, results: list[ExerciseAudit], whole: dict[str, Any] | None = None) -> None:
    """Update the saved figures with the results of whole notebooks, and regenerate the page.

    Parameters
    ----------
    whole : dict, optional
        For an audit of all notebooks without recorded verdicts: ``minutes`` of clock time,
        ``workers`` and ``steadiness``.
    """
    path, readme = root / SAVED, root / strangers.FOLDER / "README.md"
    saved = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"notebooks": {}}
    if whole:
        saved["whole"] = {"date": date.today().isoformat(), **whole}
    for name in dict.fromkeys(r.notebook for r in results):
        saved["notebooks"][name] = {
            "date": date.today().isoformat(),
            "machine": f"{machine.processor()}, {platform.system()}",
            "cores": machine.cores(),
            "python": platform.python_version(),
            "keras": version("keras"),
            "backend": os.environ.get("KERAS_BACKEND") or "tensorflow",
            "exercises": [r.as_dict() for r in results if r.notebook == name],
        }
    saved["notebooks"] = dict(sorted(saved["notebooks"].items()))
    if readme.exists():
        saved["strangers"] = strangers.written(readme.read_text(encoding="utf-8"))
    write_text(json.dumps(saved, indent=1, ensure_ascii=False) + "\n", path)
    write_text(page(saved), root / PAGE)


def _named(count: int, all_of_them: int) -> str:
    """How many messages name the cause."""
    if not all_of_them:
        return "none graded"
    return f"{count} of {all_of_them} ({100 * count / all_of_them:.0f} %)"


def _total(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures of several exercises together."""

    def flat(name: str) -> list[Any]:
        return [x for r in rows for x in r[name]]

    counts = ("mistakes", "right", "mutants", "equivalent", "gradings", "seconds")
    total: dict[str, Any] = {n: sum(r[n] for r in rows) for n in counts}
    total["named"] = sum(r.get("named", 0) for r in rows)
    total |= {n: flat(n) for n in ("accepted", "rejected", "survivors", "changed", "stale")}
    total["unnoticed"] = [x for r in rows for x in r.get("unnoticed", [])]
    kinds = {kind: _behaviours(rows, kind) for kind in KINDS}
    total["behaviours"] = {kind: n for kind, n in kinds.items() if n["mutants"]}
    total["strangers"] = _strangers(rows)
    total["killed"] = {k: sum(r["killed"][k] for r in rows) for k in (FAILED, ERROR, TIME)}
    return total


def _times(exercises: list[dict[str, Any]]) -> int:
    """The number of gradings that every right answer of these exercises had at least."""
    return min(e["gradings"] // e["right"] for e in exercises)


_HEAD = (
    "| {} | mistakes accepted | right answers rejected | mutants | killed | equivalent | survived "
    "| behaviours | survived | strangers misjudged | verdicts changed | seconds |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|"
)


def page(saved: dict[str, Any]) -> str:
    """The page generated from the saved figures.

    They need not be complete: a notebook may be missing, or have been audited before there
    were mutants of behaviour or strangers' answers.
    """
    books = saved["notebooks"]
    every = [e for b in books.values() for e in b["exercises"]]
    total = _total(every)
    killed, by = sum(total["killed"].values()), total["killed"]
    behaviours, others = _behaviours(every), total["strangers"]
    date_of_strangers = f" (set of {day})" if (day := saved.get("strangers")) else ""

    def share(what: str, trials: int, failures: int) -> str:
        limit = f"{100 * bound(failures, trials):.2g} %" if trials else "unknown"
        return f"| {what} | {trials} | {failures} | {limit} |"

    lines = [
        "# How good the tests are",
        "",
        "*Generated by `course audit --save` from `benchmarks/results/audit.json`; "
        "do not edit by hand.*",
        "",
        "Each answer was graded by the visible and hidden tests of its exercise. Every grading had "
        f"its own seed for the tests' inputs. Up to {TOGETHER} gradings of a right answer share a "
        f"process, and so do up to {SHARE} other answers to one exercise; such a process ends with "
        "a grading of the reference, and if that does not pass, each of its answers is graded "
        "again in a process of its own.",
        "",
        "## What was graded",
        "",
        "- *Known mistakes* are the entries of `misconceptions/`. None may be accepted. They were "
        "written by the authors of the tests, who corrected the tests until all of them failed. "
        "So this figure shows that nothing known slips through. It does not tell what share of "
        "students' wrong answers would.",
        "- *Right answers* are the references and the entries of `alternatives/`. None may be "
        "rejected. They have the same authors, and the tests were corrected until all of them "
        "passed. The figure does not tell what share of students' right answers would.",
        "- *Steadiness*: no verdict on a right answer may change between gradings, each of which "
        "has its own seed for the tests and for Keras; the gradings are spread over interpreters "
        "with different hash seeds. This one figure is about chance alone: for these answers, its "
        "bound holds.",
        "- *Mutants* are the reference with one small change of an operator, a constant or a line, "
        "made by `course/audit/mutants.py`. They are made by rule, so nobody has chosen them to be "
        "easy. But they are all the same kind of slip, close to the reference, and most of them "
        "are wrong for almost every input. The tests must kill each one unless it is "
        "*equivalent*: no test can tell it from the reference, and the reason is on record in "
        f"`equivalents/`. A mutant that passes and is not on record is graded again with {AGAIN} "
        "other seeds.",
        "- *Mutants of behaviour* are the reference with a fault of `course/audit/behaviours.py` "
        "around or within it: what it does is right for most inputs and wrong for some, such as "
        "long sequences, large values, a second call or a training step. They are made by rule, "
        "too, from an exercise's signature and docstring, and the same records apply. They show "
        "which of these habits the tests notice. They say nothing about faults that are not on "
        "the list.",
        "- *Strangers' answers*, in `strangers/`, were written from the contract, the cards and "
        "the references, without sight of the tests: wrong ones, each with a proof, "
        "and unusual right ones. Their share of misjudged answers is the closest thing here to "
        "what a new answer meets. Once the tests have been corrected for those that were "
        "misjudged, it is that no longer: `strangers/README.md` says when the set was written, and "
        "how many were misjudged before. No answer of it may stand in `misconceptions/`. A right "
        f"one is graded up to {STRANGERS} times.",
        "",
        "## Summary",
        "",
        "| | graded | misjudged | upper bound |",
        "|---|---|---|---|",
        share("known mistakes accepted", total["mistakes"], len(total["accepted"])),
        share("right answers rejected", total["right"], len(total["rejected"])),
        share(
            "gradings of right answers whose verdict differs from the first",
            total["gradings"],
            len(total["changed"]),
        ),
        share(
            "surviving mutants, equivalent ones excluded",
            total["mutants"] - total["equivalent"],
            len(total["survivors"]),
        ),
        share(
            "surviving mutants of behaviour, equivalent ones excluded",
            behaviours["mutants"] - behaviours["equivalent"],
            len(total["unnoticed"]),
        ),
        share(
            f"strangers' wrong answers accepted{date_of_strangers}",
            others["wrong"],
            len(others["accepted"]),
        ),
        share(
            f"strangers' right answers rejected{date_of_strangers}",
            others["right"],
            len(others["rejected"]),
        ),
        "",
        "The last column is the exact (Clopper-Pearson) one-sided 95 % upper bound on the "
        "probability. It takes the graded answers for a random sample, and so it holds only for "
        "new answers *of the same kind*, written or made in the same way. Students' answers are "
        "not that. And where the tests were corrected until nothing was misjudged, the bound "
        "describes how many cases were tried rather than what comes next.",
        "",
        f"Of the {killed} mutants killed, {by[FAILED]} were rejected by a check, {by[ERROR]} "
        f"raised an error of their own (mismatched shapes, a wrong type), and {by[TIME]} exceeded "
        "the time limit. Changes that would only leave a name undefined are not made.",
        "",
        "## Messages that name the cause",
        "",
        "A student sees the message of the first check that fails, and the visible test comes "
        "first. A message names the cause if its sentence does (a changed argument, frozen "
        "weights, no error where one was due) or an explanation follows it; one that shows other "
        "numbers, another shape or an error of Python alone does not.",
        "",
        f"- known mistakes: {_named(total['named'], total['mistakes'])}",
        f"- strangers' wrong answers: {_named(others['named'], others['wrong'])}",
        "",
        "The explanations were written with the known mistakes at hand. Whether the explanation "
        "that a stranger's answer gets is the right one was not looked at.",
        "",
        "## Mutants of behaviour by kind",
        "",
        *_kinds(every, saved.get("before", {})),
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
            f" An audit of all notebooks without recorded verdicts took {whole['minutes']:.0f} "
            f"minutes with {whole['workers']} workers ({whole['date']}, "
            f"{whole['steadiness']} gradings of each right answer)."
        )
    lines += ["", "The machines, and the number of gradings of each right answer:", ""]
    for name, b in books.items():
        lines.append(
            f"- {name}: {b['date']}, {b['machine']}, {b['cores']} cores, Python {b['python']}, "
            f"Keras {b['keras']} on {b['backend']}; {_times(b['exercises'])} gradings."
        )
    for name, book in books.items():
        lines += ["", f"## {name}", "", _HEAD.format("exercise")]
        lines += [f"| {e['name']} | {' | '.join(_row(e))} |" for e in book["exercises"]]
        for e in book["exercises"]:
            for bad in e["survivors"]:
                when = " with some seeds" if bad["at times"] else ""
                lines += ["", f"{e['name']}: an unexplained mutant survives{when}:", "", "```diff",
                          *bad["change"], "```"]  # fmt: skip
            if e.get("unnoticed"):
                lines += ["", f"{e['name']}: mutants of behaviour that survive:", ""]
                lines += [f"- `{bad['name']}`{' with some seeds' * bad['at times']}"
                          for bad in e["unnoticed"]]  # fmt: skip
            for kind in ("accepted", "rejected"):
                bad_ones = _strangers([e])[kind]
                if bad_ones:
                    lines += ["", *(f"- {e['name']}: the stranger's {b['name']} is {kind}."
                                    for b in bad_ones)]  # fmt: skip
            for kind in ("accepted", "rejected"):
                lines += ["", *(f"- {e['name']}: {b['name']} is {kind}." for b in e[kind])] * bool(
                    e[kind]
                )
    return "\n".join(lines) + "\n"


def _kinds(exercises: list[dict[str, Any]], before: dict[str, Any]) -> list[str]:
    """The table of the mutants of behaviour, a row for each kind.

    Parameters
    ----------
    before : dict
        What earlier tests let pass: ``tests``, which tests these were, and ``kinds``, for each
        kind the counts ``mutants`` and ``passed``; may be empty.
    """
    audited = [e for e in exercises if e.get("behaviours")]
    if not audited:
        return ["None has been graded yet."]
    lines = [
        "| kind | what is changed | mutants | killed | equivalent | survived | upper bound "
        "| survived before |",
        "|---|---|---|---|---|---|---|---|",
    ]
    rows: list[tuple[str | None, str]] = [*KINDS.items(), (None, "")]
    for kind, what in rows:
        counts = _behaviours(audited, kind)
        if not counts["mutants"]:
            continue
        survived = sum(kind in (None, bad["kind"]) for e in audited for bad in e["unnoticed"])
        counted = counts["mutants"] - counts["equivalent"]
        limit = f"{100 * bound(survived, counted):.2g} %" if counted else "unknown"
        earlier = [n for k, n in before.get("kinds", {}).items() if kind in (None, k)]
        passed, of = (sum(n[key] for n in earlier) for key in ("passed", "mutants"))
        lines.append(
            f"| {kind or 'all'} | {what} | {counts['mutants']} | {counts['killed']} "
            f"| {counts['equivalent']} | {survived} | {limit} "
            f"| {f'{passed} of {of}' if of else '–'} |"
        )
    if before:
        lines += [
            "",
            f"The last column: how many passed {before['tests']}, each graded once, equivalent "
            "ones included. Some of the mutants were others then.",
        ]
    missing = len(exercises) - len(audited)
    if missing:
        lines += ["", f"{missing} of {len(exercises)} exercises were audited without them."]
    return lines
