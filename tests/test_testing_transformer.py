"""The Transformer's formulas equal Keras's layers; weights in any layout are read."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from course import testing
from course.judge.hints import CatalogueEntry
from course.judge.proxy import Remote
from course.testing import CheckFailed, transformer

D, HEADS, D_FF = 12, 3, 10
RNG = np.random.default_rng(2)
X, Y = RNG.normal(size=(2, 4, 5, D)).astype("float32")


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


class Block(layers.Layer):
    """An encoder block; its parts can be replaced."""

    def __init__(self, dropout=0.0, epsilon=1e-6, activation="relu", rate_of_weights=0.0):
        super().__init__()
        self.attention = layers.MultiHeadAttention(HEADS, D // HEADS, dropout=rate_of_weights)
        self.norms = [layers.LayerNormalization(epsilon=epsilon) for _ in range(2)]
        self.wide = layers.Dense(D_FF, activation=activation)
        self.narrow = layers.Dense(D)
        self.drop = layers.Dropout(dropout)

    def attend(self, x, mask):
        return self.attention(x, x, attention_mask=mask)

    def call(self, x, mask=None, training=False):
        x = self.norms[0](x + self.drop(self.attend(x, mask), training=training))
        return self.norms[1](x + self.drop(self.narrow(self.wide(x)), training=training))


class Deaf(Block):
    """No gradient reaches what stands before it by the road around the attention."""

    def call(self, x, mask=None, training=False):
        x = self.norms[0](ops.stop_gradient(x) + self.attend(x, mask))
        return self.norms[1](x + self.narrow(self.wide(x)))


class ByHand(Block):
    """Attention by hand: q, k, v from weights of any layout, made by `kernels`."""

    def __init__(self, kernels, **named):
        super().__init__(**named)
        self.attention = None
        self.read = kernels(self)

    def attend(self, x, mask):
        q, k, v, o = (ops.reshape(m, (D, D)) for m in self.read())
        n, t, w = x.shape[0], x.shape[1], D // HEADS
        q, k, v = (ops.reshape(ops.matmul(x, m), (n, t, HEADS, w)) for m in (q, k, v))
        scores = ops.einsum("bqhw,bkhw->bhqk", q, k) / w**0.5
        if mask is not None:
            scores = ops.where(mask[..., None, :, :], scores, -1e9)
        found = ops.einsum("bhqk,bkhw->bqhw", ops.softmax(scores), v)
        return ops.matmul(ops.reshape(found, (n, t, D)), o)


def weight(block, *shape):
    return block.add_weight(shape=shape, initializer="glorot_uniform")


def out_in(block):
    """(out, in), and in another order."""
    o, v, k, q = (weight(block, D, D) for _ in range(4))
    return lambda: [ops.transpose(m) for m in (q, k, v, o)]


def fused(block):
    qkv, o = weight(block, D, 3 * D), weight(block, D, D)
    return lambda: [*ops.split(qkv, 3, axis=1), o]


def head_by_head(block):
    qkv, o = weight(block, D, 3 * D), weight(block, D, D)

    def read():
        parts = ops.reshape(qkv, (D, HEADS, 3, D // HEADS))
        return [*(parts[:, :, i] for i in range(3)), o]

    return read


def one_a_head(block):
    w = D // HEADS
    parts = [[weight(block, D, w) for _ in range(3)] for _ in range(HEADS)]
    o = weight(block, HEADS, w, D)
    return lambda: [*(ops.concatenate([p[i] for p in parts], axis=1) for i in range(3)), o]


def stacked(block):
    qkvo = weight(block, 4, D, D)
    return lambda: [qkvo[i] for i in range(4)]


def width_first(block):
    """Heads take columns in turn."""
    maps = [weight(block, D, D) for _ in range(4)]

    def read():
        columns = [ops.reshape(m, (D, D // HEADS, HEADS)) for m in maps[:3]]
        return [*(ops.transpose(c, (0, 2, 1)) for c in columns), maps[3]]

    return read


def judge(block):
    testing.call(block, X)
    return transformer.Judge(
        block,
        transformer.Form.encoder(D, HEADS, D_FF),
        lambda x, *mask, **named: testing.call(block, np.asarray(x, "float32"), *mask, **named),
        lambda p, x, *mask, **named: transformer.encoder_block(p, HEADS, x, *mask, **named),
        testing,
        "Block",
        np.random.default_rng(3),
    )


def read(block, **named):
    found = judge(block)
    found.read(X, targets=Y, loss="mse", **named)
    return found


def test_the_formulas_equal_keras_layers():
    attention = layers.MultiHeadAttention(HEADS, D // HEADS)
    mask = RNG.random((4, 5, 5)) < 0.6
    mask[..., 0] = True
    attention(X, X)
    new = [RNG.normal(size=w.shape) for w in attention.get_weights()]
    attention.set_weights(new)
    names = ["q", "bq", "k", "bk", "v", "bv", "o", "bo"]
    p = {
        f"self.{n}": w.reshape((D, D) if n in "qkvo" else (D,))
        for n, w in zip(names, new, strict=True)
    }
    p |= {"gamma_1": RNG.normal(size=D), "beta_1": RNG.normal(size=D)}
    ours = transformer.attend(p, "self.", HEADS, X, X, mask)
    np.testing.assert_allclose(ours, attention(X, X, attention_mask=mask), rtol=1e-3, atol=1e-4)
    norm = layers.LayerNormalization(epsilon=1e-6)
    norm(X)
    norm.set_weights([p["gamma_1"], p["beta_1"]])
    np.testing.assert_allclose(transformer.norm(p, "", 1, X), norm(X), rtol=1e-4, atol=1e-5)


def test_keras_layers_are_read_here_and_behind_a_proxy(place):
    found = read(place(lambda: Block(dropout=0.3, epsilon=1e-3)))
    mask = np.tri(5, dtype=bool)
    found.right(X, mask)
    for site in ("self", "dense"):
        transformer.drops(found, site, 0.3, X[:1], what=(site, site))


@pytest.mark.parametrize("kernels", [out_in, fused, head_by_head, one_a_head, stacked, width_first])
def test_any_layout_is_read(kernels):
    found = read(ByHand(kernels), training=True)
    found.right(X, np.tri(5, dtype=bool))


def test_each_norm_may_have_its_own_epsilon():
    block = Block()
    block.norms[1].epsilon = 1e-3
    numbers = read(block).reading.numbers
    assert (numbers["epsilon_1"], numbers["epsilon_2"]) == (1e-6, 1e-3)


def frozen_part():
    block = Block()
    inner = block.attend
    block.attend = lambda x, mask: ops.stop_gradient(inner(x, mask))
    return block


def shared_norm():
    block = Block()
    block.norms = [block.norms[0]] * 2
    return block


def mean_instead():
    block = Block()
    block.attend = lambda x, mask: 0 * block.attention(x, x) + ops.mean(x, axis=1, keepdims=True)
    return block


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: Block(activation="gelu"), "values differ"),
        (mean_instead, "values differ"),
        (frozen_part, "gradient"),
        (Deaf, "gradient that reaches argument 1"),
        (shared_norm, "layer norm of its own"),
    ],
)
def test_wrong_blocks_are_refused(build, says):
    with pytest.raises(CheckFailed, match=says):
        read(build())


def test_a_block_of_other_weights_is_refused():
    block = Block()
    block.narrow = layers.Dense(D + 1)
    block.call = lambda x, mask=None, training=False: block.narrow(block.wide(x))[..., :D]
    with pytest.raises(CheckFailed, match="not those that the card asks for"):
        read(block)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"dropout": 0.6}, "rate seems to be 0.6"),
        ({"dropout": 0.0}, "Nothing of what"),
        ({"dropout": 0.3, "rate_of_weights": 0.3}, "nowhere else"),
    ],
)
def test_dropout_elsewhere_or_at_another_rate_is_refused(change, says):
    found = read(Block(**change))
    with pytest.raises(CheckFailed, match=says):
        transformer.drops(found, "self", 0.3, X[:1], what=("it", "eso"))


def words(vocabulary, ids):
    place = transformer.positions(128, D).astype("float32")
    table = layers.Embedding(vocabulary, D)(ids)
    at = ops.cumsum(ops.ones_like(ids), axis=1) - 1
    return D**0.5 * table + ops.take(ops.convert_to_tensor(place), at, axis=0)


def model(memory_of_block=False, dropout=0.1):
    def add(x, change):
        return layers.LayerNormalization(epsilon=1e-6)(x + layers.Dropout(dropout)(change))

    def look(x, y, **named):
        return add(x, layers.MultiHeadAttention(HEADS, D // HEADS)(x, y, **named))

    def think(x):
        return add(x, layers.Dense(D)(layers.Dense(D_FF, activation="relu")(x)))

    source, target = (keras.Input((None,), dtype="int32") for _ in range(2))
    real = ops.not_equal(source, 0)[:, None]
    x, kept = layers.Dropout(dropout)(words(9, source)), []
    for _ in range(2):
        x = think(look(x, x, attention_mask=real))
        kept.append(x)
    y = layers.Dropout(dropout)(words(8, target))
    for k in range(2):
        y = look(y, y, use_causal_mask=True)
        y = think(look(y, kept[k] if memory_of_block else x, attention_mask=real))
    return keras.Model([source, target], layers.Dense(8, activation="softmax")(y))


def judge_of_model(built):
    return transformer.Judge(
        built,
        transformer.Form.model(9, 8, 2, D, HEADS, D_FF),
        lambda s, t, **named: testing.call(built, [s, t], **named),
        lambda p, s, t, **named: transformer.transformer(p, HEADS, 2, s, t, **named),
        testing,
        "model",
        np.random.default_rng(5),
    )


SOURCE, TARGET = np.array([[3, 8, 5, 0], [4, 0, 0, 0]]), np.array([[2, 5, 6], [2, 3, 7]])


def test_a_whole_model_is_read_and_its_dropout_counted(place):
    found = judge_of_model(place(model))
    loss = "sparse_categorical_crossentropy"
    found.read(SOURCE, TARGET, targets=np.array([[5, 6, 1], [3, 7, 1]]), loss=loss)
    found.right(SOURCE, TARGET)
    one = np.array([[3]]), np.array([[2]])
    transformer.untouched(found, 0.1, *one, copies=3000, columns=2, what="dropout")
    with pytest.raises(CheckFailed, match="dropout"):
        transformer.untouched(found, 0.15, *one, copies=3000, columns=2, what="dropout")


def test_a_model_whose_blocks_read_each_other_in_pairs_is_refused():
    found = judge_of_model(model(memory_of_block=True))
    with pytest.raises(CheckFailed, match="values differ"):
        found.tie(SOURCE, TARGET)
