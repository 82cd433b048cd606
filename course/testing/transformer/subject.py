"""A student's layer or model: what it is asked, what it answers, its weights, its gradients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course.testing.failure import CheckFailed, Label
from course.testing.models import trainable
from course.testing.transformer.counting import wrong_parts
from course.testing.transformer.layouts import layouts
from course.testing.transformer.parts import Form
from course.testing.values import array

#: The learning rate of the one step of training: so large that rounding is small beside it.
_RATE = 1e3


class Subject:
    """A student's layer or model, beside the formula that it should compute.

    Parameters
    ----------
    model : keras.Layer or keras.Model
        It has been called, and never been trained.
    form : Form
    ask : callable
        Takes the inputs, gives the model's answer.
    formula : callable, optional
        Takes `Params` and the inputs, gives the right answer. It can be missing where only
        `check_shapes` and `put` are used.
    checks : Checks
        `course.testing`, or what stands for it.
    what : Label
    rng : numpy.random.Generator

    Attributes
    ----------
    stored : list of arrays
        The trainable weights as they are now.
    """

    def __init__(
        self,
        model: Any,
        form: Form,
        ask: Callable[..., Any],
        formula: Callable[..., np.ndarray] | None,
        checks: Any,
        what: Label,
        rng: np.random.Generator,
    ) -> None:
        self.model, self.form, self._ask, self._formula = model, form, ask, formula
        self.checks, self.what, self.rng = checks, what, rng
        self._all = model.get_weights()
        self._learned = [i for i, t in enumerate(trainable(model)) if t]
        self.stored = [np.asarray(self._all[i]) for i in self._learned]

    def formula(self, params: Any, *inputs: Any, **options: Any) -> np.ndarray:
        """The right answer with these `Params`."""
        if self._formula is None:
            raise RuntimeError("this needs a formula")
        return self._formula(params, *inputs, **options)

    def put(self, stored: Sequence[np.ndarray]) -> None:
        """Set the trainable weights."""
        self.stored = [np.asarray(s, "float32") for s in stored]
        everything = list(self._all)
        for index, value in zip(self._learned, self.stored, strict=True):
            everything[index] = value
        self.checks.set_weights(self.model, everything)

    def answer(self, *inputs: Any, **named: Any) -> np.ndarray:
        """The model's answer.

        Raises
        ------
        CheckFailed
            If it is no array of numbers.
        """
        return array(self._ask(*inputs, **named), self.what)

    def gradients(
        self, *inputs: Any, targets: np.ndarray, loss: str, **named: Any
    ) -> tuple[float, list[np.ndarray], list[np.ndarray | None]]:
        """The loss, and its gradients for each trainable weight and each input, by one step.

        The step spoils the weights; `put` others afterwards.

        Parameters
        ----------
        targets, loss
            See `gradients.losses`.
        **named
            Arguments of the model's call.
        """
        given = [list(inputs)] if self.form.tables else list(inputs)
        value, after, slopes = self.checks.step(
            self.model, given, targets, loss, rate=_RATE, **named
        )
        gradients = [
            (before.astype(float) - np.asarray(after[i], float)) / _RATE
            for i, before in zip(self._learned, self.stored, strict=True)
        ]
        return value, gradients, slopes

    def wrong_shapes(self, why: tuple[str, str] | None = None) -> CheckFailed:
        """The failure of weights that can't be the form's parts, for this reason."""
        got = [list(s.shape) for s in self.stored]
        return CheckFailed(
            "weight-shapes",
            self.what,
            f"the weights, of shapes {got}, are not those that the card asks for (Keras's layers, "
            "or weights in their layout)" + (f": {why[0]}" if why else "."),
            f"los pesos, de formas {got}, no son los que pide la ficha (capas de Keras, o pesos "
            "en su formato)" + (f": {why[1]}" if why else "."),
        )

    def check_shapes(self) -> None:
        """Check that the shapes of the weights can be those of the form's parts.

        Raises
        ------
        CheckFailed
        """
        vectors = {(self.form.d,), (self.form.d_ff,)}
        vectors |= {(size,) for size in self.form.tables.values()}
        frozen = [list(w.shape) for i, w in enumerate(self._all) if i not in self._learned]
        still = [shape for shape in frozen if tuple(shape) in vectors]
        if still:
            raise CheckFailed(
                "frozen",
                self.what,
                f"weights of shapes {still} are not trainable; masks and places alone need not "
                "learn.",
                f"los pesos de formas {still} no son entrenables; solo las máscaras y los lugares "
                "pueden no aprender.",
            )
        layout = next(layouts(self.form, self.stored, self.rng), None)
        why = wrong_parts(self.form, layout.pieces) if layout else None
        if layout is None or why:
            raise self.wrong_shapes(why)
