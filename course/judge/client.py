"""The client of the fork server: starts it, and asks it for judges, kernels and calls.

`course grade`, `course check` and the kernel "Python (course, warm)" of one user share
one server (`server`). The first that needs it starts it; it ends when nobody has used it
for a while.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast

from nbformat import NotebookNode

from course import machine
from course.fingerprint import fingerprint
from course.judge.isolation import Isolation, Limits
from course.judge.rpc import Channel, ConnectionLost
from course.judge.transcript import Transcript
from course.progress import ProgressCallback, no_progress

#: Makes a connection to a new child of a fork server.
Connect = Callable[[], socket.socket]

#: Seconds that a judge and its supervisor have beyond the notebook's own limit, hints included;
#: the supervisor ends the judge long before.
MARGIN_SECONDS = 300
#: Seconds that a server may take to import what it must.
START_SECONDS = 180
#: The environment variables that a server, and so a student's process, gets.
_ENVIRONMENT = (
    "PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHASHSEED", "KERAS_BACKEND",
    "XDG_CACHE_HOME", "CUDA_VISIBLE_DEVICES", "TMPDIR", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE",
    "COURSE_DEBUG",
)  # fmt: skip


class ServerUnavailable(RuntimeError):
    """There is no fork server, or a request to it failed before its end."""


# ---------------------------------------------------------------- the server's life


def supported() -> bool:
    """Whether this system can fork a process that has imported TensorFlow."""
    return sys.platform == "linux"


def shared(environment: dict[str, str] | None = None) -> Path:
    """The socket of this user's server for this code and these packages; started if need be.

    Parameters
    ----------
    environment : dict, optional
        What the server is to have instead of this process's own variables; such a server
        is another one.

    Raises
    ------
    ServerUnavailable
        If it can't be started here; the message says why.
    """
    if not supported():
        raise ServerUnavailable("the fork server needs Linux")
    known = _environment() | (environment or {})
    path = _runtime_folder() / f"{_identity(known)}.sock"
    try:
        connect(path).close()
    except ServerUnavailable:
        import fcntl

        with path.with_name("lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # only one process starts it
            try:
                connect(path).close()
            except ServerUnavailable:
                _start(path, known)
    return path


def start_in_background() -> None:
    """Start the server, if there is none, while the caller does something else."""

    def start() -> None:
        with contextlib.suppress(ServerUnavailable, OSError):  # raised again on use
            shared()

    threading.Thread(target=start, daemon=True).start()


def connect(path: Path) -> socket.socket:
    """A connection to a new child of the server at `path`.

    Raises
    ------
    ServerUnavailable
        If there is no server.
    """
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.connect(str(path))
    except OSError as error:
        sock.close()
        raise ServerUnavailable(f"there is no fork server: {error.strerror}") from error
    return sock


def process_id(path: Path) -> int:
    """The process id of the server at `path`.

    Raises
    ------
    ServerUnavailable
        If there is no server.
    """
    with connect(path) as sock:
        size = struct.calcsize("3i")
        peer = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    pid = struct.unpack("3i", peer)[0]
    if pid < 1:
        raise ServerUnavailable("the fork server runs in another container")
    return pid


def stop(path: Path | None = None) -> None:
    """End a server, if it runs, and every judge that it has forked.

    Parameters
    ----------
    path : Path, optional
        Its socket; default: that of the server that `shared` gives.
    """
    if path is None:
        path = _runtime_folder() / f"{_identity(_environment())}.sock"
    with contextlib.suppress(ServerUnavailable):
        pid = process_id(path)
        path.unlink(missing_ok=True)
        os.kill(pid, signal.SIGTERM)


def _runtime_folder() -> Path:
    """A folder that belongs to this user alone."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    base = Path(runtime) if runtime and os.access(runtime, os.W_OK) else Path(tempfile.gettempdir())
    folder = base / f"course-warm-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    state = folder.lstat()
    if state.st_uid != os.getuid() or state.st_mode & 0o077:
        raise ServerUnavailable(f"{folder} does not belong to this user alone")
    return folder


def _environment() -> dict[str, str]:
    """The environment of a server: grading leaves the graphics cards alone unless told."""
    known = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return {**known, "PATH": _path(), machine.CARDS: machine.grading_cards()}


def _path() -> str:
    """PATH with the folder of this Python's programs first.

    The environment may be activated or not, and while nbgrader prepares an assignment the
    folder is on PATH for a moment: it is the same server all the same.
    """
    scripts = os.path.dirname(sys.executable)
    others = (os.environ.get("PATH") or os.defpath).split(os.pathsep)
    return os.pathsep.join([scripts, *(folder for folder in others if folder != scripts)])


def _cards_of_kernel(environment: dict[str, str]) -> dict[str, str]:
    """What sets a kernel's server apart from the one that grades: it may use the cards.

    The kernel sets its own environment once it is forked, but PyTorch and Keras look for a
    card when they are imported. Without a card, both are one server.
    """
    return {machine.CARDS: environment.get(machine.CARDS, "")} if machine.has_card() else {}


def _identity(environment: dict[str, str]) -> str:
    variables = [environment.get(name, "") for name in _ENVIRONMENT]
    parts = [fingerprint(), sys.prefix, *variables]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _start(path: Path, environment: dict[str, str]) -> None:
    environment = environment | {
        # TensorFlow's own threads and BLAS's must not exist when the server forks.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": os.environ.get("MPLCONFIGDIR", ""),
        "HOME": os.environ.get("HOME", "/"),
    }
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "course.judge.server", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("COURSE_DEBUG") else log,
            env={name: value for name, value in environment.items() if value},
            cwd="/",
            start_new_session=True,  # so that Ctrl-C here does not end it
        )
        process.wait()
        with cast(IO[bytes], process.stdout) as said:
            ready, _, _ = select.select([said], [], [], START_SECONDS)
            if not ready or said.readline() != b"ready\n":
                log.seek(0)
                last = log.read().decode(errors="replace").strip().rpartition("\n")[2]
                reason = f": {last[:300]}" if last else ""
                raise ServerUnavailable(f"the fork server did not start{reason}")


# ---------------------------------------------------------------- what it is asked for


def judge(
    connect: Connect,
    notebook: NotebookNode,
    job: dict[str, Any],
    isolation: Isolation,
    limits: Limits,
    progress: ProgressCallback = no_progress,
    stopped: Callable[[], bool] = lambda: False,
) -> NotebookNode:
    """Have a notebook judged.

    Parameters
    ----------
    notebook : NotebookNode
        It becomes the executed notebook.
    job : dict
        The other fields of `course.judge.judge.Job`.
    isolation : Isolation
        At which it is judged, or not at all.
    limits : Limits
        What a student's process may use.
    stopped : callable
        Asked a few times a second whether to give up.

    Returns
    -------
    NotebookNode
        The executed notebook; ``metadata.course`` gained what is known of the run. Of a judge
        that ended early after the student's code had begun, it has what was judged by then.

    Raises
    ------
    ServerUnavailable
        If there is no server, the request was given up, or a fault of the machine prevented
        the judgement.
    """
    transcript = Transcript(notebook, job["language"])
    seconds = job["notebook_timeout"] + MARGIN_SECONDS
    how = {"isolation": asdict(isolation), "limits": asdict(limits)}
    with _Request(connect, ["judge", how], seconds, stopped) as request:
        request.channel.send({**job, "notebook": json.dumps(notebook)})
        while True:
            kind, content = request.channel.receive()
            if kind == "done":
                break
            if kind == "ended":
                transcript.broke_off(*content)
                break
            transcript.hear(kind, content)
            if kind == "begin":
                progress(*content)
    if transcript.fault:
        raise ServerUnavailable(transcript.fault)
    notebook.metadata["course"] = {**notebook.metadata.get("course", {}), **transcript.about}
    return notebook


def offered(connect: Connect, hidden: tuple[str, ...] = ()) -> Isolation:
    """The best isolation that this system offers; see `course.judge.sandbox.offered`.

    Raises
    ------
    ServerUnavailable
        If there is no server, or it can't tell.
    """
    with _Request(connect, ["isolation", list(hidden)], MARGIN_SECONDS, lambda: False) as request:
        found = request.result(no_progress)
    return Isolation(found["level"], tuple(found["hidden"]), tuple(map(tuple, found["refused"])))


def call(
    connect: Connect,
    function: str,
    argument: Any,
    *,
    seconds: float,
    progress: Callable[..., None] = no_progress,
    stopped: Callable[[], bool] = lambda: False,
) -> Any:
    """Have a function of the course called in a child of the server.

    Parameters
    ----------
    function : str
        ``"course.module:name"``; called with a `course.judge.server.Session` and `argument`.
    argument : object
        Data: numbers, text, lists and dicts of these.
    seconds : float
        After which the child is killed.
    progress : callable
        Called with what the function passes to `course.judge.server.Session.progress`.
    stopped : callable
        Asked a few times a second whether to give up.

    Returns
    -------
    object
        What the function returned, as data.

    Raises
    ------
    ServerUnavailable
        If there is no server, or the child died or was given up.
    """
    message = ["call", {"function": function, "argument": argument}]
    with _Request(connect, message, seconds, stopped) as request:
        return request.result(progress)


def kernel(request: dict[str, Any]) -> tuple[int, socket.socket]:
    """Start a Jupyter kernel.

    Parameters
    ----------
    request : dict
        ``argv`` as of a program, ``cwd`` and ``environment``.

    Returns
    -------
    (int, socket)
        The kernel's process id, and a connection that lives as long as the kernel; closing
        it ends the kernel.

    Raises
    ------
    ServerUnavailable
        If there is no server.
    """
    sock = connect(shared(_cards_of_kernel(request["environment"])))
    channel = Channel(sock)
    try:
        channel.send(["kernel", request])
        _, pid = channel.receive()
    except ConnectionLost as error:
        sock.close()
        raise ServerUnavailable(f"the kernel died: {error}") from error
    return pid, sock


class _Request:
    """One request to a child of the server, and the wait for its result."""

    def __init__(
        self, connect: Connect, message: list, seconds: float, stopped: Callable[[], bool]
    ):
        self._what, self._stopped = message[0], stopped
        self._deadline = time.monotonic() + seconds
        self._socket = connect()
        self._pid: int | None = None
        self.channel = Channel(self._socket, self._wait)
        self._message = message

    def __enter__(self) -> _Request:
        try:
            # A server without room for a child answers, and closes, without reading the request.
            with contextlib.suppress(ConnectionLost):
                self.channel.send(self._message)
            said, about = self.channel.receive()
        except ConnectionLost as error:
            self._socket.close()
            raise ServerUnavailable(f"the {self._what} broke off: {error}") from error
        if said == "failed":
            self._socket.close()
            raise ServerUnavailable(about)
        self._pid = about
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: object) -> None:
        self._socket.close()
        if isinstance(error, ConnectionLost):
            raise ServerUnavailable(f"the {self._what} broke off: {error}") from error

    def result(self, progress: Callable[..., None]) -> Any:
        while True:
            kind, content = self.channel.receive()
            if kind == "done":
                return content
            progress(*content)

    def _wait(self, writing: bool) -> None:
        watched = ([], [self._socket]) if writing else ([self._socket], [])
        while not any(select.select(*watched, [], 0.2)):
            if self._stopped():
                raise ConnectionLost("stopped")
            if time.monotonic() > self._deadline:
                if self._pid is not None:
                    os.kill(self._pid, signal.SIGKILL)
                raise ConnectionLost("no answer in time")
