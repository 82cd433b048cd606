"""What is made of a source notebook in order to grade: a template, and a reference."""

from __future__ import annotations

import copy

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearOutput, ClearSolutions, ComputeChecksums, LockCells

from course.gradebook.preprocessors import KeepLanguage
from course.notebooks import is_solution


def grading_template(source: NotebookNode, language: str) -> NotebookNode:
    """An edition with its stubs and its hidden tests: what a submission is merged into."""
    notebook = copy.deepcopy(source)
    resources = {"language": "python"}
    for step in (
        KeepLanguage(language=language),
        LockCells(),
        ClearSolutions(),
        ClearOutput(),
        ComputeChecksums(),
    ):
        notebook, resources = step.preprocess(notebook, resources)
    return notebook


def reference(source: NotebookNode, language: str) -> NotebookNode:
    """An edition with the reference solutions filled in, as a perfect student's notebook."""
    filled, _ = KeepLanguage(language=language).preprocess(copy.deepcopy(source), {})
    for cell in filled.cells:
        if is_solution(cell):
            cell.source = "\n".join(
                line
                for line in cell.source.splitlines()
                if "### BEGIN SOLUTION" not in line and "### END SOLUTION" not in line
            )
    return filled
