"""Finds the known mistake that a wrong answer shows.

The tests of a failed exercise are replayed, on the same inputs and without stopping at a
failed check: once on the student's work, then on each entry of the catalogue
(``misconceptions/``). The entry that replies to every call as the student's work did is the
mistake, and its text is the hint. The marks are final by then; nothing here changes them.

An entry runs in the judge, behind the same kind of proxy as the student's work, so that
both get the same requests. Its replay stops at the first reply that differs.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from types import SimpleNamespace
from typing import Any

import numpy as np
from nbformat import NotebookNode

from course import testing
from course.code import definitions, normal
from course.judge import wire
from course.judge.inline import cells
from course.judge.proxy import Remote
from course.judge.student import Student
from course.notebooks import (
    exercises,
    grade_id,
    is_setup,
    is_solution,
    is_visible_test,
)

#: Tolerances within which two replies count as the same; float32 rounding is smaller.
RTOL, ATOL = 1e-3, 1e-5


# ---------------------------------------------------------------- replies


@dataclass(frozen=True)
class Reply:
    """The reply to one operation on an answer to an exercise.

    Attributes
    ----------
    operation : str
    fine : bool
        Whether the operation raised no exception.
    value : object
        Its result, as data; if it raised an exception, the built-in type's name.
    changed : dict
        The arguments that it changed, by position or name.
    """

    operation: str
    fine: bool
    value: Any
    changed: dict = field(default_factory=dict)


@dataclass
class Trace:
    """An answer's replies to the tests of its exercise, in order.

    Attributes
    ----------
    replies : list of Reply
    failed : int or None
        The number of replies before the first failed check; None if no check failed.
    whole : bool
        Whether the tests ran to their end.
    """

    replies: list[Reply] = field(default_factory=list)
    failed: int | None = None
    whole: bool = False


class Diverged(BaseException):
    """A reply differs from the expected one, or time is up; no `except Exception` catches it."""


class ReplyRecorder:
    """Stands between a test and the answer that it tests, and records the replies.

    Parameters
    ----------
    peer : object
        Its `ask` sends a request to the answer.
    expected : list of Reply, optional
        What the replies must be; one that differs, or one more, raises `Diverged`.
    deadline : float
        After this time, by `time.monotonic`, every request raises `Diverged`.
    """

    def __init__(self, peer: Any, expected: list[Reply] | None = None, deadline: float = math.inf):
        self._peer, self._expected, self._deadline = peer, expected, deadline
        self.trace = Trace()

    def ask(self, question: list) -> list:
        number = len(self.trace.replies)
        if monotonic() > self._deadline:
            raise Diverged
        if self._expected is not None and number == len(self._expected):
            raise Diverged
        *asked, _ = question
        reply = self._peer.ask([*asked, True])  # which arguments changed is part of the answer
        answer = _read(question[1], reply)
        if self._expected is not None and not same(answer, self._expected[number]):
            raise Diverged
        self.trace.replies.append(answer)
        return reply

    def note_failure(self) -> None:
        if self.trace.failed is None:
            self.trace.failed = len(self.trace.replies)


def _read(operation: str, reply: list) -> Reply:
    fine, content, states, changed = reply
    # How many numbers were drawn depends on how the answer works, not on what it gives: of a
    # generator only its place counts.
    places = [("generator", place) for place in range(len(states))]
    found = {k: wire.unpack(new, _token, generators=places) for k, new in changed.items()}
    value = wire.unpack(content, _token, generators=places) if fine else str(content["kind"])
    return Reply(operation, bool(fine), value, found)


def _token(handle: list) -> tuple:
    """What stands for an object that is not data: its kind."""
    if handle[0] == "judge":
        return ("judge", handle[1])
    _, _, _, _, kinds, is_class = handle
    return ("object", tuple(kinds), is_class)


def same(a: Reply, b: Reply) -> bool:
    """Whether two replies are the same, up to rounding and to the types of numbers."""
    return (a.operation, a.fine, a.changed.keys()) == (b.operation, b.fine, b.changed.keys()) and (
        _equal(a.value, b.value) and all(_equal(a.changed[k], b.changed[k]) for k in a.changed)
    )


def _equal(a: Any, b: Any) -> bool:
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_equal(a[k], b[k]) for k in a)
    if isinstance(a, set) and isinstance(b, set):
        return a == b
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        if len(a) == len(b) and all(map(_equal, a, b)):
            return True
    if isinstance(a, (str, bytes, type(None))) or isinstance(b, (str, bytes, type(None))):
        return type(a) is type(b) and a == b
    a, b = _numbers(a), _numbers(b)
    if a is None or b is None or a.shape != b.shape:
        return False
    with np.errstate(all="ignore"):
        return bool(np.allclose(a, b, rtol=RTOL, atol=ATOL, equal_nan=True))


def _numbers(value: Any) -> np.ndarray | None:
    try:
        return np.asarray(value, dtype="float64")
    except (TypeError, ValueError):
        return None


# ---------------------------------------------------------------- the replay


class CatalogueEntry(Student):
    """An entry of the catalogue, in place of a student's process.

    It has its own stream of random numbers, as a separate process would.
    """

    def __init__(self, names: dict, ask: Callable[[list], list]):
        super().__init__(SimpleNamespace(ask=ask), names)
        self._random = random.getstate(), np.random.get_state()  # noqa: NPY002

    def ask(self, question: list) -> list:
        """The reply to a request of the test, as from a `Peer`."""
        outside = random.getstate(), np.random.get_state()  # noqa: NPY002
        _restore(self._random)
        try:
            return self.answer(question)
        finally:
            self._random = random.getstate(), np.random.get_state()  # noqa: NPY002
            _restore(outside)


def _restore(state: tuple) -> None:
    random.setstate(state[0])
    np.random.set_state(state[1])  # noqa: NPY002


def seed_all(seed: int) -> None:
    """Seed Keras, so that both sides draw the same initial weights from now on."""
    import keras

    keras.utils.set_random_seed(seed % 2**32)


class ExerciseReplay:
    """The tests of an exercise, to be replayed on answers without a verdict.

    Parameters
    ----------
    notebook : NotebookNode
        The source. Cells before the exercise are run, reference solutions included.
    name : str
        The exercise's.
    seed : int
        The seed of random draws.
    language : {"en", "es"}
        The edition's.
    """

    def __init__(self, notebook: NotebookNode, name: str, seed: int, language: str = "en"):
        self.name, self.seed = name, seed
        self._names: dict[str, Any] = {"__name__": "__main__"}
        self._tests: list[NotebookNode] = []
        chosen = {e.name: e for e in exercises(notebook)}[name]
        with _quiet():
            for index in cells(notebook, name, language):
                cell = notebook.cells[index]
                if is_solution(cell) and grade_id(cell) == name:
                    self.reference = cell.source
                elif index in chosen.tests:
                    self._tests.append(cell)
                elif is_visible_test(cell):  # the graded test calls the functions that it defines
                    self._tests.append(NotebookNode(id=cell.id, source=definitions(cell.source)))
                elif is_setup(cell) or is_solution(
                    cell
                ):  # figures are left out: tests don't need them
                    _run(cell.source, cell.id, self._names)

    def observe(self, remote: Remote, recorder: ReplyRecorder) -> None:
        """Run the tests on the object that `remote` has under the exercise's name."""
        remote.peer = recorder
        checks = testing.Checks(on_failure=lambda failure: recorder.note_failure())
        names = {**self._names, self.name: remote.named(self.name), "testing": checks}
        with _quiet():
            for cell in self._tests:
                try:
                    _run(cell.source, cell.id, names)
                except Exception:  # the test can't continue
                    recorder.note_failure()
                    break
        recorder.trace.whole = True

    def trace(
        self, code: str, expected: list[Reply] | None = None, deadline: float = math.inf
    ) -> Trace:
        """The replies of `code`, up to the first one that differs from `expected`, if given."""
        names, remote = dict(self._names), Remote()
        seed_all(self.seed)
        recorder = ReplyRecorder(CatalogueEntry(names, remote.answer), expected, deadline)
        with contextlib.suppress(Diverged):
            try:
                with _quiet():
                    _run(code, self.name, names)
            except Exception:  # the definition itself fails
                recorder.note_failure()
            else:
                self.observe(remote, recorder)
        return recorder.trace


def _run(source: str, name: str, names: dict) -> None:
    exec(compile(source, f"<{name}>", "exec"), names)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        yield


# ---------------------------------------------------------------- the search


def similarity(code: str) -> Callable[[str], float]:
    """How similar other code is to `code`, from 0 to 1; comments and docstrings don't count."""
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(_words(code))

    def similar(other: str) -> float:
        matcher.set_seq1(_words(other))
        return matcher.ratio()

    return similar


def _words(code: str) -> list[str]:
    with contextlib.suppress(SyntaxError, ValueError):
        code = normal(code)
    return code.split()


def find(
    exercise: ExerciseReplay,
    code: str,
    given: Trace,
    entries: list[dict[str, str]],
    deadline: float = math.inf,
) -> dict[str, str] | None:
    """The entry that gives the same replies as a student's answer to `exercise`, or None.

    Entries are tried in the order of their similarity to the student's code, so of several
    with the same replies the most similar one wins. If no entry gives all the same replies,
    the one that agrees longest wins, if it agrees at least up to the first failed check.

    Parameters
    ----------
    code : str
        The student's code.
    given : Trace
        The replies of the student's work.
    deadline : float
        When to give up, by `time.monotonic`.
    """
    if given.failed is None:
        return None
    similar = similarity(code)
    best, reached = None, max(given.failed, 1) - 1
    for entry in sorted(entries, key=lambda e: similar(e["code"]), reverse=True):
        trace = exercise.trace(entry["code"], given.replies, deadline)
        if monotonic() > deadline:
            break
        count = len(trace.replies)
        if count and count == len(given.replies) and (trace.whole or not given.whole):
            return entry
        if count > reached:
            best, reached = entry, count
    return best
