# %% wrong: width-per-hypothesis
# Keeps the best `width` of each hypothesis and then of all that are active, but finished ones never compete.
# shows:
#   def table(seed, V=4):
#       def step(tokens):
#           r = np.random.default_rng([seed, *[int(t) + 1 for t in tokens]])
#           p = r.random(V) ** 3 + 1e-3
#           return np.log(p / p.sum())
#       return step
#   for seed in range(12):
#       for width, most in ((1, 4), (2, 3), (3, 4), (5, 2)):
#           p, q = answer(table(seed), [0], 3, width, most), reference(table(seed), [0], 3, width, most)
#           assert [(list(map(int, t))) for t, _ in p] == [list(map(int, t)) for t, _ in q]
#           assert np.allclose([s for _, s in p], [s for _, s in q])
def beam_search(step, start, end, width, max_length):
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        new = []
        for tokens, s in active:
            lp = np.asarray(step(list(tokens)))
            for k in np.argsort(-lp)[:width]:
                item = tokens + [int(k)], s + float(lp[k])
                (
                    done.append((item[0], item[1] / n))
                    if k == end or n == max_length
                    else new.append(item)
                )
        active = sorted(new, key=lambda c: -c[1])[:width]
        if not active:
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: beam-shrinks
# Each finished hypothesis makes the beam narrower by one.
# shows:
#   def table(seed, V=4):
#       def step(tokens):
#           r = np.random.default_rng([seed, *[int(t) + 1 for t in tokens]])
#           p = r.random(V) ** 3 + 1e-3
#           return np.log(p / p.sum())
#       return step
#   for seed in range(12):
#       for width, most in ((1, 4), (2, 3), (3, 4), (5, 2)):
#           p, q = answer(table(seed), [0], 3, width, most), reference(table(seed), [0], 3, width, most)
#           assert [(list(map(int, t))) for t, _ in p] == [list(map(int, t)) for t, _ in q]
#           assert np.allclose([s for _, s in p], [s for _, s in q])
def beam_search(step, start, end, width, max_length):
    active, done, room = [(list(start), 0.0)], [], width
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:room]:
            if t[-1] == end or n == max_length:
                done.append((t, s / n))
            else:
                active.append((t, s))
        room = width - len(done) if n < max_length else room
        if not active or room <= 0:
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: stops-at-first-end
# Stops as soon as one hypothesis has finished.
# shows:
#   def table(seed, V=4):
#       def step(tokens):
#           r = np.random.default_rng([seed, *[int(t) + 1 for t in tokens]])
#           p = r.random(V) ** 3 + 1e-3
#           return np.log(p / p.sum())
#       return step
#   for seed in range(12):
#       for width, most in ((1, 4), (2, 3), (3, 4), (5, 2)):
#           p, q = answer(table(seed), [0], 3, width, most), reference(table(seed), [0], 3, width, most)
#           assert [(list(map(int, t))) for t, _ in p] == [list(map(int, t)) for t, _ in q]
#           assert np.allclose([s for _, s in p], [s for _, s in q])
def beam_search(step, start, end, width, max_length):
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            (done if t[-1] == end or n == max_length else active).append((t, s))
        if not active or done:
            done += active
            break
    return sorted(((t, s / (len(t) - len(start))) for t, s in done), key=lambda c: -c[1])[:width]


# %% wrong: stops-when-width-finished
# Ends when `width` hypotheses have finished, while others are active.
# shows:
#   def table(seed, V=4):
#       def step(tokens):
#           r = np.random.default_rng([seed, *[int(t) + 1 for t in tokens]])
#           p = r.random(V) ** 3 + 1e-3
#           return np.log(p / p.sum())
#       return step
#   for seed in range(12):
#       for width, most in ((1, 4), (2, 3), (3, 4), (5, 2)):
#           p, q = answer(table(seed), [0], 3, width, most), reference(table(seed), [0], 3, width, most)
#           assert [(list(map(int, t))) for t, _ in p] == [list(map(int, t)) for t, _ in q]
#           assert np.allclose([s for _, s in p], [s for _, s in q])
def beam_search(step, start, end, width, max_length):
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end or n == max_length:
                done.append((t, s / n))
            else:
                active.append((t, s))
        if not active or len(done) >= width:
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: score-is-the-sum
# Sums, not means.
# shows:
#   def table(seed, V=4):
#       def step(tokens):
#           r = np.random.default_rng([seed, *[int(t) + 1 for t in tokens]])
#           p = r.random(V) ** 3 + 1e-3
#           return np.log(p / p.sum())
#       return step
#   for seed in range(12):
#       for width, most in ((1, 4), (2, 3), (3, 4), (5, 2)):
#           p, q = answer(table(seed), [0], 3, width, most), reference(table(seed), [0], 3, width, most)
#           assert [(list(map(int, t))) for t, _ in p] == [list(map(int, t)) for t, _ in q]
#           assert np.allclose([s for _, s in p], [s for _, s in q])
def beam_search(step, start, end, width, max_length):
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            (done if t[-1] == end or n == max_length else active).append((t, s))
        if not active:
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: divides-by-all-tokens
# The mean counts the start's tokens.
# shows:
#   def table(seed, V=4):
#       def step(tokens):
#           r = np.random.default_rng([seed, *[int(t) + 1 for t in tokens]])
#           p = r.random(V) ** 3 + 1e-3
#           return np.log(p / p.sum())
#       return step
#   for seed in range(12):
#       for width, most in ((1, 4), (2, 3), (3, 4), (5, 2)):
#           p, q = answer(table(seed), [0], 3, width, most), reference(table(seed), [0], 3, width, most)
#           assert [(list(map(int, t))) for t, _ in p] == [list(map(int, t)) for t, _ in q]
#           assert np.allclose([s for _, s in p], [s for _, s in q])
def beam_search(step, start, end, width, max_length):
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end or n == max_length:
                done.append((t, s / len(t)))
            else:
                active.append((t, s))
        if not active:
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: end-outside-the-mean
# `end` isn't counted in N.
# shows:
#   def table(seed, V=4):
#       def step(tokens):
#           r = np.random.default_rng([seed, *[int(t) + 1 for t in tokens]])
#           p = r.random(V) ** 3 + 1e-3
#           return np.log(p / p.sum())
#       return step
#   for seed in range(12):
#       for width, most in ((1, 4), (2, 3), (3, 4), (5, 2)):
#           p, q = answer(table(seed), [0], 3, width, most), reference(table(seed), [0], 3, width, most)
#           assert [(list(map(int, t))) for t, _ in p] == [list(map(int, t)) for t, _ in q]
#           assert np.allclose([s for _, s in p], [s for _, s in q])
def beam_search(step, start, end, width, max_length):
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end or n == max_length:
                done.append((t, s / max(n - (t[-1] == end), 1)))
            else:
                active.append((t, s))
        if not active:
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: unfinished-thrown-away
# Those that are active at max_length don't count, if any has finished.
# shows:
#   def table(seed, V=4):
#       def step(tokens):
#           r = np.random.default_rng([seed, *[int(t) + 1 for t in tokens]])
#           p = r.random(V) ** 3 + 1e-3
#           return np.log(p / p.sum())
#       return step
#   for seed in range(12):
#       for width, most in ((1, 4), (2, 3), (3, 4), (5, 2)):
#           p, q = answer(table(seed), [0], 3, width, most), reference(table(seed), [0], 3, width, most)
#           assert [(list(map(int, t))) for t, _ in p] == [list(map(int, t)) for t, _ in q]
#           assert np.allclose([s for _, s in p], [s for _, s in q])
def beam_search(step, start, end, width, max_length):
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end:
                done.append((t, s / n))
            else:
                active.append((t, s))
        if not active:
            break
    done = done or [(t, s / max_length) for t, s in active]
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: finished-stay-in-the-beam
# Finished hypotheses keep their place and compete by their sums.
# shows:
#   def table(seed, V=4):
#       def step(tokens):
#           r = np.random.default_rng([seed, *[int(t) + 1 for t in tokens]])
#           p = r.random(V) ** 3 + 1e-3
#           return np.log(p / p.sum())
#       return step
#   for seed in range(12):
#       for width, most in ((1, 4), (2, 3), (3, 4), (5, 2)):
#           p, q = answer(table(seed), [0], 3, width, most), reference(table(seed), [0], 3, width, most)
#           assert [(list(map(int, t))) for t, _ in p] == [list(map(int, t)) for t, _ in q]
#           assert np.allclose([s for _, s in p], [s for _, s in q])
def beam_search(step, start, end, width, max_length):
    beam = [(list(start), 0.0, False)]
    for _ in range(max_length):
        every = []
        for t, s, over in beam:
            if over:
                every.append((t, s, True))
            else:
                every += [
                    (t + [k], s + float(v), k == end)
                    for k, v in enumerate(np.asarray(step(list(t))))
                ]
        beam = sorted(every, key=lambda c: -c[1])[:width]
        if all(over for *_, over in beam):
            break
    return sorted(((t, s / (len(t) - len(start))) for t, s, _ in beam), key=lambda c: -c[1])


# %% wrong: end-removed
# The tokens come back without `end`.
# shows:
#   def table(seed, V=4):
#       def step(tokens):
#           r = np.random.default_rng([seed, *[int(t) + 1 for t in tokens]])
#           p = r.random(V) ** 3 + 1e-3
#           return np.log(p / p.sum())
#       return step
#   for seed in range(12):
#       for width, most in ((1, 4), (2, 3), (3, 4), (5, 2)):
#           p, q = answer(table(seed), [0], 3, width, most), reference(table(seed), [0], 3, width, most)
#           assert [(list(map(int, t))) for t, _ in p] == [list(map(int, t)) for t, _ in q]
#           assert np.allclose([s for _, s in p], [s for _, s in q])
def beam_search(step, start, end, width, max_length):
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end:
                done.append((t[:-1], s / n))
            elif n == max_length:
                done.append((t, s / n))
            else:
                active.append((t, s))
        if not active:
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: start-removed
# Only the generated tokens.
# shows:
#   def table(seed, V=4):
#       def step(tokens):
#           r = np.random.default_rng([seed, *[int(t) + 1 for t in tokens]])
#           p = r.random(V) ** 3 + 1e-3
#           return np.log(p / p.sum())
#       return step
#   for seed in range(12):
#       for width, most in ((1, 4), (2, 3), (3, 4), (5, 2)):
#           p, q = answer(table(seed), [0], 3, width, most), reference(table(seed), [0], 3, width, most)
#           assert [(list(map(int, t))) for t, _ in p] == [list(map(int, t)) for t, _ in q]
#           assert np.allclose([s for _, s in p], [s for _, s in q])
def beam_search(step, start, end, width, max_length):
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end or n == max_length:
                done.append((t[len(start) :], s / n))
            else:
                active.append((t, s))
        if not active:
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: all-finished-returned
# Doesn't cut the list to `width`.
# shows:
#   def table(seed, V=4):
#       def step(tokens):
#           r = np.random.default_rng([seed, *[int(t) + 1 for t in tokens]])
#           p = r.random(V) ** 3 + 1e-3
#           return np.log(p / p.sum())
#       return step
#   for seed in range(12):
#       for width, most in ((1, 4), (2, 3), (3, 4), (5, 2)):
#           p, q = answer(table(seed), [0], 3, width, most), reference(table(seed), [0], 3, width, most)
#           assert [(list(map(int, t))) for t, _ in p] == [list(map(int, t)) for t, _ in q]
#           assert np.allclose([s for _, s in p], [s for _, s in q])
def beam_search(step, start, end, width, max_length):
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end or n == max_length:
                done.append((t, s / n))
            else:
                active.append((t, s))
        if not active:
            break
    return sorted(done, key=lambda c: -c[1])


# %% wrong: order-of-finishing
# The first `width` to finish, not sorted by score.
# shows:
#   def table(seed, V=4):
#       def step(tokens):
#           r = np.random.default_rng([seed, *[int(t) + 1 for t in tokens]])
#           p = r.random(V) ** 3 + 1e-3
#           return np.log(p / p.sum())
#       return step
#   for seed in range(12):
#       for width, most in ((1, 4), (2, 3), (3, 4), (5, 2)):
#           p, q = answer(table(seed), [0], 3, width, most), reference(table(seed), [0], 3, width, most)
#           assert [(list(map(int, t))) for t, _ in p] == [list(map(int, t)) for t, _ in q]
#           assert np.allclose([s for _, s in p], [s for _, s in q])
def beam_search(step, start, end, width, max_length):
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end or n == max_length:
                done.append((t, s / n))
            else:
                active.append((t, s))
        if not active:
            break
    return done[:width]


# %% wrong: takes-probabilities
# Takes the logarithm of exp again after clipping small probabilities at 1e-6.
# shows:
#   step = lambda t: np.array([-30.0, -40.0, -50.0])
#   assert np.isclose(answer(step, [0], 1, 1, 2)[0][1], -30)
def beam_search(step, start, end, width, max_length):
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(np.log(max(np.exp(v), 1e-6) + 1e-12 * -k)))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end or n == max_length:
                done.append((t, s / n))
            else:
                active.append((t, s))
        if not active:
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: tuple-plus-list
# start + [token]: fails for a tuple.
# shows:
#   step = lambda t: np.array([-1.0, -2.0, -3.0])
#   try:
#       ok = list(answer(step, (0,), 1, 1, 2)[0][0]) == [0, 0, 0]
#   except TypeError:
#       ok = False
#   assert ok
def beam_search(step, start, end, width, max_length):
    active, done = [(start, 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end or n == max_length:
                done.append((t, s / n))
            else:
                active.append((t, s))
        if not active:
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: start-appended-to
# Greedy case handled by appending to the caller's list.
# shows:
#   start = [0]
#   answer(lambda t: np.array([-1.0, -2.0]), start, 1, 1, 3)
#   assert start == [0]
def beam_search(step, start, end, width, max_length):
    if width == 1 and isinstance(start, list):
        total, n = 0.0, 0
        while n < max_length:
            lp = np.asarray(step(list(start)))
            k = int(np.argmax(lp))
            start.append(k)
            total, n = total + float(lp[k]), n + 1
            if k == end:
                break
        return [(list(start), total / n)]
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end or n == max_length:
                done.append((t, s / n))
            else:
                active.append((t, s))
        if not active:
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: early-stop-on-best-score
# Stops when the best finished score is above every active mean: a mean can still rise.
# shows:
#   def chain(t):
#       return np.log(np.array([0.49, 0.5, 0.01])) if len(t) == 1 else np.log(np.array([0.98, 0.01, 0.01]))
#   p, q = answer(chain, [2], 1, 2, 5), reference(chain, [2], 1, 2, 5)
#   assert list(p[0][0]) == list(q[0][0])
def beam_search(step, start, end, width, max_length):
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end or n == max_length:
                done.append((t, s / n))
            else:
                active.append((t, s))
        if not active or (done and max(s for _, s in done) >= active[0][1] / n):
            done += [(t, s / n) for t, s in active if not done]
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: end-in-start-finishes
# A start that ends in `end` comes back at once.
# shows:
#   got = answer(lambda t: np.array([-1.0, -2.0]), [1], 1, 1, 2)
#   assert len(got[0][0]) > 1
def beam_search(step, start, end, width, max_length):
    if len(start) and start[-1] == end:
        return [(list(start), 0.0)]
    active, done = [(list(start), 0.0)], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end or n == max_length:
                done.append((t, s / n))
            else:
                active.append((t, s))
        if not active:
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: max-length-counts-the-start
# max_length is the length of the whole sequence.
# shows:
#   got = answer(lambda t: np.array([-1.0, -2.0]), [0, 0], 1, 1, 3)
#   assert len(got[0][0]) == 5
def beam_search(step, start, end, width, max_length):
    most = max(max_length - len(start) + 1, 1)
    active, done = [(list(start), 0.0)], []
    for n in range(1, most + 1):
        every = [
            (t + [k], s + float(v))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end or n == most:
                done.append((t, s / n))
            else:
                active.append((t, s))
        if not active:
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% wrong: sixteen-bit-totals
# Totals in float16: long sums lose their digits.
# shows:
#   def table(seed, V=4):
#       def step(tokens):
#           r = np.random.default_rng([seed, *[int(t) + 1 for t in tokens]])
#           p = r.random(V) ** 3 + 1e-3
#           return np.log(p / p.sum())
#       return step
#   for seed in range(12):
#       for width, most in ((1, 4), (2, 3), (3, 4), (5, 2)):
#           p, q = answer(table(seed), [0], 3, width, most), reference(table(seed), [0], 3, width, most)
#           assert [(list(map(int, t))) for t, _ in p] == [list(map(int, t)) for t, _ in q]
#           assert np.allclose([s for _, s in p], [s for _, s in q])
def beam_search(step, start, end, width, max_length):
    active, done = [(list(start), np.float16(0))], []
    for n in range(1, max_length + 1):
        every = [
            (t + [k], np.float16(s + np.float16(v)))
            for t, s in active
            for k, v in enumerate(np.asarray(step(list(t))))
        ]
        every.sort(key=lambda c: -c[1])
        active = []
        for t, s in every[:width]:
            if t[-1] == end or n == max_length:
                done.append((t, float(s) / n))
            else:
                active.append((t, s))
        if not active:
            break
    return sorted(done, key=lambda c: -c[1])[:width]


# %% right: arrays-and-divmod
# A flat array of all sums; divmod finds hypothesis and token.
def beam_search(step, start, end, width, max_length):
    beam, totals, finished = [list(start)], np.zeros(1), []
    for n in range(1, max_length + 1):
        sums = totals[:, None] + np.stack([np.asarray(step(list(b)), dtype=float) for b in beam])
        V = sums.shape[1]
        flat = sums.ravel()
        chosen = np.argsort(-flat, kind="stable")[:width]
        new, kept = [], []
        for i in chosen:
            row, token = divmod(int(i), V)
            tokens = [*beam[row], token]
            if token == end or n == max_length:
                finished.append((tokens, float(flat[i]) / n))
            else:
                new.append(tokens)
                kept.append(flat[i])
        beam, totals = new, np.array(kept)
        if not beam:
            break
    return sorted(finished, key=lambda pair: pair[1], reverse=True)[:width]


# %% right: hypothesis-class
# A small dataclass that keeps all log-probabilities; lists as pairs.
from dataclasses import dataclass


@dataclass
class Hypothesis:
    tokens: list
    logs: tuple = ()

    def children(self, step):
        for token, log_p in enumerate(np.asarray(step(self.tokens[:]), float).tolist()):
            yield Hypothesis([*self.tokens, token], (*self.logs, log_p))


def beam_search(step, start, end, width, max_length):
    alive, finished = [Hypothesis([*start])], []
    while alive:
        pool = [child for h in alive for child in h.children(step)]
        pool = sorted(pool, key=lambda h: math.fsum(h.logs), reverse=True)[:width]
        alive = []
        for h in pool:
            over = h.tokens[-1] == end or len(h.logs) == max_length
            (finished if over else alive).append(h)
    finished.sort(key=lambda h: sequence_score(np.array(h.logs)), reverse=True)
    return [[h.tokens, math.fsum(h.logs) / len(h.logs)] for h in finished[:width]]
