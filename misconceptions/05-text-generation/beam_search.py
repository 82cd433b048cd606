# %% greedy
# en: Only one hypothesis is followed, whatever `width` says.
# es: Se sigue una sola hipótesis, diga lo que diga `width`.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:1]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished[:width]


# %% narrower-beam
# en: The beam became narrower with every hypothesis that finished. The width best are kept at each
#     step, however many have finished before.
# es: El haz se angostó con cada hipótesis terminada. En cada paso se conservan las width mejores,
#     sin importar cuántas hayan terminado antes.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[: width - len(finished)]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished[:width]


# %% stopped-early
# en: The search stopped as soon as `width` hypotheses had finished; better ones may still be on
#     their way.
# es: La búsqueda se detuvo en cuanto terminaron `width` hipótesis; las mejores pueden estar
#     todavía en camino.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active or len(finished) >= width:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished[:width]


# %% first-end-wins
# en: The search stopped when the first hypothesis finished; it ends when none is active.
# es: La búsqueda se detuvo cuando terminó la primera hipótesis; acaba cuando no queda ninguna
#     activa.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active or finished:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished[:width]


# %% each-for-itself
# en: Each hypothesis kept its own best continuations, so the beam grows. All continuations of all
#     hypotheses compete in one contest.
# es: Cada hipótesis conservó sus propias mejores continuaciones, y el haz crece. Todas las
#     continuaciones de todas las hipótesis compiten en un solo concurso.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        kept = []
        for tokens, total in active:
            log_p = np.asarray(step(list(tokens)), float)
            for token in np.argsort(-log_p)[:width]:
                kept.append((tokens + [int(token)], total + log_p[token]))
        active = [c for c in kept if c[0][-1] != end and length < max_length]
        finished += [(t, s / length) for t, s in kept if t[-1] == end or length == max_length]
    return sorted(finished, key=lambda f: -f[1])[:width]


# %% sum-not-mean
# en: The score is the sum; the lecture's is the mean over the generated tokens, and the order
#     depends on it.
# es: El puntaje es la suma; el de la clase es el promedio sobre los tokens generados, y de él
#     depende el orden.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total))
            else:
                active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished[:width]


# %% start-counted
# en: The tokens of `start` were counted in the mean, though nobody generated them.
# es: Los tokens de `start` se contaron en el promedio, aunque nadie los generó.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total / len(tokens)))
            else:
                active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished[:width]


# %% end-not-counted
# en: `end` was left out of the mean; it is a generated token like the others.
# es: `end` quedó fuera del promedio; es un token generado como los demás.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or length == max_length:
                finished.append(
                    (
                        tokens,
                        (total - float(np.asarray(step(tokens[:-1]))[tokens[-1]]))
                        / max(length - 1, 1),
                    )
                )
            else:
                active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished[:width]


# %% unfinished-dropped
# en: Hypotheses still active at `max_length` were thrown away; they count as finished then.
# es: Las hipótesis aún activas al llegar a `max_length` se descartaron; en ese momento cuentan
#     como terminadas.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end:
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished[:width]


# %% unfinished-only-if-none
# en: Hypotheses still active at `max_length` came back only when none had finished; they compete
#     with the finished ones.
# es: Las hipótesis aún activas al llegar a `max_length` volvieron solo si ninguna había terminado;
#     compiten con las terminadas.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or (length == max_length and not finished):
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished[:width]


# %% finished-stay-in-the-beam
# en: Finished hypotheses kept their place in the beam and competed with the active ones; they
#     leave it.
# es: Las hipótesis terminadas conservaron su lugar en el haz y compitieron con las activas; deben
#     salir de él.
def beam_search(step, start, end, width, max_length):
    beam = [(list(start), 0.0, 0)]
    for _ in range(max_length):
        candidates = []
        for tokens, total, n in beam:
            if n and tokens[-1] == end:
                candidates.append((tokens, total, n))
                continue
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                candidates.append((tokens + [token], total + float(log_p), n + 1))
        candidates.sort(key=lambda c: c[1], reverse=True)
        beam = candidates[:width]
    return sorted([(t, s / n) for t, s, n in beam], key=lambda f: -f[1])


# %% finished-go-on
# en: Finished hypotheses were extended beyond `end`.
# es: Las hipótesis terminadas se extendieron más allá de `end`.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total / length))
            active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished[:width]


# %% all-that-finished
# en: All that finished came back; at most `width` were asked for.
# es: Volvieron todas las terminadas; se pedían a lo sumo `width`.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished


# %% worst-first
# en: The worst came first.
# es: La peor quedó primero.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1])
    return finished[-width:]


# %% in-order-of-finishing
# en: The first `width` to finish came back, not the best of all that finished.
# es: Volvieron las primeras `width` en terminar y no las mejores de todas las terminadas.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active:
            break
    return sorted(finished[:width], key=lambda f: -f[1])


# %% end-anywhere
# en: A hypothesis counted as finished because `end` occurs in `start`; only a generated `end`
#     finishes it.
# es: Una hipótesis se dio por terminada porque `end` aparece en `start`; solo la termina un `end`
#     generado.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if end in tokens or length == max_length:
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished[:width]


# %% start-counts-as-length
# en: `max_length` was taken as the length with `start`; it counts the generated tokens.
# es: `max_length` se tomó como el largo con `start`; cuenta los tokens generados.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    max_length = max(1, max_length - len(start))
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished[:width]


# %% without-start
# en: The tokens came back without `start`.
# es: Los tokens volvieron sin `start`.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return [(t[len(start) :], s) for t, s in finished[:width]]


# %% probabilities-added
# en: The log-probabilities were turned into probabilities and these were added; along a path
#     probabilities multiply.
# es: Las log-probabilidades se convirtieron en probabilidades y estas se sumaron; a lo largo de un
#     camino las probabilidades se multiplican.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(list(tokens)))):
                continuations.append((tokens + [token], total + math.exp(float(log_p))))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished[:width]


# %% shared-list
# en: One list of tokens was extended in place, and all hypotheses share it: each continuation
#     needs a list of its own.
# es: Una misma lista de tokens se extendió en su lugar y todas las hipótesis la comparten: cada
#     continuación necesita su propia lista.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            log_ps = np.asarray(step(list(tokens)))
            for token, log_p in enumerate(log_ps):
                longer = tokens
                if token == 0:
                    longer.append(token)
                else:
                    longer[-1] = token
                continuations.append((longer, total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active:
            break
    return sorted(finished, key=lambda f: -f[1])[:width]


# %% tuple-to-step
# en: `step` was called with a tuple or an array; it takes a list of tokens.
# es: `step` se llamó con una tupla o un arreglo; recibe una lista de tokens.
def beam_search(step, start, end, width, max_length):
    active = [(list(start), 0.0)]
    finished = []
    for length in range(1, max_length + 1):
        continuations = []
        for tokens, total in active:
            for token, log_p in enumerate(np.asarray(step(tuple(tokens)))):
                continuations.append((tokens + [token], total + float(log_p)))
        continuations.sort(key=lambda c: c[1], reverse=True)
        active = []
        for tokens, total in continuations[:width]:
            if tokens[-1] == end or length == max_length:
                finished.append((tokens, total / length))
            else:
                active.append((tokens, total))
        if not active:
            break
    finished.sort(key=lambda f: f[1], reverse=True)
    return finished[:width]
