"""The command ``course``."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from course import __version__
from course.command.console import complain, err, out, progress
from course.command.tables import show_check, show_marks
from course.errors import CourseError
from course.judge.isolation import LEVELS, NAMESPACES
from course.machine import cores
from course.progress import ProgressCallback
from course.settings import LANGUAGES, tr

if TYPE_CHECKING:
    from course.grading.grade import Mark
    from course.grading.marks import Checked

#: The limit of a check, which judges a notebook up to six times.
CHECK_SECONDS = 3600

app = typer.Typer(
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="From recurrence to Transformers: build, study, check and grade the course.",
    pretty_exceptions_enable=False,
)

Language = Annotated[str, typer.Option("--lang", help="Language of the edition: en or es.")]


@app.callback(invoke_without_command=True)
def _main(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        print(__version__)
        raise typer.Exit


@app.command()
def build(
    assignments: Annotated[
        list[str] | None, typer.Argument(help="Assignments to build; default: all.")
    ] = None,
) -> None:
    """Build both editions of the release from source/.

    The reference solution is graded first and must get every point; the untouched
    release must get none. A release that would leak a solution, a hidden test or
    the other language is refused.
    """
    from course import project
    from course.grading.reference import grade_reference
    from course.release import editions

    course = project.require()
    names = assignments or course.assignments()
    for name in names:
        course.notebook(name)  # an unknown name is refused before any work is done
    with progress("", editions.STEPS * len(names)) as shown:
        for name in names:
            result = editions.build(course, name, grade=grade_reference, report=shown.step)
            graded = ""
            if result is not None:
                graded = f" ({len(result.exercises)} exercises, {result.max_points:g} points)"
            out.print(Text.assemble((name, "bold"), f": release/en, release/es{graded}"))


@app.command()
def canonical(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; list what would change.")
    ] = False,
) -> None:
    """Rewrite the notebooks in source/ in canonical form."""
    from course import files, notebooks, project

    changed = []
    course = project.require()
    for name in course.assignments():
        path = course.notebook(name)
        text = notebooks.canonical_text(notebooks.read(path))
        if path.read_text(encoding="utf-8") != text:
            changed.append(path)
            if not check:
                files.write_text(text, path)
    for path in changed:
        out.print(f"{'not canonical' if check else 'rewritten'}: {path.relative_to(course.root)}")
    if check and changed:
        raise typer.Exit(1)


@app.command()
def lab(
    lang: Language = "en",
    folder: Annotated[
        Path, typer.Option(help="Where your copies go; nothing there is overwritten.")
    ] = Path("work"),
    open_: Annotated[
        bool, typer.Option("--open/--no-open", help="Open JupyterLab afterwards.")
    ] = True,
) -> None:
    """Copy the release into a work folder and open JupyterLab there."""
    from course import project
    from course.command.lab import copy_release

    _check_language(lang)
    copied, kept = copy_release(project.require(), lang, folder)
    target = folder / lang
    if copied:
        out.print(tr(f"Copied to {target}: ", f"Copiado a {target}: ", lang) + ", ".join(copied))
    if kept:
        out.print(tr("Yours, left as they are: ", "Tuyos, sin tocar: ", lang) + ", ".join(kept))
    if open_:
        command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={target}"]
        os.execv(sys.executable, command)  # noqa: S606  (JupyterLab takes this process's place)


@app.command()
def check(
    notebook: Annotated[list[Path], typer.Argument(help="Notebooks to check.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the results as JSON and nothing else.")
    ] = False,
) -> None:
    """Grade your notebook on your own machine; the file is only read.

    Exit status: 0 if every exercise got all its points, 1 if not, 2 if a file could
    not be checked.
    """
    checked, failed = [], False
    for path in notebook:
        try:
            with progress(path.name, 1) as shown:
                checked.append(_check_one(path, shown.at))
        except CourseError as error:
            complain(str(error))
            failed = True
    if as_json:
        # ASCII: the same bytes whatever encoding the terminal or the pipe has.
        print(json.dumps([c.result.as_dict() for c in checked], indent=2))
    else:
        for c in checked:
            show_check(c)
    if failed:
        raise typer.Exit(2)
    if any(c.result.points < c.result.max_points for c in checked):
        raise typer.Exit(1)


def _check_one(path: Path, progress: ProgressCallback) -> Checked:
    """Check through the fork server if possible, which has imported what judging needs."""
    from course.grading.marks import Checked
    from course.judge import client

    try:
        server = client.shared()
        found = client.call(
            lambda: client.connect(server),
            "course.grading.check:check_in_child",
            str(path.absolute()),
            seconds=CHECK_SECONDS,
            progress=progress,
        )
    except client.ServerUnavailable:
        from course.grading.check import check

        return check(path, progress)
    if "refused" in found:
        raise CourseError(found["refused"].replace(str(path.absolute()), str(path)))
    return Checked.from_dict(found["checked"])


@app.command()
def grade(
    assignment: Annotated[str, typer.Argument(help="The assignment to grade.")],
    student: Annotated[
        list[str] | None, typer.Option("--student", help="Grade only this student.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="How many submissions run at a time; default: one per core."),
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(help="Run the submissions on the Dask cluster at this address.")
    ] = None,
    allow_landlock: Annotated[
        bool, typer.Option("--allow-landlock", help="Accept the isolation level landlock, too.")
    ] = False,
    allow_open: Annotated[
        bool, typer.Option("--allow-open", help="Accept landlock and open, too.")
    ] = False,
    allow_unsandboxed: Annotated[
        bool,
        typer.Option(
            "--allow-unsandboxed",
            help="Accept every isolation level, even none: submissions may run with your rights.",
        ),
    ] = False,
) -> None:
    """Grade the submissions in submitted/ into nbgrader's gradebook.

    After an interruption it resumes where it stopped; unchanged submissions are not run again.
    Where submissions can't be isolated fully, none is run unless one of the --allow options
    accepts the level that there is (docs/grading.md).

    Exit status: 0 if every submission is graded, 1 if some are left ungraded, the gradebook
    can't be used or submissions can't be isolated, 2 for a wrong command, 130 after Ctrl-C.
    """
    from course import project
    from course.judge import client

    course = project.require()
    if not cluster and course.ungraded(assignment):
        client.start_in_background()  # while this process imports nbgrader and prepares
    from course.grading.grade import grade as grade_class
    from course.grading.students import students

    allowed = zip((allow_unsandboxed, allow_open, allow_landlock), reversed(LEVELS), strict=False)
    least = next((level for allow, level in allowed if allow), None)
    total = len(student or students(course, assignment))
    failures = 0
    with progress(assignment, total) as shown:

        def done(mark: Mark) -> None:
            nonlocal failures
            failures += mark.result is None or bool(mark.result.note)
            shown.done(f"{assignment} · {failures} not graded completely" if failures else "")

        marks = grade_class(
            course, assignment, student, workers=workers, cluster=cluster, least=least,
            progress=done, notice=shown.say,
        )  # fmt: skip
    show_marks(assignment, marks)
    weaker = sorted({m.isolation for m in marks if m.result} - {NAMESPACES})
    if weaker:
        err.print(
            Text.assemble(
                (f"ISOLATION LEVEL: {', '.join(weaker).upper()}.", "bold red"),
                " docs/grading.md says what it leaves open. Do not rely on the marks of students "
                "whom you do not trust.",
            )
        )
    out.print(f"Feedback: nbgrader generate_feedback {assignment}")
    out.print(f"Report: course report {assignment}")
    left = sum(mark.result is None for mark in marks)
    if left:
        complain(
            f"{left} of {len(marks)} submissions are left ungraded: see the table for the "
            "reasons, and run this again once they are resolved"
        )
        raise typer.Exit(1)


@app.command()
def report(
    assignment: Annotated[str, typer.Argument(help="The assignment to report on.")],
    lang: Annotated[str, typer.Option("--lang", help="Language of the page: en or es.")] = "en",
    out_: Annotated[
        Path, typer.Option("--out", help="Where the folder of the assignment goes.")
    ] = Path("report"),
    below: Annotated[
        float,
        typer.Option(min=0, max=1, help="List students with less than this share of the points."),
    ] = 0.5,
) -> None:
    """Report on a graded assignment: an HTML page, tables, and marks for Moodle and Canvas.

    It shows marks, exercises, the commonest mistakes, students who may need help, and
    submissions that could not be graded. Run it again when marks have changed.
    """
    from course import project
    from course import report as reports

    _check_language(lang)
    for path in reports.write(project.require(), assignment, lang, out_, below=below):
        out.print(f"{path}")


@app.command()
def audit(
    assignments: Annotated[
        list[str] | None, typer.Argument(help="Assignments to audit; default: all.")
    ] = None,
    exercise: Annotated[str | None, typer.Option(help="Only this exercise.")] = None,
    steadiness: Annotated[
        int, typer.Option(min=1, help="How many times each right answer is graded.")
    ] = 5,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="How many answers are graded at a time; default: one per core."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Grade a sample of the mutants, and right answers once.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Ignore the verdicts of earlier runs.")
    ] = False,
    save: Annotated[
        bool, typer.Option("--save", help="Save the figures and write docs/test-quality.md.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Measure the tests: known mistakes, unusual right answers, mutants, strangers' answers.

    Exit status: 0 if nothing wrong is accepted, nothing right rejected and every mutant that
    survives, of an operator or of behaviour, is explained in equivalents/; 1 if not. After an
    interruption it resumes where it stopped.
    """
    from course import project
    from course.audit import report
    from course.audit.run import audit as measure

    course = project.require()
    if save and (exercise or quick):
        raise CourseError("--save is for whole notebooks: use it without --exercise and --quick")
    workers = workers or cores()
    names = assignments or course.assignments()
    started = time.monotonic()
    with progress("grading", None) as shown:
        results = measure(
            course, names, exercise, steadiness, workers, quick, fresh, progress=shown.at
        )
    if save:
        minutes = round((time.monotonic() - started) / 60, 1)
        clock = {"minutes": minutes, "workers": workers, "steadiness": steadiness}
        report.save(course.root, results, clock if fresh and not assignments else None)
    if as_json:
        print(json.dumps([r.as_dict() for r in results], indent=2))
    else:
        out.print(report.table(results))
        for line in report.details(results):
            out.print(f"\n{line}")
    if not all(r.sound for r in results):
        raise typer.Exit(1)


@app.command()
def site(
    out_: Annotated[Path, typer.Option("--out", help="Where the site goes.")] = Path("dist/site"),
) -> None:
    """Build the course as web pages, executed, without solutions."""
    from course import project
    from course import site as pages

    course = project.require()
    with progress("", pages.steps(course)) as shown:
        warnings = pages.build(course, out_, shown.step)
    for warning in warnings:
        err.print(warning)
    out.print(f"{out_ / 'index.html'}")


@app.command()
def demo(
    folder: Annotated[Path, typer.Option(help="Where the sample class goes.")] = Path("demo"),
) -> None:
    """Run the whole cycle, offline, on a sample class: release, grade, marks, feedback."""
    from course import project
    from course.command.demo import run_demo

    run_demo(project.require(), folder)


@app.command()
def doctor() -> None:
    """Check this machine: Python, packages, devices, kernels, isolation, data, disk."""
    from course.command.doctor import CHECKS, examine

    with progress("", len(CHECKS)) as shown:
        lines = examine(shown.step)
    table = Table(box=None, pad_edge=False, show_header=False)
    for column in ("state", "what", "found"):
        table.add_column(column, no_wrap=column != "found", overflow="fold")
    colours = {"ok": "green", "note": "yellow", "bad": "red"}
    for line in lines:
        found = line.found + (f"\n→ {line.advice}" if line.advice else "")
        table.add_row(Text(line.state, colours[line.state]), line.what, found)
    out.print(table)
    if any(line.state == "bad" for line in lines):
        raise typer.Exit(1)


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise CourseError(f"--lang must be one of {', '.join(LANGUAGES)}; got {language!r}")


def main() -> None:
    """Run the command; an expected failure is one sentence and no traceback."""
    # jsonschema, which nbformat uses, would import this package if it is installed: it takes
    # two seconds to build a grammar of internet addresses that no notebook needs.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    try:
        app()
    except CourseError as error:
        complain(str(error), "interrupted. " if error.status == 130 else "")
        sys.exit(error.status)
    except OSError as error:
        complain(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        complain("interrupted.")
        sys.exit(130)


if __name__ == "__main__":
    main()
