"""``docs/speed.md`` and its plot, from the results of the benchmarks of grading."""

from __future__ import annotations

from tools import ROOT
from tools.pages import load, table

PAGE, PLOT = ROOT / "docs" / "speed.md", ROOT / "docs" / "images" / "growth.svg"


def about(run: dict) -> str:
    """Where and when a run was measured."""
    m = run["about"]
    where = f"{m['machine']}, {m['cores']} cores, {m['date']}"
    return f"*{where}; load average {m['load']} afterwards.*"


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
        "## Compared with nbgrader and otter-grader\n\nSeconds per submission of "
        f"`{run['notebook']}`; some exercises of each are right and some wrong, and nbgrader has "
        "generated the assignment beforehand. `course grade` runs with two workers and without "
        "kept results, and its times include the start of the fork server and the search for "
        "hints. The others run with their defaults.\n\n"
        f"{table(head, rows)}\n\nGrading the class again with nothing changed took "
        f"{first['again']:.1f} s in all. No student's processes used more than "
        f"{first['memory'] / 2**20:.0f} MiB of memory of their own.\n\n"
        f"{about(run)}"
    )


def overhead(run: dict) -> str:
    rows = [
        [k, f"{r['plain']:.2f}", f"{r['engine']:.2f}", f"{r['engine'] - r['plain']:.2f}"]
        for k, r in run.items()
        if k != "about"
    ]
    return (
        "## What the two processes cost\n\nProcessor seconds for the cells and tests of the "
        "reference solution: in one plain process, in the judge and the student's process "
        "together, and the difference. Each is a fork of a process that has imported TensorFlow, "
        "with one thread; each figure is the lowest of a few runs.\n\n"
        f"{table(['notebook', 'one process', 'two processes', 'overhead'], rows)}\n\n{about(run)}"
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
        "## From ten submissions to a thousand\n\nSmall submissions of two exercises that don't "
        "use TensorFlow, graded by two workers without kept results or a running fork server, so "
        "that nearly all the time is overhead. *Again* is a second run with nothing changed. The "
        "other columns are the grader's peak memory, the fork server's own memory and open files "
        "afterwards, and the processes and scratch folders that were left behind.\n\n"
        f"{table(head, rows)}\n\n{about(run)}"
    )


def cluster(run: dict) -> str:
    rows = [[n, f"{r['wall']:.1f}", f"{r['cpu']:.1f}"] for n, r in by_count(run).items()]
    cores = run["about"]["cores"]
    return (
        "## On a Dask cluster\n\nA hundred small submissions on one to four workers, all of them "
        f"on one machine: {max(by_count(run))} workers share its {cores} cores with the grader. "
        "The figures therefore show what a cluster costs, not what more machines would gain.\n\n"
        f"{table(['workers', 'seconds', 'processor'], rows)}\n\n{about(run)}"
    )


def faults(run: dict) -> str:
    counted = ["killed in time", "marks right"]

    def rows(key: str) -> list[list]:
        found = []
        for kind in [*dict.fromkeys(r[key] for r in run["rounds"]), "in all"]:
            of = [r for r in run["rounds"] if kind in (r[key], "in all")]
            found.append([kind, len(of), *(sum(r[k] for r in of) for k in counted)])
        return found

    heads = ["rounds", "killed before the end", "marks right"]
    return (
        "## After a kill\n\nOne process is killed with `kill -9` at a random moment while a class "
        "of six is graded. At random, too, the gradebook is left alone, deleted or replaced by one "
        "with other marks afterwards, or locked by another program. Then grading runs once more; "
        "its marks, in the table and in the gradebook, must equal those of an undisturbed run.\n\n"
        + table(["killed", *heads], rows("target"))
        + "\n\n"
        + table(["gradebook", *heads], rows("gradebook"))
        + f"\n\n{about(run)}"
    )


def fuzz(run: dict) -> str:
    groups = {"read": "value", "refused": "refused", "the conversation ended": "connection lost"}
    counts = dict.fromkeys(["read", "refused", "the conversation ended"], 0)
    for outcome, count in run["outcomes"].items():
        name = next((n for n, word in groups.items() if outcome.endswith(word)), "read")
        counts[name] += count
    said = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    return (
        "## Damaged and random bytes\n\n"
        f"The judge's readers were given {run['frames']:,} frames (seed {run['seed']}): real "
        "values, messages and generators' states, damaged at random, and one in ten random "
        f"throughout. None crashed, hung or ended in an error that nobody expects: {said}. "
        f"The slowest frame took {run['seconds'] * 1e3:.0f} ms, and reading all took at most "
        f"{run['peak_memory'] / 1e6:.0f} MB more memory than the process had. That says nothing of "
        f"bytes made by somebody who knows the format; `tests/test_attacks.py` tries those.\n\n"
        f"{about(run)}"
    )


def agreement(run: dict) -> str:
    rows = [
        [k, r["submissions"], r["answers"], r["points compared"], len(r["different"])]
        for k, r in run.items()
        if k != "about"
    ]
    rows.append(["in all", *(sum(row[i] for row in rows) for i in range(1, 5))])
    return (
        "## The same points as nbgrader\n\nThe known mistakes and the alternative solutions are "
        "spread over whole submissions: the first answer to each exercise is in one, the second in "
        "the next, and so on. `course grade` and plain `nbgrader autograde` grade all of them, and "
        "the points of each test are compared.\n\n"
        + table(["notebook", "submissions", "answers", "points compared", "different"], rows)
        + f"\n\n{about(run)}"
    )


def gpu(run: dict) -> str:
    m = run["about"]
    card = f"{m['card']}, {m['card memory'] / 2**30:.0f} GiB"
    parts = [
        "## On a graphics card\n\nThe same work on the processor and on a card, with each backend "
        "that the machine had. Grading uses the processor unless `CUDA_VISIBLE_DEVICES` names a "
        "card. Everything runs in full float32, the experiment, too."
    ]
    for backend, steps in run["backends"].items():
        done = {name: step for name, step in steps.items() if "failed" not in step}
        failed = [f"{name} ({s['failed'][-200:]})" for name, s in steps.items() if "failed" in s]
        version = steps["versions"][backend]
        parts.append(f"### {backend} {version}, Keras {steps['versions']['keras']}")
        parts += [section(done[name]) for name, section in _ON_CARD.items() if name in done]
        if failed:
            parts.append(f"Steps without a result: {'; '.join(failed)}.")
    parts.append(f"*{card}; {m['machine']}, {m['cores']} cores, {m['date']}.*")
    return "\n\n".join(parts)


def _precision(step: dict) -> str:
    places = ["processor", "card", "card, TF32 allowed"]
    rows = [
        [layer, *(f"{step[place]['errors'][layer]:.0e}" for place in places)]
        for layer in step["card"]["errors"]
    ]
    return (
        "Relative errors of float32 layers against NumPy in float64; the last column is a "
        "control, with what the course sets undone:\n\n" + table(["", *places], rows)
    )


def _answers(step: dict) -> str:
    rows = [
        [
            place, r["workers"], f"{r['submissions']} of {r['of']}", f"{r['answers']:,}",
            len(r["wrong verdicts"]), len(r["not judged"]), f"{r['wall']:.1f}",
            f"{r['workers'] * r['wall'] / max(1, r['submissions']):.1f}",
            f"{r['card memory'] / 2**30 / r['workers']:.1f}",
        ]
        for place in ("processor", "card")
        for r in [step[place]]
    ]  # fmt: skip
    head = ["", "workers", "submissions", "answers", "wrong verdicts", "not judged", "seconds",
            "seconds of a worker, each", "GiB of the card, each"]  # fmt: skip
    return (
        "Every notebook's reference, alternative solutions and twenty known mistakes, spread over "
        "whole submissions and judged as submissions are:\n\n"
        f"{table(head, rows)}\n\n{step['compared']:,} answers were judged on both; "
        f"{len(step['different'])} verdicts differ."
    )


def _class(step: dict) -> str:
    return (
        f"`course grade` of {step['students']} submissions of `{step['assignment']}`, the fork "
        f"server's start included: {step['processor']['wall']:.1f} s on the processor, "
        f"{step['card']['wall']:.1f} s on the card; of {step['points compared']} points, "
        f"{len(step['different'])} differ."
    )


def _experiment(step: dict) -> str:
    here, there = step["processor"], step["card"]
    return (
        f"The addition experiment of notebook 03 at full size takes {here['last epoch']:.1f} s an "
        f"epoch on the processor and {there['last epoch']:.1f} s on the card, whose first epoch "
        f"took {there['first epoch']:.1f} s."
    )


def _whole(step: dict) -> str:
    return (
        f"Its {step['epochs']} epochs took {step['seconds']:.0f} s on the card and reach "
        f"{100 * step['exact match']:.2f} % of the sums never seen."
    )


#: The steps of `benchmarks/gpu.py` that the page shows.
_ON_CARD = {
    "precision": _precision, "answers": _answers, "class": _class, "experiment": _experiment,
    "whole experiment": _whole,
}  # fmt: skip


def page() -> str:
    """The text of ``docs/speed.md``."""
    grading = load("grading")
    parts = [
        "# Speed\n\nHow fast a class is graded, what happens when a process is killed, and whether "
        "the marks equal nbgrader's. `benchmarks/grading.py`, `gpu.py`, `faults.py`, `fuzz.py` and "
        "`agreement.py` measure; `tools/pages/speed.py` writes this page, and no figure on it is "
        "typed by hand."
    ]
    for section in (compared, overhead, growth, cluster):
        if run := grading.get(section.__name__.replace("compared", "compare")):
            parts.append(section(run))
            if section is growth and "cluster" in grading:
                parts.append(
                    "![Seconds to grade a class: left, by the number of submissions; right, by "
                    "the number of Dask workers on one machine](images/growth.svg)"
                )
    for section in (gpu, faults, fuzz, agreement):
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
