# %% wrong: zeros-on-the-right
# Pads behind.
# shows:
#   s = [[1, 2, 3, 4, 5], [6], [], [7, 8, 9]]
#   a, r = np.asarray(answer(s, 3)), reference(s, 3)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a, r), a
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, sequence in zip(rows, sequences):
        kept = sequence[-maxlen:]
        row[: len(kept)] = kept
    return rows


# %% wrong: cut-on-the-right
# Keeps the first ids.
# shows:
#   s = [[1, 2, 3, 4, 5], [6], [], [7, 8, 9]]
#   a, r = np.asarray(answer(s, 3)), reference(s, 3)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a, r), a
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, sequence in zip(rows, sequences):
        kept = sequence[:maxlen]
        row[maxlen - len(kept) :] = kept
    return rows


# %% wrong: empty-sequence-error-swallowed
# row[-len:] with length 0 writes into the whole row; a trick puts the first id there.
# shows:
#   s = [[1, 2, 3, 4, 5], [6], [], [7, 8, 9]]
#   a, r = np.asarray(answer(s, 3)), reference(s, 3)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a, r), a
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, sequence in zip(rows, sequences):
        kept = sequence[-maxlen:]
        row[-len(kept) :] = kept or 1
    return rows


# %% wrong: empty-sequences-dropped
# Empty sequences are left out.
# shows:
#   s = [[1, 2, 3, 4, 5], [6], [], [7, 8, 9]]
#   a, r = np.asarray(answer(s, 3)), reference(s, 3)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a, r), a
def pad(sequences, maxlen):
    sequences = [s for s in sequences if len(s)]
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, sequence in zip(rows, sequences):
        kept = sequence[-maxlen:]
        row[maxlen - len(kept) :] = kept
    return rows


# %% wrong: no-sequences-no-width
# No sequences give an array without columns.
# shows:
#   s = []
#   a, r = np.asarray(answer(s, 4)), reference(s, 4)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a, r), a
def pad(sequences, maxlen):
    return np.array([[0] * (maxlen - len(s)) + list(s[-maxlen:]) for s in sequences])


# %% wrong: width-of-the-longest
# As wide as the longest sequence, at most maxlen.
# shows:
#   s = [[1, 2], [3]]
#   a, r = np.asarray(answer(s, 5)), reference(s, 5)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a, r), a
def pad(sequences, maxlen):
    maxlen = min(maxlen, max(map(len, sequences), default=maxlen)) or 1
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, sequence in zip(rows, sequences):
        kept = sequence[-maxlen:]
        row[maxlen - len(kept) :] = kept
    return rows


# %% wrong: sixteen-bit-ids
# Ids in 16 bits.
# shows:
#   s = [[70000, 65536], [40000]]
#   a, r = np.asarray(answer(s, 3)), reference(s, 3)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a, r), a
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, sequence in zip(rows, sequences):
        kept = sequence[-maxlen:]
        row[maxlen - len(kept) :] = np.array(kept, "int64").astype("uint16")
    return rows


# %% wrong: one-too-few
# Keeps maxlen - 1 ids of a long text.
# shows:
#   s = [[1, 2, 3, 4, 5], [6], [], [7, 8, 9]]
#   a, r = np.asarray(answer(s, 3)), reference(s, 3)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a, r), a
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, sequence in zip(rows, sequences):
        kept = (
            sequence[-maxlen:]
            if len(sequence) <= maxlen
            else [0, *sequence[1 - maxlen :]]
            if maxlen > 1
            else [0]
        )
        row[maxlen - len(kept) :] = kept
    return rows


# %% wrong: reversed-rows
# Fills from the right and so reverses.
# shows:
#   s = [[1, 2, 3, 4, 5], [6], [], [7, 8, 9]]
#   a, r = np.asarray(answer(s, 3)), reference(s, 3)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a, r), a
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, sequence in zip(rows, sequences):
        kept = sequence[-maxlen:]
        row[maxlen - len(kept) :] = kept[::-1]
    return rows


# %% wrong: inserts-into-the-lists
# Pads the lists of the caller.
# shows:
#   s = [[1], [2, 3]]
#   answer(s, 4)
#   assert s == [[1], [2, 3]], s
def pad(sequences, maxlen):
    for s in sequences:
        while len(s) < maxlen:
            s.insert(0, 0)
    return np.array([s[-maxlen:] for s in sequences]).reshape(len(sequences), maxlen)


# %% wrong: buffer-kept
# The rows are a buffer that is used again.
# shows:
#   a = answer([[1, 2]], 2)
#   b = np.array(a)
#   answer([[7, 8]], 2)
#   assert np.array_equal(a, b), a
_buffers = {}


def pad(sequences, maxlen):
    rows = _buffers.setdefault(
        (len(sequences), maxlen), np.zeros((len(sequences), maxlen), dtype="int32")
    )
    rows[:] = 0
    for row, sequence in zip(rows, sequences):
        kept = sequence[-maxlen:]
        row[maxlen - len(kept) :] = kept
    return rows


# %% wrong: zeros-inside-squeezed
# Zeros inside a sequence are removed before padding.
# shows:
#   s = [[5, 0, 6]]
#   a, r = np.asarray(answer(s, 4)), reference(s, 4)
#   assert a.shape == r.shape, a.shape
#   assert np.array_equal(a, r), a
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, sequence in zip(rows, sequences):
        kept = [i for i in sequence if i][-maxlen:]
        row[maxlen - len(kept) :] = kept
    return rows


# %% right: keras-preprocessing
# Keras's own, in 64 bits.
def pad(sequences, maxlen):
    return keras.utils.pad_sequences(list(sequences), maxlen, dtype="int64").reshape(-1, maxlen)


# %% right: deque
# A deque of fixed length, filled with zeros, pushes the old ones out.
from collections import deque


def pad(sequences, maxlen):
    rows = [list(deque([0] * maxlen + list(s), maxlen=maxlen)) for s in sequences]
    return np.array(rows, dtype=int).reshape(len(rows), maxlen)


# %% right: index-by-formula
# Each cell by the formula; np.fromfunction in spirit.
def pad(sequences, maxlen):
    out = np.zeros((len(sequences), maxlen), dtype=int)
    for n in range(len(sequences)):
        m = len(sequences[n])
        for t in range(maxlen):
            if t - (maxlen - m) >= 0:
                out[n, t] = sequences[n][t - (maxlen - m)]
    return out


# %% right: ragged-tensor
# A ragged tensor of reversed sequences, turned back.
def pad(sequences, maxlen):
    import tensorflow as tf

    if not len(sequences):
        return tf.zeros((0, maxlen), tf.int32)
    back = tf.ragged.constant([list(s)[::-1] for s in sequences], dtype=tf.int64, ragged_rank=1)
    return tf.reverse(back.to_tensor(0, shape=(None, maxlen)), axis=[1])
