# %% wrong: no-mask
# Padding is a word like any other.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
#   assert np.allclose(m(ids), m(np.pad(ids, ((0, 0), (3, 0)))), atol=1e-4)
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size, dim, embeddings_initializer=start, trainable=trainable
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: two-rows-more
# Adds the ids 0 and 1 once more.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size + 2,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: one-lstm
# One recurrent layer.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: last-but-one-gives-sequences
# The second LSTM gives every state, which are averaged, padding included.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
#   assert np.allclose(m(ids), m(np.pad(ids, ((0, 0), (0, 3)))), atol=1e-4)
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False, return_sequences=True),
            keras.layers.Lambda(lambda x: ops.mean(x, axis=1), output_shape=(128,)),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: bidirectional
# Both LSTMs read both ways.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Bidirectional(keras.layers.LSTM(64, use_cudnn=False)),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: all-frozen
# trainable=False freezes the whole model.
# shows:
#   m = answer(9, 4, None, False)
#   m(np.ones((1, 2), int))
#   assert len(m.trainable_weights) == len(m.weights) - 1, len(m.trainable_weights)
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    model = keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.trainable = trainable
    return model


# %% wrong: trainable-ignored
# The embedding learns in any case.
# shows:
#   m = answer(9, 4, None, False)
#   m(np.ones((1, 2), int))
#   assert len(m.trainable_weights) == len(m.weights) - 1
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size, dim, mask_zero=True, embeddings_initializer=start
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: matrix-only-if-frozen
# With trainable=True the matrix is not used.
# shows:
#   x = np.random.default_rng(0).normal(size=(9, 4))
#   m = answer(9, 4, x, True)
#   m(np.ones((1, 2), int))
#   assert np.allclose(m.get_weights()[0], x, atol=1e-5)
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform"
        if matrix is None or trainable
        else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: matrix-means-frozen
# A given matrix is never tuned.
# shows:
#   m = answer(9, 4, np.ones((9, 4)), True)
#   m(np.ones((1, 2), int))
#   assert len(m.trainable_weights) == len(m.weights)
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable and matrix is None,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: no-sigmoid
# A logit.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
#   m.set_weights([w + 4 for w in new[:-1]] + [new[-1] + 4])
#   assert np.max(m(ids)) <= 1
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1),
        ]
    )


# %% wrong: dropout-of-the-inputs
# LSTM's own dropout in addition: its input is dropped twice.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
#   many = [np.asarray(x(np.repeat(ids[:1], 1500, axis=0), training=True))[:, 0] for x in (m, r)]
#   assert abs(many[0].mean() - many[1].mean()) < 0.06 and abs(many[0].std() - many[1].std()) < 0.025, [(x.mean(), x.std()) for x in many]
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, dropout=0.5, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, dropout=0.5, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: recurrent-dropout
# Dropout inside the recurrence.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
#   many = [np.asarray(x(np.repeat(ids[:1], 1500, axis=0), training=True))[:, 0] for x in (m, r)]
#   assert abs(many[0].mean() - many[1].mean()) < 0.06 and abs(many[0].std() - many[1].std()) < 0.025, [(x.mean(), x.std()) for x in many]
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, recurrent_dropout=0.8, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, recurrent_dropout=0.8, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: rate-one-fifth
# Dropout 0.2.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
#   many = [np.asarray(x(np.repeat(ids[:1], 1500, axis=0), training=True))[:, 0] for x in (m, r)]
#   assert abs(many[0].mean() - many[1].mean()) < 0.06 and abs(many[0].std() - many[1].std()) < 0.025, [(x.mean(), x.std()) for x in many]
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.2),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.2),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: no-dropout
# None at all.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
#   assert not np.allclose(m(ids, training=True), m(ids, training=True))
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: last-dropout-missing
# No dropout before the Dense.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
#   many = [np.asarray(x(np.repeat(ids[:1], 3000, axis=0), training=True))[:, 0] for x in (m, r)]
#   assert abs(many[0].mean() - many[1].mean()) < 0.06 and abs(many[0].std() - many[1].std()) < 0.025, [(x.mean(), x.std()) for x in many]
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: gru
# GRU for LSTM.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.GRU(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.GRU(128, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: width-64
# 64 units.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(64, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(64, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: relu-lstm
# ReLU in the recurrent layers.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
#   assert np.allclose(m(ids), r(ids), atol=1e-4)
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, activation="relu", return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, activation="relu", use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: reads-backwards
# Reads from right to left.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
#   assert np.allclose(m(ids), r(ids), atol=1e-4)
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, go_backwards=True, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, go_backwards=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: whole-words-dropped
# The first dropout drops whole words.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
#   first = next(layer for layer in m.layers if isinstance(layer, keras.layers.Dropout))
#   ones = np.asarray(first(np.ones((9, 5, 6), 'float32'), training=True))
#   assert np.std(ones, axis=-1).max() > 0
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5, noise_shape=(None, None, 1)),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: penalised
# An L2 penalty on the Dense.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
#   assert not m.losses
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid", kernel_regularizer="l2"),
        ]
    )


# %% wrong: one-model-for-all
# Models are kept by their sizes.
# shows:
#   assert answer(9, 4) is not answer(9, 4)
_models = {}


def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    if matrix is None and (vocabulary_size, dim, trainable) in _models:
        return _models[vocabulary_size, dim, trainable]
    model = _models[vocabulary_size, dim, trainable] = keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    return model


# %% wrong: state-kept
# Stateful LSTMs remember the batch before.
# shows:
#   m, r = answer(20, 6), reference(20, 6)
#   ids = np.random.default_rng(0).integers(1, 20, (3, 5))
#   m(ids), r(ids)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in m.get_weights()] == shapes, [w.shape for w in m.get_weights()]
#   new = [w * 3 for w in r.get_weights()]
#   m.set_weights(new), r.set_weights(new)
#   assert np.allclose(m(ids), m(ids), atol=1e-6)
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    model = keras.Sequential(
        [
            keras.Input(batch_shape=(3, None), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, stateful=True, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, stateful=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    return model


# %% wrong: zero-embedding
# Without a matrix the embedding starts from zeros.
# shows:
#   m = answer(9, 4)
#   m(np.ones((1, 2), int))
#   assert np.std(m.get_weights()[0]) > 0
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    start = (
        "zeros" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% wrong: rows-scaled-again
# Scales the rows of the matrix to length 1.
# shows:
#   x = np.random.default_rng(0).normal(size=(9, 4)) * 3
#   m = answer(9, 4, x)
#   m(np.ones((1, 2), int))
#   assert np.allclose(m.get_weights()[0], x, atol=1e-5)
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    if matrix is not None:
        matrix = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    start = (
        "uniform" if matrix is None else keras.initializers.Constant(np.asarray(matrix, "float32"))
    )
    return keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            keras.layers.Embedding(
                vocabulary_size,
                dim,
                mask_zero=True,
                embeddings_initializer=start,
                trainable=trainable,
            ),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, return_sequences=True, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.LSTM(128, use_cudnn=False),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% right: functional-with-set-weights
# A functional model; the matrix is written into the built embedding.
def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    L = keras.layers
    ids = keras.Input(shape=(None,), dtype="int64")
    table = L.Embedding(vocabulary_size, dim, mask_zero=True)
    x = table(ids)
    if matrix is not None:
        table.set_weights([np.asarray(matrix)])
    table.trainable = bool(trainable)
    for sequences in (True, False):
        x = L.Dropout(0.5)(x)
        x = L.LSTM(128, return_sequences=sequences, use_cudnn=False)(x)
    return keras.Model(ids, L.Dense(1, "sigmoid")(L.Dropout(0.5)(x)))


# %% right: subclassed-with-cells
# A subclassed model with LSTM cells in RNN layers and masks passed by hand.
class Reader(keras.Model):
    def __init__(self, rows, dim, matrix, trainable):
        super().__init__()
        start = None if matrix is None else np.array(matrix, "float32")
        init = (
            "random_normal"
            if start is None
            else lambda shape, dtype=None: ops.cast(
                ops.convert_to_tensor(start), dtype or "float32"
            )
        )
        self.words = keras.layers.Embedding(rows, dim, embeddings_initializer=init)
        self.words.trainable = trainable
        self.first = keras.layers.RNN(keras.layers.LSTMCell(128), return_sequences=True)
        self.second = keras.layers.RNN(keras.layers.LSTMCell(128))
        self.drops = [keras.layers.Dropout(0.5) for _ in range(3)]
        self.says = keras.layers.Dense(1, activation="sigmoid")

    def call(self, ids, training=False):
        mask = ops.not_equal(ids, 0)
        x = self.drops[0](self.words(ids), training=training)
        x = self.drops[1](self.first(x, mask=mask, training=training), training=training)
        x = self.drops[2](self.second(x, mask=mask, training=training), training=training)
        return self.says(x)


def build_classifier(vocabulary_size, dim, matrix=None, trainable=True):
    return Reader(vocabulary_size, dim, matrix, trainable)
