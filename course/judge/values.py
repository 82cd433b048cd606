"""Plain values of the standard library and of pandas, taken apart and put together again.

Each kind has a name, what takes a value of exactly this type apart into data, and what puts
these together again. The parts may come from a hostile sender: whatever they are, putting
them together executes nothing of theirs and takes no longer than their size warrants.
"""

from __future__ import annotations

import collections
import datetime
import sys
from array import array
from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

#: The largest exponent of a Decimal, and the most digits or bits of a part of a number: what
#: Python computes with larger ones may take hours.
_MAX_EXPONENT, _MAX_DIGITS, MAX_BITS = 10_000, 10_000, 40_000
#: The most keys of the same hash: looking one up takes as many comparisons. Honest data has
#: next to none, since two numbers of 64 bits rarely have the same.
_MAX_ALIKE = 20
#: The most columns of a table.
_MAX_COLUMNS = 10_000
#: What a defaultdict may put in place of a value that it lacks.
_FACTORIES: Mapping[str, type] = {
    kind.__name__: kind for kind in (bool, complex, dict, float, int, list, set, str, tuple)
}

Parts = list[Any]


def check_keys(keys: Sequence[Hashable]) -> None:
    """Check that a dict or a set of these keys takes time in proportion to their number.

    Raises
    ------
    ValueError
        If too many different keys have the same hash.
    """
    if len(keys) <= _MAX_ALIKE:
        return
    hashes = collections.Counter(map(hash, keys))
    if max(hashes.values()) <= _MAX_ALIKE:
        return
    alike: dict[int, list[Hashable]] = {}
    for key in keys:  # many equal ones do no harm
        others = alike.setdefault(hash(key), [])
        if key not in others:
            others.append(key)
            _expect(len(others) <= _MAX_ALIKE, "too many keys of the same hash")


def _expect(condition: bool, what: str) -> None:
    if not condition:
        raise ValueError(what)


def _of(*kinds: type) -> Callable[[Callable], Callable]:
    """Decorate what puts values together, to be called with parts of exactly these types."""

    def decorate(together: Callable) -> Callable:
        def checked(*parts: Any) -> Any:
            _expect([type(p) for p in parts] == list(kinds), "parts of other types")
            return together(*parts)

        return checked

    return decorate


def _decimal_apart(value: Decimal) -> Parts | None:
    text = str(value)
    return [text] if _decimal(text) is not None else None


def _decimal(text: str) -> Decimal | None:
    if len(text) > _MAX_DIGITS:
        return None
    value = Decimal(text)
    return value if not value.is_finite() or abs(value.adjusted()) <= _MAX_EXPONENT else None


@_of(str)
def _decimal_together(text: str) -> Decimal:
    value = _decimal(text)
    if value is None:
        raise ValueError("a number that is too large")
    return value


def _fraction_apart(value: Fraction) -> Parts | None:
    parts = [value.numerator, value.denominator]
    return parts if all(part.bit_length() <= MAX_BITS for part in parts) else None


def _datetime_apart(value: datetime.datetime) -> Parts | None:
    text = value.isoformat()
    try:
        return [text] if datetime.datetime.fromisoformat(text) == value else None
    except ValueError:
        return None


def _defaultdict_apart(value: collections.defaultdict) -> Parts | None:
    name = next((n for n, f in _FACTORIES.items() if f is value.default_factory), None)
    return [name or "", dict(value)] if name or value.default_factory is None else None


@_of(str, dict)
def _defaultdict_together(name: str, items: dict) -> collections.defaultdict:
    return collections.defaultdict(_FACTORIES[name] if name else None, items)


def _deque_together(items: Any, length: Any) -> collections.deque:
    _expect(type(items) is list and type(length) in (int, type(None)), "parts of other types")
    return collections.deque(items, length)


@_of(str, bytes)
def _array_together(code: str, content: bytes) -> array:
    _expect(code in tuple("bBhHiIlLqQfd"), "an array of another type")
    return array(code, content)


class Record(tuple):
    """A tuple whose items have names, too, as in a named tuple."""

    _fields: tuple[str, ...]

    def __getattr__(self, name: str) -> Any:
        try:
            return self[self.__dict__["_fields"].index(name)]
        except (KeyError, ValueError):
            raise AttributeError(name) from None


def _record_apart(value: Any) -> Parts:
    return [list(value._fields), tuple(value)]


@_of(list, tuple)
def _record_together(fields: list[str], items: tuple) -> tuple:
    _expect(len(items) == len(fields) <= 255, "a named tuple with too few or too many names")
    _expect(
        all(type(f) is str and f.isidentifier() and not f.startswith("_") for f in fields),
        "a named tuple with names that are none",
    )
    record = Record(items)
    record._fields = tuple(fields)
    return record


# ---------------------------------------------------------------- pandas


def _index_apart(index: Any) -> Parts:
    return [type(index).__name__ == "MultiIndex", index.to_numpy(), list(index.names)]


@_of(bool, np.ndarray, list)
def _index_together(multiple: bool, items: np.ndarray, names: list) -> Any:
    import pandas

    _expect(items.ndim == 1, "an index that is no row")
    if items.dtype.kind == "O":
        check_keys(items.tolist())
    if not multiple:
        return pandas.Index(items, name=names[0])
    rows = items.tolist()
    _expect(len(names) <= 255, "an index of too many levels")
    _expect(all(type(r) is tuple and len(r) == len(names) for r in rows), "rows of other lengths")
    for level in zip(*rows, strict=True):
        check_keys(level)
    return pandas.MultiIndex.from_tuples(rows, names=names)


def _series_apart(series: Any) -> Parts:
    return [series.to_numpy(), _index_apart(series.index), series.name]


def _series_together(items: Any, index: Any, name: Any) -> Any:
    import pandas

    _expect(type(items) is np.ndarray and items.ndim == 1, "a column that is none")
    return pandas.Series(items, _index_together(*index), name=name)


def _frame_apart(frame: Any) -> Parts | None:
    if frame.shape[1] > _MAX_COLUMNS:
        return None
    columns = [frame.iloc[:, i].to_numpy() for i in range(frame.shape[1])]
    return [columns, _index_apart(frame.columns), _index_apart(frame.index)]


@_of(list, list, list)
def _frame_together(columns: list, names: list, index: list) -> Any:
    import pandas

    _expect(len(columns) <= _MAX_COLUMNS, "a table of too many columns")
    rows = _index_together(*index)
    shape = (len(rows),)
    _expect(
        all(type(c) is np.ndarray and c.shape == shape for c in columns),
        "columns of other lengths",
    )
    frame = pandas.DataFrame(dict(enumerate(columns)), rows)
    frame.columns = _index_together(*names)
    return frame


# ---------------------------------------------------------------- all kinds

#: By type: what takes its values apart (None: this one is no data), and puts them together.
_KINDS: Mapping[type, tuple[Callable[[Any], Parts | None], Callable[..., Any]]] = {
    Decimal: (_decimal_apart, _decimal_together),
    Fraction: (_fraction_apart, _of(int, int)(Fraction)),
    datetime.date: (lambda v: [v.year, v.month, v.day], _of(int, int, int)(datetime.date)),
    datetime.datetime: (_datetime_apart, _of(str)(datetime.datetime.fromisoformat)),
    datetime.time: (lambda v: [v.isoformat()], _of(str)(datetime.time.fromisoformat)),
    datetime.timedelta: (
        lambda v: [v.days, v.seconds, v.microseconds], _of(int, int, int)(datetime.timedelta)
    ),
    collections.Counter: (lambda v: [dict(v)], _of(dict)(collections.Counter)),
    collections.OrderedDict: (lambda v: [dict(v)], _of(dict)(collections.OrderedDict)),
    collections.defaultdict: (_defaultdict_apart, _defaultdict_together),
    collections.deque: (lambda v: [list(v), v.maxlen], _deque_together),
    type({}.keys()): (lambda v: [dict.fromkeys(v)], _of(dict)(lambda items: items.keys())),
    type({}.values()): (
        lambda v: [list(v)], _of(list)(lambda items: dict(enumerate(items)).values())
    ),
    type({}.items()): (lambda v: [dict(v)], _of(dict)(lambda items: items.items())),
    array: (lambda v: [v.typecode, v.tobytes()], _array_together),
}  # fmt: skip
_TABLES: Mapping[str, Callable[..., Any]] = {
    "Series": _series_together, "DataFrame": _frame_together, "Index": _index_together,
}  # fmt: skip
_BY_NAME: Mapping[str, Callable[..., Any]] = {
    **{kind.__name__: together for kind, (_, together) in _KINDS.items()},
    "namedtuple": _record_together, **_TABLES,
}  # fmt: skip
#: Bytes that a value takes besides its parts, roughly; one of pandas also takes its time.
_COST, _TABLE_COST = 1_000, 100_000


def apart(value: Any) -> tuple[str, Parts] | None:
    """The name of a value's kind, and its parts; None if it is of no kind, or no data."""
    kind = type(value)
    if kind in _KINDS:
        parts = _KINDS[kind][0](value)
        return None if parts is None else (kind.__name__, parts)
    if issubclass(kind, tuple) and isinstance(getattr(value, "_fields", None), tuple):
        return "namedtuple", _record_apart(value)
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return None
    if kind is pandas.Series:
        return "Series", _series_apart(value)
    if kind is pandas.DataFrame:
        parts = _frame_apart(value)
        return None if parts is None else ("DataFrame", parts)
    if isinstance(value, pandas.Index):
        return "Index", _index_apart(value)
    if kind is pandas.Timestamp:  # what an array of them holds
        parts = _datetime_apart(value.to_pydatetime(warn=False))
        return None if parts is None else ("datetime", parts)
    return None


def cost(name: Any) -> int:
    """Bytes that a value of a kind takes besides its parts; any number for what is no kind."""
    return _TABLE_COST if isinstance(name, str) and name in _TABLES else _COST


def together(name: str, *parts: Any) -> Any:
    """The value of these parts.

    Raises
    ------
    Exception
        Of any kind, if they are not what `apart` gives.
    """
    return _BY_NAME[name](*parts)
