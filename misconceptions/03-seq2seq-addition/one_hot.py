# %% zeros-after-the-end
# en: After the end of the text come rows of zeros. The fill is a character of its own, and that
#   character has a column.
# es: Después del final del texto hay filas de ceros. El relleno es un carácter como los demás, y
#   ese carácter tiene una columna.
def one_hot(text, length, alphabet):
    if " " not in alphabet or len(text) > length or any(c not in alphabet for c in text):
        raise ValueError(f"cannot encode {text!r}")
    rows = np.zeros((length, len(alphabet)))
    for t, character in enumerate(text):
        rows[t, alphabet.index(character)] = 1
    return rows


# %% last-column-is-the-space
# en: The fill went into the last column. In this course's alphabet that happens to be the space;
#   in another one it is not.
# es: El relleno fue a la última columna. En el alfabeto del cuaderno resulta ser el espacio; en
#   otro no lo es.
def one_hot(text, length, alphabet):
    if " " not in alphabet or len(text) > length or any(c not in alphabet for c in text):
        raise ValueError(f"cannot encode {text!r}")
    ids = [alphabet.index(c) for c in text] + [-1] * (length - len(text))
    return np.eye(len(alphabet))[ids]


# %% padded-on-the-left
# en: The fill stands before the text. Which side does the convention name?
# es: El relleno está antes del texto. ¿De qué lado dice la convención que va?
def one_hot(text, length, alphabet):
    if " " not in alphabet or len(text) > length or any(c not in alphabet for c in text):
        raise ValueError(f"cannot encode {text!r}")
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text.rjust(length)]]


# %% find-minus-one
# en: A character outside the alphabet was silently given the last column: the search answered -1,
#   and -1 is an index. Such a character must be refused.
# es: Un carácter ajeno al alfabeto recibió sin aviso la última columna: la búsqueda respondió -1,
#   y -1 es un índice. Un carácter así debe rechazarse.
def one_hot(text, length, alphabet):
    if len(text) > length or " " not in alphabet:
        raise ValueError(f"cannot encode {text!r}")
    return np.eye(len(alphabet))[[alphabet.find(c) for c in text.ljust(length)]]


# %% skips-unknown-characters
# en: Characters outside the alphabet were left out. A text that can't be encoded should be
#   refused, not mended.
# es: Los caracteres ajenos al alfabeto se omitieron. Un texto que no se puede codificar debe
#   rechazarse, no arreglarse.
def one_hot(text, length, alphabet):
    if len(text) > length or " " not in alphabet:
        raise ValueError(f"cannot encode {text!r}")
    known = "".join(c for c in text if c in alphabet)
    return np.eye(len(alphabet))[[alphabet.index(c) for c in known.ljust(length)]]


# %% cuts-long-text
# en: A text that is too long was cut. The caller would never learn that something is missing; it
#   should be refused.
# es: Un texto demasiado largo se recortó. Quien llama nunca sabría que falta algo; debe
#   rechazarse.
def one_hot(text, length, alphabet):
    if " " not in alphabet:
        raise ValueError("no space in the alphabet")
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text.ljust(length)[:length]]]


# %% longer-than-length
# en: A text that is too long gives more rows than asked for. What should happen instead?
# es: Un texto demasiado largo da más filas de las pedidas. ¿Qué debería pasar en su lugar?
def one_hot(text, length, alphabet):
    if " " not in alphabet:
        raise ValueError("no space in the alphabet")
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text.ljust(length)]]


# %% space-needed-only-for-fill
# en: An alphabet without a space is noticed only when something has to be filled up. It should
#   always be refused, also for a text that fits exactly.
# es: La falta del espacio en el alfabeto solo se nota cuando hay que rellenar. Debe rechazarse
#   siempre, también con un texto que cabe exacto.
def one_hot(text, length, alphabet):
    if len(text) > length:
        raise ValueError(f"{text!r} is longer than {length}")
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text.ljust(length)]]


# %% one-column-per-place
# en: Rows and columns are exchanged: one row per place of the text, one column per character of
#   the alphabet.
# es: Filas y columnas están intercambiadas: una fila por lugar del texto, una columna por
#   carácter del alfabeto.
def one_hot(text, length, alphabet):
    if " " not in alphabet or len(text) > length or any(c not in alphabet for c in text):
        raise ValueError(f"cannot encode {text!r}")
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text.ljust(length)]].T


# %% indices-not-rows
# en: These are the characters' numbers. One-hot means a row for each character, with a single
#   one.
# es: Estos son los números de los caracteres. One-hot significa una fila por carácter, con un
#   único uno.
def one_hot(text, length, alphabet):
    if " " not in alphabet or len(text) > length or any(c not in alphabet for c in text):
        raise ValueError(f"cannot encode {text!r}")
    return np.array([alphabet.index(c) for c in text.ljust(length)])


# %% strips-the-text
# en: Spaces that belong to the text were removed. Inside and in front they are characters like
#   any other.
# es: Se quitaron espacios que son parte del texto. Adentro y al comienzo son caracteres como los
#   demás.
def one_hot(text, length, alphabet):
    text = text.strip()
    if " " not in alphabet or len(text) > length or any(c not in alphabet for c in text):
        raise ValueError(f"cannot encode {text!r}")
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text.ljust(length)]]
