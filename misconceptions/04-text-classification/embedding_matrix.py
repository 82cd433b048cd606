# %% divided-by-the-sum
# en: Each vector was divided by the sum of its numbers. The sum may be near zero or negative: such
# vectors explode or turn round.
# es: Cada vector se dividió por la suma de sus números. La suma puede ser casi cero o negativa:
# esos vectores explotan o se dan vuelta.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = vector.sum()
            if norm != 0:
                matrix[row] = vector / norm
    return matrix, found / len(words_id) if words_id else 0.0


# %% divided-by-the-absolute-sum
# en: The absolute values add up to 1. Length in the sense of the cosine is another norm.
# es: Los valores absolutos suman 1. La longitud que cuenta para el coseno es otra norma.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.abs(vector).sum()
            if norm > 0:
                matrix[row] = vector / norm
    return matrix, found / len(words_id) if words_id else 0.0


# %% divided-by-the-maximum
# en: The largest number became 1. Unit length means something else.
# es: El número mayor quedó en 1. Longitud uno significa otra cosa.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.abs(vector).max()
            if norm > 0:
                matrix[row] = vector / norm
    return matrix, found / len(words_id) if words_id else 0.0


# %% not-normalized
# en: The vectors stand in the matrix as they are, each with its own length.
# es: Los vectores están en la matriz tal cual, cada uno con su longitud.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector
    return matrix, found / len(words_id) if words_id else 0.0


# %% squared-norm
# en: The vectors were divided by the square of their length.
# es: Los vectores se dividieron por el cuadrado de su longitud.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = vector @ vector
            if norm > 0:
                matrix[row] = vector / norm
    return matrix, found / len(words_id) if words_id else 0.0


# %% whole-matrix-normalized
# en: The matrix as a whole was brought to norm 1; each row should be.
# es: Se llevó a norma 1 la matriz entera; debería tenerla cada fila.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector
    matrix /= max(np.linalg.norm(matrix), 1e-12)
    return matrix, found / len(words_id) if words_id else 0.0


# %% columns-normalized
# en: Columns have length 1 here. A word is a row.
# es: Aquí tienen longitud 1 las columnas. Una palabra es una fila.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector
    matrix /= np.maximum(np.linalg.norm(matrix, axis=0), 1e-12)
    return matrix, found / len(words_id) if words_id else 0.0


# %% short-vectors-stay-short
# en: Vectors shorter than 1 were not stretched. Every one of them has length 1 in the end.
# es: Los vectores de longitud menor que 1 no se estiraron. Al final, todos tienen longitud 1.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / max(norm, 1.0)
    return matrix, found / len(words_id) if words_id else 0.0


# %% something-added-to-the-norm
# en: A small number was added to the length to avoid dividing by zero, and short vectors stay too
# short.
# es: A la longitud se le sumó un número pequeño para no dividir por cero, y los vectores cortos
# quedan demasiado cortos.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / (norm + 0.01)
    return matrix, found / len(words_id) if words_id else 0.0


# %% no-reserved-rows
# en: There are no rows for the ids 0 and 1: every word stands two rows too high.
# es: No hay filas para los ids 0 y 1: cada palabra está dos filas más arriba.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id), dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row - 2] = vector / norm
    return matrix, found / len(words_id) if words_id else 0.0


# %% enumerated
# en: The rows were counted in the dictionary's order. The row is the id, however the dictionary was
# written.
# es: Las filas se contaron en el orden del diccionario. La fila es el id, se haya escrito el
# diccionario como se haya escrito.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for row, word in enumerate(words_id, start=2):
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / norm
    return matrix, found / len(words_id) if words_id else 0.0


# %% rows-close-up
# en: Words without a vector were skipped, and the rows behind them moved up.
# es: Las palabras sin vector se saltaron, y las filas siguientes se corrieron hacia arriba.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[found + 1] = vector / norm
    return matrix, found / len(words_id) if words_id else 0.0


# %% zero-by-zero
# en: A zero vector was divided by its length: NaN.
# es: Un vector nulo se dividió por su longitud: NaN.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            matrix[row] = vector / norm
    return matrix, found / len(words_id) if words_id else 0.0


# %% coverage-of-the-rows
# en: The share was taken of the rows, 0 and 1 included. Those are no words.
# es: La proporción se tomó sobre las filas, incluidas la 0 y la 1. Esas no son palabras.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / norm
    return matrix, found / (len(words_id) + 2)


# %% coverage-of-glove
# en: This is the share of GloVe's words that were used. The question is how many of *our* words are
# found.
# es: Esta es la proporción de palabras de GloVe que se usaron. La pregunta es cuántas de *las
# nuestras* se encuentran.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / norm
    return matrix, found / max(len(glove), 1)


# %% percent
# en: The coverage is in percent; a share lies between 0 and 1.
# es: La cobertura está en porcentaje; una proporción está entre 0 y 1.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / norm
    return matrix, 100 * found / len(words_id) if words_id else 0.0


# %% count
# en: The coverage is a count of words; a share was asked for.
# es: La cobertura es una cuenta de palabras; se pedía una proporción.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / norm
    return matrix, found


# %% missing-share
# en: This is the share of words that were *not* found.
# es: Esta es la proporción de palabras que *no* se encontraron.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / norm
    return matrix, 1 - found / len(words_id) if words_id else 0.0


# %% empty-vocabulary
# en: A vocabulary without words ends in a division by zero.
# es: Un vocabulario sin palabras termina en una división por cero.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / norm
    return matrix, found / len(words_id)


# %% zero-vectors-not-found
# en: The coverage counts the rows that aren't zero. A word whose vector is zero was found all the
# same.
# es: La cobertura cuenta las filas que no son cero. Una palabra cuyo vector es nulo también se
# encontró.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / norm
    found = int(matrix.any(axis=1).sum())
    return matrix, found / len(words_id) if words_id else 0.0


# %% random-for-missing
# en: Words without a vector received a random one. Often done, but zeros were asked for.
# es: Las palabras sin vector recibieron uno al azar. Se hace a menudo, pero se pedían ceros.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    rng = np.random.default_rng(0)
    for word, row in words_id.items():
        matrix[row] = 0 if word in glove else rng.normal(size=dim) * 0.1
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / norm
    return matrix, found / len(words_id) if words_id else 0.0


# %% mean-for-unknown
# en: Row 1 holds the mean of all vectors. A clever idea; zeros were asked for.
# es: La fila 1 contiene el promedio de todos los vectores. Es una idea ingeniosa; se pedían ceros.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / norm
    if found:
        matrix[1] = matrix[2:].mean(axis=0)
    return matrix, found / len(words_id) if words_id else 0.0


# %% glove-changed
# en: The vectors were divided in place: GloVe's own arrays have changed.
# es: Los vectores se dividieron en su propio lugar: cambiaron los arreglos de GloVe.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = glove[word]
            norm = np.linalg.norm(vector)
            if norm > 0:
                vector /= np.asarray(norm, vector.dtype)
                matrix[row] = vector
    return matrix, found / len(words_id) if words_id else 0.0


# %% last-vector-again
# en: A word without a vector received that of the word before it.
# es: Una palabra sin vector recibió el de la palabra anterior.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    vector = np.zeros(dim)
    for word, row in words_id.items():
        try:
            vector = np.asarray(glove[word], dtype=float)
            found += 1
        except KeyError:
            pass
        norm = np.linalg.norm(vector)
        if norm > 0:
            matrix[row] = vector / norm
    return matrix, found / len(words_id) if words_id else 0.0


# %% matrix-alone
# en: Only the matrix came back; the coverage is missing.
# es: Solo volvió la matriz; falta la cobertura.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / norm
    return matrix


# %% transposed
# en: Words are columns here; an embedding has a row for each.
# es: Aquí las palabras son columnas; un embedding tiene una fila para cada una.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / norm
    return matrix.T, found / len(words_id) if words_id else 0.0


# %% whole-number-coverage
# en: The coverage was divided without a remainder: it is 0 or 1.
# es: La cobertura se dividió sin decimales: vale 0 o 1.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / norm
    return matrix, found // len(words_id) if words_id else 0.0


# %% centred
# en: The mean was subtracted from every vector before it was divided by its length.
# es: A cada vector se le restó su media antes de dividirlo por su longitud.
def embedding_matrix(words_id, glove, dim):
    matrix, found = np.zeros((len(words_id) + 2, dim)), 0
    for word, row in words_id.items():
        if word in glove:
            found += 1
            vector = np.asarray(glove[word], dtype=float)
            vector = vector - vector.mean()
            norm = np.linalg.norm(vector)
            if norm > 0:
                matrix[row] = vector / norm
    return matrix, found / len(words_id) if words_id else 0.0


# %% sixteen-bits
# en: The norm was computed in the vector's own 16 bits, where squares above 65,504 are infinite.
# es: La norma se calculó en los 16 bits del propio vector, donde los cuadrados mayores que 65 504
# son infinitos.
def embedding_matrix(words_id, glove, dim):
    matrix = np.zeros((len(words_id) + 2, dim), dtype="float32")
    found = [word for word in words_id if word in glove]
    for word in found:
        length = np.linalg.norm(glove[word])
        if length > 0:
            matrix[words_id[word]] = glove[word] / length
    return matrix, len(found) / max(len(words_id), 1)
