# %% subclass
# why: A subclassed model; attention by hand; learned positions for 128 places.
class Attend(keras.layers.Layer):
    def __init__(self, d_model, heads, dropout):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (keras.layers.Dense(d_model) for _ in range(4))
        self.norm, self.drop = keras.layers.LayerNormalization(), keras.layers.Dropout(dropout)

    def call(self, x, memory, allowed, training=False):
        def cut(a):
            return ops.stack(ops.split(a, self.heads, axis=-1), axis=1)

        q, k, v = cut(self.q(x)), cut(self.k(memory)), cut(self.v(memory))
        scores = ops.matmul(q, ops.swapaxes(k, 2, 3)) / math.sqrt(q.shape[-1])
        scores = ops.where(ops.expand_dims(allowed, 1), scores, -1e9)
        found = ops.matmul(ops.softmax(scores, axis=-1), v)
        found = self.o(ops.concatenate([found[:, h] for h in range(self.heads)], axis=-1))
        return self.norm(x + self.drop(found, training=training))


class Feed(keras.layers.Layer):
    def __init__(self, d_model, d_ff, dropout):
        super().__init__()
        self.up, self.down = keras.layers.Dense(d_ff), keras.layers.Dense(d_model)
        self.norm, self.drop = keras.layers.LayerNormalization(), keras.layers.Dropout(dropout)

    def call(self, x, training=False):
        change = self.down(ops.relu(self.up(x)))
        return self.norm(x + self.drop(change, training=training))


class Transformer(keras.Model):
    def __init__(self, source_vocabulary, target_vocabulary, layers, d_model, heads, d_ff, dropout):
        super().__init__()
        self.words = [
            keras.layers.Embedding(v, d_model) for v in (source_vocabulary, target_vocabulary)
        ]
        self.places = [keras.layers.Embedding(128, d_model) for _ in range(2)]
        self.encoder = [
            [Attend(d_model, heads, dropout), Feed(d_model, d_ff, dropout)] for _ in range(layers)
        ]
        self.decoder = [
            [
                Attend(d_model, heads, dropout),
                Attend(d_model, heads, dropout),
                Feed(d_model, d_ff, dropout),
            ]
            for _ in range(layers)
        ]
        self.answer = keras.layers.Dense(target_vocabulary)
        self.flat = [part for block in self.encoder + self.decoder for part in block]
        self.drop = keras.layers.Dropout(dropout)

    def call(self, inputs, training=False):
        source, target = inputs
        source, target = ops.cast(source, "int32"), ops.cast(target, "int32")
        real = ops.not_equal(source, 0)[:, None, :]
        place = ops.arange(ops.shape(target)[1])
        past = (place[:, None] >= place[None, :])[None]
        memory = self.words[0](source) + self.places[0](ops.arange(ops.shape(source)[1]))
        memory = self.drop(memory, training=training)
        for attend, feed in self.encoder:
            memory = feed(attend(memory, memory, real, training=training), training=training)
        x = self.drop(self.words[1](target) + self.places[1](place), training=training)
        for own, cross, feed in self.decoder:
            x = own(x, x, past, training=training)
            x = cross(x, memory, real, training=training)
            x = feed(x, training=training)
        return ops.softmax(self.answer(x), axis=-1)


def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    return Transformer(source_vocabulary, target_vocabulary, layers, d_model, heads, d_ff, dropout)


# %% two-models
# why: An encoder model and a decoder model inside one; positions from a table in a layer of its
# own; padded targets masked too; compiled.
class Places(keras.layers.Layer):
    def __init__(self, d_model):
        super().__init__()
        column = np.arange(d_model)
        angle = np.arange(128)[:, None] / 10000 ** ((column - column % 2) / d_model)
        table = np.where(column % 2 == 0, np.sin(angle), np.cos(angle))
        self.table = table.astype("float32")

    def call(self, x):
        # Not table[:length]: JAX can't cut an array at a length that isn't known yet.
        return x + ops.take(self.table, ops.arange(ops.shape(x)[1]), axis=0)


class DecoderMask(keras.layers.Layer):
    def call(self, ids):
        place = ops.arange(ops.shape(ids)[1])
        past = ops.expand_dims(place, 1) >= place
        return ops.logical_and(past, ops.expand_dims(ops.not_equal(ids, 0), 1))


def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    L = keras.layers

    def add_norm(x, y):
        return L.LayerNormalization(epsilon=1e-6)(L.Add()([x, L.Dropout(dropout)(y)]))

    def attention(x, y, mask):
        new = L.MultiHeadAttention(heads, d_model // heads)
        return add_norm(x, new(x, y, attention_mask=mask))

    def dense(x):
        return add_norm(x, L.Dense(d_model)(L.Dense(d_ff, activation="relu")(x)))

    source = keras.Input((None,), dtype="int32")
    real = ops.expand_dims(source != 0, axis=1)
    x = L.Dropout(dropout)(Places(d_model)(L.Embedding(source_vocabulary, d_model)(source)))
    for _ in range(layers):
        x = dense(attention(x, x, real))
    encoder = keras.Model(source, x, name="encoder")

    ids = keras.Input((None,), dtype="int32")
    memory, allowed = keras.Input((None, d_model)), keras.Input((1, None), dtype="bool")
    past = DecoderMask()(ids)
    x = L.Dropout(dropout)(Places(d_model)(L.Embedding(target_vocabulary, d_model)(ids)))
    for _ in range(layers):
        x = dense(attention(attention(x, x, past), memory, allowed))
    x = L.Dense(target_vocabulary, activation="softmax")(x)
    decoder = keras.Model([ids, memory, allowed], x, name="decoder")

    target = keras.Input((None,), dtype="int32")
    model = keras.Model([source, target], decoder([target, encoder(source), real]))
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


# %% pre-built-mask
# why: The causal mask is Keras's own, use_causal_mask; the embedding's matrix gives the answers
# too.
class Answers(keras.layers.Layer):
    def __init__(self, words):
        super().__init__()
        self.words = words

    def build(self, shape):
        self.bias = self.add_weight(shape=(self.words.input_dim,), initializer="zeros")

    def call(self, x):
        scores = ops.matmul(x, ops.transpose(self.words.embeddings)) + self.bias
        return ops.softmax(scores, axis=-1)


def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    half = np.repeat(np.arange(-(-d_model // 2)), 2)[:d_model]
    speed = np.exp(-half * 2 * np.log(10000.0) / d_model).astype("float32")
    phase = (np.arange(d_model) % 2 * np.pi / 2).astype("float32")

    def with_places(ids, table):
        place = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1), "float32") - 1
        x = table(ids) * math.sqrt(d_model) + ops.sin(place[:, :, None] * speed + phase)
        return keras.layers.Dropout(dropout)(x)

    def residual(x, layer, *others, **options):
        y = keras.layers.Dropout(dropout)(layer(x, *others, **options))
        return keras.layers.LayerNormalization()(keras.layers.add([x, y]))

    def look():
        return keras.layers.MultiHeadAttention(heads, d_model // heads, use_bias=False)

    def mlp():
        up = keras.layers.Conv1D(d_ff, 1, activation="relu")
        return keras.Sequential([up, keras.layers.Conv1D(d_model, 1)])

    ids = [keras.Input((None,), dtype="int32") for _ in range(2)]
    real = ops.cast(ops.expand_dims(ops.minimum(ids[0], 1), 1), "bool")
    memory = with_places(ids[0], keras.layers.Embedding(source_vocabulary, d_model))
    words = keras.layers.Embedding(target_vocabulary, d_model)
    x = with_places(ids[1], words)
    for _ in range(layers):
        memory = residual(memory, look(), memory, attention_mask=real)
        memory = residual(memory, mlp())
    for _ in range(layers):
        x = residual(x, look(), x, use_causal_mask=True)
        x = residual(x, look(), memory, attention_mask=real)
        x = residual(x, mlp())
    return keras.Model(ids, Answers(words)(x))


# %% blocks-as-functions
# why: Plain functions as in a functional model, with masks of four axes and the softmax as a layer.
class Heads(keras.layers.Layer):
    def __init__(self, d_model, heads):
        super().__init__()
        self.d_model, self.heads = d_model, heads
        self.maps = [keras.layers.Dense(d_model, use_bias=False) for _ in range(4)]

    def build(self, *shapes):
        for dense in self.maps:
            dense.build((None, None, self.d_model))

    def call(self, x, y, hidden):
        n, t, s = ops.shape(x)[0], ops.shape(x)[1], ops.shape(y)[1]
        width = self.d_model // self.heads
        q = ops.transpose(ops.reshape(self.maps[0](x), (n, t, self.heads, width)), (0, 2, 1, 3))
        k = ops.transpose(ops.reshape(self.maps[1](y), (n, s, self.heads, width)), (0, 2, 3, 1))
        v = ops.transpose(ops.reshape(self.maps[2](y), (n, s, self.heads, width)), (0, 2, 1, 3))
        weights = ops.softmax(ops.matmul(q, k) / width**0.5 - 1e9 * hidden, axis=-1)
        seen = ops.transpose(ops.matmul(weights, v), (0, 2, 1, 3))
        return self.maps[3](ops.reshape(seen, (n, t, self.d_model)))


def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    def norm(x, change):
        change = keras.layers.Dropout(dropout)(change)
        return keras.layers.LayerNormalization(epsilon=1e-5)(x + change)

    def feed(x):
        up = keras.layers.ReLU()(keras.layers.Dense(d_ff)(x))
        return norm(x, keras.layers.Dense(d_model)(up))

    def read(ids, vocabulary):
        place = ops.cumsum(ops.ones_like(ids), axis=1) - 1
        x = keras.layers.Embedding(vocabulary, d_model)(ids)
        return keras.layers.Dropout(dropout)(x + keras.layers.Embedding(128, d_model)(place))

    source = keras.Input((None,), dtype="int32", name="source")
    target = keras.Input((None,), dtype="int32", name="target")
    padding = ops.cast(ops.equal(source, 0), "float32")[:, None, None, :]
    place = ops.cumsum(ops.ones_like(target), axis=1)
    future = ops.cast(ops.less(place[:, :, None], place[:, None, :]), "float32")[:, None]
    memory = read(source, source_vocabulary)
    for _ in range(layers):
        memory = feed(norm(memory, Heads(d_model, heads)(memory, memory, padding)))
    x = read(target, target_vocabulary)
    for _ in range(layers):
        x = norm(x, Heads(d_model, heads)(x, x, future))
        x = feed(norm(x, Heads(d_model, heads)(x, memory, padding)))
    scores = keras.layers.Dense(target_vocabulary)(x)
    return keras.Model([source, target], keras.layers.Softmax(axis=-1)(scores))


# %% convolution-kernels
# why: Every dense layer is a convolution over one word, so kernels are (1, d, d); learned places.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    L = keras.layers

    class Attention(L.Layer):
        def __init__(self):
            super().__init__()
            self.q, self.k, self.v, self.o = (L.Conv1D(d_model, 1) for _ in range(4))

        def build(self, *shapes):
            for part in (self.q, self.k, self.v, self.o):
                part.build((None, None, d_model))

        def call(self, x, y, hidden):
            cut = (-1, heads, d_model // heads)
            n, t, s = ops.shape(x)[0], ops.shape(x)[1], ops.shape(y)[1]
            q = ops.reshape(self.q(x), (n, t, *cut[1:]))
            k = ops.reshape(self.k(y), (n, s, *cut[1:]))
            v = ops.reshape(self.v(y), (n, s, *cut[1:]))
            scores = ops.einsum("bqhw,bkhw->bhqk", q, k) / math.sqrt(cut[2])
            scores = ops.where(hidden[:, None], -1e9, scores)
            found = ops.einsum("bhqk,bkhw->bqhw", ops.softmax(scores, axis=-1), v)
            return self.o(ops.reshape(found, (n, t, d_model)))

    def add(x, change):
        return L.LayerNormalization(epsilon=1e-6)(L.Add()([x, L.Dropout(dropout)(change)]))

    def net(x):
        return add(x, L.Conv1D(d_model, 1)(L.Conv1D(d_ff, 1, activation="relu")(x)))

    source, target = (L.Input((None,), dtype="int32") for _ in range(2))
    padding = ops.equal(source, 0)[:, None]
    count = ops.cumsum(ops.ones_like(target), axis=1)
    future = ops.less(count[:, :, None], count[:, None])
    places = L.Embedding(128, d_model)
    words = L.Embedding(source_vocabulary, d_model)(source)
    x = L.Dropout(dropout)(words + places(ops.cumsum(ops.ones_like(source), axis=1) - 1))
    for _ in range(layers):
        x = net(add(x, Attention()(x, x, padding)))
    y = L.Embedding(target_vocabulary, d_model)(target) + places(count - 1)
    y = L.Dropout(dropout)(y)
    for _ in range(layers):
        y = add(y, Attention()(y, y, future))
        y = net(add(y, Attention()(y, x, padding)))
    return keras.Model([source, target], L.Dense(target_vocabulary, activation="softmax")(y))


# %% constants-as-weights
# why: Places and the causal mask are weights that don't learn; the decoder is made first.
class Translator(keras.Model):
    def __init__(self, source_vocabulary, target_vocabulary, layers, d_model, heads, d_ff, dropout):
        super().__init__()
        self.decoder = [DecoderBlock(d_model, heads, d_ff, dropout) for _ in range(layers)]
        self.encoder = [EncoderBlock(d_model, heads, d_ff, dropout) for _ in range(layers)]
        self.answer = keras.layers.Dense(target_vocabulary, use_bias=False)
        self.target_words = keras.layers.Embedding(target_vocabulary, d_model)
        self.source_words = keras.layers.Embedding(source_vocabulary, d_model)
        table = testing.array(positional_encoding(128, d_model))
        self.places = self.add_weight(
            shape=(128, d_model),
            initializer=lambda shape, dtype=None: ops.convert_to_tensor(table, dtype),
            trainable=False,
        )
        self.past = self.add_weight(
            shape=(128, 128),
            initializer=lambda shape, dtype=None: ops.tri(128, dtype=dtype),
            trainable=False,
        )
        self.drop, self.scale = keras.layers.Dropout(dropout), d_model**0.5

    def call(self, inputs, training=False):
        source, target = inputs
        real = ops.not_equal(source, 0)[:, None]
        length = ops.shape(source)[1]
        memory = self.drop(
            self.source_words(source) * self.scale + self.places[:length], training=training
        )
        for block in self.encoder:
            memory = block(memory, mask=real, training=training)
        length = ops.shape(target)[1]
        x = self.drop(
            self.target_words(target) * self.scale + self.places[:length], training=training
        )
        past = ops.cast(self.past[:length, :length], "bool")
        for block in self.decoder:
            x = block(x, memory, self_mask=past, memory_mask=real, training=training)
        return ops.softmax(self.answer(x))


def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    return Translator(source_vocabulary, target_vocabulary, layers, d_model, heads, d_ff, dropout)


# %% one-layer-with-all-weights
# why: One layer holds the weights of all blocks, stacked by hand; matrices stored (out, in).
class Everything(keras.layers.Layer):
    def __init__(self, V_s, V_t, layers, d, heads, d_ff, dropout):
        super().__init__()
        start = keras.initializers.GlorotUniform

        def matrix(*shape):
            return self.add_weight(shape=shape, initializer=start())

        def vector(n, value):
            return self.add_weight(shape=(n,), initializer=value)

        def block(attentions):
            return {
                "look": [[matrix(d, d) for _ in range(4)] for _ in range(attentions)],
                "net": [
                    matrix(d_ff, d),
                    vector(d_ff, "zeros"),
                    matrix(d, d_ff),
                    vector(d, "zeros"),
                ],
                "norm": [(vector(d, "ones"), vector(d, "zeros")) for _ in range(attentions + 1)],
            }

        self.answer = matrix(V_t, d)
        self.encoder = [block(1) for _ in range(layers)]
        self.decoder = [block(2) for _ in range(layers)]
        self.tables = [matrix(V_s, d), matrix(V_t, d)]
        self.places = testing.array(positional_encoding(128, d)).astype("float32")
        self.heads, self.d, self.dropout = heads, d, keras.layers.Dropout(dropout)

    def norm(self, x, gamma_beta):
        gap = x - ops.mean(x, axis=-1, keepdims=True)
        size = ops.sqrt(ops.mean(ops.square(gap), axis=-1, keepdims=True) + 1e-6)
        return gap / size * gamma_beta[0] + gamma_beta[1]

    def look(self, x, y, hidden, maps):
        def cut(a, w):
            a = ops.matmul(a, ops.transpose(w))
            return ops.stack(ops.split(a, self.heads, axis=-1), axis=1)

        q, k, v = (cut(a, w) for a, w in zip((x, y, y), maps))
        scores = ops.matmul(q, ops.swapaxes(k, 2, 3)) / (self.d // self.heads) ** 0.5
        found = ops.matmul(ops.softmax(scores - 1e9 * hidden[:, None], axis=-1), v)
        found = ops.concatenate(ops.unstack(found, self.heads, axis=1), axis=-1)
        return ops.matmul(found, ops.transpose(maps[3]))

    def step(self, x, change, gamma_beta):
        return self.norm(x + self.dropout(change), gamma_beta)

    def run(self, x, block, views):
        for (y, hidden), maps, norm in zip(views, block["look"], block["norm"]):
            x = self.step(x, self.look(x, x if y is None else y, hidden, maps), norm)
        w_1, b_1, w_2, b_2 = block["net"]
        new = ops.relu(ops.matmul(x, ops.transpose(w_1)) + b_1)
        return self.step(x, ops.matmul(new, ops.transpose(w_2)) + b_2, block["norm"][-1])

    def read(self, ids, table):
        words = ops.take(table, ids, axis=0) * self.d**0.5
        return self.dropout(words + ops.take(self.places, ops.arange(ops.shape(ids)[1]), axis=0))

    def call(self, source, target):
        padding = ops.cast(ops.equal(source, 0), "float32")[:, None]
        place = ops.arange(ops.shape(target)[1])
        future = ops.cast(place[:, None] < place[None], "float32")[None]
        memory = self.read(source, self.tables[0])
        for block in self.encoder:
            memory = self.run(memory, block, [(None, padding)])
        x = self.read(target, self.tables[1])
        for block in self.decoder:
            x = self.run(x, block, [(None, future), (memory, padding)])
        return ops.softmax(ops.matmul(x, ops.transpose(self.answer)), axis=-1)


def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    ids = [keras.Input((None,), dtype="int32") for _ in range(2)]
    whole = Everything(source_vocabulary, target_vocabulary, layers, d_model, heads, d_ff, dropout)
    return keras.Model(ids, whole(*ids))


# %% decoder-first
# why: The decoder's layers are made before the encoder's; only the target's places are learned.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    places = testing.array(positional_encoding(128, d_model))
    decoder = [DecoderBlock(d_model, heads, d_ff, dropout) for _ in range(layers)]
    answer = keras.layers.Dense(target_vocabulary, activation="softmax")
    encoder = [EncoderBlock(d_model, heads, d_ff, dropout) for _ in range(layers)]
    source = keras.Input((None,), dtype="int32", name="source")
    target = keras.Input((None,), dtype="int32", name="target")
    real = ops.expand_dims(ops.not_equal(source, 0), 1)
    count = ops.cumsum(ops.ones_like(target), axis=1)
    past = ops.greater_equal(ops.expand_dims(count, 2), ops.expand_dims(count, 1))
    x = keras.layers.Dropout(dropout)(WordsAndPlaces(target_vocabulary, d_model)(target))
    memory = WordsAndPlaces(source_vocabulary, d_model, places)(source)
    memory = keras.layers.Dropout(dropout)(memory)
    for block in encoder:
        memory = block(memory, mask=real)
    for block in decoder:
        x = block(x, memory, self_mask=past, memory_mask=real)
    return keras.Model(inputs=[source, target], outputs=answer(x))


# %% embedding-mask
# why: The padding mask is computed by the embedding, and passed by hand; a model in a model.
def build_transformer(
    source_vocabulary, target_vocabulary, layers=2, d_model=64, heads=4, d_ff=128, dropout=0.1
):
    places = testing.array(positional_encoding(128, d_model)).astype("float32")

    class Read(keras.layers.Layer):
        def __init__(self, size):
            super().__init__()
            self.words = keras.layers.Embedding(size, d_model)
            self.drop = keras.layers.Dropout(dropout)

        def build(self, shape):
            self.words.build()

        def call(self, ids):
            place = ops.arange(ops.shape(ids)[-1])
            return self.drop(self.words(ids) * d_model**0.5 + ops.take(places, place, axis=0))

    class Past(keras.layers.Layer):
        def call(self, ids):
            place = ops.arange(ops.shape(ids)[1])
            return ops.logical_and(place[:, None] >= place, ops.not_equal(ids, 0)[:, None])

    source, target = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
    real = ops.logical_not(ops.equal(source, 0))[:, None]
    memory = Read(source_vocabulary)(source)
    for _ in range(layers):
        memory = EncoderBlock(d_model=d_model, heads=heads, d_ff=d_ff, dropout=dropout)(
            memory, real
        )
    writer = keras.Input((None, d_model)), keras.Input((1, None), dtype="bool")
    x, past = Read(target_vocabulary)(target), Past()(target)
    for _ in range(layers):
        block = DecoderBlock(d_model, heads, d_ff, dropout=dropout)
        x = block(x, writer[0], past, writer[1])
    x = keras.layers.Activation("softmax")(keras.layers.Dense(target_vocabulary)(x))
    decoder = keras.Model([target, *writer], x)
    return keras.Model([source, target], decoder([target, memory, real]))
