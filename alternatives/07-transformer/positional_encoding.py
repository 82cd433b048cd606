# %% loops
# why: Loops and plain numbers; lists come back.
def positional_encoding(length, d_model):
    table = []
    for place in range(length):
        row = []
        for column in range(d_model):
            wave = math.sin if column % 2 == 0 else math.cos
            row.append(wave(place / math.pow(10000, (column - column % 2) / d_model)))
        table.append(row)
    return table


# %% phase
# why: A cosine is a sine a quarter of a turn ahead.
def positional_encoding(length, d_model):
    column = np.arange(d_model)
    speed = np.exp(-np.log(10000.0) * (column - column % 2) / d_model)
    return np.sin(np.outer(np.arange(length), speed) + (column % 2) * np.pi / 2)


# %% complex
# why: Points on the unit circle, their two coordinates side by side; one column too many is cut
# off.
def positional_encoding(length, d_model):
    pairs = -(-d_model // 2)
    speed = 10000.0 ** (-2.0 * np.arange(pairs) / d_model)
    turn = np.exp(1j * np.arange(length)[:, None] * speed)
    both = np.stack([turn.imag, turn.real], axis=-1)
    return both.reshape(length, 2 * pairs)[:, :d_model]


# %% keras-ops
# why: keras.ops in float32.
def positional_encoding(length, d_model):
    place = ops.expand_dims(ops.arange(length, dtype="float32"), 1)
    pair = ops.floor(ops.arange(d_model, dtype="float32") / 2)
    angle = place * ops.exp(-math.log(10000.0) * 2 * pair / d_model)
    even = ops.equal(ops.arange(d_model) % 2, 0)
    return ops.where(even, ops.sin(angle), ops.cos(angle))


# %% slices
# why: Two slices, the second cut to its own width.
def positional_encoding(length, d_model):
    table = np.empty((length, d_model), dtype="float64")
    angle = np.arange(length).reshape(-1, 1) / np.power(10000, np.arange(0, d_model, 2) / d_model)
    table[:, ::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle[:, : d_model // 2])
    return table
