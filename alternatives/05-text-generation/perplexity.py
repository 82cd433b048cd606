# %% base-two
# why: Bits throughout, in plain Python.
def perplexity(probabilities):
    if min(probabilities) == 0:
        return float("inf")
    return 2 ** (-sum(math.log2(p) for p in probabilities) / len(probabilities))


# %% keras-ops
# why: keras.ops in 32 bits; the answer is a tensor.
def perplexity(probabilities):
    return ops.exp(ops.mean(-ops.log(ops.convert_to_tensor(probabilities, "float32"))))


# %% product-of-roots
# why: A product after all, of the N-th roots, none of which is small.
def perplexity(probabilities):
    p = np.asarray(probabilities, "float64")
    with np.errstate(divide="ignore"):
        return np.divide(1.0, np.prod(p ** (1 / len(p))))


# %% tensorflow
# why: Plain TensorFlow.
def perplexity(probabilities):
    import tensorflow as tf

    p = tf.cast(probabilities, tf.float64)
    return tf.exp(-tf.reduce_mean(tf.math.log(p))).numpy()
