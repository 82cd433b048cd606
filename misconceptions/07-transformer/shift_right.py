# %% shifted-left
# en: The targets moved to the left: the decoder would be given the word that it should predict, and
# the next.
# es: Los objetivos se corrieron a la izquierda: el decodificador recibiría la palabra que debe
# predecir, y la siguiente.
def shift_right(targets, start):
    shifted = np.full_like(targets, start)
    shifted[:, :-1] = targets[:, 1:]
    return shifted


# %% rolled
# en: The last token came round to the front; `start` belongs there.
# es: El último token dio la vuelta hasta el comienzo; ahí va `start`.
def shift_right(targets, start):
    shifted = np.full_like(targets, start)
    return np.roll(targets, 1, axis=1)


# %% one-longer
# en: `start` was put in front and nothing left out at the end: the rows are one too long.
# es: `start` se puso adelante y al final no se quitó nada: las filas tienen un token de más.
def shift_right(targets, start):
    shifted = np.full_like(targets, start)
    return np.concatenate([shifted[:, :1], targets], axis=1)


# %% first-overwritten
# en: The first token was overwritten, and the others stand where they were.
# es: El primer token se sobrescribió y los demás siguen donde estaban.
def shift_right(targets, start):
    shifted = np.full_like(targets, start)
    shifted[:, 1:] = targets[:, 1:]
    return shifted


# %% targets-changed
# en: The tokens were moved within the caller's own array: now the targets are shifted too.
# es: Los tokens se movieron dentro del propio arreglo de quien llama: ahora también los objetivos
# están corridos.
def shift_right(targets, start):
    targets[:, 1:] = targets[:, :-1].copy()
    targets[:, 0] = start
    return targets


# %% zero-for-start
# en: A 0 stands in front. That is padding; `start` is an id of its own.
# es: Adelante hay un 0. Eso es relleno; `start` es un id propio.
def shift_right(targets, start):
    shifted = np.zeros_like(targets)
    shifted[:, 1:] = targets[:, :-1]
    return shifted


# %% along-the-batch
# en: The examples moved down by one, and not the tokens.
# es: Se corrieron los ejemplos y no los tokens.
def shift_right(targets, start):
    shifted = np.full_like(targets, start)
    shifted[1:] = targets[:-1]
    return shifted


# %% through-the-rows
# en: The whole batch was shifted as one long row: each text begins with the last token of the one
# above.
# es: Se corrió todo el lote como una sola fila larga: cada texto comienza con el último token del
# anterior.
def shift_right(targets, start):
    shifted = np.full_like(targets, start)
    shifted.reshape(-1)[1:] = targets.reshape(-1)[:-1]
    return shifted


# %% start-at-the-end
# en: `start` stands at the end.
# es: `start` quedó al final.
def shift_right(targets, start):
    shifted = np.full_like(targets, start)
    shifted[:, 1:] = targets[:, :-1]
    return np.roll(shifted, -1, axis=1)


# %% start-everywhere
# en: All tokens became `start`.
# es: Todos los tokens quedaron en `start`.
def shift_right(targets, start):
    shifted = np.full_like(targets, start)
    return shifted


# %% shifted-twice
# en: The tokens moved by two places.
# es: Los tokens se corrieron dos lugares.
def shift_right(targets, start):
    shifted = np.full_like(targets, start)
    shifted[:, 2:] = targets[:, :-2]
    return shifted


# %% first-example-only
# en: Only the first example was shifted.
# es: Solo se corrió el primer ejemplo.
def shift_right(targets, start):
    shifted = np.array(targets)
    shifted[0, 0], shifted[0, 1:] = start, targets[0, :-1]
    return shifted


# %% one-shorter
# en: The last token was left out, and `start` forgotten: the rows are one too short.
# es: Se quitó el último token y se olvidó `start`: las filas tienen un token de menos.
def shift_right(targets, start):
    shifted = np.full_like(targets, start)
    shifted[:, 1:] = targets[:, :-1]
    return shifted[:, 1:]
