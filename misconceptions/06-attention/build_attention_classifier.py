# %% no-mask-at-all
# en: There is no mask anywhere: padding is looked at, and counted in the mean.
# es: No hay máscara en ninguna parte: el relleno se mira y se cuenta en el promedio.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = keras.layers.GlobalAveragePooling1D()(mixed)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% padding-is-looked-at
# en: The mean leaves padding out, but the words have looked at it before.
# es: El promedio deja fuera el relleno, pero las palabras ya lo miraron antes.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% padding-is-counted
# en: Nobody looks at padding, but the mean still divides by the full length.
# es: Nadie mira el relleno, pero el promedio todavía divide por el largo completo.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.mean(mixed, axis=1)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% mask-lost-on-the-way
# en: The embedding has a mask, and plain arithmetic behind it drops the mask without a word.
# es: El embedding lleva máscara, y la aritmética simple que sigue la pierde sin decir nada.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    words = words * 1.0
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% no-attention
# en: The words are averaged as they are: no word looks at any other.
# es: Las palabras se promedian tal como están: ninguna mira a otra.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = (query + value) / 2
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% one-dense-for-both
# en: One Dense makes queries and values. Then a word scores as another scores it, and looks at
# itself above all.
# es: Una sola Dense produce consultas y valores. Así una palabra puntúa a otra como esta a ella, y
# se mira sobre todo a sí misma.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = query
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% three-dense
# en: Keys have a Dense of their own. In the lecture's classifier the values serve as keys.
# es: Las claves tienen su propia Dense. En el clasificador de la clase, los valores sirven de
# claves.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    key = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value, key])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% softmax-of-one
# en: A softmax over a single number is always 1, whatever the review.
# es: Una softmax de un solo número siempre vale 1, diga lo que diga la reseña.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="softmax")(hidden))


# %% no-sigmoid
# en: The last layer gives any real number; a probability was asked for.
# es: La última capa da cualquier número real; se pedía una probabilidad.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1)(hidden))


# %% no-hidden-layer
# en: The Dense of 100 between the mean and the answer is missing.
# es: Falta la Dense de 100 entre el promedio y la respuesta.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dropout(0.1)(mean)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% no-dropout
# en: There is no Dropout: in training the answers don't vary.
# es: No hay Dropout: en el entrenamiento las respuestas no varían.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(mean)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% sum-for-mean
# en: The words are added up and not averaged: a longer review shouts louder.
# es: Las palabras se suman y no se promedian: una reseña más larga grita más fuerte.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% maximum-for-mean
# en: The largest value over the words is taken; the mean was asked for.
# es: Se toma el mayor valor sobre las palabras; se pedía el promedio.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.max(mixed - 1e9 * (1 - real), axis=1)
    mean = ops.where(ops.max(real, axis=1) > 0, mean, 0.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% last-word
# en: The last place is read, which may be padding; and the other words are heard only as far as it
# looks at them.
# es: Se lee el último lugar, que puede ser relleno; y a las demás palabras solo se las oye en la
# medida en que él las mira.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = mixed[:, -1]
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% width-fixed
# en: The width is 60 whatever `dim` says.
# es: El ancho es 60, diga lo que diga `dim`.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, 60, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% two-rows-too-many
# en: Two rows are added for padding and unknown words. `vocabulary_size` already counts them.
# es: Se agregan dos filas para el relleno y las palabras desconocidas. `vocabulary_size` ya las
# cuenta.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size + 2, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% recurrent
# en: An LSTM reads the words in order. Here no word has a place, and none waits for another.
# es: Una LSTM lee las palabras en orden. Aquí ninguna palabra tiene lugar y ninguna espera a otra.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.LSTM(dim, return_sequences=True)(words)
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% two-answers
# en: Two numbers per review come out, one for each class. One probability was asked for.
# es: Salen dos números por reseña, uno por clase. Se pedía una sola probabilidad.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(2, activation="softmax")(hidden))


# %% mean-weighted-by-ids
# en: The ids themselves serve as the mask, so that a word counts the more the larger its id is.
# An id is only a name.
# es: Los identificadores mismos hacen de máscara, y una palabra pesa más cuanto mayor es el suyo.
# Un identificador es solo un nombre.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ids, "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% relu-in-the-dense-of-100
# en: The Dense of 100 has a ReLU. The lecture's has no activation.
# es: La Dense de 100 lleva una ReLU. La de la clase no lleva activación.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100, activation="relu")(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% relu-in-queries-and-values
# en: Queries and values go through a ReLU, so that no score is negative.
# es: Consultas y valores pasan por una ReLU, y ningún puntaje es negativo.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim, activation="relu")(words)
    value = keras.layers.Dense(dim, activation="relu")(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% scaled
# en: The scores are scaled as in the Transformer. The lecture's classifier uses Attention as it
# is.
# es: Los puntajes llevan la escala del Transformer. El clasificador de la clase usa Attention tal
# cual.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query / dim**0.5, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% embeddings-as-keys
# en: The embeddings serve as keys; the values should.
# es: Los embeddings hacen de claves; debían hacerlo los valores.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value, words])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% dropout-after-attention-only
# en: Two of the three Dropout are missing.
# es: Faltan dos de los tres Dropout.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(mean)
    hidden = hidden
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% dropout-on-attention-weights
# en: The first Dropout works on the weights, inside Attention, not on what comes out.
# es: El primer Dropout actúa sobre los pesos, dentro de Attention, y no sobre lo que sale.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention(dropout=0.1)([query, value])
    mixed = mixed
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% dropout-of-a-half
# en: Half of the numbers are dropped; the rate is 0.1.
# es: Se apaga la mitad de los números; la tasa es 0.1.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.5)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.5)(mean))
    hidden = keras.layers.Dropout(0.5)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% query-times-value
# en: Queries and values are multiplied word by word: no word looks at another.
# es: Consultas y valores se multiplican palabra por palabra: ninguna mira a otra.
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = query * value
    mixed = keras.layers.Dropout(0.1)(mixed)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(keras.layers.Dropout(0.1)(mean))
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))
