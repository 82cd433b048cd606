"""Grading on a Dask cluster: the same marks, and no work lost."""

import nbformat
import pytest

from course.grading.cluster import ClusterError
from course.grading.grade import grade
from course.release.templates import reference
from tests.test_grade import answer
from tools import mini

pytestmark = pytest.mark.needs("dask")


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes on this machine."""
    import distributed

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as found:
        yield found


@pytest.fixture
def course(tmp_path):
    made = mini.make(tmp_path / "class")
    mini.submit(made, "right", reference(mini.source(), "en"))
    mini.submit(made, "half", answer("last", "def last(items):\n    return items[0]"))
    mini.submit(made, "garbage", "my homework\n")
    mini.submit(made, "other", nbformat.v4.new_notebook())
    return made


def scores(marks):
    return {m.student: m.score for m in marks}


def test_the_cluster_gives_the_marks_that_this_machine_gives(cluster, course, tmp_path):
    there = grade(course, mini.NAME, cluster=cluster.scheduler_address, results=tmp_path / "there")
    here = grade(course, mini.NAME, results=tmp_path / "here")
    assert scores(there) == scores(here) == {"right": 3, "half": 2, "garbage": None, "other": None}
    assert {m.isolation for m in there} == {m.isolation for m in here}


def test_a_worker_that_dies_costs_nothing(cluster, course):
    slow = "import time\ntime.sleep(2)\ndef double(x):\n    return 2 * x"
    mini.submit(course, "slow", answer("double", slow))

    killed = []

    def kill_one(mark):
        for worker in list(cluster.workers.values())[:1]:
            if worker.process is not None and worker.process.pid:
                worker.process.process.kill()
                killed.append(worker)

    marks = grade(course, mini.NAME, cluster=cluster.scheduler_address, progress=kill_one)
    assert killed
    assert scores(marks)["slow"] == 3 and scores(marks)["right"] == 3


def test_a_cluster_that_is_not_there_is_told_in_one_sentence(course):
    with pytest.raises(ClusterError, match="no Dask scheduler at tcp://127.0.0.1:1"):
        grade(course, mini.NAME, cluster="tcp://127.0.0.1:1")
