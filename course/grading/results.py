"""From an executed notebook to points, and one sentence for each exercise."""

from __future__ import annotations

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, determine_grade

from course.grading.marks import ExerciseResult, NotebookResult
from course.judge.outputs import HALTS, hint_text, is_hint
from course.notebooks import Exercise, exercises, is_test, language_of
from course.settings import tr
from course.text import sentence


def summarise(notebook: NotebookNode, name: str) -> NotebookResult:
    """The result of an executed notebook, in the notebook's own language."""
    language = language_of(notebook)
    errors = [
        output
        for cell in notebook.cells
        if is_test(cell)
        for output in cell.outputs
        if output.output_type == "error"
    ]
    return NotebookResult(
        name,
        tuple(_exercise(notebook, e, language) for e in exercises(notebook)),
        next((sentence(e.evalue) for e in errors if e.ename in HALTS), ""),
    )


def _exercise(notebook: NotebookNode, exercise: Exercise, language: str) -> ExerciseResult:
    points, message, hint = 0.0, "", ""
    for index in exercise.tests:
        cell = notebook.cells[index]
        points += determine_grade(cell)[0] or 0.0
        for output in cell.outputs:
            if output.output_type == "error" and not message:
                message = _explain(notebook.cells[exercise.solution], output, exercise, language)
            elif is_hint(output):
                hint = hint_text(output)
    return ExerciseResult(exercise.name, points, exercise.points, message, hint)


def _explain(solution: NotebookNode, error: NotebookNode, exercise: Exercise, language: str) -> str:
    """One sentence on why a test failed."""
    own = [o for o in solution.outputs if o.output_type == "error"]
    said = sentence(error.evalue)
    if error.ename in (*HALTS, "NotRun"):
        return said
    if solution.metadata.nbgrader.get("checksum") == compute_checksum(solution):
        return tr("Not attempted yet.", "Aún sin intentar.", language)
    if any(o.ename == "CellTimeoutError" for o in own):
        return tr(
            "Its cell was still running when its time was over. An endless loop?",
            "Su celda seguía corriendo cuando se acabó su tiempo. ¿Un bucle sin fin?",
            language,
        )
    if own:
        stopped = f"{own[0].ename}: {sentence(own[0].evalue)}"
        return tr(f"Its cell stopped with {stopped}", f"Su celda se detuvo con {stopped}", language)
    if error.ename == "NotImplementedError":
        return tr(
            "It calls something that is not written yet (NotImplementedError).",
            "Llama a algo que aún no está escrito (NotImplementedError).",
            language,
        )
    if error.ename in ("CellTimeoutError", "KeyboardInterrupt"):
        return tr(
            "A call was still running when its time was over. An endless loop?",
            "Una llamada seguía corriendo cuando se acabó su tiempo. ¿Un bucle sin fin?",
            language,
        )
    if error.ename in ("CheckFailed", "AssertionError"):
        return said or tr("A check failed.", "Una comprobación falló.", language)
    return tr(f"It raised {error.ename}: {said}", f"Lanzó {error.ename}: {said}", language)
