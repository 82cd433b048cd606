"""``"reviews"``: film reviews, and whether they praise or blame.

Embedded: short reviews from a small grammar of the project, in which word order often
decides. Real: in English the IMDB reviews of Maas et al. (2011), 25,000 for training and
25,000 for testing; in Spanish the MuchoCine reviews of Cruz et al. (2008), one or two stars
against four or five.
"""

from __future__ import annotations

import html
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from course.data.base import (
    DataError,
    DataSet,
    Download,
    Embedded,
    Provided,
    Real,
    shuffled,
)
from course.data.files import decoded, json_lines, not_whole
from course.data.grammar import reviews as grammar
from course.settings import tr

SEED = 4

#: A text and its label, 1 for praise and 0 for blame.
Labelled = tuple[str, int]


@dataclass(frozen=True, repr=False)
class Half:
    """Reviews and their labels, in the same order, shuffled.

    Attributes
    ----------
    texts : list of str
        Unprocessed.
    labels : ndarray of int, (n,)
        1 for praise, 0 for blame.
    """

    texts: list[str]
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.texts)

    def __repr__(self) -> str:
        return f"Half({len(self):,} reviews, {self.labels.mean():.0%} praise)"


@dataclass(frozen=True)
class Reviews:
    """Reviews for training (`train`) and for testing (`test`), each a `Half`.

    No text is in both.
    """

    train: Half
    test: Half

    def __len__(self) -> int:
        return len(self.train) + len(self.test)


def halves(train: Iterable[Labelled], test: Iterable[Labelled], what: Path | str) -> Reviews:
    """Both halves, shuffled; what is in `test` too is removed from `train`.

    Raises
    ------
    DataError
        If a half has no praise or no blame; the message names the file, `what`.
    """
    test = list(test)
    seen = {text for text, _ in test}
    train = [(text, label) for text, label in train if text not in seen]
    return Reviews(_half(train, what, "train"), _half(test, what, "test"))


def _half(rows: Sequence[Labelled], what: Path | str, name: str) -> Half:
    labels = [label for _, label in rows]
    for label, english, spanish in ((1, "praise", "positiva"), (0, "blame", "negativa")):
        if label not in labels:
            raise DataError(
                tr(
                    f"{what}: an empty class, no review with {english} (label {label}) among the "
                    f"{len(rows):,} of {name!r}; get the file again.",
                    f"{what}: una clase vacía, ninguna reseña {spanish} (etiqueta {label}) entre las "
                    f"{len(rows)} de {name!r}; vuelve a obtener el archivo.",
                )
            )
    rows = shuffled(rows, SEED)
    return Half([text for text, _ in rows], np.array([label for _, label in rows]))


# --------------------------------------------------------------------------------- IMDB

#: Reviews per half and class.
IMDB_CLASS = 12_500
_IMDB_FILE = re.compile(r"aclImdb/((train|test)/(pos|neg)/\d+_\d+)\.txt")


def read_imdb_archive(path: Path) -> Reviews:
    """The reviews of ``aclImdb_v1.tar.gz``, read as a stream; nothing is unpacked to disk.

    Raises
    ------
    DataError
        If the archive is damaged, a review isn't UTF-8, or a class is incomplete.
    """
    found: dict[str, str] = {}
    try:
        with tarfile.open(path, "r|gz") as archive:
            for member in archive:
                name = _IMDB_FILE.fullmatch(member.name)
                file = archive.extractfile(member) if name and member.isfile() else None
                if name and file:
                    found[name[1]] = decoded(file.read(), f"{path}: {member.name}")
                if len(found) == 4 * IMDB_CLASS:
                    break  # the rest has no labels
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        raise not_whole(path, "tar.gz", error) from error
    return _imdb(found, path)


def read_imdb_lines(train: Path, test: Path) -> Reviews:
    """The same reviews from two files with one JSON object per line."""
    fields = {"id": str, "label": int, "text": str}
    found = {row["id"]: row["text"] for path in (train, test) for row in json_lines(path, fields)}
    return _imdb(found, train.parent)


def _imdb(found: dict[str, str], what: Path) -> Reviews:
    rows: dict[str, list[Labelled]] = {"train": [], "test": []}
    for half in rows:
        for kind, label in (("neg", 0), ("pos", 1)):
            names = sorted(name for name in found if name.startswith(f"{half}/{kind}/"))
            if len(names) != IMDB_CLASS:
                raise DataError(
                    tr(
                        f"{what} is not the whole set: expected {IMDB_CLASS:,} reviews in "
                        f"{half}/{kind}, got {len(names):,}; get it again.",
                        f"{what} no es el conjunto completo: se esperaban {IMDB_CLASS} reseñas en "
                        f"{half}/{kind} y hay {len(names)}; vuelve a obtenerlo.",
                    )
                )
            # The reviews are from web pages: "<br />" is a line end, and two start a paragraph.
            rows[half] += [(found[name].replace("<br />", "\n"), label) for name in names]
    return halves(rows["train"], rows["test"], what)


# ---------------------------------------------------------------------------- MuchoCine

#: The whole corpus has 3,878 reviews; a few files of the original may be unreadable.
MUCHOCINE_FEWEST = 3_850


def read_muchocine_lines(path: Path) -> Reviews:
    """MuchoCine from a file with one JSON object per line."""
    fields = {"id": int, "rank": int, "summary": str, "body": str}
    return _muchocine(
        {row["id"]: (row["rank"], row["summary"], row["body"]) for row in json_lines(path, fields)},
        path,
    )


_REVIEW = re.compile(
    r"<review\b.*?\brank=\"([1-5])\".*?<summary>(.*?)</summary>\s*<body>(.*?)</body>", re.DOTALL
)
_MUCHOCINE_FILE = re.compile(r"(?:.*/)?corpusCriticasCine/(\d+)\.xml")


def read_muchocine_archive(path: Path) -> Reviews:
    """MuchoCine from the original archive: one small XML file per review, in cp1252.

    Some files are not well-formed, so the three parts are extracted by a regular expression.
    """
    found = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                number = _MUCHOCINE_FILE.fullmatch(name)
                if number:
                    text = archive.read(name).decode("cp1252", errors="replace")
                    parts = _REVIEW.search(text)
                    if parts:
                        rank, *texts = parts.groups()
                        summary, body = (html.unescape(t).strip() for t in texts)
                        found[int(number[1])] = (int(rank), summary, body)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise not_whole(path, "zip", error) from error
    return _muchocine(found, path)


def _muchocine(found: dict[int, tuple[int, str, str]], what: Path) -> Reviews:
    """One and two stars against four and five; 20 % of each class are for testing."""
    if len(found) < MUCHOCINE_FEWEST:
        raise DataError(
            tr(
                f"{what} is not the whole corpus: expected at least {MUCHOCINE_FEWEST:,} reviews, got "
                f"{len(found):,}; get it again.",
                f"{what} no es el corpus completo: se esperaban al menos {MUCHOCINE_FEWEST} reseñas y "
                f"hay {len(found)}; vuelve a obtenerlo.",
            )
        )
    train: list[Labelled] = []
    test: list[Labelled] = []
    for ranks, label in (((1, 2), 0), ((4, 5), 1)):
        rows = [
            (f"{summary}\n{body}".strip(), label)
            for _, (rank, summary, body) in sorted(found.items())
            if rank in ranks
        ]
        rows = shuffled(rows, SEED)
        fifth = len(rows) // 5
        test += rows[:fifth]
        train += rows[fifth:]
    return halves(train, test, what)


# ----------------------------------------------------------------------------- embedded


def embedded(language: str) -> Reviews:
    """Reviews from the project's grammar."""
    train, test = grammar.write(language)
    return halves(train, test, f"grammar.reviews, {language}")


_PLACE = ("embedded in the course", "incluidas en el curso")

REVIEWS = DataSet(
    name="reviews",
    unit=("reviews", "reseñas"),
    embedded={
        "en": Embedded("short film reviews", partial(embedded, "en"), _PLACE),
        "es": Embedded("reseñas breves de cine", partial(embedded, "es"), _PLACE),
    },
    real={
        "en": Real(
            "IMDB",
            # The checksum that TensorFlow Datasets has for this address.
            Download(
                "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
                read_imdb_archive,
                "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe",
            ),
            Provided(
                {
                    "imdb/imdb_train.jsonl.xz": (
                        "3e73fba33dd6e2b6c306fae37b0ef6fe10abc6073197a1011f613a4f15444fb4"
                    ),
                    "imdb/imdb_test.jsonl.xz": (
                        "e0a7aa901097a45f5a26f204fca0bb05641fd54ca6f0884b68349aac070c9ef2"
                    ),
                },
                read_imdb_lines,
            ),
        ),
        "es": Real(
            "MuchoCine",
            # The checksum that Hugging Face's datasets library has for this address.
            Download(
                "http://www.lsi.us.es/~fermin/corpusCine.zip",
                read_muchocine_archive,
                "2be1333c903613402effa85ca629a66541093702c92e079c438b6eb5d84260a5",
            ),
            Provided(
                {
                    "muchocine/muchocine.jsonl.xz": (
                        "6694bc54da9487590a0a6187397f3adefaca6e72831cbe71476a4e0fa9f1844c"
                    )
                },
                read_muchocine_lines,
            ),
        ),
    },
)
