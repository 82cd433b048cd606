"""The Transformer's parts as the contract of notebook 07 has them: post-norm, ReLU."""

from __future__ import annotations

import keras
import numpy as np
from keras import ops


def positional_encoding(length, d_model):
    """(length, d_model): sine in the even columns, cosine in the odd ones."""
    column = np.arange(d_model)
    angle = np.arange(length)[:, None] / 10_000 ** (2 * (column // 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle)).astype("float32")


class Positions(keras.layers.Layer):
    """Words' vectors times sqrt(d_model), plus their places', by formula or learned."""

    def __init__(self, vocabulary, d_model, longest, learned=False):
        super().__init__()
        self.words = keras.layers.Embedding(vocabulary, d_model)
        self.places = keras.layers.Embedding(longest, d_model) if learned else None
        self.table = positional_encoding(longest, d_model)
        self.scale = d_model**0.5

    def call(self, ids):
        time = ids.shape[1]
        places = self.places(ops.arange(time)) if self.places else self.table[:time]
        return self.words(ids) * self.scale + places


class EncoderBlock(keras.layers.Layer):
    """Self-attention, then a network at every place; each added and normalised."""

    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        layers = keras.layers
        self.attention = layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = layers.Dense(d_ff, activation="relu")
        self.out = layers.Dense(d_model)
        self.norms = [layers.LayerNormalization(epsilon=1e-6) for _ in range(2)]
        self.drops = [layers.Dropout(dropout) for _ in range(2)]

    def call(self, x, mask=None, training=False):
        heard = self.attention(x, x, attention_mask=mask)
        x = self.norms[0](x + self.drops[0](heard, training=training))
        thought = self.out(self.hidden(x))
        return self.norms[1](x + self.drops[1](thought, training=training))


class DecoderBlock(keras.layers.Layer):
    """Self-attention, attention to the memory, a network at every place."""

    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        layers = keras.layers
        self.own = layers.MultiHeadAttention(heads, d_model // heads)
        self.other = layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = layers.Dense(d_ff, activation="relu")
        self.out = layers.Dense(d_model)
        self.norms = [layers.LayerNormalization(epsilon=1e-6) for _ in range(3)]
        self.drops = [layers.Dropout(dropout) for _ in range(3)]

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        heard = self.own(x, x, attention_mask=self_mask)
        x = self.norms[0](x + self.drops[0](heard, training=training))
        read = self.other(x, memory, attention_mask=memory_mask)
        x = self.norms[1](x + self.drops[1](read, training=training))
        thought = self.out(self.hidden(x))
        return self.norms[2](x + self.drops[2](thought, training=training))


def build_transformer(
    source_vocabulary,
    target_vocabulary,
    layers=2,
    d_model=64,
    heads=4,
    d_ff=128,
    dropout=0.1,
    learned=False,
    lengths=(None, None),
):
    """From [source ids, decoder input ids] to next-token probabilities (batch, time, V)."""
    source = keras.Input((lengths[0],), dtype="int32")
    target = keras.Input((lengths[1],), dtype="int32")
    seen = ops.not_equal(source, 0)[:, None, :]  # (batch, 1, T_source)
    time = lengths[1]
    causal = np.tril(np.ones((time, time), bool))[None]
    x = Positions(source_vocabulary, d_model, 128, learned)(source)
    x = keras.layers.Dropout(dropout)(x)
    for _ in range(layers):
        x = EncoderBlock(d_model, heads, d_ff, dropout)(x, mask=seen)
    y = Positions(target_vocabulary, d_model, 128, learned)(target)
    y = keras.layers.Dropout(dropout)(y)
    mask = ops.logical_and(ops.not_equal(target, 0)[:, None, :], causal)
    for _ in range(layers):
        y = DecoderBlock(d_model, heads, d_ff, dropout)(y, x, self_mask=mask, memory_mask=seen)
    return keras.Model([source, target], keras.layers.Dense(target_vocabulary, "softmax")(y))
