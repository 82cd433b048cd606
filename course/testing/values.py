"""What a student's code returns, as plain arrays, numbers and containers."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np

from course.settings import tr
from course.testing.failure import SHOWN, CheckFailed, Label, brief

#: Tolerances that fit float32 arithmetic on values of ordinary size.
RTOL, ATOL = 1e-4, 1e-5


def array(value: Any, what: Label = ("result", "resultado")) -> np.ndarray:
    """`value`, an array, a tensor or a list of numbers, as a float64 NumPy array.

    Raises
    ------
    CheckFailed
        If it is not made of real numbers.
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
        numbers = np.asarray(value)
        if numbers.dtype.kind in "SU":  # NumPy would read "3" as the number 3
            raise TypeError("text is no number")
        if not np.iscomplexobj(numbers):
            return numbers.astype(np.float64)
    except Exception:
        kind = type(value).__name__
        raise CheckFailed(
            "not-numbers",
            what,
            f"expected an array of numbers, got {kind} {brief(value)}",
            f"se esperaba un arreglo de números y llegó {kind} {brief(value)}",
            actual=kind,
        ) from None
    raise CheckFailed(
        "complex",
        what,
        f"expected real numbers, got complex ones: {brief(value)}",
        f"se esperaban números reales y llegaron complejos: {brief(value)}",
    )


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


def matches(actual: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> bool:
    """Whether two arrays have the same shape and, within tolerance, the same values."""
    return actual.shape == expected.shape and np.allclose(
        actual, expected, rtol=rtol, atol=atol, equal_nan=True
    )


def is_number(value: Any) -> bool:
    """Whether a value is a number, and not a truth value."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def plain(value: Any) -> Any:
    """Tuples as lists, NumPy's numbers and texts as Python's, at any depth."""
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {plain(k): plain(v) for k, v in value.items()}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    return value


def alike(got: Any, want: Any) -> bool:
    """Whether two plain values are equal; a truth value is no number, at any depth."""
    if isinstance(got, list) and isinstance(want, list):
        return len(got) == len(want) and all(map(alike, got, want))
    if isinstance(got, dict) and isinstance(want, dict):
        return got.keys() == want.keys() and all(alike(got[k], want[k]) for k in want)
    return bool(got == want) and isinstance(got, bool) == isinstance(want, bool)


def first_difference(got: Any, want: Any) -> tuple[tuple[str, str], Any, Any]:
    """Where two values first differ, in both languages, and what each has there.

    Values short enough for a message are returned whole.
    """
    place = ""
    while max(len(repr(got)), len(repr(want))) > SHOWN:
        if isinstance(got, list) and isinstance(want, list) and len(got) == len(want):
            key = next(i for i, (a, b) in enumerate(zip(got, want, strict=True)) if not alike(a, b))
        elif isinstance(got, dict) and isinstance(want, dict) and got.keys() == want.keys():
            key = next(k for k in want if not alike(got[k], want[k]))
        elif isinstance(got, dict) and isinstance(want, dict):
            en, es = f"{place}, keys that only one has", f"{place}, claves que tiene solo uno"
            return (en, es), [k for k in got if k not in want], [k for k in want if k not in got]
        else:
            break
        place, got, want = f"{place}[{key!r}]", got[key], want[key]
    return (place, place), got, want


def equal(before: Any, after: Any) -> bool:
    """Whether two values that `copied` gave are the same, types included."""
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
            and all(map(equal, before, after))
        )
    if isinstance(before, dict):
        if not isinstance(after, dict):
            return False
        return before.keys() == after.keys() and all(equal(before[k], after[k]) for k in before)
    if isinstance(before, (str, bytes, int, float, bool, type(None), set)):
        return not isinstance(after, np.ndarray) and before == after
    return True  # a function, a generator or a model is not data


def copied(value: Any) -> Any:
    """A copy of the arrays and containers of `value`; everything else as it is."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "O":
            return value.shape, copied(value.ravel().tolist())
        return value.copy()
    for kind in (tuple, list, deque):
        if isinstance(value, kind):
            items = (copied(v) for v in value)
            return tuple(items) if kind is tuple else list(items)
    if isinstance(value, dict):
        return {k: copied(v) for k, v in value.items()}
    if isinstance(value, set):
        return set(value)
    return value
