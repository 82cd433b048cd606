"""A student's process, as the judge sees it: cells go in, output and data come out."""

from __future__ import annotations

import codecs
import contextlib
import os
import select
import signal
import socket
from time import monotonic

import nbformat
from nbformat import NotebookNode

from course.judge import sandbox, student
from course.judge.isolation import Isolation, Limits
from course.judge.outputs import shown
from course.judge.proxy import Remote
from course.judge.rpc import Channel, ConnectionLost, Peer
from course.settings import tr

#: Bytes that a cell may print before the rest is dropped, and before it is stopped.
KEPT_BYTES, STOPPED_AT_BYTES = 100_000, 20_000_000
#: Bytes of pictures and the like that a cell may display, and the number of its outputs.
DISPLAYED_BYTES, MAX_OUTPUTS = 4_000_000, 1000
#: Bytes that are kept of everything that a notebook's cells print and display.
KEPT_IN_ALL_BYTES = 20_000_000
#: Characters that are kept of an error's message, and of its traceback.
MESSAGE_CHARACTERS, TRACEBACK_CHARACTERS = 2_000, 20_000
#: How long an interrupted cell may take to end, on a busy machine.
GRACE_SECONDS = 4.0
#: Time between two looks at memory and processes.
WATCH_SECONDS = 0.05
#: Bytes of the machine's memory that a student's process may not take, whoever holds the rest:
#: the system would soon kill something.
RESERVED_BYTES = 128 << 20
#: The most keys of a dict within a message: few have more than the names of a call's arguments.
MAX_KEYS = 1000


class TimeUp(BaseException):
    """The time of a cell is over; no `except Exception` in a test catches it."""


class MachineFault(Exception):
    """The machine prevented the judgement; what was judged says nothing of the submission."""


class StudentProcess:
    """A sandboxed process that runs a student's code.

    Parameters
    ----------
    isolation : Isolation
    limits : Limits
    scratch : str
        An empty folder, where it may write.

    Attributes
    ----------
    remote : Remote
        The student's objects.
    pages : dict
        Outputs that are displays, by their `id`, each with the HTML that the student's code
        gave for it.
    ended : str or None
        Why the judge killed the process, as a sentence, if it did.
    peak_memory : int
        Bytes.

    Raises
    ------
    OSError
        If no process can be started at this isolation level.
    """

    def __init__(self, isolation: Isolation, limits: Limits, scratch: str):
        ours, theirs = socket.socketpair()
        readers = []
        writers = []
        for _ in range(2):
            reader, writer = os.pipe()
            readers.append(reader)
            writers.append(writer)

        def main() -> None:
            for number, writer in enumerate(writers, 1):
                os.dup2(writer, number)
                os.close(writer)
            null = os.open(os.devnull, os.O_RDONLY)
            os.dup2(null, 0)
            student.main(theirs)

        self.limits = limits
        self.child = sandbox.spawn(main, [theirs.fileno(), *writers], scratch, isolation, limits)
        theirs.close()
        for writer in writers:
            os.close(writer)
        for reader in readers:
            os.set_blocking(reader, False)
        self._socket, self._pipes = ours, dict(zip(readers, ("stdout", "stderr"), strict=True))
        self._decoders = {name: codecs.getincrementaldecoder("utf-8")("replace")
                          for name in self._pipes.values()}  # fmt: skip
        self._ready = (select.poll(), select.poll())  # for reading, and for writing
        for poll, event in zip(self._ready, (select.POLLIN, select.POLLOUT), strict=True):
            poll.register(ours, event)
            for reader in readers:
                poll.register(reader, select.POLLIN)
        self.remote = Remote()
        self.remote.peer = self._peer = Peer(
            Channel(ours, self._wait, MAX_KEYS), self.remote.answer, self._notified
        )
        self.ended: str | None = None
        self.pages: dict[int, tuple[NotebookNode, str]] = {}
        self._outputs: list[NotebookNode] = []
        self._printed = self._displayed = self._kept = 0
        self._watched = 0.0
        self.peak_memory = 0

    # ------------------------------------------------------------ cells

    def run(self, source: str) -> bool:
        """Run a cell; returns whether it ran to its end.

        Raises
        ------
        ConnectionLost
            If the process has died, or its reply is none.
        """
        return self._told(["cell", source])

    def define(self, source: str) -> None:
        """Run the definitions of a cell, and nothing else of it, as far as they can be run.

        Raises
        ------
        ConnectionLost
            If the process has died, or its reply is none.
        """
        self._told(["define", source])

    def _told(self, question: list) -> bool:
        reply = self._peer.ask(question)
        if not (isinstance(reply, list) and len(reply) == 1 and isinstance(reply[0], bool)):
            raise ConnectionLost("malformed reply")
        return reply[0]

    def outputs(self) -> list[NotebookNode]:
        """What was printed, displayed and raised since the last call."""
        self._read_output()
        for name, decoder in self._decoders.items():
            self._write(name, decoder.decode(b"", final=True))  # half a character, if any
        found, self._outputs = self._outputs, []
        self._printed = self._displayed = 0
        self._kept += sum(len(str(o)) for o in found)
        return found

    # ------------------------------------------------------------ what comes out

    def _notified(self, content: list) -> None:
        self._read_output()
        kind, value = content
        if kind == "error":
            name, message, trace = value
            trace = "\n".join(str(t) for t in trace)[-TRACEBACK_CHARACTERS:]
            self._append(nbformat.v4.new_output(
                "error", ename=str(name)[:100], evalue=str(message)[:MESSAGE_CHARACTERS],
                traceback=trace.splitlines(),
            ))  # fmt: skip
        elif kind in ("display", "result") and isinstance(value, dict):
            self._displayed += sum(len(str(v)) for v in value.values())
            if self._displayed <= DISPLAYED_BYTES and not self._full():
                data, page = shown(value)
                output = nbformat.v4.new_output("display_data", data=data)
                if page is not None:
                    self.pages[id(output)] = (output, page)
                    self._kept += len(page)
                self._append(output)

    def _full(self) -> bool:
        return len(self._outputs) >= MAX_OUTPUTS or self._kept > KEPT_IN_ALL_BYTES

    def _append(self, output: NotebookNode) -> None:
        if self._full():  # an error comes last, and matters more than what was printed
            if output.output_type != "error" or len(self._outputs) > MAX_OUTPUTS:
                return
        self._outputs.append(output)

    def _print(self, name: str, chunk: bytes) -> None:
        kept = chunk[: max(0, KEPT_BYTES - self._printed)]
        self._printed += len(chunk)
        self._write(name, self._decoders[name].decode(kept))
        if len(kept) < len(chunk):
            self._decoders[name].reset()  # what was cut off may begin in a character

    def _write(self, name: str, text: str) -> None:
        last = self._outputs[-1] if self._outputs else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += text
        elif text:
            self._append(nbformat.v4.new_output("stream", name=name, text=text))

    def _read_output(self) -> None:
        for reader, name in list(self._pipes.items()):
            with contextlib.suppress(BlockingIOError):
                while chunk := os.read(reader, 1 << 16):
                    self._print(name, chunk)
                    if self._printed > STOPPED_AT_BYTES:
                        break

    def _wait(self, writing: bool) -> None:
        """Wait until the socket is ready; meanwhile read what is printed, and enforce limits."""
        while True:
            ready = self._ready[writing].poll(WATCH_SECONDS * 1000)
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
        if self._printed > STOPPED_AT_BYTES:
            size = f"{STOPPED_AT_BYTES / 1e6:.0f} MB"
            self.end(f"was stopped: it printed more than {size}",
                     f"se detuvo: imprimió más de {size}")  # fmt: skip
        now = monotonic()
        if now - self._watched < WATCH_SECONDS:
            return
        self._watched = now
        if sandbox.available_memory() < RESERVED_BYTES:
            self.child.kill()
            raise MachineFault("the machine has almost no memory left")
        memory, processes = self.child.usage()
        self.peak_memory = max(self.peak_memory, memory)
        if memory > self.limits.memory:
            size = f"{self.limits.memory / 2**30:.1f} GiB"
            self.end(f"was stopped: it used more than {size} of memory",
                     f"se detuvo: usó más de {size} de memoria")  # fmt: skip
        elif processes > self.limits.processes:
            self.end(f"was stopped: it started more than {self.limits.processes} processes",
                     f"se detuvo: inició más de {self.limits.processes} procesos")  # fmt: skip

    # ------------------------------------------------------------ the end

    def end(self, en: str, es: str) -> None:
        """Kill the process, for a reason that every later test gives.

        Raises
        ------
        ConnectionLost
            Always.
        """
        self.ended = self.ended or tr(f"The kernel {en}.", f"El kernel {es}.")
        self.child.kill()
        raise ConnectionLost(self.ended)

    def interrupt(self) -> bool:
        """Interrupt the cell or call that is still running; returns whether that worked."""
        self.child.interrupt()
        try:
            signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS)
            self._peer.drain()
            return True
        except (TimeUp, ConnectionLost):
            return False
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def close(self) -> None:
        """Kill the process."""
        self.child.kill()
        self._socket.close()
        for reader in self._pipes:
            os.close(reader)
        self._pipes.clear()
