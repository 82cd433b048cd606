# %% wrong: sum
# The sum: short texts win.
# shows:
#   assert np.isclose(answer(np.array([-1.0, -3.0])), -2)
def sequence_score(log_probabilities):
    return float(np.sum(log_probabilities))


# %% wrong: logs-again
# Takes logarithms of what are logarithms already, made positive first.
# shows:
#   assert np.isclose(answer(np.array([-1.0, -3.0])), -2)
def sequence_score(log_probabilities):
    with np.errstate(all="ignore"):
        return float(np.mean(np.log(np.abs(log_probabilities))))


# %% wrong: negative-log
# The loss, positive.
# shows:
#   assert np.isclose(answer(np.array([-1.0, -3.0])), -2)
def sequence_score(log_probabilities):
    return float(-np.mean(log_probabilities))


# %% wrong: length-penalty
# Google's n^0.6.
# shows:
#   assert np.isclose(answer(np.array([-1.0, -3.0])), -2)
def sequence_score(log_probabilities):
    return float(np.sum(log_probabilities) / len(log_probabilities) ** 0.6)


# %% wrong: log-of-mean-probability
# log of the arithmetic mean of the probabilities.
# shows:
#   assert np.isclose(answer(np.array([-1.0, -3.0])), -2)
def sequence_score(log_probabilities):
    return float(np.log(np.mean(np.exp(log_probabilities))))


# %% wrong: product-underflow
# Goes through the product of probabilities.
# shows:
#   assert np.isclose(answer(np.full(1000, -2.0)), -2)
def sequence_score(log_probabilities):
    with np.errstate(all="ignore"):
        return float(np.log(np.prod(np.exp(log_probabilities))) / len(log_probabilities))


# %% wrong: without-the-end
# Leaves the last symbol, the end, out when there are several.
# shows:
#   assert np.isclose(answer(np.array([-1.0, -3.0])), -2)
def sequence_score(log_probabilities):
    return float(
        np.mean(log_probabilities[:-1] if len(log_probabilities) > 1 else log_probabilities)
    )


# %% wrong: integer-mean
# Integer logarithms are floored.
# shows:
#   assert np.isclose(answer(np.array([-1, -2])), -1.5)
def sequence_score(log_probabilities):
    p = np.asarray(log_probabilities)
    return float(np.sum(p) // len(p)) if p.dtype.kind == "i" else float(np.mean(p))


# %% right: running-mean
# An incremental mean.
def sequence_score(log_probabilities):
    mean = 0.0
    for n, v in enumerate(log_probabilities, 1):
        mean += (float(v) - mean) / n
    return mean


# %% right: dot-product
# A dot product with equal weights.
def sequence_score(log_probabilities):
    p = np.asarray(log_probabilities, float)
    return np.dot(p, np.full(p.size, 1 / p.size))
