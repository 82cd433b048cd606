# %% future-only
# en: A place may look at itself and at what comes after it. It is the past that it may know.
# es: Un lugar puede mirarse a sí mismo y lo que viene después. Lo que puede conocer es el pasado.
def causal_mask(length):
    return np.triu(np.ones((length, length), dtype=bool))


# %% true-for-forbidden
# en: True marks what is forbidden here; it should mark what may be used.
# es: Aquí True marca lo prohibido; debería marcar lo que se puede usar.
def causal_mask(length):
    return ~np.tril(np.ones((length, length), dtype=bool))


# %% not-itself
# en: A place may not look at itself; the first could look at nothing then.
# es: Un lugar no puede mirarse a sí mismo; el primero no podría mirar nada.
def causal_mask(length):
    return np.tril(np.ones((length, length), dtype=bool), -1)


# %% one-ahead
# en: A place may look at the next one as well, and that is the word that it should predict.
# es: Un lugar puede mirar también el siguiente, y esa es la palabra que debe predecir.
def causal_mask(length):
    return np.tril(np.ones((length, length), dtype=bool), 1)


# %% penalties
# en: These are numbers to be added to the scores: 0 for allowed, a large negative one for
# forbidden. A mask says True and False.
# es: Estos son números para sumar a los puntajes: 0 para lo permitido, uno negativo y grande para
# lo prohibido. Una máscara dice True y False.
def causal_mask(length):
    return np.triu(np.full((length, length), -1e9), 1)


# %% itself-alone
# en: A place may look at itself alone.
# es: Un lugar solo puede mirarse a sí mismo.
def causal_mask(length):
    return np.eye(length, dtype=bool)


# %% no-mask
# en: Everything is allowed.
# es: Todo está permitido.
def causal_mask(length):
    return np.ones((length, length), dtype=bool)


# %% two-places-only
# en: A place may look at itself and the one before; the whole past was meant.
# es: Un lugar puede mirarse a sí mismo y el anterior; se trataba de todo el pasado.
def causal_mask(length):
    return np.eye(length, dtype=bool) | np.eye(length, k=-1, dtype=bool)


# %% other-diagonal
# en: The triangle lies along the other diagonal.
# es: El triángulo quedó sobre la otra diagonal.
def causal_mask(length):
    return np.tril(np.ones((length, length), dtype=bool))[:, ::-1]


# %% batch-axis
# en: There is an axis in front. `(length, length)` was asked for.
# es: Hay un eje de más al comienzo. Se pedía `(length, length)`.
def causal_mask(length):
    return np.tril(np.ones((length, length), dtype=bool))[None]


# %% one-row
# en: This is one row, with True everywhere: each place has a row of its own.
# es: Esta es una sola fila, con True en todas partes: cada lugar tiene su propia fila.
def causal_mask(length):
    return np.ones((1, length), dtype=bool)


# %% one-too-large
# en: The mask has a row and a column too many, perhaps for the start token.
# es: La máscara tiene una fila y una columna de más, quizá por el token de inicio.
def causal_mask(length):
    return np.tril(np.ones((length + 1, length + 1), dtype=bool))
