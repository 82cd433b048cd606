"""Marks as tables on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from course.command.console import out
from course.settings import tr
from course.text import sentence

if TYPE_CHECKING:
    from course.grading.grade import Mark
    from course.grading.marks import Checked


def show_marks(assignment: str, marks: Sequence[Mark]) -> None:
    """A class's marks, as a table on standard output."""
    table = Table(title=assignment, title_justify="left")
    for name in ("student", "points", "score", "late", "exercises solved", "note"):
        right = name in ("points", "score", "late", "exercises solved")
        table.add_column(
            name, justify="right" if right else "left", no_wrap=name != "note", overflow="fold"
        )
    for mark in marks:
        score = "–" if mark.score is None else f"{mark.score:g}"
        late, note = _duration(mark.late_seconds), escape(sentence(mark.note, 1000))
        if mark.result is None:
            table.add_row(escape(mark.student), "–", score, late, "–", f"[red]{note}[/red]")
            continue
        result = mark.result
        solved = sum(e.points >= e.max_points for e in result.exercises)
        table.add_row(
            escape(mark.student),
            f"{result.points:g} / {result.max_points:g}",
            score,
            late,
            f"{solved} / {len(result.exercises)}",
            note,
        )
    out.print(table)


def show_check(checked: Checked) -> None:
    """The outcome of a check, as a table on standard output, in the notebook's language."""
    result, to = checked.result, checked.language
    table = Table(
        title=f"{result.notebook}: {result.points:g} / {result.max_points:g}",
        title_justify="left",
        box=None,
        pad_edge=False,
    )
    table.add_column(tr("exercise", "ejercicio", to), no_wrap=True)
    table.add_column(tr("points", "puntos", to), justify="right", no_wrap=True)
    table.add_column(tr("what went wrong", "qué falló", to), overflow="fold")
    for e in result.exercises:
        full = e.points >= e.max_points
        mark = "[green]✓[/green]" if full else "[red]✗[/red]"
        table.add_row(f"{mark} {e.name}", f"{e.points:g} / {e.max_points:g}", escape(e.message))
        if e.hint:
            table.add_row("", "", f"[bold]→ {escape(e.hint)}[/bold]")
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
