# %% wrong: all-steps
# return_sequences: a distribution per character, taken as the last one by flattening.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(5, 6, 4), reference(5, 6, 4)
#   m(x)
#   assert sorted(tuple(w.shape) for w in m.weights) == sorted(tuple(w.shape) for w in ref.weights)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            L.LSTM(units, return_sequences=True),
            L.Flatten(),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: sum-of-states
# Adds all states up before the Dense layer.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(5, 6, 4), reference(5, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   p, q = m(x), ref(x)
#   assert p.shape == q.shape and np.allclose(p, q, atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    x = keras.Input((length, alphabet_size))
    h = ops.sum(L.LSTM(units, return_sequences=True)(x), axis=1)
    return keras.Model(x, L.Dense(alphabet_size, activation="softmax")(h))


# %% wrong: linear-output
# No softmax.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(5, 6, 4), reference(5, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   p, q = m(x), ref(x)
#   assert p.shape == q.shape and np.allclose(p, q, atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [keras.Input((length, alphabet_size)), L.LSTM(units), L.Dense(alphabet_size)]
    )


# %% wrong: sigmoid-normalised
# Sigmoids divided by their sum: a distribution, but no softmax.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(5, 6, 4), reference(5, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   p, q = m(x), ref(x)
#   assert p.shape == q.shape and np.allclose(p, q, atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    x = keras.Input((length, alphabet_size))
    s = L.Dense(alphabet_size, activation="sigmoid")(L.LSTM(units)(x))
    return keras.Model(x, s / ops.sum(s, axis=-1, keepdims=True))


# %% wrong: log-softmax
# Logarithms of the probabilities.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(5, 6, 4), reference(5, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   p, q = m(x), ref(x)
#   assert p.shape == q.shape and np.allclose(p, q, atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            L.LSTM(units),
            L.Dense(alphabet_size, activation="log_softmax"),
        ]
    )


# %% wrong: gru
# A GRU for the LSTM.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(5, 6, 4), reference(5, 6, 4)
#   m(x)
#   assert sorted(tuple(w.shape) for w in m.weights) == sorted(tuple(w.shape) for w in ref.weights)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            L.GRU(units),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: bidirectional-halves
# A bidirectional LSTM of half the width each.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(5, 6, 4), reference(5, 6, 4)
#   m(x)
#   assert sorted(tuple(w.shape) for w in m.weights) == sorted(tuple(w.shape) for w in ref.weights)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            L.Bidirectional(L.LSTM(units // 2)),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: hidden-layer
# One more Dense layer between.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(5, 6, 4), reference(5, 6, 4)
#   m(x)
#   assert sorted(tuple(w.shape) for w in m.weights) == sorted(tuple(w.shape) for w in ref.weights)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            L.LSTM(units),
            L.Dense(units, activation="relu"),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: dropout-before-output
# Dropout of 0.5, as in Keras's old example's variants.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(5, 6, 4), reference(5, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   p, q = m(x), ref(x)
#   assert p.shape == q.shape and np.allclose(p, q, atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            L.LSTM(units),
            L.Dropout(0.5),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: units-default-only
# The width is always 128.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(5, 6, 4), reference(5, 6, 4)
#   m(x)
#   assert sorted(tuple(w.shape) for w in m.weights) == sorted(tuple(w.shape) for w in ref.weights)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            L.LSTM(128),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: relu-lstm
# The LSTM's activation is ReLU.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(5, 6, 4), reference(5, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   p, q = m(x), ref(x)
#   assert p.shape == q.shape and np.allclose(p, q, atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            L.LSTM(units, activation="relu"),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: forget-gate-hard
# Recurrent activation hard_sigmoid.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(5, 6, 4), reference(5, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   p, q = m(x), ref(x)
#   assert p.shape == q.shape and np.allclose(p, q, atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            L.LSTM(units, recurrent_activation="hard_sigmoid"),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: frozen-recurrent-kernel
# The whole LSTM cell can't be trained.
# shows:
#   m = answer(5, 6, 4)
#   m(np.ones((1, 5, 6), "float32"))
#   assert len(m.trainable_weights) == len(m.weights)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            L.LSTM(units, trainable=False),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: penalty-on-the-output
# An L1 penalty on the output kernel.
# shows:
#   m = answer(5, 6, 4)
#   m(np.ones((1, 5, 6), "float32"))
#   assert not m.losses
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            L.LSTM(units),
            L.Dense(alphabet_size, activation="softmax", kernel_regularizer="l1"),
        ]
    )


# %% wrong: constant-kernel
# The input kernel starts at a constant 0.1.
# shows:
#   m = answer(5, 6, 4)
#   m(np.ones((1, 5, 6), "float32"))
#   assert all(np.ptp(w) > 0 for w in m.get_weights() if np.ndim(w) == 2)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            L.LSTM(units, kernel_initializer=keras.initializers.Constant(0.1)),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: temperature-built-in
# Logits are divided by 0.5 before the softmax.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(5, 6, 4), reference(5, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   p, q = m(x), ref(x)
#   assert p.shape == q.shape and np.allclose(p, q, atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            L.LSTM(units),
            L.Dense(alphabet_size),
            L.Rescaling(2.0),
            L.Softmax(),
        ]
    )


# %% wrong: stateful
# stateful=True: the next window begins where the last one ended.
# shows:
#   x = np.random.default_rng(0).normal(size=(1, 5, 6)).astype("float32")
#   m = answer(5, 6, 4)
#   assert np.allclose(m(x), m(x), atol=1e-5)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size), batch_size=1),
            L.LSTM(units, stateful=True),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: unit-noise
# Gaussian dropout on the input.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(5, 6, 4), reference(5, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   p, q = m(x), ref(x)
#   assert p.shape == q.shape and np.allclose(p, q, atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_char_model(length, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            L.GaussianDropout(0.1),
            L.LSTM(units),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% right: own-layer-around-keras
# A layer of one's own that holds an LSTM cell and loops over the steps.
class Reader(keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.cell = keras.layers.LSTMCell(units)
        self.units = units

    def call(self, x):
        h = ops.zeros((ops.shape(x)[0], self.units), dtype=x.dtype)
        c = ops.zeros_like(h)
        for t in range(x.shape[1]):
            _, (h, c) = self.cell(x[:, t], [h, c])
        return h


def build_char_model(length, alphabet_size, units=128):
    x = keras.Input((length, alphabet_size))
    return keras.Model(x, ops.softmax(keras.layers.Dense(alphabet_size)(Reader(units)(x))))


# %% right: returned-state
# Takes the returned h, not the output.
def build_char_model(length, alphabet_size, units=128):
    inputs = keras.layers.Input(shape=(length, alphabet_size), dtype="float32")
    _, h, _ = keras.layers.LSTM(units, return_state=True)(inputs)
    return keras.Model(
        inputs=inputs,
        outputs=keras.layers.Dense(alphabet_size, activation=keras.activations.softmax)(h),
    )


# %% right: sequential-built-later
# A Sequential without Input, that is built at the end, compiled for integers.
def build_char_model(length, alphabet_size, units=128):
    model = keras.Sequential(
        [keras.layers.LSTM(units), keras.layers.Dense(alphabet_size), keras.layers.Softmax()]
    )
    model.build((None, length, alphabet_size))
    model.compile("rmsprop", "sparse_categorical_crossentropy")
    return model
