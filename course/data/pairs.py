"""``"pairs"``: English sentences and their Spanish translations.

Embedded: short sentences from a small grammar of the project, which shows how the two
languages differ: adjectives that follow the noun and agree with it, omitted pronouns,
opening question marks. Real: the English–Spanish pairs of the Tatoeba project that the
examples of TensorFlow and Keras use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from course.data.base import (
    DataError,
    DataSet,
    Download,
    Embedded,
    Provided,
    Real,
    shuffled,
)
from course.data.files import broken_line, decoded, read_member
from course.data.grammar import pairs as grammar
from course.settings import tr

Pair = tuple[str, str]

SEED = 7
#: The number of embedded pairs.
N_EMBEDDED = 2_500
#: The file in the archive, and the least number of lines of a complete one.
MEMBER, FEWEST = "spa-eng/spa.txt", 100_000


@dataclass(frozen=True, repr=False)
class Pairs:
    """Pairs ``(english, spanish)`` in three parts that share no English sentence.

    Attributes
    ----------
    train, validation, test : list of tuple of str
        About 80, 10 and 10 % of the English sentences, with all their translations;
        raw, shuffled.
    """

    train: list[Pair]
    validation: list[Pair]
    test: list[Pair]

    def __len__(self) -> int:
        return len(self.train) + len(self.validation) + len(self.test)

    def __repr__(self) -> str:
        return (
            f"Pairs(train: {len(self.train):,}, validation: {len(self.validation):,}, "
            f"test: {len(self.test):,})"
        )


def split(pairs: Sequence[Pair]) -> Pairs:
    """The distinct pairs, shuffled and split by their English sentences."""
    pairs = sorted(set(pairs))
    sentences = shuffled(sorted({english for english, _ in pairs}), SEED)
    tenth = len(sentences) // 10
    test, validation = set(sentences[:tenth]), set(sentences[tenth : 2 * tenth])
    parts: dict[str, list[Pair]] = {"train": [], "validation": [], "test": []}
    for pair in shuffled(pairs, SEED):
        english = pair[0]
        part = "test" if english in test else "validation" if english in validation else "train"
        parts[part].append(pair)
    return Pairs(**parts)


def read_spa_eng(path: Path) -> Pairs:
    """The pairs of ``spa-eng.zip``, read without unpacking it.

    Raises
    ------
    DataError
        If the archive is damaged or lacks the file, or a line isn't two sentences
        separated by a tab; the message gives the line.
    """
    name = f"{path}: {MEMBER}"
    lines = decoded(read_member(path, MEMBER), name).removesuffix("\n").split("\n")
    pairs = []
    for number, line in enumerate(lines, start=1):
        english, _, spanish = (piece.strip() for piece in line.partition("\t"))
        if not english or not spanish or "\t" in spanish:
            raise broken_line(
                name,
                number,
                line,
                tr(
                    "an English sentence, a tab, a Spanish one",
                    "una oración en inglés, un tabulador y una en español",
                ),
            )
        pairs.append((english, spanish))
    if len(pairs) < FEWEST:
        raise DataError(
            tr(
                f"{name} has {len(pairs):,} lines, expected at least {FEWEST:,}; it was cut "
                "short; get it again.",
                f"{name} tiene {len(pairs)} líneas y se esperaban al menos {FEWEST}; está "
                "cortado; vuelve a obtenerlo.",
            )
        )
    return split(pairs)


def embedded() -> Pairs:
    """Pairs from the project's grammar."""
    return split(grammar.write(N_EMBEDDED, SEED))


# The public archive has been repacked at least once, so its sha256 is not known. It is checked
# that it is complete and that every line is a pair; the first one accepted is pinned.
_REAL = Real(
    "spa-eng (Tatoeba)",
    Download(
        "https://storage.googleapis.com/download.tensorflow.org/data/spa-eng.zip", read_spa_eng
    ),
    Provided(
        {
            "spa_eng/spa-eng.zip": (
                "f80e581ae291aa34dd3aba7bd98b5e9505234da4318e2f3295df70a1520c7f61"
            )
        },
        read_spa_eng,
    ),
)

_PLACE = ("embedded in the course", "incluidos en el curso")

PAIRS = DataSet(
    name="pairs",
    unit=("pairs of sentences", "pares de oraciones"),
    embedded={
        "en": Embedded("short English and Spanish sentences", embedded, _PLACE),
        "es": Embedded("oraciones cortas en inglés y español", embedded, _PLACE),
    },
    real={"en": _REAL, "es": _REAL},
)
