# %% wrong: answers-the-example
# Knows the one number of the card.
# shows:
#   assert answer(3, 5) == reference(3, 5)
def lstm_parameters(features, units):
    return 72192 if units == 128 else 4 * units * (features + units)


# %% wrong: arguments-exchanged
# Units first.
# shows:
#   assert answer(12, 128) == 72192
def lstm_parameters(features, units):
    features, units = units, features
    return 4 * (features * units + units * units + units)


# %% wrong: one-gate-short
# Counts three gates and forgets the candidate.
# shows:
#   assert answer(12, 128) == 72192
def lstm_parameters(features, units):
    return 3 * units * (features + units + 1)


# %% wrong: float32-rounding
# Computes in float32, which skips odd multiples of 4 above 67 million.
# shows:
#   assert int(answer(1003, 4001)) == reference(1003, 4001)
def lstm_parameters(features, units):
    f, u = np.float32(features), np.float32(units)
    return int(np.float32(4) * (f * u + u * u + u))


# %% wrong: peepholes-counted
# Adds three peephole vectors.
# shows:
#   assert answer(12, 128) == 72192
def lstm_parameters(features, units):
    return 4 * (features * units + units * units + units) + 3 * units


# %% right: asks-keras
# Builds the layer and counts.
def lstm_parameters(features, units):
    layer = keras.layers.LSTM(units)
    layer.build((None, None, features))
    return layer.count_params()


# %% right: sum-of-block-sizes
# A sum over gates and over the three arrays of each.
def lstm_parameters(features, units):
    return sum(
        math.prod(shape) for _ in "ifco" for shape in [(features, units), (units, units), (units,)]
    )
