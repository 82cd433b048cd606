# %% wrong: tensorflow-one-order
# TensorFlow 1's order i, g, f, o.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,))]
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, g, f, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


# %% wrong: forget-bias-added
# Adds 1 to the forget gate, as TensorFlow 1's BasicLSTMCell did.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,))]
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = sigmoid(f + 1) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


# %% wrong: coupled-gates
# Forget gate = 1 - input gate.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,))]
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, _, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = (1 - sigmoid(i)) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


# %% wrong: interleaved-gates
# Reads the columns as (units, 4): gates change fastest.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,))]
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = x @ kernel + h @ recurrent_kernel + bias
    z = z.reshape(len(z), -1, 4)
    i, f, g, o = (z[..., k] for k in range(4))
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


# %% wrong: peephole
# The output gate also looks at the new cell state.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,))]
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o + c) * np.tanh(c), c


# %% wrong: naive-sigmoid-with-nan-guard
# exp(z) / (1 + exp(z)) is nan for large z; nan is replaced by 0, where 1 is right.
# shows:
#   one = np.ones((1, 1))
#   a = 1000 * one, one, 5 * one, np.ones((1, 4)), np.ones((1, 4)), np.zeros(4)
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    def s(z):
        with np.errstate(all="ignore"):
            e = np.exp(np.asarray(z, float))
            return np.nan_to_num(e / (1 + e), nan=0.0)

    i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = s(f) * c + s(i) * np.tanh(g)
    return s(o) * np.tanh(c), c


# %% wrong: clips-the-cell
# Keeps the cell state within ±10, as some speech models do.
# shows:
#   one = np.ones((1, 1))
#   a = one, one, 50 * one, np.ones((1, 4)), np.ones((1, 4)), np.zeros(4)
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = np.clip(sigmoid(f) * c + sigmoid(i) * np.tanh(g), -10, 10)
    return sigmoid(o) * np.tanh(c), c


# %% wrong: cell-in-place
# c *= f changes the array that was given.
# shows:
#   one = np.ones((1, 1))
#   c = 5 * one
#   answer(one, one, c, np.ones((1, 4)), np.ones((1, 4)), np.zeros(4))
#   assert c[0, 0] == 5
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    if c.dtype.kind != "f":
        c = c.astype(float)
    c *= sigmoid(f)
    c += sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c.copy()


# %% wrong: hard-sigmoid
# Keras 1's recurrent activation.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,))]
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    def s(z):
        return np.clip(0.2 * z + 0.5, 0, 1)

    i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = s(f) * c + s(i) * np.tanh(g)
    return s(o) * np.tanh(c), c


# %% wrong: hard-coded-thirty-two-units
# Slices of 32 columns; right only for the notebook's own width.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 3), (2, 5), (2, 5), (3, 20), (5, 20), (20,))]
#   try:
#       good = all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
#   except Exception:
#       good = False
#   assert good
def lstm_step(x, h, c, kernel, recurrent_kernel, bias, units=32):
    z = x @ kernel + h @ recurrent_kernel + bias
    i, f, g, o = (
        z[:, :units],
        z[:, units : 2 * units],
        z[:, 2 * units : 3 * units],
        z[:, 3 * units :],
    )
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


# %% right: one-axis-of-gates-einsum
# Kernels reshaped to (features, 4, units), one einsum each.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    u = np.shape(h)[1]
    z = np.einsum("bf,fgu->gbu", x, np.reshape(kernel, (-1, 4, u))) + np.einsum(
        "bv,vgu->gbu", h, np.reshape(recurrent_kernel, (u, 4, u))
    )
    z = z + np.reshape(bias, (4, 1, u))
    i, f, o = sigmoid(z[[0, 1, 3]])
    c = f * c + i * np.tanh(z[2])
    return [np.tanh(c) * o, c]


# %% right: keras-cell
# Keras's LSTMCell with the given weights.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    t = [ops.convert_to_tensor(np.asarray(a, "float32")) for a in (x, h, c)]
    cell = keras.layers.LSTMCell(np.shape(h)[1])
    cell.build(np.shape(x))
    cell.set_weights([np.asarray(w, "float32") for w in (kernel, recurrent_kernel, bias)])
    _, (new_h, new_c) = cell(t[0], [t[1], t[2]])
    return new_h, new_c


# %% right: unit-by-unit
# Loops over units, four dot products each, with math.tanh.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    u = len(h[0])
    H, C = [], []
    for xi, hi, ci in zip(x, h, c):
        z = [
            float(np.dot(xi, kernel[:, k]) + np.dot(hi, recurrent_kernel[:, k]) + bias[k])
            for k in range(4 * u)
        ]
        s = [0.5 + 0.5 * math.tanh(v / 2) for v in z]
        new = [s[u + k] * float(ci[k]) + s[k] * math.tanh(z[2 * u + k]) for k in range(u)]
        C.append(new)
        H.append([s[3 * u + k] * math.tanh(new[k]) for k in range(u)])
    return H, C
