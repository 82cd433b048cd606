# %% division-by-zero
# en: At step 0 the root of the step is in the denominator: an error, or infinity.
# es: En el paso 0, la raíz del paso está en el denominador: un error o infinito.
def warmup(step, d_model, warmup_steps):
    return d_model**-0.5 * min(step**-0.5, step * warmup_steps**-1.5)


# %% infinite-at-zero
# en: At step 0 one of the two terms is infinite, and the result too.
# es: En el paso 0 uno de los dos términos es infinito, y el resultado también.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return math.inf
    return d_model**-0.5 * min(step**-0.5, step * warmup_steps**-1.5)


# %% larger-of-both
# en: The larger of the two was taken: the rate starts at infinity and grows without end.
# es: Se tomó el mayor de los dos: la tasa comienza en infinito y crece sin fin.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return d_model**-0.5 * max(step**-0.5, step * warmup_steps**-1.5)


# %% no-root-of-the-step
# en: The rate falls with the step itself, not with its root.
# es: La tasa cae con el paso mismo y no con su raíz.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return d_model**-0.5 * min(step**-1.0, step * warmup_steps**-1.5)


# %% no-root-of-the-width
# en: The rate was divided by d_model, not by its root.
# es: La tasa se dividió por d_model y no por su raíz.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return d_model**-1.0 * min(step**-0.5, step * warmup_steps**-1.5)


# %% times-the-root-of-the-width
# en: The rate was multiplied by the root of d_model: a wider model would learn faster.
# es: La tasa se multiplicó por la raíz de d_model: un modelo más ancho aprendería más rápido.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return d_model**0.5 * min(step**-0.5, step * warmup_steps**-1.5)


# %% width-forgotten
# en: d_model has no effect.
# es: d_model no influye.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return min(step**-0.5, step * warmup_steps**-1.5)


# %% root-of-the-warmup
# en: The growing branch was divided by the root of warmup_steps. The two branches must meet at
# warmup_steps.
# es: La rama creciente se dividió por la raíz de warmup_steps. Las dos ramas deben encontrarse en
# warmup_steps.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return d_model**-0.5 * min(step**-0.5, step * warmup_steps**-0.5)


# %% divided-by-the-warmup
# en: The growing branch is step / warmup_steps. The two branches must meet at warmup_steps.
# es: La rama creciente es step / warmup_steps. Las dos ramas deben encontrarse en warmup_steps.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return d_model**-0.5 * min(step**-0.5, step / warmup_steps)


# %% flat-after-the-warmup
# en: After the warm-up the rate stays where it is; in the paper it falls.
# es: Después del calentamiento la tasa queda donde está; en el artículo, cae.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return d_model**-0.5 * min(warmup_steps**-0.5, step * warmup_steps**-1.5)


# %% grows-for-ever
# en: The rate grows for ever.
# es: La tasa crece para siempre.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return d_model**-0.5 * (step * warmup_steps**-1.5)


# %% falls-from-the-start
# en: There is no warm-up: the rate falls from the first step.
# es: No hay calentamiento: la tasa cae desde el primer paso.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return d_model**-0.5 * step**-0.5


# %% one-step-ahead
# en: One was added to every step to be rid of the zero; all rates are shifted.
# es: A cada paso se le sumó uno para evitar el cero; todas las tasas quedaron corridas.
def warmup(step, d_model, warmup_steps):
    step = step + 1
    return d_model**-0.5 * min(step**-0.5, step * warmup_steps**-1.5)


# %% width-on-one-side
# en: Only the falling branch knows d_model: the two no longer meet at warmup_steps.
# es: Solo la rama decreciente conoce d_model: las dos ya no se encuentran en warmup_steps.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return min(d_model**-0.5 * step**-0.5, step * warmup_steps**-1.5)


# %% warmup-of-4000
# en: The paper's 4,000 steps were written into the formula.
# es: Los 4,000 pasos del artículo quedaron escritos en la fórmula.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return d_model**-0.5 * min(step**-0.5, step * 4000**-1.5)


# %% width-of-512
# en: The paper's width of 512 was written into the formula.
# es: El ancho 512 del artículo quedó escrito en la fórmula.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return 512**-0.5 * min(step**-0.5, step * warmup_steps**-1.5)


# %% branches-swapped
# en: The branches were chosen the wrong way round: falling before warmup_steps, growing after.
# es: Las ramas se eligieron al revés: decrece antes de warmup_steps y crece después.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return d_model**-0.5 * (step**-0.5 if step < warmup_steps else step * warmup_steps**-1.5)


# %% added
# en: The two branches were added.
# es: Las dos ramas se sumaron.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return d_model**-0.5 * (step**-0.5 + step * warmup_steps**-1.5)


# %% no-more-than-a-thousandth
# en: The rate was cut at 0.001.
# es: La tasa se cortó en 0.001.
def warmup(step, d_model, warmup_steps):
    if step == 0:
        return 0.0
    return min(1e-3, d_model**-0.5 * min(step**-0.5, step * warmup_steps**-1.5))
