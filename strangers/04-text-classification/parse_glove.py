# %% wrong: split-at-every-space
# The first piece is the token.
# shows:
#   lines = ["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"]
#   a, r = answer(lines, 2), reference(["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"], 2)
#   assert set(a) == set(r), set(a)
#   assert all(np.shape(a[w]) == r[w].shape and np.allclose(a[w], r[w], rtol=1e-4, atol=0) for w in r)
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        token, *numbers = line.split()
        numbers = numbers[-dim:]
        glove[token] = np.array(numbers, dtype="float32")
    return glove


# %% wrong: lines-with-spaces-skipped
# Lines with too many pieces are skipped.
# shows:
#   lines = ["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"]
#   a, r = answer(lines, 2), reference(["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"], 2)
#   assert set(a) == set(r), set(a)
#   assert all(np.shape(a[w]) == r[w].shape and np.allclose(a[w], r[w], rtol=1e-4, atol=0) for w in r)
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        if len(line.split()) != dim + 1:
            continue
        token, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[token] = np.array(numbers, dtype="float32")
    return glove


# %% wrong: lower-case
# Tokens in lower case.
# shows:
#   lines = ["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"]
#   a, r = answer(lines, 2), reference(["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"], 2)
#   assert set(a) == set(r), set(a)
#   assert all(np.shape(a[w]) == r[w].shape and np.allclose(a[w], r[w], rtol=1e-4, atol=0) for w in r)
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        token, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[token.lower()] = np.array(numbers, dtype="float32")
    return glove


# %% wrong: token-parts-joined
# Spaces inside a token become underscores.
# shows:
#   lines = ["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"]
#   a, r = answer(lines, 2), reference(["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"], 2)
#   assert set(a) == set(r), set(a)
#   assert all(np.shape(a[w]) == r[w].shape and np.allclose(a[w], r[w], rtol=1e-4, atol=0) for w in r)
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        token, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[token.replace(" ", "_")] = np.array(numbers, dtype="float32")
    return glove


# %% wrong: three-decimals
# Numbers are rounded to four decimals.
# shows:
#   lines = ["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"]
#   a, r = answer(lines, 2), reference(["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"], 2)
#   assert set(a) == set(r), set(a)
#   assert all(np.shape(a[w]) == r[w].shape and np.allclose(a[w], r[w], rtol=1e-4, atol=0) for w in r)
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        token, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[token] = np.array(numbers, dtype="float32").round(4)
    return glove


# %% wrong: regular-expression-without-exponents
# A pattern of digits and points: 1e-05 is not understood.
# shows:
#   lines = ["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"]
#   a, r = answer(lines, 2), reference(["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"], 2)
#   assert set(a) == set(r), set(a)
#   assert all(np.shape(a[w]) == r[w].shape and np.allclose(a[w], r[w], rtol=1e-4, atol=0) for w in r)
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        token, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[token] = np.array(
            [float(__import__("re").match(r"-?[0-9.]+", n)[0]) for n in numbers], dtype="float32"
        )
    return glove


# %% wrong: token-stripped
# strip() takes special spaces from the token: a no-break space is a token of its own.
# shows:
#   lines = ["\u00a0 1 2", "a 3 4"]
#   a, r = answer(lines, 2), reference(["\u00a0 1 2", "a 3 4"], 2)
#   assert set(a) == set(r), set(a)
#   assert all(np.shape(a[w]) == r[w].shape and np.allclose(a[w], r[w], rtol=1e-4, atol=0) for w in r)
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        token, *numbers = line.strip().rsplit(" ", dim)
        glove[token if numbers and len(numbers) == dim else line[:1].strip()] = np.array(
            (numbers if len(numbers) == dim else [token, *numbers])[-dim:], dtype="float32"
        )
    return glove


# %% wrong: last-digit-cut
# Cuts the last character of every line, line end or not.
# shows:
#   lines = ["a 1.25 2.5"]
#   a, r = answer(lines, 2), reference(["a 1.25 2.5"], 2)
#   assert set(a) == set(r), set(a)
#   assert all(np.shape(a[w]) == r[w].shape and np.allclose(a[w], r[w], rtol=1e-4, atol=0) for w in r)
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        token, *numbers = line[:-1].rsplit(" ", dim)
        glove[token] = np.array(numbers, dtype="float32")
    return glove


# %% wrong: half-precision
# float16 vectors.
# shows:
#   lines = ["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"]
#   a, r = answer(lines, 2), reference(["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"], 2)
#   assert set(a) == set(r), set(a)
#   assert all(np.shape(a[w]) == r[w].shape and np.allclose(a[w], r[w], rtol=1e-4, atol=0) for w in r)
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        token, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[token] = np.array(numbers, dtype="float16")
    return glove


# %% wrong: reads-twice
# Counts the lines first, which uses up a generator.
# shows:
#   a = answer((l for l in ['a 1 2', 'b 3 4']), 2)
#   assert set(a) == {'a', 'b'}, a
def parse_glove(lines, dim):
    glove = {}
    n = sum(1 for _ in lines)
    for line in lines:
        token, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[token] = np.array(numbers, dtype="float32")
    return glove


# %% wrong: header-skipped
# The first line is taken for word2vec's header.
# shows:
#   lines = ["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"]
#   a, r = answer(lines, 2), reference(["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"], 2)
#   assert set(a) == set(r), set(a)
#   assert all(np.shape(a[w]) == r[w].shape and np.allclose(a[w], r[w], rtol=1e-4, atol=0) for w in r)
def parse_glove(lines, dim):
    glove = {}
    for line in list(lines)[1:]:
        token, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[token] = np.array(numbers, dtype="float32")
    return glove


# %% wrong: first-of-the-same
# Carries on where a vector has another width: cuts to dim from the left.
# shows:
#   lines = ["at 5 0.25 4"]
#   a, r = answer(lines, 2), reference(["at 5 0.25 4"], 2)
#   assert set(a) == set(r), set(a)
#   assert all(np.shape(a[w]) == r[w].shape and np.allclose(a[w], r[w], rtol=1e-4, atol=0) for w in r)
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        token, *numbers = line.split()
        numbers = numbers[:dim]
        glove[token] = np.array(numbers, dtype="float32")
    return glove


# %% wrong: unit-length
# Normalises at once.
# shows:
#   lines = ["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"]
#   a, r = answer(lines, 2), reference(["the 0.5 -1.25\n", "New 1e-05 3\n", "at name@domain.com 0.25 4\n"], 2)
#   assert set(a) == set(r), set(a)
#   assert all(np.shape(a[w]) == r[w].shape and np.allclose(a[w], r[w], rtol=1e-4, atol=0) for w in r)
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        token, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        glove[token] = np.array(numbers, dtype="float32")
        glove[token] /= np.linalg.norm(glove[token])
    return glove


# %% wrong: punctuation-thrown-out
# Only tokens made of letters are kept.
# shows:
#   lines = ["don't 1 2", ", 3 4", "100 5 6"]
#   a, r = answer(lines, 2), reference(["don't 1 2", ", 3 4", "100 5 6"], 2)
#   assert set(a) == set(r), set(a)
#   assert all(np.shape(a[w]) == r[w].shape and np.allclose(a[w], r[w], rtol=1e-4, atol=0) for w in r)
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        token, *numbers = line.rstrip("\r\n").rsplit(" ", dim)
        if not token.isalpha():
            continue
        glove[token] = np.array(numbers, dtype="float32")
    return glove


# %% right: partition-from-the-right
# rpartition, number by number; a generator feeds the dictionary.
def parse_glove(lines, dim):
    def pairs():
        for line in lines:
            rest, numbers = line.rstrip("\n").rstrip("\r"), []
            for _ in range(dim):
                rest, _, number = rest.rpartition(" ")
                numbers.append(float(number))
            yield rest, np.float32(numbers[::-1])

    return dict(pairs())


# %% right: pieces-and-slices
# split at single spaces, the last dim pieces are numbers.
def parse_glove(lines, dim):
    out = {}
    for line in iter(lines):
        pieces = line.split(" ")
        out[" ".join(pieces[:-dim])] = np.asarray([*map(float, pieces[-dim:])]).astype(np.float32)
    return out


# %% right: regular-expression
# One pattern, greedy for the token.
import re


def parse_glove(lines, dim):
    pattern = re.compile(r"(.*)" + r" (\S+)" * dim + r"[\r\n]*", re.DOTALL)
    matches = (pattern.fullmatch(line) for line in lines)
    return {m[1]: np.array(m.groups()[1:]).astype("float32") for m in matches}
