"""The checks that the notebooks' tests are written with.

Checks compare values, never types: an answer may be a NumPy array, a tensor of any
backend or a list of numbers. A failed check raises :class:`CheckFailed`, whose message,
in the language in use, says what was expected and what was returned, as shapes and numbers.

A test calls a student's function through :func:`call` and reads only what the call
returns, so the same test can judge work that runs in another process.
"""

from __future__ import annotations

from course.testing.basic import once, rng, seed
from course.testing.chance import edge_rng
from course.testing.failure import CheckFailed
from course.testing.inputs import TEXTS, masks, near_misses, probabilities, sequences, zeroed
from course.testing.models import ModelChecks, orders, random_weight
from course.testing.values import array, compare, several


class Checks(ModelChecks):
    """All that tests use of this package, as an object; see `basic.BasicChecks`."""

    CheckFailed = CheckFailed
    TEXTS = TEXTS
    masks = staticmethod(masks)
    near_misses = staticmethod(near_misses)
    probabilities = staticmethod(probabilities)
    sequences = staticmethod(sequences)
    zeroed = staticmethod(zeroed)
    edge_rng = staticmethod(edge_rng)


_checks = Checks()
close, same, that, raises = _checks.close, _checks.same, _checks.that, _checks.raises
call, accepts = _checks.call, _checks.accepts
repeat, pure = _checks.repeat, _checks.pure
refuses, integers, drawn = _checks.refuses, _checks.integers, _checks.drawn
alone, mixed = _checks.alone, _checks.mixed
born, separate, fits, dropped = _checks.born, _checks.separate, _checks.fits, _checks.dropped
redraw, set_weights = _checks.redraw, _checks.set_weights
weight_names = _checks.weight_names
step, train_on_batch = _checks.step, _checks.train_on_batch
learns, learns_like = _checks.learns, _checks.learns_like

__all__ = [
    "TEXTS", "CheckFailed", "Checks", "accepts", "alone", "array", "born", "call", "close",
    "compare",
    "drawn", "dropped", "edge_rng", "fits", "integers", "learns", "learns_like", "masks", "mixed",
    "near_misses", "once", "orders", "probabilities", "pure", "raises", "random_weight",
    "redraw", "refuses", "repeat", "rng", "same", "seed", "separate", "sequences",
    "set_weights", "several", "step", "that", "train_on_batch",
    "weight_names", "zeroed",
]  # fmt: skip
