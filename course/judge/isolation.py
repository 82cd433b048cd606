"""How a student's code is isolated while it runs: the isolation levels, best first, and limits."""

from __future__ import annotations

from dataclasses import dataclass

#: In namespaces of its own: sees no other file, process or network.
NAMESPACES = "namespaces"
#: Under Landlock, which guards files and TCP.
LANDLOCK = "landlock"
#: Under limits of memory, processes and time alone.
OPEN = "open"
#: Not at all: in a Jupyter kernel, with the rights of who asked.
UNSANDBOXED = "unsandboxed"


@dataclass(frozen=True)
class Limits:
    """What a sandboxed process may use.

    Attributes
    ----------
    memory : int
        Bytes, of all its processes together.
    scratch : int
        Bytes of files in its scratch folder.
    processes : int
        Processes and threads.
    """

    memory: int = 4 << 30
    scratch: int = 256 << 20
    processes: int = 400
