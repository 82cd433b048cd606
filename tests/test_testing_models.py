"""The checks of models and layers: right ones pass, wrong ones fail, here and behind a proxy."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from course import testing
from course.judge.hints import CatalogueEntry
from course.judge.proxy import Remote
from course.testing import CheckFailed
from course.testing.models import orders

X = np.random.default_rng(4).normal(size=(4, 3, 2)).astype("float32")
Y = np.eye(3, dtype="float32")[[0, 2, 1, 0]]


@pytest.fixture(params=["here", "behind a proxy"])
def place(request):
    """A function that calls a student's builder here or behind a proxy."""
    if request.param == "here":
        return lambda build: build()

    def proxied(build):
        remote = Remote()
        remote.peer = CatalogueEntry({"build": build}, remote.answer)
        return remote.named("build")()

    return proxied


def build(cell=layers.LSTM, **more):
    return keras.Sequential(
        [keras.Input((3, 2)), cell(5, **more), layers.Dense(3, activation="softmax")]
    )


class Subclassed(keras.Model):
    """The same as a class whose layers are made in another order."""

    def __init__(self):
        super().__init__()
        self.last = layers.Dense(3)
        self.cell = layers.RNN(layers.LSTMCell(5))

    def call(self, x):
        return ops.softmax(self.last(self.cell(x)), axis=-1)


class Stopped(Subclassed):
    """No gradient reaches its cell."""

    def call(self, x):
        return ops.softmax(self.last(ops.stop_gradient(self.cell(x))), axis=-1)


def frozen():
    model = build()
    model.layers[0].trainable = False
    return model


def zero():
    return build(kernel_initializer="zeros")


def equal_columns(shape, dtype=None):
    return keras.ops.broadcast_to(keras.random.normal((shape[0], 1)), shape)


def penalised():
    return build(kernel_regularizer="l2")


def bounded():
    return build(kernel_constraint=keras.constraints.MaxNorm(1e6))


def examine(model):
    rng = np.random.default_rng(8)
    oracle = build()
    model(X)
    testing.born(model, "m", random=True)
    order = testing.fits(model, oracle, lambda m: m(X), "m", rng)
    testing.learns_like(model, oracle, order, [X], Y, "categorical_crossentropy", "m")
    testing.fits(model, oracle, lambda m: m(X), "m", rng)
    testing.learns_like(model, oracle, order, [X], Y, "categorical_crossentropy", "m", own=True)
    testing.learns(model, [X], Y, "categorical_crossentropy", "m")
    testing.pure(model, [X], [X + 1])


@pytest.mark.parametrize("model", [build, Subclassed])
def test_a_right_model_passes(model, place):
    examine(place(model))


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        (frozen, "frozen"),
        (zero, "constant-kernel"),
        (lambda: build(kernel_initializer="identity"), "repeated-numbers"),
        (lambda: build(kernel_initializer=equal_columns), "equal-units"),
        (penalised, "added-loss"),
        (bounded, "constrained"),
        (Stopped, "values"),
        (lambda: build(layers.GRU), "weight-shapes"),
        (lambda: build(go_backwards=True), "values"),
    ],
)
def test_a_wrong_model_fails(model, kind, place):
    with pytest.raises(CheckFailed) as failed:
        examine(place(model))
    assert failed.value.kind == kind


def test_a_known_mistake_is_named():
    with pytest.raises(CheckFailed, match="backwards"):
        testing.fits(
            build(go_backwards=True), build(), lambda m: m(X), "m", np.random.default_rng(1),
            mistakes=[(build(go_backwards=True), "It reads backwards.", "Lee al revés.")],
        )  # fmt: skip


def test_two_models_share_nothing():
    testing.separate(build(), build(), "m")
    model = build()
    with pytest.raises(CheckFailed) as failed:
        testing.separate(model, model, "m")
    assert failed.value.kind == "shared-weights"


def test_every_order_of_equal_shapes_is_tried():
    assert list(orders([(2,), (3,), (2,)], [(2,), (2,), (3,)])) == [[0, 2, 1], [2, 0, 1]]
    assert list(orders([(2,)], [(3,)])) == []


def test_dropout_drops_its_share_independently_and_scales():
    ones = np.ones((40, 20, 6), "float32")
    for rate in (0.1, 0.5):
        testing.dropped(layers.Dropout(rate)(ones, training=True), 1.0, rate, "d")
    scale, rate = {"dropout-scale"}, {"dropout-rate"}
    dependent = {"dropout-dependent", *rate}  # few are drawn: their share may be far off, too
    for wrong, kinds in [
        (layers.Dropout(0.2)(ones, training=True), scale),
        (ones, scale),
        (0.9 * np.asarray(layers.Dropout(0.1)(ones, training=True)), scale),
        (layers.Dropout(0.1, noise_shape=(40, 20, 1))(ones, training=True), dependent),
        (layers.Dropout(0.1, noise_shape=(40, 1, 6))(ones, training=True), dependent),
        (layers.Dropout(0.1, noise_shape=(1, 20, 6))(ones, training=True), dependent),
        (np.asarray(layers.Dropout(0.2)(ones, training=True)) * 0.8 / 0.9, rate),
    ]:
        with pytest.raises(CheckFailed) as failed:
            testing.dropped(wrong, 1.0, 0.1, "d")
        assert failed.value.kind in kinds


class Squares(keras.layers.Layer):
    """The sum of two inputs' squares; the second's gradient may be stopped."""

    def __init__(self, stopped):
        super().__init__()
        self.stopped = stopped
        self.factor = self.add_weight(shape=(), initializer="ones")

    def call(self, x, y, ids):
        y = keras.ops.stop_gradient(y) if self.stopped else y
        return self.factor * (x**2 + y**2)


@pytest.mark.parametrize("stopped", [False, True])
def test_a_step_tells_the_gradient_that_reaches_each_input(stopped, place):
    x, y = np.array([[1.0, -2.0]]), np.array([[0.5, 3.0]])
    ids = np.array([[1, 2]])
    layer = Squares(stopped)
    layer(x, y, ids)
    _, _, slopes = testing.step(place(lambda: layer), [x, y, ids], np.zeros((1, 2)), "mse")
    error = 2 * (x**2 + y**2) / 2  # of the mean of two squares
    np.testing.assert_allclose(slopes[0], error * 2 * x, rtol=1e-5)
    if stopped:  # a backend says so by nothing or by zeros
        assert slopes[1] is None or not np.any(slopes[1])
    else:
        np.testing.assert_allclose(slopes[1], error * 2 * y, rtol=1e-5)
    assert slopes[2] is None
