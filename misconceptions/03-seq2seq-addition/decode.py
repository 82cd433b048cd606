# %% spaces-kept
# en: The fill at the end is still there.
# es: El relleno del final sigue ahí.
def decode(probabilities, alphabet):
    return "".join(alphabet[i] for i in np.argmax(probabilities, axis=-1))


# %% strips-both-ends
# en: Spaces in front were removed too. If the network writes one there, it is a mistake that must
#   stay visible.
# es: También se quitaron los espacios del comienzo. Si la red escribe uno ahí, es un error que
#   debe quedar a la vista.
def decode(probabilities, alphabet):
    return "".join(alphabet[i] for i in np.argmax(probabilities, axis=-1)).strip(" ")


# %% removes-every-space
# en: Spaces inside the text were removed too; only those at the end are fill.
# es: También se quitaron los espacios de en medio; solo los del final son relleno.
def decode(probabilities, alphabet):
    text = "".join(alphabet[i] for i in np.argmax(probabilities, axis=-1))
    return text.replace(" ", "")


# %% stops-at-the-first-space
# en: Reading stopped at the first space. What the network writes after it belongs to the answer.
# es: La lectura se detuvo en el primer espacio. Lo que la red escribe después es parte de la
#   respuesta.
def decode(probabilities, alphabet):
    return "".join(alphabet[i] for i in np.argmax(probabilities, axis=-1)).split(" ")[0]


# %% wrong-axis
# en: The maximum was taken over the places, one per character of the alphabet. Which axis holds
#   the competitors for one place?
# es: El máximo se tomó sobre los lugares, uno por carácter del alfabeto. ¿Qué eje contiene a los
#   que compiten por un lugar?
def decode(probabilities, alphabet):
    ids = np.argmax(probabilities, axis=0)
    return "".join(alphabet[i % len(alphabet)] for i in ids).rstrip(" ")


# %% all-white-space
# en: Other white space at the end, like a line end, was removed together with the spaces. Look up
#   what the method cuts when it is not told.
# es: Junto con los espacios se quitó otro blanco del final, como un salto de línea. Averigua qué
#   recorta el método cuando no se le indica.
def decode(probabilities, alphabet):
    return "".join(alphabet[i] for i in np.argmax(probabilities, axis=-1)).rstrip()


# %% looks-for-ones
# en: A character was written only where a probability rounds to one. The most probable character
#   may well have less than one half.
# es: Solo se escribió un carácter donde una probabilidad se redondea a uno. El más probable bien
#   puede tener menos de un medio.
def decode(probabilities, alphabet):
    text = ""
    for row in np.array(probabilities):
        for k, p in enumerate(row):
            if round(float(p)) == 1:
                text += alphabet[k]
    return text.rstrip(" ")


# %% least-probable
# en: These are the least probable characters.
# es: Estos son los caracteres menos probables.
def decode(probabilities, alphabet):
    return "".join(alphabet[i] for i in np.argmin(probabilities, axis=-1)).rstrip(" ")


# %% own-alphabet
# en: The text was read with the notebook's alphabet instead of the one that is handed in.
# es: El texto se leyó con el alfabeto del cuaderno y no con el que se recibe.
def decode(probabilities, alphabet):
    ids = np.argmax(probabilities, axis=-1)
    return "".join(ALPHABET[i % len(ALPHABET)] for i in ids).rstrip(" ")


# %% list-of-characters
# en: This is a list of characters; a text is wanted.
# es: Esto es una lista de caracteres; se pide un texto.
def decode(probabilities, alphabet):
    letters = [alphabet[i] for i in np.argmax(probabilities, axis=-1)]
    while letters and letters[-1] == " ":
        letters.pop()
    return letters
