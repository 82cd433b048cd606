# %% presence-not-count
# en: Every entry is 0 or 1: you seem to ask whether a word occurs, and not how often.
# es: Todas las entradas son 0 o 1: parece que preguntas si una palabra aparece y no cuántas
# veces.
def bag_of_words(tokens, vocabulary):
    return np.array([float(word in tokens) for word in vocabulary])


# %% shares
# en: The entries add up to 1, as shares of the text do. Counts don't know how long the text is.
# es: Las entradas suman 1, como las proporciones. Un conteo no sabe qué tan largo es el texto.
def bag_of_words(tokens, vocabulary):
    counts = np.array([tokens.count(word) for word in vocabulary])
    return counts / max(len(tokens), 1)


# %% alphabetical
# en: The right counts in another order, probably the alphabet's. Whoever reads the vector only
# has the vocabulary to know which entry is which.
# es: Los conteos correctos en otro orden, quizá el alfabético. Quien lee el vector solo tiene
# el vocabulario para saber qué entrada es cuál.
def bag_of_words(tokens, vocabulary):
    return np.array([tokens.count(word) for word in sorted(vocabulary)])


# %% order-of-the-text
# en: The entries follow the words of the text as they first appear. Two texts would then give
# vectors that can't be compared; something else has to fix the order.
# es: Las entradas siguen el orden en que las palabras aparecen en el texto. Así, los vectores
# de dos textos no se podrían comparar; el orden debe fijarlo otra cosa.
def bag_of_words(tokens, vocabulary):
    counts = {}
    for token in tokens:
        if token in vocabulary:
            counts[token] = counts.get(token, 0) + 1
    return np.array(list(counts.values()))


# %% lower-case
# en: Words that differ only in upper and lower case were counted as one. Here they are two.
# es: Se contaron como una sola las palabras que difieren en mayúsculas. Aquí son dos distintas.
def bag_of_words(tokens, vocabulary):
    tokens = [token.lower() for token in tokens]
    return np.array([tokens.count(word.lower()) for word in vocabulary])


# %% parts-of-words
# en: Words are found inside other words too ("a" in "an"). Did you join the tokens into one
# string before counting?
# es: Se encuentran palabras dentro de otras ("a" en "an"). ¿Uniste los tokens en una sola
# cadena antes de contar?
def bag_of_words(tokens, vocabulary):
    text = " ".join(tokens)
    return np.array([text.count(word) for word in vocabulary])


# %% outside-goes-to-last
# en: Tokens outside the vocabulary are counted somewhere, it seems in the last entry. An index
# of -1 is a valid index in Python.
# es: Los tokens ajenos al vocabulario se cuentan en alguna parte, al parecer en la última
# entrada. En Python, -1 es un índice válido.
def bag_of_words(tokens, vocabulary):
    index = {word: i for i, word in enumerate(vocabulary)}
    counts = np.zeros(len(vocabulary))
    for token in tokens:
        counts[index.get(token, -1)] += 1
    return counts


# %% extra-entry-for-unknown
# en: There is one entry more than words in the vocabulary. Unknown tokens are to be ignored
# here, not counted together.
# es: Hay una entrada más que palabras en el vocabulario. Aquí los tokens desconocidos se
# ignoran, no se cuentan juntos.
def bag_of_words(tokens, vocabulary):
    counts = [tokens.count(word) for word in vocabulary]
    return np.array([*counts, len(tokens) - sum(counts)])


# %% outside-raises
# en: A token that the vocabulary doesn't list stops the function with an error. What is to
# happen with such a token?
# es: Un token que no figura en el vocabulario detiene la función con un error. ¿Qué debe pasar
# con un token así?
def bag_of_words(tokens, vocabulary):
    counts = np.zeros(len(vocabulary))
    for token in tokens:
        counts[vocabulary.index(token)] += 1
    return counts


# %% fancy-index-loses-repeats
# en: A word that occurs several times is counted once. With NumPy, `counts[indices] += 1` adds
# once per place, however often the index is repeated.
# es: Una palabra repetida se cuenta una vez. En NumPy, `counts[indices] += 1` suma una sola vez
# por lugar, aunque el índice se repita.
def bag_of_words(tokens, vocabulary):
    counts = np.zeros(len(vocabulary))
    indices = [vocabulary.index(token) for token in tokens if token in vocabulary]
    counts[indices] += 1
    return counts


# %% small-integers
# en: Large counts come out wrong. In how many bits do you count?
# es: Los conteos grandes salen mal. ¿Con cuántos bits cuentas?
def bag_of_words(tokens, vocabulary):
    counts = np.zeros(len(vocabulary), dtype="uint8")
    for token in tokens:
        if token in vocabulary:
            counts[vocabulary.index(token)] += 1
    return counts


# %% sorts-the-argument
# en: The vocabulary was sorted, and it is the caller's own list: afterwards every other vector
# made with it means something else.
# es: Se ordenó el vocabulario, que es la lista de quien llama: a partir de ahí, todo otro
# vector hecho con ella significa otra cosa.
def bag_of_words(tokens, vocabulary):
    vocabulary.sort()
    return np.array([tokens.count(word) for word in vocabulary])


# %% dict
# en: A dict came back. A vector was asked for: numbers alone, in an agreed order.
# es: Llegó un diccionario. Se pedía un vector: solo números, en un orden acordado.
def bag_of_words(tokens, vocabulary):
    return {word: tokens.count(word) for word in vocabulary}
