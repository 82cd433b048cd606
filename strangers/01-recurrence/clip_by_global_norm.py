# %% wrong: each-array-alone
# clip_by_norm per array.
# shows:
#   g = [np.array([3.0, 4.0]), np.array([[12.0]])]
#   got, n = answer(g, 6.5)
#   assert np.isclose(n, 13) and np.allclose(got[0], [1.5, 2]) and np.allclose(got[1], [[6]])
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    out = []
    for g in gradients:
        n = np.linalg.norm(g)
        out.append(g * min(1, max_norm / n) if n else g * 1.0)
    return out, np.sqrt(sum(np.sum(np.square(g)) for g in gradients))


# %% wrong: by-value
# Limits every number.
# shows:
#   g = [np.array([3.0, 4.0]), np.array([[12.0]])]
#   got, n = answer(g, 6.5)
#   assert np.isclose(n, 13) and np.allclose(got[0], [1.5, 2]) and np.allclose(got[1], [[6]])
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    return [np.clip(g, -max_norm, max_norm) for g in gradients], np.sqrt(
        sum(np.sum(np.square(g)) for g in gradients)
    )


# %% wrong: norm-after
# Returns the norm of what it returns.
# shows:
#   g = [np.array([3.0, 4.0]), np.array([[12.0]])]
#   got, n = answer(g, 6.5)
#   assert np.isclose(n, 13) and np.allclose(got[0], [1.5, 2]) and np.allclose(got[1], [[6]])
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    n = np.sqrt(sum(np.sum(np.square(g)) for g in gradients))
    s = max_norm / n if n > max_norm else 1.0
    return [g * s for g in gradients], min(n, max_norm)


# %% wrong: always-to-the-maximum
# Stretches short gradients, too.
# shows:
#   assert np.allclose(answer([np.array([0.5])], 2.0)[0][0], [0.5])
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    n = np.sqrt(sum(np.sum(np.square(g)) for g in gradients))
    return [g * (max_norm / n if n else 1.0) for g in gradients], n


# %% wrong: nan-for-zero
# Divides by a norm of zero; the minimum of 1 and nan is nan.
# shows:
#   assert np.all(np.isfinite(answer([np.zeros(2)], 1.0)[0][0]))
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    n = np.sqrt(sum(np.sum(np.square(g)) for g in gradients))
    return [g / n * np.minimum(n, max_norm) for g in gradients], n


# %% wrong: zero-allowed
# Only a negative max_norm is refused.
# shows:
#   try:
#       answer([np.ones(2)], 0)
#   except ValueError:
#       pass
#   else:
#       assert False
def clip_by_global_norm(gradients, max_norm):
    if max_norm < 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    n = np.sqrt(sum(np.sum(np.square(g)) for g in gradients))
    s = max_norm / n if n > max_norm else 1.0
    return [g * s for g in gradients], n


# %% wrong: checks-only-when-clipping
# The ValueError is raised only if a gradient is long enough: zeros pass with max_norm -1.
# shows:
#   try:
#       answer([np.zeros(2)], 0)
#   except ValueError:
#       pass
#   else:
#       assert False
def clip_by_global_norm(gradients, max_norm):
    n = np.sqrt(sum(np.sum(np.square(g)) for g in gradients))
    if n <= abs(max_norm):
        return [g * 1.0 for g in gradients], n
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    return [g * (max_norm / n) for g in gradients], n


# %% wrong: same-arrays-when-short
# A short gradient is returned as it came: caller and result share memory.
# shows:
#   g = [np.array([0.5, 0.5])]
#   got = answer(g, 2.0)[0][0]
#   assert not np.shares_memory(np.asarray(got), g[0])
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    n = np.sqrt(sum(np.sum(np.square(g)) for g in gradients))
    if n <= max_norm:
        return list(gradients), n
    return [g * (max_norm / n) for g in gradients], n


# %% wrong: in-place
# Scales the caller's arrays.
# shows:
#   g = [np.array([3.0, 4.0])]
#   answer(g, 1.0)
#   assert np.allclose(g[0], [3, 4])
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    n = np.sqrt(sum(np.sum(np.square(g)) for g in gradients))
    if n > max_norm:
        for i, g in enumerate(gradients):
            if g.dtype.kind == "f":
                g *= max_norm / n
            else:
                gradients[i] = g * (max_norm / n)
    return [g.copy() for g in gradients], n


# %% wrong: squared-norm
# Forgets the root.
# shows:
#   g = [np.array([3.0, 4.0]), np.array([[12.0]])]
#   got, n = answer(g, 6.5)
#   assert np.isclose(n, 13) and np.allclose(got[0], [1.5, 2]) and np.allclose(got[1], [[6]])
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    n = sum(np.sum(np.square(g)) for g in gradients)
    s = max_norm / n if n > max_norm else 1.0
    return [g * s for g in gradients], n


# %% wrong: sum-of-norms
# Adds the arrays' norms.
# shows:
#   g = [np.array([3.0, 4.0]), np.array([[12.0]])]
#   got, n = answer(g, 6.5)
#   assert np.isclose(n, 13) and np.allclose(got[0], [1.5, 2]) and np.allclose(got[1], [[6]])
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    n = sum(np.linalg.norm(g) for g in gradients)
    s = max_norm / n if n > max_norm else 1.0
    return [g * s for g in gradients], n


# %% wrong: flattened-result
# Returns the pieces flat.
# shows:
#   assert np.shape(answer([np.ones((2, 3))], 1.0)[0][0]) == (2, 3)
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    flat = [np.ravel(g) for g in gradients]
    n = np.linalg.norm(np.concatenate(flat))
    s = max_norm / n if n > max_norm else 1.0
    return [g * s for g in flat], n


# %% wrong: epsilon-in-the-norm
# PyTorch's 1e-6 grown to 0.01: the clipped norm falls short of max_norm.
# shows:
#   assert np.allclose(np.linalg.norm(answer([np.array([0.03, 0.04])], 0.01)[0][0]), 0.01, rtol=0.01)
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    n = np.sqrt(sum(np.sum(np.square(g)) for g in gradients))
    s = min(1.0, max_norm / (n + 1e-2))
    return [g * s for g in gradients], n


# %% wrong: spectral-norm-of-matrices
# np.linalg.norm(g, 2) is the spectral norm for a matrix.
# shows:
#   g = [np.eye(2)]
#   assert np.isclose(answer(g, 5.0)[1], 2**0.5)
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    n = np.sqrt(
        sum(
            (np.linalg.norm(g, 2) if np.ndim(g) in (1, 2) else np.sqrt(np.sum(g**2))) ** 2
            for g in gradients
        )
    )
    s = max_norm / n if n > max_norm else 1.0
    return [g * s for g in gradients], n


# %% right: tensorflow-function
# TensorFlow's own clip_by_global_norm, for float64 copies.
def clip_by_global_norm(gradients, max_norm):
    import tensorflow as tf

    if not max_norm > 0:
        raise ValueError(f"expected max_norm > 0, got {max_norm}")
    tensors = [tf.constant(np.asarray(g, "float64")) for g in gradients]
    norm = tf.linalg.global_norm(tensors)
    if float(norm) == 0.0:
        return [tf.identity(t) for t in tensors], norm
    return tf.clip_by_global_norm(tensors, max_norm, use_norm=norm)


# %% right: one-long-vector
# Joins everything, scales the vector, cuts it up again; a list as result pair.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm: expected a positive number, got {max_norm}")
    shapes = [np.shape(g) for g in gradients]
    sizes = [int(np.prod(s)) for s in shapes]
    flat = np.concatenate([np.zeros(0)] + [np.ravel(np.asarray(g, float)) for g in gradients])
    norm = math.sqrt(float(flat @ flat))
    flat = flat / max(1.0, norm / max_norm)
    parts = np.split(flat, np.cumsum(sizes)[:-1]) if sizes else []
    return [[p.reshape(s).copy() for p, s in zip(parts, shapes)], norm]
