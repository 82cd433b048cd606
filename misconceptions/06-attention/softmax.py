# %% overflow
# en: e to a large power is infinite, and infinite by infinite is NaN. Only differences of scores
# matter: which of them could you work with instead?
# es: e elevado a un número grande es infinito, e infinito sobre infinito es NaN. Solo importan las
# diferencias entre puntajes: ¿con cuáles podrías trabajar?
def softmax(scores, axis=-1):
    powers = np.exp(scores)
    return powers / powers.sum(axis=axis, keepdims=True)


# %% one-maximum-for-all
# en: One maximum is taken for the whole array. A row far below it becomes 0/0; each row needs its
# own.
# es: Se toma un solo máximo para todo el arreglo. Una fila muy por debajo de él queda en 0/0; cada
# fila necesita el suyo.
def softmax(scores, axis=-1):
    powers = np.exp(scores - np.max(scores))
    return powers / powers.sum(axis=axis, keepdims=True)


# %% axis-ignored
# en: The weights sum to 1 along the last axis, whichever was asked for.
# es: Los pesos suman 1 a lo largo del último eje, sea cual sea el que se pidió.
def softmax(scores, axis=-1):
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


# %% whole-array
# en: All numbers of the array share one sum. Each row along the axis should have its own.
# es: Todos los números del arreglo comparten una suma. Cada fila a lo largo del eje debería tener
# la suya.
def softmax(scores, axis=-1):
    powers = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return powers / powers.sum()


# %% first-axis
# en: The sums run along the first axis, as in a course where examples are columns. The default
# here is the last.
# es: Las sumas corren por el primer eje, como en un curso donde los ejemplos son columnas. Aquí el
# eje por omisión es el último.
def softmax(scores, axis=0):
    powers = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


# %% shifted-in-place
# en: The scores of whoever called are changed: `-=` works on their array, not on a copy.
# es: Se modifican los puntajes de quien llamó: `-=` trabaja sobre su arreglo, no sobre una copia.
def softmax(scores, axis=-1):
    scores -= np.max(scores, axis=axis, keepdims=True)
    powers = np.exp(scores)
    return powers / powers.sum(axis=axis, keepdims=True)


# %% clipped
# en: Clipping the scores keeps them from overflowing, but makes large scores equal that were not.
# A shift keeps all differences.
# es: Recortar los puntajes evita el desborde, pero iguala puntajes grandes que no eran iguales. Un
# corrimiento conserva todas las diferencias.
def softmax(scores, axis=-1):
    powers = np.exp(np.clip(scores, -500, 500))
    return powers / powers.sum(axis=axis, keepdims=True)


# %% shift-by-the-mean
# en: After a shift by the mean the largest exponent is still large. Which shift makes it 0?
# es: Con un corrimiento por el promedio, el mayor exponente sigue siendo grande. ¿Cuál lo deja
# en 0?
def softmax(scores, axis=-1):
    powers = np.exp(scores - np.mean(scores, axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


# %% sigmoid
# en: Each score is squashed by itself, so the weights of a row don't sum to 1.
# es: Cada puntaje se comprime por su cuenta, y los pesos de una fila no suman 1.
def softmax(scores, axis=-1):
    return 1 / (1 + np.exp(-np.clip(scores, -500, 500)))


# %% share-of-the-scores
# en: The scores themselves are divided by their sum. Scores may be negative; what makes them
# positive?
# es: Se dividen los propios puntajes por su suma. Los puntajes pueden ser negativos; ¿qué los
# vuelve positivos?
def softmax(scores, axis=-1):
    return scores / np.sum(scores, axis=axis, keepdims=True)


# %% logarithm
# en: These are logarithms of the weights.
# es: Son los logaritmos de los pesos.
def softmax(scores, axis=-1):
    shifted = scores - np.max(scores, axis=axis, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))
