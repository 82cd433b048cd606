# %% wrong: last-state-only-repeated
# Returns the last state at every place: the shape is right.
# shows:
#   r = np.random.default_rng(0)
#   a = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def rnn_forward(x, h0, W_x, W_h, b):
    h = h0
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
    return np.repeat(h[:, None], x.shape[1], axis=1)


# %% wrong: includes-the-start
# Puts h0 in front and drops the last state, so all states are one late.
# shows:
#   r = np.random.default_rng(0)
#   a = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def rnn_forward(x, h0, W_x, W_h, b):
    states = [np.asarray(h0, float)]
    for t in range(x.shape[1] - 1):
        states.append(np.tanh(x[:, t] @ W_x + states[-1] @ W_h + b))
    return np.stack(states, axis=1)


# %% wrong: ignores-the-start
# Always begins with zeros, as Keras does by default.
# shows:
#   r = np.random.default_rng(0)
#   a = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def rnn_forward(x, h0, W_x, W_h, b):
    h = np.zeros(h0.shape)
    out = []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        out.append(h)
    return np.stack(out, axis=1)


# %% wrong: states-like-h0
# An array like h0 for the states: integers in h0 make integer states.
# shows:
#   x = np.full((1, 2, 1), 0.5)
#   o = np.ones((1, 1))
#   assert np.allclose(answer(x, np.zeros((1, 1), dtype=int), o, o, np.zeros(1)), reference(x, np.zeros((1, 1)), o, o, np.zeros(1)))
def rnn_forward(x, h0, W_x, W_h, b):
    batch, time, _ = x.shape
    out = np.zeros((batch, time, h0.shape[1]), dtype=h0.dtype)
    h = h0
    for t in range(time):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        out[:, t] = h
    return out


# %% wrong: time-major-reshape
# Stacks along axis 0 and reshapes instead of transposing: examples and steps get mixed.
# shows:
#   r = np.random.default_rng(0)
#   a = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def rnn_forward(x, h0, W_x, W_h, b):
    h, out = h0, []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        out.append(h)
    return np.stack(out).reshape(x.shape[0], x.shape[1], -1)


# %% wrong: one-array-reused
# Every list entry is the same array, overwritten in place.
# shows:
#   r = np.random.default_rng(0)
#   a = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def rnn_forward(x, h0, W_x, W_h, b):
    h = np.array(h0, dtype=float)
    out = []
    for t in range(x.shape[1]):
        h[:] = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        out.append(h)
    return np.stack(out, axis=1)


# %% wrong: start-changed-in-place
# h0 itself is the running state, so the caller's array ends as the last state.
# shows:
#   h0 = np.zeros((1, 1))
#   o = np.ones((1, 1))
#   answer(np.ones((1, 2, 1)), h0, o, o, np.zeros(1))
#   assert h0[0, 0] == 0
def rnn_forward(x, h0, W_x, W_h, b):
    h = h0 if h0.dtype.kind == "f" else h0.astype(float)
    out = []
    for t in range(x.shape[1]):
        h[...] = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        out.append(h.copy())
    return np.stack(out, axis=1)


# %% wrong: batch-is-time
# Walks along axis 0 when the array happens to be square in batch and time.
# shows:
#   r = np.random.default_rng(0)
#   a = r.normal(size=(3, 3, 2)), r.normal(size=(3, 4)), r.normal(size=(2, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def rnn_forward(x, h0, W_x, W_h, b):
    if x.shape[0] == x.shape[1]:
        x = np.swapaxes(x, 0, 1)
    h, out = h0, []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        out.append(h)
    return np.stack(out, axis=1)


# %% wrong: truncated-to-hundred
# Reads no more than 100 steps and repeats the last state after them.
# shows:
#   r = np.random.default_rng(0)
#   a = r.normal(size=(1, 130, 2)), r.normal(size=(1, 3)), r.normal(size=(2, 3)), r.normal(size=(3, 3)), r.normal(size=3)
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def rnn_forward(x, h0, W_x, W_h, b):
    h, out = h0, []
    for t in range(x.shape[1]):
        if t < 100:
            h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        out.append(h)
    return np.stack(out, axis=1)


# %% wrong: state-kept-between-calls
# Remembers the last state and begins the next call there if the shapes agree.
# shows:
#   r = np.random.default_rng(0)
#   a = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   answer(*a)
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
_last = {}


def rnn_forward(x, h0, W_x, W_h, b):
    h = _last.get(h0.shape, h0)
    out = []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        out.append(h)
    _last[h0.shape] = h
    return np.stack(out, axis=1)


# %% wrong: two-steps-back
# The state feeds the step after next.
# shows:
#   r = np.random.default_rng(0)
#   a = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def rnn_forward(x, h0, W_x, W_h, b):
    older, h, out = h0, h0, []
    for t in range(x.shape[1]):
        older, h = h, np.tanh(x[:, t] @ W_x + older @ W_h + b)
        out.append(h)
    return np.stack(out, axis=1)


# %% wrong: reversed-in-time
# go_backwards: reads from the end and returns in order of reading.
# shows:
#   r = np.random.default_rng(0)
#   a = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def rnn_forward(x, h0, W_x, W_h, b):
    h, out = h0, []
    for t in reversed(range(x.shape[1])):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        out.append(h)
    return np.stack(out, axis=1)


# %% wrong: memory-without-bias
# Hoists the input product out of the loop and forgets the bias, which comes only at the first step.
# shows:
#   r = np.random.default_rng(0)
#   a = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def rnn_forward(x, h0, W_x, W_h, b):
    driven = x @ W_x
    h, out = h0, []
    for t in range(x.shape[1]):
        h = np.tanh(driven[:, t] + h @ W_h + (b if t == 0 else 0))
        out.append(h)
    return np.stack(out, axis=1)


# %% right: accumulate
# itertools.accumulate over the time-major products; no explicit loop.
def rnn_forward(x, h0, W_x, W_h, b):
    from itertools import accumulate

    driven = np.moveaxis(np.einsum("btf,fu->btu", x, W_x) + b, 1, 0)
    states = accumulate(driven, lambda h, d: np.tanh(d + h @ W_h), initial=h0)
    return np.stack(list(states)[1:]).transpose(1, 0, 2)


# %% right: tf-scan
# TensorFlow's scan along the time axis.
def rnn_forward(x, h0, W_x, W_h, b):
    import tensorflow as tf

    x, h0, W_x, W_h, b = (tf.constant(np.asarray(v, "float64")) for v in (x, h0, W_x, W_h, b))
    states = tf.scan(
        lambda h, xt: tf.tanh(xt @ W_x + h @ W_h + b), tf.transpose(x, [1, 0, 2]), initializer=h0
    )
    return tf.transpose(states, [1, 0, 2])


# %% right: keras-layer-with-given-weights
# Keras's own SimpleRNN, with its weights set.
def rnn_forward(x, h0, W_x, W_h, b):
    layer = keras.layers.SimpleRNN(np.shape(W_h)[0], return_sequences=True)
    layer.build(np.shape(x))
    layer.set_weights([np.asarray(w, "float32") for w in (W_x, W_h, b)])
    return layer(
        ops.convert_to_tensor(np.asarray(x, "float32")),
        initial_state=[ops.convert_to_tensor(np.asarray(h0, "float32"))],
    )
