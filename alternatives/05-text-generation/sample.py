# %% inverse-of-the-sums
# why: A point between 0 and the total, looked up among the sums.
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities, "float64")
    sums = np.cumsum((p / p.max()) ** (1 / temperature))
    return np.searchsorted(sums, rng.random() * sums[-1], side="right")


# %% gumbel
# why: Gumbel noise on the logarithms, then the largest.
def sample(probabilities, temperature, rng):
    with np.errstate(divide="ignore"):
        logs = np.log(np.asarray(probabilities, "float64")) / temperature
    return np.argmax(logs + rng.gumbel(size=len(logs)))


# %% multinomial
# why: One throw of a multinomial, as in the lecture, and where it fell.
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities, "float64")
    q = (p / p.max()) ** (1 / temperature)
    return int(np.argmax(rng.multinomial(1, q / q.sum())))


# %% random-from-rng
# why: Python's own generator, seeded from rng at every call.
def sample(probabilities, temperature, rng):
    import random

    p = np.asarray(probabilities, "float64")
    weights = ((p / p.max()) ** (1 / temperature)).tolist()
    return random.Random(int(rng.integers(2**62))).choices(range(len(p)), weights)[0]
