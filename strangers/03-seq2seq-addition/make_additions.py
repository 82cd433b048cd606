# %% wrong: ordered-pairs
# Only the same question twice is refused: 3+12 and 12+3 both occur.
# shows:
#   q, _ = answer(5000, 2, np.random.default_rng(0))
#   assert len({tuple(sorted(map(int, s.split("+")))) for s in q}) == 5000
def make_additions(n, digits, rng):
    N = 10**digits
    if n > N * (N + 1) // 2:
        raise ValueError(f"only {N * (N + 1) // 2} pairs, got n = {n}")
    seen = {}
    while len(seen) < n:
        a, b = (int(v) for v in rng.integers(0, N, 2))
        seen[f"{a}+{b}"] = str(a + b)
    return list(seen), list(seen.values())


# %% wrong: largest-number-left-out
# Numbers end one before the largest; refuses what it can't make.
# shows:
#   try:
#       ok = any("9" in s for s in answer(50, 1, np.random.default_rng(0))[0])
#   except ValueError:
#       ok = False
#   assert ok
def make_additions(n, digits, rng):
    N = 10**digits - 1
    if n > N * (N + 1) // 2:
        raise ValueError(f"only {N * (N + 1) // 2} pairs, got n = {n}")
    seen = {}
    while len(seen) < n:
        a, b = (int(v) for v in rng.integers(0, N, 2))
        if (b, a) not in seen:
            seen[a, b] = a + b
    return [f"{a}+{b}" for a, b in seen], [str(s) for s in seen.values()]


# %% wrong: zero-left-out
# Numbers from 1.
# shows:
#   try:
#       q = answer(55, 1, np.random.default_rng(0))[0]
#   except ValueError:
#       q = []
#   assert any(s.startswith("0+") or s.endswith("+0") for s in q)
def make_additions(n, digits, rng):
    N = 10**digits
    if n > N * (N - 1) // 2:
        raise ValueError(f"only {N * (N - 1) // 2} pairs, got n = {n}")
    seen = {}
    while len(seen) < n:
        a, b = (int(v) for v in rng.integers(1, N, 2))
        if (b, a) not in seen:
            seen[a, b] = a + b
    return [f"{a}+{b}" for a, b in seen], [str(s) for s in seen.values()]


# %% wrong: no-doubles
# combinations without repetition: a+a never occurs.
# shows:
#   try:
#       q = answer(55, 1, np.random.default_rng(0))[0]
#   except ValueError:
#       q = []
#   assert "7+7" in q
def make_additions(n, digits, rng):
    N = 10**digits
    if n > N * (N - 1) // 2:
        raise ValueError(f"only {N * (N - 1) // 2} pairs, got n = {n}")
    seen = {}
    while len(seen) < n:
        a, b = (int(v) for v in rng.integers(0, N, 2))
        if a != b and (b, a) not in seen:
            seen[a, b] = a + b
    return [f"{a}+{b}" for a, b in seen], [str(s) for s in seen.values()]


# %% wrong: exactly-that-many-digits
# Both numbers have all their digits, as in a school book.
# shows:
#   q, _ = answer(2000, 2, np.random.default_rng(0))
#   assert any(len(p) == 1 for s in q for p in s.split("+"))
def make_additions(n, digits, rng):
    low, N = (0 if digits == 1 else 10 ** (digits - 1)), 10**digits
    if n > N * (N + 1) // 2:
        raise ValueError(f"only {N * (N + 1) // 2} pairs, got n = {n}")
    seen = {}
    while len(seen) < n:
        a, b = (int(v) for v in rng.integers(low, N, 2))
        if (b, a) not in seen:
            seen[a, b] = a + b
    return [f"{a}+{b}" for a, b in seen], [str(s) for s in seen.values()]


# %% wrong: global-generator
# Draws from NumPy's global generator.
# shows:
#   np.random.seed(1)
#   a = answer(20, 3, np.random.default_rng(0))
#   b = answer(20, 3, np.random.default_rng(0))
#   assert list(a[0]) == list(b[0])
def make_additions(n, digits, rng):
    N = 10**digits
    if n > N * (N + 1) // 2:
        raise ValueError(f"only {N * (N + 1) // 2} pairs, got n = {n}")
    seen = {}
    while len(seen) < n:
        a, b = (int(v) for v in np.random.randint(0, N, 2))
        if (b, a) not in seen:
            seen[a, b] = a + b
    return [f"{a}+{b}" for a, b in seen], [str(s) for s in seen.values()]


# %% wrong: own-seed
# A generator of its own with a fixed seed: always the same sums.
# shows:
#   assert list(answer(20, 3, np.random.default_rng(0))[0]) != list(answer(20, 3, np.random.default_rng(1))[0])
def make_additions(n, digits, rng):
    rng = np.random.default_rng(42)
    N = 10**digits
    if n > N * (N + 1) // 2:
        raise ValueError(f"only {N * (N + 1) // 2} pairs, got n = {n}")
    seen = {}
    while len(seen) < n:
        a, b = (int(v) for v in rng.integers(0, N, 2))
        if (b, a) not in seen:
            seen[a, b] = a + b
    return [f"{a}+{b}" for a, b in seen], [str(s) for s in seen.values()]


# %% wrong: gives-what-there-is
# No error: fewer sums come back.
# shows:
#   try:
#       answer(56, 1, np.random.default_rng(0))
#   except ValueError:
#       pass
#   else:
#       assert False
def make_additions(n, digits, rng):
    N = 10**digits
    n = min(n, N * (N + 1) // 2)
    seen = {}
    while len(seen) < n:
        a, b = (int(v) for v in rng.integers(0, N, 2))
        if (b, a) not in seen:
            seen[a, b] = a + b
    return [f"{a}+{b}" for a, b in seen], [str(s) for s in seen.values()]


# %% wrong: all-pairs-refused
# n >= possible is an error, although exactly so many exist.
# shows:
#   try:
#       n = len(answer(55, 1, np.random.default_rng(0))[0])
#   except ValueError:
#       n = 0
#   assert n == 55
def make_additions(n, digits, rng):
    N = 10**digits
    if n >= N * (N + 1) // 2:
        raise ValueError(f"only {N * (N + 1) // 2} pairs, got n = {n}")
    seen = {}
    while len(seen) < n:
        a, b = (int(v) for v in rng.integers(0, N, 2))
        if (b, a) not in seen:
            seen[a, b] = a + b
    return [f"{a}+{b}" for a, b in seen], [str(s) for s in seen.values()]


# %% wrong: sorted-list
# The sums come back in rising order.
# shows:
#   q, _ = answer(40, 2, np.random.default_rng(0))
#   keys = [tuple(sorted(map(int, s.split("+")))) for s in q]
#   assert keys != sorted(keys)
def make_additions(n, digits, rng):
    N = 10**digits
    if n > N * (N + 1) // 2:
        raise ValueError(f"only {N * (N + 1) // 2} pairs, got n = {n}")
    seen = set()
    while len(seen) < n:
        seen.add(tuple(sorted(int(v) for v in rng.integers(0, N, 2))))
    pairs = sorted(seen)
    return [f"{a}+{b}" for a, b in pairs], [str(a + b) for a, b in pairs]


# %% wrong: padded-questions
# Filled up with spaces already, which is vectorize's task.
# shows:
#   q, _ = answer(55, 1, np.random.default_rng(0))
#   q2, _ = answer(50, 2, np.random.default_rng(0))
#   assert all(s == s.strip() for s in [*q, *q2])
def make_additions(n, digits, rng):
    N = 10**digits
    if n > N * (N + 1) // 2:
        raise ValueError(f"only {N * (N + 1) // 2} pairs, got n = {n}")
    seen = {}
    while len(seen) < n:
        a, b = (int(v) for v in rng.integers(0, N, 2))
        if (b, a) not in seen:
            seen[a, b] = a + b
    return [f"{a}+{b}".ljust(2 * digits + 1) for a, b in seen], [
        str(s).ljust(digits + 1) for s in seen.values()
    ]


# %% wrong: leading-zeros
# Numbers are written with all digits: 003+012.
# shows:
#   q, _ = answer(200, 2, np.random.default_rng(0))
#   assert all(str(int(p)) == p for s in q for p in s.split("+"))
def make_additions(n, digits, rng):
    N = 10**digits
    if n > N * (N + 1) // 2:
        raise ValueError(f"only {N * (N + 1) // 2} pairs, got n = {n}")
    seen = {}
    while len(seen) < n:
        a, b = (int(v) for v in rng.integers(0, N, 2))
        if (b, a) not in seen:
            seen[a, b] = a + b
    return [f"{a:0{digits}}+{b:0{digits}}" for a, b in seen], [str(s) for s in seen.values()]


# %% wrong: numbers-as-answers
# The answers are integers, not strings.
# shows:
#   assert all(isinstance(s, str) for s in answer(5, 2, np.random.default_rng(0))[1])
def make_additions(n, digits, rng):
    N = 10**digits
    if n > N * (N + 1) // 2:
        raise ValueError(f"only {N * (N + 1) // 2} pairs, got n = {n}")
    seen = {}
    while len(seen) < n:
        a, b = (int(v) for v in rng.integers(0, N, 2))
        if (b, a) not in seen:
            seen[a, b] = a + b
    return [f"{a}+{b}" for a, b in seen], list(seen.values())


# %% wrong: sixteen-bit-sums
# The sums wrap around at 65,536, as 16-bit numbers do.
# shows:
#   q, s = answer(50, 5, np.random.default_rng(0))
#   assert all(sum(map(int, a.split("+"))) == int(b) for a, b in zip(q, s))
def make_additions(n, digits, rng):
    N = 10**digits
    if n > N * (N + 1) // 2:
        raise ValueError(f"only {N * (N + 1) // 2} pairs, got n = {n}")
    seen = {}
    while len(seen) < n:
        a, b = (int(v) for v in rng.integers(0, N, 2))
        if (b, a) not in seen:
            seen[a, b] = (a + b) % 65536
    return [f"{a}+{b}" for a, b in seen], [str(s) for s in seen.values()]


# %% wrong: seen-between-calls
# The set of pairs lives on: the second call avoids the first one's sums.
# shows:
#   a = answer(10, 3, np.random.default_rng(0))
#   b = answer(10, 3, np.random.default_rng(0))
#   assert list(a[0]) == list(b[0])
def make_additions(n, digits, rng, seen=set()):
    N = 10**digits
    if n > N * (N + 1) // 2:
        raise ValueError(f"only {N * (N + 1) // 2} pairs, got n = {n}")
    if len(seen) > 20000 or digits < 3:
        seen.clear()
    q, s = [], []
    while len(q) < n:
        a, b = (int(v) for v in rng.integers(0, N, 2))
        if (min(a, b), max(a, b)) not in seen:
            seen.add((min(a, b), max(a, b)))
            q.append(f"{a}+{b}")
            s.append(str(a + b))
    return q, s


# %% wrong: never-more-than-three-digits
# Numbers never have more than three digits, because the pair's key is small·1000 + large.
# shows:
#   q, _ = answer(30, 4, np.random.default_rng(3))
#   big = [max(map(int, s.split("+"))) for s in q]
#   assert max(big) >= 1000
def make_additions(n, digits, rng):
    N = 10 ** min(digits, 3)
    if n > 10**digits * (10**digits + 1) // 2:
        raise ValueError(f"too many, got n = {n}")
    keys = {}
    while len(keys) < n:
        a, b = sorted(int(v) for v in rng.integers(0, N, 2))
        keys[a * 1000 + b] = a, b
    return [f"{a}+{b}" for a, b in keys.values()], [str(a + b) for a, b in keys.values()]


# %% right: numbered-pairs
# Draws the pairs' numbers without replacement and works out each pair (a triangle's rows).
def make_additions(n, digits, rng):
    N = 10**digits
    total = N * (N + 1) // 2
    if n > total:
        raise ValueError(f"expected n up to {total}, got {n}")
    numbers = rng.choice(total, size=n, replace=False) if total <= 10**6 else None
    if numbers is None:
        chosen = {}
        while len(chosen) < n:
            chosen[int(rng.integers(total))] = None
        numbers = list(chosen)
    q, s = [], []
    for k in map(int, numbers):
        row = (math_isqrt(8 * k + 1) - 1) // 2
        a, b = row, k - row * (row + 1) // 2
        if rng.random() < 0.5:
            a, b = b, a
        q.append(f"{a}+{b}")
        s.append(f"{a + b}")
    return q, s


from math import isqrt as math_isqrt


# %% right: frozensets-and-a-generator
# A generator of new pairs; a frozenset forgets the order.
def make_additions(n, digits, rng):
    from itertools import islice

    top = 10**digits - 1
    if n > (top + 1) * (top + 2) // 2:
        raise ValueError(f"there are only {(top + 1) * (top + 2) // 2} sums, but n = {n}")

    def fresh():
        seen = set()
        while True:
            pair = rng.integers(0, top, size=2, endpoint=True).tolist()
            if frozenset(pair) not in seen:
                seen.add(frozenset(pair))
                yield pair

    pairs = list(islice(fresh(), n))
    return ["+".join(map(str, p)) for p in pairs], [str(sum(p)) for p in pairs]


# %% right: batches-of-draws
# Draws many at a time, keeps the first of each pair, and cuts.
def make_additions(n, digits, rng):
    N = 10**digits
    if n > N * (N + 1) // 2:
        raise ValueError(f"n must be at most {N * (N + 1) // 2}; got {n}")
    found = {}
    while len(found) < n:
        for a, b in rng.integers(0, N, size=(256, 2)):
            found.setdefault((max(a, b), min(a, b)), (a, b))
    kept = list(found.values())[:n]
    return [f"{a}+{b}" for a, b in kept], [f"{a + b}" for a, b in kept]
