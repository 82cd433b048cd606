"""How a notebook with a student's work is executed: sandboxed, or not.

Sandboxed, a judge and a student's process are forked from the fork server, and marks can't
be forged from inside the notebook. Unsandboxed, the notebook runs in one Jupyter kernel with
the rights of who asks, as in plain nbgrader; that is what systems other than Linux get, and
what is left when the fork server can't be started. The result says which it was.
"""

from __future__ import annotations

import copy
import logging
import os
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from nbformat import NotebookNode

from course.errors import CourseError
from course.judge import client
from course.judge.isolation import UNSANDBOXED, Limits
from course.judge.known import KnownMistakes
from course.notebooks import language_of
from course.progress import ProgressCallback, no_progress
from course.text import clean

#: How long a cell of a student's or a test may run, and a whole notebook.
CELL_TIMEOUT_SECONDS, NOTEBOOK_TIMEOUT_SECONDS = 30, 300
#: What a student's process may use.
LIMITS = Limits()
#: How often a notebook is judged, if a fault of the machine prevented it before.
TRIES = 3
#: nbclient's log is dropped: what it says is in the result, too.
_LOG = logging.getLogger("course.run")
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False


class Stopped(Exception):
    """The run was broken off from outside; what it gave says nothing of the submission."""


class NotJudged(CourseError, RuntimeError):
    """A fault of the machine kept the notebook from being judged; the message says which."""

    status = 1


def execute(
    notebook: NotebookNode,
    progress: ProgressCallback = no_progress,
    stopped: Callable[[], bool] = lambda: False,
    known: KnownMistakes | None = None,
    connect: client.Connect | None = None,
) -> NotebookNode:
    """Execute a grading template that has a student's work in it.

    Parameters
    ----------
    stopped : callable
        Asked a few times a second whether to give up.
    known : KnownMistakes, optional
        The catalogue that names mistakes; without it, and unsandboxed, none is named.
    connect : callable, optional
        Makes a connection to a child of a fork server; default: of this user's shared one.

    Returns
    -------
    NotebookNode
        Executed; ``metadata.course`` gained the run's ``isolation`` (see `judge.isolation`)
        and, if it was sandboxed, the ``seed`` of the tests and ``hints``, the names of mistakes
        by exercise; if the judge came to its end, processor seconds (``cpu``) and peak
        ``memory`` in bytes.

    Raises
    ------
    Stopped
        If `stopped` said so before the end.
    NotJudged
        If a fault of the machine prevented the judgement each time; the message says which.
    """
    notebook = clean(notebook)
    job = {
        "language": language_of(notebook),
        "seed": int.from_bytes(os.urandom(4), "little"),
        "cell_timeout": CELL_TIMEOUT_SECONDS,
        "notebook_timeout": NOTEBOOK_TIMEOUT_SECONDS,
        "known": known.as_dict() if known else None,
    }
    reason = ""
    for _ in range(TRIES):
        try:
            server = connect or _connect_to(client.shared())
        except client.ServerUnavailable as error:
            if not stopped():
                warnings.warn(f"Run unsandboxed: {error}.", stacklevel=2)
            return _execute_unsandboxed(notebook, progress, stopped)
        try:
            return client.judge(
                server, copy.deepcopy(notebook), job, asdict(LIMITS), progress, stopped
            )
        except client.ServerUnavailable as error:
            if stopped():
                raise Stopped from error
            reason = str(error)
    raise NotJudged(reason)


def _connect_to(path: Path) -> client.Connect:
    return lambda: client.connect(path)


def _execute_unsandboxed(
    notebook: NotebookNode, progress: ProgressCallback, stopped: Callable[[], bool]
) -> NotebookNode:
    from course.gradebook.preprocessors import RunNotebook, SetupFailed

    step = RunNotebook(shutdown_kernel="immediate", enabled=True, log=_LOG)
    step.progress = progress  # type: ignore[assignment]
    with tempfile.TemporaryDirectory(prefix="course-run-") as folder, step.killed_if(stopped):
        try:
            executed, _ = step.preprocess(notebook, {"metadata": {"path": folder}})
        except SetupFailed as error:
            if stopped():
                raise Stopped from error
            raise NotJudged(str(error)) from error
    if stopped():
        raise Stopped
    executed.metadata["course"] = {**executed.metadata.get("course", {}), "isolation": UNSANDBOXED}
    return executed
