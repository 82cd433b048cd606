# %% wrong: padding-counted-in-the-mean
# Plain mean over the time.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   assert np.allclose(m(ids), m(np.pad(ids, ((0, 0), (0, 4)))), atol=1e-4)
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.mean(mixed, axis=1)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: padding-looked-at
# No mask_zero: padding takes part in the attention.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   assert np.allclose(m(ids), m(np.pad(ids, ((0, 0), (3, 0)))), atol=1e-4)
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: padding-divides
# Padding adds nothing, but the sum is divided by the whole length.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   assert np.allclose(m(ids), m(np.pad(ids, ((0, 0), (0, 4)))), atol=1e-4)
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.sum(ops.ones_like(real), axis=1)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: first-word-only
# Takes the first place for the text, as BERT does.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   assert np.allclose(m(ids), m(np.pad(ids, ((0, 0), (3, 0)))), atol=1e-4)
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = mixed[:, 0]
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: last-state
# Takes the last place.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   assert np.allclose(m(ids), m(np.pad(ids, ((0, 0), (0, 4)))), atol=1e-4)
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = mixed[:, -1]
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: one-dense-for-both
# Query and value come from the same Dense.
# shows:
#   m, r = answer(20, 8), reference(20, 8)
#   m(np.ones((1, 3), int))
#   assert m.count_params() == r.count_params(), m.count_params()
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: no-dense
# The words themselves are queries and values.
# shows:
#   m, r = answer(20, 8), reference(20, 8)
#   m(np.ones((1, 3), int))
#   assert m.count_params() == r.count_params(), m.count_params()
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = words
    value = words
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: two-outputs
# Two classes with softmax.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   assert m(ids).shape == (3, 1)
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(2, activation="softmax")(hidden))


# %% wrong: no-sigmoid
# Returns a logit.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   m.set_weights([w + 3 if w.shape == (1,) else w for w in m.get_weights()])
#   p = np.asarray(m(ids))
#   assert p.max() <= 1
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1)(hidden))


# %% wrong: dim-sixty-always
# Width 60, whatever is asked.
# shows:
#   m, r = answer(20, 8), reference(20, 8)
#   m(np.ones((1, 3), int))
#   assert m.count_params() == r.count_params(), m.count_params()
def build_attention_classifier(vocabulary_size, dim=60):
    dim = 60
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: two-rows-more
# Adds two rows to the embedding for padding and unknown.
# shows:
#   m = answer(20, 8)
#   m(np.ones((1, 3), int))
#   assert any(w.shape == (20, 8) for w in m.get_weights())
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size + 2, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: unknown-is-padding
# Id 1 is left out of the mean.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   unknown = np.array([[1, 1]])
#   before = np.array(m(unknown))
#   m.set_weights([w[::-1] if w.shape == (20, 8) else w for w in m.get_weights()])
#   assert not np.allclose(before, m(unknown))
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.greater(ids, 1), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: fixed-length
# Reads only texts of 80 words.
# shows:
#   m = answer(20, 8)
#   ok = True
#   try:
#       m(np.ones((2, 7), int))
#   except Exception:
#       ok = False
#   assert ok
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((80,), dtype="int32")
    assert True
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    model = keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))
    call = model.call

    def strict(x, *args, **kwargs):
        if x.shape[1] != 80:
            raise ValueError("80 words expected")
        return call(x, *args, **kwargs)

    model.call = strict
    return model


# %% wrong: places-added
# Adds the order of the words, which the lecture's classifier lacks.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   assert np.allclose(m(ids), m(ids[:, ::-1]), atol=1e-4)
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    n = ops.cast(ops.cumsum(ops.ones_like(ids), axis=1), "float32")
    words = words + ops.sin(n)[:, :, None]
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: scaled-attention
# Divides the scores by the root of dim.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   table, W_q, b_q, W_v, b_v, W_1, b_1, W_2, b_2 = m.get_weights()
#   q, v = table[ids] @ W_q + b_q, table[ids] @ W_v + b_v
#   hidden = (softmax(q @ v.swapaxes(1, 2)) @ v).mean(1) @ W_1 + b_1
#   expected = [1 / (1 + np.exp(-(h @ W_2 + b_2))) for h in (hidden, np.maximum(hidden, 0))]
#   assert any(np.allclose(m(ids), e, atol=1e-3) for e in expected)
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query / math.sqrt(dim), value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: dropout-always
# Dropout in predictions, too.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   assert np.allclose(m(ids), m(ids))
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed, training=True)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: no-dropout
# No dropout in training.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   assert not np.allclose(m(ids, training=True), m(ids, training=True))
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    hidden = keras.layers.Dense(100)(mean)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: frozen-embedding
# The embedding does not learn.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   assert len(m.trainable_weights) == len(m.weights)
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True, trainable=False)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: penalised
# An L2 penalty on the last Dense but one.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   assert not m.losses
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100, kernel_regularizer="l2")(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: one-model-for-all
# The same model on every call with the same sizes.
# shows:
#   assert answer(9, 4) is not answer(9, 4)
from functools import lru_cache


@lru_cache
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: max-pooling
# The maximum over the words.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   table, W_q, b_q, W_v, b_v, W_1, b_1, W_2, b_2 = m.get_weights()
#   q, v = table[ids] @ W_q + b_q, table[ids] @ W_v + b_v
#   hidden = (softmax(q @ v.swapaxes(1, 2)) @ v).mean(1) @ W_1 + b_1
#   expected = [1 / (1 + np.exp(-(h @ W_2 + b_2))) for h in (hidden, np.maximum(hidden, 0))]
#   assert any(np.allclose(m(ids), e, atol=1e-3) for e in expected)
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.max(mixed - 1e9 * (1 - real), axis=1)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(hidden))


# %% wrong: ones-in-the-last-kernel
# The last Dense starts from zeros: every first answer is one half.
# shows:
#   m = answer(20, 8)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 6))
#   m(ids)
#   m.set_weights([w * 20 if w.shape == (20, 8) else w for w in m.get_weights()])
#   assert all(np.std(w) > 0 for w in m.get_weights() if w.ndim == 2)
def build_attention_classifier(vocabulary_size, dim=60):
    ids = keras.Input((None,), dtype="int32")
    words = keras.layers.Embedding(vocabulary_size, dim, mask_zero=True)(ids)
    query = keras.layers.Dense(dim)(words)
    value = keras.layers.Dense(dim)(words)
    mixed = keras.layers.Attention()([query, value])
    mixed = keras.layers.Dropout(0.1)(mixed)
    real = ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)
    mean = ops.sum(mixed * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    mean = keras.layers.Dropout(0.1)(mean)
    hidden = keras.layers.Dense(100)(mean)
    hidden = keras.layers.Dropout(0.1)(hidden)
    return keras.Model(
        ids, keras.layers.Dense(1, activation="sigmoid", kernel_initializer="zeros")(hidden)
    )


# %% right: masked-pooling
# GlobalAveragePooling1D carries the mask; the dropout hands it on.
def build_attention_classifier(vocabulary_size, dim=60):
    L = keras.layers
    ids = L.Input(shape=(None,), dtype="int32")
    e = L.Embedding(input_dim=vocabulary_size, output_dim=dim, mask_zero=True)(ids)
    dq, dk = L.Dense(dim)(e), L.Dense(dim)(e)
    real = L.Lambda(lambda i: ops.not_equal(i, 0))(ids)
    x = L.Dropout(0.1)(L.Attention()([dq, dk], mask=[real, real]))
    x = L.GlobalAveragePooling1D()(x, mask=real)
    x = L.Dropout(0.1)(x)
    x = L.Dropout(0.1)(L.Dense(100)(x))
    return keras.Model(inputs=ids, outputs=L.Dense(1, activation="sigmoid")(x))


# %% right: subclassed-with-dot-products
# A subclassed model that computes its attention by einsum.
class Reader(keras.Model):
    def __init__(self, rows, dim):
        super().__init__()
        self.words = keras.layers.Embedding(rows, dim)
        self.seeks, self.offers = keras.layers.Dense(dim), keras.layers.Dense(dim)
        self.drop = keras.layers.Dropout(0.1)
        self.hidden, self.says = (
            keras.layers.Dense(100),
            keras.layers.Dense(1, activation="sigmoid"),
        )

    def call(self, ids, training=False):
        ids = ops.convert_to_tensor(ids)
        real = ops.cast(ops.not_equal(ids, 0), "float32")
        x = self.words(ids)
        q, k = self.seeks(x), self.offers(x)
        s = ops.einsum("bid,bjd->bij", q, k) - 1e9 * (1 - real[:, None, :])
        x = self.drop(ops.einsum("bij,bjd->bid", ops.softmax(s), k), training=training)
        x = ops.einsum("bid,bi->bd", x, real) / ops.maximum(ops.sum(real, axis=1, keepdims=True), 1)
        x = self.drop(self.hidden(self.drop(x, training=training)), training=training)
        return self.says(x)


def build_attention_classifier(vocabulary_size, dim=60):
    return Reader(vocabulary_size, dim)
