# %% concatenate
# why: The heads are joined along the last axis.
def merge_heads(x):
    return np.concatenate([x[:, h] for h in range(x.shape[1])], axis=-1)


# %% loops
# why: Word by word, lists put end to end.
def merge_heads(x):
    batch, heads, time, _ = x.shape
    merged = []
    for n in range(batch):
        words = [[v for h in range(heads) for v in x[n, h, t].tolist()] for t in range(time)]
        merged.append(words)
    return merged


# %% keras-ops
# why: keras.ops.
def merge_heads(x):
    x = ops.transpose(ops.convert_to_tensor(x), (0, 2, 1, 3))
    return ops.reshape(x, (*x.shape[:2], -1))


# %% tensorflow
# why: TensorFlow: unstacked and joined.
def merge_heads(x):
    import tensorflow as tf

    return tf.concat(tf.unstack(tf.convert_to_tensor(x), axis=1), axis=2)


# %% einsum
# why: einsum moves the axes.
def merge_heads(x):
    swapped = np.einsum("bhtd->bthd", np.array(x))
    return swapped.reshape(swapped.shape[:2] + (-1,))


# %% view
# why: Where there is one head, the result is a view of the argument.
def merge_heads(x):
    return x.swapaxes(1, 2).reshape(x.shape[0], x.shape[2], -1)
