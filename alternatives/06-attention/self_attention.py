# %% score-matrix
# why: x (W_q W_k^T) x^T: one matrix in the middle.
def self_attention(x, W_q, W_k, W_v, mask=None):
    scores = x @ (W_q @ W_k.T / np.sqrt(W_q.shape[1])) @ np.swapaxes(x, 1, 2)
    allowed = np.ones(scores.shape, bool) if mask is None else np.broadcast_to(mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    weights = powers / np.maximum(powers.sum(axis=-1, keepdims=True), 1e-300)
    return (weights @ x) @ W_v, weights


# %% keras-layers
# why: Dense layers and Keras's Attention, one query's mask at a time.
def self_attention(x, W_q, W_k, W_v, mask=None):
    q, k, v = (
        ops.cast(ops.convert_to_tensor(np.asarray(x) @ W), "float32") for W in (W_q, W_k, W_v)
    )
    scores = ops.einsum("nid,njd->nij", q, k) / math.sqrt(W_k.shape[1])
    if mask is None:
        mask = np.array(True)
    allowed = ops.cast(ops.convert_to_tensor(np.broadcast_to(mask, scores.shape)), "float32")
    weights = ops.softmax(ops.where(allowed > 0, scores, -1e30), axis=-1) * allowed
    return [ops.matmul(weights, v), weights]


# %% written-out
# why: Written out, without another exercise; float32.
def self_attention(x, W_q, W_k, W_v, mask=None):
    x, W_q, W_k, W_v = (np.asarray(a, dtype="float32") for a in (x, W_q, W_k, W_v))
    Q, K, V = (np.tensordot(x, W, axes=1) for W in (W_q, W_k, W_v))
    scores = np.einsum("nid,njd->nij", Q, K) / np.float32(np.sqrt(K.shape[-1]))
    allowed = np.ones_like(scores) if mask is None else np.ones_like(scores) * mask
    scores = scores + (1 - allowed) * np.float32(-1e12)
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    weights = powers / powers.sum(-1, keepdims=True) * allowed
    return weights @ V, weights


# %% tensorflow
# why: TensorFlow, with one joined matrix that is split.
def self_attention(x, W_q, W_k, W_v, mask=None):
    import tensorflow as tf

    joined = tf.cast(np.concatenate([W_q, W_k, W_v], axis=1), tf.float64)
    sizes = [W_q.shape[1], W_k.shape[1], W_v.shape[1]]
    query, key, value = tf.split(tf.cast(x, tf.float64) @ joined, sizes, axis=-1)
    scores = tf.matmul(query, key, transpose_b=True) / sizes[1] ** 0.5
    allowed = tf.ones_like(scores)
    if mask is not None:
        allowed *= tf.cast(mask, tf.float64)
    weights = tf.nn.softmax(scores - 1e12 * (1 - allowed)) * allowed
    return tf.matmul(weights, value), weights


# %% word-by-word
# why: One word at a time looks at those it may see; values are mixed before W_v.
def self_attention(x, W_q, W_k, W_v, mask=None):
    batch, time, _ = x.shape
    may = np.broadcast_to(True if mask is None else mask, (batch, time, time))
    weights = np.zeros((batch, time, time))
    for n, i in np.ndindex(batch, time):
        j = np.flatnonzero(may[n, i])
        if j.size:
            s = (x[n, j] @ W_k) @ (x[n, i] @ W_q) / np.sqrt(W_k.shape[1])
            s = np.exp(s - s.max())
            weights[n, i, j] = s / s.sum()
    return (weights @ x) @ W_v, weights
