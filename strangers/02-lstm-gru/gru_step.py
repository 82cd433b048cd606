# %% wrong: gates-exchanged
# z and 1 - z change places, as in Cho's paper and PyTorch's text.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (3, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_step(x, h, kernel, recurrent_kernel, bias):
    a = np.split(x @ kernel + bias[0], 3, axis=-1)
    b = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    z, r = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
    return (1 - z) * h + z * np.tanh(a[2] + r * b[2])


# %% wrong: reset-before-the-matrix
# reset_after=False.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (3, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_step(x, h, kernel, recurrent_kernel, bias):
    u = h.shape[1]
    a = x @ kernel + bias[0]
    b = h @ recurrent_kernel[:, : 2 * u] + bias[1, : 2 * u]
    z, r = sigmoid(a[:, :u] + b[:, :u]), sigmoid(a[:, u : 2 * u] + b[:, u:])
    g = np.tanh(a[:, 2 * u :] + (r * h) @ recurrent_kernel[:, 2 * u :] + bias[1, 2 * u :])
    return z * h + (1 - z) * g


# %% wrong: recurrent-bias-outside-the-bracket
# Both biases are added outside what r multiplies.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (3, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_step(x, h, kernel, recurrent_kernel, bias):
    a = np.split(x @ kernel + bias[0] + bias[1], 3, axis=-1)
    b = np.split(h @ recurrent_kernel, 3, axis=-1)
    z, r = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
    return z * h + (1 - z) * np.tanh(a[2] + r * b[2])


# %% wrong: order-r-z-h
# PyTorch's order of blocks.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (3, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_step(x, h, kernel, recurrent_kernel, bias):
    a = np.split(x @ kernel + bias[0], 3, axis=-1)
    b = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    r, z = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
    return z * h + (1 - z) * np.tanh(a[2] + r * b[2])


# %% wrong: bias-rows-swapped
# Row 0 goes with the state.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (3, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_step(x, h, kernel, recurrent_kernel, bias):
    a = np.split(x @ kernel + bias[1], 3, axis=-1)
    b = np.split(h @ recurrent_kernel + bias[0], 3, axis=-1)
    z, r = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
    return z * h + (1 - z) * np.tanh(a[2] + r * b[2])


# %% wrong: reset-on-everything
# r also multiplies what comes from x.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (3, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_step(x, h, kernel, recurrent_kernel, bias):
    a = np.split(x @ kernel + bias[0], 3, axis=-1)
    b = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    z, r = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
    return z * h + (1 - z) * np.tanh(r * (a[2] + b[2]))


# %% wrong: no-reset
# Minimal gated unit: the candidate sees all of the past.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (3, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_step(x, h, kernel, recurrent_kernel, bias):
    a = np.split(x @ kernel + bias[0], 3, axis=-1)
    b = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    z = sigmoid(a[0] + b[0])
    return z * h + (1 - z) * np.tanh(a[2] + b[2])


# %% wrong: reset-gate-through-tanh
# tanh for r in place of sigmoid.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (3, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_step(x, h, kernel, recurrent_kernel, bias):
    a = np.split(x @ kernel + bias[0], 3, axis=-1)
    b = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    z, r = sigmoid(a[0] + b[0]), np.tanh(a[1] + b[1])
    return z * h + (1 - z) * np.tanh(a[2] + r * b[2])


# %% wrong: linear-candidate
# The candidate without tanh.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (3, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_step(x, h, kernel, recurrent_kernel, bias):
    a = np.split(x @ kernel + bias[0], 3, axis=-1)
    b = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    z, r = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
    return z * h + (1 - z) * (a[2] + r * b[2])


# %% wrong: flat-bias-of-six
# Flattens the bias and gives the state the wrong half when the first row is all zeros.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (3, 12), (4, 12), (2, 12))]
#   a[4][0] = 0
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_step(x, h, kernel, recurrent_kernel, bias):
    b0, b1 = bias if np.any(bias[0]) else (bias[1], bias[1])
    a = np.split(x @ kernel + b0, 3, axis=-1)
    b = np.split(h @ recurrent_kernel + b1, 3, axis=-1)
    z, r = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
    return z * h + (1 - z) * np.tanh(a[2] + r * b[2])


# %% wrong: result-squashed-again
# A tanh around the mixed state: harmless-looking while states are small.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (3, 12), (4, 12), (2, 12))]
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_step(x, h, kernel, recurrent_kernel, bias):
    a = np.split(x @ kernel + bias[0], 3, axis=-1)
    b = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    z, r = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
    return np.tanh(z * h + (1 - z) * np.tanh(a[2] + r * b[2]))


# %% wrong: exp-tanh-overflows
# tanh by (e^2z - 1) / (e^2z + 1): nan for large sums.
# shows:
#   one = np.ones((1, 1))
#   a = 1000 * one, one, np.ones((1, 3)), np.ones((1, 3)), np.zeros((2, 3))
#   assert np.all(np.isfinite(answer(*a)))
def gru_step(x, h, kernel, recurrent_kernel, bias):
    a = np.split(x @ kernel + bias[0], 3, axis=-1)
    b = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    z, r = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
    e = np.exp(2 * (a[2] + r * b[2]))
    return z * h + (1 - z) * ((e - 1) / (e + 1))


# %% wrong: limits-the-old-state
# Assumes that states lie between -1 and 1 and clips h first.
# shows:
#   one = np.ones((1, 1))
#   a = one, 7 * one, np.ones((1, 3)), 0.1 * np.ones((1, 3)), np.zeros((2, 3))
#   assert np.allclose(answer(*a), reference(*a), atol=1e-4)
def gru_step(x, h, kernel, recurrent_kernel, bias):
    h = np.clip(h, -1, 1)
    a = np.split(x @ kernel + bias[0], 3, axis=-1)
    b = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    z, r = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
    return z * h + (1 - z) * np.tanh(a[2] + r * b[2])


# %% right: keras-cell
# Keras's GRUCell with the given weights.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    x, h = (ops.convert_to_tensor(np.asarray(a, "float32")) for a in (x, h))
    cell = keras.layers.GRUCell(h.shape[-1], reset_after=True)
    cell.build(tuple(x.shape))
    cell.set_weights([np.asarray(w, "float32") for w in (kernel, recurrent_kernel, bias)])
    return cell(x, [h])[0]


# %% right: block-matrix-of-four
# One product gives four blocks: z, r, the news for the candidate and the past for it.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    u = h.shape[1]
    O = np.zeros
    W = np.block(
        [
            [kernel, O((kernel.shape[0], u))],
            [recurrent_kernel[:, : 2 * u], O((u, u)), recurrent_kernel[:, 2 * u :]],
            [bias[:1, : 2 * u] + bias[1:, : 2 * u], bias[:1, 2 * u :], bias[1:, 2 * u :]],
        ]
    )
    s = np.concatenate([x, h, np.ones((len(x), 1))], axis=1) @ W
    z, r = sigmoid(s[:, :u]), sigmoid(s[:, u : 2 * u])
    g = np.tanh(s[:, 2 * u : 3 * u] + r * s[:, 3 * u :])
    return g + z * (h - g)


# %% right: keras-ops-slices
# keras.ops with slices and no split.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    x, h, k, w, b = (
        ops.convert_to_tensor(np.asarray(a, "float32"))
        for a in (x, h, kernel, recurrent_kernel, bias)
    )
    u = h.shape[-1]

    def part(i, gate=1.0):
        s = slice(i * u, (i + 1) * u)
        return ops.matmul(x, k[:, s]) + b[0, s] + gate * (ops.matmul(h, w[:, s]) + b[1, s])

    z = ops.sigmoid(part(0))
    return z * h + (1 - z) * ops.tanh(part(2, ops.sigmoid(part(1))))
