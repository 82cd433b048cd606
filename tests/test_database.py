"""The gradebook on PostgreSQL, which is started here and removed afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course.gradebook import converters
from course.grading.grade import grade
from course.release.templates import reference
from tests import needs
from tests.test_grade import answer
from tools import mini

pytestmark = pytest.mark.needs("postgresql")


@pytest.fixture
def database():
    """The address of an empty database on loopback."""
    # PostgreSQL refuses to run as root.
    user = needs.NOBODY if os.getuid() == 0 else {}
    home = Path(tempfile.mkdtemp(prefix="course-postgresql-"))  # pytest's own is root's alone
    if user:
        shutil.chown(home, 65534, 65534)
    data = home / "data"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program, *arguments):
        command = [needs.postgresql_programs() / program, *map(str, arguments)]
        subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, **user)  # fmt: skip

    run("initdb", "-D", data, "-U", "course", "--auth=trust", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    run("pg_ctl", "-D", data, "-w", "-o", options, "-l", home / "log", "start")
    try:
        yield f"postgresql+psycopg://course@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(home)


def test_a_class_is_graded_into_postgresql(database, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_GRADEBOOK", database)
    course = mini.make(tmp_path / "class")
    mini.submit(course, "right", reference(mini.source(), "en"))
    mini.submit(course, "half", answer("last", "def last(items):\n    return items[0]"))
    marks = grade(course, mini.NAME)
    assert {m.student: m.score for m in marks} == {"right": 3, "half": 2}
    assert not list(course.root.glob("gradebook.db*"))
    assert converters.database(course) == database
    with Gradebook(database) as gradebook:
        assert {s.student.id: s.score for s in gradebook.assignment_submissions(mini.NAME)} == {
            "right": 3,
            "half": 2,
        }
