# %% wrong: logits
# Dense without softmax.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 6, 4)).astype("float32")
#   for cell in ("rnn", "lstm", "gru"):
#       m = answer(cell, 6, 4, 5)
#       p = ops.convert_to_numpy(m(x))
#       ref = reference(cell, 6, 4, 5)
#       assert p.shape == (3, 4) and np.allclose(p.sum(-1), 1, atol=1e-4)
#       assert sorted(tuple(w.shape) for w in m.weights) == sorted(tuple(w.shape) for w in ref.weights)
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    return keras.Sequential(
        [keras.Input((timesteps, symbols)), layers[cell](units), keras.layers.Dense(symbols)]
    )


# %% wrong: sees-all-steps
# All states flattened into the Dense layer: nothing needs to be remembered.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 6, 4)).astype("float32")
#   for cell in ("rnn", "lstm", "gru"):
#       m = answer(cell, 6, 4, 5)
#       p = ops.convert_to_numpy(m(x))
#       ref = reference(cell, 6, 4, 5)
#       assert p.shape == (3, 4) and np.allclose(p.sum(-1), 1, atol=1e-4)
#       assert sorted(tuple(w.shape) for w in m.weights) == sorted(tuple(w.shape) for w in ref.weights)
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layers[cell](units, return_sequences=True),
            keras.layers.Flatten(),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% wrong: reads-backwards
# go_backwards: the first symbol is the last one read, so recall is easy.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 6, 4)).astype("float32")
#   for cell in ("rnn", "lstm", "gru"):
#       m, ref = answer(cell, 6, 4, 5), reference(cell, 6, 4, 5)
#       m(x)
#       ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#       m.set_weights(ref.get_weights())
#       assert np.allclose(m(x), ref(x), atol=1e-4)
#       assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layers[cell](units, go_backwards=True),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% wrong: average-of-states
# Pools all states by their mean; the weights have the same shapes.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 6, 4)).astype("float32")
#   for cell in ("rnn", "lstm", "gru"):
#       m, ref = answer(cell, 6, 4, 5), reference(cell, 6, 4, 5)
#       m(x)
#       ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#       m.set_weights(ref.get_weights())
#       assert np.allclose(m(x), ref(x), atol=1e-4)
#       assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layers[cell](units, return_sequences=True),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% wrong: first-state
# Takes the state after the first step, where the answer is still in sight.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 6, 4)).astype("float32")
#   for cell in ("rnn", "lstm", "gru"):
#       m, ref = answer(cell, 6, 4, 5), reference(cell, 6, 4, 5)
#       m(x)
#       ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#       m.set_weights(ref.get_weights())
#       assert np.allclose(m(x), ref(x), atol=1e-4)
#       assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    x = keras.Input((timesteps, symbols))
    h = layers[cell](units, return_sequences=True)(x)
    return keras.Model(x, keras.layers.Dense(symbols, activation="softmax")(h[:, 0]))


# %% wrong: unknown-means-gru
# Any other name gives a GRU.
# shows:
#   try:
#       answer("LSTM", 6, 4, 5)
#   except ValueError:
#       pass
#   else:
#       assert False
def build_recall_model(cell, timesteps, symbols, units):
    layer = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM}.get(cell, keras.layers.GRU)
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layer(units),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% wrong: key-error
# A dictionary that complains with its own KeyError.
# shows:
#   try:
#       answer("transformer", 6, 4, 5)
#   except ValueError:
#       pass
#   except Exception:
#       assert False
#   else:
#       assert False
def build_recall_model(cell, timesteps, symbols, units):
    layer = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}[
        cell
    ]
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layer(units),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% wrong: dropout-slipped-in
# A Dropout of 0.2 before the Dense layer, which the card doesn't name.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 6, 4)).astype("float32")
#   for cell in ("rnn", "lstm", "gru"):
#       m, ref = answer(cell, 6, 4, 5), reference(cell, 6, 4, 5)
#       m(x)
#       ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#       m.set_weights(ref.get_weights())
#       assert np.allclose(m(x), ref(x), atol=1e-4)
#       assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layers[cell](units),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% wrong: recurrent-dropout
# Dropout inside the recurrence; in inference nothing is to be seen.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 6, 4)).astype("float32")
#   for cell in ("rnn", "lstm", "gru"):
#       m, ref = answer(cell, 6, 4, 5), reference(cell, 6, 4, 5)
#       m(x)
#       ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#       m.set_weights(ref.get_weights())
#       assert np.allclose(m(x), ref(x), atol=1e-4)
#       assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layers[cell](units, recurrent_dropout=0.3),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% wrong: frozen-recurrence
# An echo state network: only the Dense layer learns.
# shows:
#   m = answer("lstm", 6, 4, 5)
#   m(np.zeros((1, 6, 4), "float32"))
#   assert len(m.trainable_weights) == 5
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layers[cell](units, trainable=False),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% wrong: weight-decay
# An L2 penalty on the recurrent kernel.
# shows:
#   m = answer("gru", 6, 4, 5)
#   m(np.zeros((1, 6, 4), "float32"))
#   assert not m.losses
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layers[cell](units, recurrent_regularizer="l2"),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% wrong: no-gradient-to-the-start
# Stops the gradient between the recurrent layer and the Dense layer.
# shows:
#   import tensorflow as tf
#   m = answer("gru", 6, 4, 5)
#   x = np.random.default_rng(0).normal(size=(3, 6, 4)).astype("float32")
#   with tf.GradientTape() as tape:
#       loss = tf.reduce_sum(m(x)[:, 0])
#   g = tape.gradient(loss, [w.value for w in m.trainable_weights])
#   assert all(v is not None for v in g)
class Cut(keras.layers.Layer):
    def call(self, x):
        return ops.stop_gradient(x)


def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layers[cell](units),
            Cut(),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% wrong: zero-recurrent-kernel
# The recurrent kernel starts at zero.
# shows:
#   m = answer("rnn", 6, 4, 5)
#   m(np.zeros((1, 6, 4), "float32"))
#   assert np.any(m.get_weights()[1])
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layers[cell](units, recurrent_initializer="zeros"),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% wrong: relu-in-the-rnn
# The plain RNN has ReLU, which the course's step doesn't.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 6, 4)).astype("float32")
#   for cell in ("rnn", "lstm", "gru"):
#       m, ref = answer(cell, 6, 4, 5), reference(cell, 6, 4, 5)
#       m(x)
#       ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#       m.set_weights(ref.get_weights())
#       assert np.allclose(m(x), ref(x), atol=1e-4)
#       assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    extra = {"activation": "relu"} if cell == "rnn" else {}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layers[cell](units, **extra),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% wrong: two-layers
# Two recurrent layers, one on top of the other.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 6, 4)).astype("float32")
#   for cell in ("rnn", "lstm", "gru"):
#       m = answer(cell, 6, 4, 5)
#       p = ops.convert_to_numpy(m(x))
#       ref = reference(cell, 6, 4, 5)
#       assert p.shape == (3, 4) and np.allclose(p.sum(-1), 1, atol=1e-4)
#       assert sorted(tuple(w.shape) for w in m.weights) == sorted(tuple(w.shape) for w in ref.weights)
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layers[cell](units, return_sequences=True),
            layers[cell](units),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% wrong: models-cached
# Keeps the models in a dictionary: the second call gives the first, trained model.
# shows:
#   assert answer("gru", 6, 4, 5) is not answer("gru", 6, 4, 5)
_models = {}


def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    key = cell, timesteps, symbols, units
    if key not in _models:
        _models[key] = keras.Sequential(
            [
                keras.Input((timesteps, symbols)),
                layers[cell](units),
                keras.layers.Dense(symbols, activation="softmax"),
            ]
        )
    return _models[key]


# %% wrong: sigmoid-output
# One sigmoid per symbol.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 6, 4)).astype("float32")
#   for cell in ("rnn", "lstm", "gru"):
#       m = answer(cell, 6, 4, 5)
#       p = ops.convert_to_numpy(m(x))
#       ref = reference(cell, 6, 4, 5)
#       assert p.shape == (3, 4) and np.allclose(p.sum(-1), 1, atol=1e-4)
#       assert sorted(tuple(w.shape) for w in m.weights) == sorted(tuple(w.shape) for w in ref.weights)
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layers[cell](units),
            keras.layers.Dense(symbols, activation="sigmoid"),
        ]
    )


# %% wrong: noise-on-the-input
# GaussianNoise makes it robust in training.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 6, 4)).astype("float32")
#   for cell in ("rnn", "lstm", "gru"):
#       m, ref = answer(cell, 6, 4, 5), reference(cell, 6, 4, 5)
#       m(x)
#       ref.set_weights([np.random.default_rng(i).normal(size=w.shape) for i, w in enumerate(ref.get_weights())])
#       m.set_weights(ref.get_weights())
#       assert np.allclose(m(x), ref(x), atol=1e-4)
#       assert np.allclose(m(x, training=True), ref(x, training=True), atol=1e-4)
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            keras.layers.GaussianNoise(0.1),
            layers[cell](units),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% right: functional-with-cells
# Functional style; keras.layers.RNN around the cell classes; softmax as a layer of its own.
def build_recall_model(cell, timesteps, symbols, units):
    try:
        kind = dict(
            rnn=keras.layers.SimpleRNNCell, lstm=keras.layers.LSTMCell, gru=keras.layers.GRUCell
        )[cell]
    except KeyError:
        raise ValueError(f"expected rnn, lstm or gru, got {cell!r}") from None
    x = keras.Input(shape=(timesteps, symbols))
    h = keras.layers.RNN(kind(units))(x)
    return keras.Model(x, keras.layers.Softmax()(keras.layers.Dense(symbols)(h)))


# %% right: subclassed-last-slice
# A subclassed model that takes the last of all states.
class Recall(keras.Model):
    def __init__(self, layer, symbols):
        super().__init__()
        self.reader = layer
        self.out = keras.layers.Dense(symbols, "softmax")

    def call(self, x):
        return self.out(self.reader(x)[:, -1])


def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"cell: expected rnn, lstm or gru; got {cell!r}")
    kind = getattr(keras.layers, {"rnn": "SimpleRNN"}.get(cell, cell.upper()))
    return Recall(kind(units, return_sequences=True), symbols)


# %% right: compiled-sequential-add
# model.add style, compiled at once.
def build_recall_model(cell, timesteps, symbols, units):
    model = keras.models.Sequential(
        name=f"recall_{cell}" if isinstance(cell, str) and cell.isidentifier() else None
    )
    model.add(keras.layers.InputLayer(shape=(timesteps, symbols)))
    if cell == "rnn":
        model.add(keras.layers.SimpleRNN(units))
    elif cell == "lstm":
        model.add(keras.layers.LSTM(units))
    elif cell == "gru":
        model.add(keras.layers.GRU(units))
    else:
        raise ValueError(f"cell must be one of rnn, lstm, gru, not {cell!r}")
    model.add(keras.layers.Dense(symbols))
    model.add(keras.layers.Activation("softmax"))
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return model
