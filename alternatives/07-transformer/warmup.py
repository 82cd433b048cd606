# %% branches
# why: Two branches chosen by the step.
def warmup(step, d_model, warmup_steps):
    if step < warmup_steps:
        return step / (math.sqrt(d_model) * warmup_steps * math.sqrt(warmup_steps))
    return 1 / math.sqrt(d_model * step)


# %% peak
# why: The peak times a shape that is 1 there.
def warmup(step, d_model, warmup_steps):
    peak = 1 / np.sqrt(float(d_model) * warmup_steps)
    share = float(step) / warmup_steps
    return peak * np.minimum(share, 1 / np.sqrt(np.maximum(share, 1e-12)))


# %% first-step-for-zero
# why: Step 0 is treated like step 1.
def warmup(step, d_model, warmup_steps):
    step = max(float(step), 1.0)
    return min(1 / step**0.5, step / warmup_steps**1.5) / d_model**0.5


# %% keras-ops
# why: keras.ops in float32, as a schedule would have it; 1/√0 is infinite and never the smaller.
def warmup(step, d_model, warmup_steps):
    step = ops.cast(step, "float32")
    rise = step * float(warmup_steps) ** -1.5
    return ops.rsqrt(ops.cast(d_model, "float32")) * ops.minimum(ops.rsqrt(step), rise)


# %% logarithms
# why: In logarithms: the smaller of two straight lines.
def warmup(step, d_model, warmup_steps):
    if not step:
        return 0
    s, n = np.log(float(step)), np.log(float(warmup_steps))
    return np.exp(min(-s / 2, s - 1.5 * n) - np.log(float(d_model)) / 2)


# %% fractions
# why: Exact fractions of the squares, one root at the end.
def warmup(step, d_model, warmup_steps):
    from fractions import Fraction

    s, d, w = (Fraction(float(v)) for v in (step, d_model, warmup_steps))
    return math.sqrt(min(1 / s, s * s / w**3) / d) if s else 0
