# %% z-the-other-way-round
# en: z = 1 writes everything new here. In this course's convention, which is Keras's, it keeps
# everything.
# es: Aquí z = 1 escribe todo de nuevo. En la convención del curso, que es la de Keras, conserva
# todo.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    x_z, x_r, x_h = np.split(x @ kernel + bias[0], 3, axis=-1)
    h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    return (1 - z) * h + z * np.tanh(x_h + r * h_h)


# %% reset-before-the-matrix
# en: The reset gate acts on the state before the matrix, as in the first paper. Here it acts on
# what comes out of it.
# es: La compuerta de reinicio actúa sobre el estado antes de la matriz, como en el primer
# artículo. Aquí actúa sobre lo que sale de ella.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    u = h.shape[1]
    a, b = x @ kernel + bias[0], h @ recurrent_kernel + bias[1]
    z, r = sigmoid(a[:, :u] + b[:, :u]), sigmoid(a[:, u : 2 * u] + b[:, u : 2 * u])
    candidate = np.tanh(a[:, 2 * u :] + (r * h) @ recurrent_kernel[:, 2 * u :] + bias[1, 2 * u :])
    return z * h + (1 - z) * candidate


# %% second-bias-outside-the-reset
# en: Both rows of the bias are added to the input's part. For the gates that's the same; for the
# candidate one of them belongs where the reset gate acts.
# es: Las dos filas del sesgo se suman a la parte de la entrada. Para las compuertas da igual; en
# el candidato, una de ellas va donde actúa la compuerta de reinicio.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    x_z, x_r, x_h = np.split(x @ kernel + bias[0] + bias[1], 3, axis=-1)
    h_z, h_r, h_h = np.split(h @ recurrent_kernel, 3, axis=-1)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    return z * h + (1 - z) * np.tanh(x_h + r * h_h)


# %% order-r-z-h
# en: The two gates have changed places. Both are sigmoids, so that nothing looks wrong.
# es: Las dos compuertas cambiaron de lugar. Ambas son sigmoides, así que nada parece estar mal.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    x_r, x_z, x_h = np.split(x @ kernel + bias[0], 3, axis=-1)
    h_r, h_z, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    return z * h + (1 - z) * np.tanh(x_h + r * h_h)


# %% only-the-first-bias
# en: One row of the bias is used. It has two: whose is the other one?
# es: Se usa una fila del sesgo. Tiene dos: ¿de quién es la otra?
def gru_step(x, h, kernel, recurrent_kernel, bias):
    x_z, x_r, x_h = np.split(x @ kernel + bias[0], 3, axis=-1)
    h_z, h_r, h_h = np.split(h @ recurrent_kernel, 3, axis=-1)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    return z * h + (1 - z) * np.tanh(x_h + r * h_h)


# %% no-bias
# en: The bias isn't used at all; with zeros you'd not notice.
# es: El sesgo no se usa en absoluto; con ceros no se notaría.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    x_z, x_r, x_h = np.split(x @ kernel, 3, axis=-1)
    h_z, h_r, h_h = np.split(h @ recurrent_kernel, 3, axis=-1)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    return z * h + (1 - z) * np.tanh(x_h + r * h_h)


# %% no-reset
# en: The candidate sees the whole past, whatever the reset gate says.
# es: El candidato ve todo el pasado, diga lo que diga la compuerta de reinicio.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    x_z, x_r, x_h = np.split(x @ kernel + bias[0], 3, axis=-1)
    h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    z = sigmoid(x_z + h_z)
    return z * h + (1 - z) * np.tanh(x_h + h_h)


# %% reset-times-everything
# en: The reset gate multiplies the input's part of the candidate, too. It decides about the past
# alone.
# es: La compuerta de reinicio multiplica también la parte de la entrada en el candidato. Solo
# decide sobre el pasado.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    x_z, x_r, x_h = np.split(x @ kernel + bias[0], 3, axis=-1)
    h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    return z * h + (1 - z) * np.tanh(r * (x_h + h_h))


# %% broadcast-bias
# en: The whole bias is added to both products. With a batch of 2 it even fits, one row of the
# bias for each example; what do its two rows stand for?
# es: A los dos productos se les suma el sesgo entero. Con un lote de 2 hasta encaja, una fila del
# sesgo para cada ejemplo; ¿qué representan sus dos filas?
def gru_step(x, h, kernel, recurrent_kernel, bias):
    x_z, x_r, x_h = np.split(x @ kernel + bias, 3, axis=-1)
    h_z, h_r, h_h = np.split(h @ recurrent_kernel, 3, axis=-1)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    return z * h + (1 - z) * np.tanh(x_h + r * h_h)


# %% candidate-sigmoid
# en: All three blocks are treated as gates. The candidate must be able to be negative.
# es: Los tres bloques se tratan como compuertas. El candidato debe poder ser negativo.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    x_z, x_r, x_h = np.split(x @ kernel + bias[0], 3, axis=-1)
    h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    return z * h + (1 - z) * sigmoid(x_h + r * h_h)


# %% writes-without-one-minus-z
# en: The new is added whole to what is kept, so that the state can grow without bound. The two
# shares add up to one.
# es: Lo nuevo se suma entero a lo que se conserva, y así el estado puede crecer sin límite. Las
# dos proporciones suman uno.
def gru_step(x, h, kernel, recurrent_kernel, bias):
    x_z, x_r, x_h = np.split(x @ kernel + bias[0], 3, axis=-1)
    h_z, h_r, h_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
    z, r = sigmoid(x_z + h_z), sigmoid(x_r + h_r)
    return z * h + np.tanh(x_h + r * h_h)
