# %% all-powers-vanish
# en: At low temperature every power is too small for a computer, and 0/0 is not a number. A common
#     factor changes no ratio.
# es: A baja temperatura toda potencia es demasiado pequeña para una computadora, y 0/0 no es un
#     número. Un factor común no cambia ninguna razón.
def apply_temperature(probabilities, temperature):
    with np.errstate(all="ignore"):
        powers = np.asarray(probabilities, "float64") ** (1 / temperature)
        return powers / powers.sum()


# %% power-upside-down
# en: The power is the temperature itself, so the dial turns the wrong way.
# es: La potencia es la propia temperatura, y la perilla gira al revés.
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, "float64")
    powers = (p / p.max()) ** temperature
    return powers / powers.sum()


# %% softmax-of-probabilities
# en: The probabilities went into a softmax, where their logarithms belong; at temperature 1 this
#     should change nothing.
# es: En la softmax entraron las probabilidades y no sus logaritmos; a temperatura 1 no debería
#     cambiar nada.
def apply_temperature(probabilities, temperature):
    scores = np.asarray(probabilities, "float64") / temperature
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


# %% not-renormalised
# en: The result does not sum to 1: it is in proportion, but no distribution.
# es: El resultado no suma 1: guarda la proporción, pero no es una distribución.
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, "float64")
    return (p / p.max()) ** (1 / temperature)


# %% a-little-for-zero
# en: A small number was added before the logarithm. When it is hot, that gives symbols of
#     probability 0 a real chance.
# es: Se sumó un número pequeño antes del logaritmo. Cuando hace calor, eso les da una oportunidad
#     real a símbolos de probabilidad 0.
def apply_temperature(probabilities, temperature):
    logs = np.log(np.asarray(probabilities, "float64") + 1e-10) / temperature
    powers = np.exp(logs - logs.max())
    return powers / powers.sum()


# %% in-32-bits
# en: The powers were taken in 32 bits. At a low temperature the rounding error of the seventh
#     digit is multiplied by thousands.
# es: Las potencias se tomaron con 32 bits. A baja temperatura, el error de redondeo de la séptima
#     cifra se multiplica por miles.
def apply_temperature(probabilities, temperature):
    with np.errstate(divide="ignore"):
        logs = np.log(np.asarray(probabilities, "float32")) / np.float32(temperature)
    powers = np.exp(logs - logs.max())
    return powers / powers.sum()


# %% largest-not-subtracted
# en: The softmax of log p / T was taken without a guard: at low temperature all exponentials
#     vanish and the result is not a number.
# es: La softmax de log p / T se tomó sin protección: a baja temperatura todas las exponenciales se
#     anulan y el resultado no es un número.
def apply_temperature(probabilities, temperature):
    with np.errstate(all="ignore"):
        powers = np.exp(np.log(np.asarray(probabilities, "float64")) / temperature)
        return powers / powers.sum()


# %% never-very-cold
# en: Very low temperatures were raised to a floor, so that symbols nearly level stay level.
# es: Las temperaturas muy bajas se elevaron a un mínimo, y los símbolos casi empatados siguen casi
#     empatados.
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, "float64")
    powers = (p / p.max()) ** (1 / max(temperature, 0.01))
    return powers / powers.sum()


# %% cold-means-one
# en: Below some temperature all the mass went to a single symbol. Symbols that are level stay
#     level at any temperature.
# es: Por debajo de cierta temperatura toda la masa fue a un solo símbolo. Los símbolos empatados
#     siguen empatados a cualquier temperatura.
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, "float64")
    if temperature < 1e-2:
        return np.eye(len(p))[p.argmax()]
    powers = (p / p.max()) ** (1 / temperature)
    return powers / powers.sum()


# %% divided
# en: The probabilities were divided by the temperature; normalising takes that out again, and
#     nothing changes.
# es: Las probabilidades se dividieron por la temperatura; al normalizar eso se cancela y no cambia
#     nada.
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, "float64") / temperature
    return p / p.sum()


# %% zero-not-a-number
# en: A probability of 0 gives a result that is not a number: what does 0 times infinity give, and
#     what should become of 0?
# es: Una probabilidad de 0 da un resultado que no es un número: ¿cuánto es 0 por infinito, y qué
#     debería pasarle al 0?
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, "float64")
    with np.errstate(all="ignore"):
        logs = np.log(p)
        logs = (logs - logs.min()) / temperature
        powers = np.exp(logs - logs.max())
        return powers / powers.sum()


# %% in-place
# en: The probabilities that were handed in have been overwritten; whoever calls still needs them.
# es: Se sobrescribieron las probabilidades recibidas; quien llama todavía las necesita.
def apply_temperature(probabilities, temperature):
    p = np.asarray(probabilities, "float64")
    p /= p.max()
    powers = p ** (1 / temperature)
    return powers / powers.sum()
