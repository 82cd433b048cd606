"""The states of NumPy's random generators, as data.

NumPy believes any state that it is given: with a position outside a generator's buffer it
reads the memory behind it. So each field of a state that comes from the other side is checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

#: The most generators of one message.
MOST = 1_000
#: Bytes of a whole number.
_SIZE = 16
#: Two fields that most kinds have: half of a drawn number, kept for the next draw.
_HALF: Mapping[str, Any] = {"has_uint32": 1, "uinteger": 2**32 - 1}
#: By kind: the fields of its state, a dot before each inner one. Whole numbers have their
#: largest value, arrays their type and length.
_FIELDS: Mapping[str, Mapping[str, Any]] = {
    "PCG64": {"state.state": 2**128 - 1, "state.inc": 2**128 - 1, **_HALF},
    "PCG64DXSM": {"state.state": 2**128 - 1, "state.inc": 2**128 - 1, **_HALF},
    "MT19937": {"state.key": ("<u4", 624), "state.pos": 624},
    "Philox": {
        "state.counter": ("<u8", 4), "state.key": ("<u8", 2), "buffer": ("<u8", 4),
        "buffer_pos": 4, **_HALF,
    },
    "SFC64": {"state.state": ("<u8", 4), **_HALF},
}  # fmt: skip


class _Unseeded(np.random.bit_generator.ISpawnableSeedSequence):
    """The seed of a generator whose state is set afterwards: NumPy's own takes 50 µs to draw."""

    def generate_state(self, n_words: int, dtype: Any = np.uint32) -> np.ndarray:
        return np.zeros(n_words, dtype)

    def spawn(self, n_children: int) -> list[Any]:
        return np.random.SeedSequence().spawn(n_children)


def known(generator: np.random.Generator) -> bool:
    """Whether the generator's state can be told."""
    return type(generator.bit_generator).__name__ in _FIELDS


def state(generator: np.random.Generator) -> list:
    """The kind of a known generator, and the fields of its state as bytes."""
    name = type(generator.bit_generator).__name__
    fields: Any = generator.bit_generator.state
    packed: list[Any] = [name]
    for path, form in _FIELDS[name].items():
        value = fields
        for key in path.split("."):
            value = value[key]
        if isinstance(form, tuple):
            packed.append(np.asarray(value, form[0]).tobytes())
        else:
            packed.append(int(value).to_bytes(_SIZE, "little"))
    return packed


def moved(states: Any, own: Sequence[np.random.Generator] = ()) -> list[np.random.Generator]:
    """The generators that have these states.

    Parameters
    ----------
    states : list
        Of what `state` gives; from a sender that is not trusted.
    own : sequence of Generator
        The first states are theirs: they move on.

    Raises
    ------
    ValueError
        If a state is none, or is another kind of generator's.
    """
    if states == [] and not own:
        return []
    if not (isinstance(states, list) and len(own) <= len(states) <= MOST):
        raise ValueError("expected the state of each generator")
    fields = [_fields(packed) for packed in states]
    for generator, new in zip(own, fields, strict=False):
        if new["bit_generator"] != type(generator.bit_generator).__name__:
            raise ValueError(f"a generator became one of kind {new['bit_generator']}")
    found = list(own)
    for new in fields[len(own) :]:
        found.append(np.random.Generator(getattr(np.random, new["bit_generator"])(_Unseeded())))
    for generator, new in zip(found, fields, strict=True):
        generator.bit_generator.state = new
    return found


def _fields(packed: Any) -> dict[str, Any]:
    """A state as NumPy takes it."""
    name = packed[0] if isinstance(packed, list) and packed else None
    forms = _FIELDS.get(name) if isinstance(name, str) else None
    if forms is None:
        raise ValueError(f"unknown kind of generator {str(name)[:100]!r}")
    fields: dict[str, Any] = {"bit_generator": name}
    if len(packed) != len(forms) + 1:
        raise ValueError(f"a state of {name} with {len(packed) - 1} fields")
    for content, (path, form) in zip(packed[1:], forms.items(), strict=True):
        *outer, key = path.split(".")
        into = fields.setdefault(outer[0], {}) if outer else fields
        into[key] = _field(content, form)
    return fields


def _field(content: Any, form: Any) -> Any:
    if isinstance(form, tuple):
        array = np.frombuffer(content, form[0])
        if array.shape != form[1:]:
            raise ValueError(f"a generator's array of length {array.size}")
        return array.astype(array.dtype.newbyteorder("="))
    value = int.from_bytes(content, "little")
    if not (isinstance(content, bytes) and len(content) == _SIZE and value <= form):
        raise ValueError("a generator's number that is too large")
    return value
