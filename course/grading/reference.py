"""The author's own notebooks, graded: what a release must show before it is made."""

from __future__ import annotations

from collections.abc import Callable

from nbformat import NotebookNode

from course.grading.engine import Engine
from course.grading.marks import NotebookResult
from course.grading.results import summarise
from course.grading.run import run
from course.judge.isolation import UNSANDBOXED
from course.project import Project
from course.release.editions import BuildError
from course.release.templates import grading_template, reference
from course.settings import LANGUAGES


def grade_reference(
    project: Project,
    assignment: str,
    source: NotebookNode,
    report: Callable[[str], None] = lambda step: None,
) -> NotebookResult:
    """Grade the reference, which must get every point, and the untouched release, none.

    Results are kept by content, so that an unchanged notebook is not run again.

    Parameters
    ----------
    report : callable
        Called with a sentence before each of the two runs.

    Returns
    -------
    NotebookResult
        The reference's.

    Raises
    ------
    BuildError
        If the reference loses points, or the untouched release gets some, or crashes.
    """
    language = LANGUAGES[0]
    template = grading_template(source, language)
    report(f"{assignment}: grading the reference solution")
    execute = Engine(UNSANDBOXED)  # both are the author's own
    executed = run(template, reference(source, language), project.results, execute=execute)
    best = summarise(executed, assignment)
    lost = [
        f"{e.name}: {e.points:g} of {e.max_points:g} points. {e.message}"
        for e in best.exercises
        if e.points < e.max_points
    ]
    if lost:
        raise BuildError(f"{assignment}: the reference solution loses points\n" + "\n".join(lost))
    report(f"{assignment}: grading the untouched release")
    executed = run(template, template, project.results, execute=execute)
    untouched = summarise(executed, assignment)
    won = [f"{e.name}: {e.points:g} points" for e in untouched.exercises if e.points]
    if won:
        raise BuildError(f"{assignment}: the untouched release gets points\n" + "\n".join(won))
    crashed = [e for e in untouched.exercises if "kernel" in e.message.lower()]
    if crashed:
        raise BuildError(f"{assignment}: the untouched release crashes: {crashed[0].message}")
    return best
