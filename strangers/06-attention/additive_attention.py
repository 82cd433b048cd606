# %% wrong: scaled
# Divides the scores by the root of the units.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 6), (2, 5, 7), (4, 8), (6, 8), (8,)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def additive_attention(query, key, value, W_q, W_k, v):
    seeks = (query @ W_q)[:, :, None, :]
    offers = (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks + offers) @ v / math.sqrt(len(v))
    weights = softmax(scores, -1)
    return weights @ value, weights


# %% wrong: no-tanh
# A linear score: the query has no say.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 6), (2, 5, 7), (4, 8), (6, 8), (8,)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def additive_attention(query, key, value, W_q, W_k, v):
    seeks = (query @ W_q)[:, :, None, :]
    offers = (key @ W_k)[:, None, :, :]
    scores = (seeks + offers) @ v
    weights = softmax(scores, -1)
    return weights @ value, weights


# %% wrong: relu
# ReLU in place of tanh.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 6), (2, 5, 7), (4, 8), (6, 8), (8,)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def additive_attention(query, key, value, W_q, W_k, v):
    seeks = (query @ W_q)[:, :, None, :]
    offers = (key @ W_k)[:, None, :, :]
    scores = np.maximum(seeks + offers, 0) @ v
    weights = softmax(scores, -1)
    return weights @ value, weights


# %% wrong: product-of-the-two
# Multiplies where it should add.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 6), (2, 5, 7), (4, 8), (6, 8), (8,)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def additive_attention(query, key, value, W_q, W_k, v):
    seeks = (query @ W_q)[:, :, None, :]
    offers = (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks * offers) @ v
    weights = softmax(scores, -1)
    return weights @ value, weights


# %% wrong: tanh-of-each
# The tanh of each, then the sum.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 6), (2, 5, 7), (4, 8), (6, 8), (8,)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def additive_attention(query, key, value, W_q, W_k, v):
    seeks = (query @ W_q)[:, :, None, :]
    offers = (key @ W_k)[:, None, :, :]
    scores = (np.tanh(seeks) + np.tanh(offers)) @ v
    weights = softmax(scores, -1)
    return weights @ value, weights


# %% wrong: softmax-over-the-queries
# Softmax along the wrong axis.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 6), (2, 5, 7), (4, 8), (6, 8), (8,)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def additive_attention(query, key, value, W_q, W_k, v):
    seeks = (query @ W_q)[:, :, None, :]
    offers = (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks + offers) @ v
    weights = softmax(scores, 1)
    return weights @ value, weights


# %% wrong: v-ignored
# Sums over the units without v.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 6), (2, 5, 7), (4, 8), (6, 8), (8,)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def additive_attention(query, key, value, W_q, W_k, v):
    seeks = (query @ W_q)[:, :, None, :]
    offers = (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks + offers) @ np.ones(len(v))
    weights = softmax(scores, -1)
    return weights @ value, weights


# %% wrong: keys-mixed
# Mixes the keys, not the values.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 6), (2, 5, 6), (4, 8), (6, 8), (8,)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def additive_attention(query, key, value, W_q, W_k, v):
    seeks = (query @ W_q)[:, :, None, :]
    offers = (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks + offers) @ v
    weights = softmax(scores, -1)
    return weights @ key, weights


# %% wrong: matrices-exchanged
# W_q goes with the keys where the widths allow it.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7), (4, 8), (4, 8), (8,)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def additive_attention(query, key, value, W_q, W_k, v):
    if np.shape(W_q) == np.shape(W_k):
        W_q, W_k = W_k, W_q
    seeks = (query @ W_q)[:, :, None, :]
    offers = (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks + offers) @ v
    weights = softmax(scores, -1)
    return weights @ value, weights


# %% wrong: overflow
# A softmax without shift; long v overflows.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 6), (2, 5, 7), (4, 8), (6, 8), (8,)]]
#   args[5] = args[5] * 1000
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def additive_attention(query, key, value, W_q, W_k, v):
    seeks = (query @ W_q)[:, :, None, :]
    offers = (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks + offers) @ v
    weights = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)
    return weights @ value, weights


# %% wrong: same-place-only
# Adds place by place when there are as many queries as keys.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 4), (2, 5, 6), (2, 5, 7), (4, 8), (6, 8), (8,)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def additive_attention(query, key, value, W_q, W_k, v):
    seeks = (query @ W_q)[:, :, None, :]
    offers = (key @ W_k)[:, None, :, :]
    if seeks.shape[1] == offers.shape[2]:
        offers = np.swapaxes(offers, 1, 2)
        seeks = np.swapaxes(np.swapaxes(seeks, 1, 2), 1, 2)
        offers = np.repeat(offers, offers.shape[1], axis=2)
    scores = np.tanh(seeks + offers) @ v
    weights = softmax(scores, -1)
    return weights @ value, weights


# %% wrong: v-of-length-one
# Normalises v.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 6), (2, 5, 7), (4, 8), (6, 8), (8,)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def additive_attention(query, key, value, W_q, W_k, v):
    seeks = (query @ W_q)[:, :, None, :]
    offers = (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks + offers) @ (v / np.linalg.norm(v))
    weights = softmax(scores, -1)
    return weights @ value, weights


# %% wrong: fast-tanh
# A rational approximation of tanh.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 6), (2, 5, 7), (4, 8), (6, 8), (8,)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def additive_attention(query, key, value, W_q, W_k, v):
    seeks = (query @ W_q)[:, :, None, :]
    offers = (key @ W_k)[:, None, :, :]
    scores = np.clip((seeks + offers) / (1 + np.abs(seeks + offers)), -1, 1) @ v
    weights = softmax(scores, -1)
    return weights @ value, weights


# %% right: key-by-key
# One key at a time, scores stacked.
def additive_attention(query, key, value, W_q, W_k, v):
    q, k = np.asarray(query) @ W_q, np.asarray(key) @ W_k
    s = np.stack([np.tanh(q + k[:, j : j + 1]) @ v for j in range(k.shape[1])], axis=-1)
    weights = softmax(s)
    return np.einsum("bij,bjw->biw", weights, value), weights


# %% right: keras-additive-attention
# Keras's layer with scale v, fed with the projections.
def additive_attention(query, key, value, W_q, W_k, v):
    q, k = np.matmul(query, W_q).astype("float32"), np.matmul(key, W_k).astype("float32")
    w = softmax(np.einsum("bijh,h->bij", np.tanh(np.add(q[:, :, None], k[:, None])), v))
    layer = keras.layers.AdditiveAttention()
    value = np.asarray(value, "float32")
    layer.build([q.shape, value.shape, k.shape])
    layer.set_weights([np.asarray(v, "float32")])
    output, weights = layer([q, value, k], return_attention_scores=True)
    return output, weights


# %% right: exponentials
# tanh by exponentials, with ops; results as a list.
def additive_attention(query, key, value, W_q, W_k, v):
    t = lambda a: ops.convert_to_tensor(np.asarray(a, "float32"))
    z = ops.expand_dims(ops.matmul(t(query), t(W_q)), 2) + ops.expand_dims(
        ops.matmul(t(key), t(W_k)), 1
    )
    s = ops.sum((2 * ops.sigmoid(2 * z) - 1) * t(v), axis=-1)
    weights = ops.softmax(s, axis=2)
    return [ops.matmul(weights, t(value)), weights]
