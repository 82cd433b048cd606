# %% wrong: ties-by-first-appearance
# Counter.most_common: ties in the order of appearance.
# shows:
#   texts = ["c b a", "b"]
#   a, r = answer(texts), reference(texts)
#   assert dict(a) == r, (a, r)
def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = [w for w, _ in counts.most_common()]
    return {word: i for i, word in enumerate(ranked[:max_words], start=2)}


# %% wrong: ties-backwards
# sorted with reverse=True: ties from z to a.
# shows:
#   texts = ["Zebra apple zebra b", "b apple c zebra", "d"]
#   a, r = answer(texts), reference(texts)
#   assert dict(a) == r, (a, r)
def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (counts[word], word), reverse=True)
    return {word: i for i, word in enumerate(ranked[:max_words], start=2)}


# %% wrong: ids-from-one
# The first id is 1.
# shows:
#   texts = ["Zebra apple zebra b", "b apple c zebra", "d"]
#   a, r = answer(texts), reference(texts)
#   assert dict(a) == r, (a, r)
def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: i for i, word in enumerate(ranked[:max_words], start=1)}


# %% wrong: max-words-counts-the-reserved-ids
# max_words includes the ids 0 and 1.
# shows:
#   texts = ["Zebra apple zebra b", "b apple c zebra", "d"]
#   a, r = answer(texts, 3), reference(texts, 3)
#   assert dict(a) == r, (a, r)
def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {
        word: i
        for i, word in enumerate(
            ranked[: None if max_words is None else max(max_words - 2, 0)], start=2
        )
    }


# %% wrong: zero-words-means-all
# max_words=0 is taken for None.
# shows:
#   texts = ["Zebra apple zebra b", "b apple c zebra", "d"]
#   a, r = answer(texts, 0), reference(texts, 0)
#   assert dict(a) == r, (a, r)
def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: i for i, word in enumerate(ranked[: max_words or None], start=2)}


# %% wrong: split-at-spaces
# split() instead of tokenize.
# shows:
#   texts = ["Good, good. It\u2019s GOOD"]
#   a, r = answer(texts), reference(texts)
#   assert dict(a) == r, (a, r)
def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in text.split())
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: i for i, word in enumerate(ranked[:max_words], start=2)}


# %% wrong: texts-not-words
# Counts in how many texts a word stands.
# shows:
#   texts = ["a b b b", "a c", "c"]
#   a, r = answer(texts), reference(texts)
#   assert dict(a) == r, (a, r)
def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in set(tokenize(text)))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: i for i, word in enumerate(ranked[:max_words], start=2)}


# %% wrong: once-is-dropped
# Words that occur once are dropped.
# shows:
#   texts = ["Zebra apple zebra b", "b apple c zebra", "d"]
#   a, r = answer(texts), reference(texts)
#   assert dict(a) == r, (a, r)
def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted((w for w in counts if counts[w] > 1), key=lambda word: (-counts[word], word))
    return {word: i for i, word in enumerate(ranked[:max_words], start=2)}


# %% wrong: alphabetical-only
# Ids in alphabetical order.
# shows:
#   texts = ["Zebra apple zebra b", "b apple c zebra", "d"]
#   a, r = answer(texts), reference(texts)
#   assert dict(a) == r, (a, r)
def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(counts, key=lambda word: word)
    return {word: i for i, word in enumerate(ranked[:max_words], start=2)}


# %% wrong: cut-before-sorting-ties
# Keeps max_words by Counter.most_common, then sorts: ties at the edge fall by appearance.
# shows:
#   texts = ["c b a"]
#   a, r = answer(texts, 2), reference(texts, 2)
#   assert dict(a) == r, (a, r)
def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    counts = dict(counts.most_common(max_words))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: i for i, word in enumerate(ranked[:max_words], start=2)}


# %% wrong: accents-removed
# Strips accents from the words.
# shows:
#   texts = ["año ano café"]
#   a, r = answer(texts), reference(texts)
#   assert dict(a) == r, (a, r)
def build_vocabulary(texts, max_words=None):
    counts = Counter(
        word
        for text in texts
        for word in tokenize(
            __import__("unicodedata").normalize("NFD", text).encode("ascii", "ignore").decode()
        )
    )
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: i for i, word in enumerate(ranked[:max_words], start=2)}


# %% wrong: counts-pile-up
# A counter outside the function keeps the words of earlier calls.
# shows:
#   answer(['old words'])
#   a = answer(['new'])
#   assert dict(a) == {'new': 2}, a
_counts = Counter()


def build_vocabulary(texts, max_words=None):
    for text in texts:
        _counts.update(tokenize(text))
    ranked = sorted(_counts, key=lambda word: (-_counts[word], word))
    return {word: i for i, word in enumerate(ranked[:max_words], start=2)}


# %% wrong: stop-words
# Leaves out English stop words.
# shows:
#   texts = ["the film is good"]
#   a, r = answer(texts), reference(texts)
#   assert dict(a) == r, (a, r)
def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(
        (w for w in counts if w not in {"the", "a", "is", "of", "and"}),
        key=lambda word: (-counts[word], word),
    )
    return {word: i for i, word in enumerate(ranked[:max_words], start=2)}


# %% wrong: alphabet-without-case-of-accents
# Ties by a locale-like key: accents sort with their letter.
# shows:
#   texts = ["zoo école"]
#   a, r = answer(texts), reference(texts)
#   assert dict(a) == r, (a, r)
def build_vocabulary(texts, max_words=None):
    counts = Counter(word for text in texts for word in tokenize(text))
    ranked = sorted(
        counts, key=lambda word: (-counts[word], __import__("unicodedata").normalize("NFD", word))
    )
    return {word: i for i, word in enumerate(ranked[:max_words], start=2)}


# %% right: groupby
# Sorted words, grouped; the ranks by a heap.
import heapq
from itertools import groupby


def build_vocabulary(texts, max_words=None):
    words = sorted(w for t in texts for w in tokenize(t))
    heap = [(-sum(1 for _ in g), w) for w, g in groupby(words)]
    heapq.heapify(heap)
    n = len(heap) if max_words is None else min(max_words, len(heap))
    return {heapq.heappop(heap)[1]: 2 + i for i in range(n)}


# %% right: two-stable-sorts
# Alphabetical first, then stably by count; zip.
def build_vocabulary(texts, max_words=None):
    tokens = sum((list(tokenize(t)) for t in texts), [])
    order = sorted(set(tokens))
    order.sort(key=tokens.count, reverse=True)
    return dict(zip(order[slice(max_words)], range(2, 2 + len(order))))
