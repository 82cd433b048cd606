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


# %% torch-order
# why: As PyTorch's TransformerDecoderLayer: matrices (out, in), q, k, v in one for each attention.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.heads = heads
        start = "glorot_uniform"
        self.attn = []
        for name in ("self_attn", "multihead_attn"):
            self.attn.append(
                [
                    self.add_weight(shape=(3 * d_model, d_model), initializer=start, name=name),
                    self.add_weight(shape=(3 * d_model,), initializer="zeros"),
                    self.add_weight(shape=(d_model, d_model), initializer=start),
                    self.add_weight(shape=(d_model,), initializer="zeros"),
                ]
            )
        self.linear1 = self.add_weight(shape=(d_ff, d_model), initializer=start)
        self.bias1 = self.add_weight(shape=(d_ff,), initializer="zeros")
        self.linear2 = self.add_weight(shape=(d_model, d_ff), initializer=start)
        self.bias2 = self.add_weight(shape=(d_model,), initializer="zeros")
        self.norms = [keras.layers.LayerNormalization(epsilon=1e-5) for _ in range(3)]
        self.drops = [keras.layers.Dropout(dropout) for _ in range(3)]

    def attend(self, x, memory, mask, weights):
        w_in, b_in, w_out, b_out = weights
        (w_q, w_k, w_v), (b_q, b_k, b_v) = ops.split(w_in, 3), ops.split(b_in, 3)

        def heads(a, w, b):
            a = ops.matmul(a, ops.transpose(w)) + b
            n, t, d = ops.shape(a)
            return ops.transpose(ops.reshape(a, (n, t, self.heads, d // self.heads)), (0, 2, 1, 3))

        q, k, v = heads(x, w_q, b_q), heads(memory, w_k, b_k), heads(memory, w_v, b_v)
        scores = ops.matmul(q, ops.transpose(k, (0, 1, 3, 2))) / math.sqrt(q.shape[-1])
        if mask is not None:
            scores = ops.where(ops.expand_dims(mask, -3), scores, -1e30)
        found = ops.transpose(ops.matmul(ops.softmax(scores), v), (0, 2, 1, 3))
        found = ops.reshape(found, ops.shape(x))
        return ops.matmul(found, ops.transpose(w_out)) + b_out

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.attend(x, x, self_mask, self.attn[0])
        x = self.norms[0](x + self.drops[0](seen, training=training))
        read = self.attend(x, memory, memory_mask, self.attn[1])
        x = self.norms[1](x + self.drops[1](read, training=training))
        new = ops.relu(ops.matmul(x, ops.transpose(self.linear1)) + self.bias1)
        new = ops.matmul(new, ops.transpose(self.linear2)) + self.bias2
        return self.norms[2](x + self.drops[2](new, training=training))


# %% roles-first
# why: The layers are made role by role, both attentions together; epsilons of norms differ.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.norm = {
            "c": keras.layers.LayerNormalization(),
            "b": keras.layers.LayerNormalization(epsilon=1e-6),
            "a": keras.layers.LayerNormalization(epsilon=1e-6),
        }
        self.mix = [keras.layers.Dense(d_model), keras.layers.Dense(d_model, use_bias=False)]
        self.v = [keras.layers.Dense(d_model, use_bias=False) for _ in range(2)]
        self.k = [keras.layers.Dense(d_model, use_bias=False) for _ in range(2)]
        self.q = [keras.layers.Dense(d_model) for _ in range(2)]
        self.net = [keras.layers.Dense(d_model), keras.layers.Dense(d_ff, activation="relu")]
        self.drop = keras.layers.Dropout(dropout)
        self.heads = heads

    def build(self, x_shape, memory_shape):
        for part in (*self.mix, *self.v, *self.k, *self.q, self.net[1], *self.norm.values()):
            part.build(x_shape)
        self.net[0].build((None, None, self.net[1].units))

    def look(self, i, x, memory, mask):
        def cut(a):
            return ops.reshape(a, (*ops.shape(a)[:2], self.heads, a.shape[-1] // self.heads))

        q, k, v = cut(self.q[i](x)), cut(self.k[i](memory)), cut(self.v[i](memory))
        if mask is not None:
            shape = ops.shape(x)[0], 1, ops.shape(x)[1], ops.shape(memory)[1]
            mask = ops.broadcast_to(ops.expand_dims(mask, -3), shape)
        found = ops.dot_product_attention(q, k, v, mask=mask)
        return self.mix[i](ops.reshape(found, ops.shape(x)))

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        x = self.norm["a"](x + self.drop(self.look(1, x, x, self_mask), training=training))
        x = self.norm["b"](x + self.drop(self.look(0, x, memory, memory_mask), training=training))
        return self.norm["c"](x + self.drop(self.net[0](self.net[1](x)), training=training))


# %% fused-keys-and-values
# why: q, k, v of the self-attention in one Dense; of the other, k and v; heads as in GPT code.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.heads = heads
        self.c_attn = keras.layers.Dense(3 * d_model)
        self.c_proj = keras.layers.Dense(d_model)
        self.x_q, self.x_kv = keras.layers.Dense(d_model), keras.layers.Dense(2 * d_model)
        self.x_proj = keras.layers.Dense(d_model)
        self.mlp = keras.Sequential(
            [keras.layers.Dense(d_ff), keras.layers.ReLU(), keras.layers.Dense(d_model)]
        )
        self.ln_1, self.ln_2, self.ln_3 = (
            keras.layers.LayerNormalization(epsilon=1e-5) for _ in range(3)
        )
        self.drop = keras.layers.Dropout(dropout)

    def heads_of(self, a):
        return ops.stack(ops.split(a, self.heads, axis=-1), axis=1)

    def attend(self, q, k, v, mask):
        q, k, v = self.heads_of(q), self.heads_of(k), self.heads_of(v)
        scores = ops.matmul(q, ops.swapaxes(k, 2, 3)) * (q.shape[-1] ** -0.5)
        if mask is not None:
            scores = scores + ops.where(ops.expand_dims(mask, -3), 0.0, -1e9)
        found = ops.matmul(ops.softmax(scores, axis=-1), v)
        return ops.concatenate([found[:, i] for i in range(self.heads)], axis=-1)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.c_proj(self.attend(*ops.split(self.c_attn(x), 3, axis=-1), self_mask))
        x = self.ln_1(x + self.drop(seen, training=training))
        k, v = ops.split(self.x_kv(memory), 2, axis=-1)
        read = self.x_proj(self.attend(self.x_q(x), k, v, memory_mask))
        x = self.ln_2(x + self.drop(read, training=training))
        return self.ln_3(x + self.drop(self.mlp(x), training=training))


# %% heads-apart
# why: Each head has three small kernels of its own, and its share of the output matrix: a sum.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        w, new = d_model // heads, self.add_weight
        self.kernels = [
            [
                [new(shape=(d_model, w), initializer="glorot_uniform") for _ in range(3)]
                for _ in range(heads)
            ]
            for _ in range(2)
        ]
        self.outs = [
            [new(shape=(w, d_model), initializer="glorot_uniform") for _ in range(heads)]
            for _ in range(2)
        ]
        self.up, self.down = keras.layers.Dense(d_ff), keras.layers.Dense(d_model)
        self.norms = [keras.layers.LayerNormalization(epsilon=1e-6) for _ in range(3)]
        self.drop = keras.layers.Dropout(dropout)

    def attend(self, i, x, memory, mask):
        total = 0.0
        for (q, k, v), o in zip(self.kernels[i], self.outs[i]):
            keys = ops.matmul(memory, k)
            scores = ops.einsum("btw,bsw->bts", ops.matmul(x, q), keys) / q.shape[1] ** 0.5
            if mask is not None:
                scores = ops.where(mask, scores, -1e9)
            total += ops.matmul(ops.matmul(ops.softmax(scores), ops.matmul(memory, v)), o)
        return total

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        x = self.norms[0](x + self.drop(self.attend(0, x, x, self_mask), training=training))
        seen = self.attend(1, x, memory, memory_mask)
        x = self.norms[1](x + self.drop(seen, training=training))
        return self.norms[2](x + self.drop(self.down(ops.relu(self.up(x))), training=training))


# %% steps-as-layers
# why: Each step is one layer, and the second attention stands in a list with the first.
class Step(keras.layers.Layer):
    def __init__(self, inner, dropout):
        super().__init__()
        self.norm = keras.layers.LayerNormalization(epsilon=1e-6)
        self.inner, self.drop = inner, keras.layers.Dropout(dropout)

    def call(self, x, *others, mask=None, training=False):
        given = {"attention_mask": mask} if others else {}
        change = self.inner(x, *others, **given)
        return self.norm(ops.add(x, self.drop(change, training=training)))

    def compute_mask(self, *arguments, **named):
        return None


class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        net = keras.Sequential(
            [keras.layers.Dense(d_ff, activation="relu"), keras.layers.Dense(d_model)]
        )
        self.third = Step(net, dropout)
        self.first, self.second = (
            Step(keras.layers.MultiHeadAttention(heads, d_model // heads), dropout)
            for _ in range(2)
        )

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        x = self.first(x, x, mask=self_mask, training=training)
        x = self.second(x, memory, memory, mask=memory_mask, training=training)
        return self.third(x, training=training)
