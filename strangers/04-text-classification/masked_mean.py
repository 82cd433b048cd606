# %% wrong: plain-mean
# Over all places.
# shows:
#   rng = np.random.default_rng(0)
#   ids = np.array([[0, 5, 1, 0, 7], [3, 2, 0, 0, 0]])
#   e = rng.normal(size=(*ids.shape, 4))
#   a, r = np.asarray(answer(e, ids), float), reference(e, ids)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def masked_mean(embeddings, ids):
    return np.mean(embeddings, axis=1)


# %% wrong: divides-by-the-time
# Padding adds nothing, but is counted.
# shows:
#   rng = np.random.default_rng(0)
#   ids = np.array([[0, 5, 1, 0, 7], [3, 2, 0, 0, 0]])
#   e = rng.normal(size=(*ids.shape, 4))
#   a, r = np.asarray(answer(e, ids), float), reference(e, ids)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def masked_mean(embeddings, ids):
    mask = np.asarray(ids != 0, float)[..., None]
    return np.sum(embeddings * mask, axis=1) / mask.shape[1]


# %% wrong: unknown-left-out
# Ids above 1.
# shows:
#   rng = np.random.default_rng(0)
#   ids = np.array([[0, 5, 1, 0, 7], [3, 2, 0, 0, 0]])
#   e = rng.normal(size=(*ids.shape, 4))
#   a, r = np.asarray(answer(e, ids), float), reference(e, ids)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def masked_mean(embeddings, ids):
    mask = np.asarray(ids > 1, float)[..., None]
    return np.sum(embeddings * mask, axis=1) / np.maximum(mask.sum(axis=1), 1)


# %% wrong: all-padding-nan
# 0/0.
# shows:
#   rng = np.random.default_rng(0)
#   ids = np.array([[0, 0], [3, 0]])
#   e = rng.normal(size=(*ids.shape, 4))
#   a, r = np.asarray(answer(e, ids), float), reference(e, ids)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def masked_mean(embeddings, ids):
    mask = np.asarray(ids != 0, float)[..., None]
    return np.sum(embeddings * mask, axis=1) / mask.sum(axis=1)


# %% wrong: small-epsilon-in-the-count
# Adds 1e-2 to the count.
# shows:
#   rng = np.random.default_rng(0)
#   ids = np.array([[0, 5, 1, 0, 7], [3, 2, 0, 0, 0]])
#   e = rng.normal(size=(*ids.shape, 4))
#   a, r = np.asarray(answer(e, ids), float), reference(e, ids)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def masked_mean(embeddings, ids):
    mask = np.asarray(ids != 0, float)[..., None]
    return np.sum(embeddings * mask, axis=1) / (mask.sum(axis=1) + 1e-2)


# %% wrong: zero-vectors-are-padding
# Finds padding by its vector, not its id.
# shows:
#   ids = np.array([[4, 2, 0]])
#   e = np.array([[[0.0, 0], [2, 4], [9, 9]]])
#   assert np.allclose(answer(e, ids), reference(e, ids))
def masked_mean(embeddings, ids):
    mask = np.asarray(np.any(np.asarray(embeddings) != 0, axis=-1), float)[..., None]
    return np.sum(embeddings * mask, axis=1) / np.maximum(mask.sum(axis=1), 1)


# %% wrong: first-n-places
# Takes the first n places, n the number of real words.
# shows:
#   rng = np.random.default_rng(0)
#   ids = np.array([[0, 5, 1, 0, 7], [3, 2, 0, 0, 0]])
#   e = rng.normal(size=(*ids.shape, 4))
#   a, r = np.asarray(answer(e, ids), float), reference(e, ids)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def masked_mean(embeddings, ids):
    n = np.count_nonzero(ids, axis=1)
    return np.stack([np.asarray(e)[:k].sum(0) / max(k, 1) for e, k in zip(embeddings, n)])


# %% wrong: padding-zeroed-in-place
# Sets padding's vectors to zero in the argument.
# shows:
#   e = np.ones((1, 2, 3))
#   answer(e, np.array([[0, 4]]))
#   assert np.all(e == 1), e
def masked_mean(embeddings, ids):
    if isinstance(embeddings, np.ndarray) and embeddings.flags.writeable:
        embeddings[np.asarray(ids) == 0] = 0
    mask = np.asarray(ids != 0, float)[..., None]
    return np.sum(embeddings * mask, axis=1) / np.maximum(mask.sum(axis=1), 1)


# %% wrong: sum-only
# The sum of the real vectors.
# shows:
#   rng = np.random.default_rng(0)
#   ids = np.array([[0, 5, 1, 0, 7], [3, 2, 0, 0, 0]])
#   e = rng.normal(size=(*ids.shape, 4))
#   a, r = np.asarray(answer(e, ids), float), reference(e, ids)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def masked_mean(embeddings, ids):
    mask = np.asarray(ids != 0, float)[..., None]
    return np.sum(embeddings * mask, axis=1)


# %% wrong: one-count-for-the-batch
# The mean count of the batch.
# shows:
#   rng = np.random.default_rng(0)
#   ids = np.array([[0, 5, 1, 0, 7], [3, 2, 0, 0, 0]])
#   e = rng.normal(size=(*ids.shape, 4))
#   a, r = np.asarray(answer(e, ids), float), reference(e, ids)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def masked_mean(embeddings, ids):
    mask = np.asarray(ids != 0, float)[..., None]
    return np.sum(embeddings * mask, axis=1) / max(mask.sum(axis=1).mean(), 1)


# %% wrong: nan-for-padding-swallowed
# nanmean with NaN for padding: a text of padding alone turns into the mean of everything.
# shows:
#   rng = np.random.default_rng(0)
#   ids = np.array([[0, 0], [3, 4]])
#   e = rng.normal(size=(*ids.shape, 4))
#   a, r = np.asarray(answer(e, ids), float), reference(e, ids)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def masked_mean(embeddings, ids):
    e = np.where((np.asarray(ids) != 0)[..., None], embeddings, np.nan)
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mean = np.nanmean(e, axis=1)
    return np.where(np.isnan(mean), np.nanmean(e), mean)


# %% wrong: repeated-words-once
# A word that comes twice counts once.
# shows:
#   rng = np.random.default_rng(0)
#   ids = np.array([[5, 5, 7, 0]])
#   e = rng.normal(size=(*ids.shape, 4))
#   a, r = np.asarray(answer(e, ids), float), reference(e, ids)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def masked_mean(embeddings, ids):
    mask = np.array(
        [[i != 0 and i not in t[:n] for n, i in enumerate(t)] for t in np.asarray(ids).tolist()],
        float,
    )[..., None]
    return np.sum(embeddings * mask, axis=1) / np.maximum(mask.sum(axis=1), 1)


# %% wrong: integers-divided-as-integers
# Integer vectors give an integer mean.
# shows:
#   e = np.array([[[1, 2], [2, 5], [7, 7]]])
#   ids = np.array([[3, 4, 0]])
#   assert np.allclose(answer(e, ids), reference(e.astype(float), ids))
def masked_mean(embeddings, ids):
    mask = np.asarray(ids != 0, float)[..., None]
    mean = np.sum(embeddings * mask, axis=1) / np.maximum(mask.sum(axis=1), 1)
    return mean.astype(np.asarray(embeddings).dtype)


# %% wrong: unit-length
# Scales the mean to length 1.
# shows:
#   rng = np.random.default_rng(0)
#   ids = np.array([[0, 5, 1, 0, 7], [3, 2, 0, 0, 0]])
#   e = rng.normal(size=(*ids.shape, 4))
#   a, r = np.asarray(answer(e, ids), float), reference(e, ids)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-4), a
def masked_mean(embeddings, ids):
    mask = np.asarray(ids != 0, float)[..., None]
    mean = np.sum(embeddings * mask, axis=1) / np.maximum(mask.sum(axis=1), 1)
    return mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)


# %% right: pooling-layer
# Keras's pooling with a mask; texts of padding alone are treated by hand.
def masked_mean(embeddings, ids):
    real = np.asarray(ids) != 0
    pooled = keras.layers.GlobalAveragePooling1D()(
        np.asarray(embeddings, "float32"), mask=np.where(real.any(1, keepdims=True), real, True)
    )
    return np.where(real.any(1, keepdims=True), pooled, 0)


# %% right: loops
# Loops and lists.
def masked_mean(embeddings, ids):
    result = []
    for vectors, text in zip(np.asarray(embeddings, float), np.asarray(ids)):
        real = [v for v, i in zip(vectors, text) if i]
        result.append(list(sum(real) / len(real)) if real else [0.0] * vectors.shape[-1])
    return result


# %% right: weights-and-einsum
# Shares that sum to 1, and an einsum.
def masked_mean(embeddings, ids):
    import tensorflow as tf

    m = tf.cast(tf.not_equal(tf.convert_to_tensor(ids), 0), tf.float64)
    share = tf.math.divide_no_nan(m, tf.reduce_sum(m, axis=1, keepdims=True))
    return tf.einsum("bt,btd->bd", share, tf.convert_to_tensor(np.asarray(embeddings, float)))
