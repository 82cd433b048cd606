"""The run stage on a Dask cluster: each notebook is executed by one of its workers.

A worker has the same versions of the course and its packages installed, and a fork server
of its own. If a worker dies, another one gets its task. Results are kept on this machine,
by the same keys as always.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.errors import CourseError
from course.fingerprint import fingerprint
from course.grading.engine import Engine, Stopped
from course.judge.known import KnownMistakes
from course.progress import ProgressCallback, no_progress

#: How often a notebook is given to another worker after its worker died.
RETRIES = 3


class ClusterError(CourseError):
    """The cluster can't be used, or the connection was lost; results so far are kept."""

    status = 1


class Cluster:
    """Workers on other machines; can be called like an `engine.Engine`.

    Parameters
    ----------
    address : str
        Of the Dask scheduler, such as ``tcp://10.0.0.5:8786``.
    least : str
        The worst isolation level that is accepted of a worker.
    hidden : iterable of Path
        Files and folders that no submission may see, if the workers share them.

    Raises
    ------
    ClusterError
        If it can't be reached, has no workers, or has other versions than this machine.
    """

    def __init__(self, address: str, least: str, hidden: Iterable[Path] = ()):
        self.least = least
        self._hidden = tuple(str(path.absolute()) for path in hidden)
        try:
            from distributed import Client
        except ImportError:
            raise ClusterError(
                "--cluster needs Dask: pip install -c requirements.txt -e '.[cluster]'"
            ) from None
        try:
            self._client = Client(address, timeout=10, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterError(f"there is no Dask scheduler at {address}: {error}") from error
        threads = self._client.nthreads()
        if not threads:
            self.close()
            raise ClusterError(f"the Dask cluster at {address} has no workers")
        self.workers = sum(threads.values())
        try:
            theirs = set(self._client.run(fingerprint).values())
        except Exception as error:
            self.close()
            raise ClusterError(
                f"the workers at {address} can't import the course: install it there ({error})"
            ) from error
        if theirs != {fingerprint()}:
            self.close()
            raise ClusterError(
                f"the workers at {address} have another version of the course or of its "
                "packages: install there what is here"
            )

    def __call__(
        self,
        notebook: NotebookNode,
        progress: ProgressCallback = no_progress,
        stopped: Callable[[], bool] = lambda: False,
        known: KnownMistakes | None = None,
    ) -> NotebookNode:
        from distributed import CancelledError

        text = nbformat.writes(notebook)
        about = known.as_dict() if known else None
        task = self._client.submit(
            _execute, text, about, self.least, self._hidden, pure=False, retries=RETRIES
        )
        finished = threading.Event()
        task.add_done_callback(lambda _: finished.set())
        try:
            while not finished.wait(0.2):
                if stopped():
                    task.cancel()
                    raise Stopped
                if self._client.status not in ("running", "connecting"):
                    raise CancelledError("the scheduler is gone")
            return nbformat.reads(task.result(), as_version=4)
        except (CancelledError, OSError) as error:
            raise ClusterError(
                f"the cluster was lost ({error}); what was graded is kept: run this again"
            ) from error
        finally:
            task.release()

    def close(self) -> None:
        self._client.close(timeout=2)


def _execute(text: str, known: dict | None, least: str, hidden: tuple[str, ...]) -> str:
    """On a worker: an executed notebook for a notebook, both as JSON."""
    notebook = nbformat.reads(text, as_version=4)
    execute = _engine(least, hidden)
    return nbformat.writes(execute(notebook, known=KnownMistakes(**known) if known else None))


@cache
def _engine(least: str, hidden: tuple[str, ...]) -> Engine:
    """A worker's engine: it chooses its isolation level once."""
    return Engine(least, map(Path, hidden))
