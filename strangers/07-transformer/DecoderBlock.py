# %% wrong: causal-by-itself
# The block hides the future by itself, asked or not.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x, memory), r(x, memory), atol=1e-3)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask, use_causal_mask=True)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, memory, attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: query-and-memory-exchanged
# The memory asks, the words answer; equal lengths hide it.
# shows:
#   a, r = answer(8, 2, 12), reference(8, 2, 12)
#   rng = np.random.default_rng(0)
#   x, memory = rng.normal(size=(2, 2, 5, 8)).astype("float32")
#   a(x, memory), r(x, memory)
#   a.set_weights(r.get_weights())
#   assert np.allclose(a(x, memory), r(x, memory), atol=1e-3)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(memory, a, attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: input-asks-the-memory
# The second attention's query is x, not yet normalised.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x, memory), r(x, memory), atol=1e-3)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(x, memory, attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: one-attention-for-both
# The same attention layer serves twice.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.own(a, memory, attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: keys-of-the-words-values-of-the-memory
# Key and value exchanged in part: values from the memory, keys from the first places of the
# words.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x, memory), r(x, memory), atol=1e-3)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, memory, ops.roll(memory, 1, axis=1), attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: masks-exchanged
# self_mask goes to the memory, memory_mask to the words; broadcasting hides it.
# shows:
#   a, r = answer(8, 2, 12), reference(8, 2, 12)
#   rng = np.random.default_rng(0)
#   x, memory = rng.normal(size=(2, 2, 5, 8)).astype("float32")
#   a(x, memory), r(x, memory)
#   a.set_weights(r.get_weights())
#   masks = dict(self_mask=np.tri(5, dtype=bool), memory_mask=np.array([[[True, True, False, True, False]]] * 2))
#   assert np.allclose(a(x, memory, **masks), r(x, memory, **masks), atol=1e-3)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=None if memory_mask is None else memory_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, memory, attention_mask=self_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: memory-mask-forgotten
# The padding of the source is looked at.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   masks = dict(self_mask=(rng.random((2, 5, 5)) < 0.5) | np.eye(5, dtype=bool), memory_mask=np.array([[[True, True, False, False]], [[True, False, True, True]]]))
#   assert np.allclose(a(x, memory, **masks), r(x, memory, **masks), atol=1e-3)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, memory)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: no-residual-around-the-memory
# What was written so far is lost in the second step.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x, memory), r(x, memory), atol=1e-3)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, memory, attention_mask=memory_mask)
        b = self.norm_2(self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: memory-added
# Adds the memory's mean to the residual.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x, memory), r(x, memory), atol=1e-3)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, memory, attention_mask=memory_mask)
        b = self.norm_2(
            a + ops.mean(memory, axis=1, keepdims=True) + self.drop(found, training=training)
        )
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: norms-two-and-three-shared
# The last two norms are the same layer.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, memory, attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_2(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: memory-normalised
# Normalises the memory before looking at it.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   memory = memory * 4 + 1
#   assert np.allclose(a(x, memory), r(x, memory), atol=1e-3)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        mean = ops.mean(memory, axis=-1, keepdims=True)
        memory = (memory - mean) / (ops.std(memory, axis=-1, keepdims=True) + 1e-6)
        found = self.cross(a, memory, attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: gradient-stops-at-the-memory
# The encoder learns nothing from the decoder.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   import tensorflow as tf
#   m = tf.constant(memory)
#   with tf.GradientTape() as tape:
#       tape.watch(m)
#       loss = ops.sum(a(x, m)[:, :, 0] ** 3)
#   g = tape.gradient(loss, m)
#   assert g is not None and np.abs(g).max() > 0
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, ops.stop_gradient(memory), attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: third-dropout-missing
# No dropout behind the dense net.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.5), reference(8, 2, 12, 0.5)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   many = [np.asarray(b(np.repeat(x[:1], 4000, axis=0), np.repeat(memory[:1], 4000, axis=0), training=True)) for b in (a, r)]
#   assert np.allclose(many[0].mean(0), many[1].mean(0), atol=0.2), np.abs(many[0].mean(0) - many[1].mean(0)).max()
#   assert np.allclose(many[0].std(0), many[1].std(0), atol=0.2), np.abs(many[0].std(0) - many[1].std(0)).max()
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, memory, attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + thought)

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: dropout-on-the-memory
# Drops from the memory, not from what was found in it.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.5), reference(8, 2, 12, 0.5)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   new = [0 * w if 12 in w.shape else w for w in new]
#   a.set_weights(new), r.set_weights(new)
#   many = [np.asarray(b(np.repeat(x[:1], 4000, axis=0), np.repeat(memory[:1], 4000, axis=0), training=True)) for b in (a, r)]
#   assert np.allclose(many[0].mean(0), many[1].mean(0), atol=0.1), np.abs(many[0].mean(0) - many[1].mean(0)).max()
#   assert np.allclose(many[0].std(0), many[1].std(0), atol=0.1), np.abs(many[0].std(0) - many[1].std(0)).max()
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, self.drop(memory, training=training), attention_mask=memory_mask)
        b = self.norm_2(a + found)
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: dropout-twice-behind-the-memory
# Two dropouts in a row behind the second attention.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.5), reference(8, 2, 12, 0.5)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   new = [0 * w if 12 in w.shape else w for w in new]
#   a.set_weights(new), r.set_weights(new)
#   many = [np.asarray(b(np.repeat(x[:1], 4000, axis=0), np.repeat(memory[:1], 4000, axis=0), training=True)) for b in (a, r)]
#   assert np.allclose(many[0].mean(0), many[1].mean(0), atol=0.1), np.abs(many[0].mean(0) - many[1].mean(0)).max()
#   assert np.allclose(many[0].std(0), many[1].std(0), atol=0.1), np.abs(many[0].std(0) - many[1].std(0)).max()
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, memory, attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(self.drop(found, training=training), training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: rate-halved
# Uses half the rate.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.6), reference(8, 2, 12, 0.6)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   many = [np.asarray(b(np.repeat(x[:1], 4000, axis=0), np.repeat(memory[:1], 4000, axis=0), training=True)) for b in (a, r)]
#   assert np.allclose(many[0].mean(0), many[1].mean(0), atol=0.2), np.abs(many[0].mean(0) - many[1].mean(0)).max()
#   assert np.allclose(many[0].std(0), many[1].std(0), atol=0.2), np.abs(many[0].std(0) - many[1].std(0)).max()
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout / 2)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, memory, attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: training-not-passed-on
# Calls dropout with a fixed training=False.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert not np.allclose(a(x, memory, training=True), a(x, memory, training=True))
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=False))
        found = self.cross(a, memory, attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=False))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=False))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: tanh-net
# The dense net has a tanh.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x, memory), r(x, memory), atol=1e-3)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="tanh")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, memory, attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: dense-net-twice-as-wide
# Always four times d_model inside.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(4 * d_model, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, memory, attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: memory-before-the-words
# Asks the memory first and the own words afterwards.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x, memory), r(x, memory), atol=1e-3)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.cross(x, memory, attention_mask=memory_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.own(a, a, attention_mask=self_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: dense-net-frozen
# The dense net is set to trainable=False.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert len(a.trainable_weights) == len(r.trainable_weights)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu", trainable=False)
        self.narrow = keras.layers.Dense(d_model, trainable=False)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, memory, attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: memory-of-the-first-call
# Keeps the memory of the first call, as a cache gone wrong.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   a(x, memory)
#   other = memory[:, ::-1] * 2
#   assert np.allclose(a(x, other), r(x, other), atol=1e-3)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        self.kept = (
            getattr(self, "kept", None) if getattr(self, "kept", None) is not None else memory
        )
        memory = self.kept
        looked = self.own(x, x, attention_mask=self_mask)
        a = self.norm_1(x + self.drop(looked, training=training))
        found = self.cross(a, memory, attention_mask=memory_mask)
        b = self.norm_2(a + self.drop(found, training=training))
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% wrong: norms-only-at-the-end
# One norm at the end, the first two steps are only added.
# shows:
#   rng = np.random.default_rng(0)
#   x = rng.normal(size=(2, 5, 8)).astype("float32")
#   memory = rng.normal(size=(2, 4, 8)).astype("float32")
#   a, r = answer(8, 2, 12, 0.3), reference(8, 2, 12, 0.3)
#   a(x, memory), r(x, memory)
#   shapes = [w.shape for w in r.get_weights()]
#   # weights of the unused norms may be missing
#   assert [w.shape for w in a.get_weights()] == shapes, [w.shape for w in a.get_weights()]
#   new = [rng.normal(size=s).astype("float32") for s in shapes]
#   a.set_weights(new), r.set_weights(new)
#   assert np.allclose(a(x, memory), r(x, memory), atol=1e-3)
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.wide = keras.layers.Dense(d_ff, activation="relu")
        self.narrow = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        looked = self.own(x, x, attention_mask=self_mask)
        a = x + self.drop(looked, training=training)
        found = self.cross(a, memory, attention_mask=memory_mask)
        b = a + self.drop(found, training=training)
        thought = self.narrow(self.wide(b))
        return self.norm_3(b + self.drop(thought, training=training))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% right: loop-over-steps
# A list of steps, norms and dropouts; the layers are in lists.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attentions = [
            keras.layers.MultiHeadAttention(heads, d_model // heads) for _ in range(2)
        ]
        self.net = keras.Sequential(
            [keras.layers.Dense(d_ff, activation="relu"), keras.layers.Dense(d_model)]
        )
        self.norms = [keras.layers.LayerNormalization(epsilon=1e-6) for _ in range(3)]
        self.drops = [keras.layers.Dropout(dropout) for _ in range(3)]

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        steps = [
            lambda v: self.attentions[0](v, v, attention_mask=self_mask, training=training),
            lambda v: self.attentions[1](v, memory, attention_mask=memory_mask, training=training),
            self.net,
        ]
        for step, norm, drop in zip(steps, self.norms, self.drops):
            x = norm(keras.layers.add([x, drop(step(x), training=training)]))
        return x

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape


# %% right: norms-first-in-the-list
# The norms are made before everything else, and einsum layers make up the net.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1, **kwargs):
        super().__init__(**kwargs)
        make = lambda: keras.layers.LayerNormalization(axis=-1, epsilon=1e-6)
        self.norm_c, self.norm_b, self.norm_a = make(), make(), make()
        self.drop = keras.layers.Dropout(dropout)
        self.narrow = keras.layers.EinsumDense("btf,fd->btd", (None, d_model), bias_axes="d")
        self.wide = keras.layers.EinsumDense(
            "btd,df->btf", (None, d_ff), bias_axes="f", activation="relu"
        )
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        t = dict(training=training)
        a = self.norm_a(
            x + self.drop(self.own(x, value=x, key=x, attention_mask=self_mask, **t), **t)
        )
        b = self.norm_b(
            a
            + self.drop(
                self.cross(a, value=memory, key=memory, attention_mask=memory_mask, **t), **t
            )
        )
        return self.norm_c(b + self.drop(self.narrow(self.wide(b)), **t))

    def compute_output_shape(self, x_shape, memory_shape):
        return x_shape
