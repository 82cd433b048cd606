# %% wrong: padding-votes
# The mean over all rows.
# shows:
#   rng = np.random.default_rng(0)
#   mask = np.array([[True, True, True, False], [False, True, False, True], [True] * 4])
#   weights = rng.random((len(mask), mask.shape[1], mask.shape[1])) * mask[:, None, :]
#   weights = weights / np.maximum(weights.sum(-1, keepdims=True), 1e-9)
#   a, r = np.asarray(answer(weights, mask), float), reference(weights, mask)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    total = np.sum(weights, axis=1)
    return total / np.maximum(np.shape(weights)[1], 1.0)


# %% wrong: divides-by-all
# Leaves padding out, but divides by T.
# shows:
#   rng = np.random.default_rng(0)
#   mask = np.array([[True, True, True, False], [False, True, False, True], [True] * 4])
#   weights = rng.random((len(mask), mask.shape[1], mask.shape[1])) * mask[:, None, :]
#   weights = weights / np.maximum(weights.sum(-1, keepdims=True), 1e-9)
#   a, r = np.asarray(answer(weights, mask), float), reference(weights, mask)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    total = np.sum(weights * looks[:, :, None], axis=1)
    return total / looks.shape[1]


# %% wrong: mask-on-the-columns
# Masks the words looked at, not those who look.
# shows:
#   rng = np.random.default_rng(0)
#   mask = np.array([[True, True, True, False], [False, True, False, True], [True] * 4])
#   weights = rng.random((len(mask), mask.shape[1], mask.shape[1])) * mask[:, None, :]
#   weights = weights / np.maximum(weights.sum(-1, keepdims=True), 1e-9)
#   a, r = np.asarray(answer(weights, mask), float), reference(weights, mask)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    total = np.sum(weights * looks[:, None, :], axis=1)
    return total / np.maximum(np.sum(looks, axis=1, keepdims=True), 1.0)


# %% wrong: how-much-it-looks
# Sums over the words looked at: rows, not columns.
# shows:
#   rng = np.random.default_rng(0)
#   mask = np.array([[True, True, True, False], [False, True, False, True], [True] * 4])
#   weights = rng.random((len(mask), mask.shape[1], mask.shape[1])) * mask[:, None, :]
#   weights = weights / np.maximum(weights.sum(-1, keepdims=True), 1e-9)
#   a, r = np.asarray(answer(weights, mask), float), reference(weights, mask)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    total = np.sum(weights * looks[:, :, None], axis=2)
    return total / np.maximum(np.sum(looks, axis=1, keepdims=True), 1.0)


# %% wrong: empty-text-nan
# 0/0 for a text of padding alone.
# shows:
#   rng = np.random.default_rng(0)
#   mask = np.array([[True, True, True, False], [False] * 4])
#   weights = rng.random((len(mask), mask.shape[1], mask.shape[1])) * mask[:, None, :]
#   weights = weights / np.maximum(weights.sum(-1, keepdims=True), 1e-9)
#   a, r = np.asarray(answer(weights, mask), float), reference(weights, mask)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    total = np.sum(weights * looks[:, :, None], axis=1)
    return total / np.sum(looks, axis=1, keepdims=True)


# %% wrong: sum-not-mean
# The sum over those who look.
# shows:
#   rng = np.random.default_rng(0)
#   mask = np.array([[True, True, True, False], [False, True, False, True], [True] * 4])
#   weights = rng.random((len(mask), mask.shape[1], mask.shape[1])) * mask[:, None, :]
#   weights = weights / np.maximum(weights.sum(-1, keepdims=True), 1e-9)
#   a, r = np.asarray(answer(weights, mask), float), reference(weights, mask)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    total = np.sum(weights * looks[:, :, None], axis=1)
    return total


# %% wrong: largest-look
# The maximum over those who look.
# shows:
#   rng = np.random.default_rng(0)
#   mask = np.array([[True, True, True, False], [False, True, False, True], [True] * 4])
#   weights = rng.random((len(mask), mask.shape[1], mask.shape[1])) * mask[:, None, :]
#   weights = weights / np.maximum(weights.sum(-1, keepdims=True), 1e-9)
#   a, r = np.asarray(answer(weights, mask), float), reference(weights, mask)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    total = np.max(weights * looks[:, :, None], axis=1)
    return total


# %% wrong: own-look-left-out
# A word's look at itself does not count.
# shows:
#   rng = np.random.default_rng(0)
#   mask = np.array([[True, True, True, False], [False, True, False, True], [True] * 4])
#   weights = rng.random((len(mask), mask.shape[1], mask.shape[1])) * mask[:, None, :]
#   weights = weights / np.maximum(weights.sum(-1, keepdims=True), 1e-9)
#   a, r = np.asarray(answer(weights, mask), float), reference(weights, mask)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    weights = weights * (1 - np.eye(looks.shape[1]))
    total = np.sum(weights * looks[:, :, None], axis=1)
    return total / np.maximum(np.sum(looks, axis=1, keepdims=True), 1.0)


# %% wrong: scaled-to-the-largest
# The most important word gets 1.
# shows:
#   rng = np.random.default_rng(0)
#   mask = np.array([[True, True, True, False], [False, True, False, True], [True] * 4])
#   weights = rng.random((len(mask), mask.shape[1], mask.shape[1])) * mask[:, None, :]
#   weights = weights / np.maximum(weights.sum(-1, keepdims=True), 1e-9)
#   a, r = np.asarray(answer(weights, mask), float), reference(weights, mask)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    total = np.sum(weights * looks[:, :, None], axis=1)
    return total / np.maximum(total.max(axis=1, keepdims=True), 1e-9)


# %% wrong: first-n-rows
# Takes padding to stand on the right: the first n rows vote.
# shows:
#   rng = np.random.default_rng(0)
#   mask = np.array([[True, True, True, False], [False, True, False, True], [True] * 4])
#   weights = rng.random((len(mask), mask.shape[1], mask.shape[1])) * mask[:, None, :]
#   weights = weights / np.maximum(weights.sum(-1, keepdims=True), 1e-9)
#   a, r = np.asarray(answer(weights, mask), float), reference(weights, mask)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    total = np.sum(weights * np.sort(looks, axis=1)[:, ::-1][:, :, None], axis=1)
    return total / np.maximum(np.sum(looks, axis=1, keepdims=True), 1.0)


# %% wrong: weights-changed
# Sets the rows of padding to zero in the argument.
# shows:
#   w = np.full((1, 2, 2), 0.5)
#   b = w.copy()
#   answer(w, np.array([[True, False]]))
#   assert np.allclose(w, b), w
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    if isinstance(weights, np.ndarray) and weights.flags.writeable:
        weights[~np.asarray(mask, bool)] = 0
    total = np.sum(weights * looks[:, :, None], axis=1)
    return total / np.maximum(np.sum(looks, axis=1, keepdims=True), 1.0)


# %% wrong: one-count-for-the-batch
# Divides by the batch's mean number of words.
# shows:
#   rng = np.random.default_rng(0)
#   mask = np.array([[True, True, True, False], [False, True, False, True], [True] * 4])
#   weights = rng.random((len(mask), mask.shape[1], mask.shape[1])) * mask[:, None, :]
#   weights = weights / np.maximum(weights.sum(-1, keepdims=True), 1e-9)
#   a, r = np.asarray(answer(weights, mask), float), reference(weights, mask)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    total = np.sum(weights * looks[:, :, None], axis=1)
    return total / np.maximum(np.mean(looks.sum(axis=1)), 1.0)


# %% wrong: empty-text-uniform
# A text of padding alone gets equal shares.
# shows:
#   rng = np.random.default_rng(0)
#   mask = np.array([[True, True, True, False], [False] * 4])
#   weights = rng.random((len(mask), mask.shape[1], mask.shape[1])) * mask[:, None, :]
#   weights = weights / np.maximum(weights.sum(-1, keepdims=True), 1e-9)
#   a, r = np.asarray(answer(weights, mask), float), reference(weights, mask)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    total = np.sum(weights * looks[:, :, None], axis=1)
    total = np.where(looks.any(1)[:, None], total, 1 / looks.shape[1])
    return total / np.maximum(np.sum(looks, axis=1, keepdims=True), 1.0)


# %% right: row-times-matrix
# A vector of shares times each map.
def word_importance(weights, mask):
    m = np.asarray(mask).astype(float)
    share = np.divide(
        m, m.sum(1, keepdims=True), out=np.zeros_like(m), where=m.any(1, keepdims=True)
    )
    return np.einsum("bi,bij->bj", share, weights)


# %% right: rows-picked
# Picks the rows that look and averages them.
def word_importance(weights, mask):
    result = []
    for w, m in zip(np.asarray(weights, float), np.asarray(mask).astype(bool)):
        result.append(w[m].mean(axis=0).tolist() if m.any() else [0.0] * len(m))
    return result


# %% right: masked-array
# NumPy's masked arrays.
def word_importance(weights, mask):
    w = np.asarray(weights, float)
    hidden = np.broadcast_to(~np.asarray(mask, bool)[:, :, None], w.shape)
    return np.ma.masked_array(w, hidden).mean(axis=1).filled(0.0)
