# %% each-on-its-own
# en: Each array was clipped by its own norm, which turns the direction of the whole step.
# es: Cada arreglo se recortó según su propia norma, lo que tuerce la dirección del paso
# completo.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    scale = max_norm / norm if norm > max_norm else 1.0
    clipped = [g * min(1.0, max_norm / max(np.linalg.norm(g), 1e-12)) for g in gradients]
    return clipped, norm


# %% by-value
# en: Each number was cut off at max_norm. Large entries shrink and small ones don't: the
# direction is lost.
# es: Cada número se cortó en max_norm. Las entradas grandes se encogen y las pequeñas no: se
# pierde la dirección.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    scale = max_norm / norm if norm > max_norm else 1.0
    return [np.clip(g, -max_norm, max_norm) for g in gradients], norm


# %% always-scaled
# en: Short steps were stretched to max_norm. Clipping only ever shortens.
# es: Los pasos cortos se estiraron hasta max_norm. Recortar solo acorta.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    scale = max_norm / norm if norm > 0 else 1.0
    return [g * scale for g in gradients], norm


# %% norm-after
# en: The norm that came back is the one after clipping; before clipping it tells more.
# es: La norma devuelta es la posterior al recorte; la anterior dice más.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    scale = max_norm / norm if norm > max_norm else 1.0
    return [g * scale for g in gradients], norm * scale


# %% no-root
# en: The sum of squares is the square of the norm.
# es: La suma de los cuadrados es el cuadrado de la norma.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = sum(np.sum(g**2) for g in gradients)
    scale = max_norm / norm if norm > max_norm else 1.0
    return [g * scale for g in gradients], norm


# %% sum-of-norms
# en: The arrays' norms were added. Lengths at right angles add up as in Pythagoras, not as
# numbers.
# es: Se sumaron las normas de los arreglos. Las longitudes perpendiculares se suman como en
# Pitágoras, no como números.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = sum(np.sqrt(np.sum(g**2)) for g in gradients)
    scale = max_norm / norm if norm > max_norm else 1.0
    return [g * scale for g in gradients], norm


# %% largest-norm
# en: Only the longest array was measured; the global norm is that of all of them as one vector.
# es: Solo se midió el arreglo más largo; la norma global es la de todos como un solo vector.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = max(np.sqrt(np.sum(g**2)) for g in gradients)
    scale = max_norm / norm if norm > max_norm else 1.0
    return [g * scale for g in gradients], norm


# %% root-of-the-mean
# en: The squares were averaged, not added.
# es: Los cuadrados se promediaron en vez de sumarse.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = np.sqrt(np.mean(np.concatenate([np.ravel(g) for g in gradients]) ** 2))
    scale = max_norm / norm if norm > max_norm else 1.0
    return [g * scale for g in gradients], norm


# %% absolute-values
# en: Absolute values were added: that is another norm.
# es: Se sumaron valores absolutos: esa es otra norma.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = sum(np.sum(np.abs(g)) for g in gradients)
    scale = max_norm / norm if norm > max_norm else 1.0
    return [g * scale for g in gradients], norm


# %% zero-over-zero
# en: Gradients of norm 0 become NaN: nothing is divided by nothing.
# es: Los gradientes de norma 0 se vuelven NaN: se divide cero entre cero.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    with np.errstate(all="ignore"):
        scale = np.divide(max_norm * norm, norm) / norm if norm > max_norm else norm / norm
    return [g * scale for g in gradients], norm


# %% changes-the-gradients
# en: The arrays that were passed in have been changed.
# es: Se modificaron los arreglos que se pasaron como argumento.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    scale = max_norm / norm if norm > max_norm else 1.0
    for g in gradients:
        np.multiply(g, scale, out=g, casting="unsafe")
    return gradients, norm


# %% cut-to-integers
# en: Integer gradients stay integers and lose everything after the point.
# es: Los gradientes enteros siguen siendo enteros y pierden todo lo que sigue al punto.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    scale = max_norm / norm if norm > max_norm else 1.0
    return [(g * scale).astype(g.dtype) for g in gradients], norm


# %% zero-is-allowed
# en: A max_norm of 0 is let through: it would stop all learning without a word.
# es: Se acepta max_norm igual a 0: detendría todo aprendizaje sin avisar.
def clip_by_global_norm(gradients, max_norm):
    if max_norm < 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    scale = max_norm / norm if norm > max_norm else 1.0
    return [g * scale for g in gradients], norm


# %% no-check
# en: There is no check of max_norm: a negative one turns the step around.
# es: No se revisa max_norm: uno negativo invierte el paso.
def clip_by_global_norm(gradients, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    scale = max_norm / norm if norm > max_norm else 1.0
    return [g * scale for g in gradients], norm


# %% assert
# en: An assertion was used; what was asked for is another kind of error.
# es: Se usó una aserción; lo que se pedía es otra clase de error.
def clip_by_global_norm(gradients, max_norm):
    assert max_norm > 0, f"max_norm must be positive; got {max_norm}"
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    scale = max_norm / norm if norm > max_norm else 1.0
    return [g * scale for g in gradients], norm


# %% list-only
# en: Two results were asked for: the clipped gradients, and their norm before.
# es: Se pedían dos resultados: los gradientes recortados y su norma anterior.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    scale = max_norm / norm if norm > max_norm else 1.0
    return [g * scale for g in gradients]


# %% flattened
# en: The gradients came back flat; each must keep its shape, or no weight can use it.
# es: Los gradientes volvieron aplanados; cada uno debe conservar su forma, o ningún peso podrá
# usarlo.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    scale = max_norm / norm if norm > max_norm else 1.0
    return [np.ravel(g) * scale for g in gradients], norm


# %% threshold-per-array
# en: Arrays that are short by themselves were left alone. The decision is one, for all of them.
# es: Los arreglos que por sí solos son cortos quedaron intactos. La decisión es una sola, para
# todos.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"max_norm must be positive; got {max_norm}")
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    scale = max_norm / norm if norm > max_norm else 1.0
    return [g * scale if np.linalg.norm(g) > max_norm else g for g in gradients], norm
