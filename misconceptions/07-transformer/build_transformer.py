# %% no-causal-mask
# en: The decoder sees the future: in training it reads the answer off its own input.
# es: El decodificador ve el futuro: en el entrenamiento lee la respuesta en su propia entrada.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, None)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% source-padding-visible
# en: Nothing hides the source's padding: the answer changes with the number of zeros.
# es: Nada esconde el relleno de la fuente: la respuesta cambia con la cantidad de ceros.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, None))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, None)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% padding-visible-to-the-encoder
# en: The decoder leaves the source's padding out, but the encoder's words have looked at it before.
# es: El decodificador deja fuera el relleno de la fuente, pero las palabras del codificador ya lo
# miraron antes.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, None))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% padding-visible-to-the-decoder
# en: The encoder leaves padding out, and the decoder looks at it in the memory.
# es: El codificador deja fuera el relleno y el decodificador lo mira en la memoria.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, None)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% padding-mask-upside-down
# en: Only the padding of the source may be looked at.
# es: De la fuente solo se puede mirar el relleno.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% unknown-hidden
# en: Unknown words (1) in the source were hidden like padding.
# es: Las palabras desconocidas (1) de la fuente se escondieron como el relleno.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.greater(source, 1), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% strictly-the-past
# en: A place may not look at itself, so the first may look at nothing, and then looks at
# everything.
# es: Un lugar no puede mirarse a sí mismo; el primero no puede mirar nada, y entonces lo mira todo.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% one-ahead
# en: A place sees the next token, the one that it should predict.
# es: Un lugar ve el token siguiente, justo el que debe predecir.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1) - 1)
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% future-for-past
# en: The triangle is the wrong one: a place sees what comes after it.
# es: El triángulo es el otro: un lugar ve lo que viene después.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.less_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% mask-of-the-source-length
# en: The causal mask was made as large as the source. It works as long as both texts are equally
# long.
# es: La máscara causal se hizo del tamaño de la fuente. Funciona mientras ambos textos tengan el
# mismo largo.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(source), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% first-block-causal-only
# en: Only the first decoder block hides the future; through the second it comes in all the same.
# es: Solo el primer bloque del decodificador esconde el futuro; por el segundo entra igual.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for n in range(layers):
        x = attend(x, x, past if n == 0 else None)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% no-positions
# en: No word knows its place: the source may be shuffled without any change.
# es: Ninguna palabra conoce su lugar: la fuente se puede barajar sin que nada cambie.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% no-positions-in-the-source
# en: The source's words don't know their places.
# es: Las palabras de la fuente no conocen su lugar.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = keras.layers.Embedding(source_vocabulary, d_model)(source)
    memory = keras.layers.Dropout(dropout)(memory)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% no-positions-in-the-target
# en: The decoder's words don't know their places.
# es: Las palabras del decodificador no conocen su lugar.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = keras.layers.Embedding(target_vocabulary, d_model)(target)
    x = keras.layers.Dropout(dropout)(x)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% positions-from-the-end
# en: The places were counted from the end: more padding moves every word.
# es: Los lugares se contaron desde el final: más relleno mueve todas las palabras.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(
            ops.sum(ops.ones_like(ids), axis=1, keepdims=True)
            - ops.cumsum(ops.ones_like(ids), axis=1),
            "float32",
        )
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% relative-places
# en: The places were divided by the length: more padding moves every word, and so does the future.
# es: Los lugares se dividieron por el largo: más relleno mueve todas las palabras, y también el
# futuro.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        place = (
            100 * place / ops.cast(ops.sum(ops.ones_like(ids), axis=1, keepdims=True), "float32")
        )
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% no-softmax
# en: The last layer gives scores; probabilities were asked for.
# es: La última capa da puntajes; se pedían probabilidades.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary)(x)
    return keras.Model([source, target], answer)


# %% sigmoid
# en: Each number lies between 0 and 1, but they don't sum to 1.
# es: Cada número está entre 0 y 1, pero no suman 1.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="sigmoid")(x)
    return keras.Model([source, target], answer)


# %% softmax-over-time
# en: The probabilities sum to 1 over the places, so that each place knows all others.
# es: Las probabilidades suman 1 sobre los lugares, y así cada lugar conoce a todos los demás.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = ops.softmax(keras.layers.Dense(target_vocabulary)(x), axis=1)
    return keras.Model([source, target], answer)


# %% last-place-only
# en: Only the last place's answer came back; every place predicts its next token.
# es: Solo volvió la respuesta del último lugar; cada lugar predice su token siguiente.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)[:, -1]
    return keras.Model([source, target], answer)


# %% answers-in-the-source-vocabulary
# en: The answers are as wide as the source's vocabulary.
# es: Las respuestas tienen el ancho del vocabulario de la fuente.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(source_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% vocabularies-swapped
# en: The source's embedding has the size of the target's vocabulary, and the other way round.
# es: El embedding de la fuente tiene el tamaño del vocabulario del objetivo, y al revés.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, target_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, source_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% inputs-swapped
# en: The model takes the decoder's input first and the source second.
# es: El modelo recibe primero la entrada del decodificador y después la fuente.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([target, source], answer)


# %% two-rows-too-many
# en: Two rows were added to each embedding. The vocabulary sizes already count the ids 0 and 1.
# es: A cada embedding se le agregaron dos filas. Los tamaños ya cuentan los ids 0 y 1.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary + 2, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% source-ignored
# en: The decoder attends to itself twice, and never reads the source.
# es: El decodificador se atiende dos veces a sí mismo y nunca lee la fuente.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, x, past)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% decoder-deaf
# en: The decoder doesn't read its own input, only its length.
# es: El decodificador no lee su propia entrada, solo su largo.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(ops.zeros_like(target), target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% shifted-again
# en: The model shifts its input to the right once more: the latest token is never read. The caller
# has shifted already.
# es: El modelo corre otra vez su entrada a la derecha: el último token no se lee nunca. Quien llama
# ya la corrió.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(
        ops.concatenate([ops.zeros_like(target[:, :1]), target[:, :-1]], axis=1), target_vocabulary
    )
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% no-encoder
# en: The source's embedding is read directly: there is no encoder.
# es: Se lee directamente el embedding de la fuente: no hay codificador.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% memory-last-place
# en: The decoder reads only the last place of the memory, as in a seq2seq. That may be padding.
# es: El decodificador lee solo el último lugar de la memoria, como en un seq2seq. Ese puede ser
# relleno.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory[:, -1:], None)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% layers-ignored
# en: There are two blocks on each side, whatever `layers` says.
# es: Hay dos bloques de cada lado, diga lo que diga `layers`.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(2):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(2):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% one-encoder-block
# en: The encoder has one block whatever `layers` says.
# es: El codificador tiene un solo bloque, diga lo que diga `layers`.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(1):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% same-block-again
# en: The decoder's blocks share their weights: it is one block, applied again.
# es: Los bloques del decodificador comparten sus pesos: es un solo bloque aplicado otra vez.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    own, cross = (keras.layers.MultiHeadAttention(heads, d_model // heads) for _ in range(2))
    norms = [keras.layers.LayerNormalization(epsilon=1e-6) for _ in range(3)]
    hidden, back = keras.layers.Dense(d_ff, activation="relu"), keras.layers.Dense(d_model)
    drop = keras.layers.Dropout(dropout)
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = norms[0](x + drop(own(x, x, attention_mask=past)))
        x = norms[1](x + drop(cross(x, memory, attention_mask=real)))
        x = norms[2](x + drop(back(hidden(x))))
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% no-feed-forward
# en: The blocks have no feed-forward part: `d_ff` has no effect.
# es: Los bloques no tienen parte densa: `d_ff` no influye.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = attend(memory, memory, real)
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% feed-forward-too-wide
# en: The hidden width is four times d_model, whatever `d_ff` says.
# es: El ancho oculto es cuatro veces d_model, diga lo que diga `d_ff`.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(4 * d_model, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% heads-of-full-width
# en: Every head is as wide as d_model. They share it.
# es: Cada cabeza es tan ancha como d_model. Se lo reparten.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% width-fixed
# en: The width is 64 whatever `d_model` says.
# es: El ancho es 64, diga lo que diga `d_model`.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    d_model = 64
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% no-dropout
# en: There is no dropout: in training the answers don't vary.
# es: No hay dropout: en el entrenamiento las respuestas no varían.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return words + positions

    def close(x, change):
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% no-dropout-on-the-source
# en: The source goes into the first block without dropout: it belongs behind words and places, too.
# es: La fuente entra al primer bloque sin dropout: también va detrás de palabras y lugares.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return words + positions

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = keras.layers.Dropout(dropout)(embed(target, target_vocabulary))
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% no-dropout-on-the-target
# en: The words of the decoder go into the first block without dropout: it belongs behind words and
# places on both sides.
# es: Las palabras del decodificador entran al primer bloque sin dropout: va detrás de palabras y
# lugares en ambos lados.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return words + positions

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = keras.layers.Dropout(dropout)(embed(source, source_vocabulary))
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% dropout-always-on
# en: Dropout is at work outside training too.
# es: El dropout actúa también fuera del entrenamiento.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        always = keras.layers.Lambda(lambda t: keras.random.dropout(t, dropout), lambda s: s)
        return always(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% dropout-fixed
# en: The rate is 0.1 whatever `dropout` says: with 0 nothing should be dropped.
# es: La tasa es 0.1, diga lo que diga `dropout`: con 0 no se debería apagar nada.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(0.1)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(0.1)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% one-length
# en: Both inputs are tied to 20 tokens.
# es: Ambas entradas quedaron atadas a 20 tokens.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((20,), dtype="int32")
    target = keras.Input((20,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% sixty-four-places
# en: Only the first 64 places are told apart; lengths go up to 128.
# es: Solo se distinguen los primeros 64 lugares; los largos llegan hasta 128.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        place = ops.minimum(place, 63.0)
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% normalized-over-time
# en: The blocks normalize over the words of a text: the future and the padding come in through mean
# and variance.
# es: Los bloques normalizan sobre las palabras de un texto: el futuro y el relleno entran por la
# media y la varianza.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.GroupNormalization(groups=1, epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Dense(d_ff, activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)


# %% neighbours-mixed
# en: A convolution over three words stands for the first dense layer: it looks one token ahead.
# es: Una convolución sobre tres palabras reemplaza la primera capa densa: mira un token hacia
# adelante.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    column = np.arange(d_model)
    speed = (10000.0 ** (-2 * (column // 2) / d_model)).astype("float32")

    def embed(ids, vocabulary):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1) - 1, "float32")
        angle = ops.expand_dims(place, -1) * speed
        positions = ops.where(column % 2 == 0, ops.sin(angle), ops.cos(angle))
        words = keras.layers.Embedding(vocabulary, d_model)(ids) * d_model**0.5
        return keras.layers.Dropout(dropout)(words + positions)

    def close(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-6)(x + change)

    def attend(x, memory, mask):
        attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        return close(x, attention(x, memory, attention_mask=mask))

    def feed(x):
        hidden = keras.layers.Conv1D(d_ff, 3, padding="same", activation="relu")(x)
        return close(x, keras.layers.Dense(d_model)(hidden))

    source = keras.Input((None,), dtype="int32")
    target = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    place = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    memory = embed(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(attend(memory, memory, real))
    x = embed(target, target_vocabulary)
    for _ in range(layers):
        x = attend(x, x, past)
        x = attend(x, memory, real)
        x = feed(x)
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")(x)
    return keras.Model([source, target], answer)
