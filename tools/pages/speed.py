"""``docs/speed.md`` and its plot, from the results of the benchmarks of grading."""

from __future__ import annotations

from tools import ROOT
from tools.pages import load, table

PAGE, PLOT = ROOT / "docs" / "speed.md", ROOT / "docs" / "images" / "growth.svg"


def about(run: dict) -> str:
    """Where and when a run was measured."""
    m = run["about"]
    return f"*{m['machine']}, {m['cores']} cores, {m['date']}; load {m['load']} after.*"


def by_count(run: dict) -> dict[int, dict]:
    """The measurements, keyed by the number of submissions or workers."""
    return {int(k): r for k, r in run.items() if k != "about"}


# ---------------------------------------------------------------- sections


def compared(run: dict) -> str:
    names = [k for k in ("course grade", "nbgrader autograde", "otter run") if k in run]
    each = {k: {t: run[k][t] / run[k]["submissions"] for t in ("wall", "cpu")} for k in names}
    first, base = run["course grade"], each["course grade"]
    rows = [
        [
            f"`{k}`", run[k]["submissions"], f"{e['wall']:.2f}", f"{e['cpu']:.2f}",
            f"{e['wall'] / base['wall']:.1f} ×", f"{e['cpu'] / base['cpu']:.1f} ×",
        ]
        for k, e in each.items()
    ]  # fmt: skip
    head = ["", "submissions", "wall", "processor", "wall, ratio", "processor, ratio"]
    return (
        f"## Against nbgrader and otter-grader\n\nSubmissions of `{run['notebook']}`, some "
        "exercises right and some wrong, of an assignment that nbgrader has generated before; "
        "`course grade` with two workers and no result kept, the fork server's start and the "
        "search for hints included; the others with their defaults. "
        "Seconds each.\n\n"
        f"{table(head, rows)}\n\nGraded again with nothing changed: {first['again']:.1f} s in all. "
        f"A student's processes used at most {first['memory'] / 2**20:.0f} MiB of their own.\n\n"
        f"{about(run)}"
    )


def overhead(run: dict) -> str:
    rows = [
        [k, f"{r['plain']:.2f}", f"{r['engine']:.2f}", f"{r['engine'] - r['plain']:.2f}"]
        for k, r in run.items()
        if k != "about"
    ]
    return (
        "## What two processes cost\n\nProcessor seconds of the reference's cells and tests in "
        "one plain process, in the engine, and the difference; each in a fork of a process "
        "that has imported TensorFlow, with one thread; the least of a few runs.\n\n"
        f"{table(['notebook', 'plain', 'engine', 'overhead'], rows)}\n\n{about(run)}"
    )


def growth(run: dict) -> str:
    rows = [
        [
            f"{n:,}", f"{r['wall']:.1f}", f"{r['wall'] / n:.2f}", f"{r['again']:.1f}",
            f"{r['grader memory'] / 2**20:.0f}", f"{r['server memory'] / 2**20:.0f}",
            f"{r['server files']:.0f}", f"{r['processes left']:.0f}", f"{r['folders left']:.0f}",
        ]
        for n, r in by_count(run).items()
    ]  # fmt: skip
    head = ["submissions", "seconds", "each", "again", "grader, MiB", "server, MiB",
            "server's files", "processes left", "folders left"]  # fmt: skip
    return (
        "## From ten submissions to a thousand\n\nSmall submissions of two exercises without "
        "TensorFlow, two workers, from nothing each time: what remains is the engine's own time. "
        "Then the same again with nothing changed; the most memory of the grader; the fork "
        "server's own memory and open files afterwards, and the processes and scratch folders "
        f"that are left.\n\n{table(head, rows)}\n\n{about(run)}"
    )


def cluster(run: dict) -> str:
    rows = [[n, f"{r['wall']:.1f}", f"{r['cpu']:.1f}"] for n, r in by_count(run).items()]
    cores = run["about"]["cores"]
    return (
        "## On a Dask cluster\n\nA hundred small submissions on one to four workers, all of them "
        f"on one machine: {max(by_count(run))} workers share its {cores} cores with the grader, "
        "so that the line says what a cluster costs, not what more machines would give.\n\n"
        f"{table(['workers', 'seconds', 'processor'], rows)}\n\n{about(run)}"
    )


def faults(run: dict) -> str:
    kinds = list(dict.fromkeys(r["target"] for r in run["rounds"]))
    rows = []
    for kind in [*kinds, "in all"]:
        of = [r for r in run["rounds"] if kind in (r["target"], "in all")]
        rows.append([kind, len(of), *(sum(r[k] for r in of) for k in of[0] if k != "target")])
    return (
        "## After a kill\n\n`kill -9` at a random moment while a class of six is graded; then one "
        "more run, whose marks must be those of a class that nobody disturbed.\n\n"
        + table(["killed", "rounds", "killed before the end", "marks right"], rows)
        + f"\n\n{about(run)}"
    )


def agreement(run: dict) -> str:
    rows = [
        [k, r["submissions"], r["answers"], r["points compared"], len(r["different"])]
        for k, r in run.items()
        if k != "about"
    ]
    rows.append(["in all", *(sum(row[i] for row in rows) for i in range(1, 5))])
    return (
        "## The same points as nbgrader\n\nThe known wrong and unusual right answers, the first "
        "of each exercise in one submission, the second of each in the next, and so on; graded by "
        "`course grade` and by plain `nbgrader autograde`, each test's points compared.\n\n"
        + table(["notebook", "submissions", "answers", "points compared", "different"], rows)
        + f"\n\n{about(run)}"
    )


def page() -> str:
    """The text of ``docs/speed.md``."""
    grading = load("grading")
    parts = [
        "# Speed\n\nHow fast a class is graded, and what was tried on it. "
        "`benchmarks/grading.py`, `faults.py` and `agreement.py` measure, `benchmarks/speed.py` "
        "writes this page; no figure here is typed by hand."
    ]
    for section in (compared, overhead, growth, cluster):
        if run := grading.get(section.__name__.replace("compared", "compare")):
            parts.append(section(run))
            if section is growth and "cluster" in grading:
                parts.append(
                    "![Seconds to grade a class: left, by the number of submissions; right, by "
                    "the number of Dask workers on one machine](images/growth.svg)"
                )
    for section in (faults, agreement):
        if run := load(section.__name__):
            parts.append(section(run))
    return "\n\n".join(parts) + "\n"


# ---------------------------------------------------------------- the plot


def plot() -> None:
    """Plot seconds by submissions and by workers; the lines differ in print, too."""
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    grading = load("grading")
    runs, workers = by_count(grading["growth"]), by_count(grading["cluster"])
    plt.rcParams.update({"svg.hashsalt": "growth", "font.size": 9})
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.2), layout="constrained")
    counts, sizes = list(runs), list(workers)

    def seconds(of: dict, kind: str) -> list[float]:
        return [r[kind] for r in of.values()]

    left.loglog(counts, seconds(runs, "wall"), "o-", color="black", label="from nothing")
    left.loglog(counts, seconds(runs, "again"), "s--", color="0.5", label="again")
    left.set(xlabel="submissions", ylabel="seconds")
    left.set_xticks(counts, [f"{n:,}" for n in runs])
    left.minorticks_off()
    left.legend(frameon=False)
    right.plot(sizes, seconds(workers, "wall"), "o-", color="black", label="wall")
    right.plot(sizes, seconds(workers, "cpu"), "s--", color="0.5", label="processor")
    right.set(
        xlabel=f"Dask workers on {grading['cluster']['about']['cores']} cores", ylim=(0, None)
    )
    right.set_xticks(sizes)
    right.legend(frameon=False)
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(PLOT, metadata={"Date": None})
    plt.close(figure)


def write() -> None:
    """Write the page, and the plot if both of its measurements are there."""
    PAGE.write_text(page(), encoding="utf-8")
    if {"growth", "cluster"} <= load("grading").keys():
        plot()
