# %% wrong: window-grows
# Hands over all of the text so far.
# shows:
#   ci = {"b": 1, "a": 0, "c": 2}
#   seen = []
#   def predict(x):
#       x = np.asarray(x)
#       seen.append(x.copy())
#       p = np.zeros((1, 3))
#       p[0, (int(np.argmax(x[0, -1])) + 1) % 3] = 1
#       return p
#   answer(predict, "ab", 4, ci, 1.0, np.random.default_rng(0))
#   assert all(x.shape == (1, 2, 3) for x in seen)
def generate(predict, seed, length, char_index, temperature, rng):
    back = {i: c for c, i in char_index.items()}
    text = seed
    for _ in range(length):
        x = np.eye(len(char_index))[[char_index[c] for c in text]][None]
        text += back[int(sample(np.asarray(predict(x))[0], temperature, rng))]
    return text


# %% wrong: window-stands-still
# Always shows the seed.
# shows:
#   ci = {"b": 1, "a": 0, "c": 2}
#   seen = []
#   def predict(x):
#       x = np.asarray(x)
#       seen.append(x.copy())
#       p = np.zeros((1, 3))
#       p[0, (int(np.argmax(x[0, -1])) + 1) % 3] = 1
#       return p
#   assert answer(predict, "ab", 4, ci, 1.0, np.random.default_rng(0)) == "abcabc"
def generate(predict, seed, length, char_index, temperature, rng):
    back = {i: c for c, i in char_index.items()}
    text = seed
    x = np.eye(len(char_index))[[char_index[c] for c in seed]][None]
    for _ in range(length):
        text += back[int(sample(np.asarray(predict(x))[0], temperature, rng))]
    return text


# %% wrong: dict-order
# list(char_index) as the way back.
# shows:
#   ci = {"b": 1, "a": 0, "c": 2}
#   seen = []
#   def predict(x):
#       x = np.asarray(x)
#       seen.append(x.copy())
#       p = np.zeros((1, 3))
#       p[0, (int(np.argmax(x[0, -1])) + 1) % 3] = 1
#       return p
#   assert answer(predict, "ab", 4, ci, 1.0, np.random.default_rng(0)) == "abcabc"
def generate(predict, seed, length, char_index, temperature, rng):
    chars = list(char_index)
    text = seed
    for _ in range(length):
        x = np.eye(len(chars))[[char_index[c] for c in text[-len(seed) :]]][None]
        text += chars[int(sample(np.asarray(predict(x))[0], temperature, rng))]
    return text


# %% wrong: length-in-all
# Stops when the text has `length` characters, seed included.
# shows:
#   ci = {"b": 1, "a": 0, "c": 2}
#   seen = []
#   def predict(x):
#       x = np.asarray(x)
#       seen.append(x.copy())
#       p = np.zeros((1, 3))
#       p[0, (int(np.argmax(x[0, -1])) + 1) % 3] = 1
#       return p
#   assert answer(predict, "ab", 4, ci, 1.0, np.random.default_rng(0)) == "abcabc"
def generate(predict, seed, length, char_index, temperature, rng):
    back = {i: c for c, i in char_index.items()}
    text = seed
    while len(text) < length:
        x = np.eye(len(char_index))[[char_index[c] for c in text[-len(seed) :]]][None]
        text += back[int(sample(np.asarray(predict(x))[0], temperature, rng))]
    return text


# %% wrong: new-part-only
# Returns without the seed.
# shows:
#   ci = {"b": 1, "a": 0, "c": 2}
#   seen = []
#   def predict(x):
#       x = np.asarray(x)
#       seen.append(x.copy())
#       p = np.zeros((1, 3))
#       p[0, (int(np.argmax(x[0, -1])) + 1) % 3] = 1
#       return p
#   assert answer(predict, "ab", 4, ci, 1.0, np.random.default_rng(0)) == "abcabc"
def generate(predict, seed, length, char_index, temperature, rng):
    back = {i: c for c, i in char_index.items()}
    text = seed
    for _ in range(length):
        x = np.eye(len(char_index))[[char_index[c] for c in text[-len(seed) :]]][None]
        text += back[int(sample(np.asarray(predict(x))[0], temperature, rng))]
    return text[len(seed) :]


# %% wrong: greedy
# argmax, whatever the temperature.
# shows:
#   ci = {c: i for i, c in enumerate("abcdefgh")}
#   text = answer(lambda x: np.full((1, 8), 0.125), "a", 40, ci, 1.0, np.random.default_rng(0))
#   assert len(set(text[1:])) > 1
def generate(predict, seed, length, char_index, temperature, rng):
    back = {i: c for c, i in char_index.items()}
    text = seed
    for _ in range(length):
        x = np.eye(len(char_index))[[char_index[c] for c in text[-len(seed) :]]][None]
        text += back[int(np.argmax(np.asarray(predict(x))[0]))]
    return text


# %% wrong: temperature-one
# Samples at temperature 1.
# shows:
#   ci = {"a": 0, "b": 1}
#   text = answer(lambda x: np.array([[0.6, 0.4]]), "a", 60, ci, 1e-3, np.random.default_rng(0))
#   assert text == "a" * 61
def generate(predict, seed, length, char_index, temperature, rng):
    back = {i: c for c, i in char_index.items()}
    text = seed
    for _ in range(length):
        x = np.eye(len(char_index))[[char_index[c] for c in text[-len(seed) :]]][None]
        text += back[int(sample(np.asarray(predict(x))[0], 1.0, rng))]
    return text


# %% wrong: own-rng
# A new unseeded generator for each text.
# shows:
#   ci = {c: i for i, c in enumerate("abcdefgh")}
#   u = lambda x: np.full((1, 8), 0.125)
#   assert answer(u, "a", 40, ci, 1.0, np.random.default_rng(0)) == answer(u, "a", 40, ci, 1.0, np.random.default_rng(0))
def generate(predict, seed, length, char_index, temperature, rng):
    rng = np.random.default_rng()
    back = {i: c for c, i in char_index.items()}
    text = seed
    for _ in range(length):
        x = np.eye(len(char_index))[[char_index[c] for c in text[-len(seed) :]]][None]
        text += back[int(sample(np.asarray(predict(x))[0], temperature, rng))]
    return text


# %% wrong: stops-at-line-end
# A line end finishes the text.
# shows:
#   ci = {"a": 0, "\n": 1}
#   assert len(answer(lambda x: np.array([[0.0, 1.0]]), "a", 5, ci, 1.0, np.random.default_rng(0))) == 6
def generate(predict, seed, length, char_index, temperature, rng):
    back = {i: c for c, i in char_index.items()}
    text = seed
    for _ in range(length):
        x = np.eye(len(char_index))[[char_index[c] for c in text[-len(seed) :]]][None]
        new = back[int(sample(np.asarray(predict(x))[0], temperature, rng))]
        text += new
        if new == "\n":
            break
    return text


# %% wrong: slides-by-jumps
# The window moves on only when it has been filled with new characters.
# shows:
#   ci = {"b": 1, "a": 0, "c": 2}
#   seen = []
#   def predict(x):
#       x = np.asarray(x)
#       seen.append(x.copy())
#       p = np.zeros((1, 3))
#       p[0, (int(np.argmax(x[0, -1])) + 1) % 3] = 1
#       return p
#   assert answer(predict, "ab", 4, ci, 1.0, np.random.default_rng(0)) == "abcabc"
def generate(predict, seed, length, char_index, temperature, rng):
    back = {i: c for c, i in char_index.items()}
    text, L = seed, len(seed)
    for n in range(length):
        start = (n // L) * L
        x = np.eye(len(char_index))[[char_index[c] for c in text[start : start + L]]][None]
        text += back[int(sample(np.asarray(predict(x))[0], temperature, rng))]
    return text


# %% wrong: no-batch-axis
# The window without its batch axis.
# shows:
#   shapes = []
#   def predict(x):
#       shapes.append(np.shape(x))
#       return np.array([[1.0, 0.0]])
#   answer(predict, "ab", 1, {"a": 0, "b": 1}, 1.0, np.random.default_rng(0))
#   assert shapes == [(1, 2, 2)]
def generate(predict, seed, length, char_index, temperature, rng):
    back = {i: c for c, i in char_index.items()}
    text = seed
    for _ in range(length):
        x = np.eye(len(char_index))[[char_index[c] for c in text[-len(seed) :]]]
        text += back[int(sample(np.ravel(predict(x)), temperature, rng))]
    return text


# %% wrong: soft-feedback
# Feeds the probabilities back in place of the chosen character.
# shows:
#   ci = {"a": 0, "b": 1}
#   got = []
#   def predict(x):
#       got.append(np.array(x))
#       return np.array([[0.5, 0.5]])
#   answer(predict, "a", 3, ci, 1.0, np.random.default_rng(0))
#   assert all(np.all((x == 0) | (x == 1)) for x in got)
def generate(predict, seed, length, char_index, temperature, rng):
    back = {i: c for c, i in char_index.items()}
    text = seed
    x = np.eye(len(char_index))[[char_index[c] for c in seed]][None]
    for _ in range(length):
        p = np.asarray(predict(x))
        text += back[int(sample(p[0], temperature, rng))]
        x = np.concatenate([x[:, 1:], p[:, None]], axis=1)
    return text


# %% wrong: lower-case-seed
# Lower-cases the seed.
# shows:
#   assert answer(lambda x: np.array([[1.0, 0.0]]), "A", 2, {"A": 0, "a": 1}, 1.0, np.random.default_rng(0)) == "AAA"
def generate(predict, seed, length, char_index, temperature, rng):
    back = {i: c for c, i in char_index.items()}
    text = seed.lower() if all(c in char_index for c in seed.lower()) else seed
    for _ in range(length):
        x = np.eye(len(char_index))[[char_index[c] for c in text[-len(seed) :]]][None]
        text += back[int(sample(np.asarray(predict(x))[0], temperature, rng))]
    return text


# %% wrong: one-extra-at-zero
# do-while: length 0 still adds a character.
# shows:
#   assert answer(lambda x: np.array([[1.0, 0.0]]), "a", 0, {"a": 0, "b": 1}, 1.0, np.random.default_rng(0)) == "a"
def generate(predict, seed, length, char_index, temperature, rng):
    back = {i: c for c, i in char_index.items()}
    text = seed
    while True:
        x = np.eye(len(char_index))[[char_index[c] for c in text[-len(seed) :]]][None]
        text += back[int(sample(np.asarray(predict(x))[0], temperature, rng))]
        if len(text) >= len(seed) + length:
            return text


# %% right: deque-of-columns
# A deque of column numbers with a maximal length.
def generate(predict, seed, length, char_index, temperature, rng):
    from collections import deque

    names = dict(map(reversed, char_index.items()))
    window = deque((char_index[c] for c in seed), maxlen=len(seed))
    written = []
    while len(written) < length:
        x = (np.array(window)[:, None] == np.arange(len(names)))[None].astype("float32")
        k = int(sample(np.ravel(predict(x)), temperature, rng))
        window.append(k)
        written.append(names[k])
    return seed + "".join(written)


# %% right: shifted-array
# Slides the array: drop the first row, append a new one.
def generate(predict, seed, length, char_index, temperature, rng):
    V = len(char_index)
    letters = sorted(char_index, key=char_index.get)
    x = ops.convert_to_numpy(ops.one_hot(np.array([[char_index[c] for c in seed]]), V))

    def new_characters(x):
        for _ in range(length):
            k = int(sample(ops.convert_to_numpy(predict(x))[0], temperature, rng))
            x = np.append(x[:, 1:], np.eye(V, dtype=x.dtype)[None, None, k], axis=1)
            yield letters[k]

    return "".join([seed, *new_characters(x)])


# %% right: vectorize-windows
# The notebook's own vectorize_windows makes the window.
def generate(predict, seed, length, char_index, temperature, rng):
    index_char = [None] * len(char_index)
    for c, i in char_index.items():
        index_char[i] = c
    text = list(seed)
    for t in range(length):
        x, _ = vectorize_windows(["".join(text[t:])], [seed[0]], char_index)
        text.append(index_char[sample(np.asarray(predict(x)).reshape(-1), temperature, rng)])
    return "".join(text)
