# %% argsort
# why: A stable sort by length, cut where the length changes and where a batch is full.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size, **kwargs):
        super().__init__(**kwargs)
        lengths = np.array([len(s) for s in sequences], dtype=int)
        order = np.argsort(lengths, kind="stable")
        self.data = []
        for length in np.unique(lengths):
            same = order[lengths[order] == length]
            for part in np.array_split(same, -(-len(same) // batch_size)):
                x = np.zeros((len(part), length), dtype="int64")
                for row, n in zip(x, part):
                    row[:] = sequences[n]
                self.data.append((x, np.asarray(labels)[part]))

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.data[index]


# %% filling-up
# why: A batch is open for every length and closed as soon as it is full; the longest texts come
# first.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        closed, still_open = [], {}
        for ids, label in zip(sequences, labels):
            batch = still_open.setdefault(len(ids), [])
            batch.append((list(ids), label))
            if len(batch) == batch_size:
                closed.append(still_open.pop(len(ids)))
        batches = closed + list(still_open.values())
        self.batches = sorted(batches, key=lambda batch: -len(batch[0][0]))

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        texts, labels = zip(*self.batches[index])
        return np.array(texts, dtype=int), np.array(labels, dtype="float32")


# %% shuffled
# why: Every epoch has another order, of the batches and inside them.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.texts = [np.array(s, dtype="int32") for s in sequences]
        self.labels, self.size = np.array(labels), batch_size
        self.rng = np.random.default_rng()
        self.on_epoch_end()

    def on_epoch_end(self):
        buckets = {}
        for n in self.rng.permutation(len(self.texts)):
            buckets.setdefault(self.texts[n].size, []).append(n)
        self.plan = []
        for bucket in buckets.values():
            while bucket:
                self.plan.append(bucket[: self.size])
                bucket = bucket[self.size :]
        self.plan = [self.plan[n] for n in self.rng.permutation(len(self.plan))]

    def __len__(self):
        return len(self.plan)

    def __getitem__(self, index):
        chosen = self.plan[index]
        return np.stack([self.texts[n] for n in chosen]), self.labels[chosen]


# %% groupby-on-demand
# why: Nothing is stored but the sorted order; a batch is looked up when it is asked for.
from itertools import groupby


class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__(workers=1)
        self.pairs = sorted(zip(sequences, labels), key=lambda pair: len(pair[0]))
        self.batch_size = batch_size

    def _all(self):
        for _, group in groupby(self.pairs, key=lambda pair: len(pair[0])):
            group = list(group)
            while group:
                yield group[: self.batch_size]
                del group[: self.batch_size]

    def __len__(self):
        return sum(1 for _ in self._all())

    def __getitem__(self, index):
        batch = list(self._all())[index]
        x = np.asarray([ids for ids, _ in batch]).reshape(len(batch), len(batch[0][0]))
        return x.astype("int32"), np.asarray([label for _, label in batch])


# %% tensors
# why: Tensors instead of NumPy arrays.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.batches = []
        for length in sorted({len(ids) for ids in sequences}, reverse=True):
            x = [ids for ids in sequences if len(ids) == length]
            y = [label for ids, label in zip(sequences, labels) if len(ids) == length]
            for n in range(0, len(x), batch_size):
                self.batches.append((x[n : n + batch_size], y[n : n + batch_size]))

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        x, y = self.batches[index]
        return ops.convert_to_tensor(np.array(x, dtype="int32")), ops.convert_to_tensor(np.array(y))


# %% sorted-pairs
# why: Pairs are shuffled, sorted by length and laid into batches; every epoch has another order, of
# the batches, too.
import random


class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__(workers=1)
        self.pairs = list(zip(map(tuple, sequences), list(labels)))
        self.most = batch_size
        self.on_epoch_begin()

    def on_epoch_begin(self):
        chance = random.Random()
        pairs = sorted(chance.sample(self.pairs, len(self.pairs)), key=lambda pair: len(pair[0]))
        self.batches = []
        for pair in pairs:
            last = self.batches[-1] if self.batches else []
            if 0 < len(last) < self.most and len(last[0][0]) == len(pair[0]):
                last.append(pair)
            else:
                self.batches.append([pair])
        chance.shuffle(self.batches)

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        x, y = zip(*self.batches[index])
        return [np.array(x, dtype="float32"), np.array(y)]
