"""Grades one answer to one exercise in this process, without a kernel.

Only for trusted answers: the reference and the catalogues' entries. It runs the
notebook's set-up and solution cells in a new namespace, with one solution replaced, and
then the exercise's graded tests. That takes milliseconds; a kernel takes ten seconds to
import TensorFlow.
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
from course.testing import CheckFailed


@dataclass(frozen=True)
class Verdict:
    """Whether an answer passed the tests, and if not, why.

    Attributes
    ----------
    named : bool
        Whether the message names the cause, see `testing.CheckFailed.named`.
    """

    passed: bool
    message: str = ""
    named: bool = False


def cells(notebook: NotebookNode, exercise: str, language: str = "en") -> list[int]:
    """Indices of the cells that must run to test an exercise, in order.

    All code cells up to its last test, except experiments, other exercises' tests and
    cells of the other edition.

    Raises
    ------
    KeyError
        If the notebook has no such exercise.
    """
    chosen = {e.name: e for e in exercises(notebook)}[exercise]

    def counts(index: int) -> bool:
        cell = notebook.cells[index]
        return (
            cell.cell_type == "code"
            and SKIP not in tags(cell)
            and cell_language(cell) in (None, language)
            and (index in chosen.tests or not is_test(cell))
            and (not is_visible_test(cell) or grade_id(cell) == f"{exercise}-visible")
        )

    return [i for i in range(max(chosen.tests, default=-1) + 1) if counts(i)]


def grade_answer(
    notebook: NotebookNode, exercise: str, code: str | None = None, language: str = "en"
) -> Verdict:
    """Grade `code` (the reference if None) as the answer to `exercise`.

    Raises
    ------
    KeyError
        If the notebook has no such exercise.
    """
    namespace: dict = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            for index in cells(notebook, exercise, language):
                cell = notebook.cells[index]
                answer = is_solution(cell) and grade_id(cell) == exercise
                source = code if answer and code is not None else cell.source
                exec(compile(source, f"<{cell.id}>", "exec"), namespace)
        except Exception as error:
            named = isinstance(error, CheckFailed) and error.named
            return Verdict(False, f"{type(error).__name__}: {error}", named)
    return Verdict(True)
