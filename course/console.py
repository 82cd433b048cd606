"""What the command prints with: colours and progress on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

#: Off a terminal nothing is wrapped: a row of a table is one line, whatever its length.
WIDE = 1000


def _console(stderr: bool) -> Console:
    shown = (sys.stderr if stderr else sys.stdout).isatty()
    return Console(stderr=stderr, soft_wrap=True, width=None if shown else WIDE)


#: Tables and results go to standard output; progress and errors to standard error.
out, err = _console(stderr=False), _console(stderr=True)


@contextmanager
def progress(description: str, total: int | None = None) -> Iterator[Progress]:
    """A progress display; `total` is None where the number of steps isn't known.

    Yields
    ------
    rich.progress.Progress
        With one task, whose id is 0. Off a terminal it draws nothing.
    """
    columns = [SpinnerColumn(), TextColumn("{task.description}"), BarColumn()]
    columns += [MofNCompleteColumn(), TimeRemainingColumn()] if total else [TimeElapsedColumn()]
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as shown:
        shown.add_task(description, total=total)
        yield shown
