# %% loops
# why: Example by example, head by head, only permitted keys visited.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    batch, T_q, d = query.shape
    T_v, n = key.shape[1], d // heads
    may = np.broadcast_to(np.asarray(True if mask is None else mask), (batch, T_q, T_v))
    weights = np.zeros((batch, heads, T_q, T_v))
    output = np.zeros((batch, T_q, W_o.shape[1]))
    for b in range(batch):
        for h in range(heads):
            own = slice(h * n, (h + 1) * n)
            q, k, v = query[b] @ W_q[:, own], key[b] @ W_k[:, own], value[b] @ W_v[:, own]
            for i in range(T_q):
                seen = np.flatnonzero(may[b, i])
                if seen.size:
                    s = k[seen] @ q[i] / math.sqrt(n)
                    e = np.exp(s - s.max())
                    weights[b, h, i, seen] = e / e.sum()
            output[b] += weights[b, h] @ v @ W_o[own]
    return output.tolist(), weights.tolist()


# %% einsum
# why: The matrices are split instead of the vectors; four einsums.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    d = W_q.shape[0]
    A, B, C = (W.reshape(d, heads, d // heads) for W in (W_q, W_k, W_v))
    scores = np.einsum("bqi,ihd,bkj,jhd->bhqk", query, A, key, B, optimize=True)
    scores = scores / (d // heads) ** 0.5
    if mask is not None:
        hidden = ~np.atleast_2d(np.asarray(mask, dtype=bool))[..., None, :, :]
        scores = np.where(hidden, -np.inf, scores)
    top = scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores - np.where(np.isinf(top), 0, top))
    weights = weights / np.maximum(weights.sum(axis=-1, keepdims=True), 1e-300)
    heads_out = np.einsum("bhqk,bkj,jhd->bqhd", weights, value, C, optimize=True)
    return np.einsum("bqhd,hdo->bqo", heads_out, W_o.reshape(heads, d // heads, -1)), weights


# %% keras-layer
# why: Keras's own layer with the weights copied; what may look at nothing is set to zero.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    q, k, v = (np.asarray(a, dtype="float32") for a in (query, key, value))
    d = q.shape[-1]
    layer = keras.layers.MultiHeadAttention(heads, d // heads, use_bias=False)
    layer.build(q.shape, v.shape, k.shape)
    layer.set_weights(
        [np.reshape(W, (d, heads, d // heads)) for W in (W_q, W_k, W_v)]
        + [np.reshape(W_o, (heads, d // heads, d))]
    )
    may = np.ones((len(q), q.shape[1], k.shape[1]), dtype=bool)
    if mask is not None:
        may = may & np.asarray(mask, dtype=bool)
    output, weights = layer(q, v, k, attention_mask=may, return_attention_scores=True)
    output, weights = ops.convert_to_numpy(output), ops.convert_to_numpy(weights)
    sees = may.any(axis=-1)
    return output * sees[..., None], weights * sees[:, None, :, None]


# %% keras-ops
# why: keras.ops in float32, NaN of empty rows replaced.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def project(x, W):
        y = ops.matmul(ops.cast(ops.convert_to_tensor(x), "float32"), ops.cast(W, "float32"))
        return ops.stack(ops.split(y, heads, axis=-1), axis=1)

    q, k, v = project(query, W_q), project(key, W_k), project(value, W_v)
    scores = ops.matmul(q / math.sqrt(q.shape[-1]), ops.swapaxes(k, 2, 3))
    if mask is not None:
        may = ops.convert_to_tensor(np.atleast_2d(np.asarray(mask, dtype=bool)))
        scores = ops.where(may[..., None, :, :], scores, -float("inf"))
    weights = ops.softmax(scores, axis=-1)
    weights = ops.where(ops.isnan(weights), 0.0, weights)
    found = ops.matmul(weights, v)
    joined = ops.concatenate([found[:, h] for h in range(heads)], axis=-1)
    return ops.matmul(joined, ops.cast(W_o, "float32")), weights


# %% heads-in-the-batch
# why: Heads are put into the batch, and the attention of notebook 06 does the rest, in TensorFlow.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    import tensorflow as tf

    def fold(x, W):
        y = tf.cast(x, tf.float64) @ tf.cast(W, tf.float64)
        return tf.concat(tf.split(y, heads, axis=-1), axis=0)

    batch, T_q, T_v = len(query), query.shape[1], key.shape[1]
    q, k, v = fold(query, W_q), fold(key, W_k), fold(value, W_v)
    may = np.broadcast_to(np.asarray(True if mask is None else mask), (batch, T_q, T_v))
    may = tf.cast(tf.tile(tf.constant(np.array(may)), (heads, 1, 1)), tf.float64)
    scores = tf.matmul(q, k, transpose_b=True) / math.sqrt(q.shape[-1])
    weights = tf.nn.softmax(tf.where(may > 0, scores, -1e300)) * may
    output = tf.concat(tf.split(weights @ v, heads, axis=0), axis=-1) @ tf.cast(W_o, tf.float64)
    return output, tf.stack(tf.split(weights, heads, axis=0), axis=1)


# %% streaming
# why: Key by key, with a running maximum, total and output, as in FlashAttention.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (
        split_heads(query @ W_q, heads),
        split_heads(key @ W_k, heads),
        split_heads(value @ W_v, heads),
    )
    b, h, tq, n = Q.shape
    tv = K.shape[2]
    may = np.broadcast_to(True if mask is None else mask, (b, tq, tv))
    top = np.full((b, h, tq), -np.inf)
    den = np.zeros((b, h, tq))
    acc = np.zeros((b, h, tq, n))
    ss = []
    for j in range(tv):
        s = (Q * K[:, :, j : j + 1]).sum(-1) / np.sqrt(n)
        s = np.where(may[:, None, :, j], s, -np.inf)
        ss.append(s)
        new = np.maximum(top, s)
        with np.errstate(invalid="ignore"):
            old = np.nan_to_num(np.exp(top - new))
            e = np.nan_to_num(np.exp(s - new))
        den = den * old + e
        acc = acc * old[..., None] + e[..., None] * V[:, :, j : j + 1]
        top = new
    safe = np.where(den > 0, den, 1)
    with np.errstate(invalid="ignore"):
        w = np.nan_to_num(np.exp(np.stack(ss, -1) - top[..., None])) / safe[..., None]
    return merge_heads(acc / safe[..., None]) @ W_o, w
