# %% reshape
# why: Through a reshape.
def padding_mask(ids):
    batch, time = ids.shape
    return np.not_equal(ids, 0).reshape(batch, 1, time)


# %% lists
# why: Nested lists of truth values.
def padding_mask(ids):
    return [[[bool(i) for i in text]] for text in ids]


# %% ones-and-zeros
# why: Ones and zeros in float32.
def padding_mask(ids):
    return np.expand_dims(np.minimum(np.abs(ids), 1), 1).astype("float32")


# %% keras-ops
# why: keras.ops.
def padding_mask(ids):
    return ops.expand_dims(ops.not_equal(ops.convert_to_tensor(ids), 0), axis=1)


# %% tensorflow
# why: TensorFlow; the cast to truth values.
def padding_mask(ids):
    import tensorflow as tf

    return tf.cast(ids, tf.bool)[:, tf.newaxis]


# %% subtraction
# why: Ones, with zeros written where the ids are zero.
def padding_mask(ids):
    mask = np.ones((len(ids), 1, len(ids[0])))
    text, place = np.nonzero(ids == 0)
    mask[text, 0, place] = 0
    return mask
