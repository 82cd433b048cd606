# %% wrong: slope-of-the-earlier-state
# The Jacobian from t to t + 1 with the slope at h_t.
# shows:
#   r = np.random.default_rng(0)
#   a = np.tanh(r.normal(size=(6, 4))), r.normal(size=(4, 4))
#   assert np.allclose(answer(*a), reference(*a), rtol=1e-3)
def gradient_norms(states, W_h):
    J, out = np.eye(len(W_h)), [1.0]
    for t in reversed(range(len(states) - 1)):
        J = (W_h * (1 - states[t] ** 2)) @ J
        out.append(np.linalg.norm(J, 2))
    return np.array(out[::-1])


# %% wrong: diag-on-the-left
# diag(1 - h²) W_h: the slope scales rows.
# shows:
#   r = np.random.default_rng(0)
#   a = np.tanh(r.normal(size=(6, 4))), r.normal(size=(4, 4))
#   assert np.allclose(answer(*a), reference(*a), rtol=1e-3)
def gradient_norms(states, W_h):
    J, out = np.eye(len(W_h)), [1.0]
    for t in reversed(range(1, len(states))):
        J = np.diag(1 - states[t] ** 2) @ W_h @ J
        out.append(np.linalg.norm(J, 2))
    return np.array(out[::-1])


# %% wrong: factors-in-wrong-order
# The new factor is put on the right of the product.
# shows:
#   r = np.random.default_rng(0)
#   a = np.tanh(r.normal(size=(6, 4))), r.normal(size=(4, 4))
#   assert np.allclose(answer(*a), reference(*a), rtol=1e-3)
def gradient_norms(states, W_h):
    J, out = np.eye(len(W_h)), [1.0]
    for t in reversed(range(1, len(states))):
        J = J @ (W_h * (1 - states[t] ** 2))
        out.append(np.linalg.norm(J, 2))
    return np.array(out[::-1])


# %% wrong: product-of-norms
# Multiplies the steps' norms: an upper bound.
# shows:
#   r = np.random.default_rng(0)
#   a = np.tanh(r.normal(size=(6, 4))), r.normal(size=(4, 4))
#   assert np.allclose(answer(*a), reference(*a), rtol=1e-3)
def gradient_norms(states, W_h):
    steps = [np.linalg.norm(W_h * (1 - s**2), 2) for s in states[1:]]
    return np.append(np.cumprod(steps[::-1])[::-1], 1.0)


# %% wrong: frobenius
# NumPy's default norm, divided so that the identity has 1.
# shows:
#   r = np.random.default_rng(0)
#   a = np.tanh(r.normal(size=(6, 4))), r.normal(size=(4, 4))
#   assert np.allclose(answer(*a), reference(*a), rtol=1e-3)
def gradient_norms(states, W_h):
    J, out = np.eye(len(W_h)), [1.0]
    for t in reversed(range(1, len(states))):
        J = (W_h * (1 - states[t] ** 2)) @ J
        out.append(np.linalg.norm(J) / np.sqrt(len(W_h)))
    return np.array(out[::-1])


# %% wrong: spectral-radius
# The largest eigenvalue's size in place of the largest singular value.
# shows:
#   r = np.random.default_rng(0)
#   a = np.tanh(r.normal(size=(6, 4))), r.normal(size=(4, 4))
#   assert np.allclose(answer(*a), reference(*a), rtol=1e-3)
def gradient_norms(states, W_h):
    J, out = np.eye(len(W_h)), [1.0]
    for t in reversed(range(1, len(states))):
        J = (W_h * (1 - states[t] ** 2)) @ J
        out.append(np.abs(np.linalg.eigvals(J)).max())
    return np.array(out[::-1])


# %% wrong: ordered-by-lag
# Returned from T down to 1.
# shows:
#   r = np.random.default_rng(0)
#   a = np.tanh(r.normal(size=(6, 4))), r.normal(size=(4, 4))
#   assert np.allclose(answer(*a), reference(*a), rtol=1e-3)
def gradient_norms(states, W_h):
    J, out = np.eye(len(W_h)), [1.0]
    for t in reversed(range(1, len(states))):
        J = (W_h * (1 - states[t] ** 2)) @ J
        out.append(np.linalg.norm(J, 2))
    return np.array(out)


# %% wrong: tanh-prime-of-tanh
# Slope computed as 1 - tanh(h)².
# shows:
#   r = np.random.default_rng(0)
#   a = np.tanh(r.normal(size=(6, 4))), r.normal(size=(4, 4))
#   assert np.allclose(answer(*a), reference(*a), rtol=1e-3)
def gradient_norms(states, W_h):
    J, out = np.eye(len(W_h)), [1.0]
    for t in reversed(range(1, len(states))):
        J = (W_h * (1 - np.tanh(states[t]) ** 2)) @ J
        out.append(np.linalg.norm(J, 2))
    return np.array(out[::-1])


# %% wrong: from-the-start
# d h_t / d h_1 in place of d h_T / d h_t, turned round so that the last is 1.
# shows:
#   r = np.random.default_rng(0)
#   a = np.tanh(r.normal(size=(6, 4))), r.normal(size=(4, 4))
#   assert np.allclose(answer(*a), reference(*a), rtol=1e-3)
def gradient_norms(states, W_h):
    J, out = np.eye(len(W_h)), [1.0]
    for t in range(1, len(states)):
        J = J @ (W_h * (1 - states[t] ** 2))
        out.append(np.linalg.norm(J, 2))
    return np.array(out[::-1])


# %% wrong: power-iteration-two-rounds
# Estimates the largest singular value by two rounds of power iteration.
# shows:
#   r = np.random.default_rng(0)
#   a = np.tanh(r.normal(size=(6, 4))), r.normal(size=(4, 4))
#   assert np.allclose(answer(*a), reference(*a), rtol=1e-3)
def gradient_norms(states, W_h):
    J, out = np.eye(len(W_h)), [1.0]
    for t in reversed(range(1, len(states))):
        J = (W_h * (1 - states[t] ** 2)) @ J
        v = np.ones(len(W_h)) / np.sqrt(len(W_h))
        for _ in range(2):
            v = J.T @ (J @ v)
            v /= np.linalg.norm(v) + 1e-30
        out.append(np.linalg.norm(J @ v))
    return np.array(out[::-1])


# %% wrong: floors-small-norms
# Adds a floor of 1e-3, so that a log plot looks good.
# shows:
#   a = np.zeros((12, 2)), 0.1 * np.eye(2)
#   assert abs(float(answer(*a)[0]) - 1e-11) < 1e-5
def gradient_norms(states, W_h):
    J, out = np.eye(len(W_h)), [1.0]
    for t in reversed(range(1, len(states))):
        J = (W_h * (1 - states[t] ** 2)) @ J
        out.append(max(np.linalg.norm(J, 2), 1e-3))
    return np.array(out[::-1])


# %% wrong: integer-jacobian
# The identity is made with W_h's type; integer weights cut every product.
# shows:
#   a = np.full((4, 2), 0.5), np.array([[1, 0], [0, 1]])
#   assert np.allclose(answer(*a), reference(*a), rtol=1e-3)
def gradient_norms(states, W_h):
    J, out = np.eye(len(W_h), dtype=W_h.dtype), [1.0]
    for t in reversed(range(1, len(states))):
        J = ((W_h * (1 - states[t] ** 2)) @ J).astype(W_h.dtype)
        out.append(np.linalg.norm(J.astype(float), 2))
    return np.array(out[::-1])


# %% right: svd-of-forward-products
# Builds every product anew with multi_dot, and takes the first singular value.
def gradient_norms(states, W_h):
    T, u = np.shape(states)
    J = [np.asarray(W_h, float) @ np.diag(1.0 - np.square(s)) for s in states]
    out = []
    for t in range(T):
        P = np.eye(u)
        for s in range(t + 1, T):
            P = P @ J[s]
        out.append(np.linalg.svd(P, compute_uv=False)[0])
    return out


# %% right: eigenvalues-of-the-gram-matrix
# The root of the largest eigenvalue of the product times its transpose, by recursion.
def gradient_norms(states, W_h):
    def products(t):
        if t == len(states) - 1:
            return [np.eye(len(W_h))]
        rest = products(t + 1)
        return [(W_h * (1 - states[t + 1] ** 2)) @ rest[0], *rest]

    return np.array([np.sqrt(max(np.linalg.eigvalsh(P @ P.T)[-1], 0)) for P in products(0)])


# %% right: transposed-in-tensorflow
# The column picture: diag(1 - h²) W_hᵀ, new factors on the right; tf.linalg's norm.
def gradient_norms(states, W_h):
    import tensorflow as tf

    W = tf.transpose(tf.constant(np.asarray(W_h, "float64")))
    s = tf.constant(np.asarray(states, "float64"))
    J = tf.eye(W.shape[0], dtype=tf.float64)
    out = [tf.constant(1.0, tf.float64)]
    for t in range(s.shape[0] - 1, 0, -1):
        J = J @ ((1 - s[t] ** 2)[:, None] * W)
        out.insert(0, tf.linalg.norm(J, ord=2, axis=(0, 1)))
    return tf.stack(out)
