# %% order-i-f-o-c
# en: The blocks are cut in another order than Keras's. The candidate isn't the last one.
# es: Los bloques se cortan en un orden distinto al de Keras. El candidato no es el último.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = x @ kernel + h @ recurrent_kernel + bias
    i, f, o, g = np.split(z, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


# %% order-f-i-c-o
# en: Input and forget gate have changed places. Both are sigmoids, so that nothing looks wrong.
# es: La compuerta de entrada y la de olvido cambiaron de lugar. Ambas son sigmoides, así que nada
# parece estar mal.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    f, i, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


# %% no-bias
# en: One of the three terms of each sum is missing; with biases of 0 you'd not notice.
# es: En cada suma falta uno de los tres términos; con sesgos iguales a 0 no se notaría.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


# %% shows-c-without-tanh
# en: What is shown is the cell state itself, times the gate. c can grow beyond 1; what is shown
# is squashed first.
# es: Se muestra el propio estado de la celda por la compuerta. c puede pasar de 1; lo que se
# muestra se comprime antes.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * c, c


# %% candidate-is-a-gate
# en: All four blocks went through the sigmoid. The candidate isn't a gate: it must be able to
# write negative numbers.
# es: Los cuatro bloques pasaron por la sigmoide. El candidato no es una compuerta: debe poder
# escribir números negativos.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(sigmoid(x @ kernel + h @ recurrent_kernel + bias), 4, axis=-1)
    c = f * c + i * g
    return o * np.tanh(c), c


# %% shows-the-old-c
# en: What is shown comes from the cell state before this step. Which of the two lines comes
# first?
# es: Lo que se muestra sale del estado de la celda anterior a este paso. ¿Cuál de las dos líneas
# va primero?
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    return sigmoid(o) * np.tanh(c), sigmoid(f) * c + sigmoid(i) * np.tanh(g)


# %% swapped-results
# en: The two results come in the wrong order: first what is shown, then what is kept.
# es: Los dos resultados vienen en el orden equivocado: primero lo que se muestra y después lo que
# se conserva.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return c, sigmoid(o) * np.tanh(c)


# %% coupled-gates
# en: What is kept and what is written always add up to one here. That is the idea of a GRU; an
# LSTM has a gate for each.
# es: Aquí lo que se conserva y lo que se escribe siempre suman uno. Esa es la idea de la GRU; una
# LSTM tiene una compuerta para cada cosa.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = sigmoid(f) * c + (1 - sigmoid(f)) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


# %% never-forgets
# en: The old cell state is added whole, as in the paper of 1997. Something must be able to let it
# go.
# es: El estado anterior de la celda se suma entero, como en el artículo de 1997. Algo debe poder
# soltarlo.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c = c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


# %% gates-look-at-c
# en: The gates look at the cell state. They look at the input and at what was last shown.
# es: Las compuertas miran el estado de la celda. Lo que miran es la entrada y lo último que se
# mostró.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x @ kernel + c @ recurrent_kernel + bias, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


# %% interleaved-blocks
# en: The columns are dealt out in turn, every fourth to one gate. In Keras a gate's columns stand
# together.
# es: Las columnas se reparten por turnos, una de cada cuatro para cada compuerta. En Keras, las
# columnas de una compuerta están juntas.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = x @ kernel + h @ recurrent_kernel + bias
    i, f, g, o = (z[:, k::4] for k in range(4))
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


# %% writes-into-c
# en: The cell state that was handed in is changed on the spot. Whoever called may still need it.
# es: Se modifica en el lugar el estado de la celda recibido. Quien llamó puede necesitarlo
# todavía.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c *= sigmoid(f)
    c += sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c
