# %% no-axis-for-the-queries
# en: The mask is (batch, time). In a batch as large as the text is long it would pass as a mask
# of queries and keys, without an error.
# es: La máscara es (batch, time). En un lote con tantos textos como palabras pasaría, sin ningún
# error, por una máscara de consultas y claves.
def padding_mask(ids):
    return ids != 0


# %% upside-down
# en: True marks the padding here; it should mark what may be used.
# es: Aquí True marca el relleno; debería marcar lo que se puede usar.
def padding_mask(ids):
    return (ids == 0)[:, None, :]


# %% unknown-is-padding
# en: Unknown words are masked too. Somebody wrote them; only 0 is padding.
# es: También se tapan las palabras desconocidas. Alguien las escribió; solo el 0 es relleno.
def padding_mask(ids):
    return (ids > 1)[:, None, :]


# %% axis-at-the-end
# en: The new axis stands last: now the mask says which queries are real, not which keys.
# es: El eje nuevo quedó al final: ahora la máscara dice qué consultas son reales, no qué claves.
def padding_mask(ids):
    return (ids != 0)[:, :, None]


# %% axis-in-front
# en: The new axis stands first: the batch has become an axis of queries.
# es: El eje nuevo quedó al comienzo: el lote se convirtió en un eje de consultas.
def padding_mask(ids):
    return (ids != 0)[None, :, :]


# %% full-square
# en: The mask is spread out to (batch, time, time). One axis of length 1 was asked for: it also
# fits queries of another length.
# es: La máscara se extendió a (batch, time, time). Se pedía un eje de largo 1: así sirve también
# para consultas de otro largo.
def padding_mask(ids):
    return np.repeat((ids != 0)[:, None, :], ids.shape[1], axis=1)


# %% real-times-real
# en: Queries are masked as well. Only keys are asked for here, and the shape says so.
# es: También se tapan las consultas. Aquí solo se piden las claves, y la forma lo dice.
def padding_mask(ids):
    return (ids != 0)[:, None, :] & (ids != 0)[:, :, None]


# %% until-the-first-zero
# en: Everything after the first zero counts as padding. Padding may also stand on the left.
# es: Todo lo que sigue al primer cero se toma por relleno. El relleno también puede estar a la
# izquierda.
def padding_mask(ids):
    return (np.cumprod(ids != 0, axis=1) > 0)[:, None, :]


# %% by-length-from-the-right
# en: The words are counted and the mask is filled from the left: right only if padding stands on
# the right.
# es: Se cuentan las palabras y se llena la máscara desde la izquierda: solo es correcto si el
# relleno está a la derecha.
def padding_mask(ids):
    return (np.arange(ids.shape[1]) < (ids != 0).sum(axis=1)[:, None])[:, None, :]


# %% the-ids-themselves
# en: The ids come back, reshaped. Each place needs a yes or a no.
# es: Vuelven los ids, con otra forma. Cada lugar necesita un sí o un no.
def padding_mask(ids):
    return ids[:, None, :]
