"""What a notebook chooses once, at its top: its language and its size.

The environment variables ``COURSE_LANGUAGE`` and ``COURSE_SIZE`` win over the
notebook, so that a script can run the same notebook at another size.
"""

from __future__ import annotations

import os
from typing import TypeVar

LANGUAGES = ("en", "es")
SIZES = ("quick", "full")

T = TypeVar("T")

_language = "en"
_size = "quick"


def _choose(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}; got {value!r}")
    return value


def setup(language: str = "en", size: str = "quick") -> None:
    """Choose the language of figures, data and messages, and the experiments' size.

    Parameters
    ----------
    language : {"en", "es"}
    size : {"quick", "full"}
        ``quick`` runs a notebook in minutes on a laptop without a GPU, with the
        embedded data; ``full`` runs the real experiments on the real data.

    Raises
    ------
    ValueError
        For any other language or size.
    """
    global _language, _size
    _language = _choose("language", language, LANGUAGES)
    _size = _choose("size", size, SIZES)


def language() -> str:
    """The language in use, ``"en"`` or ``"es"``."""
    return _choose("COURSE_LANGUAGE", os.environ.get("COURSE_LANGUAGE") or _language, LANGUAGES)


def size() -> str:
    """The size in use, ``"quick"`` or ``"full"``."""
    return _choose("COURSE_SIZE", os.environ.get("COURSE_SIZE") or _size, SIZES)


def by_size(quick: T, full: T) -> T:
    """The first value at quick size, the second at full size."""
    return quick if size() == "quick" else full


def tr(en: str, es: str, to: str | None = None) -> str:
    """The text in the language `to`, or in the language in use."""
    return en if (to or language()) == "en" else es
