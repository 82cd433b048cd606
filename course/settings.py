"""The settings that a notebook chooses once, at its top: its language and its size.

The environment variables ``COURSE_LANGUAGE`` and ``COURSE_SIZE`` override the notebook,
so that a script can run it in the other language or at the other size.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TypeVar

LANGUAGES = ("en", "es")
SIZES = ("quick", "full")

T = TypeVar("T")


@dataclass(frozen=True)
class Settings:
    """What a notebook has chosen."""

    language: str = "en"
    size: str = "quick"


_chosen = Settings()


def setup(language: str = "en", size: str = "quick") -> None:
    """Choose the language of figures, data and messages, and the size of the experiments.

    Parameters
    ----------
    language : {"en", "es"}
    size : {"quick", "full"}
        ``quick`` runs a notebook in minutes on a laptop without a GPU, on the data that come
        with the course; ``full`` runs the real experiments on the real data.

    Raises
    ------
    ValueError
        For any other language or size.
    """
    global _chosen
    _chosen = Settings(_checked("language", language, LANGUAGES), _checked("size", size, SIZES))


def language() -> str:
    """The language in use, ``"en"`` or ``"es"``."""
    given = os.environ.get("COURSE_LANGUAGE") or _chosen.language
    return _checked("COURSE_LANGUAGE", given, LANGUAGES)


def size() -> str:
    """The size in use, ``"quick"`` or ``"full"``."""
    return _checked("COURSE_SIZE", os.environ.get("COURSE_SIZE") or _chosen.size, SIZES)


def _checked(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}; got {value!r}")
    return value


def by_size(quick: T, full: T) -> T:
    """`quick` or `full`, depending on the size in use."""
    return quick if size() == "quick" else full


def tr(en: str, es: str, to: str | None = None) -> str:
    """The text in the language `to`; by default, in the language in use."""
    return en if (to or language()) == "en" else es
