"""The isolation levels, each tried for real where a class may be graded.

In every shell of `shells.SHELLS` a class of two is graded with ``course grade``: one honest
student, and one who gives a wrong answer and reaches for what the level promises to protect.
`SHELLS` has the level that each shell must give; the table in docs/grading.md is compared
with it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from course import notebooks
from course.judge.isolation import LANDLOCK, LEVELS, NAMESPACES, OPEN
from course.project import Project
from course.release.templates import reference
from tests import needs, shells
from tools import ROOT, mini

pytestmark = [pytest.mark.needs("linux"), pytest.mark.needs("root")]

LEVEL = {
    "root": NAMESPACES,
    "root-docker-exec": NAMESPACES,
    "root-of-a-rootless-container": NAMESPACES,
    "root-of-one-id": NAMESPACES,
    "root-without-namespaces": LANDLOCK,
    "root-without-landlock": OPEN,
    "root-of-docker": LANDLOCK,
    "root-of-docker-without-landlock": OPEN,
    "user": NAMESPACES,
    "user-docker-exec": NAMESPACES,
    "user-hidden-proc": NAMESPACES,
    "user-without-namespaces": LANDLOCK,
    "user-without-landlock": OPEN,
}

#: What a student's code reaches for: an expression by name.
PROBES = {
    "hidden tests": "open(ROOT + '/source/01-mini/01-mini.ipynb').read()[:9]",
    "gradebook": "open(ROOT + '/gradebook.db', 'rb').read(9)",
    "others": "os.listdir(ROOT + '/submitted')",
    "home": "os.listdir(HOME)",
    "write": "open(ROOT + '/left', 'w')",
    "network": "socket.socket()",
    "unix socket": "socket.socket(socket.AF_UNIX)",
    "datagrams": "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)",
    "judge's memory": "open(f'/proc/{os.getppid()}/mem', 'rb')",
    "judge's environment": "open(f'/proc/{os.getppid()}/environ', 'rb').read()",
    "capabilities": "int(open('/proc/self/status').read().split('CapEff:')[1].split()[0], 16)",
    "new namespaces": "1 + ctypes.CDLL(None).unshare(0x10000000)",
    "other processes": "[p for p in os.listdir('/proc') if p.isdigit() and p != str(os.getpid())]",
    "own memory": "open('/proc/self/maps').readline()",  # as libraries do
    "scratch": "open('mine', 'w').write('x')",
    "judge's limits": "resource.prlimit(os.getppid() or 1, resource.RLIMIT_NOFILE)",
    "judge's priority": "os.setpriority(os.PRIO_PROCESS, os.getppid() or 1, 19) or 'set'",
    "user's priority": "os.setpriority(os.PRIO_USER, 0, 19) or 'set'",
    "judge's processors": "os.sched_setaffinity(os.getppid() or 1, {0}) or 'set'",
    "own limits": "resource.getrlimit(resource.RLIMIT_NOFILE)",
    "devices": "os.chmod('/dev/full', 0o666) or 'changed'",
    "user": "os.getuid()",
    "prefix": "sys.prefix",
}
#: What changes the judge where it is seen; in namespaces these have no target but the caller.
OF_THE_JUDGE = ("judge's limits", "judge's priority", "user's priority", "judge's processors")
#: What must come of it, by level; "" stands for nothing.
EXPECTED: dict[str, dict[str, str]] = {
    NAMESPACES: {
        **dict.fromkeys(("hidden tests", "gradebook", "others"), "FileNotFoundError"),
        "home": "FileNotFoundError|\\[.*\\]", "write": "FileNotFoundError|OSError|PermissionError",
        "judge's memory": "FileNotFoundError", "judge's environment": "FileNotFoundError",
        "other processes": "", "devices": "OSError|PermissionError",
        **dict.fromkeys(OF_THE_JUDGE, ".+"),
    },
    LANDLOCK: {
        name: "PermissionError"
        for name in ("hidden tests", "gradebook", "others", "home", "write", "judge's memory",
                     "judge's environment", "other processes", *OF_THE_JUDGE)
    } | {
        "devices": ".+",
    },
    OPEN: {
        **dict.fromkeys(("hidden tests", "gradebook", "others", "home", "write"), ".+"),
        "judge's memory": "PermissionError", "judge's environment": "PermissionError",
        "other processes": ".+", "devices": ".+",
        **dict.fromkeys(OF_THE_JUDGE, "PermissionError"),
    },
}  # fmt: skip
#: Where the level alone does not say it: root has no rights left over its own files.
IN_A_SHELL = {"root-of-docker-without-landlock": {"write": "PermissionError"}}
#: At every level.
ALWAYS = {
    "network": "PermissionError", "unix socket": "PermissionError", "datagrams": "PermissionError",
    "capabilities": "", "new namespaces": "", "own memory": ".+", "scratch": "1",
    "user": ".*", "prefix": ".*", "own limits": r"\(512, 512\)",
}  # fmt: skip

#: Prints what came of each probe, on a line of its own.
LOOK = """
import ctypes, os, resource, socket, sys
def reached(code):
    try:
        return str(eval(code) or "")[:60]
    except Exception as error:
        return type(error).__name__
for name, code in PROBES.items():
    print("probe", name + ":", reached(code))
"""


def handed_in(course: Project, home: Path) -> None:
    """A class of two: one who is honest, and one who reaches for things."""
    mini.submit(course, "honest", reference(mini.source(), "en"))
    wrong = reference(mini.source(), "en")
    for cell in wrong.cells:
        if notebooks.grade_id(cell) == "double":
            cell.source = "double = lambda x: 0"
    names = f"ROOT, HOME, PROBES = {str(course.root)!r}, {str(home)!r}, {PROBES!r}\n"
    wrong.cells.append(nbformat.v4.new_code_cell(names + LOOK))
    mini.submit(course, "mallory", wrong)


@dataclass(frozen=True)
class Graded:
    """What ``course grade`` said, and what came of the probes by name."""

    output: str
    errors: str
    reached: dict[str, str]


@pytest.fixture
def place():
    """A folder that every user can reach, with a home and a folder for temporary files."""
    folder = Path(tempfile.mkdtemp(prefix="course-level-"))  # pytest's own are for one user
    folder.chmod(0o755)
    home, temporary = folder / "home", folder / "tmp"
    home.mkdir()
    (home / ".secret").write_text("x")
    temporary.mkdir(mode=0o1777)
    temporary.chmod(0o1777)
    yield folder
    for process in shells.who_runs(temporary):
        process.kill()
    shutil.rmtree(folder)


def graded_in(place: Path, course: Project, shell: shells.Shell, python: str) -> Graded:
    """Grade the class with ``course grade``: first as it is, then with the level allowed."""
    if shells.missing():
        pytest.skip(shells.missing())
    level = LEVEL[shell.name]
    if level == LANDLOCK and needs.missing("landlock"):
        pytest.skip(needs.missing("landlock"))
    if shell.user:
        for path in (place, *place.rglob("*")):
            os.lchown(path, shell.user, shell.user)
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(place / "home"), "TMPDIR": str(place / "tmp"),
        "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    script = f'cd {course.root}; "$@"; echo "status: $?"'
    if level != NAMESPACES:
        script += f'; "$@" --allow-{level}; echo "status: $?"'
    with shell.command() as command:
        done = subprocess.run(
            [*command, "sh", "-c", script, "sh", python, "-m", "course", "grade", mini.NAME],
            capture_output=True, text=True, timeout=300, env=environment, cwd="/", check=False,
        )  # fmt: skip
    statuses = re.findall(r"^status: (\d+)$", done.stdout, re.MULTILINE)
    assert statuses == (["0"] if level == NAMESPACES else ["1", "0"]), done.stdout + done.stderr
    graded = {
        student: notebooks.read(
            course.root / "autograded" / student / mini.NAME / f"{mini.NAME}.ipynb"
        )
        for student in ("honest", "mallory")
    }
    assert {n.metadata.course.isolation for n in graded.values()} == {level}
    marks = dict(re.findall(r"(honest|mallory)\W+([\d.]+) / 3", done.stdout))
    assert marks == {"honest": "3", "mallory": "1"}, done.stdout + done.stderr
    printed = "".join(
        o.get("text", "") for c in graded["mallory"].cells for o in c.get("outputs", [])
    )
    reached = dict(re.findall(r"^probe ([^:]+): ?(.*)$", printed, re.MULTILINE))
    assert reached.keys() == PROBES.keys(), printed
    return Graded(done.stdout, done.stderr, reached)


def unexpected(reached: dict[str, str], shell: shells.Shell) -> dict[str, str]:
    """The probes of which something else came than the level promises."""
    level = EXPECTED[LEVEL[shell.name]]
    expected = {**ALWAYS, **level, **IN_A_SHELL.get(shell.name, {})}
    return {name: said for name, said in reached.items() if not re.fullmatch(expected[name], said)}


@pytest.mark.parametrize("shell", shells.SHELLS, ids=lambda shell: shell.name)
def test_a_level_keeps_what_it_promises_and_is_not_lowered_without_a_word(place, shell):
    level, course = LEVEL[shell.name], mini.make(place / "class")
    handed_in(course, place / "home")
    graded = graded_in(place, course, shell, sys.executable)
    assert (f"ISOLATION LEVEL: {level.upper()}" in graded.errors) == (level != NAMESPACES)
    if level != NAMESPACES:
        first = graded.output.partition("status: 1")[0]
        assert "honest" not in first, "it graded before anybody allowed it"
        assert f"--allow-{level}" in graded.errors and "namespaces: " in graded.errors
        assert "ISOLATION LEVEL" in graded.output and level.upper() in graded.output
    assert not unexpected(graded.reached, shell)
    if shell.name in ("root", "root-docker-exec") or shell.name.startswith("root-of-docker"):
        assert int(graded.reached["user"]) > 50_000, "it is root"
    if level == NAMESPACES:
        assert ".secret" not in graded.reached["home"]
    left = [p for p in (place / "tmp").iterdir() if not p.name.startswith("course-warm-")]
    assert not left and (level == OPEN or not (course.root / "left").exists())


@pytest.mark.parametrize("name", ["root", "root-without-namespaces"])
def test_an_environment_that_is_the_course_folder_shows_nothing_of_it(place, name):
    """``python -m venv .`` in the course's folder, and this Python's packages in it by a link."""
    shell = next(shell for shell in shells.SHELLS if shell.name == name)
    course = mini.make(place / "class")
    venv.create(course.root, symlinks=True)
    (site,) = course.root.glob("lib/python3*/site-packages")
    (site / "more.pth").write_text(sysconfig.get_paths()["purelib"])
    (course.root / "bin" / "alembic").symlink_to(Path(sys.executable).with_name("alembic"))
    handed_in(course, place / "home")
    graded = graded_in(place, course, shell, str(course.root / "bin" / "python"))
    assert not unexpected(graded.reached, shell)
    assert graded.reached["prefix"] == str(course.root), "another environment was used"


def test_every_shell_has_its_level_and_every_level_its_shells():
    assert LEVEL.keys() == {shell.name for shell in shells.SHELLS}
    for level in LEVELS[:-1]:
        assert {name.partition("-")[0] for name in LEVEL if LEVEL[name] == level} == {
            "root",
            "user",
        }


def test_the_probes_reach_what_nothing_protects(tmp_path):
    course, home = mini.make(tmp_path / "class"), tmp_path / "home"
    handed_in(course, home)
    home.mkdir()
    (home / "x").touch()
    (course.root / "gradebook.db").write_bytes(b"x")
    names = f"ROOT, HOME, PROBES = {str(course.root)!r}, {str(home)!r}, {PROBES!r}\n"
    done = subprocess.run(
        [sys.executable, "-c", names + LOOK],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    found = dict(re.findall(r"^probe ([^:]+): ?(.*)$", done.stdout, re.MULTILINE))
    unprotected = set(PROBES) - {"capabilities", "new namespaces", "user"}
    assert all(found[name] and not found[name].endswith("Error") for name in unprotected), found
    assert found["capabilities"] != "", "this test must run as root"
