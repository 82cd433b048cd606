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


# %% exponential-race
# why: Every symbol waits for a time that is exponential with its weight as rate; the first wins.
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities, "float64")
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.argmin(rng.exponential(size=len(p)) / (p / p.max()) ** (1 / temperature))


# %% rejection
# why: Proposes symbols at random and accepts them by their weight.
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities, "float64")
    accept = (p / p.max()) ** (1 / temperature)
    while True:
        k = int(rng.integers(len(p)))
        if rng.random() < accept[k]:
            return k


# %% from-above
# why: A point above 0, looked up from the left.
def sample(probabilities, temperature, rng):
    sums = np.cumsum(apply_temperature(probabilities, temperature))
    return int(np.searchsorted(sums, (1 - rng.random()) * sums[-1], side="left"))
