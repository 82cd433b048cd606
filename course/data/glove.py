"""``"glove"``: word vectors in GloVe's text format, one word and its vector per line.

Embedded: 16-dimensional vectors, trained by a script of the project on its own texts.
Real: vectors of the GloVe project. The default are the 25-dimensional ones from tweets,
which cover more of the words in reviews, Spanish ones included; those of 50, 100, 200 or
300 dimensions are from Wikipedia and newspapers (6B).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path

from course.data.base import DataError, DataSet, Download, Embedded, Provided, Real
from course.data.files import broken_line, decoded, lines_of, read_member
from course.settings import LANGUAGES, tr

#: The dimension of the embedded vectors, and the real ones' default.
EMBEDDED_DIM, DEFAULT_DIM = 16, 25
#: How many of the commonest words are kept: as many as the 6B file has (Twitter's has thrice that).
MOST = 400_000


@dataclass(frozen=True, repr=False)
class GloveFile:
    """The lines of a file in GloVe's format.

    Attributes
    ----------
    lines : list of str
        A word, then `dim` numbers, separated by spaces; no line ends.
    dim : int
    """

    lines: list[str]
    dim: int

    def __len__(self) -> int:
        return len(self.lines)

    def __repr__(self) -> str:
        return f"GloveFile({len(self.lines):,} words, dim={self.dim})"


def checked(lines: Sequence[str], dim: int, name: Path | str) -> GloveFile:
    """The lines, if each one consists of a word and `dim` finite numbers.

    Raises
    ------
    DataError
        If the first line has another dimension, or a line is malformed; the message
        gives the file, `name`, and the line's number.
    """
    found = len(lines[0].split(" ")) - 1 if lines else 0
    if found != dim and lines[0].strip():
        raise DataError(
            tr(
                f"{name}, line 1 has {found} numbers a word, expected {dim}: ask for dim={found}, or "
                f"get the file with {dim}.",
                f"{name}, línea 1: tiene {found} números por palabra y se esperaban {dim}: pide "
                f"dim={found} u obtén el archivo de {dim}.",
            )
        )
    for number, line in enumerate(lines, start=1):
        if not _is_vector(line, dim):
            raise broken_line(
                name,
                number,
                line,
                tr(f"a word and {dim} numbers", f"una palabra y {dim} números"),
            )
    return GloveFile(list(lines), dim)


def _is_vector(line: str, dim: int) -> bool:
    word, *numbers = line.rsplit(" ", dim)
    try:
        if not word or len(numbers) != dim or not math.isfinite(math.fsum(map(float, numbers))):
            return False
    except ValueError:
        return False
    try:  # a word may contain spaces; if it ends in a number, the line is too long
        float(word.rsplit(" ", 1)[1])
    except (IndexError, ValueError):
        return True
    return False


def read_lines(path: Path, dim: int) -> GloveFile:
    """The vectors of a text file, ``.xz`` or plain."""
    return checked(lines_of(path), dim, path)


def read_archive(path: Path, dim: int) -> GloveFile:
    """The vectors of dimension `dim` in one of the GloVe project's archives."""
    member = f"{path.stem}.{dim}d.txt"
    # Not splitlines: some words contain characters that it treats as line ends.
    lines = decoded(read_member(path, member), f"{path}: {member}").removesuffix("\n").split("\n")
    return checked(lines[:MOST], dim, f"{path}: {member}")


def _embedded(language: str) -> GloveFile:
    name = f"glove-{language}.txt"
    path = resources.files("course.data") / "embedded" / name
    lines = decoded(path.read_bytes(), name).removesuffix("\n").split("\n")
    return checked(lines, EMBEDDED_DIM, name)


def _real(archive: str, sha256: str, dim: int, part: dict[str, str] | None = None) -> Real:
    """An archive's vectors of dimension `dim`; `part` is a file in COURSE_DATA with some of them."""
    read = partial(read_archive, dim=dim)
    return Real(
        f"GloVe, {archive.removesuffix('.zip')}, dim {dim}",
        Download(f"https://nlp.stanford.edu/data/{archive}", read, sha256),
        Provided(part, partial(read_lines, dim=dim))
        if part
        else Provided({f"glove/{archive}": sha256}, read),
    )


# Several libraries that download these archives check for these two checksums.
_TWITTER = (
    "glove.twitter.27B.zip",
    "792af52f795d1a32c9842a3240f5f3fe5e941a8ff6df5eb0f9d668092ebc019c",
)
_6B = ("glove.6B.zip", "617afb2fe6cbd085c235baf7a465b96f4112bd7f7ccb2b2cbd649fed9cbcf2fb")

#: The real vectors, by dimension.
REAL = {
    25: _real(
        *_TWITTER,
        25,
        {
            "glove/glove.twitter.27B.25d.top11925.txt.xz": (
                "192898870a7736d57d9e77f945413fbd11cec71e84978baaf21a3a31f65a51a4"
            )
        },
    ),
    50: _real(
        *_6B,
        50,
        {
            "glove/glove.6B.50d.subset5000.txt.xz": (
                "1c0538cf526d0310116b02be71da66f387f27b6377b473dd2740b09863a0b3c6"
            )
        },
    ),
    **{dim: _real(*_6B, dim) for dim in (100, 200, 300)},
}


def variant(dim: int | None = None) -> DataSet:
    """The data set with vectors of dimension `dim`; ``None``: the default of each size.

    A dimension that a size does not have is rejected when that size is loaded.
    """
    none = Embedded("", partial(_refuse, dim))
    titles = {
        "en": "vectors made from the course's texts",
        "es": "vectores hechos con textos del curso",
    }
    place = ("embedded in the course", "incluidos en el curso")
    embedded = {lang: Embedded(titles[lang], partial(_embedded, lang), place) for lang in LANGUAGES}
    fits = dim is None or dim == EMBEDDED_DIM
    wanted = DEFAULT_DIM if dim is None else dim
    real = next((version for d, version in REAL.items() if d == wanted), none)
    return DataSet(
        name="glove",
        unit=("words", "palabras"),
        embedded=embedded if fits else dict.fromkeys(LANGUAGES, none),
        real=dict.fromkeys(LANGUAGES, real),
        variant=variant,
    )


def _refuse(dim: object) -> GloveFile:
    large = ", ".join(map(str, REAL))
    raise DataError(
        tr(
            f"no vectors with dim={dim!r} at this size: there are {EMBEDDED_DIM} numbers a word at "
            f"quick size, {large} at full size",
            f"no hay vectores con dim={dim!r} en este tamaño: hay {EMBEDDED_DIM} números por palabra "
            f"en el tamaño quick, {large} en el tamaño full",
        )
    )


GLOVE = variant()
