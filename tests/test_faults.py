"""Whatever is killed while a class is graded, the next run gives the right marks.

A few rounds; `benchmarks/faults.py` runs a hundred.
"""

import pytest

from tools import faults

pytestmark = [pytest.mark.needs("linux"), pytest.mark.usefixtures("own_server")]


def test_marks_survive_a_kill():
    struck = list(faults.rounds(range(len(faults.HERE)), seed=7, only=faults.HERE))
    assert [target for _, target, _, _ in struck] == list(faults.HERE)
    assert all(right for *_, right in struck), struck
