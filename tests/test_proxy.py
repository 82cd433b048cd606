"""A student's function behind a proxy, both sides in one process."""

import numpy as np
import pytest

from course import testing
from course.judge.hints import CatalogueEntry
from course.judge.proxy import Remote


class Counted(CatalogueEntry):
    """The student's side, which counts the questions that it is asked."""

    asked = 0

    def ask(self, question):
        self.asked += 1
        return super().ask(question)


def behind_a_proxy(**names):
    remote = Remote()
    student = remote.peer = Counted(names, remote.answer)
    return remote, student


def draw(p, rng):
    return int(rng.choice(len(p), p=p))


def test_many_draws_are_one_question_and_go_on_where_the_generator_stands():
    remote, student = behind_a_proxy(draw=draw)
    p, ours, theirs = np.array([0.2, 0.5, 0.3]), np.random.default_rng(3), np.random.default_rng(3)
    together = testing.repeat(40, remote.named("draw"), p, theirs)
    assert student.asked == 1
    assert together == testing.repeat(40, draw, p, ours)
    assert theirs.bit_generator.state == ours.bit_generator.state


def test_an_array_that_is_reshaped_in_place_is_noticed():
    def flattens(x):
        x.shape = (6,)
        return x.sum()

    remote, _ = behind_a_proxy(flattens=flattens)
    x = np.arange(6.0).reshape(2, 3)
    with pytest.raises(testing.CheckFailed, match="changed"):
        testing.call(remote.named("flattens"), x)
    assert x.shape == (6,)


def test_an_array_that_is_given_another_size_in_place_is_no_right_answer():
    def grows(x):
        x.resize((9,), refcheck=False)
        return 0

    remote, _ = behind_a_proxy(grows=grows)
    with pytest.raises(RuntimeError, match=r"shape \(6,\).* became one of \(9,\)"):
        testing.call(remote.named("grows"), np.arange(6.0))


@pytest.mark.parametrize("proxied", [False, True])
def test_draws_that_change_an_argument_or_raise_are_told(proxied):
    def sorts(p, rng):
        p.sort()
        return 0

    def fails(p, rng):
        raise ValueError("no")

    remote, _ = behind_a_proxy(sorts=sorts, fails=fails)
    functions = (remote.named("sorts"), remote.named("fails")) if proxied else (sorts, fails)
    rng = np.random.default_rng(0)
    with pytest.raises(testing.CheckFailed, match="changed"):
        testing.repeat(3, functions[0], np.array([0.7, 0.3]), rng)
    with pytest.raises(ValueError, match="no"):
        testing.repeat(3, functions[1], np.array([0.7, 0.3]), rng)
