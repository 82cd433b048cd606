# %% while-loop
# why: A loop that consumes the text, tuples, and next characters in one string.
def make_windows(text, length, step):
    windows, following = (), ""
    while len(text) > length:
        windows += (text[:length],)
        following += text[length]
        text = text[step:]
    return windows, following


# %% object-arrays
# why: A sliding view of NumPy; the answer is arrays of objects, which keep every character.
def make_windows(text, length, step):
    if len(text) <= length:
        return np.array([]), np.array([])
    characters = np.array(list(text), dtype=object)
    pieces = np.lib.stride_tricks.sliding_window_view(characters, length + 1)[::step]
    return np.array(["".join(p[:-1]) for p in pieces], dtype=object), pieces[:, -1]


# %% unzip
# why: Pairs first, taken apart afterwards, with the place of the answer leading.
def make_windows(text, length, step):
    pairs = [(text[j - length : j], text[j]) for j in range(length, len(text), step)]
    return [list(part) for part in zip(*pairs)] or [[], []]
