# %% wrong: upper-triangle
# Who comes later may be looked at.
# shows:
#   assert np.array_equal(np.asarray(answer(4)).astype(float), reference(4).astype(float))
def causal_mask(length):
    return np.triu(np.ones((length, length), bool))


# %% wrong: not-even-itself
# A place may not look at itself.
# shows:
#   assert np.array_equal(np.asarray(answer(4)).astype(float), reference(4).astype(float))
def causal_mask(length):
    return np.tri(length, k=-1, dtype=bool)


# %% wrong: one-place-ahead
# The diagonal above is allowed, too.
# shows:
#   assert np.array_equal(np.asarray(answer(4)).astype(float), reference(4).astype(float))
def causal_mask(length):
    return np.tri(length, k=1, dtype=bool)


# %% wrong: forbidden-is-true
# PyTorch's convention: True where one may not look.
# shows:
#   assert np.array_equal(np.asarray(answer(4)).astype(float), reference(4).astype(float))
def causal_mask(length):
    return ~np.tri(length, dtype=bool)


# %% wrong: bytes-wrap-around
# Place numbers in bytes wrap around after 255.
# shows:
#   assert np.array_equal(np.asarray(answer(300)).astype(float), reference(300).astype(float))
def causal_mask(length):
    place = np.arange(length).astype("uint8")
    return place[:, None] >= place[None, :]


# %% wrong: cut-from-128
# Cut from a mask of 128 places, all the course needs.
# shows:
#   a = np.asarray(answer(130))
#   assert a.shape == (130, 130), a.shape
#   assert np.array_equal(np.asarray(answer(130)).astype(float), reference(130).astype(float))
def causal_mask(length):
    return np.tri(128, dtype=bool)[:length, :length]


# %% wrong: with-an-axis-for-the-batch
# One axis too many, for the batch.
# shows:
#   a = np.asarray(answer(4))
#   assert a.shape == (4, 4), a.shape
#   assert np.array_equal(np.asarray(answer(4)).astype(float), reference(4).astype(float))
def causal_mask(length):
    return np.tri(length, dtype=bool)[None]


# %% wrong: window-of-64
# Looks back no further than 64 places.
# shows:
#   assert np.array_equal(np.asarray(answer(100)).astype(float), reference(100).astype(float))
def causal_mask(length):
    p = np.arange(length)
    gap = p[:, None] - p[None, :]
    return (gap >= 0) & (gap < 64)


# %% wrong: same-array-again
# The mask is kept and handed out again.
# shows:
#   a = answer(3)
#   if isinstance(a, np.ndarray):
#       a[:] = True
#   assert np.array_equal(answer(3), reference(3))
from functools import lru_cache


@lru_cache
def causal_mask(length):
    return np.tri(length, dtype=bool)


# %% wrong: attention-weights
# Rows are normalised, as for a mean of the past.
# shows:
#   assert np.array_equal(np.asarray(answer(3)).astype(float), reference(3).astype(float))
def causal_mask(length):
    m = np.tri(length)
    return m / m.sum(axis=1, keepdims=True)


# %% right: nested-lists
# Python lists of bool.
def causal_mask(length):
    return [[j <= i for j in range(length)] for i in range(length)]


# %% right: tensorflow-band
# tf.linalg.band_part.
def causal_mask(length):
    import tensorflow as tf

    return tf.cast(tf.linalg.band_part(tf.ones((length, length)), -1, 0), tf.bool)


# %% right: cumulative-identity
# The running sum down the identity matrix.
def causal_mask(length):
    return np.cumsum(np.eye(length), axis=1).T > 0.5
