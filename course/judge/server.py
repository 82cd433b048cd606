"""The fork server: a process that has imported what the course uses, and forks.

Importing TensorFlow takes ten seconds on a small machine, a fork some milliseconds. The
server imports, runs no operation (TensorFlow forks safely only before its first), listens
on a socket, and forks a child for every connection. What the child does is in its first
message (`HANDLERS`): judge a notebook, be a Jupyter kernel, or call a function of the
course. `client` starts the server and talks to it.

    python -m course.judge.server SOCKET
"""

from __future__ import annotations

import gc
import importlib
import os
import select
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from course.judge.rpc import Channel, ConnectionLost, closed

#: Seconds without a request after which a server ends.
IDLE_SECONDS = 900
#: Seconds without a request after which a new server imports what only some children need.
PAUSE_SECONDS = 2
#: What is imported then: nbgrader, for `course check`.
LATER = ("nbgrader.converters", "nbgrader.preprocessors", "nbgrader.api")


@dataclass(frozen=True)
class Session:
    """A child's connection to the client that it serves.

    Attributes
    ----------
    channel : Channel
    connection : socket
        The channel's own.
    """

    channel: Channel
    connection: socket.socket

    def abandoned(self) -> bool:
        """Whether the client has closed."""
        return closed(self.connection)

    def progress(self, *content: Any) -> None:
        """Call the client's `progress` with this content."""
        self.channel.send(["progress", content])


# ---------------------------------------------------------------- the server


def serve(path: Path) -> None:
    """Import, listen at `path`, fork; end when nobody asked for `IDLE_SECONDS`."""
    from course.judge import sandbox

    sandbox.hide_memory()  # and so that of the judges, which are forked from here
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    listener.bind(str(temporary))
    os.chmod(temporary, 0o600)
    listener.listen(64)
    import_everything()
    os.replace(temporary, path)  # whoever finds the socket finds a server that is ready
    print("ready", flush=True)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    if not os.environ.get("COURSE_DEBUG"):
        os.dup2(null, 2)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps the children
    patience = PAUSE_SECONDS
    while True:
        if select.select([listener], [], [], patience)[0]:
            try:
                _accept(listener)
            except (OSError, ConnectionLost):  # the client is gone, or too many files are open
                time.sleep(0.1)
        elif patience == PAUSE_SECONDS:
            for name in LATER:
                importlib.import_module(name)
            _freeze()
            patience = IDLE_SECONDS
        else:
            break
    path.unlink(missing_ok=True)


def import_everything() -> None:
    """Import what a notebook's set-up cell imports, and what a judge and a kernel need."""
    gc.disable()  # a collection would go through everything that is being imported
    # jsonschema would take a second over its grammar of IRIs; a notebook's schema has none.
    barred = sys.modules.setdefault("rfc3987_syntax", None) is None  # type: ignore[arg-type]
    import course  # noqa: F401  (before TensorFlow, to quiet its log)
    from course import quietly

    with quietly():
        import keras  # noqa: F401
    import ipykernel.ipkernel
    import ipykernel.kernelapp  # noqa: F401
    import IPython.core.completerlib
    import IPython.core.debugger
    import IPython.core.interactiveshell
    import IPython.core.logger
    import IPython.core.magics.execution
    import IPython.core.magics.pylab
    import IPython.core.oinspect  # noqa: F401
    import matplotlib.pyplot  # noqa: F401
    import matplotlib_inline.backend_inline  # noqa: F401
    import pandas  # noqa: F401
    import PIL.Image
    import pygments.formatters.terminal256
    import pygments.styles
    import stack_data  # noqa: F401  (a traceback needs it)
    from matplotlib.backends import backend_registry

    from course import data, plots, testing, words  # noqa: F401
    from course.judge import sandbox, supervisor  # noqa: F401

    backend_registry.list_all()  # it reads every package's entry points, once
    pygments.styles.get_style_by_name("default")
    PIL.Image.preinit()  # the formats of figures
    if barred:
        del sys.modules["rfc3987_syntax"]
    gc.enable()
    _freeze()


def _freeze() -> None:
    """Keep the garbage collectors of the children away from the pages that they share."""
    gc.collect()
    gc.freeze()


def _accept(listener: socket.socket) -> None:
    """Fork a child for the next client."""
    connection, _ = listener.accept()
    with connection:
        if not _is_trusted(connection):
            return
        try:
            child = os.fork() == 0
        except OSError as error:
            Channel(connection).send(["failed", f"no process could be started: {error}"])
            return
        if child:
            listener.close()
            _child(connection)


def _is_trusted(connection: socket.socket) -> bool:
    """Whether the client has our user id.

    The code of a submission has not, or can't connect: its sandbox has no sockets.
    """
    size = struct.calcsize("3i")
    _, user, _ = struct.unpack(
        "3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    )
    return user == os.getuid()


# ---------------------------------------------------------------- its children


def fork() -> socket.socket:
    """A connection to a new child, forked from this process; it must have run no operation."""
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        ours.close()
        _child(theirs)
    theirs.close()
    return ours


def _child(connection: socket.socket) -> None:
    """Do what the client asks for, and exit."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        channel = Channel(connection)
        kind, request = channel.receive()
        HANDLERS[kind](Session(channel, connection), request)
    except ConnectionLost:
        pass
    except BaseException:
        if os.environ.get("COURSE_DEBUG"):
            import traceback

            traceback.print_exc()
    finally:
        os._exit(0)


def _offered(session: Session, hidden: list[str]) -> None:
    """Tell the best isolation that this system offers; see `sandbox.offered`."""
    from course.judge import sandbox

    session.channel.send(["ready", os.getpid()])
    session.channel.send(["done", asdict(sandbox.offered(tuple(hidden)))])


def _judge(session: Session, request: dict[str, Any]) -> None:
    """Judge one notebook; for `request` see `supervisor.supervise`. The job follows."""
    from course.judge.supervisor import supervise

    supervise(session.channel, session.connection, request)


def _kernel(session: Session, request: dict[str, Any]) -> None:
    """Be a Jupyter kernel, until the client closes; for `request` see `client.kernel`."""
    from ipykernel.kernelapp import IPKernelApp

    from course import libraries
    from course.judge import sandbox

    sandbox.show_memory()  # to its own debugger, as that of any kernel
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["environment"])
    libraries.prepare()  # TensorFlow and JAX read these when they first use a card
    os.environ["JPY_PARENT_PID"] = "0"  # the parent is the server; the client is watched below
    sys.argv = request["argv"]
    sys.path[0] = ""
    session.channel.send(["ready", os.getpid()])

    def end_with_client() -> None:
        try:
            session.channel.receive()
        except ConnectionLost:
            os._exit(0)

    threading.Thread(target=end_with_client, daemon=True).start()
    # Figures: the backend was imported when there was no kernel to tell of them.
    IPKernelApp.launch_instance([*request["argv"][1:], "--matplotlib=inline"])


def _call(session: Session, request: dict[str, Any]) -> None:
    """Call a function of the course: ``function(session, argument)``; see `client.call`."""
    module, _, name = request["function"].partition(":")
    if not module.startswith("course."):
        raise ValueError(f"expected a function of the course, got {request['function']!r}")
    session.channel.send(["ready", os.getpid()])
    function = getattr(importlib.import_module(module), name)
    session.channel.send(["done", function(session, request["argument"])])


#: What a client may ask for, by the first word of its message.
HANDLERS: Mapping[str, Callable[[Session, Any], None]] = {
    "isolation": _offered,
    "judge": _judge,
    "kernel": _kernel,
    "call": _call,
}


if __name__ == "__main__":
    if os.fork():  # the starter's children are waited for, or killed with it; this one is not
        os._exit(0)
    serve(Path(sys.argv[1]))
