# %% wrong: not-put-back
# The backward outputs stay in the order of reading.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 5, 3))
#   f = lambda v: np.cumsum(np.asarray(v), axis=1)
#   g = lambda v: np.cumsum(np.asarray(v) * [1, 2, 3] + 1, axis=1)
#   for m in ("concat", "sum", "mul", "ave"):
#       p, q = answer(x, f, g, m), reference(x, f, g, m)
#       assert np.shape(p) == np.shape(q) and np.allclose(p, q)
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = np.asarray(forward(x)), np.asarray(backward(x[:, ::-1]))
    modes = {
        "concat": lambda: np.concatenate([a, b], -1),
        "sum": lambda: a + b,
        "mul": lambda: a * b,
        "ave": lambda: (a + b) / 2,
    }
    if merge_mode not in modes:
        raise ValueError(f"unknown merge_mode {merge_mode!r}")
    return modes[merge_mode]()


# %% wrong: not-given-in-reverse
# Reverses only the output.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 5, 3))
#   f = lambda v: np.cumsum(np.asarray(v), axis=1)
#   g = lambda v: np.cumsum(np.asarray(v) * [1, 2, 3] + 1, axis=1)
#   for m in ("concat", "sum", "mul", "ave"):
#       p, q = answer(x, f, g, m), reference(x, f, g, m)
#       assert np.shape(p) == np.shape(q) and np.allclose(p, q)
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = np.asarray(forward(x)), np.asarray(backward(x))[:, ::-1]
    modes = {
        "concat": lambda: np.concatenate([a, b], -1),
        "sum": lambda: a + b,
        "mul": lambda: a * b,
        "ave": lambda: (a + b) / 2,
    }
    if merge_mode not in modes:
        raise ValueError(f"unknown merge_mode {merge_mode!r}")
    return modes[merge_mode]()


# %% wrong: flips-features
# np.flip without an axis turns every axis round, and back.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 5, 3))
#   f = lambda v: np.cumsum(np.asarray(v), axis=1)
#   g = lambda v: np.cumsum(np.asarray(v) * [1, 2, 3] + 1, axis=1)
#   for m in ("concat", "sum", "mul", "ave"):
#       p, q = answer(x, f, g, m), reference(x, f, g, m)
#       assert np.shape(p) == np.shape(q) and np.allclose(p, q)
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = np.asarray(forward(x)), np.flip(np.asarray(backward(np.flip(x))))
    modes = {
        "concat": lambda: np.concatenate([a, b], -1),
        "sum": lambda: a + b,
        "mul": lambda: a * b,
        "ave": lambda: (a + b) / 2,
    }
    if merge_mode not in modes:
        raise ValueError(f"unknown merge_mode {merge_mode!r}")
    return modes[merge_mode]()


# %% wrong: flips-the-batch
# x[::-1] reverses axis 0.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 5, 3))
#   f = lambda v: np.cumsum(np.asarray(v), axis=1)
#   g = lambda v: np.cumsum(np.asarray(v) * [1, 2, 3] + 1, axis=1)
#   for m in ("concat", "sum", "mul", "ave"):
#       p, q = answer(x, f, g, m), reference(x, f, g, m)
#       assert np.shape(p) == np.shape(q) and np.allclose(p, q)
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = np.asarray(forward(x)), np.asarray(backward(x[::-1]))[::-1]
    modes = {
        "concat": lambda: np.concatenate([a, b], -1),
        "sum": lambda: a + b,
        "mul": lambda: a * b,
        "ave": lambda: (a + b) / 2,
    }
    if merge_mode not in modes:
        raise ValueError(f"unknown merge_mode {merge_mode!r}")
    return modes[merge_mode]()


# %% wrong: one-network-twice
# Reads both ways with the forward network.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 5, 3))
#   f = lambda v: np.cumsum(np.asarray(v), axis=1)
#   g = lambda v: np.cumsum(np.asarray(v) * [1, 2, 3] + 1, axis=1)
#   for m in ("concat", "sum", "mul", "ave"):
#       p, q = answer(x, f, g, m), reference(x, f, g, m)
#       assert np.shape(p) == np.shape(q) and np.allclose(p, q)
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = np.asarray(forward(x)), np.asarray(forward(x[:, ::-1]))[:, ::-1]
    modes = {
        "concat": lambda: np.concatenate([a, b], -1),
        "sum": lambda: a + b,
        "mul": lambda: a * b,
        "ave": lambda: (a + b) / 2,
    }
    if merge_mode not in modes:
        raise ValueError(f"unknown merge_mode {merge_mode!r}")
    return modes[merge_mode]()


# %% wrong: concat-along-time
# Concatenates on axis 1.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 5, 3))
#   f = lambda v: np.cumsum(np.asarray(v), axis=1)
#   g = lambda v: np.cumsum(np.asarray(v) * [1, 2, 3] + 1, axis=1)
#   for m in ("concat", "sum", "mul", "ave"):
#       p, q = answer(x, f, g, m), reference(x, f, g, m)
#       assert np.shape(p) == np.shape(q) and np.allclose(p, q)
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = np.asarray(forward(x)), np.asarray(backward(x[:, ::-1]))[:, ::-1]
    modes = {
        "concat": lambda: np.concatenate([a, b], 1),
        "sum": lambda: a + b,
        "mul": lambda: a * b,
        "ave": lambda: (a + b) / 2,
    }
    if merge_mode not in modes:
        raise ValueError(f"unknown merge_mode {merge_mode!r}")
    return modes[merge_mode]()


# %% wrong: backward-half-first
# The halves change places.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 5, 3))
#   f = lambda v: np.cumsum(np.asarray(v), axis=1)
#   g = lambda v: np.cumsum(np.asarray(v) * [1, 2, 3] + 1, axis=1)
#   for m in ("concat", "sum", "mul", "ave"):
#       p, q = answer(x, f, g, m), reference(x, f, g, m)
#       assert np.shape(p) == np.shape(q) and np.allclose(p, q)
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = np.asarray(forward(x)), np.asarray(backward(x[:, ::-1]))[:, ::-1]
    modes = {
        "concat": lambda: np.concatenate([b, a], -1),
        "sum": lambda: a + b,
        "mul": lambda: a * b,
        "ave": lambda: (a + b) / 2,
    }
    if merge_mode not in modes:
        raise ValueError(f"unknown merge_mode {merge_mode!r}")
    return modes[merge_mode]()


# %% wrong: else-is-average
# Any other mode falls through to the mean.
# shows:
#   x = np.ones((1, 2, 1))
#   try:
#       answer(x, lambda v: v, lambda v: v, "max")
#   except ValueError:
#       pass
#   else:
#       assert False
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = np.asarray(forward(x)), np.asarray(backward(x[:, ::-1]))[:, ::-1]
    if merge_mode == "concat":
        return np.concatenate([a, b], -1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a * b
    return (a + b) / 2


# %% wrong: none-allowed-as-in-keras
# Keras's merge_mode=None returns both; here it is a ValueError like any other.
# shows:
#   x = np.ones((1, 2, 1))
#   try:
#       answer(x, lambda v: v, lambda v: v, None)
#   except ValueError:
#       pass
#   else:
#       assert False
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = np.asarray(forward(x)), np.asarray(backward(x[:, ::-1]))[:, ::-1]
    if merge_mode is None:
        return a, b
    modes = {
        "concat": lambda: np.concatenate([a, b], -1),
        "sum": lambda: a + b,
        "mul": lambda: a * b,
        "ave": lambda: (a + b) / 2,
    }
    if merge_mode not in modes:
        raise ValueError(f"unknown merge_mode {merge_mode!r}")
    return modes[merge_mode]()


# %% wrong: mode-by-its-letters
# Lower-cases and looks at the beginning: "Summary" passes as sum.
# shows:
#   x = np.ones((1, 2, 1))
#   for bad in ("SUM", "summary", "average"):
#       try:
#           answer(x, lambda v: v, lambda v: v, bad)
#       except ValueError:
#           pass
#       else:
#           assert False
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = np.asarray(forward(x)), np.asarray(backward(x[:, ::-1]))[:, ::-1]
    m = str(merge_mode).lower()
    if m.startswith("concat"):
        return np.concatenate([a, b], -1)
    if m.startswith("sum"):
        return a + b
    if m.startswith("mul"):
        return a * b
    if m.startswith("ave"):
        return (a + b) / 2
    raise ValueError(f"unknown merge_mode {merge_mode!r}")


# %% wrong: whole-number-average
# Floor division in the mean.
# shows:
#   x = np.array([[[1], [2], [4]]])
#   f = lambda v: np.asarray(v)
#   g = lambda v: np.asarray(v) + 1
#   assert np.allclose(answer(x, f, g, "ave"), reference(x, f, g, "ave"))
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = np.asarray(forward(x)), np.asarray(backward(x[:, ::-1]))[:, ::-1]
    modes = {
        "concat": lambda: np.concatenate([a, b], -1),
        "sum": lambda: a + b,
        "mul": lambda: a * b,
        "ave": lambda: (a + b) // 2,
    }
    if merge_mode not in modes:
        raise ValueError(f"unknown merge_mode {merge_mode!r}")
    return modes[merge_mode]()


# %% wrong: last-backward-state-everywhere
# Uses the backward network's final output at all places.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 5, 3))
#   f = lambda v: np.cumsum(np.asarray(v), axis=1)
#   g = lambda v: np.cumsum(np.asarray(v) * [1, 2, 3] + 1, axis=1)
#   for m in ("concat", "sum", "mul", "ave"):
#       p, q = answer(x, f, g, m), reference(x, f, g, m)
#       assert np.shape(p) == np.shape(q) and np.allclose(p, q)
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = np.asarray(forward(x)), np.asarray(backward(x[:, ::-1]))
    b = np.repeat(b[:, -1:], b.shape[1], axis=1)
    modes = {
        "concat": lambda: np.concatenate([a, b], -1),
        "sum": lambda: a + b,
        "mul": lambda: a * b,
        "ave": lambda: (a + b) / 2,
    }
    if merge_mode not in modes:
        raise ValueError(f"unknown merge_mode {merge_mode!r}")
    return modes[merge_mode]()


# %% wrong: reverses-x-in-place
# Turns the caller's array round and leaves it so.
# shows:
#   x = np.arange(3.0).reshape(1, 3, 1)
#   answer(x, lambda v: np.array(v), lambda v: np.array(v), "sum")
#   assert np.allclose(x[0, :, 0], [0, 1, 2])
def bidirectional(x, forward, backward, merge_mode="concat"):
    a = np.array(forward(x))
    x[:] = x[:, ::-1].copy()
    b = np.array(backward(x))[:, ::-1]
    modes = {
        "concat": lambda: np.concatenate([a, b], -1),
        "sum": lambda: a + b,
        "mul": lambda: a * b,
        "ave": lambda: (a + b) / 2,
    }
    if merge_mode not in modes:
        raise ValueError(f"unknown merge_mode {merge_mode!r}")
    return modes[merge_mode]()


# %% wrong: geometric-product
# "mul" takes the absolute value, as of a root mean.
# shows:
#   x = np.random.default_rng(0).normal(size=(2, 5, 3))
#   f = lambda v: np.cumsum(np.asarray(v), axis=1)
#   g = lambda v: np.cumsum(np.asarray(v) * [1, 2, 3] + 1, axis=1)
#   for m in ("concat", "sum", "mul", "ave"):
#       p, q = answer(x, f, g, m), reference(x, f, g, m)
#       assert np.shape(p) == np.shape(q) and np.allclose(p, q)
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = np.asarray(forward(x)), np.asarray(backward(x[:, ::-1]))[:, ::-1]
    modes = {
        "concat": lambda: np.concatenate([a, b], -1),
        "sum": lambda: a + b,
        "mul": lambda: np.abs(a * b),
        "ave": lambda: (a + b) / 2,
    }
    if merge_mode not in modes:
        raise ValueError(f"unknown merge_mode {merge_mode!r}")
    return modes[merge_mode]()


# %% right: keras-flip-and-merge-layers
# keras.ops.flip and Keras's merging layers.
def bidirectional(x, forward, backward, merge_mode="concat"):
    L = keras.layers
    table = {"concat": L.Concatenate, "sum": L.Add, "mul": L.Multiply, "ave": L.Average}
    if merge_mode not in table:
        raise ValueError(f"expected one of {sorted(table)}, got {merge_mode!r}")
    x = np.asarray(x)
    back = np.flip(np.asarray(backward(np.flip(x, axis=1).copy())), axis=1)
    return table[merge_mode]()(
        [
            ops.convert_to_tensor(np.asarray(forward(x), "float32")),
            ops.convert_to_tensor(np.asarray(back, "float32")),
        ]
    )


# %% right: match-statement-and-indices
# Reverses with an index array; match chooses.
def bidirectional(x, forward, backward, merge_mode="concat"):
    turn = np.arange(np.shape(x)[1])[::-1]
    pair = np.stack(
        [
            np.asarray(forward(np.array(x))),
            np.take(np.asarray(backward(np.take(x, turn, axis=1))), turn, axis=1),
        ]
    )
    match merge_mode:
        case "concat":
            return np.moveaxis(pair, 0, 2).reshape(*pair.shape[1:3], -1)
        case "sum":
            return pair.sum(axis=0)
        case "mul":
            return pair.prod(axis=0)
        case "ave":
            return pair.mean(axis=0)
    raise ValueError("merge_mode: expected concat, sum, mul or ave; got " + repr(merge_mode))
