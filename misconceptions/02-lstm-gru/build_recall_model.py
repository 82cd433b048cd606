# %% no-error-for-an-unknown-cell
# en: An unknown name quietly gives some network. A typing error would never be noticed.
# es: Un nombre desconocido da calladamente alguna red. Un error de tipeo no se notaría nunca.
def build_recall_model(cell, timesteps, symbols, units):
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    layer = kind.get(cell, keras.layers.LSTM)
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            layer(units),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% key-error
# en: An unknown name ends in an error that doesn't say what was expected.
# es: Un nombre desconocido termina en un error que no dice qué se esperaba.
def build_recall_model(cell, timesteps, symbols, units):
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% an-answer-at-every-step
# en: The model answers at every step of the row. One answer, at the end, was asked for.
# es: El modelo responde en cada paso de la fila. Se pedía una sola respuesta, al final.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units, return_sequences=True),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% no-softmax
# en: The answers aren't probabilities: they needn't be positive and don't add up to one.
# es: Las respuestas no son probabilidades: pueden ser negativas y no suman uno.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units),
            keras.layers.Dense(symbols),
        ]
    )


# %% sigmoid
# en: Each answer lies between 0 and 1, but together they don't add up to one. The symbols exclude
# each other.
# es: Cada respuesta está entre 0 y 1, pero juntas no suman uno. Los símbolos se excluyen entre sí.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units),
            keras.layers.Dense(symbols, activation="sigmoid"),
        ]
    )


# %% always-an-lstm
# en: Whatever the name, the same kind of layer is built. Look at the numbers of weights.
# es: Sea cual sea el nombre, se construye el mismo tipo de capa. Mira las cantidades de pesos.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            keras.layers.LSTM(units),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% two-recurrent-layers
# en: There are two recurrent layers; one was asked for.
# es: Hay dos capas recurrentes; se pedía una.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units, return_sequences=True),
            kind[cell](units),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% reads-backwards
# en: The row is read from its end: the symbol to recall comes last, and there's nothing left to
# remember.
# es: La fila se lee desde el final: el símbolo por recordar llega último y ya no hay nada que
# recordar.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units, go_backwards=True),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% mean-of-all-states
# en: The answer is made from the mean of all states, the early ones included. The last one alone
# must do.
# es: La respuesta sale del promedio de todos los estados, también de los primeros. Debe bastar con
# el último.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units, return_sequences=True),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% flattened-states
# en: The Dense layer sees the states of all steps, the first among them: it needn't remember
# anything. Count its weights.
# es: La capa Dense ve los estados de todos los pasos, entre ellos el primero: no tiene que recordar
# nada. Cuenta sus pesos.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units, return_sequences=True),
            keras.layers.Flatten(),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% answers-as-many-as-units
# en: There are as many answers as units. How many symbols are there to choose from?
# es: Hay tantas respuestas como unidades. ¿Entre cuántos símbolos hay que elegir?
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units),
            keras.layers.Dense(units, activation="softmax"),
        ]
    )


# %% axes-swapped
# en: The model expects symbols where the steps are. With as many of the one as of the other, no
# error tells you.
# es: El modelo espera símbolos donde están los pasos. Si hay tantos de unos como de otros, ningún
# error lo delata.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((symbols, timesteps)),
            kind[cell](units),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% bidirectional
# en: The row is read from both ends; one recurrent layer was asked for, from left to right.
# es: La fila se lee desde ambos extremos; se pedía una sola capa recurrente, de
# izquierda a derecha.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            keras.layers.Bidirectional(kind[cell](units)),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% relu-inside
# en: The recurrent layer squashes with another function than its own tanh. The shapes don't show
# it; the numbers do.
# es: La capa recurrente comprime con otra función que no es su tanh. Las formas no lo muestran; los
# números sí.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units, activation="relu"),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% declared-as-long-as-the-state
# en: The rows are declared as long as the state is wide. The length of a row and the width of the
# layer have nothing to do with each other.
# es: Las filas se declaran tan largas como ancho es el estado. El largo de una fila y el ancho de
# la capa no tienen nada que ver.
def build_recall_model(cell, timesteps, symbols, units):
    layers = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    if cell not in layers:
        raise ValueError(f"cell must be rnn, lstm or gru; got {cell!r}")
    return keras.Sequential(
        [
            keras.Input((units, symbols)),
            layers[cell](units),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% dropout-between
# en: Dropout was put between the two layers. None was asked for, and it changes what is learned.
# es: Se puso dropout entre las dos capas. No se pedía, y cambia lo que se aprende.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units),
            keras.layers.Dropout(0.1),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% weights-start-at-zero
# en: The Dense layer starts with zeros: at first it passes no gradient on.
# es: La capa Dense empieza en ceros: al comienzo no deja pasar ningún gradiente.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units),
            keras.layers.Dense(symbols, activation="softmax", kernel_initializer="zeros"),
        ]
    )


# %% recurrent-layer-frozen
# en: The recurrent layer doesn't learn: it stays as it was drawn.
# es: La capa recurrente no aprende: se queda como salió del sorteo.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units, trainable=False),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% penalty
# en: A penalty on the weights was added. None was asked for.
# es: Se agregó una penalización a los pesos. No se pedía.
def build_recall_model(cell, timesteps, symbols, units):
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units, kernel_regularizer="l2"),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )


# %% upper-case-allowed
# en: Names in upper case are taken as well; only the three given are names.
# es: También se aceptan nombres en mayúsculas; solo los tres indicados son nombres.
def build_recall_model(cell, timesteps, symbols, units):
    cell = str(cell).lower()
    if cell not in ("rnn", "lstm", "gru"):
        raise ValueError(f"unknown cell {cell!r}")
    kind = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
    return keras.Sequential(
        [
            keras.Input((timesteps, symbols)),
            kind[cell](units),
            keras.layers.Dense(symbols, activation="softmax"),
        ]
    )
