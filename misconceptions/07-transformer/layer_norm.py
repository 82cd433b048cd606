# %% over-the-batch
# en: Mean and variance were taken over the examples: that is batch normalization.
# es: La media y la varianza se tomaron sobre los ejemplos: eso es normalización por lote.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=0, keepdims=True)
    variance = np.var(x, axis=0, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


# %% over-time
# en: Mean and variance were taken over the words of a text; each word has its own.
# es: La media y la varianza se tomaron sobre las palabras de un texto; cada palabra tiene las
# suyas.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-2, keepdims=True)
    variance = np.var(x, axis=-2, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


# %% over-the-whole-text
# en: One mean and one variance for all words of a text together: then padding would count too.
# es: Una media y una varianza para todas las palabras juntas de un texto: así contaría también el
# relleno.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=tuple(range(1, x.ndim)) or None, keepdims=True)
    variance = np.var(x, axis=tuple(range(1, x.ndim)) or None, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


# %% over-everything
# en: One mean and one variance for the whole array.
# es: Una sola media y una sola varianza para todo el arreglo.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x)
    variance = np.var(x)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


# %% one-less
# en: The variance was divided by one less than the width, as for a sample. With a width of 1 that
# is a division by 0.
# es: La varianza se dividió por el ancho menos uno, como en una muestra. Con ancho 1 es una
# división por 0.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, ddof=1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


# %% epsilon-outside
# en: epsilon was added to the standard deviation, not to the variance: for nearly constant vectors
# that is another number.
# es: epsilon se sumó a la desviación estándar y no a la varianza: con vectores casi constantes da
# otro número.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return gamma * (x - mean) / (np.sqrt(variance) + epsilon) + beta


# %% no-epsilon
# en: A vector of equal numbers is divided by 0.
# es: Un vector de números iguales se divide por 0.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance) + beta


# %% epsilon-fixed
# en: epsilon has no effect: its value was written into the formula.
# es: epsilon no influye: su valor quedó escrito en la fórmula.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance + 1e-6) + beta


# %% keras-default-epsilon
# en: The default is Keras's 1e-3; here it is 1e-6.
# es: El valor por omisión es el de Keras, 1e-3; aquí es 1e-6.
def layer_norm(x, gamma, beta, epsilon=1e-3):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


# %% epsilon-as-a-floor
# en: epsilon was used as the least variance. It is added, always.
# es: epsilon se usó como varianza mínima. Se suma siempre.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(np.maximum(variance, epsilon)) + beta


# %% divided-by-the-variance
# en: The division is by the variance, not by its root.
# es: Se dividió por la varianza y no por su raíz.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return gamma * (x - mean) / (variance + epsilon) + beta


# %% mean-kept
# en: The mean was not subtracted; only the scale was set.
# es: La media no se restó; solo se ajustó la escala.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return gamma * x / np.sqrt(variance + epsilon) + beta


# %% around-zero
# en: The spread was measured around 0, not around the mean.
# es: La dispersión se midió alrededor de 0 y no de la media.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(np.square(x), axis=-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


# %% gamma-and-beta-swapped
# en: beta multiplies and gamma is added.
# es: beta multiplica y gamma se suma.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return beta * (x - mean) / np.sqrt(variance + epsilon) + gamma


# %% beta-first
# en: beta was added before gamma multiplied, so that gamma scales beta too.
# es: beta se sumó antes de multiplicar por gamma, y así gamma también escala a beta.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return gamma * ((x - mean) / np.sqrt(variance + epsilon) + beta)


# %% no-gamma-and-beta
# en: gamma and beta aren't used: the network can't undo the normalization where it hurts.
# es: gamma y beta no se usan: la red no puede deshacer la normalización donde perjudica.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return (x - mean) / np.sqrt(variance + epsilon)


# %% no-beta
# en: beta is missing.
# es: Falta beta.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance + epsilon)


# %% x-changed
# en: The mean was subtracted from the caller's own array.
# es: La media se le restó al propio arreglo de quien llama.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    x -= mean.astype(x.dtype)
    return gamma * x / np.sqrt(variance + epsilon) + beta


# %% whole-numbers
# en: The result was stored in an array of the input's kind: with whole numbers, everything after
# the point is lost.
# es: El resultado se guardó en un arreglo del mismo tipo que la entrada: con enteros se pierde todo
# lo que sigue al punto.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    normed = np.empty_like(x)
    normed[:] = gamma * (x - mean) / np.sqrt(variance + epsilon) + beta
    return normed


# %% absolute-deviation
# en: The spread is the mean absolute deviation.
# es: La dispersión es la desviación absoluta media.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return gamma * (x - mean) / (np.mean(np.abs(x - mean), axis=-1, keepdims=True) + epsilon) + beta


# %% difference-of-squares
# en: The variance is the mean of the squares less the square of the mean, in float32. For large
# equal numbers rounding can make that negative, and its root NaN.
# es: La varianza es la media de los cuadrados menos el cuadrado de la media, en float32. Con
# números grandes e iguales, el redondeo puede hacerla negativa, y su raíz NaN.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    x = np.asarray(x, dtype="float32")
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(x * x, axis=-1, keepdims=True) - mean * mean
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


# %% three-axes-only
# en: The axis was counted from the front: it is right for texts, and wrong for a single vector or a
# batch of vectors.
# es: El eje se contó desde adelante: sirve para textos, pero no para un solo vector ni para un lote
# de vectores.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    mean = np.mean(x, axis=2, keepdims=True)
    variance = np.var(x, axis=2, keepdims=True)
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


# %% tiny-rows-skipped
# en: A vector that hardly varies was left at beta; epsilon makes it small, not zero.
# es: Un vector que casi no varía quedó en beta; epsilon lo hace pequeño, no nulo.
def layer_norm(x, gamma, beta, epsilon=1e-6):
    centred = x - np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(centred**2, axis=-1, keepdims=True)
    y = gamma * centred / np.sqrt(variance + epsilon) + beta
    return np.where(variance < 1e-8, beta + np.zeros_like(y), y)
