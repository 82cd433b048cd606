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
