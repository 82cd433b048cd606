# %% the-word-itself
# en: The nearest word is the word itself, which isn't news; the k nearest *others* were asked for.
# es: La palabra más cercana es ella misma, y eso no es novedad; se pedían las k *otras* más
# cercanas.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if True:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% dot-product
# en: Vectors were compared by their product alone: long ones, of frequent words, win. The cosine
# compares directions.
# es: Los vectores se compararon solo por su producto: ganan los largos, los de palabras frecuentes.
# El coseno compara direcciones.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector)))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% distance
# en: Words were ranked by their distance in space; the cosine doesn't ask how long a vector is.
# es: Las palabras se ordenaron por su distancia en el espacio; el coseno no pregunta qué tan largo
# es un vector.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(1 / (1 + np.linalg.norm(ours - vector)))))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% cosine-distance
# en: This is one minus the cosine, a distance. A similarity was asked for.
# es: Esto es uno menos el coseno, una distancia. Se pedía una similitud.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return [(other, 1 - similarity) for other, similarity in pairs[:k]]


# %% distance-upside-down
# en: One minus the cosine was sorted as if it were a similarity: the farthest words came first.
# es: Uno menos el coseno se ordenó como si fuera una similitud: primero quedaron las palabras más
# lejanas.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(1 - ours @ vector / norms) if norms > 0 else 1.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% worst-first
# en: The farthest words came back.
# es: Volvieron las palabras más lejanas.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1])
    return pairs[:k]


# %% best-last
# en: The right words, with the best at the end.
# es: Las palabras correctas, con la mejor al final.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k][::-1]


# %% key-error
# en: For an unknown word there's an error, but it doesn't say what was expected and isn't a
# ValueError.
# es: Con una palabra desconocida hay un error, pero no dice qué se esperaba y no es un ValueError.
def nearest(word, glove, k):
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% nothing-for-unknown
# en: A word without a vector quietly has no neighbours. A typing error would never be noticed.
# es: Una palabra sin vector se queda calladamente sin vecinas. Un error de tipeo no se notaría
# nunca.
def nearest(word, glove, k):
    if word not in glove:
        return []
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% zeros-for-unknown
# en: A word without a vector was given zeros, and its neighbours are nobody's.
# es: A una palabra sin vector se le dieron ceros, y sus vecinas no son de nadie.
def nearest(word, glove, k):
    ours = np.asarray(glove.get(word, np.zeros(len(next(iter(glove.values()))))), dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% silent-error
# en: The ValueError has no sentence: who gets it doesn't know what was expected.
# es: El ValueError no trae mensaje: quien lo recibe no sabe qué se esperaba.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% words-alone
# en: The words came without their similarities.
# es: Las palabras llegaron sin sus similitudes.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return [other for other, _ in pairs[:k]]


# %% similarity-first
# en: The pairs are turned round: the word comes first.
# es: Los pares están al revés: primero va la palabra.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return [(similarity, other) for other, similarity in pairs[:k]]


# %% first-one-dropped
# en: The first of the ranking was dropped, as it must be the word itself. Another word in the same
# direction may stand before it.
# es: Se descartó la primera de la lista, pues tendría que ser la palabra misma. Otra palabra en la
# misma dirección puede estar antes.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if True:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[1 : k + 1]


# %% same-direction-dropped
# en: Words with similarity 1 were left out, to be rid of the word itself. Others may have it too.
# es: Se omitieron las palabras con similitud 1, para quitar la palabra misma. Otras también pueden
# tenerla.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if True:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs = [pair for pair in pairs if pair[1] < 1 - 1e-6]
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% same-vector-dropped
# en: Words with the same vector were left out. The word is known by its name.
# es: Se omitieron las palabras con el mismo vector. La palabra se reconoce por su nombre.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if not np.array_equal(vector, glove[word]):
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% k-must-exist
# en: With fewer words than k it stops with an error; all there are were asked for.
# es: Con menos palabras que k se detiene con un error; en ese caso se pedían todas las que hay.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return [pairs[n] for n in range(k)]


# %% filled-up
# en: With fewer words than k the last one is repeated.
# es: Con menos palabras que k se repite la última.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return [pairs[min(n, len(pairs) - 1)] for n in range(k)] if pairs else []


# %% absolute-value
# en: The sign was dropped: a vector in the opposite direction is not near.
# es: Se perdió el signo: un vector en la dirección opuesta no está cerca.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(abs(ours @ vector) / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% negative-dropped
# en: Words with a negative similarity were left out, and there are too few.
# es: Se omitieron las palabras con similitud negativa, y hay demasiado pocas.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    pairs = [pair for pair in pairs if pair[1] > 0]
    return pairs[:k]


# %% own-length-forgotten
# en: The product was divided by the other's length only. The order is right, the numbers aren't
# cosines.
# es: El producto se dividió solo por la longitud de la otra. El orden es correcto, pero los números
# no son cosenos.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% squared-lengths
# en: The product was divided by the squared lengths.
# es: El producto se dividió por los cuadrados de las longitudes.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = (ours @ ours) * (vector @ vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% zero-by-zero
# en: A word whose vector is zero gets 0 / 0: NaN, which can't be sorted.
# es: Una palabra cuyo vector es nulo recibe 0 / 0: NaN, que no se puede ordenar.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms)))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% one-word-per-similarity
# en: The words were stored under their similarity, and of two equally near ones the first was
# overwritten.
# es: Las palabras se guardaron según su similitud, y de dos igual de cercanas se sobrescribió la
# primera.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    pairs = [(o, s) for s, o in {s: o for o, s in pairs}.items()]
    return pairs[:k]


# %% word-removed
# en: The word was taken out of GloVe itself; the next question won't find it.
# es: La palabra se sacó del propio GloVe; la próxima pregunta no la encontrará.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove.pop(word), dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% lower-case
# en: The word was looked up in lower case. GloVe keeps the case: "US" and "us" are two words.
# es: La palabra se buscó en minúsculas. GloVe distingue mayúsculas: "US" y "us" son dos palabras.
def nearest(word, glove, k):
    word = word.lower()
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% case-variants-dropped
# en: Other spellings of the word were left out as if they were the word itself.
# es: Se omitieron otras grafías de la palabra como si fueran ella misma.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other.lower() != word.lower():
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% one-too-many
# en: One neighbour too many came back.
# es: Volvió una vecina de más.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[: k + 1]


# %% angle
# en: The angle came back in place of its cosine.
# es: Volvió el ángulo en lugar de su coseno.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return [(o, float(np.arccos(np.clip(s, -1, 1)))) for o, s in pairs[:k]]


# %% rounded
# en: The similarities were rounded to one decimal before sorting: what is close together changes
# places.
# es: Las similitudes se redondearon a un decimal antes de ordenar: lo que está muy junto cambia de
# lugar.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word that has a vector; got {word!r}, which has none")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, round(float(ours @ vector / norms), 1) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]


# %% which-word-unsaid
# en: The message doesn't say which word has no vector.
# es: El mensaje no dice qué palabra no tiene vector.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError("expected a word with a vector")
    ours = np.asarray(glove[word], dtype=float)
    pairs = []
    for other, vector in glove.items():
        if other != word:
            vector = np.asarray(vector, dtype=float)
            norms = np.linalg.norm(ours) * np.linalg.norm(vector)
            pairs.append((other, float(ours @ vector / norms) if norms > 0 else 0.0))
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs[:k]
