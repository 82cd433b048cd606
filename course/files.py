"""Atomic writing of files."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_bytes(data: bytes, path: str | Path) -> None:
    """Write a file atomically: no reader and no interruption ever leaves half of it.

    Missing parent folders are made.

    Raises
    ------
    OSError
        If the file can't be written; its old content is then unchanged.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:200]}.{secrets.token_hex(6)}")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_text(text: str, path: str | Path) -> None:
    """Write a text atomically, in UTF-8 and with its own line ends; see `write_bytes`."""
    write_bytes(text.encode("utf-8"), path)
