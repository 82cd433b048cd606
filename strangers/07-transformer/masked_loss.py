# %% wrong: padding-counts
# Averages over all places.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(-np.mean(np.log(right)))


# %% wrong: divides-by-all-places
# Sums the real places and divides by all.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(-np.sum(np.log(right[real])) / targets.size)


# %% wrong: mean-of-the-texts-means
# Each text counts the same.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(np.mean([-np.mean(np.log(p[m])) for p, m in zip(right, real) if m.any()]))


# %% wrong: divides-by-the-batch
# The sum per text, averaged over the texts.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(-np.sum(np.log(right[real])) / len(targets))


# %% wrong: clipped-as-in-keras
# Probabilities below 1e-7 count as 1e-7.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   p[0, 0, 3] = 1e-30
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(-np.mean(np.log(np.clip(right[real], 1e-7, 1 - 1e-7))))


# %% wrong: unknown-is-padding
# Id 1 does not count either.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets > 1
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(-np.mean(np.log(right[real])))


# %% wrong: zero-times-infinity
# Multiplies by the mask after the logarithm: a probability of 0 for padding gives NaN.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   p[..., 0] = 0
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(-np.sum(np.log(right) * real) / np.sum(real))


# %% wrong: bits
# The logarithm to base 2.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(-np.mean(np.log2(right[real])))


# %% wrong: sign-forgotten
# The mean log-probability.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(np.mean(np.log(right[real])))


# %% wrong: log-of-the-mean
# The logarithm of the mean probability.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(-np.log(np.mean(right[real])))


# %% wrong: probabilities-as-logits
# Applies a softmax to the probabilities.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    probabilities = np.exp(probabilities) / np.exp(probabilities).sum(-1, keepdims=True)
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(-np.mean(np.log(right[real])))


# %% wrong: share-of-padding-taken-out
# Renormalises the probabilities without the id 0.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    probabilities = np.where(np.arange(probabilities.shape[-1]) > 0, probabilities, 0)
    probabilities = probabilities / probabilities.sum(-1, keepdims=True)
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(-np.mean(np.log(right[real])))


# %% wrong: ids-as-bytes
# Ids wrap around after 255.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[300, 7], [299, 256]])
#   p = rng.dirichlet(np.ones(301), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    right = np.take_along_axis(
        probabilities, (targets.astype("uint8").astype(int))[:, :, None], axis=-1
    )[:, :, 0]
    return float(-np.mean(np.log(right[real])))


# %% wrong: all-classes-binary
# Binary cross-entropy over all classes: the wrong ones are punished, too.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(
        -np.mean(
            np.log(right[real])
            + np.sum(np.log1p(-probabilities[real]), -1)
            - np.log1p(-right[real])
        )
    )


# %% wrong: label-smoothing
# A tenth of the target is spread over all tokens.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(-np.mean(0.9 * np.log(right[real]) + 0.1 * np.log(probabilities[real]).mean(-1)))


# %% wrong: first-zero-ends
# The text ends at its first zero; padding on the left hides it.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[0, 0, 3, 4], [2, 1, 5, 0]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = np.cumprod(targets != 0, axis=1).astype(bool)
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(-np.mean(np.log(right[real])))


# %% wrong: only-the-most-probable
# Takes the largest probability, not the true token's.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    right = probabilities.max(axis=-1)
    return float(-np.mean(np.log(right[real])))


# %% wrong: one-plus-epsilon
# Adds 1e-3 inside the logarithm.
# shows:
#   rng = np.random.default_rng(0)
#   t = np.array([[3, 1, 2, 0], [4, 0, 0, 0], [2, 5, 1, 4]])
#   p = rng.dirichlet(np.ones(6), size=t.shape)
#   p[0, 0, 3] = 1e-5
#   a, r = float(answer(t, p)), reference(t, p)
#   assert np.isclose(a, r, rtol=1e-3), (a, r)
def masked_loss(targets, probabilities):
    real = targets != 0
    right = np.take_along_axis(probabilities, targets[:, :, None], axis=-1)[:, :, 0]
    return float(-np.mean(np.log(right[real] + 1e-3)))


# %% right: token-by-token
# Python's loops and math.
def masked_loss(targets, probabilities):
    bits = [
        -math.log(p[y])
        for row, ps in zip(np.asarray(targets).tolist(), np.asarray(probabilities, float).tolist())
        for y, p in zip(row, ps)
        if y
    ]
    return math.fsum(bits) / len(bits)


# %% right: tensorflow-gather
# tf.boolean_mask and tf.gather; gives a tensor.
def masked_loss(targets, probabilities):
    import tensorflow as tf

    targets = tf.convert_to_tensor(targets)
    probabilities = tf.convert_to_tensor(probabilities)
    real = tf.not_equal(targets, 0)
    right = tf.gather(
        tf.boolean_mask(probabilities, real), tf.boolean_mask(targets, real), axis=1, batch_dims=1
    )
    return -tf.reduce_mean(tf.math.log(right))
