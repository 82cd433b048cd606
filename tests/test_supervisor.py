"""A judge that hangs, crashes or is killed: what it had judged stands, or nothing was judged."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course import notebooks
from course.grading import engine
from course.grading.merge import merge
from course.grading.results import summarise
from course.judge import client, supervisor
from course.judge.isolation import LANDLOCK, NAMESPACES, OPEN, Isolation
from course.judge.judge import Job, Judge, MachineFault
from course.judge.known import KnownMistakes
from course.judge.outputs import DIED, SETUP_FAILED, TIMED_OUT
from course.release.templates import grading_template, reference
from tools import mini

pytestmark = [pytest.mark.needs("linux"), pytest.mark.usefixtures("own_server")]

#: What the graded test of "last" does in the judge if the answer is a certain number.
IN_THE_JUDGE = """
got = last([1, 2])
if got == -1:
    import itertools
    -2 in itertools.count()  # in C, without end, and no signal breaks it off
if got == -2:
    import ctypes
    ctypes.string_at(0)
if got == -3:
    import os
    os.kill(os.getpid(), 9)
if got == -4:
    import os
    os._exit(0)
if got == -5:
    import os
    from course.judge.sandbox import descendants
    os.kill(descendants(os.getpid())[1], 9)
    last([1, 2])
"""


def source(setup=""):
    notebook = mini.source()
    for cell in notebook.cells:
        if cell.id == "last-test":
            cell.source = f"{IN_THE_JUDGE}\n{cell.source}"
        if cell.id == "setup":
            cell.source += f"\n{setup}"
    return notebook


def judged(answer="items[-1]", setup="", double="", known=None):
    notebook = source(setup)
    submitted = reference(notebook, "en")
    for cell in submitted.cells:
        if notebooks.grade_id(cell) == "last":
            cell.source = f"def last(items): return {answer}"
        if notebooks.grade_id(cell) == "double" and double:
            cell.source = double
    return engine.execute(merge(grading_template(notebook, "en"), submitted), known=known)


def points(executed):
    return {e.name: e.points for e in summarise(executed, "x").exercises}


def error(executed, name="last-test"):
    cell = next(c for c in executed.cells if notebooks.grade_id(c) == name)
    (found,) = (o for o in cell.outputs if o.output_type == "error")
    return found


@pytest.fixture
def tries(monkeypatch):
    """The requests for a judge that were made."""
    made = []

    def counted(*arguments, **named):
        made.append(arguments)
        return ask(*arguments, **named)

    ask = client.judge
    monkeypatch.setattr(client, "judge", counted)
    return made


def nothing_left(server):
    end = time.monotonic() + 300
    while server.children(recursive=True):
        assert time.monotonic() < end, server.children(recursive=True)
        time.sleep(0.1)


def test_a_judge_that_hangs_in_c_is_ended_and_what_it_had_judged_stands(
    monkeypatch, tries, own_server
):
    monkeypatch.setattr(engine, "CELL_TIMEOUT_SECONDS", 5)
    executed = judged("-1")
    assert points(executed) == {"double": 2, "last": 0}
    assert (error(executed).ename, len(tries)) == (TIMED_OUT, 1)
    assert "last-test was still going after 5 s" in error(executed).evalue
    assert executed.metadata["course"]["isolation"]
    nothing_left(own_server)


@pytest.mark.parametrize(("answer", "how"), [("-2", "SIGSEGV"), ("-4", "exit status 0")])
def test_a_judge_that_crashes_is_not_asked_again_and_what_it_had_judged_stands(tries, answer, how):
    executed = judged(answer)
    assert points(executed) == {"double": 2, "last": 0}
    assert (error(executed).ename, len(tries)) == (DIED, 1)
    assert f"died in the cell last-test ({how})" in error(executed).evalue


@pytest.mark.parametrize(
    ("answer", "what"),
    [("-3", "the judge"),
     pytest.param("-5", "the student's process", marks=pytest.mark.needs("namespaces"))],
)  # fmt: skip
def test_what_the_system_kills_is_tried_again_and_then_not_judged(tries, answer, what):
    with pytest.raises(engine.NotJudged, match=f"the system killed {what}"):
        judged(answer)
    assert len(tries) == engine.TRIES


def test_a_crash_before_the_students_code_is_the_machines_fault(tries):
    with pytest.raises(engine.NotJudged, match="before the student's code ran: crashed, exit"):
        judged(setup="import os\nif 'COURSE_TEST_SEED' in os.environ: os._exit(3)")
    assert len(tries) == engine.TRIES


def test_a_set_up_without_end_is_no_fault_of_the_student(monkeypatch):
    monkeypatch.setattr(engine, "NOTEBOOK_TIMEOUT_SECONDS", 5)
    executed = judged(setup="while True: pass")
    assert {error(executed, f"{name}-test").ename for name in ("double", "last")} == {SETUP_FAILED}


def test_a_set_up_in_which_the_students_process_dies_is_no_fault_of_the_student():
    executed = judged(setup="import os\nif 'COURSE_TEST_SEED' not in os.environ: os._exit(3)")
    assert {error(executed, f"{name}-test").ename for name in ("double", "last")} == {SETUP_FAILED}


def test_a_search_for_hints_that_crashes_costs_no_mark(tries):
    entry = {"name": "crash", "code": "import ctypes\nctypes.string_at(0)", "en": "", "es": ""}
    known = KnownMistakes(json.dumps(source()), {"last": [entry]})
    executed = judged("items[0]", known=known)
    assert points(executed) == {"double": 2, "last": 0}
    assert (error(executed).ename, len(tries)) == ("CheckFailed", 1)


def test_a_run_that_is_given_up_leaves_nothing(own_server):
    begun = []
    with pytest.raises(engine.Stopped):
        engine.execute(
            merge(grading_template(source("import time; time.sleep(99)"), "en"),
                  reference(source(), "en")),
            progress=lambda *at: begun.append(at), stopped=lambda: bool(begun),
        )  # fmt: skip
    nothing_left(own_server)


#: What the student's process replies instead of a reply.
BAD = ["5", "None", "{}", "[]", "'x'", "[5]", "[True, 5, {}]", "[True, b'', 5]", "[1, b'', {}]"]


@pytest.mark.parametrize("question", ["cell", "define", "do"])
@pytest.mark.parametrize("reply", BAD)
def test_after_a_malformed_reply_what_was_judged_before_stands(tries, question, reply):
    executed = judged(
        double=f"""
import gc
from course.judge import student
(me,) = (o for o in gc.get_objects() if type(o) is student.Process)
real, seen = me._peer._answer, []
def bad(question):
    seen.append("def last" in str(question[1]))
    return {reply} if any(seen) and question[0] == {question!r} else real(question)
me._peer._answer = bad
def double(x): return 2 * x
"""
    )
    assert points(executed) == {"double": 2, "last": 0}
    assert (error(executed).ename, len(tries)) == (DIED, 1)


@pytest.mark.parametrize(
    "message", ["None", "5", "{}", "[]", "[1, 2]", "[2, 0, None]", "[2, 0, {}]"]
)
def test_after_a_malformed_message_what_was_judged_before_stands(message):
    executed = judged(f"""__import__("course.judge.rpc", fromlist=["x"]) and [
        o for o in __import__("gc").get_objects()
        if type(o).__name__ == "Process" and hasattr(o, "_peer")
    ][0]._peer._channel.send({message})""")
    assert points(executed) == {"double": 2, "last": 0}
    assert error(executed).ename == DIED


class Broken:
    """A student's process whose output can't be read."""

    def __init__(self):
        self.pages = {}
        self.child = self.remote = self
        self.killed, self.ran = False, 0

    def named(self, name):
        return None

    def run(self, source):
        self.ran += "def " in source
        return True

    def outputs(self):
        if self.ran:
            raise MemoryError
        return []

    def kill(self):
        self.killed = True


def test_what_fails_in_the_judge_itself_ends_the_judgement_with_a_reason():
    said, process = [], Broken()
    notebook = merge(grading_template(mini.source(), "en"), reference(mini.source(), "en"))
    job = Job(json.dumps(notebook), "en", 3, 30, 300)
    Judge(job, process, lambda *what: said.append(what), lambda seconds: None).run()
    errors = [what[2][-1] for what in said if what[0] == "cell" and what[2]]
    assert {e.ename for e in errors} == {DIED} and process.killed
    assert "double can't be judged (MemoryError)" in errors[-1].evalue

    process.ran = 1
    with pytest.raises(MachineFault, match="MemoryError"):
        Judge(job, process, lambda *what: None, lambda seconds: None).run()


# ---------------------------------------------------------------- the scratch folder


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_in_namespaces_there_is_no_scratch_folder_on_the_disk(temporary):
    assert supervisor._new_scratch(Isolation(NAMESPACES)) == ""
    supervisor._remove("")
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("level", [LANDLOCK, OPEN])
def test_a_scratch_folder_that_a_killed_supervisor_left_is_removed_by_the_next(temporary, level):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left, other = (temporary / f"course-scratch-{pid}-x" for pid in (ended.pid, os.getpid()))
    for folder in (left, other):
        (folder / "shut" / "deep").mkdir(parents=True)
        (folder / "shut").chmod(0)
    precious = temporary / "precious"
    precious.mkdir()
    (precious / "file").touch()
    (left / "link").symlink_to(precious)
    (temporary / f"course-scratch-{ended.pid}-y").symlink_to(precious)
    scratch = Path(supervisor._new_scratch(Isolation(level)))
    assert scratch.parent == temporary and scratch.stat().st_mode & 0o777 == 0o700
    assert not left.exists() and other.exists() and (precious / "file").exists()
    (scratch / "shut").mkdir(mode=0)
    supervisor._remove(str(scratch))
    assert not scratch.exists()
