"""What a sandboxed process sees and can do, at each isolation level.

Each test starts a helper program that imports `course.judge.sandbox` and spawns a child
with it; the child writes what it found to a pipe.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import socket
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from course import machine
from course.judge import sandbox
from course.judge.isolation import LANDLOCK, NAMESPACES, OPEN, UNSANDBOXED
from course.judge.sandbox import identity
from course.judge.sandbox import landlock as landlock_rules
from tests import needs

linux, root = pytest.mark.needs("linux"), pytest.mark.needs("root")
namespaces, landlock = pytest.mark.needs("namespaces"), pytest.mark.needs("landlock")
#: For a test whose helper program runs as another user.
as_user = (root, pytest.mark.needs("readable-python"))

PROGRAM = """
import json, os, signal, socket, sys, time
import course.judge.sandbox as sandbox
from course.judge.sandbox import syscalls
from course.judge.isolation import LANDLOCK, NAMESPACES, OPEN, Isolation, Limits

def attempt(what):
    try:
        return what() or True
    except Exception as error:
        return type(error).__name__

def look():
    found = {{"isolation": {level!r}}}
    {look}
    os.write(writer, json.dumps(found).encode())
    os._exit(0)

reader, writer = os.pipe()
{before}
isolation = Isolation({level!r}, {hidden!r})
child = sandbox.spawn(look, [writer], {scratch!r}, isolation, Limits(**{limits!r}))
os.close(writer)
said = b""
while chunk := os.read(reader, 65536):
    said += chunk
    if said.endswith(b"}}"):
        break
{after}
child.kill()
print(said.decode())
"""

LOOK = """
    found["user"] = os.getuid()
    found["pid"] = os.getpid()
    found["cwd"] = os.getcwd()
    found["processes"] = attempt(lambda: [p for p in os.listdir("/proc") if p.isdigit()])
    found["secret"] = attempt(lambda: open(SECRET).read())
    found["write"] = attempt(lambda: open(os.path.dirname(SECRET) + "/left", "w").close())
    found["scratch"] = attempt(lambda: open("mine", "w").write("x"))
    found["python"] = attempt(lambda: open(json.__file__).read(1))
    found["write-python"] = attempt(lambda: open(json.__file__, "a").close())
    found["signal"] = attempt(lambda: os.kill(os.getppid(), 0))
    def tcp():
        socket.create_connection(("127.0.0.1", PORT), 1).close()
    found["tcp"] = attempt(tcp)
    def udp():
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", PORT))
    found["udp"] = attempt(udp)
    found["processor"] = attempt(lambda: open("/proc/cpuinfo").read(1))  # XLA asks for it
    found["null"] = attempt(lambda: open("/dev/null", "w").write("x"))
    found["terminal"] = attempt(lambda: os.listdir("/dev/pts"))
    found["root"] = attempt(lambda: os.setuid(0) or os.getuid() == 0)
    found["namespaces"] = attempt(lambda: syscalls.check(syscalls.libc.unshare(1 << 28), ""))
    found["memfd"] = attempt(lambda: os.memfd_create("x"))
    found["descriptors"] = len(os.listdir("/proc/self/fd"))
"""


def run(
    tmp_path: Path,
    level: str,
    look: str = LOOK,
    user: int | None = None,
    limits: dict[str, int] | None = None,
    before: str = "",
    after: str = "",
    hidden: tuple[str, ...] = (),
    names: dict[str, Any] | None = None,
) -> tuple[Any, Path]:
    """Run `look` in a sandboxed child.

    Parameters
    ----------
    level : str
        The isolation level.
    user : int, optional
        The user id that the helper program runs as.
    before : str
        Code that the helper program runs before it starts the child.
    hidden : tuple of str
        What the child must not see.
    after : str
        Code that the helper program runs when the child has written.
    names : dict, optional
        Names that the code may use.

    Returns
    -------
    (object, Path)
        What the child found, and a file that it must not read.
    """
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    secret = tmp_path / "secret"
    secret.write_text("secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        names = {"SECRET": str(secret), "PORT": server.getsockname()[1], **(names or {})}
        program = PROGRAM.format(
            level=level, hidden=hidden, scratch=str(scratch), limits=limits or {}, after=after,
            look=textwrap.dedent(look).strip().replace("\n", "\n    "), before=before,
        )  # fmt: skip
        program = "\n".join(f"{k} = {v!r}" for k, v in names.items()) + program
        python, environment = sys.executable, dict(os.environ)
        if user is not None:
            python = needs.python_for_all()
            for path in (tmp_path, scratch, secret):
                os.chown(path, user, user)
            for folder in (tmp_path, *tmp_path.parents):
                if folder.stat().st_mode & 0o005 != 0o005:
                    folder.chmod(folder.stat().st_mode | 0o005)
            package = _copy_of_the_package(tmp_path)
            environment = {"PATH": os.environ["PATH"], "HOME": "/", "PYTHONPATH": str(package)}
        done = subprocess.run(
            [python, "-c", program], capture_output=True, text=True, timeout=300,
            env={**environment, "COURSE_DEBUG": "1"}, cwd="/",
            **({} if user is None else {"user": user, "group": user, "extra_groups": []}),
        )  # fmt: skip
    assert done.stdout.strip(), done.stderr[-2000:]
    return json.loads(done.stdout), secret


def _copy_of_the_package(tmp_path: Path) -> Path:
    """A copy of `course.judge.sandbox` and what it imports that any user can read."""
    target = tmp_path / "package"
    judge = target / "course" / "judge"
    here = Path(sandbox.__file__).parent
    shutil.copytree(here, judge / "sandbox", dirs_exist_ok=True)
    shutil.copy(here.parent / "isolation.py", judge)
    shutil.copy(machine.__file__, target / "course")
    for folder in (target / "course", judge):
        (folder / "__init__.py").touch()
    return target


def assert_fully_isolated(found: dict[str, Any], secret: Path) -> None:
    assert found["isolation"] == NAMESPACES
    assert found["pid"] == 1 and found["processes"] == ["1"]
    assert (found["cwd"] == "/tmp" and found["scratch"] is True) or found["scratch"] == 1
    assert found["secret"] == "FileNotFoundError"  # what is written beside it stays in memory
    assert (
        not (secret.parent / "left").exists() and not (secret.parent / "scratch" / "mine").exists()
    )
    assert found["python"] is not None and len(found["python"]) == 1
    assert found["write-python"] in ("OSError", "PermissionError")
    assert found["tcp"] == found["udp"] == "PermissionError"
    assert found["null"] == 1 and found["terminal"] == "FileNotFoundError"
    assert found["namespaces"] == found["memfd"] == "PermissionError"
    assert found["descriptors"] <= 6


@namespaces
@root
def test_as_root_in_namespaces(tmp_path):
    found, secret = run(tmp_path, NAMESPACES)
    assert_fully_isolated(found, secret)
    assert found["user"] >= 60_000_000 and found["root"] == "PermissionError"


@namespaces
@root
@pytest.mark.needs("readable-python")
def test_as_an_ordinary_user_in_a_user_namespace(tmp_path):
    found, secret = run(tmp_path, NAMESPACES, user=65534)
    assert_fully_isolated(found, secret)
    assert found["user"] == 65534 and found["root"] in ("PermissionError", "OSError")


@landlock
@pytest.mark.parametrize("user", [pytest.param(65534, marks=as_user), None])
def test_with_landlock_alone(tmp_path, user):
    found, _ = run(tmp_path, LANDLOCK, user=user)
    assert found["isolation"] == LANDLOCK
    assert found["secret"] == found["write"] == found["write-python"] == "PermissionError"
    assert found["cwd"] == str(tmp_path / "scratch") and found["scratch"] == 1
    assert found["python"] and found["null"] == 1 and found["terminal"] == "PermissionError"
    assert len(found["processor"]) == 1
    assert found["memfd"] == found["namespaces"] == "PermissionError"
    assert found["descriptors"] <= 6
    assert found["tcp"] == found["udp"] == "PermissionError"
    if landlock_rules.version() >= 6:
        assert found["signal"] == "PermissionError"


@linux
@pytest.mark.parametrize("user", [pytest.param(65534, marks=as_user), None])
def test_with_neither_the_level_is_open_and_limits_hold(tmp_path, user):
    found, _ = run(tmp_path, OPEN, user=user)
    assert found["isolation"] == OPEN
    assert found["scratch"] == 1 and found["memfd"] == "PermissionError"
    assert found["descriptors"] <= 6


LIMITED = """
    import resource, threading
    def open_many():
        return [open("/dev/null", "rb", buffering=0) for _ in range(5000)] and None
    found["files"] = attempt(open_many)
    found["memory"] = attempt(lambda: len(bytearray(2 << 30)))
    found["file"] = attempt(lambda: open("big", "wb").write(b"x" * (9 << 20)))
    def flood():
        for _ in range(200):
            threading.Thread(target=time.sleep, args=(999,), daemon=True).start()
    found["threads"] = attempt(flood)
    found["core"] = resource.getrlimit(resource.RLIMIT_CORE)[1]
"""


@linux
@pytest.mark.parametrize("isolation", [pytest.param(NAMESPACES, marks=namespaces), OPEN])
@root
@pytest.mark.needs("readable-python")
def test_limits_cannot_be_exceeded(tmp_path, isolation):
    found, _ = run(
        tmp_path, isolation, LIMITED, user=65534,
        limits={"memory": 1 << 30, "scratch": 8 << 20, "processes": 50},
    )  # fmt: skip
    assert found["memory"] == "MemoryError"
    assert found["file"] == "OSError" and found["files"] == "OSError"
    assert found["threads"] == "RuntimeError" and found["core"] == 0


#: Its pipe closes when the daemon's program starts.
DAEMON = """
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.dup2(writing, 200, inheritable=False)
            os.closerange(0, 64)
            try:
                os.execv("/bin/sleep", ["sleep", MARK])
            finally:
                os.write(200, b"failed")
                os._exit(1)
        os._exit(0)
    os.close(writing)
    os.wait()
    found["daemon"] = "failed" if os.read(reading, 9) else "started"
"""


@linux
@pytest.mark.parametrize(
    "isolation",
    [pytest.param(NAMESPACES, marks=namespaces), pytest.param(LANDLOCK, marks=landlock), OPEN],
)
def test_what_it_started_is_gone_when_it_is_killed(tmp_path, isolation):
    mark = f"98{os.getpid()}"
    found, _ = run(tmp_path, isolation, DAEMON, names={"MARK": mark})
    assert (found["isolation"], found["daemon"]) == (isolation, "started")
    running = [p for p in Path("/proc").glob("[0-9]*/cmdline") if mark in _text(p)]
    assert not running


def _text(path):
    try:
        return path.read_bytes().decode(errors="replace")
    except OSError:
        return ""


@linux
def test_usage_counts_shared_memory_and_children(tmp_path):
    look = """
    import mmap
    shared = mmap.mmap(-1, 80 << 20)
    for i in range(0, 80 << 20, 4096):
        shared[i] = 1
    if os.fork() == 0:
        time.sleep(999)
        os._exit(0)
    """
    after = "memory, count = child.usage(); said = json.dumps([memory >> 20, count]).encode()"
    look += "os.write(writer, b'{}'); time.sleep(999)\n"
    (memory, count), _ = run(tmp_path, sandbox.offered().level, look, after=after)
    assert memory >= 80 and count == 2


@linux
def test_the_isolation_level_is_tried_not_guessed():
    assert sandbox.offered().level in (NAMESPACES, LANDLOCK, OPEN)


def test_a_file_of_the_exchange_or_of_the_users_is_not_in_the_view():
    view = [Path(p) for p in sandbox.view()]
    for hidden in (
        "/usr/local/share/nbgrader/exchange",
        "/home/somebody/.ssh",
        "/etc/shadow",
        "/var",
        "/srv",
    ):
        assert not any(p == Path(hidden) or p in Path(hidden).parents for p in view), hidden


@pytest.mark.parametrize(
    ("named", "seen"), [(None, False), ("", False), ("-1", False), ("0", True)]
)
def test_a_graphics_card_is_in_the_view_only_if_grading_is_told_to_use_one(
    monkeypatch, tmp_path, named, seen
):
    if named is None:
        monkeypatch.delenv(machine.CARDS, raising=False)
    else:
        monkeypatch.setenv(machine.CARDS, named)
    driver = tmp_path / "driver"
    driver.mkdir()
    (driver / "libcuda.so.1").touch()
    monkeypatch.setenv("LD_LIBRARY_PATH", f"/nowhere:{driver}")
    view = importlib.import_module("course.judge.sandbox.view")
    monkeypatch.setattr(view, "_CARD_DEVICES", ("tty",))  # a device that each machine has
    monkeypatch.setattr(view, "_CARD_PROC", ("/proc/version",))
    assert ("/dev/tty" in view.devices()) == seen
    assert ("/proc/version" in view.proc()) == seen
    assert (str(driver) in view.view()) == seen


# ---------------------------------------------------------------- what must stay hidden


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project that is also the environment that Python runs in, as ``python -m venv .`` makes."""
    root = tmp_path / "project"
    site = root / "lib" / "python3" / "site-packages"
    for folder in ("bin", "lib/python3/site-packages", "source/x", "submitted/ana", "share/x"):
        (root / folder).mkdir(parents=True)
    for file in ("pyvenv.cfg", "gradebook.db", "source/x/x.ipynb", "submitted/ana/x.ipynb"):
        (root / file).touch()
    (root / "lib64").symlink_to("lib")
    for name in ("prefix", "exec_prefix"):
        monkeypatch.setattr(sys, name, str(root))
    monkeypatch.setattr(sys, "path", [*sys.path, str(site)])
    return root


def shown(path: Path, hidden: tuple[Path, ...]) -> bool:
    """Whether a file or folder is in the view, by its own or another path."""
    real = path.resolve()
    view = sandbox.view(tuple(map(str, hidden)))
    parts = [Path(p).resolve() for p in view if not os.path.islink(p)]
    return any(part == real or part in real.parents for part in parts)


def test_an_environment_that_is_the_project_shows_python_and_nothing_else(project):
    (project / "link").symlink_to(project / "source")
    for name in ("bin", "lib/python3/site-packages", "pyvenv.cfg"):
        assert shown(project / name, (project,)), name
    for name in ("", "source/x/x.ipynb", "gradebook.db", "submitted", "share", "link"):
        assert not shown(project / name, (project,)), name


@pytest.mark.parametrize("name", ["bin", "lib", "lib/python3", "lib/python3/site-packages"])
def test_a_project_within_an_environment_is_left_out_and_its_neighbours_are_not(project, name):
    inner, neighbour = project / name / "course" / "deep", project / name / "neighbour"
    inner.mkdir(parents=True)
    (inner / "tests").touch()
    neighbour.mkdir()
    assert shown(inner, ())
    assert not shown(inner, (inner,)) and not shown(inner / "tests", (inner,))
    assert shown(neighbour, (inner,))
    assert not shown(inner / "tests", (inner / "tests",)) and shown(neighbour, (inner / "tests",))


def test_a_place_is_hidden_whatever_link_names_it(project, tmp_path):
    (tmp_path / "elsewhere").symlink_to(project / "lib" / "python3")
    named = tmp_path / "elsewhere" / "secret"
    named.mkdir()
    assert shown(named, ()) and not shown(named, (named,))


def test_a_part_that_is_a_link_shows_what_it_leads_to_but_nothing_hidden(
    project, tmp_path, monkeypatch
):
    real = tmp_path / "real"
    for name in ("packages", "submitted"):
        (real / name).mkdir(parents=True)
    site = project / "lib" / "other" / "site-packages"
    site.parent.mkdir()
    site.symlink_to(real)
    monkeypatch.setattr(sys, "path", [*sys.path, str(site)])
    assert shown(real / "packages", ()) and shown(real / "submitted", ())
    assert shown(real / "packages", (real / "submitted",))
    assert not shown(real / "submitted", (real / "submitted",))


def test_the_home_folder_the_checkout_and_the_exchange_are_always_hidden(
    project, monkeypatch, tmp_path
):
    monkeypatch.setenv("HOME", str(project))
    exchange = project / "share" / "nbgrader"
    exchange.mkdir()
    assert not shown(project / "source", ()) and not shown(exchange, ())
    assert not shown(Path(sandbox.__file__).parents[3] / "source", ())
    assert shown(Path(sandbox.__file__), ())
    monkeypatch.setenv("HOME", str(tmp_path))
    assert shown(project / "share" / "x", ()) and not shown(exchange, ())


HIDING = """
    places = HIDDEN
    found["hidden"] = [attempt(lambda: open(p).read() or "empty") for p in places]
    found["listed"] = attempt(lambda: "tests" in os.listdir(os.path.dirname(places[0])))
    found["neighbour"] = attempt(lambda: open(NEIGHBOUR).read())
"""


@pytest.mark.parametrize(
    "level", [pytest.param(NAMESPACES, marks=namespaces), pytest.param(LANDLOCK, marks=landlock)]
)
def test_what_is_hidden_within_the_view_cannot_be_read(tmp_path, level):
    site = tmp_path / "site-packages"
    (site / "course").mkdir(parents=True)
    (site / "course" / "tests").write_text("secret")
    (site / "neighbour").write_text("there")
    before = f"sys.path.append({str(site)!r})"
    names = {"HIDDEN": [str(site / "course" / "tests")], "NEIGHBOUR": str(site / "neighbour")}
    found, _ = run(tmp_path, level, HIDING, before=before, names=names)
    assert found["hidden"] == ["secret"]  # the control: it is in the view
    found, _ = run(
        tmp_path, level, HIDING, before=before, names=names, hidden=(str(site / "course"),)
    )
    assert found["hidden"][0] in ("FileNotFoundError", "PermissionError")
    assert found["listed"] in ("FileNotFoundError", "PermissionError")
    assert found["neighbour"] == "there"


# ---------------------------------------------------------------- which level


def program(code: str, **more: Any) -> str:
    """What a program prints that uses the sandbox; it is no child of these tests' process."""
    start = (
        "import os, sys\nfrom course.judge import sandbox\nfrom course.judge.isolation import *\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", start + textwrap.dedent(code)],
        capture_output=True, text=True, timeout=300, check=False, **more,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    return done.stdout.strip()


@namespaces
def test_a_level_at_which_something_hidden_can_be_reached_is_not_offered(tmp_path):
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    said = program(f"""
        from course.judge.sandbox import landlock, namespaces, view
        secret = {str(tmp_path)!r}
        for module in (namespaces, landlock):
            module.view = lambda hidden: (*view(), secret)  # a view with a hole
        found = sandbox.offered((secret,))
        print(found.level, dict(found.refused)["namespaces"])
    """)
    assert said == f"{OPEN} it can reach {tmp_path}"


@linux
@pytest.mark.parametrize(
    "fault",
    [
        "seccomp.platform.machine = lambda: 'riscv64'",
        "seccomp._program = lambda *a: [(0xFFFF, 0, 0, 0)]",
        "sandbox.resources.used_memory = lambda pid: 0; sandbox.used_memory = lambda pid: 0",
    ],
    ids=["another processor", "a filter that does not load", "memory that nobody counts"],
)
def test_a_sandbox_that_lacks_a_part_is_not_offered(fault):
    said = program(f"""
        from course.judge.sandbox import seccomp
        {fault}
        found = sandbox.offered()
        print(found.level, [level for level, reason in found.refused if reason])
    """)
    assert said == f"{UNSANDBOXED} {[NAMESPACES, LANDLOCK, OPEN]}"


@linux
def test_a_child_has_the_level_that_was_asked_for_or_there_is_none(tmp_path):
    said = program(f"""
        from course.judge.sandbox import namespaces
        def refuse(hidden):
            raise OSError(1, "not today")
        namespaces.leave_shared = refuse
        for level in ("namespaces", "unsandboxed", "nonsense"):
            try:
                sandbox.spawn(lambda: print("it ran"), [], {str(tmp_path)!r}, Isolation(level))
            except OSError as error:
                print(error.strerror)
    """)
    assert said.splitlines() == [
        "not today", "'unsandboxed' is no level of the sandbox",
        "'nonsense' is no level of the sandbox",
    ]  # fmt: skip


#: A tmpfs on a folder within the view, as a container's volume may be.
MOUNTED = """
from course.judge.sandbox import namespaces
from course.judge.sandbox.syscalls import *
namespaces._MOUNT_SETATTR = 9999
if MOUNT:
    check(libc.unshare(CLONE_NEWNS), "unshare")
    mount("none", "/", None, MS_REC | MS_PRIVATE)
    mount("volume", MOUNT, "tmpfs", MS_NOEXEC)
    open(MOUNT + "/there", "w").write("there")
"""
ON_THE_MOUNT = """
    found["read"] = attempt(lambda: MOUNT and open(MOUNT + "/there").read())
    found["write-mount"] = attempt(lambda: open(MOUNT + "/x", "w"))
"""


@namespaces
@pytest.mark.parametrize("user", [pytest.param(65534, marks=as_user), None])
def test_without_mount_setattr_each_mount_is_made_read_only(tmp_path, user):
    volume = "" if user else "/usr/share/" + sorted(os.listdir("/usr/share"))[0]
    found, secret = run(
        tmp_path, NAMESPACES, LOOK + ON_THE_MOUNT, user, before=MOUNTED, names={"MOUNT": volume}
    )
    assert_fully_isolated(found, secret)
    if not user:
        assert found["read"] == "there" and found["write-mount"] in ("OSError", "PermissionError")


@pytest.mark.parametrize(
    ("table", "unused"),
    [
        ("0 0 4294967295", 60_000_077),
        ("0 100000 65536", 65_449),  # a rootless container
        ("0 1000 1\n1 100000 65536", 65_450),
        ("0 1000 1", None),  # its only id is root's own
        ("", None),
    ],
)
def test_a_user_id_that_nobody_has_is_one_that_is_mapped(table, unused):
    assert identity._unused(table, 77) == unused


# ---------------------------------------------------------------- its end, and its memory


@linux
def test_a_child_that_was_killed_is_never_signalled_again(tmp_path):
    said = program(f"""
        import time
        level = sandbox.offered()
        child = sandbox.spawn(lambda: time.sleep(99), [], {str(tmp_path)!r}, level)
        child.kill()
        os.kill = lambda pid, number: print("signalled", pid)  # who has the number by now?
        child.kill()
        child.interrupt()
        print("done")
    """)
    assert said == "done"


@linux
def test_what_the_system_keeps_for_a_process_counts_as_its_memory(tmp_path):
    look = """
    import mmap
    from socket import socketpair
    kept = [socketpair() for _ in range(100)]
    for near, far in kept:
        near.setblocking(False)
        try:
            while True: near.send(bytes(1 << 16))
        except BlockingIOError:
            pass
    os.write(writer, b"{}")
    time.sleep(999)
    """
    tables = """
    import mmap
    space = mmap.mmap(-1, 1 << 37, mmap.MAP_PRIVATE | 0x4000, mmap.PROT_READ)
    for place in range(0, 1 << 37, 1 << 21): space[place]
    os.write(writer, b"{}")
    time.sleep(999)
    """
    nothing = 'os.write(writer, b"{}"); time.sleep(999)'
    after = "memory, count = child.usage(); said = json.dumps([memory >> 20, count]).encode()"
    level = sandbox.offered().level
    used = [run(tmp_path, level, code, after=after)[0][0] for code in (nothing, look, tables)]
    assert used[1] - used[0] > 20, "buffers of sockets"
    assert used[2] - used[0] > 200, "tables of pages"


@linux
def test_a_machine_without_memory_is_a_fault_of_the_machine(tmp_path):
    said = program(f"""
        from course.judge import process
        student = process.StudentProcess(sandbox.offered(), Limits(), {str(tmp_path)!r})
        assert student.run("1 + 1")
        process.RESERVED_BYTES = 1 << 62
        try:
            student.run("import time; time.sleep(9)")
        except process.MachineFault as fault:
            print(fault)
        student.close()
        student.close()  # does nothing
    """)
    assert said == "the machine has almost no memory left"
