# %% last-state-only
# en: This is where the reading ends. Every state on the way was asked for.
# es: Es donde termina la lectura. Se pedían todos los estados del camino.
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    states = []
    for t in range(x.shape[1]):
        x_z, x_r, x_h = np.split(x[:, t] @ kernel + bias[0], 3, axis=-1)
        h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
        z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
        h = z * h + (1 - z) * np.tanh(x_h + r * h_h)
    return h


# %% time-first
# en: The axes are time, batch, units. The batch comes first.
# es: Los ejes son tiempo, lote, unidades. Primero va el lote.
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    states = []
    for t in range(x.shape[1]):
        x_z, x_r, x_h = np.split(x[:, t] @ kernel + bias[0], 3, axis=-1)
        h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
        z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
        h = z * h + (1 - z) * np.tanh(x_h + r * h_h)
        states.append(h)
    return np.array(states)


# %% reshaped-instead-of-transposed
# en: The shape is right, but the numbers of different examples are mixed: reshaping isn't the
# same as swapping axes.
# es: La forma es correcta, pero los números de ejemplos distintos se mezclan: cambiar la forma no
# es lo mismo que intercambiar ejes.
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    states = []
    for t in range(x.shape[1]):
        x_z, x_r, x_h = np.split(x[:, t] @ kernel + bias[0], 3, axis=-1)
        h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
        z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
        h = z * h + (1 - z) * np.tanh(x_h + r * h_h)
        states.append(h)
    return np.array(states).reshape(len(x), x.shape[1], -1)


# %% starts-anew-each-step
# en: Every step starts from zeros: nothing is handed from one to the next.
# es: Cada paso parte de ceros: nada pasa de uno al siguiente.
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    states = []
    for t in range(x.shape[1]):
        h = np.zeros((len(x), len(recurrent_kernel)))
        x_z, x_r, x_h = np.split(x[:, t] @ kernel + bias[0], 3, axis=-1)
        h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
        z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
        h = z * h + (1 - z) * np.tanh(x_h + r * h_h)
        states.append(h)
    return np.stack(states, axis=1)


# %% zero-state-included
# en: The state of zeros before the first step isn't part of the result.
# es: El estado de ceros anterior al primer paso no forma parte del resultado.
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    states = [h]
    for t in range(x.shape[1]):
        x_z, x_r, x_h = np.split(x[:, t] @ kernel + bias[0], 3, axis=-1)
        h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
        z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
        h = z * h + (1 - z) * np.tanh(x_h + r * h_h)
        states.append(h)
    return np.stack(states, axis=1)


# %% states-before-the-steps
# en: These are the states before each step. Is a state kept before or after it is computed?
# es: Son los estados anteriores a cada paso. ¿El estado se guarda antes o después de calcularlo?
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    states = []
    for t in range(x.shape[1]):
        states.append(h)
        x_z, x_r, x_h = np.split(x[:, t] @ kernel + bias[0], 3, axis=-1)
        h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
        z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
        h = z * h + (1 - z) * np.tanh(x_h + r * h_h)
    return np.stack(states, axis=1)


# %% reads-from-the-right
# en: The sequence is read from its end to its beginning: the first state already knows the last
# input.
# es: La secuencia se lee del final al comienzo: el primer estado ya conoce la última entrada.
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    states = []
    x = x[:, ::-1]
    for t in range(x.shape[1]):
        x_z, x_r, x_h = np.split(x[:, t] @ kernel + bias[0], 3, axis=-1)
        h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
        z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
        h = z * h + (1 - z) * np.tanh(x_h + r * h_h)
        states.append(h)
    return np.stack(states[::-1], axis=1)


# %% z-the-other-way-round
# en: The step keeps where it should write. What does z = 1 mean here?
# es: El paso conserva donde debería escribir. ¿Qué significa aquí z = 1?
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    states = []
    for t in range(x.shape[1]):
        x_z, x_r, x_h = np.split(x[:, t] @ kernel + bias[0], 3, axis=-1)
        h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
        z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
        h = (1 - z) * h + z * np.tanh(x_h + r * h_h)
        states.append(h)
    return np.stack(states, axis=1)


# %% one-bias-row
# en: One row of the bias is used; it has two.
# es: Se usa una fila del sesgo; tiene dos.
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    states = []
    for t in range(x.shape[1]):
        x_z, x_r, x_h = np.split(x[:, t] @ kernel + bias[0], 3, axis=-1)
        h_z, h_r, h_h = np.split(h @ recurrent_kernel, 3, axis=-1)
        z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
        h = z * h + (1 - z) * np.tanh(x_h + r * h_h)
        states.append(h)
    return np.stack(states, axis=1)


# %% reset-before-the-matrix
# en: The reset gate acts on the state before the matrix, as in the first paper. Here it acts on
# what comes out of it.
# es: La compuerta de reinicio actúa sobre el estado antes de la matriz, como en el primer artículo.
# Aquí actúa sobre lo que sale de ella.
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    states = []
    u = h.shape[1]
    for t in range(x.shape[1]):
        x_z, x_r, x_h = np.split(x[:, t] @ kernel + bias[0], 3, axis=-1)
        h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
        z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
        h = z * h + (1 - z) * np.tanh(
            x_h + (r * h) @ recurrent_kernel[:, 2 * u :] + bias[1, 2 * u :]
        )
        states.append(h)
    return np.stack(states, axis=1)


# %% first-example-only
# en: One example's state is carried along for the whole batch. With a batch of 1 that isn't seen.
# es: El estado de un ejemplo se arrastra para todo el lote. Con un lote de 1 no se nota.
def gru_forward(x, kernel, recurrent_kernel, bias):
    h = np.zeros((len(x), len(recurrent_kernel)))
    states = []
    for t in range(x.shape[1]):
        x_z, x_r, x_h = np.split(x[:, t] @ kernel + bias[0], 3, axis=-1)
        h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
        z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
        h = z * h + (1 - z) * np.tanh(x_h + r * h_h)
        h = np.repeat(h[:1], len(x), axis=0)
        states.append(h)
    return np.stack(states, axis=1)


# %% integer-states
# en: The array set aside for the states has the input's type: with integers every state is cut to
# a whole number.
# es: El arreglo reservado para los estados hereda el tipo de la entrada: con enteros, cada estado
# se trunca.
def gru_forward(x, kernel, recurrent_kernel, bias):
    states = np.zeros((*x.shape[:2], len(recurrent_kernel)), dtype=x.dtype)
    h = np.zeros((len(x), len(recurrent_kernel)))
    for t in range(x.shape[1]):
        x_z, x_r, x_h = np.split(x[:, t] @ kernel + bias[0], 3, axis=-1)
        h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
        z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
        h = z * h + (1 - z) * np.tanh(x_h + r * h_h)
        states[:, t] = h
        h = states[:, t]
    return states
