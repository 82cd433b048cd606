"""The checks that compare what a student's code returns with what was expected."""

from __future__ import annotations

import copy
import functools
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Concatenate, NoReturn, ParamSpec, TypeVar

import numpy as np

from course.testing import chance, purity, values
from course.testing.failure import (
    CheckFailed,
    Label,
    Mistake,
    both,
    brief,
    by_language,
    number,
)
from course.testing.values import (
    ATOL,
    RTOL,
    alike,
    array,
    copied,
    equal,
    first_difference,
    is_number,
    matches,
    plain,
)

P = ParamSpec("P")
T = TypeVar("T")
Self = TypeVar("Self", bound="BasicChecks")


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


def _raise(failure: CheckFailed) -> NoReturn:
    raise failure


def check(
    method: Callable[Concatenate[Self, P], None],
) -> Callable[Concatenate[Self, P], None]:
    """A method of the checks whose failure goes to `on_failure`."""

    @functools.wraps(method)
    def run(self: Self, /, *arguments: P.args, **named: P.kwargs) -> None:
        try:
            method(self, *arguments, **named)
        except CheckFailed as failure:
            self._on_failure(failure)

    return run


class BasicChecks:
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
    several = staticmethod(values.several)
    compare = staticmethod(values.compare)
    seed = staticmethod(seed)
    rng = staticmethod(rng)
    once = staticmethod(once)

    def __init__(self, on_failure: Callable[[CheckFailed], None] = _raise):
        self._on_failure = on_failure
        self._calls: dict[int, _Calls] = {}

    @check
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
        if matches(got, want, rtol, atol):
            return
        why = next(
            ((en, es) for v, en, es in mistakes if matches(got, array(v, what), rtol, atol)), None
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
        expected, actual = number(want[place]), number(got[place])
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

    @check
    def same(
        self,
        actual: Any,
        expected: Any,
        what: Label,
        *,
        ordered: bool = False,
        mistakes: Iterable[Mistake] = (),
    ) -> None:
        """Check that two texts, numbers, truth values, or lists or dictionaries of them are equal.

        Tuples count as lists, NumPy strings as strings.

        Parameters
        ----------
        ordered : bool
            Whether the keys of a dictionary must come in the same order, too.
        what, mistakes
            As in `close`.
        """
        got, want = plain(actual), plain(expected)
        if alike(got, want):
            if ordered and isinstance(want, dict) and list(got) != list(want):
                pairs = zip(got, want, strict=True)
                came, due = next((brief(a), brief(b)) for a, b in pairs if a != b)
                raise CheckFailed(
                    "key-order",
                    what,
                    f"the keys come in another order: {came} where {due} was expected.",
                    f"las claves vienen en otro orden: {came} donde se esperaba {due}.",
                )
            return
        why = next(((en, es) for value, en, es in mistakes if alike(got, plain(value))), None)
        place, got, want = first_difference(got, want)
        en, es = (w + p for w, p in zip(both(what), place, strict=True))
        raise CheckFailed(
            "number" if is_number(got) and is_number(want) else "value",
            (en, es),
            f"expected {brief(want)}, got {brief(got)}.",
            f"se esperaba {brief(want)} y llegó {brief(got)}.",
            why,
            expected=brief(want),
            actual=brief(got),
        )

    @check
    def that(self, condition: bool, en: str, es: str) -> None:
        """Check a condition, with the sentence to show when it does not hold."""
        if not condition:
            raise CheckFailed("condition", None, en, es, sentence=by_language(en, es))

    def call(self, function: Callable, /, *arguments: Any, **named: Any) -> Any:
        """Call a student's function and check that it does nothing but compute its result.

        It must not change its arguments. A function of data (arrays, numbers, texts, containers
        of these, a random generator) whose result is data is also called a few times more, with
        the arguments of this call and an earlier one, once two such calls are known, and again
        once their shapes agree: see `purity.probe` for what it must not do.
        """
        given = self._to_probe(function, arguments, named)
        result, shares, changes = _observed(function, None, arguments, named)
        self._unchanged(function, changes, shares)
        if given is not None and purity.is_data(result):
            self._probe(function, given, result)
        return result

    def repeat(self, times: int, function: Callable, /, *arguments: Any, **named: Any) -> list:
        """The results of `times` calls as those of `call`, for results that are numbers.

        If the function runs in another process, one message asks for all of them.
        """
        results, _, changes = _observed(function, times, arguments, named)
        self._unchanged(function, changes)
        if not isinstance(results, list) or len(results) != times:
            raise CheckFailed(
                "count",
                _name(function),
                f"expected the results of {times} calls.",
                f"se esperaban los resultados de {times} llamadas.",
                expected=times,
                actual=type(results).__name__,
            )
        return results

    def accepts(
        self, function: Callable, /, *arguments: Any, why: tuple[str, str], **named: Any
    ) -> Any:
        """As `call`, for arguments at which answers often stop with an error.

        Parameters
        ----------
        why : (english, spanish)
            What is special about the arguments, as a noun phrase ("an odd width"); the message
            of a failure names it with the error.
        """
        try:
            return self.call(function, *arguments, **named)
        except (CheckFailed, NotImplementedError):
            raise
        except Exception as error:
            came, case = type(error).__name__, by_language(*why)
            raise CheckFailed(
                "error",
                _name(function),
                f"it must work with {why[0]}, and raised {came}: {brief(str(error))}",
                f"debe funcionar con {why[1]} y lanzó {came}: {brief(str(error))}",
                actual=came,
                case=case,
            ) from None

    def pure(
        self, function: Callable, first: Sequence[Any], second: Sequence[Any] | None = None
    ) -> None:
        """Check that a function keeps, shares and spoils nothing between calls (`purity.probe`).

        `call` does it by itself for functions of data; this is for the others, such as those that
        get a function, and for models.

        Parameters
        ----------
        first, second : sequence
            The arguments of two calls that differ, preferably of the same shapes.
        """
        second = first if second is None else second
        self._impure(function, ((list(first), {}), (list(second), {})))

    def _to_probe(
        self, function: Callable, arguments: tuple, named: dict[str, Any]
    ) -> purity.Arguments | None:
        """A copy of the arguments of a call on data, if the function is still to be probed."""
        known = self._calls.get(id(function))
        if known is not None and known.probes >= _PROBES:
            return None
        values_given = (*arguments, *named.values())
        if not all(isinstance(v, np.random.Generator) or purity.is_data(v) for v in values_given):
            return None
        if not values_given or _size(values_given) > _SMALL or _is_keras(function):
            return None
        # A generator moves on: what is called again starts from where it stood.
        return copy.deepcopy(list(arguments)), copy.deepcopy(named)

    def _probe(self, function: Callable, given: purity.Arguments, result: Any) -> None:
        known = self._calls.setdefault(id(function), _Calls(function))
        positional, named = given
        forms = [*map(_form, positional)], {k: _form(v) for k, v in named.items()}, _form(result)
        form = repr(forms)
        before = known.by_form.get(form)
        other = None
        if before is not None and not equal(_content(before), _content(given)):
            other, known.probes = before, known.probes + 1
        elif before is None and len(known.by_form) == 1:  # the second call
            (other,) = known.by_form.values()
        if len(known.by_form) < _FORMS or form in known.by_form:
            known.by_form[form] = given
        if other is None:
            return
        try:
            self._impure(function, (other, given))
        except CheckFailed:  # a test that runs again must find it again
            del self._calls[id(function)]
            raise

    @check
    def _impure(self, function: Callable, calls: tuple[purity.Arguments, purity.Arguments]) -> None:
        elsewhere = getattr(type(function), "_probe", None)
        found = (elsewhere or purity.probe)(function, *calls)
        for finding in found:
            if finding in purity.FINDINGS:
                raise CheckFailed(finding, _name(function), *purity.FINDINGS[finding])

    @check
    def _unchanged(
        self, function: Callable, changes: list[tuple[str, Any, Any]], shares: bool = False
    ) -> None:
        for name, old, new in changes:
            if not equal(old, copied(new)):
                raise CheckFailed(
                    "argument-changed",
                    _name(function),
                    f"argument {name} was changed by the call. Work on a copy.",
                    f"la llamada modificó el argumento {name}. Trabaja sobre una copia.",
                    argument=name,
                )
        if shares:
            finding = "shares-argument"
            raise CheckFailed(finding, _name(function), *purity.FINDINGS[finding])

    @check
    def raises(
        self,
        error: type[Exception],
        function: Callable,
        *arguments: Any,
        why: tuple[str, str],
        says: Sequence[str] = (),
        or_else: type[Exception] | tuple[type[Exception], ...] = (),
    ) -> None:
        """Check that a call raises `error`.

        Parameters
        ----------
        why : (english, spanish)
            What is wrong with the arguments, as a noun phrase ("a negative max_norm").
        says : sequence of str
            What the message must contain, if the exercise's card asks for it.
        or_else : type or tuple of types
            Errors that will do as well, whatever they say.
        """
        wanted, case = error.__name__, by_language(*why)
        try:
            self.call(function, *arguments)
        except error as raised:
            missing = [part for part in says if part not in str(raised)]
            if not missing:
                return
            raise CheckFailed(
                "no-message",
                _name(function),
                f"the message of the {wanted} for {why[0]} must say {brief(missing[0])}; it says "
                f"{brief(str(raised))}.",
                f"el mensaje del {wanted} por {why[1]} debe decir {brief(missing[0])}; dice "
                f"{brief(str(raised))}.",
                error=wanted,
                case=case,
            ) from None
        except or_else:
            return
        except (CheckFailed, NotImplementedError):
            raise
        except Exception as other:
            came = type(other).__name__
            raise CheckFailed(
                "other-error",
                _name(function),
                f"expected a {wanted} for {why[0]}, got {came}: {brief(str(other))}",
                f"se esperaba un {wanted} por {why[1]} y llegó {came}: {brief(str(other))}",
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

    def refuses(
        self, function: Callable, cases: Iterable[Any], place: int, *arguments: Any, name: str
    ) -> None:
        """Check that a call raises ValueError for each of several values of one argument.

        For a value that is neither text nor a number, such as a list, TypeError will do as well:
        it is what Python raises where a list is looked up in a dictionary.

        Parameters
        ----------
        cases : iterable
            The values, such as those of `near_misses`.
        place : int
            The argument's position; `arguments` are the others, in order.
        name : str
            The argument's.
        """
        for case in cases:
            given = (*arguments[:place], case, *arguments[place:])
            shown = f"{name} = {brief(case)}"
            plain = isinstance(case, (str, int, float, np.number))
            also = () if plain else TypeError
            self.raises(ValueError, function, *given, why=(shown, shown), or_else=also)

    def integers(
        self,
        function: Callable,
        *arguments: Any,
        what: Label,
        types: Sequence[str] = ("int64", "int32"),
        rtol: float = RTOL,
        atol: float = ATOL,
    ) -> None:
        """Check that a function computes the same where its numbers come as integers.

        Each array of whole numbers alone, then all of them, are given as integers. Their result
        should have fractions: where all numbers are whole, it may not show what is cut off.

        Parameters
        ----------
        *arguments
            Those of a call; arrays of floats (also in lists), some of which hold whole numbers.

        Raises
        ------
        ValueError
            If no array holds whole numbers only.
        """
        expected = _flat(self.call(function, *arguments))
        numeric = [i for i, a in enumerate(arguments) if _is_whole(a)]
        if not numeric:
            raise ValueError("expected at least one array of whole numbers, as floats")
        choices = [[i] for i in numeric] + ([numeric] if len(numeric) > 1 else [])
        for chosen in choices:
            for kind in types:
                given = [_as_type(a, kind) if i in chosen else a for i, a in enumerate(arguments)]
                actual = _flat(self.call(function, *given))
                which = ", ".join(f"#{i + 1}" for i in chosen)
                en, es = both(what)
                label = (
                    f"{en}, argument {which} as {kind}",
                    f"{es}, argumento {which} como {kind}",
                )
                values.several(actual, len(expected), label)
                for got, want in zip(actual, expected, strict=True):
                    self.close(got, want, label, rtol=rtol, atol=atol)

    def alone(
        self,
        function: Callable,
        arguments: Sequence[Any],
        batched: Sequence[int],
        what: Label,
        *,
        results: int | None = None,
        rtol: float = RTOL,
        atol: float = ATOL,
    ) -> None:
        """Check that each example alone gives what it gives in the batch.

        Parameters
        ----------
        arguments : sequence
            Those of a call.
        batched : sequence of int
            Which of them have the batch as their first axis; all results have it, too.
        results : int, optional
            How many results a call has: then each of them may be a list of arrays.
        """

        def parts(result: Any) -> list[Any]:
            if results is None:
                return _flat(result)
            return [result] if results == 1 else values.several(result, results, what)

        together = parts(self.call(function, *arguments))
        for n in range(len(arguments[batched[0]])):
            given = [a[n : n + 1] if i in batched else a for i, a in enumerate(arguments)]
            one = parts(self.call(function, *given))
            en, es = both(what)
            label = (
                f"{en}, example {n} alone and in the batch",
                f"{es}, ejemplo {n} solo y en el lote",
            )
            values.several(one, len(together), label)
            for got, whole in zip(one, together, strict=True):
                got, whole = array(got, label), array(whole, label)
                # The batch is the axis along which one example differs from all of them: not
                # the first, if several results came as one nested list.
                sizes = zip(got.shape, whole.shape, strict=False)
                axis = next((i for i, (a, b) in enumerate(sizes) if a != b), 0)
                part = np.take(whole, [n], axis=axis) if whole.ndim else whole
                self.close(got, part, label, rtol=rtol, atol=atol)

    def mixed(
        self,
        function: Callable,
        oracle: Callable,
        first: Sequence[Any],
        second: Sequence[Any],
        what: Label,
        *,
        rtol: float = RTOL,
        atol: float = ATOL,
    ) -> None:
        """Check that every argument counts, also where all others are those of an earlier call.

        Parameters
        ----------
        oracle : callable
            What the function should give.
        first, second : sequence
            The arguments of two calls, of the same shapes: after the first, each argument in
            turn is the second's.
        """
        for place in range(-1, len(first)):
            given = [second[i] if i == place else a for i, a in enumerate(first)]
            got, want = _flat(self.call(function, *given)), _flat(oracle(*given))
            en, es = both(what)
            label = (
                (f"{en}, another argument #{place + 1}", f"{es}, otro argumento #{place + 1}")
                if place >= 0
                else (en, es)
            )
            values.several(got, len(want), label)
            for ours, theirs in zip(got, want, strict=True):
                self.close(ours, theirs, label, rtol=rtol, atol=atol)

    @check
    def drawn(
        self, draws: Any, probabilities: Any, what: Label, *, mistakes: Iterable[Mistake] = ()
    ) -> None:
        """Check that symbols were drawn independently from a distribution.

        A right answer fails with a probability of at most `chance.FALSE_ALARM`.

        Parameters
        ----------
        draws : array of whole numbers (n,)
        probabilities : array (V,)
        mistakes : iterable of (probabilities, english, spanish)
            Wrong distributions with a known cause; the first that fits is named.
        """
        found, p = array(draws, what).ravel(), array(probabilities, what)
        outside = (found != np.round(found)) | (found < 0) | (found >= len(p))
        if outside.any():
            came = number(found[outside][0])
            raise CheckFailed(
                "not-a-symbol",
                what,
                f"expected whole numbers from 0 to {len(p) - 1}, got {came}.",
                f"se esperaban números enteros de 0 a {len(p) - 1} y llegó {came}.",
                actual=came,
            )
        symbols = found.astype(int)
        wrong = chance.misfits(symbols, p)
        if not wrong:
            return
        why = next(
            ((en, es) for q, en, es in mistakes if not chance.misfits(symbols, array(q, what))),
            None,
        )
        symbol, count = wrong[0]
        expected = number(len(symbols) * p[symbol])
        raise CheckFailed(
            "distribution",
            what,
            f"of {len(symbols)} draws, symbol {symbol} came {count} times; about {expected} were "
            "expected.",
            f"de {len(symbols)} sorteos, el símbolo {symbol} salió {count} veces; se esperaban "
            f"alrededor de {expected}.",
            why,
            count=count,
            expected=expected,
        )


#: The most forms of calls that `call` keeps for a function, to find two alike, and the most
#: numbers in the arguments of such a call.
_FORMS, _SMALL = 40, 20_000
#: How many pairs of calls that are alike are probed.
_PROBES = 3


@dataclass
class _Calls:
    """The calls of one function on data.

    Attributes
    ----------
    by_form : dict
        The arguments of the last call of every form: types and shapes of arguments and result.
    probes : int
        The number of pairs of calls of the same form that were probed.
    """

    function: Callable
    by_form: dict[str, purity.Arguments] = field(default_factory=dict)
    probes: int = 0


def _name(function: Callable) -> str:
    return getattr(function, "__name__", "function")


def _observed(
    function: Callable, times: int | None, arguments: tuple, named: dict[str, Any]
) -> tuple[Any, bool, list[tuple[str, Any, Any]]]:
    """Call a function.

    Parameters
    ----------
    times : int or None
        How many calls, for a list of results; None: one call, for its result.

    Returns
    -------
    result : object
    shares : bool
        Whether the result of one call shares memory with an argument.
    changes : list of (name, before, after)
        The arguments that it may have changed: before as `copied`, after as it is.
    """
    given: dict[int | str, Any] = dict(enumerate(arguments))
    given.update(named)
    elsewhere = getattr(type(function), "_observe", None)
    shares = False
    if elsewhere:  # the function runs in another process, on copies
        result, shares, after = elsewhere(function, times, arguments, named)
        before = {key: copied(given[key]) for key in after}
    else:
        before, after = {key: copied(value) for key, value in given.items()}, given
        if times is None:
            result, shares = purity.watched(function, *arguments, **named)
            # The result may be one of the arguments, which a later call may change.
            result = copy.copy(result) if isinstance(result, np.ndarray) else result
        else:
            result = [function(*arguments, **named) for _ in range(times)]
    names = {k: k if isinstance(k, str) else f"#{k + 1}" for k in given}
    return result, shares, [(names[k], before[k], after[k]) for k in given if k in after]


def _size(value: Any) -> int:
    """About how many numbers and characters are in a value."""
    if isinstance(value, (list, tuple, set)):
        return 1 + sum(map(_size, value))
    if isinstance(value, dict):
        return 1 + sum(_size(k) + _size(v) for k, v in value.items())
    if isinstance(value, (str, bytes)):
        return 1 + len(value)
    return int(getattr(value, "size", 1) or 1) if isinstance(value, np.ndarray) else 1


def _form(value: Any) -> Any:
    """The types and shapes in a value."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype.str
    if isinstance(value, (list, tuple)):
        # A list may hold any number of texts or numbers: its contents can be replaced.
        inner = {repr(_form(v)) for v in value} if isinstance(value, list) else map(_form, value)
        return type(value).__name__, tuple(sorted(map(str, inner)))
    if isinstance(value, dict):
        return "dict"
    return type(value).__name__


def _content(value: Any) -> Any:
    """A copy of a value, with the states of the generators in it."""
    if isinstance(value, np.random.Generator):
        return repr(value.bit_generator.state)
    if isinstance(value, (list, tuple)):
        return [_content(v) for v in value]
    if isinstance(value, dict):
        return {k: _content(v) for k, v in value.items()}
    return copied(value)


def _is_keras(function: Any) -> bool:
    """Whether it is a Keras layer or model, or a class."""
    import keras

    return isinstance(function, (type, keras.layers.Layer))


def _flat(result: Any) -> list[Any]:
    """The arrays of a result: itself, or those of a tuple or list of arrays, at any depth."""
    if not isinstance(result, (list, tuple)) or _is_nested_numbers(result):
        return [result]
    return [array for item in result for array in _flat(item)]


def _is_nested_numbers(value: Any) -> bool:
    """Whether a list is one array: numbers, at a depth that is the same everywhere."""
    if any(hasattr(v, "__array__") and getattr(v, "ndim", 0) for v in value):
        return False
    try:
        return np.asarray(value).dtype.kind in "fiub"
    except (TypeError, ValueError):  # of several shapes
        return False


def _is_whole(value: Any) -> bool:
    """Whether it is an array of floats, or a list of such, with whole numbers only."""
    if isinstance(value, (list, tuple)):
        return bool(value) and all(map(_is_whole, value))
    is_array = isinstance(value, np.ndarray) and value.dtype.kind == "f"
    return is_array and bool(np.all(value == np.round(value)))


def _as_type(value: Any, kind: str) -> Any:
    """The array, or those of a list, with another type."""
    if isinstance(value, (list, tuple)):
        return type(value)(_as_type(v, kind) for v in value)
    return value.astype(kind)
