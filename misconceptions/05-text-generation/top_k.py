# %% ties-all-kept
# en: Every symbol as probable as the k-th was kept, so that with ties there are more than k.
# es: Se conservó todo símbolo tan probable como el k-ésimo, y con empates quedan más de k.
def top_k(probabilities, k):
    p = np.asarray(probabilities, "float64")
    q = np.where(p >= np.sort(p)[::-1][min(k, len(p)) - 1], p, 0)
    return q / q.sum()


# %% not-renormalised
# en: The others are 0, but what is left no longer sums to 1.
# es: Los demás están en 0, pero lo que queda ya no suma 1.
def top_k(probabilities, k):
    p = np.asarray(probabilities, "float64")
    keep = np.argsort(-p, kind="stable")[:k]
    q = np.zeros_like(p)
    q[keep] = p[keep]
    return q


# %% least-probable
# en: The k least probable symbols were kept: which way does the sort run?
# es: Se conservaron los k símbolos menos probables: ¿en qué sentido va el orden?
def top_k(probabilities, k):
    p = np.asarray(probabilities, "float64")
    keep = np.argsort(p, kind="stable")[:k]
    q = np.zeros_like(p)
    q[keep] = p[keep]
    return q / max(q.sum(), 1e-300)


# %% higher-index-first
# en: Of level symbols the higher index was taken. Sorting upwards and reversing also reverses the
#     order of ties.
# es: Entre empatados se tomó el índice mayor. Ordenar hacia arriba e invertir también invierte el
#     orden de los empates.
def top_k(probabilities, k):
    p = np.asarray(probabilities, "float64")
    keep = np.argsort(p, kind="stable")[::-1][:k]
    q = np.zeros_like(p)
    q[keep] = p[keep]
    return q / q.sum()


# %% larger-than-v
# en: The call fails when k is larger than the number of symbols; then all stay.
# es: La llamada falla cuando k es mayor que la cantidad de símbolos; entonces quedan todos.
def top_k(probabilities, k):
    p = np.asarray(probabilities, "float64")
    order = np.argsort(-p, kind="stable")
    q = np.zeros_like(p)
    for i in range(k):
        q[order[i]] = p[order[i]]
    return q / q.sum()


# %% the-indices
# en: The indices of the k symbols came back; a distribution over all V was asked for.
# es: Volvieron los índices de los k símbolos; se pedía una distribución sobre los V.
def top_k(probabilities, k):
    return np.argsort(-np.asarray(probabilities, "float64"), kind="stable")[:k]


# %% sorted-result
# en: The result is in falling order: a probability has lost the place that says whose it is.
# es: El resultado está en orden decreciente: cada probabilidad perdió el lugar que dice de quién
#     es.
def top_k(probabilities, k):
    p = np.sort(np.asarray(probabilities, "float64"))[::-1].copy()
    p[k:] = 0
    return p / p.sum()


# %% any-order-of-ties
# en: The k largest were found without regard to ties, so which of several level symbols stays is
#     left to the sorting method.
# es: Los k mayores se buscaron sin atender a los empates, y cuál de varios empatados queda depende
#     del método de ordenamiento.
def top_k(probabilities, k):
    p = np.asarray(probabilities, "float64")
    k = min(k, len(p))
    keep = np.argpartition(p, len(p) - k)[len(p) - k :]
    q = np.zeros_like(p)
    q[keep] = p[keep]
    return q / q.sum()


# %% level
# en: The k symbols share equally; their proportions should stay what they were.
# es: Los k símbolos se reparten por igual; sus proporciones deben seguir siendo las que eran.
def top_k(probabilities, k):
    p = np.asarray(probabilities, "float64")
    keep = np.argsort(-p, kind="stable")[:k]
    q = np.zeros_like(p)
    q[keep] = p[keep] > 0
    return q / q.sum()


# %% softmax
# en: What is left was put through a softmax, which changes the proportions and brings zeros back.
# es: Lo que queda pasó por una softmax, que cambia las proporciones y resucita los ceros.
def top_k(probabilities, k):
    p = np.asarray(probabilities, "float64")
    keep = np.argsort(-p, kind="stable")[:k]
    q = np.zeros_like(p)
    q[keep] = p[keep]
    return np.exp(q) / np.exp(q).sum()


# %% the-first-k
# en: The first k symbols of the alphabet stayed, not the most probable ones.
# es: Quedaron los primeros k símbolos del alfabeto y no los más probables.
def top_k(probabilities, k):
    q = np.array(probabilities, "float64")
    q[k:] = 0
    return q / max(q.sum(), 1e-300)


# %% in-place
# en: The probabilities that were handed in have been overwritten. Work on a copy.
# es: Se sobrescribieron las probabilidades recibidas. Trabaja sobre una copia.
def top_k(probabilities, k):
    drop = np.argsort(-probabilities, kind="stable")[k:]
    probabilities[drop] = 0
    return probabilities / probabilities.sum()
