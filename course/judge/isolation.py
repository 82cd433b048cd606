"""How a student's code is isolated while it runs: the isolation levels, and the limits."""

from __future__ import annotations

from dataclasses import dataclass

#: In namespaces of its own: sees no other file, process or network.
NAMESPACES = "namespaces"
#: Under Landlock, which guards files.
LANDLOCK = "landlock"
#: Under limits of memory, processes and time, and a filter of system calls.
OPEN = "open"
#: Not at all: in a Jupyter kernel, with the rights of who asked.
UNSANDBOXED = "unsandboxed"
#: What a report says of a run of which nothing is kept that can be trusted.
UNKNOWN = "unknown"
#: The levels, best first.
LEVELS = (NAMESPACES, LANDLOCK, OPEN, UNSANDBOXED)


def at_least(level: str, least: str) -> bool:
    """Whether an isolation level is as good as another one. An unknown level is the worst."""
    return level == least or (level in LEVELS and LEVELS.index(level) <= LEVELS.index(least))


@dataclass(frozen=True)
class Isolation:
    """How the submissions of one run are isolated, chosen once at its start.

    Attributes
    ----------
    level : str
        The isolation level.
    hidden : tuple of str
        Files and folders that no submission may see, wherever they lie.
    refused : tuple of (str, str)
        The better levels that this system does not offer, each with the reason.
    """

    level: str
    hidden: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


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
