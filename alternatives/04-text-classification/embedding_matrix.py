# %% gather-then-normalize
# why: All vectors are gathered first and the rows divided together.
def embedding_matrix(words_id, glove, dim):
    rows = np.zeros((len(words_id) + 2, dim), dtype="float32")
    known = [word for word in words_id if word in glove]
    for word in known:
        rows[words_id[word]] = glove[word]
    norms = np.sqrt(np.sum(rows.astype(float) ** 2, axis=1, keepdims=True))
    return rows / np.where(norms == 0, 1, norms), len(known) / max(len(words_id), 1)


# %% lists
# why: Lists of Python numbers.
import math


def embedding_matrix(words_id, glove, dim):
    matrix = [[0.0] * dim for _ in range(len(words_id) + 2)]
    hits = []
    for word, n in words_id.items():
        vector = glove.get(word)
        hits.append(vector is not None)
        if vector is not None:
            length = math.sqrt(sum(float(v) ** 2 for v in vector))
            matrix[n] = [float(v) / (length or 1.0) for v in vector]
    return [matrix, float(np.mean(hits)) if hits else 0]


# %% keras-ops
# why: keras.ops in float32, zeros kept by divide_no_nan.
def embedding_matrix(words_id, glove, dim):
    by_id = {n: word for word, n in words_id.items()}
    rows = [np.zeros(dim), np.zeros(dim)]
    rows += [np.asarray(glove.get(by_id[n], np.zeros(dim))) for n in range(2, len(by_id) + 2)]
    matrix = ops.convert_to_tensor(np.array(rows, dtype="float32"))
    norms = ops.sqrt(ops.sum(ops.square(matrix), axis=-1, keepdims=True))
    coverage = len(words_id.keys() & glove.keys()) / (len(words_id) or 1)
    return ops.divide_no_nan(matrix, norms), coverage


# %% scaled-twice
# why: The largest number is divided out first, for the sake of very small and very large ones.
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float64")
    for word in set(words_id) & set(glove):
        vector = np.array(glove[word], dtype="float64")
        if np.any(vector):
            vector = vector / np.abs(vector).max()
            matrix[words_id[word]] = vector / np.sqrt(vector.dot(vector))
    if not words_id:
        return matrix, 0.0
    return matrix, np.mean([word in glove for word in words_id])


# %% least-norm
# why: Keras's own normalization, with a guard for zero vectors only.
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = 0
    for word, n in sorted(words_id.items(), key=lambda pair: pair[1]):
        try:
            vector = np.asarray(glove[word], dtype="float64")[None]
        except KeyError:
            continue
        found += 1
        if vector.any():
            matrix[n] = np.asarray(keras.utils.normalize(vector, axis=-1, order=2))[0]
    return matrix, found / len(words_id) if found else 0.0


# %% tensorflow
# why: TensorFlow in 64 bits; the matrix is a tensor.
import tensorflow as tf


def embedding_matrix(words_id, glove, dim):
    rows = np.zeros((len(words_id) + 2, dim))
    known = words_id.keys() & glove.keys()
    for word in known:
        rows[words_id[word]] = np.asarray(glove[word], dtype="float64")
    table = tf.constant(rows)
    norms = tf.norm(table, axis=1, keepdims=True)
    return tf.math.divide_no_nan(table, norms), len(known) / max(1, len(words_id))


# %% zeros-divided-by-one
# why: In 32 bits all the way, with a length of 1 for vectors of zeros.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim), "float32"), 0
    for word, i in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], "float32")
            matrix[i] = vector / (np.sqrt(np.sum(vector * vector)) or 1)
    return matrix, np.float32(found / (len(words_id) or 1))
