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
) -> tuple[float, list[np.ndarray], list[np.ndarray | None]]:
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
    list of arrays
        The loss's gradient for each of `inputs` that is an array of floats; None for the others,
        and where no gradient reaches it.
    """
    import keras

    measure = keras.losses.get(loss)
    y = keras.ops.convert_to_tensor(targets)
    floats = {
        i: keras.ops.convert_to_tensor(value, keras.config.floatx())
        for i, value in enumerate(inputs)
        if isinstance(value, np.ndarray) and value.dtype.kind == "f"
    }

    def given(values: list[Any]) -> list[Any]:
        """The inputs, with these values in the place of the floats."""
        places = dict(zip(floats, values, strict=True))
        return [places.get(i, value) for i, value in enumerate(inputs)]

    def total(answer: Any, added: list[Any]) -> Any:
        value = keras.ops.mean(measure(y, answer))
        return value + sum((keras.ops.sum(a) for a in added), 0.0)

    weights = list(subject.trainable_weights)
    value, gradients, slopes = _GRADIENTS[keras.backend.backend()](
        subject, weights, list(floats.values()), total, given, named
    )
    for weight, gradient in zip(weights, gradients, strict=True):
        if gradient is not None:
            weight.assign(weight.value - rate * gradient)
    reached = dict(zip(floats, slopes, strict=True))
    return (
        float(keras.ops.convert_to_numpy(value)),
        subject.get_weights(),
        [
            None if reached.get(i) is None else keras.ops.convert_to_numpy(reached[i])
            for i in range(len(inputs))
        ],
    )


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


#: Per backend: takes the subject, its weights, inputs of floats, `total`, a function from these
#: inputs to all of them, and the arguments by name; gives the loss and the gradients of both.
Gradients = Callable[..., tuple[Any, list[Any], list[Any]]]


def _tensorflow(
    subject: Any,
    weights: list[Any],
    floats: list[Any],
    total: Callable,
    given: Callable,
    named: dict[str, Any],
) -> tuple[Any, list[Any], list[Any]]:
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(floats)
        value = total(subject(*given(floats), **named), subject.losses)
    gradients = tape.gradient(value, [*(w.value for w in weights), *floats])
    gradients = [g if g is None else tf.convert_to_tensor(g) for g in gradients]
    return value, gradients[: len(weights)], gradients[len(weights) :]


def _torch(
    subject: Any,
    weights: list[Any],
    floats: list[Any],
    total: Callable,
    given: Callable,
    named: dict[str, Any],
) -> tuple[Any, list[Any], list[Any]]:
    import torch

    floats = [f.detach().clone().requires_grad_() for f in floats]
    value = total(subject(*given(floats), **named), subject.losses)
    wanted = [*(w.value for w in weights), *floats]
    gradients = list(torch.autograd.grad(value, wanted, allow_unused=True))
    return value, gradients[: len(weights)], gradients[len(weights) :]


def _jax(
    subject: Any,
    weights: list[Any],
    floats: list[Any],
    total: Callable,
    given: Callable,
    named: dict[str, Any],
) -> tuple[Any, list[Any], list[Any]]:
    import jax

    fixed = [v.value for v in subject.non_trainable_variables]

    def value_of(values: list[Any], inputs: list[Any]) -> Any:
        answer, _, added = subject.stateless_call(
            values, fixed, *given(inputs), return_losses=True, **named
        )
        return total(answer, added)

    value, (gradients, slopes) = jax.value_and_grad(value_of, (0, 1))(
        [w.value for w in weights], floats
    )
    return value, gradients, slopes


_GRADIENTS: dict[str, Gradients] = {"tensorflow": _tensorflow, "torch": _torch, "jax": _jax}
