"""Keeping a library's start-up log off the notebook."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quietly() -> Iterator[None]:
    """Hold back what is written to the process's standard error, for an import.

    TensorFlow's C++ library logs to file descriptor 2 while it is loaded, whatever
    its log level says, and a notebook shows that in red. If the block raises, what
    was held back is shown: then it matters.
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
