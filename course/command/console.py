"""Output of the command: colours and progress on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

#: Columns of the output where it is no terminal, so that a row of a table is one line.
WIDE_COLUMNS = 1000


def _console(stderr: bool) -> Console:
    shown = (sys.stderr if stderr else sys.stdout).isatty()
    return Console(stderr=stderr, soft_wrap=True, width=None if shown else WIDE_COLUMNS)


#: Tables and results go to standard output; progress and errors to standard error.
out, err = _console(stderr=False), _console(stderr=True)


class Steps:
    """A progress bar with the time that remains; it is drawn only on a terminal."""

    def __init__(self, shown: Progress, description: str, total: int | None):
        self._shown = shown
        self._task = shown.add_task(description, total=total)
        self._begun = False

    def step(self, description: str | None = None) -> None:
        """Count one step: as finished or, with a description, as begun."""
        if description is None:
            self._shown.advance(self._task)
            return
        self._shown.update(self._task, description=description, advance=int(self._begun))
        self._begun = True

    def done(self, description: str) -> None:
        """Count one step as finished; `description` replaces the text, unless it is empty."""
        self._shown.update(self._task, advance=1, description=description or None)

    def say(self, text: str) -> None:
        """Print a line above the progress bar."""
        err.print(f"[yellow]{escape(text)}[/yellow]", highlight=False)

    def at(self, index: int, count: int) -> None:
        """Show that step `index` of `count` is about to begin."""
        self._shown.update(self._task, completed=index, total=count)


@contextmanager
def progress(description: str, total: int | None) -> Iterator[Steps]:
    """A progress bar on standard error while the block runs."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as shown:
        yield Steps(shown, description, total)
