# %% loop-from-the-end
# why: Loops, a maximum by hand, spaces removed one by one.
def decode(probabilities, alphabet):
    text = []
    for row in np.array(probabilities):
        best = 0
        for k in range(len(row)):
            if row[k] > row[best]:
                best = k
        text.append(alphabet[best])
    while text and text[-1] == " ":
        del text[-1]
    return "".join(text)


# %% keras-argmax
# why: keras.ops.argmax and an array of characters; returns a NumPy string.
def decode(probabilities, alphabet):
    ids = keras.ops.convert_to_numpy(keras.ops.argmax(probabilities, axis=1))
    return np.str_("".join(np.array(list(alphabet))[ids]).rstrip(" "))


# %% regular-expression
# why: Sorts instead of argmax and removes the spaces with a regular expression.
def decode(probabilities, alphabet):
    import re

    order = np.argsort(np.array(probabilities), axis=-1)
    return re.sub(r" +\Z", "", "".join(alphabet[int(i)] for i in order[:, -1]))


# %% tf-argmax
# why: tf.argmax.
def decode(probabilities, alphabet):
    import tensorflow as tf

    return "".join([alphabet[i] for i in tf.argmax(probabilities, axis=-1).numpy()]).rstrip(" ")


# %% the-array-s-own-argmax
# why: Calls argmax on what it is given, and finds the last character that is no space.
def decode(probabilities, alphabet):
    text = [alphabet[i] for i in probabilities.argmax(1)]
    end = max((i + 1 for i, c in enumerate(text) if c != " "), default=0)
    return "".join(text[:end])


# %% maximum-with-key
# why: Pairs of probability and character, and the largest by its probability.
def decode(probabilities, alphabet):
    text = ""
    for row in probabilities.tolist():
        text += max(zip(row, alphabet), key=lambda pair: pair[0])[1]
    while text.endswith(" "):
        text = text[:-1]
    return text
