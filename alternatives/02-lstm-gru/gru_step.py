# %% keras-cell
# why: Keras's own cell with the weights copied into it.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    cell = keras.layers.GRUCell(h.shape[1], reset_after=True)
    cell.build((None, x.shape[1]))
    cell.set_weights([kernel, recurrent_kernel, bias])
    x, h = (ops.cast(ops.convert_to_tensor(a), "float32") for a in (x, h))
    return cell(x, [h])[0]


# %% step-towards-the-candidate
# why: The state moves towards the candidate by the share 1 - z.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    u = h.shape[1]
    a, b = x @ kernel + bias[0], h @ recurrent_kernel + bias[1]
    gates = sigmoid(a[:, : 2 * u] + b[:, : 2 * u])
    candidate = np.tanh(a[:, 2 * u :] + gates[:, u:] * b[:, 2 * u :])
    return candidate + gates[:, :u] * (h - candidate)


# %% einsum
# why: Blocks as an axis of their own, and einsum.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    u = h.shape[1]
    a = np.einsum("nf,fku->knu", x, kernel.reshape(-1, 3, u)) + bias[0].reshape(3, 1, u)
    b = np.einsum("nv,vku->knu", h, recurrent_kernel.reshape(-1, 3, u)) + bias[1].reshape(3, 1, u)
    z, r = 1 / (1 + np.exp(-(a[:2] + b[:2])))
    return z * h + (1 - z) * np.tanh(a[2] + r * b[2])


# %% lists
# why: Example by example; a list of lists comes back.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    result = []
    for one_x, one_h in zip(x, h, strict=True):
        a = (one_x @ kernel + bias[0]).reshape(3, -1)
        b = (one_h @ recurrent_kernel + bias[1]).reshape(3, -1)
        z, r = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
        result.append((z * one_h + (1 - z) * np.tanh(a[2] + r * b[2])).tolist())
    return result


# %% tensorflow
# why: TensorFlow in float32.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    import tensorflow as tf

    x, h, W, R, b = (tf.cast(a, tf.float32) for a in (x, h, kernel, recurrent_kernel, bias))
    x_z, x_r, x_h = tf.split(tf.matmul(x, W) + b[0], 3, axis=1)
    h_z, h_r, h_h = tf.split(tf.matmul(h, R) + b[1], 3, axis=1)
    z = tf.sigmoid(x_z + h_z)
    return z * h + (1 - z) * tf.tanh(x_h + tf.sigmoid(x_r + h_r) * h_h)


# %% two-joint-products
# why: The gates from one product of the joined inputs, the candidate from two others; keras.ops.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    x, h, W, R, b = (
        ops.cast(ops.convert_to_tensor(a), "float32")
        for a in (x, h, kernel, recurrent_kernel, bias)
    )
    u = h.shape[1]
    joined = ops.matmul(
        ops.concatenate([x, h], axis=1), ops.concatenate([W[:, : 2 * u], R[:, : 2 * u]], axis=0)
    )
    z, r = ops.split(ops.sigmoid(joined + ops.sum(b[:, : 2 * u], axis=0)), 2, axis=1)
    past = r * (ops.matmul(h, R[:, 2 * u :]) + b[1, 2 * u :])
    return ops.where(
        z == 1, h, z * h + (1 - z) * ops.tanh(ops.matmul(x, W[:, 2 * u :]) + b[0, 2 * u :] + past)
    )
