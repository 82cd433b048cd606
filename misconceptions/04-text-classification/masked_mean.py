# %% padding-counts
# en: All places were averaged, padding included: the same text gives another mean when it is padded
# more.
# es: Se promediaron todos los lugares, incluido el relleno: el mismo texto da otro promedio si se
# rellena más.
def masked_mean(embeddings, ids):
    real = (ids != 0)[:, :, None]
    return embeddings.mean(axis=1)


# %% divided-by-the-length
# en: Padding was set to zero and still counted in the division.
# es: El relleno se puso en cero y aun así se contó al dividir.
def masked_mean(embeddings, ids):
    real = (ids != 0)[:, :, None]
    return (embeddings * real).sum(axis=1) / ids.shape[1]


# %% nothing-by-nothing
# en: A text of padding alone is 0 divided by 0: NaN. What should its mean be?
# es: Un texto hecho solo de relleno es 0 dividido por 0: NaN. ¿Cuál debería ser su promedio?
def masked_mean(embeddings, ids):
    real = (ids != 0)[:, :, None]
    return (embeddings * real).sum(axis=1) / real.sum(axis=1)


# %% one-over-too-many
# en: One was added to every count to avoid dividing by zero, and all means became too small.
# es: A cada cuenta se le sumó uno para no dividir por cero, y todos los promedios quedaron
# demasiado pequeños.
def masked_mean(embeddings, ids):
    real = (ids != 0)[:, :, None]
    return (embeddings * real).sum(axis=1) / (real.sum(axis=1) + 1)


# %% until-the-first-zero
# en: The words were read up to the first 0. Padding may also stand on the left, or in between.
# es: Las palabras se leyeron hasta el primer 0. El relleno también puede estar a la izquierda o en
# medio.
def masked_mean(embeddings, ids):
    real = np.cumprod(ids != 0, axis=1)[:, :, None]
    return (embeddings * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)


# %% from-the-first-word
# en: Everything after the first word counts, zeros too. Padding may also stand on the right.
# es: Cuenta todo lo que sigue a la primera palabra, también los ceros. El relleno puede estar a la
# derecha.
def masked_mean(embeddings, ids):
    real = (np.cumsum(ids != 0, axis=1) > 0)[:, :, None]
    return (embeddings * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)


# %% as-many-from-the-left
# en: The words were counted and that many places were taken from the left, as if padding stood
# always on the right.
# es: Se contaron las palabras y se tomaron otros tantos lugares desde la izquierda, como si el
# relleno estuviera siempre a la derecha.
def masked_mean(embeddings, ids):
    real = (np.arange(ids.shape[1]) < (ids != 0).sum(axis=1)[:, None])[:, :, None]
    return (embeddings * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)


# %% as-many-from-the-right
# en: The words were counted and that many places were taken from the end, as if padding stood
# always on the left.
# es: Se contaron las palabras y se tomaron otros tantos lugares desde el final, como si el relleno
# estuviera siempre a la izquierda.
def masked_mean(embeddings, ids):
    real = (np.arange(ids.shape[1])[::-1] < (ids != 0).sum(axis=1)[:, None])[:, :, None]
    return (embeddings * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)


# %% count-of-the-batch
# en: One count, the batch's average, was used for all texts.
# es: Se usó una sola cuenta, la media del lote, para todos los textos.
def masked_mean(embeddings, ids):
    real = (ids != 0)[:, :, None]
    return (embeddings * real).sum(axis=1) / max(real.sum(axis=1).mean(), 1)


# %% first-mask-for-all
# en: The first text's places were used for the whole batch.
# es: Los lugares del primer texto se usaron para todo el lote.
def masked_mean(embeddings, ids):
    real = (ids[:1] != 0)[:, :, None]
    return (embeddings * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)


# %% unknown-left-out
# en: Unknown words (1) were left out as well. Somebody wrote them; only 0 is padding.
# es: También se dejaron fuera las palabras desconocidas (1). Alguien las escribió; solo el 0 es
# relleno.
def masked_mean(embeddings, ids):
    real = (ids > 1)[:, :, None]
    return (embeddings * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)


# %% zero-vectors-left-out
# en: The vectors were asked whether they are padding. A word may have a zero vector, and padding
# one that isn't: only the id knows.
# es: Se preguntó a los vectores si son relleno. Una palabra puede tener un vector nulo y el relleno
# uno que no lo es: solo el id lo sabe.
def masked_mean(embeddings, ids):
    real = np.any(np.asarray(embeddings) != 0, axis=-1, keepdims=True)
    return (embeddings * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)


# %% sum-for-mean
# en: The vectors were added and not divided: long texts get long vectors.
# es: Los vectores se sumaron y no se dividieron: los textos largos reciben vectores largos.
def masked_mean(embeddings, ids):
    real = (ids != 0)[:, :, None]
    return (embeddings * real).sum(axis=1)


# %% weighted-by-id
# en: The ids themselves were used as the mask: a word with a large id weighs more.
# es: Los propios ids se usaron como máscara: una palabra con un id grande pesa más.
def masked_mean(embeddings, ids):
    real = ids[:, :, None]
    return (embeddings * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)


# %% ids-multiplied-only
# en: The vectors were multiplied by the ids and divided by the count. A mask says yes or no, not
# how much.
# es: Los vectores se multiplicaron por los ids y se dividieron por la cuenta. Una máscara dice sí o
# no, no cuánto.
def masked_mean(embeddings, ids):
    real = (ids != 0)[:, :, None]
    return (embeddings * ids[:, :, None]).sum(axis=1) / np.maximum(real.sum(axis=1), 1)


# %% maximum-for-mean
# en: The largest value of each column was taken; the mean was asked for.
# es: Se tomó el mayor valor de cada columna; se pedía el promedio.
def masked_mean(embeddings, ids):
    real = (ids != 0)[:, :, None]
    largest = np.where(real, embeddings, -np.inf).max(axis=1)
    return np.where(np.isfinite(largest), largest, 0)


# %% embeddings-changed
# en: The padding was set to zero inside the caller's own array.
# es: El relleno se puso en cero dentro del propio arreglo de quien llama.
def masked_mean(embeddings, ids):
    real = (ids != 0)[:, :, None]
    embeddings[ids == 0] = 0
    return embeddings.sum(axis=1) / np.maximum(real.sum(axis=1), 1)


# %% no-repeats
# en: A word that stands twice was counted once.
# es: Una palabra que aparece dos veces se contó una sola.
def masked_mean(embeddings, ids):
    means = np.zeros((embeddings.shape[0], embeddings.shape[2]))
    for n, row in enumerate(ids):
        words, first = np.unique(row, return_index=True)
        first = first[words != 0]
        if len(first):
            means[n] = embeddings[n, first].mean(axis=0)
    return means


# %% empty-text-means-all
# en: A text of padding alone got the mean of its padding. Zeros were asked for.
# es: Un texto hecho solo de relleno recibió el promedio de su relleno. Se pedían ceros.
def masked_mean(embeddings, ids):
    real = (ids != 0)[:, :, None]
    real = real | ~real.any(axis=1, keepdims=True)
    return (embeddings * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)


# %% whole-numbers
# en: The result was stored in an array of the input's kind: with whole numbers everything after the
# point is lost.
# es: El resultado se guardó en un arreglo del mismo tipo que la entrada: con números enteros se
# pierde todo lo que sigue al punto.
def masked_mean(embeddings, ids):
    real = (ids != 0)[:, :, None]
    means = np.zeros_like(embeddings[:, 0])
    means[:] = (embeddings * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)
    return means


# %% batch-in-one
# en: All words of the batch were averaged together; each text has a mean of its own.
# es: Se promediaron juntas todas las palabras del lote; cada texto tiene su propio promedio.
def masked_mean(embeddings, ids):
    real = (ids != 0)[:, :, None]
    mean = (embeddings * real).sum(axis=(0, 1)) / max(real.sum(), 1)
    return np.tile(mean, (len(ids), 1))


# %% mean-of-each-word
# en: The average runs over a word's own numbers, not over the words.
# es: El promedio recorre los números de cada palabra y no las palabras.
def masked_mean(embeddings, ids):
    real = (ids != 0)[:, :, None]
    return (embeddings * real).mean(axis=2)


# %% axis-kept
# en: The time axis is still there, with length 1.
# es: El eje del tiempo sigue ahí, con largo 1.
def masked_mean(embeddings, ids):
    real = (ids != 0)[:, :, None]
    return (embeddings * real).sum(axis=1, keepdims=True) / np.maximum(
        real.sum(axis=1, keepdims=True), 1
    )


# %% something-added-to-the-count
# en: A thousandth is added to every count, against the division by 0; every mean is a little small.
# es: Se suma una milésima a todas las cuentas, contra la división por 0; todo promedio sale algo
# menor.
def masked_mean(embeddings, ids):
    real = (ids != 0)[..., None]
    return (embeddings * real).sum(axis=1) / (real.sum(axis=1) + 1e-3)


# %% ids-in-a-byte
# en: The ids were kept in one byte: 256 became 0, and a word became padding.
# es: Los ids se guardaron en un byte: 256 quedó en 0 y una palabra se volvió relleno.
def masked_mean(embeddings, ids):
    real = (ids.astype("uint8") != 0)[..., None]
    return (embeddings * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)
