# %% four-products
# why: Each gate with its own slices of the weights, as the formulas are written.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    u = h.shape[-1]

    def total(k):
        part = slice(k * u, (k + 1) * u)
        return x @ kernel[:, part] + h @ recurrent_kernel[:, part] + bias[part]

    i, f, o = sigmoid(total(0)), sigmoid(total(1)), sigmoid(total(3))
    new_c = f * c + i * np.tanh(total(2))
    return o * np.tanh(new_c), new_c


# %% keras-cell
# why: Keras's own cell with the weights copied into it; tensors in a list come back.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    cell = keras.layers.LSTMCell(h.shape[1])
    cell.build((None, x.shape[1]))
    cell.set_weights([kernel, recurrent_kernel, bias])
    x, h, c = (ops.cast(ops.convert_to_tensor(a), "float32") for a in (x, h, c))
    return cell(x, [h, c])[1]


# %% stacked-input
# why: Input and state joined, and the two matrices stacked: one single product, reshaped.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = np.concatenate([x, h], axis=1) @ np.concatenate([kernel, recurrent_kernel]) + bias
    z = z.reshape(len(x), 4, -1)  # (batch, 4, units)
    i, f, o = (1 / (1 + np.exp(-z[:, k])) for k in (0, 1, 3))
    new_c = f * c + i * np.tanh(z[:, 2])
    return o * np.tanh(new_c), new_c


# %% plain-numbers
# why: Loops over plain Python numbers; lists come back.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    units = len(bias) // 4
    new_h, new_c = [], []
    for n in range(len(x)):
        row_h, row_c = [], []
        for j in range(units):
            z = []
            for k in range(4):
                column = k * units + j
                total = bias[column]
                total += sum(x[n][a] * kernel[a][column] for a in range(len(kernel)))
                total += sum(h[n][a] * recurrent_kernel[a][column] for a in range(units))
                z.append(total)
            i, f, o = (0.5 + 0.5 * math.tanh(z[k] / 2) for k in (0, 1, 3))
            cell = f * c[n][j] + i * math.tanh(z[2])
            row_c.append(cell)
            row_h.append(o * math.tanh(cell))
        new_h.append(row_h)
        new_c.append(row_c)
    return [new_h, new_c]


# %% tensorflow
# why: TensorFlow in float32 from the first line to the last.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    import tensorflow as tf

    x, h, c, W, R, b = (tf.cast(a, tf.float32) for a in (x, h, c, kernel, recurrent_kernel, bias))
    i, f, g, o = tf.split(tf.matmul(x, W) + tf.matmul(h, R) + b, 4, axis=1)
    c = tf.sigmoid(f) * c + tf.sigmoid(i) * tf.tanh(g)
    return tf.sigmoid(o) * tf.tanh(c), c


# %% gates-as-a-dictionary
# why: keras.ops in float32; a gate for each name, the columns by reshape.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    x, h, c, W, R, b = (
        ops.cast(ops.convert_to_tensor(a), "float32")
        for a in (x, h, c, kernel, recurrent_kernel, bias)
    )
    z = ops.reshape(ops.matmul(x, W) + ops.matmul(h, R) + b, (x.shape[0], 4, h.shape[1]))
    z = {name: z[:, k] for k, name in enumerate("ifco")}
    gate = {name: ops.sigmoid(z[name]) for name in "ifo"}
    kept = gate["f"] * c + gate["i"] * ops.tanh(z["c"])
    return [gate["o"] * ops.tanh(kept), kept]


# %% one-augmented-matrix
# why: A column of ones takes the bias into the product; sigmoid by tanh, all four at once.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    u = np.shape(h)[1]
    half = np.concatenate([[0.5] * 2 * u, [1.0] * u, [0.5] * u])
    data = np.hstack([x, h, np.ones((len(x), 1))])
    t = np.tanh(half * (data @ np.vstack([kernel, recurrent_kernel, bias[None]])))
    i, f, o = (0.5 * t[:, a : a + u] + 0.5 for a in (0, u, 3 * u))
    c = i * t[:, 2 * u : 3 * u] + f * c
    return np.multiply(o, np.tanh(c)), c
