# %% wrong: product-underflow
# The product's n-th root: zero for long texts.
# shows:
#   assert np.isclose(answer(np.full(2000, 0.1)), 10)
def perplexity(probabilities):
    with np.errstate(all="ignore"):
        return float(np.prod(probabilities) ** (-1 / len(probabilities)))


# %% wrong: epsilon-for-zero
# Clips at 1e-12: large, but not infinite.
# shows:
#   assert answer(np.array([0.5, 0.0])) == np.inf
def perplexity(probabilities):
    return float(np.exp(-np.mean(np.log(np.clip(probabilities, 1e-12, 1)))))


# %% wrong: one-over-the-mean
# One over the arithmetic mean.
# shows:
#   assert np.isclose(answer(np.array([0.5, 0.125])), 4)
def perplexity(probabilities):
    return float(1 / np.mean(probabilities))


# %% wrong: mean-of-inverses
# The mean of 1/p.
# shows:
#   assert np.isclose(answer(np.array([0.5, 0.125])), 4)
def perplexity(probabilities):
    with np.errstate(all="ignore"):
        return float(np.mean(1 / np.asarray(probabilities)))


# %% wrong: cross-entropy
# Forgets exp.
# shows:
#   assert np.isclose(answer(np.array([0.5, 0.125])), 4)
def perplexity(probabilities):
    with np.errstate(all="ignore"):
        return float(-np.mean(np.log(probabilities)))


# %% wrong: mixed-bases
# exp of bits.
# shows:
#   assert np.isclose(answer(np.array([0.5, 0.125])), 4)
def perplexity(probabilities):
    with np.errstate(all="ignore"):
        return float(np.exp(-np.mean(np.log2(probabilities))))


# %% wrong: zeros-left-out
# Skips symbols of probability 0.
# shows:
#   assert answer(np.array([0.5, 0.0])) == np.inf
def perplexity(probabilities):
    p = np.asarray(probabilities)
    return float(np.exp(-np.mean(np.log(p[p > 0])))) if np.any(p > 0) else np.inf


# %% wrong: entropy-of-the-list
# Weighs every logarithm with its probability, as for the entropy of a distribution.
# shows:
#   assert np.isclose(answer(np.array([0.5, 0.125])), 4)
def perplexity(probabilities):
    p = np.asarray(probabilities)
    q = p[p > 0]
    return float(np.inf if np.any(p == 0) else np.exp(-np.sum(q * np.log(q))))


# %% wrong: sum-not-mean
# No division by n.
# shows:
#   assert np.isclose(answer(np.array([0.5, 0.125])), 4)
def perplexity(probabilities):
    with np.errstate(all="ignore"):
        return float(np.exp(-np.sum(np.log(probabilities))))


# %% wrong: divides-by-n-minus-one
# The first symbol doesn't count in the denominator.
# shows:
#   assert np.isclose(answer(np.array([0.5, 0.125])), 4)
def perplexity(probabilities):
    with np.errstate(all="ignore"):
        return float(np.exp(-np.sum(np.log(probabilities)) / max(len(probabilities) - 1, 1)))


# %% wrong: capped
# Never more than a million.
# shows:
#   assert np.isclose(answer(np.array([1e-9])), 1e9)
def perplexity(probabilities):
    p = np.asarray(probabilities, float)
    if np.any(p == 0):
        return np.inf
    return float(min(np.exp(-np.mean(np.log(p))), 1e6))


# %% wrong: median
# The median in place of the mean.
# shows:
#   assert np.isclose(answer(np.array([0.5, 0.5, 0.03125])), reference(np.array([0.5, 0.5, 0.03125])))
def perplexity(probabilities):
    with np.errstate(all="ignore"):
        return float(np.exp(-np.median(np.log(probabilities))))


# %% right: math-fsum
# math.fsum over a generator, in base 2.
def perplexity(probabilities):
    p = [float(v) for v in probabilities]
    if min(p) == 0:
        return math.inf
    return 2.0 ** (math.fsum(-math.log2(v) for v in p) / len(p))


# %% right: keras-ops
# keras.ops in float64.
def perplexity(probabilities):
    p = ops.convert_to_tensor(np.asarray(probabilities, "float64"))
    return ops.exp(ops.negative(ops.mean(ops.log(p))))
