"""The exception of a failed check, and the sentences that it is made of."""

from __future__ import annotations

from typing import Any

from course.settings import tr

#: A wrong value that a test recognises, and its explanation in English and Spanish.
Mistake = tuple[Any, str, str]

#: What a check is about: a name or a call, the same in both languages, or (English, Spanish).
Label = str | tuple[str, str]

#: Kinds of failure that show a symptom (other numbers, another shape) and not what caused it.
SYMPTOMS = frozenset(
    ("values", "shape", "number", "value", "not-finite", "count", "not-numbers", "none", "complex")
)

#: The most characters of a value that a message shows.
SHOWN = 60


class CheckFailed(AssertionError):
    """A student's answer is not what was asked for.

    Parameters
    ----------
    kind : str
        What is wrong, as a short English identifier that does not depend on the language,
        such as "shape" or "argument-changed"; `course.report.mistakes` lists and names them.
    what : Label, optional
        What was checked; the message begins with it.
    en, es : str
        What is wrong, as a sentence.
    why : (english, spanish), optional
        The cause, if it is known; the message ends with it.
    **data
        The numbers and names of this failure: strings, integers, lists of integers, or
        dictionaries of texts by language.

    Attributes
    ----------
    kind : str
    data : dict
        `data`, with `what` and `why` as texts by language.
    """

    def __init__(
        self,
        kind: str,
        what: Label | None,
        en: str,
        es: str,
        why: tuple[str, str] | None = None,
        **data: Any,
    ):
        sentences = [en, es]
        if what is not None:
            what = both(what)
            sentences = [f"{w}: {s}" for w, s in zip(what, sentences, strict=True)]
            data["what"] = by_language(*what)
        if why is not None:
            sentences = [f"{s} {w}" for w, s in zip(why, sentences, strict=True)]
            data["why"] = by_language(*why)
        super().__init__(tr(*sentences))
        self.kind, self.data = kind, data

    @property
    def named(self) -> bool:
        """Whether the message names a cause: its own sentence does, or an explanation is added."""
        return self.kind not in SYMPTOMS or "why" in self.data

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the message alone. A traceback through this module is no help."""
        return [f"\x1b[31m✗ {self}\x1b[0m"]


def by_language(en: str, es: str) -> dict[str, str]:
    """A text in both languages, as data."""
    return {"en": en, "es": es}


def both(what: Label) -> tuple[str, str]:
    """A label in English and Spanish."""
    return (what, what) if isinstance(what, str) else what


def brief(value: Any) -> str:
    """A value on one line, cut to `SHOWN` characters."""
    text = " ".join(repr(value).split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def number(value: float) -> str:
    """A number with six digits."""
    return f"{value:.6g}"
