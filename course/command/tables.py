"""Marks as tables on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from course.command.console import out
from course.judge.isolation import NAMESPACES
from course.settings import tr
from course.text import sentence

if TYPE_CHECKING:
    from course.grading.grade import Mark
    from course.grading.marks import Checked


def cell(text: str, style: str = "") -> Text:
    """A text, whoever wrote it, as one line of a table."""
    return Text(sentence(text, 1000), style)


def show_marks(assignment: str, marks: Sequence[Mark]) -> None:
    """A class's marks, as a table on standard output."""
    weaker = {m.isolation for m in marks if m.result} - {NAMESPACES}
    table = Table(title=cell(assignment), title_justify="left")
    for name in ("student", "points", "score", "late", "exercises solved", "note"):
        right = name in ("points", "score", "late", "exercises solved")
        table.add_column(
            name, justify="right" if right else "left", no_wrap=name != "note", overflow="fold"
        )
    if weaker:
        table.add_column("ISOLATION LEVEL", no_wrap=True)
    for mark in marks:
        score = "–" if mark.score is None else f"{mark.score:g}"
        late = _duration(mark.late_seconds)
        if mark.result is None:
            table.add_row(cell(mark.student), "–", score, late, "–", cell(mark.note, "red"))
            continue
        result = mark.result
        level = "" if mark.isolation == NAMESPACES else cell(mark.isolation.upper(), "bold red")
        solved = sum(e.points >= e.max_points for e in result.exercises)
        table.add_row(
            cell(mark.student),
            f"{result.points:g} / {result.max_points:g}",
            score,
            late,
            f"{solved} / {len(result.exercises)}",
            cell(mark.note),
            *([level] if weaker else ()),
        )
    out.print(table)


def show_check(checked: Checked) -> None:
    """The outcome of a check, as a table on standard output, in the notebook's language."""
    result, to = checked.result, checked.language
    table = Table(
        title=cell(f"{result.notebook}: {result.points:g} / {result.max_points:g}"),
        title_justify="left",
        box=None,
        pad_edge=False,
    )
    table.add_column(tr("exercise", "ejercicio", to), no_wrap=True)
    table.add_column(tr("points", "puntos", to), justify="right", no_wrap=True)
    table.add_column(tr("what went wrong", "qué falló", to), overflow="fold")
    for e in result.exercises:
        full = e.points >= e.max_points
        mark = ("✓ ", "green") if full else ("✗ ", "red")
        table.add_row(
            Text.assemble(mark, cell(e.name)),
            f"{e.points:g} / {e.max_points:g}",
            cell(e.message),
        )
        if e.hint:
            table.add_row("", "", cell(f"→ {e.hint}", "bold"))
    out.print(table)
    if not checked.hidden:
        out.print(
            tr(
                "Only the visible tests were run: the hidden ones are with your instructor.",
                "Solo se corrieron las pruebas visibles: las ocultas las tiene tu docente.",
                to,
            )
        )


def _duration(seconds: float) -> str:
    if seconds <= 0:
        return ""
    hours = seconds / 3600
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} d"
