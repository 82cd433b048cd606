# %% loops
# why: One row at a time in plain Python; nested lists come back.
def softmax(scores, axis=-1):
    rows = np.moveaxis(np.asarray(scores, float), axis, -1)
    out = np.empty(rows.shape)
    for place in np.ndindex(rows.shape[:-1]):
        row = rows[place].tolist()
        top = max(row)
        powers = [math.exp(s - top) for s in row]
        out[place] = [p / sum(powers) for p in powers]
    return np.moveaxis(out, -1, axis).tolist()


# %% keras-ops
# why: Keras's own, in float32.
def softmax(scores, axis=-1):
    return ops.softmax(ops.cast(ops.convert_to_tensor(scores), "float32"), axis=axis)


# %% tensorflow
# why: TensorFlow, with the logarithm of the sum.
def softmax(scores, axis=-1):
    import tensorflow as tf

    scores = tf.cast(scores, tf.float64)
    return tf.exp(scores - tf.reduce_logsumexp(scores, axis=axis, keepdims=True))


# %% log-sum-exp
# why: By logaddexp, which never leaves the safe range.
def softmax(scores, axis=-1):
    scores = np.asarray(scores, float)
    total = np.logaddexp.reduce(scores, axis=axis, keepdims=True)
    return np.exp(scores - total)


# %% differences
# why: One over the sum of powers of differences.
def softmax(scores, axis=-1):
    s = np.moveaxis(np.asarray(scores, float), axis, -1)
    with np.errstate(over="ignore"):
        weights = 1 / np.exp(s[..., None, :] - s[..., :, None]).sum(axis=-1)
    return np.moveaxis(weights, -1, axis)


# %% powers-of-two
# why: Powers of 2 in single precision; the axis is brought to the front.
def softmax(scores, axis=-1):
    s = np.moveaxis(np.asarray(scores, "float32"), axis, 0)
    powers = np.exp2((s - s.max(axis=0)) * np.float32(np.log2(np.e)))
    return np.moveaxis(powers / powers.sum(axis=0), 0, axis)
