# %% mask-ignored
# en: The mask changes nothing: padding is read like any other input.
# es: La máscara no cambia nada: el relleno se lee como cualquier otra entrada.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        outputs.append(h)
    return np.stack(outputs, axis=1), h, c


# %% masked-inputs-set-to-zero
# en: The masked inputs are set to 0 and then read. An input of 0 still moves the state: the bias
# and the recurrent weights see to that.
# es: Las entradas enmascaradas se ponen en 0 y después se leen. Una entrada 0 también mueve el
# estado: de eso se encargan el sesgo y los pesos recurrentes.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    if mask is not None:
        x = x * mask[..., None]
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        outputs.append(h)
    return np.stack(outputs, axis=1), h, c


# %% masked-outputs-set-to-zero
# en: The states stand still as they should, but a masked step shows zeros. It repeats the last
# output instead.
# es: Los estados se detienen como deben, pero un paso enmascarado muestra ceros. Lo que hace es
# repetir la última salida.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        new_c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        new_h = sigmoid(o) * np.tanh(new_c)
        m = mask[:, t, None]
        h, c = np.where(m, new_h, h), np.where(m, new_c, c)
        outputs.append(h * m)
    return np.stack(outputs, axis=1), h, c


# %% only-h-stands-still
# en: At a masked step one lane stands still and the other runs on. Compare the cell state before
# and after such a step.
# es: En un paso enmascarado un carril se detiene y el otro sigue. Compara el estado de la celda
# antes y después de un paso así.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = np.where(mask[:, t, None], sigmoid(o) * np.tanh(c), h)
        outputs.append(h)
    return np.stack(outputs, axis=1), h, c


# %% first-rows-mask-for-all
# en: One row's mask decides for the whole batch. Each row has its own.
# es: La máscara de una fila decide por todo el lote. Cada fila tiene la suya.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        if mask[0, t]:
            i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
        outputs.append(h)
    return np.stack(outputs, axis=1), h, c


# %% mask-inverted
# en: The steps marked True are skipped and the others are read. True means: read it.
# es: Los pasos marcados True se saltan y los demás se leen. True significa leer.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    skip = np.zeros(x.shape[:2], bool) if mask is None else mask
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        new_c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        new_h = sigmoid(o) * np.tanh(new_c)
        m = skip[:, t, None]
        h, c = np.where(m, h, new_h), np.where(m, c, new_c)
        outputs.append(h)
    return np.stack(outputs, axis=1), h, c


# %% stops-at-the-first-padding
# en: A row is over at its first masked step. That fits padding on the right; but padding may
# stand on the left, and there may be holes.
# es: Una fila termina en su primer paso enmascarado. Eso sirve para relleno a la derecha; pero
# puede haberlo a la izquierda, y también huecos.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    mask = np.cumprod(mask, axis=1).astype(bool)
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        new_c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        new_h = sigmoid(o) * np.tanh(new_c)
        m = mask[:, t, None]
        h, c = np.where(m, new_h, h), np.where(m, new_c, c)
        outputs.append(h)
    return np.stack(outputs, axis=1), h, c


# %% skips-only-the-leading-padding
# en: Masked steps count as padding only before the text begins. After that they're read, though
# they stand in the mask as well.
# es: Los pasos enmascarados solo cuentan como relleno antes de que empiece el texto. Después se
# leen, aunque también figuran en la máscara.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    mask = np.maximum.accumulate(mask, axis=1)
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        new_c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        new_h = sigmoid(o) * np.tanh(new_c)
        m = mask[:, t, None]
        h, c = np.where(m, new_h, h), np.where(m, new_c, c)
        outputs.append(h)
    return np.stack(outputs, axis=1), h, c


# %% states-reset-by-the-mask
# en: A masked step wipes the states out, so that the text after a hole is read as if it were new.
# A masked step keeps them.
# es: Un paso enmascarado borra los estados, y el texto que sigue a un hueco se lee como si fuera
# nuevo. Un paso enmascarado los conserva.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        m = mask[:, t, None]
        c = (sigmoid(f) * c + sigmoid(i) * np.tanh(g)) * m
        h = sigmoid(o) * np.tanh(c)
        outputs.append(h)
    return np.stack(outputs, axis=1), h, c


# %% time-first
# en: The axes of the outputs are time, batch, units. The batch comes first.
# es: Los ejes de las salidas son tiempo, lote, unidades. Primero va el lote.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        new_c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        new_h = sigmoid(o) * np.tanh(new_c)
        m = mask[:, t, None]
        h, c = np.where(m, new_h, h), np.where(m, new_c, c)
        outputs.append(h)
    return np.array(outputs), h, c


# %% outputs-of-c
# en: The lane that is kept was collected. What is shown are the outputs.
# es: Se reunió el carril que se conserva. Las salidas son lo que se muestra.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        new_c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        new_h = sigmoid(o) * np.tanh(new_c)
        m = mask[:, t, None]
        h, c = np.where(m, new_h, h), np.where(m, new_c, c)
        outputs.append(c)
    return np.stack(outputs, axis=1), h, c


# %% no-mask-is-an-error
# en: Without a mask the call fails. The argument may be left out, and then every step is read.
# es: Sin máscara, la llamada falla. El argumento puede omitirse, y entonces se leen todos los
# pasos.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        new_c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        new_h = sigmoid(o) * np.tanh(new_c)
        m = mask[:, t, None]
        h, c = np.where(m, new_h, h), np.where(m, new_c, c)
        outputs.append(h)
    return np.stack(outputs, axis=1), h, c


# %% states-of-the-weights-type
# en: The states get the weights' type: with integer weights they are cut to whole numbers.
# es: Los estados reciben el tipo de los pesos: con pesos enteros se truncan.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    h = np.zeros((len(x), len(recurrent_kernel)), dtype=recurrent_kernel.dtype)
    c = np.zeros_like(h)
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        new_c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        m = mask[:, t]
        c = c.copy()
        h = h.copy()
        c[m] = new_c[m]
        h[m] = (sigmoid(o) * np.tanh(new_c))[m]
        outputs.append(h)
    return np.stack(outputs, axis=1), h, c


# %% unread-rows-are-read
# en: A row whose mask is all False is read as if it had none. There is nothing to read in it.
# es: Una fila cuya máscara es toda False se lee como si no tuviera. En ella no hay nada que leer.
def lstm_forward(x, kernel, recurrent_kernel, bias, mask=None):
    if mask is None:
        mask = np.ones(x.shape[:2], bool)
    mask = mask | ~mask.any(axis=1, keepdims=True)
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    outputs = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        new_c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        new_h = sigmoid(o) * np.tanh(new_c)
        m = mask[:, t, None]
        h, c = np.where(m, new_h, h), np.where(m, new_c, c)
        outputs.append(h)
    return np.stack(outputs, axis=1), h, c
