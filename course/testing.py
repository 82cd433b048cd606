"""What the tests in the notebooks are written with.

Every check compares values, never types: an answer may be a NumPy array, a
tensor of any backend or a list of numbers. A failed check raises
:class:`CheckFailed`, whose message says, in the language in use, what was
expected and what came, in shapes and numbers.

A test calls a student's function through :func:`call` and reads only what comes
back, so the same test can judge work that runs in another process.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from course.settings import tr

#: Tolerances that fit float32 arithmetic on values of ordinary size.
RTOL, ATOL = 1e-4, 1e-5
#: Characters of a value that a message shows.
_SHOWN = 60

#: A wrong value a test can recognise, and what it means in English and Spanish.
Mistake = tuple[Any, str, str]

#: What a check is about: a name or a call, the same in both languages, or (English, Spanish).
Label = str | tuple[str, str]


class CheckFailed(AssertionError):
    """A student's answer is not what was asked for."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the sentence. The way through this module helps nobody."""
        return [f"\x1b[31m✗ {self}\x1b[0m"]


#: What is told of a check that failed instead of ending the test; see `observing`.
_observer: Callable[[], None] | None = None


@contextlib.contextmanager
def observing(failed: Callable[[], None]) -> Iterator[None]:
    """Let tests go on behind a check that fails: `failed` is called, and nothing is raised.

    For who wants all of an answer's answers, and no verdict.
    """
    global _observer
    before, _observer = _observer, failed
    try:
        yield
    finally:
        _observer = before


def _check(check: Callable[..., None]) -> Callable[..., None]:
    """A check whose failure ends the test, unless somebody is observing."""

    @functools.wraps(check)
    def checked(*arguments: Any, **named: Any) -> None:
        try:
            check(*arguments, **named)
        except CheckFailed:
            if _observer is None:
                raise
            _observer()

    return checked


_seed: int | None = None


def seed() -> int:
    """The seed of this process's random tests.

    Drawn afresh in every process, so that no answer can be fitted to fixed
    examples; ``COURSE_TEST_SEED`` repeats the draw of an earlier one.
    """
    global _seed
    if _seed is None:
        given = os.environ.get("COURSE_TEST_SEED")
        _seed = int(given) if given else int.from_bytes(os.urandom(4), "little")
    return _seed


def rng(stream: int = 0) -> np.random.Generator:
    """A generator for a test's inputs; each `stream` draws independently."""
    return np.random.default_rng([seed(), stream])


def _shape(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return str(value.shape)
    return type(value).__name__


def _label(what: Label) -> str:
    return what if isinstance(what, str) else tr(*what)


def array(value: Any, what: Label = ("result", "resultado")) -> np.ndarray:
    """`value` as a float64 NumPy array, whatever kind of array or list it is.

    Raises
    ------
    CheckFailed
        If it is not made of numbers.
    """
    what = _label(what)
    if value is None:
        raise CheckFailed(
            tr(
                f"{what}: expected numbers, got None. Is a `return` missing?",
                f"{what}: se esperaban números y llegó None. ¿Falta un `return`?",
            )
        )
    try:
        value = _detached(value)
        if isinstance(value, (list, tuple)) and any(hasattr(v, "__array__") for v in value):
            value = [array(v, what) for v in value]
        return np.asarray(value).astype(np.float64)
    except Exception:
        raise CheckFailed(
            tr(
                f"{what}: expected an array of numbers, got {type(value).__name__} {_brief(value)}",
                f"{what}: se esperaba un arreglo de números y llegó "
                f"{type(value).__name__} {_brief(value)}",
            )
        ) from None


def _detached(value: Any) -> Any:
    """`value` with the torch tensors in it, at any depth, as NumPy arrays.

    They may carry a gradient, lie on a device, or have a width that NumPy lacks.
    """
    if hasattr(value, "detach"):
        return value.detach().cpu().double().numpy()
    if isinstance(value, (list, tuple)):
        return [_detached(v) for v in value]
    return value


def compare(name: str, ours: Any, theirs: Any) -> None:
    """Print whether two arrays are equal, equal up to rounding, and how far apart they are.

    For the lesson, not for a mark: nothing is raised.
    """
    ours, theirs = array(ours, name), array(theirs, name)
    exact = bool(np.array_equal(ours, theirs))
    approximate = bool(np.allclose(ours, theirs, rtol=RTOL, atol=ATOL))
    gap = float(np.abs(ours - theirs).max())
    print(
        tr(
            f"{name:10} exact {exact!s:5}  approximate {approximate!s:5}  "
            f"largest difference {gap:.0e}",
            f"{name:10} exacto {_yes(exact)}  aproximado {_yes(approximate)}  "
            f"mayor diferencia {gap:.0e}",
        )
    )


def _yes(value: bool) -> str:
    return "sí" if value else "no"


def _brief(value: Any) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _number(value: float) -> str:
    return f"{value:.6g}"


def _matches(actual: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> bool:
    return actual.shape == expected.shape and np.allclose(
        actual, expected, rtol=rtol, atol=atol, equal_nan=True
    )


@_check
def close(
    actual: Any,
    expected: Any,
    what: Label,
    *,
    rtol: float = RTOL,
    atol: float = ATOL,
    mistakes: Iterable[Mistake] = (),
) -> None:
    """Check that `actual` has the shape and, within tolerance, the values of `expected`.

    Parameters
    ----------
    actual, expected
        Arrays, tensors, numbers or lists of numbers.
    what : str or (english, spanish)
        What is being compared, as the student knows it: "d_W_x", or
        ("d_W_x, one step", "d_W_x, un solo paso").
    mistakes : iterable of (value, english, spanish)
        Wrong values with a known cause; if `actual` equals one, the message says so. A
        generator computes them only if something is wrong.
    """
    what = _label(what)
    got, want = array(actual, what), array(expected, what)
    if _matches(got, want, rtol, atol):
        return
    why = ""
    for value, en, es in mistakes:
        if _matches(got, array(value, what), rtol, atol):
            why = " " + tr(en, es)
            break
    if got.shape != want.shape:
        raise CheckFailed(
            tr(
                f"{what}: expected shape {want.shape}, got shape {got.shape}.",
                f"{what}: se esperaba la forma {want.shape} y llegó la forma {got.shape}.",
            )
            + why
        )
    if not np.all(np.isfinite(got) | ~np.isfinite(want)):
        bad = int(np.sum(~np.isfinite(got) & np.isfinite(want)))
        raise CheckFailed(
            tr(
                f"{what}: {bad} of {got.size} values are NaN or infinite where finite ones "
                "were expected.",
                f"{what}: {bad} de {got.size} valores son NaN o infinitos donde se esperaban "
                "valores finitos.",
            )
            + why
        )
    wrong = ~np.isclose(got, want, rtol=rtol, atol=atol, equal_nan=True)
    if got.ndim == 0:
        raise CheckFailed(
            tr(
                f"{what}: expected {_number(want[()])}, got {_number(got[()])}.",
                f"{what}: se esperaba {_number(want[()])} y llegó {_number(got[()])}.",
            )
            + why
        )
    place = tuple(int(i) for i in np.argwhere(wrong)[0])
    where = "[" + ", ".join(map(str, place)) + "]"
    raise CheckFailed(
        tr(
            f"{what}: {int(wrong.sum())} of {got.size} values differ; at {where} expected "
            f"{_number(want[place])}, got {_number(got[place])}.",
            f"{what}: {int(wrong.sum())} de {got.size} valores difieren; en {where} se esperaba "
            f"{_number(want[place])} y llegó {_number(got[place])}.",
        )
        + why
    )


@_check
def same(actual: Any, expected: Any, what: Label, *, mistakes: Iterable[Mistake] = ()) -> None:
    """Check that two texts, truth values or lists of texts are equal.

    Tuples count as lists, NumPy strings as strings.
    """
    got, want = _plain(actual), _plain(expected)
    if got == want and isinstance(got, bool) == isinstance(want, bool):
        return
    what = _label(what)
    why = next((" " + tr(en, es) for value, en, es in mistakes if got == _plain(value)), "")
    place, got, want = _narrowed(got, want)
    raise CheckFailed(
        tr(
            f"{what}{place}: expected {_brief(want)}, got {_brief(got)}.",
            f"{what}{place}: se esperaba {_brief(want)} y llegó {_brief(got)}.",
        )
        + why
    )


def _narrowed(got: Any, want: Any) -> tuple[str, Any, Any]:
    """Of two values too long to be shown, the first place where they differ, and what is there."""
    place = ""
    while max(len(repr(got)), len(repr(want))) > _SHOWN:
        if isinstance(got, list) and isinstance(want, list) and len(got) == len(want):
            key = next(i for i, (a, b) in enumerate(zip(got, want, strict=True)) if a != b)
        elif isinstance(got, dict) and isinstance(want, dict) and got.keys() == want.keys():
            key = next(k for k in want if got[k] != want[k])
        elif isinstance(got, dict) and isinstance(want, dict):
            place += tr(", keys that only one has", ", claves que tiene solo uno")
            got, want = [k for k in got if k not in want], [k for k in want if k not in got]
            break
        else:
            break
        place, got, want = f"{place}[{key!r}]", got[key], want[key]
    return place, got, want


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {_plain(k): _plain(v) for k, v in value.items()}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    return value


@_check
def that(condition: bool, en: str, es: str) -> None:
    """Check a condition, with the sentence to show when it does not hold."""
    if not condition:
        raise CheckFailed(tr(en, es))


def several(value: Any, count: int, what: Label) -> list:
    """`value` as a list of `count` results, or a sentence that says what came instead."""
    if not isinstance(value, (tuple, list)) or len(value) != count:
        what = _label(what)
        came = (
            f"{type(value).__name__} ({len(value)})"
            if isinstance(value, (tuple, list))
            else _brief(value)
            if value is None
            else type(value).__name__
        )
        raise CheckFailed(
            tr(
                f"{what}: expected {count} results (a tuple or a list), got {came}.",
                f"{what}: se esperaban {count} resultados (una tupla o una lista) y llegó {came}.",
            )
        )
    return list(value)


def _equal(before: Any, after: Any) -> bool:
    if isinstance(before, np.ndarray):
        return (
            isinstance(after, np.ndarray)
            and before.dtype == after.dtype
            and np.array_equal(before, after, equal_nan=before.dtype.kind in "fc")
        )
    if isinstance(before, (list, tuple)):
        return (
            isinstance(after, type(before))
            and len(before) == len(after)
            and all(map(_equal, before, after))
        )
    if isinstance(before, dict):
        if not isinstance(after, dict):
            return False
        return before.keys() == after.keys() and all(_equal(before[k], after[k]) for k in before)
    if isinstance(before, (str, bytes, int, float, bool, type(None))):
        return before == after
    return True  # a function, a generator or a model is not data


def _data(value: Any) -> Any:
    """A copy of the arrays and containers of `value`; everything else as it is."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return type(value)(_data(v) for v in value)
    if type(value) is dict:
        return {k: _data(v) for k, v in value.items()}
    return value


def call(function: Callable, *arguments: Any, **named: Any) -> Any:
    """Call a student's function and check that it left its arguments as they were."""
    before = _data(arguments), _data(named)
    result = function(*arguments, **named)
    # What comes back may be one of the arguments' own arrays; keep the values of now.
    result = copy.copy(result) if isinstance(result, np.ndarray) else result
    _unchanged(function, before, arguments, named)
    return result


def repeat(times: int, function: Callable, *arguments: Any, **named: Any) -> list:
    """`call`, so many times in a row: what came back each time, for answers that are numbers.

    Work that runs in another process is asked once for all of them.
    """
    before = _data(arguments), _data(named)
    at_once = getattr(type(function), "_repeat", None)
    if at_once:
        results = at_once(function, times, *arguments, **named)
    else:
        results = [function(*arguments, **named) for _ in range(times)]
    _unchanged(function, before, arguments, named)
    return results


@_check
def _unchanged(function: Callable, before: tuple, arguments: tuple, named: dict) -> None:
    for old, new, name in [
        *((b, a, f"#{i + 1}") for i, (b, a) in enumerate(zip(before[0], arguments, strict=True))),
        *((before[1][k], named[k], k) for k in named),
    ]:
        if not _equal(old, new):
            who = getattr(function, "__name__", "function")
            raise CheckFailed(
                tr(
                    f"{who}: argument {name} was changed by the call. Work on a copy.",
                    f"{who}: la llamada modificó el argumento {name}. Trabaja sobre una copia.",
                )
            )


def once(test: Callable) -> Any:
    """What a test gives; it isn't run again if it passed, on the same object, before.

    A graded cell repeats the visible test. Where that one builds a model, this saves
    half of it: ``model = once(test_build_model)`` in both cells. ``test_NAME`` tests `NAME`.
    """
    subject = test.__globals__[test.__name__.removeprefix("test_")]
    if getattr(test, "passed", None) is None or test.passed[0] is not subject:
        test.passed = subject, test()
    return test.passed[1]


@_check
def raises(
    error: type[Exception], function: Callable, *arguments: Any, why: tuple[str, str]
) -> None:
    """Check that a call raises `error` with a sentence that says what was wrong.

    Parameters
    ----------
    why : (english, spanish)
        What is wrong with the arguments, as a noun phrase ("a negative max_norm").
    """
    name = getattr(function, "__name__", "function")
    try:
        call(function, *arguments)
    except error as raised:
        if str(raised).strip():
            return
        raise CheckFailed(
            tr(
                f"{name}: the {error.__name__} for {why[0]} has no message; say what was "
                "expected and what came.",
                f"{name}: el {error.__name__} por {why[1]} no trae mensaje; di qué se esperaba "
                "y qué llegó.",
            )
        ) from None
    except (CheckFailed, NotImplementedError):
        raise
    except Exception as other:
        raise CheckFailed(
            tr(
                f"{name}: expected a {error.__name__} for {why[0]}, got "
                f"{type(other).__name__}: {_brief(str(other))}",
                f"{name}: se esperaba un {error.__name__} por {why[1]} y llegó "
                f"{type(other).__name__}: {_brief(str(other))}",
            )
        ) from None
    raise CheckFailed(
        tr(
            f"{name}: expected a {error.__name__} for {why[0]}, but the call went through.",
            f"{name}: se esperaba un {error.__name__} por {why[1]}, pero la llamada siguió "
            "adelante.",
        )
    )
