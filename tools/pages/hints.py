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
        "*`python benchmarks/hints.py` writes this page from `benchmarks/results/hints.json`; do "
        "not edit it. [grading.md](grading.md#hints) explains how a hint is found.*",
        "",
        "## Mistakes in the catalogue",
        "",
        "Each mistake of `misconceptions/` is put into a whole notebook, which is graded like a "
        "student's. The other exercises in it are right, or have mistakes that are independent of "
        "this one.",
        "",
        "| notebook | mistakes | own hint | another's hint | no hint | processor s per notebook |",
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
            lines.append(f"- {name}, {exercise}: `{mine}` gets the hint for `{given}`.")
        lines += [f"- {name}, {exercise}: `{mine}` gets no hint." for exercise, mine in r["none"]]
    if not others:
        return "\n".join([*lines, "", _conditions(data)]) + "\n"
    lines += [
        "",
        "## Answers that are not in the catalogue",
        "",
        "*Left out* is each mistake again, compared with a catalogue that lacks it. *Mutants* are "
        "reference solutions with one small change that the tests reject: a fixed sample of at "
        f"most {data['mutants_per_exercise']} per exercise. A hint is *right* if the student's "
        "answer and the mistake that the hint names also agree on every call with other inputs. "
        "An answer without a hint still gets the test's own message.",
        "",
        "| notebook | left out | with a hint | a right one | mutants | with a hint | a right one |",
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
        "The entries of a catalogue are all different mistakes, so that few have an equivalent "
        "that can replace them when they are left out. An answer that is not in the catalogue "
        "seldom gets a hint; if it agrees with an entry as far as the first failed check, it can "
        "get that entry's hint although the mistake is another one.",
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
