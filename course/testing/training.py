"""One step of training, in the process where the model lives.

Works with every backend: Keras computes no gradients outside `fit`, so the backend does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

#: Arguments of a call: those by position and those by name.
Arguments = tuple[list[Any], dict[str, Any]]


def weights_of(model: Any) -> list[tuple[str, bool, bool]]:
    """Each weight's name, whether training changes it, and whether it has a constraint."""
    learned = {id(w) for w in model.trainable_weights}
    return [
        (str(w.name), id(w) in learned, getattr(w, "constraint", None) is not None)
        for w in model.weights
    ]


def sgd_step(
    subject: Any,
    inputs: list[Any],
    named: dict[str, Any],
    targets: Any,
    loss: str,
    rate: float,
) -> tuple[float, list[np.ndarray]]:
    """One step of gradient descent, without momentum.

    Parameters
    ----------
    subject : keras.Layer or keras.Model
        It has been called before.
    inputs, named : list, dict
        The arguments of the call, `training` among them or not.
    targets : array
    loss : str
        The name of one of Keras's losses; its mean over all places is used, with the losses
        that the subject adds by itself.
    rate : float
        The learning rate.

    Returns
    -------
    float, list of arrays
        The loss before the step, and all weights after it.
    """
    import keras

    measure = keras.losses.get(loss)
    y = keras.ops.convert_to_tensor(targets)

    def total(answer: Any, added: list[Any]) -> Any:
        value = keras.ops.mean(measure(y, answer))
        return value + sum((keras.ops.sum(a) for a in added), 0.0)

    weights = list(subject.trainable_weights)
    value, gradients = _GRADIENTS[keras.backend.backend()](
        subject, weights, lambda answer, added: total(answer, added), inputs, named
    )
    for weight, gradient in zip(weights, gradients, strict=True):
        if gradient is not None:
            weight.assign(weight.value - rate * gradient)
    return float(keras.ops.convert_to_numpy(value)), subject.get_weights()


def train_on_batch(
    model: Any, inputs: list[Any], targets: Any, loss: str, rate: float
) -> tuple[float, list[np.ndarray]]:
    """As `sgd_step`, by the model's own `train_on_batch`, with dropout at work.

    The model is compiled for it.
    """
    import keras

    model.compile(optimizer=keras.optimizers.SGD(rate), loss=loss, run_eagerly=True)
    value = model.train_on_batch(inputs[0], targets)
    return float(np.asarray(value).ravel()[0]), model.get_weights()


def _tensorflow(
    subject: Any, weights: list[Any], total: Callable, inputs: list[Any], named: dict[str, Any]
) -> tuple[Any, list[Any]]:
    import tensorflow as tf

    with tf.GradientTape() as tape:
        value = total(subject(*inputs, **named), subject.losses)
    gradients = tape.gradient(value, [w.value for w in weights])
    return value, [g if g is None else tf.convert_to_tensor(g) for g in gradients]


def _torch(
    subject: Any, weights: list[Any], total: Callable, inputs: list[Any], named: dict[str, Any]
) -> tuple[Any, list[Any]]:
    import torch

    value = total(subject(*inputs, **named), subject.losses)
    return value, list(torch.autograd.grad(value, [w.value for w in weights], allow_unused=True))


def _jax(
    subject: Any, weights: list[Any], total: Callable, inputs: list[Any], named: dict[str, Any]
) -> tuple[Any, list[Any]]:
    import jax

    fixed = [v.value for v in subject.non_trainable_variables]

    def value_of(values: list[Any]) -> Any:
        answer, _, added = subject.stateless_call(
            values, fixed, *inputs, return_losses=True, **named
        )
        return total(answer, added)

    return jax.value_and_grad(value_of)([w.value for w in weights])


_GRADIENTS: dict[str, Callable] = {"tensorflow": _tensorflow, "torch": _torch, "jax": _jax}
