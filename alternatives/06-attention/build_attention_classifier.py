# %% subclass
# why: A subclassed model, with masks made from the ids and a dense width of its own.
class Reader(keras.Model):
    def __init__(self, vocabulary_size, dim):
        super().__init__()
        self.table = keras.layers.Embedding(vocabulary_size, dim)
        self.q, self.v = keras.layers.Dense(20), keras.layers.Dense(20)
        self.attend, self.drop = keras.layers.Attention(), keras.layers.Dropout(0.3)
        self.hidden = keras.layers.Dense(100, activation="tanh")
        self.out = keras.layers.Dense(1, activation="sigmoid")

    def call(self, ids, training=False):
        real = ops.not_equal(ids, 0)
        x = self.table(ids)
        x = self.attend([self.q(x), self.v(x)], mask=[real, real])
        x = self.drop(x, training=training)
        share = ops.cast(real, x.dtype)
        share = share / ops.maximum(ops.sum(share, axis=1, keepdims=True), 1)
        return self.out(self.hidden(ops.einsum("ntd,nt->nd", x, share)))


def build_attention_classifier(vocabulary_size, dim=60):
    return Reader(vocabulary_size, dim)


# %% masked-pooling-layer
# why: A pooling layer of its own that receives Keras's mask; compiled.
class MaskedMean(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.supports_masking = True

    def call(self, x, mask=None):
        m = ops.cast(ops.expand_dims(mask, -1), x.dtype)
        return ops.sum(x * m, axis=1) / (ops.sum(m, axis=1) + 1e-9)

    def compute_mask(self, x, mask=None):
        return None


def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,))
    x = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    q = keras.layers.Dense(dim, activation="relu")(x)
    v = keras.layers.Dense(dim, activation="relu", use_bias=False)(x)
    x = MaskedMean()(keras.layers.Dropout(0.2)(keras.layers.Attention()([q, v])))
    x = keras.layers.Dense(100)(x)
    model = keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(x))
    model.compile("adam", "binary_crossentropy")
    return model


# %% pooling-with-nan-removed
# why: Keras's own pooling, the 0/0 replaced afterwards.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int64")
    x = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    q, v = keras.layers.Dense(dim)(x), keras.layers.Dense(dim)(x)
    x = keras.layers.Attention(use_scale=True)([q, v])
    x = keras.layers.GlobalAveragePooling1D()(keras.layers.Dropout(0.5)(x))
    x = ops.where(ops.isnan(x), ops.zeros_like(x), x)
    x = keras.layers.Dense(100, activation="relu")(x)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(x))


# %% attention-written-out
# why: The scaled formula written with keras.ops; one Dense that is split in two.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.cast(ops.not_equal(ids, 0), "float32")
    x = keras.layers.Embedding(vocabulary_size, dim)(ids)
    both = keras.layers.Dense(2 * dim)(x)
    q, v = both[..., :dim], both[..., dim:]
    scores = ops.matmul(q, ops.transpose(v, (0, 2, 1))) / dim**0.5
    scores = scores - 1e9 * (1 - ops.expand_dims(real, 1))
    x = ops.matmul(ops.softmax(scores, axis=-1), v)
    x = keras.layers.Dropout(0.4)(x) * ops.expand_dims(real, -1)
    x = ops.sum(x, axis=1) / ops.maximum(ops.sum(real, axis=1, keepdims=True), 1.0)
    x = keras.layers.Dense(100, activation="relu")(x)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(x))


# %% keras-pooling
# why: The mask goes all the way to Keras's own pooling (NaN for a text of padding alone).
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.5)(mixed)
    mean = keras.layers.GlobalAveragePooling1D()(mixed)
    hidden = keras.layers.Dense(100, activation="relu")(mean)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))
