"""A process that has imported what the course uses, and forks others that have, too.

Importing TensorFlow takes ten seconds on a small machine, a fork some milliseconds.
The *warm server* imports, runs no operation (TensorFlow forks safely only before its
first), listens on a socket, and forks a child for every connection. The child is a
judge or a Jupyter kernel, as its client asks.

`course grade`, `course check` and the kernel "Python (course, warm)" of one user share
one server. It is started by the first that needs it and ends when nobody has used it
for a while.
"""

from __future__ import annotations

import contextlib
import gc
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
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.grading.environment import environment
from course.grading.rpc import Channel, Gone, closed

#: Seconds after which a server that nobody uses ends.
IDLE = 900
#: Seconds without a question after which a new server imports what can wait.
PAUSE = 2
#: Seconds that a judge has, over the notebook's own time, hints included, before it is given up.
MARGIN = 120
#: Seconds that a server may take to import what it must.
START = 180
#: What a server, and so a student's process, knows of the environment it was started in.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "KERAS_BACKEND",
                "XDG_CACHE_HOME", "CUDA_VISIBLE_DEVICES", "TMPDIR", "OPENBLAS_CORETYPE",
                "OPENBLAS_L2_SIZE", "COURSE_DEBUG")  # fmt: skip


#: Whether this process was forked by a warm server, and has run no operation.
_here = False


class NotWarm(RuntimeError):
    """There is no warm server to be had; what can be done cold is to be done so."""


class Refused(CourseError, ValueError):
    """A file is no notebook of this course; the message says what it is."""


def supported() -> bool:
    """Whether this system can fork a process that has imported TensorFlow."""
    return sys.platform == "linux"


def shared() -> Path:
    """The socket of this user's server for this code and these packages; started if need be.

    Raises
    ------
    NotWarm
        If it can't be started here; the message says why.
    """
    if not supported():
        raise NotWarm("forking a warm process needs Linux")
    if _here:
        return Path()
    path = _runtime_folder() / f"{_identity()}.sock"
    try:
        connect(path).close()
    except NotWarm:
        import fcntl

        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # of many that need it, one starts it
            try:
                connect(path).close()
            except NotWarm:
                _start(path)
    return path


def begin() -> None:
    """Start the server, if there is none, while the caller does something else."""

    def start() -> None:
        with contextlib.suppress(NotWarm, OSError):  # whoever needs it is told
            shared()

    threading.Thread(target=start, daemon=True).start()


def connect(path: Path) -> socket.socket:
    """A connection to a new child of the server's.

    Raises
    ------
    NotWarm
        If there is no server.
    """
    if _here:  # already in a child of the server's: it can fork as well as the server
        ours, theirs = socket.socketpair()
        if os.fork() == 0:
            ours.close()
            _child(theirs)
        theirs.close()
        return ours
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.connect(str(path))
    except OSError as error:
        sock.close()
        raise NotWarm(f"there is no warm server: {error.strerror}") from error
    return sock


def stop() -> None:
    """End this user's server for this code, if there is one, and every judge that it runs."""
    try:
        sock = connect(_runtime_folder() / f"{_identity()}.sock")
    except NotWarm:
        return
    size = struct.calcsize("3i")
    pid, _, _ = struct.unpack("3i", sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    sock.close()
    os.kill(pid, signal.SIGTERM)


def _runtime_folder() -> Path:
    """A folder that belongs to this user alone."""
    base = os.environ.get("XDG_RUNTIME_DIR")
    base = Path(base) if base and os.access(base, os.W_OK) else Path(tempfile.gettempdir())
    folder = base / f"course-warm-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    state = folder.lstat()
    if state.st_uid != os.getuid() or state.st_mode & 0o077:
        raise NotWarm(f"{folder} does not belong to this user alone")
    return folder


def _identity() -> str:
    parts = [environment(), sys.prefix, *(os.environ.get(n, "") for n in _ENVIRONMENT)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _start(path: Path) -> None:
    environment = {n: os.environ[n] for n in _ENVIRONMENT if n in os.environ}
    environment |= {
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
    environment = {k: v for k, v in environment.items() if v}
    process = subprocess.Popen(
        [sys.executable, "-m", "course.grading.warm", str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("COURSE_DEBUG") else subprocess.DEVNULL,
        env=environment,
        cwd="/",
        start_new_session=True,  # Ctrl-C here is not meant for it
    )
    process.wait()
    with process.stdout as said:
        ready, _, _ = select.select([said], [], [], START)
        if not ready or said.readline() != b"ready\n":
            raise NotWarm("the warm server did not start")


# ---------------------------------------------------------------- the server


def import_everything() -> None:
    """What a notebook's set-up cell imports, and what a judge and a kernel need."""
    gc.disable()  # it would look through all that is imported again and again
    # jsonschema would take a second over its grammar of IRIs; a notebook's schema has none.
    barred = sys.modules.setdefault("rfc3987_syntax", None) is None
    import course  # noqa: F401  (before TensorFlow, to quiet its log)
    from course import quietly

    with quietly():
        import keras  # noqa: F401
    import ipykernel.ipkernel  # noqa: F401
    import ipykernel.kernelapp  # noqa: F401
    import IPython.core.interactiveshell  # noqa: F401
    import IPython.core.magics.execution  # noqa: F401
    import IPython.core.magics.pylab  # noqa: F401
    import matplotlib.pyplot  # noqa: F401
    import matplotlib_inline.backend_inline  # noqa: F401
    import pandas  # noqa: F401
    from matplotlib.backends import backend_registry

    from course import data, plots, testing, words  # noqa: F401
    from course.grading import judge, sandbox  # noqa: F401

    backend_registry.list_all()  # it reads every package's entry points, once
    sandbox.view()
    if barred:
        del sys.modules["rfc3987_syntax"]
    gc.enable()
    _freeze()


def _import_later() -> None:
    """What only a check needs: nbgrader."""
    from course.grading import check  # noqa: F401

    _freeze()


def _freeze() -> None:
    """Let the collectors of the forks leave the pages alone that they share."""
    gc.collect()
    gc.freeze()


def serve(path: Path) -> None:
    """Import, listen, fork; end when nobody has asked for anything for `IDLE` seconds."""
    from course.grading import sandbox

    # What outlives a judge becomes this process's child, and stays known as forked here.
    sandbox.adopt_orphans()
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
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children
    patience = PAUSE
    while True:
        if select.select([listener], [], [], patience)[0]:
            connection, _ = listener.accept()
            if _trusted(connection) and os.fork() == 0:
                listener.close()
                _child(connection)
            connection.close()
        elif patience == PAUSE:
            _import_later()
            patience = IDLE
        else:
            break
    path.unlink(missing_ok=True)


def _trusted(connection: socket.socket) -> bool:
    """Whether the client is this user and no process that was forked here."""
    size = struct.calcsize("3i")
    pid, user, _ = struct.unpack(
        "3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    )
    if user != os.getuid():
        return False
    while pid > 1:
        if pid == os.getpid():
            return False
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return False
        pid = int(fields[1])
    return pid == 1


def _child(connection: socket.socket) -> None:
    """Be what the client asks for, and exit."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        channel = Channel(connection)
        kind, request = channel.receive()
        {"judge": _judge, "check": _check, "kernel": _kernel}[kind](connection, channel, request)
    except Gone:
        pass
    except BaseException:
        if os.environ.get("COURSE_DEBUG"):
            import traceback

            traceback.print_exc()
    finally:
        os._exit(0)


def _judge(connection: socket.socket, channel: Channel, limits: dict) -> None:
    from course import settings
    from course.grading import sandbox
    from course.grading.judge import Job, Judge, StudentProcess

    sandbox.die_with_parent()
    # The student's process is forked before the job, and with it the tests, is read.
    process = StudentProcess(sandbox.Limits(**limits), connection)
    # An answer of the student's may take many times its bytes to read.
    sandbox.limit_memory(process.limits.memory)
    try:
        channel.send(["ready", os.getpid()])
        job = Job(**channel.receive())
        settings.setup(language=job.language)
        os.environ["COURSE_TEST_SEED"] = str(job.seed)
        start = time.monotonic()
        judge = Judge(job, process, lambda i, n: channel.send(["progress", [i, n]]))
        executed = judge.run()
        hints = judge.hint()
        seconds = time.monotonic() - start
        process.close()  # so that its processor time is known
        about = {
            "seconds": round(seconds, 2),
            "cpu": round(sum(os.times()[:4]), 2),
            "confinement": process.child.confinement,
            "memory": process.peak,
            "seed": job.seed,
            "killed": judge.killed,
            "hints": hints,
        }
        channel.send(["done", [json.dumps(executed), about]])
    finally:
        process.close()


def _check(connection: socket.socket, channel: Channel, path: str) -> None:
    """What `course check` does, without its own ten seconds of imports."""
    global _here
    from course.grading.check import check
    from course.notebooks import NotebookError

    _here = True
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        checked = check(
            Path(path),
            lambda i, n: channel.send(["progress", [i, n]]),
            lambda: closed(connection),
        )
        channel.send(["done", checked.as_dict()])
    except NotebookError as error:
        channel.send(["refused", str(error)])


def _kernel(connection: socket.socket, channel: Channel, request: dict) -> None:
    """A Jupyter kernel; it ends when its client does."""
    from ipykernel.kernelapp import IPKernelApp

    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["environment"])
    os.environ["JPY_PARENT_PID"] = "0"  # the parent is the server; the client is watched below
    sys.argv = request["argv"]
    sys.path[0] = ""
    channel.send(["ready", os.getpid()])

    def end_with_client() -> None:
        try:
            channel.receive()
        except Gone:
            os._exit(0)

    threading.Thread(target=end_with_client, daemon=True).start()
    # Figures: the backend was imported when there was no kernel to tell of them.
    IPKernelApp.launch_instance([*request["argv"][1:], "--matplotlib=inline"])


# ---------------------------------------------------------------- the client


def check(path: Path, progress: Callable[[int, int], None]) -> dict:
    """Have a student's notebook checked; see `course.grading.check.check`.

    Returns
    -------
    dict
        The fields of `course.grading.check.Checked`.

    Raises
    ------
    NotWarm
        If there is no server to be had, or the check broke off.
    Refused
        In one sentence, if the file is no notebook of this course.
    """
    with connect(shared()) as sock:
        channel = Channel(sock)
        try:
            channel.send(["check", str(path.absolute())])
            while True:
                kind, content = channel.receive()
                if kind == "done":
                    return content
                if kind == "refused":
                    raise Refused(content)
                progress(*content)
        except Gone as error:
            raise NotWarm(f"the check broke off: {error}") from error


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
    NotWarm
        If there is no server to be had.
    """
    sock = connect(shared())
    channel = Channel(sock)
    try:
        channel.send(["kernel", request])
        _, pid = channel.receive()
    except Gone as error:
        sock.close()
        raise NotWarm(f"the kernel died: {error}") from error
    return pid, sock


def judge(
    server: Path,
    job: dict[str, Any],
    limits: dict | None = None,
    progress: Callable[[int, int], None] = lambda index, count: None,
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[str, dict]:
    """Have a notebook judged.

    Parameters
    ----------
    server : Path
        The server's socket.
    job : dict
        The fields of `course.grading.judge.Job`.
    limits : dict, optional
        Fields of `course.grading.sandbox.Limits`.
    progress : callable
        Called with the index of the cell about to run and the number of cells.
    stopped : callable
        Asked a few times a second whether to give up.

    Returns
    -------
    (str, dict)
        The executed notebook as JSON; seconds, confinement, memory, seed and hints.

    Raises
    ------
    NotWarm
        If there is no server, or the judge died or was given up before there was a result.
    """
    sock = connect(server)
    deadline = time.monotonic() + job.get("notebook_timeout", 300) + MARGIN
    pid: int | None = None

    def wait(writing: bool) -> None:
        watched = ([], [sock]) if writing else ([sock], [])
        while not any(select.select(*watched, [], 0.2)):
            if stopped():
                raise Gone("stopped")
            if time.monotonic() > deadline:
                if pid is not None:
                    os.kill(pid, signal.SIGKILL)
                raise Gone("no answer in time")

    channel = Channel(sock, wait)
    try:
        channel.send(["judge", limits or {}])
        _, pid = channel.receive()
        channel.send(job)
        while True:
            kind, content = channel.receive()
            if kind == "done":
                return content[0], content[1]
            progress(*content)
    except Gone as error:
        raise NotWarm(f"the judge died: {error}") from error
    finally:
        sock.close()


if __name__ == "__main__":
    if os.fork():  # the server is nobody's child: no one waits for it or kills it with its own
        os._exit(0)
    serve(Path(sys.argv[1]))
