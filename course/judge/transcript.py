"""What a judge has said of a notebook, put together as the executed notebook.

The judge speaks after each cell. Whatever ends it, what it had judged by then stands.
"""

from __future__ import annotations

from typing import Any

import nbformat
from nbformat import NotebookNode

from course.judge.outputs import DIED, TIMED_OUT, error_output, too_large
from course.notebooks import grade_id, is_solution, is_test
from course.settings import tr
from course.text import clean

#: How a judge can end, as its supervisor says: somebody killed it (the system, when it is out
#: of memory); it went on for longer than it had announced; it crashed.
KILLED, LATE, CRASHED = "killed", "late", "crashed"


def is_students(cell: NotebookNode) -> bool:
    """Whether the code of a cell is the student's."""
    return is_solution(cell) or bool(cell.metadata.get("course", {}).get("added"))


class Transcript:
    """A notebook that is being judged, as far as the judge has told.

    Parameters
    ----------
    notebook : NotebookNode
        What the judge was given; it becomes the executed notebook.
    language : {"en", "es"}
        Of the messages.

    Attributes
    ----------
    notebook : NotebookNode
    about : dict
        Facts about the run.
    fault : str or None
        The fault of the machine because of which the notebook was not judged, if there was one.
    """

    def __init__(self, notebook: NotebookNode, language: str):
        self.notebook, self._language = notebook, language
        self.about: dict[str, Any] = {"hints": {}}
        self.fault: str | None = None
        self._current: int | None = None  # the cell that runs
        self._judged = self._student_code_ran = False

    def hear(self, kind: str, content: list) -> None:
        """Note something that the judge said; its methods in `judge.Judge` say what."""
        if kind == "begin":
            self._current = content[0]
            self._student_code_ran |= is_students(self.notebook.cells[self._current])
        elif kind == "cell":
            index, outputs, count, about = content
            cell = self.notebook.cells[index]
            cell.outputs = [nbformat.from_dict(o) for o in clean(outputs)]
            cell.execution_count = count
            if about is not None:
                cell.metadata["course"] = nbformat.from_dict(clean(about))
            self._current = None
        elif kind in ("about", "judged"):
            self.about |= content[0]
            self._judged |= kind == "judged"
        elif kind == "page":
            index, number, page = content
            output = self.notebook.cells[index].outputs[number]
            if page is None:
                output.data = NotebookNode(too_large(output.data))
            else:
                output.data["text/html"] = clean(page)
        elif kind == "hint":
            index, output, exercise, name = content
            self.notebook.cells[index].outputs.append(nbformat.from_dict(clean(output)))
            if name is not None:
                self.about["hints"][exercise] = name
        elif kind == "fault":
            self.fault = content[0]

    def broke_off(self, how: str, detail: str) -> None:
        """Note that the judge ended before its work did.

        If all cells were judged, nothing is lost but hints and displays. If the student's
        code had begun, the cell that ran and every later test get an error that says why.
        Otherwise it was a fault of the machine.

        Parameters
        ----------
        how : str
            `KILLED`, `LATE` or `CRASHED`.
        detail : str
            The seconds that it had announced, or how it crashed.
        """
        if self._judged or self.fault:
            return
        if how == KILLED:
            self.fault = "the system killed the judge"
        elif not self._student_code_ran:
            self.fault = f"the judge broke off before the student's code ran: {how}, {detail}"
        else:
            self._fill(how, detail)

    def _fill(self, how: str, detail: str) -> None:
        cells = self.notebook.cells
        at = self._current
        name = "?" if at is None else grade_id(cells[at]) or cells[at].id
        if how == LATE:
            kind = TIMED_OUT
            message = tr(
                f"The kernel was stopped: the cell {name} was still going after {detail} s.",
                f"El kernel se detuvo: la celda {name} seguía tras {detail} s.",
                self._language,
            )
        else:
            kind = DIED
            message = tr(
                f"The kernel died in the cell {name} ({detail}).",
                f"El kernel murió en la celda {name} ({detail}).",
                self._language,
            )
        for index, cell in enumerate(cells):
            if cell.cell_type != "code":
                continue
            # A test that has run has a number.
            if index == at or (is_test(cell) and cell.execution_count is None and not cell.outputs):
                cell.outputs = [error_output(kind, message)]
