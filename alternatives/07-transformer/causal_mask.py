# %% comparison
# why: Two ranges compared.
def causal_mask(length):
    place = np.arange(length)
    return place[:, None] >= place


# %% lists
# why: Nested lists of truth values.
def causal_mask(length):
    return [[k <= q for k in range(length)] for q in range(length)]


# %% band
# why: TensorFlow's band, as ones and zeros.
def causal_mask(length):
    import tensorflow as tf

    return tf.linalg.band_part(tf.ones((length, length)), -1, 0)


# %% sum-of-the-identity
# why: The identity, accumulated from row to row; whole numbers.
def causal_mask(length):
    return np.cumsum(np.eye(length, dtype=int), axis=0)


# %% keras-ops
# why: keras.ops.
def causal_mask(length):
    return ops.cast(ops.tril(ops.ones((length, length))), "bool")
