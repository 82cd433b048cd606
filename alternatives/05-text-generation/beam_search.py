# %% heap
# why: The best are picked with a heap; tuples as tokens and as the answer.
def beam_search(step, start, end, width, max_length):
    import heapq

    active, finished = [(0.0, tuple(start))], []
    for n in range(1, max_length + 1):
        everything = [
            (total + float(log_p), (*tokens, k))
            for total, tokens in active
            for k, log_p in enumerate(step(list(tokens)))
        ]
        kept = heapq.nlargest(width, everything)
        finished += [(total / n, t) for total, t in kept if t[-1] == end or n == max_length]
        active = [c for c in kept if c[1][-1] != end]
        if not active:
            break
    return tuple((tokens, score) for score, tokens in heapq.nlargest(width, finished))


# %% arrays
# why: A matrix of sums (active, V), cut by flat indices.
def beam_search(step, start, end, width, max_length):
    beam, sums, done = [list(start)], np.zeros(1), []
    for n in range(1, max_length + 1):
        grid = sums[:, None] + np.stack([np.asarray(step(list(t)), "float64") for t in beam])
        best = np.argsort(-grid, axis=None)[:width]
        rows, columns = np.unravel_index(best, grid.shape)
        longer = [beam[r] + [int(c)] for r, c in zip(rows, columns)]
        values = grid[rows, columns]
        over = (columns == end) | (n == max_length)
        done += [(values[i] / n, longer[i]) for i in np.flatnonzero(over)]
        beam, sums = [longer[i] for i in np.flatnonzero(~over)], values[~over]
        if not beam:
            break
    done.sort(key=lambda pair: -pair[0])
    return [(np.array(tokens), np.float32(score)) for score, tokens in done[:width]]


# %% running-means
# why: Keeps means instead of sums, which at one length give the same order.
def beam_search(step, start, end, width, max_length):
    active, finished, n = [(0.0, list(start))], [], 0
    while active:
        n += 1
        contest = sorted(
            (
                ((mean * (n - 1) + float(log_p)) / n, tokens + [k])
                for mean, tokens in active
                for k, log_p in enumerate(np.array(step(list(tokens))))
            ),
            key=lambda c: c[0],
        )[-width:]
        active = [c for c in contest if c[1][-1] != end and n < max_length]
        finished += [c for c in contest if c[1][-1] == end or n == max_length]
    finished.sort(key=lambda c: -c[0])
    return [[tokens, mean] for mean, tokens in finished[:width]]


# %% back-pointers
# why: A tree of nodes that know their parents; sequences are read off it backwards.
def beam_search(step, start, end, width, max_length):
    nodes, live, done = [(None, None)], [(0, 0.0)], []

    def path(node):
        tokens = []
        while nodes[node][0] is not None:
            parent, token = nodes[node]
            tokens.append(token)
            node = parent
        return list(start) + tokens[::-1]

    for n in range(1, max_length + 1):
        contest = [
            (total + float(log_p), node, token)
            for node, total in live
            for token, log_p in enumerate(step(path(node)))
        ]
        contest.sort(key=lambda c: c[0], reverse=True)
        live = []
        for total, node, token in contest[:width]:
            nodes.append((node, token))
            if token == end or n == max_length:
                done.append((total / n, len(nodes) - 1))
            else:
                live.append((len(nodes) - 1, total))
        if not live:
            break
    done.sort(key=lambda d: d[0], reverse=True)
    return [(path(node), mean) for mean, node in done[:width]]


# %% partial-sort
# why: The beam is a matrix of tokens; argpartition picks the best without sorting them.
def beam_search(step, start, end, width, max_length):
    beam, sums, done = np.array([list(start)], dtype=int).reshape(1, -1), np.zeros(1), []
    for n in range(1, max_length + 1):
        grid = sums[:, None] + np.array([step([int(t) for t in row]) for row in beam], float)
        V, flat = grid.shape[1], grid.ravel()
        best = np.argpartition(-flat, min(width, flat.size) - 1)[:width]
        beam = np.concatenate([beam[best // V], (best % V)[:, None]], axis=1)
        sums = flat[best]
        over = (beam[:, -1] == end) | (n == max_length)
        done += [(tokens, total / n) for tokens, total in zip(beam[over], sums[over])]
        beam, sums = beam[~over], sums[~over]
        if not len(beam):
            break
    return sorted(done, key=lambda pair: -pair[1])[:width]


# %% dict-of-means
# why: Two dictionaries from sequences to means, updated token by token.
def beam_search(step, start, end, width, max_length):
    active, finished = {tuple(start): 0.0}, {}
    for n in range(1, max_length + 1):
        longer = {
            (*tokens, k): mean + (float(log_p) - mean) / n
            for tokens, mean in active.items()
            for k, log_p in enumerate(step(list(tokens)))
        }
        kept = sorted(longer, key=longer.__getitem__, reverse=True)[:width]
        over = {t for t in kept if t[-1] == end or n == max_length}
        finished.update((t, longer[t]) for t in kept if t in over)
        active = {t: longer[t] for t in kept if t not in over}
        if not active:
            break
    return sorted(finished.items(), key=lambda item: -item[1])[:width]
