# %% ignores-h0
# en: The states start from zeros, whatever initial state is given.
# es: Los estados parten de cero, sea cual sea el estado inicial que se dé.
def rnn_forward(x, h0, W_x, W_h, b):
    h, states = np.zeros(h0.shape), []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        states.append(h)
    return np.stack(states, axis=1)


# %% always-from-h0
# en: Every step starts again from h0, so nothing is carried from one step to the next.
# es: Cada paso vuelve a partir de h0, de modo que nada pasa de un paso al siguiente.
def rnn_forward(x, h0, W_x, W_h, b):
    states = [np.tanh(x[:, t] @ W_x + h0 @ W_h + b) for t in range(x.shape[1])]
    return np.stack(states, axis=1)


# %% last-state-only
# en: Only the last state comes back; the one after each step was asked for.
# es: Solo se devuelve el último estado; se pedía el de después de cada paso.
def rnn_forward(x, h0, W_x, W_h, b):
    h = h0
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
    return h


# %% time-first
# en: The right numbers, but time has come to stand before the batch. Along which axis are the
# states joined?
# es: Los números son correctos, pero el tiempo quedó antes que el lote. ¿Por qué eje se unen
# los estados?
def rnn_forward(x, h0, W_x, W_h, b):
    h, states = h0, []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        states.append(h)
    return np.stack(states)


# %% reshaped-instead-of-transposed
# en: The shape is right and the numbers are in the wrong places: a reshape was used to exchange
# two axes.
# es: La forma es correcta y los números están fuera de lugar: se usó reshape para intercambiar
# dos ejes.
def rnn_forward(x, h0, W_x, W_h, b):
    h, states = h0, []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        states.append(h)
    return np.array(states).reshape(x.shape[0], x.shape[1], len(b))


# %% with-h0
# en: One state too many: h0 was given, and isn't part of the result.
# es: Sobra un estado: h0 es un dato y no forma parte del resultado.
def rnn_forward(x, h0, W_x, W_h, b):
    states = [h0]
    for t in range(x.shape[1]):
        states.append(np.tanh(x[:, t] @ W_x + states[-1] @ W_h + b))
    return np.stack(states, axis=1)


# %% before-instead-of-after
# en: The states are one step late: each one was kept before the step, not after it.
# es: Los estados van un paso atrasados: cada uno se guardó antes del paso, no después.
def rnn_forward(x, h0, W_x, W_h, b):
    h, states = h0, []
    for t in range(x.shape[1]):
        states.append(h)
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
    return np.stack(states, axis=1)


# %% backwards-in-time
# en: The sequence is read from its end.
# es: La secuencia se lee desde el final.
def rnn_forward(x, h0, W_x, W_h, b):
    h, states = h0, []
    for t in reversed(range(x.shape[1])):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        states.append(h)
    return np.stack(states[::-1], axis=1)


# %% batch-as-time
# en: The loop runs over axis 0, so each example's state flows into the next example. Which axis
# is time?
# es: El ciclo recorre el eje 0, y así el estado de un ejemplo pasa al siguiente ejemplo. ¿Qué
# eje es el tiempo?
def rnn_forward(x, h0, W_x, W_h, b):
    states, h = [], h0[0]
    for sequence in x:
        for step in sequence:
            h = np.tanh(step @ W_x + h @ W_h + b)
            states.append(h)
    return np.array(states).reshape(x.shape[0], x.shape[1], len(b))


# %% cut-to-integers
# en: With an integer h0 every state is cut to -1, 0 or 1. An array made like h0 has h0's type.
# es: Con un h0 entero, todo estado se trunca a -1, 0 o 1. Un arreglo creado a semejanza de h0
# hereda su tipo.
def rnn_forward(x, h0, W_x, W_h, b):
    states = np.zeros((x.shape[0], x.shape[1], len(b)), dtype=h0.dtype)
    h = h0
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        states[:, t] = h
    return states


# %% cut-when-carried
# en: The result has room for fractions, but the state that is carried on has the type of h0:
# with integers it is cut at every step.
# es: El resultado admite decimales, pero el estado que se arrastra tiene el tipo de h0: con
# enteros se trunca en cada paso.
def rnn_forward(x, h0, W_x, W_h, b):
    h, states = h0.copy(), []
    for t in range(x.shape[1]):
        h[:] = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        states.append(h.copy())
    return np.stack(states, axis=1)


# %% one-array-for-all
# en: All states are equal to the last: the same array was put into the list at every step, and
# overwritten.
# es: Todos los estados son iguales al último: en cada paso se guardó el mismo arreglo, que
# luego se sobrescribió.
def rnn_forward(x, h0, W_x, W_h, b):
    h, states = h0.astype(float), []
    for t in range(x.shape[1]):
        h[:] = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        states.append(h)
    return np.stack(states, axis=1)


# %% changes-h0
# en: h0 was used as working memory and has changed for the caller.
# es: h0 se usó como memoria de trabajo y quedó modificado para quien llama.
def rnn_forward(x, h0, W_x, W_h, b):
    states = np.zeros((x.shape[0], x.shape[1], len(b)))
    for t in range(x.shape[1]):
        h0[:] = np.tanh(x[:, t] @ W_x + h0 @ W_h + b)
        states[:, t] = h0
    return states


# %% transposed-recurrent-matrix
# en: The state is multiplied by the transpose of W_h; it is square, so only the values can
# tell.
# es: El estado se multiplica por la transpuesta de W_h; como es cuadrada, solo los valores lo
# revelan.
def rnn_forward(x, h0, W_x, W_h, b):
    h, states = h0, []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h.T + b)
        states.append(h)
    return np.stack(states, axis=1)


# %% no-bias
# en: With a bias of 0 this would be right.
# es: Con un sesgo igual a 0 esto sería correcto.
def rnn_forward(x, h0, W_x, W_h, b):
    h, states = h0, []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h)
        states.append(h)
    return np.stack(states, axis=1)


# %% skips-the-first-step
# en: The first input is never read: a loop that starts at 1 was meant for something else.
# es: La primera entrada nunca se lee: un ciclo que empieza en 1 estaba pensado para otra cosa.
def rnn_forward(x, h0, W_x, W_h, b):
    states = np.zeros((x.shape[0], x.shape[1], len(b)))
    states[:, 0] = h0
    for t in range(1, x.shape[1]):
        states[:, t] = np.tanh(x[:, t] @ W_x + states[:, t - 1] @ W_h + b)
    return states


# %% one-call-deeper-per-step
# en: The function calls itself once for every step: Python allows about a thousand calls within
# calls, and a text may be longer. A loop has no such limit.
# es: La función se llama a sí misma una vez por cada paso: Python admite cerca de mil llamadas
# anidadas, y un texto puede ser más largo. Un ciclo no tiene ese límite.
def rnn_forward(x, h0, W_x, W_h, b):
    first = np.tanh(x[:, 0] @ W_x + h0 @ W_h + b)[:, None]
    if x.shape[1] == 1:
        return first
    return np.concatenate([first, rnn_forward(x[:, 1:], first[:, 0], W_x, W_h, b)], axis=1)
