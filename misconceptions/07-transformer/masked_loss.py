# %% padding-counts
# en: Padding was learned as well: the mean runs over all places.
# es: También se aprendió el relleno: el promedio recorre todos los lugares.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return -np.mean(np.log(true))


# %% divided-by-all-places
# en: Padding was left out of the sum, but counted in the division: the more padding, the smaller
# the loss.
# es: El relleno se dejó fuera de la suma, pero se contó al dividir: a más relleno, menor pérdida.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return -np.sum(np.log(true[targets != 0])) / targets.size


# %% mean-of-means
# en: Each text was averaged first, and then the texts: a word in a short text counts more.
# es: Primero se promedió cada texto y después los textos: una palabra de un texto corto pesa más.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return -np.mean([np.mean(np.log(p[t != 0])) for p, t in zip(true, targets) if (t != 0).any()])


# %% sum-for-mean
# en: The losses were added and not averaged.
# es: Las pérdidas se sumaron y no se promediaron.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return -np.sum(np.log(true[targets != 0]))


# %% divided-by-the-batch
# en: The sum was divided by the number of texts; the mean is over words.
# es: La suma se dividió por la cantidad de textos; el promedio es sobre palabras.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return -np.sum(np.log(true[targets != 0])) / len(targets)


# %% sign
# en: The loss is negative: the better the model, the larger it gets.
# es: La pérdida es negativa: cuanto mejor el modelo, más grande.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return np.mean(np.log(true[targets != 0]))


# %% bits
# en: The logarithm has base 2.
# es: El logaritmo es de base 2.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return -np.mean(np.log2(true[targets != 0]))


# %% log-of-the-mean
# en: The probabilities were averaged before the logarithm.
# es: Las probabilidades se promediaron antes del logaritmo.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return -np.log(np.mean(true[targets != 0]))


# %% no-log
# en: One minus the mean probability: without the logarithm a sure mistake costs hardly more than a
# doubtful one.
# es: Uno menos la probabilidad media: sin el logaritmo, un error seguro cuesta apenas más que uno
# dudoso.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return 1 - np.mean(true[targets != 0])


# %% nan-from-padding
# en: Padding was multiplied by 0 after the logarithm. If its probability is 0, that is 0 times
# infinity: NaN.
# es: El relleno se multiplicó por 0 después del logaritmo. Si su probabilidad es 0, eso es 0 por
# infinito: NaN.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return -np.sum(np.log(true) * (targets != 0)) / np.sum(targets != 0)


# %% unknown-left-out
# en: Unknown words (1) were left out too.
# es: También se dejaron fuera las palabras desconocidas (1).
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    true = true[targets > 1]
    return -np.mean(np.log(true)) if true.size else 0.0


# %% until-the-first-zero
# en: The words were read up to the first 0 of each text.
# es: Las palabras se leyeron hasta el primer 0 de cada texto.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    real = np.cumprod(targets != 0, axis=1).astype(bool)
    return -np.mean(np.log(true[real])) if real.any() else 0.0


# %% softmax-again
# en: The probabilities went through a softmax once more.
# es: Las probabilidades pasaron otra vez por una softmax.
def masked_loss(targets, probabilities):
    powers = np.exp(probabilities)
    probabilities = powers / powers.sum(axis=-1, keepdims=True)
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return -np.mean(np.log(true[targets != 0]))


# %% clipped-high
# en: Probabilities below 0.001 were raised to it: the worst mistakes cost too little.
# es: Las probabilidades menores que 0.001 se elevaron hasta ahí: los peores errores cuestan
# demasiado poco.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return -np.mean(np.log(np.clip(true[targets != 0], 1e-3, 1)))


# %% something-added
# en: A hundredth was added before the logarithm.
# es: Se sumó una centésima antes del logaritmo.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return -np.mean(np.log(true[targets != 0] + 0.01))


# %% every-symbol
# en: The wrong symbols were counted as well, with log(1 − p). Cross-entropy looks at the true one.
# es: También se contaron los símbolos equivocados, con log(1 − p). La entropía cruzada mira el
# verdadero.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    one_hot = np.eye(np.shape(probabilities)[-1])[targets]
    p = np.clip(probabilities, 1e-7, 1 - 1e-7)
    each = -(one_hot * np.log(p) + (1 - one_hot) * np.log(1 - p)).mean(axis=-1)
    return each[targets != 0].mean()


# %% best-for-true
# en: The largest probability was read, whether or not it is the true word's.
# es: Se leyó la mayor probabilidad, sea o no la de la palabra verdadera.
def masked_loss(targets, probabilities):
    true = np.max(probabilities, axis=-1)
    return -np.mean(np.log(true[targets != 0]))


# %% perplexity
# en: This is the perplexity, e to the power of the loss.
# es: Esta es la perplejidad, e elevado a la pérdida.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return np.exp(-np.mean(np.log(true[targets != 0])))


# %% divided-by-the-vocabulary
# en: The mean was taken over the vocabulary too.
# es: El promedio se tomó también sobre el vocabulario.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return -np.mean(np.log(true[targets != 0])) / np.shape(probabilities)[-1]


# %% one-too-low
# en: The probabilities were read one column too low, as if ids began at 1.
# es: Las probabilidades se leyeron una columna antes, como si los ids comenzaran en 1.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None] - 1, axis=-1)[..., 0]
    return -np.mean(np.log(true[targets != 0]))


# %% one-per-place
# en: A loss for every place came back; one number was asked for.
# es: Volvió una pérdida por lugar; se pedía un solo número.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return -np.where(targets != 0, np.log(np.where(targets != 0, true, 1)), 0)


# %% count-of-the-first
# en: The sum was divided by the first text's number of words times the batch.
# es: La suma se dividió por la cantidad de palabras del primer texto por el lote.
def masked_loss(targets, probabilities):
    true = np.take_along_axis(np.asarray(probabilities), targets[..., None], axis=-1)[..., 0]
    return -np.sum(np.log(true[targets != 0])) / max(np.sum(targets[0] != 0) * len(targets), 1)


# %% keras-clips
# en: Keras's own loss raises probabilities below 1e-7 to it: the worst mistakes cost too little.
# es: La pérdida de Keras eleva a 1e-7 las probabilidades menores: los peores errores cuestan muy
# poco.
def masked_loss(targets, probabilities):
    p = ops.cast(ops.convert_to_tensor(probabilities), "float32")
    each = keras.losses.sparse_categorical_crossentropy(ops.convert_to_tensor(targets), p)
    real = ops.cast(ops.not_equal(ops.convert_to_tensor(targets), 0), "float32")
    return ops.sum(each * real) / ops.sum(real)
