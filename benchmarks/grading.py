"""How fast a class is graded: `course grade` against nbgrader's own autograde and otter-grader.

Submissions of one notebook that differ in content and in how much is right, graded by each
on the same machine in the same run::

    python benchmarks/grading.py                       # 30 submissions of notebook 06
    python benchmarks/grading.py --otter /path/to/otter
    python benchmarks/grading.py --only growth cluster

It writes ``benchmarks/results/grading.json`` and, from that, ``docs/speed.md`` with its
plot. nbgrader runs with its defaults, in a course of its own. ``--others`` lets nbgrader
and otter-grader grade fewer submissions, since each of these takes as long as another.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import common
from nbformat import NotebookNode

from course.judge import client
from tools import ROOT, mini, servers
from tools.pages import load, speed

RUNS = ("compare", "overhead", "growth", "cluster")
#: How often each notebook's overhead is measured; the least counts, as other load only adds.
ROUNDS = 3


def notebooks_of_a_class(name: str, count: int) -> list[NotebookNode]:
    """Submissions in which every third exercise is a known mistake; the first is all right."""
    from course import catalogue, notebooks
    from course.release.templates import reference

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
    """Make a course with one assignment; with this course's configuration if `config` is None."""
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "source" / name, folder / "source" / name)
    if config is None:
        shutil.copy(ROOT / "nbgrader_config.py", folder)
    else:
        (folder / "nbgrader_config.py").write_text(config)
    return folder


def submit(folder: Path, name: str, submissions: list[NotebookNode]) -> None:
    """Put the submissions into a course's folder."""
    import nbformat

    for i, notebook in enumerate(submissions):
        where = folder / "submitted" / f"student-{i:04}" / name
        where.mkdir(parents=True)
        nbformat.write(notebook, where / f"{name}.ipynb")


def timed(command: list[str], cwd: Path, **environment: str) -> dict[str, float]:
    """Run a command; its wall seconds, and processor seconds with its children's."""
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


#: A program that runs another and writes that one's peak memory to a file, in KiB.
MEASURED = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
open("memory", "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(status)
"""


def ours(folder: Path, name: str, workers: int = 2, *more: str) -> dict:
    """Measure `course grade` with no results kept, the fork server's start included."""
    client.stop()
    time.sleep(0.5)
    command = [sys.executable, "-m", "course", "grade", name, "--workers", str(workers), *more]
    measured = [sys.executable, "-c", MEASURED, *command]
    result = timed(measured, folder)
    result["grader memory"] = 1024 * int((folder / "memory").read_text())
    kept = [
        json.loads(path.read_text())["metadata"]["course"]
        for path in (folder / ".course" / "results").glob("*.ipynb")
    ]
    # The judges are children of the fork server, and report themselves what they used.
    result["cpu"] += sum(k.get("cpu", 0) for k in kept) + sum(servers.process().cpu_times()[:2])
    result["memory"] = max((k.get("memory", 0) for k in kept), default=0)
    result["again"] = timed(command, folder)["wall"]
    return result


def nbgraders(step: str, folder: Path, name: str) -> dict:
    """Measure one of nbgrader's own commands."""
    scripts = str(Path(sys.executable).parent)
    path = scripts + os.pathsep + os.environ["PATH"]
    nbgrader = shutil.which("nbgrader", path=scripts)
    return timed([nbgrader, step, name], folder, PATH=path)


def otters(folder: Path, name: str, submissions: list[NotebookNode], otter: str) -> dict:
    """Measure `otter run`, one submission after the other, on the same cells and tests."""
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
    """The same submissions graded by each grader."""
    name, count, others = arguments.notebook, arguments.submissions, arguments.others
    submissions = notebooks_of_a_class(name, count)
    found: dict = {"notebook": name, "workers": 2}

    def record(key: str, number: int, result: dict) -> None:
        found[key] = {"submissions": number, **{k: round(v, 2) for k, v in result.items()}}
        print(key, found[key], flush=True)

    mine = course_folder(folder / "ours", name, None)
    submit(mine, name, submissions)
    nbgraders("generate_assignment", mine, name)  # released before, as on the other side
    record("course grade", count, ours(mine, name))
    theirs = course_folder(folder / "nbgrader", name, "c = get_config()\n")
    submit(theirs, name, submissions[:others])
    nbgraders("generate_assignment", theirs, name)
    record("nbgrader autograde", others, nbgraders("autograde", theirs, name))
    if arguments.otter:
        record(
            "otter run",
            others,
            otters(folder / "otter", name, submissions[:others], arguments.otter),
        )
    return found


def overhead(arguments: argparse.Namespace, folder: Path) -> dict:
    """Processor seconds of each notebook's reference in one plain process, and in the engine.

    Both run in a fork of a process that has imported TensorFlow, with one thread; the least
    of a few rounds counts.
    """
    import contextlib
    import io

    import nbformat

    from course import notebooks
    from course.grading import engine
    from course.grading.merge import merge
    from course.judge import server
    from course.notebooks import SKIP, tags
    from course.release.templates import grading_template, reference

    os.environ |= {"TF_NUM_INTRAOP_THREADS": "1", "OMP_NUM_THREADS": "1"}
    server.import_everything()
    found = {}
    for path in sorted((ROOT / "source").glob("*/*.ipynb")):
        source = notebooks.read(path)
        notebook = merge(grading_template(source, "en"), reference(source, "en"))
        engine.execute(nbformat.from_dict(notebook))  # starts the server
        plain, ran = [], []
        for _ in range(ROUNDS):
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
            plain.append(float(os.read(reader, 100)))
            os.close(reader)
            executed = engine.execute(nbformat.from_dict(notebook))
            ran.append(executed.metadata["course"])
        found[path.stem] = {
            "plain": round(min(plain), 2),
            "engine": min(r["cpu"] for r in ran),
            "wall": min(r["seconds"] for r in ran),
        }
        print(path.stem, found[path.stem], flush=True)
    return found


def small_class(folder: Path, count: int) -> tuple[Path, str]:
    """A class of small, right submissions."""
    from course.release.templates import reference

    course = mini.make(folder)
    for i in range(count):
        notebook = reference(mini.source(), "en")
        notebook.cells[-3].source += f"\n# submission {i}"
        mini.submit(course, f"student-{i:04}", notebook)
    return course.root, mini.NAME


def growth(arguments: argparse.Namespace, folder: Path) -> dict:
    """From 10 to 1,000 small submissions: seconds, and what is left behind."""
    found = {}
    for count in (10, 30, 100, 300, 1000):
        where, name = small_class(folder / f"growth-{count}", count)
        folders = scratch_folders()
        result = ours(where, name)
        result["folders left"] = scratch_folders() - folders
        result |= of_server()
        found[str(count)] = {k: round(v, 2) for k, v in result.items()}
        print(count, found[str(count)], flush=True)
    return found


def scratch_folders() -> int:
    """How many temporary folders of the course there are."""
    names = ("course-scratch-*", "course-run-*", "course-release-*")
    return sum(len(list(Path(tempfile.gettempdir()).glob(n))) for n in names)


def of_server() -> dict:
    """The fork server's own memory, its open files, and how many processes of it still run."""
    server = servers.process()
    time.sleep(1)  # until the fork that answered our connection has ended
    return {
        "server memory": server.memory_full_info().uss,
        "server files": server.num_fds(),
        "processes left": len(server.children(recursive=True)),
    }


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", choices=RUNS, default=list(RUNS))
    parser.add_argument("--notebook", default="06-attention")
    parser.add_argument("--submissions", type=int, default=30)
    parser.add_argument("--others", type=int, default=30)
    parser.add_argument("--otter", help="otter-grader's command, where it is installed")
    arguments = parser.parse_args()
    data = load("grading")
    for run in arguments.only:
        with (
            servers.own_server(),
            tempfile.TemporaryDirectory(prefix="course-benchmark-") as folder,
        ):
            found = globals()[run](arguments, Path(folder))
        data[run] = {**found, "about": common.machine()}
        (common.RESULTS / "grading.json").write_text(json.dumps(data, indent=2) + "\n")
        speed.write()


if __name__ == "__main__":
    main()
