"""``"text"``: one long text, for models that predict the next character.

Embedded: a story written for the project, separately in each language. Real: Nietzsche's
aphorisms in English, the text of Keras's character-LSTM example, and *Don Quijote* in
Spanish.
"""

from __future__ import annotations

import re
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TypeVar

from course.data.base import (
    DataError,
    DataSet,
    Download,
    Embedded,
    Provided,
    Real,
)
from course.data.files import read_text
from course.settings import tr

T = TypeVar("T")

# The sha256 of a copy that has the original's length in bytes (600,901) and in characters
# (600,893); it was not compared with the file at the public address. Should the two differ,
# the download is rejected and the message shows both checksums.
NIETZSCHE_SHA256 = "23cf69874ab69d3d256099ab530ea4be24d47d9675b673bcc67cbcd6298ec647"

# Project Gutenberg corrects its books in place: the 2010 and 2021 editions of ebook 2000
# differ in dashes, line breaks and front matter. No checksum fits them all, so the content
# is checked: the whole novel, from its first page to its last word, with every chapter.
TITLE = "El ingenioso hidalgo don Quijote de la Mancha"
OPENING = "En un lugar de la Mancha, de cuyo nombre no quiero acordarme"
CHAPTERS = 52 + 74  # of the first part and of the second
LENGTH = 2_000_000, 2_250_000  # characters; the known editions have about 2.1 million

_START = re.compile(r"^\*\*\* ?START OF TH(?:E|IS) PROJECT GUTENBERG EBOOK.*$", re.MULTILINE)
_END = re.compile(r"^\*\*\* ?END OF TH(?:E|IS) PROJECT GUTENBERG EBOOK.*$", re.MULTILINE)
_FIRST = re.compile(rf"^{TITLE}\s+TASA$", re.MULTILINE)  # not the title page, if any
_LAST = re.compile(r"sin duda alguna\. Vale\.\s+Fin$", re.MULTILINE)
_CHAPTER = re.compile(r"^Capítulo ", re.MULTILINE)


def read_quijote(path: Path) -> str:
    """The novel from Project Gutenberg's file, without what surrounds it.

    Returns
    -------
    str
        From the title above the *tasa* to the final "Fin" and a line end.

    Raises
    ------
    DataError
        If a part is missing; the message names the first missing one.
    """
    text = read_text(path)
    what = tr("Project Gutenberg's START line", "la línea START de Gutenberg")
    start = _expect(_START.search(text), path, what)
    what = tr("Project Gutenberg's END line", "la línea END de Gutenberg")
    end = _expect(_END.search(text), path, what)
    body = text[start.end() : end.start()]
    what = tr(f"“{TITLE}”, then “TASA”", f"«{TITLE}» y luego «TASA»")
    first = _expect(_FIRST.search(body), path, what)
    what = tr("the last words, “Vale. Fin”", "las últimas palabras, «Vale. Fin»")
    last = _expect(_LAST.search(body), path, what)
    novel = body[first.start() : last.end()] + "\n"
    _expect(OPENING in novel, path, f"«{OPENING}»")
    chapters = len(_CHAPTER.findall(novel))
    _expect(
        chapters == CHAPTERS,
        path,
        tr(f"{CHAPTERS} chapters", f"{CHAPTERS} capítulos"),
        str(chapters),
    )
    low, high = LENGTH
    _expect(
        low <= len(novel) <= high,
        path,
        tr(f"{low:,} to {high:,} characters", f"de {low} a {high} caracteres"),
        str(len(novel)),
    )
    return novel


def _expect(found: T | None, path: Path, expected: str, got: str | None = None) -> T:
    """`found`, unless it is None or false: then a DataError."""
    if not found:
        got = got or tr("none", "nada de eso")
        raise DataError(
            tr(
                f"{path} is not the whole Don Quijote: expected {expected}, got {got}; it was not "
                "kept. Try again later, set COURSE_DATA to a folder with the data, or use "
                'size="quick".',
                f"{path} no es el Quijote completo: se esperaba {expected}, se obtuvo {got}; no se ha "
                "guardado. Repite más tarde, indica en COURSE_DATA una carpeta con los datos o usa "
                'size="quick".',
            )
        )
    return found


def _embedded(name: str) -> str:
    # git may have changed the line ends
    text = (resources.files("course.data") / "embedded" / name).read_text("utf-8")
    return text.replace("\r\n", "\n")


TEXT = DataSet(
    name="text",
    unit=("characters", "caracteres"),
    embedded={
        "en": Embedded("The Keeper's Book", partial(_embedded, "text-en.txt")),
        "es": Embedded("El libro de la farera", partial(_embedded, "text-es.txt")),
    },
    real={
        "en": Real(
            "Nietzsche (nietzsche.txt)",
            Download(
                "https://s3.amazonaws.com/text-datasets/nietzsche.txt",
                read_text,
                NIETZSCHE_SHA256,
            ),
            Provided({"texts/nietzsche.txt": NIETZSCHE_SHA256}, read_text),
        ),
        "es": Real(
            "Don Quijote",
            Download("https://www.gutenberg.org/cache/epub/2000/pg2000.txt", read_quijote),
            Provided(
                {
                    "texts/quijote.txt.xz": (
                        "49884c02dbe5887b7caded01c70023b1353f625b3b484b06d22788a12a9d1fd6"
                    )
                },
                read_text,
            ),
        ),
    },
)
