# %% all-deltas-first
# why: All deltas first, then the weights' gradients in one einsum each.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    slope = 1 - states**2
    deltas = np.zeros(states.shape)
    later = np.zeros(h0.shape)
    for t in range(x.shape[1] - 1, -1, -1):
        deltas[:, t] = slope[:, t] * (d_states[:, t] + later)
        later = np.einsum("nj,ij->ni", deltas[:, t], W_h)
    before = np.concatenate([h0[:, None], states[:, :-1]], axis=1)
    return [
        np.einsum("ntj,ij->nti", deltas, W_x),
        later,
        np.einsum("nti,ntj->ij", x, deltas),
        np.einsum("nti,ntj->ij", before, deltas),
        np.einsum("ntj->j", deltas),
    ]


# %% example-by-example
# why: One example after the other, with outer products; lists come back for the inputs' gradients.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x, d_h0 = [], []
    d_W_x, d_W_h, d_b = 0.0 * W_x, 0.0 * W_h, 0.0 * b
    for n in range(len(x)):
        later, rows = np.zeros(len(b)), []
        for t in reversed(range(x.shape[1])):
            delta = (d_states[n, t] + later) * (1 - states[n, t] ** 2)
            rows.insert(0, (W_x @ delta).tolist())
            d_W_x = d_W_x + np.outer(x[n, t], delta)
            d_W_h = d_W_h + np.outer(states[n, t - 1] if t else h0[n], delta)
            d_b = d_b + delta
            later = W_h @ delta
        d_x.append(rows)
        d_h0.append(later.tolist())
    return d_x, d_h0, d_W_x, d_W_h, d_b


# %% numerical
# why: No calculus at all: central differences of a forward pass.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    def loss(x, h, W_x, W_h, b):
        total = 0.0
        for t in range(x.shape[1]):
            h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
            total += np.sum(h * d_states[:, t])
        return total

    arguments = [np.asarray(a, dtype=float) for a in (x, h0, W_x, W_h, b)]
    gradients = []
    for i, argument in enumerate(arguments):
        gradient = np.zeros(argument.shape)
        for place in np.ndindex(argument.shape):
            up, down = [a.copy() for a in arguments], [a.copy() for a in arguments]
            up[i][place] += 1e-5
            down[i][place] -= 1e-5
            gradient[place] = (loss(*up) - loss(*down)) / 2e-5
        gradients.append(gradient)
    return tuple(gradients)


# %% tensorflow-tape
# why: TensorFlow's own gradient tape, in float32.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    import tensorflow as tf

    arguments = [tf.cast(a, tf.float32) for a in (x, h0, W_x, W_h, b)]
    d_states = tf.cast(d_states, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(arguments)
        x, h, W_x, W_h, b = arguments
        loss = 0.0
        for t in range(x.shape[1]):
            h = tf.tanh(tf.matmul(x[:, t], W_x) + tf.matmul(h, W_h) + b)
            loss += tf.reduce_sum(h * d_states[:, t])
    return tape.gradient(loss, arguments)


# %% keras-ops-time-reversed
# why: keras.ops in float32, on sequences reversed in time.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    x, h0, states, W_x, W_h, d_states = (
        ops.cast(ops.convert_to_tensor(a), "float32") for a in (x, h0, states, W_x, W_h, d_states)
    )
    before = ops.concatenate([h0[:, None], states[:, :-1]], axis=1)
    delta, deltas = ops.zeros_like(h0), []
    for t in reversed(range(x.shape[1])):
        arrives = d_states[:, t] + ops.matmul(delta, ops.transpose(W_h))
        delta = arrives * (1 - ops.square(states[:, t]))
        deltas.append(delta)
    deltas = ops.flip(ops.stack(deltas, axis=1), axis=1)
    return (
        ops.matmul(deltas, ops.transpose(W_x)),
        ops.matmul(delta, ops.transpose(W_h)),
        ops.einsum("nti,ntj->ij", x, deltas),
        ops.einsum("nti,ntj->ij", before, deltas),
        ops.sum(deltas, axis=(0, 1)),
    )
