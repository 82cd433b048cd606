"""What a function remembers, shares or spoils between its calls.

`probe` calls a function a few times, in the process where the function lives, and names what
it finds. `testing.call` does that by itself; see `Checks.call`.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

import numpy as np

from course.testing.values import RTOL

#: The arguments of a call: those by position and those by name.
Arguments = tuple[list[Any], dict[str, Any]]

#: A seed that nobody uses.
_ODD_SEED = 1_540_483_477
#: What `probe` can find, in English and Spanish.
FINDINGS: dict[str, tuple[str, str]] = {
    "shares-argument": (
        "the result and an argument share their memory: whoever writes into one changes the "
        "other. Return a new array.",
        "el resultado y un argumento comparten memoria: quien escriba en uno cambia el otro. "
        "Devuelve un arreglo nuevo.",
    ),
    "shares-result": (
        "the results of two calls are the same object, or share their memory. Return a new one "
        "on every call.",
        "los resultados de dos llamadas son el mismo objeto o comparten memoria. Devuelve uno "
        "nuevo en cada llamada.",
    ),
    "earlier-result": (
        "a later call changed the result of an earlier one. Return a new result on every call.",
        "una llamada posterior cambió el resultado de una anterior. Devuelve un resultado nuevo "
        "en cada llamada.",
    ),
    "remembers": (
        "called again with the same arguments, it gives another result: something is kept from "
        "call to call.",
        "llamada otra vez con los mismos argumentos, da otro resultado: algo se conserva de una "
        "llamada a otra.",
    ),
    "stale": (
        "the contents of an argument were replaced and the result is still the old one: results "
        "are kept for an object, not for what is in it.",
        "se reemplazó el contenido de un argumento y el resultado sigue siendo el anterior: los "
        "resultados se guardan por objeto, no por lo que contiene.",
    ),
    "read-only": (
        "it fails on arguments that can't be written to: it writes into its arguments. Work on a "
        "copy.",
        "falla con argumentos en los que no se puede escribir: escribe en sus argumentos. Trabaja "
        "sobre una copia.",
    ),
    "global-random": (
        "it uses or seeds a random generator other than the one it was given: draw from `rng` "
        "alone.",
        "usa o fija un generador aleatorio distinto del que recibió: sortea solo con `rng`.",
    ),
}


def is_data(value: Any) -> bool:
    """Whether a value is an array, a tensor, a number, a text, None, or holds only such."""
    if getattr(type(value), "_observe", None):  # it stands for an object in another process
        return False
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(map(is_data, value))
    if isinstance(value, dict):
        return all(map(is_data, value)) and all(map(is_data, value.values()))
    return isinstance(
        value, (str, bytes, bool, int, float, complex, type(None), np.ndarray, np.generic)
    ) or (hasattr(value, "__array__") and hasattr(value, "dtype"))


def watched(function: Callable, /, *arguments: Any, **named: Any) -> tuple[Any, bool]:
    """A function's result, and whether it shares memory with an argument."""
    result = function(*arguments, **named)
    return result, _overlap(result, [*arguments, *named.values()])


def probe(function: Callable, first: Arguments, second: Arguments) -> list[str]:
    """What a function does beside computing its result: keys of `FINDINGS`.

    Parameters
    ----------
    function : callable
        Its results must be data, and depend on its arguments alone.
    first, second : (list, dict)
        The arguments of two calls that succeed, different from each other. If their arrays and
        containers have the same shapes, the contents of one are also put into the other.
    """
    found: list[str] = []

    def check(fine: bool, key: str) -> None:
        if not fine and key not in found:
            found.append(key)

    def call(arguments: Arguments) -> Any:
        return function(*arguments[0], **arguments[1])

    draws = any(isinstance(a, np.random.Generator) for a in (*first[0], *first[1].values()))
    used = _fresh(first)
    one = call(used)
    kept = snapshot(one)
    check(not _overlap(one, used), "shares-argument")
    used_two = _fresh(second)
    two = call(used_two)
    kept_two = snapshot(two)
    check(not _overlap(two, used_two), "shares-argument")
    check(not _overlap(one, two) or not _changeable(one), "shares-result")
    check(same(snapshot(one), kept), "earlier-result")
    if draws:
        check(_leaves_global_generators(lambda: call(_fresh(first))), "global-random")
    _spoil(one)
    check(same(snapshot(call(_fresh(first))), kept), "remembers")
    used = _fresh(first)
    call(used)
    if _refill(used, _fresh(second)):
        check(same(snapshot(call(used)), kept_two), "stale")
    try:
        positional, named = _fresh(first)
        call(([*map(_locked, positional)], {k: _locked(v) for k, v in named.items()}))
    except (ValueError, TypeError) as error:
        check("read-only" not in str(error), "read-only")
    return found


# ---------------------------------------------------------------- arguments and results


def _fresh(arguments: Arguments) -> Arguments:
    """Copies of arrays, containers and generators; functions as they are.

    Each argument is copied by itself: one array in the place of two becomes two.
    """
    positional, named = arguments
    return [_copy(a) for a in positional], {k: _copy(v) for k, v in named.items()}


def _copy(value: Any) -> Any:
    """A copy of arrays, containers and generators at any depth; anything else as it is."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, np.random.Generator):
        return copy.deepcopy(value)
    if type(value) in (list, tuple):
        return type(value)(map(_copy, value))
    if type(value) is dict:
        return {k: _copy(v) for k, v in value.items()}
    return set(value) if type(value) is set else value


class _LockedList(list):
    """A list that refuses to be changed, as a read-only array does."""

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise TypeError("assignment destination is read-only")

    append = extend = insert = remove = pop = clear = sort = reverse = _refuse
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse


class _LockedDict(dict):
    """A dictionary that refuses to be changed."""

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise TypeError("assignment destination is read-only")

    update = setdefault = pop = popitem = clear = _refuse
    __setitem__ = __delitem__ = __ior__ = _refuse


def _locked(value: Any) -> Any:
    """The same, with nothing in it that can be written to."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif type(value) is tuple:
        return tuple(map(_locked, value))
    elif type(value) is list:
        return _LockedList(map(_locked, value))
    elif type(value) is dict:
        return _LockedDict((k, _locked(v)) for k, v in value.items())
    return value


def _arrays(value: Any) -> list[np.ndarray]:
    """The arrays in a value, at any depth; of tensors on the CPU, the memory that they use."""
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [array for item in value for array in _arrays(item)]
    if hasattr(value, "detach"):  # PyTorch's
        try:
            return [value.detach().numpy()]
        except (RuntimeError, TypeError):  # on a device
            return []
    return []


def _overlap(one: Any, two: Any) -> bool:
    """Whether two values have a list or dict in common, or arrays of equal shape that overlap.

    An array of another shape, such as the heads of an array that is split, may be a view.
    """
    containers = {id(c) for c in _containers(one)}
    if any(id(c) in containers for c in _containers(two)):
        return True
    ours, theirs = _arrays(one), _arrays(two)
    return any(
        a.shape == b.shape and a.size and np.shares_memory(a, b) for a in ours for b in theirs
    )


def _containers(value: Any) -> list[Any]:
    """The lists, dicts and sets in a value, at any depth."""
    if isinstance(value, dict):
        return [value, *(c for item in value.values() for c in _containers(item))]
    if isinstance(value, (list, tuple)):
        inner = [c for item in value for c in _containers(item)]
        return [value, *inner] if isinstance(value, list) else inner
    return [value] if isinstance(value, set) else []


def _changeable(value: Any) -> bool:
    return bool(_containers(value)) or any(a.flags.writeable for a in _arrays(value))


def snapshot(value: Any) -> Any:
    """A copy of a result, its arrays and tensors as NumPy arrays."""
    if isinstance(value, dict):
        return {k: snapshot(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [snapshot(v) for v in value]
    if isinstance(value, (set, frozenset)):
        return set(value)
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    return np.array(value) if hasattr(value, "__array__") else value


def same(a: Any, b: Any) -> bool:
    """Whether two snapshots are equal, up to rounding."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    try:
        a, b = np.asarray(a), np.asarray(b)
        if a.dtype.kind in "fiub" and b.dtype.kind in "fiub":
            # Far below a tolerance of values near 1: near-ties and tiny values are results, too.
            return a.shape == b.shape and np.allclose(a, b, rtol=RTOL, atol=1e-9, equal_nan=True)
        return a.shape == b.shape and bool(np.all(a == b))
    except (TypeError, ValueError):
        return True  # it is no data


def _spoil(value: Any) -> None:
    """Write into a result, as its owner may."""
    for array in _arrays(value):
        if array.flags.writeable and array.dtype.kind in "fiub":
            array[...] = 0 if np.all(array) else 1
    for container in reversed(_containers(value)):
        container.clear()


def _refill(arguments: Arguments, others: Arguments) -> bool:
    """Put the contents of other arguments into these objects; False if they don't fit."""
    ours, theirs = ([*a[0], *a[1].values()] for a in (arguments, others))
    if len(ours) != len(theirs) or arguments[1].keys() != others[1].keys():
        return False
    fits = all(map(_fits, ours, theirs)) and any(map(_fillable, ours))
    if fits:
        keys = [*range(len(arguments[0])), *arguments[1]]
        for key, mine, new in zip(keys, ours, theirs, strict=True):
            if isinstance(mine, np.ndarray):
                mine[...] = new
            elif isinstance(mine, list):
                mine[:] = new
            elif isinstance(mine, (dict, set)):
                mine.clear()
                mine.update(new)
            else:
                place: Any = arguments[0] if isinstance(key, int) else arguments[1]
                place[key] = new
    return fits


def _fillable(value: Any) -> bool:
    return isinstance(value, (np.ndarray, list, dict, set))


def _fits(mine: Any, new: Any) -> bool:
    if isinstance(mine, np.ndarray) and isinstance(new, np.ndarray):
        return mine.shape == new.shape and mine.dtype == new.dtype and mine.flags.writeable
    return type(mine) is type(new)


def _leaves_global_generators(call: Callable[[], Any]) -> bool:
    """Whether a call leaves Python's and NumPy's own random generators where they are."""
    states = random.getstate(), np.random.get_state()  # noqa: NPY002
    # Where no seed leads: after a call that seeds them, another one would change nothing.
    random.seed(_ODD_SEED)
    np.random.seed(_ODD_SEED)  # noqa: NPY002
    before = random.getstate(), np.random.get_state()  # noqa: NPY002
    try:
        call()
        after = random.getstate(), np.random.get_state()  # noqa: NPY002
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])  # noqa: NPY002
    return before[0] == after[0] and all(
        np.array_equal(x, y) for x, y in zip(before[1], after[1], strict=True)
    )
