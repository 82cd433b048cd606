# %% scale-by-the-model-width
# en: The scale is the root of d_model. Of how many products is a score the sum, in one head?
# es: La escala es la raíz de d_model. ¿De cuántos productos es suma un puntaje, dentro de una
# cabeza?
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(W_q.shape[1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% no-scale
# en: The scores are not divided by anything.
# es: Los puntajes no se dividen por nada.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2)
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% scale-by-the-heads
# en: The scale is the root of the number of heads.
# es: La escala es la raíz del número de cabezas.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(heads)
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% scale-without-a-root
# en: The scores are divided by the head's width itself, not by its root.
# es: Los puntajes se dividen por el ancho mismo de la cabeza, no por su raíz.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / q.shape[-1]
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% scale-by-the-keys
# en: The scale is the root of the number of keys.
# es: La escala es la raíz de la cantidad de claves.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(key.shape[1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% mask-upside-down
# en: True means that a key may be used; here it hides the key.
# es: True significa que la clave se puede usar; aquí la esconde.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else np.logical_not(mask), (batch, T_q, T_v))[
        :, None
    ]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% mask-ignored
# en: The mask is never used.
# es: La máscara no se usa nunca.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% mask-after-softmax
# en: Forbidden weights became 0 after the softmax, and the others no longer sum to 1.
# es: Los pesos prohibidos quedaron en 0 después de la softmax, y los demás ya no suman 1.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    weights = weights * allowed
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% mask-times-scores
# en: Forbidden scores became 0, and e to the 0 is 1: such a key is still looked at.
# es: Los puntajes prohibidos quedaron en 0, y e elevado a 0 es 1: esa clave se sigue mirando.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = scores * allowed
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% nothing-means-everything
# en: A query that may look at nothing looks at all keys alike. It should get zeros.
# es: Una consulta que no puede mirar nada mira todas las claves por igual. Debería recibir ceros.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% minus-infinity
# en: A row of minus infinity alone is infinity minus infinity: NaN.
# es: Una fila hecha solo de menos infinito es infinito menos infinito: NaN.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -np.inf)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% not-low-enough
# en: A forbidden score of −10,000 looks low, until a permitted one is lower still.
# es: Un puntaje prohibido de −10,000 parece bajo, hasta que uno permitido lo es todavía más.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e4)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    weights = weights * allowed.any(axis=-1, keepdims=True)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% overflow
# en: exp overflows for large scores: the largest of a row has to be taken off first.
# es: exp se desborda con puntajes grandes: antes hay que restar el mayor de cada fila.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    powers = np.exp(scores) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% mask-without-a-head-axis
# en: The mask was broadcast to the scores as it is. A mask `(batch, T_q, T_v)` then meets the
# heads, not the batch: that goes well only with one example.
# es: La máscara se extendió a los puntajes tal cual. Una máscara `(batch, T_q, T_v)` se topa
# entonces con las cabezas y no con el lote: eso solo resulta con un ejemplo.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% head-axis-for-three-axes-only
# en: The axis of the heads was put in second place, which suits a mask with three axes. A causal
# mask has two.
# es: El eje de las cabezas se puso en segundo lugar, lo que sirve para una máscara de tres ejes.
# Una máscara causal tiene dos.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else np.asarray(mask)[:, None], scores.shape)
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% first-mask-for-all
# en: The first example's mask was used for the whole batch.
# es: La máscara del primer ejemplo se usó para todo el lote.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:1, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% first-query-for-all
# en: The first query's mask was used for all: enough for padding, not for the past.
# es: La máscara de la primera consulta se usó para todas: alcanza para el relleno, no para el
# pasado.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None, :1]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% mask-for-the-first-head
# en: Only the first head obeys the mask.
# es: Solo la primera cabeza obedece la máscara.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    allowed = allowed | (np.arange(heads) > 0)[:, None, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% every-other-column
# en: A head takes every so many-th column; it should take neighbours.
# es: Una cabeza toma columnas salteadas; debería tomar vecinas.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, d // heads, heads).transpose(0, 3, 1, 2)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% split-by-reshape
# en: The heads were made by a reshape alone, which mixes words into them.
# es: Las cabezas se hicieron con un reshape solo, que les mezcla palabras.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, heads, time, d // heads)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% merged-by-reshape
# en: The heads were merged by a reshape alone: the words are mixed up.
# es: Las cabezas se unieron con un reshape solo: las palabras quedaron mezcladas.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% merged-in-turns
# en: In merging, the heads' columns take turns. W_o expects each head's columns together.
# es: Al unirlas, las columnas de las cabezas se alternan. W_o espera juntas las de cada cabeza.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 3, 1).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% no-output-matrix
# en: W_o is never used: nothing mixes what the heads found.
# es: W_o no se usa nunca: nada mezcla lo que hallaron las cabezas.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged, weights


# %% no-value-matrix
# en: The values were split without going through W_v.
# es: Los valores se dividieron sin pasar por W_v.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% one-matrix-for-both
# en: The keys went through the queries' matrix.
# es: Las claves pasaron por la matriz de las consultas.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_q), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% matrices-transposed
# en: The matrices were multiplied from their other side. They are square, so that nobody complains.
# es: Las matrices se multiplicaron por el otro lado. Como son cuadradas, nadie reclama.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q.T), split(key @ W_k.T), split(value @ W_v.T)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% output-matrix-transposed
# en: W_o was used the other way round.
# es: W_o se usó al revés.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o.T, weights


# %% values-from-the-keys
# en: The values were made from the keys' input, which is the same in the encoder, but isn't in
# general.
# es: Los valores se hicieron con la entrada de las claves; en el codificador es la misma, pero en
# general no.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(key @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% one-softmax
# en: The heads' scores were added before the softmax: that is one head with the full width.
# es: Los puntajes de las cabezas se sumaron antes de la softmax: eso es una sola cabeza con todo el
# ancho.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    scores = np.broadcast_to(scores.sum(axis=1, keepdims=True), scores.shape)
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% softmax-over-queries
# en: The weights sum to 1 over the queries.
# es: Los pesos suman 1 sobre las consultas.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-2, keepdims=True)) * allowed
    total = powers.sum(axis=-2, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% softmax-over-heads
# en: The weights sum to 1 over the heads, which compete for each key.
# es: Los pesos suman 1 sobre las cabezas, que compiten por cada clave.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True)) * allowed
    total = powers.sum(axis=1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% weights-averaged
# en: One map came back, the average of the heads. Each head's map was asked for.
# es: Volvió un solo mapa, el promedio de las cabezas. Se pedía el de cada una.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights.mean(axis=1)


# %% same-head-again
# en: All heads use the first head's columns of W_q and W_k.
# es: Todas las cabezas usan las columnas de W_q y W_k de la primera.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    q, k = np.repeat(q[:, :1], heads, axis=1), np.repeat(k[:, :1], heads, axis=1)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights


# %% residual-added
# en: The query was added to the output. The residual is the block's business.
# es: A la salida se le sumó la consulta. El residuo es asunto del bloque.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o + query, weights


# %% weights-first
# en: The output comes first, the weights second.
# es: Primero va la salida; después, los pesos.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return weights, merged @ W_o


# %% scores-returned
# en: The scores came back in place of the weights.
# es: Volvieron los puntajes en lugar de los pesos.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    raw = scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, raw


# %% width-of-one
# en: An axis of length 1 was dropped, so that one query, or one head, comes back with a shape of
# its own.
# es: Se eliminó un eje de largo 1, y así una sola consulta, o una sola cabeza, vuelve con otra
# forma.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    def split(x):
        batch, time, d = x.shape
        return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)

    q, k, v = split(query @ W_q), split(key @ W_k), split(value @ W_v)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = np.where(allowed, scores, -1e30)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True)) * allowed
    total = powers.sum(axis=-1, keepdims=True)
    weights = powers / np.where(total > 0, total, 1.0)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, T_q, -1)
    return merged @ W_o, weights.squeeze()


# %% mask-of-ten-million
# en: Ten million was taken off forbidden scores; scores can be larger than that.
# es: A los puntajes prohibidos se les restaron diez millones; los puntajes pueden ser mayores.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    Q, K, V = (split_heads(x @ W, heads) for x, W in ((query, W_q), (key, W_k), (value, W_v)))
    scores = Q @ np.swapaxes(K, -1, -2) / math.sqrt(K.shape[-1])
    batch, _, T_q, T_v = scores.shape
    allowed = np.broadcast_to(True if mask is None else mask, (batch, T_q, T_v))[:, None]
    scores = scores - 1e7 * ~allowed
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True) * allowed.any(axis=-1, keepdims=True)
    return merge_heads(weights @ V) @ W_o, weights


# %% keras-fourth-argument
# en: The fourth argument of Keras's layer is no mask: it is called `attention_mask`.
# es: El cuarto argumento de la capa de Keras no es la máscara: se llama `attention_mask`.
def multi_head_attention(query, key, value, W_q, W_k, W_v, W_o, heads, mask=None):
    q, k, v = (np.asarray(a, dtype="float32") for a in (query, key, value))
    d = q.shape[-1]
    layer = keras.layers.MultiHeadAttention(heads, d // heads, use_bias=False)
    layer.build(q.shape, v.shape, k.shape)
    layer.set_weights(
        [np.reshape(W, (d, heads, d // heads)) for W in (W_q, W_k, W_v)]
        + [np.reshape(W_o, (heads, d // heads, d))]
    )
    if mask is None:
        return layer(q, v, k, return_attention_scores=True)
    return layer(q, v, k, mask, return_attention_scores=True)
