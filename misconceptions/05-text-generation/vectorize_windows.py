# %% alphabetical-columns
# en: The columns follow the alphabet, not the numbers that `char_index` gives.
# es: Las columnas siguen el orden alfabético y no los números que da `char_index`.
def vectorize_windows(windows, next_chars, char_index):
    order = {c: i for i, c in enumerate(sorted(char_index))}
    x = np.zeros((len(windows), len(windows[0]) if windows else 0, len(order)))
    y = np.zeros((len(windows), len(order)))
    for n, window in enumerate(windows):
        for t, c in enumerate(window):
            x[n, t, order[c]] = 1
        y[n, order[next_chars[n]]] = 1
    return x, y


# %% order-of-the-dict
# en: The columns follow the order in which the dict lists its characters; it is its values that
#     say which column is whose.
# es: Las columnas siguen el orden en que el diccionario enumera sus caracteres; son sus valores
#     los que dicen de quién es cada columna.
def vectorize_windows(windows, next_chars, char_index):
    order = list(char_index)
    x = np.zeros((len(windows), len(windows[0]) if windows else 0, len(order)))
    y = np.zeros((len(windows), len(order)))
    for n, window in enumerate(windows):
        for t, c in enumerate(window):
            x[n, t, order.index(c)] = 1
        y[n, order.index(next_chars[n])] = 1
    return x, y


# %% numbers-for-y
# en: y holds the columns' numbers; it should be one-hot too, one row of V per window.
# es: y contiene los números de las columnas; también debe ser one-hot, una fila de V por ventana.
def vectorize_windows(windows, next_chars, char_index):
    x = np.zeros((len(windows), len(windows[0]) if windows else 0, len(char_index)))
    for n, window in enumerate(windows):
        for t, c in enumerate(window):
            x[n, t, char_index[c]] = 1
    return x, np.array([char_index[c] for c in next_chars])


# %% numbers-for-x
# en: x holds the columns' numbers, two axes; every character should be a row of V numbers.
# es: x contiene los números de las columnas, con dos ejes; cada carácter debe ser una fila de V
#     números.
def vectorize_windows(windows, next_chars, char_index):
    x = np.array([[char_index[c] for c in window] for window in windows])
    return x, np.eye(len(char_index))[[char_index[c] for c in next_chars]]


# %% axes-swapped
# en: The characters' columns came before time: the order is batch, time, features.
# es: Las columnas de los caracteres quedaron antes que el tiempo: el orden es lote, tiempo,
#     características.
def vectorize_windows(windows, next_chars, char_index):
    V = len(char_index)
    x = np.zeros((len(windows), V, len(windows[0]) if windows else 0))
    y = np.zeros((len(windows), V))
    for n, window in enumerate(windows):
        for t, c in enumerate(window):
            x[n, char_index[c], t] = 1
        y[n, char_index[next_chars[n]]] = 1
    return x, y


# %% no-windows-no-shape
# en: Without windows the arrays have lost their axes. Their shapes should hold for n = 0 as well.
# es: Sin ventanas los arreglos pierden sus ejes. Sus formas deben mantenerse también con n = 0.
def vectorize_windows(windows, next_chars, char_index):
    eye = np.eye(len(char_index))
    x = np.array([[eye[char_index[c]] for c in window] for window in windows])
    return x, np.array([eye[char_index[c]] for c in next_chars])


# %% only-characters-that-occur
# en: V was counted from the characters that occur in these windows; it is the number of characters
#     in `char_index`, whether they occur or not.
# es: V se contó con los caracteres que aparecen en estas ventanas; es la cantidad de caracteres en
#     `char_index`, aparezcan o no.
def vectorize_windows(windows, next_chars, char_index):
    seen = [char_index[c] for c in set("".join(windows) + "".join(next_chars))]
    V = max(seen, default=len(char_index) - 1) + 1
    x = np.zeros((len(windows), len(windows[0]) if windows else 0, V))
    y = np.zeros((len(windows), V))
    for n, window in enumerate(windows):
        for t, c in enumerate(window):
            x[n, t, char_index[c]] = 1
        y[n, char_index[next_chars[n]]] = 1
    return x, y


# %% last-of-the-window
# en: y is the window's last character again, which the model has just read, not the next one.
# es: y es otra vez el último carácter de la ventana, que el modelo acaba de leer, y no el
#     siguiente.
def vectorize_windows(windows, next_chars, char_index):
    x = np.zeros((len(windows), len(windows[0]) if windows else 0, len(char_index)))
    y = np.zeros((len(windows), len(char_index)))
    for n, window in enumerate(windows):
        for t, c in enumerate(window):
            x[n, t, char_index[c]] = 1
        y[n, char_index[window[-1]]] = 1
    return x, y


# %% a-bag
# en: A window became one row that says which characters occur; their places in time are lost.
# es: Una ventana se volvió una sola fila que dice qué caracteres aparecen; se perdió su lugar en
#     el tiempo.
def vectorize_windows(windows, next_chars, char_index):
    x = np.zeros((len(windows), len(char_index)))
    y = np.zeros((len(windows), len(char_index)))
    for n, window in enumerate(windows):
        for c in window:
            x[n, char_index[c]] += 1
        y[n, char_index[next_chars[n]]] = 1
    return x, y


# %% backwards
# en: The characters stand in reverse order of time: the first of the window belongs at place 0.
# es: Los caracteres están en orden temporal inverso: el primero de la ventana va en el lugar 0.
def vectorize_windows(windows, next_chars, char_index):
    x = np.zeros((len(windows), len(windows[0]) if windows else 0, len(char_index)))
    y = np.zeros((len(windows), len(char_index)))
    for n, window in enumerate(windows):
        for t, c in enumerate(reversed(window)):
            x[n, t, char_index[c]] = 1
        y[n, char_index[next_chars[n]]] = 1
    return x, y


# %% every-window-the-same
# en: All windows came out the same: were they written into one and the same array?
# es: Todas las ventanas salieron iguales: ¿se escribieron en un mismo y único arreglo?
def vectorize_windows(windows, next_chars, char_index):
    length = len(windows[0]) if windows else 0
    one = np.zeros((length, len(char_index)))
    x, y = [], np.zeros((len(windows), len(char_index)))
    for n, window in enumerate(windows):
        one[:] = 0
        one[range(length), [char_index[c] for c in window]] = 1
        x.append(one)
        y[n, char_index[next_chars[n]]] = 1
    return np.array(x).reshape(len(windows), length, len(char_index)), y
