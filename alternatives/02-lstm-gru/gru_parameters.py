# %% keras-layer
# why: Keras is asked to count.
def gru_parameters(features, units):
    layer = keras.layers.GRU(units)
    layer.build((None, None, features))
    return layer.count_params()


# %% shapes
# why: From the sizes of arrays set aside for the weights.
def gru_parameters(features, units):
    arrays = (
        np.empty((features, 3 * units)),
        np.empty((units, 3 * units)),
        np.empty((2, 3 * units)),
    )
    return sum(a.size for a in arrays)


# %% factored
# why: The two rows of the bias counted as two more rows of the stacked matrices.
def gru_parameters(features, units):
    return 3.0 * units * (features + units + 2)


# %% unit-by-unit
# why: Each block's share of one unit is added up; Python's own whole numbers.
def gru_parameters(features, units):
    one = sum([int(features), int(units), 2])
    return sum(one for _ in range(3) for _ in range(int(units)))
