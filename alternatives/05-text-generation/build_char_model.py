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
    model.add(keras.layers.Dense(alphabet_size, activation="softmax"))
    return model


# %% own-weights
# why: Weights of its own in Keras's layout, the steps in a Python loop.
class Reader(keras.Model):
    def __init__(self, V, units):
        super().__init__()
        self.units = units
        self.kernel = self.add_weight(shape=(V, 4 * units), initializer="glorot_uniform")
        self.recurrent = self.add_weight(shape=(units, 4 * units), initializer="orthogonal")
        self.bias = self.add_weight(shape=(4 * units,), initializer="zeros")
        self.out = self.add_weight(shape=(units, V), initializer="glorot_uniform")
        self.out_bias = self.add_weight(shape=(V,), initializer="zeros")

    def call(self, x):
        x = ops.cast(x, "float32")
        h = c = ops.zeros((ops.shape(x)[0], self.units))
        for t in range(x.shape[1]):
            z = ops.matmul(x[:, t], self.kernel) + ops.matmul(h, self.recurrent) + self.bias
            i, f, g, o = ops.split(z, 4, axis=1)
            c = ops.sigmoid(f) * c + ops.sigmoid(i) * ops.tanh(g)
            h = ops.sigmoid(o) * ops.tanh(c)
        return ops.softmax(ops.matmul(h, self.out) + self.out_bias)


def build_char_model(length, alphabet_size, units=128):
    return Reader(alphabet_size, units)


# %% models-in-a-model
# why: A reader and a head, two models in a third; other initialisers, the LSTM unrolled.
def build_char_model(length, alphabet_size, units=128):
    window = keras.Input((length, alphabet_size))
    lstm = keras.layers.LSTM(
        units, unroll=length < 30, kernel_initializer="he_normal", unit_forget_bias=False
    )
    reader = keras.Model(window, lstm(window))
    head = keras.Sequential([keras.Input((units,)), keras.layers.Dense(alphabet_size)])
    return keras.Sequential([reader, head, keras.layers.Activation("softmax")])
