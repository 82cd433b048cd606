# %% from-behind
# why: Numbers are popped from the end; lists of Python's own floats.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        parts = line.rstrip().split(" ")
        numbers = [float(parts.pop()) for _ in range(dim)]
        glove[" ".join(parts)] = numbers[::-1]
    return glove


# %% regular-expression
# why: A pattern for the numbers at the end of the line.
import re


def parse_glove(lines, dim):
    pattern = re.compile(r"^(.*?)((?: \S+){%d})\s*$" % dim, re.DOTALL)
    glove = {}
    for line in lines:
        found = pattern.match(line)
        glove[found[1]] = np.array(found[2].split(), dtype=float)
    return glove


# %% comprehension
# why: One dictionary comprehension; NumPy reads the numbers.
def parse_glove(lines, dim):
    pairs = (line.strip("\n").rsplit(sep=" ", maxsplit=dim) for line in lines)
    return {pair[0]: np.asarray(pair[1:]).astype(np.float32) for pair in pairs}


# %% one-table
# why: All numbers in one table, each word with a view of its row.
def parse_glove(lines, dim):
    words, numbers = [], []
    for line in lines:
        cut = line.rstrip("\n")
        row = []
        for _ in range(dim):
            cut, _, number = cut.rpartition(" ")
            row.insert(0, number)
        words.append(cut)
        numbers.append([float(n) for n in row])
    table = np.array(numbers, dtype="float32").reshape(len(words), dim)
    return dict(zip(words, table))


# %% tensors
# why: Keras tensors as values.
def parse_glove(lines, dim):
    glove = {}
    for line in iter(lines):
        numbers = line.split(" ")[-dim:]
        word = " ".join(line.split(" ")[:-dim])
        glove[word] = ops.convert_to_tensor([float(n) for n in numbers], dtype="float32")
    return glove


# %% cut-searched
# why: The place where the numbers begin is searched from behind.
def parse_glove(lines, dim):
    glove = {}
    for line in lines:
        line = line.rstrip("\n").rstrip("\r")
        cut = len(line)
        for _ in range(dim):
            cut = line.rindex(" ", 0, cut)
        glove[line[:cut]] = np.array(line[cut + 1 :].split(" "), dtype=np.float32)
    return glove
