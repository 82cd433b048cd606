# %% growing-window
# en: The window grows from step to step. The model reads windows of the seed's length: when a
#     character enters, another has to leave.
# es: La ventana crece de un paso a otro. El modelo lee ventanas del largo de la semilla: cuando
#     entra un carácter, otro debe salir.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    for _ in range(length):
        columns = [char_index[char] for char in text]
        x = np.eye(len(char_index))[columns][None]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(rng.choice(len(q), p=q / q.sum()))]
    return text


# %% window-stands-still
# en: The model is asked about the seed again and again; it never reads what has been written.
# es: Al modelo se le pregunta una y otra vez por la semilla; nunca lee lo que se va escribiendo.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    for _ in range(length):
        columns = [char_index[char] for char in seed]
        x = np.eye(len(char_index))[columns][None]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(rng.choice(len(q), p=q / q.sum()))]
    return text


# %% first-characters
# en: The window shows the beginning of the text; what has just been written is at its end.
# es: La ventana muestra el comienzo del texto; lo recién escrito está al final.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    for _ in range(length):
        columns = [char_index[char] for char in text[: len(seed)]]
        x = np.eye(len(char_index))[columns][None]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(rng.choice(len(q), p=q / q.sum()))]
    return text


# %% oldest-stays
# en: The newest character replaces the last one and the oldest never leaves: the window should
#     slide.
# es: El carácter nuevo reemplaza al último y el más viejo nunca sale: la ventana debe deslizarse.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    for _ in range(length):
        columns = [char_index[char] for char in (seed[:-1] + text[-1])]
        x = np.eye(len(char_index))[columns][None]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(rng.choice(len(q), p=q / q.sum()))]
    return text


# %% without-the-seed
# en: Only the new characters came back; the seed belongs to the result.
# es: Volvieron solo los caracteres nuevos; la semilla es parte del resultado.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    for _ in range(length):
        columns = [char_index[char] for char in text[-len(seed) :]]
        x = np.eye(len(char_index))[columns][None]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(rng.choice(len(q), p=q / q.sum()))]
    return text[len(seed) :]


# %% length-in-all
# en: `length` was taken as the length of the whole text; it counts the new characters.
# es: `length` se tomó como el largo de todo el texto; cuenta los caracteres nuevos.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    for _ in range(length - len(seed)):
        columns = [char_index[char] for char in text[-len(seed) :]]
        x = np.eye(len(char_index))[columns][None]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(rng.choice(len(q), p=q / q.sum()))]
    return text


# %% one-too-many
# en: There is one new character too many.
# es: Hay un carácter nuevo de más.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    for _ in range(length + 1):
        columns = [char_index[char] for char in text[-len(seed) :]]
        x = np.eye(len(char_index))[columns][None]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(rng.choice(len(q), p=q / q.sum()))]
    return text


# %% always-the-most-probable
# en: The most probable character is taken each time, and temperature has no effect: draw.
# es: Se toma siempre el carácter más probable y la temperatura no tiene efecto: sortea.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    for _ in range(length):
        columns = [char_index[char] for char in text[-len(seed) :]]
        x = np.eye(len(char_index))[columns][None]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(np.argmax(q))]
    return text


# %% temperature-ignored
# en: The characters are drawn as if the temperature were always 1.
# es: Los caracteres se sortean como si la temperatura fuera siempre 1.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    for _ in range(length):
        columns = [char_index[char] for char in text[-len(seed) :]]
        x = np.eye(len(char_index))[columns][None]
        q = (lambda p: (p / p.max()) ** 1.0)(np.asarray(predict(x)[0], "float64"))
        text += characters[int(rng.choice(len(q), p=q / q.sum()))]
    return text


# %% order-of-the-dict
# en: An index was turned into the character that stands at this place in the dict; its values say
#     which column is whose.
# es: Un índice se convirtió en el carácter que está en ese lugar del diccionario; son sus valores
#     los que dicen de quién es cada columna.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = list(char_index)
    text = seed
    for _ in range(length):
        columns = [char_index[char] for char in text[-len(seed) :]]
        x = np.eye(len(char_index))[columns][None]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(rng.choice(len(q), p=q / q.sum()))]
    return text


# %% numbers-not-one-hot
# en: `predict` was given the columns' numbers; it reads one-hot windows, (1, len(seed), V).
# es: `predict` recibió los números de las columnas; lee ventanas one-hot, (1, len(seed), V).
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    for _ in range(length):
        columns = [char_index[char] for char in text[-len(seed) :]]
        x = np.array(columns)[None]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(rng.choice(len(q), p=q / q.sum()))]
    return text


# %% no-batch-axis
# en: The window has no batch axis: `predict` reads (1, len(seed), V).
# es: A la ventana le falta el eje del lote: `predict` lee (1, len(seed), V).
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    for _ in range(length):
        columns = [char_index[char] for char in text[-len(seed) :]]
        x = np.eye(len(char_index))[columns]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(rng.choice(len(q), p=q / q.sum()))]
    return text


# %% fresh-generator
# en: A generator made anew at each call writes the same text every time; all chance should come
#     from the `rng` that is handed in.
# es: Un generador creado en cada llamada escribe siempre el mismo texto; todo el azar debe venir
#     del `rng` recibido.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    rng = np.random.default_rng(0)
    for _ in range(length):
        columns = [char_index[char] for char in text[-len(seed) :]]
        x = np.eye(len(char_index))[columns][None]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(rng.choice(len(q), p=q / q.sum()))]
    return text


# %% global-generator
# en: The characters were drawn from NumPy's global generator: an equal `rng` doesn't write the
#     same text again.
# es: Los caracteres se sortearon con el generador global de NumPy: un `rng` igual no vuelve a
#     escribir el mismo texto.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    for _ in range(length):
        columns = [char_index[char] for char in text[-len(seed) :]]
        x = np.eye(len(char_index))[columns][None]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(np.random.choice(len(q), p=q / q.sum()))]
    return text


# %% backwards
# en: The window is handed over in reverse: its oldest character belongs at place 0.
# es: La ventana se entrega al revés: su carácter más viejo va en el lugar 0.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    for _ in range(length):
        columns = [char_index[char] for char in text[-len(seed) :][::-1]]
        x = np.eye(len(char_index))[columns][None]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(rng.choice(len(q), p=q / q.sum()))]
    return text


# %% list-of-characters
# en: A list of characters came back; a text is one string.
# es: Volvió una lista de caracteres; un texto es una sola cadena.
def generate(predict, seed, length, char_index, temperature, rng):
    characters = {index: char for char, index in char_index.items()}
    text = seed
    for _ in range(length):
        columns = [char_index[char] for char in text[-len(seed) :]]
        x = np.eye(len(char_index))[columns][None]
        q = (lambda p: (p / p.max()) ** (1 / temperature))(np.asarray(predict(x)[0], "float64"))
        text += characters[int(rng.choice(len(q), p=q / q.sum()))]
    return list(text)


# %% recursion
# en: Each character takes a level of recursion, and Python has a thousand of them.
# es: Cada carácter ocupa un nivel de recursión, y Python tiene unos mil.
def generate(predict, seed, length, char_index, temperature, rng):
    def go_on(text, left):
        if left == 0:
            return text
        columns = [char_index[c] for c in text[-len(seed) :]]
        k = sample(predict(np.eye(len(char_index))[columns][None])[0], temperature, rng)
        return go_on(text + next(c for c, i in char_index.items() if i == k), left - 1)

    return go_on(seed, length)
