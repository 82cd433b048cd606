# %% concatenate
# why: A column of `start` in front, the last column left out.
def shift_right(targets, start):
    first = np.ones((len(targets), 1), dtype=int) * start
    return np.concatenate([first, np.asarray(targets)[:, :-1]], axis=1)


# %% lists
# why: Lists.
def shift_right(targets, start):
    return [[start, *row[:-1]] for row in np.asarray(targets).tolist()]


# %% np-pad
# why: np.pad with a constant.
def shift_right(targets, start):
    return np.pad(targets, ((0, 0), (1, 0)), constant_values=start)[:, : np.shape(targets)[1]]


# %% keras-ops
# why: keras.ops, rolled and mended.
def shift_right(targets, start):
    rolled = ops.roll(ops.convert_to_tensor(targets), 1, axis=1)
    first = ops.equal(ops.arange(rolled.shape[1]), 0)
    return ops.where(first, ops.cast(start, rolled.dtype), rolled)


# %% insert
# why: np.insert and np.delete.
def shift_right(targets, start):
    return np.delete(np.insert(targets, 0, start, axis=1), -1, axis=1)
