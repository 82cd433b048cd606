"""The run stage: executes a submission in the grading template, and keeps the result.

It knows nothing of the gradebook. A result is an executed notebook, in a file named by the
hash of everything that it depends on: what has not changed is not run again, and an
interrupted class goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from time import monotonic, time_ns

from nbformat import NotebookNode

from course import notebooks
from course.fingerprint import GRADING, fingerprint
from course.grading.engine import Engine, Executor, NotJudged, Stopped
from course.grading.merge import merge
from course.judge.isolation import UNSANDBOXED, at_least
from course.judge.known import KnownMistakes
from course.judge.outputs import SETUP_FAILED
from course.notebooks import is_test, language_of, stored
from course.progress import ProgressCallback, no_progress
from course.text import sentence


def key(notebook: NotebookNode, known: KnownMistakes | None = None) -> str:
    """The name of a run's result: a hash of everything that it depends on."""
    parts = [[c.source, c.metadata] for c in notebook.cells if c.cell_type == "code"]
    about = [language_of(notebook), known.digest if known else "", fingerprint(GRADING)]
    text = json.dumps([parts, about], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def run(
    template: NotebookNode,
    submitted: NotebookNode,
    results: Path,
    stopped: Callable[[], bool] = lambda: False,
    progress: ProgressCallback = no_progress,
    execute: Executor | None = None,
    known: KnownMistakes | None = None,
) -> NotebookNode:
    """Run the work of `submitted` in the grading template `template`.

    Parameters
    ----------
    results : Path
        The folder that keeps results.
    stopped : callable
        Whether runs are being broken off.
    progress : callable
        Called with the index of the cell about to run and the number of cells.
    execute : Executor, optional
        A kept result is used again if its isolation level is as good as this accepts; default:
        an `engine.Engine`.
    known : KnownMistakes, optional
        The catalogue that names mistakes.

    Returns
    -------
    NotebookNode
        The executed notebook; ``metadata.course`` has its ``key``, ``language``, the
        ``seconds`` that the run took, and what `execute` says of it.

    Raises
    ------
    Stopped
        If the run was broken off; no result is kept then.
    NotJudged
        If the machine, and not the submission, kept it from being judged.
    """
    execute = execute or Engine()
    notebook = merge(template, submitted)
    name = key(notebook, known)
    path = results / f"{name}.ipynb"
    kept = stored(path)
    if kept is not None and at_least(_level(kept), execute.least):
        return kept
    start = monotonic()
    for _ in range(2):  # try a failed set-up again: the machine may have been out of memory
        executed = execute(notebook, progress, stopped, known)
        if stopped():
            raise Stopped
        failure = _failed_setup(executed)
        if failure is None:
            break
    if failure is not None:  # kept to be looked at, under a name that no later run finds
        notebooks.write(executed, results / f"{name}-{time_ns()}.ipynb")
        raise NotJudged(failure)
    kept = stored(path)  # of the same work, handed in by another student and run meanwhile
    if kept is not None and at_least(_level(kept), _level(executed)):
        return kept
    executed.metadata["course"] |= {
        "language": language_of(template),
        "key": name,
        "seconds": round(monotonic() - start, 2),
    }
    notebooks.write(executed, path)
    return executed


def _level(executed: NotebookNode) -> str:
    return executed.metadata.get("course", {}).get("isolation", UNSANDBOXED)


def _failed_setup(executed: NotebookNode) -> str | None:
    """Why the notebook's own set-up failed, if it did; no test has been judged then."""
    for cell in executed.cells:
        if is_test(cell):
            for output in cell.outputs:
                if output.get("ename") == SETUP_FAILED:
                    return sentence(output.evalue)
    return None
