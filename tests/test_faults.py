"""Whatever is killed while a class is graded, one more run gives the marks of an undisturbed one.

A few rounds; `benchmarks/faults.py --rounds 100` is the whole of it.
"""

import pytest

from benchmarks import faults


@pytest.mark.parametrize("target", faults.HERE)
def test_marks_survive_a_kill(target):
    ((_, found, _, right),) = faults.rounds([0], seed=7, only=(target,))
    assert found == target and right
