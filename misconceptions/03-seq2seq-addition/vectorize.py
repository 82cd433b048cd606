# %% answers-too-short
# en: The answers have as many places as the numbers have digits. What is the longest sum of two
#   numbers of that many digits?
# es: Las respuestas tienen tantos lugares como dígitos los números. ¿Cuál es la suma más larga de
#   dos números de esos dígitos?
def vectorize(questions, answers, digits, alphabet):
    x = np.zeros((len(questions), 2 * digits + 1, len(alphabet)))
    y = np.zeros((len(questions), digits, len(alphabet)))
    for i in range(len(questions)):
        x[i] = one_hot(questions[i], 2 * digits + 1, alphabet)
        y[i] = one_hot(answers[i][:digits], digits, alphabet)
    return x, y


# %% plus-sign-forgotten
# en: There is no room for the plus sign in the questions.
# es: En las preguntas no hay lugar para el signo más.
def vectorize(questions, answers, digits, alphabet):
    x = [one_hot(q[: 2 * digits], 2 * digits, alphabet) for q in questions]
    y = [one_hot(a, digits + 1, alphabet) for a in answers]
    return np.array(x), np.array(y)


# %% exchanged
# en: Answers and questions are exchanged: what the network reads comes first.
# es: Las respuestas y las preguntas están intercambiadas: primero va lo que la red lee.
def vectorize(questions, answers, digits, alphabet):
    n, V = len(questions), len(alphabet)
    x, y = np.zeros((n, 2 * digits + 1, V)), np.zeros((n, digits + 1, V))
    for i in range(n):
        x[i] = one_hot(questions[i], 2 * digits + 1, alphabet)
        y[i] = one_hot(answers[i], digits + 1, alphabet)
    return y, x


# %% empty-loses-its-shape
# en: With no sums at all, the arrays lose their last two axes. What shape does an array made from
#   an empty list have?
# es: Sin ninguna suma, los arreglos pierden sus dos últimos ejes. ¿Qué forma tiene un arreglo
#   hecho a partir de una lista vacía?
def vectorize(questions, answers, digits, alphabet):
    x = [one_hot(q, 2 * digits + 1, alphabet) for q in questions]
    y = [one_hot(a, digits + 1, alphabet) for a in answers]
    return np.array(x), np.array(y)


# %% length-from-the-data
# en: The length was taken from the longest text at hand. Another batch would then have another
#   shape; the length follows from digits alone.
# es: La longitud se tomó del texto más largo que había. Otro lote tendría entonces otra forma; la
#   longitud depende solo de digits.
def vectorize(questions, answers, digits, alphabet):
    long_q = max(map(len, questions), default=0)
    long_a = max(map(len, answers), default=0)
    x = np.zeros((len(questions), long_q, len(alphabet)))
    y = np.zeros((len(answers), long_a, len(alphabet)))
    for i in range(len(questions)):
        x[i] = one_hot(questions[i], long_q, alphabet)
        y[i] = one_hot(answers[i], long_a, alphabet)
    return x, y


# %% padded-on-the-left
# en: The texts stand at the right end of their rows. The fill comes after the text.
# es: Los textos quedaron al final de sus filas. El relleno va después del texto.
def vectorize(questions, answers, digits, alphabet):
    n, V = len(questions), len(alphabet)
    x, y = np.zeros((n, 2 * digits + 1, V)), np.zeros((n, digits + 1, V))
    for i in range(n):
        x[i] = one_hot(questions[i].rjust(2 * digits + 1), 2 * digits + 1, alphabet)
        y[i] = one_hot(answers[i].rjust(digits + 1), digits + 1, alphabet)
    return x, y


# %% same-length-for-both
# en: Questions and answers were given the same length. The answer has its own.
# es: Preguntas y respuestas recibieron la misma longitud. La respuesta tiene la suya.
def vectorize(questions, answers, digits, alphabet):
    n, V = len(questions), len(alphabet)
    x, y = np.zeros((n, 2 * digits + 1, V)), np.zeros((n, 2 * digits + 1, V))
    for i in range(n):
        x[i] = one_hot(questions[i], 2 * digits + 1, alphabet)
        y[i] = one_hot(answers[i], 2 * digits + 1, alphabet)
    return x, y


# %% fill-left-at-zero
# en: Places after the end of a text hold zeros instead of the one-hot space.
# es: Los lugares que siguen al final de un texto tienen ceros en vez del espacio one-hot.
def vectorize(questions, answers, digits, alphabet):
    n, V = len(questions), len(alphabet)
    x, y = np.zeros((n, 2 * digits + 1, V)), np.zeros((n, digits + 1, V))
    for i in range(n):
        for t, c in enumerate(questions[i]):
            x[i, t, alphabet.index(c)] = 1
        for t, c in enumerate(answers[i]):
            y[i, t, alphabet.index(c)] = 1
    return x, y


# %% last-sum-missing
# en: One sum is missing, at one end of the list: look at where your loop stops.
# es: Falta una suma, en un extremo de la lista: fíjate en dónde termina tu ciclo.
def vectorize(questions, answers, digits, alphabet):
    n, V = len(questions), len(alphabet)
    x, y = np.zeros((n, 2 * digits + 1, V)), np.zeros((n, digits + 1, V))
    for i in range(n - 1):
        x[i] = one_hot(questions[i], 2 * digits + 1, alphabet)
        y[i] = one_hot(answers[i], digits + 1, alphabet)
    return x, y


# %% own-alphabet
# en: The notebook's alphabet was used instead of the one that is handed in.
# es: Se usó el alfabeto del cuaderno y no el que se recibe.
def vectorize(questions, answers, digits, alphabet):
    n, V = len(questions), len(ALPHABET)
    x, y = np.zeros((n, 2 * digits + 1, V)), np.zeros((n, digits + 1, V))
    for i in range(n):
        x[i] = one_hot(questions[i], 2 * digits + 1, ALPHABET)
        y[i] = one_hot(answers[i], digits + 1, ALPHABET)
    return x, y


# %% time-before-batch
# en: The first axis is the place in the text and the second the sum. The batch comes first.
# es: El primer eje es el lugar en el texto y el segundo la suma. El lote va primero.
def vectorize(questions, answers, digits, alphabet):
    n, V = len(questions), len(alphabet)
    x, y = np.zeros((2 * digits + 1, n, V)), np.zeros((digits + 1, n, V))
    for i in range(n):
        x[:, i] = one_hot(questions[i], 2 * digits + 1, alphabet)
        y[:, i] = one_hot(answers[i], digits + 1, alphabet)
    return x, y
