"""What the card leaves open, beside the weights: the norms' epsilons, the scale of the words."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from course.testing.transformer.formulas import Params
from course.testing.transformer.parts import Form

#: A choice, as a part of `Params`.
Numbers = dict[str, Any]

#: The epsilons of norms that are tried; smaller ones make no difference.
_EPSILONS = (1e-6, 1e-3, 1e-5, 1e-4)


def choices(form: Form) -> Iterator[Numbers]:
    """All that are tried: one epsilon for all norms; in a single block, others for each, too."""
    scales: list[Numbers] = [{}, {"scale": 1.0}] if form.tables else [{}]
    for scale, epsilon in itertools.product(scales, _EPSILONS):
        yield {"epsilon": epsilon, **scale}
    if not form.tables:
        norms = max(n for _, n in form.blocks) + 1
        for choice in itertools.product((1e-6, 1e-3), repeat=norms):
            if len(set(choice)) > 1:
                yield {f"epsilon_{n + 1}": e for n, e in enumerate(choice)}


def simplest(fitting: Sequence[tuple[float, Numbers]]) -> Numbers:
    """Of choices with their errors, the first whose error is as small as any, up to rounding."""
    least = min(error for error, _ in fitting)
    return next(numbers for error, numbers in fitting if error <= 2 * least + 3e-6)


def larger_epsilons(params: Params, more: float) -> dict[str, Any]:
    """The parameters with each norm's epsilon a little larger."""
    usual = params.get("epsilon", 1e-6)
    names = [f"epsilon_{n}" for n in (1, 2, 3)]
    return {**params, **{name: params.get(name, usual) + more for name in names}}


def steady(formula: Callable[..., np.ndarray], params: Params, inputs: Sequence[Any]) -> bool:
    """Whether rounding, or another form of the norms' epsilon, makes no difference here.

    No number comes near to ReLU's bend, where gradients jump, and no norm divides by almost
    nothing.
    """
    kinks: list[float] = []
    answer = formula({**params, "kinks": kinks}, *inputs)
    other = formula(larger_epsilons(params, 1e-6), *inputs)
    return min(kinks, default=1.0) > 1e-4 and float(np.abs(answer - other).max()) < 4e-5
