# %% loops
# why: Loops over answers and characters.
def exact_match(y_true, y_pred):
    right = 0
    for true, guess in zip(y_true, y_pred):
        same = True
        for t, g in zip(true, guess):
            same = same and list(t).index(max(t)) == list(g).index(max(g))
        right += same
    return right / len(y_true)


# %% product-of-hits
# why: The formula's product, in keras.ops; a tensor comes back.
def exact_match(y_true, y_pred):
    hit = keras.ops.equal(keras.ops.argmax(y_true, -1), keras.ops.argmax(y_pred, -1))
    return keras.ops.mean(keras.ops.prod(keras.ops.cast(hit, "float32"), axis=1))


# %% counts-mistakes
# why: Counts wrong characters per answer, in tf.
def exact_match(y_true, y_pred):
    import tensorflow as tf

    wrong = tf.not_equal(tf.argmax(y_true, -1), tf.argmax(y_pred, -1))
    return 1 - tf.reduce_mean(tf.cast(tf.reduce_any(wrong, axis=-1), tf.float64))


# %% probability-of-the-true-one
# why: Asks whether the true character's probability is the row's maximum.
def exact_match(y_true, y_pred):
    true = np.sum(np.array(y_true) * np.array(y_pred), axis=-1)
    return np.mean(np.min(true == np.max(y_pred, axis=-1), axis=-1), dtype="float32")


# %% texts
# why: Compares rows of numbers as tuples; a share by Counter.
def exact_match(y_true, y_pred):
    from collections import Counter

    rows = zip(np.argmax(y_true, 2).tolist(), np.argmax(y_pred, 2).tolist())
    return Counter(tuple(t) == tuple(p) for t, p in rows)[True] / len(y_true)


# %% one-number-an-answer
# why: One minus the share of answers with a difference anywhere, found by sorting.
def exact_match(y_true, y_pred):
    true, guess = (np.argsort(y, axis=-1, kind="stable")[..., -1] for y in (y_true, y_pred))
    return 1.0 - np.count_nonzero(np.abs(true - guess).sum(axis=1)) / true.shape[0]
