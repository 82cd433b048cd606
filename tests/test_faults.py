"""Whatever is killed while a class is graded, one more run gives the marks of an undisturbed one.

A few rounds; `benchmarks/faults.py --rounds 100` is the whole of it.
"""

from benchmarks import faults


def test_marks_survive_a_kill():
    struck = list(faults.rounds(range(len(faults.HERE)), seed=7, only=faults.HERE))
    assert [target for _, target, _, _ in struck] == list(faults.HERE)
    assert all(right for *_, right in struck), struck
