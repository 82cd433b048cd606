# %% wrong: euclidean
# The distance, smallest first.
# shows:
#   glove = {'a': np.array([1.0, 0.2]), 'b': np.array([10.0, 1.0]), 'c': np.array([-1.0, 0.3]), 'd': np.array([0.5, 0.5]), 'e': np.array([0.0, 9.0])}
#   a, r = answer("a", glove, 3), reference("a", glove, 3)
#   assert len(a) == len(r), a
#   assert [w for w, _ in a] == [w for w, _ in r], a
#   assert np.allclose([s for _, s in a], [s for _, s in r], atol=1e-4), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(-np.linalg.norm(v - w))))
    found.sort(key=lambda pair: -pair[1])
    return found[:k]


# %% wrong: dot-product
# No division by the lengths.
# shows:
#   glove = {'a': np.array([1.0, 0.2]), 'b': np.array([10.0, 1.0]), 'c': np.array([-1.0, 0.3]), 'd': np.array([0.5, 0.5]), 'e': np.array([0.0, 9.0])}
#   a, r = answer("a", glove, 3), reference("a", glove, 3)
#   assert len(a) == len(r), a
#   assert [w for w, _ in a] == [w for w, _ in r], a
#   assert np.allclose([s for _, s in a], [s for _, s in r], atol=1e-4), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return found[:k]


# %% wrong: one-length-only
# Divides by the other's length only.
# shows:
#   glove = {'a': np.array([1.0, 0.2]), 'b': np.array([10.0, 1.0]), 'c': np.array([-1.0, 0.3]), 'd': np.array([0.5, 0.5]), 'e': np.array([0.0, 9.0])}
#   a, r = answer("a", glove, 3), reference("a", glove, 3)
#   assert len(a) == len(r), a
#   assert [w for w, _ in a] == [w for w, _ in r], a
#   assert np.allclose([s for _, s in a], [s for _, s in r], atol=1e-4), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w, float)
            length = np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return found[:k]


# %% wrong: itself-included
# The word is its own best neighbour.
# shows:
#   glove = {'a': np.array([1.0, 0.2]), 'b': np.array([10.0, 1.0]), 'c': np.array([-1.0, 0.3]), 'd': np.array([0.5, 0.5]), 'e': np.array([0.0, 9.0])}
#   a, r = answer("a", glove, 3), reference("a", glove, 3)
#   assert len(a) == len(r), a
#   assert [w for w, _ in a] == [w for w, _ in r], a
#   assert np.allclose([s for _, s in a], [s for _, s in r], atol=1e-4), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if True:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return found[:k]


# %% wrong: best-hit-dropped
# Drops the first hit, which is supposed to be the word itself: with a twin this may be wrong.
# shows:
#   g = {'t': np.array([2.0, 4.0]), 'a': np.array([1.0, 2.0]), 'b': np.array([1.0, 0.0])}
#   a = answer('a', g, 2)
#   assert sorted(w for w, _ in a) == ['b', 't'], a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if True:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return found[1 : k + 1]


# %% wrong: twins-left-out
# Takes out every word with the same vector.
# shows:
#   glove = {'a': np.array([1.0, 2.0]), 't': np.array([1.0, 2.0]), 'b': np.array([1.0, 0.0])}
#   a, r = answer("a", glove, 3), reference("a", glove, 3)
#   assert len(a) == len(r), a
#   assert [w for w, _ in a] == [w for w, _ in r], a
#   assert np.allclose([s for _, s in a], [s for _, s in r], atol=1e-4), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if not np.array_equal(w, glove[word]):
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return found[:k]


# %% wrong: worst-first
# Ascending.
# shows:
#   glove = {'a': np.array([1.0, 0.2]), 'b': np.array([10.0, 1.0]), 'c': np.array([-1.0, 0.3]), 'd': np.array([0.5, 0.5]), 'e': np.array([0.0, 9.0])}
#   a, r = answer("a", glove, 3), reference("a", glove, 3)
#   assert len(a) == len(r), a
#   assert [w for w, _ in a] == [w for w, _ in r], a
#   assert np.allclose([s for _, s in a], [s for _, s in r], atol=1e-4), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: pair[1])
    return found[:k]


# %% wrong: absolute-cosine
# Opposite directions count as near.
# shows:
#   glove = {'a': np.array([1.0, 0.2]), 'b': np.array([10.0, 1.0]), 'c': np.array([-1.0, 0.3]), 'd': np.array([0.5, 0.5]), 'e': np.array([0.0, 9.0])}
#   a, r = answer("a", glove, 3), reference("a", glove, 3)
#   assert len(a) == len(r), a
#   assert [w for w, _ in a] == [w for w, _ in r], a
#   assert np.allclose([s for _, s in a], [s for _, s in r], atol=1e-4), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(abs(v @ w) / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return found[:k]


# %% wrong: words-alone
# Gives the words without similarities.
# shows:
#   a = answer('a', {'a': np.array([1.0, 0.2]), 'b': np.array([10.0, 1.0]), 'c': np.array([-1.0, 0.3]), 'd': np.array([0.5, 0.5]), 'e': np.array([0.0, 9.0])}, 2)
#   assert all(not isinstance(p, str) and len(p) == 2 for p in a), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return [w for w, _ in found[:k]]


# %% wrong: similarity-first
# (similarity, word).
# shows:
#   a = answer('a', {'a': np.array([1.0, 0.2]), 'b': np.array([10.0, 1.0]), 'c': np.array([-1.0, 0.3]), 'd': np.array([0.5, 0.5]), 'e': np.array([0.0, 9.0])}, 2)
#   assert isinstance(a[0][0], str), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return [(s, w) for w, s in found[:k]]


# %% wrong: key-error
# Leaves the error to the dictionary.
# shows:
#   try:
#       answer('zz', {'a': np.array([1.0, 0.2]), 'b': np.array([10.0, 1.0]), 'c': np.array([-1.0, 0.3]), 'd': np.array([0.5, 0.5]), 'e': np.array([0.0, 9.0])}, 2)
#       kind = None
#   except Exception as error:
#       kind = type(error)
#   assert kind is ValueError, kind
def nearest(word, glove, k):
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return found[:k]


# %% wrong: unknown-word-empty-list
# No neighbours instead of an error.
# shows:
#   try:
#       answer('zz', {'a': np.array([1.0, 0.2]), 'b': np.array([10.0, 1.0]), 'c': np.array([-1.0, 0.3]), 'd': np.array([0.5, 0.5]), 'e': np.array([0.0, 9.0])}, 2)
#       kind = None
#   except Exception as error:
#       kind = type(error)
#   assert kind is ValueError, kind
def nearest(word, glove, k):
    if word not in glove:
        return []
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return found[:k]


# %% wrong: zero-vector-nan
# A zero vector has similarity NaN.
# shows:
#   a = answer('a', {'a': np.ones(2), 'z': np.zeros(2), 'b': np.array([1.0, 0])}, 5)
#   assert np.all(np.isfinite([s for _, s in a])), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else float("nan")))
    found.sort(key=lambda pair: -pair[1])
    return found[:k]


# %% wrong: zero-query-is-an-error
# A word with a zero vector raises ValueError.
# shows:
#   ok = True
#   try:
#       a = answer('a', {'a': np.zeros(2), 'b': np.ones(2)}, 1)
#   except ValueError:
#       ok = False
#   assert ok
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    if not np.any(v):
        raise ValueError("no direction")
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return found[:k]


# %% wrong: rounded
# Similarities with two decimals, before sorting: near ones tie by the dictionary's order.
# shows:
#   glove = {'a': np.array([1.0, 0.0]), 'b': np.array([1.0, 0.04]), 'c': np.array([1.0, 0.01])}
#   a, r = answer("a", glove, 3), reference("a", glove, 3)
#   assert len(a) == len(r), a
#   assert [w for w, _ in a] == [w for w, _ in r], a
#   assert np.allclose([s for _, s in a], [s for _, s in r], atol=1e-4), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, round(float(v @ w / length), 2) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return found[:k]


# %% wrong: k-too-large
# Fills up with the last word.
# shows:
#   glove = {'a': np.array([1.0, 0.2]), 'b': np.array([10.0, 1.0]), 'c': np.array([-1.0, 0.3]), 'd': np.array([0.5, 0.5]), 'e': np.array([0.0, 9.0])}
#   a, r = answer("a", glove, 9), reference("a", glove, 9)
#   assert len(a) == len(r), a
#   assert [w for w, _ in a] == [w for w, _ in r], a
#   assert np.allclose([s for _, s in a], [s for _, s in r], atol=1e-4), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return found[:k] + found[-1:] * (k - len(found))


# %% wrong: case-variants-left-out
# Leaves out the word's variants in capitals.
# shows:
#   glove = {'a': np.array([1.0, 2.0]), 'A': np.array([1.0, 1.9]), 'b': np.array([1.0, 0.0])}
#   a, r = answer("a", glove, 3), reference("a", glove, 3)
#   assert len(a) == len(r), a
#   assert [w for w, _ in a] == [w for w, _ in r], a
#   assert np.allclose([s for _, s in a], [s for _, s in r], atol=1e-4), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if other.lower() != word.lower():
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return found[:k]


# %% wrong: negative-left-out
# Neighbours with a negative cosine are no neighbours.
# shows:
#   glove = {'a': np.array([1.0, 0.2]), 'b': np.array([10.0, 1.0]), 'c': np.array([-1.0, 0.3]), 'd': np.array([0.5, 0.5]), 'e': np.array([0.0, 9.0])}
#   a, r = answer("a", glove, 4), reference("a", glove, 4)
#   assert len(a) == len(r), a
#   assert [w for w, _ in a] == [w for w, _ in r], a
#   assert np.allclose([s for _, s in a], [s for _, s in r], atol=1e-4), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word], float)
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w, float)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return [p for p in found if p[1] > 0][:k]


# %% wrong: integers-overflow
# Vectors of 8-bit integers overflow.
# shows:
#   glove = {'a': np.array([100, 3], 'int8'), 'b': np.array([90, 5], 'int8'), 'c': np.array([-3, 9], 'int8')}
#   a, r = answer("a", glove, 2), reference("a", glove, 2)
#   assert len(a) == len(r), a
#   assert [w for w, _ in a] == [w for w, _ in r], a
#   assert np.allclose([s for _, s in a], [s for _, s in r], atol=1e-4), a
def nearest(word, glove, k):
    if word not in glove:
        raise ValueError(f"expected a word with a vector, got {word!r}")
    v = np.asarray(glove[word])
    found = []
    for other, w in glove.items():
        if other != word:
            w = np.asarray(w)
            length = np.linalg.norm(v) * np.linalg.norm(w)
            found.append((other, float(v @ w / length) if length > 0 else 0.0))
    found.sort(key=lambda pair: -pair[1])
    return found[:k]


# %% right: heap
# heapq.nlargest on a generator; an own cosine.
import heapq


def nearest(word, glove, k):
    try:
        v = [float(x) for x in glove[word]]
    except KeyError:
        raise ValueError(f"no vector for {word!r}; a word of the table was expected") from None

    def cosine(w):
        dot = sum(a * float(b) for a, b in zip(v, w))
        length = (sum(a * a for a in v) * sum(float(b) ** 2 for b in w)) ** 0.5
        return dot / length if length else 0.0

    return heapq.nlargest(
        k, ((o, cosine(w)) for o, w in glove.items() if o != word), key=lambda p: p[1]
    )
