# %% past-only
# en: Padding may be looked at: only the future is hidden.
# es: El relleno se puede mirar: solo se esconde el futuro.
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool))
    return np.broadcast_to(past, (len(ids), *past.shape))


# %% padding-only
# en: The future may be looked at: only padding is hidden.
# es: El futuro se puede mirar: solo se esconde el relleno.
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool))
    return np.repeat((ids != 0)[:, None, :], ids.shape[1], axis=1)


# %% either
# en: It's enough here that one of the two allows it. Both must.
# es: Aquí basta que una de las dos lo permita. Deben permitirlo ambas.
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool))
    return past | (ids != 0)[:, None, :]


# %% queries-masked
# en: The padding was hidden as a query, not as a key: look at which axis holds whom.
# es: El relleno se escondió como consulta y no como clave: fíjate en qué eje está cada quien.
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool))
    return past & (ids != 0)[:, :, None]


# %% unknown-is-padding
# en: Unknown words (1) were hidden too.
# es: También se escondieron las palabras desconocidas (1).
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool))
    return past & (ids > 1)[:, None, :]


# %% upside-down
# en: True marks what is forbidden.
# es: True marca lo prohibido.
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool))
    return ~(past & (ids != 0)[:, None, :])


# %% padding-upside-down
# en: Of the keys in the past only the padding may be used.
# es: De las claves del pasado solo se puede usar el relleno.
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool))
    return past & (ids == 0)[:, None, :]


# %% future-for-past
# en: The triangle is the wrong one: a place sees what comes after it.
# es: El triángulo es el otro: un lugar ve lo que viene después.
def decoder_mask(ids):
    past = np.triu(np.ones((ids.shape[1], ids.shape[1]), dtype=bool))
    return past & (ids != 0)[:, None, :]


# %% not-itself
# en: A place may not look at itself.
# es: Un lugar no puede mirarse a sí mismo.
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool), -1)
    return past & (ids != 0)[:, None, :]


# %% one-ahead
# en: A place sees the next one too, which it is asked to predict.
# es: Un lugar ve también el siguiente, que es el que debe predecir.
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool), 1)
    return past & (ids != 0)[:, None, :]


# %% until-the-first-zero
# en: Everything after the first 0 was hidden. Padding may also stand on the left.
# es: Se escondió todo lo que sigue al primer 0. El relleno también puede estar a la izquierda.
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool))
    return past & np.cumprod(ids != 0, axis=1).astype(bool)[:, None, :]


# %% first-example-for-all
# en: The first example's padding was used for the whole batch.
# es: El relleno del primer ejemplo se usó para todo el lote.
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool))
    return past & np.repeat((ids[:1] != 0)[:, None, :], len(ids), axis=0)


# %% padding-of-the-whole-batch
# en: A key is hidden as soon as it is padding in one of the examples.
# es: Una clave se esconde en cuanto es relleno en alguno de los ejemplos.
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool))
    return np.repeat((past & (ids != 0).all(axis=0))[None], len(ids), axis=0)


# %% head-axis
# en: There is an axis for the heads. `(batch, time, time)` was asked for.
# es: Hay un eje para las cabezas. Se pedía `(batch, time, time)`.
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool))
    return past & (ids != 0)[:, None, None, :]


# %% axes-of-one-removed
# en: A batch of one lost its axis.
# es: Un lote de uno perdió su eje.
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool))
    return np.squeeze(past & (ids != 0)[:, None, :])


# %% counted-from-the-left
# en: The words were counted, and as many places from the left allowed, wherever the padding stands.
# es: Se contaron las palabras y se permitieron otros tantos lugares desde la izquierda, esté donde
# esté el relleno.
def decoder_mask(ids):
    past = np.tril(np.ones((ids.shape[1], ids.shape[1]), dtype=bool))
    return past & (np.arange(ids.shape[1]) < (ids != 0).sum(axis=1)[:, None])[:, None, :]
