# %% attention-by-hand
# why: Dense layers and heads by hand, q, k and v in one; no biases in the attention.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.heads = heads
        self.to_qkv = keras.layers.Dense(3 * d_model, use_bias=False)
        self.mix = keras.layers.Dense(d_model, use_bias=False)
        self.up = keras.layers.Dense(d_ff)
        self.down = keras.layers.Dense(d_model)
        self.norms = [keras.layers.LayerNormalization(epsilon=1e-6) for _ in range(2)]
        self.drops = [keras.layers.Dropout(dropout) for _ in range(2)]

    def call(self, x, mask=None, training=False):
        def heads(a):
            return ops.stack(ops.split(a, self.heads, axis=-1), axis=1)

        q, k, v = (heads(a) for a in ops.split(self.to_qkv(x), 3, axis=-1))
        scores = ops.matmul(q, ops.swapaxes(k, 2, 3)) / math.sqrt(q.shape[-1])
        if mask is not None:
            mask = ops.cast(mask, "bool")[..., None, :, :]
            scores = ops.where(mask, scores, -1e9)
        seen = ops.matmul(ops.softmax(scores, axis=-1), v)
        seen = self.mix(ops.concatenate([seen[:, h] for h in range(self.heads)], axis=-1))
        x = self.norms[0](x + self.drops[0](seen, training=training))
        new = self.down(ops.relu(self.up(x)))
        return self.norms[1](x + self.drops[1](new, training=training))


# %% sequential-inside
# why: The feed-forward part is a Sequential; the masks are made full before use; training is left
# to Keras.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(num_heads=heads, key_dim=d_model // heads)
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


# %% torch-order
# why: Every matrix stored (out, in) as in PyTorch, q, k and v fused as in nn.MultiheadAttention.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.heads = heads
        new, start = self.add_weight, "glorot_uniform"
        self.in_proj_weight = new(shape=(3 * d_model, d_model), initializer=start)
        self.in_proj_bias = new(shape=(3 * d_model,), initializer="zeros")
        self.out_proj_weight = new(shape=(d_model, d_model), initializer=start)
        self.out_proj_bias = new(shape=(d_model,), initializer="zeros")
        self.linear1_weight = new(shape=(d_ff, d_model), initializer=start)
        self.linear1_bias = new(shape=(d_ff,), initializer="zeros")
        self.linear2_weight = new(shape=(d_model, d_ff), initializer=start)
        self.linear2_bias = new(shape=(d_model,), initializer="zeros")
        self.norm1 = keras.layers.LayerNormalization(epsilon=1e-5)
        self.norm2 = keras.layers.LayerNormalization(epsilon=1e-5)
        self.dropout1 = keras.layers.Dropout(dropout)
        self.dropout2 = keras.layers.Dropout(dropout)

    def linear(self, x, weight, bias):
        return ops.matmul(x, ops.transpose(weight)) + bias

    def call(self, x, mask=None, training=False):
        q, k, v = ops.split(self.linear(x, self.in_proj_weight, self.in_proj_bias), 3, axis=-1)
        n, t, d = ops.shape(x)
        q, k, v = (
            ops.transpose(ops.reshape(a, (n, t, self.heads, d // self.heads)), (0, 2, 1, 3))
            for a in (q, k, v)
        )
        scores = ops.matmul(q, ops.transpose(k, (0, 1, 3, 2))) / math.sqrt(d // self.heads)
        if mask is not None:
            scores = ops.where(ops.cast(mask, "bool")[..., None, :, :], scores, -1e9)
        found = ops.matmul(ops.softmax(scores), v)
        found = ops.reshape(ops.transpose(found, (0, 2, 1, 3)), (n, t, d))
        found = self.linear(found, self.out_proj_weight, self.out_proj_bias)
        x = self.norm1(x + self.dropout1(found, training=training))
        new = ops.relu(self.linear(x, self.linear1_weight, self.linear1_bias))
        new = self.linear(new, self.linear2_weight, self.linear2_bias)
        return self.norm2(x + self.dropout2(new, training=training))


# %% fused-head-by-head
# why: q, k and v in one Dense, head by head, as in GPT-NeoX and the UvA notebooks.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.heads, self.width = heads, d_model // heads
        self.qkv_proj = keras.layers.Dense(3 * d_model)
        self.o_proj = keras.layers.Dense(d_model)
        self.linear_net = [keras.layers.Dense(d_ff), keras.layers.Dense(d_model)]
        self.norm1 = keras.layers.LayerNormalization(epsilon=1e-5)
        self.norm2 = keras.layers.LayerNormalization(epsilon=1e-5)
        self.dropout = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        n, t, d = ops.shape(x)
        qkv = ops.reshape(self.qkv_proj(x), (n, t, self.heads, 3 * self.width))
        q, k, v = ops.split(ops.transpose(qkv, (0, 2, 1, 3)), 3, axis=-1)
        scores = ops.einsum("bhqw,bhkw->bhqk", q, k) / math.sqrt(self.width)
        if mask is not None:
            scores = ops.where(ops.expand_dims(mask, -3), scores, -9e15)
        values = ops.einsum("bhqk,bhkw->bqhw", ops.softmax(scores, axis=-1), v)
        found = self.o_proj(ops.reshape(values, (n, t, d)))
        x = self.norm1(x + self.dropout(found, training=training))
        new = self.linear_net[1](ops.relu(self.linear_net[0](x)))
        return self.norm2(x + self.dropout(new, training=training))


# %% one-layer-a-head
# why: Each head is a small layer with its own three Dense; the heads' results are joined.
class Head(keras.layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.query = keras.layers.Dense(width)
        self.key = keras.layers.Dense(width)
        self.value = keras.layers.Dense(width)
        self.width = width

    def call(self, x, mask=None):
        scores = self.query(x) @ ops.transpose(self.key(x), (0, 2, 1)) / self.width**0.5
        if mask is not None:
            scores = ops.where(mask, scores, -1e9)
        return ops.softmax(scores, axis=-1) @ self.value(x)

    def compute_mask(self, x, mask=None):
        return None


class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.parts = [Head(d_model // heads) for _ in range(heads)]
        self.mix = keras.layers.Dense(d_model)
        self.net = keras.Sequential(
            [keras.layers.Dense(d_ff, activation="relu"), keras.layers.Dense(d_model)]
        )
        self.norms = [keras.layers.LayerNormalization(epsilon=1e-6) for _ in range(2)]
        self.drops = [keras.layers.Dropout(dropout) for _ in range(2)]

    def call(self, x, mask=None, training=False):
        joined = ops.concatenate([head(x, mask=mask) for head in self.parts], axis=-1)
        x = self.norms[0](x + self.drops[0](self.mix(joined), training=training))
        return self.norms[1](x + self.drops[1](self.net(x), training=training))


# %% heads-in-lists
# why: A list of Dense for all queries, one for all keys, one for all values; no biases there.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        w = d_model // heads

        def dense():
            return [keras.layers.Dense(w, use_bias=False) for _ in range(heads)]

        self.q, self.k, self.v = dense(), dense(), dense()
        self.o = keras.layers.Dense(d_model, use_bias=False)
        self.down = keras.layers.Dense(d_model)
        self.up = keras.layers.Dense(d_ff, activation="relu")
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)
        self.w = w

    def call(self, x, mask=None, training=False):
        found = []
        for q, k, v in zip(self.q, self.k, self.v):
            scores = ops.einsum("btd,bsd->bts", q(x), k(x)) * self.w**-0.5
            if mask is not None:
                scores = scores + ops.where(mask, 0.0, -1e9)
            found.append(ops.einsum("bts,bsd->btd", ops.softmax(scores, axis=-1), v(x)))
        seen = self.o(ops.concatenate(found, axis=-1))
        x = self.norm_1(x + self.drop(seen, training=training))
        return self.norm_2(x + self.drop(self.down(self.up(x)), training=training))


# %% heads-take-every-other-column
# why: The heads take columns in turn (width first, then head); fused key and value; order v, k.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.heads, self.width = heads, d_model // heads
        self.norm_b = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_a = keras.layers.LayerNormalization(epsilon=1e-6)
        self.out = keras.layers.Dense(d_model)
        self.value, self.key, self.query = (keras.layers.Dense(d_model) for _ in range(3))
        self.narrow = keras.layers.Dense(d_model)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        n, t, d = ops.shape(x)

        def cut(a):
            return ops.reshape(a, (n, t, self.width, self.heads))

        scores = ops.einsum("bqwh,bkwh->bhqk", cut(self.query(x)), cut(self.key(x)))
        scores = scores / math.sqrt(self.width)
        if mask is not None:
            scores = ops.where(ops.expand_dims(mask, -3), scores, -1e9)
        weights = ops.softmax(scores, axis=-1)
        found = ops.einsum("bhqk,bkwh->bqwh", weights, cut(self.value(x)))
        found = self.out(ops.reshape(found, (n, t, d)))
        x = self.norm_a(x + self.drop(found, training=training))
        return self.norm_b(x + self.drop(self.narrow(self.wide(x)), training=training))


# %% one-tensor-for-four
# why: All four matrices of attention in one weight (4, d, d); convolution kernels by hand.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.heads = heads
        start = keras.initializers.RandomNormal(stddev=d_model**-0.5)
        self.qkvo = self.add_weight(shape=(4, d_model, d_model), initializer=start)
        self.kernel_1 = self.add_weight(shape=(1, d_model, d_ff), initializer=start)
        self.kernel_2 = self.add_weight(shape=(1, d_ff, d_model), initializer=start)
        self.bias_1 = self.add_weight(shape=(d_ff,), initializer="zeros")
        self.bias_2 = self.add_weight(shape=(d_model,), initializer="zeros")
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        q, k, v = (ops.matmul(x, self.qkvo[i]) for i in range(3))
        n, t, d = ops.shape(x)
        w = d // self.heads
        q, k, v = (ops.reshape(a, (n, t, self.heads, w)) for a in (q, k, v))
        scores = ops.einsum("bqhw,bkhw->bhqk", q, k) / math.sqrt(w)
        if mask is not None:
            scores = ops.where(ops.expand_dims(mask, -3), scores, -1e9)
        found = ops.einsum("bhqk,bkhw->bqhw", ops.softmax(scores, axis=-1), v)
        found = ops.matmul(ops.reshape(found, (n, t, d)), self.qkvo[3])
        x = self.norm_1(x + self.drop(found, training=training))
        new = ops.relu(ops.matmul(x, self.kernel_1[0]) + self.bias_1)
        new = ops.matmul(new, self.kernel_2[0]) + self.bias_2
        return self.norm_2(x + self.drop(new, training=training))


# %% einsum-dense
# why: Keras's EinsumDense with other axes: q, k, v at once as (3, heads, d, width), o as is.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        w = d_model // heads
        self.qkv_kernel = self.add_weight(
            shape=(3, heads, d_model, w), initializer="glorot_uniform"
        )
        self.mix = keras.layers.EinsumDense(
            "bthw,hwd->btd", output_shape=(None, d_model), bias_axes="d"
        )
        self.up = keras.layers.EinsumDense(
            "btd,df->btf", (None, d_ff), bias_axes="f", activation="relu"
        )
        self.down = keras.layers.EinsumDense("btf,fd->btd", (None, d_model), bias_axes="d")
        self.norms = [keras.layers.LayerNormalization(epsilon=1e-6) for _ in range(2)]
        self.drop = keras.layers.Dropout(dropout)
        self.w = w

    def call(self, x, mask=None, training=False):
        q, k, v = ops.unstack(ops.einsum("btd,nhdw->nbhtw", x, self.qkv_kernel), axis=0)
        scores = ops.matmul(q, ops.swapaxes(k, -1, -2)) / math.sqrt(self.w)
        if mask is not None:
            scores = ops.where(ops.expand_dims(mask, -3), scores, -1e9)
        seen = ops.transpose(ops.matmul(ops.softmax(scores), v), (0, 2, 1, 3))
        x = self.norms[0](x + self.drop(self.mix(seen), training=training))
        return self.norms[1](x + self.drop(self.down(self.up(x)), training=training))


# %% own-norm
# why: A norm of one's own that divides by the deviation plus epsilon; attention by ops' function.
class Norm(keras.layers.Layer):
    def build(self, shape):
        self.beta = self.add_weight(shape=(shape[-1],), initializer="zeros")
        self.gamma = self.add_weight(shape=(shape[-1],), initializer="ones")

    def call(self, x):
        x = x - ops.mean(x, axis=-1, keepdims=True)
        return self.gamma * x / (ops.std(x, axis=-1, keepdims=True) + 1e-6) + self.beta


class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.heads, self.d_model, self.d_ff, self.rate = heads, d_model, d_ff, dropout

    def build(self, shape):
        self.norm_1, self.norm_2 = Norm(), Norm()
        self.kv = keras.layers.Dense(2 * self.d_model)
        self.q = keras.layers.Dense(self.d_model)
        self.o = keras.layers.Dense(self.d_model)
        self.up, self.down = keras.layers.Dense(self.d_ff), keras.layers.Dense(self.d_model)
        self.forget = keras.layers.Dropout(self.rate)

    def call(self, x, mask=None, training=False):
        n, t, d = ops.shape(x)
        k, v = ops.split(self.kv(x), 2, axis=-1)
        q, k, v = (ops.reshape(a, (n, t, self.heads, d // self.heads)) for a in (self.q(x), k, v))
        if mask is not None:
            mask = ops.broadcast_to(mask, (n, t, t))[:, None]
        found = ops.reshape(ops.dot_product_attention(q, k, v, mask=mask), (n, t, d))
        x = self.norm_1(x + self.forget(self.o(found), training=training))
        new = self.down(ops.relu(self.up(x)))
        return self.norm_2(x + self.forget(new, training=training))
