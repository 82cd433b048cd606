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
