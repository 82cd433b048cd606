# %% pre-norm
# en: The norms stand before attention and feed-forward. That is pre-norm; the paper's block
# normalizes after adding.
# es: Las normalizaciones van antes de la atención y de la red densa. Eso es pre-norm; el bloque del
# artículo normaliza después de sumar.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        z = self.norm_1(x)
        seen = self.attention(z, z, attention_mask=mask)
        y = x + self.drop(seen, training=training)
        new = self.back(self.hidden(self.norm_2(y)))
        return y + self.drop(new, training=training)


# %% norm-inside-the-residual
# en: What attention and feed-forward give is normalized, and then added. The sum should be
# normalized.
# es: Se normaliza lo que dan la atención y la red densa, y después se suma. Lo que se normaliza es
# la suma.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = x + self.norm_1(self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return y + self.norm_2(self.drop(new, training=training))


# %% no-residual-at-all
# en: Nothing is added: a word has to find itself through attention, and gradients lose their
# shortcut.
# es: No se suma nada: una palabra debe encontrarse a sí misma por la atención, y los gradientes
# pierden su atajo.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(self.drop(new, training=training))


# %% no-residual-around-attention
# en: The input is not added to what attention gives.
# es: La entrada no se suma a lo que da la atención.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% no-residual-around-the-dense
# en: Around the two dense layers the residual is missing.
# es: Falta el residuo alrededor de las dos capas densas.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(self.drop(new, training=training))


# %% residual-from-the-start
# en: The second residual adds the block's input; it should add what came out of the first half.
# es: El segundo residuo suma la entrada del bloque; debería sumar lo que salió de la primera mitad.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(x + self.drop(new, training=training))


# %% no-first-norm
# en: There is no norm behind the attention.
# es: No hay normalización después de la atención.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = x + self.drop(seen, training=training)
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% no-last-norm
# en: The last norm is missing.
# es: Falta la última normalización.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return y + self.drop(new, training=training)


# %% one-norm-for-both
# en: One layer does both norms, with one gamma and one beta. Each place needs its own.
# es: Una sola capa hace las dos normalizaciones, con un gamma y un beta. Cada lugar necesita los
# suyos.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_1(y + self.drop(new, training=training))


# %% batch-norm
# en: These are batch norms: one example changes another in training, and at first nothing is
# normalized outside it.
# es: Estas son normalizaciones por lote: en el entrenamiento un ejemplo cambia a otro, y fuera de
# él al comienzo no se normaliza nada.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.BatchNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.BatchNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% gelu
# en: The activation is GELU, as in later models; the paper has ReLU.
# es: La activación es GELU, como en modelos posteriores; el artículo tiene ReLU.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="gelu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% no-activation
# en: Without an activation the two dense layers are one matrix.
# es: Sin activación, las dos capas densas son una sola matriz.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff)
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% relu-twice
# en: The second dense layer has an activation too; it can only add then, never take away.
# es: La segunda capa densa también tiene activación; así solo puede sumar, nunca restar.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model, activation="relu")
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% no-feed-forward
# en: The feed-forward part is missing.
# es: Falta la parte densa.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = seen
        return self.norm_2(y + self.drop(new, training=training))


# %% feed-forward-too-wide
# en: The hidden width is four times d_model, whatever `d_ff` says.
# es: El ancho oculto es cuatro veces d_model, diga lo que diga `d_ff`.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(4 * d_model, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% neighbours-mixed
# en: A convolution over three words stands for the first dense layer. There each word goes alone.
# es: Una convolución sobre tres palabras reemplaza la primera capa densa. Ahí cada palabra va sola.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Conv1D(d_ff, 3, padding="same", activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% mask-ignored
# en: The mask goes nowhere.
# es: La máscara no llega a ninguna parte.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=None)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% mask-upside-down
# en: True means that a key may be used; here it hides it.
# es: True significa que una clave se puede usar; aquí la esconde.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=None if mask is None else ops.logical_not(mask))
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% mask-on-the-values
# en: Masked places were set to zero before attention. A zero key still gets a share of the weights.
# es: Los lugares tapados se pusieron en cero antes de la atención. Una clave nula igual recibe
# parte de los pesos.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        z = x
        if mask is not None:
            z = x * ops.expand_dims(
                ops.cast(
                    ops.all(ops.broadcast_to(mask, (x.shape[0], x.shape[1], x.shape[1])), axis=1),
                    "float32",
                ),
                -1,
            )
        seen = self.attention(x, z)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% mask-of-the-first-query
# en: The first query's mask is used for all. A mask may say something else for every query.
# es: La máscara de la primera consulta se usa para todas. Una máscara puede decir algo distinto
# para cada consulta.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=None if mask is None else mask[..., :1, :])
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% padding-masks-only
# en: The mask was taken for one of shape (batch, time). It broadcasts to (batch, time, time), and
# may have any shape that does.
# es: La máscara se tomó por una de forma (batch, time). Se extiende a (batch, time, time) y puede
# tener cualquier forma que lo permita.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=None if mask is None else mask[:, None, :])
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% causal
# en: The encoder hides the future by itself. It may read both ways.
# es: El codificador esconde por sí mismo el futuro. Puede leer en ambos sentidos.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask, use_causal_mask=True)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% heads-of-full-width
# en: Every head is as wide as d_model. They share it: key_dim is d_model / heads.
# es: Cada cabeza es tan ancha como d_model. Se lo reparten: key_dim es d_model / heads.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% one-head
# en: `heads` has no effect: there's a single head of full width.
# es: `heads` no influye: hay una sola cabeza de todo el ancho.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(1, d_model)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% heads-and-width-swapped
# en: Number and width of the heads were swapped.
# es: El número y el ancho de las cabezas se intercambiaron.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(d_model // heads, heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% no-dropout
# en: There is no dropout: in training the answers don't vary.
# es: No hay dropout: en el entrenamiento las respuestas no varían.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + seen)
        new = self.back(self.hidden(y))
        return self.norm_2(y + new)


# %% no-dropout-behind-the-attention
# en: What attention gives is added without dropout.
# es: Lo que da la atención se suma sin dropout.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + seen)
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% no-dropout-behind-the-dense
# en: What the dense net gives is added without dropout.
# es: Lo que da la red densa se suma sin dropout.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + new)


# %% dropout-always-on
# en: Dropout is at work outside training too.
# es: El dropout actúa también fuera del entrenamiento.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=True))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=True))


# %% dropout-never-on
# en: Dropout is told that it is never training.
# es: Al dropout se le dice que nunca se está entrenando.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=False))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=False))


# %% dropout-fixed
# en: The rate is 0.1 whatever `dropout` says: with 0 nothing should be dropped.
# es: La tasa es 0.1, diga lo que diga `dropout`: con 0 no se debería apagar nada.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(0.1)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% share-that-stays
# en: `dropout` was taken as the share that stays.
# es: `dropout` se tomó como la proporción que se conserva.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(min(1 - dropout, 0.95))

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% norm-over-time
# en: The norm runs over the words of a text; it belongs to each word's own numbers.
# es: La normalización recorre las palabras de un texto; corresponde a los números de cada palabra.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.UnitNormalization(axis=1)
        self.norm_2 = keras.layers.UnitNormalization(axis=1)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% norm-without-the-mean
# en: The norm sets the scale and leaves the mean: that is another norm, RMS.
# es: La normalización ajusta la escala y deja la media: esa es otra, la RMS.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.RMSNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.RMSNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))


# %% mean-over-time
# en: The words were averaged: one vector came back for each text.
# es: Las palabras se promediaron: volvió un solo vector por texto.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return ops.mean(self.norm_2(y + self.drop(new, training=training)), axis=1)


# %% attention-and-dense-side-by-side
# en: Attention and feed-forward both read the input, side by side. The second should read what came
# out of the first.
# es: La atención y la parte densa leen ambas la entrada, en paralelo. La segunda debería leer lo
# que salió de la primera.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=1e-6)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(x))
        return self.norm_2(y + self.drop(new, training=training))


# %% no-epsilon
# en: The norms have no epsilon: a word whose numbers are all equal is divided by 0.
# es: Las normas no tienen epsilon: una palabra cuyos números son todos iguales se divide por 0.
class EncoderBlock(keras.layers.Layer):
    def __init__(self, d_model, heads, d_ff, dropout=0.1):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(heads, d_model // heads)
        self.hidden = keras.layers.Dense(d_ff, activation="relu")
        self.back = keras.layers.Dense(d_model)
        self.norm_1 = keras.layers.LayerNormalization(epsilon=0.0)
        self.norm_2 = keras.layers.LayerNormalization(epsilon=0.0)
        self.drop = keras.layers.Dropout(dropout)

    def call(self, x, mask=None, training=False):
        seen = self.attention(x, x, attention_mask=mask)
        y = self.norm_1(x + self.drop(seen, training=training))
        new = self.back(self.hidden(y))
        return self.norm_2(y + self.drop(new, training=training))
