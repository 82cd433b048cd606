# %% wrong: reshape-alone
# No transposition before the reshape.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
#   a = np.asarray(answer(x), float)
#   assert a.shape == reference(x).shape, a.shape
#   assert np.allclose(a, reference(x))
def merge_heads(x):
    batch, heads, length, width = np.shape(x)
    return np.reshape(x, (batch, length, heads * width))


# %% wrong: shuffled-like-cards
# The columns of the heads are dealt in turn.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
#   a = np.asarray(answer(x), float)
#   assert a.shape == reference(x).shape, a.shape
#   assert np.allclose(a, reference(x))
def merge_heads(x):
    batch, heads, length, width = np.shape(x)
    return np.reshape(np.transpose(x, (0, 2, 3, 1)), (batch, length, heads * width))


# %% wrong: heads-averaged
# The mean over the heads, repeated to the full width.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
#   a = np.asarray(answer(x), float)
#   assert a.shape == reference(x).shape, a.shape
#   assert np.allclose(a, reference(x))
def merge_heads(x):
    x = np.asarray(x)
    return np.tile(x.mean(axis=1), (1, 1, x.shape[1]))


# %% wrong: last-head-first
# Concatenates the heads in reverse order.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
#   a = np.asarray(answer(x), float)
#   assert a.shape == reference(x).shape, a.shape
#   assert np.allclose(a, reference(x))
def merge_heads(x):
    return np.concatenate([x[:, k] for k in reversed(range(np.shape(x)[1]))], axis=-1)


# %% wrong: side-by-side-in-time
# Concatenates along the time.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
#   a = np.asarray(answer(x), float)
#   assert a.shape == reference(x).shape, a.shape
#   assert np.allclose(a, reference(x))
def merge_heads(x):
    return np.concatenate(list(np.swapaxes(x, 0, 1)), axis=1)


# %% wrong: two-heads-only
# Written for the example with two heads.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
#   a = np.asarray(answer(x), float)
#   assert a.shape == reference(x).shape, a.shape
#   assert np.allclose(a, reference(x))
def merge_heads(x):
    return np.concatenate([x[:, 0], x[:, -1]], axis=-1)


# %% wrong: squeezed
# Drops a time axis of length 1.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 3, 1, 5))
#   a = np.asarray(answer(x), float)
#   assert a.shape == reference(x).shape, a.shape
#   assert np.allclose(a, reference(x))
def merge_heads(x):
    parts = [np.squeeze(p, 1) for p in np.split(np.asarray(x), np.shape(x)[1], axis=1)]
    return np.squeeze(np.concatenate(parts, axis=-1))


# %% wrong: batch-order-lost
# The transposition moves the batch behind the time, and the reshape hides it.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
#   a = np.asarray(answer(x), float)
#   assert a.shape == reference(x).shape, a.shape
#   assert np.allclose(a, reference(x))
def merge_heads(x):
    batch, heads, length, width = np.shape(x)
    return np.reshape(np.transpose(x, (2, 0, 1, 3)), (batch, length, heads * width))


# %% wrong: rounded-to-bytes
# Keeps the result in 16-bit integers.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
#   a = np.asarray(answer(x), float)
#   assert a.shape == reference(x).shape, a.shape
#   assert np.allclose(a, reference(x))
def merge_heads(x):
    batch, heads, length, width = np.shape(x)
    return np.reshape(np.transpose(x, (0, 2, 1, 3)), (batch, length, heads * width)).astype("int16")


# %% wrong: argument-takes-a-new-shape
# Changes the argument's shape on the way.
# shows:
#   x = np.zeros((2, 1, 4, 5))
#   answer(x)
#   assert x.shape == (2, 1, 4, 5), x.shape
def merge_heads(x):
    batch, heads, length, width = x.shape
    result = np.swapaxes(x, 1, 2).copy().reshape(batch, length, heads * width)
    x.shape = (batch * heads, length, width)
    return result


# %% right: lists-added
# Joins Python lists.
def merge_heads(x):
    return [[sum((list(word) for word in words), []) for words in zip(*text)] for text in x]


# %% right: keras-concatenate
# keras.layers.Concatenate on the heads.
def merge_heads(x):
    x = ops.convert_to_tensor(x)
    parts = ops.unstack(x, axis=1)
    return parts[0] if len(parts) == 1 else keras.layers.Concatenate(axis=-1)(parts)


# %% right: recursion
# Merges the first half and the second half.
def merge_heads(x):
    x = np.array(x)
    heads = x.shape[1]
    if heads == 1:
        return x[:, 0]
    return np.concatenate([merge_heads(x[:, : heads // 2]), merge_heads(x[:, heads // 2 :])], -1)
