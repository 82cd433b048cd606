# %% padding-votes
# en: All rows are averaged, those of padding included. Who looks?
# es: Se promedian todas las filas, incluidas las del relleno. ¿Quiénes miran?
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    return np.mean(weights, axis=1)


# %% divided-by-the-length
# en: The rows of padding are left out, but still counted: the sum is less than 1.
# es: Las filas del relleno se dejan fuera, pero se siguen contando: la suma es menor que 1.
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    return np.mean(weights * looks[:, :, None], axis=1)


# %% masked-too-late
# en: The mask is applied to who is looked at, where it changes nothing; padding has already voted.
# es: La máscara se aplica a quien es mirado, donde no cambia nada; el relleno ya votó.
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    return np.mean(weights, axis=1) * looks


# %% masked-and-normalized
# en: Padding votes first, and then the result is made to sum to 1. The sum is right, the shares are
# not.
# es: Primero vota el relleno y luego se obliga al resultado a sumar 1. La suma es correcta; el
# reparto, no.
def word_importance(weights, mask):
    total = np.mean(weights, axis=1) * mask
    sums = total.sum(axis=1, keepdims=True)
    return total / np.where(sums > 0, sums, 1.0)


# %% rows-for-columns
# en: These are means along the rows: how much a word looks, the same for all. Columns tell who is
# looked at.
# es: Son promedios a lo largo de las filas: cuánto mira una palabra, lo mismo para todas. Las
# columnas dicen a quién se mira.
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    return (
        np.sum(weights * looks[:, None, :], axis=2)
        * looks
        / np.maximum(looks.sum(axis=1, keepdims=True), 1)
    )


# %% sum-for-mean
# en: The rows are added up and not divided by how many there are.
# es: Las filas se suman y no se dividen por cuántas son.
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    return np.sum(weights * looks[:, :, None], axis=1)


# %% empty-text
# en: A text of padding alone is divided by its 0 words: NaN.
# es: Un texto hecho solo de relleno se divide por sus 0 palabras: NaN.
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    return np.sum(weights * looks[:, :, None], axis=1) / looks.sum(axis=1, keepdims=True)


# %% batch-mean
# en: One count of words is used for the whole batch; every text has its own.
# es: Se usa una sola cuenta de palabras para todo el lote; cada texto tiene la suya.
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    return np.sum(weights * looks[:, :, None], axis=1) / max(looks.sum(axis=1).mean(), 1)


# %% how-it-looks-at-itself
# en: Only the diagonal is read: how much each word looks at itself.
# es: Solo se lee la diagonal: cuánto se mira cada palabra a sí misma.
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    return np.einsum("nii->ni", weights) * looks


# %% largest-look
# en: The largest look at each word is taken; the mean was asked for.
# es: Se toma la mayor mirada que recibe cada palabra; se pedía el promedio.
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    return np.max(weights * looks[:, :, None], axis=1)


# %% real-words-first
# en: The rows are cut at the number of words, as if padding always stood on the right.
# es: Las filas se cortan en la cantidad de palabras, como si el relleno estuviera siempre a la
# derecha.
def word_importance(weights, mask):
    importance = np.zeros(mask.shape)
    for n, count in enumerate(mask.sum(axis=1)):
        if count:
            importance[n] = weights[n, :count].mean(axis=0)
    return importance


# %% one-over-too-many
# en: One is added to the count of words to avoid a division by 0; now every text sums to less
# than 1.
# es: A la cuenta de palabras se le suma uno para no dividir por 0; ahora todo texto suma menos
# de 1.
def word_importance(weights, mask):
    looks = np.asarray(mask, float)
    return np.sum(weights * looks[:, :, None], axis=1) / (looks.sum(axis=1, keepdims=True) + 1)
