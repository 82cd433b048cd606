"""The course's data sets, behind one function.

>>> from course import data
>>> text = data.load("text")
Data "text": The Keeper's Book, 10,997 characters, embedded in the course; ...

At quick size it is embedded, of the project's own making, and needs no network. At
full size it is the real thing, from the folder that the environment variable
``COURSE_DATA`` names, else from the cache (``COURSE_CACHE``, or the system's own
place), else downloaded. ``docs/data.md`` tells where each one comes from and how to
add another.
"""

from __future__ import annotations

from typing import Any

from course import settings
from course.data.base import DataError, DataSet
from course.data.text import TEXT

__all__ = ["DataError", "load", "names"]

# One module per data set; a new one is one line here.
_DATA_SETS: dict[str, DataSet] = {d.name: d for d in (TEXT,)}


def names() -> list[str]:
    """The names that `load` knows."""
    return sorted(_DATA_SETS)


def load(name: str, language: str | None = None, size: str | None = None) -> Any:
    """The data set `name`, and one printed sentence that says which version it is.

    Parameters
    ----------
    name : str
        ``"text"``: a text for models of characters, a str with ``\\n`` line ends.
    language : {"en", "es"}, optional
        Of the data; by default the language in use.
    size : {"quick", "full"}, optional
        Embedded or real; by default the size in use.

    Raises
    ------
    DataError
        A ValueError: an unknown name, language or size, or data that can't be had.
        The message says why and what to do.
    """
    if name not in _DATA_SETS:
        raise DataError(
            settings.tr(
                f"there is no data set {name!r}; there is: {', '.join(names())}",
                f"no existe el conjunto de datos {name!r}; hay: {', '.join(names())}",
            )
        )
    language, size = language or settings.language(), size or settings.size()
    for what, value, allowed in (
        (settings.tr("language", "el idioma"), language, settings.LANGUAGES),
        (settings.tr("size", "el tamaño"), size, settings.SIZES),
    ):
        if value not in allowed:
            raise DataError(
                settings.tr(
                    f"{what} must be one of {', '.join(allowed)}; got {value!r}",
                    f"{what} debe ser uno de {', '.join(allowed)}; se recibió {value!r}",
                )
            )
    return _DATA_SETS[name].load(language, size)
