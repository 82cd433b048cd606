# %% wrong: zero-rows-for-padding
# After the text come rows of zeros.
# shows:
#   assert np.allclose(answer("1", 2, "1 "), [[1, 0], [0, 1]])
def one_hot(text, length, alphabet):
    if " " not in alphabet or len(text) > length or any(c not in alphabet for c in text):
        raise ValueError(f"can't encode {text!r}")
    out = np.zeros((length, len(alphabet)))
    for i, c in enumerate(text):
        out[i, alphabet.index(c)] = 1
    return out


# %% wrong: padding-on-the-left
# rjust, as one writes sums on paper.
# shows:
#   assert np.allclose(answer("1", 2, "1 "), [[1, 0], [0, 1]])
def one_hot(text, length, alphabet):
    if " " not in alphabet or len(text) > length or any(c not in alphabet for c in text):
        raise ValueError(f"can't encode {text!r}")
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text.rjust(length)]]


# %% wrong: space-is-last
# Padding with the last column, wherever the space stands.
# shows:
#   assert np.allclose(answer("1", 2, " 1"), [[0, 1], [1, 0]])
def one_hot(text, length, alphabet):
    if " " not in alphabet or len(text) > length or any(c not in alphabet for c in text):
        raise ValueError(f"can't encode {text!r}")
    ids = [alphabet.index(c) for c in text] + [len(alphabet) - 1] * (length - len(text))
    return np.eye(len(alphabet))[ids]


# %% wrong: truncates
# A text too long is cut.
# shows:
#   try:
#       answer("111", 2, "1 ")
#   except ValueError:
#       pass
#   else:
#       assert False
def one_hot(text, length, alphabet):
    if " " not in alphabet:
        raise ValueError("no space")
    text = text[:length].ljust(length)
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text]]


# %% wrong: truncates-spaces
# Cuts a text that is too long if only spaces are lost.
# shows:
#   try:
#       answer("1   ", 2, "1 ")
#   except ValueError:
#       pass
#   else:
#       assert False
def one_hot(text, length, alphabet):
    text = text.rstrip(" ")
    if " " not in alphabet or len(text) > length:
        raise ValueError(f"can't encode {text!r}")
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text.ljust(length)]]


# %% wrong: find-minus-one
# str.find: an unknown character becomes the last one.
# shows:
#   try:
#       answer("x", 2, "1 ")
#   except ValueError:
#       pass
#   else:
#       assert False
def one_hot(text, length, alphabet):
    if " " not in alphabet or len(text) > length:
        raise ValueError(f"can't encode {text!r}")
    return np.eye(len(alphabet))[[alphabet.find(c) for c in text.ljust(length)]]


# %% wrong: space-needed-only-for-padding
# An alphabet without a space passes if the text fills the length.
# shows:
#   try:
#       answer("11", 2, "12")
#   except ValueError:
#       pass
#   else:
#       assert False
def one_hot(text, length, alphabet):
    if len(text) > length:
        raise ValueError(f"at most {length} characters, got {text!r}")
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text.ljust(length)]]


# %% wrong: key-error
# A dict that raises KeyError for an unknown character.
# shows:
#   try:
#       answer("x", 2, "1 ")
#   except ValueError:
#       pass
#   except Exception:
#       assert False
#   else:
#       assert False
def one_hot(text, length, alphabet):
    if " " not in alphabet or len(text) > length:
        raise ValueError(f"can't encode {text!r}")
    place = {c: i for i, c in enumerate(alphabet)}
    return np.eye(len(alphabet))[[place[c] for c in text.ljust(length)]]


# %% wrong: alphabet-sorted
# Columns in alphabetical order.
# shows:
#   assert np.allclose(answer("1", 1, "1 2"), [[1, 0, 0]])
def one_hot(text, length, alphabet):
    alphabet = "".join(sorted(alphabet))
    if " " not in alphabet or len(text) > length:
        raise ValueError(f"can't encode {text!r}")
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text.ljust(length)]]


# %% wrong: global-alphabet
# Uses the notebook's ALPHABET when the given one has as many characters.
# shows:
#   assert np.allclose(answer("0", 1, "+0123456789 "), np.eye(12)[[1]])
def one_hot(text, length, alphabet):
    if " " not in alphabet or len(text) > length or any(c not in alphabet for c in text):
        raise ValueError(f"can't encode {text!r}")
    if len(alphabet) == len(ALPHABET):
        alphabet = ALPHABET
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text.ljust(length)]]


# %% wrong: strips-first
# Strips the text: a leading space is lost.
# shows:
#   assert np.allclose(answer(" 1", 2, "1 "), [[0, 1], [1, 0]])
def one_hot(text, length, alphabet):
    if " " not in alphabet or len(text) > length or any(c not in alphabet for c in text):
        raise ValueError(f"can't encode {text!r}")
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text.strip().ljust(length)]]


# %% wrong: folds-case
# Lower-cases text and alphabet: A and a share a column.
# shows:
#   assert np.allclose(answer("A", 1, "aA "), [[0, 1, 0]])
def one_hot(text, length, alphabet):
    text, alphabet = text.lower(), alphabet.lower()
    if " " not in alphabet or len(text) > length or any(c not in alphabet for c in text):
        raise ValueError(f"can't encode {text!r}")
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text.ljust(length)]]


# %% wrong: one-identity-for-all
# lru_cache: the second call returns the very same array.
# shows:
#   first = answer("1", 2, "1 ")
#   try:
#       first[0, 0] = 7
#   except (TypeError, ValueError):
#       pass
#   assert np.allclose(answer("1", 2, "1 "), [[1, 0], [0, 1]])
import functools


@functools.lru_cache(None)
def one_hot(text, length, alphabet):
    if " " not in alphabet or len(text) > length or any(c not in alphabet for c in text):
        raise ValueError(f"can't encode {text!r}")
    return np.eye(len(alphabet))[[alphabet.index(c) for c in text.ljust(length)]]


# %% right: comparison-of-codes
# Code points of the text against those of the alphabet, by broadcasting.
def one_hot(text, length, alphabet):
    if " " not in set(alphabet):
        raise ValueError(f"alphabet: expected a space in it, got {alphabet!r}")
    if not set(text) <= set(alphabet) or len(text) > length:
        raise ValueError(
            f"text: expected at most {length} characters of {alphabet!r}, got {text!r}"
        )
    a = np.array([ord(c) for c in text] + [32] * (length - len(text)), dtype=int)
    return (a[:, None] == np.array([*map(ord, alphabet)])[None]).astype(float)


# %% right: keras-one-hot
# keras.ops.one_hot of the indices; index() itself raises the ValueError.
def one_hot(text, length, alphabet):
    blank = alphabet.index(" ")
    ids = [alphabet.index(c) for c in text]
    if len(ids) > length:
        raise ValueError(f"text has {len(ids)} characters, expected at most {length}")
    ids.extend([blank] * (length - len(ids)))
    return keras.ops.one_hot(np.array(ids, dtype="int32"), len(alphabet))


# %% right: rows-of-lists
# Nested lists of 0 and 1.
def one_hot(text, length, alphabet):
    if alphabet.count(" ") == 0 or len(text) > length or any(alphabet.find(c) < 0 for c in text):
        raise ValueError(
            f"expected a text of at most {length} of {alphabet!r} with a space, got {text!r}"
        )
    return [[int(c == k) for k in alphabet] for c in text + " " * (length - len(text))]
