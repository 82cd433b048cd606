"""The process that runs a student's code, and what it shows of it to the judge.

It runs cells in an IPython shell, as a kernel would, and answers the judge: it calls
the student's functions with the data that the judge sends, and sends data back. What
is no data, a model say, stays here and is known to the judge by a number. It never
holds a hidden test or an expected value: they are not sent here.
"""

from __future__ import annotations

import base64
import builtins
import io
import operator
import os
import random
import signal
import subprocess
import sys
import traceback
from socket import socket
from typing import Any

import numpy as np

from course.code import definitions
from course.judge import wire
from course.judge.rpc import Channel, ConnectionLost, Peer

#: The classes whose instances a test may ask for with isinstance.
KINDS = (
    "keras.Sequential", "keras.Model", "keras.layers.Layer", "keras.Variable",
    "keras.utils.PyDataset", "keras.KerasTensor",
)  # fmt: skip
#: What a call can change of its arguments; see `proxy.restore`.
_CHANGEABLE = (np.ndarray, np.random.Generator, list, tuple, dict, set)
#: Packages whose arrays are tensors and cross by their values.
_TENSORS = ("tensorflow", "torch", "jax", "jaxlib")
#: A message of the student's longer than this is cut.
_TEXT = 20_000


class Student:
    """The student's side of the conversation.

    Parameters
    ----------
    peer : Peer
        Its `ask` puts a question to the judge.
    names : dict
        What the student's names stand for.
    """

    def __init__(self, peer: Any, names: dict[str, Any]):
        self._peer, self._names = peer, names
        self._objects: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._kinds = [(name, _find(name)) for name in KINDS]
        self._running = 0  # how many calls of the student's code are under way

    # ------------------------------------------------------------ values

    def _export(self, value: Any) -> list:
        if isinstance(value, Callback):
            return ["judge", value.number, value.__name__, isinstance(value, Iterable)]
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._objects)
            self._objects.append(value)  # kept, so that its id stays its own
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
            return self._objects[number]
        name, is_iterable = rest
        return (Iterable if is_iterable else Callback)(self, number, name)

    def pack(self, value: Any) -> bytes:
        return wire.pack(value, self._export, _is_tensor)

    def unpack(self, packed: bytes) -> Any:
        return wire.unpack(packed, self._resolve, _tensor)

    # ------------------------------------------------------------ answers

    def answer(self, question: list) -> list:
        """The reply to a question of the judge's."""
        return self._operate(*question[1:])

    def _operate(self, name: str, target: Any, arguments: list, named: dict) -> list:
        """One operation on one of the student's objects.

        Returns
        -------
        list
            Whether it went well; the packed result or the error; and the packed arguments
            that the operation changed, by position or by name.
        """
        given: list[Any] = []
        keyed: dict[str, Any] = {}
        try:
            given = [self.unpack(a) for a in arguments]
            keyed = {k: self.unpack(v) for k, v in named.items()}
            owner = self._names if isinstance(target, str) else None
            if owner is not None and target not in owner:
                raise NameError(f"name '{target}' is not defined")
            subject = self._objects[target] if owner is None else owner[target]
            self._running += 1
            try:
                reply = [True, self.pack(OPERATIONS[name](subject, *given, **keyed))]
            finally:
                self._running -= 1
        except ConnectionLost:
            raise
        except BaseException as error:
            reply = [False, describe(error)]
        changed: dict[Any, bytes] = {}
        before = [*enumerate(arguments), *named.items()]
        for (key, old), new in zip(before, [*given, *keyed.values()], strict=False):
            if not isinstance(new, _CHANGEABLE):
                continue
            try:
                packed = self.pack(new)
            except Exception:
                continue
            if packed != old:
                changed[key] = packed
        return [*reply, changed]

    def ask_judge(self, operation: str, number: int, arguments: tuple = (), named: Any = ()) -> Any:
        """Have the judge call, or go through, what it has under this number."""
        keyed = {k: self.pack(v) for k, v in dict(named).items()}
        content = [operation, number, [self.pack(a) for a in arguments], keyed]
        fine, reply = self._peer.ask(content)
        if fine:
            return self.unpack(reply)
        raise rebuild(reply)


class Process(Student):
    """The student's side in a process of its own, where it runs cells too.

    Parameters
    ----------
    sock : socket
        The connection to the judge.
    """

    def __init__(self, sock: socket):
        super().__init__(Peer(Channel(sock), self.answer), {})
        self._socket, self._shell = sock, None

    def run(self) -> None:
        """Answer the judge until it closes."""
        # Of a process that forks only the first listens; else two would share one question.
        signal.signal(signal.SIGINT, self._interrupt)
        os.register_at_fork(after_in_child=self._socket.close)
        self._shell = _shell(self._peer)
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
        """Run a cell; its output goes its own ways. Returns whether it ran to its end."""
        for number, name in ((1, "stdout"), (2, "stderr")):
            if getattr(getattr(sys, name, None), "closed", True):  # by an earlier cell
                setattr(sys, name, _stream(number))
        self._running += 1
        try:
            fine = bool(self._shell.run_cell(source, store_history=True).success)
        except (Exception, KeyboardInterrupt):  # the shell's own, on what the cell has left
            fine = False
        finally:
            self._running -= 1
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:  # closed, or anything that the student put in its place
                continue
        return [fine]

    def _interrupt(self, number: int, frame: Any) -> None:
        """Stop code of the student's; one that has just ended by itself needs no stopping."""
        if self._running:
            raise KeyboardInterrupt

    def _define(self, source: str) -> list:
        """Run only the definitions of a cell: a visible test, which the judge runs itself."""
        exec(compile(definitions(source), "<visible test>", "exec"), self._shell.user_ns)
        return [True]


class Callback:
    """A function of the test's, called from here; it runs where the test runs."""

    def __init__(self, student: Student, number: int, name: str):
        self._student, self.number, self.__name__ = student, number, name

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._student.ask_judge("call", self.number, arguments, named)

    def __repr__(self) -> str:
        return f"<function {self.__name__}>"


class Iterable(Callback):
    """A generator, an open file or the like of the test's: its items are fetched one by one."""

    def __iter__(self) -> Iterable:
        return self._student.ask_judge("iter", self.number)

    def __next__(self) -> Any:
        more, value = self._student.ask_judge("next", self.number)
        if not more:
            raise StopIteration
        return value


def step(subject: Any) -> tuple:
    """Whether an iterator has a further item, and the item."""
    for value in subject:
        return True, value
    return False, None


def _public(name: str) -> str:
    if name.startswith("_"):
        raise AttributeError(name)
    return name


#: What the judge may do with an object of the student's.
OPERATIONS = {
    "call": lambda subject, *arguments, **named: subject(*arguments, **named),
    "repeat": lambda subject, times, *arguments, **named: [
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
}


def describe(error: BaseException) -> dict:
    """An exception as data: its built-in kind, its name, its message, its traceback."""
    kind = next(k for k in type(error).__mro__ if k.__module__ == "builtins")
    try:
        message = str(error)
    except BaseException as second:
        message = f"({type(second).__name__} in its own message)"
    try:
        trace = "".join(traceback.format_exception(error))
    except BaseException:
        trace = ""
    return {
        "kind": kind.__name__,
        "name": type(error).__name__,
        "message": message[:_TEXT],
        "traceback": trace[-_TEXT:],
    }


def rebuild(described: dict) -> BaseException:
    """The exception that `describe` described, as its own built-in type.

    One that only ends a process (SystemExit, KeyboardInterrupt) or a loop (StopIteration)
    becomes an Exception of the same name, which ends a test and not the judge, and does
    not cut short the test's own loops.
    """
    kind = getattr(builtins, str(described["kind"]), Exception)
    loops = (StopIteration, StopAsyncIteration)
    if not (isinstance(kind, type) and issubclass(kind, Exception)) or issubclass(kind, loops):
        kind = Exception
    # What was described may be forged: a message of any length, a name that is none.
    name, message = str(described["name"])[:100], str(described["message"])[:_TEXT]
    name = name if name.isidentifier() else kind.__name__
    cls = type(name, (kind,), {"__str__": lambda self: message, "__module__": "builtins"})
    try:
        error = cls(message)
    except Exception:  # UnicodeDecodeError wants five arguments
        error = type(name, (Exception,), {"__module__": "builtins"})(message)
    error.student_traceback = str(described.get("traceback", ""))[-_TEXT:]
    return error


def _find(name: str) -> type | None:
    module, _, attribute = name.rpartition(".")
    return getattr(sys.modules.get(module), attribute, None)


def _is_tensor(value: Any) -> bool:
    """Whether it is a tensor of values, not one that only stands for values to come."""
    if type(value).__module__.partition(".")[0] not in _TENSORS or isinstance(value, type):
        return False
    if not hasattr(value, "__array__"):
        return False
    try:
        return np.asarray(value).dtype.kind != "O"
    except Exception:  # symbolic, ragged, or with a gradient to carry
        return False


def _tensor(array: np.ndarray) -> Any:
    import keras

    return keras.ops.convert_to_tensor(array)


def _shell(peer: Peer):
    """An IPython shell whose displays and errors are told to the judge."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Hook(DisplayHook):
        """A cell's last value."""

        def write_output_prompt(self):
            pass

        def write_format_data(self, format_dict, md_dict=None):
            peer.note(["result", _bundle(format_dict)])

        def finish_displayhook(self):
            pass

        def log_output(self, format_dict):
            pass

    class Publisher(DisplayPublisher):
        """Figures and everything else that is displayed."""

        def publish(self, data, metadata=None, **_):
            peer.note(["display", _bundle(data)])

        def clear_output(self, wait=False):
            pass

    class Shell(InteractiveShell):
        def _showtraceback(self, etype, evalue, stb):
            peer.note(["error", [str(etype.__name__), _text(evalue), [_text(s) for s in stb]]])

        def ask_exit(self):
            pass

        def enable_gui(self, gui=None):
            pass

        def system(self, command):  # IPython's own wants a terminal
            done = subprocess.run(self.var_expand(command, depth=1), shell=True)
            self.user_ns["_exit_code"] = done.returncode

        def init_sys_modules(self):
            super().init_sys_modules()
            sys.modules["__main__"] = self.user_module

    random.seed()
    np.random.seed()  # noqa: NPY002  (what a fork shares, if the student uses it)
    os.environ.update(HOME=os.getcwd(), IPYTHONDIR=os.path.join(os.getcwd(), ".ipython"))
    sys.stdin = io.StringIO()
    sys.stdout, sys.stderr = _stream(1), _stream(2)
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    shell = Shell.instance(config=config, displayhook_class=Hook, display_pub_class=Publisher)
    # An unfinished cell is a SyntaxError that says what is missing; with IPython's default
    # flags it is "incomplete input" and, from Python 3.13 on, an `_IncompleteInputError`.
    shell.compile.reset_compiler_flags()
    try:
        import matplotlib_inline.backend_inline  # noqa: F401

        shell.run_line_magic("matplotlib", "inline")
    except Exception:
        pass  # figures are no part of a mark
    sys.path.insert(0, os.getcwd())
    return shell


def _stream(number: int) -> io.TextIOBase:
    """What is written to it goes to the judge."""
    return open(number, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)


def _text(value: Any) -> str:
    try:
        return str(value)[:_TEXT]
    except BaseException:
        return ""


def _bundle(data: Any) -> dict:
    """A MIME bundle as data: texts, and pictures in base 64."""
    bundle = {}
    for kind, content in dict(data).items():
        if isinstance(content, bytes):
            content = base64.b64encode(content).decode("ascii")
        if isinstance(content, str) and isinstance(kind, str):
            bundle[kind] = content
    return bundle


def main(sock: socket) -> None:
    """Be a student's process until the judge closes."""
    Process(sock).run()
