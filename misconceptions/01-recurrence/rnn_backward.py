# %% nothing-from-later
# en: Each step's gradient is right by itself, but nothing arrives from the steps after it: a
# state also acts on the loss through the next state.
# es: El gradiente de cada paso es correcto por sí solo, pero nada llega de los pasos
# posteriores: un estado también actúa sobre la pérdida a través del siguiente.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = d_states[:, t] * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% no-slope
# en: The slope of tanh is missing: the gradient passes through it unchanged.
# es: Falta la pendiente de la tanh: el gradiente la atraviesa sin cambio.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = d_states[:, t] + from_later
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% slope-of-the-sum
# en: `states` holds tanh's values already. The slope was computed as if they were what goes
# into tanh.
# es: `states` ya contiene los valores de la tanh. La pendiente se calculó como si fueran lo que
# entra en ella.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = (d_states[:, t] + from_later) * (1 - np.tanh(states[:, t]) ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% slope-without-square
# en: The slope of tanh isn't 1 - h. Which power of its own value does it take?
# es: La pendiente de la tanh no es 1 - h. ¿Qué potencia de su propio valor interviene?
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = (d_states[:, t] + from_later) * (1 - states[:, t])
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% slope-at-the-state-before
# en: The slope of tanh is taken one step too early: at the state that goes in, not at the one
# that came out.
# es: La pendiente de la tanh se toma un paso antes: en el estado que entra y no en el que sale.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = (d_states[:, t] + from_later) * (1 - before**2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% state-after-in-d-w-h
# en: d_W_h pairs each delta with the state of the same step. W_h was multiplied by another one.
# es: d_W_h empareja cada delta con el estado del mismo paso. W_h se multiplicó por otro.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = (d_states[:, t] + from_later) * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += states[:, t].T @ delta
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% zeros-before-the-first
# en: d_W_h is right only when the initial state is zero: what does the first step multiply W_h
# with?
# es: d_W_h solo es correcto si el estado inicial es cero: ¿por qué multiplica el primer paso a
# W_h?
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else np.zeros(h0.shape)
        delta = (d_states[:, t] + from_later) * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% wraps-around
# en: At the first step, index t - 1 is -1, which in Python is the last state.
# es: En el primer paso, el índice t - 1 es -1, que en Python es el último estado.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1]
        delta = (d_states[:, t] + from_later) * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% recurrent-matrix-not-transposed
# en: The gradient goes back to the state before through W_h itself. On the way back the arrows
# are reversed, and so is the matrix.
# es: El gradiente vuelve al estado anterior a través de la propia W_h. En el camino de regreso
# se invierten las flechas, y con ellas la matriz.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = (d_states[:, t] + from_later) * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% weight-gradient-transposed
# en: d_W_h is the transpose of what it should be; it is square, so the shape didn't tell.
# es: d_W_h es la transpuesta de lo que debería; como es cuadrada, la forma no lo delató.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = (d_states[:, t] + from_later) * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += delta.T @ before
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% mean-over-the-batch
# en: The weights' gradients are means over the batch. If a mean is wanted, the loss says so, in
# d_states.
# es: Los gradientes de los pesos son promedios sobre el lote. Si se quiere un promedio, lo dice
# la pérdida, en d_states.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = (d_states[:, t] + from_later) * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h.T
    n = len(x)
    return d_x, from_later, d_W_x / n, d_W_h / n, d_b / n


# %% bias-keeps-the-batch
# en: d_b still has a batch axis; b doesn't.
# es: d_b conserva un eje de lote; b no lo tiene.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros((len(x), len(b)))
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = (d_states[:, t] + from_later) * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% forwards-in-time
# en: The walk goes from the first step to the last. What arrives from later must be known
# before it is used.
# es: El recorrido va del primer paso al último. Lo que llega desde después debe conocerse antes
# de usarlo.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in range(x.shape[1]):
        before = states[:, t - 1] if t > 0 else h0
        delta = (d_states[:, t] + from_later) * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% last-step-only
# en: Only the last step's gradient is followed: a loss may ask something of every state.
# es: Solo se sigue el gradiente del último paso: la pérdida puede pedirle algo a cada estado.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = d_states[:, -1]
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = from_later * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% weights-of-the-last-written
# en: The weights' gradients are those of one step: at every step the earlier sum is
# overwritten.
# es: Los gradientes de los pesos son los de un solo paso: en cada paso se sobrescribe la suma
# anterior.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = (d_states[:, t] + from_later) * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x = x[:, t].T @ delta
        d_W_h = before.T @ delta
        d_b = delta.sum(axis=0)
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% d-h0-before-w-h
# en: d_h0 stops one multiplication early: between h0 and the first sum stands W_h.
# es: A d_h0 le falta una multiplicación: entre h0 y la primera suma está W_h.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = (d_states[:, t] + from_later) * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta.sum(axis=0)
        from_later, last = delta @ W_h.T, delta
    return d_x, last, d_W_x, d_W_h, d_b


# %% changes-d-states
# en: d_states was used as working memory; it belongs to the caller.
# es: d_states se usó como memoria de trabajo; pertenece a quien llama.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        with np.errstate(all="ignore"):
            np.add(d_states[:, t], from_later, out=d_states[:, t], casting="unsafe")
        delta = d_states[:, t] * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% cut-to-integers
# en: With integer inputs the gradients are cut to integers: an array made like x has x's type.
# es: Con entradas enteras los gradientes se truncan: un arreglo creado a semejanza de x hereda
# su tipo.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros_like(x)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = (d_states[:, t] + from_later) * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += x[:, t].T @ delta
        d_W_h += before.T @ delta
        d_b += delta.sum(axis=0)
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b


# %% first-example-only
# en: A batch of one is right. With more examples, the weights hear only the first.
# es: Con un lote de uno sale bien. Con más ejemplos, los pesos solo escuchan al primero.
def rnn_backward(x, h0, states, W_x, W_h, b, d_states):
    d_x = np.zeros(x.shape)
    d_W_x, d_W_h, d_b = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape)
    from_later = np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        before = states[:, t - 1] if t > 0 else h0
        delta = (d_states[:, t] + from_later) * (1 - states[:, t] ** 2)
        d_x[:, t] = delta @ W_x.T
        d_W_x += np.outer(x[0, t], delta[0])
        d_W_h += np.outer(before[0], delta[0])
        d_b += delta[0]
        from_later = delta @ W_h.T
    return d_x, from_later, d_W_x, d_W_h, d_b
