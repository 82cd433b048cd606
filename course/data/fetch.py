"""Downloading one file, going on where an earlier attempt broke off."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import requests

#: Seconds that a server may stay silent.
TIMEOUT = 30


def fetch(url: str, path: Path, folder: Path) -> None:
    """Download `url` into `path`, going on from what an earlier call left in `folder`.

    If the download breaks off and the server can go on in the middle of that very
    file (it takes ranges, and names the file's edition by an ETag or a date), what
    came is left in `folder` as ``NAME.TAG.part``, TAG standing for the edition. It is
    claimed by renaming, so that two processes never write to one file.

    Raises
    ------
    requests.RequestException, OSError
        Whatever goes wrong, ^C included, after the part was put aside or removed.
    """
    import requests

    name = url.rsplit("/", 1)[-1]
    tag = ""
    for part in parts(name, folder):
        try:
            os.replace(part, path)
            tag = part.name.split(".")[-2]
        except OSError:  # another process was faster
            continue
    try:
        response = _ask(url, path.stat().st_size if tag else 0, tag)
        with response, Progress(name) as progress:
            going_on = response.status_code == 206
            if not going_on:
                path.write_bytes(b"")  # before the tag says what it holds
            tag = _edition(response)
            here = path.stat().st_size
            progress.total = here + int(response.headers.get("Content-Length", -here))
            progress.update(here)
            with path.open("ab") as file:
                for block in response.iter_content(1 << 16):
                    file.write(block)
                    progress.update(len(block))
    except (requests.RequestException, KeyboardInterrupt):  # not a full disk
        if tag and path.stat().st_size:
            os.replace(path, folder / f"{name}.{tag}.part")
        raise


def parts(name: str, folder: Path) -> list[Path]:
    """What earlier calls left of the download `name`."""
    return sorted(folder.glob(f"{name}.*.part"))


def _ask(url: str, start: int, tag: str) -> requests.Response:
    """The server's answer from byte `start` on if it has that edition, else from the first."""
    import requests

    def get(**headers: str) -> requests.Response:
        headers["Accept-Encoding"] = "identity"  # bytes as they lie on the server
        return requests.get(url, headers=headers, stream=True, timeout=TIMEOUT)

    if start:
        response = get(Range=f"bytes={start}-")
        if response.status_code == 206:
            first = response.headers.get("Content-Range", "")
            if first.startswith(f"bytes {start}-") and _edition(response) == tag:
                return response
        response.close()
    response = get()
    response.raise_for_status()
    return response


def _edition(response: requests.Response) -> str:
    """A short name of the file's edition, "" if the server can't go on in its middle."""
    headers = response.headers
    mark = headers.get("ETag") or headers.get("Last-Modified") or ""
    ranges = response.status_code == 206 or headers.get("Accept-Ranges") == "bytes"
    if not ranges or not mark or mark.startswith("W/"):
        return ""
    return hashlib.sha256(mark.encode()).hexdigest()[:12]


class Progress:
    """A progress bar in one line of standard error, in a terminal or a notebook.

    `total` is the number of bytes to come, 0 if the server doesn't say. Leaving the
    ``with`` block ends its line even if the download failed.
    """

    WIDTH = 30

    def __init__(self, name: str):
        self.name = name
        self.total = 0
        self.done = 0
        self._shown = ""

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def update(self, amount: int) -> None:
        self.done += amount
        if self.total:
            part = min(1.0, self.done / self.total)
            bar = "#" * round(part * self.WIDTH)
            line = f"{self.name} [{bar:.<{self.WIDTH}}] {part:4.0%} / {self.total / 1e6:.1f} MB"
        else:
            line = f"{self.name} {self.done / 1e6:.1f} MB"
        if line != self._shown:
            print(f"\r{line}", end="", file=sys.stderr, flush=True)
            self._shown = line

    def close(self) -> None:
        if self._shown:
            print(file=sys.stderr, flush=True)
            self._shown = ""
