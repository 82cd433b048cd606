"""A submission's work, merged into the grading template.

Only two things of a submission count: what stands in its solution cells, and the
code cells that the student added. Its tests, metadata, tags, order, kernel name
and extra copies of a cell do not: they come from the template.
"""

from __future__ import annotations

import copy
import re

import nbformat
from nbformat import NotebookNode

from course.notebooks import SKIP, exercises, grade_id, is_solution, tags


def answers(submitted: NotebookNode, base: NotebookNode | None = None) -> dict[str, str]:
    """The source of each solution cell of a submission, by exercise.

    A cell that was split or duplicated has its name twice; its parts are joined
    in order, as they would run. With a `base`, only its exercises count; a cell that has
    the name of one exercise but defines another's function is the answer to the other; and
    if a cell lost its metadata, as some editors cause, the cell with the exercise's id, or
    that defines its function, is the answer.
    """
    wanted = {e.name for e in exercises(base)} if base is not None else set()
    found: dict[str, list[str]] = {}
    for cell in submitted.cells:
        name = grade_id(cell)
        if name and is_solution(cell):
            other = wanted & set(_defined(cell))
            if len(other) == 1 and name not in other:
                (name,) = other
            found.setdefault(name, []).append(cell.source)
    if base is not None:
        found = {name: parts for name, parts in found.items() if name in wanted}
        for cell in submitted.cells:
            name = _lost(cell, wanted - found.keys())
            if name:
                found[name] = [cell.source]
    return {name: "\n\n".join(parts) for name, parts in found.items()}


def _lost(cell: NotebookNode, names: set[str]) -> str | None:
    """The exercise that an untracked cell is the answer to, or None."""
    if cell.cell_type != "code" or grade_id(cell) is not None:
        return None
    if cell.get("id") in names:
        return cell.id
    return next((name for name in _defined(cell) if name in names), None)


def _defined(cell: NotebookNode) -> list[str]:
    """The functions and classes that a cell defines."""
    return re.findall(r"^(?:def|class) (\w+)", cell.source, re.MULTILINE)


def merge(template: NotebookNode, submitted: NotebookNode) -> NotebookNode:
    """The grading template with the work of `submitted`; both are left as they were."""
    result = copy.deepcopy(template)
    places = {grade_id(c): c for c in result.cells if is_solution(c)}
    for name, source in answers(submitted, template).items():
        places[name].source = source
    answered = {c.source for c in places.values()}

    known_ids = {c.id for c in template.cells}
    known_sources = {c.source.strip() for c in template.cells}
    position = {c.id: i for i, c in enumerate(result.cells)}
    by_grade_id = {grade_id(c): i for i, c in enumerate(result.cells) if grade_id(c)}
    added: dict[int, list[NotebookNode]] = {}
    anchor = -1  # the template's cell after which an added one belongs
    for cell in submitted.cells:
        here = by_grade_id.get(grade_id(cell), position.get(cell.get("id")))
        if here is not None:
            anchor = max(anchor, here)
        elif (
            cell.cell_type == "code"
            and grade_id(cell) is None
            and cell.source.strip()
            and cell.source.strip() not in known_sources
            and cell.source not in answered
            and cell.get("id") not in known_ids
            and SKIP not in tags(cell)
        ):
            fresh = nbformat.v4.new_code_cell(cell.source, metadata={"course": {"added": True}})
            fresh["id"] = f"added-{sum(map(len, added.values())) + 1}"
            added.setdefault(anchor, []).append(fresh)
    cells = list(added.get(-1, []))
    for index, cell in enumerate(result.cells):
        cells += [cell, *added.get(index, [])]
    result.cells = cells
    return result
