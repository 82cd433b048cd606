# %% wrong: root-of-the-full-width
# Divides by the root of d_model instead of one head's width.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = None
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(W_k.shape[1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: no-scale
# The lecture's attention, without the root.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = None
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K)
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: mask-falls-onto-the-heads
# The mask broadcasts from the right: with as many heads as texts it is silently wrong.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = rng.random((B, T_q, T_v)) < 0.6
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: minus-ten-thousand
# Forbidden scores become -1e4, which large scores undercut.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 4, 5, 6, 3
#   args = [30.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = (rng.random((B, T_q, T_v)) < 0.6) | (np.arange(5) == 2)
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (
        split_heads(query @ W_q, heads),
        split_heads(key @ W_k, heads),
        split_heads(value @ W_v, heads),
    )
    scores = Q @ K.swapaxes(2, 3) / K.shape[-1] ** 0.5
    allowed = np.ones(scores.shape[:1] + scores.shape[2:], bool)
    if mask is not None:
        allowed = allowed & mask
    scores = np.where(allowed[:, None], scores, -1e4)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights = weights / weights.sum(-1, keepdims=True)
    weights = weights * allowed.any(-1)[:, None, :, None]
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: blind-query-looks-everywhere
# A query that may look at nothing gets equal weights.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = np.arange(T_q)[:, None] > 0
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: blind-query-nan
# A query that may look at nothing gets 0/0.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = np.array([[[True], [False], [True]], [[True], [True], [False]]])
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - top)
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: blind-output-only
# The output of a blind query is zero, its weights are not.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = np.array([True, False, True])[:, None]
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    seen = allowed.any(-1)[:, 0, :, None]
    return np.where(seen, merge_heads(weights @ V) @ W_o, 0), weights


# %% wrong: no-last-matrix
# Forgets W_o.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = None
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V), weights


# %% wrong: last-matrix-transposed
# Multiplies by the transpose of W_o (PyTorch's layout).
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = None
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ np.transpose(W_o), weights


# %% wrong: key-serves-as-value
# Ignores `value`: in self-attention nobody notices.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = None
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (key, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: softmax-over-the-queries
# The weights sum to 1 along the wrong axis.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = None
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-2, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-2, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: mask-upside-down
# True is read as forbidden, as PyTorch's key_padding_mask does.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = rng.random((B, T_q, T_v)) < 0.6
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed & (mask is not None), -np.inf, scores)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: exponential-overflows
# A softmax without shift.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1e2 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = None
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores)
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: one-shift-for-all
# Shifts all scores by one global maximum, so that low rows underflow to zeros.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1e2 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = None
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: masked-after-the-softmax
# Sets forbidden weights to zero, but does not share the rest.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = rng.random((B, T_q, T_v)) < 0.6
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1) * allowed
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: weights-averaged-over-heads
# Returns the mean of the heads' weights, as PyTorch does by default.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = None
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights.mean(axis=1)


# %% wrong: two-axes-are-padding
# Takes a mask of two axes for a padding mask (batch, T_v).
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 4, 4, 4, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = np.tri(4, dtype=bool)
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    if mask is not None and np.ndim(mask) == 2:
        mask = np.asarray(mask)[:, None, :]
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: mask-of-the-first-text
# Only the first text's mask is used.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = rng.random((B, T_q, T_v)) < 0.6
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:1, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: scales-the-matrix-in-place
# Scales W_q itself, so that a second call gives something else.
# shows:
#   rng = np.random.default_rng(0)
#   args = [rng.normal(size=s) for s in [(2, 3, 4)] * 3 + [(4, 4)] * 4]
#   before = args[3].copy()
#   answer(*args, 2)
#   assert np.allclose(args[3], before)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    if np.asarray(W_q).dtype.kind == "f":
        W_q /= math.sqrt(len(W_q) // heads)
    else:
        W_q = W_q / math.sqrt(len(W_q) // heads)
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K)
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: row-blocks-for-the-heads
# Each head reads its own part of the input's columns instead of the whole input.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = None
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    w = len(W_q) // heads
    outputs, all_weights = [], []
    for k in range(heads):
        part = slice(k * w, (k + 1) * w)
        Q = query[:, :, part] @ W_q[part, part]
        K = key[:, :, part] @ W_k[part, part]
        V = value[:, :, part] @ W_v[part, part]
        scores = Q @ np.swapaxes(K, 1, 2) / np.sqrt(w)
        if mask is not None:
            scores = np.where(mask, scores, -1e30)
        powers = np.exp(scores - scores.max(-1, keepdims=True))
        if mask is not None:
            powers = powers * mask
        weights = powers / np.maximum(powers.sum(-1, keepdims=True), 1e-300)
        outputs.append(weights @ V)
        all_weights.append(weights)
    return np.concatenate(outputs, -1) @ W_o, np.stack(all_weights, 1)


# %% wrong: empty-mask-is-no-mask
# `if np.any(mask)`: a mask that forbids everything is taken for none.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = np.zeros((T_q, T_v), bool)
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    if mask is not None and not np.any(mask):
        mask = None
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum("bhid,bhjd->bhij", Q, K) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% wrong: head-zero-for-all
# Only the first head's scores are used in all heads.
# shows:
#   rng = np.random.default_rng(0)
#   B, T_q, T_v, d, h = 2, 3, 5, 6, 2
#   args = [1.0 * rng.normal(size=s) for s in [(B, T_q, d), (B, T_v, d), (B, T_v, d)] + [(d, d)] * 4]
#   mask = None
#   o, w = answer(*args, h, mask)
#   ro, rw = reference(*args, h, mask)
#   assert np.shape(w) == rw.shape and np.shape(o) == ro.shape
#   assert np.allclose(w, rw, atol=1e-4) and np.allclose(o, ro, rtol=1e-3, atol=1e-3)
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(a @ W, heads) for a, W in [(query, W_q), (key, W_k), (value, W_v)])
    scores = np.einsum(
        "bhid,bhjd->bhij", Q[:, :1].repeat(heads, 1), K[:, :1].repeat(heads, 1)
    ) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    top = np.max(scores, axis=-1, keepdims=True)
    powers = np.exp(scores - np.where(np.isfinite(top), top, 0))
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1)
    return merge_heads(weights @ V) @ W_o, weights


# %% right: keras-layer-with-these-weights
# Keras's own layer, given the matrices; the blind queries are set to zero afterwards.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    query, key, value = (np.asarray(a, "float32") for a in (query, key, value))
    d = query.shape[-1]
    layer = keras.layers.MultiHeadAttention(heads, d // heads, use_bias=False)
    layer.build(query.shape, value.shape, key.shape)
    shaped = [np.reshape(W, (d, heads, d // heads)) for W in (W_q, W_k, W_v)]
    order = [w.path for w in layer.weights]
    kernels = dict(
        query=shaped[0],
        key=shaped[1],
        value=shaped[2],
        output=np.reshape(W_o, (heads, d // heads, d)),
    )
    layer.set_weights(
        [next(kernels[n] for n in kernels if f"/{n}" in p or f"_{n}/" in p) for p in order]
    )
    allowed = np.ones((len(query), query.shape[1], key.shape[1]), bool)
    allowed = allowed if mask is None else allowed & np.asarray(mask)
    output, weights = layer(query, value, key, attention_mask=allowed, return_attention_scores=True)
    output, weights = np.array(output), np.array(weights) * allowed[:, None]
    output[~allowed.any(-1)] = 0
    weights[~np.broadcast_to(allowed.any(-1)[:, None], weights.shape[:3])] = 0
    return output, weights


# %% right: text-by-text-and-query-by-query
# Loops over texts, heads and queries; only permitted keys are ever touched.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    B, T_q, d = np.shape(query)
    T_v = np.shape(key)[1]
    may = np.broadcast_to(np.asarray(True if mask is None else mask), (B, T_q, T_v))
    Q, K, V = np.matmul(query, W_q), np.matmul(key, W_k), np.matmul(value, W_v)
    w = d // heads
    mixed, weights = np.zeros((B, T_q, d)), np.zeros((B, heads, T_q, T_v))
    for n, k, i in np.ndindex(B, heads, T_q):
        seen = np.flatnonzero(may[n, i])
        if len(seen):
            c = slice(k * w, k * w + w)
            s = np.array([Q[n, i, c] @ K[n, j, c] for j in seen]) / w**0.5
            s = np.exp(s - s.max())
            weights[n, k, i, seen] = s / s.sum()
            mixed[n, i, c] = weights[n, k, i] @ V[n, :, c]
    return [mixed @ W_o, weights]


# %% right: sum-of-heads
# The last matrix is cut into rows of blocks; the heads' outputs are added. float64, log-sum-exp.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    d = np.shape(W_q)[0]
    w = d // heads
    q, k, v = (np.asarray(a, float) for a in (query, key, value))
    Wq, Wk, Wv = (np.asarray(W, float).reshape(d, heads, w) for W in (W_q, W_k, W_v))
    Wo = np.asarray(W_o, float).reshape(heads, w, d)
    s = np.einsum("bid,dhw,bje,ehw->bhij", q, Wq, k, Wk, optimize=True) * w**-0.5
    if mask is not None:
        m = np.asarray(mask)
        m = m[(None,) * (3 - m.ndim)][:, None]
        s = np.where(m, s, -np.inf)
    top = s.max(-1, keepdims=True)
    top = np.where(top == -np.inf, 0.0, top)
    with np.errstate(divide="ignore"):
        norm = np.log(np.exp(s - top).sum(-1, keepdims=True))
    weights = np.where(norm == -np.inf, 0.0, np.exp(s - top - np.where(norm == -np.inf, 0, norm)))
    return np.einsum("bhij,bje,ehw,hwd->bid", weights, v, Wv, Wo, optimize=True), weights
