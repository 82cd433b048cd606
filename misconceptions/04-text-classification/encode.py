# %% unknown-is-zero
# en: Unknown words became 0, which is padding: a mask would make them disappear.
# es: Las palabras desconocidas quedaron en 0, que es relleno: una máscara las haría desaparecer.
def encode(texts, words_id):
    return [[words_id.get(word, 0) for word in tokenize(text)] for text in texts]


# %% unknown-dropped
# en: Unknown words were left out. That something stood there is worth knowing too.
# es: Las palabras desconocidas se omitieron. También vale saber que ahí había algo.
def encode(texts, words_id):
    return [[words_id[word] for word in tokenize(text) if word in words_id] for text in texts]


# %% key-error
# en: A word that isn't in the dictionary stops everything with an error.
# es: Una palabra que no está en el diccionario detiene todo con un error.
def encode(texts, words_id):
    return [[words_id[word] for word in tokenize(text)] for text in texts]


# %% split
# en: The text was split at spaces: "Good," is not found, though "good" is known.
# es: El texto se cortó en los espacios: "Buena," no se encuentra, aunque "buena" se conoce.
def encode(texts, words_id):
    return [[words_id.get(word, 1) for word in text.split()] for text in texts]


# %% lower-and-split
# en: Punctuation stayed on the words, so that the last word of every sentence is unknown.
# es: La puntuación quedó pegada a las palabras, y así la última de cada oración es desconocida.
def encode(texts, words_id):
    return [[words_id.get(word, 1) for word in text.lower().split()] for text in texts]


# %% characters
# en: A string was gone through character by character.
# es: La cadena se recorrió carácter por carácter.
def encode(texts, words_id):
    return [[words_id.get(word, 1) for word in text.lower()] for text in texts]


# %% flat
# en: All ids came in one list; where does one text end and the next begin?
# es: Todos los ids llegaron en una sola lista; ¿dónde termina un texto y comienza el siguiente?
def encode(texts, words_id):
    return [words_id.get(word, 1) for text in texts for word in tokenize(text)]


# %% vocabulary-grows
# en: New words were added to the vocabulary. It was fixed by the training texts, and so was the
# embedding's size.
# es: Se agregaron palabras nuevas al vocabulario. Lo fijaron los textos de entrenamiento, y con él
# el tamaño del embedding.
def encode(texts, words_id):
    return [
        [words_id.setdefault(word, len(words_id) + 2) for word in tokenize(text)] for text in texts
    ]


# %% dictionary-changed
# en: The ids are right, but the unknown words were written into the caller's dictionary.
# es: Los ids son correctos, pero las palabras desconocidas se anotaron en el diccionario de quien
# llama.
def encode(texts, words_id):
    return [[words_id.setdefault(word, 1) for word in tokenize(text)] for text in texts]


# %% repeats-dropped
# en: A word that occurs twice was encoded once. The order and the repeats make the text.
# es: Una palabra que aparece dos veces se codificó una sola. El orden y las repeticiones hacen el
# texto.
def encode(texts, words_id):
    return [[words_id.get(word, 1) for word in dict.fromkeys(tokenize(text))] for text in texts]


# %% sorted
# en: The ids were sorted: a bag of words, not a text.
# es: Los ids se ordenaron: es una bolsa de palabras, no un texto.
def encode(texts, words_id):
    return [sorted(words_id.get(word, 1) for word in tokenize(text)) for text in texts]


# %% unknown-behind-the-last
# en: Unknown words received an id of their own behind the last one; the embedding has no such row.
# es: Las palabras desconocidas recibieron un id propio después del último; el embedding no tiene
# esa fila.
def encode(texts, words_id):
    return [[words_id.get(word, len(words_id) + 2) for word in tokenize(text)] for text in texts]


# %% position-for-id
# en: The id was read off the word's place in the dictionary. The id is what the dictionary says, in
# whatever order it was written.
# es: El id se dedujo del lugar de la palabra en el diccionario. El id es lo que el diccionario
# dice, en el orden en que se haya escrito.
def encode(texts, words_id):
    places = {word: place + 2 for place, word in enumerate(words_id)}
    return [[places.get(word, 1) for word in tokenize(text)] for text in texts]


# %% shifted-again
# en: 2 was added to the ids. They already begin at 2.
# es: Se sumó 2 a los ids. Ya comienzan en 2.
def encode(texts, words_id):
    return [[words_id.get(word, -1) + 2 for word in tokenize(text)] for text in texts]


# %% empty-texts-dropped
# en: Texts without a word were left out; from there on the labels belong to other texts.
# es: Los textos sin palabras se omitieron; a partir de ahí las etiquetas corresponden a otros
# textos.
def encode(texts, words_id):
    return [[words_id.get(word, 1) for word in tokenize(text)] for text in texts if tokenize(text)]


# %% padded
# en: The lists were filled up with zeros to one length. That is the next step; here every text has
# its own length.
# es: Las listas se completaron con ceros hasta un mismo largo. Ese es el paso siguiente; aquí cada
# texto tiene el suyo.
def encode(texts, words_id):
    ids = [[words_id.get(word, 1) for word in tokenize(text)] for text in texts]
    longest = max(map(len, ids), default=0)
    return [[0] * (longest - len(i)) + i for i in ids]


# %% first-text-only
# en: Only the first text came back. Where does the `return` stand?
# es: Solo volvió el primer texto. ¿Dónde está el `return`?
def encode(texts, words_id):
    encoded = []
    for text in texts:
        encoded.append([words_id.get(word, 1) for word in tokenize(text)])
        return encoded
    return encoded


# %% one-list-for-all
# en: All texts share one list, which grows and grows.
# es: Todos los textos comparten una sola lista, que crece y crece.
def encode(texts, words_id):
    encoded, ids = [], []
    for text in texts:
        for word in tokenize(text):
            ids.append(words_id.get(word, 1))
        encoded.append(ids)
    return encoded


# %% one-unknown-spoils-all
# en: One unknown word makes the whole text unknown.
# es: Una sola palabra desconocida vuelve desconocido todo el texto.
def encode(texts, words_id):
    encoded = []
    for text in texts:
        try:
            encoded.append([words_id[word] for word in tokenize(text)])
        except KeyError:
            encoded.append([1])
    return encoded


# %% words-kept
# en: Known words became ids, unknown ones stayed words. A network reads numbers alone.
# es: Las palabras conocidas pasaron a ids y las desconocidas siguieron siendo palabras. Una red
# solo lee números.
def encode(texts, words_id):
    return [[words_id.get(word, word) for word in tokenize(text)] for text in texts]
