"""The command ``course``."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from course import __version__
from course.command.console import err, out, progress
from course.command.tables import show_check, show_marks
from course.errors import CourseError
from course.progress import ProgressCallback
from course.settings import LANGUAGES, tr

if TYPE_CHECKING:
    from course.grading.marks import Checked

#: How long a check may take, which judges a notebook up to six times.
CHECK_SECONDS = 3600

app = typer.Typer(
    add_completion=False,
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
        course.notebook(name)  # an unknown one is told before any work is done
    with progress("", editions.STEPS * len(names)) as shown:
        for name in names:
            result = editions.build(course, name, grade=grade_reference, report=shown.step)
            out.print(
                f"[bold]{name}[/bold]: release/en, release/es "
                f"({len(result.exercises)} exercises, {result.max_points:g} points)"
            )


@app.command()
def canonical(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; only tell.")] = False,
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
        os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", f"--notebook-dir={target}"])


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
            _say_error(str(error))
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
    """Through the fork server if possible: this process need not import what judging needs."""
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
        int | None, typer.Option(min=1, help="Submissions run at a time; default: one per core.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(help="Run them on the Dask cluster at this address.")
    ] = None,
) -> None:
    """Grade what is in submitted/ into nbgrader's gradebook.

    Interrupted, it goes on where it stopped; what did not change is not run again.
    """
    from course import project
    from course.judge import client

    course = project.require()
    if not cluster and course.ungraded(assignment):
        client.start_in_background()  # it takes as long as what is imported and prepared here
    from course.grading.grade import grade as grade_class
    from course.grading.submissions import students

    total = len(student or students(course, assignment))
    failures = 0
    with progress(assignment, total) as shown:

        def done(mark) -> None:
            nonlocal failures
            failures += bool(mark.result.note)
            shown.done(f"{assignment} · {failures} not judged to the end" if failures else "")

        marks = grade_class(
            course, assignment, student, workers=workers, cluster=cluster, progress=done
        )
    show_marks(assignment, marks)
    open_ = sorted({m.isolation for m in marks} - {"namespaces"})
    if open_:
        err.print(
            f"[yellow]Some submissions ran less closed in than they should ({', '.join(open_)}): "
            "see docs/grading.md, and do not trust marks of students whom you do not.[/yellow]"
        )
    out.print(f"Feedback: nbgrader generate_feedback {assignment}")
    out.print(f"Report: course report {assignment}")


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

    Marks, exercises, the commonest mistakes, who may welcome help, what could not be
    graded. Run it again when marks have changed.
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
        int, typer.Option(min=1, help="How often each right answer is graded.")
    ] = 5,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Answers graded at a time; default: one per core.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="A sample of the mutants; right answers once.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Grade again what was graded before.")
    ] = False,
    save: Annotated[
        bool, typer.Option("--save", help="Keep the figures and write docs/test-quality.md.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Measure the tests: known mistakes, mutants of the solutions, unusual right answers.

    Exit status: 0 if nothing wrong is accepted, nothing right rejected and every mutant that
    survives is explained in equivalents/; 1 if not. Interrupted, it goes on where it stopped.
    """
    from course import project
    from course.audit import report
    from course.audit.run import audit as measure

    course = project.require()
    if save and (exercise or quick):
        raise CourseError("--save keeps whole notebooks: use it without --exercise and --quick")
    workers = workers or len(os.sched_getaffinity(0))
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
            out.print(f"\n{line}", markup=False, highlight=False)
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
        err.print(escape(warning), highlight=False)
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
    """Look at this machine: Python, packages, devices, kernels, data, disk."""
    from course.command.doctor import CHECKS, examine

    with progress("", len(CHECKS)) as shown:
        lines = examine(shown.step)
    table = Table(box=None, pad_edge=False, show_header=False)
    for column in ("state", "what", "found"):
        table.add_column(column, no_wrap=column != "found", overflow="fold")
    marks = {"ok": "[green]ok[/green]", "note": "[yellow]note[/yellow]", "bad": "[red]bad[/red]"}
    for line in lines:
        found = line.found + (f"\n→ {line.advice}" if line.advice else "")
        table.add_row(marks[line.state], line.what, escape(found))
    out.print(table)
    if any(line.state == "bad" for line in lines):
        raise typer.Exit(1)


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise CourseError(f"--lang must be one of {', '.join(LANGUAGES)}; got {language!r}")


def _say_error(text: str) -> None:
    err.print(f"[red]course:[/red] {escape(text)}", highlight=False)


def main() -> None:
    """Run the command; an expected failure is one sentence and no traceback."""
    # A checker of internet addresses, which nbformat's own checker imports if it is there and
    # which takes two seconds to build a grammar that no notebook needs.
    sys.modules.setdefault("rfc3987_syntax", None)
    try:
        app()
    except CourseError as error:
        before = "interrupted. " if error.status == 130 else ""
        _say_error(f"{before}{error}")
        sys.exit(error.status)
    except OSError as error:
        _say_error(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        _say_error("interrupted.")
        sys.exit(130)


if __name__ == "__main__":
    main()
