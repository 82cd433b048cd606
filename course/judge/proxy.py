"""Proxies: they stand in the judge for objects that live in the student's process.

A proxy can be called, indexed, iterated over and asked for its public attributes like the
object itself; each operation is a request to the student's process, and data comes back.
``isinstance(proxy, keras.Model)`` answers for the object.

What crosses is a copy. Whatever the student's code does to its arguments, the test's own
objects stay as they are: a test may compute what it expects from them. `testing.call` is told
what the code changed, and a random generator moves on with its copy, as if it had been shared.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from course.judge import generators, wire
from course.judge.objects import KINDS, describe, find, is_tensor, rebuild, step
from course.judge.rpc import Asker, ConnectionLost

Generators = list[np.random.Generator]

_NOTHING: Mapping[str, Any] = MappingProxyType({})


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
        number = _number(number)
        if owner == "judge":
            return self._own[number]
        if number not in self._proxies:
            type_name, name, kinds, is_class = rest
            for part, kind in ((type_name, str), (name, str), (kinds, list), (is_class, bool)):
                if type(part) is not kind:
                    raise TypeError(f"expected a {kind.__name__}, got {type(part).__name__}")
            known = next((find(k) for k in KINDS if k in kinds), None)
            self._proxies[number] = _make(self, number, type_name, name, known, is_class)
        return self._proxies[number]

    def _pack(self, value: Any, table: Generators) -> bytes:
        return wire.pack(value, self._export, is_tensor, table)

    def _unpack(self, packed: Any, table: Generators) -> Any:
        if not isinstance(packed, bytes):
            raise wire.WireError(f"expected bytes, got {type(packed).__name__}")
        return wire.unpack(packed, self._resolve, generators=table)

    # ------------------------------------------------------------ questions

    def operate(
        self, operation: str, target: int | str, arguments: tuple = (), named: Mapping = _NOTHING
    ) -> Any:
        """The result of one operation on one of the student's objects, which gets copies.

        Only generators among the arguments move on as the student's copies did.

        Raises
        ------
        Exception
            What the student's code raised, as an instance of its built-in type.
        ConnectionLost
            If the reply is none.
        """
        return self.observe(operation, target, arguments, named, watch=False)[0]

    def observe(
        self,
        operation: str,
        target: int | str,
        arguments: tuple = (),
        named: Mapping[str, Any] = _NOTHING,
        watch: bool = True,
    ) -> tuple[Any, dict[int | str, Any]]:
        """As `operate`, and what has become of the arguments that the student's code changed.

        Returns
        -------
        result : object
        changed : dict
            What the student's process has for a changed argument, by position or name.
        """
        table: Generators = []
        packed = [self._pack(a, table) for a in arguments]
        keyed = {k: self._pack(v, table) for k, v in named.items()}
        states = [generators.state(g) for g in table]
        reply = self.peer.ask(["do", operation, target, packed, keyed, states, watch])
        if not _is_reply(reply):
            raise ConnectionLost("malformed reply")
        fine, content, states, changed = reply
        try:
            table = generators.moved(states, table)
            result = self._unpack(content, table) if fine else rebuild(content)
            after = {k: self._unpack(new, table) for k, new in changed.items()} if watch else {}
            if not after.keys() <= {*range(len(arguments)), *named}:
                raise wire.WireError("an argument that was not given has changed")
        except (ValueError, TypeError) as error:
            raise RuntimeError(f"the answer can't be read: {error}") from None
        if fine:
            return result, after
        raise result

    def answer(self, question: list) -> list:
        """The reply to a request of the student's code, for a function or iterable of the test.

        Returns
        -------
        list
            Whether it succeeded; the packed result, or the error; and the states of the
            generators in the request and in the result.
        """
        table: Generators = []
        try:
            operation, number, arguments, named, states = question
            own = self._own[_number(number)]
            table = generators.moved(states)
            if operation == "iter":
                result = iter(own)
            elif operation == "next":
                result = step(own)
            else:
                given = [self._unpack(a, table) for a in arguments]
                keyed = {str(k): self._unpack(v, table) for k, v in named.items()}
                result = own(*given, **keyed)
            reply: list = [True, self._pack(result, table)]
        except Exception as error:
            # The traceback would show the test to the student's process.
            described = {**describe(error), "traceback": ""}
            if isinstance(error, AssertionError):
                # A failed check fails the test, even if the student's code catches it. Its
                # message says what was expected, so the student's process doesn't get it.
                self.failed = self.failed or error
                described["message"] = ""
            reply = [False, described]
        return [*reply, [generators.state(g) for g in table]]


def _is_reply(answer: Any) -> bool:
    """Whether it has the form of a reply; see `Student._operate`."""
    if not (isinstance(answer, list) and len(answer) == 4 and isinstance(answer[0], bool)):
        return False
    fine, content, states, changed = answer
    return (
        isinstance(content, bytes if fine else dict)
        and isinstance(states, list)
        and isinstance(changed, dict)
    )


def _number(value: Any) -> int:
    """The number of an object, from the other side."""
    if type(value) is not int or value < 0:
        raise TypeError(f"expected the number of an object, got {str(value)[:100]!r}")
    return value


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

    def _do(self, operation: str, *arguments: Any) -> Any:
        return self._remote.operate(operation, self._target, arguments)

    def __call__(self, /, *arguments: Any, **named: Any) -> Any:
        return self._remote.operate("call", self._target, arguments, named)

    def _observe(
        self, times: int | None, arguments: tuple, named: Mapping[str, Any]
    ) -> tuple[Any, bool, dict[int | str, Any]]:
        """Call the object, and see what it does to its arguments; see `testing.Checks.call`.

        Parameters
        ----------
        times : int or None
            As many calls in one request, with a list of results; None: one call, its result.

        Returns
        -------
        result : object
        shares : bool
            Whether the result of one call shares memory with an argument.
        changed : dict
            What has become of each changed argument, by position (from 0) or name.
        """
        if times is None:
            reply, changed = self._remote.observe("watched", self._target, arguments, named)
            if not (isinstance(reply, tuple) and len(reply) == 2):
                raise RuntimeError("the answer can't be read: expected a result and a flag")
            result, shares = reply
            return result, shares is True, changed
        given = (times, *arguments)
        result, changed = self._remote.observe("repeat", self._target, given, named)
        return result, False, {k if isinstance(k, str) else k - 1: v for k, v in changed.items()}

    def _probe(self, first: Any, second: Any) -> list[str]:
        """What the object does between calls; see `testing.purity.probe`."""
        found = self._do("probe", list(first), list(second))
        return [str(f) for f in found]

    def _weights(self) -> list[tuple[str, bool, bool]]:
        """The weights of a model; see `testing.training.weights_of`."""
        return [
            (str(name), bool(learns), bool(bound)) for name, learns, bound in self._do("weights")
        ]

    def _step(self, *arguments: Any) -> Any:
        """One step of gradient descent; see `testing.training.sgd_step`."""
        return self._do("step", *arguments)

    def _train_on_batch(self, *arguments: Any) -> Any:
        """The same by a model's own method; see `testing.training.train_on_batch`."""
        return self._do("train_on_batch", *arguments)

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


@functools.lru_cache(maxsize=1000)
def _class(name: str) -> type[Proxy]:
    return type(name, (Proxy,), {"__slots__": ()})


def _make(
    remote: Remote, target: int | str, kind: str, name: str, known: type | None, cls: bool = False
) -> Proxy:
    """A proxy whose type is named like the object's own type, for messages."""
    kind = kind[:100] if kind[:100].isidentifier() else "Proxy"
    return _class(kind)(remote, target, name, known, cls)
