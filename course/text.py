"""Text from outside, made fit for files, sockets and databases."""

from __future__ import annotations

import re
from typing import Any


def encodable(text: str) -> str:
    """The text without lone surrogates, which no encoding can store.

    Two halves of a character that stand side by side become that character; a half that
    stands alone, as in an emoji that was cut, becomes U+FFFD (�).
    """
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def clean(value: Any) -> Any:
    """`encodable` applied to every text in nested dicts, lists and tuples, keys included.

    Containers keep their type; values of other types are returned as they are.
    """
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        items = [(clean(k), clean(v)) for k, v in value.items()]
        return type(value)(items)
    if isinstance(value, (list, tuple)):
        return type(value)([clean(v) for v in value])
    return value


def sentence(text: str, limit: int = 300) -> str:
    """One line that does nothing to a terminal: no escape sequence, no control character."""
    text = re.sub(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\\\)?)", "", text[:100_000])
    text = " ".join(text.split())
    text = "".join(c for c in text if c.isprintable())
    return text if len(text) <= limit else text[: limit - 1] + "…"
