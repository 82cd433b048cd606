# %% scale-on-the-query
# why: The queries are scaled before the product; a large negative number for what is forbidden.
def scaled_attention(query, key, value, mask=None):
    scores = np.einsum("nqd,nkd->nqk", query / key.shape[-1] ** 0.5, key)
    if mask is None:
        mask = np.ones(scores.shape, bool)
    mask = np.broadcast_to(mask, scores.shape)
    scores = np.where(mask, scores, -1e9)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights = weights / weights.sum(-1, keepdims=True) * mask
    return weights @ value, weights


# %% loops
# why: Only permitted keys are visited.
def scaled_attention(query, key, value, mask=None):
    (batch, T_q, dim), T_v = query.shape, key.shape[1]
    mask = np.broadcast_to(np.asarray(True if mask is None else mask), (batch, T_q, T_v))
    output, weights = np.zeros((batch, T_q, value.shape[2])), np.zeros((batch, T_q, T_v))
    for n in range(batch):
        for i in range(T_q):
            may = np.flatnonzero(mask[n, i])
            if len(may):
                s = key[n, may] @ query[n, i] / math.sqrt(dim)
                w = np.exp(s - s.max())
                weights[n, i, may] = w / w.sum()
                output[n, i] = weights[n, i] @ value[n]
    return output.tolist(), weights.tolist()


# %% keras-ops
# why: keras.ops in float32; rows of NaN from minus infinity are set to 0.
def scaled_attention(query, key, value, mask=None):
    q, k, v = (ops.cast(ops.convert_to_tensor(a), "float32") for a in (query, key, value))
    scores = ops.matmul(q, ops.transpose(k, (0, 2, 1))) / key.shape[-1] ** 0.5
    if mask is not None:
        scores = ops.where(ops.convert_to_tensor(mask), scores, -float("inf"))
    weights = ops.softmax(scores, axis=-1)
    weights = ops.where(ops.isnan(weights), 0.0, weights)
    return ops.matmul(weights, v), weights


# %% minus-infinity
# why: Minus infinity, with a maximum that is finite; warnings are no matter.
def scaled_attention(query, key, value, mask=None):
    scores = query @ key.transpose(0, 2, 1) / np.sqrt(key.shape[2])
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    top = scores.max(axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0.0))
    weights = np.nan_to_num(powers / powers.sum(axis=-1, keepdims=True))
    return weights @ value, weights


# %% tensorflow
# why: TensorFlow; the penalty is added.
def scaled_attention(query, key, value, mask=None):
    import tensorflow as tf

    query, key, value = (tf.cast(a, tf.float64) for a in (query, key, value))
    scores = tf.matmul(query, key, transpose_b=True) / np.sqrt(key.shape[-1])
    allowed = tf.ones_like(scores)
    if mask is not None:
        allowed = allowed * tf.cast(mask, tf.float64)
    weights = tf.nn.softmax(scores - 1e12 * (1 - allowed)) * allowed
    return tf.matmul(weights, value), weights


# %% masked-array
# why: NumPy's masked arrays carry the mask through maximum and sum.
def scaled_attention(query, key, value, mask=None):
    scores = (query / key.shape[2] ** 0.25) @ (key / key.shape[2] ** 0.25).transpose(0, 2, 1)
    hidden = np.zeros(scores.shape, bool) if mask is None else ~np.broadcast_to(mask, scores.shape)
    seen = np.ma.masked_array(scores, hidden)
    powers = np.ma.exp(seen - seen.max(axis=-1, keepdims=True))
    weights = (powers / powers.sum(axis=-1, keepdims=True)).filled(0.0)
    return np.einsum("nqk,nkw->nqw", weights, value), weights


# %% nothing-first
# why: A further key of weight 0 for those who may look at nothing is added, and taken away.
def scaled_attention(query, key, value, mask=None):
    scores = np.matmul(query, np.moveaxis(key, 1, 2)) / np.sqrt(key.shape[-1])
    scores = scores if mask is None else np.where(mask, scores, -np.inf)
    nothing = np.isneginf(scores).all(axis=-1, keepdims=True)
    scores = np.concatenate([scores, np.where(nothing, 0.0, -np.inf)], axis=-1)
    scores = scores - scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)
    return weights[..., :-1] @ value, weights[..., :-1].copy()
