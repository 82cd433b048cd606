"""How a notebook with a student's work is executed: sandboxed, or not.

Sandboxed, a judge and a student's process are forked from the fork server, and marks can't
be forged from inside the notebook. Unsandboxed, the notebook runs in one Jupyter kernel with
the rights of who asks, as in plain nbgrader; that is what systems other than Linux get, and
what is left when the fork server can't be started. The result says which it was.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.errors import CourseError
from course.judge import client
from course.judge.isolation import UNSANDBOXED
from course.judge.known import KnownMistakes
from course.judge.sandbox import Limits
from course.notebooks import language_of
from course.progress import ProgressCallback, no_progress

#: How long a cell of a student's or a test may run, and a whole notebook.
CELL_TIMEOUT_SECONDS, NOTEBOOK_TIMEOUT_SECONDS = 30, 300
#: What a student's process may use.
LIMITS = Limits()
#: How often a judge is started, if those before it died without a result.
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
        and, if it was sandboxed, the ``seed`` of the tests, processor seconds (``cpu``), peak
        ``memory`` in bytes and ``hints``, the names of mistakes by exercise.

    Raises
    ------
    Stopped
        If `stopped` said so before the end.
    NotJudged
        If no judge lived long enough to give a result.
    """
    job = {
        "notebook": json.dumps(notebook),
        "language": language_of(notebook),
        "seed": int.from_bytes(os.urandom(4), "little"),
        "cell_timeout": CELL_TIMEOUT_SECONDS,
        "notebook_timeout": NOTEBOOK_TIMEOUT_SECONDS,
        "known": known.as_dict() if known else None,
    }
    reason = "there is none"
    for left in reversed(range(TRIES)):
        try:
            server = connect or _connect_to(client.shared())
        except client.ServerUnavailable as error:
            if not stopped():
                warnings.warn(f"Run unsandboxed: {error}.", stacklevel=2)
            return _execute_unsandboxed(notebook, progress)
        try:
            text, about = client.judge(server, job, asdict(LIMITS), progress, stopped)
        except client.ServerUnavailable as error:
            if stopped():
                raise Stopped from error
            reason = str(error)
            continue
        if about.pop("killed") and left:  # by the system: the submission can't do that
            continue
        executed = nbformat.from_dict(json.loads(text))
        executed.metadata["course"] = {**executed.metadata.get("course", {}), **about}
        return executed
    raise NotJudged(reason)


def _connect_to(path: Path) -> client.Connect:
    return lambda: client.connect(path)


def _execute_unsandboxed(notebook: NotebookNode, progress: ProgressCallback) -> NotebookNode:
    from course.gradebook.preprocessors import RunNotebook, SetupFailed

    step = RunNotebook(shutdown_kernel="immediate", enabled=True, log=_LOG)
    step.progress = progress  # type: ignore[assignment]
    with tempfile.TemporaryDirectory(prefix="course-run-") as folder:
        try:
            executed, _ = step.preprocess(notebook, {"metadata": {"path": folder}})
        except SetupFailed as error:
            raise NotJudged(str(error)) from error
    executed.metadata["course"] = {**executed.metadata.get("course", {}), "isolation": UNSANDBOXED}
    return executed
