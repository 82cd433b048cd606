# %% rows-of-the-identity
# why: Fancy indexing in the identity matrix, in float64.
def vectorize_windows(windows, next_chars, char_index):
    V = len(char_index)
    ids = np.array([[char_index[c] for c in w] for w in windows], dtype=int).reshape(
        len(windows), -1 if windows else 0
    )
    return np.eye(V)[ids], np.eye(V)[np.array([char_index[c] for c in next_chars], dtype=int)]


# %% keras-one-hot
# why: Keras's own one-hot, tensors as the answer.
def vectorize_windows(windows, next_chars, char_index):
    V = len(char_index)
    if not windows:
        return ops.zeros((0, 40, V)), ops.zeros((0, V))
    ids = [[char_index[c] for c in w] for w in windows]
    return ops.one_hot(ids, V), ops.one_hot([char_index[c] for c in next_chars], V)


# %% truth-values
# why: A comparison by broadcasting; the answer is booleans.
def vectorize_windows(windows, next_chars, char_index):
    columns = np.arange(len(char_index))
    length = len(windows[0]) if windows else 1
    ids = np.array([char_index[c] for c in "".join(windows)], dtype=int).reshape(-1, length, 1)
    return ids == columns, np.array([char_index[c] for c in next_chars], dtype=int)[
        :, None
    ] == columns


# %% nested-lists
# why: Plain lists of numbers wherever there are windows.
def vectorize_windows(windows, next_chars, char_index):
    if not windows:
        return np.empty((0, 0, len(char_index))), np.empty((0, len(char_index)))

    def row(c):
        return [int(char_index[c] == k) for k in range(len(char_index))]

    return [[row(c) for c in w] for w in windows], [row(c) for c in next_chars]


# %% put-along-axis
# why: Zeros of integers, written along the last axis.
def vectorize_windows(windows, next_chars, char_index):
    n, V = len(windows), len(char_index)
    length = len(windows[0]) if n else 1
    ids = np.array([[char_index[c] for c in w] for w in windows], dtype=int)
    x, y = np.zeros((n, length, V), dtype="int8"), np.zeros((n, V), dtype="int8")
    np.put_along_axis(x, ids.reshape(n, length, 1), 1, axis=2)
    following = np.array([char_index[c] for c in next_chars], dtype=int)
    np.put_along_axis(y, following.reshape(n, 1), 1, axis=1)
    return x, y
