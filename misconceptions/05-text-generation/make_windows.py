# %% last-window-missing
# en: The text's last window is left out: at how many places does a window with its next character
#     fit? Note that `range` does not include its end.
# es: Falta la última ventana del texto: ¿en cuántos lugares cabe una ventana con su carácter
#     siguiente? Recuerda que `range` no incluye su extremo final.
def make_windows(text, length, step):
    starts = range(0, len(text) - length - 1, step)
    return [text[i : i + length] for i in starts], [text[i + length] for i in starts]


# %% window-without-a-next
# en: The last window is followed by nothing, and came back with an empty next character. An
#     example needs both its window and its answer.
# es: A la última ventana no la sigue nada y volvió con un carácter siguiente vacío. Un ejemplo
#     necesita su ventana y también su respuesta.
def make_windows(text, length, step):
    starts = range(0, max(0, len(text) - length + 1), step)
    windows = [text[i : i + length] for i in starts]
    return windows, [text[i + length : i + length + 1] for i in starts]


# %% step-ignored
# en: The windows begin at every character, whatever `step` says.
# es: Las ventanas empiezan en cada carácter, diga lo que diga `step`.
def make_windows(text, length, step):
    starts = range(len(text) - length)
    return [text[i : i + length] for i in starts], [text[i + length] for i in starts]


# %% side-by-side
# en: The windows lie side by side, a whole window apart: how far apart should two starts be?
# es: Las ventanas están una al lado de la otra, a una ventana de distancia: ¿cuánto deben distar
#     dos comienzos?
def make_windows(text, length, step):
    starts = range(0, len(text) - length, length)
    return [text[i : i + length] for i in starts], [text[i + length] for i in starts]


# %% last-of-the-window
# en: The "next" character is the window's own last one, so the answer is part of the question.
# es: El carácter "siguiente" es el último de la propia ventana: la respuesta está en la pregunta.
def make_windows(text, length, step):
    starts = range(0, len(text) - length, step)
    return [text[i : i + length] for i in starts], [text[i + length - 1] for i in starts]


# %% step-ahead
# en: The next character was looked for `step` places on from the window's start, which is right
#     only when the step is as long as the window.
# es: El carácter siguiente se buscó `step` lugares después del comienzo de la ventana, lo que solo
#     acierta cuando el paso es tan largo como la ventana.
def make_windows(text, length, step):
    starts = [i for i in range(0, len(text) - length, step) if i + step < len(text)]
    return [text[i : i + length] for i in starts], [text[i + step] for i in starts]


# %% shifted-windows
# en: What follows came back as windows shifted by one; one single character was asked for.
# es: Lo que sigue volvió como ventanas corridas un lugar; se pedía un solo carácter.
def make_windows(text, length, step):
    starts = range(0, len(text) - length, step)
    return [text[i : i + length] for i in starts], [text[i + 1 : i + 1 + length] for i in starts]


# %% rounded-down
# en: The number of windows was computed by a division that rounds down, and where it doesn't come
#     out even the last window is lost.
# es: La cantidad de ventanas se calculó con una división que redondea hacia abajo, y cuando no es
#     exacta se pierde la última ventana.
def make_windows(text, length, step):
    n = max(0, len(text) - length) // step
    starts = [i * step for i in range(n)]
    return [text[i : i + length] for i in starts], [text[i + length] for i in starts]


# %% lower-case
# en: The text was changed before it was cut (lower case, or spaces stripped). Its characters are
#     data, as they stand.
# es: El texto se modificó antes de cortarlo (minúsculas, o espacios eliminados). Sus caracteres
#     son datos, tal como están.
def make_windows(text, length, step):
    text = text.lower()
    starts = range(0, len(text) - length, step)
    return [text[i : i + length] for i in starts], [text[i + length] for i in starts]


# %% no-repeats
# en: Equal windows were kept only once. What is frequent in a text has to be frequent among the
#     examples.
# es: Las ventanas iguales se conservaron una sola vez. Lo que es frecuente en un texto debe serlo
#     entre los ejemplos.
def make_windows(text, length, step):
    starts = range(0, len(text) - length, step)
    pairs = list(dict.fromkeys((text[i : i + length], text[i + length]) for i in starts))
    return [w for w, _ in pairs], [c for _, c in pairs]


# %% pairs
# en: The examples came back as a list of pairs; two lists were asked for, one of windows and one
#     of next characters.
# es: Los ejemplos volvieron como una lista de pares; se pedían dos listas, una de ventanas y otra
#     de caracteres siguientes.
def make_windows(text, length, step):
    starts = range(0, len(text) - length, step)
    return [(text[i : i + length], text[i + length]) for i in starts]


# %% composed
# en: The text was brought into Unicode's composed form, which makes one character of two.
# es: El texto se llevó a la forma compuesta de Unicode, que hace de dos caracteres uno.
def make_windows(text, length, step):
    import unicodedata

    text = unicodedata.normalize("NFC", text)
    starts = range(0, len(text) - length, step)
    return [text[i : i + length] for i in starts], [text[i + length] for i in starts]
