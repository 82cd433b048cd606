# %% wrong: presence-only
# One-hot bag: a word counts once however often it occurs.
# shows:
#   assert list(answer(["a", "b", "a"], ["a", "b"])) == [2, 1]
def bag_of_words(tokens, vocabulary):
    return np.array([int(word in tokens) for word in vocabulary])


# %% wrong: substring-count
# Counts in the joined text, so "bad" is also found in "badly".
# shows:
#   assert list(answer(["badly"], ["bad"])) == [0]
def bag_of_words(tokens, vocabulary):
    text = " ".join(tokens)
    return np.array([text.count(w) for w in vocabulary])


# %% wrong: folds-case
# Lower-cases the tokens first, as most tokenisers do.
# shows:
#   assert list(answer(["Not", "not"], ["not", "Not"])) == [1, 1]
def bag_of_words(tokens, vocabulary):
    tokens = [t.lower() for t in tokens]
    return np.array([tokens.count(w) for w in vocabulary])


# %% wrong: sorted-vocabulary
# CountVectorizer's habit: columns in alphabetical order.
# shows:
#   assert list(answer(["z", "z", "a"], ["z", "a"])) == [2, 1]
def bag_of_words(tokens, vocabulary):
    return np.array([tokens.count(w) for w in sorted(vocabulary)])


# %% wrong: order-of-first-occurrence
# Counter.most_common, cut to the vocabulary's size: right only if the text is kind.
# shows:
#   assert list(answer(["b", "b", "a"], ["a", "b"])) == [1, 2]
def bag_of_words(tokens, vocabulary):
    counts = Counter(t for t in tokens if t in vocabulary)
    values = [n for _, n in counts.most_common()]
    return np.array(values + [0] * (len(vocabulary) - len(values)))


# %% wrong: uint8-counts
# Saves memory with bytes, which wrap around after 255.
# shows:
#   assert int(answer(["a"] * 300, ["a"])[0]) == 300
def bag_of_words(tokens, vocabulary):
    out = np.zeros(len(vocabulary), dtype="uint8")
    for t in tokens:
        if t in vocabulary:
            out[vocabulary.index(t)] += 1
    return out


# %% wrong: unknown-into-last-place
# list.index replaced by a lookup with default -1: an unknown token lands in the last column.
# shows:
#   assert list(answer(["x", "a"], ["a", "b"])) == [1, 0]
def bag_of_words(tokens, vocabulary):
    place = {w: i for i, w in enumerate(vocabulary)}
    out = np.zeros(len(vocabulary))
    for t in tokens:
        out[place.get(t, -1)] += 1
    return out


# %% wrong: term-frequency
# Divides by the number of tokens.
# shows:
#   assert list(answer(["a", "a", "b"], ["a", "b"])) == [2, 1]
def bag_of_words(tokens, vocabulary):
    return np.array([tokens.count(w) for w in vocabulary]) / max(len(tokens), 1)


# %% wrong: strips-accents
# Normalises the words so that "más" and "mas" are one.
# shows:
#   assert list(answer(["más", "mas", "mas"], ["mas", "más"])) == [2, 1]
def bag_of_words(tokens, vocabulary):
    import unicodedata

    def plain(w):
        return unicodedata.normalize("NFKD", w).encode("ascii", "ignore").decode()

    tokens = [plain(t) for t in tokens]
    return np.array([tokens.count(plain(w)) for w in vocabulary])


# %% wrong: strips-punctuation
# Takes punctuation off the tokens before it looks them up.
# shows:
#   assert list(answer(["good,", "good"], ["good", "good,"])) == [1, 1]
def bag_of_words(tokens, vocabulary):
    tokens = [t.strip(".,;:!?") for t in tokens]
    return np.array([tokens.count(w) for w in vocabulary])


# %% wrong: eats-the-tokens
# Removes what it has counted from the caller's list.
# shows:
#   t = ["a", "b", "a"]
#   answer(t, ["a"])
#   assert t == ["a", "b", "a"]
def bag_of_words(tokens, vocabulary):
    out = []
    for w in vocabulary:
        n = 0
        while w in tokens:
            tokens.remove(w)
            n += 1
        out.append(n)
    return np.array(out)


# %% wrong: default-counter-kept
# A default argument that lives on: the second text starts with the counts of the first.
# shows:
#   answer(["a"], ["a", "b"])
#   assert list(answer(["a"], ["a", "b"])) == [1, 0]
def bag_of_words(tokens, vocabulary, counts=Counter()):
    counts.update(tokens)
    return np.array([counts[w] for w in vocabulary])


# %% right: outer-comparison
# A table of equalities, tokens by vocabulary, summed over the tokens.
def bag_of_words(tokens, vocabulary):
    a = np.array(tokens, dtype=object)[:, None]
    b = np.array(vocabulary, dtype=object)[None, :]
    return np.sum((a == b).astype(int), axis=0)


# %% right: bincount-with-spill
# Unknown tokens go to one extra column, which is cut off.
def bag_of_words(tokens, vocabulary):
    place = dict(zip(vocabulary, range(len(vocabulary))))
    V = len(vocabulary)
    return np.bincount(np.array([place.get(t, V) for t in tokens], dtype=int), minlength=V + 1)[:V]


# %% right: plain-list-by-counter
# A list of Python ints from one pass.
def bag_of_words(tokens, vocabulary):
    return list(map(Counter(tokens).__getitem__, vocabulary))
