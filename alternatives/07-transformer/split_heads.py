# %% split-and-stack
# why: np.split along the columns, stacked.
def split_heads(x, heads):
    return np.stack(np.split(np.asarray(x), heads, axis=-1), axis=1)


# %% loops
# why: Head by head into an empty array.
def split_heads(x, heads):
    width = x.shape[2] // heads
    split = np.zeros((x.shape[0], heads, x.shape[1], width))
    for h in range(heads):
        split[:, h] = x[:, :, h * width : (h + 1) * width]
    return split


# %% keras-ops
# why: keras.ops.
def split_heads(x, heads):
    x = ops.convert_to_tensor(x)
    x = ops.reshape(x, (x.shape[0], x.shape[1], heads, -1))
    return ops.swapaxes(x, 1, 2)


# %% tensorflow
# why: TensorFlow.
def split_heads(x, heads):
    import tensorflow as tf

    return tf.transpose(tf.stack(tf.split(tf.convert_to_tensor(x), heads, axis=2)), (1, 0, 2, 3))


# %% lists
# why: Nested lists.
def split_heads(x, heads):
    n = x.shape[-1] // heads
    return [[[row[h * n : h * n + n] for row in t] for h in range(heads)] for t in x.tolist()]


# %% view
# why: A view of the argument, of another shape.
def split_heads(x, heads):
    return x.reshape(*x.shape[:2], heads, -1).swapaxes(1, 2)
