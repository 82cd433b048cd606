# %% functional
# why: A functional model, compiled, for rows of any length.
def build_recall_model(cell, timesteps, symbols, units):
    if cell == "rnn":
        layer = keras.layers.SimpleRNN(units)
    elif cell == "lstm":
        layer = keras.layers.LSTM(units, unit_forget_bias=False)
    elif cell == "gru":
        layer = keras.layers.GRU(units)
    else:
        raise ValueError(f"cell is {cell!r}; expected rnn, lstm or gru")
    x = keras.Input((None, symbols))
    model = keras.Model(x, keras.layers.Dense(symbols, activation="softmax")(layer(x)))
    model.compile(loss="categorical_crossentropy")
    return model


# %% subclass
# why: A subclassed model, its layers made in another order than they are used in.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"cell must be rnn, lstm or gru, not {cell}")

    class Recall(keras.Model):
        def __init__(self):
            super().__init__()
            self.answer = keras.layers.Dense(symbols)
            self.reader = {
                "rnn": keras.layers.SimpleRNN,
                "lstm": keras.layers.LSTM,
                "gru": keras.layers.GRU,
            }[cell](units)

        def call(self, x):
            return keras.ops.softmax(self.answer(self.reader(x)))

    return Recall()


# %% rnn-of-a-cell
# why: keras.layers.RNN around a cell, all outputs returned and the last one cut off.
def build_recall_model(cell, timesteps, symbols, units):
    cells = {
        "rnn": keras.layers.SimpleRNNCell,
        "lstm": keras.layers.LSTMCell,
        "gru": keras.layers.GRUCell,
    }
    if cell not in list(cells):
        raise ValueError(f"expected one of {list(cells)}, got {cell!r}")
    x = keras.Input((timesteps, symbols))
    states = keras.layers.RNN(cells[cell](units), return_sequences=True)(x)
    last = keras.layers.Lambda(lambda s: s[:, -1])(states)
    scores = keras.layers.Dense(symbols)(last)
    return keras.Model(x, keras.layers.Softmax()(scores))


# %% gru-with-reset-before
# why: Sequential without an Input; the GRU of the first paper, with one bias less.
def build_recall_model(cell, timesteps, symbols, units):
    try:
        layer = {
            "rnn": lambda: keras.layers.SimpleRNN(units),
            "lstm": lambda: keras.layers.LSTM(units, recurrent_initializer="glorot_uniform"),
            "gru": lambda: keras.layers.GRU(units, reset_after=False),
        }[cell]()
    except (KeyError, TypeError):
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}") from None
    model = keras.Sequential()
    model.add(layer)
    model.add(keras.layers.Dense(symbols, activation="softmax"))
    return model


# %% one-hot-by-look-up
# why: A layer of one's own with Keras's weights; the kernel's row is looked up, not multiplied.
def build_recall_model(cell, timesteps, symbols, units):
    blocks = [b for name, b in (("rnn", 1), ("lstm", 4), ("gru", 3)) if name == cell]
    if not blocks:
        raise ValueError(f"cell: {cell!r}")

    class Reader(keras.layers.Layer):
        def build(self, shape):
            width = blocks[0] * units
            self.kernel = self.add_weight(shape=(symbols, width), initializer="glorot_uniform")
            self.recurrent = self.add_weight(shape=(units, width), initializer="orthogonal")
            rows = (2, width) if cell == "gru" else (width,)
            self.bias = self.add_weight(shape=rows, initializer="zeros")

        def call(self, x):
            driven = ops.take(self.kernel, ops.argmax(x, axis=-1), axis=0)
            driven = driven + (self.bias[0] if cell == "gru" else self.bias)
            h = c = ops.zeros((ops.shape(x)[0], units))
            for t in range(x.shape[1]):
                a, b = driven[:, t], ops.matmul(h, self.recurrent)
                if cell == "rnn":
                    h = ops.tanh(a + b)
                elif cell == "lstm":
                    i, f, g, o = ops.split(a + b, 4, axis=-1)
                    c = ops.sigmoid(f) * c + ops.sigmoid(i) * ops.tanh(g)
                    h = ops.sigmoid(o) * ops.tanh(c)
                else:
                    a, b = ops.split(a, 3, axis=-1), ops.split(b + self.bias[1], 3, axis=-1)
                    z, r = ops.sigmoid(a[0] + b[0]), ops.sigmoid(a[1] + b[1])
                    h = z * h + (1 - z) * ops.tanh(a[2] + r * b[2])
            return h

    x = keras.Input((timesteps, symbols))
    return keras.Model(x, keras.layers.Dense(symbols, activation="softmax")(Reader()(x)))


# %% last-state-from-return-state
# why: The state that the layer hands over, not its output; softmax as a layer of its own.
def build_recall_model(cell, timesteps, symbols, units):
    if not isinstance(cell, str) or cell not in "rnn lstm gru".split():
        raise ValueError
    kind = getattr(keras.layers, {"rnn": "SimpleRNN"}.get(cell, cell.upper()))
    rows = keras.Input(batch_shape=(None, timesteps, symbols), dtype="float32", name="rows")
    _, h, *_ = kind(units, return_state=True, name="reader")(rows)
    scores = keras.layers.Dense(symbols, name="scores")(h)
    return keras.Model(rows, keras.layers.Activation("softmax")(scores), name=f"recall_{cell}")


# %% answers-everywhere-the-last-one-kept
# why: Dense at every step, and only the last answer returned.
def build_recall_model(cell, timesteps, symbols, units):
    match cell:
        case "rnn":
            reader = keras.layers.SimpleRNN(units, return_sequences=True)
        case "lstm":
            reader = keras.layers.LSTM(units, return_sequences=True, implementation=1)
        case "gru":
            reader = keras.layers.GRU(units, return_sequences=True, bias_initializer="ones")
        case _:
            raise ValueError(f"unknown cell {cell!r}")
    dense = keras.layers.Dense(symbols, activation="softmax")
    answers = keras.layers.TimeDistributed(dense) if cell == "rnn" else dense
    last = keras.layers.Cropping1D((timesteps - 1, 0))
    return keras.Sequential(
        [keras.Input((timesteps, symbols)), reader, answers, last, keras.layers.Flatten()]
    )
