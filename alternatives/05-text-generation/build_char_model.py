# %% functional
# why: The functional interface, compiled, for windows of any length.
def build_char_model(length, alphabet_size, units=128):
    window = keras.Input((None, alphabet_size))
    state = keras.layers.LSTM(units)(window)
    model = keras.Model(window, keras.layers.Dense(alphabet_size, activation="softmax")(state))
    model.compile(optimizer="rmsprop", loss="categorical_crossentropy")
    return model


# %% subclass
# why: A subclass of keras.Model, which has weights only after a call.
class CharModel(keras.Model):
    def __init__(self, alphabet_size, units):
        super().__init__()
        self.out = keras.layers.Dense(alphabet_size)
        self.reader = keras.layers.LSTM(units)

    def call(self, x):
        return ops.softmax(self.out(self.reader(ops.cast(x, "float32"))))


def build_char_model(length, alphabet_size, units=128):
    return CharModel(alphabet_size, units)


# %% cell-in-a-loop
# why: An LSTM cell run by an RNN layer, the last state cut out of the sequence, softmax as a layer.
def build_char_model(length, alphabet_size, units=128):
    x = keras.Input((length, alphabet_size))
    states = keras.layers.RNN(keras.layers.LSTMCell(units), return_sequences=True)(x)
    scores = keras.layers.Dense(alphabet_size)(states[:, -1])
    return keras.Model(x, keras.layers.Softmax()(scores))


# %% sequential-without-input
# why: A Sequential model that is built at its first call.
def build_char_model(length, alphabet_size, units=128):
    model = keras.Sequential()
    model.add(keras.layers.LSTM(units))
    model.add(keras.layers.Dropout(0.2))
    model.add(keras.layers.Dense(alphabet_size, activation="softmax"))
    return model
