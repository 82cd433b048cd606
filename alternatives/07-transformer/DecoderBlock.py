# %% attention-by-hand
# why: One function for both attentions, heads by hand, no biases in them.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.heads = heads
        self.maps = [keras.layers.Dense(d_model, use_bias=False) for _ in range(8)]
        self.up = keras.layers.Dense(d_ff)
        self.down = keras.layers.Dense(d_model)
        self.norms = [keras.layers.LayerNormalization(epsilon=1e-6) for _ in range(3)]
        self.drop = keras.layers.Dropout(dropout)

    def attend(self, query, memory, mask, maps):
        def heads(a):
            return ops.stack(ops.split(a, self.heads, axis=-1), axis=1)

        q, k, v = heads(maps[0](query)), heads(maps[1](memory)), heads(maps[2](memory))
        scores = ops.matmul(q, ops.swapaxes(k, 2, 3)) / math.sqrt(q.shape[-1])
        if mask is not None:
            scores = ops.where(ops.cast(mask, "bool")[..., None, :, :], scores, -1e9)
        found = ops.matmul(ops.softmax(scores, axis=-1), v)
        return maps[3](ops.concatenate([found[:, h] for h in range(self.heads)], axis=-1))

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.attend(x, x, self_mask, self.maps[:4])
        x = self.norms[0](x + self.drop(seen, training=training))
        read = self.attend(x, memory, memory_mask, self.maps[4:])
        x = self.norms[1](x + self.drop(read, training=training))
        new = self.down(ops.relu(self.up(x)))
        return self.norms[2](x + self.drop(new, training=training))


# %% sequential-inside
# why: Feed-forward as a Sequential; the steps in a loop; training is left to Keras.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        width = d_model // heads
        self.look_back = keras.layers.MultiHeadAttention(heads, width)
        self.look_over = keras.layers.MultiHeadAttention(heads, width)
        self.dense = keras.Sequential(
            [keras.layers.Dense(d_ff), keras.layers.ReLU(), keras.layers.Dense(d_model)]
        )
        self.norms = [keras.layers.LayerNormalization() for _ in range(3)]
        self.drops = [keras.layers.Dropout(dropout) for _ in range(3)]

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        n, time, source = ops.shape(x)[0], ops.shape(x)[1], ops.shape(memory)[1]
        if self_mask is not None:
            self_mask = ops.broadcast_to(self_mask, (n, time, time))
        if memory_mask is not None:
            memory_mask = ops.broadcast_to(memory_mask, (n, time, source))
        steps = (
            lambda y: self.look_back(y, y, y, attention_mask=self_mask),
            lambda y: self.look_over(y, memory, memory, attention_mask=memory_mask),
            self.dense,
        )
        for step, norm, drop in zip(steps, self.norms, self.drops):
            x = norm(keras.layers.add([x, drop(step(x))]))
        return x


# %% convolutions
# why: Convolutions over one word for the dense layers; no biases in the attention.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.down = keras.layers.Conv1D(d_model, 1)
        self.up = keras.layers.Conv1D(d_ff, 1, activation="relu")
        self.forget = keras.layers.Dropout(dropout)
        self.c = keras.layers.LayerNormalization(epsilon=1e-5)
        self.b = keras.layers.LayerNormalization(epsilon=1e-5)
        self.a = keras.layers.LayerNormalization(epsilon=1e-5)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads, use_bias=False)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads, use_bias=False)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        own = self.own(query=x, value=x, attention_mask=self_mask, training=training)
        x = self.a(x + self.forget(own, training=training))
        read = self.cross(query=x, value=memory, attention_mask=memory_mask, training=training)
        x = self.b(x + self.forget(read, training=training))
        return self.c(x + self.forget(self.down(self.up(x)), training=training))


# %% made-of-parts
# why: Small layers of one's own: an attention with its residual and norm, and a feed-forward with
# its.
class AddAndNorm(keras.layers.Layer):
    def __init__(self, dropout):
        super().__init__()
        self.drop = keras.layers.Dropout(dropout)
        self.norm = keras.layers.LayerNormalization(epsilon=1e-6)

    def call(self, x, change, training=False):
        return self.norm(x + self.drop(change, training=training))


class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attentions = [
            keras.layers.MultiHeadAttention(heads, d_model // heads, value_dim=d_model // heads)
            for _ in range(2)
        ]
        self.ff = [keras.layers.Dense(d_ff), keras.layers.Dense(d_model)]
        self.closing = [AddAndNorm(dropout) for _ in range(3)]

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        places = [(None, self_mask), (memory, memory_mask)]
        for attention, close, (other, mask) in zip(self.attentions, self.closing, places):
            other = x if other is None else other
            x = close(x, attention(x, other, attention_mask=mask), training=training)
        change = self.ff[1](ops.maximum(self.ff[0](x), 0.0))
        return self.closing[2](x, change, training=training)
