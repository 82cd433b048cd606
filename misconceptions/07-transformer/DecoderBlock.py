# %% pre-norm
# en: The norms stand before each part. That is pre-norm; the paper's block normalizes after adding.
# es: Las normalizaciones van antes de cada parte. Eso es pre-norm; el bloque del artículo normaliza
# después de sumar.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        a = self.norm_1(x)
        seen = self.own(a, a, attention_mask=self_mask)
        y = x + self.drop(seen, training=training)
        read = self.cross(self.norm_2(y), memory, attention_mask=memory_mask)
        z = y + self.drop(read, training=training)
        new = self.back(self.hidden(self.norm_3(z)))
        return z + self.drop(new, training=training)


# %% causal-by-itself
# en: The block hides the future by itself. The masks are the caller's business here.
# es: El bloque esconde el futuro por sí mismo. Aquí las máscaras son asunto de quien llama.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask, use_causal_mask=True)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% causal-without-a-mask
# en: Without `self_mask` the future is hidden all the same. Then everything should be seen.
# es: Sin `self_mask` el futuro se esconde igual. En ese caso se debería ver todo.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask, use_causal_mask=self_mask is None)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% masks-swapped
# en: The two masks were swapped. With texts of equal length nobody complains.
# es: Las dos máscaras se intercambiaron. Con textos de igual largo nadie reclama.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=memory_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=self_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% memory-mask-ignored
# en: The padding of the source may be looked at: `memory_mask` goes nowhere.
# es: El relleno de la fuente se puede mirar: `memory_mask` no llega a ninguna parte.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=None)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% self-mask-ignored
# en: `self_mask` goes nowhere: the future may be looked at.
# es: `self_mask` no llega a ninguna parte: el futuro se puede mirar.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=None)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% memory-mask-upside-down
# en: `memory_mask` hides what may be used.
# es: `memory_mask` esconde lo que se puede usar.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(
            y, memory, attention_mask=None if memory_mask is None else ops.logical_not(memory_mask)
        )
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% self-mask-upside-down
# en: `self_mask` hides what may be used.
# es: `self_mask` esconde lo que se puede usar.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(
            x, x, attention_mask=None if self_mask is None else ops.logical_not(self_mask)
        )
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% first-memory-query-for-all
# en: `memory_mask` was cut to the first query's row; every query may have its own.
# es: `memory_mask` se recortó a la fila de la primera consulta; cada una puede tener la suya.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(
            y, memory, attention_mask=None if memory_mask is None else memory_mask[..., :1, :]
        )
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% memory-ignored
# en: Both attentions look at the decoder's own words: the source is never read.
# es: Ambas atenciones miran las palabras del propio decodificador: la fuente no se lee nunca.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, y, attention_mask=self_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% memory-for-keys-only
# en: The memory gives the keys and the decoder the values; both come from the memory.
# es: La memoria da las claves y el decodificador los valores; ambos vienen de la memoria.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(
            y,
            value=ops.take(y, ops.arange(memory.shape[1]) % y.shape[1], axis=1),
            key=memory,
            attention_mask=memory_mask,
        )
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% memory-asks
# en: The memory asks and the decoder answers: query and key changed places.
# es: La memoria pregunta y el decodificador responde: consulta y clave intercambiaron lugares.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(memory, y)
        z = self.norm_2(y + self.drop(ops.mean(read, axis=1, keepdims=True), training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% memory-averaged
# en: The memory was averaged to one vector before it was read. Attention should choose among its
# words.
# es: La memoria se promedió en un solo vector antes de leerla. La atención debería elegir entre sus
# palabras.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, ops.mean(memory, axis=1, keepdims=True))
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% cross-asks-with-the-input
# en: The second attention asks with the block's input, not with what came out of the first.
# es: La segunda atención pregunta con la entrada del bloque y no con lo que salió de la primera.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(x, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% cross-first
# en: The memory is read before the decoder looks at its own words.
# es: La memoria se lee antes de que el decodificador mire sus propias palabras.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.cross(x, memory, attention_mask=memory_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.own(y, y, attention_mask=self_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% side-by-side
# en: Both attentions read the input side by side and are added together.
# es: Ambas atenciones leen la entrada en paralelo y se suman juntas.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = x + self.drop(seen, training=training)
        read = self.cross(x, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% no-residual-at-all
# en: Nothing is added anywhere.
# es: No se suma nada en ninguna parte.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(self.drop(new, training=training))


# %% no-residual-around-the-first
# en: Around the first attention the residual is missing.
# es: Falta el residuo alrededor de la primera atención.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% no-residual-around-the-memory
# en: Around the attention to the memory the residual is missing: a word forgets itself.
# es: Falta el residuo alrededor de la atención a la memoria: una palabra se olvida de sí misma.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% no-residual-around-the-dense
# en: Around the two dense layers the residual is missing.
# es: Falta el residuo alrededor de las dos capas densas.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(self.drop(new, training=training))


# %% residual-from-the-start
# en: The last residual adds the block's input.
# es: El último residuo suma la entrada del bloque.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(x + self.drop(new, training=training))


# %% norm-inside-the-residual
# en: Each part is normalized and then added; the sum should be normalized.
# es: Cada parte se normaliza y después se suma; lo que se normaliza es la suma.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = x + self.norm_1(self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = y + self.norm_2(self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return z + self.norm_3(self.drop(new, training=training))


# %% no-norm-in-the-middle
# en: Behind the attention to the memory there is no norm.
# es: Después de la atención a la memoria no hay normalización.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = y + self.drop(read, training=training)
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% no-last-norm
# en: The last norm is missing.
# es: Falta la última normalización.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return z + self.drop(new, training=training)


# %% one-norm-for-all
# en: One layer does all norms, with one gamma and one beta.
# es: Una sola capa hace todas las normalizaciones, con un gamma y un beta.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_1(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_1(z + self.drop(new, training=training))


# %% one-attention-for-both
# en: One attention layer looks at the own words and at the memory, with the same weights.
# es: Una misma capa de atención mira las palabras propias y la memoria, con los mismos pesos.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.own(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% gelu
# en: The activation is GELU; the paper has ReLU.
# es: La activación es GELU; el artículo tiene ReLU.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="gelu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% no-activation
# en: Without an activation the two dense layers are one matrix.
# es: Sin activación, las dos capas densas son una sola matriz.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff)
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% relu-twice
# en: The second dense layer has an activation too.
# es: La segunda capa densa también tiene activación.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model, activation="relu")
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% no-feed-forward
# en: The feed-forward part is missing.
# es: Falta la parte densa.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        return z


# %% feed-forward-too-wide
# en: The hidden width is four times d_model, whatever `d_ff` says.
# es: El ancho oculto es cuatro veces d_model, diga lo que diga `d_ff`.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(4 * d_model, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% heads-of-full-width
# en: Every head is as wide as d_model. They share it.
# es: Cada cabeza es tan ancha como d_model. Se lo reparten.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% one-head
# en: `heads` has no effect: there's a single head of full width.
# es: `heads` no influye: hay una sola cabeza de todo el ancho.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(1, d_model)
        self.cross = keras.layers.MultiHeadAttention(1, d_model)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% no-dropout
# en: There is no dropout.
# es: No hay dropout.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + seen)
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + read)
        new = self.back(self.hidden(z))
        return self.norm_3(z + new)


# %% no-dropout-behind-the-first
# en: What the attention to the own words gives is added without dropout.
# es: Lo que da la atención a las palabras propias se suma sin dropout.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + seen)
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% no-dropout-behind-the-memory
# en: What was found in the memory is added without dropout.
# es: Lo hallado en la memoria se suma sin dropout.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + read)
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% no-dropout-behind-the-dense
# en: What the dense net gives is added without dropout.
# es: Lo que da la red densa se suma sin dropout.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + new)


# %% dropout-always-on
# en: Dropout is at work outside training too.
# es: El dropout actúa también fuera del entrenamiento.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=True))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))


# %% dropout-never-on
# en: Dropout is told that it is never training.
# es: Al dropout se le dice que nunca se está entrenando.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=False))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=False))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=False))


# %% dropout-fixed
# en: The rate is 0.1 whatever `dropout` says.
# es: La tasa es 0.1, diga lo que diga `dropout`.
class DecoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.own = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.cross = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_3 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(0.1)

    def call(self, x, memory, self_mask=None, memory_mask=None, training=False):
        seen = self.own(x, x, attention_mask=self_mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        read = self.cross(y, memory, attention_mask=memory_mask)
        z = self.norm_2(y + self.drop(read, training=training))
        new = self.back(self.hidden(z))
        return self.norm_3(z + self.drop(new, training=training))
