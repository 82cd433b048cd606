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
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter
from typing import Any

import numpy as np

#: The largest exponent of a Decimal, and the most digits or bits of a part of a number: what
#: Python computes with larger ones may take hours.
_MAX_EXPONENT, _MAX_DIGITS, _MAX_BITS = 10_000, 10_000, 40_000
#: What a defaultdict may put in place of a value that it lacks.
_FACTORIES: Mapping[str, type] = {
    kind.__name__: kind for kind in (bool, complex, dict, float, int, list, set, str, tuple)
}

Parts = list[Any]


def _decimal_apart(value: Decimal) -> Parts | None:
    text = str(value)
    return [text] if _decimal(text) is not None else None


def _decimal(text: str) -> Decimal | None:
    if len(text) > _MAX_DIGITS:
        return None
    value = Decimal(text)
    return value if not value.is_finite() or abs(value.adjusted()) <= _MAX_EXPONENT else None


def _decimal_together(text: Any) -> Decimal:
    value = _decimal(text) if isinstance(text, str) else None
    if value is None:
        raise ValueError("a number that is too large")
    return value


def _fraction_apart(value: Fraction) -> Parts | None:
    parts = [value.numerator, value.denominator]
    return parts if all(_small(part) for part in parts) else None


def _small(number: Any) -> bool:
    return type(number) is int and number.bit_length() <= _MAX_BITS


def _fraction_together(numerator: Any, denominator: Any) -> Fraction:
    if not (_small(numerator) and _small(denominator)):
        raise ValueError("a number that is too large")
    return Fraction(numerator, denominator)


def _datetime_apart(value: datetime.datetime) -> Parts | None:
    text = value.isoformat()
    try:
        return [text] if datetime.datetime.fromisoformat(text) == value else None
    except ValueError:
        return None


def _defaultdict_apart(value: collections.defaultdict) -> Parts | None:
    name = next((n for n, f in _FACTORIES.items() if f is value.default_factory), None)
    return [name, dict(value)] if name or value.default_factory is None else None


def _defaultdict_together(name: Any, items: dict) -> collections.defaultdict:
    return collections.defaultdict(None if name is None else _FACTORIES[name], items)


def _counter_together(items: dict) -> collections.Counter:
    counter: collections.Counter = collections.Counter()
    counter.update(items)
    return counter


def _ordered_together(items: dict) -> collections.OrderedDict:
    ordered: collections.OrderedDict = collections.OrderedDict()
    for key, value in items.items():  # a signal breaks it off; see `wire._dict`
        ordered[key] = value
    return ordered


def _record_apart(value: tuple) -> Parts:
    return [type(value).__name__, list(type(value)._fields), tuple(value)]  # type: ignore[attr-defined]


def _record_together(name: str, fields: list[str], items: tuple) -> tuple:
    """A tuple whose items have names, too, as in a named tuple."""
    if not (isinstance(items, tuple) and len(items) == len(fields) <= 255):
        raise ValueError("a named tuple with too few or too many names")
    if not all(f.isidentifier() and not f.startswith("_") for f in [name, *fields]):
        raise ValueError("a named tuple with names that are none")
    named = {f: property(itemgetter(i)) for i, f in enumerate(fields) if not hasattr(tuple, f)}
    return type(name[:100], (tuple,), {"__slots__": (), "_fields": tuple(fields), **named})(items)


# ---------------------------------------------------------------- pandas


def _index_apart(index: Any) -> Parts:
    return [type(index).__name__ == "MultiIndex", index.to_numpy(), list(index.names)]


def _index_together(multiple: bool, items: np.ndarray, names: list) -> Any:
    import pandas

    if multiple:
        return pandas.MultiIndex.from_tuples(items.tolist(), names=names)
    return pandas.Index(items, name=names[0])


def _series_apart(series: Any) -> Parts:
    return [series.to_numpy(), _index_apart(series.index), series.name]


def _series_together(items: np.ndarray, index: list, name: Any) -> Any:
    import pandas

    return pandas.Series(items, _index_together(*index), name=name)


def _frame_apart(frame: Any) -> Parts:
    columns = [frame.iloc[:, i].to_numpy() for i in range(frame.shape[1])]
    return [columns, _index_apart(frame.columns), _index_apart(frame.index)]


def _frame_together(columns: list, names: list, index: list) -> Any:
    import pandas

    frame = pandas.DataFrame(dict(enumerate(columns)), _index_together(*index))
    frame.columns = _index_together(*names)
    return frame


# ---------------------------------------------------------------- all kinds

#: By type: what takes its values apart (None: this one is no data), and puts them together.
_KINDS: Mapping[type, tuple[Callable[[Any], Parts | None], Callable[..., Any]]] = {
    Decimal: (_decimal_apart, _decimal_together),
    Fraction: (_fraction_apart, _fraction_together),
    datetime.date: (lambda v: [v.year, v.month, v.day], datetime.date),
    datetime.datetime: (_datetime_apart, datetime.datetime.fromisoformat),
    datetime.time: (lambda v: [v.isoformat()], datetime.time.fromisoformat),
    datetime.timedelta: (lambda v: [v.days, v.seconds, v.microseconds], datetime.timedelta),
    collections.Counter: (lambda v: [dict(v)], _counter_together),
    collections.OrderedDict: (lambda v: [dict(v)], _ordered_together),
    collections.defaultdict: (_defaultdict_apart, _defaultdict_together),
    collections.deque: (lambda v: [list(v), v.maxlen], collections.deque),
    type({}.keys()): (lambda v: [list(v)], lambda items: {k: None for k in items}.keys()),
    type({}.values()): (lambda v: [list(v)], lambda items: dict(enumerate(items)).values()),
    type({}.items()): (lambda v: [dict(v)], lambda items: items.items()),
    array: (lambda v: [v.typecode, v.tobytes()], array),
}
_BY_NAME = {kind.__name__: together for kind, (_, together) in _KINDS.items()} | {
    "namedtuple": _record_together, "Series": _series_together, "DataFrame": _frame_together,
    "Index": _index_together,
}  # fmt: skip


def apart(value: Any) -> tuple[str, Parts] | None:
    """The name of a value's kind, and its parts; None if it is of no kind, or no data."""
    kind = type(value)
    if kind in _KINDS:
        parts = _KINDS[kind][0](value)
        return None if parts is None else (kind.__name__, parts)
    if issubclass(kind, tuple) and isinstance(getattr(kind, "_fields", None), tuple):
        return "namedtuple", _record_apart(value)
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return None
    if kind is pandas.Series:
        return "Series", _series_apart(value)
    if kind is pandas.DataFrame:
        return "DataFrame", _frame_apart(value)
    if isinstance(value, pandas.Index):
        return "Index", _index_apart(value)
    if kind is pandas.Timestamp:  # what an array of them holds
        parts = _datetime_apart(value.to_pydatetime(warn=False))
        return None if parts is None else ("datetime", parts)
    return None


def together(name: str, *parts: Any) -> Any:
    """The value of these parts.

    Raises
    ------
    Exception
        Of any kind, if they are not what `apart` gives.
    """
    return _BY_NAME[name](*parts)
