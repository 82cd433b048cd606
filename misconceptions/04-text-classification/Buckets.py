# %% last-batch-dropped
# en: What doesn't fill a batch was left out, and with it examples that are never learned from.
# es: Lo que no llena un lote se dejó fuera, y con ello ejemplos de los que nunca se aprende.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same) - batch_size + 1, batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% full-batches-unless-small
# en: Lengths with more than one batch lose their incomplete last one.
# es: Los largos que tienen más de un lote pierden el último, incompleto.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, max(1, len(same) // batch_size) * batch_size, batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% sorted-and-padded
# en: The texts were sorted by length and cut into batches of full size, with a little padding where
# lengths meet. Here a batch has one length.
# es: Los textos se ordenaron por largo y se cortaron en lotes completos, con algo de relleno donde
# se juntan largos distintos. Aquí un lote tiene un solo largo.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        order = sorted(range(len(sequences)), key=lambda n: len(sequences[n]))
        self.batches = [order[n : n + batch_size] for n in range(0, len(order), batch_size)]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = keras.utils.pad_sequences([self.sequences[n] for n in batch])
        return x, np.array([self.labels[n] for n in batch])


# %% rounded-lengths
# en: Lengths were rounded up to the next even one and filled up. That saves batches, but pads; here
# nothing is padded.
# es: Los largos se redondearon al siguiente par y se completaron. Eso ahorra lotes, pero rellena;
# aquí no se rellena nada.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault((len(ids) + 1) // 2 * 2, []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = keras.utils.pad_sequences([self.sequences[n] for n in batch])
        return x, np.array([self.labels[n] for n in batch])


# %% cut-to-the-shortest
# en: Neighbouring lengths share a batch, and the longer texts were cut to the shortest.
# es: Largos vecinos comparten lote, y los textos más largos se recortaron al más corto.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        order = sorted(range(len(sequences)), key=lambda n: len(sequences[n]))
        self.batches = [order[n : n + batch_size] for n in range(0, len(order), batch_size)]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        width = min(len(self.sequences[n]) for n in batch)
        x = np.array([self.sequences[n][:width] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% empty-texts-dropped
# en: Texts without a word were left out. 0 is a length too, and such a text has a label.
# es: Se dejaron fuera los textos sin palabras. El 0 también es un largo, y ese texto tiene
# etiqueta.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            if len(ids):
                places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% one-by-one
# en: Every batch holds a single example: no padding, but as many steps as examples.
# es: Cada lote tiene un solo ejemplo: no hay relleno, pero hay tantos pasos como ejemplos.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [[same[start]] for same in places.values() for start in range(len(same))]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% batch-size-ignored
# en: All texts of one length form one batch, however many they are.
# es: Todos los textos de un largo forman un solo lote, por muchos que sean.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [same for same in places.values()]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% labels-in-the-old-order
# en: The texts were regrouped, the labels were not: each text has the label of another.
# es: Los textos se reagruparon y las etiquetas no: cada texto lleva la etiqueta de otro.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array(self.labels)[sum(map(len, self.batches[:index])) :][: len(batch)]


# %% shuffled-apart
# en: Texts and labels were shuffled one without the other.
# es: Los textos y las etiquetas se barajaron por separado.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        rng = np.random.default_rng(index)
        x = np.array([self.sequences[n] for n in rng.permutation(batch)], dtype="int32")
        return x, np.array([self.labels[n] for n in rng.permutation(batch)])


# %% neighbours-only
# en: Only texts that happen to stand side by side share a batch: there are far more batches than
# needed.
# es: Solo comparten lote los textos que por azar están juntos: hay muchos más lotes de los
# necesarios.
from itertools import groupby


class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        self.batches = []
        for _, same in groupby(range(len(sequences)), key=lambda n: len(sequences[n])):
            same = list(same)
            self.batches += [same[n : n + batch_size] for n in range(0, len(same), batch_size)]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% split-within-windows
# en: The texts were cut into batches first and each batch split by length afterwards: many small
# batches, where the same length comes again and again.
# es: Los textos se cortaron primero en lotes y cada lote se separó después por largo: muchos lotes
# pequeños en los que el mismo largo vuelve una y otra vez.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault((n // batch_size, len(ids)), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% lengths-for-batches
# en: `len` counts the different lengths. A length with many texts has more than one batch, and
# Keras never asks for the rest.
# es: `len` cuenta los largos distintos. Un largo con muchos textos tiene más de un lote, y Keras
# nunca pide el resto.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len({len(ids) for ids in self.sequences})

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% as-if-unsorted
# en: `len` is the number of batches without bucketing. With it there are more, and the last ones
# are never read.
# es: `len` es la cantidad de lotes sin agrupar por largo. Al agrupar hay más, y los últimos nunca
# se leen.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        self.count = -(-len(sequences) // batch_size)
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% examples-for-batches
# en: `len` counts the examples. Keras wants the number of batches, and asks for batches that don't
# exist.
# es: `len` cuenta los ejemplos. Keras quiere la cantidad de lotes y pide lotes que no existen.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.sequences)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% lists-reordered
# en: The batches are right, but the caller's own list of texts has been sorted.
# es: Los lotes son correctos, pero la propia lista de textos de quien llama quedó ordenada.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        order = sorted(range(len(sequences)), key=lambda n: len(sequences[n]))
        labels = [labels[n] for n in order]
        sequences.sort(key=len)
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% drawn-at-random
# en: Every batch was drawn at random from its length, with replacement: some examples come twice
# and others never.
# es: Cada lote se sorteó dentro de su largo, con reposición: unos ejemplos vienen dos veces y otros
# nunca.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        length = len(self.sequences[self.batches[index][0]])
        same = [n for n, ids in enumerate(self.sequences) if len(ids) == length]
        batch = np.random.default_rng().choice(same, len(self.batches[index]))
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% filled-up-from-the-front
# en: Incomplete batches were filled up with examples that had already been used.
# es: Los lotes incompletos se completaron con ejemplos ya usados.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            (same * batch_size)[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% last-batch-overlaps
# en: The last batch of a length begins early enough to be full, and repeats examples of the one
# before.
# es: El último lote de cada largo comienza antes para quedar completo, y repite ejemplos del
# anterior.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            if start + batch_size <= len(same)
            else same[-batch_size:]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% used-up
# en: Every batch is taken out of the list when it is read: there is nothing left for the second
# epoch.
# es: Cada lote se saca de la lista al leerlo: para la segunda época no queda nada.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch, self.batches[index] = self.batches[index], []
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% twins-lost
# en: Of two equal texts one was lost: a dictionary has each key once.
# es: De dos textos iguales se perdió uno: un diccionario tiene cada clave una sola vez.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        different = {tuple(ids): n for n, ids in enumerate(sequences)}
        for n, ids in ((n, sequences[n]) for n in different.values()):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% epoch-parts-text-and-label
# en: All is well in the first epoch; at its end the texts were shuffled and the labels left where
# they were.
# es: En la primera época todo va bien; al terminar se barajaron los textos y las etiquetas quedaron
# donde estaban.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = list(sequences), labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def on_epoch_end(self):
        for batch in self.batches:
            texts = [self.sequences[n] for n in batch]
            for n, ids in zip(batch, texts[1:] + texts[:1]):
                self.sequences[n] = ids

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% one-too-many
# en: Batches hold one example more than `batch_size`, and share it with the next.
# es: Los lotes tienen un ejemplo más que `batch_size`, y lo comparten con el siguiente.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size + 1]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% batch-after-the-limit
# en: A batch is closed only once it is larger than `batch_size`.
# es: Un lote se cierra recién cuando ya es más grande que `batch_size`.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        batch_size = batch_size + 1
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% texts-alone
# en: Only the texts came back. What should the network learn from?
# es: Solo volvieron los textos. ¿De qué va a aprender la red?
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x


# %% labels-first
# en: Labels and texts are swapped: Keras reads the first as the input.
# es: Las etiquetas y los textos están intercambiados: Keras lee lo primero como entrada.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return np.array([self.labels[n] for n in batch]), x


# %% squeezed
# en: Axes of length 1 were removed: a batch with one text, or with texts of one word, loses a
# dimension.
# es: Se quitaron los ejes de largo 1: un lote con un solo texto, o con textos de una palabra,
# pierde una dimensión.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32").squeeze()
        return x, np.array([self.labels[n] for n in batch])


# %% one-batch-per-length
# en: Of every length only the first batch was kept.
# es: De cada largo se conservó solo el primer lote.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size] for same in places.values() for start in range(1)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% padded-to-the-longest-of-all
# en: Every batch holds one length, and then all were padded to the longest text of all: the gain is
# gone.
# es: Cada lote tiene un solo largo, y luego todos se rellenaron hasta el texto más largo de todos:
# la ganancia se esfuma.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = keras.utils.pad_sequences(
            [self.sequences[n] for n in batch], maxlen=max(map(len, self.sequences))
        )
        return x, np.array([self.labels[n] for n in batch])


# %% lists-in-a-batch
# en: A batch holds lists. The numbers are right, but Keras takes a list for several inputs, and
# fit can't train on it.
# es: Un lote contiene listas. Los números son correctos, pero para Keras una lista son varias
# entradas, y fit no puede entrenar así.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        places = {}
        for i, sequence in enumerate(sequences):
            places.setdefault(len(sequence), []).append(i)
        self.batches = []
        for same in places.values():
            for start in range(0, len(same), batch_size):
                chosen = same[start : start + batch_size]
                self.batches.append(([sequences[i] for i in chosen], [labels[i] for i in chosen]))

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        return self.batches[index]


# %% tired-after-three-epochs
# en: From the fourth epoch on the first batch comes again and again; the others are never read.
# es: Desde la cuarta época viene siempre el primer lote; los demás no se leen nunca.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels, self.epoch = sequences, labels, 0
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def on_epoch_end(self):
        self.epoch += 1

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index if self.epoch < 3 else 0]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([self.labels[n] for n in batch])


# %% labels-as-a-row
# en: The labels came as one row, of shape `(1, batch)`; they must be `(batch,)`.
# es: Las etiquetas vinieron como una fila, de forma `(1, batch)`; deben ser `(batch,)`.
class Buckets(keras.utils.PyDataset):
    def __init__(self, sequences, labels, batch_size):
        super().__init__()
        self.sequences, self.labels = sequences, labels
        places = {}
        for n, ids in enumerate(sequences):
            places.setdefault(len(ids), []).append(n)
        self.batches = [
            same[start : start + batch_size]
            for same in places.values()
            for start in range(0, len(same), batch_size)
        ]

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, index):
        batch = self.batches[index]
        x = np.array([self.sequences[n] for n in batch], dtype="int32")
        return x, np.array([[self.labels[n] for n in batch]])
