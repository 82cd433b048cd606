"""What both sides of the trust boundary must agree on: kinds of objects, tensors, exceptions."""

from __future__ import annotations

import builtins
import sys
import traceback
from collections.abc import Iterable
from typing import Any

import numpy as np

#: The classes whose instances a test may ask for with isinstance.
KINDS = (
    "keras.Sequential", "keras.Model", "keras.layers.Layer", "keras.Variable",
    "keras.utils.PyDataset", "keras.KerasTensor",
)  # fmt: skip
#: Packages whose arrays are tensors and cross by their values.
_TENSORS = ("tensorflow", "torch", "jax", "jaxlib")
#: Characters that are kept of a text of the student's, such as an error's message.
TEXT_CHARACTERS = 20_000


def find(name: str) -> type | None:
    """The class of this name, if its module is imported."""
    module, _, attribute = name.rpartition(".")
    return getattr(sys.modules.get(module), attribute, None)


def is_tensor(value: Any) -> bool:
    """Whether it is a tensor with values, not a symbolic one."""
    if type(value).__module__.partition(".")[0] not in _TENSORS or isinstance(value, type):
        return False
    if not hasattr(value, "__array__"):
        return False
    try:
        return values_of(value).dtype.kind != "O"
    except Exception:  # symbolic or ragged
        return False


def values_of(tensor: Any) -> np.ndarray:
    """A tensor's values, without its gradient and from whatever device it is on."""
    if hasattr(tensor, "detach"):  # PyTorch, whose tensors NumPy refuses otherwise
        tensor = tensor.detach().cpu()
    return np.asarray(tensor)


def step(iterator: Iterable) -> tuple[bool, Any]:
    """Whether an iterator has another item, and the item."""
    for value in iterator:
        return True, value
    return False, None


def describe(error: BaseException) -> dict:
    """An exception as data: its built-in type, its name, its message, its traceback."""
    kind = next(k for k in type(error).__mro__ if k.__module__ == "builtins")
    try:
        message = str(error)
    except BaseException as second:
        message = f"({type(second).__name__} in its own message)"
    try:
        trace = "".join(traceback.format_exception(error))
    except BaseException:
        trace = ""
    return {
        "kind": kind.__name__,
        "name": type(error).__name__,
        "message": message[:TEXT_CHARACTERS],
        "traceback": trace[-TEXT_CHARACTERS:],
    }


def rebuild(described: dict) -> BaseException:
    """The exception that `describe` described, as an instance of its built-in type.

    An exception that ends a process (SystemExit, KeyboardInterrupt) or a loop
    (StopIteration) becomes an Exception of the same name: it must end a test, but neither
    the judge nor a loop of the test.
    """
    kind = getattr(builtins, _text(described, "kind", 100), Exception)
    loops = (StopIteration, StopAsyncIteration)
    if not (isinstance(kind, type) and issubclass(kind, Exception)) or issubclass(kind, loops):
        kind = Exception
    # The description may be forged: a message of any length, a name that is not one.
    name, message = _text(described, "name", 100), _text(described, "message", TEXT_CHARACTERS)
    name = name if name.isidentifier() else kind.__name__
    cls = type(name, (kind,), {"__str__": lambda self: message, "__module__": "builtins"})
    try:
        error = cls(message)
    except Exception:  # UnicodeDecodeError wants five arguments
        error = type(name, (Exception,), {"__module__": "builtins"})(message)
    error.student_traceback = _text(described, "traceback", TEXT_CHARACTERS)
    return error


def _text(described: dict, key: str, length: int) -> str:
    """A text of a description; empty if it is none."""
    text = described.get(key)
    return text[:length] if isinstance(text, str) else ""
