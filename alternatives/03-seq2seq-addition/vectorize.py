# %% stack-and-reshape
# why: Stacks lists and gives the empty case its shape by reshape.
def vectorize(questions, answers, digits, alphabet):
    V = len(alphabet)
    x = [one_hot(q, 2 * digits + 1, alphabet) for q in questions]
    y = [one_hot(a, digits + 1, alphabet) for a in answers]
    return np.reshape(x, (-1, 2 * digits + 1, V)) if x else np.zeros((0, 2 * digits + 1, V)), (
        np.reshape(y, (-1, digits + 1, V)) if y else np.zeros((0, digits + 1, V))
    )


# %% indices-then-eye
# why: Does without one_hot: a table of column numbers, then one look-up.
def vectorize(questions, answers, digits, alphabet):
    def encode(texts, length):
        table = {c: k for k, c in enumerate(alphabet)}
        ids = np.full((len(texts), length), table[" "])
        for row, text in zip(ids, texts):
            row[: len(text)] = [table[c] for c in text]
        return np.eye(len(alphabet), dtype="float32")[ids]

    return [encode(questions, 2 * digits + 1), encode(answers, digits + 1)]


# %% keras-tensors
# why: keras.ops.one_hot on a padded integer array; tensors come back.
def vectorize(questions, answers, digits, alphabet):
    results = []
    for texts, length in ((questions, 2 * digits + 1), (answers, digits + 1)):
        flat = [alphabet.index(c) for text in texts for c in text.ljust(length)]
        ids = np.array(flat, dtype="int32").reshape(len(texts), length)
        results.append(keras.ops.one_hot(ids, len(alphabet)))
    return tuple(results)


# %% booleans-by-broadcasting
# why: Compares arrays of characters with the alphabet; booleans come back.
def vectorize(questions, answers, digits, alphabet):
    letters = np.array(list(alphabet))

    def encode(texts, length):
        characters = np.array([list(t.ljust(length)) for t in texts], dtype="U1")
        return characters.reshape(len(texts), length, 1) == letters

    return encode(questions, 2 * digits + 1), encode(answers, digits + 1)


# %% ones-at-coordinates
# why: Writes all ones at once, at lists of coordinates; one array for both, then cut.
def vectorize(questions, answers, digits, alphabet):
    column = {c: k for k, c in enumerate(alphabet)}
    length = 3 * digits + 2
    both = np.zeros((len(questions), length, len(alphabet)), bool)
    for i, (q, a) in enumerate(zip(questions, answers)):
        row = q.ljust(2 * digits + 1) + a.ljust(digits + 1)
        both[i, range(length), [column[c] for c in row]] = True
    return both[:, : 2 * digits + 1].astype(int), both[:, 2 * digits + 1 :].astype(float)
