# %% numbered-pairs
# why: Draws row numbers of the triangle of pairs without replacement, and works the pair out.
def make_additions(n, digits, rng):
    m = 10**digits
    total = m * (m + 1) // 2
    if n > total:
        raise ValueError(f"there are only {total} sums, {n} were asked for")
    questions, answers = [], []
    for index in rng.choice(total, size=n, replace=False):
        index = int(index)
        b = int((2 * index + 0.25) ** 0.5 - 0.5)
        while b * (b + 1) // 2 > index:
            b -= 1
        while (b + 1) * (b + 2) // 2 <= index:
            b += 1
        a = index - b * (b + 1) // 2
        questions.append(f"{a}+{b}")
        answers.append(f"{a + b}")
    return questions, answers


# %% dictionary-of-sorted-pairs
# why: A dictionary keyed by the sorted pair, filled in batches; returns a list of tuples.
def make_additions(n, digits, rng):
    limit = 10**digits
    if 2 * n > limit * (limit + 1):
        raise ValueError("not that many different sums: " + str(n))
    table = {}
    while len(table) < n:
        for a, b in rng.integers(limit, size=(max(n, 8), 2)).tolist():
            if len(table) < n:
                table.setdefault(tuple(sorted((a, b))), (str(a) + "+" + str(b), str(a + b)))
    return [tuple(q for q, _ in table.values()), tuple(a for _, a in table.values())]


# %% frozensets-and-random
# why: Uses rng.random, frozensets as pairs, and numpy strings in arrays.
def make_additions(n, digits, rng):
    m = 10**digits
    if n > m * (m - 1) // 2 + m:
        raise ValueError(f"n must be at most {m * (m + 1) // 2}, is {n}")
    drawn, pairs = set(), []
    while len(pairs) != n:
        a, b = int(rng.random() * m), int(rng.random() * m)
        if frozenset([a, b]) in drawn:
            continue
        drawn.add(frozenset([a, b]))
        pairs.append((a, b))
    return np.array([f"{a}+{b}" for a, b in pairs]), np.array([str(a + b) for a, b in pairs])


# %% random-lengths
# why: Draws the number of digits first, so that short numbers are as frequent as long ones.
def make_additions(n, digits, rng):
    m = 10**digits
    if n > m * (m + 1) // 2:
        raise ValueError(f"only {m * (m + 1) // 2} sums of {digits} digits, not {n}")

    def number():
        return int(rng.integers(10 ** int(rng.integers(1, digits + 1))))

    seen, questions, answers = set(), [], []
    while len(seen) < n:
        a, b = number(), number()
        if (a, b) in seen or (b, a) in seen:
            continue
        seen.add((a, b))
        questions += [f"{a}+{b}"]
        answers += [f"{a + b}"]
    return questions, answers


# %% numpy-raises
# why: Leaves the ValueError to NumPy's own choice; always writes the larger number first.
def make_additions(n, digits, rng):
    m = 10**digits
    index = rng.choice(m * (m + 1) // 2, size=n, replace=False)
    large = ((np.sqrt(8.0 * index + 1) - 1) // 2).astype(int)
    large += (large + 1) * (large + 2) // 2 <= index
    large -= large * (large + 1) // 2 > index
    small = index - large * (large + 1) // 2
    pairs = list(zip(large.tolist(), small.tolist()))
    return [f"{a}+{b}" for a, b in pairs], [str(a + b) for a, b in pairs]


# %% smaller-first-sets-and-shuffle
# why: Collects pairs in a set, sorts it and shuffles; the smaller number always comes first.
def make_additions(n, digits, rng):
    m = 10**digits
    if n > m * (m + 1) // 2:
        raise ValueError
    pairs = set()
    while len(pairs) < n:
        a, b = sorted(int(v) for v in rng.integers(0, m - 1, 2, endpoint=True))
        pairs.add((a, b))
    pairs = sorted(pairs)
    rng.shuffle(pairs)
    return [f"{a}+{b}" for a, b in pairs], [f"{a + b}" for a, b in pairs]


# %% all-pairs-where-there-are-few
# why: Permutes all pairs if these are not too many, and draws if they are.
def make_additions(n, digits, rng):
    m = 10**digits
    if n > m * (m + 1) // 2:
        raise ValueError(f"{m * (m + 1) // 2}")
    if digits <= 2:
        every = [(a, b) for a in range(m) for b in range(a + 1)]
        pairs = [every[i] for i in rng.permutation(len(every))[:n]]
    else:
        pairs = {}
        while len(pairs) < n:
            a, b = (int(v) for v in rng.integers(m, size=2))
            pairs[min(a, b) * m + max(a, b)] = (a, b)
        pairs = list(pairs.values())
    return [f"{a}+{b}" for a, b in pairs], [str(a + b) for a, b in pairs]


# %% python-random-seeded-by-rng
# why: A generator of Python's own, as a local object whose seed is drawn from rng.
def make_additions(n, digits, rng):
    import random

    own = random.Random(int(rng.integers(2**63)))
    m = 10**digits
    total = m * (m + 1) // 2
    if n > total:
        raise ValueError("too many")
    questions, answers = [], []
    for index in own.sample(range(total), n):
        a, b = divmod(index, m + 1)
        if b <= a:  # the triangle, folded into half a square
            a, b = m - 1 - a, m - 1 - b
        else:
            b -= 1
        a, b = (a, b) if own.random() < 0.5 else (b, a)
        questions.append(f"{a}+{b}")
        answers.append(f"{a + b}")
    return questions, answers
