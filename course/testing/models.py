"""Checks of Keras models and layers: their birth, their weights, their training.

What a model answers with given weights is compared with an *oracle*: a model of Keras's own
layers, or a formula in NumPy, that gets the same weights. Which weight of the student's is
which of the oracle's, its shape says; where several have the same shape, every order is tried.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from course.testing import training
from course.testing.basic import BasicChecks, check
from course.testing.chance import dependent, unlikely
from course.testing.failure import CheckFailed, Label, Mistake, both
from course.testing.values import ATOL, RTOL, array, matches

#: The most orders of weights that are tried.
MOST_ORDERS = 1000
#: Numbers of a new matrix that differ by less are equal.
_NO_SPREAD = 1e-6


def orders(ours: Sequence[tuple[int, ...]], theirs: Sequence[tuple[int, ...]]) -> Iterator[list]:
    """The ways to put weights of the shapes `ours` in the places of those of shapes `theirs`.

    Parameters
    ----------
    ours, theirs : sequence of shapes

    Yields
    ------
    list of int
        For each of `theirs`, the index in `ours`. The given order comes first within each
        shape. Nothing is yielded if the shapes don't fit one to one.
    """
    shapes = sorted(set(theirs))
    if sorted(ours) != sorted(theirs):
        return
    places = [[i for i, s in enumerate(theirs) if s == shape] for shape in shapes]
    found = [[i for i, s in enumerate(ours) if s == shape] for shape in shapes]
    for choice in itertools.product(*(itertools.permutations(f) for f in found)):
        order = [0] * len(theirs)
        for slots, indices in zip(places, choice, strict=True):
            for slot, index in zip(slots, indices, strict=True):
                order[slot] = index
        yield order


def random_weight(value: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Random numbers for a weight, of a size that keeps answers away from saturation.

    Gains (born as ones) are drawn from 0.6 to 1.6, other rows from ±0.2 to ±0.6, and matrices
    from a normal distribution of standard deviation 0.9 / sqrt(rows).
    """
    if value.ndim == 1 and value.size and np.all(value == 1):
        return rng.uniform(0.6, 1.6, value.shape).astype("float32")
    if value.ndim <= 1:
        signs = rng.choice([-1, 1], value.shape)
        return (signs * rng.uniform(0.2, 0.6, value.shape)).astype("float32")
    return (rng.normal(size=value.shape) * 0.9 / math.sqrt(value.shape[0])).astype("float32")


class ModelChecks(BasicChecks):
    """Checks of models and layers; see the module."""

    random_weight = staticmethod(random_weight)
    orders = staticmethod(orders)

    def redraw(self, model: Any, rng: np.random.Generator) -> list[np.ndarray]:
        """Give every trainable weight random numbers (`random_weight`); all weights after it.

        Weights that are not trainable hold constants of the formula, and stay.
        """
        values = model.get_weights()
        trained = trainable(model)
        new = [
            random_weight(v, rng) if t else v for v, t in zip(values, trained, strict=True)
        ]  # fmt: skip
        self.set_weights(model, new)
        return new

    def weight_names(self, model: Any) -> list[str]:
        """The name of each weight of a model."""
        return [name for name, *_ in _weights(model)]

    def set_weights(self, model: Any, weights: Sequence[np.ndarray]) -> None:
        """Put weights into a model; it gets copies, which it may keep or change."""
        model.set_weights([np.array(w, copy=True) for w in weights])

    @check
    def born(
        self,
        model: Any,
        what: Label,
        *,
        constants: bool = False,
        biases: Iterable[tuple[int, ...]] = (),
        random: bool = False,
    ) -> None:
        """Check a new model, which has been called once: all of it can learn, nothing is added.

        Every weight is trainable and without a constraint, no matrix starts at zero or with equal
        numbers, and the model adds no losses of its own.

        Parameters
        ----------
        constants : bool
            Whether weights that are not trainable may hold constants, such as positions.
        biases : iterable of shapes
            Those of biases with two axes, such as a GRU's or an attention's, which may start
            at zero; a weight whose name ends in "bias" may anyway.
        random : bool
            Whether matrices must not start with equal rows or columns, or mostly zeros, either;
            for models that get no matrix to start from.
        """
        weights, named = model.get_weights(), _weights(model)
        trained = [t for _, t, _ in named]
        may_be_constant = {tuple(shape) for shape in biases}
        frozen = [list(w.shape) for w, t in zip(weights, trained, strict=True) if not t]
        if frozen and (not constants or len(frozen) == len(weights)):
            raise CheckFailed(
                "frozen",
                what,
                f"{len(frozen)} of {len(weights)} weights are not trainable (shapes {frozen}); "
                "every weight must learn.",
                f"{len(frozen)} de {len(weights)} pesos no son entrenables (formas {frozen}); "
                "todos los pesos deben aprender.",
                count=len(frozen),
            )
        for weight, (name, t, _) in zip(weights, named, strict=True):
            free = name.endswith("bias") or weight.shape in may_be_constant
            if not t or free or weight.ndim < 2 or weight.size < 2:
                continue
            if np.ptp(weight) < _NO_SPREAD:
                value = f"{weight.flat[0]:.3g}"
                raise CheckFailed(
                    "constant-kernel",
                    what,
                    f"a matrix of shape {weight.shape} starts with {value} everywhere: its units "
                    "would all learn the same. Start it at random, as Keras's layers do.",
                    f"una matriz de forma {weight.shape} empieza con {value} en todas partes: "
                    "todas sus unidades aprenderían lo mismo. Empiézala al azar, como las capas "
                    "de Keras.",
                    value=value,
                )
            wide = [axis for axis, size in enumerate(weight.shape) if size > 1]
            alike = [axis for axis in wide if np.ptp(weight, axis=axis).max() < _NO_SPREAD]
            if alike:
                raise CheckFailed(
                    "equal-units",
                    what,
                    f"a matrix of shape {weight.shape} starts with equal numbers along axis "
                    f"{alike[0]}: its units would all learn the same. Start each number at random.",
                    f"una matriz de forma {weight.shape} empieza con números iguales a lo largo "
                    f"del eje {alike[0]}: todas sus unidades aprenderían lo mismo. Empieza cada "
                    "número al azar.",
                )
            part = weight.ravel()[:10_000]
            numbers = np.unique(part).size
            if random and part.size > 4 and numbers <= part.size / 2:
                raise CheckFailed(
                    "repeated-numbers",
                    what,
                    f"a matrix of shape {weight.shape} starts with {numbers} different numbers "
                    "only: rows or columns are alike, or nearly all is 0. Start it at random, as "
                    "Keras's layers do.",
                    f"una matriz de forma {weight.shape} empieza con solo {numbers} números "
                    "distintos: hay filas o columnas iguales, o casi todo es 0. Empiézala al "
                    "azar, como las capas de Keras.",
                    count=numbers,
                )
        bound = sum(constrained for _, _, constrained in named)
        if bound:
            raise CheckFailed(
                "constrained",
                what,
                f"{bound} of {len(weights)} weights have a constraint; none was asked for.",
                f"{bound} de {len(weights)} pesos tienen una restricción; no se pedía ninguna.",
                count=bound,
            )
        added = len(model.losses)
        if added:
            raise CheckFailed(
                "added-loss",
                what,
                f"the model adds {added} loss(es) of its own (a regularizer?); none was asked for.",
                f"el modelo agrega {added} pérdida(s) propias (¿un regularizador?); no se pedía "
                "ninguna.",
                count=added,
            )

    @check
    def separate(self, one: Any, two: Any, what: Label) -> None:
        """Check that two models of the same builder share nothing.

        Both have been called. Afterwards `two` has other weights than before.
        """
        before = one.get_weights()
        if before:
            self.set_weights(two, [w + 1 for w in two.get_weights()])
        if any(not np.array_equal(a, b) for a, b in zip(before, one.get_weights(), strict=True)):
            raise CheckFailed(
                "shared-weights",
                what,
                "two models share their weights; every call must give a new model.",
                "dos modelos comparten sus pesos; cada llamada debe dar un modelo nuevo.",
            )

    def fits(
        self,
        model: Any,
        oracle: Any,
        ask: Callable[[Any], Any],
        what: Label,
        rng: np.random.Generator,
        *,
        rtol: float = RTOL,
        atol: float = ATOL,
        mistakes: Iterable[Mistake] = (),
        shapes: str = "",
        formas: str = "",
    ) -> list[int]:
        """Check that a model computes what an oracle computes with the same random weights.

        Parameters
        ----------
        model, oracle : keras.Model or keras.Layer
            Both have been called once. Afterwards both have the same random weights.
        ask : callable
            Takes a model and gives its answer to the test's inputs; called for both.
        mistakes : iterable of (oracle, english, spanish)
            Oracles of known mistakes, whose weights have the same shapes.
        shapes, formas : str
            What the weights should be, in words, for the message when the shapes differ.

        Returns
        -------
        list of int
            For each weight of the oracle, the index of the model's.

        Raises
        ------
        CheckFailed
            In any case, if the shapes of the weights don't fit.
        """
        theirs = oracle.get_weights()
        values, trained = model.get_weights(), trainable(model)
        learned = [i for i, t in enumerate(trained) if t]
        ours = [values[i].shape for i in learned]
        found = list(itertools.islice(orders(ours, [w.shape for w in theirs]), MOST_ORDERS))
        if not found:
            expected, got = [list(w.shape) for w in theirs], [list(s) for s in ours]
            raise CheckFailed(
                "weight-shapes",
                what,
                f"expected weights of the shapes {expected}{shapes and f' ({shapes})'}, got {got}.",
                f"se esperaban pesos de las formas {expected}{formas and f' ({formas})'} y "
                f"llegaron {got}.",
            )
        new = self.redraw(model, rng)
        new = [new[i] for i in learned]
        answer = array(ask(model), what)
        # A reading that is right gives the right answer; the first one is nearly always it.
        first: np.ndarray | None = None
        for order in found:
            oracle.set_weights([new[i] for i in order])
            computed = array(ask(oracle), what)
            if matches(answer, computed, rtol, atol):
                return [learned[i] for i in order]
            first = computed if first is None else first
        wrong: list[Mistake] = []
        for other, en, es in mistakes:
            for order in found[:24]:
                other.set_weights([new[i] for i in order])
                value = array(ask(other), what)
                if matches(answer, value, rtol, atol):
                    wrong = [(value, en, es)]
                    break
            if wrong:
                break
        self.close(answer, first, what, rtol=rtol, atol=atol, mistakes=wrong)
        return [learned[i] for i in found[0]]

    def step(
        self,
        model: Any,
        inputs: Sequence[Any],
        targets: Any,
        loss: str,
        *,
        rate: float = 0.5,
        **named: Any,
    ) -> tuple[float, list[np.ndarray], list[np.ndarray | None]]:
        """One step of gradient descent on a model or layer, which keeps the new weights.

        Parameters
        ----------
        inputs : sequence
            The arguments of its call; `named` has more, by name, such as ``training=True``.
        loss : str
            The name of one of Keras's losses.

        Returns
        -------
        float, list of arrays
            The loss before the step, with the losses that the model adds; all weights after.
        list of arrays
            The loss's gradient for each input; None where there is none.
        """
        elsewhere = getattr(type(model), "_step", None)
        step = elsewhere or training.sgd_step
        value, after, slopes = step(model, list(inputs), named, targets, loss, rate)
        return (
            float(value),
            [np.asarray(w) for w in after],
            [s if s is None else np.asarray(s) for s in slopes],
        )

    def train_on_batch(
        self, model: Any, inputs: Any, targets: Any, loss: str, *, rate: float = 0.5
    ) -> tuple[float, list[np.ndarray]]:
        """As `step`, by a model's own `train_on_batch`; `inputs` is its only argument."""
        elsewhere = getattr(type(model), "_train_on_batch", None)
        step = elsewhere or training.train_on_batch
        value, after = step(model, [inputs], targets, loss, rate)
        return float(value), [np.asarray(w) for w in after]

    def learns_like(
        self,
        model: Any,
        oracle: Any,
        order: Sequence[int],
        inputs: Sequence[Any],
        targets: Any,
        loss: str,
        what: Label,
        *,
        rate: float = 0.5,
        rtol: float = 1e-3,
        atol: float = 1e-5,
        own: bool = False,
        **named: Any,
    ) -> None:
        """Check that one step of gradient descent changes a model as it changes the oracle.

        Both have the same weights, as after `fits`, which gave the `order`.

        Parameters
        ----------
        own : bool
            Whether the model's own `train_on_batch` is used, with dropout at work; the model
            has only one input then.
        """
        before = [np.asarray(w) for w in model.get_weights()]
        if own:
            loss_value, after = self.train_on_batch(model, inputs[0], targets, loss, rate=rate)
        else:
            loss_value, after, _ = self.step(model, inputs, targets, loss, rate=rate, **named)
        expected_loss, expected, _ = training.sgd_step(
            oracle, list(inputs), named, targets, loss, rate
        )
        en, es = both(what)
        self.close(
            loss_value,
            expected_loss,
            (f"{en}: the loss in training", f"{es}: la pérdida al entrenar"),
            rtol=1e-3,
        )
        for place, index in enumerate(order):
            shape = after[index].shape
            still = np.array_equal(after[index], before[index])
            moved, wanted = after[index] - before[index], expected[place] - before[index]
            self.close(
                moved,
                wanted,
                (
                    f"{en}: the change of the weight of shape {shape} in one training step",
                    f"{es}: el cambio del peso de forma {shape} en un paso de entrenamiento",
                ),
                rtol=rtol,
                atol=atol + 1e-3 * float(np.abs(wanted).max(initial=0.0)),
                mistakes=[
                    (
                        moved,
                        "It does not learn: no gradient reaches it.",
                        "No aprende: no le llega ningún gradiente.",
                    )
                ]
                if still
                else (),
            )

    def learns(
        self,
        model: Any,
        inputs: Sequence[Any],
        targets: Any,
        loss: str,
        what: Label,
        *,
        rate: float = 0.5,
        **named: Any,
    ) -> None:
        """Check that one step of gradient descent moves every trainable matrix of a model."""
        before = [np.asarray(w) for w in model.get_weights()]
        trained = trainable(model)
        _, after, _ = self.step(model, inputs, targets, loss, rate=rate, **named)
        for old, new, t in zip(before, after, trained, strict=True):
            self.that(
                not t or old.ndim < 2 or not np.array_equal(old, new),
                f"{both(what)[0]}: the weight of shape {old.shape} does not change in a training "
                "step: no gradient reaches it.",
                f"{both(what)[1]}: el peso de forma {old.shape} no cambia en un paso de "
                "entrenamiento: no le llega ningún gradiente.",
            )

    @check
    def dropped(self, values: Any, kept: Any, rate: float, what: Label) -> None:
        """Check what dropout did to known values: which it dropped, how many, and the scale.

        Parameters
        ----------
        values : array
            Observed in training. Thousands of numbers, so that shares can be judged.
        kept : number or array that broadcasts to `values`
            The values where nothing is dropped; not 0.
        rate : float
            The share to drop, independently; the others are multiplied by 1 / (1 - rate).
        """
        got = array(values, what)
        want = np.broadcast_to(array(kept, what), got.shape)
        scale = 1 / (1 - rate)
        small = 1e-2 * np.abs(want)
        lost = np.abs(got) < small
        scaled = np.abs(got - want * scale) < small
        plain = np.abs(got - want) < small * min(1.0, 40 * rate)
        if not np.all(lost | scaled):
            some = ~lost & ~scaled
            if lost.any() and np.all(plain[some]):
                why = (
                    f"What is kept must be multiplied by 1 / (1 - {rate:g}).",
                    f"Lo que queda se multiplica por 1 / (1 - {rate:g}).",
                )
            elif np.all(plain):
                why = ("Nothing is dropped.", "No se apaga nada.")
            else:
                why = None
            place = tuple(int(i) for i in np.argwhere(some)[0])
            raise CheckFailed(
                "dropout-scale",
                what,
                f"in training every number is 0 or {want[place] * scale:.4g}; got "
                f"{got[place]:.4g}.",
                f"al entrenar cada número es 0 o {want[place] * scale:.4g}; llegó "
                f"{got[place]:.4g}.",
                why,
            )
        if unlikely(int(lost.sum()), lost.size, rate):
            raise CheckFailed(
                "dropout-rate",
                what,
                f"in training {lost.mean():.1%} are dropped; expected {rate:.0%}.",
                f"al entrenar se apaga el {lost.mean():.1%}; se esperaba el {rate:.0%}.",
            )
        axis = dependent(lost, rate)
        if axis is not None:
            raise CheckFailed(
                "dropout-dependent",
                what,
                f"neighbours along axis {axis} are not dropped independently of each other.",
                f"los vecinos a lo largo del eje {axis} no se apagan de manera independiente.",
            )


def _weights(model: Any) -> list[tuple[str, bool, bool]]:
    """Name, training and constraint of each weight of a model; see `training.weights_of`."""
    elsewhere = getattr(type(model), "_weights", None)
    return (elsewhere or training.weights_of)(model)


def trainable(model: Any) -> list[bool]:
    """For each weight of a model, whether it is trained."""
    return [trained for _, trained, _ in _weights(model)]
