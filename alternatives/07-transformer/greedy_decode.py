# %% one-at-a-time
# why: Example by example, each until its own `end`.
def greedy_decode(predict, source, start, end, max_length):
    answers = []
    for n in range(len(source)):
        tokens = [start]
        while len(tokens) <= max_length:
            p = predict([source[n : n + 1], np.array([tokens])])
            best = int(np.argmax(ops.convert_to_numpy(p)[0, -1]))
            if best == end:
                break
            tokens.append(best)
        answers.append(tokens[1:])
    return answers


# %% buffer
# why: A buffer of full length, written and read place by place; what comes after a place is no
# matter.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.zeros((len(source), max_length + 1), dtype="int32")
    ids[:, 0] = start
    for t in range(max_length):
        p = np.asarray(ops.convert_to_numpy(predict([source, ids[:, :max_length]])))
        ids[:, t + 1] = np.argmax(p[:, t], axis=1)
    answers = []
    for row in ids[:, 1:]:
        ends = np.flatnonzero(row == end)
        answers.append(list(row[: ends[0]]) if len(ends) else list(row))
    return answers


# %% all-steps
# why: All steps are taken, finished or not, and each answer is read with an iterator.
from itertools import takewhile


def greedy_decode(predict, source, start, end, max_length):
    rows = [[start] for _ in source]
    for _ in range(max_length):
        p = ops.argmax(predict([source, np.array(rows)])[:, -1], axis=-1)
        for row, token in zip(rows, ops.convert_to_numpy(p)):
            row.append(int(token))
    return [list(takewhile(lambda n: n != end, row[1:])) for row in rows]


# %% shrinking-batch
# why: Finished examples leave the batch.
def greedy_decode(predict, source, start, end, max_length):
    source = np.asarray(source)
    answers = {n: [] for n in range(len(source))}
    active = list(answers)
    for _ in range(max_length):
        if not active:
            break
        ids = np.array([[start] + answers[n] for n in active])
        p = ops.convert_to_numpy(predict([source[active], ids]))
        going_on = []
        for n, token in zip(active, p[:, -1].argmax(-1).tolist()):
            if token != end:
                answers[n].append(token)
                going_on.append(n)
        active = going_on
    return [answers[n] for n in sorted(answers)]


# %% arrays
# why: NumPy arrays of different lengths come back; finished ones are fed `end` on and on.
def greedy_decode(predict, source, start, end, max_length):
    ids, done = np.full((len(source), 1), start), np.zeros(len(source), dtype=bool)
    while not done.all() and ids.shape[1] <= max_length:
        scores = ops.convert_to_numpy(predict([source, ids]))
        token = np.where(done, end, scores[:, -1, :].argmax(axis=1))
        done = done | (token == end)
        ids = np.hstack([ids, token.reshape(-1, 1)])
    return [row[1:][np.cumsum(row[1:] == end) == 0] for row in ids]


# %% recursion
# why: A function that calls itself, and grows the ids by one column.
def greedy_decode(predict, source, start, end, max_length):
    def go(ids):
        if ids.shape[1] > max_length:
            return ids[:, 1:]
        nxt = predict([source, ids])[:, -1, :].argmax(-1)
        return go(np.c_[ids, nxt])

    out = []
    for row in go(np.full((source.shape[0], 1), start)):
        k = np.nonzero(row == end)[0]
        out.append(row[: k[0]].tolist() if k.size else row.tolist())
    return out


# %% tensors-and-tuples
# why: TensorFlow tensors; the answers are tuples of NumPy integers.
def greedy_decode(predict, source, start, end, max_length):
    import tensorflow as tf

    s = tf.convert_to_tensor(source)
    ids = tf.fill((len(source), 1), tf.cast(start, tf.int64))
    for _ in range(max_length):
        p = tf.convert_to_tensor(predict([s, ids]))
        ids = tf.concat([ids, tf.argmax(p[:, -1], axis=-1)[:, None]], axis=1)
    out = []
    for row in ids.numpy()[:, 1:]:
        r = []
        for t in row:
            if t == end:
                break
            r.append(t)
        out.append(tuple(r))
    return tuple(out)


# %% last-of-equals
# why: At a tie the highest id is taken; all steps are taken, whatever has ended.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        p = np.asarray(predict([source, ids]))[:, -1]
        ids = np.hstack([ids, (p.shape[1] - 1 - p[:, ::-1].argmax(1))[:, None]])
    return [list(r[1:])[: list(r[1:]).index(end)] if end in r[1:] else list(r[1:]) for r in ids]
