"""A fork server of one's own, for work that must not share one with anything else."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import psutil

from course.judge import client

#: Servers differ by their environment; this variable is free to set one apart.
_VARIABLE = "PYTHONHASHSEED"


@contextlib.contextmanager
def own_server() -> Iterator[psutil.Process]:
    """Within the context, this process and those it starts use a fork server of their own.

    Yields
    ------
    psutil.Process
        The server. Its children are the judges that run at the time. It is stopped at the end.
    """
    before = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = str(os.getpid())
    path = client.shared()
    try:
        yield process()
    finally:
        client.stop(path)
        for left in (path, path.with_suffix(".lock")):
            left.unlink(missing_ok=True)
        if before is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = before


def process() -> psutil.Process:
    """The fork server that is in use now, started if need be."""
    return psutil.Process(client.process_id(client.shared()))
