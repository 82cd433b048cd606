# %% no-scale
# en: The scores are not divided by anything: this is the lecture's formula, with a mask.
# es: Los puntajes no se dividen por nada: es la fórmula de la clase, con máscara.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / 1.0
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% scale-by-the-number-of-keys
# en: The scale is the root of the number of keys. How many products does one score add up?
# es: La escala es la raíz de la cantidad de claves. ¿Cuántos productos suma un puntaje?
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(key.shape[1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% scale-by-the-value-width
# en: The scale comes from the width of the values, which has no part in the scores.
# es: La escala viene del ancho de los valores, que no interviene en los puntajes.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(value.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% scale-by-the-width
# en: The scores are divided by the width itself. A variance of d_k means a size of another
# order.
# es: Los puntajes se dividen por el ancho mismo. Una varianza de d_k significa un tamaño de otro
# orden.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / key.shape[-1]
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% scale-after-softmax
# en: The weights are divided by the root, after the softmax: they no longer sum to 1, and are as
# sharp as ever.
# es: Los pesos se dividen por la raíz, después de la softmax: ya no suman 1 y siguen igual de
# agudos.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / 1.0
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    weights = weights / np.sqrt(key.shape[-1])
    return weights @ value, weights


# %% mask-upside-down
# en: True means that a key may be looked at; here it hides the key.
# es: True significa que la clave se puede mirar; aquí la esconde.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else ~mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% mask-after-softmax
# en: Forbidden weights are set to 0 after the softmax, and the others don't share what is left
# over: look at the sum of a row.
# es: Los pesos prohibidos se ponen en 0 después de la softmax, y los demás no se reparten lo que
# sobra: mira cuánto suma una fila.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(key.shape[-1])
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    if mask is not None:
        weights = weights * mask
    return weights @ value, weights


# %% mask-times-scores
# en: Forbidden scores become 0, and e to the 0 is 1: such a key is still looked at.
# es: Los puntajes prohibidos quedan en 0, y e elevado a 0 es 1: esa clave se sigue mirando.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(key.shape[-1])
    if mask is not None:
        scores = scores * mask
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% nothing-means-everything
# en: A query that may look at nothing has equal scores everywhere, and so looks at all keys
# alike. It should take home nothing.
# es: Una consulta que no puede mirar nada tiene puntajes iguales en todas partes, y así mira todas
# las claves por igual. No debería llevarse nada.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(key.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% minus-infinity
# en: With minus infinity for what is forbidden, a row of nothing else is infinity minus infinity:
# NaN. What should such a query get?
# es: Con menos infinito para lo prohibido, una fila sin nada más es infinito menos infinito: NaN.
# ¿Qué debería recibir esa consulta?
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(key.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% not-low-enough
# en: A forbidden score of -10,000 looks low, until a permitted one is lower still.
# es: Un puntaje prohibido de −10,000 parece bajo, hasta que uno permitido lo es todavía más.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e4)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True) * allowed.any(axis=-1, keepdims=True)
    return weights @ value, weights


# %% not-low-enough-added
# en: The penalty is added to the forbidden scores; one that was very high stays high after it.
# es: El castigo se suma a los puntajes prohibidos; uno muy alto sigue siendo alto después de él.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = scores - 1e4 * ~allowed
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True) * allowed.any(axis=-1, keepdims=True)
    return weights @ value, weights


# %% first-mask-for-all
# en: The first text's mask is used for the whole batch.
# es: La máscara del primer texto se usa para todo el lote.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(key.shape[-1])
    if mask is not None and mask.ndim == 3:
        mask = mask[:1]
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% first-query-for-all
# en: The first query's mask is used for all queries: enough for padding, not for masks in which
# every word has its own.
# es: La máscara de la primera consulta se usa para todas: alcanza para el relleno, no para máscaras
# en las que cada palabra tiene la suya.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(key.shape[-1])
    if mask is not None and mask.ndim == 3:
        mask = mask[:, :1]
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% forbidden-maximum
# en: The shift is by the largest score of all, forbidden ones included. If that is far above the
# permitted ones, nothing of them is left.
# es: El corrimiento usa el mayor de todos los puntajes, incluidos los prohibidos. Si está muy por
# encima de los permitidos, de estos no queda nada.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% mask-ignored
# en: The mask is accepted and never used.
# es: La máscara se recibe y nunca se usa.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% one-maximum-for-all
# en: The largest score of all is taken off every row. A row whose own best score lies far below it
# is left with nothing but zeros.
# es: A cada fila se le resta el mayor puntaje de todos. Una fila cuyo mejor puntaje queda muy por
# debajo se queda solo con ceros.
def scaled_attention(query, key, value, mask=None):
    scores = query @ np.swapaxes(key, -1, -2) / math.sqrt(key.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    powers = np.exp(scores - np.max(scores, where=allowed, initial=-1e30)) * allowed
    total = np.sum(powers, axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights
