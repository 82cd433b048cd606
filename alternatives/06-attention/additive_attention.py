# %% loops
# why: One pair at a time; lists come back.
def additive_attention(query, key, value, W_q, W_k, v):
    outputs, looks = [], []
    for q, k, val in zip(query, key, value):
        look = []
        for i in range(len(q)):
            s = np.array([np.dot(v, np.tanh(q[i] @ W_q + k[j] @ W_k)) for j in range(len(k))])
            w = np.exp(s - s.max())
            look.append((w / w.sum()).tolist())
        looks.append(look)
        outputs.append((np.array(look) @ val).tolist())
    return [outputs, looks]


# %% keras-layer
# why: Keras's AdditiveAttention, with v as its scale.
def additive_attention(query, key, value, W_q, W_k, v):
    q, val, k = (
        ops.cast(ops.convert_to_tensor(a), "float32") for a in (query @ W_q, value, key @ W_k)
    )
    layer = keras.layers.AdditiveAttention()
    layer.build([q.shape, val.shape, k.shape])
    layer.set_weights([np.asarray(v, "float32")])
    return layer([q, val, k], return_attention_scores=True)


# %% tensorflow
# why: TensorFlow in float32.
def additive_attention(query, key, value, W_q, W_k, v):
    import tensorflow as tf

    query, key, value, W_q, W_k, v = (
        tf.cast(a, tf.float32) for a in (query, key, value, W_q, W_k, v)
    )
    both = tf.expand_dims(query @ W_q, 2) + tf.expand_dims(key @ W_k, 1)
    weights = tf.nn.softmax(tf.reduce_sum(v * tf.tanh(both), axis=-1), axis=-1)
    return weights @ value, weights


# %% joined
# why: The pairs are joined and go through one stacked matrix, as in the paper's appendix.
def additive_attention(query, key, value, W_q, W_k, v):
    T_q, T_v = query.shape[1], key.shape[1]
    q = np.repeat(query[:, :, None], T_v, axis=2)
    k = np.repeat(key[:, None], T_q, axis=1)
    pairs = np.concatenate([q, k], axis=-1)
    scores = np.tanh(pairs @ np.concatenate([W_q, W_k])) @ v
    weights = np.exp(scores - np.logaddexp.reduce(scores, axis=-1, keepdims=True))
    return np.einsum("nqk,nkw->nqw", weights, value), weights


# %% unit-by-unit
# why: The scores grow unit by unit, so that no array has four axes.
def additive_attention(query, key, value, W_q, W_k, v):
    scores = np.zeros((len(query), query.shape[1], key.shape[1]))
    for w_q, w_k, weight in zip(W_q.T, W_k.T, v):
        scores += weight * np.tanh((query @ w_q)[:, :, None] + (key @ w_k)[:, None, :])
    weights = softmax(scores)
    return np.matmul(weights, value), weights
