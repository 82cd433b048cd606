# %% wrong: rest-left-out
# Incomplete batches are dropped.
# shows:
#   sequences = [[1, 2], [3], [4, 5], [], [6, 7], [8], [9, 1, 2], []]
#   labels = list(range(len(sequences)))
#   b, r = answer(sequences, labels, 2), reference(sequences, labels, 2)
#   assert len(b) == len(r), len(b)
#   seen = []
#   for i in range(len(b)):
#       x, y = b[i]
#       x, y = np.asarray(x), np.asarray(y)
#       assert x.ndim == 2 and y.shape == (len(x),) and len(x) <= 2, (x.shape, y.shape)
#       seen += [(int(label), tuple(int(v) for v in row)) for row, label in zip(x, y)]
#   assert sorted(seen) == [(i, tuple(s)) for i, s in enumerate(sequences)], seen
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        places = {}
        for i, sequence in enumerate(sequences):
            places.setdefault(len(sequence), []).append(i)
        self.batches = []
        for same in places.values():
            for start in range(0, len(same) - batch_size + 1, batch_size):
                chosen = same[start : start + batch_size]
                x = np.array([sequences[i] for i in chosen], dtype="int32").reshape(len(chosen), -1)
                self.batches.append((x, np.array([labels[i] for i in chosen])))

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        x, y = self.batches[index]
        return x.copy(), y.copy()


# %% wrong: empty-sequences-left-out
# Sequences of length 0 are skipped.
# shows:
#   sequences = [[1, 2], [3], [4, 5], [], [6, 7], [8], [9, 1, 2], []]
#   labels = list(range(len(sequences)))
#   b, r = answer(sequences, labels, 2), reference(sequences, labels, 2)
#   assert len(b) == len(r), len(b)
#   seen = []
#   for i in range(len(b)):
#       x, y = b[i]
#       x, y = np.asarray(x), np.asarray(y)
#       assert x.ndim == 2 and y.shape == (len(x),) and len(x) <= 2, (x.shape, y.shape)
#       seen += [(int(label), tuple(int(v) for v in row)) for row, label in zip(x, y)]
#   assert sorted(seen) == [(i, tuple(s)) for i, s in enumerate(sequences)], seen
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        places = {}
        for i, sequence in enumerate(sequences):
            if not sequence:
                continue
            places.setdefault(len(sequence), []).append(i)
        self.batches = []
        for same in places.values():
            for start in range(0, len(same), batch_size):
                chosen = same[start : start + batch_size]
                x = np.array([sequences[i] for i in chosen], dtype="int32").reshape(len(chosen), -1)
                self.batches.append((x, np.array([labels[i] for i in chosen])))

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        x, y = self.batches[index]
        return x.copy(), y.copy()


# %% wrong: one-batch-per-length
# All of one length in a batch, whatever its size.
# shows:
#   sequences = [[1, 2], [3], [4, 5], [], [6, 7], [8], [9, 1, 2], []]
#   labels = list(range(len(sequences)))
#   b, r = answer(sequences, labels, 2), reference(sequences, labels, 2)
#   assert len(b) == len(r), len(b)
#   seen = []
#   for i in range(len(b)):
#       x, y = b[i]
#       x, y = np.asarray(x), np.asarray(y)
#       assert x.ndim == 2 and y.shape == (len(x),) and len(x) <= 2, (x.shape, y.shape)
#       seen += [(int(label), tuple(int(v) for v in row)) for row, label in zip(x, y)]
#   assert sorted(seen) == [(i, tuple(s)) for i, s in enumerate(sequences)], seen
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        places = {}
        for i, sequence in enumerate(sequences):
            places.setdefault(len(sequence), []).append(i)
        self.batches = []
        for same in places.values():
            for start in [0]:
                chosen = same[:]
                x = np.array([sequences[i] for i in chosen], dtype="int32").reshape(len(chosen), -1)
                self.batches.append((x, np.array([labels[i] for i in chosen])))

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        x, y = self.batches[index]
        return x.copy(), y.copy()


# %% wrong: labels-in-the-old-order
# Labels are taken in the order of the texts.
# shows:
#   sequences = [[1, 2], [3], [4, 5], [], [6, 7], [8], [9, 1, 2], []]
#   labels = list(range(len(sequences)))
#   b, r = answer(sequences, labels, 2), reference(sequences, labels, 2)
#   assert len(b) == len(r), len(b)
#   seen = []
#   for i in range(len(b)):
#       x, y = b[i]
#       x, y = np.asarray(x), np.asarray(y)
#       assert x.ndim == 2 and y.shape == (len(x),) and len(x) <= 2, (x.shape, y.shape)
#       seen += [(int(label), tuple(int(v) for v in row)) for row, label in zip(x, y)]
#   assert sorted(seen) == [(i, tuple(s)) for i, s in enumerate(sequences)], seen
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        places = {}
        for i, sequence in enumerate(sequences):
            places.setdefault(len(sequence), []).append(i)
        self.batches = []
        for same in places.values():
            for start in range(0, len(same), batch_size):
                chosen = same[start : start + batch_size]
                x = np.array([sequences[i] for i in chosen], dtype="int32").reshape(len(chosen), -1)
                self.batches.append(
                    (x, np.array(labels[sum(len(b[1]) for b in self.batches) :][: len(chosen)]))
                )

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        x, y = self.batches[index]
        return x.copy(), y.copy()


# %% wrong: neighbours-only
# A new batch whenever the length changes: too many batches.
# shows:
#   sequences = [[1, 2], [3], [4, 5], [], [6, 7], [8], [9, 1, 2], []]
#   labels = list(range(len(sequences)))
#   b, r = answer(sequences, labels, 2), reference(sequences, labels, 2)
#   assert len(b) == len(r), len(b)
#   seen = []
#   for i in range(len(b)):
#       x, y = b[i]
#       x, y = np.asarray(x), np.asarray(y)
#       assert x.ndim == 2 and y.shape == (len(x),) and len(x) <= 2, (x.shape, y.shape)
#       seen += [(int(label), tuple(int(v) for v in row)) for row, label in zip(x, y)]
#   assert sorted(seen) == [(i, tuple(s)) for i, s in enumerate(sequences)], seen
from itertools import groupby


class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.batches = []
        for _, group in groupby(zip(sequences, labels), key=lambda pair: len(pair[0])):
            group = list(group)
            for start in range(0, len(group), batch_size):
                part = group[start : start + batch_size]
                self.batches.append(
                    (np.array([s for s, _ in part]), np.array([label for _, label in part]))
                )

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        return self.batches[index]


# %% wrong: padded-to-the-batch
# Sorted by length, cut into batches, padded to the longest.
# shows:
#   sequences = [[1, 2], [3], [4, 5], [], [6, 7], [8], [9, 1, 2], []]
#   labels = list(range(len(sequences)))
#   b, r = answer(sequences, labels, 2), reference(sequences, labels, 2)
#   assert len(b) == len(r), len(b)
#   seen = []
#   for i in range(len(b)):
#       x, y = b[i]
#       x, y = np.asarray(x), np.asarray(y)
#       assert x.ndim == 2 and y.shape == (len(x),) and len(x) <= 2, (x.shape, y.shape)
#       seen += [(int(label), tuple(int(v) for v in row)) for row, label in zip(x, y)]
#   assert sorted(seen) == [(i, tuple(s)) for i, s in enumerate(sequences)], seen
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        order = sorted(range(len(sequences)), key=lambda i: len(sequences[i]))
        self.batches = []
        for start in range(0, len(order), batch_size):
            part = order[start : start + batch_size]
            x = pad([sequences[i] for i in part], max(1, max(len(sequences[i]) for i in part)))
            self.batches.append((x, np.array([labels[i] for i in part])))

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        return self.batches[index]


# %% wrong: length-counts-examples
# len is the number of sequences.
# shows:
#   sequences = [[1, 2], [3], [4, 5], [], [6, 7], [8], [9, 1, 2], []]
#   labels = list(range(len(sequences)))
#   b, r = answer(sequences, labels, 2), reference(sequences, labels, 2)
#   assert len(b) == len(r), len(b)
#   seen = []
#   for i in range(len(b)):
#       x, y = b[i]
#       x, y = np.asarray(x), np.asarray(y)
#       assert x.ndim == 2 and y.shape == (len(x),) and len(x) <= 2, (x.shape, y.shape)
#       seen += [(int(label), tuple(int(v) for v in row)) for row, label in zip(x, y)]
#   assert sorted(seen) == [(i, tuple(s)) for i, s in enumerate(sequences)], seen
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        places = {}
        for i, sequence in enumerate(sequences):
            places.setdefault(len(sequence), []).append(i)
        self.batches = []
        for same in places.values():
            for start in range(0, len(same), batch_size):
                chosen = same[start : start + batch_size]
                x = np.array([sequences[i] for i in chosen], dtype="int32").reshape(len(chosen), -1)
                self.batches.append((x, np.array([labels[i] for i in chosen])))

    def __len__(self):
        return sum(len(y) for _, y in self.batches)

    def __getitem__(self, index):
        x, y = self.batches[index]
        return x.copy(), y.copy()


# %% wrong: labels-as-columns
# y has shape (batch, 1).
# shows:
#   sequences = [[1, 2], [3], [4, 5], [], [6, 7], [8], [9, 1, 2], []]
#   labels = list(range(len(sequences)))
#   b, r = answer(sequences, labels, 2), reference(sequences, labels, 2)
#   assert len(b) == len(r), len(b)
#   seen = []
#   for i in range(len(b)):
#       x, y = b[i]
#       x, y = np.asarray(x), np.asarray(y)
#       assert x.ndim == 2 and y.shape == (len(x),) and len(x) <= 2, (x.shape, y.shape)
#       seen += [(int(label), tuple(int(v) for v in row)) for row, label in zip(x, y)]
#   assert sorted(seen) == [(i, tuple(s)) for i, s in enumerate(sequences)], seen
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        places = {}
        for i, sequence in enumerate(sequences):
            places.setdefault(len(sequence), []).append(i)
        self.batches = []
        for same in places.values():
            for start in range(0, len(same), batch_size):
                chosen = same[start : start + batch_size]
                x = np.array([sequences[i] for i in chosen], dtype="int32").reshape(len(chosen), -1)
                self.batches.append((x, np.array([labels[i] for i in chosen])))

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        x, y = self.batches[index]
        return x.copy(), y[:, None]


# %% wrong: equal-sequences-once
# Equal sequences are kept once.
# shows:
#   sequences = [[1, 2], [1, 2], [3, 4], [5]]
#   labels = list(range(len(sequences)))
#   b, r = answer(sequences, labels, 2), reference(sequences, labels, 2)
#   assert len(b) == len(r), len(b)
#   seen = []
#   for i in range(len(b)):
#       x, y = b[i]
#       x, y = np.asarray(x), np.asarray(y)
#       assert x.ndim == 2 and y.shape == (len(x),) and len(x) <= 2, (x.shape, y.shape)
#       seen += [(int(label), tuple(int(v) for v in row)) for row, label in zip(x, y)]
#   assert sorted(seen) == [(i, tuple(s)) for i, s in enumerate(sequences)], seen
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        known = {tuple(s): y for s, y in zip(sequences, labels)}
        places = {}
        for s in known:
            places.setdefault(len(s), []).append(s)
        self.batches = [
            (
                np.array(same[i : i + batch_size]),
                np.array([known[s] for s in same[i : i + batch_size]]),
            )
            for same in places.values()
            for i in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        return self.batches[index]


# %% wrong: read-once
# Batches are handed out and forgotten: the second epoch fails.
# shows:
#   b = answer([[1], [2], [3]], [0, 1, 2], 2)
#   first = [np.array(b[i][1]) for i in range(len(b))]
#   ok = len(b) == 2
#   try:
#       second = [np.array(b[i][1]) for i in range(2)]
#   except Exception:
#       ok = False
#   assert ok
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        places = {}
        for i, sequence in enumerate(sequences):
            places.setdefault(len(sequence), []).append(i)
        self.batches = []
        for same in places.values():
            for start in range(0, len(same), batch_size):
                chosen = same[start : start + batch_size]
                x = np.array([sequences[i] for i in chosen], dtype="int32").reshape(len(chosen), -1)
                self.batches.append((x, np.array([labels[i] for i in chosen])))

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        x, y = self.batches.pop(0)
        return x.copy(), y.copy()


# %% wrong: sixteen-bit-ids
# Ids in 16 bits.
# shows:
#   sequences = [[70000, 3], [65536, 2]]
#   labels = list(range(len(sequences)))
#   b, r = answer(sequences, labels, 2), reference(sequences, labels, 2)
#   assert len(b) == len(r), len(b)
#   seen = []
#   for i in range(len(b)):
#       x, y = b[i]
#       x, y = np.asarray(x), np.asarray(y)
#       assert x.ndim == 2 and y.shape == (len(x),) and len(x) <= 2, (x.shape, y.shape)
#       seen += [(int(label), tuple(int(v) for v in row)) for row, label in zip(x, y)]
#   assert sorted(seen) == [(i, tuple(s)) for i, s in enumerate(sequences)], seen
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        places = {}
        for i, sequence in enumerate(sequences):
            places.setdefault(len(sequence), []).append(i)
        self.batches = []
        for same in places.values():
            for start in range(0, len(same), batch_size):
                chosen = same[start : start + batch_size]
                x = (
                    np.array([sequences[i] for i in chosen], dtype="int64")
                    .astype("uint16")
                    .reshape(len(chosen), -1)
                )
                self.batches.append((x, np.array([labels[i] for i in chosen])))

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        x, y = self.batches[index]
        return x.copy(), y.copy()


# %% wrong: labels-as-integers
# Labels lose their fractions.
# shows:
#   b = answer([[1], [2]], [0.25, 0.75], 2)
#   assert sorted(np.asarray(b[0][1], float).ravel()) == [0.25, 0.75]
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        places = {}
        for i, sequence in enumerate(sequences):
            places.setdefault(len(sequence), []).append(i)
        self.batches = []
        for same in places.values():
            for start in range(0, len(same), batch_size):
                chosen = same[start : start + batch_size]
                x = np.array([sequences[i] for i in chosen], dtype="int32").reshape(len(chosen), -1)
                self.batches.append((x, np.array([int(labels[i]) for i in chosen])))

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        x, y = self.batches[index]
        return x.copy(), y.copy()


# %% wrong: batches-of-the-class
# The list of batches belongs to the class: a second one holds the first one's, too.
# shows:
#   answer([[1]], [0], 2)
#   b = answer([[2]], [1], 2)
#   assert len(b) == 1, len(b)
class Buckets(keras.utils.PyDataset):
    batches = []

    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        places = {}
        for i, sequence in enumerate(sequences):
            places.setdefault(len(sequence), []).append(i)
        for same in places.values():
            for start in range(0, len(same), batch_size):
                chosen = same[start : start + batch_size]
                x = np.array([sequences[i] for i in chosen], dtype="int32").reshape(len(chosen), -1)
                self.batches.append((x, np.array([labels[i] for i in chosen])))

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        x, y = self.batches[index]
        return x.copy(), y.copy()


# %% wrong: one-more-than-asked
# batch_size + 1 fit into a batch.
# shows:
#   sequences = [[1, 2], [3], [4, 5], [], [6, 7], [8], [9, 1, 2], []]
#   labels = list(range(len(sequences)))
#   b, r = answer(sequences, labels, 2), reference(sequences, labels, 2)
#   assert len(b) == len(r), len(b)
#   seen = []
#   for i in range(len(b)):
#       x, y = b[i]
#       x, y = np.asarray(x), np.asarray(y)
#       assert x.ndim == 2 and y.shape == (len(x),) and len(x) <= 2, (x.shape, y.shape)
#       seen += [(int(label), tuple(int(v) for v in row)) for row, label in zip(x, y)]
#   assert sorted(seen) == [(i, tuple(s)) for i, s in enumerate(sequences)], seen
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        places = {}
        for i, sequence in enumerate(sequences):
            places.setdefault(len(sequence), []).append(i)
        self.batches = []
        for same in places.values():
            for start in range(0, len(same), batch_size + 1):
                chosen = same[start : start + batch_size + 1]
                x = np.array([sequences[i] for i in chosen], dtype="int32").reshape(len(chosen), -1)
                self.batches.append((x, np.array([labels[i] for i in chosen])))

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        x, y = self.batches[index]
        return x.copy(), y.copy()


# %% wrong: empty-batch-flat
# A batch of empty sequences has one axis.
# shows:
#   sequences = [[], [], [1]]
#   labels = list(range(len(sequences)))
#   b, r = answer(sequences, labels, 2), reference(sequences, labels, 2)
#   assert len(b) == len(r), len(b)
#   seen = []
#   for i in range(len(b)):
#       x, y = b[i]
#       x, y = np.asarray(x), np.asarray(y)
#       assert x.ndim == 2 and y.shape == (len(x),) and len(x) <= 2, (x.shape, y.shape)
#       seen += [(int(label), tuple(int(v) for v in row)) for row, label in zip(x, y)]
#   assert sorted(seen) == [(i, tuple(s)) for i, s in enumerate(sequences)], seen
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        places = {}
        for i, sequence in enumerate(sequences):
            places.setdefault(len(sequence), []).append(i)
        self.batches = []
        for same in places.values():
            for start in range(0, len(same), batch_size):
                chosen = same[start : start + batch_size]
                x = (
                    np.array([sequences[i] for i in chosen], dtype="int32")
                    if sequences[chosen[0]]
                    else np.zeros(len(chosen), dtype="int32")
                )
                self.batches.append((x, np.array([labels[i] for i in chosen])))

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        x, y = self.batches[index]
        return x.copy(), y.copy()


# %% right: lazy-with-numpy
# Only places are kept; a batch is made when it is asked for.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size, **kwargs):
        super().__init__(**kwargs)
        self.sequences = [tuple(s) for s in sequences]
        self.labels = np.array(labels)
        lengths = np.array([len(s) for s in self.sequences], dtype=int)
        self.places = []
        for n in np.unique(lengths)[::-1]:
            where = np.flatnonzero(lengths == n)
            self.places += np.array_split(where, -(-len(where) // batch_size))

    def __len__(self):
        return len(self.places)

    def __getitem__(self, index):
        where = self.places[index]
        x = np.zeros((len(where), len(self.sequences[where[0]])), dtype="int64")
        for row, i in zip(x, where):
            row[:] = self.sequences[i]
        return x, self.labels[where]


# %% right: shuffled-every-epoch
# The batches change with every epoch; their number does not.
from random import shuffle


class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.size = batch_size
        self.by_length = {}
        for s, y in zip(sequences, labels):
            self.by_length.setdefault(len(s), []).append((list(s), y))
        self.on_epoch_end()

    def on_epoch_end(self):
        self.batches = []
        for same in self.by_length.values():
            shuffle(same)
            self.batches += [same[i : i + self.size] for i in range(0, len(same), self.size)]
        shuffle(self.batches)

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        x, y = zip(*self.batches[index])
        return np.array(x, dtype=int).reshape(len(x), len(x[0])), np.array(y)
