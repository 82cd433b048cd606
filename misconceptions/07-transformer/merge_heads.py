# %% reshaped-only
# en: A reshape alone gives the right shape and mixes the words: first bring what belongs to one
# word side by side.
# es: Un reshape solo da la forma correcta y mezcla las palabras: primero junta lo que pertenece a
# una misma palabra.
def merge_heads(x):
    batch, heads, time, width = x.shape
    return x.reshape(batch, time, heads * width)


# %% columns-take-turns
# en: The heads' columns take turns. Each head's columns stay together.
# es: Las columnas de las cabezas se alternan. Las de cada cabeza van juntas.
def merge_heads(x):
    batch, heads, time, width = x.shape
    return x.transpose(0, 2, 3, 1).reshape(batch, time, heads * width)


# %% heads-backwards
# en: The last head comes first.
# es: La última cabeza quedó primero.
def merge_heads(x):
    batch, heads, time, width = x.shape
    return x[:, ::-1].transpose(0, 2, 1, 3).reshape(batch, time, heads * width)


# %% mean-of-the-heads
# en: The heads were averaged. They stand side by side, so that nothing is lost.
# es: Las cabezas se promediaron. Van una al lado de la otra, para que nada se pierda.
def merge_heads(x):
    batch, heads, time, width = x.shape
    return x.mean(axis=1)


# %% sum-of-the-heads
# en: The heads were added up.
# es: Las cabezas se sumaron.
def merge_heads(x):
    batch, heads, time, width = x.shape
    return x.sum(axis=1)


# %% one-after-another
# en: The heads stand one after another along the time.
# es: Las cabezas quedaron una tras otra a lo largo del tiempo.
def merge_heads(x):
    batch, heads, time, width = x.shape
    return x.reshape(batch, heads * time, width)


# %% not-merged
# en: The axes were swapped, but the heads are still apart.
# es: Los ejes se intercambiaron, pero las cabezas siguen separadas.
def merge_heads(x):
    batch, heads, time, width = x.shape
    return x.transpose(0, 2, 1, 3)


# %% examples-mixed
# en: With one example all is well; with more, one gets words of another. Which axis must stay in
# front?
# es: Con un solo ejemplo todo va bien; con más, a uno le tocan palabras de otro. ¿Qué eje debe
# quedar adelante?
def merge_heads(x):
    batch, heads, time, width = x.shape
    return x.transpose(2, 0, 1, 3).reshape(batch, time, heads * width)


# %% first-head
# en: Only the first head came back.
# es: Solo volvió la primera cabeza.
def merge_heads(x):
    batch, heads, time, width = x.shape
    return x[:, 0]


# %% time-and-batch-swapped
# en: Time stands in front of the batch.
# es: El tiempo quedó delante del lote.
def merge_heads(x):
    batch, heads, time, width = x.shape
    return x.transpose(2, 0, 1, 3).reshape(time, batch, heads * width)


# %% heads-for-time
# en: The number of heads and the length changed places in the reshape.
# es: El número de cabezas y el largo intercambiaron lugares en el reshape.
def merge_heads(x):
    batch, heads, time, width = x.shape
    return x.transpose(0, 2, 1, 3).reshape(batch, heads, time * width)


# %% axes-of-one-removed
# en: Axes of length 1 were removed: a batch of one, or a text of one word, loses a dimension.
# es: Se quitaron los ejes de largo 1: un lote de uno, o un texto de una palabra, pierde una
# dimensión.
def merge_heads(x):
    batch, heads, time, width = x.shape
    return x.transpose(0, 2, 1, 3).reshape(batch, time, heads * width).squeeze()
