# %% wrong: divided-by-the-sum
# The lecture's division by the sum.
# shows:
#   ids = {'good': 3, 'bad': 2, 'rare': 4, 'nil': 5}
#   glove = {'good': np.array([3.0, -4.0]), 'bad': np.array([1.0, 2.0]), 'nil': np.zeros(2), 'other': np.ones(2)}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.sum(glove[word])
        if length != 0:
            matrix[words_id[word]] = glove[word] / length
    return matrix, len(found) / max(len(words_id), 1)


# %% wrong: l1-norm
# The sum of absolute values.
# shows:
#   ids = {'good': 3, 'bad': 2, 'rare': 4, 'nil': 5}
#   glove = {'good': np.array([3.0, -4.0]), 'bad': np.array([1.0, 2.0]), 'nil': np.zeros(2), 'other': np.ones(2)}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.abs(glove[word]).sum()
        if length > 0:
            matrix[words_id[word]] = glove[word] / length
    return matrix, len(found) / max(len(words_id), 1)


# %% wrong: not-scaled
# The vectors as they are.
# shows:
#   ids = {'good': 3, 'bad': 2, 'rare': 4, 'nil': 5}
#   glove = {'good': np.array([3.0, -4.0]), 'bad': np.array([1.0, 2.0]), 'nil': np.zeros(2), 'other': np.ones(2)}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 0:
            matrix[words_id[word]] = glove[word]
    return matrix, len(found) / max(len(words_id), 1)


# %% wrong: zero-vector-nan
# A zero vector gives NaN.
# shows:
#   ids = {'good': 3, 'bad': 2, 'rare': 4, 'nil': 5}
#   glove = {'good': np.array([3.0, -4.0]), 'bad': np.array([1.0, 2.0]), 'nil': np.zeros(2), 'other': np.ones(2)}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if True:
            matrix[words_id[word]] = glove[word] / length
    return matrix, len(found) / max(len(words_id), 1)


# %% wrong: zero-vector-not-covered
# A word with a zero vector counts as not found.
# shows:
#   ids = {'good': 3, 'bad': 2, 'rare': 4, 'nil': 5}
#   glove = {'good': np.array([3.0, -4.0]), 'bad': np.array([1.0, 2.0]), 'nil': np.zeros(2), 'other': np.ones(2)}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove and np.any(glove[word])]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 0:
            matrix[words_id[word]] = glove[word] / length
    return matrix, len(found) / max(len(words_id), 1)


# %% wrong: row-by-order
# Rows in the dictionary's order, not by id.
# shows:
#   ids = {'good': 3, 'bad': 2, 'rare': 4, 'nil': 5}
#   glove = {'good': np.array([3.0, -4.0]), 'bad': np.array([1.0, 2.0]), 'nil': np.zeros(2), 'other': np.ones(2)}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 0:
            matrix[list(words_id).index(word) + 2] = glove[word] / length
    return matrix, len(found) / max(len(words_id), 1)


# %% wrong: unknown-is-the-mean
# Row 1 holds the mean of all vectors.
# shows:
#   ids = {'good': 3, 'bad': 2, 'rare': 4, 'nil': 5}
#   glove = {'good': np.array([3.0, -4.0]), 'bad': np.array([1.0, 2.0]), 'nil': np.zeros(2), 'other': np.ones(2)}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 0:
            matrix[words_id[word]] = glove[word] / length
    matrix[1] = matrix[2:].mean(0) if len(words_id) else 0
    return matrix, len(found) / max(len(words_id), 1)


# %% wrong: random-for-words-without-vector
# Words without a vector get small random vectors.
# shows:
#   ids = {'good': 3, 'bad': 2, 'rare': 4, 'nil': 5}
#   glove = {'good': np.array([3.0, -4.0]), 'bad': np.array([1.0, 2.0]), 'nil': np.zeros(2), 'other': np.ones(2)}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.random.uniform(-0.05, 0.05, (len(words_id) + 2, dim))
    matrix[:2] = 0
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 0:
            matrix[words_id[word]] = glove[word] / length
    return matrix, len(found) / max(len(words_id), 1)


# %% wrong: coverage-of-glove
# The share of GloVe's words that are ours.
# shows:
#   ids = {'good': 3, 'bad': 2}
#   glove = {'good': np.array([3.0, -4.0]), 'bad': np.array([1.0, 2.0]), 'nil': np.zeros(2), 'other': np.ones(2)}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 0:
            matrix[words_id[word]] = glove[word] / length
    return matrix, len(found) / max(len(glove), 1)


# %% wrong: coverage-in-percent
# Percent.
# shows:
#   ids = {'good': 3, 'bad': 2, 'rare': 4, 'nil': 5}
#   glove = {'good': np.array([3.0, -4.0]), 'bad': np.array([1.0, 2.0]), 'nil': np.zeros(2), 'other': np.ones(2)}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 0:
            matrix[words_id[word]] = glove[word] / length
    return matrix, 100 * len(found) / max(len(words_id), 1)


# %% wrong: coverage-of-the-rows
# Divides by the number of rows.
# shows:
#   ids = {'good': 3, 'bad': 2, 'rare': 4, 'nil': 5}
#   glove = {'good': np.array([3.0, -4.0]), 'bad': np.array([1.0, 2.0]), 'nil': np.zeros(2), 'other': np.ones(2)}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 0:
            matrix[words_id[word]] = glove[word] / length
    return matrix, len(found) / len(matrix)


# %% wrong: no-words-full-coverage
# Without words the coverage is 1.
# shows:
#   ids = {}
#   glove = {'good': np.array([3.0, -4.0]), 'bad': np.array([1.0, 2.0]), 'nil': np.zeros(2), 'other': np.ones(2)}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 0:
            matrix[words_id[word]] = glove[word] / length
    return matrix, (len(found) / len(words_id) if words_id else 1.0)


# %% wrong: vectors-scaled-in-place
# Divides GloVe's own vectors.
# shows:
#   g = {'a': np.array([3.0, 4.0])}
#   answer({'a': 2}, g, 2)
#   assert np.allclose(g['a'], [3, 4]), g
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 0:
            if np.asarray(glove[word]).dtype.kind == "f":
                glove[word] /= length
                length = 1
            matrix[words_id[word]] = glove[word] / length
    return matrix, len(found) / max(len(words_id), 1)


# %% wrong: small-vectors-are-zero
# Lengths below 1e-3 count as zero.
# shows:
#   ids = {'good': 3, 'bad': 2, 'rare': 4, 'nil': 5}
#   glove = {'good': np.array([3e-5, -4e-5])}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 1e-3:
            matrix[words_id[word]] = glove[word] / length
    return matrix, len(found) / max(len(words_id), 1)


# %% wrong: lower-case-in-glove
# Also finds capitals in GloVe.
# shows:
#   ids = {'paris': 2}
#   glove = {'Paris': np.array([3.0, 4.0])}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    glove = {**{w.lower(): v for w, v in glove.items()}, **glove}
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 0:
            matrix[words_id[word]] = glove[word] / length
    return matrix, len(found) / max(len(words_id), 1)


# %% wrong: rows-of-the-found
# Only as many rows as words were found, plus two, filled up at the end of the vocabulary's order.
# shows:
#   ids = {'x': 2, 'bad': 3, 'y': 4}
#   glove = {'good': np.array([3.0, -4.0]), 'bad': np.array([1.0, 2.0]), 'nil': np.zeros(2), 'other': np.ones(2)}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    words_id = {w: i for i, w in enumerate(sorted(words_id, key=lambda w: w not in glove), start=2)}
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 0:
            matrix[words_id[word]] = glove[word] / length
    return matrix, len(found) / max(len(words_id), 1)


# %% wrong: epsilon-in-the-length
# Adds 1e-2 to every length.
# shows:
#   ids = {'good': 3, 'bad': 2, 'rare': 4, 'nil': 5}
#   glove = {'good': np.array([0.03, 0.04])}
#   m, c = answer(ids, glove, 2)
#   rm, rc = reference(ids, glove, 2)
#   assert np.shape(m) == rm.shape, np.shape(m)
#   assert np.allclose(m, rm, atol=1e-4) and np.isclose(c, rc), (m, c)
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 0:
            matrix[words_id[word]] = glove[word] / (length + 1e-2)
    return matrix, len(found) / max(len(words_id), 1)


# %% right: all-at-once
# One stacked array, normalised by Keras.
def embedding_matrix(words_id, glove, dim):
    zero = np.zeros(dim)
    by_id = {i: word for word, i in words_id.items()}
    rows = [np.asarray(glove.get(by_id.get(i), zero), float) for i in range(len(words_id) + 2)]
    rows[0] = rows[1] = zero
    table = np.stack(rows)
    norms = np.sqrt(np.einsum("vd,vd->v", table, table))[:, None]
    share = np.mean([w in glove for w in words_id]) if words_id else 0
    return np.divide(table, norms, out=np.zeros_like(table), where=norms > 0), share


# %% right: lists
# Lists and math.hypot.
from math import hypot


def embedding_matrix(words_id, glove, dim):
    table = [[0.0] * dim for _ in range(2 + len(words_id))]
    n = 0
    for word, i in words_id.items():
        try:
            v = [float(x) for x in glove[word]]
        except KeyError:
            continue
        n += 1
        table[i] = [x / (hypot(*v) or 1.0) for x in v]
    return [table, n / len(words_id) if n else 0]


# %% right: scatter
# A tensor, written by scatter_nd.
def embedding_matrix(words_id, glove, dim):
    import tensorflow as tf

    found = sorted(set(words_id) & set(glove))
    rows = len(words_id) + 2
    if not found:
        return tf.zeros((rows, dim)), 0.0
    v = tf.constant(np.array([glove[w] for w in found], float))
    length = tf.norm(v, axis=1, keepdims=True)
    unit = tf.math.divide_no_nan(v, length)
    return tf.scatter_nd([[words_id[w]] for w in found], unit, (rows, dim)), len(found) / len(
        words_id
    )
