# %% wrong: window-without-a-next
# The last window has no next character and gets an empty one.
# shows:
#   assert [list(v) for v in answer("lantern", 3, 2)] == [["lan", "nte"], ["t", "r"]]
def make_windows(text, length, step):
    starts = range(0, len(text) - length + 1, step)
    return [text[i : i + length] for i in starts], [
        text[i + length : i + length + 1] for i in starts
    ]


# %% wrong: next-is-step-on
# The next character is `step` further on.
# shows:
#   assert list(answer("lantern", 3, 2)[1]) == ["t", "r"]
def make_windows(text, length, step):
    starts = range(0, len(text) - length, step)
    return [text[i : i + length] for i in starts], [
        text[min(i + length + step - 1, len(text) - 1)] for i in starts
    ]


# %% wrong: stripped-text
# Strips white space at the ends of the text.
# shows:
#   assert list(answer(" ab\n", 2, 1)[0]) == [" a", "ab"]
def make_windows(text, length, step):
    text = text.strip()
    starts = range(0, len(text) - length, step)
    return [text[i : i + length] for i in starts], [text[i + length] for i in starts]


# %% wrong: no-repeats
# Every window once: a dict from window to next character.
# shows:
#   assert len(answer("aaaa", 1, 1)[0]) == 3
def make_windows(text, length, step):
    d = {}
    for i in range(0, len(text) - length, step):
        d[text[i : i + length]] = text[i + length]
    return list(d), list(d.values())


# %% wrong: short-text-is-an-error
# Refuses a text shorter than a window.
# shows:
#   try:
#       got = [list(v) for v in answer("ab", 3, 1)]
#   except ValueError:
#       got = None
#   assert got == [[], []]
def make_windows(text, length, step):
    if len(text) <= length:
        raise ValueError(f"text must be longer than {length}, got {len(text)}")
    starts = range(0, len(text) - length, step)
    return [text[i : i + length] for i in starts], [text[i + length] for i in starts]


# %% wrong: length-must-divide
# Counts windows by (n - length) // step: loses the last when the rest is not a multiple.
# shows:
#   assert len(answer("abcdef", 3, 2)[0]) == 2
def make_windows(text, length, step):
    n = max((len(text) - length) // step, 0)
    return [text[i * step : i * step + length] for i in range(n)], [
        text[i * step + length] for i in range(n)
    ]


# %% wrong: bytes
# Works on UTF-8 bytes: accents are cut in two.
# shows:
#   assert list(answer("áéí", 2, 1)[0]) == ["áé"]
def make_windows(text, length, step):
    b = text.encode()
    starts = range(0, len(b) - length, step)
    return [b[i : i + length].decode(errors="replace") for i in starts], [
        b[i + length : i + length + 1].decode(errors="replace") for i in starts
    ]


# %% right: slide-and-zip
# Windows as zips of shifted texts, then every step-th.
def make_windows(text, length, step):
    runs = ["".join(w) for w in zip(*(text[k:] for k in range(length + 1)))][::step]
    return [r[:-1] for r in runs], [r[-1] for r in runs]


# %% right: while-loop-and-tuples
# A while loop, a pair of tuples.
def make_windows(text, length, step):
    windows, following, i = (), (), 0
    while i + length < len(text):
        windows += (text[i : i + length],)
        following += (text[i + length],)
        i += step
    return list(windows), list(following)
