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
