"""Whether stored weights can be a form's parts, by their number; and what is missing if not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from course.testing.transformer.parts import Form, Piece


def wrong_parts(form: Form, pieces: Sequence[Piece]) -> tuple[str, str] | None:
    """What is missing or too much, in English and Spanish; None if nothing is."""
    return next(_wrong(form, _Count(form, pieces)), None)


class _Count:
    """Numbers of parts, by kinds: those that are there, those needed, those allowed."""

    def __init__(self, form: Form, pieces: Sequence[Piece]) -> None:
        self._form, self._pieces, self._roles = form, pieces, form.roles().values()

    def there(self, *kinds: str) -> float:
        """Pieces whose first reading is of these kinds; a head's is a part of one."""
        found = [p for p in self._pieces if p.views[0][0] in kinds]
        return round(sum(1 if p.head is None else 1 / self._form.heads for p in found), 3)

    def needed(self, *kinds: str) -> int:
        return sum(kind in kinds and needed for kind, needed in self._roles)

    def allowed(self, *kinds: str) -> int:
        return sum(kind in kinds for kind, _ in self._roles)


def _wrong(form: Form, count: _Count) -> Iterator[tuple[str, str]]:
    d, d_ff, attentions = form.d, form.d_ff, sum(n for _, n in form.blocks)
    got, want = count.there("in", "out"), count.needed("in", "out")
    if got != want:
        yield (
            f"{attentions} attention(s) have {want} matrices of {d} × {d} numbers (for queries, "
            f"keys, values and what comes out, key_dim = d_model / heads); here are {got:g}.",
            f"{attentions} atención(es) tienen {want} matrices de {d} × {d} números (consultas, "
            f"claves, valores y salida, con key_dim = d_model / heads); aquí hay {got:g}.",
        )
    got, want = count.there("gain"), count.needed("gain")
    if got != want:
        yield (
            f"each step has a layer norm of its own, {want} together; here are {got:g} (vectors "
            f"of {d} that start as ones).",
            f"cada paso tiene su propia normalización, {want} en total; aquí hay {got:g} (vectores "
            f"de {d} que empiezan en uno).",
        )
    got, want = count.there("wide", "narrow"), count.needed("wide", "narrow")
    if got != want:
        yield (
            f"the dense nets have {want} matrices, ({d}, {d_ff}) and ({d_ff}, {d}); here are "
            f"{got:g}.",
            f"las redes densas tienen {want} matrices, ({d}, {d_ff}) y ({d_ff}, {d}); aquí hay "
            f"{got:g}.",
        )
    got, want = count.there("inner"), count.needed("inner")
    if got != want:
        yield (
            f"the dense nets have {want} bias(es) of {d_ff} numbers, b_1; here are {got:g}.",
            f"las redes densas tienen {want} sesgo(s) de {d_ff} números, b_1; aquí hay {got:g}.",
        )
    got, want = count.there("vector", "in-bias"), count.needed("vector")
    most = count.allowed("vector", "in-bias")
    if not want <= got <= most:
        yield (
            f"{want} vectors of {d} numbers (each norm's beta, each dense net's b_2) and at most "
            f"{most - want} biases of attentions; here are {got:g} such vectors.",
            f"{want} vectores de {d} números (beta de cada normalización, b_2 de cada red densa) y "
            f"a lo más {most - want} sesgos de las atenciones; aquí hay {got:g} de esos vectores.",
        )
    yield from _wrong_tables(form, count)


def _wrong_tables(form: Form, count: _Count) -> Iterator[tuple[str, str]]:
    d = form.d
    for V in sorted(set(form.tables.values())):
        got, want = count.there(f"table {V}"), count.needed(f"table {V}")
        extra = V == form.tables["target"]  # the matrix of the answers may have this shape
        if not want <= got <= want + extra:
            yield (
                f"{want} table(s) ({V}, {d}) for words; here are {got:g}.",
                f"{want} tabla(s) ({V}, {d}) para las palabras; aquí hay {got:g}.",
            )
        if extra and count.there(f"table {V}", f"answer {V}") > want + 1:
            yield (
                f"one matrix ({d}, {V}) for the answers; here are more.",
                f"una matriz ({d}, {V}) para las respuestas; aquí hay más.",
            )
    if count.there("places") > 2:
        yield "too many tables of places.", "hay demasiadas tablas de lugares."
