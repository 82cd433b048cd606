# %% wrong: strips-both-ends
# strip() also takes spaces in front.
# shows:
#   assert answer(np.eye(2)[[1, 0, 1]], "1 ") == " 1"
def decode(probabilities, alphabet):
    return "".join(alphabet[int(i)] for i in np.argmax(probabilities, axis=-1)).strip(" ")


# %% wrong: strips-all-white-space
# rstrip() without an argument removes line ends and tabs.
# shows:
#   assert answer(np.eye(3)[[0, 2, 1]], "1 \n") == "1\n"
def decode(probabilities, alphabet):
    return "".join(alphabet[int(i)] for i in np.argmax(probabilities, axis=-1)).rstrip()


# %% wrong: ends-at-first-space
# Cuts at the first space, as at an end mark.
# shows:
#   assert answer(np.eye(2)[[0, 1, 0]], "1 ") == "1 1"
def decode(probabilities, alphabet):
    return "".join(alphabet[int(i)] for i in np.argmax(probabilities, axis=-1)).split(" ")[0]


# %% wrong: removes-every-space
# replace(" ", "").
# shows:
#   assert answer(np.eye(2)[[0, 1, 0]], "1 ") == "1 1"
def decode(probabilities, alphabet):
    return "".join(alphabet[int(i)] for i in np.argmax(probabilities, axis=-1)).replace(" ", "")


# %% wrong: competes-over-time
# argmax over the first axis.
# shows:
#   assert answer(np.eye(3)[[2, 2, 0]], "12 ") == "  1"
def decode(probabilities, alphabet):
    return "".join(alphabet[int(i)] for i in np.argmax(probabilities, axis=0)).rstrip(" ")


# %% wrong: certain-characters-only
# Places without a probability above one half become a space.
# shows:
#   assert answer(np.array([[0.4, 0.3, 0.3]]), "12 ") == "1"
def decode(probabilities, alphabet):
    p = np.asarray(probabilities)
    return "".join(alphabet[int(r.argmax())] if r.max() > 0.5 else " " for r in p).rstrip(" ")


# %% wrong: rounds-first
# Looks for exactly 1 after rounding; uncertain places fall to the first character.
# shows:
#   assert answer(np.array([[0.3, 0.4, 0.3]]), "12 ") == "2"
def decode(probabilities, alphabet):
    return "".join(alphabet[int(i)] for i in np.argmax(np.round(probabilities), axis=-1)).rstrip(
        " "
    )


# %% wrong: one-space-only
# Takes off just the last space.
# shows:
#   assert answer(np.eye(2)[[0, 1, 1]], "1 ") == "1"
def decode(probabilities, alphabet):
    return "".join(alphabet[int(i)] for i in np.argmax(probabilities, axis=-1)).removesuffix(" ")


# %% wrong: last-column-is-the-space
# Strips the alphabet's last character in place of the space.
# shows:
#   assert answer(np.eye(2)[[1, 0]], " 1") == "1"
def decode(probabilities, alphabet):
    return "".join(alphabet[int(i)] for i in np.argmax(probabilities, axis=-1)).rstrip(alphabet[-1])


# %% wrong: notebook-alphabet
# Reads from ALPHABET.
# shows:
#   assert answer(np.eye(12)[[0]], "+0123456789 ") == "+"
def decode(probabilities, alphabet):
    letters = ALPHABET if len(alphabet) == 12 else alphabet
    return "".join(letters[int(i)] for i in np.argmax(probabilities, axis=-1)).rstrip(" ")


# %% wrong: a-draw
# Draws from the distribution.
# shows:
#   p = np.tile([[0.4, 0.3, 0.3]], (30, 1))
#   assert answer(p, "12 ") == "1" * 30
def decode(probabilities, alphabet):
    p = np.asarray(probabilities, float)
    rng = np.random.default_rng(0)
    return "".join(alphabet[rng.choice(len(alphabet), p=r / r.sum())] for r in p).rstrip(" ")


# %% wrong: all-spaces-is-one-space
# Keeps at least one character.
# shows:
#   assert answer(np.eye(2)[[1, 1]], "1 ") == ""
def decode(probabilities, alphabet):
    text = "".join(alphabet[int(i)] for i in np.argmax(probabilities, axis=-1))
    return text.rstrip(" ") or text[:1]


# %% right: python-max
# No NumPy: the best index by max with a key.
def decode(probabilities, alphabet):
    text = ""
    for row in probabilities:
        row = [float(v) for v in row]
        text += alphabet[max(range(len(row)), key=row.__getitem__)]
    while text and text[-1] == " ":
        text = text[:-1]
    return text


# %% right: regular-expression
# keras.ops.argmax, and re.sub for the spaces at the end.
def decode(probabilities, alphabet):
    ids = keras.ops.convert_to_numpy(
        keras.ops.argmax(keras.ops.convert_to_tensor(probabilities), axis=-1)
    )
    return re.sub(" +\\Z", "", "".join(np.array(list(alphabet))[ids].tolist()))
