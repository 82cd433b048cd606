# %% loops
# why: Loops over all places.
def masked_loss(targets, probabilities):
    losses = []
    for row, table in zip(targets, probabilities):
        for t, p in zip(row, table):
            if t != 0:
                losses.append(-math.log(p[int(t)]))
    return sum(losses) / len(losses)


# %% one-hot
# why: One-hot targets and an einsum; padding's probability is set to 1.
def masked_loss(targets, probabilities):
    real = np.asarray(targets) != 0
    one_hot = np.arange(probabilities.shape[-1]) == np.asarray(targets)[..., None]
    true = np.einsum("btv,btv->bt", one_hot.astype(float), probabilities)
    return np.sum(-np.log(np.where(real, true, 1.0))) / np.count_nonzero(real)


# %% flat
# why: Everything flattened; a lookup by two index arrays, in float64.
def masked_loss(targets, probabilities):
    flat = np.ravel(targets).astype(int)
    table = np.reshape(np.asarray(probabilities, dtype="float64"), (flat.size, -1))
    (places,) = np.nonzero(flat)
    return float(np.average(-np.log(table[places, flat[places]])))


# %% tensorflow
# why: tf.boolean_mask and tf.gather.
def masked_loss(targets, probabilities):
    import tensorflow as tf

    targets = tf.convert_to_tensor(targets)
    kept = tf.boolean_mask(tf.cast(probabilities, tf.float64), targets != 0)
    true = tf.gather(kept, tf.boolean_mask(targets, targets != 0), batch_dims=1)
    return -tf.reduce_mean(tf.math.log(true))


# %% index-arrays
# why: Index arrays from np.nonzero; float32.
def masked_loss(targets, probabilities):
    real = np.nonzero(targets)
    return -np.log(np.asarray(probabilities, "float32")[(*real, targets[real])]).mean()
