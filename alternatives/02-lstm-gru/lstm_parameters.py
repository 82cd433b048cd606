# %% keras-layer
# why: Keras is asked to count.
def lstm_parameters(features, units):
    layer = keras.layers.LSTM(units)
    layer.build((None, None, features))
    return layer.count_params()


# %% shapes
# why: From the shapes of the three arrays, in floating point.
def lstm_parameters(features, units):
    shapes = [(features, 4 * units), (units, 4 * units), (4 * units,)]
    return float(sum(np.prod(shape) for shape in shapes))


# %% one-more-row
# why: The bias counted as one more row of the stacked matrices.
def lstm_parameters(features, units):
    return np.int64((features + units + 1) * 4 * units)


# %% unit-by-unit
# why: Each block's share of one unit is added up; Python's own whole numbers.
def lstm_parameters(features, units):
    one = sum([int(features), int(units), 1])
    return sum(one for _ in range(4) for _ in range(int(units)))
