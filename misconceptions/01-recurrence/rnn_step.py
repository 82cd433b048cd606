# %% transposed-recurrent-matrix
# en: The state is multiplied by the transpose of W_h. It is square, so no error tells you;
# examples are rows here, and the matrix stands on the right as it is.
# es: El estado se multiplica por la transpuesta de W_h. Como es cuadrada, ningún error lo
# delata; aquí los ejemplos son filas y la matriz va a la derecha tal como está.
def rnn_step(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x + h @ W_h.T + b)


# %% transposed-input-matrix
# en: The shapes don't fit unless features and units are equal. Which way round does the
# docstring give W_x?
# es: Las formas no encajan salvo que features y units coincidan. ¿En qué sentido da W_x la
# documentación de la función?
def rnn_step(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x.T + h @ W_h + b)


# %% no-bias
# en: One of the three terms inside tanh is missing; with a bias of 0 you'd not notice.
# es: Falta uno de los tres términos dentro de la tanh; con un sesgo igual a 0 no se notaría.
def rnn_step(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x + h @ W_h)


# %% no-memory
# en: The answer doesn't depend on the state before: that is a plain dense layer, which
# remembers nothing.
# es: La respuesta no depende del estado anterior: es una capa densa común, que no recuerda
# nada.
def rnn_step(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x + b)


# %% no-tanh
# en: The sum is right, but it isn't squashed: the states could grow without bound.
# es: La suma es correcta, pero no se comprime: los estados podrían crecer sin límite.
def rnn_step(x, h, W_x, W_h, b):
    return x @ W_x + h @ W_h + b


# %% sigmoid
# en: The values lie between 0 and 1: this is another squashing function than the one asked for.
# es: Los valores quedan entre 0 y 1: es otra función de compresión, no la que se pedía.
def rnn_step(x, h, W_x, W_h, b):
    return 1 / (1 + np.exp(-np.clip(x @ W_x + h @ W_h + b, -50, 50)))


# %% bias-outside
# en: The bias is added after tanh, so that states leave the interval from -1 to 1. Look where
# the bracket closes.
# es: El sesgo se suma después de la tanh, y así los estados salen del intervalo de -1 a 1.
# Fíjate dónde se cierra el paréntesis.
def rnn_step(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x + h @ W_h) + b


# %% two-tanh
# en: Both terms are squashed one by one before they are added. There is one tanh, around the
# whole sum.
# es: Los dos términos se comprimen por separado antes de sumarse. Hay una sola tanh, alrededor
# de toda la suma.
def rnn_step(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x + b) + np.tanh(h @ W_h)


# %% elementwise
# en: The state is multiplied with W_h number by number, or only with its diagonal. A matrix
# product lets every unit hear every other one.
# es: El estado se multiplica por W_h número a número, o solo por su diagonal. En un producto de
# matrices cada unidad escucha a todas las demás.
def rnn_step(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x + h * np.diag(W_h) + b)


# %% exp-overflows
# en: The formula for tanh is right on paper, but for inputs around 1000 the exponentials
# overflow and infinity divided by infinity is not a number.
# es: La fórmula de la tanh es correcta en el papel, pero con entradas cercanas a 1000 las
# exponenciales se desbordan, e infinito entre infinito no es un número.
def rnn_step(x, h, W_x, W_h, b):
    z = x @ W_x + h @ W_h + b
    with np.errstate(all="ignore"):
        return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


# %% batch-mean
# en: The examples of a batch mix: each answer depends on who else is in the batch. Is there a
# mean or a sum over axis 0?
# es: Los ejemplos del lote se mezclan: cada respuesta depende de quién más está en él. ¿Hay un
# promedio o una suma sobre el eje 0?
def rnn_step(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x + (h @ W_h).mean(axis=0) + b)


# %% only-first-example
# en: A batch of one is right, larger ones aren't: every example is given the state of the
# first.
# es: Con un lote de uno sale bien, con más no: a todos los ejemplos se les da el estado del
# primero.
def rnn_step(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x + h[0] @ W_h + b)


# %% changes-the-state
# en: The new state was written into the old one's array, which belongs to the caller.
# es: El estado nuevo se escribió en el arreglo del anterior, que pertenece a quien llama.
def rnn_step(x, h, W_x, W_h, b):
    h[:] = np.tanh(x @ W_x + h @ W_h + b)
    return h


# %% cut-to-integers
# en: The result was put into an array of the input's type: for integers, everything after the
# point is cut off.
# es: El resultado se guardó en un arreglo del tipo de la entrada: si son enteros, se pierde
# todo lo que sigue al punto.
def rnn_step(x, h, W_x, W_h, b):
    result = np.zeros_like(h)
    result[:] = np.tanh(x @ W_x + h @ W_h + b)
    return result


# %% swapped-matrices
# en: Input and state have exchanged their matrices, which only runs when features and units are
# equal.
# es: La entrada y el estado intercambiaron sus matrices, lo que solo funciona si features y
# units son iguales.
def rnn_step(x, h, W_x, W_h, b):
    return np.tanh(x @ W_h + h @ W_x + b)
