# %% wrong: mask-ignored
# Takes the mask and does nothing with it.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 16), (4, 16), (16,))]
#   m = np.array([[1, 1, 1, 0, 0], [0, 0, 1, 0, 1], [0, 0, 0, 0, 0]], dtype=bool)
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a, m), reference(*a, m)))
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        out.append(h)
    return np.stack(out, axis=1), h, c


# %% wrong: masked-inputs-zeroed
# Multiplies x by the mask: the bias and the recurrence go on.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 16), (4, 16), (16,))]
#   m = np.array([[1, 1, 1, 0, 0], [0, 0, 1, 0, 1], [0, 0, 0, 0, 0]], dtype=bool)
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a, m), reference(*a, m)))
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    if mask is not None:
        x = x * np.asarray(mask)[..., None]
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        out.append(h)
    return np.stack(out, axis=1), h, c


# %% wrong: cell-lane-not-held
# Only h stands still at a masked step.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 16), (4, 16), (16,))]
#   m = np.array([[1, 1, 1, 0, 0], [0, 0, 1, 0, 1], [0, 0, 0, 0, 0]], dtype=bool)
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a, m), reference(*a, m)))
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    m = np.ones(x.shape[:2], bool) if mask is None else mask
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        new, c = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        h = np.where(m[:, t, None], new, h)
        out.append(h)
    return np.stack(out, axis=1), h, c


# %% wrong: zero-output-at-masked-steps
# zero_output_for_mask: the state is kept but zeros are shown.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 16), (4, 16), (16,))]
#   m = np.array([[1, 1, 1, 0, 0], [0, 0, 1, 0, 1], [0, 0, 0, 0, 0]], dtype=bool)
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a, m), reference(*a, m)))
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    m = np.ones(x.shape[:2], bool) if mask is None else mask
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        nh, nc = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        k = m[:, t, None]
        h, c = np.where(k, nh, h), np.where(k, nc, c)
        out.append(h * k)
    return np.stack(out, axis=1), h, c


# %% wrong: stops-when-all-masked
# Ends at the first step that no row reads; later real steps are lost.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((2, 5, 2), (2, 16), (4, 16), (16,))]
#   m = np.array([[1, 1, 0, 1, 1], [1, 0, 0, 1, 0]], dtype=bool)
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a, m), reference(*a, m)))
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    m = np.ones(x.shape[:2], bool) if mask is None else np.asarray(mask)
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    out, over, begun = [], False, False
    for t in range(x.shape[1]):
        begun = begun or m[:, t].any()
        over = over or (begun and not m[:, t].any())
        if not over:
            nh, nc = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
            k = m[:, t, None]
            h, c = np.where(k, nh, h), np.where(k, nc, c)
        out.append(h)
    return np.stack(out, axis=1), h, c


# %% wrong: first-row-mask-for-all
# Decides by the first row whether a step is read.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 16), (4, 16), (16,))]
#   m = np.array([[1, 1, 1, 0, 0], [0, 0, 1, 0, 1], [0, 0, 0, 0, 0]], dtype=bool)
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a, m), reference(*a, m)))
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        if mask is None or mask[0, t]:
            h, c = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        out.append(h)
    return np.stack(out, axis=1), h, c


# %% wrong: mask-as-lengths
# Takes the number of True as a length: right for padding on the right alone.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 16), (4, 16), (16,))]
#   m = np.array([[1, 1, 1, 0, 0], [0, 0, 1, 0, 1], [0, 0, 0, 0, 0]], dtype=bool)
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a, m), reference(*a, m)))
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    n = np.full(len(x), x.shape[1]) if mask is None else np.sum(mask, axis=1)
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        nh, nc = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        k = (t < n)[:, None]
        h, c = np.where(k, nh, h), np.where(k, nc, c)
        out.append(h)
    return np.stack(out, axis=1), h, c


# %% wrong: mask-upside-down
# True = padding, as in PyTorch's key_padding_mask.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 16), (4, 16), (16,))]
#   m = np.array([[1, 1, 1, 0, 0], [0, 0, 1, 0, 1], [0, 0, 0, 0, 0]], dtype=bool)
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a, m), reference(*a, m)))
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    m = np.zeros(x.shape[:2], bool) if mask is None else mask
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        nh, nc = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        k = m[:, t, None]
        h, c = np.where(k, h, nh), np.where(k, c, nc)
        out.append(h)
    return np.stack(out, axis=1), h, c


# %% wrong: holes-filled
# Fills holes: every step between a row's first and last True is read.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 16), (4, 16), (16,))]
#   m = np.array([[1, 1, 1, 0, 0], [0, 0, 1, 0, 1], [0, 0, 0, 0, 0]], dtype=bool)
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a, m), reference(*a, m)))
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    m = np.ones(x.shape[:2], bool) if mask is None else np.asarray(mask)
    m = np.logical_or.accumulate(m, axis=1) & np.logical_or.accumulate(m[:, ::-1], axis=1)[:, ::-1]
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        nh, nc = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        k = m[:, t, None]
        h, c = np.where(k, nh, h), np.where(k, nc, c)
        out.append(h)
    return np.stack(out, axis=1), h, c


# %% wrong: guesses-mask-from-zeros
# Without a mask, rows of zeros in x count as padding.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 16), (4, 16), (16,))]
#   a[0][1, 2] = 0
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    m = np.any(x != 0, axis=-1) if mask is None else mask
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        nh, nc = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        k = m[:, t, None]
        h, c = np.where(k, nh, h), np.where(k, nc, c)
        out.append(h)
    return np.stack(out, axis=1), h, c


# %% wrong: h-and-c-are-one-array
# h and c start as one array that is changed in place.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 16), (4, 16), (16,))]
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    m = np.ones(x.shape[:2], bool) if mask is None else mask
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        nh, nc = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        k = m[:, t]
        c[k] = nc[k]
        h[k] = nh[k]
        out.append(h.copy())
    return np.stack(out, axis=1), h.copy(), c.copy()


# %% wrong: lanes-returned-swapped
# Final states in the order (c, h).
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 16), (4, 16), (16,))]
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a), reference(*a)))
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    m = np.ones(x.shape[:2], bool) if mask is None else mask
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        nh, nc = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        k = m[:, t, None]
        h, c = np.where(k, nh, h), np.where(k, nc, c)
        out.append(h)
    return np.stack(out, axis=1), c, h


# %% wrong: stateful
# Goes on from the last call's states for a batch of the same size.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 16), (4, 16), (16,))]
#   answer(*a)
#   assert np.allclose(answer(*a)[0], reference(*a)[0], atol=1e-4)
_memory = {}


def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    m = np.ones(x.shape[:2], bool) if mask is None else mask
    zero = np.zeros((len(x), len(recurrent_kernel)))
    h, c = _memory.get(zero.shape, (zero, zero))
    out = []
    for t in range(x.shape[1]):
        nh, nc = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        k = m[:, t, None]
        h, c = np.where(k, nh, h), np.where(k, nc, c)
        out.append(h)
    _memory[zero.shape] = h, c
    return np.stack(out, axis=1), h, c


# %% wrong: final-states-ignore-the-mask
# The final h and c ignore the mask, only the outputs keep to it.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 16), (4, 16), (16,))]
#   m = np.array([[1, 1, 1, 0, 0], [0, 0, 1, 0, 1], [0, 0, 0, 0, 0]], dtype=bool)
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a, m), reference(*a, m)))
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    m = np.ones(x.shape[:2], bool) if mask is None else mask
    h = c = fh = fc = np.zeros((len(x), len(recurrent_kernel)))
    out = []
    for t in range(x.shape[1]):
        nh, nc = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        fh, fc = lstm_step(x[:, t], fh, fc, kernel, recurrent_kernel, bias)
        k = m[:, t, None]
        h, c = np.where(k, nh, h), np.where(k, nc, c)
        out.append(h)
    return np.stack(out, axis=1), fh, fc


# %% wrong: masked-start-leaks-bias
# Before the first real step the outputs are a step on zeros, not zeros.
# shows:
#   r = np.random.default_rng(0)
#   a = [r.normal(size=s) for s in ((3, 5, 2), (2, 16), (4, 16), (16,))]
#   m = np.array([[1, 1, 1, 0, 0], [0, 0, 1, 0, 1], [0, 0, 0, 0, 0]], dtype=bool)
#   assert all(np.allclose(p, q, atol=1e-4) for p, q in zip(answer(*a, m), reference(*a, m)))
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    m = np.ones(x.shape[:2], bool) if mask is None else np.asarray(mask)
    zero = np.zeros((len(x), len(recurrent_kernel)))
    h = c = zero
    out = []
    for t in range(x.shape[1]):
        nh, nc = lstm_step(x[:, t], h, c, kernel, recurrent_kernel, bias)
        k = m[:, t, None]
        begun = m[:, : t + 1].any(axis=1)[:, None]
        idle, _ = lstm_step(
            np.zeros_like(x[:, t], dtype=float), zero, zero, kernel, recurrent_kernel, bias
        )
        h, c = np.where(k, nh, h), np.where(k, nc, c)
        out.append(np.where(begun, h, idle))
    return np.stack(out, axis=1), h, c


# %% right: keras-layer
# Keras's LSTM itself with the weights set and the mask handed over.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    layer = keras.layers.LSTM(
        np.shape(recurrent_kernel)[0], return_sequences=True, return_state=True
    )
    layer.build(np.shape(x))
    layer.set_weights([np.asarray(w, "float32") for w in (kernel, recurrent_kernel, bias)])
    return layer(
        ops.convert_to_tensor(np.asarray(x, "float32")),
        mask=None if mask is None else ops.convert_to_tensor(np.asarray(mask, bool)),
    )


# %% right: row-by-row-compressed
# Takes the real steps of each row out, runs them alone, and fills the outputs in.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    B, T, _ = x.shape
    U = recurrent_kernel.shape[0]
    out, H, C = np.zeros((B, T, U)), np.zeros((B, U)), np.zeros((B, U))
    for b in range(B):
        for t in range(T):
            if mask is None or mask[b, t]:
                nh, nc = lstm_step(
                    x[b : b + 1, t], H[b : b + 1], C[b : b + 1], kernel, recurrent_kernel, bias
                )
                H[b], C[b] = nh[0], nc[0]
            out[b, t] = H[b]
    return out, H, C


# %% right: arithmetic-gate-in-tensorflow
# The mask as a number, m * new + (1 - m) * old, in tf.scan with the states stacked.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    import tensorflow as tf

    x, k, rk, b = (
        tf.constant(np.asarray(a, "float64")) for a in (x, kernel, recurrent_kernel, bias)
    )
    m = (
        tf.ones(tf.shape(x)[:2], tf.float64)
        if mask is None
        else tf.cast(tf.constant(np.asarray(mask)), tf.float64)
    )
    zero = tf.zeros((x.shape[0], rk.shape[0]), tf.float64)

    def go(state, now):
        (h, c), (xt, mt) = state, now
        i, f, g, o = tf.split(xt @ k + h @ rk + b, 4, axis=1)
        nc = tf.sigmoid(f) * c + tf.sigmoid(i) * tf.tanh(g)
        nh = tf.sigmoid(o) * tf.tanh(nc)
        mt = mt[:, None]
        return mt * nh + (1 - mt) * h, mt * nc + (1 - mt) * c

    hs, cs = tf.scan(go, (tf.transpose(x, [1, 0, 2]), tf.transpose(m)), initializer=(zero, zero))
    return tf.transpose(hs, [1, 0, 2]), hs[-1], cs[-1]
