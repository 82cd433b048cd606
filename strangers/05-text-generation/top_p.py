# %% wrong: crossing-symbol-left-out
# Only symbols whose cumulative sum stays within p.
# shows:
#   assert np.allclose(answer(np.array([0.5, 0.3, 0.2]), 0.6), [0.625, 0.375, 0])
def top_p(probabilities, p):
    f = np.asarray(probabilities, float)
    order = np.argsort(-f, kind="stable")
    n = max(int(np.sum(np.cumsum(f[order]) <= p + 1e-12)), 1)
    q = np.zeros_like(f)
    q[order[:n]] = f[order[:n]]
    return q / q.sum()


# %% wrong: one-more-at-exact
# A sum that reaches p exactly lets one more in.
# shows:
#   assert np.count_nonzero(answer(np.array([0.5, 0.25, 0.25]), 0.5)) == 1
def top_p(probabilities, p):
    f = np.asarray(probabilities, float)
    order = np.argsort(-f, kind="stable")
    keep = order[: int(np.sum(np.cumsum(f[order]) <= p)) + 1]
    q = np.zeros_like(f)
    q[keep] = f[keep]
    return q / q.sum()


# %% wrong: tiny-tail-lost-at-one
# No special case for p = 1: rounding drops the tail.
# shows:
#   f = np.array([1 - 1e-17, 1e-17])
#   assert np.count_nonzero(answer(f, 1.0)) == 2
def top_p(probabilities, p):
    f = np.asarray(probabilities, float)
    order = np.argsort(-f, kind="stable")
    keep = order[: int(np.sum(np.cumsum(f[order]) < p)) + 1]
    q = np.zeros_like(f)
    q[keep] = f[keep]
    return q / q.sum()


# %% wrong: threshold-on-each
# Keeps symbols with a probability of at least 1 - p.
# shows:
#   assert np.allclose(answer(np.array([0.5, 0.3, 0.2]), 0.6), [0.625, 0.375, 0])
def top_p(probabilities, p):
    f = np.asarray(probabilities, float)
    q = np.where((f >= 1 - p) | (f == f.max()), f, 0)
    return q / q.sum()


# %% wrong: ties-to-the-higher
# Reversed rising sort.
# shows:
#   assert np.allclose(answer(np.array([0.25] * 4), 0.5), [0.5, 0.5, 0, 0])
def top_p(probabilities, p):
    f = np.asarray(probabilities, float)
    order = np.argsort(f, kind="stable")[::-1]
    keep = order[: int(np.sum(np.cumsum(f[order]) < p)) + 1] if p < 1 else order
    q = np.zeros_like(f)
    q[keep] = f[keep]
    return q / q.sum()


# %% wrong: not-renormalised
# Sums to the nucleus's mass.
# shows:
#   assert np.isclose(np.sum(answer(np.array([0.5, 0.3, 0.2]), 0.6)), 1)
def top_p(probabilities, p):
    f = np.asarray(probabilities, float)
    order = np.argsort(-f, kind="stable")
    keep = order[: int(np.sum(np.cumsum(f[order]) < p)) + 1] if p < 1 else order
    q = np.zeros_like(f)
    q[keep] = f[keep]
    return q


# %% wrong: unsorted-cumsum
# Cumulative sums in the order of the symbols.
# shows:
#   assert np.allclose(answer(np.array([0.1, 0.2, 0.7]), 0.6), [0, 0, 1])
def top_p(probabilities, p):
    f = np.asarray(probabilities, float)
    q = np.where(np.cumsum(f) - f < p, f, 0)
    return q / q.sum()


# %% wrong: result-in-sorted-order
# Forgets to go back to the symbols' order.
# shows:
#   assert np.allclose(answer(np.array([0.1, 0.2, 0.7]), 0.6), [0, 0, 1])
def top_p(probabilities, p):
    f = np.sort(np.asarray(probabilities, float))[::-1]
    q = np.where((np.cumsum(f) - f < p) | (p >= 1), f, 0)
    return q / q.sum()


# %% wrong: nothing-left-when-small
# p below the largest probability keeps nothing, and everything comes back.
# shows:
#   assert np.allclose(answer(np.array([0.6, 0.4]), 0.1), [1, 0])
def top_p(probabilities, p):
    f = np.asarray(probabilities, float)
    order = np.argsort(-f, kind="stable")
    if p < f.max():
        return f / f.sum()
    keep = order[: int(np.sum(np.cumsum(f[order]) < p)) + 1] if p < 1 else order
    q = np.zeros_like(f)
    q[keep] = f[keep]
    return q / q.sum()


# %% wrong: index-error-when-short
# searchsorted past the end, for float32 sums below p.
# shows:
#   f = np.full(10, 0.0999, dtype="float32")
#   try:
#       ok = np.count_nonzero(answer(f, 0.9999)) == 10
#   except IndexError:
#       ok = False
#   assert ok
def top_p(probabilities, p):
    f = np.asarray(probabilities, float)
    order = np.argsort(-f, kind="stable")
    sums = np.cumsum(f[order])
    last = order[np.argmax(sums >= p)] if np.any(sums >= p) else order[len(order)]
    cut = int(np.flatnonzero(order == last)[0]) if p < 1 else len(order)
    q = np.zeros_like(f)
    q[order[: cut + 1]] = f[order[: cut + 1]]
    return q / q.sum()


# %% wrong: argmax-when-short
# np.argmax(sums >= p) is 0 if no sum reaches p: only the first symbol stays.
# shows:
#   f = np.full(10, 0.0999, dtype="float32")
#   assert np.count_nonzero(answer(f, 0.9999)) == 10
def top_p(probabilities, p):
    f = np.asarray(probabilities, float)
    order = np.argsort(-f, kind="stable")
    keep = order[: int(np.argmax(np.cumsum(f[order]) >= p)) + 1] if p < 1 else order
    q = np.zeros_like(f)
    q[keep] = f[keep]
    return q / q.sum()


# %% wrong: at-least-two
# Keeps two symbols at least.
# shows:
#   assert np.allclose(answer(np.array([0.9, 0.1]), 0.5), [1, 0])
def top_p(probabilities, p):
    f = np.asarray(probabilities, float)
    order = np.argsort(-f, kind="stable")
    keep = order[: max(int(np.sum(np.cumsum(f[order]) < p)) + 1, 2)] if p < 1 else order
    q = np.zeros_like(f)
    q[keep] = f[keep]
    return q / q.sum()


# %% wrong: level-ones-all-in
# Everything as probable as the last one kept stays, too.
# shows:
#   assert np.count_nonzero(answer(np.array([0.25] * 4), 0.5)) == 2
def top_p(probabilities, p):
    f = np.asarray(probabilities, float)
    s = np.sort(f)[::-1]
    n = min(int(np.sum(np.cumsum(s) < p)), len(s) - 1)
    q = np.where((f >= s[n]) | (p >= 1), f, 0)
    return q / q.sum()


# %% right: greedy-loop
# Takes the most probable symbol left until the mass is reached.
def top_p(probabilities, p):
    f = [float(v) for v in probabilities]
    left, mass, kept = list(range(len(f))), 0.0, {}
    while left and (p >= 1 or mass < p):
        best = max(left, key=lambda i: f[i])
        left.remove(best)
        kept[best] = f[best]
        mass += f[best]
    return [kept.get(i, 0.0) / mass for i in range(len(f))]


# %% right: lexsort-exclusive-sum
# Lexsort with the index as second key; the mass before a symbol must be below p.
def top_p(probabilities, p):
    f = np.array(probabilities, dtype=float)
    order = np.lexsort((np.arange(f.size), -f))
    before = np.concatenate([[0.0], np.cumsum(f[order])[:-1]])
    mask = np.zeros(f.size, bool)
    mask[order] = (before < p) | (p == 1)
    return np.where(mask, f, 0) / f[mask].sum()
