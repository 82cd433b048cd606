# %% functional
# why: The functional way of building models, compiled.
def build_seq2seq(digits, alphabet_size, units=128):
    x = keras.Input((2 * digits + 1, alphabet_size))
    h = keras.layers.LSTM(units)(x)
    r = keras.layers.RepeatVector(digits + 1)(h)
    d = keras.layers.LSTM(units, return_sequences=True)(r)
    p = keras.layers.Dense(alphabet_size, activation="softmax")(d)
    model = keras.Model(x, p)
    model.compile("adam", "categorical_crossentropy")
    return model


# %% subclassed
# why: A subclass whose layers are made in another order than they are used.
def build_seq2seq(digits, alphabet_size, units=128):
    class Adder(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = keras.layers.Dense(alphabet_size)
            self.writer = keras.layers.LSTM(units, return_sequences=True)
            self.reader = keras.layers.LSTM(units)

        def call(self, x):
            h = self.reader(x)
            d = self.writer(keras.ops.repeat(h[:, None], digits + 1, axis=1))
            return keras.ops.softmax(self.dense(d), axis=-1)

    return Adder()


# %% sequential-without-input
# why: A Sequential without Input, TimeDistributed Dense and a softmax layer of its own.
def build_seq2seq(digits, alphabet_size, units=128):
    model = keras.Sequential()
    model.add(keras.layers.LSTM(units))
    model.add(keras.layers.RepeatVector(digits + 1))
    model.add(keras.layers.LSTM(units, return_sequences=True))
    model.add(keras.layers.TimeDistributed(keras.layers.Dense(alphabet_size)))
    model.add(keras.layers.Softmax())
    return model


# %% cells-in-rnn
# why: keras.layers.RNN with LSTM cells, and the repetition as a reshape and a concatenation.
def build_seq2seq(digits, alphabet_size, units=128):
    x = keras.Input((2 * digits + 1, alphabet_size))
    h = keras.layers.RNN(keras.layers.LSTMCell(units))(x)
    h = keras.layers.Reshape((1, units))(h)
    r = keras.layers.Concatenate(axis=1)([h] * (digits + 1))
    d = keras.layers.RNN(keras.layers.LSTMCell(units), return_sequences=True)(r)
    return keras.Model(x, keras.layers.Dense(alphabet_size, activation="softmax")(d))


# %% last-state-of-all
# why: Keeps all states of the reader and picks the last one; two models, one inside the other.
def build_seq2seq(digits, alphabet_size, units=128):
    x = keras.Input((2 * digits + 1, alphabet_size))
    states = keras.layers.LSTM(units, return_sequences=True)(x)
    reader = keras.Model(x, states[:, -1])
    writer = keras.Sequential(
        [
            keras.Input((units,)),
            keras.layers.RepeatVector(digits + 1),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )
    return keras.Model(x, writer(reader(x)))


# %% unrolled-and-written-step-by-step
# why: The decoder is a cell that is called in a loop from zero states.
def build_seq2seq(digits, alphabet_size, units=128):
    class Stepwise(keras.Model):
        def __init__(self):
            super().__init__()
            self.reader = keras.layers.LSTM(units, unroll=True)
            self.cell = keras.layers.LSTMCell(units)
            self.dense = keras.layers.Dense(alphabet_size, activation="softmax")

        def call(self, x):
            h = self.reader(x)
            state = [keras.ops.zeros_like(h), keras.ops.zeros_like(h)]
            answers = []
            for _ in range(digits + 1):
                output, state = self.cell(h, state)
                answers.append(self.dense(output))
            return keras.ops.stack(answers, axis=1)

    return Stepwise()


# %% cells-by-hand
# why: A layer of weights in Keras's layout that writes the LSTM out, used twice.
def build_seq2seq(digits, alphabet_size, units=128):
    ops = keras.ops

    class Recurrent(keras.layers.Layer):
        def build(self, shape):
            size = 4 * units
            self.kernel = self.add_weight(shape=(shape[-1], size), initializer="glorot_uniform")
            self.recurrent = self.add_weight(shape=(units, size), initializer="orthogonal")
            self.bias = self.add_weight(shape=(size,), initializer="zeros")

        def call(self, x):
            h = c = ops.zeros((ops.shape(x)[0], units))
            states = []
            for t in range(x.shape[1]):
                z = ops.matmul(x[:, t], self.kernel) + ops.matmul(h, self.recurrent) + self.bias
                i, f, g, o = ops.split(z, 4, axis=-1)
                c = ops.sigmoid(f) * c + ops.sigmoid(i) * ops.tanh(g)
                h = ops.sigmoid(o) * ops.tanh(c)
                states.append(h)
            return ops.stack(states, axis=1)

    class Adder(keras.Model):
        def __init__(self):
            super().__init__()
            self.parts = [Recurrent(), Recurrent(), keras.layers.Dense(alphabet_size, "softmax")]

        def call(self, x):
            last = self.parts[0](x)[:, -1:]
            return self.parts[2](self.parts[1](ops.tile(last, (1, digits + 1, 1))))

    return Adder()


# %% explicit-zero-states
# why: Both LSTMs get their zero states by hand; the softmax is an Activation of its own.
def build_seq2seq(digits, alphabet_size, units=128):
    layers = keras.layers
    x = keras.Input((None, alphabet_size))
    _, h, _ = layers.LSTM(units, return_sequences=True, return_state=True)(x)
    zeros = keras.ops.zeros_like(h)
    r = keras.ops.repeat(keras.ops.expand_dims(h, 1), digits + 1, axis=1)
    d = layers.LSTM(units, return_sequences=True)(r, initial_state=[zeros, zeros])
    return keras.Model(x, layers.Activation("softmax")(layers.Dense(alphabet_size)(d)))
