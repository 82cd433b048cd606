# %% concatenated
# why: One long vector for the norm, and a tuple of two results with a tuple inside.
def clip_by_global_norm(gradients, max_norm):
    if not max_norm > 0:
        raise ValueError(f"expected a positive max_norm, got {max_norm}")
    norm = float(np.linalg.norm(np.concatenate([np.ravel(g) for g in gradients])))
    factor = min(1.0, max_norm / norm) if norm else 1.0
    return tuple(factor * g for g in gradients), norm


# %% maximum-in-the-denominator
# why: Multiplies by max_norm / max(norm, max_norm), which needs no case for 0.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"expected a positive max_norm, got {max_norm}")
    norm = np.sqrt(sum(float(np.vdot(g, g)) for g in gradients))
    return [max_norm * g / max(norm, max_norm) for g in gradients], norm


# %% tensorflow
# why: TensorFlow's own function, after a cast.
def clip_by_global_norm(gradients, max_norm):
    import tensorflow as tf

    if max_norm <= 0:
        raise ValueError(f"expected a positive max_norm, got {max_norm}")
    return tf.clip_by_global_norm([tf.cast(g, tf.float32) for g in gradients], max_norm)


# %% keras-ops
# why: keras.ops in float32; the norm is a tensor.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"expected a positive max_norm, got {max_norm}")
    gradients = [ops.cast(ops.convert_to_tensor(g), "float32") for g in gradients]
    norm = ops.sqrt(sum(ops.sum(ops.square(g)) for g in gradients))
    factor = ops.where(norm > max_norm, max_norm / ops.maximum(norm, 1e-30), 1.0)
    return [g * factor for g in gradients], norm


# %% lists
# why: hypot of the arrays' own norms, and lists of numbers.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"expected a positive max_norm, got {max_norm}")
    norm = math.hypot(*(math.hypot(*np.ravel(g).tolist()) for g in gradients))
    if norm <= max_norm:
        return [[g.tolist() for g in gradients], norm]
    return [[(g * (max_norm / norm)).tolist() for g in gradients], norm]


# %% torch-style-epsilon
# why: A tiny number in the denominator, as in other libraries.
def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(f"expected a positive max_norm, got {max_norm}")
    norm = np.sqrt(np.sum([np.sum(np.square(g)) for g in gradients]))
    factor = min(1.0, max_norm / (norm + 1e-30))
    return [np.asarray(g, dtype=float) * factor for g in gradients], norm
