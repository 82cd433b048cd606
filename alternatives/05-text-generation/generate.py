# %% window-kept-as-array
# why: Keeps the one-hot window and rolls it; draws with Gumbel noise.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = sorted(char_index, key=char_index.get)
    x = np.zeros((1, len(seed), len(characters)))
    for t, c in enumerate(seed):
        x[0, t, char_index[c]] = 1
    written = []
    for _ in range(length):
        with np.errstate(divide="ignore"):
            logs = np.log(np.asarray(predict(x), "float64").reshape(-1)) / temperature
        k = int(np.argmax(logs + rng.gumbel(size=len(logs))))
        written.append(characters[k])
        x = np.roll(x, -1, axis=1)
        x[0, -1] = np.arange(len(characters)) == k
    return seed + "".join(written)


# %% tensors
# why: Hands predict a tensor of keras.ops, and keeps numbers in a deque.
def generate(predict, seed, length, char_index, temperature, rng):
    from collections import deque

    window = deque((char_index[c] for c in seed), maxlen=len(seed))
    of_column = {v: k for k, v in char_index.items()}
    text = seed
    for _ in range(length):
        x = ops.one_hot(ops.convert_to_tensor([list(window)], "int32"), len(char_index))
        p = ops.convert_to_numpy(predict(x))[0].astype("float64")
        q = (p / p.max()) ** (1 / temperature)
        k = rng.choice(len(q), p=q / q.sum())
        window.append(int(k))
        text += of_column[int(k)]
    return text


# %% points-on-a-line
# why: Nested lists of numbers as the window, and points on the line of the sums.
def generate(predict, seed, length, char_index, temperature, rng):
    text = seed
    while len(text) < len(seed) + length:
        window = text[len(text) - len(seed) :]
        x = [[[float(char_index[c] == k) for k in range(len(char_index))] for c in window]]
        p = np.asarray(predict(np.array(x)), "float64")[0]
        sums = np.cumsum((p / p.max()) ** (1 / temperature))
        k = int(np.searchsorted(sums, rng.random() * sums[-1], side="right"))
        text += next(c for c, i in char_index.items() if i == k)
    return text


# %% noise-first
# why: All the chance is drawn before the first question: Gumbel noise for every step.
def generate(predict, seed, length, char_index, temperature, rng):
    of_column = {k: c for c, k in char_index.items()}
    noise = rng.gumbel(size=(length, len(of_column)))
    columns = [char_index[c] for c in seed]
    for row in noise:
        x = np.zeros((1, len(seed), len(of_column)), dtype=int)
        x[0, range(len(seed)), columns[-len(seed) :]] = 1
        with np.errstate(divide="ignore"):
            logs = np.log(np.asarray(predict(x)[0], "float64")) / temperature
        columns.append(int(np.argmax(logs + row)))
    return seed + "".join(of_column[k] for k in columns[len(seed) :])
