"""Every notebook from top to bottom on another backend (`make test-jax`, `make test-torch`).

It takes minutes for each notebook, so `make test` leaves it out; a notebook that ran is not
run again until its content changes.
"""

import nbformat
import pytest

from course.grading import engine
from course.grading.merge import merge
from course.grading.results import summarise
from course.project import Project
from course.release import executed
from course.release.templates import grading_template, reference
from course.settings import LANGUAGES
from tests.conftest import ASSIGNMENTS, BACKEND, ROOT, source_notebook

pytestmark = [
    pytest.mark.skipif(
        BACKEND == "tensorflow",
        reason="notebooks from top to bottom: make test-jax, make test-torch",
    ),
    pytest.mark.timeout(3600),
]


def test_the_kernel_has_the_backend():
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_code_cell("import course, keras\nprint(keras.backend.backend())")
    ]
    printed = executed.run(notebook, "backend").cells[0].outputs[-1].text
    assert printed.strip() == BACKEND


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_solved_notebook_runs_from_top_to_bottom(name):
    executed.shown(Project(ROOT), name, LANGUAGES[0])


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_the_reference_gets_every_point_in_two_processes(name):
    source = source_notebook(name)
    merged = merge(grading_template(source, "en"), reference(source, "en"))
    result = summarise(engine.execute(merged), name)
    lost = {e.name: e.message for e in result.exercises if e.points < e.max_points}
    assert not lost
