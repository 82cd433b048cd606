# %% wrong: divides-by-d-minus-one
# Uses the sample variance.
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = rng.normal(2, 3, size=(2, 4, 5)), rng.normal(size=5), rng.normal(size=5)
#   a, r = np.asarray(answer(x, gamma, beta), float), reference(x, gamma, beta)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    centred = x - np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, ddof=1, keepdims=True)
    return gamma * centred / np.sqrt(variance + epsilon) + beta


# %% wrong: epsilon-beside-the-root
# Adds epsilon to the standard deviation.
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = rng.normal(2, 3, size=(2, 4, 5)), rng.normal(size=5), rng.normal(size=5)
#   a, r = np.asarray(answer(x, gamma, beta, 0.1), float), reference(x, gamma, beta, 0.1)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    centred = x - np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(centred**2, axis=-1, keepdims=True)
    return gamma * centred / (np.sqrt(variance) + epsilon) + beta


# %% wrong: over-the-batch
# Normalises each feature over the batch, as batch normalization.
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = rng.normal(2, 3, size=(2, 4, 5)), rng.normal(size=5), rng.normal(size=5)
#   a, r = np.asarray(answer(x, gamma, beta), float), reference(x, gamma, beta)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    centred = x - np.mean(x, axis=0, keepdims=True)
    variance = np.mean(centred**2, axis=0, keepdims=True)
    return gamma * centred / np.sqrt(variance + epsilon) + beta


# %% wrong: over-the-text
# One mean and variance for all words of a text.
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = rng.normal(2, 3, size=(2, 4, 5)), rng.normal(size=5), rng.normal(size=5)
#   a, r = np.asarray(answer(x, gamma, beta), float), reference(x, gamma, beta)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    axes = tuple(range(1, np.ndim(x))) or (0,)
    mean = np.mean(x, axis=axes, keepdims=True)
    return gamma * (x - mean) / np.sqrt(np.var(x, axis=axes, keepdims=True) + epsilon) + beta


# %% wrong: no-beta
# Scale without shift.
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = rng.normal(2, 3, size=(2, 4, 5)), rng.normal(size=5), rng.normal(size=5)
#   a, r = np.asarray(answer(x, gamma, beta), float), reference(x, gamma, beta)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    centred = x - np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(centred**2, axis=-1, keepdims=True)
    return gamma * centred / np.sqrt(variance + epsilon)


# %% wrong: shift-before-scale
# Gamma multiplies beta, too.
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = rng.normal(2, 3, size=(2, 4, 5)), rng.normal(size=5), rng.normal(size=5)
#   a, r = np.asarray(answer(x, gamma, beta), float), reference(x, gamma, beta)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    centred = x - np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(centred**2, axis=-1, keepdims=True)
    return gamma * (centred / np.sqrt(variance + epsilon) + beta)


# %% wrong: one-plus-gamma
# Gamma counts from 1, as in Gemma.
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = rng.normal(2, 3, size=(2, 4, 5)), rng.normal(size=5), rng.normal(size=5)
#   a, r = np.asarray(answer(x, gamma, beta), float), reference(x, gamma, beta)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    centred = x - np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(centred**2, axis=-1, keepdims=True)
    return (1 + gamma) * centred / np.sqrt(variance + epsilon) + beta


# %% wrong: constant-word-nan
# Epsilon is forgotten: a word of equal numbers is 0/0.
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = np.ones((2, 3, 5)) * 4.0, rng.normal(size=5), rng.normal(size=5)
#   a, r = np.asarray(answer(x, gamma, beta), float), reference(x, gamma, beta)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    centred = x - np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(centred**2, axis=-1, keepdims=True)
    return gamma * centred / np.sqrt(variance) + beta


# %% wrong: mean-of-squares-minus-square
# In float32, the mean of squares minus the square of the mean cancels.
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = (1000 + rng.normal(size=(2, 4, 8)) * 0.01), rng.normal(size=8), rng.normal(size=8)
#   a, r = np.asarray(answer(x, gamma, beta), float), reference(x, gamma, beta)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    x = np.asarray(x, "float32")
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(x**2, axis=-1, keepdims=True) - mean**2
    return gamma * (x - mean) / np.sqrt(np.maximum(variance, 0) + epsilon) + beta


# %% wrong: epsilon-as-a-floor
# The larger of variance and epsilon.
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = rng.normal(size=(2, 4, 5)) * 0.3, rng.normal(size=5), rng.normal(size=5)
#   a, r = np.asarray(answer(x, gamma, beta, 0.1), float), reference(x, gamma, beta, 0.1)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    centred = x - np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(centred**2, axis=-1, keepdims=True)
    return gamma * centred / np.sqrt(np.maximum(variance, epsilon)) + beta


# %% wrong: keras-default-epsilon
# Always 1e-3, whatever is asked.
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = rng.normal(size=(2, 4, 5)) * 0.01, rng.normal(size=5), rng.normal(size=5)
#   a, r = np.asarray(answer(x, gamma, beta), float), reference(x, gamma, beta)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    centred = x - np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(centred**2, axis=-1, keepdims=True)
    return gamma * centred / np.sqrt(variance + 1e-3) + beta


# %% wrong: centres-the-argument
# Subtracts the mean in place.
# shows:
#   x = np.random.default_rng(0).normal(3, 1, size=(2, 3, 4))
#   before = x.copy()
#   answer(x, np.ones(4), np.zeros(4))
#   assert np.allclose(x, before)
def layer_norm(x, gamma, beta, epsilon=1e-6):
    x = np.asarray(x) if np.asarray(x).dtype.kind == "f" else np.asarray(x, float)
    x -= np.mean(x, axis=-1, keepdims=True)
    centred = x
    variance = np.mean(centred**2, axis=-1, keepdims=True)
    return gamma * centred / np.sqrt(variance + epsilon) + beta


# %% wrong: second-axis
# Axis 1 is the last one only for two axes.
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = rng.normal(size=(2, 5, 5)), rng.normal(size=5), rng.normal(size=5)
#   a, r = np.asarray(answer(x, gamma, beta), float), reference(x, gamma, beta)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    centred = x - np.mean(x, axis=min(1, np.ndim(x) - 1), keepdims=True)
    variance = np.mean(centred**2, axis=min(1, np.ndim(x) - 1), keepdims=True)
    return gamma * centred / np.sqrt(variance + epsilon) + beta


# %% wrong: rms
# Does not subtract the mean (RMSNorm).
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = rng.normal(2, 3, size=(2, 4, 5)), rng.normal(size=5), rng.normal(size=5)
#   a, r = np.asarray(answer(x, gamma, beta), float), reference(x, gamma, beta)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    centred = np.asarray(x, float)
    variance = np.mean(centred**2, axis=-1, keepdims=True)
    return gamma * centred / np.sqrt(variance + epsilon) + beta


# %% wrong: variance-for-the-deviation
# Forgets the root.
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = rng.normal(2, 3, size=(2, 4, 5)), rng.normal(size=5), rng.normal(size=5)
#   a, r = np.asarray(answer(x, gamma, beta), float), reference(x, gamma, beta)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    centred = x - np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(centred**2, axis=-1, keepdims=True)
    return gamma * centred / (variance + epsilon) + beta


# %% wrong: integers-stay-integers
# The result has the argument's type: integers are cut off.
# shows:
#   x = np.array([[1, 2, 4], [3, 0, 9]])
#   assert np.allclose(answer(x, np.ones(3), np.zeros(3)), reference(x, np.ones(3), np.zeros(3)), atol=1e-3)
def layer_norm(x, gamma, beta, epsilon=1e-6):
    result = np.empty_like(x)
    for place in np.ndindex(np.shape(x)[:-1]):
        row = np.asarray(x)[place]
        result[place] = gamma * (row - row.mean()) / np.sqrt(row.var() + epsilon) + beta
    return result


# %% wrong: flattened
# Works word by word and forgets to restore the axes.
# shows:
#   rng = np.random.default_rng(0)
#   x, gamma, beta = rng.normal(2, 3, size=(2, 4, 5)), rng.normal(size=5), rng.normal(size=5)
#   a, r = np.asarray(answer(x, gamma, beta), float), reference(x, gamma, beta)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, rtol=1e-3, atol=1e-4), np.abs(a - r).max()
def layer_norm(x, gamma, beta, epsilon=1e-6):
    rows = np.reshape(x, (-1, np.shape(x)[-1]))
    rows = (rows - rows.mean(1, keepdims=True)) / np.sqrt(rows.var(1, keepdims=True) + epsilon)
    return rows * gamma + beta


# %% right: keras-layer
# Keras's layer, with these weights, in float64.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    x = np.asarray(x, "float64")
    layer = keras.layers.LayerNormalization(epsilon=epsilon, dtype="float64")
    layer.build(x.shape)
    layer.set_weights([np.asarray(gamma, float), np.asarray(beta, float)])
    return layer(x)


# %% right: axis-by-axis-recursion
# Descends through the axes down to single vectors, with the statistics module.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    import statistics

    x = np.asarray(x).tolist()

    def word(row):
        if isinstance(row[0], list):
            return [word(r) for r in row]
        mean, variance = statistics.fmean(row), statistics.pvariance(row)
        return [
            g * (v - mean) / (variance + epsilon) ** 0.5 + b for v, g, b in zip(row, gamma, beta)
        ]

    return word(x) if x else x


# %% right: centring-matrix
# The mean is subtracted by a matrix; the variance is an einsum.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    x = np.asarray(x, float)
    d = x.shape[-1]
    centred = x @ (np.eye(d) - 1 / d)
    variance = np.einsum("...i,...i->...", centred, centred)[..., None] / d
    return centred * (gamma * (variance + epsilon) ** -0.5) + beta
