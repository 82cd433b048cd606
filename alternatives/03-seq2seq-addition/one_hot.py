# %% loop-into-zeros
# why: A loop with explicit checks, integer dtype.
def one_hot(text, length, alphabet):
    if alphabet.count(" ") == 0:
        raise ValueError("the alphabet needs a space")
    if len(text) > length:
        raise ValueError("the text is too long: " + text)
    rows = np.zeros((length, len(alphabet)), dtype=int)
    for t in range(length):
        character = text[t] if t < len(text) else " "
        if character not in alphabet:
            raise ValueError("not in the alphabet: " + character)
        rows[t, alphabet.index(character)] = 1
    return rows


# %% keras-one-hot
# why: keras.ops.one_hot on the indices, and str.index's own ValueError.
def one_hot(text, length, alphabet):
    alphabet.index(" ")
    if len(text) > length:
        raise ValueError(f"{len(text)} characters do not fit into {length}")
    ids = [alphabet.index(c) for c in text + " " * (length - len(text))]
    return keras.ops.one_hot(np.array(ids, dtype="int32"), len(alphabet))


# %% comparison
# why: Compares the padded text's characters with the alphabet by broadcasting; booleans.
def one_hot(text, length, alphabet):
    if len(text) > length or not set(text) <= set(alphabet) or " " not in set(alphabet):
        raise ValueError(f"{text!r} can't be written in {length} characters of {alphabet!r}")
    padded = np.array(list(text) + [" "] * (length - len(text)))
    return padded[:, None] == np.array(list(alphabet))[None, :]


# %% lists-of-numbers
# why: Nested Python lists of 0 and 1.
def one_hot(text, length, alphabet):
    if " " not in alphabet:
        raise ValueError("no space")
    if len(text) > length:
        raise ValueError("too long")
    for c in text:
        if c not in alphabet:
            raise ValueError("unknown character")
    return [[float(a == c) for a in alphabet] for c in f"{text:<{length}}"]


# %% tf-one-hot
# why: tf.one_hot with a dictionary from character to column.
def one_hot(text, length, alphabet):
    import tensorflow as tf

    column = {c: k for k, c in enumerate(alphabet)}
    if " " not in column or len(text) > length or any(c not in column for c in text):
        raise ValueError(f"can't encode {text!r}")
    return tf.one_hot([column[c] for c in text.ljust(length)], len(alphabet))


# %% code-points
# why: Compares code points by broadcasting; the alphabet's own index refuses what is missing.
def one_hot(text, length, alphabet):
    if " " not in alphabet or len(text) > length:
        raise ValueError
    codes = np.array([ord(c) for c in text.ljust(length)])
    rows = codes[:, None] == np.array([ord(c) for c in alphabet])
    if not rows.any(axis=1).all():
        raise ValueError
    return rows.astype("int8")


# %% fill-first
# why: Fills every row with the space first, then writes the text over it.
def one_hot(text, length, alphabet):
    rows = np.zeros((length, len(alphabet)))
    space = alphabet.index(" ")
    if len(text) > length:
        raise ValueError(text)
    rows[:, space] = 1
    for row, character in zip(rows, text):
        column = alphabet.index(character)
        row[space], row[column] = 0, 1
    return rows
