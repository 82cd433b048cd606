"""``"pairs"``: English sentences and their Spanish translations.

Embedded: short sentences of a small grammar of the project's own, with what sets the
two languages apart: adjectives that follow the noun and agree with it, pronouns left
out, questions opened by a mark. Real: the English–Spanish pairs of the Tatoeba
project, as the examples of TensorFlow and Keras use them.
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
#: Embedded pairs.
N_EMBEDDED = 2_500
#: The file in the archive, and the fewest lines that the whole one has.
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
    """The pairs, each once, parted by their English sentences and shuffled."""
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
        with a tab between them; the message gives the line.
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
    """The pairs of the project's own grammar."""
    return split(grammar.write(N_EMBEDDED, SEED))


# The public archive was packed anew at least once, so its sha256 is not known; what is
# checked is that it is whole and that every line is a pair. The first one accepted is pinned.
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
