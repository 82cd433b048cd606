# %% loops
# why: Loops and a test of membership.
def encode(texts, words_id):
    encoded = []
    for text in texts:
        ids = []
        for word in tokenize(text):
            if word in words_id:
                ids.append(words_id[word])
            else:
                ids.append(1)
        encoded.append(ids)
    return encoded


# %% arrays
# why: One NumPy array per text.
def encode(texts, words_id):
    return [np.array([words_id.get(w, 1) for w in tokenize(t)], dtype="int64") for t in texts]


# %% map
# why: Tuples of ids, made with map.
def encode(texts, words_id):
    def one(word):
        return words_id.get(word) or 1

    return [tuple(map(one, tokenize(text))) for text in texts]


# %% defaultdict
# why: A copy of the dictionary that gives 1 by itself.
from collections import defaultdict


def encode(texts, words_id):
    ids = defaultdict(lambda: 1, words_id)
    return list(map(lambda text: [ids[word] for word in tokenize(text)], texts))


# %% flat-and-cut
# why: All words are looked up in one go, and the row is cut again by the lengths.
def encode(texts, words_id):
    tokens = [tokenize(text) for text in texts]
    flat = iter([words_id[w] if w in words_id else 1 for words in tokens for w in words])
    return [[next(flat) for _ in words] for words in tokens]


# %% tensors
# why: One tensor of floating-point ids per text.
def encode(texts, words_id):
    rows = [[words_id.get(word, 1) for word in tokenize(text)] for text in texts]
    return [ops.convert_to_tensor(np.array(row, dtype="float32")) for row in rows]


# %% missing
# why: A dictionary that knows what to say of a word that is missing; tuples come back.
def encode(texts, words_id):
    class Known(dict):
        def __missing__(self, word):
            return 1

    known = Known(words_id)
    return tuple(tuple(known[word] for word in tokenize(text)) for text in texts)
