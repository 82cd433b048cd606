"""Where the tests of data get them from, and how they look at what happened."""

import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from course.data.base import DataError

from .conftest import ROOT

#: The real data; tests that need them are skipped where they are not.
REAL = Path(os.environ.get("COURSE_DATA") or ROOT.parent / "shared" / "data")


class Server:
    """A server on this machine; `pages` maps a path to (status, body, declared length).

    With `edition`, an ETag, it can go on in the middle of a file; `breaks` is how many
    bytes it sends before it breaks off.
    """

    def __init__(self):
        self.pages, self.requests = {}, []
        self.edition, self.breaks = None, None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
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

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def serve(self, body, status=200, length=-1, path="/words.txt"):
        self.pages[path] = (status, body, len(body) if length == -1 else length)
        return self.url + path

    def close(self):
        self.http.shutdown()
        self.http.server_close()


def files(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def refused(call, *parts):
    """The message of the DataError that `call` raises, which has all the parts."""
    with pytest.raises(DataError) as caught:
        call()
    message = str(caught.value)
    assert "\n" not in message
    for part in parts:
        assert str(part) in message
    return message


def needs_real(folder):
    """Skip a test, saying so, where the real data have no such folder."""
    return pytest.mark.skipif(
        not (REAL / folder).is_dir(), reason=f"no {folder} in {REAL}: set COURSE_DATA"
    )
