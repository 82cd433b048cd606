# %% wrong: reshape-alone
# Only a reshape, which tears the words apart.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 3, 8))
#   a = np.asarray(answer(x, 4))
#   assert a.shape == reference(x, 4).shape, a.shape
#   assert np.allclose(a, reference(x, 4))
def split_heads(x, heads):
    batch, length, d = x.shape
    return x.reshape(batch, heads, length, d // heads)


# %% wrong: every-third-column
# Head k gets the columns k, k + heads, ...
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 5, 6))
#   a = np.asarray(answer(x, 3))
#   assert a.shape == reference(x, 3).shape, a.shape
#   assert np.allclose(a, reference(x, 3))
def split_heads(x, heads):
    batch, length, d = np.shape(x)
    x = np.reshape(x, (batch, length, d // heads, heads))
    return np.transpose(x, (0, 3, 1, 2))


# %% wrong: heads-taken-for-the-width
# Cuts into pieces of width `heads`.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 5, 6))
#   a = np.asarray(answer(x, 2))
#   assert a.shape == reference(x, 2).shape, a.shape
#   assert np.allclose(a, reference(x, 2))
def split_heads(x, heads):
    batch, length, d = np.shape(x)
    x = np.reshape(x, (batch, length, d // heads, heads))
    return np.transpose(x, (0, 2, 1, 3))


# %% wrong: heads-first
# The heads stand before the batch.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 5, 6))
#   a = np.asarray(answer(x, 3))
#   assert a.shape == reference(x, 3).shape, a.shape
#   assert np.allclose(a, reference(x, 3))
def split_heads(x, heads):
    return np.stack(np.split(np.asarray(x), heads, axis=-1))


# %% wrong: axes-of-length-one-lost
# Squeezes: axes of length 1 vanish.
# shows:
#   x = np.random.default_rng(0).normal(size=(1, 5, 6))
#   a = np.asarray(answer(x, 3))
#   assert a.shape == reference(x, 3).shape, a.shape
#   assert np.allclose(a, reference(x, 3))
def split_heads(x, heads):
    batch, length, d = np.shape(x)
    x = np.reshape(x, (batch, length, heads, d // heads))
    return np.squeeze(np.transpose(x, (0, 2, 1, 3)))


# %% wrong: argument-takes-a-new-shape
# Assigns a shape to the argument itself.
# shows:
#   x = np.arange(24.0).reshape(1, 4, 6)
#   answer(x, 2)
#   assert x.shape == (1, 4, 6), x.shape
def split_heads(x, heads):
    batch, length, d = x.shape
    x.shape = (batch, length, heads, d // heads)
    return x.swapaxes(1, 2).copy()


# %% wrong: filled-into-integers
# The result is made as integers and cuts the fractions.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 3, 4))
#   a = np.asarray(answer(x, 2))
#   assert a.shape == reference(x, 2).shape, a.shape
#   assert np.allclose(a, reference(x, 2))
def split_heads(x, heads):
    batch, length, d = np.shape(x)
    result = np.zeros((batch, heads, length, d // heads), int)
    for k in range(heads):
        result[:, k] = x[:, :, k * (d // heads) : (k + 1) * (d // heads)]
    return result


# %% wrong: half-precision
# Casts to float16 to save memory.
# shows:
#   x = np.linspace(100, 1000, 24).reshape(1, 4, 6)
#   assert np.allclose(np.asarray(answer(x, 2), float), reference(x, 2), rtol=1e-5)
def split_heads(x, heads):
    batch, length, d = np.shape(x)
    x = np.reshape(x, (batch, length, heads, d // heads))
    return np.transpose(x, (0, 2, 1, 3)).astype("float16")


# %% wrong: first-text-for-all
# Every text gets the heads of the first one.
# shows:
#   x = np.random.default_rng(0).normal(size=(3, 2, 4))
#   a = np.asarray(answer(x, 2))
#   assert a.shape == reference(x, 2).shape, a.shape
#   assert np.allclose(a, reference(x, 2))
def split_heads(x, heads):
    parts = np.stack(np.split(np.asarray(x)[0], heads, axis=-1))
    return np.repeat(parts[None], len(x), axis=0)


# %% wrong: heads-backwards
# Inserts each head in front of the earlier ones.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 3, 6))
#   a = np.asarray(answer(x, 3))
#   assert a.shape == reference(x, 3).shape, a.shape
#   assert np.allclose(a, reference(x, 3))
def split_heads(x, heads):
    w = np.shape(x)[-1] // heads
    parts = []
    for k in range(heads):
        parts.insert(0, np.asarray(x)[:, :, k * w : (k + 1) * w])
    return np.stack(parts, axis=1)


# %% wrong: at-most-eight-heads
# Eight heads are the paper's, more are not foreseen.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 3, 24))
#   a = np.asarray(answer(x, 12))
#   assert a.shape == reference(x, 12).shape, a.shape
#   assert np.allclose(a, reference(x, 12))
def split_heads(x, heads):
    heads = min(heads, 8)
    batch, length, d = np.shape(x)
    x = np.reshape(x, (batch, length, heads, d // heads))
    return np.transpose(x, (0, 2, 1, 3))


# %% wrong: width-before-time
# The transposition ends with time and width exchanged.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 3, 8))
#   a = np.asarray(answer(x, 2))
#   assert a.shape == reference(x, 2).shape, a.shape
#   assert np.allclose(a, reference(x, 2))
def split_heads(x, heads):
    batch, length, d = np.shape(x)
    x = np.reshape(x, (batch, length, heads, d // heads))
    return np.transpose(x, (0, 2, 3, 1))


# %% right: stacked-slices
# A list of slices, one list per text and head.
def split_heads(x, heads):
    w = len(x[0][0]) // heads
    return [[[list(word[k * w : k * w + w]) for word in text] for k in range(heads)] for text in x]


# %% right: tensorflow-split
# tf.split and tf.stack.
def split_heads(x, heads):
    import tensorflow as tf

    return tf.stack(tf.split(tf.convert_to_tensor(x), heads, axis=2), axis=1)


# %% right: selection-matrices
# Each head is a product with a matrix of zeros and ones.
def split_heads(x, heads):
    d = np.shape(x)[2]
    choose = np.eye(d).reshape(d, heads, d // heads)
    return np.einsum("btd,dhw->bhtw", x, choose)
