"""Notebook 07's Transformer, built by its own cells, and its encoder as a text classifier."""

from __future__ import annotations

import common
import keras
import numpy as np
from keras import ops


def build_transformer(*vocabularies: int, learned: bool = False, **sizes) -> keras.Model:
    """The notebook's `build_transformer`; with `learned`, positions are learned."""
    names = common.notebook("07-transformer")
    if learned:  # given no vectors for positions, the notebook's layer learns them
        words_and_places = names["WordsAndPlaces"]
        names["WordsAndPlaces"] = lambda size, width, _: words_and_places(size, width)
    return names["build_transformer"](*vocabularies, **sizes)


def build_encoder(
    vocabulary: int,
    longest: int,
    blocks: int = 2,
    d_model: int = 64,
    heads: int = 4,
    d_ff: int = 128,
    dropout: float = 0.1,
) -> keras.Model:
    """From ids (batch, time) to probabilities (batch, 1): blocks, a mean, a regression."""
    names = common.notebook("07-transformer")
    ids = keras.Input((None,), dtype="int32")
    real = ops.not_equal(ids, 0)  # (batch, time)
    places = np.asarray(names["positional_encoding"](longest, d_model))
    x = names["WordsAndPlaces"](vocabulary, d_model, places)(ids)  # (batch, time, d_model)
    x = keras.layers.Dropout(dropout)(x)
    for _ in range(blocks):
        x = names["EncoderBlock"](d_model, heads, d_ff, dropout)(x, mask=real[:, None, :])
    real = ops.expand_dims(ops.cast(real, "float32"), -1)
    mean = ops.sum(x * real, axis=1) / ops.maximum(ops.sum(real, axis=1), 1.0)
    answer = keras.layers.Dense(1, activation="sigmoid")(keras.layers.Dropout(0.5)(mean))
    return keras.Model(ids, answer)
