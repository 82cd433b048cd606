# %% repeats-after-the-decoder
# en: The repetition comes after the second LSTM, so every place of the answer gets the same
#   distribution. Something has to run on from place to place after the repetition.
# es: La repetición viene después de la segunda LSTM, así que todos los lugares de la respuesta
#   reciben la misma distribución. Después de repetir, algo debe avanzar de lugar en lugar.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.LSTM(units),
            keras.layers.RepeatVector(digits + 1),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% no-decoder
# en: Nothing recurrent follows the repetition: each place of the answer sees the same vector and
#   gives the same answer.
# es: Después de la repetición no hay nada recurrente: cada lugar de la respuesta ve el mismo
#   vector y responde lo mismo.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.RepeatVector(digits + 1),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% first-places-of-the-reader
# en: The answer is written while the question is still being read: its first character has seen
#   only the question's first one. Read everything first.
# es: La respuesta se escribe mientras todavía se lee la pregunta: su primer carácter solo ha
#   visto el primero de la pregunta. Primero hay que leer todo.
def build_seq2seq(digits, alphabet_size, units=128):
    x = keras.Input((2 * digits + 1, alphabet_size))
    h = keras.layers.LSTM(units, return_sequences=True)(x)
    h = keras.layers.LSTM(units, return_sequences=True)(h)
    h = keras.layers.Cropping1D((0, digits))(h)
    return keras.Model(x, keras.layers.Dense(alphabet_size, activation="softmax")(h))


# %% last-places-of-the-reader
# en: The answer is read off the question's last places, so its first character can't know the
#   question's last ones. Reading and writing are two phases.
# es: La respuesta se toma de los últimos lugares de la pregunta, así que su primer carácter no
#   puede conocer los últimos de la pregunta. Leer y escribir son dos fases.
def build_seq2seq(digits, alphabet_size, units=128):
    x = keras.Input((2 * digits + 1, alphabet_size))
    h = keras.layers.LSTM(units, return_sequences=True)(x)
    h = keras.layers.LSTM(units, return_sequences=True)(h)
    h = keras.layers.Cropping1D((digits, 0))(h)
    return keras.Model(x, keras.layers.Dense(alphabet_size, activation="softmax")(h))


# %% one-place-for-the-question
# en: The vector was repeated as often as the question is long. The answer has its own length.
# es: El vector se repitió tantas veces como caracteres tiene la pregunta. La respuesta tiene su
#   propia longitud.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.RepeatVector(2 * digits + 1),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% answer-too-short
# en: There is a place for each digit, but a sum can have one digit more than its numbers.
# es: Hay un lugar por dígito, pero una suma puede tener un dígito más que sus números.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.RepeatVector(digits),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% only-the-last-state-of-the-decoder
# en: The second LSTM gives back only what it ends with, so a single character comes out. It
#   writes one at every step.
# es: La segunda LSTM solo devuelve aquello con lo que termina, y sale un único carácter. Escribe
#   uno en cada paso.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.RepeatVector(digits + 1),
            keras.layers.LSTM(units),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% sigmoid
# en: Each character's probability was computed by itself, and they do not sum to one. The
#   characters compete for a place.
# es: La probabilidad de cada carácter se calculó por su cuenta, y juntas no suman uno. Los
#   caracteres compiten por un lugar.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.RepeatVector(digits + 1),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Dense(alphabet_size, activation="sigmoid"),
        ]
    )


# %% logits
# en: The last layer gives scores of any size, some of them negative. Distributions are wanted.
# es: La última capa da puntajes de cualquier tamaño, algunos negativos. Se piden distribuciones.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.RepeatVector(digits + 1),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Dense(alphabet_size),
        ]
    )


# %% softmax-over-time
# en: The softmax ran over the places of the answer. At one place, the probabilities of the
#   alphabet have to sum to one.
# es: El softmax corrió sobre los lugares de la respuesta. En un mismo lugar, las probabilidades
#   del alfabeto deben sumar uno.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.RepeatVector(digits + 1),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Dense(alphabet_size),
            keras.layers.Softmax(axis=1),
        ]
    )


# %% gru
# en: The number of weights is that of another recurrent layer, with one gate less.
# es: El número de pesos es el de otra capa recurrente, con una compuerta menos.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.GRU(units),
            keras.layers.RepeatVector(digits + 1),
            keras.layers.GRU(units, return_sequences=True),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% bidirectional-encoder
# en: The question is read both ways here, which is another model with more weights. The lecture's
#   encoder reads once, forwards.
# es: Aquí la pregunta se lee en ambos sentidos, y eso es otro modelo con más pesos. El
#   codificador de la clase lee una vez, hacia adelante.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.Bidirectional(keras.layers.LSTM(units)),
            keras.layers.RepeatVector(digits + 1),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% reads-backwards
# en: The encoder reads the question from its end. The lecture's model reads forwards; reversing
#   is an experiment of its own, made with the data.
# es: El codificador lee la pregunta desde el final. El modelo de la clase lee hacia adelante;
#   invertir es un experimento aparte, que se hace con los datos.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.LSTM(units, go_backwards=True),
            keras.layers.RepeatVector(digits + 1),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% relu-inside-the-lstm
# en: The LSTMs' own activation was replaced. Inside a recurrent layer tanh keeps the state within
#   bounds; leave it as it is.
# es: Se reemplazó la activación propia de las LSTM. Dentro de una capa recurrente, tanh mantiene
#   acotado el estado; déjala como está.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.LSTM(units, activation="relu"),
            keras.layers.RepeatVector(digits + 1),
            keras.layers.LSTM(units, activation="relu", return_sequences=True),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% decoder-starts-from-the-encoders-state
# en: The writing LSTM was also given the reader's states to start from. In this model it starts
#   from zeros and meets the question at every step, as its input.
# es: A la LSTM que escribe se le dieron además los estados de la que lee como punto de partida.
#   En este modelo parte de ceros y recibe la pregunta en cada paso, como entrada.
def build_seq2seq(digits, alphabet_size, units=128):
    x = keras.Input((2 * digits + 1, alphabet_size))
    h, *state = keras.layers.LSTM(units, return_state=True)(x)
    r = keras.layers.RepeatVector(digits + 1)(h)
    d = keras.layers.LSTM(units, return_sequences=True)(r, initial_state=state)
    return keras.Model(x, keras.layers.Dense(alphabet_size, activation="softmax")(d))


# %% cell-state-as-the-summary
# en: The vector that is repeated is the reader's cell state. What an LSTM shows to the outside is
#   its other state.
# es: El vector que se repite es el estado de celda de la que lee. Lo que una LSTM muestra hacia
#   afuera es su otro estado.
def build_seq2seq(digits, alphabet_size, units=128):
    x = keras.Input((2 * digits + 1, alphabet_size))
    _, _, c = keras.layers.LSTM(units, return_state=True)(x)
    r = keras.layers.RepeatVector(digits + 1)(c)
    d = keras.layers.LSTM(units, return_sequences=True)(r)
    return keras.Model(x, keras.layers.Dense(alphabet_size, activation="softmax")(d))


# %% units-ignored
# en: The width is always 128, whatever is asked for.
# es: El ancho es siempre 128, sin importar cuál se pida.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.LSTM(128),
            keras.layers.RepeatVector(digits + 1),
            keras.layers.LSTM(128, return_sequences=True),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% three-digits-only
# en: The lengths 7 and 4 belong to three digits; they follow from the argument.
# es: Las longitudes 7 y 4 corresponden a tres dígitos; dependen del argumento.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.layers.LSTM(units),
            keras.layers.RepeatVector(4),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% dense-layer-between
# en: There is a layer too many. The lecture's model has two LSTMs and one Dense layer.
# es: Sobra una capa. El modelo de la clase tiene dos LSTM y una capa densa.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((2 * digits + 1, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.RepeatVector(digits + 1),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% declared-for-numbers-of-one-length
# en: The input is declared as long as one number. A question holds two of them and a sign; Keras
# may let it through, and the declaration is wrong all the same.
# es: La entrada se declara del largo de un solo número. Una pregunta contiene dos y un signo;
# aunque Keras lo deje pasar, la declaración está mal.
def build_seq2seq(digits, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((digits + 1, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.RepeatVector(digits + 1),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )
