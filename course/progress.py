"""Reports on the progress of long work."""

from __future__ import annotations

from collections.abc import Callable

#: Called with the index of the step that is about to begin, and the number of steps.
ProgressCallback = Callable[[int, int], None]


def no_progress(index: int, count: int) -> None:
    """A `ProgressCallback` that does nothing."""
