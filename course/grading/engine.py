"""How a notebook with a student's work is executed: warm and closed in, or cold.

Warm, a judge and a student's process are forked from the warm server, and marks can't
be forged from inside the notebook. Cold, the notebook runs in one Jupyter kernel with
the rights of who asks, as in plain nbgrader; that is what systems other than Linux get,
and what is left when the warm server can't be started. The result says which it was.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import asdict

import nbformat
from nbformat import NotebookNode

from course.grading import warm
from course.grading.known import Known
from course.grading.marks import COLD
from course.grading.results import language_of
from course.grading.sandbox import Limits

Progress = Callable[[int, int], None]

#: Seconds that a cell of a student's or a test may run, and a whole notebook.
CELL_TIMEOUT, NOTEBOOK_TIMEOUT = 30, 300
#: What a student's process may use.
LIMITS = Limits()
#: How often a judge that died without a result is replaced by another.
TRIES = 3
#: What nbclient says of a kernel in trouble is in the result; nobody needs it twice.
_LOG = logging.getLogger("course.run")
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False


class Stopped(Exception):
    """The run was broken off from outside; what it gave says nothing of the submission."""


class NotJudged(RuntimeError):
    """The judge died each time, though the warm server lives: something is very odd."""


def silent(index: int, count: int) -> None:
    """No progress is asked for."""


def execute(
    notebook: NotebookNode,
    progress: Progress = silent,
    stopped: Callable[[], bool] = lambda: False,
    known: Known | None = None,
) -> NotebookNode:
    """Execute a pristine notebook that has the student's work in it.

    Parameters
    ----------
    known : Known, optional
        The catalogue that names mistakes; without it, and cold, none is named.

    Returns
    -------
    NotebookNode
        Executed; ``metadata.course`` gained the run's ``confinement`` (``namespaces``,
        ``landlock``, ``open`` or ``cold``) and, unless that is ``cold``, the ``seed`` of the
        tests, processor seconds (``cpu``), peak ``memory`` in bytes and ``hints``, the names
        of mistakes by exercise.

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
        "cell_timeout": CELL_TIMEOUT,
        "notebook_timeout": NOTEBOOK_TIMEOUT,
        "known": known.as_dict() if known else None,
    }
    reason = "there is none"
    for left in reversed(range(TRIES)):
        try:
            server = warm.shared()
        except warm.NotWarm as error:
            if not stopped():
                warnings.warn(f"Run cold and not closed in: {error}.", stacklevel=2)
            return _cold(notebook, progress)
        try:
            text, about = warm.judge(server, job, asdict(LIMITS), progress, stopped)
        except warm.NotWarm as error:
            if stopped():
                raise Stopped from error
            reason = str(error)
            continue
        if about.pop("killed") and left:  # no doing of the submission's
            continue
        executed = nbformat.from_dict(json.loads(text))
        executed.metadata["course"] = {**executed.metadata.get("course", {}), **about}
        return executed
    raise NotJudged(reason)


def _cold(notebook: NotebookNode, progress: Progress) -> NotebookNode:
    from course.grading.preprocessors import RunNotebook

    step = RunNotebook(shutdown_kernel="immediate", enabled=True, log=_LOG)
    step.progress = progress
    with tempfile.TemporaryDirectory(prefix="course-run-") as folder:
        executed, _ = step.preprocess(notebook, {"metadata": {"path": folder}})
    executed.metadata["course"] = {**executed.metadata.get("course", {}), "confinement": COLD}
    return executed
