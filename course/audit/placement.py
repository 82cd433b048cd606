"""Which changes of behaviour go with which reference solution.

A *mutant of behaviour* is the reference with one fault of `course.audit.behaviours` put around
it, by a line after it, or into it, where each assigned or returned value is clipped or rounded.
The signature and the docstring of an exercise say which faults can show: they give the type of
each parameter, its shape and the names of its axes. A fault that no input can show is not made;
the tables below say where the docstring does not tell.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from course.code import normal, parse, unparse

#: The kinds of fault, in the order of the page, and what each of them is.
KINDS = {
    "clip": "inputs, results or values on the way are clipped",
    "cast": "they are rounded to a narrow type, or integers cut off fractions",
    "cache": "an earlier result is returned where the arguments look the same",
    "buffer": "a result shares memory with the next one or with an argument; an argument is "
    "changed, or changed for a while",
    "truncate": "what comes after the first so many places, items or heads is left out",
    "cap": "sizes and ids stop at a limit or start again from 0",
    "training": "weights are frozen, constant, shared or penalised; the gradient or the dropout "
    "is not what it should be",
    "chance": "the distribution is a little wrong, or chance comes from elsewhere",
    "text": "texts are normalised",
    "errors": "errors are swallowed, bad names accepted, empty input refused",
    "order": "items are sorted, repeated ones or zeros left out",
}

#: Results that lie within ±1, so that clipping to ±4 changes nothing.
_WITHIN_ONE = {
    "rnn_step", "rnn_forward", "gru_forward", "softmax", "exact_match", "embedding_matrix",
    "nearest", "apply_temperature", "top_k", "top_p", "word_importance", "positional_encoding",
    "warmup", "embed_texts", "one_hot", "vectorize", "vectorize_windows",
}  # fmt: skip
#: Results of zeros and ones: narrow types hold them exactly.
_EXACT = {"one_hot", "vectorize", "vectorize_windows"}
#: Results that are counts, in an array.
_COUNTS = {"bag_of_words"}
#: Values go through a function that has reached its limit, up to rounding, at ±50.
_SATURATED = {"rnn_step", "rnn_forward"}
_SATURATED_WITHIN = {*_SATURATED, "softmax"}
#: Integers in results that stay small for all but gigantic arguments.
_SMALL = {"count_carries"}
#: Answers whose results can equal an argument or a part of one.
_RETURNABLE = {"clip_by_global_norm", "top_k", "top_p", "apply_temperature", "rotate",
               "cached_attention", "mask_tokens"}  # fmt: skip
#: Answers that only rearrange an argument.
_VIEWS = {"split_heads": "x", "merge_heads": "x"}
#: Lists whose order, and lists whose repeated items, do not matter.
_ORDER_FREE = {("bag_of_words", "tokens"), ("build_vocabulary", "texts")}
_REPEATS_FREE = {("bag_of_words", "vocabulary")}  # has none
#: Results that are sorted, or have no order of their own.
_SORTED = {"build_vocabulary"}
#: Integers that are no sizes, or whose size has a limit in the card.
_NO_SIZES = {"digits", "start", "end", "mask_id", "axis"}
#: Limits for sizes that are not 16.
_LIMITS = {
    "a": (2**31, 2**63), "b": (2**31, 2**63), "warmup.step": (100_000,), "warmup_steps": (1_000,),
    "vocabulary_size": (256, 65_536), "source_vocabulary": (256,), "target_vocabulary": (256,),
    "alphabet_size": (26,), "symbols": (16,), "heads": (8,), "layers": (2,), "maxlen": (100,),
    "max_words": (100,), "batch_size": (32,), "n": (100,), "features": (256,), "units": (16, 256),
    "length": (16, 100), "timesteps": (16, 100), "dim": (16, 100), "d_model": (64,),
    "d_ff": (64,), "max_length": (16, 50), "width": (8,),
}  # fmt: skip
#: The limits of sizes of models whose weights would take too long.
_OF_MODELS = {"units": (16,), "dim": (16,), "length": (16,), "timesteps": (16,), "d_model": (16,)}
#: Names of the axis that a sequence runs along.
_TIME = {"time", "T", "T_q", "T_v", "T_s", "T_t", "t", "length"}

_ALL_TEXT = ("accents", "NFC", "NFD", "NFKC", "case", "space", "spaces", "quotes", "punctuation",
             "NUL", "digits", "ascii")  # fmt: skip
#: What changes a text although `tokenize` lowers its case, composes its accents, straightens its
#: apostrophes and takes everything between words as one gap.
_TOKENIZED = ("accents", "NFKC", "fold", "NUL", "digits", "ascii")


@dataclass(frozen=True)
class Fault:
    """A reference solution with a fault of behaviour.

    Attributes
    ----------
    kind : str
        A key of `KINDS`.
    name : str
        The kind and the fault, such as ``clip: clip_result(f, 50.0)``.
    code : str
        The whole solution cell, as `course.code.normal` writes it, with the fault.
    what : str
        The fault in one line.
    """

    kind: str
    name: str
    code: str
    what: str


@dataclass(frozen=True)
class _Value:
    """A parameter or a result, as the signature and the docstring describe it."""

    name: str
    annotation: str
    text: str = ""

    @property
    def shape(self) -> list[str]:
        """The names of the axes; empty if the docstring gives no shape."""
        found = re.search(r"\(([^()]*)\)\s*(,|$|in|per)", self.text)
        found = found or re.search(r"\(([^()]+)\)", self.text)
        return [part.strip() for part in found[1].split(",") if part.strip()] if found else []

    @property
    def time(self) -> int | None:
        """The axis that a sequence runs along."""
        return next((i for i, name in enumerate(self.shape) if name in _TIME), None)

    @property
    def array(self) -> bool:
        """Whether it is an array, of any type."""
        return self.annotation.startswith("np.ndarray") or self.text.startswith("array")

    @property
    def ids(self) -> bool:
        """Whether it is made of integers: an array, or a list of lists."""
        of_int = self.array and "of int" in self.text
        return of_int or self.annotation.startswith("list[list[int]]")

    @property
    def floats(self) -> bool:
        """Whether it is made of floats: an array, or a list or a dictionary of arrays."""
        if self.array:
            return not re.search(r"of int|bool|boolean", self.text)
        return "ndarray" in self.annotation and "None" not in self.annotation

    @property
    def mask(self) -> bool:
        """Whether it is an array of truth values."""
        return self.array and bool(re.search(r"bool", self.text))

    @property
    def list(self) -> bool:
        """Whether it is a list."""
        return self.annotation.startswith(("list", "Sequence"))

    @property
    def mode(self) -> bool:
        """Whether it is the name of a mode."""
        return self.annotation == "str" and self.text.startswith("{")

    @property
    def words(self) -> bool:
        """Whether it holds texts."""
        texts = self.annotation in ("str", "list[str]") or self.annotation.startswith("dict[str")
        return (texts and not self.mode) or "iterable of str" in self.text

    @property
    def callback(self) -> bool:
        """Whether it is a function."""
        return "Callable" in self.annotation or self.text.startswith("function")


@dataclass
class _Exercise:
    """What the signature and the docstring of a reference solution tell."""

    name: str
    kind: str  # "function", "builder", "layer" or "dataset"
    code: str
    doc: str
    parameters: list[_Value]
    results: list[_Value]
    returns: str

    def of(self, what: str) -> list[str]:
        """The names of the parameters that have a property of `_Value`."""
        return [p.name for p in self.parameters if getattr(p, what)]

    @property
    def result_floats(self) -> bool:
        """Whether the result has floats."""
        if self.name in _COUNTS:
            return False
        return "float" in self.returns or any(r.floats for r in self.results)

    @property
    def result_integers(self) -> bool:
        """Whether the result has integers."""
        if self.name in _COUNTS:
            return True
        return "int" in self.returns or any(r.ids for r in self.results)

    @property
    def result_mutable(self) -> bool:
        """Whether the result holds arrays, lists or dictionaries."""
        return bool(re.search(r"ndarray|list|dict", self.returns))


def faults(code: str, name: str) -> list[Fault]:
    """The mutants of behaviour of a solution cell.

    Parameters
    ----------
    code : str
        The reference solution.
    name : str
        The exercise's, which is that of the function or the class.
    """
    exercise = _read(code, name)
    if exercise is None:
        return []
    plain, found = normal(code), []
    for kind, call in _calls(exercise):
        function, _, rest = call.partition("(")
        rest = rest.removesuffix(")")
        wrapped = f"behaviours.{function}({name}{', ' if rest else ''}{rest})"
        line = f"from course.audit import behaviours\n{name} = {wrapped}"
        found.append(Fault(kind, f"{kind}: {call}", f"{plain}\n{line}", f"`{name} = {wrapped}`"))
    if exercise.kind == "function" and (exercise.of("floats") or exercise.result_floats):
        # Where nothing but integers is computed, there is nothing to clip or to round.
        for kind, call in _inside(exercise):
            changed = _wrapped_inside(code, name, call)
            if changed != plain:
                what = f"every value within is `behaviours.{call.replace('(', '(…, ')}`"
                found.append(Fault(kind, f"{kind}: within, {call}", changed, what))
    return found


# ---------------------------------------------------------------- what the cell says


def _read(code: str, name: str) -> _Exercise | None:
    """The exercise in a solution cell; None if the cell does not define its name."""
    tree = ast.parse(code)
    node = next((n for n in tree.body if getattr(n, "name", "") == name), None)
    plain = normal(code)
    if isinstance(node, ast.ClassDef):
        bases = " ".join(ast.unparse(base) for base in node.bases)
        kind = "dataset" if "Dataset" in bases else "layer"
        doc = ast.get_docstring(node) or ""
        return _Exercise(name, kind, plain, doc, _described(doc, {}), [], "")
    if not isinstance(node, ast.FunctionDef):
        return None
    doc, returns = ast.get_docstring(node) or "", ast.unparse(node.returns) if node.returns else ""
    annotations = {a.arg: ast.unparse(a.annotation) if a.annotation else "" for a in node.args.args}
    parameters = _described(doc, annotations)
    results = [_Value("", "", text) for text in _section(doc, "Returns")]
    kind = "builder" if "Model" in returns else "function"
    return _Exercise(name, kind, plain, doc, parameters, results, returns)


def _section(doc: str, title: str) -> list[str]:
    """The lines of a docstring's section that are not indented: what it lists."""
    found = re.search(rf"^{title}\n-+\n(.*?)(?=\n\n?\w+\n---|\Z)", doc, re.DOTALL | re.MULTILINE)
    lines = found[1].split("\n") if found else []
    return [line.partition(" : ")[2] or line for line in lines if line and line[0] != " "]


def _described(doc: str, annotations: dict[str, str]) -> list[_Value]:
    """The parameters, with what the docstring says of each."""
    texts: dict[str, str] = {}
    found = re.search(r"^Parameters\n-+\n(.*?)(?=\n\n?\w+\n---|\Z)", doc, re.DOTALL | re.MULTILINE)
    for line in found[1].split("\n") if found else []:
        names, colon, text = line.partition(" : ")
        if line[:1] not in ("", " ", "`"):
            for one in names.split(","):
                texts[one.strip()] = text if colon else ""
    names = list(annotations) or [n for n in texts if n.isidentifier()]
    return [_Value(n, annotations.get(n, ""), texts.get(n, "")) for n in names]


# ---------------------------------------------------------------- faults around an answer


def _calls(e: _Exercise) -> Iterator[tuple[str, str]]:
    """The kinds of the faults that go with an exercise, and their calls without the answer."""
    makers: dict[str, list[Callable[[_Exercise], Iterator[tuple[str, str]]]]] = {
        "function": [_values, _types, _memory, _sizes, _widths, _chance, _texts, _errors, _order],
        "dataset": [_dataset],
        "builder": [_training, _dropout, _models, _errors, _size_limits],
        "layer": [_training, _dropout, _layers],
    }
    seen: set[str] = set()
    for maker in makers[e.kind]:
        for kind, call in maker(e):
            if call not in seen:
                seen.add(call)
                yield kind, call


def _named(*names: str) -> str:
    return ", ".join(repr(n) for n in names)


def _values(e: _Exercise) -> Iterator[tuple[str, str]]:
    """Clipped arguments and results."""
    for limit in (4.0, 50.0):
        if _unbounded(e) and not (limit == 50.0 and e.name in _SATURATED):
            yield "clip", f"clip_arguments({limit})"
        if e.result_floats and e.name not in _WITHIN_ONE and not e.result_integers:
            yield "clip", f"clip_result({limit})"
    if re.search(r"\blog\(|\*\* ?\(|apply_temperature", e.code) or "score" in e.name:
        for p in e.parameters:
            if p.floats and "probabilities" in p.name:
                yield "clip", f"clip_probabilities({p.name!r})"


def _types(e: _Exercise) -> Iterator[tuple[str, str]]:
    """Rounded arguments and results."""
    floats = [p for p in e.parameters if p.floats]
    if floats:
        yield "cast", "cast_arguments('float16')"
    if e.result_floats and e.name not in _EXACT:
        yield "cast", "cast_result('float16')"
        # Whole numbers in a distribution are zeros and a one, and so is what comes of them.
        arrays = [p.name for p in floats if p.array and p.name != "probabilities"]
        if any(r.floats for r in e.results) and e.name not in _VIEWS:
            for name in dict.fromkeys([*arrays[:1], *arrays[-1:]]):
                yield "cast", f"result_like({name!r})"
    if any(p.ids and p.array for p in e.parameters):
        yield "cast", "cast_arguments('int8')"
        yield "cast", "cast_arguments('int16')"
    if e.result_integers:
        yield "cast", "cast_result('int8')"
        if e.name not in _SMALL:
            yield "cast", "cast_result('int16')"


def _unbounded(e: _Exercise) -> bool:
    """Whether an argument of floats may hold others than probabilities."""
    within_one = re.compile(r"probabilit|one-hot|weights", re.IGNORECASE)
    for p in e.parameters:
        # The lines below a parameter may say that it holds probabilities.
        says = p.name + p.text + _below(e.doc, p.name)
        if p.floats and ("log" in p.name or p.name[:2] == "W_" or not within_one.search(says)):
            return True
    return False


def _below(doc: str, name: str) -> str:
    """The indented lines below a parameter's."""
    found = re.search(rf"^[\w, ]*\b{name}\b[\w, ]* : .*\n((?:    .*\n?)*)", doc, re.MULTILINE)
    return found[1] if found else ""


def _memory(e: _Exercise) -> Iterator[tuple[str, str]]:
    """Caches, buffers, arguments that are borrowed or changed."""
    mutable = [p for p in e.parameters if p.array or re.match(r"list|dict|Sequence", p.annotation)]
    text = [p for p in e.parameters if p.words]
    if mutable:
        yield "cache", "cache('identity')"
    if mutable or text:
        yield "cache", "cache('shapes')"
        if text or any(p.list or p.ids or p.mask for p in e.parameters):
            yield "cache", "cache('elements')"
        if len([p for p in e.parameters if p.name != "rng"]) > 1:
            yield "cache", "cache('first')"
    if "rng" in [p.name for p in e.parameters]:
        yield "cache", "cache('content')"
    if e.result_mutable:
        yield "buffer", "kept_buffer()"
    if e.name in _RETURNABLE:
        yield "buffer", "argument_returned()"
    if e.name in _VIEWS:
        yield "buffer", f"view_of_argument({_VIEWS[e.name]!r})"
    if any(p.array or p.list for p in mutable):
        yield "buffer", "borrow_arguments()"
    if any(re.match(r"list\[(list|np)|dict\[.*ndarray", p.annotation) for p in mutable):
        yield "buffer", "change_within()"


def _sizes(e: _Exercise) -> Iterator[tuple[str, str]]:
    """Sequences, lists, batches and heads that are cut."""
    held = next((r for r in e.results if r.array and r.time is not None), None)
    for count in (5, 32, 128):
        if held:
            yield "truncate", f"hold({count}, {held.time})"
        ends = {p.name: p.time for p in e.parameters if p.array and not p.mask
                and p.time is not None}  # fmt: skip
        others = {n: t for n, t in ends.items() if n in ("key", "value")} if held else ends
        if others:
            yield "truncate", f"forget({count}, {', '.join(f'{n}={t}' for n, t in others.items())})"
    if held and held.shape[0] in _TIME:
        yield "truncate", "hold(512, 0)"
    result = next((r for r in e.results if r.array and r.shape), None)
    if result and result.shape[0] == "batch":
        yield "truncate", "hold(16, 0)"
    for r in e.results:
        if "heads" in r.shape:
            yield "truncate", f"hold(8, {r.shape.index('heads')})"
    for p in e.parameters:
        if p.list or (p.words and p.annotation == "str" and p.name not in ("alphabet", "word")):
            yield "truncate", f"first_items(100, {p.name!r})"


def _widths(e: _Exercise) -> Iterator[tuple[str, str]]:
    """Widths that are cut; ids that start again; limits."""
    result = next((r for r in e.results if r.array and r.shape), None)
    wide = next((p for p in e.parameters if p.floats and p.array and len(p.shape) > 1), None)
    if wide:
        yield "cap", f"forget(8, {wide.name}=-1)"
    if result and result.floats and len(result.shape) > 1 and result.time != len(result.shape) - 1:
        yield "cap", f"hold(8, {len(result.shape) - 1})"
    ids = e.of("ids")
    if ids:
        for size in (256, 65_536):
            yield "cap", f"wrap_ids({size}, {_named(*ids)})"
    for name in ("start", "end", "mask_id"):
        if name in [p.name for p in e.parameters if p.annotation == "int"]:
            yield "cap", f"wrap_ids(256, {name!r})"
    if e.result_integers and e.name not in _SMALL:
        yield "cap", "wrap_result(65536)"
    yield from _size_limits(e)


def _size_limits(e: _Exercise) -> Iterator[tuple[str, str]]:
    """Integers that are sizes, and stop at a limit."""
    for p in e.parameters:
        if p.annotation.startswith("int") and p.name not in _NO_SIZES:
            limits = _LIMITS.get(f"{e.name}.{p.name}", _LIMITS.get(p.name, (16,)))
            for limit in _OF_MODELS.get(p.name, limits) if e.kind == "builder" else limits:
                yield "cap", f"cap({p.name!r}, {limit})"


def _chance(e: _Exercise) -> Iterator[tuple[str, str]]:
    """Probabilities and generators."""
    names = [p.name for p in e.parameters]
    if "temperature" in names:
        yield "chance", "temper()"
    if "rng" in names:
        for name in ("probabilities", "predict"):
            if name in names:
                yield "chance", f"mixed_with_uniform({name!r})"
                yield "chance", f"rarest_dropped({name!r})"
        for source in ("new", "fixed", "global"):
            yield "chance", f"other_generator({source!r})"
    if re.search(r"sums? (to )?1\b|^weights : ", e.doc, re.IGNORECASE | re.MULTILINE):
        if e.result_floats:
            yield "chance", "not_normalised()"


def _texts(e: _Exercise) -> Iterator[tuple[str, str]]:
    """Texts that are normalised."""
    names = e.of("words")
    if names:
        tokenized = "go through `tokenize`" in e.doc
        for how in _TOKENIZED if tokenized else _ALL_TEXT:
            yield "text", f"normalise({how!r}, {_named(*names)})"


def _errors(e: _Exercise) -> Iterator[tuple[str, str]]:
    """Errors that are swallowed, names that are taken too freely, empty input refused."""
    if "raise ValueError" in e.code:
        yield "errors", "swallow([])" if e.returns.startswith("list") else "swallow()"
    for p in e.parameters:
        if p.mode:
            yield "errors", f"lenient({p.name!r}, 'case')"
            yield "errors", f"lenient({p.name!r}, 'space')"
    if re.search(r"\bn may be 0|may be empty|0 included|0 adds none|0 gives|0 without", e.doc):
        yield "errors", "refuse_empty()"


def _order(e: _Exercise) -> Iterator[tuple[str, str]]:
    """Order, repeated items, and zeros within a sequence."""
    for p in e.parameters:
        if p.list:
            place = (e.name, p.name)
            if place not in _ORDER_FREE and "ndarray" not in p.annotation:
                yield "order", f"sort_argument({p.name!r})"
            if place not in _REPEATS_FREE:
                yield "order", f"unique_argument({p.name!r})"
        if p.annotation.startswith("list[list[int]]"):
            yield "order", f"zeros_dropped({p.name!r})"
        elif p.ids:
            yield "order", f"zeros_last({p.name!r})"
    if re.match(r"list|tuple\[list", e.returns) and "ndarray" not in e.returns:
        yield "order", "sort_result()"


def _dataset(e: _Exercise) -> Iterator[tuple[str, str]]:
    """Faults of a `keras.utils.PyDataset` that is made of sequences."""
    yield "cast", "cast_result('int8')"
    yield "cast", "cast_result('int16')"
    yield "buffer", "kept_buffer()"
    yield "truncate", "first_items(100, 'sequences')"
    yield "cap", "cap('batch_size', 32)"
    yield "cap", "wrap_ids(256, 'sequences')"
    yield "cap", "wrap_ids(65536, 'sequences')"
    yield "order", "sort_argument('sequences')"
    yield "order", "zeros_dropped('sequences')"


# ---------------------------------------------------------------- models and layers


def _training(e: _Exercise) -> Iterator[tuple[str, str]]:
    """How models and layers behave in training."""
    yield "training", "freeze()"
    for place in (0, 1, -1):
        yield "training", f"freeze_weight({place})"
    for place in (0, 1, -1):
        yield "training", f"constant_kernel({place})"
    yield "training", "constant_kernel(-1, 0.05)"
    for place in (0, -1):
        yield "training", f"penalty({place})"
        yield "training", f"constraint({place})"
    for fault in ("output_penalty", "noise", "dropout_on_output", "stop_gradient",
                  "half_gradient"):  # fmt: skip
        yield "training", f"{fault}()"
    if e.kind == "builder":
        yield "training", "memoised()"


def _dropout(e: _Exercise) -> Iterator[tuple[str, str]]:
    """Where there is dropout: how it behaves."""
    if not re.search(r"Dropout\(|dropout", e.code):
        return
    for fault in ("off", "double", "unscaled", "always", "same"):
        yield "training", f"dropout({fault!r})"
    for place in (0, -1) if e.kind == "builder" else ():
        yield "training", f"dropout('off', {place})"
    if re.search(r"MultiHeadAttention|EncoderBlock|CausalBlock", e.code):
        yield "training", "dropout_on_weights()"


def _models(e: _Exercise) -> Iterator[tuple[str, str]]:
    """What a model reads and says."""
    yield "cast", "round_output()"
    for count in (5, 32):
        yield "truncate", f"forget_inputs({count})"
    if re.search(r"vocabulary", " ".join(p.name for p in e.parameters)):
        yield "cap", "wrap_inputs(256)"


def _layers(e: _Exercise) -> Iterator[tuple[str, str]]:
    """What a layer reads and gives."""
    for limit in (4.0, 50.0):
        yield "clip", f"clip_arguments({limit})"
    yield "clip", "clip_result(4.0)"
    yield "cast", "cast_arguments('float16')"
    yield "cast", "round_output()"
    for count in (5, 32):
        yield "truncate", f"forget({count}, x=1)"
        if re.search(r"def call\(self, x, memory\b", e.code):
            yield "truncate", f"forget({count}, memory=1)"


# ---------------------------------------------------------------- faults within an answer


def _inside(e: _Exercise) -> Iterator[tuple[str, str]]:
    """The faults that go with every value that the answer computes."""
    if e.of("floats") and (_unbounded(e) or re.search(r"\blog\(|sum\(weights", e.code)):
        yield "clip", "clipped(4.0)"
        if e.name not in _SATURATED_WITHIN:
            yield "clip", "clipped(50.0)"
    if e.name not in _EXACT:
        yield "cast", "rounded('float16')"


#: Functions whose first argument is a value of its own.
_OUTER = {"tanh", "sigmoid", "exp", "log", "sqrt", "softmax", "sin", "cos", "mean", "sum"}


class _Inside(ast.NodeTransformer):
    """Wraps the values that are assigned, returned, or put into a function of numbers."""

    def __init__(self, call: str):
        self._name, _, by = call.removesuffix(")").partition("(")
        self._by = ast.literal_eval(by)

    def _wrap(self, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.Constant):
            return node
        function = ast.parse(f"behaviours.{self._name}", mode="eval").body
        return ast.Call(function, [node, ast.Constant(self._by)], [])

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        self.generic_visit(node)
        node.value = self._wrap(node.value)
        return node

    def visit_Return(self, node: ast.Return) -> ast.Return:
        self.generic_visit(node)
        node.value = self._wrap(node.value) if node.value else None
        return node

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        called = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
        if called in _OUTER and node.args and isinstance(node.args[0], ast.BinOp):
            node.args[0] = self._wrap(node.args[0])
        return node


def _wrapped_inside(code: str, name: str, call: str) -> str:
    """The solution cell with every value of the function `name` wrapped."""
    tree = copy.deepcopy(parse(code))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            node.body = [_Inside(call).visit(statement) for statement in node.body]
    return "from course.audit import behaviours\n" + unparse(ast.fix_missing_locations(tree))
