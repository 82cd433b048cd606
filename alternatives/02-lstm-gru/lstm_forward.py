# %% keras-layer
# why: Keras's own layer with the weights copied into it.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    layer = keras.layers.LSTM(len(recurrent_kernel), return_sequences=True, return_state=True)
    layer.build((None, None, x.shape[2]))
    layer.set_weights([kernel, recurrent_kernel, bias])
    mask = None if mask is None else ops.convert_to_tensor(mask)
    return layer(ops.cast(ops.convert_to_tensor(x), "float32"), mask=mask)


# %% row-by-row
# why: Each row by itself; its masked steps are left out and the outputs filled in afterwards.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    units = len(recurrent_kernel)
    outputs = np.zeros((*x.shape[:2], units))
    last_h, last_c = np.zeros((len(x), units)), np.zeros((len(x), units))
    for n in range(len(x)):
        h, c = np.zeros(units), np.zeros(units)
        for t in range(x.shape[1]):
            if mask is None or mask[n, t]:
                z = x[n, t] @ kernel + h @ recurrent_kernel + bias
                i, f, g, o = z.reshape(4, units)
                c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
                h = sigmoid(o) * np.tanh(c)
            outputs[n, t] = h
        last_h[n], last_c[n] = h, c
    return outputs, last_h, last_c


# %% mask-as-a-weight
# why: Between new and old by a weighted mean with weights 0 and 1.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    weight = np.ones(x.shape[:2]) if mask is None else np.asarray(mask, float)
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        new_c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        new_h = sigmoid(o) * np.tanh(new_c)
        m = weight[:, t : t + 1]
        h, c = m * new_h + (1 - m) * h, m * new_c + (1 - m) * c
        outputs.append(h)
    return [np.stack(outputs, axis=1), h, c]


# %% boolean-index
# why: Only the rows that are read are computed, and written into place by a boolean index.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    batch, time, _ = x.shape
    units = recurrent_kernel.shape[0]
    h, c = np.zeros((batch, units)), np.zeros((batch, units))
    outputs = np.empty((batch, time, units))
    for t in range(time):
        rows = slice(None) if mask is None else mask[:, t]
        z = x[rows, t] @ kernel + h[rows] @ recurrent_kernel + bias
        i, f, g, o = np.split(z, 4, axis=1)
        c[rows] = sigmoid(f) * c[rows] + sigmoid(i) * np.tanh(g)
        h[rows] = sigmoid(o) * np.tanh(c[rows])
        outputs[:, t] = h
    return outputs, h, c


# %% keras-ops-float32
# why: keras.ops in float32, the input's part computed for all steps at once.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    x, kernel, recurrent_kernel, bias = (
        ops.cast(ops.convert_to_tensor(a), "float32") for a in (x, kernel, recurrent_kernel, bias)
    )
    driven = ops.matmul(x, kernel) + bias
    h = c = ops.zeros((x.shape[0], recurrent_kernel.shape[0]))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = ops.split(driven[:, t] + ops.matmul(h, recurrent_kernel), 4, axis=-1)
        new_c = ops.sigmoid(f) * c + ops.sigmoid(i) * ops.tanh(g)
        new_h = ops.sigmoid(o) * ops.tanh(new_c)
        if mask is None:
            h, c = new_h, new_c
        else:
            read = ops.convert_to_tensor(mask)[:, t : t + 1]
            h, c = ops.where(read, new_h, h), ops.where(read, new_c, c)
        outputs.append(h)
    return ops.stack(outputs, axis=1), h, c


# %% gathered-steps
# why: Each row's real steps are moved to its front and read there; then the outputs are looked up.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    batch, time, _ = x.shape
    mask = np.ones((batch, time), bool) if mask is None else np.asarray(mask)
    order = np.argsort(~mask, axis=1, kind="stable")
    packed = np.take_along_axis(np.asarray(x, float), order[..., None], axis=1)
    h = c = np.zeros((batch, len(recurrent_kernel)))
    states = [(h, c)]
    for t in range(int(mask.sum(axis=1).max())):
        i, f, g, o = np.split(packed[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        states.append((h, c))
    hs, cs = (np.stack([s[k] for s in states], axis=1) for k in (0, 1))
    count = mask.cumsum(axis=1)
    outputs = np.take_along_axis(hs, count[..., None], axis=1)
    last = count[:, -1][:, None, None]
    return outputs, outputs[:, -1].copy(), np.take_along_axis(cs, last, axis=1)[:, 0]


# %% tensorflow-scan
# why: tf.scan over pairs of states, time-major.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    import tensorflow as tf

    x, W, R, b = (tf.cast(a, tf.float32) for a in (x, kernel, recurrent_kernel, bias))
    read = tf.ones(x.shape[:2], bool) if mask is None else tf.convert_to_tensor(mask)

    def step(state, inputs):
        (h, c), (a, m) = state, inputs
        i, f, g, o = tf.split(a + h @ R, 4, axis=1)
        new_c = tf.sigmoid(f) * c + tf.sigmoid(i) * tf.tanh(g)
        new_h = tf.sigmoid(o) * tf.tanh(new_c)
        return tf.where(m, new_h, h), tf.where(m, new_c, c)

    zeros = tf.zeros((x.shape[0], R.shape[0]))
    inputs = tf.transpose(x @ W + b, [1, 0, 2]), tf.transpose(read)[..., None]
    h, c = tf.scan(step, inputs, (zeros, zeros))
    return tf.transpose(h, [1, 0, 2]), h[-1], c[-1]
