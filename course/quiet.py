"""Keep a library's start-up log out of a notebook."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quietly() -> Iterator[None]:
    """Suppress what the process writes to standard error; meant for an import.

    While it loads, TensorFlow's C++ library logs to file descriptor 2 at any log level, and a
    notebook shows the log in red. If the block raises, the suppressed text is printed, since
    it may explain the error.
    """
    sys.stderr.flush()
    with tempfile.TemporaryFile() as held:
        kept = os.dup(2)
        os.dup2(held.fileno(), 2)
        try:
            yield
        except BaseException:
            held.seek(0)
            os.write(kept, held.read())
            raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)
