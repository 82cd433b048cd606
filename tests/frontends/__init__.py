"""What front ends make of a notebook, each imitated by one function.

`FRONT_ENDS` has them by name. The docstring of each says what it imitates, what that changes,
and from where this is known. ``python -m tests.frontends`` prints them as a table;
``python -m tests.frontends FOLDER`` writes the samples, a folder for each notebook.
"""

from tests.frontends import desktop, formats, hosted  # noqa: F401
from tests.frontends.shape import FRONT_ENDS, Sample, sample
from tests.frontends.solved import solved

__all__ = ["FRONT_ENDS", "Sample", "sample", "solved"]
