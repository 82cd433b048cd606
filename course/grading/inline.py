"""Grading one answer to one exercise in this process, without a kernel.

For answers that can be trusted: the reference, the catalogues' entries. It runs
the notebook's set-up and solution cells in a fresh namespace, with one solution
replaced, and then that exercise's graded tests: milliseconds, where a kernel
needs ten seconds to import TensorFlow.
"""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass

from nbformat import NotebookNode

from course.notebooks import (
    SKIP,
    cell_language,
    exercises,
    grade_id,
    is_solution,
    is_test,
    is_visible_test,
    tags,
)


@dataclass(frozen=True)
class Verdict:
    """What the tests said: whether the answer passed, and if not, why."""

    passed: bool
    message: str = ""


def grade_answer(
    notebook: NotebookNode, exercise: str, code: str | None = None, language: str = "en"
) -> Verdict:
    """Grade `code` (the reference if None) as the answer to `exercise`.

    Raises
    ------
    KeyError
        If the notebook has no such exercise.
    """
    chosen = {e.name: e for e in exercises(notebook)}[exercise]
    namespace: dict = {"__name__": "__main__"}

    def run(index: int, source: str) -> None:
        exec(compile(source, f"<{notebook.cells[index].id}>", "exec"), namespace)

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            for index, cell in enumerate(notebook.cells):
                if cell.cell_type != "code" or SKIP in tags(cell):
                    continue
                if cell_language(cell) not in (None, language):
                    continue
                if is_test(cell) and index not in chosen.tests:
                    continue
                if is_visible_test(cell) and grade_id(cell) != f"{exercise}-visible":
                    continue
                source = cell.source
                if is_solution(cell) and index == chosen.solution and code is not None:
                    source = code
                run(index, source)
        except Exception as error:
            return Verdict(False, f"{type(error).__name__}: {error}")
    return Verdict(True)
