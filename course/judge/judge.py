"""The process that judges one notebook.

It runs the author's cells and the tests, with a proxy in place of each function that the
student wrote. The student's cells run in a sandboxed process of their own (`process`),
which the judge watches and kills. After each cell the judge says what came of it, so that
whatever ends the judge later costs nothing that was judged before. A test has passed if and
only if it ran to its end without an exception.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

import nbformat
from nbformat import NotebookNode

from course import testing
from course.judge import hints
from course.judge.known import KnownMistakes
from course.judge.outputs import (
    DIED,
    HALTS,
    SETUP_FAILED,
    TIMED_OUT,
    error_output,
    hint_output,
    safe_page,
    setup_failed,
)
from course.judge.process import (
    KEPT_BYTES,
    MESSAGE_CHARACTERS,
    MachineFault,
    StudentProcess,
    TimeUp,
)
from course.judge.rpc import ConnectionLost
from course.judge.transcript import is_students
from course.notebooks import (
    SKIP,
    exercises,
    grade_id,
    is_setup,
    is_solution,
    is_test,
    is_visible_test,
    tags,
)
from course.settings import tr

#: How long the search for one exercise's hint may take, and the search for all of them.
HINT_SECONDS, ALL_HINTS_SECONDS = 20.0, 60.0
#: Of HINT_SECONDS, how long the student's work may take to answer again.
REPLAY_SECONDS = 8.0
#: How long it may take to make a notebook's displays fit to be shown.
PAGES_SECONDS = 10.0
#: The most characters of a failed check's data, as JSON, that are kept.
FAILURE_CHARACTERS = 5_000


@dataclass(frozen=True)
class Job:
    """What a judge is to do.

    Attributes
    ----------
    notebook : str
        The grading template with the student's work, as JSON.
    language : str
    seed : int
        The seed of the tests' random inputs.
    cell_timeout, notebook_timeout : float
        Seconds.
    known : dict, optional
        The fields of `KnownMistakes`, with which wrong answers are compared; None: no hints.
    """

    notebook: str
    language: str
    seed: int
    cell_timeout: float
    notebook_timeout: float
    known: dict | None = None


class Judge:
    """Judges one notebook, cell by cell.

    Parameters
    ----------
    job : Job
    process : StudentProcess
    say : callable
        Called with what there is to tell: a word, and what belongs to it.

        - ``"begin"``, before a cell: its index, the number of cells.
        - ``"cell"``, after it: its index, its outputs, its number, and what is known of a
          failed check (or None).
        - ``"page"``: the index of a cell, that of one of its outputs, and the output's HTML
          (None: too large).
        - ``"hint"``: the index of a test, an output, the exercise, the name of its mistake
          (or None).
    within : callable
        Called with the seconds within which the judge will say something again.

    Attributes
    ----------
    halted : (str, str) or None
        The name and the message of the error that ended the judgement early, if one did.
    """

    def __init__(
        self,
        job: Job,
        process: StudentProcess,
        say: Callable[..., None],
        within: Callable[[float], None],
    ):
        self.job, self.process, self.say, self.within = job, process, say, within
        self.notebook = nbformat.from_dict(json.loads(job.notebook))
        self.halted: tuple[str, str] | None = None
        self._pages: list[tuple[int, int, str]] = []  # cell, output, HTML
        self._timed_out: dict[str, NotebookNode] = {}  # errors of visible tests, by exercise
        self._student_code_ran = False
        self._namespace: dict[str, Any] = {"__name__": "__main__"}
        for cell in self.notebook.cells:
            if is_solution(cell):
                name = grade_id(cell) or ""
                self._namespace[name] = process.remote.named(name)

    def run(self) -> None:
        """Run every cell.

        Raises
        ------
        MachineFault
            If the system killed the student's process, or has no memory left.
        """
        signal.signal(signal.SIGALRM, _time_up)
        end = monotonic() + self.job.notebook_timeout
        cells, count = self.notebook.cells, 0
        for index, cell in enumerate(cells):
            if cell.cell_type != "code" or (SKIP in tags(cell) and not is_test(cell)):
                continue
            left = end - monotonic()
            if not self.halted and left <= 0:
                self._halt(TIMED_OUT, *_too_long(self.job.notebook_timeout))
            limit = max(0.0, left if is_setup(cell) else min(left, self.job.cell_timeout))
            self.say("begin", index, len(cells))
            self.within(limit)
            if not self.halted:
                count += 1
                cell.execution_count = count
                self._judge_cell(cell, limit)
            elif is_test(cell):
                cell.outputs = [error_output(*self.halted)]
            self._tell(index, cell)

    def _tell(self, index: int, cell: NotebookNode) -> None:
        for number, output in enumerate(cell.outputs):
            if id(output) in self.process.pages:
                self._pages.append((index, number, self.process.pages.pop(id(output))[1]))
        about = cell.metadata.get("course") if is_test(cell) else None
        self.say("cell", index, cell.outputs, cell.execution_count, about)

    def _judge_cell(self, cell: NotebookNode, limit: float) -> None:
        """Run a cell; what goes wrong in the judge itself ends the judgement with a reason."""
        try:
            self._run_cell(cell, limit)
        except MachineFault:
            raise
        except (TimeUp, Exception) as failure:
            signal.setitimer(signal.ITIMER_REAL, 0)
            if not self._student_code_ran:
                raise MachineFault(f"the judge failed: {failure!r}") from failure
            name, what = grade_id(cell) or cell.id, type(failure).__name__
            self.process.child.kill()
            cell.outputs = [self._halt(
                DIED,
                f"was stopped: the cell {name} can't be judged ({what})",
                f"se detuvo: la celda {name} no se puede juzgar ({what})",
            )]  # fmt: skip

    def show_pages(self) -> None:
        """Make the HTML of displays fit to be shown; called when every cell has run."""
        end = monotonic() + PAGES_SECONDS
        for index, number, page in self._pages:
            self.within(PAGES_SECONDS)
            self.say("page", index, number, safe_page(page) if monotonic() < end else None)

    def hint(self) -> None:
        """Find the known mistakes of the exercises that failed, and add hints to their tests.

        If an exercise shows no known mistake but uses another one that failed, its hint says
        that. Called after every cell has run, so that no mark depends on it.
        """
        if self.job.known is None or self.halted:
            return
        known = KnownMistakes(**self.job.known)
        end = monotonic() + ALL_HINTS_SECONDS
        failed: list[str] = []
        for exercise in exercises(self.notebook):
            cells = self.notebook.cells
            wrong = next((i for i in exercise.tests if _is_wrong(cells[i])), None)
            left = min(HINT_SECONDS, end - monotonic())
            if wrong is None or left <= 0:
                continue
            self.within(left)
            code = self.notebook.cells[exercise.solution].source
            entries, entry = known.entries.get(exercise.name, []), None
            try:
                entry = self._mistake(known.notebook, exercise.name, code, entries, left)
            except ConnectionLost:  # the student's process is gone; the marks stand
                break
            except (TimeUp, Exception):  # a search that fails must not cost a mark
                pass
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            if entry is not None:
                output = hint_output(entry[self.job.language])
                self.say("hint", wrong, output, exercise.name, entry["name"])
            elif used := [name for name in failed if re.search(rf"\b{name}\b", code)]:
                names = ", ".join(used)
                output = hint_output(tr(
                    f"It uses {names}, which does not pass yet: start there.",
                    f"Usa {names}, que aún no pasa sus pruebas: empieza por ahí.",
                ))  # fmt: skip
                self.say("hint", wrong, output, exercise.name, None)
            failed.append(exercise.name)

    def _mistake(
        self, source: NotebookNode, name: str, code: str, entries: list[dict], seconds: float
    ) -> dict | None:
        """The catalogue entry that answers an exercise's tests as the student's work does."""
        end = monotonic() + seconds
        signal.setitimer(signal.ITIMER_REAL, min(REPLAY_SECONDS, seconds), 1.0)
        exercise = hints.ExerciseReplay(source, name, self.job.seed, self.job.language)
        remote = self.process.remote
        peer = remote.peer
        recorder = hints.ReplyRecorder(peer)
        try:
            self.process.run(f"__import__('keras').utils.set_random_seed({self.job.seed})")
            exercise.observe(remote, recorder)
        except TimeUp:  # the replies so far may be enough
            if not self.process.interrupt():
                raise ConnectionLost("can't be interrupted") from None
        finally:
            remote.peer = peer
        signal.setitimer(signal.ITIMER_REAL, max(0.1, end - monotonic()), 1.0)
        return hints.find(exercise, code, recorder.trace, entries, end)

    def _run_cell(self, cell: NotebookNode, limit: float) -> None:
        author = not is_students(cell)
        # The timer repeats each second, since a destructor may swallow the first TimeUp.
        signal.setitimer(signal.ITIMER_REAL, limit, 1.0)
        try:
            try:
                if not author:
                    self._student_code_ran = True
                    self.process.run(cell.source)
                    error = None
                elif is_test(cell):
                    # A graded test repeats the visible one: don't wait twice for what never ends.
                    exercise = re.sub(r"-test(-\d+)?$", "", grade_id(cell) or "")
                    error = self._timed_out.get(exercise) or self._execute(cell)
                else:
                    if is_visible_test(cell):
                        self.process.define(cell.source)
                    elif not self.process.run(cell.source) and is_setup(cell):
                        raised = [o for o in self.process.outputs() if o.output_type == "error"]
                        self._note_failed_setup(raised[-1] if raised else None)
                    self.process.outputs()
                    error = self._execute(cell)
                    if error is not None and is_setup(cell):
                        self._note_failed_setup(error)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except TimeUp:
            error = self._after_time(cell, limit)
            self._note_failed_setup(error)
        except ConnectionLost:
            error = self._after_death(cell)
            self._note_failed_setup(error)
        printed = self.process.outputs()
        if not author:
            cell.outputs = printed
            if error is not None:
                cell.outputs.append(error)
        elif error is not None:
            cell.outputs.append(error)

    def _note_failed_setup(self, error: NotebookNode | None) -> None:
        """End the judgement if an author's cell failed before any of the student's code ran."""
        if not self._student_code_ran:
            what = f"{error.ename} {error.evalue}".strip() if error else "?"
            self.halted = (SETUP_FAILED, setup_failed(what))

    def _execute(self, cell: NotebookNode) -> NotebookNode | None:
        """Run a cell in this process; returns the error that it ended with, or None."""
        printed = io.StringIO()
        failure = None
        remote = self.process.remote
        remote.failed = None
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                exec(compile(cell.source, f"<{cell.id}>", "exec"), self._namespace)
            except ConnectionLost:
                raise
            except Exception as raised:
                failure = raised
        # A check that failed in a function of the test, called by the student's code, comes first.
        failure = remote.failed or failure
        if is_test(cell) and isinstance(failure, testing.CheckFailed):
            _record(failure, cell)
        error = _as_output(failure) if failure else None
        text = printed.getvalue()[:KEPT_BYTES]
        cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)] if text else []
        return error

    def _after_time(self, cell: NotebookNode, limit: float) -> NotebookNode:
        """The error of a cell whose time is over."""
        name = grade_id(cell) or cell.id
        if self.process.interrupt():
            error = error_output(
                "CellTimeoutError",
                tr(f"The cell {name} was still running after {limit:.0f} s.",
                   f"La celda {name} seguía corriendo tras {limit:.0f} s."),
            )  # fmt: skip
            if is_visible_test(cell):
                self._timed_out[name.removesuffix("-visible")] = error
            return error
        self.process.child.kill()
        return self._halt(
            TIMED_OUT,
            f"was stopped: the cell {name} was still going after {limit:.0f} s",
            f"se detuvo: la celda {name} seguía tras {limit:.0f} s",
        )

    def _after_death(self, cell: NotebookNode) -> NotebookNode:
        """The error of a cell in which the student's process died; ends the judgement."""
        name = grade_id(cell) or cell.id
        if self.process.ended:
            self.halted = (DIED, self.process.ended)
        elif self.process.child.was_killed():
            raise MachineFault("the system killed the student's process")
        self.process.child.kill()
        return self._halt(DIED, f"died in the cell {name}", f"murió en la celda {name}")

    def _halt(self, kind: str, en: str, es: str) -> NotebookNode:
        """End the judgement, unless it has ended; the error that every later test gets."""
        if self.halted is None:
            self.halted = (kind, tr(f"The kernel {en}.", f"El kernel {es}."))
        return error_output(*self.halted)


def _is_wrong(test: NotebookNode) -> bool:
    """Whether a test failed for what was answered, not for want of an answer."""
    unanswered = (*HALTS, "NotRun", "CellTimeoutError", "NotImplementedError")
    return any(o.output_type == "error" and o.ename not in unanswered for o in test.outputs)


def _time_up(number: int, frame: object) -> None:
    raise TimeUp


def _too_long(limit: float) -> tuple[str, str]:
    return (
        f"was stopped: the notebook ran for more than {limit:.0f} s",
        f"se detuvo: el cuaderno corrió durante más de {limit:.0f} s",
    )


def _record(failure: testing.CheckFailed, test: NotebookNode) -> None:
    """Keep what a check found wrong, as data, in the metadata of its test."""
    text = json.dumps({"kind": failure.kind, "data": failure.data}, default=str)
    if len(text) <= FAILURE_CHARACTERS:
        test.metadata["course"] = {"failure": json.loads(text)}


def _as_output(error: Exception) -> NotebookNode:
    """An exception as a cell's output, with the traceback in the student's code, if it has one."""
    name = type(error).__name__
    if name in (*HALTS, "NotRun", "CellTimeoutError"):
        name = "Exception"  # the names of the judge's own errors, taken by a student's class
    output = error_output(name, str(error)[:MESSAGE_CHARACTERS])
    if isinstance(error, testing.CheckFailed):
        output.traceback = error._render_traceback_()
    else:
        trace = getattr(error, "student_traceback", None)
        output.traceback = (trace or "".join(traceback.format_exception(error))).splitlines()
    return output
