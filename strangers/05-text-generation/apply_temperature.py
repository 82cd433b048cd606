# %% wrong: power-without-rescaling
# p ** (1/T) directly: all vanish at low temperatures.
# shows:
#   assert np.all(np.isfinite(answer(np.array([0.5, 0.3, 0.2]), 1e-4)))
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, float)
    with np.errstate(all="ignore"):
        q = p ** (1 / temperature)
        return q / q.sum()


# %% wrong: power-of-t
# p ** T.
# shows:
#   p = np.array([0.5, 0.3, 0.2])
#   assert np.allclose(answer(p, 0.5), p**2 / np.sum(p**2))
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, float)
    q = (p / p.max()) ** temperature
    return q / q.sum()


# %% wrong: softmax-of-probabilities
# softmax(p / T), as if p were scores.
# shows:
#   p = np.array([0.5, 0.3, 0.2])
#   assert np.allclose(answer(p, 0.5), p**2 / np.sum(p**2))
def apply_temperature(probabilities, temperature):
    z = np.asarray(probabilities, float) / temperature
    q = np.exp(z - z.max())
    return q / q.sum()


# %% wrong: zeros-become-possible
# Adds 1e-7 before the logarithm, so that zeros come alive when it is hot.
# shows:
#   assert answer(np.array([0.5, 0.5, 0.0]), 100.0)[2] == 0
def apply_temperature(probabilities, temperature):
    z = np.log(np.asarray(probabilities, float) + 1e-7) / temperature
    q = np.exp(z - z.max())
    return q / q.sum()


# %% wrong: single-precision
# Stays in 32 bits, where a power of 10,000 spoils the third digit.
# shows:
#   p = np.array([0.35001, 0.35, 0.34998, 0.34997, 0.34995], dtype="float32") / np.float32(1.75)
#   assert np.allclose(answer(p, 1e-4), reference(p, 1e-4), rtol=1e-5)
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities).astype("float32")
    q = (p / p.max()) ** np.float32(1 / temperature)
    return q / q.sum()


# %% wrong: argmax-when-cold
# One-hot of the argmax below 0.01: level symbols lose their share.
# shows:
#   assert np.allclose(answer(np.array([0.4, 0.4, 0.2]), 1e-3), [0.5, 0.5, 0])
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, float)
    if temperature < 0.01:
        return np.eye(len(p))[int(p.argmax())]
    q = (p / p.max()) ** (1 / temperature)
    return q / q.sum()


# %% wrong: temperature-floor
# Never colder than 0.01.
# shows:
#   p = np.array([0.5, 0.499, 0.001])
#   assert np.allclose(answer(p, 1e-4), reference(p, 1e-4), atol=1e-3)
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, float)
    q = (p / p.max()) ** (1 / max(temperature, 0.01))
    return q / q.sum()


# %% wrong: temperature-ceiling
# Never hotter than 2.
# shows:
#   p = np.array([0.5, 0.3, 0.2])
#   assert np.allclose(answer(p, 50.0), reference(p, 50.0), atol=1e-3)
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, float)
    q = (p / p.max()) ** (1 / min(temperature, 2))
    return q / q.sum()


# %% wrong: not-renormalised
# Powers without a sum of 1.
# shows:
#   assert np.isclose(np.sum(answer(np.array([0.5, 0.3, 0.2]), 0.5)), 1)
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, float)
    return (p / p.max()) ** (1 / temperature)


# %% wrong: same-array-at-one
# Temperature 1 returns the argument itself.
# shows:
#   p = np.array([0.5, 0.5])
#   q = np.asarray(answer(p, 1.0))
#   assert not np.shares_memory(p, q)
def apply_temperature(probabilities, temperature):
    if temperature == 1:
        return probabilities
    p = np.asarray(probabilities, float)
    q = (p / p.max()) ** (1 / temperature)
    return q / q.sum()


# %% wrong: nan-from-zero-logs
# 0 · log 0 style: nan_to_num turns minus infinity into zero, the largest logarithm.
# shows:
#   assert answer(np.array([0.6, 0.4, 0.0]), 0.5)[2] == 0
def apply_temperature(probabilities, temperature):
    with np.errstate(all="ignore"):
        z = np.log(np.asarray(probabilities, float))
    z = np.where(np.isfinite(z), z, 0.0) / temperature
    q = np.exp(z - z.max())
    return q / q.sum()


# %% wrong: mixes-with-uniform
# A line between the distribution and the uniform one.
# shows:
#   p = np.array([0.5, 0.3, 0.2])
#   assert np.allclose(answer(p, 0.5), p**2 / np.sum(p**2))
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, float)
    w = 1 / (1 + temperature)
    q = np.maximum(2 * w * p + (1 - 2 * w) / len(p), 0)
    return q / q.sum()


# %% wrong: divides-argument-in-place
# Normalises the caller's float64 array by its largest value.
# shows:
#   p = np.array([0.5, 0.25, 0.25])
#   answer(p, 0.5)
#   assert np.allclose(p, [0.5, 0.25, 0.25])
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, dtype="float64")
    p /= p.max()
    q = p ** (1 / temperature)
    return q / q.sum()


# %% right: logsumexp
# Logarithms and np.logaddexp.reduce; minus infinity stays.
def apply_temperature(probabilities, temperature):
    with np.errstate(divide="ignore"):
        z = np.log(np.array(probabilities, dtype=float)) / temperature
    z = z - z.max()
    return np.exp(z - np.logaddexp.reduce(z))


# %% right: tf-softmax-with-mask
# TensorFlow in float64, where zero probabilities are left out and put back.
def apply_temperature(probabilities, temperature):
    import tensorflow as tf

    p = tf.constant(np.asarray(probabilities, "float64"))
    keep = tf.where(p > 0)
    q = tf.nn.softmax(tf.math.log(tf.gather_nd(p, keep)) / tf.constant(temperature, tf.float64))
    return tf.scatter_nd(keep, q, tf.shape(p, out_type=tf.int64))


# %% right: python-floats
# A list of Python floats.
def apply_temperature(probabilities, temperature):
    p = [float(v) for v in probabilities]
    top = max(p)
    powers = [math.exp(math.log(v / top) / temperature) if v > 0 else 0.0 for v in p]
    total = math.fsum(powers)
    return [v / total for v in powers]
