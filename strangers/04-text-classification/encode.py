# %% wrong: empty-texts-dropped
# Empty texts are left out.
# shows:
#   texts = ["Good good bad FILM!", "", "it\u2019s 100 good"]
#   ids = {"good": 2, "film": 3, "it's": 4}
#   a = [[int(i) for i in row] for row in answer(texts, ids)]
#   assert a == reference(texts, {"good": 2, "film": 3, "it's": 4}), a
def encode(texts, words_id):
    return [[words_id.get(word, 1) for word in tokenize(text)] for text in texts if text]


# %% wrong: padded-at-once
# All texts filled up to the longest.
# shows:
#   texts = ["Good good bad FILM!", "", "it\u2019s 100 good"]
#   ids = {"good": 2, "film": 3, "it's": 4}
#   a = [[int(i) for i in row] for row in answer(texts, ids)]
#   assert a == reference(texts, {"good": 2, "film": 3, "it's": 4}), a
def encode(texts, words_id):
    rows = [[words_id.get(word, 1) for word in tokenize(text)] for text in texts]
    longest = max(map(len, rows), default=0)
    return [[0] * (longest - len(r)) + r for r in rows]


# %% wrong: stems
# An unknown word is tried without its final s.
# shows:
#   texts = ["films"]
#   ids = {"good": 2, "film": 3, "it's": 4}
#   a = [[int(i) for i in row] for row in answer(texts, ids)]
#   assert a == reference(texts, {"good": 2, "film": 3, "it's": 4}), a
def encode(texts, words_id):
    return [
        [words_id.get(word, words_id.get(word.rstrip("s"), 1)) for word in tokenize(text)]
        for text in texts
    ]


# %% wrong: ids-recomputed
# Ids by the place in the dictionary, not its values.
# shows:
#   texts = ["good film"]
#   ids = {"film": 7, "good": 9}
#   a = [[int(i) for i in row] for row in answer(texts, ids)]
#   assert a == reference(texts, {"film": 7, "good": 9}), a
def encode(texts, words_id):
    return [
        [(list(words_id).index(word) + 2 if word in words_id else 1) for word in tokenize(text)]
        for text in texts
    ]


# %% wrong: rare-ids-unknown
# Ids above 10,000 count as unknown.
# shows:
#   texts = ["good rare"]
#   ids = {"good": 2, "rare": 70000}
#   a = [[int(i) for i in row] for row in answer(texts, ids)]
#   assert a == reference(texts, {"good": 2, "rare": 70000}), a
def encode(texts, words_id):
    return [
        [(words_id.get(word, 1) if words_id.get(word, 1) < 10000 else 1) for word in tokenize(text)]
        for text in texts
    ]


# %% wrong: first-500-words
# Long texts are cut.
# shows:
#   texts = ["good " * 600]
#   ids = {"good": 2, "film": 3, "it's": 4}
#   a = [[int(i) for i in row] for row in answer(texts, ids)]
#   assert a == reference(texts, {"good": 2, "film": 3, "it's": 4}), a
def encode(texts, words_id):
    return [[words_id.get(word, 1) for word in tokenize(text)[:500]] for text in texts]


# %% right: try-and-except
# KeyError is the unknown word.
def encode(texts, words_id):
    def look(word):
        try:
            return words_id[word]
        except KeyError:
            return 1

    return [list(map(look, tokenize(text))) for text in texts]


# %% right: arrays
# A row of NumPy ids for each text.
from collections import defaultdict


def encode(texts, words_id):
    table = defaultdict(lambda: 1, words_id)
    return [np.array([table[w] for w in tokenize(t)], dtype="int64").tolist() for t in texts]


# %% right: chainmap
# Unknown words of these texts in a second dictionary.
from collections import ChainMap


def encode(texts, words_id):
    tokens = [tokenize(t) for t in texts]
    both = ChainMap(words_id, {w: 1 for t in tokens for w in t})
    return [[both[w] for w in t] for t in tokens]
