"""Prints the table of the front ends, or writes what they make of two notebooks into a folder."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from course import notebooks
from tests.frontends import FRONT_ENDS, sample, solved
from tools import ROOT, mini

#: One of the course's notebooks.
REAL = "01-recurrence"


def table() -> str:
    """Front end, what it changes, source: a table in Markdown."""
    rows = ["| name | front end | what it changes | known from |", "|---|---|---|---|"]
    for name, (function, _) in FRONT_ENDS.items():
        first, *middle, last = inspect.getdoc(function).split("\n\n")  # type: ignore[union-attr]
        texts = [first, " ".join(middle), last.removeprefix("Known from: ")]
        cells = [" ".join(text.split()).replace("|", "\\|") for text in texts]
        rows.append(f"| `{name}` | {' | '.join(cells)} |")
    return "\n".join(rows)


def write(folder: Path) -> None:
    """Write every sample: of the small course in both languages, and of one real notebook."""
    real = notebooks.read(ROOT / "source" / REAL / f"{REAL}.ipynb")
    for name, source, language in (
        (mini.NAME, mini.source(), "en"), (mini.NAME, mini.source(), "es"), (REAL, real, "en")
    ):  # fmt: skip
        notebook = solved(source, language)
        for front_end in FRONT_ENDS:
            made = sample(front_end, notebook)
            path = (
                folder
                / f"{name}-{language}"
                / front_end
                / made.name.format(name=name, NAME=name.upper())
            )
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made.content)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]))
    else:
        print(table())
