# %% loops
# why: Text by text, the words picked out by the mask; lists come back.
def masked_mean(embeddings, ids):
    means = []
    for vectors, row in zip(embeddings, ids):
        words = [v for v, n in zip(vectors, row) if n != 0]
        means.append(np.mean(words, axis=0).tolist() if words else [0.0] * vectors.shape[-1])
    return means


# %% einsum
# why: Equal shares for the real words, and one einsum.
def masked_mean(embeddings, ids):
    real = np.asarray(ids, dtype=bool).astype(float)
    shares = real / np.clip(real.sum(axis=1, keepdims=True), 1, None)
    return np.einsum("btd,bt->bd", embeddings, shares)


# %% masked-array
# why: NumPy's masked arrays.
def masked_mean(embeddings, ids):
    hidden = np.repeat((np.asarray(ids) == 0)[..., None], embeddings.shape[-1], axis=-1)
    return np.ma.masked_array(embeddings, mask=hidden).mean(axis=1).filled(0.0)


# %% keras-ops
# why: keras.ops in float32.
def masked_mean(embeddings, ids):
    x = ops.cast(ops.convert_to_tensor(embeddings), "float32")
    real = ops.cast(ops.not_equal(ops.convert_to_tensor(ids), 0), "float32")
    total = ops.matmul(ops.expand_dims(real, 1), x)[:, 0]
    return ops.divide_no_nan(total, ops.sum(real, axis=1, keepdims=True))


# %% keras-layer
# why: Keras's own pooling, and its NaN replaced.
def masked_mean(embeddings, ids):
    real = ops.not_equal(ops.convert_to_tensor(ids), 0)
    x = ops.convert_to_tensor(np.asarray(embeddings, dtype="float32"))
    mean = keras.layers.GlobalAveragePooling1D()(x, mask=real)
    return np.nan_to_num(ops.convert_to_numpy(mean))


# %% nanmean
# why: The padding becomes NaN, and NumPy leaves it out.
import warnings


def masked_mean(embeddings, ids):
    words = np.where((ids == 0)[..., None], np.nan, embeddings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.nan_to_num(np.nanmean(words, axis=1))


# %% word-by-word
# why: The words are found by their places and added one at a time.
def masked_mean(embeddings, ids):
    sums, counts = np.zeros((len(ids), embeddings.shape[-1])), np.zeros((len(ids), 1))
    for n, t in zip(*np.nonzero(ids)):
        sums[n] += embeddings[n, t]
        counts[n] += 1
    return sums / (counts + (counts == 0))
