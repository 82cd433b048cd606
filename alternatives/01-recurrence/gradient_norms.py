# %% columns
# why: The transposed convention: diag(1 - h²) W_hᵀ, multiplied in the other order.
def gradient_norms(states, W_h):
    jacobian, norms = np.eye(len(W_h)), [1.0]
    for h in states[:0:-1]:
        jacobian = jacobian @ (np.diag(1 - h**2) @ W_h.T)
        norms.insert(0, np.linalg.svd(jacobian, compute_uv=False).max())
    return norms


# %% from-scratch-each-time
# why: Every product from scratch, and the norm as the root of an eigenvalue.
def gradient_norms(states, W_h):
    norms = np.ones(len(states))
    for t in range(len(states) - 1):
        product = np.eye(len(W_h))
        for s in range(t + 1, len(states)):
            product = product @ (W_h * (1 - states[s] ** 2))
        norms[t] = np.sqrt(max(np.linalg.eigvalsh(product.T @ product).max(), 0.0))
    return norms


# %% keras-ops
# why: keras.ops in float32, with the norm from a singular value decomposition.
def gradient_norms(states, W_h):
    states, W_h = (ops.cast(ops.convert_to_tensor(a), "float32") for a in (states, W_h))
    jacobian, norms = ops.eye(W_h.shape[0], dtype="float32"), [1.0]
    for t in range(states.shape[0] - 1, 0, -1):
        jacobian = ops.matmul(W_h * (1 - ops.square(states[t])), jacobian)
        norms.append(float(ops.max(ops.svd(jacobian, compute_uv=False))))
    return norms[::-1]


# %% tensorflow
# why: TensorFlow in float32, joined into one tensor.
def gradient_norms(states, W_h):
    import tensorflow as tf

    states, W_h = tf.cast(states, tf.float32), tf.cast(W_h, tf.float32)
    product = tf.eye(W_h.shape[0])
    norms = [tf.norm(product, ord=2, axis=[0, 1])]
    for t in range(states.shape[0] - 1, 0, -1):
        product = tf.matmul(tf.matmul(W_h, tf.linalg.diag(1 - states[t] ** 2)), product)
        norms.append(tf.norm(product, ord=2, axis=[0, 1]))
    return tf.reverse(tf.stack(norms), axis=[0])


# %% scan
# why: itertools.accumulate over the Jacobians, last step first.
def gradient_norms(states, W_h):
    from itertools import accumulate

    steps = [W_h @ np.diag(1 - h**2) for h in states[1:]][::-1]
    products = accumulate(steps, lambda so_far, step: step @ so_far, initial=np.eye(len(W_h)))
    return np.array([np.linalg.norm(p, ord=2) for p in products])[::-1]
