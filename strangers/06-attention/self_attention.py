# %% wrong: no-scale
# The lecture's attention.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 6), (6, 4), (6, 4), (6, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def self_attention(x, W_q, W_k, W_v, mask=None):
    return attention(x @ W_q, x @ W_k, x @ W_v)


# %% wrong: root-of-the-features
# The width of x under the root.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 6), (6, 4), (6, 4), (6, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def self_attention(x, W_q, W_k, W_v, mask=None):
    d_k, features = np.shape(W_k)[1], np.shape(x)[-1]
    return scaled_attention(x @ W_q * math.sqrt(d_k / features), x @ W_k, x @ W_v, mask)


# %% wrong: mask-not-passed-on
# The mask is dropped.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 6), (6, 4), (6, 4), (6, 7)]]
#   args.append(rng.random((2, 5, 5)) < 0.6)
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def self_attention(x, W_q, W_k, W_v, mask=None):
    return scaled_attention(x @ W_q, x @ W_k, x @ W_v)


# %% wrong: query-and-key-exchanged
# W_q makes the keys.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 6), (6, 4), (6, 4), (6, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def self_attention(x, W_q, W_k, W_v, mask=None):
    return scaled_attention(x @ W_k, x @ W_q, x @ W_v, mask)


# %% wrong: values-are-x
# The words themselves are mixed, not W_v's.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 4), (4, 4), (4, 4), (4, 4)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def self_attention(x, W_q, W_k, W_v, mask=None):
    return scaled_attention(x @ W_q, x @ W_k, x, mask)


# %% wrong: values-after-keys
# Values are made of the keys.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 4), (4, 4), (4, 4), (4, 4)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def self_attention(x, W_q, W_k, W_v, mask=None):
    return scaled_attention(x @ W_q, x @ W_k, x @ W_k @ W_v, mask)


# %% wrong: matrices-transposed
# The matrices are used transposed.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 4), (4, 4), (4, 4), (4, 4)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def self_attention(x, W_q, W_k, W_v, mask=None):
    return scaled_attention(x @ W_q.T, x @ W_k.T, x @ W_v.T, mask)


# %% wrong: causal
# Nobody looks ahead.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 6), (6, 4), (6, 4), (6, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def self_attention(x, W_q, W_k, W_v, mask=None):
    tri = np.tri(np.shape(x)[1], dtype=bool)
    mask = tri if mask is None else mask & tri
    return scaled_attention(x @ W_q, x @ W_k, x @ W_v, mask)


# %% wrong: residual
# Adds x to the output.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 4), (4, 4), (4, 4), (4, 4)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def self_attention(x, W_q, W_k, W_v, mask=None):
    output, weights = scaled_attention(x @ W_q, x @ W_k, x @ W_v, mask)
    return output + x, weights


# %% wrong: padding-found-by-itself
# Rows of zeros in x are taken for padding.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 6), (6, 4), (6, 4), (6, 7)]]
#   args[0][0, 3] = 0
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def self_attention(x, W_q, W_k, W_v, mask=None):
    real = np.any(np.asarray(x) != 0, axis=-1)[:, None]
    mask = real if mask is None else mask & real
    return scaled_attention(x @ W_q, x @ W_k, x @ W_v, mask)


# %% wrong: output-only-when-no-mask
# Without a mask a word does not look at itself.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 6), (6, 4), (6, 4), (6, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def self_attention(x, W_q, W_k, W_v, mask=None):
    mask = ~np.eye(np.shape(x)[1], dtype=bool) if mask is None else mask
    return scaled_attention(x @ W_q, x @ W_k, x @ W_v, mask)


# %% wrong: weights-rounded
# Gives the weights with two decimals.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 6), (6, 4), (6, 4), (6, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def self_attention(x, W_q, W_k, W_v, mask=None):
    output, weights = scaled_attention(x @ W_q, x @ W_k, x @ W_v, mask)
    return output, np.round(weights, 2)


# %% wrong: blind-words-see-themselves
# A word that may look at nothing looks at itself.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 6), (6, 4), (6, 4), (6, 7)]]
#   args.append(np.arange(5)[:, None] > 1)
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def self_attention(x, W_q, W_k, W_v, mask=None):
    if mask is not None:
        mask = np.broadcast_to(mask, (len(x), x.shape[1], x.shape[1]))
        mask = mask | (~mask.any(-1, keepdims=True) & np.eye(x.shape[1], dtype=bool))
    return scaled_attention(x @ W_q, x @ W_k, x @ W_v, mask)


# %% right: one-fused-matrix
# One product for all three, cut afterwards.
def self_attention(x, W_q, W_k, W_v, mask=None):
    cuts = np.cumsum([np.shape(W_q)[1], np.shape(W_k)[1]])
    q, k, v = np.split(np.asarray(x) @ np.concatenate([W_q, W_k, W_v], axis=1), cuts, axis=-1)
    return scaled_attention(q, k, v, mask)


# %% right: bilinear-form
# The scores as a form x W_q W_k^T x^T; the values are mixed before W_v.
def self_attention(x, W_q, W_k, W_v, mask=None):
    x = np.asarray(x, float)
    form = np.asarray(W_q, float) @ np.asarray(W_k, float).T / math.sqrt(np.shape(W_k)[1])
    s = np.einsum("bif,fg,bjg->bij", x, form, x)
    m = np.ones(s.shape, bool) if mask is None else np.ones(s.shape, bool) & np.asarray(mask)
    s = s - np.max(np.where(m, s, -np.inf), -1, keepdims=True, initial=-1e300)
    e = np.where(m, np.exp(np.where(m, s, 0)), 0)
    weights = e / np.maximum(e.sum(-1, keepdims=True), 1e-300)
    return (weights @ x) @ W_v, weights


# %% right: text-by-text
# Each text alone, results in lists.
def self_attention(x, W_q, W_k, W_v, mask=None):
    T = np.shape(x)[1]
    masks = np.broadcast_to(np.asarray(True if mask is None else mask), (len(x), T, T))
    pairs = [
        scaled_attention(*(np.dot(text, W)[None] for W in (W_q, W_k, W_v)), m[None])
        for text, m in zip(np.asarray(x), masks)
    ]
    return [o[0].tolist() for o, _ in pairs], [w[0].tolist() for _, w in pairs]
