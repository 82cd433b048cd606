"""Source notebooks to released editions, and the checks that a release must pass."""

from __future__ import annotations

import ast
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from nbformat import NotebookNode

from course.gradebook import converters
from course import files, notebooks
from course.errors import CourseError
from course.notebooks import cell_language, exercises, grade_id, is_solution, is_test
from course.project import Project
from course.settings import LANGUAGES

_REGIONS = {"SOLUTION": is_solution, "HIDDEN TESTS": is_test}


T = TypeVar("T")
Report = Callable[[str], None]
Grade = Callable[[Project, str, NotebookNode, Report], T]

#: How often `build` reports a step, if `grade` reports two.
STEPS = 1 + 2 + len(LANGUAGES)


class BuildError(CourseError, ValueError):
    """A source notebook can't be released; the message names the notebook and the cell."""

    status = 1


def check_source(notebook: NotebookNode, name: str) -> None:
    """Check a source notebook's form.

    Raises
    ------
    BuildError
        For a duplicated ``grade_id``, a test without points or without an exercise,
        an exercise without a test, an unclosed or misplaced solution or hidden-test
        marker, a prose cell without its twin, code that is not Python, or a tracked
        cell that belongs to one language.
    """
    problems = list(_problems(notebook))
    if problems:
        raise BuildError("\n".join(f"{name}, {problem}" for problem in problems))


def _problems(notebook: NotebookNode) -> Iterator[str]:
    counts = Counter(filter(None, map(grade_id, notebook.cells)))
    for identifier, count in counts.items():
        if count > 1:
            yield f"cell {identifier}: {count} cells have this grade_id"
    tests = {index for e in exercises(notebook) for index in e.tests}
    for exercise in exercises(notebook):
        if not exercise.tests:
            yield f"cell {exercise.name}: the exercise has no graded test ({exercise.name}-test)"
    for index, cell in enumerate(notebook.cells):
        where = f"cell {grade_id(cell) or cell.get('id') or index + 1}"
        if is_test(cell):
            points = cell.metadata.nbgrader.get("points")
            if not isinstance(points, (int, float)) or points <= 0:
                yield f"{where}: the test has no points"
            if index not in tests:
                yield f"{where}: the test belongs to no exercise"
        if grade_id(cell) and cell_language(cell):
            yield f"{where}: nbgrader tracks it, so it can't belong to one language"
        for region, belongs in _REGIONS.items():
            yield from (f"{where}: {p}" for p in _region_problems(cell, region, belongs))
        if is_solution(cell) and "BEGIN SOLUTION" not in cell.source:
            yield f"{where}: a solution cell without ### BEGIN SOLUTION"
        if cell.cell_type == "code":
            try:
                ast.parse(re.sub(r"^\s*[%!].*$", "", cell.source, flags=re.MULTILINE))
            except SyntaxError as error:
                yield f"{where}: not Python: {error.msg} (line {error.lineno})"
    yield from _twin_problems(notebook)


def _region_problems(cell: NotebookNode, region: str, belongs: Callable) -> Iterator[str]:
    open_line = None
    for number, line in enumerate(cell.source.splitlines(), 1):
        if f"BEGIN {region}" in line:
            if open_line:
                yield f"BEGIN {region} in line {number} inside the one of line {open_line}"
            if not belongs(cell):
                yield f"BEGIN {region} in a cell that is not a {region.lower().rstrip('s')} cell"
            open_line = number
        elif f"END {region}" in line:
            if not open_line:
                yield f"END {region} in line {number} without its BEGIN"
            open_line = None
    if open_line:
        yield f"BEGIN {region} in line {open_line} is never closed"


def _twin_problems(notebook: NotebookNode) -> Iterator[str]:
    cells = notebook.cells
    index = 0
    while index < len(cells):
        cell, where = cells[index], f"cell {cells[index].get('id') or index + 1}"
        language = cell_language(cell)
        if language is None:
            if cell.cell_type == "markdown":
                yield f"{where}: prose without a language (tag it lang-en or lang-es)"
            index += 1
            continue
        twin = cells[index + 1] if index + 1 < len(cells) else None
        if (
            language != LANGUAGES[0]
            or twin is None
            or cell_language(twin) != LANGUAGES[1]
            or twin.cell_type != cell.cell_type
        ):
            yield f"{where}: a lang-{language} cell without its twin beside it"
            index += 1
        else:
            index += 2


def check_release(source: NotebookNode, released: NotebookNode, language: str, name: str) -> None:
    """Check that a released notebook holds nothing that students should not see.

    Raises
    ------
    BuildError
        If a line of a solution or of a hidden test, an output, or prose of the
        other language is in it.
    """

    def fail(cell: NotebookNode, what: str) -> None:
        raise BuildError(f"{name} ({language}), cell {cell.id}: {what}")

    secret = secret_lines(source)
    foreign = {c.source for c in source.cells if cell_language(c) not in (None, language)}
    for cell in released.cells:
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count):
            fail(cell, "an output is left")
        if re.search(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS)", cell.source):
            fail(cell, "a marker of a solution or of hidden tests is left")
        if cell.source in foreign:
            fail(cell, "it belongs to the other language")
        if grade_id(cell):
            for line in cell.source.splitlines():
                if line.strip() in secret:
                    fail(cell, f"a line of a solution or a hidden test is left: {line.strip()!r}")


def secret_lines(source: NotebookNode) -> set[str]:
    """Lines that stand only in solutions and hidden tests (short ones say nothing)."""
    hidden: set[str] = set()
    shown: set[str] = set()
    for cell in source.cells:
        inside = False
        for line in cell.source.splitlines():
            if re.search(r"BEGIN (SOLUTION|HIDDEN TESTS)", line):
                inside = True
            elif re.search(r"END (SOLUTION|HIDDEN TESTS)", line):
                inside = False
            else:
                (hidden if inside else shown).add(line.strip())
    return {line for line in hidden - shown if len(line) > 12}


def build(
    project: Project,
    assignment: str,
    *,
    grade: Grade[T] | None = None,
    report: Report = lambda step: None,
) -> T | None:
    """Release both editions of an assignment.

    Parameters
    ----------
    grade : callable, optional
        Grades the author's own notebook before anything is released, and raises a
        `BuildError` if it should not be; called with the project, the assignment, the
        source and `report`.
    report : callable
        Called with a sentence before every step.

    Returns
    -------
    object
        What `grade` returned.

    Raises
    ------
    BuildError, course.notebooks.NotebookError
        If the source is not fit to be released; the release is then left as it was.
    """
    path = project.notebook(assignment)
    source = notebooks.read(path)
    report(f"{assignment}: checking the source")
    check_source(source, str(path.relative_to(project.root)))
    if path.read_text(encoding="utf-8") != notebooks.canonical_text(source):
        raise BuildError(
            f"{path.relative_to(project.root)} is not in canonical form; run: course canonical"
        )
    result = grade(project, assignment, source, report) if grade else None

    with tempfile.TemporaryDirectory() as temporary:
        for language in LANGUAGES:
            report(f"{assignment}: releasing {language}")
            converters.generate_assignment(
                project, assignment, language, Path(temporary) / language
            )
            released_path = Path(temporary) / language / assignment / f"{assignment}.ipynb"
            released = notebooks.canonical(notebooks.read(released_path))
            check_release(source, released, language, assignment)
            notebooks.write(released, released_path)
        for language in LANGUAGES:
            _replace(
                Path(temporary) / language / assignment, project.release / language / assignment
            )
    return result


def _replace(new: Path, old: Path) -> None:
    """Put the files of a release in place, each atomically, and remove those that are gone."""
    for file in sorted(p for p in new.rglob("*") if p.is_file()):
        target = old / file.relative_to(new)
        data = file.read_bytes()
        if target.exists() and target.read_bytes() == data:
            continue
        files.write_bytes(data, target)
    for file in sorted(p for p in old.rglob("*") if p.is_file()):
        if not (new / file.relative_to(old)).exists() and ".ipynb_checkpoints" not in file.parts:
            file.unlink()
