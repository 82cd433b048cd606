# %% wrong: end-included
# The end symbol is part of the answer.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 3, 7, 8], [9, 3, 4, 4, 4], [4, 5, 6, 7, 3]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end) + 1] if end in row else row for row in written]


# %% wrong: start-included
# The start symbol is part of the answer.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 3, 7, 8], [9, 3, 4, 4, 4], [4, 5, 6, 7, 3]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: first-end-stops-all
# As soon as one text has ended, all stop.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 3, 7, 8], [9, 3, 4, 4, 4], [4, 5, 6, 7, 3]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.any(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: one-too-few
# The start counts towards max_length.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 7, 8, 9]], 2, 3, 4)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length - 1):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: end-not-counted
# Writes max_length tokens without the end: one more than allowed.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 7, 8, 9]], 2, 3, 4)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length + 1):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: end-filtered-out
# Removes the end symbol, but keeps what came behind.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 3, 7, 8], [9, 3, 4, 4, 4], [4, 5, 6, 7, 3]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [[i for i in row if i != end] for row in written]


# %% wrong: first-place-read
# Reads the prediction of the first place each time.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 3, 7, 8], [9, 3, 4, 4, 4], [4, 5, 6, 7, 3]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, 0]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: no-end-no-answer
# A text that never ends is given as empty.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 7, 8, 9], [3, 3, 3, 3, 3]], 2, 3, 4)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else [] for row in written]


# %% wrong: last-token-only-is-fed
# Feeds only the newest token.
# shows:
#   def predict(inputs):  # the next token depends on all that was written
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 11), 0.01)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, (ids[n, : t + 1].sum() * 3 + source[n].sum() + t) % 11] = 0.9
#       return p
#   source = np.array([[4, 1], [5, 9], [7, 7]])
#   a = [[int(i) for i in row] for row in answer(predict, source, 2, 3, 8)]
#   r = reference(predict, source, 2, 3, 8)
#   assert a == r, (a, r)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids[:, -1:]]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: zero-is-dropped
# Tokens with id 0 are dropped from the answer.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 0, 6, 3, 1]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [
        row[: row.index(end)] if end in row else row
        for row in ([i for i in row if i] for row in written)
    ]


# %% wrong: zero-ends-too
# Padding ends a text like the end symbol.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 0, 6, 3, 1]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] if 0 not in row[1:] else row[1 : row.index(0, 1)] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: unknown-never-said
# The id 1 is forbidden.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 1, 6, 3, 1]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1].copy()
        says[:, 1] = -1
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: start-cut-from-the-middle
# Start symbols inside the answer are removed.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 2, 6, 3, 1]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [[i for i in row if i != start] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: repetitions-collapsed
# Equal neighbours become one, as in CTC.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 5, 6, 3, 1]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [[i for j, i in enumerate(row[1:]) if i != row[j] or j == 0] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: one-source-no-list
# For a single source gives its list alone.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 3]], 2, 3, 3)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    result = [row[: row.index(end)] if end in row else row for row in written]
    return result[0] if len(result) == 1 else result


# %% wrong: finished-texts-leave
# Finished texts are moved to the front: the order is that of finishing.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 3, 7, 8], [9, 3, 4, 4, 4], [4, 5, 6, 7, 3]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [
        row[: row.index(end)] if end in row else row
        for row in sorted(written, key=lambda r: r.index(end) if end in r else len(r))
    ]


# %% wrong: token-ids-as-bytes
# Written ids are kept in bytes.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 310), 0.1 / 310)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 310 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[300, 4, 3], [5, 299, 3]], 2, 3, 3)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start, "uint8")
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None].astype("uint8")], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: near-ties-rounded
# Rounds the probabilities to three decimals.
# shows:
#   def predict(inputs):
#       p = np.full((*np.shape(inputs[1]), 6), 1e-5)
#       p[..., 4], p[..., 5] = 0.49991, 0.49999
#       return p
#   a = answer(predict, np.array([[1]]), 2, 3, 2)
#   assert [[int(i) for i in row] for row in a] == [[5, 5]], a
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1].round(3)
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: drawn-not-chosen
# Draws from the probabilities.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 7, 8, 9, 4, 5, 6, 7, 8] * 6], 2, 3, 60)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate(
            [
                ids,
                np.array([np.random.choice(len(p), p=p / p.sum()) for p in says.astype(float)])[
                    :, None
                ],
            ],
            axis=1,
        )
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: end-found-at-the-start
# Looks for the end in the row that still holds the start; equal symbols give nothing.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 3, 7]], 3, 3, 4)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = ids.tolist()
    return [row[1 : row.index(end)] if end in row else row[1:] for row in written]


# %% wrong: one-argmax-for-the-batch
# Takes the token that is best on average over the batch.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 3, 7, 8], [9, 3, 4, 4, 4], [4, 5, 6, 7, 3]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, np.full((len(ids), 1), says.mean(axis=0).argmax())], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: answers-pile-up
# A default list keeps the answers of earlier calls.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 3, 7, 8], [9, 3, 4, 4, 4], [4, 5, 6, 7, 3]], 2, 3, 5)
#   told([[5, 3, 6, 3, 1]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length, result=[]):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    result += [row[: row.index(end)] if end in row else row for row in written]
    return result


# %% wrong: length-of-the-source
# Stops at the length of the source.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(min(max_length, np.shape(source)[1])):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    return [row[: row.index(end)] if end in row else row for row in written]


# %% wrong: array-of-results
# Gives an array filled up with the end symbol.
# shows:
#   import zlib
#   def predict(inputs):  # each source's answer is its own row, which depends on all read so far
#       source, ids = np.asarray(inputs[0]), np.asarray(inputs[1])
#       p = np.full((*ids.shape, 12), 0.1 / 12)
#       for n in range(len(ids)):
#           for t in range(ids.shape[1]):
#               p[n, t, source[n, t] if t < source.shape[1] else 12 - 1] += 0.9
#       return p
#   def told(source, start, end, max_length):
#       source = np.array(source)
#       a, r = answer(predict, source, start, end, max_length), reference(predict, source, start, end, max_length)
#       assert isinstance(a, (list, tuple)), type(a)
#       assert all(isinstance(row, (list, tuple, np.ndarray)) for row in a)
#       a = [[int(i) for i in row] for row in a]
#       assert a == r, (a, r)
#   told([[5, 6, 3, 7, 8], [9, 3, 4, 4, 4], [4, 5, 6, 7, 3]], 2, 3, 5)
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.asarray(predict([source, ids]))[:, -1]
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
        if np.all(np.any(ids[:, 1:] == end, axis=1)):
            break
    written = [row[1:] for row in ids.tolist()]
    cut = [row[: row.index(end)] if end in row else row for row in written]
    n = max(map(len, cut))
    return [row + [end] * (n - len(row)) for row in cut]


# %% right: text-by-text
# Each source is decoded alone, with a while loop.
def greedy_decode(predict, source, start, end, max_length):
    def one(row):
        words = []
        while len(words) < max_length:
            p = np.asarray(predict([row[None], np.array([[start, *words]])]))
            word = int(p[0, -1].argmax())
            if word == end:
                break
            words.append(word)
        return words

    return [one(row) for row in np.asarray(source)]


# %% right: never-stops-early
# Writes max_length tokens always and cuts afterwards; itertools.takewhile.
from itertools import takewhile


def greedy_decode(predict, source, start, end, max_length):
    ids = [[start] for _ in source]
    for _ in range(max_length):
        p = ops.convert_to_numpy(predict([source, np.array(ids)]))
        for row, word in zip(ids, np.argmax(p[:, len(ids[0]) - 1, :], axis=1)):
            row.append(int(word))
    return [list(takewhile(lambda i: i != end, row[1:])) for row in ids]


# %% right: finished-texts-are-left-out
# Only unfinished texts are asked again; end repeats behind an end.
def greedy_decode(predict, source, start, end, max_length):
    source = np.asarray(source)
    written = {n: [] for n in range(len(source))}
    active = list(written)
    for _ in range(max_length):
        if not active:
            break
        ids = np.array([[start] + written[n] for n in active])
        says = np.argmax(np.array(predict([source[active], ids]))[:, -1], -1)
        for n, word in list(zip(active, says)):
            if word == end:
                active.remove(n)
            else:
                written[n].append(word.item())
    return list(written.values())
