# %% most-probable
# en: The most probable index comes back every time. It should come often, not always: draw.
# es: Siempre vuelve el índice más probable. Debe salir a menudo, no siempre: sortea.
def sample(probabilities, temperature, rng):
    return int(np.argmax(probabilities))


# %% temperature-ignored
# en: The draws follow the probabilities as they came, whatever the temperature.
# es: Los sorteos siguen las probabilidades tal como llegaron, sea cual sea la temperatura.
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities, "float64")
    return int(rng.choice(len(p), p=p / p.sum()))


# %% global-generator
# en: The draw came from NumPy's global generator: with an equal `rng` it gives different results.
# es: El sorteo usó el generador global de NumPy: con un `rng` igual da resultados distintos.
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities, "float64")
    q = (p / p.max()) ** (1 / temperature)
    return int(np.random.choice(len(p), p=q / q.sum()))


# %% a-generator-of-its-own
# en: A generator made anew at every call starts at the same place every time, and draws the same.
# es: Un generador creado de nuevo en cada llamada parte siempre del mismo lugar y sortea lo mismo.
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities, "float64")
    q = (p / p.max()) ** (1 / temperature)
    return int(np.random.default_rng(0).choice(len(p), p=q / q.sum()))


# %% a-copy-of-the-generator
# en: The draw is from a copy of `rng`, which itself never moves on: every call draws the same.
# es: Se sortea con una copia de `rng`, que por su parte nunca avanza: toda llamada sortea lo
#     mismo.
def sample(probabilities, temperature, rng):
    import copy

    p = np.asarray(probabilities, "float64")
    q = (p / p.max()) ** (1 / temperature)
    return int(copy.deepcopy(rng).choice(len(p), p=q / q.sum()))


# %% power-upside-down
# en: The hotter, the more sure the draws are: the dial turns the wrong way.
# es: Cuanto más calor, más seguros los sorteos: la perilla gira al revés.
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities, "float64")
    q = (p / p.max()) ** temperature
    return int(rng.choice(len(p), p=q / q.sum()))


# %% float32-weights
# en: The generator refuses weights whose sum is 1 in 32 bits only. In which precision should the
#     temperature be applied?
# es: El generador rechaza pesos cuya suma es 1 solo con 32 bits. ¿Con qué precisión debe aplicarse
#     la temperatura?
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities)
    if temperature == 1:
        return int(rng.choice(len(p), p=p))
    q = (p / p.max()) ** (1 / temperature)
    return int(rng.choice(len(p), p=q / q.sum()))


# %% all-alike
# en: All symbols are drawn equally often: the weights never reached the draw.
# es: Todos los símbolos salen con igual frecuencia: los pesos nunca llegaron al sorteo.
def sample(probabilities, temperature, rng):
    return int(rng.integers(len(probabilities)))


# %% the-probability-itself
# en: What came back is the probability of the symbol that was drawn; its index was asked for.
# es: Lo que volvió es la probabilidad del símbolo sorteado; se pedía su índice.
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities, "float64")
    q = (p / p.max()) ** (1 / temperature)
    return q[rng.choice(len(p), p=q / q.sum())] / q.sum()


# %% counted-from-one
# en: The indices go from 1 to V; Python counts from 0.
# es: Los índices van de 1 a V; Python cuenta desde 0.
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities, "float64")
    q = (p / p.max()) ** (1 / temperature)
    return int(rng.choice(np.arange(1, len(p) + 1), p=q / q.sum()))


# %% array-of-one
# en: An array with one draw came back, or a one-hot row; an index is a single number.
# es: Volvió un arreglo con un sorteo, o una fila one-hot; un índice es un solo número.
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities, "float64")
    q = (p / p.max()) ** (1 / temperature)
    return rng.multinomial(1, q / q.sum())


# %% not-renormalised
# en: A point between 0 and 1 was looked up in sums that do not end at 1: renormalise after the
#     power.
# es: Un punto entre 0 y 1 se buscó en sumas que no terminan en 1: normaliza después de la
#     potencia.
def sample(probabilities, temperature, rng):
    q = np.asarray(probabilities, "float64") ** (1 / temperature)
    return int(min(np.searchsorted(np.cumsum(q), rng.random()), len(q) - 1))


# %% plain-noise
# en: Plain noise was added to the logarithms before taking the largest. Not any noise gives the
#     right frequencies.
# es: A los logaritmos se les sumó un ruido cualquiera antes de tomar el mayor. No todo ruido da
#     las frecuencias correctas.
def sample(probabilities, temperature, rng):
    with np.errstate(divide="ignore"):
        logs = np.log(np.asarray(probabilities, "float64")) / temperature
    return int(np.argmax(logs + rng.random(len(logs))))


# %% nucleus-inside
# en: The unlikely symbols were left out before the draw: every symbol above 0 must be able to come.
# es: Los símbolos improbables se descartaron antes del sorteo: todo símbolo mayor que 0 debe poder
#     salir.
def sample(probabilities, temperature, rng):
    q = np.array(apply_temperature(probabilities, temperature))
    order = np.argsort(-q)
    q[order[int(np.sum(np.cumsum(q[order]) < 0.95)) + 1 :]] = 0
    return int(rng.choice(len(q), p=q / q.sum()))


# %% sums-that-fall-short
# en: A point just below 1 lies beyond the last of the sums, which rounding left short of 1: the
#     index is V.
# es: Un punto apenas menor que 1 queda más allá de la última suma, que por redondeo no llegó a 1:
#     el índice es V.
def sample(probabilities, temperature, rng):
    p = np.asarray(probabilities, "float64")
    q = (p / p.max()) ** (1 / temperature)
    return int(np.searchsorted(np.cumsum((q / q.sum()).astype("float32")), rng.random()))
