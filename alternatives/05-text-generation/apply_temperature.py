# %% logarithms
# why: Softmax of log p / T, the largest subtracted.
def apply_temperature(probabilities, temperature):
    with np.errstate(divide="ignore"):
        logs = np.log(np.asarray(probabilities, dtype=np.float64)) / temperature
    powers = np.exp(logs - np.max(logs))
    return (powers / np.sum(powers)).astype("float32")


# %% tensorflow
# why: TensorFlow's softmax in 64 bits, which subtracts the largest by itself.
def apply_temperature(probabilities, temperature):
    import tensorflow as tf

    return tf.nn.softmax(tf.math.log(tf.cast(probabilities, tf.float64)) / temperature)


# %% plain-python
# why: One ratio at a time, a list as the answer.
def apply_temperature(probabilities, temperature):
    p = [float(v) for v in probabilities]
    powers = [math.exp(math.log(v / max(p)) / temperature) if v > 0 else 0.0 for v in p]
    return [v / math.fsum(powers) for v in powers]


# %% zeros-set-aside
# why: Works on the symbols above zero only, and puts them back.
def apply_temperature(probabilities, temperature):
    p = np.array(probabilities, dtype="float64")
    alive = p > 0
    scores = np.log(p[alive]) / temperature
    p[alive] = np.exp(scores - np.logaddexp.reduce(scores))
    return p
