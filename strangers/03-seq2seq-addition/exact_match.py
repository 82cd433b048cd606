# %% wrong: ignores-the-fill
# Looks only at places where the true character is not the last of the alphabet, the space.
# shows:
#   t = np.eye(12)[[[1, 11]]]
#   p = np.eye(12)[[[1, 3]]]
#   assert answer(t, p) == 0
def exact_match(y_true, y_pred):
    a, b = np.argmax(y_true, -1), np.argmax(y_pred, -1)
    return float(np.mean(np.all((a == b) | (a == np.shape(y_true)[-1] - 1), axis=-1)))


# %% wrong: a-count
# The number of right answers.
# shows:
#   t = np.eye(3)[[[0, 1], [2, 2], [1, 0], [0, 0]]]
#   p = np.eye(3)[[[0, 1], [2, 1], [1, 0], [1, 2]]] * 0.4 + 0.2
#   assert np.isclose(answer(t, p), 0.5)
def exact_match(y_true, y_pred):
    return float(np.sum(np.all(np.argmax(y_true, -1) == np.argmax(y_pred, -1), axis=-1)))


# %% wrong: percent
# Between 0 and 100.
# shows:
#   t = np.eye(3)[[[0, 1], [2, 2], [1, 0], [0, 0]]]
#   p = np.eye(3)[[[0, 1], [2, 1], [1, 0], [1, 2]]] * 0.4 + 0.2
#   assert np.isclose(answer(t, p), 0.5)
def exact_match(y_true, y_pred):
    return 100 * float(np.mean(np.all(np.argmax(y_true, -1) == np.argmax(y_pred, -1), axis=-1)))


# %% wrong: power-of-accuracy
# Character accuracy to the power of the length: right if mistakes were independent.
# shows:
#   t = np.eye(3)[[[0, 1], [2, 2], [1, 0], [0, 0]]]
#   p = np.eye(3)[[[0, 1], [2, 1], [1, 0], [1, 2]]] * 0.4 + 0.2
#   assert np.isclose(answer(t, p), 0.5)
def exact_match(y_true, y_pred):
    right = np.argmax(y_true, -1) == np.argmax(y_pred, -1)
    return float(np.mean(right) ** right.shape[1])


# %% wrong: sum-of-indices
# Compares the sums of the characters' indices: 12 and 21 are the same.
# shows:
#   t = np.eye(3)[[[1, 2]]]
#   p = np.eye(3)[[[2, 1]]]
#   assert answer(t, p) == 0
def exact_match(y_true, y_pred):
    return float(np.mean(np.argmax(y_true, -1).sum(-1) == np.argmax(y_pred, -1).sum(-1)))


# %% wrong: first-thousand
# Judges the first 1,000 answers only, to save time.
# shows:
#   t = np.eye(2)[np.zeros((2000, 1), int)]
#   p = np.eye(2)[np.repeat([0, 1], 1000)[:, None]]
#   assert np.isclose(answer(t, p), 0.5)
def exact_match(y_true, y_pred):
    return float(
        np.mean(np.all(np.argmax(y_true[:1000], -1) == np.argmax(y_pred[:1000], -1), axis=-1))
    )


# %% wrong: rounded-result
# Two decimals.
# shows:
#   t = np.eye(2)[np.zeros((3, 1), int)]
#   p = np.eye(2)[np.array([[0], [1], [1]])]
#   assert abs(answer(t, p) - 1 / 3) < 1e-4
def exact_match(y_true, y_pred):
    return round(float(np.mean(np.all(np.argmax(y_true, -1) == np.argmax(y_pred, -1), axis=-1))), 2)


# %% right: by-decoded-tuples
# Compares Python tuples, row by row.
def exact_match(y_true, y_pred):
    def read(rows):
        return [tuple(int(np.argmax(v)) for v in row) for row in rows]

    a, b = read(y_true), read(y_pred)
    return sum(p == q for p, q in zip(a, b)) / len(a)


# %% right: keras-metric-product
# keras.ops: product over the characters of 0 and 1.
def exact_match(y_true, y_pred):
    o = keras.ops
    hit = o.equal(
        o.argmax(o.convert_to_tensor(y_true), axis=2), o.argmax(o.convert_to_tensor(y_pred), axis=2)
    )
    return o.mean(o.prod(o.cast(hit, "float32"), axis=1))
