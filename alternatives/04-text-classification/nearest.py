# %% one-product
# why: One matrix product for all words, and argsort.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"{word} has no vector; expected a word of GloVe")
    others = [w for w in glove if w != word]
    if not others:
        return []
    matrix = np.array([np.asarray(glove[w], dtype=float) for w in others])
    target = np.asarray(glove[word], dtype=float)
    lengths = np.linalg.norm(matrix, axis=1) * np.linalg.norm(target)
    cosines = matrix @ target / np.where(lengths == 0, 1, lengths)
    return [(others[n], cosines[n]) for n in np.argsort(-cosines)[:k]]


# %% heap
# why: heapq.nlargest with plain arithmetic; lists for pairs.
import heapq
import math


def nearest(word, glove, k):
    try:
        target = [float(v) for v in glove[word]]
    except KeyError:
        raise ValueError(f"expected a word with a vector, got {word!r}") from None

    def cosine(other):
        vector = [float(v) for v in glove[other]]
        lengths = math.hypot(*target) * math.hypot(*vector)
        return sum(a * b for a, b in zip(target, vector)) / lengths if lengths else 0.0

    best = heapq.nlargest(k, (w for w in glove if w != word), key=cosine)
    return [[w, cosine(w)] for w in best]


# %% unit-vectors
# why: All vectors are brought to length 1 first; the word itself is pushed out by the name.
def nearest(word, glove, k):
    if glove.get(word) is None:
        raise ValueError(f"no vector for {word!r}: expected one of the {len(glove)} words")
    units = {}
    for w, v in glove.items():
        v = np.array(v, dtype="float64")
        units[w] = v / (np.linalg.norm(v) or 1.0)
    ranked = sorted(units, key=lambda w: float(np.dot(units[w], units[word])), reverse=True)
    ranked.remove(word)
    return [(w, np.dot(units[w], units[word])) for w in ranked][:k]


# %% keras-ops
# why: keras.ops in float32, with top_k.
def nearest(word, glove, k):
    words = list(glove)
    if word not in words:
        raise ValueError(f"nearest: {word!r} is not among the {len(words)} words with a vector")
    table = ops.convert_to_tensor(np.array([np.asarray(glove[w]) for w in words], dtype="float32"))
    norms = ops.sqrt(ops.sum(table * table, axis=1, keepdims=True))
    table = ops.divide_no_nan(table, norms)
    place = words.index(word)
    cosines = ops.convert_to_numpy(ops.matmul(table, table[place])).copy()
    cosines[place] = -np.inf
    best = np.argsort(cosines)[::-1][: min(k, len(words) - 1)]
    return [(words[n], float(cosines[n])) for n in best]


# %% inserted
# why: Each word is inserted where it belongs, and the tail is dropped.
import bisect


def nearest(word, glove, k):
    if word not in glove:
        raise ValueError("this word has no vector: " + str(word))
    ours, best = np.asarray(glove[word], dtype=float), []
    for other in glove:
        if other == word:
            continue
        theirs = np.asarray(glove[other], dtype=float)
        square = np.sum(ours**2) * np.sum(theirs**2)
        cosine = np.sum(ours * theirs) / np.sqrt(square) if square else 0.0
        bisect.insort(best, (-cosine, other))
        best = best[:k]
    return [(other, -negative) for negative, other in best]


# %% partition
# why: Vectors are scaled by their largest number, the best are found without sorting the rest, and
# words without a direction come last.
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError("there is no vector for " + word)
    names = [other for other in glove if other != word]
    if not names:
        return ()

    def unit(vector):
        vector = np.asarray(vector, dtype="float64")
        vector = vector / (np.abs(vector).max() or 1)
        return vector / (np.sqrt(vector @ vector) or 1)

    table = np.stack([unit(glove[other]) for other in names])
    near = np.where(table.any(axis=1), table @ unit(glove[word]), -1).astype("float32")
    best = np.argpartition(-near, min(k, len(near)) - 1)[:k]
    return tuple((names[n], near[n]) for n in best[np.argsort(-near[best])])
