# %% keras-layer
# why: Keras's own layer with the weights copied.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    layer = keras.layers.LayerNormalization(epsilon=epsilon)
    x = ops.cast(ops.convert_to_tensor(x), "float32")
    layer.build(x.shape)
    layer.set_weights([np.asarray(gamma), np.asarray(beta)])
    return layer(x)


# %% loops
# why: Vector by vector, with the statistics module.
import statistics


def layer_norm(x, gamma, beta, epsilon=1e-6):
    x = np.asarray(x, dtype=float)
    rows = []
    for row in x.reshape(-1, x.shape[-1]).tolist():
        mean, variance = statistics.fmean(row), statistics.pvariance(row)
        size = math.sqrt(variance + epsilon)
        rows.append([(v - mean) / size * g + b for v, g, b in zip(row, gamma, beta)])
    return np.reshape(rows, x.shape)


# %% keras-ops
# why: keras.ops in float32, with rsqrt.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    x = ops.cast(ops.convert_to_tensor(x), "float32")
    centred = x - ops.mean(x, axis=-1, keepdims=True)
    scale = ops.rsqrt(ops.mean(ops.square(centred), axis=-1, keepdims=True) + epsilon)
    return centred * scale * ops.cast(gamma, "float32") + ops.cast(beta, "float32")


# %% projection
# why: The mean is taken away by a matrix; einsum gives the lengths.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    n = x.shape[-1]
    centred = x @ (np.eye(n) - np.full((n, n), 1 / n))
    squares = np.einsum("...i,...i->...", centred, centred)[..., None]
    return centred * (gamma / np.sqrt(squares / n + epsilon)) + beta


# %% tensorflow
# why: tf.nn.moments and tf.nn.batch_normalization along the last axis.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    import tensorflow as tf

    x, gamma, beta = (tf.cast(a, tf.float64) for a in (x, gamma, beta))
    mean, variance = tf.nn.moments(x, axes=[-1], keepdims=True)
    return tf.nn.batch_normalization(x, mean, variance, beta, gamma, epsilon)


# %% projector
# why: Centred by a matrix, I − 1/d.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    d = x.shape[-1]
    c = np.asarray(x, float) @ (np.eye(d) - 1 / d)
    return c / np.sqrt(np.sum(c * c, -1, keepdims=True) / d + epsilon) * gamma + beta
