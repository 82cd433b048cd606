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
    if cell not in cells:
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
    except KeyError:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}") from None
    model = keras.Sequential()
    model.add(layer)
    model.add(keras.layers.Dropout(0.1))
    model.add(keras.layers.Dense(symbols, activation="softmax"))
    return model
