"""The fork server: what it forks, and what happens without it."""

import os
import subprocess
import sys
import time

import nbformat
import pytest
from nbclient import NotebookClient

from course.grading import engine
from course.grading.merge import merge
from course.grading.results import summarise
from course.judge import client, provisioner
from course.judge.isolation import LEVELS, OPEN, UNSANDBOXED, Isolation, Limits
from course.release.templates import grading_template, reference
from tools import mini

pytestmark = pytest.mark.needs("linux")


def right():
    return merge(grading_template(mini.source(), "en"), reference(mini.source(), "en"))


def test_a_warm_kernel_is_a_kernel_like_any_other(tmp_path):
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_code_cell(
            "import os, sys\nprint('tensorflow' in sys.modules, os.getcwd())"
        ),
        nbformat.v4.new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2]);"),
        nbformat.v4.new_code_cell("while True: pass"),
        nbformat.v4.new_code_cell("'still there'"),
    ]
    notebook_client = NotebookClient(
        notebook, kernel_name="course-warm", resources={"metadata": {"path": str(tmp_path)}},
        timeout=300, allow_errors=True, interrupt_on_timeout=True, error_on_timeout=None,
    )  # fmt: skip
    notebook_client.timeout_func = lambda cell: 2 if cell and "while" in cell.source else 300
    notebook_client.execute()
    first, figure, loop, last = (cell.outputs for cell in notebook.cells)
    assert first[0].text == f"True {tmp_path}\n"
    assert "image/png" in figure[0].data
    assert loop[-1].ename == "KeyboardInterrupt"
    assert last[0].data["text/plain"] == "'still there'"


def test_a_kernel_ends_with_its_client(tmp_path):
    code = [
        "import time, nbformat", "from nbclient import NotebookClient",
        "c = NotebookClient(nbformat.v4.new_notebook(), kernel_name='course-warm')",
        "c.create_kernel_manager(); c.start_new_kernel(); c.start_new_kernel_client()",
        "print(c.km.provisioner.pid, flush=True); time.sleep(60)",
    ]  # fmt: skip
    program = subprocess.Popen(
        [sys.executable, "-c", "\n".join(code)], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    pid = int(program.stdout.readline())
    program.kill()
    program.wait()
    program.stdout.close()
    end = time.monotonic() + 300
    while time.monotonic() < end and _runs(pid):
        time.sleep(0.1)
    assert not _runs(pid)


def _runs(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(engine.time, "sleep", lambda seconds: None)


def no_server(*_):
    raise client.ServerUnavailable("there is none today")


def test_without_a_server_a_kernel_starts_without_it(monkeypatch):
    monkeypatch.setattr(provisioner.client, "kernel", no_server)
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell("import sys; 'tensorflow' in sys.modules")]
    NotebookClient(notebook, kernel_name="course-warm", timeout=300).execute()
    assert notebook.cells[0].outputs[0].data["text/plain"] == "False"


def test_without_a_server_nothing_runs_unless_it_is_allowed(monkeypatch):
    monkeypatch.setattr(engine.client, "shared", no_server)
    monkeypatch.setattr(engine, "_execute_unsandboxed", None)  # must not be called
    with pytest.raises(engine.NotIsolated, match="there is none today.*--allow-unsandboxed"):
        engine.Engine(OPEN)(right())


def test_without_a_server_a_notebook_runs_unsandboxed_if_that_is_allowed(monkeypatch):
    monkeypatch.setattr(engine.client, "shared", no_server)
    executed = engine.Engine(UNSANDBOXED)(right())
    assert executed.metadata["course"]["isolation"] == UNSANDBOXED
    assert summarise(executed, mini.NAME).points == 3


def test_a_server_that_is_lost_later_costs_the_run_and_not_the_level(monkeypatch):
    chosen = engine.Engine(UNSANDBOXED)
    assert chosen.isolation().level != UNSANDBOXED
    monkeypatch.setattr(engine, "_execute_unsandboxed", None)  # must not be called
    monkeypatch.setattr(engine.client, "shared", no_server)
    with pytest.raises(engine.NotJudged, match="there is none today"):
        chosen(right())


#: A server that imports nothing, on a system that has no room for its first child.
CROWDED = """
import errno, os, sys
from pathlib import Path
from course.judge import server
server.import_everything = lambda: None
server.LATER = ()
fork, tried = os.fork, []
def crowded():
    tried.append(1)
    if len(tried) == 1:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
    return fork()
os.fork = crowded
server.serve(Path(sys.argv[1]))
"""


def test_a_server_without_room_for_a_child_says_so_and_goes_on(tmp_path):
    path = tmp_path / "socket"
    with subprocess.Popen(
        [sys.executable, "-c", CROWDED, str(path)], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout.readline() == "ready\n"
            with pytest.raises(client.ServerUnavailable, match="temporarily unavailable"):
                client.offered(lambda: client.connect(path))
            assert client.offered(lambda: client.connect(path)).level in LEVELS
        finally:
            server.kill()


@pytest.mark.parametrize("level", ["unsandboxed", "nonsense"])
def test_a_submission_whose_level_fails_is_not_judged_at_another_one(level):
    job = {"language": "en", "seed": 1, "cell_timeout": 30, "notebook_timeout": 60, "known": None}
    with pytest.raises(client.ServerUnavailable, match=f"no sandbox at the level {level}"):
        client.judge(
            lambda: client.connect(client.shared()), right(), job, Isolation(level), Limits()
        )


def test_one_request_that_fails_does_not_decide_the_level(monkeypatch):
    offered, asked = client.offered, []

    def sometimes(*arguments):
        asked.append(1)
        return no_server() if len(asked) == 1 else offered(*arguments)

    monkeypatch.setattr(engine.client, "offered", sometimes)
    assert engine.Engine(UNSANDBOXED).isolation() == engine.Engine(UNSANDBOXED).isolation()
    assert len(asked) == 3


def test_a_judge_that_always_dies_is_reported(monkeypatch):
    def dies(*_, **__):
        raise client.ServerUnavailable("the judge broke off: closed")

    monkeypatch.setattr(engine.client, "judge", dies)
    with pytest.raises(engine.NotJudged, match="the judge broke off"):
        engine.execute(right())


def test_the_seed_of_a_run_is_on_record_and_changes():
    seeds = {engine.execute(right()).metadata["course"]["seed"] for _ in range(3)}
    assert len(seeds) == 3


def test_one_user_has_one_server_for_one_state_of_the_code():
    assert client.shared() == client.shared()
    folder = client.shared().parent
    assert folder.stat().st_mode & 0o777 == 0o700


def test_an_activated_environment_has_the_same_server(monkeypatch):
    plain = client._identity(client._environment())
    scripts = os.path.dirname(sys.executable)
    monkeypatch.setenv("PATH", os.pathsep.join([scripts, os.environ["PATH"]]))
    assert client._identity(client._environment()) == plain
    monkeypatch.setenv("PATH", os.pathsep.join(["/elsewhere", os.environ["PATH"]]))
    assert client._identity(client._environment()) != plain
