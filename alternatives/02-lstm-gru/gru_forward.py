# %% keras-layer
# why: Keras's own layer with the weights copied into it.
def gru_forward(x, kernel, recurrent_kernel, bias):
    layer = keras.layers.GRU(len(recurrent_kernel), return_sequences=True)
    layer.build((None, None, x.shape[2]))
    layer.set_weights([kernel, recurrent_kernel, bias])
    return layer(ops.cast(ops.convert_to_tensor(x), "float32"))


# %% nested-step
# why: A step of its own inside, and a list of the states joined at the end by moveaxis.
def gru_forward(x, kernel, recurrent_kernel, bias):
    def step(x, h):
        a = np.split(x @ kernel + bias[0], 3, axis=1)
        b = np.split(h @ recurrent_kernel + bias[1], 3, axis=1)
        z, r = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
        return z * h + (1 - z) * np.tanh(a[2] + r * b[2])

    states = [np.zeros((x.shape[0], recurrent_kernel.shape[0]))]
    for inputs in np.moveaxis(x, 1, 0):
        states.append(step(inputs, states[-1]))
    return np.moveaxis(np.array(states[1:]), 0, 1)


# %% tensorflow-scan
# why: tf.scan over time-major input.
def gru_forward(x, kernel, recurrent_kernel, bias):
    import tensorflow as tf

    x, W, R, b = (tf.cast(a, tf.float32) for a in (x, kernel, recurrent_kernel, bias))
    driven = tf.transpose(tf.matmul(x, W) + b[0], [1, 0, 2])

    def step(h, a):
        x_z, x_r, x_h = tf.split(a, 3, axis=1)
        h_z, h_r, h_h = tf.split(tf.matmul(h, R) + b[1], 3, axis=1)
        z = tf.sigmoid(x_z + h_z)
        return z * h + (1 - z) * tf.tanh(x_h + tf.sigmoid(x_r + h_r) * h_h)

    start = tf.zeros((x.shape[0], R.shape[0]))
    return tf.transpose(tf.scan(step, driven, initializer=start), [1, 0, 2])


# %% row-by-row-lists
# why: One row after the other, in float32; a list of lists of arrays comes back.
def gru_forward(x, kernel, recurrent_kernel, bias):
    result = []
    for row in np.asarray(x, dtype="float32"):
        h, states = np.zeros(len(recurrent_kernel), dtype="float32"), []
        for inputs in row:
            a = (inputs @ kernel + bias[0]).reshape(3, -1)
            b = (h @ recurrent_kernel + bias[1]).reshape(3, -1)
            z, r = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
            h = z * h + (1 - z) * np.tanh(a[2] + r * b[2])
            states.append(h)
        result.append(states)
    return result


# %% written-into-place
# why: The states in an array of floats set aside; each step reads the place before it.
def gru_forward(x, kernel, recurrent_kernel, bias):
    batch, time, _ = np.shape(x)
    u = np.shape(recurrent_kernel)[0]
    states = np.zeros((time + 1, batch, u))
    W, R = (
        np.split(np.asarray(kernel, float), 3, 1),
        np.split(np.asarray(recurrent_kernel, float), 3, 1),
    )
    (a_z, a_r, a_h), (b_z, b_r, b_h) = (np.split(np.asarray(row, float), 3) for row in bias)
    for t in range(time):
        h, now = states[t], x[:, t]
        z = sigmoid(now @ W[0] + h @ R[0] + (a_z + b_z))
        r = sigmoid(now @ W[1] + h @ R[1] + (a_r + b_r))
        states[t + 1] = h + (1 - z) * (np.tanh(now @ W[2] + a_h + r * (h @ R[2] + b_h)) - h)
    return states[1:].transpose(1, 0, 2).copy()
