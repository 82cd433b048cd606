# %% real-queries
# why: Padding queries see nothing at all.
def decoder_mask(ids):
    real = np.asarray(ids) != 0
    place = np.arange(real.shape[1])
    return (place[:, None] >= place) & real[:, None, :] & real[:, :, None]


# %% loops
# why: Loops and lists; a padding query sees everything real.
def decoder_mask(ids):
    return [
        [
            [bool(k != 0 and (j <= i or q == 0)) for j, k in enumerate(row)]
            for i, q in enumerate(row)
        ]
        for row in np.asarray(ids).tolist()
    ]


# %% product
# why: A product of ones and zeros, in float32.
def decoder_mask(ids):
    real = (ids != 0).astype("float32")
    return np.einsum("bk,qk->bqk", real, np.tri(ids.shape[1], dtype="float32"))


# %% keras-ops
# why: keras.ops with places counted by a cumulative sum.
def decoder_mask(ids):
    ids = ops.convert_to_tensor(ids)
    place = ops.cumsum(ops.ones_like(ids), axis=1)
    past = ops.greater_equal(ops.expand_dims(place, 2), ops.expand_dims(place, 1))
    return ops.logical_and(past, ops.expand_dims(ops.not_equal(ids, 0), 1))


# %% tensorflow
# why: TensorFlow; a padding query looks at itself, so that no row is empty.
def decoder_mask(ids):
    import tensorflow as tf

    real = tf.cast(tf.not_equal(ids, 0), tf.int32)
    length = ids.shape[1]
    past = tf.linalg.band_part(tf.ones((length, length), tf.int32), -1, 0)
    padding_itself = tf.linalg.diag(1 - real)
    return past[None] * real[:, None, :] + padding_itself


# %% free-rows
# why: Rows of padding hold −1; what padding sees is free.
def decoder_mask(ids):
    return np.where((ids == 0)[:, :, None], -1.0, np.tri(ids.shape[1]) * (ids != 0)[:, None])
