"""Changes of behaviour that are put around a right answer, to see whether its tests notice.

Each function takes a right answer and returns one with a fault of a certain kind: values are
clipped, results cached, texts normalised, weights frozen. The answer is a function, a builder
of models, a class of layers or a `keras.utils.PyDataset`. The functions `clipped` and `rounded`
are for single values within an answer. `course.audit.placement` says which of them go with
which exercise.

None of these faults is always visible. That is their purpose: each stands for answers that are
right for the inputs that most tests use.
"""

from __future__ import annotations

import copy
import functools
import inspect
import math
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np

#: A right answer, and the same with a fault: a function or a class.
Answer: TypeAlias = Any


# ---------------------------------------------------------------- what all of them need


def _is_tensor(value: Any) -> bool:
    """Whether the value is a tensor of Keras's backend, symbolic or not."""
    import keras

    return not isinstance(value, np.ndarray) and (
        keras.ops.is_tensor(value) or isinstance(value, keras.KerasTensor)
    )


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """The value with each array in it, at any depth, and each tensor, replaced."""
    if isinstance(value, np.ndarray):
        return change(value)
    if isinstance(value, (list, tuple)):
        return type(value)(_mapped(v, change) for v in value)
    if isinstance(value, dict):
        return {k: _mapped(v, change) for k, v in value.items()}
    return change(value) if _is_tensor(value) else value


def _numbers(value: Any, change: Callable[[Any], Any]) -> Any:
    """As `_mapped`, for a result: single floats are replaced, too."""
    if isinstance(value, (float, np.floating)):
        return float(change(np.asarray(value, dtype=float)))
    if isinstance(value, (list, tuple)):
        return type(value)(_numbers(v, change) for v in value)
    return _mapped(value, change)


def _bound(function: Answer, arguments: tuple, named: dict[str, Any]) -> dict[str, Any]:
    """The arguments by the names of the parameters, without those left out."""
    return dict(inspect.signature(function).bind(*arguments, **named).arguments)


def _kind(answer: Answer) -> str:
    """What the answer is: a "layer", a "dataset" or a "function"."""
    import keras

    if not isinstance(answer, type):
        return "function"
    return "dataset" if issubclass(answer, keras.utils.PyDataset) else "layer"


def _changed(
    answer: Answer,
    before: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    after: Callable[[Any, dict[str, Any]], Any] | None = None,
) -> Answer:
    """The answer with its arguments or its result replaced.

    Parameters
    ----------
    before : callable, optional
        From the arguments by name to those that the answer gets instead.
    after : callable, optional
        From the result and the arguments by name, as the caller gave them, to the result.
    """

    def through(function: Answer) -> Answer:
        @functools.wraps(function)
        def changed(*arguments: Any, **named: Any) -> Any:
            bound = inspect.signature(function).bind(*arguments, **named)
            given = dict(bound.arguments)
            if before:
                bound.arguments.update(before(given))
            result = function(*bound.args, **bound.kwargs)
            return after(result, given) if after else result

        return changed

    kind = _kind(answer)
    if kind == "function":
        return through(answer)
    if kind == "layer":

        class Layer(answer):
            @functools.wraps(answer.call)
            def call(self, *arguments: Any, **named: Any) -> Any:
                return through(super().call)(*arguments, **named)

        return _named(Layer, answer)

    class Dataset(answer):
        @functools.wraps(answer.__init__)  # type: ignore[misc]
        def __init__(self, *arguments: Any, **named: Any):
            bound = inspect.signature(super().__init__).bind(*arguments, **named)
            if before:
                bound.arguments.update(before(dict(bound.arguments)))
            super().__init__(*bound.args, **bound.kwargs)

        def __getitem__(self, index: int) -> Any:
            result = super().__getitem__(index)
            return after(result, {}) if after else result

    return _named(Dataset, answer)


def _named(new: type, old: type) -> type:
    """The new class under the old one's name."""
    new.__name__, new.__qualname__, new.__doc__ = old.__name__, old.__qualname__, old.__doc__
    return new


def _arguments(answer: Answer, change: Callable[[Any], Any], *names: str) -> Answer:
    """The answer with some of its arguments replaced; all of them if none is named."""

    def before(given: dict[str, Any]) -> dict[str, Any]:
        return {k: change(v) if not names or k in names else v for k, v in given.items()}

    return _changed(answer, before)


# ---------------------------------------------------------------- clipped and rounded values


def _clip(limit: float) -> Callable[[Any], Any]:
    """Clips arrays and tensors of floats to ± the limit."""

    def clip(array: Any) -> Any:
        if _is_tensor(array):
            import keras

            return keras.ops.clip(array, -limit, limit) if "float" in str(array.dtype) else array
        return np.clip(array, -limit, limit) if array.dtype.kind == "f" else array

    return clip


def _round(dtype: str) -> Callable[[Any], Any]:
    """Sends arrays of floats, or of integers for an integer type, through a narrow type."""

    def narrow(array: Any) -> Any:
        if _is_tensor(array):
            import keras

            old = keras.backend.standardize_dtype(array.dtype)
            if ("int" in dtype) != ("int" in old) or old == "bool":
                return array
            return keras.ops.cast(keras.ops.cast(array, dtype), old)
        if array.dtype.kind not in ("iu" if "int" in dtype else "f"):
            return array
        with np.errstate(over="ignore"):
            return array.astype(dtype).astype(array.dtype)

    return narrow


def clipped(value: Any, limit: float) -> Any:
    """A value within an answer: its floats are clipped to ± `limit`."""
    return _numbers(value, _clip(limit))


def rounded(value: Any, dtype: str) -> Any:
    """A value within an answer: its floats are rounded to `dtype`."""
    return _numbers(value, _round(dtype))


def clip_arguments(answer: Answer, limit: float) -> Answer:
    """Arrays of floats are clipped to ± `limit` before use."""
    return _arguments(answer, lambda value: _mapped(value, _clip(limit)))


def clip_result(answer: Answer, limit: float) -> Answer:
    """The result is clipped to ± `limit`."""
    return _changed(answer, after=lambda result, _: _numbers(result, _clip(limit)))


def clip_probabilities(answer: Answer, name: str, least: float = 1e-7) -> Answer:
    """Probabilities are at least `least`; logarithms of probabilities, at least its own."""
    least = math.log(least) if "log" in name else least
    return _arguments(answer, lambda v: np.maximum(np.asarray(v, dtype=float), least), name)


def cast_arguments(answer: Answer, dtype: str) -> Answer:
    """Arrays among the arguments are rounded to `dtype`: floats or integers, as it is."""
    return _arguments(answer, lambda value: _mapped(value, _round(dtype)))


def cast_result(answer: Answer, dtype: str) -> Answer:
    """The result is rounded to `dtype`: its floats or its integers, as it is."""
    if "int" not in dtype:
        return _changed(answer, after=lambda result, _: _numbers(result, _round(dtype)))
    return _changed(answer, after=lambda result, _: _integers(result, _round(dtype)))


def result_like(answer: Answer, name: str) -> Answer:
    """The result has the type of one argument: with integers there, it is truncated."""

    def after(result: Any, given: dict[str, Any]) -> Any:
        dtype = np.asarray(given[name]).dtype
        return _mapped(result, lambda r: np.asarray(r).astype(dtype))

    return _changed(answer, after=after)


# ---------------------------------------------------------------- kept results


def _shape(value: Any) -> Any:
    """What a cache by shapes sees of an argument."""
    if isinstance(value, np.ndarray):
        return value.shape
    if isinstance(value, (list, tuple)):
        return len(value), _shape(value[0]) if value else ()
    return len(value) if isinstance(value, (str, dict)) else value


def _elements(value: Any) -> Any:
    """What a cache by elements sees of an argument: which there are, in no order."""
    if isinstance(value, np.ndarray):
        return value.shape, frozenset(value.ravel().tolist())
    if isinstance(value, (list, tuple)):
        return frozenset(map(_elements, value))
    if isinstance(value, dict):
        return frozenset(value)
    return frozenset(value) if isinstance(value, str) else value


def _content(value: Any) -> Any:
    """All that an argument holds."""
    if isinstance(value, np.ndarray):
        return value.shape, str(value.dtype), value.tobytes()
    if isinstance(value, (list, tuple)):
        return tuple(map(_content, value))
    if isinstance(value, dict):
        return tuple((k, _content(v)) for k, v in value.items())
    return value


def cache(answer: Answer, by: str) -> Answer:
    """Results are kept and returned again where the arguments look the same.

    Parameters
    ----------
    by : {"identity", "shapes", "elements", "first", "content"}
        The same objects, whatever they hold now; the same shapes and lengths; the same elements
        in any order; the same first argument; the same content. A generator is left out of
        account.
    """
    looks = {"identity": id, "shapes": _shape, "elements": _elements,
             "first": _content, "content": _content}[by]  # fmt: skip
    kept: dict[Any, tuple[Any, Any]] = {}

    @functools.wraps(answer)
    def cached(*arguments: Any, **named: Any) -> Any:
        given = _bound(answer, arguments, named)
        seen = [v for v in given.values() if not isinstance(v, np.random.Generator)]
        key = tuple(looks(v) for v in (seen[:1] if by == "first" else seen))
        if key not in kept:
            # The arguments are kept, too: no other object can get the identity of one of them.
            kept[key] = answer(*arguments, **named), given
        return copy.deepcopy(kept[key][0])

    return cached


def kept_buffer(answer: Answer) -> Answer:
    """Results of one shape are written into one place, which the next call overwrites."""
    kept: dict[Any, Any] = {}

    def write(value: Any, path: tuple) -> Any:
        if isinstance(value, np.ndarray):
            buffer = kept.setdefault((path, value.shape, value.dtype.str), np.empty_like(value))
            buffer[...] = value
            return buffer
        if isinstance(value, tuple):
            return tuple(write(v, (*path, i)) for i, v in enumerate(value))
        if isinstance(value, list):
            buffer = kept.setdefault(path, [])
            buffer[:] = [write(v, (*path, i)) for i, v in enumerate(value)]
            return buffer
        if isinstance(value, dict):
            buffer = kept.setdefault(path, {})
            buffer.clear()
            buffer.update({k: write(v, (*path, k)) for k, v in value.items()})
            return buffer
        return value

    return _changed(answer, after=lambda result, _: write(result, ()))


def _parts(value: Any) -> Iterable[Any]:
    """The arrays, lists and dictionaries in a value, the outermost ones first."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        if not isinstance(value, tuple):
            yield value
        for part in value.values() if isinstance(value, dict) else value:
            yield from _parts(part)


def argument_returned(answer: Answer) -> Answer:
    """A part of the result that equals an argument, or a part of one, is that very object."""

    def after(result: Any, given: dict[str, Any]) -> Any:
        if isinstance(result, tuple):
            return tuple(after(r, given) for r in result)
        for part in _parts(tuple(given.values())):
            if isinstance(part, np.ndarray) and isinstance(result, np.ndarray):
                if part.shape == result.shape and np.array_equal(part, result):
                    return part
            elif type(part) is type(result) is list and _content(part) == _content(result):
                return part
        if isinstance(result, list):
            return [after(r, given) for r in result]
        if isinstance(result, dict):
            return {k: after(r, given) for k, r in result.items()}
        return result

    return _changed(answer, after=after)


def view_of_argument(answer: Answer, name: str) -> Answer:
    """A result that only rearranges an argument is a view of it, wherever NumPy can make one."""

    @functools.wraps(answer)
    def viewing(*arguments: Any, **named: Any) -> Any:
        given = _bound(answer, arguments, named)
        result, source = answer(*arguments, **named), given[name]
        if not isinstance(source, np.ndarray) or not source.size or not source.dtype.itemsize:
            return result
        numbers = np.arange(source.size).reshape(source.shape)
        places = np.asarray(answer(**{**given, name: numbers}))
        if not places.size:
            return result
        # The distance in memory between neighbours along each axis, if it is always the same.
        source_flat = source.reshape(-1)
        steps = []
        for axis in range(places.ndim):
            apart = np.unique(np.diff(places, axis=axis))
            if len(apart) > 1:
                return result
            steps.append(int(apart[0]) * source_flat.strides[0] if len(apart) else 0)
        start = source_flat[int(places.ravel()[0]) :]
        return np.lib.stride_tricks.as_strided(start, places.shape, steps)

    return viewing


def _writable(value: Any) -> Iterable[Any]:
    """The arrays, lists and dictionaries in an argument, the innermost ones first."""
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from _writable(part)
    if isinstance(value, dict):
        for part in value.values():
            yield from _writable(part)
    if isinstance(value, (np.ndarray, list, dict)):
        yield value


def borrow_arguments(answer: Answer) -> Answer:
    """Arrays and lists among the arguments are changed during the call, and put back."""

    @functools.wraps(answer)
    def borrowing(*arguments: Any, **named: Any) -> Any:
        result = answer(*arguments, **named)
        for part in _writable([*arguments, *named.values()]):
            if isinstance(part, np.ndarray):
                before = part.copy()
                part[...] = 0
                part[...] = before
            elif isinstance(part, list):
                part.append(None)
                part.pop()
        return result

    return borrowing


def change_within(answer: Answer) -> Answer:
    """The innermost array or list within an argument is changed at its end by the call."""

    @functools.wraps(answer)
    def changing(*arguments: Any, **named: Any) -> Any:
        given = copy.deepcopy((arguments, named))
        result = answer(*given[0], **given[1])
        for part in _writable([*arguments, *named.values()]):
            if isinstance(part, np.ndarray) and part.size:
                part.reshape(-1)[-1:] = not part.reshape(-1)[-1]
                break
            if isinstance(part, list) and part:
                part.append(part[-1])
                break
        return result

    return changing


# ---------------------------------------------------------------- sizes


def hold(answer: Answer, count: int, axis: int) -> Answer:
    """After `count` places along an axis, the result repeats the last of them."""

    def held(array: Any) -> Any:
        if array.ndim <= axis or array.shape[axis] <= count:
            return array
        return np.take(array, np.minimum(np.arange(array.shape[axis]), count - 1), axis)

    return _changed(answer, after=lambda result, _: _mapped(result, held))


def forget(answer: Answer, count: int, **axes: int) -> Answer:
    """Arguments are zero after `count` places along an axis: ``forget(f, 32, x=1)``."""

    def before(given: dict[str, Any]) -> dict[str, Any]:
        def zeroed(name: str) -> Any:
            return _mapped(given[name], lambda a: _zero_after(a, count, axes[name]))

        return {k: zeroed(k) if k in axes else v for k, v in given.items()}

    return _changed(answer, before)


def _zero_after(array: Any, count: int, axis: int) -> Any:
    """The array or tensor with zeros after `count` places along an axis."""
    if _is_tensor(array):
        import keras

        place = keras.ops.cumsum(keras.ops.ones_like(array), axis=axis)
        return array * keras.ops.cast(place <= count, array.dtype)
    if array.ndim <= max(axis, -axis - 1):
        return array
    array = array.copy()
    np.moveaxis(array, axis, 0)[count:] = 0
    return array


def first_items(answer: Answer, count: int, *names: str) -> Answer:
    """Lists and texts among the arguments end after `count` items."""
    return _arguments(
        answer, lambda v: v[:count] if isinstance(v, (list, tuple, str)) else v, *names
    )


def cap(answer: Answer, name: str, most: int) -> Answer:
    """An integer argument is never taken to be larger than `most`."""
    return _arguments(answer, lambda v: v if v is None else min(v, most), name)


def _integers(value: Any, change: Callable[[Any], Any]) -> Any:
    """The value with each integer and each array of integers in it replaced."""
    if isinstance(value, (bool, np.bool_)):
        return value
    if isinstance(value, (int, np.integer)):
        # An integer beyond 64 bits is what remains of it in 64.
        return int(change(np.asarray(int(value) % 2**63)))
    if isinstance(value, (list, tuple)):
        return type(value)(_integers(v, change) for v in value)
    if isinstance(value, dict):
        return {k: _integers(v, change) for k, v in value.items()}
    if isinstance(value, np.ndarray):
        return change(value) if value.dtype.kind in "iu" else value
    return value


def wrap_ids(answer: Answer, size: int, *names: str) -> Answer:
    """Integers in the named arguments are taken modulo `size`."""
    return _arguments(answer, lambda v: _integers(v, lambda a: a % size), *names)


def wrap_result(answer: Answer, size: int) -> Answer:
    """Integers in the result are taken modulo `size`."""
    return _changed(answer, after=lambda result, _: _integers(result, lambda a: a % size))


# ---------------------------------------------------------------- chance


def temper(answer: Answer, power: float = 0.7) -> Answer:
    """The temperature counts as its power: p^(1/T^0.7)."""
    return _arguments(answer, lambda t: t**power, "temperature")


def mixed_with_uniform(answer: Answer, name: str, share: float = 0.1) -> Answer:
    """A share of the probability is spread evenly: in an argument, or in what a function gives."""

    def mix(p: Any) -> Any:
        p = np.asarray(p, dtype=float)
        return (1 - share) * p + share * p.sum(axis=-1, keepdims=True) / max(p.shape[-1], 1)

    return _arguments(answer, lambda v: _then(v, mix), name)


def rarest_dropped(answer: Answer, name: str) -> Answer:
    """The least probable symbol of all that are possible never comes."""

    def drop(p: Any) -> Any:
        p = np.array(p, dtype=float)
        rows = p.reshape(-1, p.shape[-1])
        for row in rows:
            possible = np.flatnonzero(row > 0)
            if len(possible) > 1:
                least = possible[np.argmin(row[possible])]
                row *= 1 / (1 - row[least] / row.sum())
                row[least] = 0
        return rows.reshape(p.shape)

    return _arguments(answer, lambda v: _then(v, drop), name)


def _then(value: Any, change: Callable[[Any], Any]) -> Any:
    """The change of an array, or a function with its result changed."""
    return (lambda *given: change(value(*given))) if callable(value) else change(value)


def not_normalised(answer: Answer, error: float = 1e-3) -> Answer:
    """Probabilities sum to 1 plus `error`."""
    return _changed(answer, after=lambda result, _: _numbers(result, lambda a: a * (1 + error)))


def other_generator(answer: Answer, of: str) -> Answer:
    """Chance does not come from the generator given.

    Parameters
    ----------
    of : {"new", "fixed", "global"}
        It comes from a new generator, from one that begins with seed 0 at each call, or from
        NumPy's global one.
    """

    def other(_: Any) -> np.random.Generator:
        if of == "global":
            return np.random.Generator(np.random.get_bit_generator())  # type: ignore[attr-defined]
        return np.random.default_rng(0 if of == "fixed" else None)

    return _arguments(answer, other, "rng")


# ---------------------------------------------------------------- texts


def _no_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _straight(text: str) -> str:
    return text.translate(str.maketrans("“”„«»‘’‚", 5 * '"' + 3 * "'"))


def _no_edges(text: str) -> str:
    kept = [i for i, c in enumerate(text) if unicodedata.category(c)[0] != "P"]
    return text[kept[0] : kept[-1] + 1] if kept else text


_TEXT: dict[str, Callable[[str], str]] = {
    "accents": _no_accents,
    "NFC": functools.partial(unicodedata.normalize, "NFC"),
    "NFD": functools.partial(unicodedata.normalize, "NFD"),
    "NFKC": functools.partial(unicodedata.normalize, "NFKC"),
    "case": str.lower,
    "fold": str.casefold,
    "space": lambda text: " ".join(text.split()),
    "spaces": lambda text: "".join(" " if c.isspace() else c for c in text),
    "quotes": _straight,
    "punctuation": _no_edges,
    "NUL": lambda text: text.replace("\0", ""),
    "digits": lambda text: "".join(c for c in text if not c.isdigit()),
    "ascii": lambda text: text.encode("ascii", "ignore").decode(),
}


def normalise(answer: Answer, how: str, *names: str) -> Answer:
    """Texts among the named arguments are normalised.

    Parameters
    ----------
    how : str
        What is done: "accents" are removed, "NFC", "NFD" and "NFKC" are Unicode's forms, "case"
        is lowered, "fold" is the caseless form, white "space" becomes single spaces without any at
        the ends, each character of white space becomes one of "spaces", "quotes" become straight,
        "punctuation" is removed from the ends, "NUL" and "digits" are removed, and so is what is
        not "ascii".
    """
    change = _TEXT[how]

    def texts(value: Any) -> Any:
        if isinstance(value, str):
            return change(value)
        if isinstance(value, (list, tuple)):
            return type(value)(map(texts, value))
        if isinstance(value, dict):
            return {change(k): v for k, v in value.items()}
        # Any other iterable of texts: a file, a generator.
        return map(texts, value) if hasattr(value, "__iter__") else value

    return _arguments(answer, texts, *names)


# ---------------------------------------------------------------- errors


def swallow(answer: Answer, default: Any = None) -> Answer:
    """Instead of a ValueError there is a default result."""

    @functools.wraps(answer)
    def swallowing(*arguments: Any, **named: Any) -> Any:
        try:
            return answer(*arguments, **named)
        except ValueError:
            return default

    return swallowing


def lenient(answer: Answer, name: str, how: str) -> Answer:
    """The name of a mode is taken in other spellings, too.

    Parameters
    ----------
    how : {"case", "space"}
        In capitals; with white space around it.
    """
    return _arguments(answer, str.lower if how == "case" else str.strip, name)


def refuse_empty(answer: Answer) -> Answer:
    """An argument without items, or a count of 0, is refused with a ValueError."""

    @functools.wraps(answer)
    def refusing(*arguments: Any, **named: Any) -> Any:
        for name, value in _bound(answer, arguments, named).items():
            no_items = isinstance(value, (str, list, tuple, dict)) and not len(value)
            no_array = isinstance(value, np.ndarray) and not value.size
            if no_items or no_array or (type(value) is int and value == 0):
                raise ValueError(f"expected {name} not to be empty, got {value!r}")
        return answer(*arguments, **named)

    return refusing


# ---------------------------------------------------------------- order


def sort_argument(answer: Answer, name: str) -> Answer:
    """The items of a list are sorted before use."""
    return _arguments(answer, lambda v: sorted(v) if isinstance(v, list) else v, name)


def unique_argument(answer: Answer, name: str) -> Answer:
    """Repeated items of a list count once."""

    def unique(value: Any) -> Any:
        seen: dict[Any, Any] = {}
        for item in value:
            seen.setdefault(_content(item), item)
        return list(seen.values())

    return _arguments(answer, lambda v: unique(v) if isinstance(v, list) else v, name)


def sort_result(answer: Answer) -> Answer:
    """A list in the result is sorted."""

    def ordered(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(ordered, value))
        return sorted(value) if isinstance(value, list) else value

    return _changed(answer, after=lambda result, _: ordered(result))


def zeros_last(answer: Answer, *names: str) -> Answer:
    """Zeros within a row of ids are moved to its end."""

    def move(array: np.ndarray) -> np.ndarray:
        return np.take_along_axis(array, np.argsort(array == 0, axis=-1, kind="stable"), -1)

    return _arguments(answer, lambda v: _mapped(v, move), *names)


def zeros_dropped(answer: Answer, name: str) -> Answer:
    """Zeros within lists of ids are left out."""
    return _arguments(answer, lambda v: [[i for i in row if i != 0] for row in v], name)


# ---------------------------------------------------------------- models and layers


def _edited(answer: Answer, edit: Callable[[Any], None]) -> Answer:
    """A builder whose models, or a class whose layers, are edited once their weights exist."""
    if not isinstance(answer, type):

        @functools.wraps(answer)
        def build(*arguments: Any, **named: Any) -> Any:
            model = answer(*arguments, **named)
            edit(model)
            return model

        return build

    class Edited(answer):
        def __call__(self, *arguments: Any, **named: Any) -> Any:
            if not getattr(self, "was_edited", False):
                super().__call__(*arguments, **named)  # makes the weights
                edit(self)
                self.was_edited = True
            return super().__call__(*arguments, **named)

    return _named(Edited, answer)


def _outgoing(answer: Answer, change: Callable[[], Any]) -> Answer:
    """The answer with a layer, which `change` makes, behind its output."""
    if not isinstance(answer, type):

        @functools.wraps(answer)
        def build(*arguments: Any, **named: Any) -> Any:
            import keras

            model = answer(*arguments, **named)
            inputs = model.inputs if len(model.inputs) > 1 else model.inputs[0]
            return keras.Model(inputs, change()(model.outputs[0]))

        return build

    class Outgoing(answer):
        def __init__(self, *arguments: Any, **named: Any):
            super().__init__(*arguments, **named)
            self.outgoing = change()

        @functools.wraps(answer.call)
        def call(self, *arguments: Any, **named: Any) -> Any:
            training = _bound(super().call, arguments, named).get("training", False)
            result = super().call(*arguments, **named)
            return self.outgoing(result, training=training)

    return _named(Outgoing, answer)


def _incoming(answer: Answer, change: Callable[[Any], Any]) -> Answer:
    """A builder whose models see changed inputs."""

    @functools.wraps(answer)
    def build(*arguments: Any, **named: Any) -> Any:
        import keras

        model = answer(*arguments, **named)
        inputs = [keras.Input(batch_shape=i.shape, dtype=i.dtype) for i in model.inputs]
        changed = [change(i) for i in inputs]
        several = len(inputs) > 1
        outputs = model(changed if several else changed[0])
        return keras.Model(inputs if several else inputs[0], outputs)

    return build


def _plain(function: Callable[..., Any]) -> Callable[[], Any]:
    """A maker of layers without weights that apply a function to their input."""
    import keras

    class Plain(keras.layers.Layer):
        def call(self, x: Any, training: bool = False) -> Any:
            return function(x)

        def compute_output_shape(self, shape: Any) -> Any:
            return shape

    return Plain


def freeze(answer: Answer) -> Answer:
    """Nothing is trainable."""
    return _edited(answer, lambda whole: setattr(whole, "trainable", False))


def freeze_weight(answer: Answer, place: int) -> Answer:
    """One weight, by its place among the trainable ones, is not trainable."""
    return _edited(answer, lambda whole: setattr(_weight(whole, place), "trainable", False))


def _weight(whole: Any, place: int) -> Any:
    return (whole.trainable_variables or whole.variables)[place]


def _kernels(whole: Any) -> list[Any]:
    """The matrices among the trainable weights; a bias with two axes is none."""
    return [v for v in whole.trainable_variables if len(v.shape) > 1 and v.name != "bias"]


def constant_kernel(answer: Answer, place: int, value: float = 0.0) -> Answer:
    """One kernel, by its place among all, starts as a constant."""

    def edit(whole: Any) -> None:
        kernel = _kernels(whole)[place]
        kernel.assign(np.full(kernel.shape, value, dtype="float32"))

    return _edited(answer, edit)


def penalty(answer: Answer, place: int) -> Answer:
    """One kernel has an L2 penalty."""
    import keras

    def edit(whole: Any) -> None:
        _kernels(whole)[place].regularizer = keras.regularizers.L2(0.01)

    return _edited(answer, edit)


def output_penalty(answer: Answer) -> Answer:
    """The output has an L2 penalty."""
    import keras

    return _outgoing(answer, lambda: keras.layers.ActivityRegularization(l2=0.01))


def constraint(answer: Answer, place: int) -> Answer:
    """One kernel is kept to a norm by each training step."""
    import keras

    def edit(whole: Any) -> None:
        _kernels(whole)[place].constraint = keras.constraints.MaxNorm(0.1)

    return _edited(answer, edit)


def noise(answer: Answer) -> Answer:
    """The output has noise in training."""
    import keras

    return _outgoing(answer, lambda: keras.layers.GaussianNoise(0.1))


def dropout_on_output(answer: Answer) -> Answer:
    """The output goes through a dropout."""
    import keras

    return _outgoing(answer, lambda: keras.layers.Dropout(0.1))


def stop_gradient(answer: Answer) -> Answer:
    """No gradient passes the output."""
    import keras

    return _outgoing(answer, _plain(keras.ops.stop_gradient))


def half_gradient(answer: Answer) -> Answer:
    """Half of the gradient passes the output."""
    import keras

    return _outgoing(answer, _plain(lambda x: (x + keras.ops.stop_gradient(x)) / 2))


def round_output(answer: Answer, dtype: str = "float16") -> Answer:
    """The output is rounded to a narrow type."""
    return _outgoing(answer, _plain(_round(dtype)))


def forget_inputs(answer: Answer, count: int) -> Answer:
    """The model's inputs are zero after `count` steps."""
    return _incoming(answer, lambda x: _zero_after(x, count, 1))


def wrap_inputs(answer: Answer, size: int) -> Answer:
    """The ids that the model reads are taken modulo `size`."""
    return _incoming(answer, lambda x: x % size)


def _dropouts(whole: Any) -> list[Any]:
    """The dropout layers, at any depth, except those within Keras's attention."""
    import keras

    inner = [id(part) for layer in whole._flatten_layers()
             if isinstance(layer, keras.layers.MultiHeadAttention)
             for part in layer._flatten_layers(include_self=False)]  # fmt: skip
    return [layer for layer in whole._flatten_layers()
            if isinstance(layer, keras.layers.Dropout) and id(layer) not in inner]  # fmt: skip


def dropout(answer: Answer, fault: str, place: int | None = None) -> Answer:
    """Dropout layers behave otherwise.

    Parameters
    ----------
    fault : str
        "off": nothing is dropped; "double": the rate is twice as high; "unscaled": what stays is
        not scaled; "always": outside of training, too; "same": the same places at every call.
    place : int, optional
        Only the layer at this place; default: all of them.
    """
    import keras

    class Unscaled(keras.layers.Dropout):
        def call(self, inputs: Any, training: bool = False) -> Any:
            result = super().call(inputs, training=training)
            return result * (1 - self.rate) if training and self.rate > 0 else result

    class Always(keras.layers.Dropout):
        def call(self, inputs: Any, training: bool = False) -> Any:
            return super().call(inputs, training=True)

    class Same(keras.layers.Dropout):
        def call(self, inputs: Any, training: bool = False) -> Any:
            if not training or not self.rate:
                return inputs
            return keras.random.dropout(inputs, self.rate, seed=1)

    def edit(whole: Any) -> None:
        found = _dropouts(whole)
        for layer in found if place is None else [found[place]]:
            if fault == "off":
                layer.rate = 0
            elif fault == "double":
                layer.rate = min(2 * layer.rate, 0.9)
            else:
                layer.__class__ = {"unscaled": Unscaled, "always": Always, "same": Same}[fault]

    return _edited(answer, edit)


def dropout_on_weights(answer: Answer) -> Answer:
    """The dropout stands on the attention's weights, and nowhere else."""
    import keras

    def edit(whole: Any) -> None:
        found = _dropouts(whole)
        rate = max((layer.rate for layer in found), default=0.1)
        for layer in found:
            layer.rate = 0
        for layer in whole._flatten_layers():
            if isinstance(layer, keras.layers.MultiHeadAttention):
                layer._dropout = layer._dropout_layer.rate = rate
                if not hasattr(layer._dropout_layer, "seed_generator"):
                    # A layer that is built takes no new parts by the usual way.
                    seeds = keras.random.SeedGenerator()
                    object.__setattr__(layer._dropout_layer, "seed_generator", seeds)

    return _edited(answer, edit)


def memoised(answer: Answer) -> Answer:
    """A builder gives the same model again for the same arguments."""
    kept: dict[Any, Any] = {}

    @functools.wraps(answer)
    def build(*arguments: Any, **named: Any) -> Any:
        key = tuple((k, _content(v)) for k, v in _bound(answer, arguments, named).items())
        if key not in kept:
            kept[key] = answer(*arguments, **named)
        return kept[key]

    return build
