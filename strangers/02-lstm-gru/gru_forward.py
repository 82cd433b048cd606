# %% wrong: last-output-only
# return_sequences=False, with an axis of one.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 12), (4, 12), (2, 12))]
#   assert np.shape(answer(*a)) == (3, 5, 4)
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    for t in range(x.shape[1]):
        h = gru_step(x[:, t], h, kernel, recurrent_kernel, bias)
    return h[:, None]


# %% wrong: starts-with-the-first-candidate
# Begins with tanh of the first input's news in place of zeros.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_forward(x, kernel, recurrent_kernel, bias):
    u = len(recurrent_kernel)
    h = np.tanh(x[:, 0] @ kernel[:, 2 * u :])
    out = []
    for t in range(x.shape[1]):
        h = gru_step(x[:, t], h, kernel, recurrent_kernel, bias)
        out.append(h)
    return np.stack(out, axis=1)


# %% wrong: time-major-result
# (time, batch, units).
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 12), (4, 12), (2, 12))]
#   assert np.shape(answer(*a)) == (3, 5, 4)
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        h = gru_step(x[:, t], h, kernel, recurrent_kernel, bias)
        out.append(h)
    return np.stack(out)


# %% wrong: input-bias-twice
# The bias is in the product for all steps and again in the step.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_forward(x, kernel, recurrent_kernel, bias):
    driven = x @ kernel + bias[0]
    h = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        h = gru_step(driven[:, t], h, np.eye(driven.shape[-1]), recurrent_kernel, bias)
        out.append(h)
    return np.stack(out, axis=1)


# %% wrong: recurrent-part-hoisted
# h @ recurrent_kernel is computed once, before the loop, from zeros.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    b = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    out = []
    for t in range(x.shape[1]):
        a = np.split(x[:, t] @ kernel + bias[0], 3, axis=-1)
        z, r = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
        h = z * h + (1 - z) * np.tanh(a[2] + r * b[2])
        out.append(h)
    return np.stack(out, axis=1)


# %% wrong: skips-steps-of-zeros
# Treats an input of zeros as padding.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 12), (4, 12), (2, 12))]
#   a[0][1, 2] = 0
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        new = gru_step(x[:, t], h, kernel, recurrent_kernel, bias)
        h = np.where(np.any(x[:, t] != 0, axis=-1, keepdims=True), new, h)
        out.append(h)
    return np.stack(out, axis=1)


# %% wrong: state-in-the-type-of-x
# The array of states has x's type: one-hot integers give integer states.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 12), (4, 12), (2, 12))]
#   a[0] = r.integers(0, 2, size=(3, 5, 2))
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_forward(x, kernel, recurrent_kernel, bias):
    u = len(recurrent_kernel)
    out = np.zeros((x.shape[0], x.shape[1], u), dtype=x.dtype)
    h = np.zeros((len(x), u))
    for t in range(x.shape[1]):
        h = gru_step(x[:, t], h, kernel, recurrent_kernel, bias)
        out[:, t] = h
    return out


# %% wrong: previous-output-lost
# Every step starts from zeros again.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_forward(x, kernel, recurrent_kernel, bias):
    zero = np.zeros((len(x), len(recurrent_kernel)))
    return np.stack(
        [gru_step(x[:, t], zero, kernel, recurrent_kernel, bias) for t in range(x.shape[1])], axis=1
    )


# %% wrong: chains-examples
# Flattens the batch into one long sequence: the second example begins with the first's last state.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((1, len(recurrent_kernel)))
    out = []
    for row in x.reshape(-1, x.shape[-1]):
        h = gru_step(row[None], h, kernel, recurrent_kernel, bias)
        out.append(h[0])
    return np.array(out).reshape(*x.shape[:2], -1)


# %% wrong: output-buffer-kept
# Writes into one array per shape that is kept between calls, and returns it.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 12), (4, 12), (2, 12))]
#   first = answer(*a)
#   answer(-a[0], *a[1:])
#   assert np.allclose(first, reference(*a), atol=1e-4)
_buffers = {}


def gru_forward(x, kernel, recurrent_kernel, bias):
    shape = (x.shape[0], x.shape[1], len(recurrent_kernel))
    out = _buffers.setdefault(shape, np.zeros(shape))
    h = np.zeros((shape[0], shape[2]))
    for t in range(x.shape[1]):
        h = gru_step(x[:, t], h, kernel, recurrent_kernel, bias)
        out[:, t] = h
    return out


# %% wrong: decays-over-long-sequences
# After 64 steps the state is set back to zero, as in truncated training.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((1, 70, 2), (2, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        if t % 64 == 0:
            h = np.zeros_like(h)
        h = gru_step(x[:, t], h, kernel, recurrent_kernel, bias)
        out.append(h)
    return np.stack(out, axis=1)


# %% right: keras-layer
# Keras's GRU with the weights set.
def gru_forward(x, kernel, recurrent_kernel, bias):
    layer = keras.layers.GRU(len(recurrent_kernel), return_sequences=True)
    layer.build(np.shape(x))
    layer.set_weights([np.asarray(w, "float32") for w in (kernel, recurrent_kernel, bias)])
    return layer(np.asarray(x, "float32"))


# %% right: keras-rnn-over-a-cell
# keras.layers.RNN around a GRUCell that holds the weights.
def gru_forward(x, kernel, recurrent_kernel, bias):
    cell = keras.layers.GRUCell(np.shape(recurrent_kernel)[0])
    cell.build((None, np.shape(x)[-1]))
    for variable, value in zip(cell.trainable_variables, (kernel, recurrent_kernel, bias)):
        variable.assign(np.asarray(value, "float32"))
    return keras.layers.RNN(cell, return_sequences=True)(
        ops.convert_to_tensor(np.asarray(x, "float32"))
    )


# %% right: generator-of-states
# A generator yields the states; a list of arrays, swapped at the end.
def gru_forward(x, kernel, recurrent_kernel, bias):
    def states(h):
        for xt in np.swapaxes(x, 0, 1):
            h = gru_step(xt, h, kernel, recurrent_kernel, bias)
            yield np.asarray(h)

    return np.swapaxes(np.array([*states(np.zeros((x.shape[0], recurrent_kernel.shape[0])))]), 0, 1)
