"""How a notebook with a student's work is executed: sandboxed, or not.

Sandboxed, a judge and a student's process are forked from the fork server, and marks can't
be forged from inside the notebook. Unsandboxed, the notebook runs in one Jupyter kernel with
the rights of who asks, as in plain nbgrader. The level is chosen once for all notebooks: if
the machine does not offer the one that is asked for, nothing is executed, and if it fails for
one notebook, that one is not judged.
"""

from __future__ import annotations

import copy
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from nbformat import NotebookNode

from course.errors import CourseError
from course.judge import client
from course.judge.isolation import NAMESPACES, UNSANDBOXED, Isolation, Limits, at_least
from course.judge.known import KnownMistakes
from course.notebooks import language_of
from course.progress import ProgressCallback, no_progress
from course.text import clean

#: How long a cell of a student's or a test may run, and a whole notebook.
CELL_TIMEOUT_SECONDS, NOTEBOOK_TIMEOUT_SECONDS = 30, 300
#: The worst isolation level that is accepted if nothing is said.
LEAST = NAMESPACES
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


class NotIsolated(CourseError, RuntimeError):
    """Submissions can't be isolated here as well as is asked for; none was executed."""

    status = 1


class Executor(Protocol):
    """Executes notebooks: an `Engine`, or what does the same on other machines."""

    least: str

    def __call__(
        self,
        notebook: NotebookNode,
        progress: ProgressCallback = no_progress,
        stopped: Callable[[], bool] = lambda: False,
        known: KnownMistakes | None = None,
    ) -> NotebookNode:
        """See `Engine`."""


class Engine:
    """Executes notebooks, all at one isolation level, which is chosen before the first.

    Parameters
    ----------
    least : str, optional
        The worst isolation level that is accepted; default: `LEAST`.
    hidden : iterable of Path
        Files and folders that no submission may see: the project, its gradebook, and so on.
    connect : callable, optional
        Makes a connection to a child of a fork server; default: of this user's shared one.
    """

    def __init__(
        self,
        least: str | None = None,
        hidden: Iterable[Path] = (),
        connect: client.Connect | None = None,
    ):
        self.least = least or LEAST
        self._hidden = tuple(str(path.absolute()) for path in hidden)
        self._connect = connect or (lambda: client.connect(client.shared()))
        self._isolation: Isolation | None = None
        self._choosing = threading.Lock()

    def isolation(self) -> Isolation:
        """How submissions are isolated on this machine.

        Raises
        ------
        NotIsolated
            If this machine offers nothing as good as `least`.
        """
        with self._choosing:
            if self._isolation is None:
                self._isolation = self._chosen()
            return self._isolation

    def _chosen(self) -> Isolation:
        found = self._offered()
        if at_least(found.level, self.least):
            return found
        reasons = "; ".join(f"{level}: {reason}" for level, reason in found.refused)
        raise NotIsolated(
            f"submissions can't be isolated at the level {self.least!r} here ({reasons}). The "
            f"best level here is {found.level!r}. Nothing was run. docs/grading.md says what "
            f"each level leaves open; if you accept that, add --allow-{found.level}"
        )

    def _offered(self) -> Isolation:
        reason = ""
        for tried in range(TRIES if client.supported() else 1):
            time.sleep(tried)  # it may have to do with what runs at the same time
            try:
                return client.offered(self._connect, self._hidden)
            except client.ServerUnavailable as error:
                reason = str(error)
        return Isolation(UNSANDBOXED, self._hidden, ((NAMESPACES, reason),))

    def __call__(
        self,
        notebook: NotebookNode,
        progress: ProgressCallback = no_progress,
        stopped: Callable[[], bool] = lambda: False,
        known: KnownMistakes | None = None,
    ) -> NotebookNode:
        """Execute a grading template that has a student's work in it.

        Parameters
        ----------
        stopped : callable
            Asked a few times a second whether to give up.
        known : KnownMistakes, optional
            The catalogue that names mistakes; without it, and unsandboxed, none is named.

        Returns
        -------
        NotebookNode
            Executed; ``metadata.course`` gained the run's ``isolation`` (see `judge.isolation`)
            and, if it was sandboxed, the ``seed`` of the tests and ``hints``, the names of
            mistakes by exercise; if the judge came to its end, processor seconds (``cpu``) and
            peak ``memory`` in bytes.

        Raises
        ------
        Stopped
            If `stopped` said so before the end.
        NotJudged
            If a fault of the machine prevented the judgement each time; the message says which.
        NotIsolated
            If this machine offers no isolation that is good enough.
        """
        isolation = self.isolation()
        notebook = clean(notebook)
        if isolation.level == UNSANDBOXED:
            return _execute_unsandboxed(notebook, progress, stopped)
        job = {
            "language": language_of(notebook),
            "seed": int.from_bytes(os.urandom(4), "little"),
            "cell_timeout": CELL_TIMEOUT_SECONDS,
            "notebook_timeout": NOTEBOOK_TIMEOUT_SECONDS,
            "known": known.as_dict() if known else None,
        }
        reason = ""
        for tried in range(TRIES):
            try:
                return client.judge(
                    self._connect, copy.deepcopy(notebook), job, isolation, LIMITS, progress,
                    stopped,
                )  # fmt: skip
            except client.ServerUnavailable as error:
                if stopped():
                    raise Stopped from error
                reason = str(error)
                time.sleep(tried)  # it may have to do with what runs at the same time
        raise NotJudged(reason)


def execute(
    notebook: NotebookNode,
    progress: ProgressCallback = no_progress,
    stopped: Callable[[], bool] = lambda: False,
    known: KnownMistakes | None = None,
) -> NotebookNode:
    """Execute one notebook; see `Engine`."""
    return Engine()(notebook, progress, stopped, known)


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
