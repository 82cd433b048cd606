# %% wrong: root-of-the-value-width
# The width of a value under the root.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(value.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True)) * allowed
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% wrong: root-of-the-time
# The number of keys under the root.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(key.shape[1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True)) * allowed
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% wrong: divided-by-the-width
# No root.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / key.shape[-1]
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True)) * allowed
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% wrong: multiplied-by-the-root
# Multiplies by the root.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) * math.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True)) * allowed
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% wrong: scaled-after-the-softmax
# Divides the weights, then normalises again: no scale at all.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2)
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True)) * allowed
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% wrong: minus-thousand
# Forbidden scores become -1000.
# shows:
#   rng = np.random.default_rng(0)
#   args = [100.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   args.append(np.array([[[True, True, False, False, True]]]))
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e3)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    weights = weights * allowed.any(-1, keepdims=True)
    return weights @ value, weights


# %% wrong: blind-query-uniform
# A query that sees nothing looks at all keys.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   args.append(np.array([[[True], [False], [True]], [[False], [True], [True]]]))
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% wrong: blind-query-nan
# 0/0 for a query that sees nothing.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   args.append(np.array([[[True], [False], [True]], [[False], [True], [True]]]))
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True)) * allowed
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / total
    return weights @ value, weights


# %% wrong: not-shared-out
# Masks after the softmax, without giving the rest to the others.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   args.append(rng.random((2, 3, 5)) < 0.6)
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0) * allowed
    return weights @ value, weights


# %% wrong: scores-times-mask
# Multiplies scores by the mask: forbidden keys get score 0.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   args.append(rng.random((2, 3, 5)) < 0.6)
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = scores * allowed
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% wrong: mask-upside-down
# True means forbidden.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   args.append(rng.random((2, 3, 5)) < 0.6)
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(key.shape[-1])
    mask = None if mask is None else ~np.asarray(mask)
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True)) * allowed
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


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
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores) * allowed
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% wrong: mask-for-the-queries
# The mask is transposed when it is square.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 5, 4), (2, 5, 4), (2, 5, 7)]]
#   args.append(np.tri(5, dtype=bool))
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(key.shape[-1])
    if mask is not None and np.ndim(mask) >= 2 and np.shape(mask)[-1] == np.shape(mask)[-2]:
        mask = np.swapaxes(mask, -1, -2)
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True)) * allowed
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% wrong: two-axes-per-text
# A mask of two axes is read as (batch, T_v).
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(5, 5, 4), (5, 5, 4), (5, 5, 7)]]
#   args.append(np.tri(5, dtype=bool))
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(key.shape[-1])
    if mask is not None and np.ndim(mask) == 2:
        mask = np.asarray(mask)[:, None]
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True)) * allowed
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% wrong: epsilon-in-the-sum
# Divides by the sum plus 1e-2 so that nothing is 0/0.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True)) * allowed
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / (total + 1e-2)
    return weights @ value, weights


# %% wrong: blind-if-first-is
# Decides from the first text which query sees nothing.
# shows:
#   rng = np.random.default_rng(0)
#   args = [1.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   args.append(np.array([[[True], [False], [True]], [[False], [True], [True]]]))
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True)) * allowed
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0) * (total[:1] > 0)
    return weights @ value, weights


# %% wrong: shift-before-the-mask
# The shift is the maximum of all scores, forbidden ones too: a large forbidden score makes the
# others underflow.
# shows:
#   rng = np.random.default_rng(0)
#   args = [60.0 * rng.normal(size=s) for s in [(2, 3, 4), (2, 5, 4), (2, 5, 7)]]
#   args.append(np.array([[[True, False, False, False, False]]]))
#   o, w = answer(*args)
#   ro, rw = reference(*args)
#   o, w = np.asarray(o, float), np.asarray(w, float)
#   assert w.shape == rw.shape and o.shape == ro.shape, (w.shape, o.shape)
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3 * np.abs(ro).max())
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True)) * allowed
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% right: loops-over-permitted-keys
# Each query collects its permitted keys.
def scaled_attention(query, key, value, mask=None):
    q, k, v = (np.asarray(a, float) for a in (query, key, value))
    weights = np.zeros((len(q), q.shape[1], k.shape[1]))
    may = (
        np.ones_like(weights, bool)
        if mask is None
        else np.ones_like(weights, bool) & np.asarray(mask)
    )
    for n, i in np.ndindex(weights.shape[:2]):
        keys = np.flatnonzero(may[n, i])
        if keys.size:
            weights[n, i, keys] = softmax(k[n, keys] @ q[n, i] / k.shape[2] ** 0.5)
    return np.einsum("bij,bjw->biw", weights, v), weights


# %% right: one-key-more
# A silent key with value zero is added for the queries that see nothing.
def scaled_attention(query, key, value, mask=None):
    import tensorflow as tf

    q, k, v = (tf.constant(np.asarray(a, "float64")) for a in (query, key, value))
    s = tf.einsum("bid,bjd->bij", q, k) * k.shape[-1] ** -0.5
    low = tf.constant(-1e300, tf.float64)
    if mask is not None:
        s = tf.where(tf.constant(np.array(mask)), s, low)
    blind = tf.reduce_all(tf.equal(s, low), axis=-1, keepdims=True)
    silent = tf.where(blind, tf.zeros_like(s[..., :1]), low)
    w = tf.nn.softmax(tf.concat([s, silent], axis=-1))[..., :-1]
    return w @ v, w


# %% right: scale-on-the-query
# The scale is shared between query and key; minus infinity and nan_to_num.
def scaled_attention(query, key, value, mask=None):
    root = np.shape(key)[-1] ** 0.25
    s = (np.asarray(query) / root) @ (np.asarray(key) / root).transpose(0, 2, 1)
    if mask is not None:
        s = np.where(mask, s, -np.inf)
    top = s.max(-1, keepdims=True)
    e = np.exp(s - np.nan_to_num(top, neginf=0))
    with np.errstate(invalid="ignore"):
        weights = np.nan_to_num(e / e.sum(-1, keepdims=True))
    return [weights @ value, weights]
