# %% sorted-pairs
# why: Python's sort over (minus probability, index), a list as the answer.
def top_k(probabilities, k):
    keep = {i for _, i in sorted((-float(p), i) for i, p in enumerate(probabilities))[:k]}
    q = [float(p) if i in keep else 0.0 for i, p in enumerate(probabilities)]
    return [v / sum(q) for v in q]


# %% one-by-one
# why: Takes the largest k times; argmax prefers the lower index.
def top_k(probabilities, k):
    left, q = np.array(probabilities, "float64"), np.zeros(len(probabilities))
    for _ in range(min(k, len(q))):
        i = left.argmax()
        q[i], left[i] = left[i], -1
    return q / q.sum()


# %% lexsort
# why: Two keys at once, and an answer in float32.
def top_k(probabilities, k):
    p = np.asarray(probabilities, "float32")
    order = np.lexsort((np.arange(len(p)), -p))
    ranks = np.empty(len(p), int)
    ranks[order] = np.arange(len(p))
    q = p * (ranks < k)
    return q / q.sum()


# %% tensorflow
# why: tf.math.top_k, where of equal elements the lower index comes first.
def top_k(probabilities, k):
    import tensorflow as tf

    p = tf.cast(probabilities, tf.float32)
    values, places = tf.math.top_k(p, min(k, len(p)))
    return tf.scatter_nd(places[:, None], values, [len(p)]) / tf.reduce_sum(values)


# %% threshold-then-ties
# why: All above the k-th value, and of those level with it the first few.
def top_k(probabilities, k):
    p = np.asarray(probabilities, "float64")
    k = min(k, len(p))
    threshold = np.partition(p, -k)[-k]
    keep = p > threshold
    keep[np.flatnonzero(p == threshold)[: k - keep.sum()]] = True
    return p * keep / p[keep].sum()
