"""The mistakes of a class: which there are, and who made them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course.settings import tr

if TYPE_CHECKING:
    from course.report.graded import Work

#: A number that is not part of a name such as `float32` or `W_x2`.
_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|\.\d+|nan|inf)(?!\w)", re.I)
#: A list of masked numbers, of any length.
_LIST = re.compile(r"\[ ?#\.?(?:,? +#\.?)* ?\]")

#: The name of each kind of failure, in English and Spanish, with its data in braces. Of a failed
#: check, the kind and the data are those of `course.testing.CheckFailed`.
_NAMES = {
    "values": ("values differ", "hay valores distintos"),
    "shape": ("another shape was expected", "se esperaba otra forma"),
    "number": ("another number was expected", "se esperaba otro número"),
    "not-finite": ("values are NaN or infinite", "hay valores NaN o infinitos"),
    "none": ("got None", "llegó None"),
    "not-numbers": (
        "expected an array of numbers, got {actual}",
        "se esperaba un arreglo de números y llegó {actual}",
    ),
    "value": ("expected {expected}, got {actual}", "se esperaba {expected} y llegó {actual}"),
    "count": (
        "expected {expected} results, got {actual}",
        "se esperaban {expected} resultados y llegó {actual}",
    ),
    "condition": ("{sentence}", "{sentence}"),
    "argument-changed": (
        "argument {argument} was changed by the call",
        "la llamada modificó el argumento {argument}",
    ),
    "no-error": ("no {error} for {case}", "falta el {error} por {case}"),
    "error": ("{actual} for {case}", "{actual} con {case}"),
    "other-error": (
        "expected a {error} for {case}, got {actual}",
        "se esperaba un {error} por {case} y llegó {actual}",
    ),
    "no-message": (
        "the {error} for {case} has no message",
        "el {error} por {case} no trae mensaje",
    ),
    "complex": ("got complex numbers", "llegaron números complejos"),
    "key-order": ("the keys come in another order", "las claves vienen en otro orden"),
    "not-a-symbol": ("a draw is no symbol", "un sorteo no es un símbolo"),
    "distribution": (
        "the draws follow another distribution",
        "los sorteos siguen otra distribución",
    ),
    "shares-argument": (
        "the result shares memory with an argument",
        "el resultado comparte memoria con un argumento",
    ),
    "shares-result": (
        "the results of two calls share memory",
        "los resultados de dos llamadas comparten memoria",
    ),
    "earlier-result": (
        "a later call changes an earlier result",
        "una llamada posterior cambia un resultado anterior",
    ),
    "remembers": (
        "the same call gives another result",
        "la misma llamada da otro resultado",
    ),
    "stale": (
        "an old result for an argument with new contents",
        "un resultado viejo para un argumento con otro contenido",
    ),
    "read-only": (
        "it writes into its arguments",
        "escribe en sus argumentos",
    ),
    "global-random": (
        "it draws from another generator than `rng`",
        "sortea con un generador distinto de `rng`",
    ),
    "frozen": ("weights are not trainable", "hay pesos no entrenables"),
    "constant-kernel": (
        "a matrix starts with equal numbers",
        "una matriz empieza con números iguales",
    ),
    "equal-units": (
        "the units of a matrix start alike",
        "las unidades de una matriz empiezan iguales",
    ),
    "constrained": ("weights have a constraint", "hay pesos con una restricción"),
    "repeated-numbers": (
        "a matrix starts with equal rows or columns",
        "una matriz empieza con filas o columnas iguales",
    ),
    "added-loss": ("the model adds losses of its own", "el modelo agrega pérdidas propias"),
    "shared-weights": ("two models share their weights", "dos modelos comparten sus pesos"),
    "weight-shapes": (
        "weights of other shapes were expected",
        "se esperaban pesos de otras formas",
    ),
    "dropout-scale": ("dropout: another scale", "dropout: otra escala"),
    "dropout-place": ("dropout: another place or rate", "dropout: otro lugar u otra tasa"),
    "dropout-rate": ("dropout: another rate", "dropout: otra tasa"),
    "dropout-dependent": (
        "dropout: what is dropped depends on its neighbours",
        "dropout: lo que se apaga depende de sus vecinos",
    ),
    "raised": ("It raised {error}", "Lanzó {error}"),
    "stopped": ("Its cell stopped with {error}", "Su celda se detuvo con {error}"),
    "unwritten": (
        "It calls something that is not written yet",
        "Llama a algo que aún no está escrito",
    ),
    "endless": (
        "It was still running when its time was over",
        "Seguía corriendo cuando se acabó su tiempo",
    ),
}


@dataclass(frozen=True)
class Mistake:
    """A mistake that students made.

    Attributes
    ----------
    name : str
        See `mistake_name`.
    example : str
        The message that one of the students got, in the report's language if any got it so.
    students : tuple of str
    """

    exercise: str
    name: str
    example: str
    students: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.students)


def mistake_name(work: Work, exercise: str, language: str = "en") -> str:
    """The name of the mistake in a student's answer to an exercise.

    It is the name of the entry in ``misconceptions/`` that the answer agreed with, if there
    is one, and else is made from the kind and the data of the failure: students who made the
    same mistake in different editions share it. Where no kind is on record, it is the
    message. Tests draw new inputs each time, so numbers are masked.

    Parameters
    ----------
    language : {"en", "es"}
        The language of a name made from a failure.
    """
    if exercise in work.hints:
        return work.hints[exercise]
    failure = work.failures.get(exercise)
    if failure is None or failure["kind"] not in _NAMES:
        return masked(work.messages[exercise])
    data = {k: v[language] if isinstance(v, dict) else v for k, v in failure["data"].items()}
    name = tr(*_NAMES[failure["kind"]], language).format(**data)
    if "what" in data:
        name = f"{data['what']}: {name}"
    if "why" in data:
        name = f"{name}. {data['why']}"
    return masked(name)


def masked(message: str) -> str:
    """The message with ``#`` for every number, and ``[#]`` for every list of numbers."""
    return _LIST.sub("[#]", _NUMBER.sub("#", message))


def commonest(works: Iterable[Work], language: str = "en") -> list[Mistake]:
    """The mistakes of a class, the most common first."""
    found: dict[tuple[str, str], list[Work]] = defaultdict(list)
    for work in works:
        for exercise in work.messages:
            found[exercise, mistake_name(work, exercise, language)].append(work)
    mistakes = []
    for (exercise, name), cases in found.items():
        example = next((work for work in cases if work.language == language), cases[0])
        students = tuple(work.student for work in cases)
        mistakes.append(Mistake(exercise, name, example.messages[exercise], students))
    return sorted(mistakes, key=lambda m: (-m.count, m.exercise, m.name))
