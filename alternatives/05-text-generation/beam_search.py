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
# why: Keeps means instead of sums, which at one length give the same order; recursive.
def beam_search(step, start, end, width, max_length):
    def search(active, n):
        contest = sorted(
            (
                ((mean * (n - 1) + float(log_p)) / n, tokens + [k])
                for mean, tokens in active
                for k, log_p in enumerate(np.array(step(list(tokens))))
            ),
            key=lambda c: c[0],
        )[-width:]
        over = [c for c in contest if c[1][-1] == end or n == max_length]
        alive = [c for c in contest if c not in over]
        return over + (search(alive, n + 1) if alive else [])

    finished = sorted(search([(0.0, list(start))], 1), key=lambda c: -c[0])
    return [[tokens, mean] for mean, tokens in finished[:width]]
