"""The order in which the cells of a merged notebook run."""

from __future__ import annotations

import builtins
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from course.grading.statements import bound, has_magic, statements
from course.notebooks import SKIP, is_solution, tags

_BUILTIN = frozenset(dir(builtins))


@dataclass(frozen=True)
class Entry:
    """A cell to run: the template's, or an added one, which has no cell yet."""

    source: str
    cell: NotebookNode | None = None

    @property
    def runs(self) -> bool:
        """Whether grading runs it."""
        return self.cell is None or (self.cell.cell_type == "code" and SKIP not in tags(self.cell))

    @property
    def is_answer(self) -> bool:
        return self.cell is not None and is_solution(self.cell)


def longest_increasing(values: list[int]) -> list[int]:
    """The indices of a longest strictly increasing subsequence."""
    ends: list[int] = []  # the smallest last value of a subsequence of each length
    at: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        length = bisect_left(ends, value)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        at[length : length + 1] = [index]
    found, index = [], at[-1] if at else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found[::-1]


def in_time(entries: list[Entry]) -> Iterator[Entry]:
    """The cells, none of whose definitions comes later than the exercise that needs it.

    A kernel remembers what was run, wherever its cell stands now. So if an exercise uses a
    name that only a later added cell defines, that cell's definitions come before it.
    """
    later: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        if entry.cell is None:
            for name in bound(_definitions(entry)):
                later.setdefault(name, []).append(index)
    names: set[str] = set(_BUILTIN)  # those that have a value so far
    used: set[str] = set()  # those that the student's code so far uses
    moved: set[int] = set()
    for index, entry in enumerate(entries):
        if index in moved:
            continue
        if entry.runs:
            names |= bound(entry.source)
        if entry.cell is None or entry.is_answer:
            used |= _uses(entry.source)
        if entry.is_answer:
            # What stands right after the answer runs before its tests anyhow.
            tests = index + 1
            while tests < len(entries) and entries[tests].cell is None:
                tests += 1
            for needed in sorted(_needed(entries, later, index, names, used)):
                if needed < tests:
                    continue
                definitions = _definitions(entries[needed])
                if definitions == entries[needed].source:
                    moved.add(needed)
                yield Entry(definitions)
        yield entry


def _needed(
    entries: list[Entry], later: dict[str, list[int]], index: int, names: set[str], used: set[str]
) -> set[int]:
    """The entries after `index` that define what is used; their names are added to `names`."""
    found: set[int] = set()
    todo = list(used - names)
    while todo:
        name = todo.pop()
        place = next((i for i in later.get(name, ()) if i > index), None)
        if name in names or place is None or place in found:
            continue
        found.add(place)
        definitions = _definitions(entries[place])
        names |= bound(definitions)
        used |= _uses(definitions)
        todo += _uses(definitions) - names
    return found


def _definitions(entry: Entry) -> str:
    """What an added cell only defines; all of it if it does nothing else."""
    found = statements(entry.source)
    if all(s.kind for s in found) and not has_magic(entry.source):
        return entry.source
    return "\n".join(s.source for s in found if s.kind)


def _uses(source: str) -> set[str]:
    return {name for s in statements(source) for name in s.uses}
