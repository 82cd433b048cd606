"""Output of the command: colours and progress on a terminal, plain lines elsewhere.

What is printed may come from anybody: names of folders, messages of exceptions. So a text is
never read as markup (a part in another style is a `rich.text.Text`), and nothing but Rich's
own styles and cursor movements does anything to the terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper

from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.segment import Segment
from rich.text import Text

from course.text import sentence, visible

#: Columns of the output where it is no terminal, so that a row of a table is one line.
WIDE_COLUMNS = 1000


class SafeConsole(Console):
    """A console on which a text does nothing but stand there."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            safe = segment.control or (segment.text.isascii() and segment.text.isprintable())
            yield segment if safe else Segment(visible(segment.text), segment.style)


def _console(stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
        stream.reconfigure(errors="replace")  # not every encoding has a tick
    return SafeConsole(
        stderr=stderr,
        soft_wrap=True,
        width=None if stream.isatty() else WIDE_COLUMNS,
        markup=False,
        emoji=False,
        highlight=False,
    )


#: Tables and results go to standard output; progress and errors to standard error.
out, err = _console(stderr=False), _console(stderr=True)


def complain(text: str, before: str = "") -> None:
    """Print an error on standard error.

    A further line of it is indented: a name with a line feed can't pass for a line of ours.
    """
    lines = "\n  ".join(text.split("\n"))
    err.print(Text.assemble(("course: ", "red"), f"{before}{lines}"))


class Steps:
    """A progress bar with the time that remains; it is drawn only on a terminal."""

    def __init__(self, shown: Progress, description: str, total: int | None):
        self._shown = shown
        self._task = shown.add_task(sentence(description), total=total)
        self._begun = False

    def step(self, description: str | None = None) -> None:
        """Count one step: as finished or, with a description, as begun."""
        if description is None:
            self._shown.advance(self._task)
            return
        self._shown.update(self._task, description=sentence(description), advance=int(self._begun))
        self._begun = True

    def done(self, description: str) -> None:
        """Count one step as finished; `description` replaces the text, unless it is empty."""
        self._shown.update(self._task, advance=1, description=sentence(description) or None)

    def say(self, text: str) -> None:
        """Print a line above the progress bar."""
        err.print(Text(text, "yellow"))

    def at(self, index: int, count: int) -> None:
        """Show that step `index` of `count` is about to begin."""
        self._shown.update(self._task, completed=index, total=count)


@contextmanager
def progress(description: str, total: int | None) -> Iterator[Steps]:
    """A progress bar on standard error while the block runs."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as shown:
        yield Steps(shown, description, total)
