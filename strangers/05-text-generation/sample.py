# %% wrong: global-state
# np.random.choice.
# shows:
#   p = np.full(50, 0.02)
#   a = [int(answer(p, 1.0, np.random.default_rng(0))) for _ in range(8)]
#   assert len(set(a)) == 1
def sample(probabilities, temperature, rng):
    q = np.asarray(apply_temperature(probabilities, temperature))
    return int(np.random.choice(len(q), p=q))


# %% wrong: rng-copied
# Draws from a copy, so that the generator never moves on.
# shows:
#   rng = np.random.default_rng(0)
#   p = np.full(50, 0.02)
#   assert len({int(answer(p, 1.0, rng)) for _ in range(10)}) > 1
def sample(probabilities, temperature, rng):
    import copy

    q = np.asarray(apply_temperature(probabilities, temperature))
    return int(copy.deepcopy(rng).choice(len(q), p=q))


# %% wrong: temperature-ignored
# Draws from the distribution as it is.
# shows:
#   p = np.array([0.5, 0.3, 0.2])
#   rng = np.random.default_rng(0)
#   n = np.bincount([int(answer(p, 0.5, rng)) for _ in range(4000)], minlength=3)[:3] / 4000
#   assert np.allclose(n, p**2 / np.sum(p**2), atol=0.04)
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities, float)
    return int(rng.choice(len(p), p=p / p.sum()))


# %% wrong: temperature-twice
# Applies it to what has it already.
# shows:
#   p = np.array([0.5, 0.3, 0.2])
#   rng = np.random.default_rng(0)
#   n = np.bincount([int(answer(p, 0.5, rng)) for _ in range(4000)], minlength=3)[:3] / 4000
#   assert np.allclose(n, p**2 / np.sum(p**2), atol=0.04)
def sample(probabilities, temperature, rng):
    q = apply_temperature(apply_temperature(probabilities, temperature), temperature)
    return int(rng.choice(len(q), p=q))


# %% wrong: uniform-over-possible
# Every symbol above zero alike.
# shows:
#   p = np.array([0.5, 0.3, 0.2])
#   rng = np.random.default_rng(0)
#   n = np.bincount([int(answer(p, 0.5, rng)) for _ in range(4000)], minlength=3)[:3] / 4000
#   assert np.allclose(n, p**2 / np.sum(p**2), atol=0.04)
def sample(probabilities, temperature, rng):
    q = np.asarray(apply_temperature(probabilities, temperature))
    return int(rng.choice(np.flatnonzero(q > 1e-6)))


# %% wrong: index-shifted
# searchsorted plus one, cut at the end.
# shows:
#   p = np.array([0.5, 0.3, 0.2])
#   rng = np.random.default_rng(0)
#   n = np.bincount([int(answer(p, 0.5, rng)) for _ in range(4000)], minlength=3)[:3] / 4000
#   assert np.allclose(n, p**2 / np.sum(p**2), atol=0.04)
def sample(probabilities, temperature, rng):
    q = np.asarray(apply_temperature(probabilities, temperature))
    return int(min(np.searchsorted(np.cumsum(q), rng.random()) + 1, len(q) - 1))


# %% wrong: float32-sum-refused
# At temperature 1 the 32-bit probabilities go to choice unscaled, which refuses their sum.
# shows:
#   p = np.random.default_rng(1).random(3000).astype("float32")
#   p = p / p.sum() * np.float32(1.000001)
#   try:
#       ok = 0 <= int(answer(p, 1.0, np.random.default_rng(0))) < 3000
#   except ValueError:
#       ok = False
#   assert ok
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities, dtype="float64")
    q = p if temperature == 1 else np.asarray(apply_temperature(p, temperature))
    return int(rng.choice(len(q), p=q))


# %% wrong: one-hot-draw
# multinomial's counts are returned, not the index.
# shows:
#   assert np.ndim(answer(np.array([0.2, 0.8]), 1.0, np.random.default_rng(0))) == 0
def sample(probabilities, temperature, rng):
    return rng.multinomial(1, np.asarray(apply_temperature(probabilities, temperature)))


# %% wrong: seeded-by-the-first-call
# Keeps a generator of its own from the first call on.
# shows:
#   p = np.full(50, 0.02)
#   a = [int(answer(p, 1.0, np.random.default_rng(3))) for _ in range(8)]
#   assert len(set(a)) == 1
_own = []


def sample(probabilities, temperature, rng):
    if not _own:
        _own.append(rng)
    q = np.asarray(apply_temperature(probabilities, temperature))
    return int(_own[0].choice(len(q), p=q))


# %% wrong: gumbel-off-scale
# Gumbel noise is added to log p and not to log p / T.
# shows:
#   p = np.array([0.5, 0.3, 0.2])
#   rng = np.random.default_rng(0)
#   n = np.bincount([int(answer(p, 0.5, rng)) for _ in range(4000)], minlength=3)[:3] / 4000
#   assert np.allclose(n, p**2 / np.sum(p**2), atol=0.04)
def sample(probabilities, temperature, rng):
    with np.errstate(divide="ignore"):
        z = np.log(np.asarray(probabilities, float))
    return int(np.argmax((z + rng.gumbel(size=len(z))) / temperature))


# %% wrong: last-symbol-never
# rng.integers into a table of a hundred tickets: rare symbols get no ticket.
# shows:
#   rng = np.random.default_rng(0)
#   p = np.full(400, 1 / 400)
#   assert len({int(answer(p, 1.0, rng)) for _ in range(500)}) > 150
def sample(probabilities, temperature, rng):
    q = np.asarray(apply_temperature(probabilities, temperature))
    tickets = np.repeat(np.arange(len(q)), np.round(q * 100).astype(int))
    return int(rng.choice(tickets)) if len(tickets) else int(np.argmax(q))


# %% right: gumbel-max
# argmax of log p / T plus Gumbel noise.
def sample(probabilities, temperature, rng):
    with np.errstate(divide="ignore"):
        z = np.log(np.asarray(probabilities, "float64")) / temperature
    return int(np.argmax(z + rng.gumbel(size=z.shape)))


# %% right: inverse-of-the-cumulative-sum
# One uniform number against the cumulative sums, scaled by the last.
def sample(probabilities, temperature, rng):
    edges = np.cumsum(apply_temperature(probabilities, temperature))
    return int(np.searchsorted(edges, rng.random() * edges[-1], side="right"))


# %% right: multinomial-argmax
# One draw of a multinomial and its place.
def sample(probabilities, temperature, rng):
    q = np.asarray(apply_temperature(probabilities, temperature), "float64")
    return rng.multinomial(1, q / q.sum()).argmax()
