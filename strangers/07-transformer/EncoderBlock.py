# %% wrong: norm-first
# The pre-norm block.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x), r(x), atol=1e-3)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        n = self.norm_1(x)
        looked = self.attention(n, n, attention_mask=mask)
        a = x + self.drop(looked, training=training)
        thought = self.narrow(self.wide(self.norm_2(a)))
        return a + self.drop(thought, training=training)

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: no-residual-around-the-attention
# The first sum is missing.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x), r(x), atol=1e-3)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: residual-from-the-input
# The second sum adds the block's input.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x), r(x), atol=1e-3)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(x + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: one-norm-for-both
# One layer norm serves twice.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_1(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: each-head-as-wide-as-the-model
# key_dim is d_model.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: no-relu
# Both Dense are linear.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x), r(x), atol=1e-3)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff)
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: gelu
# GELU, as in BERT.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x), r(x), atol=1e-3)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="gelu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: relu-at-the-end-too
# The second Dense has a ReLU as well.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x), r(x), atol=1e-3)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model, activation="relu")
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: mask-ignored
# The mask is accepted and not used.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   mask = (rng.random((2, 5, 5)) < 0.5) | np.eye(5, dtype=bool)
#   assert np.allclose(a(x, mask=mask), r(x, mask=mask), atol=1e-3)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: mask-upside-down
# The mask is inverted on its way.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   mask = (rng.random((2, 5, 5)) < 0.5) | np.eye(5, dtype=bool)
#   assert np.allclose(a(x, mask=mask), r(x, mask=mask), atol=1e-3)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        mask = None if mask is None else ops.logical_not(mask)
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: no-dropout
# The rate is stored and never used.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.5), reference(8, 2, 12, 0.5)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert not np.allclose(a(x, training=True), a(x, training=True))
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.rate = dropout
        self.drop = lambda value, training: value

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: dropout-always
# Dropout also outside training.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.5), reference(8, 2, 12, 0.5)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x), a(x), atol=1e-5)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=True))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=True))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: attention-weights-dropped-too
# Passes the rate on to the attention as well, which drops weights.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.4), reference(8, 2, 12, 0.4)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   many = [np.asarray(b(np.repeat(x[:1], 4000, axis=0), training=True)) for b in (a, r)]
#   assert np.allclose(many[0].mean(0), many[1].mean(0), atol=0.2), np.abs(many[0].mean(0) - many[1].mean(0)).max()
#   assert np.allclose(many[0].std(0), many[1].std(0), atol=0.2), np.abs(many[0].std(0) - many[1].std(0)).max()
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads, dropout=dropout)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask, training=training)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: dropout-after-the-sum
# Drops from the sum, so that the untouched road is cut.
# shows:
#   a = answer(8, 2, 12, 0.4)
#   x = np.random.default_rng(0).normal(size=(2, 5, 8)).astype("float32")
#   a(x)
#   a.set_weights([w * (w.ndim == 1) for w in a.get_weights()])
#   assert np.allclose(a(x, training=True), a(x), atol=1e-4)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(self.drop(x + looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: dropout-inside-the-net
# Drops between the two Dense instead of behind them.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.4), reference(8, 2, 12, 0.4)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   many = [np.asarray(b(np.repeat(x[:1], 4000, axis=0), training=True)) for b in (a, r)]
#   assert np.allclose(many[0].mean(0), many[1].mean(0), atol=0.2), np.abs(many[0].mean(0) - many[1].mean(0)).max()
#   assert np.allclose(many[0].std(0), many[1].std(0), atol=0.2), np.abs(many[0].std(0) - many[1].std(0)).max()
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.drop(self.wide(a), training=training))
        return self.norm_2(a + thought)

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: rate-is-the-share-kept
# Takes the rate for the share that stays.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.2), reference(8, 2, 12, 0.2)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   many = [np.asarray(b(np.repeat(x[:1], 4000, axis=0), training=True)) for b in (a, r)]
#   assert np.allclose(many[0].mean(0), many[1].mean(0), atol=0.2), np.abs(many[0].mean(0) - many[1].mean(0)).max()
#   assert np.allclose(many[0].std(0), many[1].std(0), atol=0.2), np.abs(many[0].std(0) - many[1].std(0)).max()
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(1 - dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: rate-one-tenth
# The default rate whatever is asked.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.5), reference(8, 2, 12, 0.5)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   many = [np.asarray(b(np.repeat(x[:1], 4000, axis=0), training=True)) for b in (a, r)]
#   assert np.allclose(many[0].mean(0), many[1].mean(0), atol=0.2), np.abs(many[0].mean(0) - many[1].mean(0)).max()
#   assert np.allclose(many[0].std(0), many[1].std(0), atol=0.2), np.abs(many[0].std(0) - many[1].std(0)).max()
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(0.1)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: dropout-not-scaled
# What stays is not enlarged.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.4), reference(8, 2, 12, 0.4)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   many = [np.asarray(b(np.repeat(x[:1], 4000, axis=0), training=True)) for b in (a, r)]
#   assert np.allclose(many[0].mean(0), many[1].mean(0), atol=0.2), np.abs(many[0].mean(0) - many[1].mean(0)).max()
#   assert np.allclose(many[0].std(0), many[1].std(0), atol=0.2), np.abs(many[0].std(0) - many[1].std(0)).max()
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def thin(self, value, training):
        if not training:
            return value
        return (
            ops.cast(keras.random.uniform(ops.shape(value)) >= self.drop.rate, value.dtype) * value
        )

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.thin(looked, training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.thin(thought, training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: same-columns-for-all-words
# Spatial dropout: the same columns are dropped from all words.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.5), reference(8, 2, 12, 0.5)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   r.set_weights([np.zeros(w.shape) if w.ndim > 1 else np.ones(w.shape) for w in new])
#   a.set_weights(r.get_weights())
#   same = np.asarray(a(np.zeros((200, 5, 8), "float32"), training=True))
#   assert not np.allclose(same[:, 0], same[:, 1], atol=1e-4)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.SpatialDropout1D(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: gaussian-noise
# GaussianDropout in place of Dropout.
# shows:
#   a = answer(8, 2, 12, 0.5)
#   x = np.zeros((2, 5, 8), "float32")
#   a(x)
#   new = [w * (w.ndim == 1) for w in a.get_weights()]
#   next(w for w in new if w.shape == (8,))[:] = 1
#   a.set_weights(new)
#   for word in np.asarray(a(x, training=True)).reshape(-1, 8):
#       assert len(np.unique(np.round(word, 3))) <= 2, word
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.GaussianDropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: norm-over-the-time
# The norms run along the time axis.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 8, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x), r(x), atol=1e-3)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(axis=1, epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(axis=1, epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: norms-that-learn-nothing
# Norms without gamma and beta.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6, center=False, scale=False)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6, center=False, scale=False)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: batch-norm
# Batch normalization.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.BatchNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.BatchNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: causal-by-itself
# The encoder does not look ahead.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x), r(x), atol=1e-3)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask, use_causal_mask=True)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: norms-frozen
# The norms do not learn.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert len(a.trainable_weights) == len(r.trainable_weights)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6, trainable=False)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6, trainable=False)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: last-dense-starts-at-zero
# The second Dense starts from zeros, so that the block is the identity at first.
# shows:
#   a = answer(8, 2, 12)
#   a(np.ones((1, 3, 8), 'float32'))
#   assert all(np.std(w) > 0 for w in a.weights if w.path.endswith('kernel'))
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model, kernel_initializer="zeros")
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: gradient-stops-at-the-residual
# No gradient through the untouched road.
# shows:
#   import tensorflow as tf
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   grads = []
#   for b in (a, r):
#       with tf.GradientTape() as tape:
#           inside = tf.convert_to_tensor(x)
#           tape.watch(inside)
#           loss = ops.sum(b(inside)[:, :, 0] ** 3)
#       grads.append([np.zeros(v.shape) if g is None else np.asarray(g) for v, g in zip(b.weights + [inside], tape.gradient(loss, [w.value for w in b.weights] + [inside]))])
#   for g, h in zip(*grads):
#       assert np.allclose(g, h, rtol=1e-2, atol=0.05)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(ops.stop_gradient(x) + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: weights-penalised
# An L2 penalty that nobody asked for.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert not a.losses
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu", kernel_regularizer="l2")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: mask-lined-up-with-the-batch
# A mask of two axes is taken for (batch, time).
# shows:
#   a, r = answer(8, 2, 12), reference(8, 2, 12)
#   x = np.random.default_rng(0).normal(size=(3, 3, 8)).astype('float32')
#   a(x), r(x)
#   a.set_weights(r.get_weights())
#   mask = np.tri(3, dtype=bool)
#   assert np.allclose(a(x, mask=mask), r(x, mask=mask), atol=1e-3)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        if mask is not None and len(np.shape(mask)) == 2:
            mask = ops.expand_dims(mask, 1)
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: first-mask-kept
# The first mask is remembered for all later calls.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   mask = (rng.random((2, 5, 5)) < 0.5) | np.eye(5, dtype=bool)
#   assert np.allclose(a(x, mask=mask), r(x, mask=mask), atol=1e-3)
#   assert np.allclose(a(x), r(x), atol=1e-3)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        self.first = getattr(self, "first", mask) if mask is None else mask
        looked = self.attention(x, x, attention_mask=self.first)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: one-dropout-missing
# Dropout only behind the attention.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.5), reference(8, 2, 12, 0.5)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   many = [np.asarray(b(np.repeat(x[:1], 4000, axis=0), training=True)) for b in (a, r)]
#   assert np.allclose(many[0].mean(0), many[1].mean(0), atol=0.2), np.abs(many[0].mean(0) - many[1].mean(0)).max()
#   assert np.allclose(many[0].std(0), many[1].std(0), atol=0.2), np.abs(many[0].std(0) - many[1].std(0)).max()
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + thought)

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: net-without-biases
# The dense net has no biases.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu", use_bias=False)
        self.narrow = keras.layers.Dense(d_model, use_bias=False)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: words-scaled-by-half
# Averages the two roads instead of adding them, before the norm of the second step.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x), r(x), atol=1e-3)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + 0.5 * self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% wrong: kernels-bounded
# A max-norm constraint on the dense net.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x), r(x)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert all(getattr(w, 'constraint', None) is None for w in a.weights)
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu", kernel_constraint="max_norm")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        looked = self.attention(x, x, attention_mask=mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        thought = self.narrow(self.wide(a))
        return self.norm_2(a + self.drop(thought, training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% right: two-sublayers
# Two sublayers, each a small layer of its own with residual and norm.
class Around(keras.layers.Layer):
    def __init__(self, rate, **kwargs):
        super().__init__(**kwargs)
        self.add = keras.layers.Add()
        self.norm = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(rate)

    def call(self, old, new, training=False):
        return self.norm(self.add([old, self.drop(new, training=training)]))


class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.net = keras.Sequential(
            [keras.layers.Dense(d_ff), keras.layers.ReLU(), keras.layers.Dense(d_model)]
        )
        self.talk = keras.layers.MultiHeadAttention(num_heads=heads, key_dim=d_model // heads)
        self.around = [Around(dropout), Around(dropout)]

    def call(self, x, mask=None, training=False):
        a = self.around[0](
            x,
            self.talk(query=x, value=x, key=x, attention_mask=mask, training=training),
            training=training,
        )
        return self.around[1](a, self.net(a), training=training)

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% right: convolutions-of-width-one
# The dense net is two convolutions of width 1; layers are made in build.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.sizes = d_model, heads, d_ff, dropout

    def build(self, x_shape):
        d_model, heads, d_ff, dropout = self.sizes
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.attention.build(x_shape, x_shape)
        self.norms = [keras.layers.LayerNormalization(epsilon=1e-6) for _ in range(2)]
        self.net = [
            keras.layers.Conv1D(d_ff, 1, activation="relu"),
            keras.layers.Conv1D(d_model, 1),
        ]
        for norm in self.norms:
            norm.build(x_shape)
        self.net[0].build(x_shape)
        self.net[1].build((*x_shape[:-1], d_ff))
        self.drops = [keras.layers.Dropout(dropout) for _ in range(2)]

    def call(self, x, mask=None, training=False):
        step = [
            lambda v: self.attention(v, v, v, attention_mask=mask),
            lambda v: self.net[1](self.net[0](v)),
        ]
        for f, norm, drop in zip(step, self.norms, self.drops):
            x = norm(x + drop(f(x), training=training))
        return x

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape


# %% right: three-dense-for-the-attention
# The attention is made of four Dense, reshapes and a softmax.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.heads, self.width = heads, d_model // heads
        self.seeks, self.offers, self.gives, self.joins = (
            keras.layers.Dense(d_model) for _ in range(4)
        )
        self.wide, self.narrow = keras.layers.Dense(d_ff, "relu"), keras.layers.Dense(d_model)
        self.norm_1, self.norm_2 = (keras.layers.LayerNormalization(epsilon=1e-6) for _ in range(2))
        self.drop_1, self.drop_2 = keras.layers.Dropout(dropout), keras.layers.Dropout(dropout)

    def cut(self, x):
        batch, time = ops.shape(x)[0], ops.shape(x)[1]
        return ops.transpose(ops.reshape(x, (batch, time, self.heads, self.width)), (0, 2, 1, 3))

    def call(self, x, mask=None, training=False):
        q, k, v = self.cut(self.seeks(x)), self.cut(self.offers(x)), self.cut(self.gives(x))
        scores = ops.einsum("bhid,bhjd->bhij", q, k) / math.sqrt(self.width)
        if mask is not None:
            mask = ops.convert_to_tensor(mask)
            while len(mask.shape) < 3:
                mask = ops.expand_dims(mask, 0)
            scores = ops.where(ops.expand_dims(mask, 1), scores, -1e9)
        mixed = ops.einsum("bhij,bhjd->bihd", ops.softmax(scores), v)
        mixed = self.joins(ops.reshape(mixed, ops.shape(x)))
        a = self.norm_1(x + self.drop_1(mixed, training=training))
        return self.norm_2(a + self.drop_2(self.narrow(self.wide(a)), training=training))

    def compute_mask(self, x, previous_mask=None):
        return None

    def compute_output_shape(self, x_shape):
        return x_shape
