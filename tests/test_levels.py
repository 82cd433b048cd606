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
import tempfile
from pathlib import Path
from typing import Any

import nbformat
import pytest

from course import notebooks
from course.judge.isolation import LANDLOCK, LEVELS, NAMESPACES, OPEN
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
    "user": "os.getuid()",
}
#: What must come of it, by level; "" stands for nothing.
REFUSED = "PermissionError|FileNotFoundError"
EXPECTED: dict[str, dict[str, str]] = {
    NAMESPACES: {
        **dict.fromkeys(("hidden tests", "gradebook", "others"), "FileNotFoundError"),
        "home": "FileNotFoundError|\\[.*\\]", "write": "FileNotFoundError|OSError|PermissionError",
        "judge's memory": "FileNotFoundError", "judge's environment": "FileNotFoundError",
        "other processes": "",
    },
    LANDLOCK: {
        name: "PermissionError"
        for name in ("hidden tests", "gradebook", "others", "home", "write", "judge's memory",
                     "judge's environment", "other processes")
    },
    OPEN: {
        **dict.fromkeys(("hidden tests", "gradebook", "others", "home", "write"), ".+"),
        "judge's memory": "PermissionError", "judge's environment": "PermissionError",
        "other processes": ".+",
    },
}  # fmt: skip
#: Where the level alone does not say it: root has no rights left over its own files.
IN_A_SHELL = {"root-of-docker-without-landlock": {"write": "PermissionError"}}
#: At every level.
ALWAYS = {
    "network": "PermissionError", "unix socket": "PermissionError", "datagrams": "PermissionError",
    "capabilities": "", "new namespaces": "", "own memory": ".+", "scratch": "1",
    "user": ".*",
}  # fmt: skip

#: Prints what came of each probe, on a line of its own.
LOOK = """
import ctypes, os, re, socket
def reached(code):
    try:
        return str(eval(code) or "")[:60]
    except Exception as error:
        return type(error).__name__
for name, code in PROBES.items():
    print("probe", name + ":", reached(code))
"""


def handed_in(course: Any, home: Path) -> None:
    """A class of two: one who is honest, and one who reaches for things."""
    mini.submit(course, "honest", reference(mini.source(), "en"))
    wrong = reference(mini.source(), "en")
    for cell in wrong.cells:
        if notebooks.grade_id(cell) == "double":
            cell.source = "double = lambda x: 0"
    names = f"ROOT, HOME, PROBES = {str(course.root)!r}, {str(home)!r}, {PROBES!r}\n"
    wrong.cells.append(nbformat.v4.new_code_cell(names + LOOK))
    mini.submit(course, "mallory", wrong)


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


@pytest.mark.parametrize("shell", shells.SHELLS, ids=lambda shell: shell.name)
def test_a_level_keeps_what_it_promises_and_is_not_lowered_without_a_word(place, shell):
    if shells.missing():
        pytest.skip(shells.missing())
    level = LEVEL[shell.name]
    if level != OPEN and shell.landlock and level == LANDLOCK and needs.missing("landlock"):
        pytest.skip(needs.missing("landlock"))
    course = mini.make(place / "class")
    handed_in(course, place / "home")
    if shell.user:
        for path in (place, *place.rglob("*")):
            os.lchown(path, shell.user, shell.user)
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(place / "home"), "TMPDIR": str(place / "tmp"),
        "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    grade = [sys.executable, "-m", "course", "grade", mini.NAME]
    script = f'cd {course.root}; "$@"; echo "status: $?"; "$@" --allow-{level}; echo "status: $?"'
    if level == NAMESPACES:
        script = f'cd {course.root}; "$@"; echo "status: $?"'
    with shell.command() as command:
        done = subprocess.run(
            [*command, "sh", "-c", script, "sh", *grade],
            capture_output=True, text=True, timeout=300, env=environment, cwd="/", check=False,
        )  # fmt: skip
    said = done.stdout + done.stderr
    statuses = re.findall(r"^status: (\d+)$", done.stdout, re.MULTILINE)
    assert statuses == (["0"] if level == NAMESPACES else ["1", "0"]), said
    shouted = f"ISOLATION LEVEL: {level.upper()}"
    if level != NAMESPACES:
        first = done.stdout.partition("status: 1")[0]
        assert "honest" not in first, "it graded before anybody allowed it"
        assert f"--allow-{level}" in done.stderr and "namespaces: " in done.stderr
    assert (shouted in done.stderr) == (level != NAMESPACES)

    graded = {
        student: notebooks.read(
            course.root / "autograded" / student / mini.NAME / f"{mini.NAME}.ipynb"
        )
        for student in ("honest", "mallory")
    }
    assert {g.metadata.course.isolation for g in graded.values()} == {level}
    marks = dict(re.findall(r"(honest|mallory)\W+([\d.]+) / 3", done.stdout))
    assert marks == {"honest": "3", "mallory": "1"}, said
    printed = "".join(
        o.get("text", "") for c in graded["mallory"].cells for o in c.get("outputs", [])
    )
    found = dict(re.findall(r"^probe ([^:]+): ?(.*)$", printed, re.MULTILINE))
    assert found.keys() == PROBES.keys(), printed
    expected = {**ALWAYS, **EXPECTED[level], **IN_A_SHELL.get(shell.name, {})}
    wrong = {name: said for name, said in found.items() if not re.fullmatch(expected[name], said)}
    assert not wrong
    if shell.name.startswith("root-of-docker") or shell.name in ("root", "root-docker-exec"):
        assert int(found["user"]) > 50_000, "it is root"
    if level == NAMESPACES and not found["home"].endswith("Error"):
        assert ".secret" not in found["home"]
    left = [p for p in (place / "tmp").iterdir() if not p.name.startswith("course-warm-")]
    assert (not left and not (course.root / "left").exists()) or level == OPEN


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
