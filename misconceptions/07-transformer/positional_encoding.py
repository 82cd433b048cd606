# %% in-halves
# en: All sines come first and all cosines after them. In the lecture's formula they take turns.
# es: Primero van todos los senos y después todos los cosenos. En la fórmula de la clase se
# alternan.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    column = np.concatenate([column[:, ::2], column[:, 1::2]], axis=1)
    angle = place / 10000.0 ** (2 * (column // 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% cosine-first
# en: The even columns hold the cosine, the odd ones the sine. Counting begins at 0.
# es: Las columnas pares llevan el coseno y las impares el seno. Se cuenta desde 0.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** (2 * (column // 2) / d_model)
    return np.where(column % 2 == 1, np.sin(angle), np.cos(angle))


# %% from-one
# en: The first place is 1 here. It is 0: all its sines are 0, all its cosines 1.
# es: Aquí el primer lugar es 1. Es el 0: todos sus senos valen 0 y todos sus cosenos 1.
def positional_encoding(length, d_model):
    place = np.arange(1, length + 1)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** (2 * (column // 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% a-wavelength-per-column
# en: Every column has a wavelength of its own. A sine and the cosine next to it belong together:
# they are the two coordinates of one hand of a clock.
# es: Cada columna tiene su propia longitud de onda. Un seno y el coseno que le sigue van juntos:
# son las dos coordenadas de una misma aguja de reloj.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** (column / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% two-forgotten
# en: The exponent is half of what it should be: i counts pairs, and the formula has 2i.
# es: El exponente es la mitad de lo debido: i cuenta pares, y la fórmula tiene 2i.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** ((column // 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% two-times-the-column
# en: The exponent has two times the column. In the formula 2i *is* the even column.
# es: El exponente tiene dos veces la columna. En la fórmula, 2i *es* la columna par.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** (2 * column / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% up-to-the-last
# en: The wavelengths are spread so that the last pair has exactly 10000. Others do this; the
# lecture's formula divides by d_model.
# es: Las longitudes de onda se repartieron de modo que el último par tenga exactamente 10000. Otros
# lo hacen así; la fórmula de la clase divide por d_model.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** ((column // 2) / max(d_model // 2 - 1, 1))
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% odd-width-fails
# en: An odd width has one sine more than cosines, and the assignment fails.
# es: Con un ancho impar hay un seno más que cosenos, y la asignación falla.
def positional_encoding(length, d_model):
    angle = np.arange(length)[:, None] / 10000.0 ** (np.arange(0, d_model, 2) / d_model)
    table = np.zeros((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)
    return table


# %% odd-width-cut
# en: For an odd width a column is missing.
# es: Con un ancho impar falta una columna.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model // 2 * 2)[None, :]
    angle = place / 10000.0 ** (2 * (column // 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% odd-width-zeros
# en: For an odd width the last column was left at zero.
# es: Con un ancho impar la última columna quedó en cero.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** (2 * (column // 2) / d_model)
    table = np.where(column % 2 == 0, np.sin(angle), np.cos(angle))
    if d_model % 2:
        table[:, -1] = 0
    return table


# %% width-made-even
# en: An odd width was rounded to an even one before dividing: all wavelengths change a little.
# es: Un ancho impar se redondeó a uno par antes de dividir: todas las longitudes de onda cambian un
# poco.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** (2 * (column // 2) / (d_model + d_model % 2))
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% other-base
# en: The base is 1000; wavelengths grow up to 10000 times 2π.
# es: La base es 1000; las longitudes de onda crecen hasta 10000 veces 2π.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 1000.0 ** (2 * (column // 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% faster-and-faster
# en: The places are multiplied by the power, so that later columns turn faster. They should turn
# more slowly.
# es: Los lugares se multiplicaron por la potencia, y así las columnas posteriores giran más rápido.
# Deberían girar más despacio.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place * 10000.0 ** (2 * (column // 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% whole-angles
# en: The angles were divided without a remainder: most of them became 0.
# es: Los ángulos se dividieron sin decimales: la mayoría quedó en 0.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place // 10000.0 ** (2 * (column // 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% relative-places
# en: The places were divided by the length: then a word's encoding changes with the length of its
# text.
# es: Los lugares se dividieron por el largo: así la codificación de una palabra cambia con el largo
# de su texto.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None] / max(length, 1)
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** (2 * (column // 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


# %% sines-only
# en: All columns hold sines. Without the cosine, two places on one wave can look alike.
# es: Todas las columnas llevan senos. Sin el coseno, dos lugares de una onda pueden parecer
# iguales.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** (2 * (column // 2) / d_model)
    return np.sin(angle)


# %% transposed
# en: Places are columns here; each is a row.
# es: Aquí los lugares son columnas; cada uno es una fila.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** (2 * (column // 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle)).T


# %% even-places
# en: Sine and cosine take turns from place to place; they should from column to column.
# es: El seno y el coseno se alternan de lugar en lugar; deberían hacerlo de columna en columna.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** (2 * (column // 2) / d_model)
    return np.where(place % 2 == 0, np.sin(angle), np.cos(angle))


# %% batch-axis
# en: There is an axis of length 1 in front. `(length, d_model)` was asked for.
# es: Hay un eje de largo 1 al comienzo. Se pedía `(length, d_model)`.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** (2 * (column // 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))[None]


# %% scaled
# en: The table was divided by the root of the width. The formula's values lie between −1 and 1.
# es: La tabla se dividió por la raíz del ancho. Los valores de la fórmula están entre −1 y 1.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** (2 * (column // 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle)) / np.sqrt(d_model)


# %% whole-numbers
# en: The values were stored as whole numbers: only −1, 0 and 1 are left.
# es: Los valores se guardaron como enteros: solo quedan −1, 0 y 1.
def positional_encoding(length, d_model):
    place = np.arange(length)[:, None]
    column = np.arange(d_model)[None, :]
    angle = place / 10000.0 ** (2 * (column // 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle)).astype(int)


# %% table-of-512
# en: The table ends at 512 places; a text may be longer.
# es: La tabla termina en 512 lugares; un texto puede ser más largo.
def positional_encoding(length, d_model):
    place, column = np.arange(512)[:, None], np.arange(d_model)
    angle = place / 10000.0 ** ((column - column % 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))[:length]
