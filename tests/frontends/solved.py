"""The notebook that a perfect student has before the front end saves it."""

from __future__ import annotations

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests

from course import notebooks
from course.notebooks import grade_id, is_solution
from course.release.templates import grading_template, reference


def solved(source: NotebookNode, language: str) -> NotebookNode:
    """The released edition of a source notebook, with the reference solutions filled in."""
    template = grading_template(source, language)
    released, _ = ClearHiddenTests().preprocess(template, {})
    notebook = notebooks.canonical(released)
    answers = {grade_id(c): c.source for c in reference(source, language).cells if is_solution(c)}
    for cell in notebook.cells:
        if is_solution(cell):
            cell.source = answers[grade_id(cell)]
    return notebook
