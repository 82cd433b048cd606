# %% einsum
# why: One einsum.
def word_importance(weights, mask):
    total = np.einsum("nij,ni->nj", weights, mask.astype("float32"))
    count = mask.sum(axis=1)
    return total / np.where(count == 0, 1, count)[:, None]


# %% loops
# why: Text by text, the rows chosen by the mask; lists come back.
def word_importance(weights, mask):
    return [
        w[m].mean(axis=0).tolist() if m.any() else [0.0] * len(m) for w, m in zip(weights, mask)
    ]


# %% product
# why: A row vector of equal shares, times the map.
def word_importance(weights, mask):
    votes = mask / np.maximum(mask.sum(axis=1, keepdims=True), 1)
    return (votes[:, None, :] @ weights)[:, 0]


# %% keras-ops
# why: keras.ops in float32.
def word_importance(weights, mask):
    m = ops.cast(ops.convert_to_tensor(mask), "float32")[..., None]
    w = ops.cast(ops.convert_to_tensor(weights), "float32")
    return ops.sum(w * m, axis=1) / (ops.sum(m, axis=1) + 1e-12)


# %% normalized
# why: The votes are added and made to sum to 1, which comes to the same.
def word_importance(weights, mask):
    total = (weights * mask[:, :, None]).sum(axis=1)
    sums = total.sum(axis=1, keepdims=True)
    return total / np.where(sums > 0, sums, 1.0)


# %% masked-array
# why: NumPy's masked arrays take the mean over the rows that look.
def word_importance(weights, mask):
    rows = np.broadcast_to(~np.asarray(mask)[:, :, None], weights.shape)
    return np.ma.masked_array(weights, rows).mean(axis=1).filled(0.0)
