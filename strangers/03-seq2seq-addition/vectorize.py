# %% wrong: stack-of-nothing
# np.stack of an empty list raises.
# shows:
#   try:
#       x, y = answer([], [], 2, ALPHABET)
#       ok = np.shape(x) == (0, 5, 12) and np.shape(y) == (0, 3, 12)
#   except Exception:
#       ok = False
#   assert ok
def vectorize(questions, answers, digits, alphabet):
    return (
        np.stack([one_hot(q, 2 * digits + 1, alphabet) for q in questions]),
        np.stack([one_hot(a, digits + 1, alphabet) for a in answers]),
    )


# %% wrong: shapeless-when-empty
# np.array of nothing has the shape (0,).
# shows:
#   assert np.shape(answer([], [], 2, ALPHABET)[0]) == (0, 5, 12)
def vectorize(questions, answers, digits, alphabet):
    return (
        np.array([one_hot(q, 2 * digits + 1, alphabet) for q in questions]),
        np.array([one_hot(a, digits + 1, alphabet) for a in answers]),
    )


# %% wrong: length-from-the-data
# As long as the longest question.
# shows:
#   assert np.shape(answer(["1+2"], ["3"], 3, ALPHABET)[0]) == (1, 7, 12)
def vectorize(questions, answers, digits, alphabet):
    Lq = max(map(len, questions), default=2 * digits + 1)
    La = max(map(len, answers), default=digits + 1)
    x = np.zeros((len(questions), Lq, len(alphabet)))
    y = np.zeros((len(answers), La, len(alphabet)))
    for i, (q, a) in enumerate(zip(questions, answers)):
        x[i], y[i] = one_hot(q, Lq, alphabet), one_hot(a, La, alphabet)
    return x, y


# %% wrong: answer-of-digits-places
# No place for the last carry; longer answers get one more place for all.
# shows:
#   assert np.shape(answer(["1+2"], ["3"], 1, ALPHABET)[1]) == (1, 2, 12)
def vectorize(questions, answers, digits, alphabet):
    La = max([digits, *map(len, answers)])
    x = np.zeros((len(questions), 2 * digits + 1, len(alphabet)))
    y = np.zeros((len(answers), La, len(alphabet)))
    for i, (q, a) in enumerate(zip(questions, answers)):
        x[i], y[i] = one_hot(q, 2 * digits + 1, alphabet), one_hot(a, La, alphabet)
    return x, y


# %% wrong: reversed-questions
# Turns the questions round, as Sutskever and others did.
# shows:
#   x, _ = answer(["1+2"], ["3"], 1, ALPHABET)
#   assert np.argmax(x[0], -1).tolist() == [1, 10, 2]
def vectorize(questions, answers, digits, alphabet):
    x = np.zeros((len(questions), 2 * digits + 1, len(alphabet)))
    y = np.zeros((len(answers), digits + 1, len(alphabet)))
    for i, (q, a) in enumerate(zip(questions, answers)):
        x[i], y[i] = one_hot(q, 2 * digits + 1, alphabet)[::-1], one_hot(a, digits + 1, alphabet)
    return x, y


# %% wrong: right-aligned-answers
# Answers are filled up on the left, so that the ones stand below each other.
# shows:
#   _, y = answer(["1+2"], ["3"], 1, ALPHABET)
#   assert np.argmax(y[0], -1).tolist() == [3, 11]
def vectorize(questions, answers, digits, alphabet):
    x = np.zeros((len(questions), 2 * digits + 1, len(alphabet)))
    y = np.zeros((len(answers), digits + 1, len(alphabet)))
    for i, (q, a) in enumerate(zip(questions, answers)):
        x[i], y[i] = (
            one_hot(q, 2 * digits + 1, alphabet),
            one_hot(a.rjust(digits + 1), digits + 1, alphabet),
        )
    return x, y


# %% wrong: notebook-alphabet
# Ignores the argument alphabet and reads the global one.
# shows:
#   x, _ = answer(["1+2"], ["3"], 1, "+ 9876543210")
#   assert np.argmax(x[0], -1).tolist() == [10, 0, 9]
def vectorize(questions, answers, digits, alphabet):
    x = np.zeros((len(questions), 2 * digits + 1, len(ALPHABET)))
    y = np.zeros((len(answers), digits + 1, len(ALPHABET)))
    for i, (q, a) in enumerate(zip(questions, answers)):
        x[i], y[i] = one_hot(q, 2 * digits + 1, ALPHABET), one_hot(a, digits + 1, ALPHABET)
    return x, y


# %% wrong: zeros-for-padding
# Only the characters that are there get a one.
# shows:
#   x, _ = answer(["1+2"], ["3"], 2, ALPHABET)
#   assert np.allclose(np.sum(x, axis=-1), 1)
def vectorize(questions, answers, digits, alphabet):
    def code(texts, length):
        out = np.zeros((len(texts), length, len(alphabet)))
        for i, text in enumerate(texts):
            for t, c in enumerate(text):
                out[i, t, alphabet.index(c)] = 1
        return out

    return code(questions, 2 * digits + 1), code(answers, digits + 1)


# %% wrong: repeated-questions-once
# Works through a dict from question to answer: repeated questions are lost.
# shows:
#   assert len(answer(["1+2", "1+2"], ["3", "3"], 1, ALPHABET)[0]) == 2
def vectorize(questions, answers, digits, alphabet):
    table = dict(zip(questions, answers))
    x = np.zeros((len(table), 2 * digits + 1, len(alphabet)))
    y = np.zeros((len(table), digits + 1, len(alphabet)))
    for i, (q, a) in enumerate(table.items()):
        x[i], y[i] = one_hot(q, 2 * digits + 1, alphabet), one_hot(a, digits + 1, alphabet)
    return x, y


# %% wrong: computes-the-answers
# Works the sum out from the question and never looks at the answers given.
# shows:
#   _, y = answer(["1+2"], ["9"], 1, ALPHABET)
#   assert np.argmax(y[0], -1).tolist() == [9, 11]
def vectorize(questions, answers, digits, alphabet):
    x = np.zeros((len(questions), 2 * digits + 1, len(alphabet)))
    y = np.zeros((len(questions), digits + 1, len(alphabet)))
    for i, q in enumerate(questions):
        a = str(sum(int(p) for p in q.split("+"))) if "+" in q else answers[i]
        x[i], y[i] = one_hot(q, 2 * digits + 1, alphabet), one_hot(a, digits + 1, alphabet)
    return x, y


# %% wrong: batch-of-one-squeezed
# np.squeeze takes the batch axis of a single example.
# shows:
#   assert np.shape(answer(["1+2"], ["3"], 1, ALPHABET)[0]) == (1, 3, 12)
def vectorize(questions, answers, digits, alphabet):
    x = np.zeros((len(questions), 2 * digits + 1, len(alphabet)))
    y = np.zeros((len(answers), digits + 1, len(alphabet)))
    for i, (q, a) in enumerate(zip(questions, answers)):
        x[i], y[i] = one_hot(q, 2 * digits + 1, alphabet), one_hot(a, digits + 1, alphabet)
    return (x[0], y[0]) if len(questions) == 1 else (x, y)


# %% wrong: buffers-reused
# One pair of arrays per shape, filled anew and returned again.
# shows:
#   a, _ = answer(["1+2"], ["3"], 1, ALPHABET)
#   answer(["4+5"], ["9"], 1, ALPHABET)
#   assert np.argmax(np.asarray(a)[0], -1).tolist() == [1, 10, 2]
_room = {}


def vectorize(questions, answers, digits, alphabet):
    key = len(questions), digits, len(alphabet)
    if key not in _room:
        _room[key] = (
            np.zeros((key[0], 2 * digits + 1, key[2])),
            np.zeros((key[0], digits + 1, key[2])),
        )
    x, y = _room[key]
    for i, (q, a) in enumerate(zip(questions, answers)):
        x[i], y[i] = one_hot(q, 2 * digits + 1, alphabet), one_hot(a, digits + 1, alphabet)
    return x, y


# %% right: joined-text-at-once
# All texts padded and joined, coded in one go and reshaped.
def vectorize(questions, answers, digits, alphabet):
    def code(texts, length):
        joined = "".join(t.ljust(length) for t in texts)
        return np.asarray(one_hot(joined, len(joined), alphabet)).reshape(
            len(texts), length, len(alphabet)
        )

    return code(questions, 2 * digits + 1), code(answers, digits + 1)


# %% right: tf-one-hot
# Integer ids filled in a matrix of spaces, then tf.one_hot.
def vectorize(questions, answers, digits, alphabet):
    import tensorflow as tf

    def ids(texts, length):
        table = np.full((len(texts), length), alphabet.index(" "))
        for row, text in zip(table, texts):
            row[: len(text)] = [alphabet.index(c) for c in text]
        return tf.one_hot(table, len(alphabet))

    return [ids(questions, 2 * digits + 1), ids(answers, digits + 1)]
