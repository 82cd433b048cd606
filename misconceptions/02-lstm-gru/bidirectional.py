# %% outputs-still-reversed
# en: The second network's outputs are still in reverse: the first place shows what is known at the
# last one. Both halves must speak of the same place.
# es: Las salidas de la segunda red siguen invertidas: el primer lugar muestra lo que se sabe en el
# último. Las dos mitades deben hablar del mismo lugar.
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = forward(x), backward(x[:, ::-1])
    if merge_mode == "concat":
        return np.concatenate([a, b], axis=-1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a * b
    if merge_mode == "ave":
        return (a + b) / 2
    raise ValueError(f"unknown merge_mode {merge_mode!r}")


# %% input-not-reversed
# en: The second network reads from left to right like the first.
# es: La segunda red lee de izquierda a derecha, igual que la primera.
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = forward(x), backward(x)
    if merge_mode == "concat":
        return np.concatenate([a, b], axis=-1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a * b
    if merge_mode == "ave":
        return (a + b) / 2
    raise ValueError(f"unknown merge_mode {merge_mode!r}")


# %% only-the-answer-reversed
# en: The second network has read from left to right, and only its answer was turned round.
# es: La segunda red leyó de izquierda a derecha y solo se dio vuelta su respuesta.
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = forward(x), backward(x)[:, ::-1]
    if merge_mode == "concat":
        return np.concatenate([a, b], axis=-1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a * b
    if merge_mode == "ave":
        return (a + b) / 2
    raise ValueError(f"unknown merge_mode {merge_mode!r}")


# %% batch-reversed
# en: The order of the examples is reversed, not that of time. With a batch of 1 nothing happens
# at all.
# es: Se invierte el orden de los ejemplos, no el del tiempo. Con un lote de 1 no ocurre nada.
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = forward(x), backward(x[::-1])[::-1]
    if merge_mode == "concat":
        return np.concatenate([a, b], axis=-1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a * b
    if merge_mode == "ave":
        return (a + b) / 2
    raise ValueError(f"unknown merge_mode {merge_mode!r}")


# %% everything-reversed
# en: Every axis is reversed: the features, too. Only time runs backwards.
# es: Se invierten todos los ejes, también las variables de entrada. Solo el tiempo corre hacia
# atrás.
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = forward(x), np.flip(testing.array(backward(np.flip(x))))
    if merge_mode == "concat":
        return np.concatenate([a, b], axis=-1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a * b
    if merge_mode == "ave":
        return (a + b) / 2
    raise ValueError(f"unknown merge_mode {merge_mode!r}")


# %% backward-first
# en: The halves are in the wrong order: the forward one comes first.
# es: Las mitades están en el orden equivocado: primero va la de ida.
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = forward(x), backward(x[:, ::-1])[:, ::-1]
    if merge_mode == "concat":
        return np.concatenate([b, a], axis=-1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a * b
    if merge_mode == "ave":
        return (a + b) / 2
    raise ValueError(f"unknown merge_mode {merge_mode!r}")


# %% joined-along-time
# en: The two halves are joined one after the other in time. Each place gets both.
# es: Las dos mitades se unen una después de otra en el tiempo. Cada lugar recibe ambas.
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = forward(x), backward(x[:, ::-1])[:, ::-1]
    if merge_mode == "concat":
        return np.concatenate([a, b], axis=1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a * b
    if merge_mode == "ave":
        return (a + b) / 2
    raise ValueError(f"unknown merge_mode {merge_mode!r}")


# %% no-error-for-an-unknown-mode
# en: An unknown mode is taken for one of the known ones. A typing error would never be noticed.
# es: Un modo desconocido se toma por uno de los conocidos. Un error de tipeo no se notaría nunca.
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = forward(x), backward(x[:, ::-1])[:, ::-1]
    if merge_mode == "concat":
        return np.concatenate([a, b], axis=-1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a * b
    if merge_mode == "ave":
        return (a + b) / 2
    return np.concatenate([a, b], axis=-1)


# %% none-returned-for-an-unknown-mode
# en: An unknown mode gives None without a word. Say what was expected and what came.
# es: Un modo desconocido devuelve None sin decir nada. Di qué se esperaba y qué llegó.
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = forward(x), backward(x[:, ::-1])[:, ::-1]
    if merge_mode == "concat":
        return np.concatenate([a, b], axis=-1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a * b
    if merge_mode == "ave":
        return (a + b) / 2


# %% average-not-halved
# en: The average is a sum that was never divided.
# es: El promedio es una suma que nunca se dividió.
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = forward(x), backward(x[:, ::-1])[:, ::-1]
    if merge_mode == "concat":
        return np.concatenate([a, b], axis=-1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a * b
    if merge_mode == "ave":
        return a + b
    raise ValueError(f"unknown merge_mode {merge_mode!r}")


# %% average-in-integers
# en: The average is rounded down to whole numbers.
# es: El promedio se redondea hacia abajo a números enteros.
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = forward(x), backward(x[:, ::-1])[:, ::-1]
    if merge_mode == "concat":
        return np.concatenate([a, b], axis=-1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a * b
    if merge_mode == "ave":
        return (a + b) // 2
    raise ValueError(f"unknown merge_mode {merge_mode!r}")


# %% same-network-twice
# en: The first network is used in both directions. The second one has weights of its own.
# es: La primera red se usa en ambos sentidos. La segunda tiene sus propios pesos.
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = forward(x), forward(x[:, ::-1])[:, ::-1]
    if merge_mode == "concat":
        return np.concatenate([a, b], axis=-1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a * b
    if merge_mode == "ave":
        return (a + b) / 2
    raise ValueError(f"unknown merge_mode {merge_mode!r}")


# %% matrix-product
# en: The product is taken place by place and unit by unit; this is a product of matrices.
# es: El producto se toma lugar por lugar y unidad por unidad; este es un producto de matrices.
def bidirectional(x, forward, backward, merge_mode="concat"):
    a, b = forward(x), backward(x[:, ::-1])[:, ::-1]
    if merge_mode == "concat":
        return np.concatenate([a, b], axis=-1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a @ np.swapaxes(b, 1, 2)
    if merge_mode == "ave":
        return (a + b) / 2
    raise ValueError(f"unknown merge_mode {merge_mode!r}")


# %% reversed-in-place
# en: The sequence that was handed in is itself turned round. Whoever called may still need it.
# es: Se da vuelta la propia secuencia recibida. Quien llamó puede necesitarla todavía.
def bidirectional(x, forward, backward, merge_mode="concat"):
    a = forward(x)
    x[:] = x[:, ::-1].copy()
    b = backward(x)[:, ::-1]
    if merge_mode == "concat":
        return np.concatenate([a, b], axis=-1)
    if merge_mode == "sum":
        return a + b
    if merge_mode == "mul":
        return a * b
    if merge_mode == "ave":
        return (a + b) / 2
    raise ValueError(f"unknown merge_mode {merge_mode!r}")
