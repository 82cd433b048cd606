# %% crossing-symbol-left-out
# en: The symbol with which the mass crosses p was left out, so the set does not reach p.
# es: Se dejó fuera el símbolo con el que la masa cruza p, y el conjunto no alcanza p.
def top_p(probabilities, p):
    full = np.asarray(probabilities, "float64")
    order = np.argsort(-full, kind="stable")
    count = max(1, int(np.sum(np.cumsum(full[order]) <= p)))
    keep = order if p == 1 else order[:count]
    q = np.zeros_like(full)
    q[keep] = full[keep]
    return q / q.sum()


# %% one-too-many
# en: When the mass reaches p exactly, one more symbol was kept. "Reaches" includes equality.
# es: Cuando la masa alcanza p con exactitud, se conservó un símbolo más. "Alcanzar" incluye la
#     igualdad.
def top_p(probabilities, p):
    full = np.asarray(probabilities, "float64")
    order = np.argsort(-full, kind="stable")
    count = int(np.sum(np.cumsum(full[order]) <= p)) + 1
    keep = order if p == 1 else order[:count]
    q = np.zeros_like(full)
    q[keep] = full[keep]
    return q / q.sum()


# %% a-threshold
# en: Each symbol's own probability was compared with a threshold. It is the mass of the set that
#     counts, summed from the most probable one on.
# es: Se comparó la probabilidad de cada símbolo con un umbral. Lo que cuenta es la masa del
#     conjunto, sumada desde el más probable.
def top_p(probabilities, p):
    full = np.asarray(probabilities, "float64")
    q = np.where(full >= 1 - p, full, 0)
    if q.sum() == 0:
        q = np.where(full == full.max(), full, 0)
    return q / q.sum()


# %% higher-index-first
# en: Of level symbols the one with the higher index was taken first.
# es: Entre símbolos empatados se tomó primero el de índice mayor.
def top_p(probabilities, p):
    full = np.asarray(probabilities, "float64")
    order = np.argsort(full, kind="stable")[::-1]
    below = int(np.sum(np.cumsum(full[order]) < p))
    keep = order if p == 1 else order[: below + 1]
    q = np.zeros_like(full)
    q[keep] = full[keep]
    return q / q.sum()


# %% crumbs-lost
# en: For p = 1 the tiniest symbols are gone: in floating point the sum rounds to 1 before they
#     were added.
# es: Con p = 1 desaparecieron los símbolos más pequeños: en punto flotante la suma se redondea a 1
#     antes de incluirlos.
def top_p(probabilities, p):
    full = np.asarray(probabilities, "float64")
    order = np.argsort(-full, kind="stable")
    keep = order[: int(np.sum(np.cumsum(full[order]) < p)) + 1]
    q = np.zeros_like(full)
    q[keep] = full[keep]
    return q / q.sum()


# %% not-renormalised
# en: The others are 0, but what is left no longer sums to 1.
# es: Los demás están en 0, pero lo que queda ya no suma 1.
def top_p(probabilities, p):
    full = np.asarray(probabilities, "float64")
    order = np.argsort(-full, kind="stable")
    below = int(np.sum(np.cumsum(full[order]) < p))
    keep = order if p == 1 else order[: below + 1]
    q = np.zeros_like(full)
    q[keep] = full[keep]
    return q


# %% sorted-result
# en: The result is in falling order: a probability has lost the place that says whose it is.
# es: El resultado está en orden decreciente: cada probabilidad perdió el lugar que dice de quién
#     es.
def top_p(probabilities, p):
    full = np.sort(np.asarray(probabilities, "float64"))[::-1].copy()
    if p < 1:
        full[int(np.sum(np.cumsum(full) < p)) + 1 :] = 0
    return full / full.sum()


# %% least-probable-first
# en: The mass was collected from the least probable symbol up.
# es: La masa se reunió empezando por el símbolo menos probable.
def top_p(probabilities, p):
    full = np.asarray(probabilities, "float64")
    order = np.argsort(full, kind="stable")
    below = int(np.sum(np.cumsum(full[order]) < p))
    keep = order if p == 1 else order[: below + 1]
    q = np.zeros_like(full)
    q[keep] = full[keep]
    return q / q.sum()


# %% not-sorted
# en: The mass was collected in the order of the alphabet, not from the most probable symbol on.
# es: La masa se reunió en el orden del alfabeto y no a partir del símbolo más probable.
def top_p(probabilities, p):
    q = np.array(probabilities, "float64")
    if p < 1:
        q[int(np.sum(np.cumsum(q) < p)) + 1 :] = 0
    return q / q.sum()


# %% ties-all-kept
# en: Every symbol as probable as the last one kept stayed too; the smallest set was asked for.
# es: Quedó también todo símbolo tan probable como el último conservado; se pedía el menor
#     conjunto.
def top_p(probabilities, p):
    full = np.asarray(probabilities, "float64")
    order = np.argsort(-full, kind="stable")
    below = min(int(np.sum(np.cumsum(full[order]) < p)), len(full) - 1)
    q = full if p == 1 else np.where(full >= full[order[below]], full, 0)
    return q / q.sum()


# %% never-reached
# en: If rounding keeps the sum just below p, the search for the first sum that reaches it finds
#     nothing, and "nothing" was read as place 0.
# es: Si por redondeo la suma queda apenas debajo de p, la búsqueda de la primera suma que lo
#     alcanza no encuentra nada, y ese "nada" se leyó como el lugar 0.
def top_p(probabilities, p):
    full = np.asarray(probabilities, "float64")
    order = np.argsort(-full, kind="stable")
    last = int(np.argmax(np.cumsum(full[order]) >= p))
    keep = order if p == 1 else order[: last + 1]
    q = np.zeros_like(full)
    q[keep] = full[keep]
    return q / q.sum()


# %% a-share-of-the-symbols
# en: p was read as a share of the number of symbols; it is a share of the mass.
# es: p se leyó como una proporción de la cantidad de símbolos; es una proporción de la masa.
def top_p(probabilities, p):
    full = np.asarray(probabilities, "float64")
    keep = np.argsort(-full, kind="stable")[: max(1, math.ceil(p * len(full)))]
    q = np.zeros_like(full)
    q[keep] = full[keep]
    return q / q.sum()


# %% in-place
# en: The probabilities that were handed in have been overwritten. Work on a copy.
# es: Se sobrescribieron las probabilidades recibidas. Trabaja sobre una copia.
def top_p(probabilities, p):
    if p < 1:
        order = np.argsort(-probabilities, kind="stable")
        below = int(np.sum(np.cumsum(probabilities[order], dtype="float64") < p))
        probabilities[order[below + 1 :]] = 0
    return probabilities / probabilities.sum()
