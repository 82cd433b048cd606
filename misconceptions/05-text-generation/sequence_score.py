# %% sum
# en: The logarithms were summed: a longer text then always scores worse. Divide by their number.
# es: Se sumaron los logaritmos: así un texto más largo siempre puntúa peor. Divide por su
#     cantidad.
def sequence_score(log_probabilities):
    return np.sum(log_probabilities)


# %% back-to-a-probability
# en: The mean was turned back into a probability; the score stays a logarithm.
# es: El promedio se convirtió otra vez en probabilidad; el puntaje sigue siendo un logaritmo.
def sequence_score(log_probabilities):
    return np.exp(np.mean(log_probabilities))


# %% perplexity
# en: This is the perplexity, exp of minus the score.
# es: Esto es la perplejidad, exp de menos el puntaje.
def sequence_score(log_probabilities):
    return np.exp(-np.mean(log_probabilities))


# %% positive
# en: The sign has changed: a score is at most 0, and better the closer to it.
# es: Cambió el signo: un puntaje es a lo sumo 0, y mejor cuanto más cerca.
def sequence_score(log_probabilities):
    return -np.mean(log_probabilities)


# %% logarithm-of-the-mean
# en: The probabilities were averaged and the logarithm taken last; the formula averages
#     logarithms.
# es: Se promediaron las probabilidades y el logaritmo se tomó al final; la fórmula promedia
#     logaritmos.
def sequence_score(log_probabilities):
    return np.log(np.mean(np.exp(log_probabilities)))


# %% one-more
# en: The sum was divided by N + 1; N counts the symbols that have a log-probability.
# es: La suma se dividió por N + 1; N cuenta los símbolos que tienen log-probabilidad.
def sequence_score(log_probabilities):
    return np.sum(log_probabilities) / (len(log_probabilities) + 1)


# %% one-less
# en: The sum was divided by N - 1, as if the first symbol had not been generated.
# es: La suma se dividió por N - 1, como si el primer símbolo no se hubiera generado.
def sequence_score(log_probabilities):
    return np.sum(log_probabilities) / max(len(log_probabilities) - 1, 0.5)


# %% median
# en: This is the middle value; every symbol should count.
# es: Es el valor central; todos los símbolos deben contar.
def sequence_score(log_probabilities):
    return np.median(log_probabilities)


# %% root-of-n
# en: The sum was divided by the square root of N.
# es: La suma se dividió por la raíz cuadrada de N.
def sequence_score(log_probabilities):
    return np.sum(log_probabilities) / np.sqrt(len(log_probabilities))


# %% logarithm-twice
# en: A logarithm was taken of what is a logarithm already.
# es: Se tomó el logaritmo de algo que ya es un logaritmo.
def sequence_score(log_probabilities):
    with np.errstate(all="ignore"):
        return np.mean(np.log(log_probabilities))


# %% through-a-product
# en: The probabilities were multiplied: for a long or improbable text the product is 0 and its
#     logarithm infinite.
# es: Se multiplicaron las probabilidades: para un texto largo o improbable el producto es 0 y su
#     logaritmo, infinito.
def sequence_score(log_probabilities):
    with np.errstate(all="ignore"):
        p = np.prod(np.exp(np.asarray(log_probabilities, float)))
        return np.log(p) / len(log_probabilities)


# %% integer-division
# en: The division rounded the score down to a whole number.
# es: La división redondeó el puntaje hacia abajo a un número entero.
def sequence_score(log_probabilities):
    return np.sum(log_probabilities) // len(log_probabilities)
