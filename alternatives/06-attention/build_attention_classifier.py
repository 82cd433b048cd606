# %% subclass
# why: A subclassed model, with masks made from the ids.
class Reader(keras.Model):
    def __init__(self, vocabulary_size, dim):
        super().__init__()
        self.table = keras.layers.Embedding(vocabulary_size, dim)
        self.q, self.v = keras.layers.Dense(dim), keras.layers.Dense(dim)
        self.attend = keras.layers.Attention()
        self.drops = [keras.layers.Dropout(0.1) for _ in range(3)]
        self.hidden = keras.layers.Dense(100)
        self.out = keras.layers.Dense(1, activation="sigmoid")

    def call(self, ids, training=False):
        real = ops.not_equal(ids, 0)
        x = self.table(ids)
        x = self.attend([self.q(x), self.v(x)], mask=[real, real])
        x = self.drops[0](x, training=training)
        share = ops.cast(real, x.dtype)
        share = share / ops.maximum(ops.sum(share, axis=1, keepdims=True), 1)
        x = self.drops[1](ops.einsum("ntd,nt->nd", x, share), training=training)
        return self.out(self.drops[2](self.hidden(x), training=training))


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
    v = keras.layers.Dense(dim, name="dk")(x)
    q = keras.layers.Dense(dim, name="dq")(x)
    x = MaskedMean()(keras.layers.Dropout(0.1)(keras.layers.Attention()([q, v])))
    x = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(x))
    x = keras.layers.Dropout(0.1)(x)
    model = keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(x))
    model.compile("adam", "binary_crossentropy")
    return model


# %% pooling-with-nan-removed
# why: Keras's own pooling, the 0/0 replaced afterwards; ids of 64 bits.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int64")
    x = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    q, v = keras.layers.Dense(dim)(x), keras.layers.Dense(dim)(x)
    x = keras.layers.Attention()([q, v, v])
    x = keras.layers.GlobalAveragePooling1D()(keras.layers.Dropout(0.1)(x))
    x = ops.where(ops.isnan(x), ops.zeros_like(x), x)
    x = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(x))
    return keras.Model(
        ids, keras.layers.Dense(1, activation="sigmoid")(keras.layers.Dropout(0.1)(x))
    )


# %% attention-written-out
# why: The attention written with keras.ops; what is forbidden is replaced, not lowered.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.not_equal(ids, 0)
    x = keras.layers.Embedding(vocabulary_size, dim)(ids)
    q, v = keras.layers.Dense(dim)(x), keras.layers.Dense(dim)(x)
    scores = ops.einsum("nid,njd->nij", q, v)
    scores = ops.where(ops.expand_dims(real, 1), scores, -1e30)
    x = keras.layers.Dropout(0.1)(ops.matmul(ops.softmax(scores, axis=-1), v))
    share = ops.cast(real, "float32") / ops.sum(ops.cast(real, "float32"), axis=1, keepdims=True)
    x = ops.matmul(ops.expand_dims(share, 1), x)[:, 0]
    x = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(x))
    x = keras.layers.Dense(1)(keras.layers.Dropout(0.1)(x))
    return keras.Model(ids, ops.sigmoid(x))


# %% keras-pooling
# why: The lecture's layers alone: the mask goes all the way to Keras's own pooling.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    dq = keras.layers.Dense(dim)(words)
    dk = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Dropout(0.1)(keras.layers.Attention()([dq, dk]))
    mean = keras.layers.Dropout(0.1)(keras.layers.GlobalAveragePooling1D()(mixed))
    hidden = keras.layers.Dropout(0.1)(keras.layers.Dense(100)(mean))
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% sequential-parts
# why: Two models in one: words to their mean, and a Sequential behind it.
def build_attention_classifier(vocabulary_size, dim=60):
    head = keras.Sequential(
        [
            keras.layers.Dropout(0.1),
            keras.layers.Dense(100),
            keras.layers.Dropout(0.1),
            keras.layers.Dense(1, "sigmoid"),
        ]
    )
    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    x = keras.layers.Attention()([keras.layers.Dense(dim)(x), keras.layers.Dense(dim)(x)])
    mean = keras.layers.GlobalAveragePooling1D()(keras.layers.Dropout(0.1)(x))
    return keras.Sequential([keras.Model(ids, mean), head])


# %% one-layer-with-its-weights
# why: Weights in Keras's layout, added by hand in another order; dropout by keras.random.
class Whole(keras.layers.Layer):
    def __init__(self, vocabulary_size, dim):
        super().__init__()
        self.seeds = keras.random.SeedGenerator()
        self.sizes = vocabulary_size, dim

    def build(self, shape):
        vocabulary_size, dim = self.sizes

        def pair(rows, columns):
            kernel = self.add_weight(shape=(rows, columns), initializer="glorot_uniform")
            return kernel, self.add_weight(shape=(columns,), initializer="zeros")

        self.last, self.hidden = pair(100, 1), pair(dim, 100)
        self.values, self.queries = pair(dim, dim), pair(dim, dim)
        self.table = self.add_weight(shape=(vocabulary_size, dim), initializer="uniform")

    def call(self, ids, training=False):
        def drop(x):
            return keras.random.dropout(x, 0.1, seed=self.seeds) if training else x

        def dense(x, weights):
            return ops.matmul(x, weights[0]) + weights[1]

        ids = ops.cast(ids, "int32")
        real = ops.cast(ids != 0, "float32")  # (batch, time)
        x = ops.take(self.table, ids, axis=0)
        q, v = dense(x, self.queries), dense(x, self.values)
        scores = ops.matmul(q, ops.swapaxes(v, 1, 2)) - 1e9 * (1 - real[:, None])
        x = drop(ops.matmul(ops.softmax(scores), v)) * real[:, :, None]
        x = drop(ops.sum(x, axis=1) / ops.maximum(ops.sum(real, axis=1), 1)[:, None])
        return ops.sigmoid(dense(drop(dense(x, self.hidden)), self.last))


def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    return keras.Model(ids, Whole(vocabulary_size, dim)(ids))
