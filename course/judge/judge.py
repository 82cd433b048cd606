"""The process that judges one notebook.

It runs the author's cells and the tests, with a proxy in the place of each function
that the student wrote, and has the student's cells run in a process of their own,
which it closes in, watches and ends. What comes back to who asked is the executed
notebook: a test passed if and only if it ran to its end without an exception.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import select
import shutil
import signal
import socket
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import nbformat
from nbformat import NotebookNode

from course import testing
from course.judge import hints, sandbox, student
from course.judge.known import KnownMistakes
from course.judge.outputs import (
    DIED,
    HALTS,
    SETUP_FAILED,
    TIMED_OUT,
    error_output,
    harmless,
    hint_output,
    setup_failed,
)
from course.judge.proxy import Remote
from course.judge.rpc import Channel, ConnectionLost, Peer, closed
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

#: What a cell may print before the rest is dropped, and before it is stopped; in bytes.
KEPT, STOPPED_AT = 100_000, 20_000_000
#: What a cell may display: pictures and the like, in bytes; and how many outputs it may have.
DISPLAYED, OUTPUTS = 4_000_000, 1000
#: What is kept of all that a notebook's cells print and display.
KEPT_IN_ALL = 20_000_000
#: Characters that are kept of an error's message, and of its traceback.
MESSAGE, TRACEBACK = 2_000, 20_000
#: The most characters of a failed check's data, as JSON, that are kept.
FAILURE = 5_000
#: Seconds that an interrupted cell may take to end, on a busy machine.
GRACE = 4.0
#: Seconds that the search for one exercise's hint may take, and for all of them.
HINT, HINTS = 20.0, 60.0
#: Of which, for what the student's work answers; a mistake can make a test slow.
RECORD = 8.0
#: Seconds between two looks at memory and processes.
WATCH = 0.05


@dataclass(frozen=True)
class Job:
    """What a judge is asked to do.

    Attributes
    ----------
    notebook : str
        The pristine notebook with the student's work, as JSON.
    language : str
    seed : int
        Of the tests' random inputs.
    cell_timeout, notebook_timeout : float
        Seconds.
    known : dict, optional
        The fields of `KnownMistakes`: what wrong answers are compared with.
    """

    notebook: str
    language: str
    seed: int
    cell_timeout: float
    notebook_timeout: float
    known: dict | None = None


class TimeUp(BaseException):
    """The cell's time is over; no `except Exception` of a test's catches it."""


class StudentProcess:
    """A student's process: cells go in, output and data come out.

    Parameters
    ----------
    limits : sandbox.Limits
    caller : socket, optional
        Who asked for the judgement; when it closes, nobody waits for it any more.
    """

    def __init__(self, limits: sandbox.Limits, caller: socket.socket | None = None):
        self._caller = caller
        ours, theirs = socket.socketpair()
        readers = []
        writers = []
        for _ in range(2):
            reader, writer = os.pipe()
            readers.append(reader)
            writers.append(writer)
        self.scratch = tempfile.mkdtemp(prefix="course-scratch-")

        def main(isolation: str) -> None:
            for number, writer in enumerate(writers, 1):
                os.dup2(writer, number)
                os.close(writer)
            null = os.open(os.devnull, os.O_RDONLY)
            os.dup2(null, 0)
            student.main(theirs)

        self.limits = limits
        self.child = sandbox.spawn(main, [theirs.fileno(), *writers], self.scratch, limits)
        theirs.close()
        for writer in writers:
            os.close(writer)
        for reader in readers:
            os.set_blocking(reader, False)
        self._socket, self._pipes = ours, dict(zip(readers, ("stdout", "stderr"), strict=True))
        self._ready = (select.poll(), select.poll())  # for reading, and for writing
        for poll, event in zip(self._ready, (select.POLLIN, select.POLLOUT), strict=True):
            poll.register(ours, event)
            for reader in readers:
                poll.register(reader, select.POLLIN)
        self.remote = Remote()
        self.remote.peer = self._peer = Peer(
            Channel(ours, self._wait), self.remote.answer, self._note
        )
        self.ended: str | None = None
        self._outputs: list[NotebookNode] = []
        self._printed = self._displayed = self._kept = 0
        self._watched = 0.0
        self.peak = 0

    # ------------------------------------------------------------ cells

    def run(self, source: str) -> bool:
        """Run a cell; whether it ran to its end."""
        return self._peer.ask(["cell", source])[0] is True

    def define(self, source: str) -> None:
        self._peer.ask(["define", source])

    def outputs(self) -> list[NotebookNode]:
        """What was printed, displayed and raised since the last time."""
        self._drain()
        found, self._outputs = self._outputs, []
        self._printed = self._displayed = 0
        self._kept += sum(len(str(o)) for o in found)
        return found

    # ------------------------------------------------------------ what comes out

    def _note(self, content: list) -> None:
        self._drain()
        kind, value = content
        if kind == "error":
            name, message, trace = value
            trace = "\n".join(str(t) for t in trace)[-TRACEBACK:]
            self._append(nbformat.v4.new_output(
                "error", ename=str(name)[:100], evalue=str(message)[:MESSAGE],
                traceback=trace.splitlines(),
            ))  # fmt: skip
        elif kind in ("display", "result") and isinstance(value, dict):
            self._displayed += sum(len(str(v)) for v in value.values())
            if self._displayed <= DISPLAYED and not self._full():
                self._append(nbformat.v4.new_output("display_data", data=harmless(value)))

    def _full(self) -> bool:
        return len(self._outputs) >= OUTPUTS or self._kept > KEPT_IN_ALL

    def _append(self, output: NotebookNode) -> None:
        if self._full():  # an error is the cell's last word, and is worth more than what it printed
            if output.output_type != "error" or len(self._outputs) > OUTPUTS:
                return
        self._outputs.append(output)

    def _print(self, name: str, chunk: bytes) -> None:
        self._printed += len(chunk)
        text = chunk[: max(0, KEPT - self._printed + len(chunk))].decode("utf-8", "replace")
        last = self._outputs[-1] if self._outputs else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += text
        elif text:
            self._append(nbformat.v4.new_output("stream", name=name, text=text))

    def _drain(self) -> None:
        for reader, name in list(self._pipes.items()):
            with contextlib.suppress(BlockingIOError):
                while chunk := os.read(reader, 1 << 16):
                    self._print(name, chunk)
                    if self._printed > STOPPED_AT:
                        break

    def _wait(self, writing: bool) -> None:
        """Wait until the socket is ready, and meanwhile read what is printed, and watch."""
        while True:
            ready = self._ready[writing].poll(WATCH * 1000)
            for reader, _ in ready:
                if reader in self._pipes:
                    self._read(reader)
            self._watch()
            if self.ended or any(found == self._socket.fileno() for found, _ in ready):
                return

    def _read(self, reader: int) -> None:
        try:
            chunk = os.read(reader, 1 << 16)
        except BlockingIOError:
            return
        if chunk:
            self._print(self._pipes[reader], chunk)
        else:
            for poll in self._ready:
                poll.unregister(reader)
            os.close(reader)
            del self._pipes[reader]

    def _watch(self) -> None:
        if self._printed > STOPPED_AT:
            size = f"{STOPPED_AT / 1e6:.0f} MB"
            self.end(f"was stopped: it printed more than {size}",
                     f"se detuvo: imprimió más de {size}")  # fmt: skip
        now = monotonic()
        if now - self._watched < WATCH:
            return
        self._watched = now
        if self._caller is not None and closed(self._caller):
            self.close()
            os._exit(1)
        memory, processes = self.child.usage()
        self.peak = max(self.peak, memory)
        if memory > self.limits.memory:
            size = f"{self.limits.memory / 2**30:.1f} GiB"
            self.end(f"was stopped: it used more than {size} of memory",
                     f"se detuvo: usó más de {size} de memoria")  # fmt: skip
        elif processes > self.limits.processes:
            self.end(f"was stopped: it started more than {self.limits.processes} processes",
                     f"se detuvo: inició más de {self.limits.processes} procesos")  # fmt: skip

    # ------------------------------------------------------------ the end

    def end(self, en: str, es: str) -> None:
        """Kill it; the reason is what every later test says."""
        self.ended = self.ended or tr(f"The kernel {en}.", f"El kernel {es}.")
        self.child.kill()
        raise ConnectionLost(self.ended)

    def drain(self) -> bool:
        """Interrupt what it is still doing; whether it then listens again."""
        self.child.interrupt()
        try:
            signal.setitimer(signal.ITIMER_REAL, GRACE)
            self._peer.drain()
            return True
        except (TimeUp, ConnectionLost):
            return False
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def close(self) -> None:
        self.child.kill()
        self._socket.close()
        for reader in self._pipes:
            os.close(reader)
        shutil.rmtree(self.scratch, ignore_errors=True)


class Judge:
    """One notebook, cell by cell.

    Parameters
    ----------
    job : Job
    process : StudentProcess
    progress : callable
        Called with the index of the cell about to run and the number of cells.
    """

    def __init__(self, job: Job, process: StudentProcess, progress: Callable[[int, int], None]):
        self.job, self.process, self.progress = job, process, progress
        self.notebook = nbformat.reads(job.notebook, as_version=4)
        self.halted: tuple[str, str] | None = None
        self.endless: dict[str, NotebookNode] = {}
        self.killed = False  # whether somebody else ended the student's process
        self.touched = False  # whether code of the student's has run
        self.namespace: dict = {"__name__": "__main__"}
        for cell in self.notebook.cells:
            if is_solution(cell):
                name = grade_id(cell)
                self.namespace[name] = process.remote.named(name)

    def run(self) -> NotebookNode:
        """The executed notebook."""
        signal.signal(signal.SIGALRM, _time_up)
        end = monotonic() + self.job.notebook_timeout
        cells, count = self.notebook.cells, 0
        for index, cell in enumerate(cells):
            if cell.cell_type != "code" or (SKIP in tags(cell) and not is_test(cell)):
                continue
            self.progress(index, len(cells))
            left = end - monotonic()
            if not self.halted and left <= 0:
                self._halt(TIMED_OUT, *_too_long(self.job.notebook_timeout))
            if not self.halted:
                count += 1
                cell.execution_count = count
                self._run_cell(cell, left)
            elif is_test(cell):
                cell.outputs = [error_output(*self.halted)]
        return self.notebook

    def hint(self) -> dict[str, str]:
        """Name the mistakes of the exercises that failed, and say them below their tests.

        An exercise with no known mistake that uses another one that failed says so.
        Called when every cell has run, so that no mark can depend on it.

        Returns
        -------
        dict
            Exercise → the name of its mistake in the catalogue, where there is one.
        """
        found: dict[str, str] = {}
        if self.job.known is None or self.halted:
            return found
        known = KnownMistakes(**self.job.known)
        end = monotonic() + HINTS
        failed: list[str] = []
        for exercise in exercises(self.notebook):
            tests = [self.notebook.cells[i] for i in exercise.tests]
            cell = next((test for test in tests if _is_wrong(test)), None)
            left = min(HINT, end - monotonic())
            if cell is None or left <= 0:
                continue
            code = self.notebook.cells[exercise.solution].source
            entries, entry = known.entries.get(exercise.name, []), None
            try:
                entry = self._mistake(known.notebook, exercise.name, code, entries, left)
            except ConnectionLost:  # nobody is left to be asked; the marks do not care
                break
            except (TimeUp, Exception):  # no hint is worth a mark
                pass
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            if entry is not None:
                found[exercise.name] = entry["name"]
                cell.outputs.append(hint_output(entry[self.job.language]))
            elif used := [name for name in failed if re.search(rf"\b{name}\b", code)]:
                names = ", ".join(used)
                cell.outputs.append(hint_output(tr(
                    f"It uses {names}, which does not pass yet: start there.",
                    f"Usa {names}, que aún no pasa sus pruebas: empieza por ahí.",
                )))  # fmt: skip
            failed.append(exercise.name)
        return found

    def _mistake(
        self, source: NotebookNode, name: str, code: str, entries: list[dict], seconds: float
    ) -> dict | None:
        """The entry that answers an exercise's tests as the student's work does."""
        end = monotonic() + seconds
        signal.setitimer(signal.ITIMER_REAL, min(RECORD, seconds), 1.0)
        exercise = hints.ExerciseReplay(source, name, self.job.seed, self.job.language)
        remote = self.process.remote
        peer = remote.peer
        recorder = hints.ReplyRecorder(peer)
        try:
            self.process.run(f"__import__('keras').utils.set_random_seed({self.job.seed})")
            exercise.observe(remote, recorder)
        except TimeUp:  # what it has answered so far can tell enough
            if not self.process.drain():
                raise ConnectionLost("it does not stop") from None
        finally:
            remote.peer = peer
        signal.setitimer(signal.ITIMER_REAL, max(0.1, end - monotonic()), 1.0)
        return hints.find(exercise, code, recorder.trace, entries, end)

    def _run_cell(self, cell: NotebookNode, left: float) -> None:
        setup = is_setup(cell)
        limit = left if setup else min(left, self.job.cell_timeout)
        author = not (is_solution(cell) or _is_added(cell))
        # And again each second: code that swallows the first TimeUp (a destructor) meets the next.
        signal.setitimer(signal.ITIMER_REAL, limit, 1.0)
        try:
            try:
                if not author:
                    self.touched = True
                    self.process.run(cell.source)
                    error = None
                elif is_test(cell):
                    # A graded test repeats the visible one; what never ended need not do so twice.
                    exercise = re.sub(r"-test(-\d+)?$", "", grade_id(cell))
                    error = self.endless.get(exercise) or self._execute(cell)
                else:
                    if is_visible_test(cell):
                        self.process.define(cell.source)
                    elif not self.process.run(cell.source) and setup and not self.touched:
                        raised = [o for o in self.process.outputs() if o.output_type == "error"]
                        what = f"{raised[-1].ename} {raised[-1].evalue}" if raised else "?"
                        self.halted = (SETUP_FAILED, setup_failed(what.strip()))
                    self.process.outputs()
                    error = self._execute(cell)
                    if error is not None and setup and not self.touched:
                        what = f"{error.ename} {error.evalue}".strip()
                        self.halted = (SETUP_FAILED, setup_failed(what))
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except TimeUp:
            error = self._after_time(cell, limit)
        except ConnectionLost as gone:
            error = self._after_death(cell, gone)
        printed = self.process.outputs()
        if not author:
            cell.outputs = printed
            if error is not None:
                cell.outputs.append(error)
        elif error is not None:
            cell.outputs.append(error)

    def _execute(self, cell: NotebookNode) -> NotebookNode | None:
        """Run a cell here; the error it ended in, or None."""
        printed = io.StringIO()
        failure = None
        remote = self.process.remote
        remote.failed = None
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                exec(compile(cell.source, f"<{cell.id}>", "exec"), self.namespace)
            except ConnectionLost:
                raise
            except Exception as raised:
                failure = raised
        # A check in a function of the test's that the student's code called comes first.
        failure = remote.failed or failure
        if is_test(cell) and isinstance(failure, testing.CheckFailed):
            _record(failure, cell)
        error = _as_output(failure) if failure else None
        text = printed.getvalue()[:KEPT]
        cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)] if text else []
        return error

    def _after_time(self, cell: NotebookNode, limit: float) -> NotebookNode:
        name = grade_id(cell) or cell.id
        if self.process.drain():
            error = error_output(
                "CellTimeoutError",
                tr(f"The cell {name} was still running after {limit:.0f} s.",
                   f"La celda {name} seguía corriendo tras {limit:.0f} s."),
            )  # fmt: skip
            if is_visible_test(cell):
                self.endless[name.removesuffix("-visible")] = error
            return error
        self._halt(
            TIMED_OUT,
            f"was stopped: the cell {name} was still going after {limit:.0f} s",
            f"se detuvo: la celda {name} seguía tras {limit:.0f} s",
        )
        self.process.child.kill()
        return error_output(*self.halted)

    def _after_death(self, cell: NotebookNode, gone: ConnectionLost) -> NotebookNode:
        name = grade_id(cell) or cell.id
        if self.process.ended:
            self.halted = (DIED, self.process.ended)
        else:
            self.killed = self.process.child.was_killed()
            self._halt(DIED, f"died in the cell {name}", f"murió en la celda {name}")
        self.process.child.kill()
        return error_output(*self.halted)

    def _halt(self, kind: str, en: str, es: str) -> None:
        if self.halted is None:
            self.halted = (kind, tr(f"The kernel {en}.", f"El kernel {es}."))


def _is_wrong(test: NotebookNode) -> bool:
    """Whether a test found something wrong, and not just nothing, or no end."""
    none = (*HALTS, "NotRun", "CellTimeoutError", "NotImplementedError")
    return any(o.output_type == "error" and o.ename not in none for o in test.outputs)


def _time_up(number: int, frame: object) -> None:
    raise TimeUp


def _too_long(limit: float) -> tuple[str, str]:
    return (
        f"was stopped: the notebook ran for more than {limit:.0f} s",
        f"se detuvo: el cuaderno corrió durante más de {limit:.0f} s",
    )


def _is_added(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("course", {}).get("added"))


def _record(failure: testing.CheckFailed, test: NotebookNode) -> None:
    """Keep what a check found wrong, as data, in the metadata of its test."""
    text = json.dumps({"kind": failure.kind, "data": failure.data}, default=str)
    if len(text) <= FAILURE:
        test.metadata["course"] = {"failure": json.loads(text)}


def _as_output(error: Exception) -> NotebookNode:
    """An exception as a cell's output; of one that came from the student's code, its traceback."""
    name = type(error).__name__
    if name in (*HALTS, "NotRun", "CellTimeoutError"):
        name = "Exception"  # these names are the judge's own; a student's class may have them, too
    output = error_output(name, str(error)[:MESSAGE])
    if isinstance(error, testing.CheckFailed):
        output.traceback = error._render_traceback_()
    else:
        trace = getattr(error, "student_traceback", None)
        output.traceback = (trace or "".join(traceback.format_exception(error))).splitlines()
    return output
