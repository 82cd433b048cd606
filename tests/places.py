"""For the tests of data: a web server to download from, and how errors are looked at."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from course.data.base import DataError
from tests.needs import REAL  # noqa: F401


class Server:
    """A web server on this machine.

    Attributes
    ----------
    pages : dict
        Path → (status, body, declared length).
    edition : str, optional
        An ETag; with it the server resumes a download in the middle of a file.
    breaks : int, optional
        After how many bytes of a body it closes the connection.
    """

    def __init__(self) -> None:
        self.pages, self.requests = {}, []
        self.edition, self.breaks = None, None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.requests.append(self.path)
                status, body, length = outer.pages.get(self.path, (404, b"", 0))
                start = 0
                asked = self.headers.get("Range", "")
                if outer.edition and asked:
                    start = int(asked.removeprefix("bytes=").rstrip("-"))
                    status, length = 206, len(body) - start
                    outer.requests[-1] += f" from {start}"
                self.send_response(status)
                if outer.edition:
                    self.send_header("Accept-Ranges", "bytes")
                    self.send_header("ETag", outer.edition)
                if start:
                    self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
                if length is not None:
                    self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(body[start:][: outer.breaks])

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def serve(
        self, body: bytes, status: int = 200, length: int | None = -1, path: str = "/words.txt"
    ) -> str:
        """Serve a body; returns its address. A `length` of None declares none, -1 the right one."""
        self.pages[path] = (status, body, len(body) if length == -1 else length)
        return self.url + path

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


def files(folder: Path) -> list[str]:
    """The files below a folder, relative to it."""
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def refused(call: Callable[[], object], *parts: object) -> str:
    """The message of the DataError that `call` must raise; it must contain all the parts."""
    with pytest.raises(DataError) as caught:
        call()
    message = str(caught.value)
    assert "\n" not in message
    for part in parts:
        assert str(part) in message
    return message


def needs_real(folder: str) -> pytest.MarkDecorator:
    """Mark a test that needs this folder of the real data."""
    return pytest.mark.needs("real-data", folder)
