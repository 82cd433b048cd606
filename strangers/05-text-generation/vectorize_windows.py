# %% wrong: dict-order
# Enumerates the keys instead of taking the values.
# shows:
#   ci = {"b": 1, "a": 0, "c": 2}
#   x, y = answer(["ab", "bc"], ["c", "a"], ci)
#   assert np.shape(x) == (2, 2, 3) and np.argmax(x, -1).tolist() == [[0, 1], [1, 2]] and np.argmax(y, -1).tolist() == [2, 0]
#   assert np.allclose(np.sum(x, -1), 1) and np.allclose(np.sum(y, -1), 1)
def vectorize_windows(windows, next_chars, char_index):
    place = {c: i for i, c in enumerate(char_index)}
    V = len(place)
    L = len(windows[0]) if len(windows) else 0
    x, y = np.zeros((len(windows), L, V)), np.zeros((len(windows), V))
    for n, (w, c) in enumerate(zip(windows, next_chars)):
        x[n, range(L), [place[k] for k in w]] = 1
        y[n, place[c]] = 1
    return x, y


# %% wrong: width-of-what-occurs
# V is the largest column that occurs, plus one.
# shows:
#   assert np.shape(answer(["a"], ["a"], {"a": 0, "b": 1})[1]) == (1, 2)
def vectorize_windows(windows, next_chars, char_index):
    used = [char_index[c] for c in "".join(windows) + "".join(next_chars)]
    V = max(used, default=len(char_index) - 1) + 1
    L = len(windows[0]) if len(windows) else 0
    x, y = np.zeros((len(windows), L, V)), np.zeros((len(windows), V))
    for n, (w, c) in enumerate(zip(windows, next_chars)):
        x[n, range(L), [char_index[k] for k in w]] = 1
        y[n, char_index[c]] = 1
    return x, y


# %% wrong: empty-raises
# windows[0] of nothing.
# shows:
#   try:
#       x, y = answer([], [], {"a": 0})
#       ok = np.shape(x)[0] == 0 and np.shape(y) == (0, 1)
#   except Exception:
#       ok = False
#   assert ok
def vectorize_windows(windows, next_chars, char_index):
    V, L = len(char_index), len(windows[0])
    x, y = np.zeros((len(windows), L, V)), np.zeros((len(windows), V))
    for n, (w, c) in enumerate(zip(windows, next_chars)):
        x[n, range(L), [char_index[k] for k in w]] = 1
        y[n, char_index[c]] = 1
    return x, y


# %% wrong: empty-has-no-axes
# np.array([]) when there is nothing.
# shows:
#   x, y = answer([], [], {"a": 0, "b": 1})
#   assert np.ndim(x) == 3 and np.shape(x)[2] == 2 and np.shape(y) == (0, 2)
def vectorize_windows(windows, next_chars, char_index):
    eye = np.eye(len(char_index))
    return np.array([eye[[char_index[k] for k in w]] for w in windows]), np.array(
        [eye[char_index[c]] for c in next_chars]
    )


# %% wrong: integer-targets
# y as class indices.
# shows:
#   assert np.shape(answer(["a"], ["b"], {"a": 0, "b": 1})[1]) == (1, 2)
def vectorize_windows(windows, next_chars, char_index):
    eye = np.eye(len(char_index))
    L = len(windows[0]) if len(windows) else 0
    x = np.array([eye[[char_index[k] for k in w]] for w in windows]).reshape(
        len(windows), L, len(char_index)
    )
    return x, np.array([char_index[c] for c in next_chars])


# %% wrong: bag-of-characters
# Adds ones: repeated characters of a window share one row at the first place.
# shows:
#   ci = {"b": 1, "a": 0, "c": 2}
#   x, y = answer(["ab", "bc"], ["c", "a"], ci)
#   assert np.shape(x) == (2, 2, 3) and np.argmax(x, -1).tolist() == [[0, 1], [1, 2]] and np.argmax(y, -1).tolist() == [2, 0]
#   assert np.allclose(np.sum(x, -1), 1) and np.allclose(np.sum(y, -1), 1)
def vectorize_windows(windows, next_chars, char_index):
    V, L = len(char_index), len(windows[0]) if len(windows) else 0
    x, y = np.zeros((len(windows), L, V)), np.zeros((len(windows), V))
    for n, (w, c) in enumerate(zip(windows, next_chars)):
        for k in w:
            x[n, w.index(k), char_index[k]] = 1
            x[n, 0, char_index[k]] = 1
        y[n, char_index[c]] = 1
    return x, y


# %% wrong: first-place-of-a-repeat
# window.index(char) finds the first place only: "aa" leaves the second row empty.
# shows:
#   x, _ = answer(["aa"], ["a"], {"a": 0, "b": 1})
#   assert np.allclose(np.sum(x, -1), 1)
def vectorize_windows(windows, next_chars, char_index):
    V, L = len(char_index), len(windows[0]) if len(windows) else 0
    x, y = np.zeros((len(windows), L, V)), np.zeros((len(windows), V))
    for n, (w, c) in enumerate(zip(windows, next_chars)):
        for k in w:
            x[n, w.index(k), char_index[k]] = 1
        y[n, char_index[c]] = 1
    return x, y


# %% wrong: reversed-windows
# Time runs backwards.
# shows:
#   ci = {"b": 1, "a": 0, "c": 2}
#   x, y = answer(["ab", "bc"], ["c", "a"], ci)
#   assert np.shape(x) == (2, 2, 3) and np.argmax(x, -1).tolist() == [[0, 1], [1, 2]] and np.argmax(y, -1).tolist() == [2, 0]
#   assert np.allclose(np.sum(x, -1), 1) and np.allclose(np.sum(y, -1), 1)
def vectorize_windows(windows, next_chars, char_index):
    V, L = len(char_index), len(windows[0]) if len(windows) else 0
    eye = np.eye(V)
    x, y = np.zeros((len(windows), L, V)), np.zeros((len(windows), V))
    for n, (w, c) in enumerate(zip(windows, next_chars)):
        x[n] = eye[[char_index[k] for k in w[::-1]]]
        y[n, char_index[c]] = 1
    return x, y


# %% wrong: last-column-reserved
# One more column for unknown characters.
# shows:
#   assert np.shape(answer(["a"], ["b"], {"a": 0, "b": 1})[1]) == (1, 2)
def vectorize_windows(windows, next_chars, char_index):
    eye = np.eye(len(char_index) + 1)
    L = len(windows[0]) if len(windows) else 0
    x = np.array([eye[[char_index[k] for k in w]] for w in windows]).reshape(
        len(windows), L, len(eye)
    )
    return x, np.array([eye[char_index[c]] for c in next_chars]).reshape(len(windows), len(eye))


# %% wrong: byte-indices
# Column numbers in uint8: with more than 256 characters they wrap around.
# shows:
#   ci = {chr(1000 + i): i for i in range(300)}
#   x, y = answer([chr(1299)], [chr(1299)], ci)
#   assert np.argmax(y, -1).tolist() == [299]
def vectorize_windows(windows, next_chars, char_index):
    V, L = len(char_index), len(windows[0]) if len(windows) else 0
    ids = (
        np.array([[char_index[k] for k in w] for w in windows])
        .astype("uint8")
        .reshape(len(windows), L)
    )
    nxt = np.array([char_index[c] for c in next_chars]).astype("uint8")
    x, y = np.zeros((len(windows), L, V)), np.zeros((len(windows), V))
    for n in range(len(windows)):
        x[n, range(L), ids[n]] = 1
        y[n, nxt[n]] = 1
    return x, y


# %% right: comparison-with-arange
# Index arrays compared with 0..V-1.
def vectorize_windows(windows, next_chars, char_index):
    V = len(char_index)
    ids = np.array([[char_index[c] for c in w] for w in windows], dtype=int).reshape(
        len(windows), -1 if len(windows) else 0
    )
    nxt = np.array([char_index[c] for c in next_chars], dtype=int)
    return (ids[..., None] == np.arange(V)).astype(float), (nxt[:, None] == np.arange(V)).astype(
        float
    )


# %% right: tf-one-hot
# tf.one_hot on integer ids.
def vectorize_windows(windows, next_chars, char_index):
    import tensorflow as tf

    ids = [[char_index[c] for c in w] for w in windows] or np.zeros((0, 4), "int32")
    nxt = [char_index[c] for c in next_chars] or np.zeros(0, "int32")
    return tf.one_hot(ids, len(char_index)), tf.one_hot(nxt, len(char_index))
