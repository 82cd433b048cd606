"""``docs/hints.md``, from the results of the benchmark of hints."""

from __future__ import annotations

from collections import Counter

from tools import ROOT
from tools.pages import load

PAGE = ROOT / "docs" / "hints.md"


def page() -> str:
    """The text of ``docs/hints.md``."""
    data = load("hints")
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
    """Where and when the hints were measured."""
    runs = data["runs"].values()

    def every(key: str) -> str:
        return ", ".join(sorted({str(r[key]) for r in runs}))

    return (
        f"*{every('machine')}, {every('cores')} cores, {every('date')}; Keras {every('keras')} on "
        f"{every('backend')}; seeds {', '.join(map(str, data['seeds']))}.*"
    )


def write() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
