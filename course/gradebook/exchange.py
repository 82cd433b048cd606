"""nbgrader's exchange, whose folder is made when it is first used.

``nbgrader_config.py`` names these classes to nbgrader, which imports them when it needs them.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from nbgrader.exchange import default


class _MakesItsFolder(default.Exchange):
    """nbgrader itself expects the folder, and does not start without it."""

    def start(self) -> object:
        """Do the step, in a folder that is there."""
        with suppress(OSError):  # nbgrader says why it can't use it
            Path(self.root).mkdir(parents=True, exist_ok=True)
        return super().start()


class ReleaseAssignment(_MakesItsFolder, default.ExchangeReleaseAssignment):
    """Release an assignment to students."""


class FetchAssignment(_MakesItsFolder, default.ExchangeFetchAssignment):
    """Fetch a released assignment."""


class Submit(_MakesItsFolder, default.ExchangeSubmit):
    """Hand in an assignment."""


class Collect(_MakesItsFolder, default.ExchangeCollect):
    """Collect what was handed in."""


class List(_MakesItsFolder, default.ExchangeList):
    """List what is in the exchange."""


class ReleaseFeedback(_MakesItsFolder, default.ExchangeReleaseFeedback):
    """Release feedback to students."""


class FetchFeedback(_MakesItsFolder, default.ExchangeFetchFeedback):
    """Fetch released feedback."""
