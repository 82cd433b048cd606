"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_bytes(data: bytes, path: str | Path) -> None:
    """Write a file atomically: a reader, or an interruption, never meets half of it.

    Missing parent folders are made.

    Raises
    ------
    OSError
        If it can't be written; what was there before is then still there.
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
    """`write_bytes`, of a text in UTF-8 with the line ends that it has."""
    write_bytes(text.encode("utf-8"), path)
