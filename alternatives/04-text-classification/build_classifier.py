# %% sequential
# why: A Sequential without an Input; the matrix goes in through the initializer.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix))
    model = keras.Sequential()
    model.add(
        keras.layers.Embedding(vocabulary_size, dim, embeddings_initializer=start, mask_zero=True)
    )
    model.layers[0].trainable = trainable
    for last in (False, True):
        model.add(keras.layers.Dropout(0.5))
        model.add(keras.layers.LSTM(128, return_sequences=not last))
    model.add(keras.layers.Dropout(0.5))
    model.add(keras.layers.Dense(1))
    model.add(keras.layers.Activation("sigmoid"))
    return model


# %% subclass
# why: A subclassed model with the mask made from the ids; its layers are made in another order than
# used.
class Reader(keras.Model):
    def __init__(self, vocabulary_size, dim, matrix, trainable):
        super().__init__()
        self.answer = keras.layers.Dense(1, activation="sigmoid")
        self.second = keras.layers.LSTM(128)
        self.first = keras.layers.LSTM(128, return_sequences=True)
        self.drop = keras.layers.Dropout(0.5)
        self.table = keras.layers.Embedding(vocabulary_size, dim)
        self.table.build((None, None))
        if matrix is not None:
            self.table.set_weights([np.asarray(matrix, dtype="float32")])
        self.table.trainable = trainable

    def call(self, ids, training=False):
        real = ops.not_equal(ids, 0)
        x = self.drop(self.table(ids), training=training)
        x = self.drop(self.first(x, mask=real), training=training)
        x = self.drop(self.second(x, mask=real), training=training)
        return self.answer(x)


def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    return Reader(vocabulary_size, dim, matrix, trainable)


# %% cells
# why: keras.layers.RNN around LSTM cells, compiled with an optimizer.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    ids = keras.Input((None,), dtype="int64")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, name="words")(ids)
    x = keras.layers.Dropout(0.5)(words)
    x = keras.layers.RNN(keras.layers.LSTMCell(128), return_sequences=True)(x)
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.RNN(keras.layers.LSTMCell(128))(x)
    x = keras.layers.Dropout(0.5)(x)
    model = keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(x))
    if matrix is not None:
        model.get_layer("words").set_weights([matrix])
    model.get_layer("words").trainable = trainable
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model


# %% masks-by-hand
# why: No mask_zero: the mask is made from the ids and passed to each LSTM.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    ids = keras.Input((None,))
    words = keras.layers.Embedding(
        vocabulary_size,
        dim,
        trainable=trainable,
        weights=None if matrix is None else [np.asarray(matrix)],
    )
    real = ops.not_equal(ids, 0)
    x = keras.layers.Dropout(rate=0.5)(words(ids))
    x = keras.layers.LSTM(128, return_sequences=True)(x, mask=real)
    x = keras.layers.Dropout(rate=0.5)(x)
    x = keras.layers.LSTM(128)(x, mask=real)
    x = keras.layers.Dropout(rate=0.5)(x)
    return keras.Model(ids, ops.sigmoid(keras.layers.Dense(1)(x)))


# %% two-models
# why: One model reads, another answers; the last state comes from return_state.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)
    ids = keras.Input((None,), dtype="int32")
    x = keras.layers.Dropout(0.5)(table(ids))
    if matrix is not None:
        table.embeddings.assign(np.asarray(matrix, dtype="float32"))
    table.trainable = bool(trainable)
    x = keras.layers.Dropout(0.5)(keras.layers.LSTM(128, return_sequences=True)(x))
    _, h, _ = keras.layers.LSTM(128, return_state=True)(x)
    reader = keras.Model(ids, h)
    head = keras.Sequential(
        [
            keras.Input((128,)),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation=keras.activations.sigmoid),
        ]
    )
    return keras.Model(ids, head(reader(ids)))


# %% last-of-all-states
# why: Both LSTM give every state, and the last one is taken by its place; the matrix is assigned.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    layers = keras.layers
    ids = keras.Input((None,), dtype="int64")
    table = layers.Embedding(vocabulary_size, dim, mask_zero=True)
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    table.trainable = trainable
    for _ in range(2):
        x = layers.LSTM(128, return_sequences=True)(layers.Dropout(0.5)(x))
    x = layers.Dropout(0.5)(x[:, -1])
    return keras.Model(ids, layers.Dense(1, activation="sigmoid")(x))


# %% own-weights
# why: No layers but weights in Keras's layout, a loop over time, and dropout as an operation.
class Net(keras.Model):
    def __init__(self, vocabulary_size, dim, matrix, trainable):
        super().__init__()
        self.table = self.add_weight(
            shape=(vocabulary_size, dim), initializer="uniform", trainable=trainable, name="table"
        )
        if matrix is not None:
            self.table.assign(ops.convert_to_tensor(np.asarray(matrix, "float32")))
        self.readers = [
            [
                self.add_weight(shape=(width, 512), initializer="glorot_uniform", name="kernel"),
                self.add_weight(shape=(128, 512), initializer="orthogonal", name="recurrent"),
                self.add_weight(shape=(512,), initializer="zeros", name="bias"),
            ]
            for width in (dim, 128)
        ]
        self.w = self.add_weight(shape=(128, 1), initializer="glorot_uniform", name="w")
        self.b = self.add_weight(shape=(1,), initializer="zeros", name="b")
        self.seeds = keras.random.SeedGenerator()

    def drop(self, x, training):
        return keras.random.dropout(x, 0.5, seed=self.seeds) if training else x

    def call(self, ids, training=False):
        ids = ops.cast(ids, "int32")
        real = ops.expand_dims(ops.not_equal(ids, 0), -1)
        x = self.drop(ops.take(self.table, ids, axis=0), training)
        for kernel, recurrent, bias in self.readers:
            h = c = ops.zeros((ops.shape(x)[0], 128))
            states = []
            for t in range(ids.shape[1]):
                z = ops.matmul(x[:, t], kernel) + ops.matmul(h, recurrent) + bias
                i, f, g, o = ops.split(z, 4, axis=-1)
                new = ops.sigmoid(f) * c + ops.sigmoid(i) * ops.tanh(g)
                h = ops.where(real[:, t], ops.sigmoid(o) * ops.tanh(new), h)
                c = ops.where(real[:, t], new, c)
                states.append(h)
            x = self.drop(ops.stack(states, axis=1), training)
        return ops.sigmoid(ops.matmul(x[:, -1], self.w) + self.b)


def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    return Net(vocabulary_size, dim, matrix, trainable)
