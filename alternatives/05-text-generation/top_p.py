# %% mass-before
# why: Keeps a symbol if the mass before it is still below p.
def top_p(probabilities, p):
    full = np.asarray(probabilities, "float64")
    order = np.argsort(-full, kind="stable")
    before = np.concatenate([[0], np.cumsum(full[order])[:-1]])
    q = np.zeros(len(full))
    q[order] = np.where((before < p) | (p == 1), full[order], 0)
    return q / q.sum()


# %% one-by-one
# why: Takes the largest until p is reached, in plain Python.
def top_p(probabilities, p):
    left = {i: float(v) for i, v in enumerate(probabilities)}
    kept, mass = {}, 0.0
    while left and (mass < p or p == 1):
        i = min(left, key=lambda i: (-left[i], i))
        kept[i] = left.pop(i)
        mass += kept[i]
    return [kept.get(i, 0.0) / mass for i in range(len(probabilities))]


# %% search-sorted
# why: Binary search among the sums; stays in float32 where the input is.
def top_p(probabilities, p):
    full = np.array(probabilities) * np.float32(1)
    if p < 1:
        order = sorted(range(len(full)), key=lambda i: -full[i])
        count = np.searchsorted(np.cumsum(full[order], dtype="float64"), p) + 1
        full[order[count:]] = 0
    return full / full.sum()


# %% keras-ops
# why: keras.ops, sums by a matrix product, a tensor as the answer.
def top_p(probabilities, p):
    full = ops.convert_to_tensor(np.asarray(probabilities, "float64"))
    place = ops.arange(len(probabilities))
    first = (full[None] > full[:, None]) | (
        (full[None] == full[:, None]) & (place[None] < place[:, None])
    )
    before = ops.matmul(ops.cast(first, "float64"), full[:, None])[:, 0]
    q = ops.where((before < p) | (p >= 1), full, ops.zeros_like(full))
    return q / ops.sum(q)
