# %% attention-by-hand
# why: Dense layers and heads by hand; no biases in the attention, dropout on the weights too.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.heads = heads
        self.to_qkv = keras.layers.Dense(3 * d_model, use_bias=False)
        self.mix = keras.layers.Dense(d_model, use_bias=False)
        self.up = keras.layers.Dense(d_ff)
        self.down = keras.layers.Dense(d_model)
        self.norms = [keras.layers.LayerNormalization(epsilon=1e-6) for _ in range(2)]
        self.drops = [keras.layers.Dropout(dropout) for _ in range(3)]

    def call(self, x, mask=None, training=False):
        def heads(a):
            return ops.stack(ops.split(a, self.heads, axis=-1), axis=1)

        q, k, v = (heads(a) for a in ops.split(self.to_qkv(x), 3, axis=-1))
        scores = ops.matmul(q, ops.swapaxes(k, 2, 3)) / math.sqrt(q.shape[-1])
        if mask is not None:
            mask = ops.cast(mask, "bool")[..., None, :, :]
            scores = ops.where(mask, scores, -1e9)
        weights = self.drops[0](ops.softmax(scores, axis=-1), training=training)
        seen = ops.matmul(weights, v)
        seen = self.mix(ops.concatenate([seen[:, h] for h in range(self.heads)], axis=-1))
        x = self.norms[0](x + self.drops[1](seen, training=training))
        new = self.down(ops.relu(self.up(x)))
        return self.norms[1](x + self.drops[2](new, training=training))


# %% sequential-inside
# why: The feed-forward part is a Sequential; the masks are made full before use; training is left
# to Keras.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(
            num_heads=heads, key_dim=d_model // heads, dropout=dropout
        )
        self.after_attention = keras.layers.Dropout(dropout)
        self.first = keras.layers.LayerNormalization()
        self.dense = keras.Sequential(
            [
                keras.layers.Dense(d_ff),
                keras.layers.ReLU(),
                keras.layers.Dense(d_model),
                keras.layers.Dropout(dropout),
            ]
        )
        self.second = keras.layers.LayerNormalization()

    def call(self, x, mask=None, training=False):
        if mask is not None:
            n, time = ops.shape(x)[0], ops.shape(x)[1]
            mask = ops.broadcast_to(mask, (n, time, time))
        x = self.first(
            keras.layers.add([x, self.after_attention(self.attention(x, x, attention_mask=mask))])
        )
        return self.second(keras.layers.add([x, self.dense(x)]))


# %% convolutions
# why: Convolutions over one word for the dense layers; everything made in build.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.sizes = d_model, heads, d_ff, dropout

    def build(self, shape):
        d_model, heads, d_ff, dropout = self.sizes
        self.look = keras.layers.MultiHeadAttention(heads, d_model // heads, use_bias=False)
        self.look.build(shape, shape)
        self.up = keras.layers.Conv1D(d_ff, 1, activation="relu")
        self.down = keras.layers.Conv1D(d_model, 1)
        self.norm_a = keras.layers.LayerNormalization(epsilon=1e-5)
        self.norm_b = keras.layers.LayerNormalization(epsilon=1e-5)
        self.forget = keras.layers.Dropout(dropout)
        super().build(shape)

    def call(self, x, mask=None, training=False):
        x = self.norm_a(x + self.forget(self.look(x, x, attention_mask=mask), training=training))
        return self.norm_b(x + self.forget(self.down(self.up(x)), training=training))


# %% weights-by-hand
# why: Every weight made with add_weight, the norm written out, einsum for the heads.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        n = d_model // heads
        new = self.add_weight
        self.W_q, self.W_k, self.W_v = (
            new(shape=(d_model, heads, n), initializer="glorot_uniform") for _ in range(3)
        )
        self.W_o = new(shape=(heads, n, d_model), initializer="glorot_uniform")
        self.W_1 = new(shape=(d_model, d_ff), initializer="glorot_uniform")
        self.b_1 = new(shape=(d_ff,), initializer="zeros")
        self.W_2 = new(shape=(d_ff, d_model), initializer="glorot_uniform")
        self.b_2 = new(shape=(d_model,), initializer="zeros")
        self.gammas = [new(shape=(d_model,), initializer="ones") for _ in range(2)]
        self.betas = [new(shape=(d_model,), initializer="zeros") for _ in range(2)]
        self.drop = keras.layers.Dropout(dropout)

    def norm(self, x, n):
        mean, variance = ops.moments(x, axes=[-1], keepdims=True)
        return (x - mean) * ops.rsqrt(variance + 1e-6) * self.gammas[n] + self.betas[n]

    def call(self, x, mask=None, training=False):
        q = ops.einsum("btd,dhn->bhtn", x, self.W_q)
        k = ops.einsum("btd,dhn->bhtn", x, self.W_k)
        v = ops.einsum("btd,dhn->bhtn", x, self.W_v)
        scores = ops.einsum("bhqn,bhkn->bhqk", q, k) * self.W_q.shape[-1] ** -0.5
        if mask is not None:
            forbidden = 1 - ops.cast(mask, "float32")
            scores = scores - 1e9 * ops.expand_dims(forbidden, -3)
        weights = ops.softmax(scores)
        seen = ops.einsum("bhqk,bhkn,hnd->bqd", weights, v, self.W_o)
        x = self.norm(x + self.drop(seen, training=training), 0)
        new = ops.matmul(ops.maximum(ops.matmul(x, self.W_1) + self.b_1, 0), self.W_2) + self.b_2
        return self.norm(x + self.drop(new, training=training), 1)
