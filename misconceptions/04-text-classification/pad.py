# %% first-ids
# en: Long texts keep their beginning. Which end does a verdict stand at, and which did the lecture
# keep?
# es: Los textos largos conservan el comienzo. ¿En qué extremo está el veredicto y cuál se conservó
# en la clase?
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids[:maxlen]
        row[maxlen - len(last) :] = last
    return rows


# %% zeros-on-the-right
# en: The zeros stand on the right: the last thing that the network reads of a short text is
# padding.
# es: Los ceros quedaron a la derecha: lo último que la red lee de un texto corto es relleno.
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids[-maxlen:]
        row[: len(last)] = last
    return rows


# %% both-on-the-right
# en: Both sides are swapped: long texts keep their beginning, and short ones have their zeros at
# the end.
# es: Ambos lados están cambiados: los textos largos conservan el comienzo y los cortos llevan los
# ceros al final.
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids[:maxlen]
        row[: len(last)] = last
    return rows


# %% empty-text
# en: A text without words stops it with an error: what is `-len(ids)` then, and what does it mean
# as an index?
# es: Un texto sin palabras lo detiene con un error: ¿cuánto vale entonces `-len(ids)` y qué
# significa como índice?
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids[-maxlen:]
        row[-len(last) :] = last
    return rows


# %% small-integers
# en: Ids above 127 came out as other numbers. How many values fit in 8 bits?
# es: Los ids mayores que 127 salieron convertidos en otros números. ¿Cuántos valores caben en 8
# bits?
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int8")
    for row, ids in zip(rows, sequences):
        last = ids[-maxlen:]
        row[maxlen - len(last) :] = np.array(last).astype("int8")
    return rows


# %% wide-as-the-longest
# en: The rows are as long as the longest text, so that nothing is cut.
# es: Las filas son tan largas como el texto más largo, y así no se recorta nada.
def pad(sequences, maxlen):
    maxlen = max([maxlen, *map(len, sequences)])
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids[-maxlen:]
        row[maxlen - len(last) :] = last
    return rows


# %% no-wider-than-the-longest
# en: If all texts are short, the rows are shorter than `maxlen`. The width isn't up to the texts.
# es: Si todos los textos son cortos, las filas quedan más cortas que `maxlen`. El ancho no depende
# de los textos.
def pad(sequences, maxlen):
    maxlen = max(1, min(maxlen, max(map(len, sequences), default=maxlen)))
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids[-maxlen:]
        row[maxlen - len(last) :] = last
    return rows


# %% filled-with-ones
# en: Texts were filled up with 1. That is a word, though an unknown one; padding is 0.
# es: Los textos se completaron con 1. Eso es una palabra, aunque desconocida; el relleno es 0.
def pad(sequences, maxlen):
    rows = np.ones((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids[-maxlen:]
        row[maxlen - len(last) :] = last
    return rows


# %% backwards
# en: The ids stand in reverse order.
# es: Los ids quedaron en orden inverso.
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids[-maxlen:]
        row[maxlen - len(last) :] = last[::-1]
    return rows


# %% long-texts-dropped
# en: Texts longer than `maxlen` are missing, and the labels no longer match.
# es: Faltan los textos más largos que `maxlen`, y las etiquetas ya no corresponden.
def pad(sequences, maxlen):
    sequences = [ids for ids in sequences if len(ids) <= maxlen]
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids[-maxlen:]
        row[maxlen - len(last) :] = last
    return rows


# %% long-texts-emptied
# en: Texts longer than `maxlen` became rows of zeros. Their last ids were asked for.
# es: Los textos más largos que `maxlen` se volvieron filas de ceros. Se pedían sus últimos ids.
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids if len(ids) <= maxlen else []
        row[maxlen - len(last) :] = last
    return rows


# %% lists-changed
# en: The zeros were written into the caller's own lists.
# es: Los ceros se escribieron en las propias listas de quien llama.
def pad(sequences, maxlen):
    for ids in sequences:
        while len(ids) < maxlen:
            ids.insert(0, 0)
    return np.array([ids[-maxlen:] for ids in sequences]).reshape(len(sequences), maxlen)


# %% lists-shortened
# en: The caller's own lists were cut. Look at what `del` and `pop` do to a list that somebody else
# holds too.
# es: Se recortaron las propias listas de quien llama. Mira qué hacen `del` y `pop` con una lista
# que otro también tiene.
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        while len(ids) > maxlen:
            ids.pop(0)
        row[maxlen - len(ids) :] = ids
    return rows


# %% one-too-few
# en: Of a long text one id too few was kept. Count from behind: the last is -1.
# es: De un texto largo se conservó un id de menos. Cuenta desde atrás: el último es -1.
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids[len(ids) - maxlen + 1 :] if len(ids) > maxlen else ids
        row[maxlen - len(last) :] = last
    return rows


# %% last-id-lost
# en: The last id of a long text is missing: the slice ends one place too early.
# es: Falta el último id de los textos largos: el corte termina un lugar antes.
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids[-maxlen - 1 : -1] if len(ids) > maxlen else ids
        row[maxlen - len(last) :] = last
    return rows


# %% unknown-removed
# en: Unknown words (1) were removed before padding. They stay: only 0 means nothing.
# es: Las palabras desconocidas (1) se quitaron antes de rellenar. Se quedan: solo el 0 significa
# nada.
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = [n for n in ids if n != 1][-maxlen:]
        row[maxlen - len(last) :] = last
    return rows


# %% one-row-for-all
# en: `[row] * n` makes n names for one row: what is written into one stands in all.
# es: `[fila] * n` crea n nombres para una sola fila: lo que se escribe en una queda en todas.
def pad(sequences, maxlen):
    rows = [[0] * maxlen] * len(sequences)
    for row, ids in zip(rows, sequences):
        last = ids[-maxlen:]
        row[maxlen - len(last) :] = last
    return rows


# %% zeros-in-the-middle
# en: The zeros stand after the first word, not before it.
# es: Los ceros quedaron después de la primera palabra, no antes de ella.
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids[-maxlen:]
        row[maxlen - len(last) :] = last
        if 1 < len(last) < maxlen:
            row[0], row[maxlen - len(last)] = last[0], 0
    return rows


# %% transposed
# en: Texts are columns here; each should be a row.
# es: Aquí los textos son columnas; cada uno debería ser una fila.
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids[-maxlen:]
        row[maxlen - len(last) :] = last
    return rows.T


# %% both-sides
# en: The zeros were shared between both sides. They all belong on the left.
# es: Los ceros se repartieron entre ambos lados. Todos van a la izquierda.
def pad(sequences, maxlen):
    rows = np.zeros((len(sequences), maxlen), dtype="int32")
    for row, ids in zip(rows, sequences):
        last = ids[-maxlen:]
        start = (maxlen - len(last)) // 2
        row[start : start + len(last)] = last
    return rows
