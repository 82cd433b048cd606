# %% scaled
# en: These scores are divided by the root of the width. That comes in the next exercise; the
# lecture's attention has no scale.
# es: Estos puntajes están divididos por la raíz del ancho. Eso viene en el próximo ejercicio; la
# atención de la clase no lleva escala.
def attention(query, key, value):
    scores = query @ np.swapaxes(key, 1, 2) / np.sqrt(query.shape[-1])
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% softmax-over-queries
# en: The weights sum to 1 over the queries. It is each query that shares out its attention.
# es: Los pesos suman 1 sobre las consultas. Es cada consulta la que reparte su atención.
def attention(query, key, value):
    scores = query @ np.swapaxes(key, 1, 2)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = powers / powers.sum(axis=1, keepdims=True)
    return weights @ value, weights


# %% softmax-over-the-batch
# en: The softmax runs over axis 0, so that one example takes weight from another.
# es: La softmax corre por el eje 0, de modo que un ejemplo le quita peso a otro.
def attention(query, key, value):
    scores = query @ np.swapaxes(key, 1, 2)
    powers = np.exp(scores - scores.max(axis=0, keepdims=True))
    weights = powers / powers.sum(axis=0, keepdims=True)
    return weights @ value, weights


# %% no-softmax
# en: The values are mixed with raw scores, which may be negative and sum to anything.
# es: Los valores se mezclan con puntajes crudos, que pueden ser negativos y sumar cualquier cosa.
def attention(query, key, value):
    scores = query @ np.swapaxes(key, 1, 2)
    return scores @ value, scores


# %% overflow
# en: Scores are sums of products and soon larger than exp can bear. Exercise 1 says how to keep
# them in check.
# es: Los puntajes son sumas de productos y pronto superan lo que exp soporta. El ejercicio 1 dice
# cómo tenerlos a raya.
def attention(query, key, value):
    powers = np.exp(query @ np.swapaxes(key, 1, 2))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% values-scored
# en: The queries are compared with the values. What does a word offer to be found by?
# es: Las consultas se comparan con los valores. ¿Con qué se ofrece una palabra para que la
# encuentren?
def attention(query, key, value):
    width = min(query.shape[-1], value.shape[-1])
    scores = query[..., :width] @ np.swapaxes(value[..., :width], 1, 2)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% keys-mixed
# en: The weights mix the keys: what is handed over are the values.
# es: Los pesos mezclan las claves: lo que se entrega son los valores.
def attention(query, key, value):
    scores = query @ np.swapaxes(key, 1, 2)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ key, weights


# %% weights-first
# en: Both results are right, in the other order: the output comes first.
# es: Los dos resultados están bien, pero en el otro orden: primero va la salida.
def attention(query, key, value):
    scores = query @ np.swapaxes(key, 1, 2)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights, weights @ value


# %% output-alone
# en: Two results were asked for; the weights are missing.
# es: Se pedían dos resultados; faltan los pesos.
def attention(query, key, value):
    scores = query @ np.swapaxes(key, 1, 2)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True) @ value


# %% first-example-for-all
# en: All examples use the keys of the first one: right for a batch of 1 only.
# es: Todos los ejemplos usan las claves del primero: solo es correcto con un lote de 1.
def attention(query, key, value):
    scores = query @ key[0].T
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% reshaped-keys
# en: A reshape to the right shape isn't a transpose: the numbers keep their order in memory and
# end up in other words.
# es: Un reshape con la forma correcta no es una transposición: los números conservan su orden en
# memoria y terminan en otras palabras.
def attention(query, key, value):
    batch, T_v, dim = key.shape
    scores = query @ key.reshape(batch, dim, T_v)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% hard-choice
# en: Each query takes the best key alone. That is the limit of very large scores; the choice was
# to be soft.
# es: Cada consulta toma solo la mejor clave. Ese es el límite de puntajes muy grandes; la elección
# debía ser suave.
def attention(query, key, value):
    scores = query @ np.swapaxes(key, 1, 2)
    weights = np.eye(key.shape[1])[scores.argmax(axis=-1)]
    return weights @ value, weights


# %% cosine
# en: The lengths of queries and keys are divided out, so that only directions count.
# es: Se eliminan los largos de consultas y claves, y solo cuentan las direcciones.
def attention(query, key, value):
    query = query / (np.linalg.norm(query, axis=-1, keepdims=True) + 1e-12)
    key = key / (np.linalg.norm(key, axis=-1, keepdims=True) + 1e-12)
    scores = query @ np.swapaxes(key, 1, 2)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% one-maximum-for-all
# en: The largest score of all is taken off every row. A row whose own best score lies far below it
# is left with nothing but zeros.
# es: A cada fila se le resta el mayor puntaje de todos. Una fila cuyo mejor puntaje queda muy por
# debajo se queda solo con ceros.
def attention(query, key, value):
    scores = query @ np.swapaxes(key, -1, -2)
    powers = np.exp(scores - np.max(scores))
    weights = powers / np.sum(powers, axis=-1, keepdims=True)
    return weights @ value, weights
