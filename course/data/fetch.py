"""Downloads one file, resuming an earlier attempt that broke off."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import requests

#: Seconds that a server may stay silent.
TIMEOUT = 30
#: Seconds between two drawings of the progress bar in a notebook.
REFRESH = 0.2


def fetch(url: str, path: Path, folder: Path) -> None:
    """Download `url` into `path`, resuming from what an earlier call left in `folder`.

    A download that breaks off can be resumed if the server accepts ranges and identifies
    the file's edition by an ETag or a date. What has been received is then left in `folder`
    as ``NAME.TAG.part``, where TAG stands for the edition. A call claims such a part by
    renaming it, so that two processes never write to one file.

    Raises
    ------
    requests.RequestException, OSError
        If the download fails. A part that can be resumed has then been left in `folder`.
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
        with response:
            if response.status_code != 206:
                path.write_bytes(b"")  # before `tag` names the edition that it holds
            tag = _edition(response)
            here = path.stat().st_size
            length = response.headers.get("Content-Length")
            total = here + int(length) if length else None
            with path.open("ab") as file, _progress(name, here, total) as advance:
                for block in response.iter_content(1 << 16):
                    file.write(block)
                    advance(len(block))
    except (requests.RequestException, KeyboardInterrupt):  # not a full disk
        if tag and path.stat().st_size:
            os.replace(path, folder / f"{name}.{tag}.part")
        raise


def parts(name: str, folder: Path) -> list[Path]:
    """The parts of the file `name` that earlier calls left."""
    return sorted(folder.glob(f"{name}.*.part"))


def _ask(url: str, start: int, tag: str) -> requests.Response:
    """The response from byte `start` on if the server has edition `tag`, else from byte 0."""
    import requests

    def get(**headers: str) -> requests.Response:
        headers["Accept-Encoding"] = "identity"  # the bytes as they are on the server
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
    """A short name of the file's edition; "" if its download can't be resumed."""
    headers = response.headers
    mark = headers.get("ETag") or headers.get("Last-Modified") or ""
    ranges = response.status_code == 206 or headers.get("Accept-Ranges") == "bytes"
    if not ranges or not mark or mark.startswith("W/"):
        return ""
    return hashlib.sha256(mark.encode()).hexdigest()[:12]


@contextmanager
def _progress(name: str, done: int, total: int | None) -> Iterator[Callable[[int], None]]:
    """A progress bar in a terminal or a notebook; elsewhere one line at the end.

    Parameters
    ----------
    done, total : int
        Bytes that are there already, and in all; `total` is None if the server doesn't say.

    Yields
    ------
    callable
        Takes the number of bytes that have come since its last call.
    """
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskProgressColumn, TextColumn

    in_notebook = Console().is_jupyter
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(30),
        TaskProgressColumn(),
        DownloadColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), disable=in_notebook)
    task = bar.add_task(name, completed=done, total=total)
    # In a notebook Rich's own live display needs ipywidgets and leaves a dead widget in the file.
    shown = None
    if in_notebook:
        from IPython.display import display

        shown = display(bar, display_id=True)
    last = monotonic()

    def advance(amount: int) -> None:
        nonlocal last
        bar.advance(task, amount)
        if shown and monotonic() - last > REFRESH:
            shown.update(bar)
            last = monotonic()

    try:
        with bar:
            yield advance
    finally:
        if shown:
            shown.update(bar)
