# %% plain-dict
# why: A dictionary counted by hand, and two stable sorts, the less important first.
def build_vocabulary(texts, max_words=None):
    counts = {}
    for text in texts:
        for word in tokenize(text):
            counts[word] = counts.get(word, 0) + 1
    words = sorted(counts)
    words.sort(key=counts.get, reverse=True)
    if max_words is not None:
        words = words[:max_words]
    vocabulary = {}
    for word in words:
        vocabulary[word] = len(vocabulary) + 2
    return vocabulary


# %% sorted-then-most-common
# why: Counter keeps ties in the order of arrival, and the words arrive in alphabetical order.
from collections import Counter


def build_vocabulary(texts, max_words=None):
    words = sorted(word for text in texts for word in tokenize(text))
    ranked = Counter(words).most_common(max_words)
    return {word: n for n, (word, _) in enumerate(ranked, start=2)}


# %% numpy-unique
# why: np.unique sorts and counts, lexsort ranks; the ids are NumPy integers.
def build_vocabulary(texts, max_words=None):
    words, counts = np.unique([w for t in texts for w in tokenize(t)], return_counts=True)
    order = np.lexsort((words, -counts))[:max_words]
    return dict(zip(words[order].tolist(), np.arange(2, 2 + len(order))))


# %% heap
# why: The best are taken from a heap one at a time.
import heapq
from collections import defaultdict


def build_vocabulary(texts, max_words=None):
    counts = defaultdict(int)
    for word in tokenize(" ".join(texts)):
        counts[word] += 1
    heap = [(-count, word) for word, count in counts.items()]
    heapq.heapify(heap)
    limit = len(heap) if max_words is None else min(max_words, len(heap))
    return {heapq.heappop(heap)[1]: n for n in range(2, limit + 2)}


# %% groups
# why: Sorted and grouped, then handed out by groups of one frequency.
from itertools import groupby


def build_vocabulary(texts, max_words=None):
    words = sorted(w for t in texts for w in tokenize(t))
    pairs = sorted((-len(list(group)), word) for word, group in groupby(words))
    ids = {word: n + 2 for n, (_, word) in enumerate(pairs)}
    if max_words is not None:
        ids = {word: n for word, n in ids.items() if n < max_words + 2}
    return ids


# %% by-count
# why: The words are gathered under their counts, and the counts are gone through downwards.
def build_vocabulary(texts, max_words=None):
    counts = {}
    for text in texts:
        for word in tokenize(text):
            counts[word] = counts.get(word, 0) + 1
    groups = {}
    for word in sorted(counts):
        groups.setdefault(counts[word], []).append(word)
    ids = {}
    for count in sorted(groups, reverse=True):
        for word in groups[count]:
            if max_words is not None and len(ids) >= max_words:
                return ids
            ids[word] = len(ids) + 2
    return ids
