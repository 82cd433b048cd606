# %% wrong: no-transpose-on-the-way-back
# Sends delta back through W_h itself.
# shows:
#   r = np.random.default_rng(0)
#   x, h0, W_x, W_h, b = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   states, h = [], h0
#   for t in range(5):
#       h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
#       states.append(h)
#   a = x, h0, np.stack(states, axis=1), W_x, W_h, b, r.normal(size=(2, 5, 4))
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    dWx, dWh, db, late = (
        np.zeros(W_x.shape),
        np.zeros(W_h.shape),
        np.zeros(b.shape),
        np.zeros(h0.shape),
    )
    for t in reversed(range(x.shape[1])):
        prev = states[:, t - 1] if t else h0
        d = (d_states[:, t] + late) * (1 - states[:, t] ** 2)
        d_x[:, t] = d @ W_x.T
        dWx += x[:, t].T @ d
        dWh += prev.T @ d
        db += d.sum(0)
        late = d @ W_h
    return d_x, late, dWx, dWh, db


# %% wrong: wraps-to-the-last-state
# states[:, t - 1] at t = 0 is the last state, not h0.
# shows:
#   r = np.random.default_rng(0)
#   x, h0, W_x, W_h, b = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   states, h = [], h0
#   for t in range(5):
#       h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
#       states.append(h)
#   a = x, h0, np.stack(states, axis=1), W_x, W_h, b, r.normal(size=(2, 5, 4))
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    dWx, dWh, db, late = (
        np.zeros(W_x.shape),
        np.zeros(W_h.shape),
        np.zeros(b.shape),
        np.zeros(h0.shape),
    )
    for t in reversed(range(x.shape[1])):
        d = (d_states[:, t] + late) * (1 - states[:, t] ** 2)
        d_x[:, t] = d @ W_x.T
        dWx += x[:, t].T @ d
        dWh += states[:, t - 1].T @ d
        db += d.sum(0)
        late = d @ W_h.T
    return d_x, late, dWx, dWh, db


# %% wrong: mean-over-the-batch
# Averages the weights' gradients over the examples.
# shows:
#   r = np.random.default_rng(0)
#   x, h0, W_x, W_h, b = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   states, h = [], h0
#   for t in range(5):
#       h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
#       states.append(h)
#   a = x, h0, np.stack(states, axis=1), W_x, W_h, b, r.normal(size=(2, 5, 4))
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    n = len(x)
    dWx, dWh, db, late = (
        np.zeros(W_x.shape),
        np.zeros(W_h.shape),
        np.zeros(b.shape),
        np.zeros(h0.shape),
    )
    for t in reversed(range(x.shape[1])):
        prev = states[:, t - 1] if t else h0
        d = (d_states[:, t] + late) * (1 - states[:, t] ** 2)
        d_x[:, t] = d @ W_x.T
        dWx += x[:, t].T @ d / n
        dWh += prev.T @ d / n
        db += d.mean(0)
        late = d @ W_h.T
    return d_x, late, dWx, dWh, db


# %% wrong: only-direct-gradients
# No back-propagation through time: nothing arrives from the step after.
# shows:
#   r = np.random.default_rng(0)
#   x, h0, W_x, W_h, b = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   states, h = [], h0
#   for t in range(5):
#       h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
#       states.append(h)
#   a = x, h0, np.stack(states, axis=1), W_x, W_h, b, r.normal(size=(2, 5, 4))
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    before = np.concatenate([h0[:, None], states[:, :-1]], axis=1)
    d = d_states * (1 - states**2)
    return (
        d @ W_x.T,
        d[:, 0] @ W_h.T,
        np.einsum("btf,btu->fu", x, d),
        np.einsum("btv,btu->vu", before, d),
        d.sum((0, 1)),
    )


# %% wrong: slope-of-the-step-before
# Takes tanh's slope at h(t-1).
# shows:
#   r = np.random.default_rng(0)
#   x, h0, W_x, W_h, b = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   states, h = [], h0
#   for t in range(5):
#       h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
#       states.append(h)
#   a = x, h0, np.stack(states, axis=1), W_x, W_h, b, r.normal(size=(2, 5, 4))
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    dWx, dWh, db, late = (
        np.zeros(W_x.shape),
        np.zeros(W_h.shape),
        np.zeros(b.shape),
        np.zeros(h0.shape),
    )
    for t in reversed(range(x.shape[1])):
        prev = states[:, t - 1] if t else h0
        d = (d_states[:, t] + late) * (1 - prev**2)
        d_x[:, t] = d @ W_x.T
        dWx += x[:, t].T @ d
        dWh += prev.T @ d
        db += d.sum(0)
        late = d @ W_h.T
    return d_x, late, dWx, dWh, db


# %% wrong: slope-of-tanh-again
# 1 - tanh(h)², although the states have been through tanh already.
# shows:
#   r = np.random.default_rng(0)
#   x, h0, W_x, W_h, b = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   states, h = [], h0
#   for t in range(5):
#       h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
#       states.append(h)
#   a = x, h0, np.stack(states, axis=1), W_x, W_h, b, r.normal(size=(2, 5, 4))
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    dWx, dWh, db, late = (
        np.zeros(W_x.shape),
        np.zeros(W_h.shape),
        np.zeros(b.shape),
        np.zeros(h0.shape),
    )
    for t in reversed(range(x.shape[1])):
        prev = states[:, t - 1] if t else h0
        d = (d_states[:, t] + late) * (1 - np.tanh(states[:, t]) ** 2)
        d_x[:, t] = d @ W_x.T
        dWx += x[:, t].T @ d
        dWh += prev.T @ d
        db += d.sum(0)
        late = d @ W_h.T
    return d_x, late, dWx, dWh, db


# %% wrong: start-gets-no-slope
# The gradient for h0 is handed out before it goes through the first step.
# shows:
#   r = np.random.default_rng(0)
#   x, h0, W_x, W_h, b = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   states, h = [], h0
#   for t in range(5):
#       h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
#       states.append(h)
#   a = x, h0, np.stack(states, axis=1), W_x, W_h, b, r.normal(size=(2, 5, 4))
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    dWx, dWh, db, late = (
        np.zeros(W_x.shape),
        np.zeros(W_h.shape),
        np.zeros(b.shape),
        np.zeros(h0.shape),
    )
    d_h0 = late
    for t in reversed(range(x.shape[1])):
        prev = states[:, t - 1] if t else h0
        d_h0 = late
        d = (d_states[:, t] + late) * (1 - states[:, t] ** 2)
        d_x[:, t] = d @ W_x.T
        dWx += x[:, t].T @ d
        dWh += prev.T @ d
        db += d.sum(0)
        late = d @ W_h.T
    return d_x, d_h0, dWx, dWh, db


# %% wrong: gradients-keyed-by-shape
# Keeps the two matrices' gradients in a dict by shape; with features = units one is lost.
# shows:
#   r = np.random.default_rng(0)
#   x, h0, W_x, W_h, b = r.normal(size=(2, 5, 4)), r.normal(size=(2, 4)), r.normal(size=(4, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   states, h = [], h0
#   for t in range(5):
#       h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
#       states.append(h)
#   a = x, h0, np.stack(states, axis=1), W_x, W_h, b, r.normal(size=(2, 5, 4))
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    grads = {W_x.shape: np.zeros(W_x.shape), W_h.shape: np.zeros(W_h.shape)}
    dWx, dWh, db, late = (
        np.zeros(W_x.shape),
        np.zeros(W_h.shape),
        np.zeros(b.shape),
        np.zeros(h0.shape),
    )
    for t in reversed(range(x.shape[1])):
        prev = states[:, t - 1] if t else h0
        d = (d_states[:, t] + late) * (1 - states[:, t] ** 2)
        d_x[:, t] = d @ W_x.T
        dWx += x[:, t].T @ d
        dWh += prev.T @ d
        db += d.sum(0)
        late = d @ W_h.T
    grads[W_h.shape] = dWh
    grads[W_x.shape] = dWx
    first, second = grads[W_x.shape], grads[W_h.shape]
    return d_x, late, first, second, db


# %% wrong: truncated-after-twenty
# Truncated back-propagation: what arrives is dropped every 20 steps.
# shows:
#   r = np.random.default_rng(0)
#   x, h0, W_x, W_h, b = r.normal(size=(1, 45, 2)), np.zeros((1, 3)), r.normal(size=(2, 3)), 0.95 * np.eye(3), np.zeros(3)
#   states, h = [], h0
#   for t in range(45):
#       h = np.tanh(0.01 * x[:, t] @ W_x + h @ W_h + b)
#       states.append(h)
#   d = np.zeros((1, 45, 3))
#   d[:, -1] = 1
#   a = 0.01 * x, h0, np.stack(states, axis=1), W_x, W_h, b, d
#   assert np.allclose(answer(*a)[1], reference(*a)[1], atol=1e-4)
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    dWx, dWh, db, late = (
        np.zeros(W_x.shape),
        np.zeros(W_h.shape),
        np.zeros(b.shape),
        np.zeros(h0.shape),
    )
    for t in reversed(range(x.shape[1])):
        prev = states[:, t - 1] if t else h0
        d = (d_states[:, t] + late) * (1 - states[:, t] ** 2)
        d_x[:, t] = d @ W_x.T
        dWx += x[:, t].T @ d
        dWh += prev.T @ d
        db += d.sum(0)
        late = d @ W_h.T * (t % 20 != 0 or t == 0)
    return d_x, late, dWx, dWh, db


# %% wrong: clipped-on-the-way
# Limits what is handed back to ±10, "to keep it stable".
# shows:
#   r = np.random.default_rng(0)
#   x, h0, W_x, W_h, b = np.zeros((1, 3, 2)), np.zeros((1, 3)), r.normal(size=(2, 3)), 4 * np.eye(3), np.zeros(3)
#   a = x, h0, np.zeros((1, 3, 3)), W_x, W_h, b, np.ones((1, 3, 3))
#   assert np.allclose(answer(*a)[1], reference(*a)[1])
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    dWx, dWh, db, late = (
        np.zeros(W_x.shape),
        np.zeros(W_h.shape),
        np.zeros(b.shape),
        np.zeros(h0.shape),
    )
    for t in reversed(range(x.shape[1])):
        prev = states[:, t - 1] if t else h0
        d = (d_states[:, t] + late) * (1 - states[:, t] ** 2)
        d_x[:, t] = d @ W_x.T
        dWx += x[:, t].T @ d
        dWh += prev.T @ d
        db += d.sum(0)
        late = np.clip(d @ W_h.T, -10, 10)
    return d_x, late, dWx, dWh, db


# %% wrong: accumulators-like-the-weights
# zeros_like of integer weights: the additions are cut to whole numbers.
# shows:
#   r = np.random.default_rng(0)
#   x, h0 = r.normal(size=(2, 3, 2)), np.zeros((2, 2))
#   W_x, W_h, b = np.array([[1, 0], [0, 1]]), np.array([[0, 1], [1, 0]]), np.array([0, 1])
#   states, h = [], h0
#   for t in range(3):
#       h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
#       states.append(h)
#   a = x, h0, np.stack(states, axis=1), W_x, W_h, b, r.normal(size=(2, 3, 2))
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    dWx, dWh, db, late = (
        np.zeros_like(W_x),
        np.zeros_like(W_h),
        np.zeros_like(b),
        np.zeros(h0.shape),
    )
    for t in reversed(range(x.shape[1])):
        prev = states[:, t - 1] if t else h0
        d = (d_states[:, t] + late) * (1 - states[:, t] ** 2)
        d_x[:, t] = d @ W_x.T
        dWx = (dWx + x[:, t].T @ d).astype(W_x.dtype)
        dWh = (dWh + prev.T @ d).astype(W_h.dtype)
        db = (db + d.sum(0)).astype(b.dtype)
        late = d @ W_h.T
    return d_x, late, dWx, dWh, db


# %% wrong: adds-into-d-states
# The later gradient is added into the caller's array.
# shows:
#   d = np.ones((1, 2, 1))
#   one = np.ones((1, 1))
#   answer(np.ones((1, 2, 1)), one, np.full((1, 2, 1), 0.5), one, one, np.zeros(1), d)
#   assert np.all(d == 1)
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    g = d_states
    dWx, dWh, db, d_h0 = (
        np.zeros(W_x.shape),
        np.zeros(W_h.shape),
        np.zeros(b.shape),
        np.zeros(h0.shape),
    )
    for t in reversed(range(x.shape[1])):
        prev = states[:, t - 1] if t else h0
        d = g[:, t] * (1 - states[:, t] ** 2)
        d_x[:, t] = d @ W_x.T
        dWx += x[:, t].T @ d
        dWh += prev.T @ d
        db += d.sum(0)
        if t:
            g[:, t - 1] += d @ W_h.T
        else:
            d_h0 = d @ W_h.T
    return d_x, d_h0, dWx, dWh, db


# %% wrong: bias-from-last-step
# d_b is overwritten instead of summed over time.
# shows:
#   r = np.random.default_rng(0)
#   x, h0, W_x, W_h, b = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   states, h = [], h0
#   for t in range(5):
#       h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
#       states.append(h)
#   a = x, h0, np.stack(states, axis=1), W_x, W_h, b, r.normal(size=(2, 5, 4))
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    dWx, dWh, db, late = (
        np.zeros(W_x.shape),
        np.zeros(W_h.shape),
        np.zeros(b.shape),
        np.zeros(h0.shape),
    )
    for t in reversed(range(x.shape[1])):
        prev = states[:, t - 1] if t else h0
        d = (d_states[:, t] + late) * (1 - states[:, t] ** 2)
        d_x[:, t] = d @ W_x.T
        dWx += x[:, t].T @ d
        dWh += prev.T @ d
        db = d.sum(0)
        late = d @ W_h.T
    return d_x, late, dWx, dWh, db


# %% wrong: loss-at-the-end-only
# Uses the last step's d_states alone, as if the loss looked at h_T.
# shows:
#   r = np.random.default_rng(0)
#   x, h0, W_x, W_h, b = r.normal(size=(2, 5, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   states, h = [], h0
#   for t in range(5):
#       h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
#       states.append(h)
#   a = x, h0, np.stack(states, axis=1), W_x, W_h, b, r.normal(size=(2, 5, 4))
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    dWx, dWh, db, late = (
        np.zeros(W_x.shape),
        np.zeros(W_h.shape),
        np.zeros(b.shape),
        d_states[:, -1],
    )
    for t in reversed(range(x.shape[1])):
        prev = states[:, t - 1] if t else h0
        d = late * (1 - states[:, t] ** 2)
        d_x[:, t] = d @ W_x.T
        dWx += x[:, t].T @ d
        dWh += prev.T @ d
        db += d.sum(0)
        late = d @ W_h.T
    return d_x, late, dWx, dWh, db


# %% right: gradient-tape
# Lets TensorFlow differentiate the forward pass in float64.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    import tensorflow as tf

    v = [tf.Variable(np.asarray(a, "float64")) for a in (x, h0, W_x, W_h, b)]
    with tf.GradientTape() as tape:
        h, loss = v[1], tf.constant(0.0, tf.float64)
        for t in range(x.shape[1]):
            h = tf.tanh(v[0][:, t] @ v[2] + h @ v[3] + v[4])
            loss = loss + tf.reduce_sum(h * np.asarray(d_states[:, t], "float64"))
    return tape.gradient(loss, v)


# %% right: deltas-first-then-einsum
# First all deltas, then every gradient by one einsum.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    slope = 1 - np.square(states)
    deltas = [None] * x.shape[1]
    arriving = 0
    for t in range(x.shape[1] - 1, -1, -1):
        deltas[t] = slope[:, t] * (d_states[:, t] + arriving)
        arriving = np.einsum("bu,vu->bv", deltas[t], W_h)
    D = np.stack(deltas, axis=1)
    before = np.concatenate([np.asarray(h0)[:, None], states], axis=1)[:, :-1]
    return [
        np.einsum("btu,fu->btf", D, W_x),
        arriving,
        np.tensordot(x, D, ([0, 1], [0, 1])),
        np.tensordot(before, D, ([0, 1], [0, 1])),
        D.sum(axis=(0, 1)),
    ]


# %% right: recursion-on-the-first-step
# Takes the gradient of the rest with the first state as its start, then one step more.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    if x.shape[1] == 0:
        return (
            np.zeros(x.shape),
            np.zeros(h0.shape),
            np.zeros(W_x.shape),
            np.zeros(W_h.shape),
            np.zeros(b.shape),
        )
    rest = rnn_backward(x[:, 1:], states[:, 0], states[:, 1:], W_x, W_h, b, d_states[:, 1:])
    d = (rest[1] + d_states[:, 0]) * (1 - states[:, 0] ** 2)
    d_x = np.concatenate([(d @ W_x.T)[:, None], rest[0]], axis=1)
    return d_x, d @ W_h.T, rest[2] + x[:, 0].T @ d, rest[3] + h0.T @ d, rest[4] + d.sum(0)
