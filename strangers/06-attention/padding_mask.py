# %% wrong: full-square
# (batch, time, time).
# shows:
#   ids = np.array([[5, 1, 0, 0], [0, 2, 0, 7]])
#   a, r = np.asarray(answer(ids)), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a.astype(float), r.astype(float))
def padding_mask(ids):
    return np.repeat((ids != 0)[:, None], ids.shape[1], axis=1)


# %% wrong: unknown-is-padding
# Ids above 1.
# shows:
#   ids = np.array([[5, 1, 0, 0], [0, 2, 0, 7]])
#   a, r = np.asarray(answer(ids)), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a.astype(float), r.astype(float))
def padding_mask(ids):
    return (ids > 1)[:, None]


# %% wrong: padding-is-true
# True for padding.
# shows:
#   ids = np.array([[5, 1, 0, 0], [0, 2, 0, 7]])
#   a, r = np.asarray(answer(ids)), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a.astype(float), r.astype(float))
def padding_mask(ids):
    return (ids == 0)[:, None]


# %% wrong: right-padding-only
# All before the last real word counts as real.
# shows:
#   ids = np.array([[5, 1, 0, 0], [0, 2, 0, 7]])
#   a, r = np.asarray(answer(ids)), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a.astype(float), r.astype(float))
def padding_mask(ids):
    n = np.array([np.max(np.flatnonzero(t), initial=-1) for t in ids])
    return (np.arange(ids.shape[1]) <= n[:, None])[:, None]


# %% wrong: added-to-scores
# Zeros and -1e9.
# shows:
#   ids = np.array([[5, 1, 0, 0], [0, 2, 0, 7]])
#   a, r = np.asarray(answer(ids)), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a.astype(float), r.astype(float))
def padding_mask(ids):
    return np.where(ids != 0, 0, -1e9)[:, None]


# %% wrong: ids-in-bytes
# Ids that are multiples of 256 become padding.
# shows:
#   ids = np.array([[256, 512, 3], [65536, 0, 1]])
#   a, r = np.asarray(answer(ids)), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a.astype(float), r.astype(float))
def padding_mask(ids):
    return np.asarray(ids).astype("uint8").astype(bool)[:, None]


# %% wrong: both-words-real
# (batch, time, time): query and key real; broken shape and rows.
# shows:
#   ids = np.array([[5, 0], [3, 2]])
#   a, r = np.asarray(answer(ids)), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a.astype(float), r.astype(float))
def padding_mask(ids):
    real = ids != 0
    return real[:, None, :] & real[:, :, None]


# %% wrong: float-as-share
# The mask is normalised to shares.
# shows:
#   ids = np.array([[5, 1, 0, 0], [0, 2, 0, 7]])
#   a, r = np.asarray(answer(ids)), reference(ids)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a.astype(float), r.astype(float))
def padding_mask(ids):
    m = (ids != 0).astype(float)
    return (m / m.sum(1, keepdims=True))[:, None]


# %% right: lists
# Nested lists.
def padding_mask(ids):
    return [[[bool(i) for i in text]] for text in np.asarray(ids).tolist()]


# %% right: keras-compute-mask
# Asks an Embedding for its mask.
def padding_mask(ids):
    return ops.expand_dims(
        keras.layers.Embedding(2, 1, mask_zero=True).compute_mask(ops.convert_to_tensor(ids)), 1
    )


# %% right: sign-and-reshape
# np.sign and a reshape, ones and zeros.
def padding_mask(ids):
    ids = np.asarray(ids)
    return np.abs(np.sign(ids)).reshape(len(ids), 1, -1).astype(bool)
