# %% wrong: steps-from-one
# Adds 1 to the step.
# shows:
#   for args in [(0, 64, 100), (1, 64, 100), (50, 64, 100), (100, 64, 100), (250, 64, 100), (7, 512, 1)]:
#       a, r = float(answer(*args)), reference(*args)
#       assert np.isclose(a, r, rtol=1e-4, atol=1e-12), (args, a, r)
def warmup(step, d_model, warmup_steps):
    return d_model**-0.5 * min((step + 1) ** -0.5, (step + 1) * warmup_steps**-1.5)


# %% right: step-zero-as-one
# Step 0 gets the rate of step 1.
def warmup(step, d_model, warmup_steps):
    step = max(step, 1)
    return d_model**-0.5 * min(max(step, 1) ** -0.5, step * warmup_steps**-1.5)


# %% wrong: larger-of-the-two
# max for min.
# shows:
#   for args in [(0, 64, 100), (1, 64, 100), (50, 64, 100), (100, 64, 100), (250, 64, 100), (7, 512, 1)]:
#       a, r = float(answer(*args)), reference(*args)
#       assert np.isclose(a, r, rtol=1e-4, atol=1e-12), (args, a, r)
def warmup(step, d_model, warmup_steps):
    return d_model**-0.5 * max(max(step, 1) ** -0.5, step * warmup_steps**-1.5)


# %% wrong: no-width
# Forgets d_model.
# shows:
#   for args in [(0, 64, 100), (1, 64, 100), (50, 64, 100), (100, 64, 100), (250, 64, 100), (7, 512, 1)]:
#       a, r = float(answer(*args)), reference(*args)
#       assert np.isclose(a, r, rtol=1e-4, atol=1e-12), (args, a, r)
def warmup(step, d_model, warmup_steps):
    return min(max(step, 1) ** -0.5, step * warmup_steps**-1.5)


# %% wrong: divided-by-the-width
# 1/d_model, without the root.
# shows:
#   for args in [(0, 64, 100), (1, 64, 100), (50, 64, 100), (100, 64, 100), (250, 64, 100), (7, 512, 1)]:
#       a, r = float(answer(*args)), reference(*args)
#       assert np.isclose(a, r, rtol=1e-4, atol=1e-12), (args, a, r)
def warmup(step, d_model, warmup_steps):
    return d_model**-1 * min(max(step, 1) ** -0.5, step * warmup_steps**-1.5)


# %% wrong: exponent-one
# The growing branch is step / warmup_steps: they do not meet.
# shows:
#   for args in [(0, 64, 100), (1, 64, 100), (50, 64, 100), (100, 64, 100), (250, 64, 100), (7, 512, 1)]:
#       a, r = float(answer(*args)), reference(*args)
#       assert np.isclose(a, r, rtol=1e-4, atol=1e-12), (args, a, r)
def warmup(step, d_model, warmup_steps):
    return d_model**-0.5 * min(max(step, 1) ** -0.5, step * warmup_steps**-1)


# %% wrong: step-zero-one-when-warmup-over
# Pole at 0 replaced by a large number only.
# shows:
#   assert np.isfinite(float(answer(0, 64, 10)))
def warmup(step, d_model, warmup_steps):
    return d_model**-0.5 * (
        np.float64(step) ** -0.5 if step * 1.0 < 1 else min(step**-0.5, step * warmup_steps**-1.5)
    )


# %% wrong: warmup-of-4000
# The paper's 4000 steps, always.
# shows:
#   for args in [(0, 64, 100), (1, 64, 100), (50, 64, 100), (100, 64, 100), (250, 64, 100), (7, 512, 1)]:
#       a, r = float(answer(*args)), reference(*args)
#       assert np.isclose(a, r, rtol=1e-4, atol=1e-12), (args, a, r)
def warmup(step, d_model, warmup_steps):
    return d_model**-0.5 * min(max(step, 1) ** -0.5, step * 4000**-1.5)


# %% wrong: falls-linearly
# After the warm-up the rate falls with 1/step.
# shows:
#   for args in [(0, 64, 100), (1, 64, 100), (50, 64, 100), (100, 64, 100), (250, 64, 100), (7, 512, 1)]:
#       a, r = float(answer(*args)), reference(*args)
#       assert np.isclose(a, r, rtol=1e-4, atol=1e-12), (args, a, r)
def warmup(step, d_model, warmup_steps):
    return d_model**-0.5 * min(max(step, 1) ** -1.0, step * warmup_steps**-1.5)


# %% wrong: constant-after-the-warmup
# Stays at the top.
# shows:
#   for args in [(0, 64, 100), (1, 64, 100), (50, 64, 100), (100, 64, 100), (250, 64, 100), (7, 512, 1)]:
#       a, r = float(answer(*args)), reference(*args)
#       assert np.isclose(a, r, rtol=1e-4, atol=1e-12), (args, a, r)
def warmup(step, d_model, warmup_steps):
    return d_model**-0.5 * min(warmup_steps**-0.5, step * warmup_steps**-1.5)


# %% wrong: counts-from-the-top
# After the warm-up the root counts from its end.
# shows:
#   for args in [(0, 64, 100), (1, 64, 100), (50, 64, 100), (100, 64, 100), (250, 64, 100), (7, 512, 1)]:
#       a, r = float(answer(*args)), reference(*args)
#       assert np.isclose(a, r, rtol=1e-4, atol=1e-12), (args, a, r)
def warmup(step, d_model, warmup_steps):
    if step <= warmup_steps:
        return d_model**-0.5 * step * warmup_steps**-1.5
    return d_model**-0.5 * warmup_steps**-0.5 * (step - warmup_steps + 1) ** -0.5


# %% wrong: rounded
# Rounded to six decimals.
# shows:
#   for args in [(1, 512, 4000), (3, 512, 4000)]:
#       a, r = float(answer(*args)), reference(*args)
#       assert np.isclose(a, r, rtol=1e-4, atol=1e-12), (args, a, r)
def warmup(step, d_model, warmup_steps):
    return round(d_model**-0.5 * min(max(step, 1) ** -0.5, step * warmup_steps**-1.5), 6)


# %% wrong: int32-power
# The 32-bit cube of warmup_steps overflows.
# shows:
#   for args in [(5, 64, 4000), (50, 64, 100)]:
#       a, r = float(answer(*args)), reference(*args)
#       assert np.isclose(a, r, rtol=1e-4, atol=1e-12), (args, a, r)
def warmup(step, d_model, warmup_steps):
    cube = np.array([warmup_steps], "int32") ** 3
    grows = step / np.sqrt(np.abs(cube[0]).astype(float))
    falls = 1 / math.sqrt(step) if step else grows
    return min(grows, falls) / math.sqrt(d_model)


# %% right: three-cases
# By cases, with ifs.
def warmup(step, d_model, warmup_steps):
    top = 1 / math.sqrt(d_model * warmup_steps)
    if step < warmup_steps:
        return top * step / warmup_steps
    return top * math.sqrt(warmup_steps / step)


# %% right: numpy-with-infinity
# Lets the pole be infinite and takes the minimum; returns an array without axes.
def warmup(step, d_model, warmup_steps):
    with np.errstate(divide="ignore"):
        falls = np.float64(1) / np.sqrt(np.asarray(step, float))
    return np.minimum(falls, step / np.power(float(warmup_steps), 1.5)) / np.sqrt(d_model)


# %% right: keras-ops
# keras.ops on scalars.
def warmup(step, d_model, warmup_steps):
    s = ops.cast(step, "float32")
    return ops.rsqrt(ops.cast(d_model, "float32")) * ops.minimum(
        ops.rsqrt(ops.maximum(s, 1.0)), s * warmup_steps**-1.5
    )
