"""The catalogues of answers: known mistakes and alternative solutions.

``misconceptions/NN-name/EXERCISE.py`` and ``alternatives/NN-name/EXERCISE.py``
hold one entry per ``# %%`` block: a name, comment lines with a hint in each
language (for a mistake) or one line that says what is unusual (for a right answer), then
the code that a student would have in the solution cell::

    # %% transposed-weights
    # en: The product is W_x x ...
    # es: El producto es W_x x ...
    def rnn_step(x, h, W_x, W_h, b):
        ...
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_BLOCK = re.compile(r"^# %% (?P<name>[a-z0-9-]+)[ \t]*$", re.MULTILINE)
_NOTE = re.compile(r"^# (?P<key>en|es|why): ?(?P<text>.*)$")


@dataclass(frozen=True)
class Entry:
    """One answer to an exercise.

    Attributes
    ----------
    notebook, exercise, name : str
    code : str
        What the solution cell holds.
    notes : dict
        ``en`` and ``es``, the hint, for a mistake; ``why`` for a right answer.
    """

    notebook: str
    exercise: str
    name: str
    code: str
    notes: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.notebook}/{self.exercise}/{self.name}"


def load(
    folder: str | Path, notebook: str | None = None, exercise: str | None = None
) -> list[Entry]:
    """The entries below `folder`, of one notebook and one exercise if named.

    Raises
    ------
    ValueError
        For two entries with one name, or an entry without code or without its notes.
    """
    entries: list[Entry] = []
    for path in sorted(Path(folder).glob(f"{notebook or '*'}/{exercise or '*'}.py")):
        entries += parse(path.read_text(encoding="utf-8"), path.parent.name, path.stem)
    return entries


def parse(text: str, notebook: str, exercise: str) -> list[Entry]:
    """The entries in the text of one catalogue file."""
    blocks = _BLOCK.split(text)[1:]
    entries: list[Entry] = []
    for name, body in zip(blocks[::2], blocks[1::2], strict=True):
        notes: dict[str, str] = {}
        key, lines = None, body.strip("\n").split("\n")
        while lines and lines[0].startswith("#"):
            line = lines.pop(0)
            found = _NOTE.match(line)
            if found:
                key = found["key"]
                notes[key] = found["text"].strip()
            elif key:
                notes[key] += " " + line.lstrip("# ").strip()
        where = f"{notebook}/{exercise}/{name}"
        if any(e.name == name for e in entries):
            raise ValueError(f"{where}: two entries have this name")
        if not (set(notes) == {"en", "es"} or set(notes) == {"why"}) or not all(notes.values()):
            raise ValueError(
                f"{where}: expected notes 'en' and 'es', or 'why'; got {sorted(notes)}"
            )
        code = "\n".join(lines).strip("\n") + "\n"
        if not code.strip():
            raise ValueError(f"{where}: there is no code")
        entries.append(Entry(notebook, exercise, name, code, notes))
    return entries
