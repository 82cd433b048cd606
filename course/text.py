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


#: A terminal's sequences: of a colour or a movement, with a text and its end, and the others.
_ESCAPE = re.compile(
    r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])"
)
#: The spaces that are shown; Python calls none of them printable but the first.
_SPACES = frozenset(
    " \n\t" + "".join(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
)


def visible(text: str) -> str:
    """The text without what is not shown itself but does something to what is shown.

    These are a terminal's escape sequences, control characters other than line feed and tab,
    and characters that change the direction of writing or join others.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in _ESCAPE.sub("", text) if c.isprintable() or c in _SPACES)


def sentence(text: str, limit: int = 300) -> str:
    """One line that does nothing to a terminal or a page; see `visible`."""
    text = visible(" ".join(text[:100_000].split()))
    return text if len(text) <= limit else text[: limit - 1] + "…"
