# %% character-accuracy
# en: This is the share of right characters. One wrong character has to spoil its whole answer.
# es: Esta es la proporción de caracteres correctos. Un carácter errado debe arruinar toda su
#   respuesta.
def exact_match(y_true, y_pred):
    return float(np.mean(np.argmax(y_true, -1) == np.argmax(y_pred, -1)))


# %% one-right-character-is-enough
# en: An answer counts as right here when any of its characters is. It takes all of them.
# es: Aquí una respuesta cuenta como correcta si alguno de sus caracteres lo es. Hacen falta
#   todos.
def exact_match(y_true, y_pred):
    return float(np.mean(np.any(np.argmax(y_true, -1) == np.argmax(y_pred, -1), axis=-1)))


# %% percentage
# en: This is a percentage. A share lies between 0 and 1.
# es: Esto es un porcentaje. Una proporción está entre 0 y 1.
def exact_match(y_true, y_pred):
    right = np.all(np.argmax(y_true, -1) == np.argmax(y_pred, -1), axis=-1)
    return 100 * float(np.mean(right))


# %% count
# en: This is how many answers are right, not which share of all.
# es: Esto es cuántas respuestas son correctas, no qué proporción del total.
def exact_match(y_true, y_pred):
    return int(np.sum(np.all(np.argmax(y_true, -1) == np.argmax(y_pred, -1), axis=-1)))


# %% compares-probabilities
# en: The probabilities themselves were compared with zeros and ones. They need not be 1 for a
#   character to be chosen.
# es: Se compararon las probabilidades mismas con ceros y unos. No hace falta que valgan 1 para
#   que un carácter sea el elegido.
def exact_match(y_true, y_pred):
    return float(np.mean(np.all(np.isclose(y_true, y_pred), axis=(1, 2))))


# %% rounds-probabilities
# en: Probabilities were rounded. The most probable character can have less than one half, and
#   then none is left.
# es: Se redondearon las probabilidades. El carácter más probable puede tener menos de un medio, y
#   entonces no queda ninguno.
def exact_match(y_true, y_pred):
    return float(np.mean(np.all(np.round(y_pred) == y_true, axis=(1, 2))))


# %% all-answers-or-nothing
# en: All answers together were asked to be right. Ask that of each one, then average over them.
# es: Se pidió que todas las respuestas fueran correctas a la vez. Pídelo de cada una y luego
#   promedia.
def exact_match(y_true, y_pred):
    return float(np.all(np.argmax(y_true, -1) == np.argmax(y_pred, -1)))


# %% wrong-axis-for-all
# en: "All" was taken over the answers, at each place. Which axis belongs to one answer?
# es: El "todos" se tomó sobre las respuestas, en cada lugar. ¿Qué eje pertenece a una respuesta?
def exact_match(y_true, y_pred):
    return float(np.mean(np.all(np.argmax(y_true, -1) == np.argmax(y_pred, -1), axis=0)))


# %% argmax-over-time
# en: The most probable place was chosen for each character, not the most probable character for
#   each place.
# es: Se eligió el lugar más probable para cada carácter, y no el carácter más probable para cada
#   lugar.
def exact_match(y_true, y_pred):
    return float(np.mean(np.all(np.argmax(y_true, 1) == np.argmax(y_pred, 1), axis=-1)))


# %% ignores-the-fill
# en: Places where the true character is the alphabet's last one were left out. A digit written
#   after the answer's end makes the answer wrong.
# es: Se omitieron los lugares donde el carácter verdadero es el último del alfabeto. Un dígito
#   escrito después del final hace incorrecta la respuesta.
def exact_match(y_true, y_pred):
    true, guess = np.argmax(y_true, -1), np.argmax(y_pred, -1)
    fill = true == np.shape(y_true)[-1] - 1
    return float(np.mean(np.all((true == guess) | fill, axis=-1)))


# %% share-of-wrong-answers
# en: This is the share of wrong answers.
# es: Esta es la proporción de respuestas incorrectas.
def exact_match(y_true, y_pred):
    return float(np.mean(np.any(np.argmax(y_true, -1) != np.argmax(y_pred, -1), axis=-1)))


# %% same-digits-anywhere
# en: The answers' characters were compared without their places: 12 and 21 would be equal.
# es: Los caracteres se compararon sin atender a su lugar: 12 y 21 serían iguales.
def exact_match(y_true, y_pred):
    true, guess = np.sort(np.argmax(y_true, -1)), np.sort(np.argmax(y_pred, -1))
    return float(np.mean(np.all(true == guess, axis=-1)))
