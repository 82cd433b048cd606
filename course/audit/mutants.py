"""Every first-order change of a reference solution: what a test must tell from it.

A *mutant* is the solution with one small change. The operators below make the slips of
anybody (``<`` for ``<=``, one too few, a forgotten line) and those of this field
(a transposed matrix, gates in another order, a mask upside down, a state that is not
carried). Only what stands between the solution's markers is changed, and no docstring,
annotation or wording of an error: nothing of these is judged.

A change that no Python program could see (the same code again, or code that does not
compile) is no mutant; two operators that give the same code give one.
"""

from __future__ import annotations

import ast
import copy
import difflib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from course.code import parse, unparse

_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"

#: What takes a node's place: another node or, for a statement, several or none.
Change = "ast.AST | list[ast.stmt]"


@dataclass(frozen=True)
class Mutant:
    """A reference solution with one change.

    Attributes
    ----------
    name : str
        The operator and the place, ``compare 12:8``; a number is added to a second one
        of the same operator at the same place.
    code : str
        The whole solution cell, as `normal` writes it.
    what : str
        The change in one line.
    """

    name: str
    code: str
    what: str


def difference(reference: str, mutant: str, context: int = 1) -> list[str]:
    """The lines of a unified diff of two normal codes, without its headers."""
    lines = difflib.unified_diff(reference.split("\n"), mutant.split("\n"), lineterm="", n=context)
    return [line for line in list(lines)[2:] if not line.startswith("@@")]


def mutants(code: str) -> list[Mutant]:
    """All mutants of a solution cell, in the order of its lines.

    Raises
    ------
    SyntaxError
        If the cell itself does not compile.
    """
    tree = parse(code)
    judged = _solution_lines(code)
    original = unparse(tree)
    seen, found, counts = {original}, [], {}
    for place in _places(tree, judged):
        for operator, node_type in _OPERATORS:
            if not isinstance(place.node, node_type):
                continue
            for change in operator(place):
                mutated = place.unparsed_with(change, tree)
                if mutated in seen or not _compiles(mutated):
                    continue
                seen.add(mutated)
                kind = operator.__name__.strip("_").replace("_", "-")
                name = f"{kind} {place.line}:{place.column}"
                counts[name] = counts.get(name, 0) + 1
                if counts[name] > 1:
                    name += f" ({counts[name]})"
                found.append(Mutant(name, mutated, _what(original, mutated)))
    return found


# ---------------------------------------------------------------- places


@dataclass
class _Place:
    """A node of the solution, and where it hangs."""

    node: ast.AST
    parents: tuple[ast.AST, ...]
    field: str
    index: int | None
    line: int
    column: int
    scope: _Scope

    @property
    def parent(self) -> ast.AST:
        return self.parents[-1]

    def unparsed_with(self, change: Change, tree: ast.Module) -> str:
        """The code of the whole tree with this node changed; the tree is left as it was."""
        holder = getattr(self.parent, self.field)
        if self.index is None:
            setattr(self.parent, self.field, change)
            try:
                return unparse(tree)
            finally:
                setattr(self.parent, self.field, holder)
        new = change if isinstance(change, list) else [change]
        new = holder[: self.index] + new + holder[self.index + 1 :]
        if isinstance(self.node, ast.stmt) and not new:
            new = [ast.Pass()]
        setattr(self.parent, self.field, new)
        try:
            return unparse(tree)
        finally:
            setattr(self.parent, self.field, holder)


@dataclass
class _Scope:
    """The function around a place: its parameters' annotations, its names' assignments."""

    parameters: dict[str, str] = field(default_factory=dict)
    assignments: list[tuple[int, str, ast.expr | None]] = field(default_factory=list)
    counters: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, function: ast.FunctionDef) -> _Scope:
        arguments = function.args
        scope = cls(
            {
                a.arg: ast.unparse(a.annotation) if a.annotation else ""
                for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
                if a.arg not in ("self", "cls")
            }
        )
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    simple = node.value if isinstance(target, ast.Name) else None
                    for name in _names(target):
                        scope.assignments.append((node.lineno, name, simple))
            elif isinstance(node, (ast.For, ast.comprehension)):
                if isinstance(node, ast.For):
                    scope.assignments += [(node.lineno, n, None) for n in _names(node.target)]
                if _called(node.iter) in ("range", "reversed", "enumerate"):
                    scope.counters.update(_names(node.target)[:1])
        return scope

    def known(self, name: str, line: int) -> bool:
        """Whether `name` has a value before the statement at `line`."""
        return name in self.parameters or any(a < line and n == name
                                              for a, n, _ in self.assignments)  # fmt: skip

    def initial(self, name: str, line: int) -> ast.expr | None:
        """The expression that `name` was last given before `line`."""
        given = [value for at, n, value in self.assignments if n == name and at < line]
        return given[-1] if given else None


def _solution_lines(code: str) -> set[int]:
    """The numbers of the lines between the markers; of all lines if there are none."""
    lines, inside = set(), False
    for number, line in enumerate(code.split("\n"), start=1):
        if line.strip() == _END:
            inside = False
        if inside:
            lines.add(number)
        if line.strip() == _BEGIN:
            inside = True
    return lines or set(range(1, code.count("\n") + 2))


#: Fields that are not judged.
_PASSED_BY = {
    (ast.arguments, "defaults"), (ast.FunctionDef, "decorator_list"), (ast.FunctionDef, "args"),
    (ast.FunctionDef, "returns"), (ast.AnnAssign, "annotation"), (ast.Raise, "exc"),
    (ast.Raise, "cause"), (ast.Assert, "msg"), (ast.FormattedValue, "format_spec"),
}  # fmt: skip


def _places(tree: ast.Module, judged: set[int]) -> Iterator[_Place]:
    def walk(node, parents, scope, line, column):
        for name, value in ast.iter_fields(node):
            if (type(node), name) in _PASSED_BY:
                continue
            for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if not isinstance(child, (ast.expr, ast.stmt, ast.comprehension, ast.keyword)):
                    continue
                at = getattr(child, "lineno", None) or line
                col = getattr(child, "col_offset", column)
                inner = scope
                if isinstance(child, ast.FunctionDef):
                    inner = _Scope.of(child)
                    counts = all(statement.lineno in judged for statement in child.body)
                else:
                    counts = at in judged
                if counts:
                    yield _Place(child, (*parents, node), name, index, at, col, inner)
                yield from walk(child, (*parents, node), inner, at, col)

    yield from walk(tree, (), _Scope(), 0, 0)


def _names(target: ast.AST) -> list[str]:
    return [n.id for n in ast.walk(target) if isinstance(n, ast.Name)
            and isinstance(n.ctx, ast.Store)]  # fmt: skip


def _called(node: ast.AST) -> str:
    """The last part of the name of what is called, or an empty text."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", None) or getattr(node.func, "id", "")


def _compiles(code: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        try:
            compile(code, "<mutant>", "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return False
    return True


def _what(reference: str, mutant: str) -> str:
    """The changed lines as one."""
    lines = difference(reference, mutant, context=0)
    gone, new = (
        "; ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    if not new:
        return f"`{gone}` is left out"
    return f"`{gone}` becomes `{new}`" if gone else f"`{new}` is added"


# ---------------------------------------------------------------- operators

_OPERATORS: list[tuple[Callable[[_Place], Iterator[Change]], tuple[type, ...]]] = []


def _operator(*node_types: type):
    """Register what changes nodes of these types."""

    def register(function):
        _OPERATORS.append((function, node_types))
        return function

    return register


def _with(node: ast.AST, **fields) -> ast.AST:
    """A copy of the node with other fields; what hangs below is shared."""
    return ast.copy_location(type(node)(**{**dict(ast.iter_fields(node)), **fields}), node)


def _expression(code: str) -> ast.expr:
    return ast.parse(code, mode="eval").body


def _swapped(items: list, i: int, j: int) -> list:
    result = list(items)
    result[i], result[j] = result[j], result[i]
    return result


def _pairs(count: int) -> list[tuple[int, int]]:
    """Neighbours, and the two ends."""
    pairs = [(i, i + 1) for i in range(count - 1)]
    return pairs + ([(0, count - 1)] if count > 2 else [])


def _shifted(node: ast.expr, by: int) -> ast.expr:
    operation = ast.Add() if by > 0 else ast.Sub()
    return ast.BinOp(node, operation, ast.Constant(abs(by)))


def _negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.UnaryOp(ast.Not(), test)


def _part(node: ast.expr, code: str) -> ast.expr:
    """``node[1:]`` and the like, of anything that can be walked through."""
    listed = ast.Call(ast.Name("list", ast.Load()), [node], [])
    part = _expression(f"x[{code}]")
    return _with(part, value=listed)


_ARITHMETIC = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip


@_operator(ast.BinOp)
def arithmetic(place):
    other = _ARITHMETIC.get(type(place.node.op))
    if other:
        yield _with(place.node, op=other())


@_operator(ast.BinOp)
def operand_dropped(place):
    node = place.node
    yield node.left
    if isinstance(node.op, ast.Sub):
        yield ast.UnaryOp(ast.USub(), node.right)
    elif isinstance(node.op, (ast.Add, ast.Mult, ast.MatMult, ast.BitAnd, ast.BitOr)):
        yield node.right


@_operator(ast.BinOp)
def transposed(place):
    node = place.node
    if isinstance(node.op, ast.MatMult):
        yield _with(node, left=ast.Attribute(node.left, "T", ast.Load()))
        yield _with(node, right=ast.Attribute(node.right, "T", ast.Load()))


@_operator(ast.Attribute)
def not_transposed(place):
    if place.node.attr == "T":
        yield place.node.value


_COMPARE = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip


@_operator(ast.Compare)
def compare(place):
    if len(place.node.ops) == 1:
        for other in _COMPARE[type(place.node.ops[0])]:
            yield _with(place.node, ops=[other()])


@_operator(ast.BoolOp, ast.UnaryOp)
def boolean(place):
    node = place.node
    if isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        for i in range(len(node.values)):
            rest = node.values[:i] + node.values[i + 1 :]
            yield rest[0] if len(rest) == 1 else _with(node, values=rest)
    elif not (isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant)):
        yield node.operand


@_operator(ast.If, ast.IfExp, ast.While, ast.comprehension)
def condition(place):
    node = place.node
    if isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse, _with(node, body=node.orelse, orelse=node.body))
    elif isinstance(node, ast.If):
        yield _with(node, test=_negated(node.test))
        yield node.body
        yield node.orelse
    elif isinstance(node, ast.While):
        yield _with(node, test=_negated(node.test))
    else:
        for i, test in enumerate(node.ifs):
            rest = node.ifs[:i] + node.ifs[i + 1 :]
            yield _with(node, ifs=rest)
            yield _with(node, ifs=[*rest, _negated(test)])


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


@_operator(ast.Constant, ast.UnaryOp)
def constant(place):
    node, sign = place.node, 1
    if isinstance(node, ast.UnaryOp):
        if not isinstance(node.op, ast.USub):
            return
        node, sign = node.operand, -1
    elif isinstance(place.parent, ast.UnaryOp) and isinstance(place.parent.op, ast.USub):
        return
    if not _is_number(node):
        return
    value = sign * node.value
    if isinstance(value, int):
        others = [value + 1, value - 1, 0, -value]
    else:
        others = [2 * value, value / 2, 0.0, -value, 1.0]
    for other in dict.fromkeys(others):
        if other != value:
            number = ast.Constant(abs(other))
            yield ast.UnaryOp(ast.USub(), number) if other < 0 else number


@_operator(ast.Constant)
def flip(place):
    if isinstance(place.node.value, bool):
        yield ast.Constant(not place.node.value)


_STRINGS = {
    "sigmoid": ("tanh", "softmax", "linear"), "tanh": ("sigmoid", "linear"),
    "relu": ("linear", "tanh", "sigmoid"), "softmax": ("sigmoid", "linear"),
    "linear": ("relu",), "gelu": ("relu", "linear"), "left": ("right",), "right": ("left",),
    "float32": ("int32",), "float64": ("int64",), "int32": ("float32",), "bool": ("float32",),
}  # fmt: skip


@_operator(ast.Constant)
def text(place):
    value = place.node.value
    if not isinstance(value, str):
        return
    if isinstance(place.parent, ast.keyword) and place.parent.arg == "name":
        return
    for other in _STRINGS.get(value, ("",)):
        yield ast.Constant(other)


@_operator(ast.keyword)
def axis(place):
    if place.node.arg == "axis":
        for other in (0, 1, 2, -1, -2, None):
            yield _with(place.node, value=ast.Constant(other))


@_operator(ast.Call)
def argument_dropped(place):
    node = place.node
    for i in range(len(node.keywords)):
        yield _with(node, keywords=node.keywords[:i] + node.keywords[i + 1 :])
    if len(node.args) > 1:
        for i in range(len(node.args)):
            yield _with(node, args=node.args[:i] + node.args[i + 1 :])


@_operator(ast.Call)
def arguments_swapped(place):
    for i, j in _pairs(len(place.node.args)):
        yield _with(place.node, args=_swapped(place.node.args, i, j))


_MODULES = ("np", "keras", "ops", "math", "tf", "layers")


@_operator(ast.Call)
def call_dropped(place):
    """``sqrt(x)`` becomes ``x``; so does ``x.copy()``; a layer's call becomes its input."""
    node = place.node
    if isinstance(place.parent, ast.Expr):
        return
    base = node.func
    while isinstance(base, ast.Attribute):
        base = base.value
    method = isinstance(node.func, ast.Attribute) and getattr(base, "id", "") not in _MODULES
    if method:
        yield node.func.value
    elif node.args and not isinstance(node.args[0], (ast.Starred, ast.GeneratorExp)):
        yield node.args[0]


_FUNCTIONS = {
    "sum": "mean", "mean": "sum", "max": "min", "min": "max", "maximum": "minimum",
    "minimum": "maximum", "argmax": "argmin", "argmin": "argmax", "any": "all", "all": "any",
    "zeros": "ones", "ones": "zeros", "zeros_like": "ones_like", "ones_like": "zeros_like",
    "sigmoid": "np.tanh", "tanh": "sin", "log": "log2", "exp": "exp2", "concatenate": "stack",
    "stack": "concatenate", "ljust": "rjust", "rjust": "ljust", "rstrip": "strip",
    "rsplit": "split", "lower": "upper", "not_equal": "equal", "equal": "not_equal",
    "cumsum": "cumprod", "square": "abs", "sqrt": "abs", "append": "remove",
    "LSTM": "GRU", "GRU": "LSTM", "SimpleRNN": "GRU", "Attention": "AdditiveAttention",
    "GlobalAveragePooling1D": "GlobalMaxPooling1D", "normal": "uniform",
}  # fmt: skip


@_operator(ast.Name, ast.Attribute)
def function(place):
    node = place.node
    if isinstance(node, ast.Attribute):
        other = _FUNCTIONS.get(node.attr)
        if other and "." not in other:
            yield _with(node, attr=other)
        elif other:
            yield _expression(other)
        if node.attr in ("LSTM", "GRU"):
            yield _with(node, attr="SimpleRNN")
    elif place.field == "func" and node.id in _FUNCTIONS and node.id not in ("mean", "zeros"):
        other = _FUNCTIONS[node.id]
        yield _expression("np.mean" if other == "mean" else other)


@_operator(ast.Attribute, ast.Name)
def dtype(place):
    others = {"float32": "int32", "float64": "int64", "int32": "float32", "int64": "float64"}
    if isinstance(place.node, ast.Attribute) and place.node.attr in others:
        yield _with(place.node, attr=others[place.node.attr])
    elif isinstance(place.node, ast.Name) and place.node.id == "float" and place.field != "func":
        yield ast.Name("int", ast.Load())


@_operator(ast.Slice)
def slice_(place):
    node = place.node
    for part in ("lower", "upper", "step"):
        bound = getattr(node, part)
        if bound is None:
            continue
        yield _with(node, **{part: None})
        if part != "step" and not _is_number(bound) and not isinstance(bound, ast.UnaryOp):
            yield _with(node, **{part: _shifted(bound, 1)})
            yield _with(node, **{part: _shifted(bound, -1)})


@_operator(ast.Name)
def index(place):
    """A counter in a subscript is one too high or too low."""
    inside = place.field == "slice" or (
        isinstance(place.parent, ast.Tuple) and len(place.parents) > 1
        and isinstance(place.parents[-2], ast.Subscript)
    )  # fmt: skip
    if inside and place.node.id in place.scope.counters and isinstance(place.node.ctx, ast.Load):
        yield _shifted(place.node, 1)
        yield _shifted(place.node, -1)


@_operator(ast.Call)
def range_(place):
    node = place.node
    if _called(node) != "range":
        return
    if len(node.args) == 1:
        yield _with(node, args=[ast.Constant(1), *node.args])
    for i, argument in enumerate(node.args):
        if not _is_number(argument):
            for by in (1, -1):
                changed = list(node.args)
                changed[i] = _shifted(argument, by)
                yield _with(node, args=changed)


@_operator(ast.For, ast.comprehension)
def loop(place):
    """The first or the last is left out, the way is reversed, or it is gone once only."""
    node = place.node
    for part in ("1:", ":-1", "::-1"):
        yield _with(node, iter=_part(node.iter, part))
    if isinstance(node, ast.For):
        yield _with(node, body=[*node.body, ast.Break()])


@_operator(ast.Assign, ast.AugAssign, ast.Expr, ast.Continue, ast.Break, ast.Raise)
def statement_removed(place):
    node = place.node
    if isinstance(node, ast.Assign):
        names = [name for target in node.targets for name in _names(target)]
        if not all(place.scope.known(name, place.line) for name in names):
            return  # any use of it would raise a NameError, which tests nothing
    yield []


@_operator(ast.Break, ast.Continue)
def jump(place):
    yield ast.Continue() if isinstance(place.node, ast.Break) else ast.Break()


@_operator(ast.AugAssign)
def augmented(place):
    node = place.node
    other = _ARITHMETIC.get(type(node.op))
    if other:
        yield _with(node, op=other())
    yield ast.Assign([node.target], node.value, lineno=node.lineno)


@_operator(ast.With)
def context_dropped(place):
    yield place.node.body


@_operator(ast.Return)
def returned(place):
    node = place.node
    if node.value is not None:
        yield _with(node, value=ast.Constant(None))
    if isinstance(node.value, ast.Tuple):
        for element in node.value.elts:
            yield _with(node, value=element)


@_operator(ast.Tuple)
def order(place):
    """Values, or the names that take them (gates), in another order."""
    if not isinstance(place.parent, (ast.Subscript, ast.Call)):
        for i, j in _pairs(len(place.node.elts)):
            yield _with(place.node, elts=_swapped(place.node.elts, i, j))


@_operator(ast.List, ast.Dict)
def element(place):
    node = place.node
    if isinstance(node, ast.List):
        if len(node.elts) > 1:
            for i in range(len(node.elts)):
                yield _with(node, elts=node.elts[:i] + node.elts[i + 1 :])
        for i, j in _pairs(len(node.elts)):
            yield _with(node, elts=_swapped(node.elts, i, j))
    else:
        for i in range(len(node.keys)):
            yield _with(
                node,
                keys=node.keys[:i] + node.keys[i + 1 :],
                values=node.values[:i] + node.values[i + 1 :],
            )
        for i, j in _pairs(len(node.keys)):
            yield _with(node, values=_swapped(node.values, i, j))


@_operator(ast.For)
def state_not_carried(place):
    """Each step begins again with the value from before the loop."""
    node = place.node
    assigned = [n for s in node.body for t in ast.walk(s) if isinstance(t, (ast.Assign,
                ast.AugAssign)) for n in _names(t)]  # fmt: skip
    for name in dict.fromkeys(assigned):
        initial = place.scope.initial(name, place.line)
        if initial is not None:
            again = ast.Assign([ast.Name(name, ast.Store())], initial, lineno=node.lineno)
            yield _with(node, body=[again, *node.body])


def _is_array(annotation: str) -> bool:
    return "ndarray" in annotation and not annotation.startswith(("list", "dict", "tuple"))


@_operator(ast.Return)
def argument_changed(place):
    """The answer is right, but an argument is no longer what it was."""
    if not isinstance(place.parent, ast.FunctionDef) or place.node.value is None:
        return
    for name, annotation in place.scope.parameters.items():
        if place.scope.initial(name, place.line) is not None:
            continue  # it is no longer the caller's
        if _is_array(annotation):
            change = f"{name}[...] = 0"
            if "None" in annotation:
                change = f"if {name} is not None:\n    {change}"
        elif annotation.startswith(("list", "dict")):
            change = f"{name}.clear()"
        else:
            continue
        kept = ast.Assign([ast.Name("answer", ast.Store())], place.node.value, lineno=0)
        yield [kept, *ast.parse(change).body, ast.Return(ast.Name("answer", ast.Load()))]


@_operator(ast.Name)
def other_argument(place):
    """Another parameter of the same kind in its place."""
    node, parameters = place.node, place.scope.parameters
    if isinstance(node.ctx, ast.Load) and parameters.get(node.id):
        alike = [n for n, kind in parameters.items() if kind == parameters[node.id]]
        if len(alike) > 1:
            yield ast.Name(alike[(alike.index(node.id) + 1) % len(alike)], ast.Load())


@_operator(ast.Name)
def mask(place):
    node = place.node
    if isinstance(node.ctx, ast.Load) and "mask" in node.id:
        if isinstance(place.parent, ast.Compare) or place.field == "func":
            return
        yield _expression(f"np.logical_not({node.id})")
        yield _expression(f"np.ones_like({node.id})")


class _Unmasked(ast.NodeTransformer):
    """Code without the uses of one mask: ``where(mask, x, other)`` and ``x * mask`` become `x`.

    Attributes
    ----------
    uses : dict
        The ways in which the mask was used, each as a function that masks an expression so.
    """

    def __init__(self, mask: str):
        self._mask = mask
        self.uses: dict[str, Callable[[ast.expr], ast.expr]] = {}

    def _is_mask(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id == self._mask

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if _called(node) != "where" or len(node.args) != 3 or not self._is_mask(node.args[0]):
            return node
        mask, masked, other = node.args
        self.uses["where"] = lambda x: _with(node, args=[mask, x, other])
        return masked

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Mult):
            return node
        for mask, masked in ((node.right, node.left), (node.left, node.right)):
            if self._is_mask(mask):
                self.uses["times"] = lambda x, mask=mask: ast.BinOp(x, ast.Mult(), mask)
                return masked
        return node


@_operator(ast.FunctionDef)
def mask_late(place):
    """A mask is used only on what a later line computes, as on weights that sum to 1 already."""
    body = place.node.body
    made = [n for _, n, value in place.scope.assignments if value and "mask" in ast.unparse(value)]
    given = [name for name in place.scope.parameters if "mask" in name]
    for mask in dict.fromkeys([*given, *made]):
        unmasked = _Unmasked(mask)
        before: list[ast.stmt] = []
        for number, statement in enumerate(body):
            before.append(unmasked.visit(copy.deepcopy(statement)))
            last = before[-1]
            if not isinstance(last, ast.Assign) or not isinstance(last.targets[0], ast.Name):
                continue
            for use in unmasked.uses.values():
                late = _with(last, value=use(last.value))
                yield _with(place.node, body=[*before[:-1], late, *body[number + 1 :]])


@_operator(ast.Name, ast.Subscript)
def first_row_for_all(place):
    node = place.node
    array = node.value if isinstance(node, ast.Subscript) else node
    if not (isinstance(array, ast.Name) and isinstance(node.ctx, ast.Load)):
        return
    if not _is_array(place.scope.parameters.get(array.id, "")):
        return
    if isinstance(node, ast.Name):
        if isinstance(place.parent, (ast.BinOp, ast.Call)) and place.field != "func":
            yield _expression(f"{node.id}[:1]")
    elif isinstance(node.slice, ast.Tuple) and isinstance(node.slice.elts[0], ast.Slice):
        if ast.unparse(node.slice.elts[0]) == ":":
            first = ast.Slice(None, ast.Constant(1), None)
            tuple_ = _with(node.slice, elts=[first, *node.slice.elts[1:]])
            yield _with(node, slice=tuple_)


@_operator(ast.Raise)
def exception(place):
    error = place.node.exc
    if isinstance(error, ast.Call) and isinstance(error.func, ast.Name):
        other = "TypeError" if error.func.id != "TypeError" else "KeyError"
        yield _with(place.node, exc=_with(error, func=ast.Name(other, ast.Load())))
        yield _with(place.node, exc=_with(error, args=[]))
