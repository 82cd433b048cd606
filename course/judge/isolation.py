"""How well a student's code was isolated while it ran: the isolation levels, best first."""

from __future__ import annotations

#: In namespaces of its own: sees no other file, process or network.
NAMESPACES = "namespaces"
#: Under Landlock, which guards files and TCP.
LANDLOCK = "landlock"
#: Under limits of memory, processes and time alone.
OPEN = "open"
#: Not at all: in a Jupyter kernel, with the rights of who asked.
UNSANDBOXED = "unsandboxed"
