"""Compares a student's layer or model with a formula, for any weights; see the package."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from course.testing.failure import Label, Mistake, both
from course.testing.transformer.choices import choices, simplest, steady
from course.testing.transformer.gradients import STEP, Prints, assign, derivatives, losses
from course.testing.transformer.parts import Change, Piece, Reading, squeezed
from course.testing.transformer.subject import Subject
from course.testing.transformer.tying import Mistakes, Tied, none_known, tie


def _unchanged(role: str, value: np.ndarray) -> np.ndarray:
    return value


class Judge(Subject):
    """A `Subject` whose weights can be read, drawn, and given to the formula, too."""

    _reading: Reading | None = None

    @property
    def reading(self) -> Reading:
        """Which weight is which part; `read` finds it."""
        if self._reading is None:
            raise RuntimeError("the weights must be read before this")
        return self._reading

    @property
    def params(self) -> dict[str, Any]:
        """What the formula needs to compute as the model does now."""
        return self.reading.params(self.stored)

    def tie(
        self,
        *inputs: Any,
        mistakes: Mistakes = none_known,
        rtol: float = 2e-4,
        atol: float = 5e-5,
    ) -> Tied:
        """Check the answer with the same numbers in all weights of a shape.

        Parameters
        ----------
        mistakes : callable
            Takes what the formula needs; gives wrong answers with their causes.

        Raises
        ------
        CheckFailed
            If no way to read the shapes gives the formula's answer.
        """
        return tie(self, inputs, mistakes, rtol, atol)

    def read(
        self,
        *inputs: Any,
        targets: np.ndarray,
        loss: str,
        mistakes: Mistakes = none_known,
        **named: Any,
    ) -> Reading:
        """Find which weight is which part, by one step of training that is checked, too.

        Afterwards every weight has random numbers of its own; see `draw`.

        Parameters
        ----------
        targets, loss
            The step's; see `gradients.losses`.
        mistakes : callable
            Takes what the formula needs; gives wrong answers with their causes.
        **named
            Arguments of the model's call in training; without dropout ``training=True``.

        Raises
        ------
        CheckFailed
            If the answer, the loss or a gradient is not the formula's, or the weights can't be
            the form's parts.
        """
        tied = self.tie(*inputs, mistakes=mistakes)
        value, gradients, reached = self.gradients(*inputs, targets=targets, loss=loss, **named)
        roles, prints, measure = (
            self._roles(tied),
            Prints(self.form, self.rng, any(p.head is not None for p in tied.pieces)),
            losses(loss, targets),
        )
        shapes = self._shapes(tied.pieces)

        def expected(params: dict[str, Any]) -> dict[str, np.ndarray]:
            return derivatives(
                prints, roles, params, shapes, lambda p: measure(self.formula(p, *inputs))
            )

        slopes = expected(tied.params)
        en, es = both(self.what)
        self.checks.close(
            value,
            float(measure(self.formula(tied.params, *inputs))),
            (f"{en}: the loss in training", f"{es}: la pérdida al entrenar"),
            rtol=1e-3,
        )
        found = assign(self.form, prints, tied.pieces, gradients, slopes)
        if found is None:
            raise self.wrong_shapes(
                (
                    "trained, they don't change as those of the formula do.",
                    "al entrenar no cambian como los de la fórmula.",
                )
            )
        self._reading = Reading(self.form, found, tied.numbers)
        got = self._settle(inputs)
        params = {**tied.parts, **self.reading.numbers}
        if self.reading.numbers != tied.numbers:
            slopes = expected(params)
        self._check_reached(reached, inputs, lambda *given: measure(self.formula(params, *given)))
        self._check_gradients(
            {r: prints.of(roles[r], g) for r, g in self.reading.parts(gradients).items()}, slopes
        )
        self.checks.close(got, self.expects(*inputs), self.what, rtol=5e-4, atol=1e-4)
        return self.reading

    def _shapes(self, pieces: Sequence[Piece]) -> dict[str, tuple[int, ...]]:
        """The shape of each part, by name; learned places only if there are any."""
        places = [self.stored[p.index].shape[-2:] for p in pieces if p.views[0][0] == "places"]
        return {
            role: places[0] if kind == "places" else self.form.shape(kind)
            for role, (kind, _) in self.form.roles().items()
            if kind != "places" or places
        }

    def _roles(self, tied: Tied) -> dict[str, str]:
        """The names of the parts that can have a piece, with their kinds."""
        shapes = self._shapes(tied.pieces)
        return {
            role: kind
            for role, (kind, _) in self.form.roles().items()
            if role in shapes and (role != "answer.W" or role in tied.parts)
        }

    def _check_reached(
        self,
        reached: Sequence[np.ndarray | None],
        inputs: Sequence[Any],
        loss: Callable[..., np.ndarray],
    ) -> None:
        """Compare the gradients of inputs that are floats with the formula's, along directions."""
        en, es = both(self.what)
        for number, (gradient, given) in enumerate(zip(reached, inputs, strict=False)):
            if np.asarray(given).dtype.kind != "f":
                continue
            ways = self.rng.normal(size=(2, *given.shape))
            varied = list(inputs)
            varied[number] = given + 1j * STEP * ways
            theirs = loss(*varied).imag / STEP
            found = np.zeros(given.shape) if gradient is None else gradient
            ours = (found * ways).sum(axis=(1, 2, 3))
            self.checks.close(
                ours,
                theirs,
                (
                    f"{en}: the gradient that reaches argument {number + 1} in a training step",
                    f"{es}: el gradiente que llega al argumento {number + 1} al entrenar",
                ),
                rtol=2e-3,
                # Along a direction across the gradient, rounding is all that there is.
                atol=2e-3 * float(np.abs(theirs).max()) + 1e-4 * float(np.linalg.norm(found)),
                mistakes=[
                    (
                        0 * theirs,
                        "None does: what stands before this block would not learn.",
                        "No llega ninguno: lo que está antes de este bloque no aprendería.",
                    )
                ],
            )

    def _check_gradients(
        self, found: dict[str, np.ndarray], expected: dict[str, np.ndarray]
    ) -> None:
        """Compare the sums of the gradients (see `Prints`) with the formula's."""
        en, es = both(self.what)
        largest = max(np.abs(v).max() for v in expected.values())
        for role, ours in found.items():
            theirs = expected[role]
            self.checks.close(
                ours,
                theirs,
                (
                    f"{en}: the gradient of {role} in a training step",
                    f"{es}: el gradiente de {role} en un paso de entrenamiento",
                ),
                rtol=2e-3,
                atol=1e-3 * float(np.abs(theirs).max()) + 1e-5 * largest,
                mistakes=[
                    (
                        0 * theirs,
                        "It does not learn: no gradient reaches it.",
                        "No aprende: no le llega ningún gradiente.",
                    )
                ],
            )

    def _settle(self, inputs: Sequence[Any]) -> np.ndarray:
        """Draw weights, and find the norms' epsilons: only with biases do all of them show.

        Returns
        -------
        array
            The model's answer with these weights.
        """
        for _ in range(30):
            stored = self.drawn()
            if steady(self.formula, self.reading.params(stored), inputs):
                break
        self.put(stored)
        got, parts = self.answer(*inputs), self.reading.parts(stored)
        fitting = []
        for numbers in choices(self.form):
            if numbers.get("scale") == self.reading.numbers.get("scale"):
                computed = self.formula({**parts, **numbers}, *inputs)
                if got.shape == computed.shape:
                    fitting.append((float(np.abs(got - computed).max()), numbers))
        if fitting:
            self.reading.numbers = simplest(fitting)
        return got

    def drawn(self, change: Change = _unchanged) -> list[np.ndarray]:
        """Random numbers for every stored weight, each its own; then `change`, for each part."""
        kinds = {role: kind for role, (kind, _) in self.form.roles().items()}
        gains = {self.reading.index(role) for role, kind in kinds.items() if kind == "gain"}
        new = []
        for index, value in enumerate(self.stored):
            if index in gains:
                new.append(self.rng.uniform(0.6, 1.6, value.shape))
            elif len(squeezed(value)) < 2:
                signs = self.rng.choice([-1, 1], value.shape)
                new.append(signs * self.rng.uniform(0.2, 0.6, value.shape))
            else:
                new.append(self.rng.normal(size=value.shape))

        def sized(role: str, value: np.ndarray) -> np.ndarray:
            if value.ndim == 2 and kinds[role] != "places":
                rows = value.shape[1] if kinds[role].startswith("table") else value.shape[0]
                value = value * 1.1 / math.sqrt(rows)
            return change(role, value)

        return self.reading.write(new, sized)

    def draw(self, change: Change = _unchanged) -> None:
        """Set every weight to random numbers; see `drawn`."""
        self.put(self.drawn(change))

    def change(self, change: Change) -> None:
        """Set every part to what `change` makes of its name and numbers."""
        self.put(self.reading.write(self.stored, change))

    def expects(self, *inputs: Any) -> np.ndarray:
        """The formula's answer with the weights of now."""
        return self.formula(self.params, *inputs)

    def right(
        self,
        *inputs: Any,
        what: Label | None = None,
        where: np.ndarray | None = None,
        rtol: float = 2e-4,
        atol: float = 5e-5,
        mistakes: Iterable[Mistake] = (),
    ) -> np.ndarray:
        """Check that the model gives the formula's answer with the weights of now.

        Parameters
        ----------
        where : array of bool (batch, time), optional
            The words that are compared; the answers to the others are free.
        mistakes : iterable of (answer, english, spanish)

        Returns
        -------
        array
            The model's answer.

        Raises
        ------
        CheckFailed
            If another word is wrong, or any answer is not finite.
        """
        got, expected = self.answer(*inputs), self.expects(*inputs)
        if where is not None and got.shape == expected.shape:
            free = np.where(np.isfinite(got), got, 0)
            expected = np.where(where[..., None], expected, free)
            mistakes = [(np.where(where[..., None], v, free), en, es) for v, en, es in mistakes]
        self.checks.close(got, expected, what or self.what, rtol=rtol, atol=atol, mistakes=mistakes)
        return got
