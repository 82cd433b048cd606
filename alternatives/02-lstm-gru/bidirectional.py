# %% keras-ops
# why: keras.ops; tensors are handed to both functions.
def bidirectional(x, forward, backward, merge_mode="concat"):
    x = ops.cast(ops.convert_to_tensor(x), "float32")
    a = ops.cast(ops.convert_to_tensor(forward(x)), "float32")
    b = ops.flip(ops.cast(ops.convert_to_tensor(backward(ops.flip(x, axis=1))), "float32"), axis=1)
    if merge_mode == "concat":
        return ops.concatenate([a, b], axis=-1)
    if merge_mode in ("sum", "ave"):
        return (a + b) * (0.5 if merge_mode == "ave" else 1.0)
    if merge_mode == "mul":
        return ops.multiply(a, b)
    raise ValueError(f"merge_mode: expected concat, sum, mul or ave, got {merge_mode}")


# %% dictionary-of-modes
# why: A dictionary from name to function, and one of its errors turned into another.
def bidirectional(x, forward, backward, merge_mode="concat"):
    modes = {
        "concat": lambda a, b: np.dstack([a, b]),
        "sum": np.add,
        "mul": np.multiply,
        "ave": lambda a, b: np.mean([a, b], axis=0),
    }
    try:
        merge = modes[merge_mode]
    except (KeyError, TypeError):
        raise ValueError(f"expected one of {sorted(modes)}, got {merge_mode!r}") from None
    return merge(forward(x), np.flip(backward(np.flip(x, axis=1)), axis=1))


# %% place-by-place
# why: A list of places, each with both halves; the order of time by an index.
def bidirectional(x, forward, backward, merge_mode="concat"):
    if merge_mode not in ("concat", "sum", "mul", "ave"):
        raise ValueError(f"merge_mode is {merge_mode!r}; it can be concat, sum, mul or ave")
    time = x.shape[1]
    order = np.arange(time)[::-1]
    ahead, back = forward(x), backward(np.ascontiguousarray(np.take(x, order, axis=1)))
    places = []
    for t in range(time):
        a, b = ahead[:, t], back[:, time - 1 - t]
        places.append(
            {
                "concat": np.hstack([a, b]),
                "sum": a + b,
                "mul": a * b,
                "ave": 0.5 * a + 0.5 * b,
            }[merge_mode]
        )
    return np.stack(places, axis=1).tolist()


# %% backward-first-called
# why: The backward network is called first, one example of the batch at a time.
def bidirectional(x, forward, backward, merge_mode="concat"):
    back = np.concatenate([backward(x[n : n + 1, ::-1])[:, ::-1] for n in range(len(x))])
    ahead = np.concatenate([forward(x[n : n + 1]) for n in range(len(x))])
    match merge_mode:
        case "concat":
            return np.concatenate([ahead, back], axis=2)
        case "sum":
            return ahead + back
        case "mul":
            return ahead * back
        case "ave":
            return 0.5 * (ahead + back)
        case _:
            raise ValueError(f"unknown merge_mode {merge_mode!r}")


# %% keras-ops-without-a-cast
# why: keras.ops on what comes, half of a sum as a product, one branch for two modes.
def bidirectional(x, forward, backward, merge_mode="concat"):
    f, b = forward(x), ops.flip(backward(ops.flip(x, axis=1)), axis=1)
    if merge_mode == "concat":
        return ops.concatenate([f, b], axis=-1)
    if merge_mode == "mul":
        return ops.multiply(f, b)
    if merge_mode == "sum" or merge_mode == "ave":
        total = ops.add(f, b)
        return total if merge_mode == "sum" else 0.5 * total
    raise ValueError


# %% tensorflow-halves
# why: TensorFlow throughout; the two readings as one stacked tensor, merged by a reduction.
def bidirectional(x, forward, backward, merge_mode="concat"):
    import tensorflow as tf

    if not isinstance(merge_mode, str):
        raise ValueError("merge_mode is no text")
    x = tf.convert_to_tensor(x)
    pair = tf.stack([forward(x), tf.reverse(backward(tf.reverse(x, [1])), [1])])
    if merge_mode == "concat":
        _, batch, time, units = pair.shape
        return tf.reshape(tf.transpose(pair, [1, 2, 0, 3]), (batch, time, 2 * units))
    reductions = {"sum": tf.reduce_sum, "mul": tf.reduce_prod, "ave": tf.reduce_mean}
    if merge_mode not in reductions:
        raise ValueError(f"no such merge_mode: {merge_mode}")
    return reductions[merge_mode](pair, axis=0)
