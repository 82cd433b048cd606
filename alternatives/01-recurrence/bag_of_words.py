# %% counter
# why: A Counter, and a plain list of numbers.
def bag_of_words(tokens, vocabulary):
    counts = Counter(tokens)
    return [counts[word] for word in vocabulary]


# %% one-hot-sum
# why: The sum of one-hot rows, as floating-point numbers.
def bag_of_words(tokens, vocabulary):
    rows = np.array([[token == word for word in vocabulary] for token in tokens], dtype="float32")
    return rows.reshape(len(tokens), len(vocabulary)).sum(axis=0)


# %% bincount
# why: np.bincount over the positions of the tokens that are known.
def bag_of_words(tokens, vocabulary):
    index = {word: i for i, word in enumerate(vocabulary)}
    known = [index[token] for token in tokens if token in index]
    return np.bincount(np.array(known, dtype=int), minlength=len(vocabulary))


# %% tensor
# why: A tensor of the backend, from keras.ops.
def bag_of_words(tokens, vocabulary):
    return ops.convert_to_tensor([float(tokens.count(word)) for word in vocabulary])


# %% walk-through-the-text
# why: Walks through the text, not the vocabulary, and ignores what it can't find.
def bag_of_words(tokens, vocabulary):
    counts = np.zeros(len(vocabulary))
    for token in tokens:
        if token in vocabulary:
            counts[vocabulary.index(token)] += 1
    return counts
