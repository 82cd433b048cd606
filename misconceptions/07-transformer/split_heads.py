# %% reshaped-only
# en: A reshape alone gives the right shape, but fills it in the order of memory: a head gets pieces
# of several words.
# es: Un reshape solo da la forma correcta, pero la llena en el orden de la memoria: a una cabeza le
# tocan trozos de varias palabras.
def split_heads(x, heads):
    batch, time, d = x.shape
    return x.reshape(batch, heads, time, d // heads)


# %% every-other-column
# en: A head takes every so many-th column; it should take neighbours.
# es: Una cabeza toma columnas salteadas; debería tomar vecinas.
def split_heads(x, heads):
    batch, time, d = x.shape
    return x.reshape(batch, time, d // heads, heads).transpose(0, 3, 1, 2)


# %% heads-after-time
# en: The heads stand behind the time. Then a product of the last two axes compares heads, not
# words.
# es: Las cabezas quedaron detrás del tiempo. Así, un producto de los dos últimos ejes compara
# cabezas y no palabras.
def split_heads(x, heads):
    batch, time, d = x.shape
    return x.reshape(batch, time, heads, d // heads)


# %% heads-in-front
# en: The heads stand in front of the batch.
# es: Las cabezas quedaron delante del lote.
def split_heads(x, heads):
    batch, time, d = x.shape
    return x.reshape(batch, time, heads, d // heads).transpose(2, 0, 1, 3)


# %% heads-in-the-batch
# en: Batch and heads were merged into one axis.
# es: El lote y las cabezas se fundieron en un solo eje.
def split_heads(x, heads):
    batch, time, d = x.shape
    return (
        x.reshape(batch, time, heads, d // heads)
        .transpose(0, 2, 1, 3)
        .reshape(-1, time, d // heads)
    )


# %% time-last
# en: Time stands last and the columns before it. That is the keys turned for the product; it's too
# early for that.
# es: El tiempo quedó al final y las columnas antes. Así se giran las claves para el producto;
# todavía es pronto.
def split_heads(x, heads):
    batch, time, d = x.shape
    return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 3, 1)


# %% heads-columns-each
# en: Each head has `heads` columns. `heads` is how many heads there are.
# es: Cada cabeza tiene `heads` columnas. `heads` dice cuántas cabezas hay.
def split_heads(x, heads):
    batch, time, d = x.shape
    return x.reshape(batch, time, d // heads, heads).transpose(0, 2, 1, 3)


# %% heads-backwards
# en: The heads stand in reverse order.
# es: Las cabezas quedaron en orden inverso.
def split_heads(x, heads):
    batch, time, d = x.shape
    return x.reshape(batch, time, heads, d // heads).transpose(0, 2, 1, 3)[:, ::-1]


# %% first-example
# en: Only the first example of the batch was split.
# es: Solo se dividió el primer ejemplo del lote.
def split_heads(x, heads):
    batch, time, d = x.shape
    return x[:1].reshape(1, time, heads, d // heads).transpose(0, 2, 1, 3)


# %% x-reshaped-in-place
# en: The caller's own array was given the new shape.
# es: La forma nueva se le dio al propio arreglo de quien llama.
def split_heads(x, heads):
    batch, time, d = x.shape
    x.resize((batch, time, heads, d // heads), refcheck=False)
    return x.transpose(0, 2, 1, 3)


# %% copies
# en: Every head received all the columns. They share them out.
# es: Cada cabeza recibió todas las columnas. Se las reparten.
def split_heads(x, heads):
    batch, time, d = x.shape
    return np.repeat(x[:, None], heads, axis=1)
