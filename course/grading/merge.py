"""A submission's work, merged into the grading template.

The student's code runs as it ran in the student's own kernel: every code cell that is not
the author's stays a cell of its own, in the student's order. Of each exercise, one cell
stands in the template's place, the *answer*; the others stand as added cells beside it.
Tests, metadata, tags and the order of exercises come from the template.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode

from course.grading.order import Entry, in_time, longest_increasing
from course.grading.statements import (
    Statement,
    bound,
    complete,
    defined,
    has_magic,
    meaning,
    normal,
    statements,
)
from course.notebooks import (
    SKIP,
    exercises,
    grade_id,
    is_setup,
    is_solution,
    language_of,
    tags,
)
from course.settings import tr

#: A cell of an exercise that goes on in the next one is put together again: so often in a
#: notebook, and up to so many characters.
MAX_SPLITS, MAX_SPLIT_CHARACTERS = 20, 20_000
#: Held during a merge: the cells of several notebooks at a time would not all be remembered.
_ONE_MERGE = threading.Lock()


@dataclass(frozen=True)
class Work:
    """What a submission contributes.

    Attributes
    ----------
    notebook : NotebookNode
        The grading template with the student's work.
    answers : dict of str to str
        By exercise, the answer, where it differs from the stub.
    ours : bool
        Whether the submission has any of the template's exercises, untouched or not.
    notes : tuple of str
        What the instructor should know of how it was read, a sentence each.
    """

    notebook: NotebookNode
    answers: dict[str, str]
    ours: bool
    notes: tuple[str, ...]


def answers(notebook: NotebookNode) -> dict[str, str]:
    """The source of the solution cells of a notebook that has its metadata, by exercise."""
    found: dict[str, list[str]] = {}
    for cell in notebook.cells:
        name = grade_id(cell)
        if name and is_solution(cell):
            found.setdefault(name, []).append(cell.source)
    return {name: "\n\n".join(parts) for name, parts in found.items()}


def merge(template: NotebookNode, submitted: NotebookNode) -> NotebookNode:
    """The grading template with the work of `submitted`; both are left as they were."""
    return work(template, submitted).notebook


def work(template: NotebookNode, submitted: NotebookNode) -> Work:
    """Find the work of `submitted`, and merge it into `template`; both are left as they were."""
    with _ONE_MERGE:
        return _work(template, submitted)


def _work(template: NotebookNode, submitted: NotebookNode) -> Work:
    base = _Template(template)
    cells = list(_read(base, submitted))
    code = [c for c in cells if c.kind == "code" and normal(c.source)]
    text = [c for c in cells if c.kind != "code"]
    chosen = {name: _answer(base, code, text, name) for name in base.stubs}
    used = {id(answer.piece) for answer in chosen.values() if answer.piece is not None}
    for answer in chosen.values():  # what another exercise's answer is stands there alone
        answer.before = [p for p in answer.before if id(p) not in used]
        answer.after = [p for p in answer.after if id(p) not in used]
        if answer.piece is None and answer.before:
            answer.piece = answer.before.pop()
    given = {name: a.piece.source for name, a in chosen.items() if a.piece is not None}
    return Work(
        _merged(base, cells, chosen, given),
        given,
        any(c.home in base.places.values() for c in cells) or bool(given),
        tuple(_notes(base, cells, chosen)),
    )


# ---------------------------------------------------------------- the template


class _Template:
    """What is to be known of the grading template.

    Attributes
    ----------
    places : dict of str to int
        By exercise, the index of its solution cell.
    stubs : dict of str to str
    ran, whole : set
        What the author's cells do that are run in grading, by statement; and every cell, whole.
    start : int
        The index of the last set-up cell before the first exercise.
    """

    def __init__(self, notebook: NotebookNode):
        self.notebook, self.cells = notebook, notebook.cells
        self.places = {e.name: e.solution for e in exercises(notebook)}
        self.stubs = {name: self.cells[i].source for name, i in self.places.items()}
        self.by_name = {name: i for i, c in enumerate(self.cells) if (name := grade_id(c))}
        self.by_id = {c.id: i for i, c in enumerate(self.cells)}
        self.by_text = {_text(c): i for i, c in enumerate(self.cells)}
        code = [c for c in self.cells if c.cell_type == "code"]
        self.whole = {normal(c.source) for c in code}
        self.ran = {s.meaning for c in code if SKIP not in tags(c) for s in statements(c.source)}
        first = min(self.places.values(), default=0)
        self.start = max((i for i in range(first) if is_setup(self.cells[i])), default=-1)

    def home(self, cell: NotebookNode) -> int | None:
        """The index of the template's cell that a submission's cell comes from, or None."""
        name = grade_id(cell)
        found = self.by_name.get(name) if name else self.by_id.get(cell.get("id"))
        return self.by_text.get(_text(cell)) if found is None else found

    def does(self, source: str, name: str) -> bool:
        """Whether a cell gives the exercise `name` a value other than its stub."""
        found = meaning(source, name) if name in source else None
        return found is not None and found != meaning(self.stubs[name], name)

    def is_authors(self, source: str) -> bool:
        """Whether a code cell is one of the author's, or does nothing that they do not."""
        return normal(source) in self.whole or (
            not has_magic(source) and all(s.meaning in self.ran for s in statements(source))
        )


def _text(cell: NotebookNode) -> object:
    if cell.cell_type == "code":
        return normal(cell.source)
    return " ".join(cell.source.split())


# ---------------------------------------------------------------- the submission


@dataclass
class _Piece:
    """A piece of the student's code, and where it stood.

    Attributes
    ----------
    position : int
        In the submission.
    home : int or None
        The index of the template's cell that it stood in, if it did.
    own : str or None
        The exercise in whose cell it stood.
    kind : str
        The type of its cell.
    edited : bool
        Whether it stood in a cell of the author's whose own code was changed, too.
    """

    source: str
    position: int
    home: int | None
    own: str | None = None
    kind: str = "code"
    edited: bool = False


def _read(base: _Template, submitted: NotebookNode) -> Iterator[_Piece]:
    """What stands in each cell of a submission; empty where it is the author's alone."""
    names = {i: name for name, i in base.places.items()}
    before: _Piece | None = None
    splits = 0
    for position, cell in enumerate(submitted.cells):
        home = base.home(cell)
        own = names.get(home) if home is not None else None
        piece = _Piece(cell.source, position, home, own, cell.cell_type)
        if cell.cell_type != "code":
            yield piece
            continue
        if (
            own
            and before is not None
            and before.own == own
            and splits < MAX_SPLITS
            and _continues(before, piece)
        ):
            splits += 1
            before.source += "\n" + piece.source
            piece.source = ""
        if home is not None and not own:
            piece.source, piece.edited = _extra(base.cells[home], piece.source)
        elif not own and SKIP in tags(cell) and not base.is_authors(piece.source):
            piece.source = _sources(s for s in statements(piece.source) if s.kind)
        if not own:
            piece.source = _without_settings(piece.source)
            if base.is_authors(piece.source):
                piece.source = ""
        if piece.source and own:
            before = piece
        yield piece


def _continues(first: _Piece, second: _Piece) -> bool:
    """Whether a cell was split inside a statement, so that the second part goes on."""
    if len(first.source) + len(second.source) > MAX_SPLIT_CHARACTERS:
        return False
    if has_magic(first.source) or has_magic(second.source):
        return False
    if second.source.lstrip("\n")[:1] in (" ", "\t"):
        return True
    return not complete(first.source) and complete(first.source + "\n" + second.source)


def _extra(author: NotebookNode, source: str) -> tuple[str, bool]:
    """What the student wrote into a cell of the author's, and whether that one was changed."""
    theirs = statements(author.source)
    known, names = {s.meaning for s in theirs}, bound(author.source)
    found = statements(source)
    if normal(source) == normal(author.source):
        return "", False
    new = [s for s in found if s.meaning and s.meaning not in known]
    skipped = SKIP in tags(author)
    if not skipped and len(new) == len(found) and not any(s.binds & names for s in new):
        return source, False  # the cell was emptied and used for something else
    kept = [
        s for s in new
        if not s.binds & names and (s.kind or (not skipped and (s.binds or is_setup(author))))
    ]  # fmt: skip
    changed = grade_id(author) is not None and any(s.binds & names for s in new)
    return _sources(kept), changed


def _without_settings(source: str) -> str:
    """A cell without the line that chooses the language and the size: grading chooses them."""
    if has_magic(source) or "course" not in source:
        return source
    found = statements(source)
    kept = [s for s in found if s.meaning[:4] != ("course", ".", "setup", "(")]
    return source if len(kept) == len(found) else _sources(kept)


def _sources(kept: Iterable[Statement]) -> str:
    return "\n".join(s.source for s in kept)


# ---------------------------------------------------------------- which cell is the answer


@dataclass
class _Answer:
    """An exercise's answer, and what else stood in its cells, to run before and after it."""

    piece: _Piece | None = None
    before: list[_Piece] = field(default_factory=list)
    after: list[_Piece] = field(default_factory=list)


def _answer(base: _Template, code: list[_Piece], text: list[_Piece], name: str) -> _Answer:
    """The answer to the exercise `name`.

    It is the last of the exercise's own cells that answers it. If none does, it is another
    cell that does; if none of these does either, a cell that is no code cell any more.
    """
    untouched = normal(base.stubs[name])
    own = [c for c in code if c.own == name and normal(c.source) != untouched]
    answering = [i for i, c in enumerate(own) if base.does(c.source, name)]
    if answering:
        last = answering[-1]
        return _Answer(own[last], own[:last], own[last + 1 :])

    def preference(piece: _Piece) -> tuple[bool, bool, int]:
        others = [n for n in base.stubs if n != name and base.does(piece.source, n)]
        return name in defined(piece.source), not others, piece.position

    elsewhere = [c for c in code if c.own != name and base.does(c.source, name)]
    turned = [
        c
        for c in text
        if base.does(c.source, name) and (c.own == name or _is_function(c.source, name))
    ]
    found = elsewhere or turned
    return _Answer(max(found, key=preference) if found else None, own)


def _is_function(text: str, name: str) -> bool:
    """Whether a text that may be prose is Python that defines the function `name`."""
    found = meaning(text, name) if name in defined(text) and complete(text) else None
    return found is not None and any(word.startswith("\n") for word in found)  # it has a body


def _notes(base: _Template, cells: list[_Piece], chosen: dict[str, _Answer]) -> Iterator[str]:
    language = language_of(base.notebook)
    for name, answer in chosen.items():
        if answer.piece is not None and answer.piece.kind != "code":
            yield tr(
                f"{name}: its cell is no code cell any more ({answer.piece.kind}); it was read as "
                "code.",
                f"{name}: su celda ya no es de código ({answer.piece.kind}); se leyó como código.",
                language,
            )
    for home in sorted({c.home for c in cells if c.edited and c.home is not None}):
        name = grade_id(base.cells[home]) or ""
        yield tr(
            f"The changes to the code of the cell {name} do not count.",
            f"Los cambios al código de la celda {name} no cuentan.",
            language,
        )


# ---------------------------------------------------------------- where every cell goes


def _merged(
    base: _Template, cells: list[_Piece], chosen: dict[str, _Answer], given: dict[str, str]
) -> NotebookNode:
    placed = {id(p) for a in chosen.values() for p in (a.piece, *a.before, *a.after)}
    known = {normal(source) for source in given.values()}
    free = [
        c for c in cells
        if c.kind == "code" and not c.own and id(c) not in placed
        and normal(c.source) and normal(c.source) not in known
    ]  # fmt: skip
    added = _anchored(base, cells, free)
    result = copy.deepcopy(base.notebook)
    names = {i: name for name, i in base.places.items()}
    entries: list[Entry] = []
    for index, cell in enumerate(result.cells):
        answer = chosen[names[index]] if index in names else _Answer()
        entries += [Entry(p.source) for p in answer.before]
        if answer.piece is not None:
            cell.source = answer.piece.source
        entries.append(Entry(cell.source, cell))
        entries += [Entry(p.source) for p in answer.after]
        entries += [Entry(p.source) for p in added.get(index, [])]
    if -1 in added:  # a template without a set-up cell
        entries = [Entry(p.source) for p in added[-1]] + entries
    result.cells, number = [], 0
    for entry in in_time(entries):
        if entry.cell is not None:
            result.cells.append(entry.cell)
            continue
        number += 1
        result.cells.append(_added(entry.source, number))
    return result


def _added(source: str, number: int) -> NotebookNode:
    return nbformat.from_dict(
        {
            "cell_type": "code", "id": f"added-{number}", "source": source, "outputs": [],
            "execution_count": None, "metadata": {"course": {"added": True}},
        }
    )  # fmt: skip


def _anchored(base: _Template, cells: list[_Piece], free: list[_Piece]) -> dict[int, list[_Piece]]:
    """The added cells, by the index of the template's cell after which each one goes.

    That is the nearest cell of the template before it, of those that the student left in their
    order: the longest increasing subsequence. So a cell that was moved takes no other with it.
    """
    homes = [(c.position, c.home) for c in cells if c.home is not None]
    anchors = dict(homes[i] for i in longest_increasing([home for _, home in homes]))
    wanted = {id(c) for c in free}
    found: dict[int, list[_Piece]] = {}
    anchor = base.start
    for cell in cells:
        anchor = max(anchor, anchors.get(cell.position, anchor))
        if id(cell) in wanted:
            found.setdefault(anchor, []).append(cell)
    return found
