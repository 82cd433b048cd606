# %% wrong: overflows
# No shift.
# shows:
#   s = np.array([1e4, 9999.0, 0])
#   a, r = np.asarray(answer(s), float), reference(s)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-5)
def softmax(scores, axis=-1):
    powers = np.exp(scores)
    return powers / np.sum(powers, axis=axis, keepdims=True)


# %% wrong: one-shift-for-all
# The maximum of the whole array.
# shows:
#   s = np.array([[1e4, 9999.0], [-1e4, -9999.0]])
#   a, r = np.asarray(answer(s), float), reference(s)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-5)
def softmax(scores, axis=-1):
    powers = np.exp(scores - np.max(scores))
    return powers / np.sum(powers, axis=axis, keepdims=True)


# %% wrong: axis-ignored
# Always the last axis.
# shows:
#   s = np.random.default_rng(0).normal(size=(2, 3, 4))
#   a, r = np.asarray(answer(s, axis=1), float), reference(s, axis=1)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-5)
def softmax(scores, axis=-1):
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


# %% wrong: sum-of-all
# Divides by the sum of the whole array.
# shows:
#   s = np.random.default_rng(0).normal(size=(2, 3, 4))
#   a, r = np.asarray(answer(s), float), reference(s)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-5)
def softmax(scores, axis=-1):
    powers = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return powers / np.sum(powers)


# %% wrong: shift-by-the-mean
# Subtracts the mean: one large score among many overflows.
# shows:
#   s = np.array([1e4, -1e4, -1e4])
#   a, r = np.asarray(answer(s), float), reference(s)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-5)
def softmax(scores, axis=-1):
    powers = np.exp(scores - np.mean(scores, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


# %% wrong: clipped-scores
# Clips the scores to plus or minus 500.
# shows:
#   s = np.array([600.0, 700.0, 599.0])
#   a, r = np.asarray(answer(s), float), reference(s)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-5)
def softmax(scores, axis=-1):
    powers = np.exp(np.clip(scores, -500, 500))
    return powers / np.sum(powers, axis=axis, keepdims=True)


# %% wrong: base-two
# Powers of two.
# shows:
#   s = np.random.default_rng(0).normal(size=(2, 3, 4))
#   a, r = np.asarray(answer(s), float), reference(s)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-5)
def softmax(scores, axis=-1):
    powers = np.exp2(scores - np.max(scores, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


# %% wrong: epsilon-below
# Adds 1e-3 to the divisor.
# shows:
#   s = np.random.default_rng(0).normal(size=(2, 3, 4))
#   a, r = np.asarray(answer(s), float), reference(s)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-5)
def softmax(scores, axis=-1):
    powers = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return powers / (np.sum(powers, axis=axis, keepdims=True) + 1e-3)


# %% wrong: shift-in-place
# Subtracts the maximum from the argument.
# shows:
#   s = np.array([[1.0, 2.0], [5.0, 3.0]])
#   b = s.copy()
#   answer(s)
#   assert np.allclose(s, b), s
def softmax(scores, axis=-1):
    if np.asarray(scores).dtype.kind != "f":
        scores = np.array(scores, float)
    scores -= np.max(scores, axis=axis, keepdims=True)
    powers = np.exp(scores)
    return powers / np.sum(powers, axis=axis, keepdims=True)


# %% wrong: negative-axis-only
# Counts the axis from the wrong end if it is negative.
# shows:
#   s = np.random.default_rng(0).normal(size=(2, 3, 4))
#   a, r = np.asarray(answer(s, axis=-2), float), reference(s, axis=-2)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-5)
def softmax(scores, axis=-1):
    axis = abs(axis) if axis != -1 else axis
    axis = axis - 2 if axis == 2 else axis
    powers = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


# %% wrong: half-precision
# Computes in float16: differences of large scores vanish.
# shows:
#   s = np.array([9001.0, 9000.0, 8998.0])
#   a, r = np.asarray(answer(s), float), reference(s)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-5)
def softmax(scores, axis=-1):
    scores = np.asarray(scores, "float16").astype(float)
    powers = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


# %% wrong: integers-stay-integers
# The result has the scores' type: for integers all weights but one are cut to 0.
# shows:
#   s = np.array([[1, 2, 1], [0, 0, 3]])
#   a, r = np.asarray(answer(s), float), reference(s)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-5)
def softmax(scores, axis=-1):
    powers = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    result = np.zeros_like(scores)
    result[...] = powers / np.sum(powers, axis=axis, keepdims=True)
    return result


# %% wrong: argmax-like
# Sharpened by ten.
# shows:
#   s = np.random.default_rng(0).normal(size=(2, 3, 4))
#   a, r = np.asarray(answer(s), float), reference(s)
#   assert a.shape == r.shape, a.shape
#   assert np.allclose(a, r, atol=1e-5)
def softmax(scores, axis=-1):
    powers = np.exp(10 * scores - 10 * np.max(scores, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


# %% right: log-sum-exp
# The logarithm of the sum by logaddexp, float64.
def softmax(scores, axis=-1):
    s = np.asarray(scores, float)
    return np.exp(s - np.expand_dims(np.logaddexp.reduce(s, axis=axis), axis))


# %% right: along-the-axis-by-a-function
# np.apply_along_axis with a function for one row of Python floats.
def softmax(scores, axis=-1):
    def row(s):
        top = max(s)
        e = [math.exp(float(v) - float(top)) for v in s]
        return [v / sum(e) for v in e]

    return np.apply_along_axis(row, axis, np.asarray(scores, float))


# %% right: differences-of-pairs
# One over the sum of the exponentials of all differences; overflow means zero.
def softmax(scores, axis=-1):
    s = np.moveaxis(np.asarray(scores, "float64"), axis, -1)
    with np.errstate(over="ignore"):
        w = 1 / np.exp(s[..., None, :] - s[..., :, None]).sum(-1)
    return np.moveaxis(w, -1, axis)


# %% right: tensorflow
# tf.nn.softmax in float64.
def softmax(scores, axis=-1):
    import tensorflow as tf

    return tf.nn.softmax(tf.cast(tf.convert_to_tensor(scores), tf.float64), axis=axis)
