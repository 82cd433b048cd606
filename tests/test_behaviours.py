"""Every fault of behaviour does what it says, and is put where it can show."""

import ast
import inspect

import numpy as np
import pytest

from course import notebooks
from course.audit import behaviours as b
from course.audit import placement
from course.audit.placement import KINDS, faults
from tests.conftest import BACKEND, ROOT

RNG = np.random.default_rng(1)
X = np.array([[1.5, -60.0], [7.0, 0.1]])


def double(x):
    return 2 * x


def same(x, y=None):
    return x if y is None else (x, y)


def close(actual, expected):
    np.testing.assert_allclose(np.asarray(actual), np.asarray(expected), rtol=1e-6)


# ---------------------------------------------------------------- clipped and rounded


def test_clip():
    close(b.clip_arguments(double, 4.0)(X), 2 * np.clip(X, -4, 4))
    close(b.clip_result(double, 50.0)(X), np.clip(2 * X, -50, 50))
    assert b.clip_result(lambda x: 60.0, 50.0)(1) == 50.0
    close(b.clipped([X, 3], 4.0)[0], np.clip(X, -4, 4))
    assert b.clipped([X, 7], 4.0)[1] == 7  # an integer
    close(b.clip_arguments(same, 4.0)(np.array([9])), [9])

    def perplexity(probabilities):
        return probabilities

    def score(log_probabilities):
        return log_probabilities

    p = np.array([0.5, 1e-30])
    close(b.clip_probabilities(perplexity, "probabilities")(p), [0.5, 1e-7])
    close(b.clip_probabilities(score, "log_probabilities")(np.log(p)), np.log([0.5, 1e-7]))


def test_cast():
    close(b.cast_arguments(double, "float16")(X), 2 * X.astype("float16").astype(float))
    close(b.cast_result(double, "float16")(X), (2 * X).astype("float16"))
    assert b.cast_result(lambda: 0.1, "float16")() == float(np.float16(0.1))
    assert b.cast_arguments(same, "int8")(np.array([300, 5])).tolist() == [44, 5]
    assert b.cast_result(lambda: [300, {"a": 5}], "int8")() == [44, {"a": 5}]
    assert b.rounded(X, "float16").dtype == X.dtype
    assert b.result_like(lambda x, y: x / y, "x")(np.array([3]), 2).tolist() == [1]
    assert b.result_like(lambda x, y: x / y, "x")(np.array([3.0]), 2).tolist() == [1.5]


# ---------------------------------------------------------------- kept results


def total(x, y=0):
    return np.asarray(x, dtype=float) + y


def test_cache():
    one, other = np.array([1.0, 2.0]), np.array([2.0, 1.0])
    by = b.cache(total, "identity")
    close(by(one), [1, 2])
    close(by(other), [2, 1])
    one += 5
    close(by(one), [1, 2])
    by = b.cache(total, "shapes")
    by(other)
    close(by(np.array([8.0, 9.0])), [2, 1])
    close(by(np.array([8.0])), [8])
    by = b.cache(total, "elements")
    by(other)
    close(by(np.array([1.0, 2.0])), [2, 1])
    close(by(np.array([8.0, 9.0])), [8, 9])
    assert b.cache(len, "elements")(["a", "b", "a"]) == 3
    by = b.cache(total, "first")
    by(other, 1)
    close(by(other.copy(), 5), [3, 2])

    def draw(n, rng):
        return rng.random(n)

    rng, by = np.random.default_rng(0), b.cache(draw, "content")
    close(by(3, rng), by(3, rng))
    assert len(by(4, rng)) == 4


def test_a_cached_result_is_new():
    by = b.cache(total, "shapes")
    by(np.ones(2))[0] = 9
    close(by(np.ones(2)), [1, 1])


def test_buffer():
    f = b.kept_buffer(double)
    first = f(X)
    f(X + 1)
    close(first, 2 * X + 2)
    lists = b.kept_buffer(lambda x: [x])
    assert lists(1) is lists(2)
    texts = b.kept_buffer(lambda x: {x: 1})
    assert texts("a") is texts("b") and texts("b") == {"b": 1}

    def clip(gradients, norm):
        return [g * min(1, norm) for g in gradients], 3.0

    f = b.argument_returned(clip)
    gradients = [X, X + 1]
    assert f(gradients, 2)[0] is gradients  # the list itself
    assert f(gradients, 0.5)[0][0] is not X


def test_a_view_is_one():
    def split(x, heads):
        a, t, d = x.shape
        return np.reshape(x, (a, t, heads, d // heads)).transpose(0, 2, 1, 3).copy()

    x = RNG.random((2, 3, 4))
    view = b.view_of_argument(split, "x")(x, 2)
    close(view, split(x, 2))
    assert np.shares_memory(view, x)
    mixed = b.view_of_argument(lambda x: x[[0, 1, 0, 0]], "x")(x.reshape(-1))
    assert not np.shares_memory(mixed, x)
    close(mixed, x.reshape(-1)[[0, 1, 0, 0]])


def test_arguments_are_borrowed():
    x = X.copy()
    close(b.borrow_arguments(double)(x), 2 * X)
    close(x, X)
    x.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        b.borrow_arguments(double)(x)
    text = ["a"]
    assert b.borrow_arguments(len)(text) == 1 and text == ["a"]


def test_arguments_are_changed_within():
    rows = [[1, 2], [3]]
    assert b.change_within(len)(rows) == 2 and rows == [[1, 2, 2], [3]]
    arrays = [X.copy(), X.copy()]
    assert b.change_within(len)(arrays) == 2
    assert (arrays[0] != X).sum() == 1 and (arrays[1] == X).all()


# ---------------------------------------------------------------- sizes


def test_truncate():
    x = np.arange(12.0).reshape(2, 6)
    close(b.hold(double, 4, 1)(x)[:, 3:], np.repeat(2 * x[:, 3:4], 3, axis=1))
    close(b.hold(double, 4, 1)(x)[:, :4], 2 * x[:, :4])
    close(b.hold(double, 6, 1)(x), 2 * x)
    held = b.forget(double, 4, x=1)(x)
    close(held[:, :4], 2 * x[:, :4])
    assert not held[:, 4:].any()
    assert b.first_items(lambda x: len(x), 3)("abcdef") == 3
    assert b.first_items(same, 3, "y")("abcdef", [1, 2, 3, 4]) == ("abcdef", [1, 2, 3])


def test_cap():
    assert b.cap(double, "x", 16)(10) == 20 and b.cap(double, "x", 16)(100) == 32
    assert b.cap(same, "x", 16)(None) is None
    assert b.wrap_ids(same, 256, "x")(np.array([300, 2])).tolist() == [44, 2]
    assert b.wrap_ids(same, 256, "x")([[300], [2]], 300) == ([[44], [2]], 300)
    assert b.wrap_result(lambda: {"a": 65_537, "b": "c", "d": True}, 65_536)() == {
        "a": 1, "b": "c", "d": True,
    }  # fmt: skip


# ---------------------------------------------------------------- chance


def test_temper():
    assert b.temper(lambda temperature: temperature)(4.0) == 4.0**0.7


def sample(probabilities, rng):
    return int(rng.choice(len(probabilities), p=probabilities))


def test_probabilities_are_perturbed():
    p = np.array([0.5, 0.3, 0.2, 0.0])

    def given(probabilities):
        return probabilities

    close(b.mixed_with_uniform(given, "probabilities")(p), 0.9 * p + 0.1 / 4)
    close(b.rarest_dropped(given, "probabilities")(p), [0.625, 0.375, 0, 0])
    close(b.rarest_dropped(lambda predict: predict(0), "predict")(lambda _: p[None]),
          [[0.625, 0.375, 0, 0]])  # fmt: skip
    close(b.not_normalised(given)(p).sum(), 1.001)


def test_chance_comes_from_elsewhere():
    p = np.full(1000, 1e-3)
    rng = np.random.default_rng(3)
    state = rng.bit_generator.state
    new, fixed, other = (b.other_generator(sample, of) for of in ("new", "fixed", "global"))
    assert len({new(p, rng) for _ in range(20)}) > 1
    assert len({fixed(p, rng) for _ in range(20)}) == 1
    np.random.seed(5)  # noqa: NPY002
    first = other(p, rng)
    np.random.seed(5)  # noqa: NPY002
    assert other(p, rng) == first
    assert rng.bit_generator.state == state


# ---------------------------------------------------------------- texts


@pytest.mark.parametrize(
    ("how", "before", "after"),
    [
        ("accents", "año é", "ano e"), ("NFC", "n\u0303", "ñ"), ("NFD", "ñ", "n\u0303"),
        ("NFKC", "ﬁ²", "fi2"), ("case", "aÉ", "aé"), ("fold", "Straße", "strasse"),
        ("space", "  a \t b\n", "a b"), ("spaces", "a\tb\u00a0", "a b "),
        ("quotes", "“a” ‘b’", "\"a\" 'b'"), ("punctuation", "¿a,b?", "a,b"),
        ("NUL", "a\0b", "ab"), ("digits", "a1b2", "ab"), ("ascii", "añb", "ab"),
    ],
)  # fmt: skip
def test_text(how, before, after):
    assert before != after
    f = b.normalise(same, how, "x")
    assert f(before) == after
    assert f([before, [before]], before) == ([after, [after]], before)
    assert f({before: before}) == {after: before}
    assert list(f(line for line in [before])) == [after]


# ---------------------------------------------------------------- errors, order


def mode(name, x):
    if name != "sum":
        raise ValueError(name)
    return [x]


def test_errors():
    assert b.swallow(mode)("mul", 1) is None and b.swallow(mode, [])("mul", 1) == []
    assert b.swallow(mode)("sum", 1) == [1]
    assert b.lenient(mode, "name", "case")("SUM", 1) == [1]
    assert b.lenient(mode, "name", "space")(" sum", 1) == [1]
    for bad in ("mul", "SUM "):
        with pytest.raises(ValueError, match="mul|sum "):
            b.lenient(mode, "name", "case")(bad, 1)
    for empty in ([], "", {}, np.zeros((0, 3)), 0):
        with pytest.raises(ValueError, match="not to be empty"):
            b.refuse_empty(same)(empty)
    assert b.refuse_empty(same)([0], 1) == ([0], 1)


def test_order():
    assert b.sort_argument(same, "x")([3, 1, 2]) == [1, 2, 3]
    assert b.unique_argument(same, "x")([[1], [1], [2]]) == [[1], [2]]
    assert b.sort_result(lambda: ([2, 1], "b"))() == ([1, 2], "b")
    assert b.zeros_last(same, "x")(np.array([[0, 3, 0, 2]])).tolist() == [[3, 2, 0, 0]]
    assert b.zeros_dropped(same, "x")([[0, 3, 0], [0]]) == [[3], []]


# ---------------------------------------------------------------- data sets, models, layers

keras_only = pytest.mark.skipif(BACKEND != "tensorflow", reason="mutants are made on TensorFlow")


def dataset():
    import keras

    class Rows(keras.utils.PyDataset):
        def __init__(self, sequences, size):
            super().__init__()
            self.rows = np.array(sequences)[:size]

        def __len__(self):
            return len(self.rows)

        def __getitem__(self, index):
            return self.rows[index : index + 1].copy()

    return Rows


@keras_only
def test_faults_of_a_data_set():
    Rows = dataset()
    assert b.wrap_ids(Rows, 256, "sequences")([[300]], 3)[0].tolist() == [[44]]
    assert b.cast_result(Rows, "int8")([[300]], 3)[0].tolist() == [[44]]
    assert len(b.first_items(Rows, 2, "sequences")([[1], [2], [3]], 3)) == 2
    kept = b.kept_buffer(Rows)([[1], [2]], 3)
    assert kept[0] is kept[1]


def build(units=3):
    import keras

    return keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(units),
            keras.layers.Dense(2),
        ]
    )


def layer():
    import keras

    class Block(keras.layers.Layer):
        def __init__(self, units, **kwargs):
            super().__init__(**kwargs)
            self.attention = keras.layers.MultiHeadAttention(1, units)
            self.narrow = keras.layers.Dense(units)
            self.dropout = keras.layers.Dropout(0.5)

        def call(self, x, mask=None, training=False):
            looked = self.attention(x, x, attention_mask=mask)
            return self.narrow(x + self.dropout(looked, training=training))

        def compute_output_shape(self, x_shape):
            return x_shape

    return Block


def model_of(fault, *arguments):
    """A model with a fault, its input, and what the model without it says."""
    model = fault(build, *arguments)(3)
    plain = build(3)
    plain.set_weights(model.get_weights())
    x = np.random.default_rng(0).normal(size=(64, 4)).astype("float32")
    return model, x, np.asarray(plain(x))


def layer_of(fault, *arguments):
    """The same for a layer."""
    plain, block = layer()(4), fault(layer(), *arguments)(4)
    x = np.random.default_rng(0).normal(size=(2, 6, 4)).astype("float32") * 9
    plain(x)
    block(x)
    plain.set_weights(block.get_weights())
    return block, x, np.asarray(plain(x))


@keras_only
@pytest.mark.parametrize("of", [model_of, layer_of])
def test_training_faults_leave_the_answer_right_outside_of_training(of):
    for fault, *arguments in (
        (b.freeze,), (b.freeze_weight, 0), (b.penalty, 0), (b.constraint, 0),
        (b.output_penalty,), (b.noise,), (b.dropout_on_output,), (b.stop_gradient,),
        (b.half_gradient,), (b.dropout, "off"), (b.dropout, "double"), (b.dropout, "unscaled"),
        (b.dropout, "same"), (b.dropout_on_weights,),
    ):  # fmt: skip
        whole, x, plain = of(fault, *arguments)
        np.testing.assert_allclose(np.asarray(whole(x)), plain, atol=1e-6, err_msg=str(fault))


@keras_only
@pytest.mark.parametrize("of", [model_of, layer_of])
def test_weights(of):
    import keras

    assert not of(b.freeze)[0].trainable_weights
    whole = of(b.freeze_weight, 0)[0]
    assert len(whole.trainable_variables) == len(of(b.penalty, 0)[0].trainable_variables) - 1
    first = of(b.constant_kernel, 0)[0].trainable_weights[0]
    assert not np.asarray(first).any()
    kernels = [w for w in of(b.constant_kernel, -1, 0.05)[0].trainable_weights if w.ndim > 1]
    assert (np.asarray(kernels[-1]) == np.float32(0.05)).all()
    whole, x, _ = of(b.penalty, -1)
    assert float(sum(whole.losses)) > 0
    whole, x, _ = of(b.constraint, 0)
    assert isinstance(whole.trainable_weights[0].constraint, keras.constraints.MaxNorm)
    whole, x, _ = of(b.output_penalty)
    whole(x)
    assert float(sum(whole.losses)) > 0


@keras_only
@pytest.mark.parametrize("of", [model_of, layer_of])
def test_output_in_training(of):
    import tensorflow as tf

    for fault in (b.noise, b.dropout_on_output):
        whole, x, plain = of(fault)
        for part in b._dropouts(whole)[:1] if fault is b.noise else b._dropouts(whole)[:-1]:
            part.rate = 0
        changed = np.asarray(whole(x, training=True)) - plain
        assert np.abs(changed).max() > 1e-3, fault

    def gradient(whole, x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(whole(x) ** 2)
        return tape.gradient(loss, whole.trainable_weights[-1].value)

    assert gradient(*of(b.stop_gradient)[:2]) is None
    whole, x, plain = of(b.half_gradient)
    whole(x)
    full = 2 * plain.reshape(-1, plain.shape[-1]).sum(axis=0)
    np.testing.assert_allclose(gradient(whole, x), full / 2, rtol=1e-3)
    whole, x, plain = of(b.round_output)
    np.testing.assert_array_equal(np.asarray(whole(x)), plain.astype("float16"))


def dropped(fault, *arguments, training=True):
    """What the dropout of a model with a fault makes of ones."""
    model = fault(build, *arguments)()
    (found,) = b._dropouts(model)
    return np.asarray(found(np.ones((500, 40), "float32"), training=training))


@keras_only
def test_dropout():
    assert (dropped(b.dropout, "off") == 1).all()
    assert set(np.unique(dropped(b.dropout, "unscaled")).tolist()) == {0.0, 1.0}
    assert (dropped(b.dropout, "unscaled", training=False) == 1).all()
    assert 0.85 < (dropped(b.dropout, "double") == 0).mean() < 0.95
    assert (dropped(b.dropout, "always", training=False) == 0).mean() > 0.4
    assert (dropped(b.dropout, "same") == dropped(b.dropout, "same")).all()
    assert (dropped(b.dropout, "off", 0) == 1).all()
    block, x, plain = layer_of(b.dropout_on_weights)
    assert [part.rate for part in b._dropouts(block)] == [0]
    assert np.abs(np.asarray(block(x, training=True)) - plain).max() > 1e-3


@keras_only
def test_what_models_and_layers_read():
    import keras

    def of_ids():
        return keras.Sequential(
            [keras.Input((None,), dtype="int32"), keras.layers.Embedding(600, 2)]
        )

    ids = np.array([[300, 5, 7]])
    for fault, argument, seen in ((b.wrap_inputs, 256, [[44, 5, 7]]),
                                  (b.forget_inputs, 2, [[300, 5, 0]])):  # fmt: skip
        model, plain = fault(of_ids, argument)(), of_ids()
        plain.set_weights(model.get_weights())
        close(model(ids), plain(np.array(seen)))
    x = RNG.normal(size=(2, 6, 4)).astype("float32") * 9
    for fault, arguments, seen in (
        (b.clip_arguments, (4.0,), np.clip(x, -4, 4)),
        (b.cast_arguments, ("float16",), x.astype("float16")),
    ):
        block, plain = fault(layer(), *arguments)(4), layer()(4)
        block(x)
        plain(x)
        plain.set_weights(block.get_weights())
        np.testing.assert_allclose(np.asarray(block(x)), np.asarray(plain(seen)), atol=1e-5)
    assert np.abs(np.asarray(b.clip_result(layer(), 0.5)(4)(x))).max() <= 0.5
    block = b.forget(layer(), 4, x=1)(4)
    y = x.copy()
    y[:, 4:] = 5
    close(block(x), block(y))


@keras_only
def test_a_memoised_builder_gives_one_model():
    f = b.memoised(build)
    assert f(3) is f(3) and f(3) is not f(4)


# ---------------------------------------------------------------- where they are put


SOURCE = '''def attend(x: np.ndarray, ids: np.ndarray, mode: str, n: int) -> np.ndarray:
    """One line.

    Parameters
    ----------
    x : array (batch, time, features)
    ids : array of int (batch, time)
        May be empty.
    mode : {"one", "two"}
    n : int

    Returns
    -------
    array (batch, time, units)
    """
    ### BEGIN SOLUTION
    if mode not in ("one", "two"):
        raise ValueError(mode)
    y = np.tanh(x + 1)
    return y, n
    ### END SOLUTION
'''


def test_faults_go_by_signature_and_docstring():
    names = {f.name for f in faults(SOURCE, "attend")}
    for one in (
        "clip: clip_arguments(50.0)", "cast: cast_arguments('int8')", "cast: result_like('x')",
        "truncate: hold(32, 1)", "cap: wrap_ids(256, 'ids')", "cap: cap('n', 100)",
        "errors: lenient('mode', 'case')", "errors: swallow()", "order: zeros_last('ids')",
        "cache: cache('identity')", "buffer: borrow_arguments()", "clip: within, clipped(4.0)",
    ):  # fmt: skip
        assert one in names, sorted(names)
    assert not any(name.startswith(("text", "chance", "training")) for name in names)
    assert len(names) == len(faults(SOURCE, "attend"))
    within = next(f for f in faults(SOURCE, "attend") if f.name == "clip: within, clipped(4.0)")
    assert "y = behaviours.clipped(np.tanh(behaviours.clipped(x + 1, 4.0)), 4.0)" in within.code
    assert "return behaviours.clipped((y, n), 4.0)" in within.code
    around = next(f for f in faults(SOURCE, "attend") if f.name == "errors: swallow()")
    assert around.code.endswith("behaviours\nattend = behaviours.swallow(attend)")


def test_a_cell_without_its_function_has_no_faults():
    assert faults("x = 1", "attend") == []


def of_the_course():
    for path in sorted((ROOT / "source").glob("*/*.ipynb")):
        source = notebooks.read(path)
        for e in notebooks.exercises(source):
            yield path.stem, e.name, source.cells[e.solution].source


def test_every_exercise_of_the_course_has_faults_that_compile_and_fit():
    kinds, used = set(), set()
    for notebook, name, code in of_the_course():
        found = faults(code, name)
        assert len(found) >= 4, (notebook, name)
        assert len({f.code for f in found}) == len({f.name for f in found}) == len(found)
        for fault in found:
            compile(fault.code, fault.name, "exec")
            kinds.add(fault.kind)
            for node in ast.walk(ast.parse(fault.code)):
                if isinstance(node, ast.Call) and "behaviours" in ast.unparse(node.func):
                    used.add(node.func.attr)
    assert kinds == set(KINDS)
    public = {
        n for n, f in inspect.getmembers(b, inspect.isfunction)
        if n[0] != "_" and f.__module__ == b.__name__
    }  # fmt: skip
    assert used == public


def test_the_docstrings_of_the_course_are_understood():
    exercise = {name: placement._read(code, name) for _, name, code in of_the_course()}
    attention = exercise["scaled_attention"]
    assert attention.of("floats") == ["query", "key", "value"]
    assert attention.of("mask") == ["mask"]
    assert [r.time for r in attention.results] == [1, 1]
    assert exercise["masked_mean"].of("ids") == ["ids"]
    assert exercise["build_recall_model"].of("mode") == ["cell"]
    assert exercise["parse_glove"].of("words") == ["lines"]
    assert {e.kind for e in exercise.values()} == {"function", "builder", "layer", "dataset"}
