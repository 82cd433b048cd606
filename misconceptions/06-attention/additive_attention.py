# %% no-tanh
# en: Without tanh the query's part is the same for every key, and softmax doesn't see it: all
# queries look alike.
# es: Sin tanh, la parte de la consulta es la misma para toda clave y la softmax no la ve: todas las
# consultas miran igual.
def additive_attention(query, key, value, W_q, W_k, v):
    seeks, offers = (query @ W_q)[:, :, None, :], (key @ W_k)[:, None, :, :]
    scores = (seeks + offers) @ v
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% two-tanh
# en: Query and key are squashed one by one before they meet. One tanh goes around the sum; else the
# two never interact.
# es: La consulta y la clave se comprimen por separado antes de encontrarse. Hay una tanh alrededor
# de la suma; si no, nunca interactúan.
def additive_attention(query, key, value, W_q, W_k, v):
    seeks, offers = (query @ W_q)[:, :, None, :], (key @ W_k)[:, None, :, :]
    scores = (np.tanh(seeks) + np.tanh(offers)) @ v
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% no-v
# en: The units are added up as if each counted alike; v says how much each counts.
# es: Las unidades se suman como si todas valieran lo mismo; v dice cuánto vale cada una.
def additive_attention(query, key, value, W_q, W_k, v):
    seeks, offers = (query @ W_q)[:, :, None, :], (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks + offers).sum(axis=-1)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% v-inside
# en: v is multiplied in before the tanh; it weighs what comes out of it.
# es: v se multiplica antes de la tanh; debe pesar lo que sale de ella.
def additive_attention(query, key, value, W_q, W_k, v):
    seeks, offers = (query @ W_q)[:, :, None, :], (key @ W_k)[:, None, :, :]
    scores = np.tanh((seeks + offers) * v).sum(axis=-1)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% product-for-sum
# en: Query and key are multiplied, unit by unit. Additive attention adds them.
# es: Consulta y clave se multiplican, unidad por unidad. La atención aditiva las suma.
def additive_attention(query, key, value, W_q, W_k, v):
    seeks, offers = (query @ W_q)[:, :, None, :], (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks * offers) @ v
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% scaled
# en: The scores are divided by the root of the units. tanh keeps them in bounds already.
# es: Los puntajes se dividen por la raíz de las unidades. La tanh ya los mantiene acotados.
def additive_attention(query, key, value, W_q, W_k, v):
    seeks, offers = (query @ W_q)[:, :, None, :], (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks + offers) @ v / np.sqrt(len(v))
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% difference
# en: The keys are subtracted. With weights that are learned it could come to the same; with given
# ones it does not.
# es: Las claves se restan. Con pesos que se aprenden podría dar lo mismo; con pesos dados, no.
def additive_attention(query, key, value, W_q, W_k, v):
    seeks, offers = (query @ W_q)[:, :, None, :], (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks - offers) @ v
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% softmax-over-queries
# en: The weights sum to 1 over the queries, not over the keys.
# es: Los pesos suman 1 sobre las consultas, no sobre las claves.
def additive_attention(query, key, value, W_q, W_k, v):
    seeks, offers = (query @ W_q)[:, :, None, :], (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks + offers) @ v
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = powers / powers.sum(axis=1, keepdims=True)
    return weights @ value, weights


# %% keys-mixed
# en: The projected keys are mixed in place of the values.
# es: Se mezclan las claves proyectadas en lugar de los valores.
def additive_attention(query, key, value, W_q, W_k, v):
    seeks, offers = (query @ W_q)[:, :, None, :], (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks + offers) @ v
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ (key @ W_k), weights


# %% weights-first
# en: The output comes first, the weights second.
# es: Primero va la salida; después, los pesos.
def additive_attention(query, key, value, W_q, W_k, v):
    seeks, offers = (query @ W_q)[:, :, None, :], (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks + offers) @ v
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights, weights @ value


# %% sigmoid
# en: Another squashing function than tanh: it has no negative side.
# es: Otra función de compresión en lugar de tanh: no tiene lado negativo.
def additive_attention(query, key, value, W_q, W_k, v):
    seeks, offers = (query @ W_q)[:, :, None, :], (key @ W_k)[:, None, :, :]
    scores = (1 / (1 + np.exp(-np.clip(seeks + offers, -500, 500)))) @ v
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% matrices-swapped
# en: Queries go through W_k and keys through W_q, which shows as soon as their widths differ.
# es: Las consultas pasan por W_k y las claves por W_q, lo que se nota apenas sus anchos difieren.
def additive_attention(query, key, value, W_q, W_k, v):
    seeks, offers = (query @ W_k)[:, :, None, :], (key @ W_q)[:, None, :, :]
    scores = np.tanh(seeks + offers) @ v
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% overflow
# en: Large v make large scores, and exp overflows. Exercise 1 applies here as well.
# es: Con v grandes los puntajes son grandes y exp se desborda. El ejercicio 1 vale también aquí.
def additive_attention(query, key, value, W_q, W_k, v):
    seeks, offers = (query @ W_q)[:, :, None, :], (key @ W_k)[:, None, :, :]
    scores = np.tanh(seeks + offers) @ v
    powers = np.exp(scores)
    weights = powers / powers.sum(axis=-1, keepdims=True)
    return weights @ value, weights


# %% one-maximum-for-all
# en: The largest score of all is taken off every row. A row whose own best score lies far below it
# is left with nothing but zeros.
# es: A cada fila se le resta el mayor puntaje de todos. Una fila cuyo mejor puntaje queda muy por
# debajo se queda solo con ceros.
def additive_attention(query, key, value, W_q, W_k, v):
    scores = np.tanh((query @ W_q)[:, :, None, :] + (key @ W_k)[:, None, :, :]) @ v
    powers = np.exp(scores - np.max(scores))
    weights = powers / np.sum(powers, axis=-1, keepdims=True)
    return weights @ value, weights
