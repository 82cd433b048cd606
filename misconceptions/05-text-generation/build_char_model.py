# %% no-softmax
# en: The outputs don't sum to 1: what turns any V numbers into probabilities?
# es: Las salidas no suman 1: ¿qué convierte V números cualesquiera en probabilidades?
def build_char_model(length, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.Dense(alphabet_size),
        ]
    )


# %% sigmoid
# en: Every output is a probability of its own and they don't sum to 1. Exactly one symbol comes
#     next, so the outputs must share a total of 1.
# es: Cada salida es una probabilidad por su cuenta y no suman 1. Sigue exactamente un símbolo, así
#     que las salidas deben repartirse un total de 1.
def build_char_model(length, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.Dense(alphabet_size, activation="sigmoid"),
        ]
    )


# %% gru
# en: The number of weights is that of a GRU, with its three gates instead of four.
# es: La cantidad de pesos es la de una GRU, con tres compuertas en lugar de cuatro.
def build_char_model(length, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            keras.layers.GRU(units),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% simple-rnn
# en: The number of weights is that of a plain recurrent layer without gates.
# es: La cantidad de pesos es la de una capa recurrente simple, sin compuertas.
def build_char_model(length, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            keras.layers.SimpleRNN(units),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% units-ignored
# en: The LSTM has 128 units whatever `units` says.
# es: La LSTM tiene 128 unidades, diga lo que diga `units`.
def build_char_model(length, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            keras.layers.LSTM(128),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% other-default
# en: Left at its default, `units` should be 128 as in the lecture.
# es: Si no se indica, `units` debe valer 128, como en la clase.
def build_char_model(length, alphabet_size, units=64):
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% an-answer-per-character
# en: The model answers after every character of the window; only one answer, after the last, was
#     asked for.
# es: El modelo responde después de cada carácter de la ventana; se pedía una sola respuesta,
#     después del último.
def build_char_model(length, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% two-lstms
# en: There are more weights than one LSTM and one Dense layer have: is there a second LSTM?
# es: Hay más pesos que los de una LSTM y una capa Dense: ¿hay una segunda LSTM?
def build_char_model(length, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.LSTM(units),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% flattened
# en: All states of the window go into the Dense layer side by side, so that its weights depend on
#     the length. The last state already stands for the whole window.
# es: Todos los estados de la ventana entran a la capa Dense uno junto a otro, y sus pesos dependen
#     del largo. El último estado ya representa la ventana entera.
def build_char_model(length, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.Flatten(),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% backwards
# en: The window is read from its end to its beginning, so that the oldest character is the
#     freshest in memory.
# es: La ventana se lee del final al comienzo, y el carácter más viejo queda como el más fresco en
#     la memoria.
def build_char_model(length, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            keras.layers.LSTM(units, go_backwards=True),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% softmax-twice
# en: The probabilities went through a second softmax, which makes them nearly level: they still
#     sum to 1, but a sure answer has become impossible.
# es: Las probabilidades pasaron por una segunda softmax, que las deja casi parejas: siguen sumando
#     1, pero una respuesta segura se volvió imposible.
def build_char_model(length, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.Dense(alphabet_size, activation="softmax"),
            keras.layers.Softmax(),
        ]
    )


# %% as-long-as-the-window
# en: The output has one number per character of the window; it should have one per character of
#     the alphabet.
# es: La salida tiene un número por carácter de la ventana; debe tener uno por carácter del
#     alfabeto.
def build_char_model(length, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.Dense(length, activation="softmax"),
        ]
    )


# %% mean-of-the-states
# en: The states of all steps were averaged; the last state alone should answer.
# es: Se promediaron los estados de todos los pasos; debe responder solo el último.
def build_char_model(length, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            keras.layers.LSTM(units, return_sequences=True),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% declared-as-long-as-the-alphabet
# en: The windows are declared as long as the alphabet; how many characters are in a window is
# another number.
# es: Las ventanas se declaran tan largas como el alfabeto; cuántos caracteres hay en una ventana
# es otro número.
def build_char_model(length, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((alphabet_size, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% dropout
# en: In training some states are dropped; the card names no dropout.
# es: Al entrenar se apagan algunos estados; la ficha no nombra ningún dropout.
def build_char_model(length, alphabet_size, units=128):
    return keras.Sequential(
        [
            keras.Input((length, alphabet_size)),
            keras.layers.LSTM(units),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(alphabet_size, activation="softmax"),
        ]
    )


# %% the-same-model-again
# en: Models are kept by their sizes: a second call returns the first one's model, trained or not.
# es: Los modelos se guardan por sus tamaños: una segunda llamada devuelve el modelo de la primera,
#     entrenado o no.
_models = {}


def build_char_model(length, alphabet_size, units=128):
    key = length, alphabet_size, units
    if key not in _models:
        _models[key] = keras.Sequential(
            [
                keras.Input((length, alphabet_size)),
                keras.layers.LSTM(units),
                keras.layers.Dense(alphabet_size, activation="softmax"),
            ]
        )
    return _models[key]
