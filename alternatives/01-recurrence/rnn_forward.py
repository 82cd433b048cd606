# %% input-part-at-once
# why: x W_x + b for all steps at once, then only the recurrent part in the loop.
def rnn_forward(x, h0, W_x, W_h, b):
    driven = x @ W_x + b  # (batch, time, units)
    states = np.empty(driven.shape)
    before = h0
    for t in range(x.shape[1]):
        before = states[:, t] = np.tanh(driven[:, t] + before @ W_h)
    return states


# %% lists
# why: A list of lists of arrays, example by example.
def rnn_forward(x, h0, W_x, W_h, b):
    result = []
    for sequence, h in zip(x, h0, strict=True):
        states = []
        for step in sequence:
            h = np.tanh(step @ W_x + h @ W_h + b)
            states.append(h.tolist())
        result.append(states)
    return result


# %% recursion
# why: Recursion on the two halves of the sequence.
def rnn_forward(x, h0, W_x, W_h, b):
    time = x.shape[1]
    if time == 1:
        return np.tanh(x[:, 0] @ W_x + h0 @ W_h + b)[:, None]
    first = rnn_forward(x[:, : time // 2], h0, W_x, W_h, b)
    return np.concatenate([first, rnn_forward(x[:, time // 2 :], first[:, -1], W_x, W_h, b)], 1)


# %% keras-layer
# why: Keras's own layer with the weights copied into it.
def rnn_forward(x, h0, W_x, W_h, b):
    layer = keras.layers.SimpleRNN(len(b), return_sequences=True)
    layer.build((None, None, x.shape[2]))
    layer.set_weights([W_x, W_h, b])
    return layer(ops.cast(x, "float32"), initial_state=ops.cast(h0, "float32"))


# %% keras-ops
# why: keras.ops in float32, stacked along time and then transposed.
def rnn_forward(x, h0, W_x, W_h, b):
    x, h, W_x, W_h, b = (
        ops.cast(ops.convert_to_tensor(a), "float32") for a in (x, h0, W_x, W_h, b)
    )
    states = []
    for t in range(x.shape[1]):
        h = ops.tanh(ops.matmul(x[:, t], W_x) + ops.matmul(h, W_h) + b)
        states.append(h)
    return ops.transpose(ops.stack(states, axis=0), (1, 0, 2))


# %% tensorflow-scan
# why: tf.scan over time-major input.
def rnn_forward(x, h0, W_x, W_h, b):
    import tensorflow as tf

    x, h0, W_x, W_h, b = (tf.cast(a, tf.float32) for a in (x, h0, W_x, W_h, b))
    driven = tf.transpose(tf.matmul(x, W_x) + b, [1, 0, 2])
    states = tf.scan(lambda h, z: tf.tanh(z + tf.matmul(h, W_h)), driven, initializer=h0)
    return tf.transpose(states, [1, 0, 2])


# %% float32
# why: NumPy in float32 from the first line to the last.
def rnn_forward(x, h0, W_x, W_h, b):
    x, h, W_x, W_h, b = (np.asarray(a, dtype="float32") for a in (x, h0, W_x, W_h, b))
    states = []
    for step in np.moveaxis(x, 1, 0):
        h = np.tanh(step @ W_x + h @ W_h + b)
        states.append(h)
    return np.moveaxis(np.array(states), 0, 1)
