"""Proxies: they stand in the judge for objects that live in the student's process.

A proxy can be called, indexed, iterated over and asked for its public attributes like the
object itself; each operation is a request to the student's process, and data comes back.
``isinstance(proxy, keras.Model)`` answers for the object. If the student's code changes an
argument, the test's own object is changed in the same way.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from course.judge import wire
from course.judge.objects import KINDS, describe, find, is_tensor, rebuild, step
from course.judge.rpc import Asker, ConnectionLost


class Remote:
    """The judge's side of the conversation: the student's objects, by number or by name.

    Attributes
    ----------
    peer : Asker
        Set by the creator of this object, whose `answer` answers the peer's requests.
    failed : Exception or None
        The first check that failed in a function of the test that the student's code called.
    """

    def __init__(self) -> None:
        self.peer: Asker
        self._own: list[Any] = []  # functions and iterables that the student's code may use
        self._numbers: dict[int, int] = {}
        self._proxies: dict[int, Proxy] = {}
        self.failed: Exception | None = None

    def named(self, name: str) -> Proxy:
        """The object that has this name in the student's notebook at the time it is used."""
        return _make(self, name, "function", name, None)

    # ------------------------------------------------------------ values

    def _export(self, value: Any) -> list:
        if isinstance(value, Proxy):
            return ["student", object.__getattribute__(value, "_target")]
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._own)
            self._own.append(value)
        name = getattr(value, "__name__", type(value).__name__)
        return ["judge", number, name, not callable(value) and hasattr(value, "__iter__")]

    def _resolve(self, handle: list) -> Any:
        owner, number, *rest = handle
        if owner == "judge":
            return self._own[number]
        if number not in self._proxies:
            type_name, name, kinds, is_class = rest
            known = next((find(k) for k in KINDS if k in kinds), None)
            self._proxies[number] = _make(
                self, int(number), str(type_name), str(name), known, bool(is_class)
            )
        return self._proxies[number]

    def pack(self, value: Any) -> bytes:
        return wire.pack(value, self._export, is_tensor)

    def unpack(self, packed: Any) -> Any:
        if not isinstance(packed, bytes):
            raise wire.WireError(f"expected bytes, got {type(packed).__name__}")
        return wire.unpack(packed, self._resolve)

    # ------------------------------------------------------------ questions

    def operate(self, operation: str, target: int | str, *arguments: Any, **named: Any) -> Any:
        """Do one operation on one of the student's objects; arguments change as it changes them.

        Raises
        ------
        Exception
            What the student's code raised, as an instance of its built-in type.
        ConnectionLost
            If the reply is none.
        """
        packed = [self.pack(a) for a in arguments]
        keyed = {k: self.pack(v) for k, v in named.items()}
        answer = self.peer.ask(["do", operation, target, packed, keyed])
        if not _is_reply(answer):
            raise ConnectionLost("malformed reply")
        fine, reply, changed = answer
        try:
            for key, new in changed.items():
                restore(named[key] if isinstance(key, str) else arguments[key], self.unpack(new))
            result = self.unpack(reply) if fine else rebuild(reply)
        except (wire.WireError, ValueError, TypeError, KeyError, IndexError) as error:
            raise RuntimeError(f"the answer can't be read: {error}") from None
        if fine:
            return result
        raise result

    def answer(self, question: list) -> list:
        """The reply to a request of the student's code, for a function or iterable of the test."""
        try:
            operation, number, arguments, named = question
            if not isinstance(number, int) or number < 0:
                raise TypeError(f"expected the number of a function, got {number!r}")
            own = self._own[number]
            if operation == "iter":
                return [True, self.pack(iter(own))]
            if operation == "next":
                return [True, self.pack(step(own))]
            given = [self.unpack(a) for a in arguments]
            keyed = {str(k): self.unpack(v) for k, v in named.items()}
            return [True, self.pack(own(*given, **keyed))]
        except Exception as error:
            # The traceback would show the test to the student's process.
            described = {**describe(error), "traceback": ""}
            if isinstance(error, AssertionError):
                # A failed check fails the test, even if the student's code catches it. Its
                # message says what was expected, so the student's process doesn't get it.
                self.failed = self.failed or error
                described["message"] = ""
            return [False, described]


def _is_reply(answer: Any) -> bool:
    """Whether it has the form of a reply; see `Student._operate`."""
    if not (isinstance(answer, list) and len(answer) == 3 and isinstance(answer[0], bool)):
        return False
    return isinstance(answer[1], bytes if answer[0] else dict) and isinstance(answer[2], dict)


def restore(original: Any, new: Any) -> None:
    """Change the test's own object as the call changed the student's copy of it.

    Raises
    ------
    ValueError
        If an array's size or type changed, which can't be done to the test's own array.
    """
    if isinstance(original, np.ndarray) and isinstance(new, np.ndarray):
        if original.size == new.size and original.shape != new.shape:
            with contextlib.suppress(AttributeError):  # not every memory layout allows every shape
                original.shape = new.shape
        if original.shape != new.shape or original.dtype != new.dtype:
            raise ValueError(
                f"an array of shape {original.shape} and type {original.dtype} that was passed "
                f"became one of {new.shape} and {new.dtype}"
            )
        original[...] = new
    elif isinstance(original, np.random.Generator) and isinstance(new, np.random.Generator):
        if type(original.bit_generator) is type(new.bit_generator):
            original.bit_generator.state = new.bit_generator.state
    elif isinstance(original, list) and isinstance(new, list):
        if len(original) == len(new):
            for i, (a, b) in enumerate(zip(original, new, strict=True)):
                original[i] = _kept(a, b)
        else:
            original[:] = new
    elif isinstance(original, tuple) and isinstance(new, tuple):
        for a, b in zip(original, new, strict=False):
            restore(a, b)
    elif isinstance(original, dict) and isinstance(new, dict):
        merged = {k: _kept(original[k], v) if k in original else v for k, v in new.items()}
        original.clear()
        original.update(merged)
    elif isinstance(original, set) and isinstance(new, set):
        original.clear()
        original.update(new)


def _kept(original: Any, new: Any) -> Any:
    """`original`, changed in place to equal `new` where that is possible, else `new`."""
    if isinstance(original, np.ndarray) and isinstance(new, np.ndarray):
        if original.shape != new.shape or original.dtype != new.dtype:
            return new
    elif not isinstance(original, (list, dict, set, tuple)) or type(original) is not type(new):
        return new
    restore(original, new)
    return new if isinstance(original, tuple) else original


class Proxy:
    """Stands for an object of the student; see the module."""

    __slots__ = ("__name__", "_is_class", "_known", "_remote", "_target")

    def __init__(self, remote: Remote, target: int | str, name: str, known: type | None, cls: bool):
        put = object.__setattr__
        put(self, "_remote", remote)
        put(self, "_target", target)
        put(self, "_known", known)
        put(self, "_is_class", cls)
        put(self, "__name__", name)

    def _do(self, operation: str, *arguments: Any, **named: Any) -> Any:
        return self._remote.operate(operation, self._target, *arguments, **named)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._do("call", *arguments, **named)

    def _repeat(self, times: int, *arguments: Any, **named: Any) -> list:
        """Call the object `times` times in one request; see `testing.repeat`."""
        return self._do("repeat", times, *arguments, **named)

    def __getattr__(self, name: str) -> Any:
        if name == "__bases__" and self._is_class:
            return (self._known or object,)
        if name.startswith("_"):
            raise AttributeError(name)
        return self._do("get", name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._do("set", name, value)

    def __getitem__(self, key: Any) -> Any:
        return self._do("item", key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._do("set_item", key, value)

    def __len__(self) -> int:
        return self._do("len")

    def __iter__(self) -> Iterator[Any]:
        iterator = self._do("iter")
        while True:
            more, value = iterator._do("next")
            if not more:
                return
            yield value

    def __next__(self) -> Any:
        more, value = self._do("next")
        if not more:
            raise StopIteration
        return value

    def __contains__(self, value: Any) -> bool:
        return bool(self._do("contains", value))

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        result = self._do("array")
        if not isinstance(result, np.ndarray):
            raise TypeError("expected an array of numbers")
        return result if dtype is None else result.astype(dtype)

    def __str__(self) -> str:
        return self._do("text")

    def __repr__(self) -> str:
        return self._do("repr")

    def __bool__(self) -> bool:
        return True  # as for most objects; the student's process doesn't decide it

    def __float__(self) -> float:
        return self._do("float")

    def __int__(self) -> int:
        return self._do("int")

    def __index__(self) -> int:
        return self._do("index")

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        if self._is_class:
            return type
        return self._known or type(self)


def _make(
    remote: Remote, target: int | str, kind: str, name: str, known: type | None, cls: bool = False
) -> Proxy:
    """A proxy whose type is named like the object's own type, for messages."""
    kind = kind[:100] if kind[:100].isidentifier() else "Proxy"
    return type(kind, (Proxy,), {"__slots__": ()})(remote, target, name, known, cls)
