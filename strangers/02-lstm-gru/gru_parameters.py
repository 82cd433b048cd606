# %% wrong: three-quarters-of-lstm
# Three quarters of the LSTM's count.
# shows:
#   assert answer(12, 128) == 54528
def gru_parameters(features, units):
    return 3 * lstm_parameters(features, units) // 4


# %% wrong: fixed-difference
# Adds the difference of the card's example, 384, to three quarters.
# shows:
#   assert answer(3, 5) == reference(3, 5)
def gru_parameters(features, units):
    return 3 * lstm_parameters(features, units) // 4 + 384


# %% wrong: bias-per-feature
# The second bias has the width of the input.
# shows:
#   assert answer(12, 128) == 54528
def gru_parameters(features, units):
    return 3 * (features * units + units * units + units + features)


# %% right: asks-keras
# Builds the layer and counts its weights.
def gru_parameters(features, units):
    layer = keras.layers.GRU(units)
    layer(ops.zeros((1, 1, features)))
    return sum(int(np.prod(w.shape)) for w in layer.weights)


# %% right: horner
# Factored, as a float without a remainder.
def gru_parameters(features, units):
    return float(3 * units * (features + units + 2))
