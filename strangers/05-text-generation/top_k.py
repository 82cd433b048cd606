# %% wrong: ties-to-the-higher
# argsort rising, then the last k.
# shows:
#   assert np.allclose(answer(np.array([0.25] * 4), 2), [0.5, 0.5, 0, 0])
def top_k(probabilities, k):
    p = np.asarray(probabilities, float)
    keep = np.argsort(p, kind="stable")[::-1][:k]
    q = np.zeros_like(p)
    q[keep] = p[keep]
    return q / q.sum()


# %% wrong: ties-all-stay
# Everything at or above the k-th value.
# shows:
#   assert np.count_nonzero(answer(np.array([0.4, 0.3, 0.3]), 2)) == 2
def top_k(probabilities, k):
    p = np.asarray(probabilities, float)
    q = np.where(p >= np.sort(p)[::-1][min(k, len(p)) - 1], p, 0)
    return q / q.sum()


# %% wrong: above-the-k-th
# Strictly above the (k+1)-th value: level ones at the border all go.
# shows:
#   assert np.count_nonzero(answer(np.array([0.4, 0.3, 0.3]), 2)) == 2
def top_k(probabilities, k):
    p = np.asarray(probabilities, float)
    s = np.sort(p)[::-1]
    q = np.where(p > (s[k] if k < len(p) else -1), p, 0)
    return q / q.sum() if q.sum() else p / p.sum()


# %% wrong: not-renormalised
# The rest is set to zero and that is all.
# shows:
#   assert np.allclose(answer(np.array([0.1, 0.4, 0.3, 0.2]), 2), [0, 4 / 7, 3 / 7, 0])
def top_k(probabilities, k):
    p = np.asarray(probabilities, float)
    keep = np.argsort(-p, kind="stable")[:k]
    q = np.zeros_like(p)
    q[keep] = p[keep]
    return q


# %% wrong: sorted-result
# The k in falling order, zeros after them.
# shows:
#   assert np.allclose(answer(np.array([0.1, 0.4, 0.3, 0.2]), 2), [0, 4 / 7, 3 / 7, 0])
def top_k(probabilities, k):
    p = np.asarray(probabilities, float)
    q = np.sort(p)[::-1].copy()
    q[k:] = 0
    return q / q.sum()


# %% wrong: only-k-long
# Returns just the k probabilities.
# shows:
#   assert np.shape(answer(np.array([0.1, 0.4, 0.3, 0.2]), 2)) == (4,)
def top_k(probabilities, k):
    p = np.asarray(probabilities, float)
    q = p[np.sort(np.argsort(-p, kind="stable")[:k])]
    return q / q.sum()


# %% wrong: k-too-large-fails
# argpartition refuses k > V.
# shows:
#   try:
#       ok = np.allclose(answer(np.array([0.4, 0.6]), 5), [0.4, 0.6])
#   except Exception:
#       ok = False
#   assert ok
def top_k(probabilities, k):
    p = np.asarray(probabilities, float)
    if k < len(p):
        keep = np.argsort(-p, kind="stable")[:k]
    else:
        keep = np.argpartition(-p, k - 1)[:k]
    q = np.zeros_like(p)
    q[keep] = p[keep]
    return q / q.sum()


# %% wrong: equal-shares
# 1/k for each that stays.
# shows:
#   assert np.allclose(answer(np.array([0.1, 0.4, 0.3, 0.2]), 2), [0, 4 / 7, 3 / 7, 0])
def top_k(probabilities, k):
    p = np.asarray(probabilities, float)
    q = np.zeros_like(p)
    q[np.argsort(-p, kind="stable")[:k]] = 1
    return q / q.sum()


# %% wrong: softmax-over-the-kept
# A softmax of the kept probabilities renormalises them wrongly.
# shows:
#   assert np.allclose(answer(np.array([0.1, 0.4, 0.3, 0.2]), 2), [0, 4 / 7, 3 / 7, 0])
def top_k(probabilities, k):
    p = np.asarray(probabilities, float)
    keep = np.argsort(-p, kind="stable")[:k]
    q = np.zeros_like(p)
    q[keep] = np.exp(p[keep])
    return q / q.sum()


# %% wrong: zeroes-the-argument
# Sets the caller's array to zero.
# shows:
#   p = np.array([0.2, 0.3, 0.5])
#   answer(p, 1)
#   assert np.allclose(p, [0.2, 0.3, 0.5])
def top_k(probabilities, k):
    p = np.asarray(probabilities)
    p[np.argsort(-p, kind="stable")[k:]] = 0
    return np.asarray(p, float) / p.sum()


# %% wrong: removes-the-k-least
# Sets the k least probable to zero.
# shows:
#   assert np.allclose(answer(np.array([0.1, 0.5, 0.4]), 1), [0, 1, 0])
def top_k(probabilities, k):
    p = np.asarray(probabilities, float)
    q = p.copy()
    q[np.argsort(p, kind="stable")[: min(k, len(p) - 1)]] = 0
    return q / q.sum()


# %% wrong: distinct-values
# The k largest different values.
# shows:
#   assert np.count_nonzero(answer(np.array([0.3, 0.3, 0.2, 0.2]), 2)) == 2
def top_k(probabilities, k):
    p = np.asarray(probabilities, float)
    q = np.where(np.isin(p, np.unique(p)[::-1][:k]), p, 0)
    return q / q.sum()


# %% wrong: argument-returned-when-all-stay
# k >= V hands back the same array.
# shows:
#   p = np.array([0.5, 0.5])
#   assert not np.shares_memory(p, np.asarray(answer(p, 3)))
def top_k(probabilities, k):
    if k >= len(probabilities):
        return probabilities
    p = np.asarray(probabilities, float)
    keep = np.argsort(-p, kind="stable")[:k]
    q = np.zeros_like(p)
    q[keep] = p[keep]
    return q / q.sum()


# %% right: ranks-by-counting
# A symbol's rank is how many beat it; no sort.
def top_k(probabilities, k):
    p = np.asarray(probabilities, float)
    i = np.arange(len(p))
    beats = (p[None] > p[:, None]) | ((p[None] == p[:, None]) & (i[None] < i[:, None]))
    q = p * (beats.sum(axis=1) < k)
    return q / q.sum()


# %% right: heapq
# heapq.nlargest with the negative index as a second key; a list.
def top_k(probabilities, k):
    import heapq

    p = [float(v) for v in probabilities]
    keep = set(heapq.nlargest(k, range(len(p)), key=lambda i: (p[i], -i)))
    total = sum(p[i] for i in keep)
    return [v / total if i in keep else 0.0 for i, v in enumerate(p)]


# %% right: tf-math-top-k
# tf.math.top_k (lower index first) and a scatter.
def top_k(probabilities, k):
    import tensorflow as tf

    p = tf.constant(np.asarray(probabilities, "float64"))
    values, places = tf.math.top_k(p, k=min(k, int(p.shape[0])))
    return tf.scatter_nd(places[:, None], values / tf.reduce_sum(values), tf.shape(p))
