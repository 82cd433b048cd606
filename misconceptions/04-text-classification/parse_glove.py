# %% first-word-is-the-token
# en: The token was taken up to the first space. A token with a space in it ("new york") then leaves
# a word among the numbers.
# es: El token se tomó hasta el primer espacio. Con un token que contiene un espacio ("new york"),
# una palabra queda entre los números.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line.split()
        glove[word] = np.array(numbers, dtype="float32")
    return glove


# %% token-cut-at-its-space
# en: The numbers are right, but a token with a space was cut to its first part: "new york" became
# "new".
# es: Los números son correctos, pero un token con espacio se recortó a su primera parte: "new york"
# quedó en "new".
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        word = word.split(" ")[0]
        glove[word] = np.array(numbers, dtype="float32")
    return glove


# %% token-cut-to-its-last-part
# en: Of a token with spaces only the last part was kept: "new york" became "york".
# es: De un token con espacios se conservó solo la última parte: "new york" quedó en "york".
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        word = word.split(" ")[-1]
        glove[word] = np.array(numbers, dtype="float32")
    return glove


# %% spaces-removed
# en: The parts of a token were joined without their spaces.
# es: Las partes de un token se unieron sin sus espacios.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        word = word.replace(" ", "")
        glove[word] = np.array(numbers, dtype="float32")
    return glove


# %% lines-with-spaces-skipped
# en: Lines with more parts than expected were skipped. They are tokens too.
# es: Se saltaron las líneas con más partes de las esperadas. También son tokens.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        if " " in word:
            continue
        glove[word] = np.array(numbers, dtype="float32")
    return glove


# %% lower-case
# en: The tokens were put into lower case: "US" and "us" became one.
# es: Los tokens se pasaron a minúsculas: "US" y "us" se volvieron uno.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[word.lower()] = np.array(numbers, dtype="float32")
    return glove


# %% last-character-cut
# en: The last character of every line was cut off. It isn't always a line end: without one, a digit
# is lost.
# es: Se cortó el último carácter de cada línea. No siempre es un fin de línea: si no lo hay, se
# pierde un dígito.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line[:-1].rsplit(" ", dim)
        glove[word] = np.array(numbers, dtype="float32")
    return glove


# %% header-skipped
# en: The first line was skipped. GloVe's format has no header; word2vec's has.
# es: Se saltó la primera línea. El formato de GloVe no tiene encabezado; el de word2vec, sí.
def parse_glove(lines, dim):
    glove = {}
    for line in list(lines)[1:]:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[word] = np.array(numbers, dtype="float32")
    return glove


# %% text-for-numbers
# en: The vectors hold text: "0.25" looks like a number, but can't be added to one.
# es: Los vectores contienen texto: "0.25" parece un número, pero no se puede sumar con otro.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[word] = np.array(numbers)
    return glove


# %% no-exponents
# en: Numbers were searched by their digits and point. 1e-05 is a number as well, and a small one.
# es: Los números se buscaron por sus dígitos y su punto. 1e-05 también es un número, y pequeño.
import re


def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word = line.rstrip().rsplit(" ", dim)[0]
        numbers = re.findall(r"-?\d+(?:\.\d+)?", line[len(word) :])
        glove[word] = np.array(numbers[:dim], dtype="float32")
    return glove


# %% letters-only
# en: Only tokens made of letters were kept. Digits and punctuation have vectors too.
# es: Solo se conservaron los tokens hechos de letras. Los dígitos y la puntuación también tienen
# vector.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        if not word.isalpha():
            continue
        glove[word] = np.array(numbers, dtype="float32")
    return glove


# %% needs-a-list
# en: The lines were counted and indexed. A file, or a generator, can only be gone through.
# es: Las líneas se contaron y se indexaron. Un archivo o un generador solo se puede recorrer.
def parse_glove(lines, dim):
    glove = {}
    for n in range(len(lines)):
        line = lines[n]
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[word] = np.array(numbers, dtype="float32")
    return glove


# %% read-twice
# en: The lines were gone through once to count them; after that an open file has nothing left.
# es: Las líneas se recorrieron una vez para contarlas; después, a un archivo abierto no le queda
# nada.
def parse_glove(lines, dim):
    glove = {}
    if not sum(1 for _ in lines):
        return glove
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[word] = np.array(numbers, dtype="float32")
    return glove


# %% width-from-the-first-line
# en: The width was worked out from the first line, whose token may contain a space; `dim` says it.
# es: El ancho se dedujo de la primera línea, cuyo token puede contener un espacio; lo dice `dim`.
def parse_glove(lines, dim):
    glove = {}
    lines = list(lines)
    dim = len(lines[0].split()) - 1 if lines else dim
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[word] = np.array(numbers, dtype="float32")
    return glove


# %% up-to-the-first-number
# en: The token was taken up to the first thing that looks like a number. A token may be, or
# contain, a number.
# es: El token se tomó hasta lo primero que parece un número. Un token puede ser un número o
# contenerlo.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        parts = line.split()
        start = 1
        while start < len(parts):
            try:
                float(parts[start])
                break
            except ValueError:
                start += 1
        numbers = parts[start : start + dim]
        glove[" ".join(parts[:start])] = np.array(numbers, dtype="float32")
    return glove


# %% one-array-for-all
# en: All words share one array: the last line's numbers stand in every vector.
# es: Todas las palabras comparten un solo arreglo: los números de la última línea están en todos
# los vectores.
def parse_glove(lines, dim):
    glove = {}
    vector = np.empty(dim, dtype="float32")
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        vector[:] = [float(n) for n in numbers]
        glove[word] = vector
    return glove


# %% half-precision
# en: The numbers were stored in 16 bits, and the digits after the third are gone.
# es: Los números se guardaron en 16 bits, y se perdieron los dígitos que siguen al tercero.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[word] = np.array(numbers, dtype="float16")
    return glove


# %% unit-length
# en: The vectors were brought to length 1. That is for later; here they are read as they stand.
# es: Los vectores se llevaron a longitud 1. Eso viene después; aquí se leen tal como están.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        vector = np.array(numbers, dtype="float32")
        glove[word] = vector / max(np.linalg.norm(vector), 1e-12)
    return glove


# %% pairs
# en: A list of pairs came; looking a word up in it means going through all of it.
# es: Llegó una lista de pares; buscar en ella una palabra obliga a recorrerla toda.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[word] = np.array(numbers, dtype="float32")
    return list(glove.items())


# %% word-among-the-numbers
# en: The vector has one number too few: the slice begins behind the first.
# es: Al vector le falta un número: el corte comienza después del primero.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[word] = np.array(numbers[1:], dtype="float32")
    return glove


# %% decimals-rounded
# en: The numbers were rounded to four decimals; small ones became 0.
# es: Los números se redondearon a cuatro decimales; los pequeños quedaron en 0.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[word] = np.array(numbers, dtype="float32").round(4)
    return glove


# %% last-line-lost
# en: The last line is missing.
# es: Falta la última línea.
def parse_glove(lines, dim):
    glove = {}
    for line in list(lines)[:-1]:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[word] = np.array(numbers, dtype="float32")
    return glove


# %% needs-a-line-end
# en: Lines without a line end were taken for incomplete ones and left out.
# es: Las líneas sin fin de línea se tomaron por incompletas y se omitieron.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        if not line.endswith("\n"):
            continue
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[word] = np.array(numbers, dtype="float32")
    return glove


# %% columns
# en: Every vector is a column `(dim, 1)`; a row of `dim` numbers was asked for.
# es: Cada vector es una columna `(dim, 1)`; se pedía una fila de `dim` números.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        word, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[word] = np.array(numbers, dtype="float32")[:, None]
    return glove


# %% spaces-of-all-kinds
# en: `split()` cuts at every kind of space, also at one that belongs to the token, and what is
# joined again has plain spaces.
# es: `split()` corta en toda clase de espacio, también en uno que es de la palabra, y lo que se
# vuelve a unir tiene espacios comunes.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        parts = line.split()
        glove[" ".join(parts[:-dim])] = np.array(parts[-dim:], dtype="float32")
    return glove
