# %% wrong: padding-of-the-query
# Hides the rows of padding instead of its columns.
# shows:
#   ids = np.array([[5, 0, 6, 7], [2, 3, 0, 4], [9, 8, 7, 6]])
#   a, r = np.asarray(answer(ids)).astype(bool), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a[ids != 0], r[ids != 0])
def decoder_mask(ids):
    return causal_mask(ids.shape[1]) & (ids != 0)[:, :, None]


# %% wrong: unknown-hidden-too
# Ids above 1 count as real.
# shows:
#   ids = np.array([[5, 6, 7, 0, 0], [1, 4, 1, 9, 3]])
#   a, r = np.asarray(answer(ids)).astype(bool), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a[ids != 0], r[ids != 0])
def decoder_mask(ids):
    return causal_mask(ids.shape[1]) & (ids > 1)[:, None, :]


# %% wrong: no-padding-mask
# Only causal.
# shows:
#   ids = np.array([[0, 0, 5, 6], [2, 1, 7, 3]])
#   a, r = np.asarray(answer(ids)).astype(bool), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a[ids != 0], r[ids != 0])
def decoder_mask(ids):
    return np.repeat(causal_mask(ids.shape[1])[None], len(ids), axis=0)


# %% wrong: no-causal-mask
# Only padding.
# shows:
#   ids = np.array([[5, 6, 7, 0, 0], [1, 4, 1, 9, 3]])
#   a, r = np.asarray(answer(ids)).astype(bool), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a[ids != 0], r[ids != 0])
def decoder_mask(ids):
    return np.repeat((ids != 0)[:, None, :], ids.shape[1], axis=1)


# %% wrong: or-for-and
# Either of the two is enough.
# shows:
#   ids = np.array([[5, 6, 7, 0, 0], [1, 4, 1, 9, 3]])
#   a, r = np.asarray(answer(ids)).astype(bool), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a[ids != 0], r[ids != 0])
def decoder_mask(ids):
    return causal_mask(ids.shape[1]) | (ids != 0)[:, None, :]


# %% wrong: padding-counted-from-the-right
# The number of real words is taken for the place where padding begins.
# shows:
#   ids = np.array([[0, 0, 5, 6], [2, 1, 7, 3]])
#   a, r = np.asarray(answer(ids)).astype(bool), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a[ids != 0], r[ids != 0])
def decoder_mask(ids):
    length = (ids != 0).sum(axis=1)
    real = np.arange(ids.shape[1]) < length[:, None]
    return causal_mask(ids.shape[1]) & real[:, None, :]


# %% wrong: all-after-a-zero-is-padding
# The first zero ends the text.
# shows:
#   ids = np.array([[5, 0, 6, 7], [2, 3, 0, 4], [9, 8, 7, 6]])
#   a, r = np.asarray(answer(ids)).astype(bool), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a[ids != 0], r[ids != 0])
def decoder_mask(ids):
    real = np.cumprod(ids != 0, axis=1).astype(bool)
    return causal_mask(ids.shape[1]) & real[:, None, :]


# %% wrong: axis-of-the-heads
# An axis of length 1 for the heads.
# shows:
#   ids = np.array([[5, 6, 7, 0, 0], [1, 4, 1, 9, 3]])
#   a, r = np.asarray(answer(ids)).astype(bool), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a[ids != 0], r[ids != 0])
def decoder_mask(ids):
    return (causal_mask(ids.shape[1]) & (ids != 0)[:, None, :])[:, None]


# %% wrong: bytes
# Ids as bytes: 256 becomes padding.
# shows:
#   ids = np.array([[256, 3, 512, 65536], [1, 2, 3, 4]])
#   a, r = np.asarray(answer(ids)).astype(bool), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a[ids != 0], r[ids != 0])
def decoder_mask(ids):
    real = np.asarray(ids).astype("uint8").astype(bool)
    return causal_mask(real.shape[1]) & real[:, None, :]


# %% wrong: padding-in-any-text
# A place counts as padding for all if one text has padding there.
# shows:
#   ids = np.array([[5, 6, 7, 0, 0], [1, 4, 1, 9, 3]])
#   a, r = np.asarray(answer(ids)).astype(bool), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a[ids != 0], r[ids != 0])
def decoder_mask(ids):
    real = (ids != 0).all(axis=0)
    return np.broadcast_to(causal_mask(ids.shape[1]) & real, (*ids.shape, ids.shape[1])).copy()


# %% wrong: strictly-before
# A word may not look at itself.
# shows:
#   ids = np.array([[5, 6, 7, 0, 0], [1, 4, 1, 9, 3]])
#   a, r = np.asarray(answer(ids)).astype(bool), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a[ids != 0], r[ids != 0])
def decoder_mask(ids):
    p = np.arange(ids.shape[1])
    return (p[:, None] > p) & (ids != 0)[:, None, :]


# %% wrong: product-of-the-two-ends
# Only the left padding is hidden: the leading zeros.
# shows:
#   ids = np.array([[5, 0, 6, 7], [2, 3, 0, 4], [9, 8, 7, 6]])
#   a, r = np.asarray(answer(ids)).astype(bool), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a[ids != 0], r[ids != 0])
def decoder_mask(ids):
    real = np.cumsum(ids != 0, axis=1) > 0
    return causal_mask(ids.shape[1]) & real[:, None, :]


# %% wrong: transposed
# Future and past exchanged behind the padding mask.
# shows:
#   ids = np.array([[5, 6, 7, 0, 0], [1, 4, 1, 9, 3]])
#   a, r = np.asarray(answer(ids)).astype(bool), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a[ids != 0], r[ids != 0])
def decoder_mask(ids):
    return np.swapaxes(causal_mask(ids.shape[1])[None] & (ids != 0)[:, :, None], 1, 2)


# %% right: rows-of-padding-see-themselves
# The diagonal stays allowed in the rows of padding, so that no row is empty.
def decoder_mask(ids):
    real = np.asarray(ids) != 0
    same = np.eye(real.shape[1], dtype=bool)
    return (causal_mask(real.shape[1]) & real[:, None, :]) | (same & ~real[:, :, None])


# %% right: by-hand
# Lists of lists of lists.
def decoder_mask(ids):
    return [
        [[bool(text[j] and j <= i) for j in range(len(text))] for i in range(len(text))]
        for text in np.asarray(ids).tolist()
    ]


# %% right: counts-compared
# Places are numbered by a running sum, with keras.ops; padding gets a number that is never
# reached.
def decoder_mask(ids):
    ids = ops.convert_to_tensor(ids)
    count = ops.cumsum(ops.ones_like(ids), axis=1)
    late = ops.where(ops.equal(ids, 0), 10**9, count)
    return ops.expand_dims(late, 1) <= ops.expand_dims(count, 2)
