"""How fast a class is graded: `course grade` against nbgrader's own autograde and otter-grader.

One notebook of the course, submissions that differ in content and in how much is right,
the same machine and run::

    python benchmarks/grading.py                       # 30 submissions of notebook 06
    python benchmarks/grading.py --otter /path/to/otter
    python benchmarks/grading.py --only growth cluster

It writes ``benchmarks/results/grading.json`` and, from that, ``docs/speed.md``. nbgrader
runs with its defaults, in a course of its own. Of nbgrader and otter fewer submissions
are graded if ``--others`` says so, since each takes as long as the one before.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "benchmarks" / "results" / "grading.json"
PAGE = ROOT / "docs" / "speed.md"
RUNS = ("compare", "overhead", "growth", "cluster")


def machine() -> dict:
    name = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return {
        "machine": f"{name}, {platform.system()}",
        "cores": len(os.sched_getaffinity(0)),
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
        "load_before": round(os.getloadavg()[0], 1),
    }


def notebooks_of_a_class(name: str, count: int) -> list:
    """Submissions: every other exercise of student i is a known mistake, another each time."""
    from course import catalogue, notebooks
    from course.grading.transplant import reference

    source = notebooks.read(ROOT / "source" / name / f"{name}.ipynb")
    made = []
    for i in range(count):
        notebook = reference(source, "en")
        for j, exercise in enumerate(notebooks.exercises(notebook)):
            entries = catalogue.load(ROOT / "misconceptions", name, exercise.name)
            cell = notebook.cells[exercise.solution]
            if i and (i + j) % 3 == 0:
                cell.source = entries[i % len(entries)].code
            cell.source += f"\n# submission {i}"
        made.append(notebook)
    return made


def course_folder(folder: Path, name: str, config: str | None) -> Path:
    """A course with one assignment; nbgrader's own configuration if `config` is given."""
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "source" / name, folder / "source" / name)
    if config is None:
        shutil.copy(ROOT / "nbgrader_config.py", folder)
    else:
        (folder / "nbgrader_config.py").write_text(config)
    return folder


def submit(folder: Path, name: str, submissions: list) -> None:
    import nbformat

    for i, notebook in enumerate(submissions):
        where = folder / "submitted" / f"student-{i:04}" / name
        where.mkdir(parents=True)
        nbformat.write(notebook, where / f"{name}.ipynb")


def timed(command: list[str], cwd: Path, **environment: str) -> dict:
    """Wall seconds, and processor seconds of the command and the children it waited for."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env={**os.environ, **environment}
    )
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return {"wall": wall, "cpu": cpu}


def ours(folder: Path, name: str, workers: int = 2, *more: str) -> dict:
    """`course grade` from nothing, the warm server's start included."""
    from course.grading import warm

    warm.stop()
    time.sleep(0.5)
    command = [sys.executable, "-m", "course", "grade", name, "--workers", str(workers), *more]
    result = timed(command, folder, PYTHONPATH=str(ROOT))
    kept = [
        json.loads(path.read_text())["metadata"]["course"]
        for path in (folder / ".course" / "results").glob("*.ipynb")
    ]
    # The judges are children of the warm server, and say themselves what they used.
    result["cpu"] += sum(k.get("cpu", 0) for k in kept)
    result["memory"] = max((k.get("memory", 0) for k in kept), default=0)
    result["again"] = timed(command, folder, PYTHONPATH=str(ROOT))["wall"]
    return result


def nbgraders(folder: Path, name: str) -> dict:
    nbgrader = shutil.which("nbgrader", path=str(Path(sys.executable).parent))
    path = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    timed([nbgrader, "generate_assignment", name], folder, PATH=path, PYTHONPATH=str(ROOT))
    return timed([nbgrader, "autograde", name], folder, PATH=path, PYTHONPATH=str(ROOT))


def otters(folder: Path, name: str, submissions: list, otter: str) -> dict:
    """`otter run`, one submission after the other, on the same cells and tests."""
    import nbformat

    from course import notebooks

    folder.mkdir()
    source = notebooks.read(ROOT / "source" / name / f"{name}.ipynb")
    cells = {notebooks.grade_id(c): c.source for c in source.cells}
    (folder / "tests").mkdir()
    for e in notebooks.exercises(source):
        code = cells[f"{e.name}-visible"] + "\n" + cells[f"{e.name}-test"]
        (folder / "tests" / f"{e.name}.py").write_text(
            "from otter.test_files import test_case\n\nOK_FORMAT = False\n"
            f"name = {e.name!r}\npoints = {e.points}\nCODE = {code!r}\n\n\n"
            f"@test_case(points={e.points})\ndef test(env):\n    exec(CODE, env)\n"
        )
    timed([otter, "generate", "-t", "tests", "-o", "a.zip", "--no-environment"], folder)
    total = {"wall": 0.0, "cpu": 0.0}
    for notebook in submissions:
        plain = nbformat.v4.new_notebook(metadata=source.metadata)
        plain.cells = [
            nbformat.v4.new_code_cell(c.source)
            for c in notebook.cells
            if c.cell_type == "code"
            and "skip-execution" not in notebooks.tags(c)
            and not notebooks.is_test(c)
            and not notebooks.is_visible_test(c)
        ]
        nbformat.write(plain, folder / "one.ipynb")
        one = timed(
            [otter, "run", "-a", "a.zip", "one.ipynb"], folder, PYTHONPATH=str(ROOT),
            PATH=str(Path(otter).parent) + os.pathsep + os.environ["PATH"],
        )  # fmt: skip
        total = {k: total[k] + one[k] for k in total}
    return total


def compare(arguments: argparse.Namespace, folder: Path) -> dict:
    name, count, others = arguments.notebook, arguments.submissions, arguments.others
    submissions = notebooks_of_a_class(name, count)
    found: dict = {"notebook": name, "workers": 2}

    def record(key: str, number: int, result: dict) -> None:
        found[key] = {"submissions": number, **{k: round(v, 2) for k, v in result.items()}}
        print(key, found[key], flush=True)

    mine = course_folder(folder / "ours", name, None)
    submit(mine, name, submissions)
    record("course grade", count, ours(mine, name))
    theirs = course_folder(folder / "nbgrader", name, "c = get_config()\n")
    submit(theirs, name, submissions[:others])
    record("nbgrader autograde", others, nbgraders(theirs, name))
    if arguments.otter:
        record(
            "otter run",
            others,
            otters(folder / "otter", name, submissions[:others], arguments.otter),
        )
    return found


def overhead(arguments: argparse.Namespace, folder: Path) -> dict:
    """Processor seconds of each notebook's cells in one plain process, and in the engine.

    Both in a fork of a process that has imported TensorFlow, one thread; the reference.
    """
    import contextlib
    import io

    import nbformat

    from course import notebooks
    from course.grading import engine, warm
    from course.grading.transplant import pristine, reference, transplant
    from course.notebooks import SKIP, tags

    os.environ |= {"TF_NUM_INTRAOP_THREADS": "1", "OMP_NUM_THREADS": "1"}
    warm.import_everything()
    found = {}
    for path in sorted((ROOT / "source").glob("*/*.ipynb")):
        source = notebooks.read(path)
        notebook = transplant(pristine(source, "en"), reference(source, "en"))
        reader, writer = os.pipe()
        if os.fork() == 0:
            names: dict = {"__name__": "__main__"}
            with contextlib.redirect_stdout(io.StringIO()):
                for cell in notebook.cells:
                    if cell.cell_type == "code" and SKIP not in tags(cell):
                        exec(cell.source, names)
            os.write(writer, str(sum(os.times()[:2])).encode())
            os._exit(0)
        os.close(writer)
        plain = float(os.read(reader, 100))
        os.close(reader)
        engine.execute(nbformat.from_dict(notebook))  # the server is up
        ran = engine.execute(nbformat.from_dict(notebook)).metadata["course"]
        found[path.stem] = {"plain": round(plain, 2), "engine": ran["cpu"], "wall": ran["seconds"]}
        print(path.stem, found[path.stem], flush=True)
    return found


def small_class(folder: Path, count: int) -> tuple[Path, str]:
    from course.grading.transplant import reference
    from tests import mini

    course = mini.make(folder)
    for i in range(count):
        notebook = reference(mini.source(), "en")
        notebook.cells[-3].source += f"\n# submission {i}"
        mini.submit(course, f"student-{i:04}", notebook)
    return course.root, mini.NAME


def growth(arguments: argparse.Namespace, folder: Path) -> dict:
    """Small submissions, from 10 to 1,000: seconds, and what is left behind."""
    found = {}
    for count in (10, 30, 100, 300, 1000):
        where, name = small_class(folder / f"growth-{count}", count)
        before = leftovers()
        result = ours(where, name)
        result["left behind"] = leftovers() - before
        found[str(count)] = {k: round(v, 2) for k, v in result.items()}
        print(count, found[str(count)], flush=True)
    return found


def leftovers() -> int:
    """Scratch folders in the temporary folder."""
    names = ("course-scratch-*", "course-run-*", "course-release-*")
    return sum(len(list(Path(tempfile.gettempdir()).glob(n))) for n in names)


def cluster(arguments: argparse.Namespace, folder: Path) -> dict:
    """A hundred small submissions on one to four Dask workers of this machine."""
    import distributed

    found = {}
    for workers in (1, 2, 3, 4):
        where, name = small_class(folder / f"cluster-{workers}", 100)
        with distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as made:
            result = ours(where, name, workers, "--cluster", made.scheduler_address)
        found[str(workers)] = {k: round(v, 2) for k, v in result.items()}
        print(workers, "workers", found[str(workers)], flush=True)
    return found


# ---------------------------------------------------------------- the page


def table(head: list[str], rows: list[list]) -> str:
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def page(data: dict) -> str:
    """The text of ``docs/speed.md``."""
    parts = [
        "# Speed\n\nHow fast a class is graded. `python benchmarks/grading.py` measures and "
        "writes this page; no figure here is typed by hand."
    ]

    def about(run: dict) -> str:
        m = run["about"]
        return f"*{m['machine']}, {m['cores']} cores, {m['date']}; load {m['load_before']} before.*"

    if run := data.get("compare"):
        keys = [k for k in ("course grade", "nbgrader autograde", "otter run") if k in run]
        first = run["course grade"]
        base = {k: first[k] / first["submissions"] for k in ("wall", "cpu")}
        rows = []
        for k in keys:
            r = run[k]
            wall, cpu = r["wall"] / r["submissions"], r["cpu"] / r["submissions"]
            rows.append([
                f"`{k}`", r["submissions"], f"{wall:.2f}", f"{cpu:.2f}",
                f"{wall / base['wall']:.1f} ×", f"{cpu / base['cpu']:.1f} ×",
            ])  # fmt: skip
        parts.append(
            f"## Against nbgrader and otter-grader\n\nSubmissions of `{run['notebook']}`, some "
            "exercises right and some wrong; `course grade` with two workers, from nothing, the "
            "warm server's start included; the others with their defaults. Seconds each.\n\n"
            + table(
                ["", "submissions", "wall", "processor", "wall, ratio", "processor, ratio"], rows
            )
            + f"\n\nGraded again with nothing changed: {first['again']:.1f} s in all. A student's "
            f"processes used at most {first['memory'] / 2**20:.0f} MiB of their own.\n\n"
            + about(run)
        )
    if run := data.get("overhead"):
        rows = [
            [k, f"{r['plain']:.2f}", f"{r['engine']:.2f}", f"{r['engine'] - r['plain']:.2f}"]
            for k, r in run.items()
            if k != "about"
        ]
        parts.append(
            "## What two processes cost\n\nProcessor seconds of the reference's cells and tests in "
            "one plain process, in the engine, and the difference; each in a fork of a process "
            "that has imported TensorFlow, with one thread.\n\n"
            + table(["notebook", "plain", "engine", "overhead"], rows)
            + "\n\n"
            + about(run)
        )
    if run := data.get("growth"):
        rows = [
            [int(k), f"{r['wall']:.1f}", f"{r['wall'] / int(k):.2f}", f"{r['again']:.1f}",
             int(r["left behind"])]
            for k, r in run.items()
            if k != "about"
        ]  # fmt: skip
        parts.append(
            "## From ten submissions to a thousand\n\nSmall submissions, two workers; seconds.\n\n"
            + table(["submissions", "in all", "each", "again", "scratch folders left"], rows)
            + "\n\n"
            + about(run)
        )
    if run := data.get("cluster"):
        rows = [[int(k), f"{r['wall']:.1f}"] for k, r in run.items() if k != "about"]
        parts.append(
            "## On a Dask cluster\n\nA hundred small submissions; all workers on one machine, so "
            "that beyond its cores there is nothing to gain.\n\n"
            + table(["workers", "seconds"], rows)
            + "\n\n"
            + about(run)
        )
    return "\n\n".join(parts) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", choices=RUNS, default=list(RUNS))
    parser.add_argument("--notebook", default="06-attention")
    parser.add_argument("--submissions", type=int, default=30)
    parser.add_argument("--others", type=int, default=30)
    parser.add_argument("--otter", help="otter-grader's command, where it is installed")
    arguments = parser.parse_args()
    data = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for run in arguments.only:
        with tempfile.TemporaryDirectory(prefix="course-benchmark-") as folder:
            found = globals()[run](arguments, Path(folder))
        data[run] = {**found, "about": machine()}
        RESULTS.write_text(json.dumps(data, indent=2) + "\n")
        PAGE.write_text(page(data), encoding="utf-8")


if __name__ == "__main__":
    main()
