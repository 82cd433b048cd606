# %% keras
# why: Keras's own function with its defaults.
def pad(sequences, maxlen):
    return keras.utils.pad_sequences(sequences, maxlen=maxlen)


# %% lists
# why: Plain lists, concatenated.
def pad(sequences, maxlen):
    return [([0] * maxlen + [int(n) for n in ids])[-maxlen:] for ids in sequences]


# %% np-pad
# why: np.pad and np.stack, in floating-point numbers.
def pad(sequences, maxlen):
    rows = [np.empty((0, maxlen))]
    for ids in sequences:
        ids = np.asarray(ids, dtype=float)[-maxlen:]
        rows.append(np.pad(ids, (maxlen - ids.size, 0))[None])
    return np.concatenate(rows)


# %% deque
# why: A queue that forgets what came too early.
from collections import deque


def pad(sequences, maxlen):
    padded = np.zeros((len(sequences), maxlen), dtype=int)
    for n, ids in enumerate(sequences):
        queue = deque([0] * maxlen, maxlen=maxlen)
        queue.extend(ids)
        padded[n] = queue
    return padded


# %% from-behind
# why: Filled from the end, one id at a time; a tensor comes back.
def pad(sequences, maxlen):
    padded = np.zeros((len(sequences), maxlen), dtype="int32")
    for n, ids in enumerate(sequences):
        for back in range(1, min(maxlen, len(ids)) + 1):
            padded[n, -back] = ids[-back]
    return ops.convert_to_tensor(padded)


# %% one-flat-row
# why: One flat row of numbers, filled from behind and folded at the end.
def pad(sequences, maxlen):
    flat = np.zeros(len(sequences) * maxlen, dtype="float64")
    for n, ids in enumerate(sequences, start=1):
        for back, i in enumerate(reversed(ids), start=1):
            if back > maxlen:
                break
            flat[n * maxlen - back] = i
    return flat.reshape(len(sequences), maxlen)
