# %% wrong: scaled-already
# Divides by the root of the width.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def attention(query, key, value):
    scores = np.matmul(query, np.swapaxes(key, 1, 2))
    weights = softmax(scores / math.sqrt(np.shape(key)[-1]), -1)
    return weights @ value, weights


# %% wrong: softmax-over-the-queries
# The columns sum to 1.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def attention(query, key, value):
    scores = np.matmul(query, np.swapaxes(key, 1, 2))
    weights = softmax(scores, 1)
    return weights @ value, weights


# %% wrong: softmax-over-the-batch
# Softmax along the first axis.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def attention(query, key, value):
    scores = np.matmul(query, np.swapaxes(key, 1, 2))
    weights = softmax(scores, 0)
    return weights @ value, weights


# %% wrong: key-as-value
# Mixes the keys; only where the widths agree does it give a result.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 4)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def attention(query, key, value):
    scores = np.matmul(query, np.swapaxes(key, 1, 2))
    weights = softmax(scores, -1)
    return weights @ key, weights


# %% wrong: overflow
# A naive softmax.
# shows:
#   rng = np.random.default_rng(0)
#   args = [60.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def attention(query, key, value):
    scores = np.matmul(query, np.swapaxes(key, 1, 2))
    weights = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)
    return weights @ value, weights


# %% wrong: weights-without-softmax
# Returns the scores instead of the weights.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def attention(query, key, value):
    scores = np.matmul(query, np.swapaxes(key, 1, 2))
    weights = softmax(scores, -1)
    return weights @ value, scores


# %% wrong: output-and-weights-exchanged
# Weights first; equal shapes hide it.
# shows:
#   rng = np.random.default_rng(0)
#   q, k, v = rng.normal(size=(3, 2, 4, 4))
#   o, w = answer(q, k, v)
#   assert np.allclose(o, reference(q, k, v)[0], atol=1e-4)
def attention(query, key, value):
    scores = np.matmul(query, np.swapaxes(key, 1, 2))
    weights = softmax(scores, -1)
    return weights, weights @ value


# %% wrong: cosine-scores
# Normalises queries and keys first.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def attention(query, key, value):
    query = query / np.linalg.norm(query, axis=-1, keepdims=True)
    key = key / np.linalg.norm(key, axis=-1, keepdims=True)
    scores = np.matmul(query, np.swapaxes(key, 1, 2))
    weights = softmax(scores, -1)
    return weights @ value, weights


# %% wrong: reshape-for-transpose
# The keys are reshaped, not transposed.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def attention(query, key, value):
    scores = np.matmul(query, np.reshape(key, (len(key), np.shape(key)[2], -1)))
    weights = softmax(scores, -1)
    return weights @ value, weights


# %% wrong: first-text-for-all
# Every text looks at the first text's keys.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def attention(query, key, value):
    scores = np.matmul(query, np.swapaxes(key, 1, 2)[:1])
    weights = softmax(scores, -1)
    return weights @ value, weights


# %% wrong: hard-choice
# Takes the best key's value alone.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def attention(query, key, value):
    scores = np.matmul(query, np.swapaxes(key, 1, 2))
    weights = np.eye(scores.shape[-1])[scores.argmax(-1)]
    return weights @ value, weights


# %% wrong: keras-order
# Takes the arguments for Keras's order: query, value, key.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 4)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def attention(query, value, key):
    scores = np.matmul(query, np.swapaxes(key, 1, 2))
    weights = softmax(scores, -1)
    return weights @ value, weights


# %% wrong: single-batch
# Squeezes a batch of 1.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(1, 3, 4), (1, 5, 4), (1, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def attention(query, key, value):
    scores = np.matmul(query, np.swapaxes(key, 1, 2))
    weights = softmax(scores, -1)
    return np.squeeze(weights @ value), np.squeeze(weights)


# %% wrong: mean-of-the-values
# Averages the weighted values by the number of keys.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def attention(query, key, value):
    scores = np.matmul(query, np.swapaxes(key, 1, 2))
    weights = softmax(scores, -1)
    return weights @ value / value.shape[1], weights


# %% right: keras-attention-layer
# Keras's layer, in its own order, with its scores.
def attention(query, key, value):
    q, k, v = (
        ops.cast(ops.convert_to_tensor(np.asarray(a, float)), "float32")
        for a in (query, key, value)
    )
    output, weights = keras.layers.Attention()([q, v, k], return_attention_scores=True)
    return output, weights


# %% right: one-query-at-a-time
# Lists and loops; a softmax in place.
def attention(query, key, value):
    outputs, weights = [], []
    for Q, K, V in zip(*(np.asarray(a, float) for a in (query, key, value))):
        rows = [softmax(np.array([q @ k for k in K])) for q in Q]
        weights.append([r.tolist() for r in rows])
        outputs.append([sum(w * v for w, v in zip(r, V)).tolist() for r in rows])
    return outputs, weights


# %% right: running-softmax
# Key by key with a running maximum, as FlashAttention does.
def attention(query, key, value):
    q, k, v = (np.asarray(a, float) for a in (query, key, value))
    top = np.full(q.shape[:2], -np.inf)
    total, mixed = np.zeros(q.shape[:2]), np.zeros((*q.shape[:2], v.shape[2]))
    for j in range(k.shape[1]):
        s = np.einsum("bid,bd->bi", q, k[:, j])
        new = np.maximum(top, s)
        old, now = np.exp(top - new), np.exp(s - new)
        total = total * old + now
        mixed = mixed * old[..., None] + now[..., None] * v[:, None, j]
        top = new
    weights = np.exp(np.einsum("bid,bjd->bij", q, k) - top[..., None]) / total[..., None]
    return [mixed / total[..., None], weights]
