# %% einsum
# why: Two einsums, in float32.
def rnn_step(x, h, W_x, W_h, b):
    x, h, W_x, W_h, b = (np.asarray(a, dtype="float32") for a in (x, h, W_x, W_h, b))
    return np.tanh(np.einsum("ni,ij->nj", x, W_x) + np.einsum("ni,ij->nj", h, W_h) + b)


# %% one-product
# why: One product of the joined input and state with the stacked matrices.
def rnn_step(x, h, W_x, W_h, b):
    joined = np.concatenate([x, h], axis=1)
    return np.tanh(joined @ np.concatenate([W_x, W_h], axis=0) + b)


# %% keras-ops
# why: keras.ops throughout, in float32.
def rnn_step(x, h, W_x, W_h, b):
    x, h, W_x, W_h, b = (ops.cast(ops.convert_to_tensor(a), "float32") for a in (x, h, W_x, W_h, b))
    return ops.tanh(ops.matmul(x, W_x) + ops.matmul(h, W_h) + b)


# %% tensorflow
# why: TensorFlow, with the arguments cast first.
def rnn_step(x, h, W_x, W_h, b):
    import tensorflow as tf

    x, h, W_x, W_h, b = (tf.cast(a, tf.float32) for a in (x, h, W_x, W_h, b))
    return tf.tanh(tf.matmul(x, W_x) + tf.matmul(h, W_h) + b)


# %% columns
# why: Column vectors and transposed matrices, as many textbooks write it.
def rnn_step(x, h, W_x, W_h, b):
    return np.tanh(W_x.T @ x.T + W_h.T @ h.T + b[:, None]).T


# %% lists
# why: Loops over plain numbers; nested lists come back.
def rnn_step(x, h, W_x, W_h, b):
    rows = []
    for x_row, h_row in zip(x.tolist(), h.tolist(), strict=True):
        row = []
        for j in range(len(b)):
            total = float(b[j])
            total += sum(v * W_x[i, j] for i, v in enumerate(x_row))
            total += sum(v * W_h[i, j] for i, v in enumerate(h_row))
            row.append(math.tanh(total))
        rows.append(row)
    return rows


# %% sigmoid-in-disguise
# why: tanh written as a stable sigmoid of twice the argument.
def rnn_step(x, h, W_x, W_h, b):
    return 2 * ops.sigmoid(2.0 * (x @ W_x + h @ W_h + b)) - 1
