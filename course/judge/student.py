"""The process that runs a student's code, and answers the judge's questions about it.

It runs cells in an IPython shell, as a kernel would. It calls the student's functions with
the data that the judge sends, and sends data back. Objects that are not data, such as a
model, stay here; the judge knows them by a number. Hidden tests and expected values are
never sent here.
"""

from __future__ import annotations

import operator
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Mapping
from socket import socket
from typing import Any

import numpy as np
from IPython.core.interactiveshell import InteractiveShell

from course.code import definitions
from course.judge import generators, wire
from course.judge.objects import KINDS, describe, find, is_tensor, rebuild, step
from course.judge.rpc import MAX_MESSAGE_BYTES, Channel, ConnectionLost, Peer
from course.judge.shell import new_shell, open_stream
from course.testing import purity, training

#: The most bytes of an answer, less than what a message may have.
MAX_ANSWER_BYTES = MAX_MESSAGE_BYTES - (1 << 22)
#: Arguments that a call can change, or that can hold such; generators are told otherwise.
_CHANGEABLE = (np.ndarray, list, tuple, dict, set, deque)


class Student:
    """The student's side of the conversation.

    Parameters
    ----------
    peer : Peer
        Its `ask` sends a request to the judge.
    names : dict
        The student's global names.
    """

    def __init__(self, peer: Any, names: dict[str, Any]):
        self._peer, self._names = peer, names
        self._objects: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._kinds = [(name, find(name)) for name in KINDS]
        self._running = 0  # calls of the student's code in progress

    # ------------------------------------------------------------ values

    def _export(self, value: Any) -> list:
        if isinstance(value, Callback):
            return ["judge", value.number, value.__name__, isinstance(value, Iterable)]
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._objects)
            self._objects.append(value)  # kept alive, so that its id stays unique
        is_class = isinstance(value, type)
        kinds = [
            name
            for name, kind in self._kinds
            if kind and (issubclass(value, kind) if is_class else isinstance(value, kind))
        ]
        name = getattr(value, "__name__", "")
        return [
            "student", number, type(value).__name__, name if isinstance(name, str) else "",
            kinds, is_class,
        ]  # fmt: skip

    def _resolve(self, handle: list) -> Any:
        owner, number, *rest = handle
        if owner != "judge":
            return self._object(number)
        name, is_iterable = rest
        return (Iterable if is_iterable else Callback)(self, number, name)

    def _object(self, target: int | str) -> Any:
        """The object of this number, or what has this name now."""
        if isinstance(target, int):
            return self._objects[target]
        if target not in self._names:
            raise NameError(f"name '{target}' is not defined")
        return self._names[target]

    def pack(self, value: Any, table: list[np.random.Generator]) -> bytes:
        return wire.pack(value, self._export, is_tensor, table)

    def unpack(self, packed: bytes, table: list[np.random.Generator]) -> Any:
        return wire.unpack(packed, self._resolve, _tensor, table)

    # ------------------------------------------------------------ answers

    def answer(self, question: list) -> list:
        """The reply to a request of the judge."""
        return self._operate(*question[1:])

    def _operate(
        self, name: str, target: Any, arguments: list, named: dict, states: list, watch: bool
    ) -> list:
        """Do one operation on one of the student's objects.

        Parameters
        ----------
        arguments, named : list, dict
            Packed.
        states : list
            Those of the generators in them.
        watch : bool
            Whether to tell which arguments changed.

        Returns
        -------
        list
            Whether it succeeded; the packed result, or the error; the states of the
            generators in the arguments, and of further ones in the result; and the packed
            arguments that the operation changed, by position or by name.
        """
        before: dict[Any, bytes] = {**dict(enumerate(arguments)), **named}
        after: dict[Any, Any] = {}
        table: list[np.random.Generator] = []
        try:
            table = generators.moved(states)
            after = {k: self.unpack(packed, table) for k, packed in before.items()}
            subject = self._object(target)
            given = [after[i] for i in range(len(arguments))]
            keyed = {k: after[k] for k in named}
            self._running += 1
            try:
                content = self.pack(OPERATIONS[name](subject, *given, **keyed), table)
            finally:
                self._running -= 1
            reply: list = [True, content]
        except ConnectionLost:
            raise
        except BaseException as error:
            content, reply = b"", [False, describe(error)]
        changed = self._changed(before, after, table) if watch else {}
        size = len(content) + sum(map(len, changed.values()))
        if size > MAX_ANSWER_BYTES:
            too_large = MemoryError(f"an answer of {size / 1e6:.0f} MB is too large")
            reply, changed = [False, describe(too_large)], {}
        return [*reply, [generators.state(g) for g in table], changed]

    def _changed(
        self, before: dict[Any, bytes], after: dict[Any, Any], table: list[np.random.Generator]
    ) -> dict[Any, bytes]:
        """The arguments that are no longer packed as they came, packed."""
        changed = {}
        for key, value in after.items():
            if isinstance(value, _CHANGEABLE):
                try:
                    packed = self.pack(value, table)
                except Exception:  # such as one that contains itself now
                    packed = self.pack(None, table)
                if packed != before[key]:
                    changed[key] = packed
        return changed

    def ask_judge(self, operation: str, number: int, arguments: tuple = (), named: Any = ()) -> Any:
        """Have the judge call, or iterate over, its object of this number."""
        table: list[np.random.Generator] = []
        packed = [self.pack(a, table) for a in arguments]
        keyed = {k: self.pack(v, table) for k, v in dict(named).items()}
        states = [generators.state(g) for g in table]
        fine, content, states = self._peer.ask([operation, number, packed, keyed, states])
        table = generators.moved(states, table)
        if fine:
            return self.unpack(content, table)
        raise rebuild(content)


class Process(Student):
    """The student's side in a process of its own, which also runs cells.

    Parameters
    ----------
    sock : socket
        The connection to the judge.
    """

    def __init__(self, sock: socket):
        super().__init__(Peer(Channel(sock), self.answer), {})
        self._socket = sock

    def run(self) -> None:
        """Answer the judge until it closes the connection."""
        # If the student's code forks, the child must not listen on the same connection.
        signal.signal(signal.SIGINT, self._interrupt)
        os.register_at_fork(after_in_child=self._socket.close)
        self._shell: InteractiveShell = new_shell(self._peer)
        self._names = self._shell.user_ns
        self._peer.serve()

    def answer(self, question: list) -> list:
        kind, *rest = question
        if kind == "cell":
            return self._run_cell(*rest)
        if kind == "define":
            return self._define(*rest)
        return super().answer(question)

    def _run_cell(self, source: str) -> list:
        """Run a cell. Returns whether it ran to its end; its output is sent separately."""
        for number, name in ((1, "stdout"), (2, "stderr")):
            if getattr(getattr(sys, name, None), "closed", True):  # by an earlier cell
                setattr(sys, name, open_stream(number))
        self._running += 1
        try:
            fine = bool(self._shell.run_cell(source, store_history=True).success)
        except BaseException:  # the shell's own, over what the cell left behind
            fine = False
        finally:
            self._running -= 1
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:  # it is closed, or the student replaced it
                continue
        return [fine]

    def _interrupt(self, number: int, frame: Any) -> None:
        """On SIGINT: stop the student's code, if it has not just ended by itself."""
        if self._running:
            raise KeyboardInterrupt

    def _define(self, source: str) -> list:
        """Run only the definitions of a cell: a visible test, which the judge runs itself.

        They may fail over what the student's code has left of the names that they use.
        """
        self._running += 1
        try:
            exec(compile(definitions(source), "<visible test>", "exec"), self._shell.user_ns)
        except BaseException:
            return [False]
        finally:
            self._running -= 1
        return [True]


class Callback:
    """A function of the test that can be called here; it runs in the judge."""

    def __init__(self, student: Student, number: int, name: str):
        self._student, self.number, self.__name__ = student, number, name

    def __call__(self, /, *arguments: Any, **named: Any) -> Any:
        return self._student.ask_judge("call", self.number, arguments, named)

    def __repr__(self) -> str:
        return f"<function {self.__name__}>"


class Iterable(Callback):
    """A generator, an open file or the like of the test; items are fetched one by one."""

    def __iter__(self) -> Iterable:
        return self._student.ask_judge("iter", self.number)

    def __next__(self) -> Any:
        more, value = self._student.ask_judge("next", self.number)
        if not more:
            raise StopIteration
        return value


def _public(name: str) -> str:
    if name.startswith("_"):
        raise AttributeError(name)
    return name


#: What the judge may do with an object of the student.
OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "call": lambda subject, /, *arguments, **named: subject(*arguments, **named),
    "repeat": lambda subject, times, /, *arguments, **named: [
        subject(*arguments, **named) for _ in range(times)
    ],
    "get": lambda subject, name: getattr(subject, _public(name)),
    "set": lambda subject, name, value: setattr(subject, _public(name), value),
    "item": operator.getitem,
    "set_item": operator.setitem,
    "len": len,
    "iter": iter,
    "next": step,
    "array": np.asarray,
    "contains": operator.contains,
    "text": str,
    "repr": repr,
    "float": float,
    "int": int,
    "index": operator.index,
    "watched": purity.watched,
    "probe": purity.probe,
    "weights": training.weights_of,
    "step": training.sgd_step,
    "train_on_batch": training.train_on_batch,
}


def _tensor(array: np.ndarray) -> Any:
    import keras

    return keras.ops.convert_to_tensor(array)


def main(sock: socket) -> None:
    """Be the student's process until the judge closes the connection."""
    Process(sock).run()
