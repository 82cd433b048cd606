"""The statements of a notebook cell, told apart by their tokens.

A cell comes from anybody, may hold magics or commands of the shell, and may be no valid
Python. So it is not parsed, only cut where a line begins at the left margin.
"""

from __future__ import annotations

import io
import keyword
import re
import textwrap
import threading
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

#: A longer cell is cut by its lines alone; one beyond the second limit, not at all.
MAX_CHARACTERS, MAX_IN_LINES = 20_000, 500_000
#: So is a cell with a longer line: in Python 3.12 the time for one grows with its square.
MAX_LINE = 3_000
#: The characters of the cells whose statements are remembered. Those of one notebook fit in;
#: the statements take some hundred times the space of their characters.
MAX_REMEMBERED = 1_500_000
#: Cell magics that run the rest of the cell as Python, among the names that the notebook has.
_RUNS_PYTHON = {"time", "capture", "prun", "debug", "memit", "mprun", "wandb"}
_SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.ENDMARKER}
_GOES_ON = ("else", "elif", "except", "finally")
_CONSTANTS = {"True", "False", "None"}
_NO_NAMES: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement at the left margin of a cell, with all that is indented below it.

    Attributes
    ----------
    source : str
    meaning : tuple of str
        Its tokens, without comments and docstrings.
    binds : frozenset of str
        The names that it gives a value, as far as they can be told.
    uses : frozenset of str
        Every name that stands in it.
    kind : {"function", "import", "constant", ""}
        What it only defines: a function or a class, an import, a constant; or nothing of these.
    """

    source: str
    meaning: tuple[str, ...]
    binds: frozenset[str]
    uses: frozenset[str]
    kind: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A logical line: how deep it is indented, its row, its tokens, and their texts."""

    depth: int
    row: int
    tokens: list[tokenize.TokenInfo]
    words: list[str]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A cell's statements, the last one that gives each name a value, and whether all is closed."""

    statements: tuple[Statement, ...]
    last: dict[str, Statement]
    complete: bool


class _Remembered:
    """What cells were cut into, by their source; all is forgotten when it becomes too much."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cuts: dict[str, _Cut] = {}
        self._characters = 0

    def of(self, source: str) -> _Cut:
        found = self._cuts.get(source)
        if found is None:
            found = _cut(source)
            with self._lock:
                self._characters += len(source)
                if self._characters > MAX_REMEMBERED:
                    self._cuts, self._characters = {}, len(source)
                self._cuts[source] = found
        return found


_remembered = _Remembered()


def _cut(source: str) -> _Cut:
    body = python_of(source)
    complete = len(body) > MAX_CHARACTERS or max(map(len, body.split("\n"))) > MAX_LINE  # perhaps
    found: tuple[Statement, ...] | None = None
    if not complete:
        try:
            found, complete = _by_tokens(body), True
        except (tokenize.TokenError, SyntaxError):  # an unclosed bracket, an odd indentation
            pass
    if found is None and len(body) <= MAX_IN_LINES:
        found = _by_lines(body)
    if found is None:
        found = (Statement(body, (body,), _NO_NAMES, _NO_NAMES, ""),)
    return _Cut(found, {name: s for s in found for name in s.binds}, complete)


def statements(source: str) -> tuple[Statement, ...]:
    """The statements of a cell. A cell magic that is no Python takes the cell: it has none."""
    return _remembered.of(source).statements


def complete(source: str) -> bool:
    """Whether every bracket, text and indentation of a cell is closed; of a long one, unknown."""
    return _remembered.of(source).complete


def has_magic(source: str) -> bool:
    """Whether a cell begins with a cell magic, which takes all of the cell."""
    return source.lstrip().startswith("%%")


def python_of(source: str) -> str:
    """A cell's Python: without the first line if that is a cell magic, and dedented."""
    magic = re.match(r"\s*%%(\S*).*\n?", source)
    if magic:
        source = source[magic.end() :] if magic[1] in _RUNS_PYTHON else ""
    return textwrap.dedent(source)


def normal(source: str) -> tuple[tuple[str, ...], ...]:
    """What a cell does; the same for cells that differ in layout and comments alone."""
    if has_magic(source):
        return (tuple(source.split()),)
    return tuple(s.meaning for s in statements(source) if s.meaning not in ((), ("pass",)))


def bound(source: str) -> frozenset[str]:
    """The names that a cell gives a value."""
    return frozenset(_remembered.of(source).last)


def defined(source: str) -> frozenset[str]:
    """The functions and classes that a cell defines."""
    return frozenset().union(*(s.binds for s in statements(source) if s.kind == "function"))


def meaning(source: str, name: str) -> tuple[str, ...] | None:
    """The last statement of a cell that gives `name` a value; None if there is none."""
    found = _remembered.of(source).last.get(name)
    return None if found is None else found.meaning


# ---------------------------------------------------------------- by tokens


def _by_tokens(body: str) -> tuple[Statement, ...]:
    rows = [line + "\n" for line in body.split("\n")]
    # A magic or a command of the shell is no Python; it stands as one call.
    text = "".join(f"_({row!r})\n" if row[0] in "%!?" else row for row in rows)
    groups: list[list[_Line]] = []
    decorators = False  # whether the group has nothing else so far
    for line in _lines(text):
        first = line.words[0]
        if groups and (line.depth > 0 or first in _GOES_ON or decorators):
            groups[-1].append(line)
            decorators = decorators and first == "@"
        else:
            groups.append([line])
            decorators = first == "@"
    starts = [0, *(group[0].row - 1 for group in groups[1:]), len(rows)]
    return tuple(
        _statement("".join(rows[start:end]).strip("\n"), group)
        for group, start, end in zip(groups, starts, starts[1:], strict=False)
    )


def _lines(text: str) -> Iterable[_Line]:
    depth = 0
    tokens: list[tokenize.TokenInfo] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.INDENT:
            depth += 1
        elif token.type == tokenize.DEDENT:
            depth -= 1
        elif token.type == tokenize.NEWLINE:
            if tokens:
                yield _Line(depth, tokens[0].start[0], tokens, [t.string for t in tokens])
            tokens = []
        elif token.type not in _SKIPPED:
            tokens.append(token)


def _statement(source: str, lines: list[_Line]) -> Statement:
    words: list[str] = []
    for line in lines:
        if all(token.type == tokenize.STRING for token in line.tokens):
            continue  # a docstring
        words += [*([f"\n{line.depth}"] if words else []), *line.words]
    names = {t.string for line in lines for t in line.tokens if t.type == tokenize.NAME}
    return Statement(
        source,
        tuple(words),
        frozenset(_bound_by(lines)),
        frozenset(name for name in names if not keyword.iskeyword(name)),
        _kind(lines),
    )


def _bound_by(lines: list[_Line]) -> Iterable[str]:
    inside: int | None = None  # the depth of the function whose body is passed over
    for line in lines:
        if inside is not None and line.depth > inside:
            continue
        inside = None
        words = line.words
        if _function(words):
            inside = line.depth
            yield _function(words)
        elif words[0] == "import":
            yield from _imported(words[1:])
        elif words[0] == "from" and "import" in words:
            yield from _imported(words[words.index("import") + 1 :])
        else:
            yield from _assigned(line)


def _function(words: list[str]) -> str:
    """The name of the function or class that a line begins; empty if it begins none."""
    words = words[1:] if words[0] == "async" else words
    return words[1] if len(words) > 1 and words[0] in ("def", "class") else ""


def _imported(words: list[str]) -> Iterable[str]:
    for part in " ".join(w for w in words if w not in "()").split(","):
        names = part.split()
        if names and names[0].isidentifier():
            yield names[-1] if "as" in names else names[0]


def _assigned(line: _Line) -> Iterable[str]:
    """The names that a line gives a value, by `=`, `for` or `as`."""
    words = line.words
    depth, start = 0, 0
    for i, word in enumerate(words):
        depth += (word in ("(", "[", "{")) - (word in (")", "]", "}"))
        if word == "as" and i + 1 < len(words):
            yield words[i + 1]
        if depth == 0 and (word == "=" or word in ("+=", "-=", "*=", "/=", "|=", "&=", "@=")):
            yield from _targets(words[start:i])
            start = i + 1
    if "for" in words[:2] and "in" in words:
        yield from _targets(words[words.index("for") + 1 : words.index("in")])


def _targets(words: list[str]) -> Iterable[str]:
    words = list(takewhile(lambda word: word != ":", words))  # an annotation
    if not any(word in (".", "[") for word in words[1:]):
        yield from (w for w in words if w.isidentifier() and not keyword.iskeyword(w))


def _kind(lines: list[_Line]) -> str:
    words = next((x.words for x in lines if x.words[0] != "@"), lines[0].words)
    if _function(words):
        return "function"
    if words[0] in ("import", "from"):
        return "import"
    first = lines[0]
    if len(lines) == 1 and "=" in words and not keyword.iskeyword(words[0]):
        at = words.index("=") + 1
        value = first.tokens[at:]
        if words[at : at + 1] == ["lambda"]:
            return "function"
        if all(t.type != tokenize.NAME or t.string in _CONSTANTS for t in value):
            return "constant"
    return ""


# ---------------------------------------------------------------- by lines


def _by_lines(body: str) -> tuple[Statement, ...]:
    groups: list[list[str]] = []
    for row in body.split("\n"):
        if not groups or (row.strip() and row[0] not in " \t)]}#"):
            groups.append([row])
        else:
            groups[-1].append(row)
    return tuple(_from_rows(group) for group in groups if any(row.strip() for row in group))


def _from_rows(rows: list[str]) -> Statement:
    first = next(row for row in rows if row.strip())
    function = re.match(r"(?:async\s+)?(?:def|class)\s+(\w+)", first)
    name = function or re.match(r"(\w+)\s*(?::[^=]+)?=(?!=)", first)
    imported = re.match(r"(?:from\s+\S+\s+)?import\s+(.*)", first)
    binds = [name[1]] if name else _imported(re.findall(r"\w+|,", imported[1])) if imported else []
    text = "\n".join(rows)
    return Statement(
        text.strip("\n"),
        tuple(row.rstrip() for row in rows if row.strip() and not row.lstrip().startswith("#")),
        frozenset(binds),
        frozenset(re.findall(r"[^\W\d]\w*", text)),
        "function" if function else "import" if imported else "",
    )
