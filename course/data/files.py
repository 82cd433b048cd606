"""Readers of text, lines, JSON and archives; each error is one sentence."""

from __future__ import annotations

import json
import lzma
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from course.data.base import DataError
from course.settings import tr


def read_text(path: Path) -> str:
    r"""A UTF-8 text file, ``.xz`` or plain, without BOM and with ``\n`` line ends.

    Raises
    ------
    DataError
        If the file is a damaged ``.xz`` or not UTF-8; the message gives the byte.
    """
    content = path.read_bytes()
    if path.suffix == ".xz":
        try:
            content = lzma.decompress(content)
        except lzma.LZMAError as error:
            raise not_whole(path, "xz", error) from error
    return decoded(content, path)


def decoded(content: bytes, what: Path | str) -> str:
    r"""UTF-8 bytes as text, without BOM and with ``\n`` line ends.

    Raises
    ------
    DataError
        If `content` is not UTF-8; the message calls it `what` and gives the byte.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(
            tr(
                f"{what} is not UTF-8: byte {error.start} is 0x{content[error.start]:02x}; get the "
                "file again, or save it as UTF-8.",
                f"{what} no está en UTF-8: el byte {error.start} es 0x{content[error.start]:02x}; "
                "vuelve a obtener el archivo o guárdalo en UTF-8.",
            )
        ) from error
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def json_lines(path: Path, fields: Mapping[str, type]) -> list[dict[str, Any]]:
    """The objects of a file with one JSON object per line, each with `fields` of the given types.

    Raises
    ------
    DataError
        If the file can't be read, or a line is not such an object; the message gives the line.
    """
    rows = []
    for number, line in enumerate(lines_of(path), start=1):
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            row = None
        if not isinstance(row, dict) or any(
            not isinstance(row.get(name), kind) for name, kind in fields.items()
        ):
            raise broken_line(
                path,
                number,
                line,
                tr(
                    f"a JSON object with {', '.join(fields)}",
                    f"un objeto JSON con {', '.join(fields)}",
                ),
            )
        rows.append(row)
    return rows


def lines_of(path: Path) -> list[str]:
    """The lines of a UTF-8 file, ``.xz`` or plain, without line ends."""
    return read_text(path).removesuffix("\n").split("\n")


def broken_line(path: Path | str, number: int, line: str, expected: str) -> DataError:
    """The error for line `number`, counted from 1, which is not as `expected`."""
    shown = line if len(line) <= 60 else line[:57] + "..."
    return DataError(
        tr(
            f"{path}, line {number}: expected {expected}, got {shown!r}; get the file again.",
            f"{path}, línea {number}: se esperaba {expected}, se obtuvo {shown!r}; vuelve a obtener "
            "el archivo.",
        )
    )


def read_member(path: Path, member: str) -> bytes:
    """The content of one file of a zip archive; the others are not unpacked.

    Raises
    ------
    DataError
        If the archive is damaged or lacks the file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if member not in archive.namelist():
                raise DataError(
                    tr(
                        f"{path} lacks {member}; it holds: {', '.join(archive.namelist()[:5])}; get "
                        "it again.",
                        f"A {path} le falta {member}; contiene: "
                        f"{', '.join(archive.namelist()[:5])}; vuelve a obtenerlo.",
                    )
                )
            return archive.read(member)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise not_whole(path, "zip", error) from error


def not_whole(path: Path, kind: str, error: Exception) -> DataError:
    """The error for a compressed file that was cut short or damaged."""
    return DataError(
        tr(
            f"{path} is not a whole .{kind} file ({error}): it was cut short or damaged; get it "
            "again.",
            f"{path} no es un archivo .{kind} completo ({error}): está cortado o dañado; vuelve a "
            "obtenerlo.",
        )
    )
