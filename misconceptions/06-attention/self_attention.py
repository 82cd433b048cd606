# %% query-and-key-swapped
# en: Queries are made with W_k and keys with W_q: every word looks where it should be looked at
# from.
# es: Las consultas se hacen con W_k y las claves con W_q: cada palabra mira hacia donde debería ser
# mirada.
def self_attention(x, W_q, W_k, W_v, mask=None):
    query, key, value = x @ W_k, x @ W_q, x @ W_v
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(W_k.shape[1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% keys-are-values
# en: The keys are used as values too, and W_v not at all. It would go unnoticed if the widths were
# equal.
# es: Las claves se usan también como valores, y W_v no se usa. Con anchos iguales pasaría
# inadvertido.
def self_attention(x, W_q, W_k, W_v, mask=None):
    query, key, value = x @ W_q, x @ W_k, x @ W_k
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(W_k.shape[1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% values-not-projected
# en: The words themselves are mixed. What does a word hand over when it is found?
# es: Se mezclan las palabras mismas. ¿Qué entrega una palabra cuando la encuentran?
def self_attention(x, W_q, W_k, W_v, mask=None):
    query, key, value = x @ W_q, x @ W_k, x
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(W_k.shape[1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% one-matrix-for-both
# en: Queries and keys come from one matrix, so that a word finds itself above all.
# es: Consultas y claves salen de la misma matriz, así que una palabra se encuentra sobre todo a sí
# misma.
def self_attention(x, W_q, W_k, W_v, mask=None):
    query, key, value = x @ W_q, x @ W_q, x @ W_v
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(W_k.shape[1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% no-scale
# en: The scores are not scaled.
# es: Los puntajes no llevan escala.
def self_attention(x, W_q, W_k, W_v, mask=None):
    query, key, value = x @ W_q, x @ W_k, x @ W_v
    scores = query @ np.swapaxes(key, 1, 2) / 1.0
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% scale-by-features
# en: The scale comes from the width of x. The scores are products of queries and keys: how wide are
# these?
# es: La escala viene del ancho de x. Los puntajes son productos de consultas y claves: ¿qué ancho
# tienen estas?
def self_attention(x, W_q, W_k, W_v, mask=None):
    query, key, value = x @ W_q, x @ W_k, x @ W_v
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(x.shape[-1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% scale-by-time
# en: The scale is the root of the length of the text, which right answers for square shapes hide.
# es: La escala es la raíz del largo del texto; con formas cuadradas eso no se nota.
def self_attention(x, W_q, W_k, W_v, mask=None):
    query, key, value = x @ W_q, x @ W_k, x @ W_v
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(x.shape[1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% mask-ignored
# en: The mask is not handed on.
# es: La máscara no se pasa adelante.
def self_attention(x, W_q, W_k, W_v, mask=None):
    query, key, value = x @ W_q, x @ W_k, x @ W_v
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(W_k.shape[1])
    allowed = np.broadcast_to(True if mask is None else True, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% mask-upside-down
# en: The mask hides what it should permit.
# es: La máscara esconde lo que debería permitir.
def self_attention(x, W_q, W_k, W_v, mask=None):
    query, key, value = x @ W_q, x @ W_k, x @ W_v
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(W_k.shape[1])
    allowed = np.broadcast_to(True if mask is None else ~mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% mask-on-the-queries
# en: The mask is turned round: it silences those who look, not those who are looked at.
# es: La máscara está girada: calla a quienes miran, no a quienes son mirados.
def self_attention(x, W_q, W_k, W_v, mask=None):
    query, key, value = x @ W_q, x @ W_k, x @ W_v
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(W_k.shape[1])
    allowed = np.broadcast_to(True if mask is None else np.swapaxes(mask, -1, -2), scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% softmax-over-queries
# en: Columns sum to 1 here; each row should, as each word shares out its own attention.
# es: Aquí suman 1 las columnas; deberían sumarlo las filas, pues cada palabra reparte su propia
# atención.
def self_attention(x, W_q, W_k, W_v, mask=None):
    query, key, value = x @ W_q, x @ W_k, x @ W_v
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(W_k.shape[1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True)) * allowed
    total = powers.sum(axis=1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% nobody-looks-at-himself
# en: The diagonal is forbidden. A word may look at itself.
# es: La diagonal está prohibida. Una palabra puede mirarse a sí misma.
def self_attention(x, W_q, W_k, W_v, mask=None):
    query, key, value = x @ W_q, x @ W_k, x @ W_v
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(W_k.shape[1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    allowed = allowed & ~np.eye(x.shape[1], dtype=bool)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights


# %% causal
# en: Each word only looks back. Nobody asked for that unless the mask says so.
# es: Cada palabra mira solo hacia atrás. Nadie lo pidió, salvo que lo diga la máscara.
def self_attention(x, W_q, W_k, W_v, mask=None):
    query, key, value = x @ W_q, x @ W_k, x @ W_v
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(W_k.shape[1])
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    allowed = allowed & np.tril(np.ones(scores.shape[1:], bool))
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    return weights @ value, weights
