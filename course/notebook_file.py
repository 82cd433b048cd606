"""The bytes of a notebook's file, read as a notebook of one format.

Many programs write notebooks. What they leave out is filled in, what is of the wrong type
is dropped unless it holds work, and every cell gets an id of its own. The result is valid
in nbformat 4.5, so nbformat has nothing to warn of when it is written.

A file comes from anybody. What it would become is counted before it is made, and numbers, nesting,
cells and code have limits, so that no file takes much more memory than its own size.
"""

from __future__ import annotations

import json
import re
from typing import Any

from nbformat import NotebookNode

from course.text import encodable

#: A file with more marks outside its texts, each of which stands for a value or a name within a
#: list or an object, is not read.
MARKS, MAX_MARKS = "[{,:", 4_000_000
#: A notebook with more cells, more cells of code, or more characters of code is nobody's work.
MAX_CELLS, MAX_CODE_CELLS, MAX_CODE = 10_000, 2_000, 500_000
#: Of a submission's prose, more characters are not read: of a cell, and of all cells.
MAX_PROSE_OF_CELL, MAX_PROSE = 10_000, 250_000
#: Metadata and displays that are nested deeper, or that have more values in all, are dropped.
MAX_DEPTH, MAX_EXTRAS = 40, 100_000
#: A longer whole number is read as a floating-point one.
MAX_DIGITS = 300
#: The metadata that the course uses; they are kept, whatever else there is.
_OURS = {"nbgrader", "tags", "course"}
_VALID_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
#: The names that the text of a cell has had, in nbformat 4, 2 and 3, and 1.
_SOURCES = ("source", "input", "code", "text")
#: What begins as these bytes is another kind of file.
_SIGNATURES = {
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"%PDF-": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x89HDF": "an HDF5 file",
}


class NotANotebook(ValueError):
    """The bytes are no notebook; the message says what they are, or what is wrong with them."""


class TooLarge(NotANotebook):
    """The notebook has more of something than any student's work; the message says of what."""


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 or UTF-32 if its first bytes say so.

    Raises
    ------
    NotANotebook
        If it is a known kind of file that is no text, or text in another encoding.
    """
    kind = next((name for start, name in _SIGNATURES.items() if data.startswith(start)), None)
    if kind:
        raise NotANotebook(f"it is {kind}")
    encoding = json.detect_encoding(data)
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))
    if not encoding.startswith("utf-8"):
        try:
            text = data.decode(encoding, "strict" if not marked else "surrogatepass")
        except UnicodeDecodeError as error:
            if marked:
                name = encoding.upper()
                raise NotANotebook(
                    f"its byte-order mark says {name}, but byte {error.start} is not {name}"
                ) from None
        else:  # without a mark, it is JSON in this encoding or no text at all
            if marked or text.lstrip().startswith("{"):
                return text
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + 3 * data.startswith(b"\xef\xbb\xbf")
        found = f"it is not text in UTF-8 (byte {at} is 0x{data[at]:02X})"
        raise NotANotebook(found + _guess(data)) from None


def _guess(data: bytes) -> str:
    """The encoding in which the bytes would be JSON, as the end of a sentence."""
    for encoding, name in (("cp1252", "Windows-1252 or Latin-1"), ("mac_roman", "Mac Roman")):
        try:
            _values(data.decode(encoding))
        except (ValueError, RecursionError):
            continue
        return f"; it can be read as {name}: save it as UTF-8"
    return ""


def parsed(text: str, only_work: bool = False) -> NotebookNode:
    """The notebook that a text in JSON describes, in nbformat 4.5.

    Parameters
    ----------
    only_work : bool
        Leave out what is not a student's work: outputs, attachments, metadata that the course
        does not use, and prose beyond `MAX_PROSE`; and refuse more code than `MAX_CODE`.

    Raises
    ------
    NotANotebook
        If the text is not valid JSON, or has no notebook's structure; `TooLarge` if it has more
        values, cells or code than the limits allow.
    """
    try:
        found = _values(text)
    except RecursionError:
        raise NotANotebook("it is nested too deeply") from None
    except NotANotebook:
        raise
    except ValueError:
        raise NotANotebook(_no_json(text)) from None
    cells = _cells(found)
    if isinstance(found, dict) and cells is None:  # as a Jupyter server sends a notebook
        found = found.get("content")
        cells = _cells(found)
    if cells is None:
        raise NotANotebook("it has no notebook's structure")
    if len(cells) > MAX_CELLS:
        raise TooLarge(f"it has {len(cells):,} cells; at most {MAX_CELLS:,}")
    reader = _Reader(only_work)
    read = [reader.cell(cell) for cell in cells if isinstance(cell, dict)]
    if cells and not read:
        raise NotANotebook("it has no notebook's structure")
    _give_ids(read)
    return NotebookNode(
        cells=read, metadata=reader.metadata(found.get("metadata")), nbformat=4, nbformat_minor=5
    )


def _values(text: str) -> Any:
    """The value of a text in JSON, if it has at most `MAX_MARKS` marks.

    Raises
    ------
    TooLarge
        If it has more.
    ValueError, RecursionError
        If it is not valid JSON, or nested too deeply.
    """
    if sum(map(text.count, MARKS)) > MAX_MARKS:  # it may be the texts that have them
        count = _count_marks(text)
        if count > MAX_MARKS:
            raise TooLarge(
                f"it has {count:,} brackets, commas and colons outside its texts; "
                f"at most {MAX_MARKS:,}"
            )
    return json.loads(text, parse_int=_integer)


def _count_marks(text: str) -> int:
    """How many `MARKS` a text in JSON has outside its own texts, or how many texts if too many."""
    # Without escaped quotation marks, every other part between quotation marks is a text.
    bare = text.replace("\\\\", "").replace('\\"', "")
    quoted = bare.count('"') // 2
    if quoted > MAX_MARKS:
        return quoted
    return sum(sum(map(part.count, MARKS)) for part in bare.split('"')[::2])


def _integer(digits: str) -> float:
    """A whole number; the time that a long one takes grows with the square of its length."""
    return int(digits) if len(digits) <= MAX_DIGITS else float(digits)


def _no_json(text: str) -> str:
    start = text.lstrip()[:200].lower()
    if re.search(r"^(<{7}|>{7}) ", text, re.MULTILINE):
        return "it holds the conflict markers of an unresolved merge"
    if start.startswith(("<!doctype", "<html")):
        return "it is a web page"
    if start.startswith("version https://git-lfs"):
        return "it is a pointer of Git LFS; the notebook itself was not handed in"
    return "it is not valid JSON"


def _cells(found: Any) -> list | None:
    """The list of a notebook's cells; None if there is none."""
    if not isinstance(found, dict):
        return None
    sheets = found.get("worksheets")  # nbformat 2 and 3
    if isinstance(sheets, list) and not isinstance(found.get("cells"), list):
        lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        return [cell for cells in lists if isinstance(cells, list) for cell in cells]
    cells = found.get("cells")
    return cells if isinstance(cells, list) else None


class _Reader:
    """Reads the cells and the metadata of one notebook; of these, it keeps so many values.

    Parameters
    ----------
    only_work : bool
        See `parsed`.
    """

    def __init__(self, only_work: bool):
        self._only_work = only_work
        self._ours = self._extras = MAX_EXTRAS  # the values that may still be kept
        self._code, self._code_cells, self._prose = 0, 0, MAX_PROSE

    def cell(self, found: dict) -> NotebookNode:
        kind, source = _kind(found), _source(found)
        self._code_cells += kind == "code"
        if self._code_cells > MAX_CODE_CELLS:
            raise TooLarge(f"it has more than {MAX_CODE_CELLS:,} cells of code")
        if found.get("cell_type") == "heading":  # nbformat 3
            level = found.get("level")
            level = level if isinstance(level, int) and 1 <= level <= 6 else 1
            source = "#" * level + " " + source
        if self._only_work:
            source = self._work(kind, source)
        cell = NotebookNode(
            cell_type=kind,
            id=found.get("id"),
            metadata=self.metadata(found.get("metadata")),
            source=source,
        )
        cell.metadata.pop("trusted", None)  # says something of one computer only
        if kind == "code":
            cell["execution_count"] = _count(found.get("execution_count"))
            cell["outputs"] = [] if self._only_work else self._outputs(found.get("outputs"))
        elif isinstance(found.get("attachments"), dict) and not self._only_work:
            attachments = self.metadata(found["attachments"])
            cell["attachments"] = NotebookNode(
                {k: _joined(v) for k, v in attachments.items() if isinstance(v, dict)}
            )
        return cell

    def _work(self, kind: str, source: str) -> str:
        """A cell's text as far as it can be a student's work."""
        if kind == "code":
            self._code += len(source)
            if self._code > MAX_CODE:
                raise TooLarge(f"it has more than {MAX_CODE:,} characters of code")
            return source
        source = source[: min(MAX_PROSE_OF_CELL, self._prose)]
        self._prose -= len(source)
        return source

    def metadata(self, found: Any) -> NotebookNode:
        """A copy of metadata, whose texts can be stored; empty for anything but a dict."""
        kept = NotebookNode()
        for key, value in found.items() if isinstance(found, dict) else ():
            ours = key in _OURS
            if self._only_work and not ours:
                continue
            copy = _Copy(self._ours if ours else self._extras)
            try:
                kept[encodable(key)] = copy.of(value)
            except OverflowError:  # nothing that is so large or deep is a student's work
                continue
            if ours:
                self._ours = copy.left
            else:
                self._extras = copy.left
        return kept

    def _outputs(self, found: Any) -> list[NotebookNode]:
        outputs = []
        for output in found if isinstance(found, list) else []:
            kind = output.get("output_type") if isinstance(output, dict) else None
            if kind == "stream":
                text = _text(output.get("text"))
                name = output.get("name")
                outputs.append(
                    NotebookNode(output_type=kind, name=encodable(name) if isinstance(name, str)
                                 else "stdout", text=text)
                )  # fmt: skip
            elif kind == "error":
                trace = output.get("traceback")
                lines = [encodable(t) for t in trace if isinstance(t, str)] if isinstance(
                    trace, list) else []  # fmt: skip
                outputs.append(
                    NotebookNode(output_type=kind, ename=_text(output.get("ename")),
                                 evalue=_text(output.get("evalue")), traceback=lines)
                )  # fmt: skip
            elif kind in ("display_data", "execute_result"):
                shown = NotebookNode(
                    output_type=kind,
                    data=_joined(self.metadata(output.get("data"))),
                    metadata=self.metadata(output.get("metadata")),
                )
                if kind == "execute_result":
                    count = output.get("execution_count")
                    shown["execution_count"] = _count(count)
                outputs.append(shown)
        return outputs


def _kind(found: dict) -> str:
    kind = found.get("cell_type")
    kind = kind.lower() if isinstance(kind, str) else ""
    if kind in ("code", "markdown", "raw"):
        return kind
    if kind in ("heading", "html"):
        return "markdown"
    ran = {"outputs", "execution_count", "input", "prompt_number"} & found.keys()
    return "code" if not kind and ran else "raw"


def _source(found: dict) -> str:
    """A cell's text, with line ends as Python has them."""
    given = next((found[name] for name in _SOURCES if found.get(name)), "")
    if isinstance(given, list):
        parts = [part for part in given if isinstance(part, str)]
        ended = [part.endswith(("\n", "\r")) for part in parts[:-1]]
        given = ("" if any(ended) else "\n").join(parts)  # some programs write lines without ends
    if not isinstance(given, str):
        return ""
    return encodable(given).replace("\r\n", "\n").replace("\r", "\n")


def _count(value: Any) -> int | None:
    return value if type(value) is int and value >= 0 else None


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    return encodable(value) if isinstance(value, str) else ""


def _joined(bundle: dict) -> NotebookNode:
    """A bundle of displays, in which a text is one string and not a list of lines."""
    kept = NotebookNode()
    for kind, content in bundle.items():
        if re.fullmatch(r"application/(.*\+)?json", kind):
            kept[kind] = content
        elif isinstance(content, str):
            kept[kind] = content
        elif isinstance(content, list) and all(isinstance(line, str) for line in content):
            kept[kind] = "".join(content)
    return kept


class _Copy:
    """Copies a value, whose texts can be stored; `left` is how many values it may still have."""

    def __init__(self, left: int):
        self.left = left

    def of(self, value: Any, depth: int = 1) -> Any:
        """The copy.

        Raises
        ------
        OverflowError
            If the value has too many values within it, or is nested too deeply.
        """
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH:
            raise OverflowError
        if isinstance(value, str):
            return encodable(value)
        if isinstance(value, list):
            return [self.of(item, depth + 1) for item in value]
        if isinstance(value, dict):
            return NotebookNode(
                {encodable(key): self.of(item, depth + 1) for key, item in value.items()}
            )
        return value


def _give_ids(cells: list[NotebookNode]) -> None:
    """Give every cell a valid id that no other one has; the first one of a name keeps it."""
    given = {cell.id for cell in cells if isinstance(cell.id, str)}
    taken: set[str] = set()
    number = 0
    for cell in cells:
        name = cell.id
        if not isinstance(name, str) or not _VALID_ID.fullmatch(name) or name in taken:
            while (name := f"{number:08x}") in given:  # as nbformat's own: no words
                number += 1
            number += 1
            cell["id"] = name
        taken.add(name)
