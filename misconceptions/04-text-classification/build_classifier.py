# %% no-mask
# en: Nothing tells the LSTM what is padding: the answer changes with the number of zeros.
# es: Nada le dice a la LSTM qué es relleno: la respuesta cambia con la cantidad de ceros.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% mask-lost-on-the-way
# en: The embedding has a mask, and plain arithmetic behind it drops the mask without a word.
# es: El embedding lleva máscara, y la aritmética simple que sigue la pierde sin decir nada.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids) * 1.0
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% mask-for-one-layer
# en: The first LSTM leaves padding out; on the way to the second the mask was lost.
# es: La primera LSTM deja fuera el relleno; en el camino a la segunda se perdió la máscara.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x) * 1.0
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% unknown-masked
# en: Unknown words are skipped like padding. Only 0 is padding.
# es: Las palabras desconocidas se saltan como el relleno. Solo el 0 es relleno.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x, mask=ops.greater(ids, 1))
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x, mask=ops.greater(ids, 1))
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% everything-frozen
# en: `trainable` was set on the whole model: with False nothing learns. It concerns the embedding
# alone.
# es: `trainable` se aplicó a todo el modelo: con False nada aprende. Concierne solo al embedding.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    model = keras.Model(ids, answer)
    model.trainable = trainable
    return model


# %% all-but-the-answer-frozen
# en: Every layer but the last was frozen. Only the embedding may be.
# es: Se congelaron todas las capas menos la última. Solo puede congelarse el embedding.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    model = keras.Model(ids, answer)
    for layer in model.layers[:-1]:
        layer.trainable = trainable
    return model


# %% matrix-means-frozen
# en: Given vectors are always frozen, whatever `trainable` says: they can't be tuned.
# es: Los vectores dados siempre se congelan, diga lo que diga `trainable`: no se pueden ajustar.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=matrix is None)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% frozen-only-with-matrix
# en: Without a matrix, `trainable=False` changes nothing.
# es: Sin matriz, `trainable=False` no cambia nada.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(
        vocabulary_size, dim, mask_zero=True, trainable=trainable or matrix is None
    )
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% trainable-ignored
# en: The embedding learns whatever `trainable` says.
# es: El embedding aprende, diga lo que diga `trainable`.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% frozen-upside-down
# en: The embedding learns when it should be frozen, and the other way round.
# es: El embedding aprende cuando debería estar congelado, y al revés.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=not trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% matrix-ignored
# en: The embedding starts at random although a matrix was given.
# es: El embedding comienza al azar aunque se dio una matriz.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% matrix-only-if-frozen
# en: The vectors are used only when they are frozen. To tune them, the embedding has to start from
# them as well.
# es: Los vectores se usan solo cuando están congelados. Para ajustarlos, el embedding también debe
# partir de ellos.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None and not trainable:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% matrix-normalized
# en: The vectors were scaled again on their way in. They go in as they are given.
# es: Los vectores se reescalaron al entrar. Entran tal como se dan.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix) / max(np.abs(matrix).max(), 1e-9)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% first-rows-cleared
# en: The rows 0 and 1 of the matrix were set to zero. The matrix is taken as it is; what they hold
# is its author's business.
# es: Las filas 0 y 1 de la matriz se pusieron en cero. La matriz se toma tal cual; lo que contengan
# es asunto de quien la hizo.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        rows = np.array(matrix)
        rows[:2] = 0
        table.set_weights([rows])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% two-rows-too-many
# en: Two rows were added for padding and unknown words. `vocabulary_size` already counts them.
# es: Se agregaron dos filas para el relleno y las palabras desconocidas. `vocabulary_size` ya las
# cuenta.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(
        vocabulary_size + (2 if matrix is None else 0), dim, mask_zero=True, trainable=trainable
    )
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% width-fixed
# en: The width is 100 whatever `dim` says.
# es: El ancho es 100, diga lo que diga `dim`.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(
        vocabulary_size, dim if matrix is not None else 100, mask_zero=True, trainable=trainable
    )
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% no-dropout
# en: There is no Dropout: in training the answers don't vary.
# es: No hay Dropout: en el entrenamiento las respuestas no varían.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.LSTM(128)(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% dropout-in-front-only
# en: Dropout stands behind the embedding only; behind the two LSTM layers it is missing.
# es: Hay Dropout solo después del embedding; falta después de las dos LSTM.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.LSTM(128)(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% no-dropout-on-the-words
# en: Dropout is missing behind the embedding. How many are there in the lecture's model?
# es: Falta el Dropout después del embedding. ¿Cuántos hay en el modelo de la clase?
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% no-dropout-between
# en: Dropout is missing between the two LSTM layers.
# es: Falta el Dropout entre las dos LSTM.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% no-dropout-at-the-end
# en: Dropout is missing before the last Dense.
# es: Falta el Dropout antes de la última Dense.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% little-dropout
# en: Less is dropped than in the lecture's model.
# es: Se apaga menos que en el modelo de la clase.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.2)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.2, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.2, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% dropout-always-on
# en: Dropout is at work outside training too: the same text gets another answer each time.
# es: El Dropout actúa también fuera del entrenamiento: el mismo texto recibe cada vez otra
# respuesta.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x, training=True)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% dropout-never-on
# en: Dropout was told that it is never training.
# es: Al Dropout se le dijo que nunca se está entrenando.
class QuietReader(keras.Model):
    def __init__(self, vocabulary_size, dim, matrix, trainable):
        super().__init__()
        start = "uniform" if matrix is None else keras.initializers.Constant(matrix)
        self.table = keras.layers.Embedding(
            vocabulary_size,
            dim,
            mask_zero=True,
            embeddings_initializer=start,
            trainable=trainable,
        )
        self.first = keras.layers.LSTM(128, return_sequences=True)
        self.second = keras.layers.LSTM(128)
        self.drop = keras.layers.Dropout(0.5)
        self.answer = keras.layers.Dense(1, activation="sigmoid")

    def call(self, ids):
        x = self.drop(self.table(ids), training=False)
        x = self.drop(self.first(x), training=False)
        x = self.drop(self.second(x), training=False)
        return self.answer(x)


def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    return QuietReader(vocabulary_size, dim, matrix, trainable)


# %% dropout-as-a-function
# en: Dropout was called as a function, which doesn't know whether the model is being trained: it
# drops numbers always.
# es: El Dropout se llamó como función, y esta no sabe si el modelo se está entrenando: apaga
# números siempre.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Lambda(lambda t: keras.random.dropout(t, 0.5))(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% dropout-inside-the-recurrence
# en: Dropout was put inside the LSTM layers, on the state. Between the layers there is none.
# es: El Dropout se puso dentro de las LSTM, sobre el estado. Entre las capas no hay ninguno.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.LSTM(128, return_sequences=True, recurrent_dropout=0.5)(x)
    x = keras.layers.LSTM(128, recurrent_dropout=0.5)(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% one-layer
# en: There is one LSTM; the lecture's model has two.
# es: Hay una sola LSTM; el modelo de la clase tiene dos.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% an-answer-at-every-word
# en: The model answers at every word. One answer per text was asked for.
# es: El modelo responde en cada palabra. Se pedía una respuesta por texto.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% average-over-time
# en: The states of the second LSTM were averaged. The lecture's model reads the last one.
# es: Se promediaron los estados de la segunda LSTM. El modelo de la clase lee el último.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.GlobalAveragePooling1D()(keras.layers.LSTM(128, return_sequences=True)(x))
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% softmax-of-one
# en: A softmax over a single number is always 1, whatever the review.
# es: Una softmax de un solo número siempre vale 1, diga lo que diga la reseña.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="softmax")(x)
    return keras.Model(ids, answer)


# %% no-sigmoid
# en: The last layer gives any real number; a probability was asked for.
# es: La última capa da cualquier número real; se pedía una probabilidad.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1)(x)
    return keras.Model(ids, answer)


# %% relu-answer
# en: The answer is a relu: never negative, but it may well be 7.
# es: La respuesta es una relu: nunca negativa, pero bien puede valer 7.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="relu")(x)
    return keras.Model(ids, answer)


# %% two-answers
# en: Two numbers per text come out, one for each class. One probability was asked for.
# es: Salen dos números por texto, uno por clase. Se pedía una sola probabilidad.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(2, activation="softmax")(x)
    return keras.Model(ids, answer)


# %% units-are-dim
# en: The LSTM layers are as wide as the vectors; in the lecture's model they have 128 units.
# es: Las LSTM son tan anchas como los vectores; en el modelo de la clase tienen 128 unidades.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(dim, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(dim)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% second-half-as-wide
# en: The second LSTM has 64 units; both have 128.
# es: La segunda LSTM tiene 64 unidades; ambas tienen 128.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(64)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% gru
# en: These are GRU layers.
# es: Estas son capas GRU.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.GRU(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.GRU(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% bidirectional
# en: The layers read both ways. A fine idea, and twice as many weights as the lecture's model.
# es: Las capas leen en ambos sentidos. Es buena idea, y tiene el doble de pesos que el modelo de la
# clase.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.Bidirectional(keras.layers.LSTM(128, return_sequences=True))(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.Bidirectional(keras.layers.LSTM(128))(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% one-length-only
# en: The input is tied to 80 words. Texts of other lengths are refused.
# es: La entrada quedó atada a 80 palabras. Se rechazan los textos de otro largo.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((80,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% extra-dense
# en: There is a hidden Dense before the answer that the lecture's model doesn't have.
# es: Hay una Dense oculta antes de la respuesta que el modelo de la clase no tiene.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(
        keras.layers.Dense(32, activation="relu")(x)
    )
    return keras.Model(ids, answer)


# %% no-embedding
# en: The ids themselves were fed in as numbers: word 40 isn't twice word 20.
# es: Los propios ids entraron como números: la palabra 40 no es el doble de la 20.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    table = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=trainable)
    ids = keras.Input((None,), dtype="int32")
    x = ops.expand_dims(ops.cast(ids, "float32"), -1) / vocabulary_size
    x = keras.layers.Dropout(0.5)(x)
    x = keras.layers.LSTM(128, return_sequences=True)(x)
    x = keras.layers.Dropout(0.5, name="between")(x)
    x = keras.layers.LSTM(128)(x)
    x = keras.layers.Dropout(0.5, name="last")(x)
    answer = keras.layers.Dense(1, activation="sigmoid")(x)
    return keras.Model(ids, answer)


# %% penalty
# en: A penalty on the kernels is added to the loss; none was asked for.
# es: A la pérdida se le suma una penalización sobre los kernels; no se pedía ninguna.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = "uniform" if matrix is None else keras.initializers.Constant(matrix)
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            layers.Dropout(0.5),
            layers.LSTM(128, return_sequences=True),
            layers.Dropout(0.5),
            layers.LSTM(128, kernel_regularizer="l2"),
            layers.Dropout(0.5),
            layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% same-numbers-at-every-step
# en: The dropout drops the same numbers at every step; each number of each word is drawn anew.
# es: El dropout apaga los mismos números en cada paso; cada número de cada palabra se sortea
# aparte.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = "uniform" if matrix is None else keras.initializers.Constant(matrix)
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            layers.SpatialDropout1D(0.5),
            layers.LSTM(128, return_sequences=True),
            layers.Dropout(0.5),
            layers.LSTM(128),
            layers.Dropout(0.5),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
