"""The other commands: lab, demo, doctor, canonical."""

import os
import re
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from course import notebooks
from course.command import demo, doctor, lab
from course.judge import client, isolation
from course.project import Project, ProjectError
from course.release import editions
from tests.conftest import ROOT
from tools import mini


def run(*arguments, cwd, **env):
    return subprocess.run([sys.executable, "-m", "course", *arguments], cwd=cwd, text=True,
                          capture_output=True, env={**os.environ, **env})  # fmt: skip


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = mini.make(tmp_path_factory.mktemp("course"))
    editions.build(made, mini.NAME)
    return made


def test_lab_copies_once_and_never_overwrites(course, tmp_path):
    assert lab.copy_release(course, "es", tmp_path) == ([mini.NAME], [])
    mine = tmp_path / "es" / mini.NAME / f"{mini.NAME}.ipynb"
    mine.write_text("my work")
    assert lab.copy_release(course, "es", tmp_path) == ([], [mini.NAME])
    assert mine.read_text() == "my work"


def test_lab_says_what_it_did_in_the_language_of_the_edition(course):
    done = run("lab", "--lang", "es", "--no-open", cwd=course.root)
    assert done.returncode == 0 and done.stdout.startswith("Copiado a work/es: 01-mini")
    done = run("lab", "--lang", "es", "--no-open", cwd=course.root)
    assert done.stdout.startswith("Tuyos, sin tocar: 01-mini")
    done = run("lab", "--lang", "fr", "--no-open", cwd=course.root)
    assert done.returncode == 2
    assert done.stderr.strip() == "course: --lang must be one of en, es; got 'fr'"


def test_lab_without_a_release_says_what_to_do(tmp_path):
    with pytest.raises(ProjectError, match="run: course build"):
        lab.copy_release(Project(tmp_path), "en", tmp_path / "work")


def test_canonical_rewrites_and_checks(tmp_path):
    course = mini.make(tmp_path)
    path = course.notebook(mini.NAME)
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace('\n "cells"', '\n  "cells"', 1), encoding="utf-8")
    assert run("canonical", "--check", cwd=tmp_path).returncode == 1
    assert run("canonical", cwd=tmp_path).returncode == 0
    assert path.read_text(encoding="utf-8") == good
    assert run("canonical", "--check", cwd=tmp_path).returncode == 0


def test_the_demo_runs_the_whole_cycle(course):
    done = run("demo", cwd=course.root)
    assert done.returncode == 0, done.stderr
    rows = {line.split("│")[1].strip(): line for line in done.stdout.splitlines() if "│ s" in line}
    assert "3 / 3" in rows["student-01"]
    assert "0 / 3" in rows["student-03"]
    assert "9.3 h" in rows["student-04"]
    assert "not valid JSON" in rows["student-05"]
    assert "The kernel died" in rows["student-06"]
    for student in ("student-01", "student-06"):
        assert (course.root / "demo/feedback" / student / mini.NAME / f"{mini.NAME}.html").exists()
    assert not (course.root / "demo" / "course").exists()


def test_the_demo_leaves_a_folder_that_is_not_its_own_alone(course, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ProjectError, match="is no sample class"):
        demo.make_class(course, tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_doctor_finds_this_machine_fit():
    done = run("doctor", cwd=ROOT)
    assert done.returncode == 0, done.stdout
    for what in ("tensorflow", "kernel python3", "kernel course-warm", "fork server"):
        assert re.search(rf"^ok +{what} ", done.stdout, re.MULTILINE), done.stdout
    assert "isolation level" in done.stdout


def test_doctor_says_what_to_do(monkeypatch, tmp_path):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage(1, 1, 1e8))
    (line,) = doctor._disk()
    assert line.state == "bad" and "free some space" in line.advice
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "none"))
    (line,) = doctor._data()
    assert line.state == "bad" and "unset COURSE_DATA" in line.advice


def test_doctor_says_why_there_is_no_fork_server(monkeypatch):
    def refuse():
        raise client.ServerUnavailable("no room")

    monkeypatch.setattr(client, "shared", refuse)
    (line,) = doctor._fork_server()
    assert line.state == "note" and line.found == "unavailable: no room"


@pytest.mark.skipif(not client.supported(), reason="the sandbox needs Linux")
@pytest.mark.parametrize("level", [isolation.NAMESPACES, isolation.LANDLOCK, isolation.OPEN])
def test_doctor_reports_the_isolation_level(monkeypatch, level):
    better = isolation.LEVELS[: isolation.LEVELS.index(level)]
    found = isolation.Isolation(level, refused=tuple((name, "it is shut") for name in better))
    monkeypatch.setattr("course.judge.sandbox.offered", lambda: found)
    line, *others = doctor._isolation()
    assert line.found.startswith(level)
    assert line.state == ("ok" if level == isolation.NAMESPACES else "note")
    assert (f"--allow-{level}" in line.advice) == (level != isolation.NAMESPACES)
    assert [(o.what, o.found) for o in others] == [(f"no {name}", "it is shut") for name in better]


def test_doctor_without_linux(monkeypatch):
    monkeypatch.setattr(client, "supported", lambda: False)
    (level, _), (kernel,) = doctor._isolation(), doctor._warm_kernel()
    assert level.state == "note" and "your own rights" in level.found
    assert kernel.state == "ok" and "needs Linux" in kernel.found


def test_doctor_without_the_warm_kernel(monkeypatch, tmp_path):
    from jupyter_client.kernelspec import KernelSpecManager

    monkeypatch.setattr(client, "supported", lambda: True)
    monkeypatch.setattr(KernelSpecManager, "kernel_dirs", [str(tmp_path)])
    (line,) = doctor._warm_kernel()
    assert line.state == "note" and line.found.startswith("missing")


def test_pins_are_those_of_this_python():
    old = "3.0"
    text = f"a==1\nb[extra]==2 ; python_version >= '{old}'\nc==3 ; python_version < '{old}'\n# d==4"
    assert doctor.pins(text) == {"a": "1", "b": "2"}


def test_version_and_help(tmp_path):
    import course

    assert run("--version", cwd=tmp_path).stdout.strip() == course.__version__
    shown = run("-h", cwd=tmp_path).stdout
    assert "grade" in shown and "--install-completion" in shown


def test_completion(tmp_path):
    script = Path(sys.executable).with_name("course")
    asked = {"_COURSE_COMPLETE": "complete_bash", "COMP_WORDS": "course gr", "COMP_CWORD": "1"}
    done = subprocess.run([script], cwd=tmp_path, text=True, capture_output=True,
                          env={**os.environ, **asked})  # fmt: skip
    assert done.stdout.split() == ["grade"]


@pytest.mark.needs("user")  # root may write anywhere
def test_reading_a_read_only_folder_is_told(tmp_path):
    course = mini.make(tmp_path / "course")
    course.root.chmod(0o555)
    try:
        done = run("build", cwd=course.root)
    finally:
        course.root.chmod(0o755)
    assert done.returncode == 1 and "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr
    assert not notebooks.Path(course.release).exists()
