"""The course's data sets, behind one function.

>>> from course import data
>>> text = data.load("text")
Data "text": The Keeper's Book, 10,997 characters, embedded in the course; ...

At quick size a data set is embedded: made by the project, available without a network.
At full size it is the real one, from the folder that the environment variable
``COURSE_DATA`` names, else from the cache (``COURSE_CACHE``, or the system's folder for
caches), else downloaded. ``docs/data.md`` says where each one comes from and how to add
another.
"""

from __future__ import annotations

from typing import Any

from course import settings
from course.data.additions import ADDITIONS
from course.data.base import DataError, DataSet
from course.data.glove import GLOVE
from course.data.pairs import PAIRS
from course.data.reviews import REVIEWS
from course.data.text import TEXT

__all__ = ["DataError", "load", "names"]

# One module per data set. To add one, add its name here.
_DATA_SETS: dict[str, DataSet] = {d.name: d for d in (ADDITIONS, GLOVE, PAIRS, REVIEWS, TEXT)}


def names() -> list[str]:
    """The names that `load` accepts."""
    return sorted(_DATA_SETS)


def load(name: str, language: str | None = None, size: str | None = None, **options: Any) -> Any:
    r"""Return the data set `name`, and print one sentence that says which version it is.

    Parameters
    ----------
    name : str
        - ``"additions"``: sums to learn, an `~course.data.additions.Additions`;
        - ``"glove"``: word vectors in GloVe's text format, a `~course.data.glove.GloveFile`;
        - ``"pairs"``: English sentences and their translations, a
          `~course.data.pairs.Pairs`;
        - ``"reviews"``: film reviews, praise or blame, a `~course.data.reviews.Reviews`;
        - ``"text"``: a text for models of characters, a str with ``\n`` line ends.
    language : {"en", "es"}, optional
        The language of the data; by default the one in use.
    size : {"quick", "full"}, optional
        Embedded or real; by default the size in use.
    **options
        The data set's own options: ``dim`` for ``"glove"``, the dimension of the vectors.

    Raises
    ------
    DataError
        A ValueError: for an unknown name, language, size or option, or if the data can't be
        loaded. The message says why and what to do.
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
    return _DATA_SETS[name].choose(options).load(language, size)
