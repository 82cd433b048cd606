# %% from-zero
# en: The ids begin at 0, but 0 is padding and 1 is for unknown words: no real word may have them.
# es: Los ids comienzan en 0, pero el 0 es relleno y el 1 es para las palabras desconocidas: ninguna
# palabra real puede tenerlos.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: place for place, word in enumerate(ranked[:max_words])}


# %% from-one
# en: The ids begin at 1, so the most frequent word can't be told from an unknown one.
# es: Los ids comienzan en 1, y así la palabra más frecuente no se distingue de una desconocida.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: place + 1 for place, word in enumerate(ranked[:max_words])}


# %% ties-as-they-come
# en: Words of one frequency stand in the order in which they turned up. Shuffle the texts, and the
# ids change.
# es: Las palabras de igual frecuencia quedaron en el orden en que aparecieron. Si se barajan los
# textos, los ids cambian.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: -counts[word])
    return {word: place + 2 for place, word in enumerate(ranked[:max_words])}


# %% ties-backwards
# en: Sorting the pairs backwards turns both around: the frequencies, as it should be, and the
# alphabet too.
# es: Al ordenar los pares al revés se invierten las dos cosas: las frecuencias, como debe ser, y
# también el alfabeto.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (counts[word], word), reverse=True)
    return {word: place + 2 for place, word in enumerate(ranked[:max_words])}


# %% alphabetical
# en: The ids follow the alphabet alone; how often a word occurs plays no part.
# es: Los ids siguen solo el alfabeto; cuántas veces aparece una palabra no cuenta.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts)
    return {word: place + 2 for place, word in enumerate(ranked[:max_words])}


# %% rarest-first
# en: The rarest words come first, and with `max_words` the frequent ones are lost.
# es: Las palabras más raras van primero, y con `max_words` se pierden las frecuentes.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (counts[word], word))
    return {word: place + 2 for place, word in enumerate(ranked[:max_words])}


# %% reserved-ids-counted
# en: Two words too few were kept: the ids 0 and 1 were counted as words. `max_words` counts words.
# es: Se conservaron dos palabras de menos: los ids 0 y 1 se contaron como palabras. `max_words`
# cuenta palabras.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {
        word: place + 2
        for place, word in enumerate(ranked[: None if max_words is None else max(max_words - 2, 0)])
    }


# %% largest-id-is-max-words
# en: Words were kept up to the id `max_words`. That is a limit for the ids; a number of words was
# meant.
# es: Se conservaron palabras hasta el id `max_words`. Eso limita los ids; se pedía una cantidad de
# palabras.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    ids = {word: place + 2 for place, word in enumerate(ranked)}
    return {word: n for word, n in ids.items() if max_words is None or n <= max_words}


# %% one-too-many
# en: One word too many was kept. Where does a slice end?
# es: Se conservó una palabra de más. ¿Dónde termina un corte de lista?
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {
        word: place + 2
        for place, word in enumerate(ranked[: None if max_words is None else max_words + 1])
    }


# %% limit-ignored
# en: `max_words` changes nothing.
# es: `max_words` no cambia nada.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: place + 2 for place, word in enumerate(ranked)}


# %% split
# en: The texts were split at spaces: capitals make new words, and commas stick to them.
# es: Los textos se cortaron en los espacios: las mayúsculas crean palabras nuevas y las comas se
# les pegan.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in text.split())
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: place + 2 for place, word in enumerate(ranked[:max_words])}


# %% lower-and-split
# en: Lower case and a split at spaces leave the punctuation on the words: "good." is not "good".
# es: Pasar a minúsculas y cortar en los espacios deja la puntuación pegada: "bueno." no es "bueno".
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in text.lower().split())
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: place + 2 for place, word in enumerate(ranked[:max_words])}


# %% characters
# en: A string was gone through as it is, character by character. Where do the words come from?
# es: Se recorrió la cadena tal cual, carácter por carácter. ¿De dónde salen las palabras?
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in text.lower())
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: place + 2 for place, word in enumerate(ranked[:max_words])}


# %% texts-counted
# en: It was counted in how many texts a word occurs; a word that occurs twice in a text counts
# twice.
# es: Se contó en cuántos textos aparece la palabra; la que aparece dos veces en un texto cuenta dos
# veces.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in set(tokenize(text)))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: place + 2 for place, word in enumerate(ranked[:max_words])}


# %% cut-before-the-tie
# en: The cut came before ties were sorted: among equally frequent words, those that turned up first
# were kept.
# es: El corte se hizo antes de ordenar los empates: entre palabras igual de frecuentes quedaron las
# que aparecieron primero.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    kept = [word for word, _ in counts.most_common(max_words)]
    ranked = sorted(kept, key=lambda word: (-counts[word], word))
    return {word: place + 2 for place, word in enumerate(ranked)}


# %% alphabetical-after-the-cut
# en: The right words were kept, and then numbered by the alphabet. The smallest id belongs to the
# most frequent.
# es: Se conservaron las palabras correctas y luego se numeraron por orden alfabético. El id más
# pequeño es de la más frecuente.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: place + 2 for place, word in enumerate(sorted(ranked[:max_words]))}


# %% reserved-words-inside
# en: Padding and unknown have entries of their own. The dictionary holds words of the texts alone;
# 0 and 1 are kept free.
# es: El relleno y lo desconocido tienen entradas propias. El diccionario contiene solo palabras de
# los textos; el 0 y el 1 se dejan libres.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {"<pad>": 0, "<unk>": 1} | {
        word: place + 2 for place, word in enumerate(ranked[:max_words])
    }


# %% id-to-word
# en: The dictionary leads from the id to the word; it's the way from word to id that is needed.
# es: El diccionario lleva del id a la palabra; lo que se necesita es el camino de la palabra al id.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {place + 2: word for place, word in enumerate(ranked[:max_words])}


# %% counts-for-ids
# en: The values are how often a word occurs. An id says which word it is; two words may not share
# one.
# es: Los valores son cuántas veces aparece cada palabra. Un id dice qué palabra es; dos palabras no
# pueden compartirlo.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: counts[word] for word in ranked[:max_words]}


# %% ties-share-an-id
# en: Words of equal frequency received the same id, and no network can tell them apart again.
# es: Las palabras de igual frecuencia recibieron el mismo id, y ninguna red podrá distinguirlas.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    ranked = ranked[:max_words]
    levels = sorted({counts[word] for word in ranked}, reverse=True)
    return {word: levels.index(counts[word]) + 2 for word in ranked}


# %% once-is-not-enough
# en: Words that occur only once were left out. That is a fine idea, but nobody asked for it here.
# es: Se dejaron fuera las palabras que aparecen una sola vez. La idea es buena, pero aquí nadie la
# pidió.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(
        (word for word in counts if counts[word] > 1), key=lambda word: (-counts[word], word)
    )
    return {word: place + 2 for place, word in enumerate(ranked[:max_words])}


# %% order-of-appearance
# en: The ids follow the order in which the words first occur; frequency plays no part.
# es: Los ids siguen el orden en que las palabras aparecen por primera vez; la frecuencia no cuenta.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = list(counts)
    return {word: place + 2 for place, word in enumerate(ranked[:max_words])}


# %% texts-glued
# en: The texts were joined with nothing in between: the last word of one and the first of the next
# became one word.
# es: Los textos se unieron sin nada en medio: la última palabra de uno y la primera del siguiente
# se volvieron una sola.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(tokenize("".join(texts)))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: place + 2 for place, word in enumerate(ranked[:max_words])}


# %% first-text-only
# en: Only the first text was read.
# es: Solo se leyó el primer texto.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts[:1] for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: place + 2 for place, word in enumerate(ranked[:max_words])}


# %% least-frequency
# en: `max_words` was taken as the frequency a word must have; it's how many words are kept.
# es: `max_words` se tomó como la frecuencia que debe tener una palabra; es la cantidad de palabras
# que se conservan.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {
        word: place + 2
        for place, word in enumerate(w for w in ranked if counts[w] >= (max_words or 0))
    }


# %% counts-that-stay
# en: The counter lives outside the function, so the second vocabulary still counts the texts of the
# first.
# es: El contador vive fuera de la función, y así el segundo vocabulario todavía cuenta los textos
# del primero.
from collections import Counter

counts = Counter()


def build_vocabulary(texts, max_words=None):
    for text in texts:
        counts.update(tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: place + 2 for place, word in enumerate(ranked[:max_words])}


# %% short-words-dropped
# en: Words of one letter were left out. They are words like the others.
# es: Se dejaron fuera las palabras de una letra. Son palabras como las demás.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text) if len(word) > 1)
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: place + 2 for place, word in enumerate(ranked[:max_words])}


# %% listed-alphabetically
# en: The ids are right, but the dictionary lists the words alphabetically, not in the order of ids.
# es: Los ids son correctos, pero el diccionario enumera las palabras alfabéticamente y no en el
# orden de los ids.
def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))[:max_words]
    return dict(sorted((word, n) for n, word in enumerate(ranked, start=2)))


# %% accents-removed
# en: The accents were removed: "año" and "ano" became one word.
# es: Se quitaron los acentos y la virgulilla: "año" y "ano" se volvieron una palabra.
import unicodedata


def build_vocabulary(texts, max_words=None):
    def bare(text):
        text = unicodedata.normalize("NFD", text)
        return "".join(c for c in text if not unicodedata.combining(c))

    counts = Counter(word for text in texts for word in tokenize(bare(text)))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))[:max_words]
    return {word: n for n, word in enumerate(ranked, start=2)}
