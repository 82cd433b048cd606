"""The course's own nbgrader preprocessors; ``nbgrader_config.py`` lists them."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, TypeAlias

from jupyter_client.manager import KernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Enum, Integer

from course.judge.outputs import (
    DIED,
    TIMED_OUT,
    error_output,
    is_hint,
    setup_failed,
)
from course.notebooks import cell_language, is_setup, is_test, tags
from course.settings import LANGUAGES, tr
from course.text import sentence

#: How often it is asked whether to break off a run.
WATCH_SECONDS = 0.2
#: What nbconvert hands from one preprocessor to the next, and what each of them returns.
Resources: TypeAlias = dict[str, Any]
Preprocessed: TypeAlias = tuple[NotebookNode, Resources]


class SetupFailed(RuntimeError):
    """The author's set-up or the kernel failed before a student's code ran.

    nbgrader then leaves the submission ungraded; points are not to be lost for it.
    """


class KeepLanguage(NbGraderPreprocessor):
    """Keep the cells of one language of a source notebook; the first step of a release."""

    language = Enum(LANGUAGES, "en", help="The language of the edition").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Preprocessed:
        nb.cells = [c for c in nb.cells if cell_language(c) in (None, self.language)]
        for cell in nb.cells:
            kept = [tag for tag in tags(cell) if not tag.startswith("lang-")]
            cell.metadata.pop("tags", None)
            if kept:
                cell.metadata["tags"] = kept
        nb.metadata["course"] = NotebookNode(language=self.language)
        return nb, resources


class RunNotebook(Execute):
    """nbgrader's Execute, except that a test's mark depends only on what its code did.

    nbgrader gives 0 to a test cell that wrote to stderr, and full points to one that was
    never run. Here a test passes if and only if the kernel ran it to its end without an
    exception. If the kernel dies or can't be interrupted, the run ends, and every test
    after that point reports it.
    """

    #: Called before each cell with its index and the number of cells.
    progress = staticmethod(lambda index, count: None)

    notebook_timeout = Integer(300, help="Time limit of a whole notebook, in seconds").tag(
        config=True
    )

    def preprocess(
        self, nb: NotebookNode, resources: Resources, km: KernelManager | None = None
    ) -> Preprocessed:
        self._passed: set[int] = set()
        self._ran: set[int] = set()
        self._halted: tuple[str, str] | None = None
        self._deadline = monotonic() + self.notebook_timeout
        language = nb.metadata.get("course", {}).get("language")
        self._language = language if language in LANGUAGES else "en"
        self._student_code_ran = False
        try:
            nb, resources = super().preprocess(nb, resources, km)
        except SetupFailed:
            raise
        except (RuntimeError, DeadKernelError, CellTimeoutError) as error:
            # The kernel did not start, or died between two cells.
            self._fail_setup(str(error))
            self._halt(DIED, "died between two cells", "murió entre dos celdas")
        for index, cell in enumerate(nb.cells):
            if is_test(cell):
                self._finish_test(cell, index)
        return nb, resources

    @contextmanager
    def killed_if(self, stopped: Callable[[], bool]) -> Iterator[None]:
        """Within the block, kill this notebook's kernel once `stopped` says so.

        The run then ends as if the kernel had died.
        """
        done = threading.Event()

        def watch() -> None:
            while not done.wait(WATCH_SECONDS):
                if stopped():
                    self._kill_kernel()

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _kill_kernel(self) -> None:
        """Kill the kernel, if it runs, and what it has started."""
        kernel = getattr(getattr(self, "km", None), "provisioner", None)
        process = getattr(kernel, "process", None)
        if process is None:
            return
        with suppress(OSError):  # it has ended meanwhile
            if hasattr(os, "killpg"):  # a kernel leads a process group of its own
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()

    def preprocess_cell(
        self, cell: NotebookNode, resources: Resources, cell_index: int
    ) -> Preprocessed:
        self.progress(cell_index, len(self.nb.cells))
        if self._halted or cell.cell_type != "code":
            return cell, resources
        if monotonic() > self._deadline:
            limit = self.notebook_timeout
            self._halt(
                TIMED_OUT,
                f"was stopped: the notebook ran for more than {limit} s",
                f"se detuvo: el cuaderno corrió durante más de {limit} s",
            )
            return cell, resources
        if is_test(cell):  # a student's tag must not make a test be skipped
            cell.metadata.pop("tags", None)
        name = cell.metadata.get("nbgrader", {}).get("grade_id") or f"#{cell_index + 1}"
        try:
            cell, resources = super().preprocess_cell(cell, resources, cell_index)
            if not cell.source.strip():
                self._passed.add(cell_index)
            elif is_setup(cell) and cell_index in self._ran - self._passed:
                error = next(o for o in reversed(cell.outputs) if o.output_type == "error")
                self._fail_setup(f"{error.ename} {error.evalue}".strip())
            elif not is_setup(cell):
                self._student_code_ran = True
        except DeadKernelError:
            self._halt(DIED, f"died in the cell {name}", f"murió en la celda {name}")
            cell.outputs.append(self._error())
        except CellTimeoutError:
            self._halt(
                TIMED_OUT,
                f"was stopped: the cell {name} was still going after {self.timeout} s",
                f"se detuvo: la celda {name} seguía tras {self.timeout} s",
            )
            cell.outputs.append(self._error())
        return cell, resources

    def on_cell_executed(self, **kwargs: Any) -> None:
        super().on_cell_executed(**kwargs)
        if kwargs["execute_reply"]["content"]["status"] == "ok":
            self._passed.add(kwargs["cell_index"])
        self._ran.add(kwargs["cell_index"])
        for output in kwargs["cell"].outputs:
            # The private name that Python 3.13 gives the SyntaxError of an unfinished cell.
            if output.output_type == "error" and output.ename == "_IncompleteInputError":
                output.ename = "SyntaxError"
                output.traceback = [t.replace("_IncompleteInputError", "SyntaxError")
                                    for t in output.traceback]  # fmt: skip

    def start_new_kernel(self, **kwargs: Any) -> None:
        # ipykernel warns on stderr, once per kernel, that it communicates over TCP without
        # encryption. The connection is local, so the warning is noise.
        super().start_new_kernel(stderr=subprocess.DEVNULL, **kwargs)

    def _get_timeout(self, cell: NotebookNode | None) -> int:
        left = max(1, round(self._deadline - monotonic()))
        # On a busy machine, importing TensorFlow can take longer than a student's cell may run.
        limit = None if cell is not None and is_setup(cell) else super()._get_timeout(cell)
        return left if limit is None else min(limit, left)

    def _halt(self, kind: str, en: str, es: str) -> None:
        self._halted = self._halted or (
            kind,
            tr(f"The kernel {en}.", f"El kernel {es}.", self._language),
        )

    def _fail_setup(self, reason: str) -> None:
        """End the grading, unless the student's own code can have caused the failure."""
        if not self._student_code_ran:
            raise SetupFailed(setup_failed(reason, self._language))

    def _error(self) -> NotebookNode:
        kind, message = self._halted or (
            "NotRun",
            tr("This test was not run.", "Esta prueba no se ejecutó.", self._language),
        )
        return error_output(kind, message)

    def _finish_test(self, cell: NotebookNode, index: int) -> None:
        """Keep of a test's outputs only those that nbgrader should mark it by."""
        if index in self._passed:
            # Neither printed text nor a warning affects the mark; both are kept for the reader.
            cell.outputs = [o for o in cell.outputs if o.output_type in ("stream", "display_data")]
        elif index not in self._ran or not any(o.output_type == "error" for o in cell.outputs):
            cell.outputs = [*cell.get("outputs", []), self._error()]
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr":
                output.name = "stdout"


class HideTests(NbGraderPreprocessor):
    """Remove hidden tests, and what was printed while tests ran, from feedback.

    A student's function can store the arguments of a hidden test and print them in a later
    cell. From the first test on, therefore, only errors and hints are shown.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Preprocessed:
        tested = False
        for cell in nb.cells:
            if cell.cell_type != "code":
                continue
            if is_test(cell):
                cell.source, tested = without_hidden_tests(cell.source), True
            if tested:
                outputs = cell.get("outputs", [])
                errors = [o for o in outputs if o.output_type == "error"]
                hints = [o for o in outputs if is_test(cell) and is_hint(o)]
                cell.outputs = [
                    error_output(sentence(o.ename, 100), sentence(o.evalue)) for o in errors
                ] + hints
        return nb, resources


def without_hidden_tests(source: str) -> str:
    """The source of a test cell, with each hidden region replaced by a comment."""
    lines, hidden = [], False
    for line in source.splitlines():
        if "BEGIN HIDDEN TESTS" in line:
            hidden = True
            lines.append("# (hidden tests / pruebas ocultas)")
        elif "END HIDDEN TESTS" in line:
            hidden = False
        elif not hidden:
            lines.append(line)
    return "\n".join(lines)
