# %% wrong: no-softmax
# Logits.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(2, 6, 4), reference(2, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   assert np.allclose(m(x), ref(x), atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.LSTM(units),
            L.RepeatVector(digits + 1),
            L.LSTM(units, return_sequences=True),
            L.Dense(alphabet_size),
        ]
    )


# %% wrong: softmax-over-time
# The softmax normalises along the answer's places.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(2, 6, 4), reference(2, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   assert np.allclose(m(x), ref(x), atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.LSTM(units),
            L.RepeatVector(digits + 1),
            L.LSTM(units, return_sequences=True),
            L.Dense(alphabet_size),
            L.Softmax(axis=1),
        ]
    )


# %% wrong: states-handed-over
# The decoder begins with the encoder's states: a textbook seq2seq, but the card says zero states.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(2, 6, 4), reference(2, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   assert np.allclose(m(x), ref(x), atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    x = keras.Input((2 * digits + 1, alphabet_size))
    _, h, c = L.LSTM(units, return_state=True)(x)
    d = L.LSTM(units, return_sequences=True)(L.RepeatVector(digits + 1)(h), initial_state=[h, c])
    return keras.Model(x, L.Dense(alphabet_size, activation="softmax")(d))


# %% wrong: cell-state-repeated
# Repeats c, not h.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(2, 6, 4), reference(2, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   assert np.allclose(m(x), ref(x), atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    x = keras.Input((2 * digits + 1, alphabet_size))
    _, h, c = L.LSTM(units, return_state=True)(x)
    d = L.LSTM(units, return_sequences=True)(L.RepeatVector(digits + 1)(c))
    return keras.Model(x, L.Dense(alphabet_size, activation="softmax")(d))


# %% wrong: one-place-short
# Repeats `digits` times: no place for the last carry.
# shows:
#   assert tuple(answer(2, 6, 4)(np.zeros((1, 5, 6), "float32")).shape) == (1, 3, 6)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.LSTM(units),
            L.RepeatVector(digits),
            L.LSTM(units, return_sequences=True),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: width-hard-coded
# 128 units, whatever is asked.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(2, 6, 4), reference(2, 6, 4)
#   m(x)
#   assert sorted(tuple(w.shape) for w in m.weights) == sorted(tuple(w.shape) for w in ref.weights)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.LSTM(128),
            L.RepeatVector(digits + 1),
            L.LSTM(128, return_sequences=True),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: gru-decoder
# A GRU writes.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(2, 6, 4), reference(2, 6, 4)
#   m(x)
#   assert sorted(tuple(w.shape) for w in m.weights) == sorted(tuple(w.shape) for w in ref.weights)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.LSTM(units),
            L.RepeatVector(digits + 1),
            L.GRU(units, return_sequences=True),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: reads-backwards
# The encoder reads from right to left, a known trick that isn't on the card.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(2, 6, 4), reference(2, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   assert np.allclose(m(x), ref(x), atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.LSTM(units, go_backwards=True),
            L.RepeatVector(digits + 1),
            L.LSTM(units, return_sequences=True),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: spaces-masked
# Masking over inputs of zeros: a blank row in the question is skipped.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   x[:, 3:] = 0
#   m, ref = answer(2, 6, 4), reference(2, 6, 4)
#   m(x)
#   m.set_weights(ref.get_weights())
#   assert np.allclose(m(x), ref(x), atol=1e-4)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.Masking(),
            L.LSTM(units),
            L.RepeatVector(digits + 1),
            L.LSTM(units, return_sequences=True),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: dropout-after-the-encoder
# Dropout of 0.1 between encoder and decoder.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(2, 6, 4), reference(2, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   assert np.allclose(m(x), ref(x), atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.LSTM(units),
            L.Dropout(0.1),
            L.RepeatVector(digits + 1),
            L.LSTM(units, return_sequences=True),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: input-dropout-of-the-decoder
# dropout=0.2 as an argument of the second LSTM.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(2, 6, 4), reference(2, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   assert np.allclose(m(x), ref(x), atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.LSTM(units),
            L.RepeatVector(digits + 1),
            L.LSTM(units, return_sequences=True, dropout=0.2),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: encoder-frozen
# The encoder's weights can't be trained.
# shows:
#   m = answer(2, 6, 4)
#   m(np.zeros((1, 5, 6), "float32"))
#   assert len(m.trainable_weights) == len(m.weights)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    encoder = L.LSTM(units)
    encoder.trainable = False
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            encoder,
            L.RepeatVector(digits + 1),
            L.LSTM(units, return_sequences=True),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: normalised-code
# LayerNormalization without scale and centre on the question's vector: no weights, other values.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(2, 6, 4), reference(2, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   assert np.allclose(m(x), ref(x), atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.LSTM(units),
            L.LayerNormalization(center=False, scale=False),
            L.RepeatVector(digits + 1),
            L.LSTM(units, return_sequences=True),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: output-kernel-of-zeros
# The Dense layer starts at zero: every character equally probable.
# shows:
#   m = answer(2, 6, 4)
#   m(np.zeros((1, 5, 6), "float32"))
#   assert all(np.any(w) for w in m.get_weights() if np.ndim(w) == 2)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.LSTM(units),
            L.RepeatVector(digits + 1),
            L.LSTM(units, return_sequences=True),
            L.Dense(alphabet_size, activation="softmax", kernel_initializer="zeros"),
        ]
    )


# %% wrong: norm-constraint
# A max-norm constraint on the output kernel.
# shows:
#   m = answer(2, 6, 4)
#   m(np.zeros((1, 5, 6), "float32"))
#   assert all(getattr(w, "constraint", None) is None for w in m.weights)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.LSTM(units),
            L.RepeatVector(digits + 1),
            L.LSTM(units, return_sequences=True),
            L.Dense(
                alphabet_size,
                activation="softmax",
                kernel_constraint=keras.constraints.MaxNorm(1.0),
            ),
        ]
    )


# %% wrong: activity-penalty
# ActivityRegularization on the code, a loss that the card doesn't name.
# shows:
#   m = answer(2, 6, 4)
#   m(np.ones((1, 5, 6), "float32"))
#   assert not m.losses
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.LSTM(units),
            L.ActivityRegularization(l2=1e-3),
            L.RepeatVector(digits + 1),
            L.LSTM(units, return_sequences=True),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% wrong: shared-encoder
# Default argument: all models share one encoder per width.
# shows:
#   a, b = answer(2, 6, 4), answer(2, 6, 4)
#   x = np.ones((1, 5, 6), "float32")
#   a(x), b(x)
#   before = [w.copy() for w in b.get_weights()]
#   a.set_weights([w + 1 for w in a.get_weights()])
#   assert all(np.allclose(p, q) for p, q in zip(before, b.get_weights()))
def build_seq2seq(digits, alphabet_size, units=128, encoders={}):
    L = keras.layers
    encoder = encoders.setdefault((alphabet_size, units), L.LSTM(units))
    x = keras.Input((2 * digits + 1, alphabet_size))
    h = L.RepeatVector(digits + 1)(encoder(x))
    return keras.Model(
        x, L.Dense(alphabet_size, activation="softmax")(L.LSTM(units, return_sequences=True)(h))
    )


# %% wrong: no-biases
# use_bias=False in all layers.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(2, 6, 4), reference(2, 6, 4)
#   m(x)
#   assert sorted(tuple(w.shape) for w in m.weights) == sorted(tuple(w.shape) for w in ref.weights)
def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.LSTM(units, use_bias=False),
            L.RepeatVector(digits + 1),
            L.LSTM(units, return_sequences=True, use_bias=False),
            L.Dense(alphabet_size, activation="softmax", use_bias=False),
        ]
    )


# %% wrong: same-answer-for-many-places
# Time-distributed code only at the first place; zeros feed the decoder after it.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 5, 6)).astype("float32")
#   m, ref = answer(2, 6, 4), reference(2, 6, 4)
#   m(x)
#   ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#   m.set_weights(ref.get_weights())
#   assert np.allclose(m(x), ref(x), atol=1e-4)
#   assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
class FirstOnly(keras.layers.Layer):
    def __init__(self, n):
        super().__init__()
        self.n = n

    def call(self, h):
        return keras.ops.pad(h[:, None], [[0, 0], [0, self.n - 1], [0, 0]])


def build_seq2seq(digits, alphabet_size, units=128):
    L = keras.layers
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            L.LSTM(units),
            FirstOnly(digits + 1),
            L.LSTM(units, return_sequences=True),
            L.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% right: subclassed-with-repeat-op
# A subclassed model; keras.ops.repeat in place of RepeatVector; softmax as a function.
class Adder(keras.Model):
    def __init__(self, places, symbols, units):
        super().__init__()
        self.places = places
        self.encoder = keras.layers.LSTM(units)
        self.decoder = keras.layers.LSTM(units, return_sequences=True)
        self.head = keras.layers.Dense(symbols)

    def call(self, x):
        h = keras.ops.repeat(keras.ops.expand_dims(self.encoder(x), 1), self.places, axis=1)
        return keras.ops.softmax(self.head(self.decoder(h)), axis=-1)


def build_seq2seq(digits, alphabet_size, units=128):
    return Adder(digits + 1, alphabet_size, units)


# %% right: functional-time-distributed
# Functional, with TimeDistributed and zero states given by hand.
def build_seq2seq(digits, alphabet_size, units=128):
    x = keras.Input((2 * digits + 1, alphabet_size), name="question")
    h = keras.layers.LSTM(units, return_sequences=True, name="reader")(x)[:, -1]
    zero = keras.ops.zeros_like(h)
    d = keras.layers.LSTM(units, return_sequences=True, name="writer")(
        keras.layers.RepeatVector(digits + 1)(h), initial_state=[zero, zero]
    )
    y = keras.layers.TimeDistributed(keras.layers.Dense(alphabet_size, activation="softmax"))(d)
    model = keras.Model(x, y)
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    return model


# %% right: two-sequential-parts
# Encoder and decoder are models of their own, joined in a third.
def build_seq2seq(digits, alphabet_size, units=128):
    encoder = keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.RNN(keras.layers.LSTMCell(units)),
        ]
    )
    decoder = keras.Sequential(
        [
            keras.Input((digits + 1, units)),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Dense(alphabet_size),
            keras.layers.Activation("softmax"),
        ]
    )
    return keras.Sequential([encoder, keras.layers.RepeatVector(digits + 1), decoder])
