# %% start-kept
# en: The answers begin with `start`, which nobody said.
# es: Las respuestas comienzan con `start`, que nadie dijo.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [[start, *(row[: row.index(end)] if end in row else row)] for row in answers]


# %% end-kept
# en: `end` is still there. It says that the answer is over, and isn't part of it.
# es: `end` sigue ahí. Dice que la respuesta terminó y no forma parte de ella.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end) + 1] if end in row else row for row in answers]


# %% one-end-stops-all
# en: As soon as one example reached its `end`, all stopped. The others weren't done.
# es: En cuanto un ejemplo llegó a su `end` se detuvieron todos. Los demás no habían terminado.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).any():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% first-example-stops-all
# en: The first example's `end` stopped the whole batch.
# es: El `end` del primer ejemplo detuvo todo el lote.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[0, 1:] == end).any():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% not-cut
# en: What comes after `end` is still there: decoding went on for the sake of the others.
# es: Lo que sigue a `end` está todavía ahí: la decodificación continuó por los demás.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    return ids[:, 1:].tolist()


# %% end-taken-out
# en: `end` was taken out, and what came after it stayed.
# es: Se quitó `end` y quedó lo que venía después.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    return [[n for n in row if n != end] for row in ids[:, 1:].tolist()]


# %% cut-at-the-last-end
# en: The answer was cut at its last `end`; it is over at the first.
# es: La respuesta se cortó en su último `end`; termina en el primero.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: len(row) - 1 - row[::-1].index(end)] if end in row else row for row in answers]


# %% batch-cut-together
# en: All answers were cut where the shortest ends.
# es: Todas las respuestas se cortaron donde termina la más corta.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    shortest = min(row.index(end) if end in row else len(row) for row in answers)
    return [row[:shortest] for row in answers]


# %% first-place-read
# en: The next token was read at the first place. The prediction for the next one stands at the
# last.
# es: El token siguiente se leyó en el primer lugar. La predicción del siguiente está en el último.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, 0].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% padded-and-last-place-read
# en: The decoder's input was filled up with zeros, and the prediction read behind them, not behind
# the last token.
# es: La entrada del decodificador se completó con ceros y la predicción se leyó después de ellos,
# no después del último token.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(
            predict([source, np.pad(ids, ((0, 0), (0, max_length - ids.shape[1])))])
        )
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% start-counted
# en: `start` was counted as one of the `max_length` tokens.
# es: `start` se contó como uno de los `max_length` tokens.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length - 1):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% one-too-many
# en: One token too many was generated.
# es: Se generó un token de más.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length + 1):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% only-the-last-token
# en: The model was shown the last token alone; it has no memory but what it is shown.
# es: Al modelo se le mostró solo el último token; no tiene más memoria que lo que se le muestra.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids[:, -1:]]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% start-alone
# en: The model was asked with `start` alone each time, and gives the same token again.
# es: Al modelo se le preguntó cada vez solo con `start`, y da de nuevo el mismo token.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids[:, :1]]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% inputs-swapped
# en: The model gets the source first and the decoder's input second.
# es: El modelo recibe primero la fuente y después la entrada del decodificador.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([ids, source]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% two-arguments
# en: `predict` takes one list of two arrays, not two arguments.
# es: `predict` recibe una sola lista con dos arreglos, no dos argumentos.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict(source, ids))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% first-source-for-all
# en: The first text was translated for the whole batch.
# es: El primer texto se tradujo para todo el lote.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(
            predict([np.repeat(source[:1], len(source), axis=0), ids])
        )
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% first-answer-for-all
# en: The first example's token was given to all.
# es: El token del primer ejemplo se les dio a todos.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        token = np.full(len(source), token[0])
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% sampled
# en: The token was drawn at random. Greedy takes the most probable one.
# es: El token se sorteó. La decodificación voraz toma el más probable.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = np.array(
            [
                np.random.default_rng().choice(len(p), p=p / p.sum())
                for p in probabilities[:, -1].astype(float)
            ]
        )
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% least-probable
# en: The least probable token was taken.
# es: Se tomó el token menos probable.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmin(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% reserved-ids-skipped
# en: The ids 0 and 1 could not be chosen, because the columns were cut and the numbers not put
# right.
# es: Los ids 0 y 1 no se podían elegir y los demás quedaron corridos: se cortaron columnas y no se
# corrigieron los números.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1, 2:].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% start-taken-for-end
# en: `end` was searched for from `start` on. If both are the same id, every answer is empty.
# es: `end` se buscó a partir de `start`. Si ambos son el mismo id, toda respuesta queda vacía.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids == end).any(axis=1).all():
            break
    answers = [row[: row.index(end)] if end in row else row for row in ids.tolist()]
    return [row[1:] for row in answers]


# %% zeros-dropped
# en: Tokens with id 0 were dropped. An answer goes up to its `end`, whatever was chosen before.
# es: Se omitieron los tokens con id 0. Una respuesta llega hasta su `end`, se haya elegido lo que
# se haya elegido antes.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    answers = [row[: row.index(end)] if end in row else row for row in answers]
    return [[n for n in row if n != 0] for row in answers]


# %% ends-at-zero
# en: A 0 ended the answer, as `end` should.
# es: Un 0 terminó la respuesta, como debería hacerlo `end`.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    answers = [row[: row.index(0)] if 0 in row else row for row in answers]
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% square
# en: The answers were filled up with zeros to one length. Each has its own.
# es: Las respuestas se completaron con ceros hasta un mismo largo. Cada una tiene el suyo.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    answers = [row[: row.index(end)] if end in row else row for row in answers]
    return [row + [0] * (ids.shape[1] - 1 - len(row)) for row in answers]


# %% unfinished-dropped
# en: Answers that hadn't reached `end` after `max_length` tokens came back empty.
# es: Las respuestas que no llegaron a `end` tras `max_length` tokens volvieron vacías.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else [] for row in answers]


# %% last-token-lost
# en: Without an `end` the last token was cut off as if it were one.
# es: Sin un `end`, el último token se cortó como si lo fuera.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row[:-1] for row in answers]


# %% at-least-one-token
# en: An answer that ends at once still has a token. It is empty.
# es: Una respuesta que termina enseguida todavía tiene un token. Es vacía.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    return [row[: max(row.index(end), 1)] if end in row else row for row in answers]


# %% batch-of-one-unpacked
# en: For one example its tokens came back without the outer list.
# es: Con un solo ejemplo volvieron sus tokens sin la lista exterior.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        probabilities = ops.convert_to_numpy(predict([source, ids]))
        token = probabilities[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        if (ids[:, 1:] == end).any(axis=1).all():
            break
    answers = ids[:, 1:].tolist()
    answers = [row[: row.index(end)] if end in row else row for row in answers]
    return answers[0] if len(answers) == 1 else answers


# %% one-list-for-all
# en: All examples share one list.
# es: Todos los ejemplos comparten una sola lista.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    answers, done = [[]] * len(source), np.zeros(len(source), dtype=bool)
    for _ in range(max_length):
        token = ops.convert_to_numpy(predict([source, ids]))[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None]], axis=1)
        done |= token == end
        for n in np.flatnonzero(~done):
            answers[n].append(int(token[n]))
    return answers


# %% start-never-said
# en: `start` can't be chosen here; it is a token like any other.
# es: Aquí no se puede elegir `start`; es un símbolo como cualquier otro.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start)
    for _ in range(max_length):
        says = np.array(ops.convert_to_numpy(predict([source, ids]))[:, -1])
        if start != end:
            says[:, start] = -1
        ids = np.concatenate([ids, says.argmax(axis=-1)[:, None]], axis=1)
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]


# %% ids-in-a-byte
# en: The ids are kept in a byte: from 256 on they are others.
# es: Los ids se guardan en un byte: desde 256 son otros.
def greedy_decode(predict, source, start, end, max_length):
    ids = np.full((len(source), 1), start % 256, dtype="uint8")
    for _ in range(max_length):
        token = ops.convert_to_numpy(predict([source, ids]))[:, -1].argmax(axis=-1)
        ids = np.concatenate([ids, token[:, None].astype("uint8")], axis=1)
    answers = ids[:, 1:].tolist()
    return [row[: row.index(end)] if end in row else row for row in answers]
