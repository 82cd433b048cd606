"""How the libraries below Keras run: in full float32, and with grading on the processor."""

import os
import subprocess
import sys

import nbformat
import pytest

from course import libraries, machine
from course.command import doctor
from course.grading import engine
from course.grading.merge import merge
from course.grading.results import summarise
from course.judge import client
from course.release.templates import grading_template, reference
from tests.conftest import BACKEND
from tools import mini


def printed(code: str, **environment: str) -> str:
    """What a program of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("first", ["course, keras", "keras, course", f"{BACKEND}, course, keras"])
def test_the_backend_is_in_full_float32_whatever_is_imported_first(first):
    code = f"import {first}\nfrom course import libraries\nprint(libraries.full_float32())"
    assert f"{BACKEND!r}: True" in printed(code)


@pytest.mark.needs("linux")
def test_nothing_has_run_when_the_backend_is_set():
    code = """
import os
from course.judge import server
server.import_everything()
before = len(os.listdir("/proc/self/task"))
from course import libraries
for name in libraries.full_float32():
    libraries._FLOAT32[name][0]()
print(len(os.listdir("/proc/self/task")) - before)
"""
    assert printed(code) == "0"


FLAGS = '''def flags():
    """What the libraries are set to."""
    ### BEGIN SOLUTION
    from course import libraries
    return [libraries.full_float32(), os.environ["CUDA_VISIBLE_DEVICES"]]
    ### END SOLUTION'''


@pytest.mark.needs("linux")
def test_judge_and_student_compute_in_full_float32_and_on_the_processor(monkeypatch):
    monkeypatch.delenv(machine.CARDS, raising=False)
    source = mini.source()
    setup = next(c for c in source.cells if c.id == "setup")
    setup.source = f"import os\n\nimport keras\n\n{setup.source}"
    source.cells += mini.exercise(
        "flags", FLAGS,
        f'testing.that(flags()[0]["{BACKEND}"] is True, "in the student\'s process", "")',
        "from course import libraries\n    "
        f'testing.that(libraries.full_float32()["{BACKEND}"], "in the judge", "")\n    '
        'testing.same(flags()[1], "-1", "cards")',
        1,
    )  # fmt: skip
    notebook = merge(grading_template(source, "en"), reference(source, "en"))
    found = summarise(engine.execute(nbformat.from_dict(notebook)), mini.NAME)
    assert {e.name: e.message for e in found.exercises}["flags"] == ""


@pytest.mark.parametrize(("named", "given"), [(None, "-1"), ("", "-1"), ("1", "1")])
def test_grading_uses_a_card_only_if_one_is_named(monkeypatch, named, given):
    if named is None:
        monkeypatch.delenv(machine.CARDS, raising=False)
    else:
        monkeypatch.setenv(machine.CARDS, named)
    assert client._environment()[machine.CARDS] == given


@pytest.mark.parametrize("card", [False, True])
def test_a_kernel_may_use_a_card(monkeypatch, card):
    monkeypatch.setattr(machine, "has_card", lambda: card)
    assert client._cards_of_kernel({}) == ({machine.CARDS: ""} if card else {})
    assert client._cards_of_kernel({machine.CARDS: "1"}) == ({machine.CARDS: "1"} if card else {})


TABLE = """\
0, GPU-5f, NVIDIA H200, 580.159.03, 143771, 143000
1, GPU-7a, NVIDIA T4, 580.159.03, 15360, 9300
2, GPU-9c, NVIDIA GB10, 580.159.03, [N/A], [N/A]
"""


@pytest.mark.parametrize(
    ("named", "many", "few"),
    [("", 64, 2), ("-1", 64, 2), ("0", 46, 2), ("1", 3, 2), ("GPU-7a", 3, 2), ("1,0", 3, 2),
     ("2", 1, 1), ("7", 1, 1)],
)  # fmt: skip
def test_as_many_submissions_share_a_card_as_its_memory_holds(monkeypatch, named, many, few):
    monkeypatch.setattr(machine, "cards", lambda: machine._cards(TABLE))
    monkeypatch.setattr(machine, "BYTES_PER_SUBMISSION", 3 << 30)
    monkeypatch.setenv(machine.CARDS, named)
    monkeypatch.setattr(machine, "cores", lambda: 64)
    assert machine.workers() == many
    monkeypatch.setattr(machine, "cores", lambda: 2)
    assert machine.workers() == few


def test_memory_is_taken_as_it_is_needed():
    code = "import os, course\nprint(*(os.environ[n] for n in ("
    code += (
        "'TF_FORCE_GPU_ALLOW_GROWTH', 'XLA_PYTHON_CLIENT_PREALLOCATE', 'NVIDIA_TF32_OVERRIDE')))"
    )
    bare = {name: value for name, value in os.environ.items() if name not in libraries.ENVIRONMENT}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=bare)
    assert done.stdout.split() == ["true", "false", "0"]


@pytest.mark.parametrize("full", [True, False])
def test_doctor_checks_the_precision(full):
    lines = doctor._found_devices({"backend": "jax", "cards": [], "full": {"jax": full}})
    (line,) = [line for line in lines if line.what == "float32"]
    assert line.state == ("ok" if full else "bad")
