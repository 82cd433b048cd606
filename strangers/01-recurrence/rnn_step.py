# %% wrong: exponentials-overflow
# tanh by its definition: infinity over infinity for large sums.
# shows:
#   one = np.ones((1, 1))
#   assert np.all(np.isfinite(answer(one * 1000, one, one, one, np.zeros(1))))
def rnn_step(x, h, W_x, W_h, b):
    z = x @ W_x + h @ W_h + b
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


# %% wrong: logistic
# Sigmoid for tanh.
# shows:
#   one = np.ones((1, 1))
#   assert np.allclose(answer(one, one, one, one, np.zeros(1)), np.tanh(2))
def rnn_step(x, h, W_x, W_h, b):
    return np.array(ops.sigmoid(ops.convert_to_tensor(x @ W_x + h @ W_h + b)))


# %% wrong: leaky-state
# A residual path as in an echo state network.
# shows:
#   r = np.random.default_rng(0)
#   a = r.normal(size=(2, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def rnn_step(x, h, W_x, W_h, b):
    return 0.5 * h + 0.5 * np.tanh(x @ W_x + h @ W_h + b)


# %% wrong: rounded-to-the-state-type
# Writes the result into an array like h: integers cut tanh to 0 or ±1.
# shows:
#   one = np.ones((1, 1))
#   assert np.allclose(answer(one, np.ones((1, 1), dtype=int), one * 0.25, one * 0.25, np.zeros(1)), np.tanh(0.5))
def rnn_step(x, h, W_x, W_h, b):
    out = np.empty_like(h)
    out[...] = np.tanh(x @ W_x + h @ W_h + b)
    return out


# %% wrong: updates-h-in-place
# Saves memory by overwriting the state it was given.
# shows:
#   h = np.ones((1, 1))
#   answer(np.ones((1, 1)), h, np.ones((1, 1)), np.ones((1, 1)), np.zeros(1))
#   assert h[0, 0] == 1
def rnn_step(x, h, W_x, W_h, b):
    new = np.tanh(x @ W_x + h @ W_h + b)
    if np.issubdtype(h.dtype, np.floating):
        h[:] = new
    return new.copy()


# %% wrong: bias-down-the-batch
# When batch and units agree, the bias is added by row.
# shows:
#   r = np.random.default_rng(1)
#   a = r.normal(size=(3, 2)), r.normal(size=(3, 3)), r.normal(size=(2, 3)), r.normal(size=(3, 3)), r.normal(size=3)
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def rnn_step(x, h, W_x, W_h, b):
    z = x @ W_x + h @ W_h
    return np.tanh(z + b[:, None]) if z.shape[0] == len(b) else np.tanh(z + b)


# %% wrong: hard-tanh
# A piecewise linear tanh, as on small devices.
# shows:
#   one = np.ones((1, 1))
#   assert np.allclose(answer(one, one, one * 0.25, one * 0.25, np.zeros(1)), np.tanh(0.5))
def rnn_step(x, h, W_x, W_h, b):
    return np.clip(x @ W_x + h @ W_h + b, -1, 1)


# %% wrong: squeezes-a-batch-of-one
# A batch of one example comes back without its batch axis.
# shows:
#   one = np.ones((1, 1))
#   assert np.shape(answer(one, one, one, one, np.zeros(1))) == (1, 1)
def rnn_step(x, h, W_x, W_h, b):
    return np.squeeze(np.tanh(x @ W_x + h @ W_h + b))


# %% wrong: half-precision
# Computes in float16: three digits are left.
# shows:
#   r = np.random.default_rng(0)
#   a = r.normal(size=(2, 3)), r.normal(size=(2, 4)), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4)
#   assert np.allclose(answer(*a), reference(*a), atol=1e-5)
def rnn_step(x, h, W_x, W_h, b):
    x, h, W_x, W_h, b = (np.asarray(v, dtype="float16") for v in (x, h, W_x, W_h, b))
    return np.tanh(x @ W_x + h @ W_h + b)


# %% right: one-fused-matrix
# Input, state and a column of ones side by side, times one stacked matrix.
def rnn_step(x, h, W_x, W_h, b):
    left = np.hstack([x, h, np.ones((len(x), 1))])
    return np.tanh(left @ np.vstack([W_x, W_h, np.reshape(b, (1, -1))]))


# %% right: tanh-from-sigmoid-in-keras
# tanh z = 2 sigmoid(2z) - 1, with keras.ops, stable for large sums.
def rnn_step(x, h, W_x, W_h, b):
    x, h, W_x, W_h, b = (
        ops.cast(ops.convert_to_tensor(np.asarray(v, "float32")), "float32")
        for v in (x, h, W_x, W_h, b)
    )
    z = ops.einsum("bf,fu->bu", x, W_x) + ops.einsum("bv,vu->bu", h, W_h) + b
    return 2.0 * ops.sigmoid(2.0 * z) - 1.0


# %% right: scalar-loops-and-lists
# No array code at all: nested lists of Python floats.
def rnn_step(x, h, W_x, W_h, b):
    rows = []
    for xi, hi in zip(x, h):
        row = []
        for u in range(len(b)):
            total = float(b[u])
            for k in range(len(W_x)):
                total += float(xi[k]) * float(W_x[k][u])
            for k in range(len(W_h)):
                total += float(hi[k]) * float(W_h[k][u])
            row.append(math.tanh(total))
        rows.append(row)
    return rows
