# %% wrong: shifted-left
# Moves to the left, with the start symbol behind.
# shows:
#   t = np.array([[5, 6, 7, 3], [8, 9, 3, 0]])
#   a = np.asarray(answer(t, 2))
#   assert a.shape == t.shape, a.shape
#   assert np.array_equal(a, reference(t, 2)), a
def shift_right(targets, start):
    return np.concatenate([targets[:, 1:], np.full((len(targets), 1), start)], axis=1)


# %% wrong: one-longer
# Puts the start in front and keeps the last token.
# shows:
#   t = np.array([[5, 6, 7, 3], [8, 9, 3, 0]])
#   a = np.asarray(answer(t, 2))
#   assert a.shape == t.shape, a.shape
#   assert np.array_equal(a, reference(t, 2)), a
def shift_right(targets, start):
    return np.pad(targets, ((0, 0), (1, 0)), constant_values=start)


# %% wrong: rolled-in-place
# Moves the tokens inside the argument.
# shows:
#   t = np.array([[5, 6, 7, 3], [8, 9, 3, 0]])
#   b = t.copy()
#   answer(t, 2)
#   assert np.array_equal(t, b), t
def shift_right(targets, start):
    targets[:, 1:] = targets[:, :-1].copy()
    targets[:, 0] = start
    return targets.copy()


# %% wrong: rolled-around
# Rolls; the last token comes back in front.
# shows:
#   t = np.array([[5, 6, 7, 3], [8, 9, 3, 0]])
#   a = np.asarray(answer(t, 2))
#   assert a.shape == t.shape, a.shape
#   assert np.array_equal(a, reference(t, 2)), a
def shift_right(targets, start):
    return np.roll(targets, 1, axis=1)


# %% wrong: rolled-flat
# Rolls the flat array: each text begins with the end of the one before, but the first.
# shows:
#   t = np.array([[5, 6, 7, 3], [8, 9, 3, 0]])
#   a = np.asarray(answer(t, 2))
#   assert a.shape == t.shape, a.shape
#   assert np.array_equal(a, reference(t, 2)), a
def shift_right(targets, start):
    ids = np.roll(targets, 1)
    ids[0, 0] = start
    return ids


# %% wrong: start-replaces-the-first-word
# Overwrites the first word and does not move anything.
# shows:
#   t = np.array([[5, 6, 7, 3], [8, 9, 3, 0]])
#   a = np.asarray(answer(t, 2))
#   assert a.shape == t.shape, a.shape
#   assert np.array_equal(a, reference(t, 2)), a
def shift_right(targets, start):
    ids = np.array(targets)
    ids[:, 0] = start
    return ids


# %% wrong: start-always-one
# The start symbol is 1, whatever was asked.
# shows:
#   t = np.array([[5, 6, 7, 3], [8, 9, 3, 0]])
#   a = np.asarray(answer(t, 2))
#   assert a.shape == t.shape, a.shape
#   assert np.array_equal(a, reference(t, 2)), a
def shift_right(targets, start):
    return np.insert(targets, 0, 1, axis=1)[:, :-1]


# %% wrong: last-real-token-dropped
# Drops each text's last word instead of the last column.
# shows:
#   t = np.array([[5, 6, 3, 0], [8, 9, 7, 3]])
#   a = np.asarray(answer(t, 2))
#   assert a.shape == t.shape, a.shape
#   assert np.array_equal(a, reference(t, 2)), a
def shift_right(targets, start):
    result = np.zeros_like(targets)
    for row, text in zip(result, targets):
        real = text[text != 0][:-1]
        row[0] = start
        row[1 : 1 + len(real)] = real
    return result


# %% wrong: down-the-batch
# Shifts the texts, not the places.
# shows:
#   t = np.array([[5, 6, 7, 3], [8, 9, 3, 0]])
#   a = np.asarray(answer(t, 2))
#   assert a.shape == t.shape, a.shape
#   assert np.array_equal(a, reference(t, 2)), a
def shift_right(targets, start):
    ids = np.full(np.shape(targets), start)
    ids[1:] = targets[:-1]
    return ids


# %% wrong: length-one-untouched
# An answer of one token is left as it is.
# shows:
#   t = np.array([[7], [4]])
#   a = np.asarray(answer(t, 2))
#   assert a.shape == t.shape, a.shape
#   assert np.array_equal(a, reference(t, 2)), a
def shift_right(targets, start):
    if targets.shape[1] == 1:
        return targets.copy()
    ids = np.roll(targets, 1, axis=1)
    ids[:, 0] = start
    return ids


# %% wrong: half-precision-ids
# Goes through float16, which cannot tell large ids apart.
# shows:
#   t = np.array([[5001, 70001, 3], [8, 9, 3]])
#   a = np.asarray(answer(t, 2))
#   assert a.shape == t.shape, a.shape
#   assert np.array_equal(a, reference(t, 2)), a
def shift_right(targets, start):
    ids = np.array(targets, "float32").astype("float16")
    ids = np.roll(ids, 1, axis=1)
    ids[:, 0] = start
    return np.nan_to_num(ids, posinf=65504).astype(int)


# %% right: lists
# Plain lists.
def shift_right(targets, start):
    return [[start, *row[:-1]] for row in np.asarray(targets).tolist()]


# %% right: shift-matrix
# A product with a matrix that moves by one.
def shift_right(targets, start):
    t = np.asarray(targets)
    ids = t @ np.eye(t.shape[1], k=1, dtype=t.dtype)
    ids = ids.astype("int64")
    ids[:, 0] += start
    return ids


# %% right: tensorflow-pad
# tf.pad and a slice.
def shift_right(targets, start):
    import tensorflow as tf

    t = tf.cast(targets, tf.int64)
    return tf.pad(t, [[0, 0], [1, 0]], constant_values=start)[:, :-1]
