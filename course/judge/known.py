"""The known mistakes of a notebook, with what is needed to replay its tests on them."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course import catalogue
from course.notebooks import without_outputs


class KnownMistakes:
    """The known mistakes of a notebook, with the code that is needed to run them.

    Parameters
    ----------
    source : str
        The source notebook's code, as JSON: set-up, reference solutions and tests.
    entries : dict
        Exercise → its entries, each ``name``, ``code``, ``en`` and ``es``.
    """

    def __init__(self, source: str, entries: dict[str, list[dict[str, str]]]):
        self.source, self.entries = source, entries

    @classmethod
    def load(cls, folder: Path, name: str, source: NotebookNode) -> KnownMistakes:
        """The catalogue in ``folder/name/`` for the notebook `source`."""
        entries: dict[str, list[dict[str, str]]] = {}
        for entry in catalogue.load(folder, name):
            entries.setdefault(entry.exercise, []).append(
                {"name": entry.name, "code": entry.code, **entry.notes}
            )
        code = without_outputs(source)
        code.cells = [cell for cell in code.cells if cell.cell_type == "code"]
        return cls(json.dumps(code), entries)

    def as_dict(self) -> dict:
        """As data; ``KnownMistakes(**data)`` restores it."""
        return {"source": self.source, "entries": self.entries}

    @cached_property
    def digest(self) -> str:
        """A hash of all of it."""
        return hashlib.sha256(json.dumps(self.as_dict(), sort_keys=True).encode()).hexdigest()

    @cached_property
    def notebook(self) -> NotebookNode:
        """The source notebook's code."""
        return nbformat.from_dict(json.loads(self.source))
