"""Strangers' answers: written without sight of the tests.

``strangers/NN-name/EXERCISE.py`` holds one answer per ``# %%`` block::

    # %% wrong: ids-mod-256
    # Ids start again after 255.
    # shows:
    #   assert answer([[300]], 1)[0][0] == 300
    def pad(sequences, maxlen):
        ...

    # %% right: recursion
    # Splits the batch in two.
    def pad(sequences, maxlen):
        ...

The code below ``# shows:`` proves that a wrong answer is wrong: with ``answer`` bound to it and
``reference`` to the reference solution, it raises an AssertionError, or the answer raises an
error of its own. With ``answer`` bound to the reference it passes.
"""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from course.errors import CourseError
from course.judge.inline import cells
from course.notebooks import exercises, grade_id, is_test

#: The folder of the strangers' answers, relative to the project's root.
FOLDER = Path("strangers")

_BLOCK = re.compile(r"^# %% (?P<kind>wrong|right): *(?P<name>[a-z0-9-]+)[ \t]*$", re.MULTILINE)


class StrangerError(CourseError, ValueError):
    """A file of strangers' answers is malformed; the message says where."""


@dataclass(frozen=True)
class Stranger:
    """One stranger's answer.

    Attributes
    ----------
    notebook, exercise, name : str
    wrong : bool
        Whether it is meant to be wrong.
    why : str
        What is wrong with it, or unusual.
    shows : str
        For a wrong answer, the code that proves it.
    code : str
        What the solution cell holds.
    """

    notebook: str
    exercise: str
    name: str
    wrong: bool
    why: str
    shows: str
    code: str

    def __str__(self) -> str:
        return f"{self.notebook}/{self.exercise}/{self.name}"


def load(
    folder: str | Path, notebook: str | None = None, exercise: str | None = None
) -> list[Stranger]:
    """The answers below `folder`, of one notebook and one exercise if named.

    Raises
    ------
    StrangerError
        For two answers with one name, an answer without code, a wrong one without proof, or a
        proof that is not valid Python.
    """
    found: list[Stranger] = []
    for path in sorted(Path(folder).glob(f"{notebook or '*'}/{exercise or '*'}.py")):
        found += parse(path.read_text(encoding="utf-8"), path.parent.name, path.stem)
    return found


def parse(text: str, notebook: str, exercise: str) -> list[Stranger]:
    """The answers in the text of one file; see `load`."""
    marks = list(_BLOCK.finditer(text))
    found: list[Stranger] = []
    lost = re.findall(r"^# %%.*$", text, re.MULTILINE)
    if len(lost) != len(marks):
        raise StrangerError(
            f"{notebook}/{exercise}: expected '# %% wrong: name' or '# %% right: name' "
            f"{len(lost)} times, got {len(marks)}"
        )
    for mark, end in zip(marks, [*(m.start() for m in marks[1:]), len(text)], strict=True):
        where = f"{notebook}/{exercise}/{mark['name']}"
        lines = text[mark.end() : end].strip("\n").split("\n")
        notes: list[str] = []
        while lines and lines[0].startswith("#"):
            notes.append(lines.pop(0)[1:])
        why, _, shows = "\n".join(notes).partition(" shows:\n")
        shows = textwrap.dedent(shows)
        code = "\n".join(lines).strip("\n") + "\n"
        wrong = mark["kind"] == "wrong"
        if any(s.name == mark["name"] for s in found):
            raise StrangerError(f"{where}: two answers have this name")
        if not code.strip():
            raise StrangerError(f"{where}: there is no code")
        if wrong != bool(shows.strip()):
            raise StrangerError(f"{where}: a wrong answer, and only that, has a proof ('# shows:')")
        try:
            ast.parse(shows)
        except SyntaxError as error:
            raise StrangerError(f"{where}: the proof is not valid Python: {error}") from error
        found.append(
            Stranger(notebook, exercise, mark["name"], wrong, " ".join(why.split()), shows, code)
        )
    return found


def written(readme: str) -> str:
    """The day on which the answers were written, as their README.md says; empty if it does not."""
    found = re.search(r"[Ww]ritten on (\d{4}-\d\d-\d\d)", readme)
    return found[1] if found else ""


def surroundings(notebook: NotebookNode, exercise: str) -> dict[str, Any]:
    """The names that an answer finds: those of the set-up and of the earlier exercises."""
    chosen = {e.name: e for e in exercises(notebook)}[exercise]
    names: dict[str, Any] = {"__name__": "__main__"}
    for index in cells(notebook, exercise):
        cell = notebook.cells[index]
        if index <= chosen.solution and not is_test(cell):
            exec(compile(cell.source, f"<{grade_id(cell) or cell.id}>", "exec"), names)  # noqa: S102
    names["reference"] = names[exercise]
    return names


def proof(stranger: Stranger, names: dict[str, Any]) -> str:
    """Why the proof of a wrong answer does not hold; empty if it does.

    Parameters
    ----------
    names : dict
        As `surroundings` gives them; they stay as they are.
    """
    complaints = []
    for code in (stranger.code, None):
        own = dict(names)
        if code is not None:
            exec(compile(code, f"<{stranger}>", "exec"), own)  # noqa: S102
        own["answer"] = own[stranger.exercise]
        try:
            exec(compile(stranger.shows, f"<{stranger}, shows>", "exec"), own)  # noqa: S102
            if code is not None:
                complaints.append("the answer passes")
        except Exception as error:
            if code is None:
                complaints.append(f"the reference fails: {type(error).__name__}: {error}")
    return ", ".join(complaints)
