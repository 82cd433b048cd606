# %% wrong: every-column-its-own-speed
# Uses the column's own index in the exponent, also for the cosines.
# shows:
#   assert np.allclose(np.asarray(answer(7, 6)), reference(7, 6), atol=1e-4)
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)
    angle = place / 10000.0 ** (column / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% wrong: halves
# All sines first and all cosines behind them, as Tensor2Tensor did.
# shows:
#   assert np.allclose(np.asarray(answer(7, 6)), reference(7, 6), atol=1e-4)
def positional_encoding(length, d_model):
    i = np.arange((d_model + 1) // 2)
    angle = np.arange(length)[:, None] / 10000.0 ** (2 * i / d_model)
    return np.concatenate([np.sin(angle), np.cos(angle)], axis=1)[:, :d_model]


# %% wrong: sine-and-cosine-swapped
# Cosine in the even columns.
# shows:
#   assert np.allclose(np.asarray(answer(4, 4)), reference(4, 4), atol=1e-4)
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)
    angle = place / 10000.0 ** ((column - column % 2) / d_model)
    return np.where(column % 2 == 0, np.cos(angle), np.sin(angle))


# %% wrong: pair-number-in-the-exponent
# Takes i for 2i: half the exponent.
# shows:
#   assert np.allclose(np.asarray(answer(9, 8)), reference(9, 8), atol=1e-4)
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)
    angle = place / 10000.0 ** ((column // 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% wrong: places-from-one
# Counts the places from 1.
# shows:
#   assert np.allclose(np.asarray(answer(3, 4)), reference(3, 4), atol=1e-4)
def positional_encoding(length, d_model):
    place = np.arange(1, length + 1)[:, None]
    column = np.arange(d_model)
    angle = place / 10000.0 ** ((column - column % 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% wrong: odd-width-rounded-up
# Builds an even table, one column wider, and cuts it: d in the exponent is d + 1 if d is odd.
# shows:
#   assert np.allclose(np.asarray(answer(20, 5)), reference(20, 5), atol=1e-4)
def positional_encoding(length, d_model):
    d = d_model + d_model % 2
    table = np.zeros((length, d))
    rates = 1 / 10000 ** (np.arange(0, d, 2) / d)
    table[:, 0::2] = np.sin(np.arange(length)[:, None] * rates)
    table[:, 1::2] = np.cos(np.arange(length)[:, None] * rates)
    return table[:, :d_model]


# %% wrong: odd-width-last-column-lost
# For an odd width the pairs are complete and the last column is missing.
# shows:
#   a = np.asarray(answer(6, 7))
#   assert a.shape == reference(6, 7).shape, a.shape
#   assert np.allclose(a, reference(6, 7), atol=1e-4)
def positional_encoding(length, d_model):
    rates = 10000.0 ** (-2 * np.arange(d_model // 2) / d_model)
    angle = np.outer(np.arange(length), rates)
    return np.stack([np.sin(angle), np.cos(angle)], axis=-1).reshape(length, -1)


# %% wrong: odd-width-zero-column
# For an odd width the last column stays zero.
# shows:
#   a = np.asarray(answer(6, 5))
#   assert a.shape == reference(6, 5).shape, a.shape
#   assert np.allclose(a, reference(6, 5), atol=1e-4)
def positional_encoding(length, d_model):
    table = np.zeros((length, d_model))
    for i in range(d_model // 2):
        angle = np.arange(length) / 10000 ** (2 * i / d_model)
        table[:, 2 * i], table[:, 2 * i + 1] = np.sin(angle), np.cos(angle)
    return table


# %% wrong: half-precision
# Angles in float16: places far from the start get wrong angles.
# shows:
#   assert np.allclose(np.asarray(answer(3000, 8), float), reference(3000, 8), atol=0.02)
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)
    angle = (place / 10000.0 ** ((column - column % 2) / d_model)).astype("float16")
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% wrong: one-table-for-all
# Keeps the table of earlier calls and gives out the same array again.
# shows:
#   a = answer(5, 6)
#   if isinstance(a, np.ndarray):
#       a[:] = 7
#   assert np.allclose(answer(5, 6), reference(5, 6))
_tables = {}


def positional_encoding(length, d_model):
    if (length, d_model) not in _tables:
        place = np.arange(length)[:, None]
        column = np.arange(d_model)
        angle = place / 10000.0 ** ((column - column % 2) / d_model)
        _tables[length, d_model] = np.where(column % 2 == 0, np.sin(angle), np.cos(angle))
    return _tables[length, d_model]


# %% wrong: table-of-512-places
# A fixed table of 512 places is made and cut; longer texts get a shorter table.
# shows:
#   a = np.asarray(answer(600, 4))
#   assert a.shape == reference(600, 4).shape, a.shape
#   assert np.allclose(a, reference(600, 4), atol=1e-4)
def positional_encoding(length, d_model):
    place = np.arange(512)[:, None]
    column = np.arange(d_model)
    angle = place / 10000.0 ** ((column - column % 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))[:length]


# %% wrong: two-pi-too-short
# Brings the angles back into one turn, with 6.28 for two pi: far places drift.
# shows:
#   assert np.allclose(np.asarray(answer(200, 6)), reference(200, 6), atol=1e-4)
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)
    angle = place / 10000.0 ** ((column - column % 2) / d_model) % 6.28
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% wrong: unit-length
# Scales each place's vector to length 1.
# shows:
#   assert np.allclose(np.asarray(answer(5, 6)), reference(5, 6), atol=1e-4)
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)
    angle = place / 10000.0 ** ((column - column % 2) / d_model)
    table = np.where(column % 2 == 0, np.sin(angle), np.cos(angle))
    return table / np.linalg.norm(table, axis=1, keepdims=True)


# %% wrong: last-clock-at-ten-thousand
# Spreads the speeds so that the last pair has exactly 1/10000 (as a linspace does).
# shows:
#   assert np.allclose(np.asarray(answer(50, 8)), reference(50, 8), atol=1e-4)
def positional_encoding(length, d_model):
    pairs = (d_model + 1) // 2
    rates = np.exp(np.linspace(0, -np.log(10000.0), pairs))
    angle = np.arange(length)[:, None] * np.repeat(rates, 2)[:d_model]
    table = np.sin(angle)
    table[:, 1::2] = np.cos(angle[:, 1::2])
    return table


# %% wrong: place-zero-is-padding
# Leaves the first place zero, as many PyTorch scripts do for the id 0.
# shows:
#   assert np.allclose(np.asarray(answer(4, 6)), reference(4, 6), atol=1e-4)
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)
    angle = place / 10000.0 ** ((column - column % 2) / d_model)
    table = np.where(column % 2 == 0, np.sin(angle), np.cos(angle))
    table[0] = 0
    return table


# %% wrong: integers-rounded
# The exponent is divided as an integer, so that all clocks run alike.
# shows:
#   assert np.allclose(np.asarray(answer(4, 6)), reference(4, 6), atol=1e-4)
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)
    angle = place / 10000.0 ** ((column - column % 2) // d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% right: plain-loops
# Only the math module and lists.
def positional_encoding(length, d_model):
    rows = []
    for p in range(length):
        row = []
        for c in range(d_model):
            angle = p * math.exp(-math.log(10000) * (c // 2) * 2 / d_model)
            row.append([math.sin, math.cos][c & 1](angle))
        rows.append(row)
    return rows


# %% right: complex-powers
# Each clock's hand is a complex number, the imaginary part the sine.
def positional_encoding(length, d_model):
    rates = 10000.0 ** (-np.arange(0, d_model, 2) / d_model)
    hands = np.exp(1j * np.multiply.outer(np.arange(length), rates))
    return np.dstack([hands.imag, hands.real]).reshape(length, -1)[:, :d_model]


# %% right: keras-ops-phase-shift
# A cosine is a sine a quarter turn later; returns a backend tensor.
def positional_encoding(length, d_model):
    column = ops.arange(d_model)
    rate = ops.power(10000.0, -ops.cast(column - column % 2, "float32") / d_model)
    angle = ops.cast(ops.arange(length), "float32")[:, None] * rate[None, :]
    return ops.sin(angle + ops.cast(column % 2, "float32") * (math.pi / 2))
