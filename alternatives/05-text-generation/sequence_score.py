# %% plain-python
# why: A sum and a length, in plain Python.
def sequence_score(log_probabilities):
    return sum(float(v) for v in log_probabilities) / len(log_probabilities)


# %% keras-ops
# why: keras.ops, a tensor as the answer.
def sequence_score(log_probabilities):
    return ops.mean(ops.convert_to_tensor(log_probabilities, "float32"))


# %% running-mean
# why: The mean updated symbol by symbol.
def sequence_score(log_probabilities):
    mean = 0.0
    for n, value in enumerate(log_probabilities, 1):
        mean += (value - mean) / n
    return np.float32(mean)
