"""The checks that the notebooks' tests are written with.

Checks compare values, never types: an answer may be a NumPy array, a tensor of any
backend or a list of numbers. A failed check raises :class:`CheckFailed`, whose message,
in the language in use, says what was expected and what was returned, as shapes and numbers.

A test calls a student's function through :func:`call` and reads only what the call
returns, so the same test can judge work that runs in another process.
"""

from __future__ import annotations

import copy
import functools
import os
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Concatenate, NoReturn, ParamSpec, TypeVar

import numpy as np

from course.settings import tr

#: Tolerances that fit float32 arithmetic on values of ordinary size.
RTOL, ATOL = 1e-4, 1e-5
#: The most characters of a value that a message shows.
_SHOWN = 60

#: A wrong value that a test recognises, and its explanation in English and Spanish.
Mistake = tuple[Any, str, str]

#: What a check is about: a name or a call, the same in both languages, or (English, Spanish).
Label = str | tuple[str, str]

P = ParamSpec("P")
T = TypeVar("T")


class CheckFailed(AssertionError):
    """A student's answer is not what was asked for.

    Parameters
    ----------
    kind : str
        What is wrong, as a short English identifier that does not depend on the language,
        such as "shape" or "argument-changed"; `course.report.mistakes` lists and names them.
    what : Label, optional
        What was checked; the message begins with it.
    en, es : str
        What is wrong, as a sentence.
    why : (english, spanish), optional
        The cause, if it is known; the message ends with it.
    **data
        The numbers and names of this failure: strings, integers, lists of integers, or
        dictionaries of texts by language.

    Attributes
    ----------
    kind : str
    data : dict
        `data`, with `what` and `why` as texts by language.
    """

    def __init__(
        self,
        kind: str,
        what: Label | None,
        en: str,
        es: str,
        why: tuple[str, str] | None = None,
        **data: Any,
    ):
        sentences = [en, es]
        if what is not None:
            what = _label(what)
            sentences = [f"{w}: {s}" for w, s in zip(what, sentences, strict=True)]
            data["what"] = _by_language(*what)
        if why is not None:
            sentences = [f"{s} {w}" for w, s in zip(why, sentences, strict=True)]
            data["why"] = _by_language(*why)
        super().__init__(tr(*sentences))
        self.kind, self.data = kind, data

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the message alone. A traceback through this module is no help."""
        return [f"\x1b[31m✗ {self}\x1b[0m"]


def _by_language(en: str, es: str) -> dict[str, str]:
    """A text in both languages, as data."""
    return {"en": en, "es": es}


def _label(what: Label) -> tuple[str, str]:
    return (what, what) if isinstance(what, str) else what


@functools.cache
def seed() -> int:
    """The seed of this process's random tests.

    Drawn once per process, so that no answer can be fitted to fixed examples. To repeat
    the tests of an earlier process, set ``COURSE_TEST_SEED`` to its seed.
    """
    given = os.environ.get("COURSE_TEST_SEED")
    return int(given) if given else int.from_bytes(os.urandom(4), "little")


def rng(stream: int = 0) -> np.random.Generator:
    """A generator for a test's inputs; each `stream` gives different numbers."""
    return np.random.default_rng([seed(), stream])


def once(test: Callable[[Any], T]) -> Callable[[Any], T]:
    """Decorate a test that takes its subject, so that it runs only once on the same subject.

    A graded cell repeats the visible test. Where the test builds a model, the second call
    returns the result of the first instead of building another one. A test that failed
    runs again.

    >>> @once
    ... def test_build_model(build_model):
    ...     return build_model(3)
    """
    last: tuple[Any, T] | None = None

    @functools.wraps(test)
    def run(subject: Any) -> T:
        nonlocal last
        if last is None or last[0] is not subject:
            last = subject, test(subject)
        return last[1]

    return run


def array(value: Any, what: Label = ("result", "resultado")) -> np.ndarray:
    """`value`, an array, a tensor or a list of numbers, as a float64 NumPy array.

    Raises
    ------
    CheckFailed
        If it is not made of numbers.
    """
    if value is None:
        raise CheckFailed(
            "none",
            what,
            "expected numbers, got None. Is a `return` missing?",
            "se esperaban números y llegó None. ¿Falta un `return`?",
        )
    try:
        value = _detached(value)
        if isinstance(value, (list, tuple)) and any(hasattr(v, "__array__") for v in value):
            value = [array(v, what) for v in value]
        return np.asarray(value).astype(np.float64)
    except Exception:
        kind = type(value).__name__
        raise CheckFailed(
            "not-numbers",
            what,
            f"expected an array of numbers, got {kind} {_brief(value)}",
            f"se esperaba un arreglo de números y llegó {kind} {_brief(value)}",
            actual=kind,
        ) from None


def _detached(value: Any) -> Any:
    """`value` with the PyTorch tensors in it, at any depth, as NumPy arrays.

    Such a tensor may carry a gradient, be on a device, or have a type that NumPy lacks.
    """
    if hasattr(value, "detach"):
        return value.detach().cpu().double().numpy()
    if isinstance(value, (list, tuple)):
        return [_detached(v) for v in value]
    return value


def several(value: Any, count: int, what: Label) -> list:
    """`value`, a tuple or a list of `count` results, as a list.

    Raises
    ------
    CheckFailed
        If it is anything else.
    """
    if isinstance(value, (tuple, list)) and len(value) == count:
        return list(value)
    got = "None" if value is None else type(value).__name__
    if isinstance(value, (tuple, list)):
        got += f" ({len(value)})"
    raise CheckFailed(
        "count",
        what,
        f"expected {count} results (a tuple or a list), got {got}.",
        f"se esperaban {count} resultados (una tupla o una lista) y llegó {got}.",
        expected=count,
        actual=got,
    )


def compare(name: str, ours: Any, theirs: Any) -> None:
    """Print whether two arrays are equal, equal up to rounding, and how far apart they are.

    For a lesson, not for a test: a difference raises nothing.
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


# ---------------------------------------------------------------- checks


def _raise(failure: CheckFailed) -> NoReturn:
    raise failure


def _check(
    method: Callable[Concatenate[Checks, P], None],
) -> Callable[Concatenate[Checks, P], None]:
    """A method of `Checks` whose failure goes to `on_failure`."""

    @functools.wraps(method)
    def check(self: Checks, /, *arguments: P.args, **named: P.kwargs) -> None:
        try:
            method(self, *arguments, **named)
        except CheckFailed as failure:
            self._on_failure(failure)

    return check


class Checks:
    """What tests use of this module, with a choice of what a failed check does.

    The module's own functions are those of an instance that raises. To run a test past its
    failed checks, let another instance stand for the module in the test's namespace.

    Parameters
    ----------
    on_failure : callable
        Called with the `CheckFailed` of a failed check; if it returns, the test goes on.
        `array` and `several` raise in any case, because they have nothing to return.
    """

    array = staticmethod(array)
    several = staticmethod(several)
    compare = staticmethod(compare)
    seed = staticmethod(seed)
    rng = staticmethod(rng)
    once = staticmethod(once)

    def __init__(self, on_failure: Callable[[CheckFailed], None] = _raise):
        self._on_failure = on_failure

    @_check
    def close(
        self,
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
            What is compared, as the student knows it: "d_W_x", or
            ("d_W_x, one step", "d_W_x, un solo paso").
        mistakes : iterable of (value, english, spanish)
            Wrong values with a known cause; if `actual` equals one, the message gives the
            cause. A generator computes them only if the check fails.
        """
        got, want = array(actual, what), array(expected, what)
        if _matches(got, want, rtol, atol):
            return
        why = next(
            ((en, es) for v, en, es in mistakes if _matches(got, array(v, what), rtol, atol)), None
        )
        if got.shape != want.shape:
            raise CheckFailed(
                "shape",
                what,
                f"expected shape {want.shape}, got shape {got.shape}.",
                f"se esperaba la forma {want.shape} y llegó la forma {got.shape}.",
                why,
                expected=list(want.shape),
                actual=list(got.shape),
            )
        count = int(np.sum(~np.isfinite(got) & np.isfinite(want)))
        if count:
            raise CheckFailed(
                "not-finite",
                what,
                f"{count} of {got.size} values are NaN or infinite where finite ones were "
                "expected.",
                f"{count} de {got.size} valores son NaN o infinitos donde se esperaban valores "
                "finitos.",
                why,
                count=count,
                size=got.size,
            )
        wrong = ~np.isclose(got, want, rtol=rtol, atol=atol, equal_nan=True)
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        expected, actual = _number(want[place]), _number(got[place])
        if got.ndim == 0:
            raise CheckFailed(
                "number",
                what,
                f"expected {expected}, got {actual}.",
                f"se esperaba {expected} y llegó {actual}.",
                why,
                expected=expected,
                actual=actual,
            )
        where, count = "[" + ", ".join(map(str, place)) + "]", int(wrong.sum())
        raise CheckFailed(
            "values",
            what,
            f"{count} of {got.size} values differ; at {where} expected {expected}, got {actual}.",
            f"{count} de {got.size} valores difieren; en {where} se esperaba {expected} y llegó "
            f"{actual}.",
            why,
            count=count,
            size=got.size,
        )

    @_check
    def same(
        self, actual: Any, expected: Any, what: Label, *, mistakes: Iterable[Mistake] = ()
    ) -> None:
        """Check that two texts, numbers, truth values, or lists or dictionaries of them are equal.

        Tuples count as lists, NumPy strings as strings.

        Parameters
        ----------
        what, mistakes
            As in `close`.
        """
        got, want = _plain(actual), _plain(expected)
        if got == want and isinstance(got, bool) == isinstance(want, bool):
            return
        why = next(((en, es) for value, en, es in mistakes if got == _plain(value)), None)
        place, got, want = _first_difference(got, want)
        en, es = (w + p for w, p in zip(_label(what), place, strict=True))
        raise CheckFailed(
            "number" if _is_number(got) and _is_number(want) else "value",
            (en, es),
            f"expected {_brief(want)}, got {_brief(got)}.",
            f"se esperaba {_brief(want)} y llegó {_brief(got)}.",
            why,
            expected=_brief(want),
            actual=_brief(got),
        )

    @_check
    def that(self, condition: bool, en: str, es: str) -> None:
        """Check a condition, with the sentence to show when it does not hold."""
        if not condition:
            raise CheckFailed("condition", None, en, es, sentence=_by_language(en, es))

    def call(self, function: Callable, /, *arguments: Any, **named: Any) -> Any:
        """Call a student's function and check that it did not change its arguments."""
        result, changes = _observed(function, None, arguments, named)
        self._unchanged(function, changes)
        return result

    def repeat(self, times: int, function: Callable, /, *arguments: Any, **named: Any) -> list:
        """The results of `times` calls as those of `call`, for results that are numbers.

        If the function runs in another process, one message asks for all of them.
        """
        results, changes = _observed(function, times, arguments, named)
        self._unchanged(function, changes)
        return results

    @_check
    def _unchanged(self, function: Callable, changes: list[tuple[str, Any, Any]]) -> None:
        for name, old, new in changes:
            if not _equal(old, _data(new)):
                raise CheckFailed(
                    "argument-changed",
                    _name(function),
                    f"argument {name} was changed by the call. Work on a copy.",
                    f"la llamada modificó el argumento {name}. Trabaja sobre una copia.",
                    argument=name,
                )

    @_check
    def raises(
        self,
        error: type[Exception],
        function: Callable,
        *arguments: Any,
        why: tuple[str, str],
    ) -> None:
        """Check that a call raises `error` with a message that says what was wrong.

        Parameters
        ----------
        why : (english, spanish)
            What is wrong with the arguments, as a noun phrase ("a negative max_norm").
        """
        wanted, case = error.__name__, _by_language(*why)
        try:
            self.call(function, *arguments)
        except error as raised:
            if str(raised).strip():
                return
            raise CheckFailed(
                "no-message",
                _name(function),
                f"the {wanted} for {why[0]} has no message; say what was expected and what was "
                "given.",
                f"el {wanted} por {why[1]} no trae mensaje; di qué se esperaba y qué llegó.",
                error=wanted,
                case=case,
            ) from None
        except (CheckFailed, NotImplementedError):
            raise
        except Exception as other:
            came = type(other).__name__
            raise CheckFailed(
                "other-error",
                _name(function),
                f"expected a {wanted} for {why[0]}, got {came}: {_brief(str(other))}",
                f"se esperaba un {wanted} por {why[1]} y llegó {came}: {_brief(str(other))}",
                error=wanted,
                case=case,
                actual=came,
            ) from None
        raise CheckFailed(
            "no-error",
            _name(function),
            f"expected a {wanted} for {why[0]}, but the call went through.",
            f"se esperaba un {wanted} por {why[1]}, pero la llamada siguió adelante.",
            error=wanted,
            case=case,
        )


def _name(function: Callable) -> str:
    return getattr(function, "__name__", "function")


def _matches(actual: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> bool:
    return actual.shape == expected.shape and np.allclose(
        actual, expected, rtol=rtol, atol=atol, equal_nan=True
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _first_difference(got: Any, want: Any) -> tuple[tuple[str, str], Any, Any]:
    """Where two values first differ, in both languages, and what each has there.

    Values short enough for a message are returned whole.
    """
    place = ""
    while max(len(repr(got)), len(repr(want))) > _SHOWN:
        if isinstance(got, list) and isinstance(want, list) and len(got) == len(want):
            key = next(i for i, (a, b) in enumerate(zip(got, want, strict=True)) if a != b)
        elif isinstance(got, dict) and isinstance(want, dict) and got.keys() == want.keys():
            key = next(k for k in want if got[k] != want[k])
        elif isinstance(got, dict) and isinstance(want, dict):
            en, es = f"{place}, keys that only one has", f"{place}, claves que tiene solo uno"
            return (en, es), [k for k in got if k not in want], [k for k in want if k not in got]
        else:
            break
        place, got, want = f"{place}[{key!r}]", got[key], want[key]
    return (place, place), got, want


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


def _observed(
    function: Callable, times: int | None, arguments: tuple, named: dict[str, Any]
) -> tuple[Any, list[tuple[str, Any, Any]]]:
    """Call a function.

    Parameters
    ----------
    times : int or None
        How many calls, for a list of results; None: one call, for its result.

    Returns
    -------
    result : object
    changes : list of (name, before, after)
        The arguments that it may have changed: before as `_data`, after as it is.
    """
    given: dict[int | str, Any] = dict(enumerate(arguments))
    given.update(named)
    elsewhere = getattr(type(function), "_observe", None)
    if elsewhere:  # the function runs in another process, on copies
        result, after = elsewhere(function, times, arguments, named)
        before = {key: _data(given[key]) for key in after}
    else:
        before, after = {key: _data(value) for key, value in given.items()}, given
        if times is None:
            result = function(*arguments, **named)
            # The result may be one of the arguments, which a later call may change.
            result = copy.copy(result) if isinstance(result, np.ndarray) else result
        else:
            result = [function(*arguments, **named) for _ in range(times)]
    names = {k: k if isinstance(k, str) else f"#{k + 1}" for k in given}
    return result, [(names[k], before[k], after[k]) for k in given if k in after]


def _equal(before: Any, after: Any) -> bool:
    """Whether two values that `_data` gave are the same."""
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
    if isinstance(before, (str, bytes, int, float, bool, type(None), set)):
        return before == after
    return True  # a function, a generator or a model is not data


def _data(value: Any) -> Any:
    """A copy of the arrays and containers of `value`; everything else as it is."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "O":
            return value.shape, _data(value.ravel().tolist())
        return value.copy()
    for kind in (tuple, list, deque):
        if isinstance(value, kind):
            items = (_data(v) for v in value)
            return tuple(items) if kind is tuple else list(items)
    if isinstance(value, dict):
        return {k: _data(v) for k, v in value.items()}
    if isinstance(value, set):
        return set(value)
    return value


_checks = Checks()
close, same, that, raises = _checks.close, _checks.same, _checks.that, _checks.raises
call, repeat = _checks.call, _checks.repeat
