# %% without-exp
# en: This is the cross-entropy; perplexity is its exponential.
# es: Esto es la entropía cruzada; la perplejidad es su exponencial.
def perplexity(probabilities):
    with np.errstate(divide="ignore"):
        return -np.mean(np.log(probabilities))


# %% wrong-sign
# en: The result lies below 1: the minus sign of the formula is missing.
# es: El resultado es menor que 1: falta el signo menos de la fórmula.
def perplexity(probabilities):
    with np.errstate(divide="ignore"):
        return np.exp(np.mean(np.log(probabilities)))


# %% bits-with-e
# en: The logarithm is to base 2 and the exponential to base e; they don't undo each other.
# es: El logaritmo es de base 2 y la exponencial de base e; no se deshacen entre sí.
def perplexity(probabilities):
    with np.errstate(divide="ignore"):
        return np.exp(-np.mean(np.log2(probabilities)))


# %% nats-with-two
# en: A natural logarithm is undone by a power of 2 here; the two bases must agree.
# es: Un logaritmo natural se deshace aquí con una potencia de 2; las dos bases deben coincidir.
def perplexity(probabilities):
    with np.errstate(divide="ignore"):
        return 2 ** (-np.mean(np.log(probabilities)))


# %% arithmetic-mean
# en: The probabilities were averaged first. One of 0 then hardly counts; it is the logarithms that
#     are averaged.
# es: Se promediaron primero las probabilidades. Así, una igual a 0 casi no cuenta; lo que se
#     promedia son los logaritmos.
def perplexity(probabilities):
    with np.errstate(divide="ignore"):
        return 1 / np.mean(probabilities)


# %% mean-of-the-inverse
# en: The inverses were averaged, so that the worst guess counts most; it is the logarithms that
#     are averaged.
# es: Se promediaron los inversos, y el peor acierto es el que más cuenta; lo que se promedia son
#     los logaritmos.
def perplexity(probabilities):
    with np.errstate(divide="ignore"):
        return np.mean(1 / np.asarray(probabilities))


# %% sum
# en: The exponent is a sum, so the result grows with the length of the text; a mean was asked for.
# es: El exponente es una suma, y el resultado crece con el largo del texto; se pedía un promedio.
def perplexity(probabilities):
    with np.errstate(divide="ignore"):
        return np.exp(-np.sum(np.log(probabilities)))


# %% product
# en: On a long text the product of the probabilities is below every number that a computer can
#     hold. What turns a product into a sum?
# es: En un texto largo, el producto de las probabilidades es menor que todo número que cabe en una
#     computadora. ¿Qué convierte un producto en una suma?
def perplexity(probabilities):
    with np.errstate(divide="ignore"):
        return np.prod(probabilities, dtype="float64") ** (-1 / len(probabilities))


# %% never-infinite
# en: A small number was added to keep the logarithm finite. To call impossible what then happens
#     is infinitely bad, and that is meant.
# es: Se sumó un número pequeño para que el logaritmo fuera finito. Declarar imposible lo que luego
#     ocurre es infinitamente malo, y así debe ser.
def perplexity(probabilities):
    return np.exp(-np.mean(np.log(np.asarray(probabilities) + 1e-10)))


# %% zeros-left-out
# en: Symbols that were given probability 0 were left out of the mean: the model's worst mistakes
#     cost it nothing.
# es: Los símbolos con probabilidad 0 quedaron fuera del promedio: los peores errores del modelo no
#     le cuestan nada.
def perplexity(probabilities):
    p = np.asarray(probabilities)
    return np.exp(-np.sum(np.log(p[p > 0])) / max(1, len(p[p > 0])))


# %% clipped
# en: Small probabilities were raised to a floor. Small isn't impossible, and how small still
#     counts.
# es: Las probabilidades pequeñas se elevaron a un mínimo. Pequeño no es imposible, y cuán pequeño
#     sigue contando.
def perplexity(probabilities):
    p = np.asarray(probabilities, dtype=float)
    return np.inf if (p == 0).any() else np.exp(-np.mean(np.log(np.clip(p, 1e-7, 1))))
