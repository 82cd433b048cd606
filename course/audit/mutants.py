"""Mutants: all first-order changes of a reference solution that its tests should detect.

A *mutant* is the solution with one small change. The operators below make slips that are
common everywhere (``<`` for ``<=``, off by one, a forgotten line) and slips of this field
(a transposed matrix, gates in another order, an inverted mask, a state that is not carried).
They change only the code between the solution's markers, and no docstring, annotation or
error message, because none of these is graded.

A change after which the code is the same or does not compile is discarded; two operators
that make the same code count as one mutant.
"""

from __future__ import annotations

import ast
import copy
import difflib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from course.code import parse, unparse

_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"

#: A node's replacement: another node or, for a statement, any number of statements.
Change: TypeAlias = "ast.AST | list[ast.stmt]"


@dataclass(frozen=True)
class Mutant:
    """A reference solution with one change.

    Attributes
    ----------
    name : str
        The operator and the place, such as ``compare 12:8``; a second mutant of the same
        operator at the same place has a number added.
    code : str
        The whole solution cell, as `course.code.normal` writes it.
    what : str
        The change in one line.
    """

    name: str
    code: str
    what: str


def difference(reference: str, mutant: str, context: int = 1) -> list[str]:
    """The unified diff of two normalised codes as lines, without headers."""
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
    graded = _solution_lines(code)
    original = unparse(tree)
    seen = {original}
    found: list[Mutant] = []
    counts: dict[str, int] = {}
    for place in _places(tree, graded):
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
    """A node of the solution and its position in the tree."""

    node: Any  # an `ast.AST`, of a type that the operator names
    parents: tuple[ast.AST, ...]
    field: str
    index: int | None
    line: int
    column: int
    scope: _Scope

    @property
    def parent(self) -> ast.AST:
        """The node that holds this one."""
        return self.parents[-1]

    def unparsed_with(self, change: Change, tree: ast.Module) -> str:
        """The whole tree's code with this node replaced; the tree itself stays unchanged."""
        original = getattr(self.parent, self.field)
        changed: Any = change
        if self.index is not None:
            part = change if isinstance(change, list) else [change]
            changed = original[: self.index] + part + original[self.index + 1 :]
            if isinstance(self.node, ast.stmt) and not changed:
                changed = [ast.Pass()]
        setattr(self.parent, self.field, changed)
        try:
            return unparse(tree)
        finally:
            setattr(self.parent, self.field, original)


@dataclass
class _Scope:
    """The function around a place.

    Attributes
    ----------
    parameters : dict
        Annotations, as code, by name; empty texts where there is none.
    assignments : list of (int, str, expr or None)
        Line, name and, for a simple assignment, the value.
    counters : set of str
        Loop variables that count.
    """

    parameters: dict[str, str] = field(default_factory=dict)
    assignments: list[tuple[int, str, ast.expr | None]] = field(default_factory=list)
    counters: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, function: ast.FunctionDef) -> _Scope:
        """The scope that a function's body has."""
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
        """The value last assigned to `name` before `line`, if that was a simple assignment."""
        given = [value for at, n, value in self.assignments if n == name and at < line]
        return given[-1] if given else None


def _solution_lines(code: str) -> set[int]:
    """Numbers of the lines between the markers, or of all lines if there are no markers."""
    lines: set[int] = set()
    inside = False
    for number, line in enumerate(code.split("\n"), start=1):
        if line.strip() == _END:
            inside = False
        if inside:
            lines.add(number)
        if line.strip() == _BEGIN:
            inside = True
    return lines or set(range(1, code.count("\n") + 2))


#: Parts of the tree that are not graded.
_UNGRADED = {
    (ast.arguments, "defaults"), (ast.FunctionDef, "decorator_list"), (ast.FunctionDef, "args"),
    (ast.FunctionDef, "returns"), (ast.AnnAssign, "annotation"), (ast.Raise, "exc"),
    (ast.Raise, "cause"), (ast.Assert, "msg"), (ast.FormattedValue, "format_spec"),
}  # fmt: skip


def _places(tree: ast.Module, graded: set[int]) -> Iterator[_Place]:
    """The places of a tree that may be changed, given the lines that are graded."""

    def walk(
        node: ast.AST, parents: tuple[ast.AST, ...], scope: _Scope, line: int, column: int
    ) -> Iterator[_Place]:
        for name, value in ast.iter_fields(node):
            if (type(node), name) in _UNGRADED:
                continue
            for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if not isinstance(child, (ast.expr, ast.stmt, ast.comprehension, ast.keyword)):
                    continue
                at = getattr(child, "lineno", None) or line
                col = getattr(child, "col_offset", column)
                inner = scope
                if isinstance(child, ast.FunctionDef):
                    inner = _Scope.of(child)
                    counts = all(statement.lineno in graded for statement in child.body)
                else:
                    counts = at in graded
                if counts:
                    yield _Place(child, (*parents, node), name, index, at, col, inner)
                yield from walk(child, (*parents, node), inner, at, col)

    yield from walk(tree, (), _Scope(), 0, 0)


def _names(target: ast.AST) -> list[str]:
    """The names that are assigned in a tree."""
    return [n.id for n in ast.walk(target) if isinstance(n, ast.Name)
            and isinstance(n.ctx, ast.Store)]  # fmt: skip


def _called(node: ast.AST) -> str:
    """The last part of the name of the function called; empty if the node is no such call."""
    if not isinstance(node, ast.Call):
        return ""
    return str(getattr(node.func, "attr", None) or getattr(node.func, "id", ""))


def _compiles(code: str) -> bool:
    """Whether the code is valid Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        try:
            compile(code, "<mutant>", "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return False
    return True


def _what(reference: str, mutant: str) -> str:
    """The change in one line."""
    lines = difference(reference, mutant, context=0)
    gone, new = (
        "; ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    if not new:
        return f"`{gone}` is left out"
    return f"`{gone}` becomes `{new}`" if gone else f"`{new}` is added"


# ---------------------------------------------------------------- operators

_Operator: TypeAlias = "Callable[[_Place], Iterator[Change]]"
_T = TypeVar("_T")
#: The operators, each with the types of the nodes that it changes.
_OPERATORS: list[tuple[_Operator, tuple[type, ...]]] = []


def _operator(*node_types: type) -> Callable[[_Operator], _Operator]:
    """Register an operator that changes nodes of these types."""

    def register(function: _Operator) -> _Operator:
        _OPERATORS.append((function, node_types))
        return function

    return register


def _with(node: ast.AST, **fields: Any) -> Any:
    """A shallow copy of the node with these fields replaced."""
    return ast.copy_location(type(node)(**{**dict(ast.iter_fields(node)), **fields}), node)


def _expression(code: str) -> ast.expr:
    """The tree of an expression."""
    return ast.parse(code, mode="eval").body


def _swapped(items: list[_T], i: int, j: int) -> list[_T]:
    """The items with two of them exchanged."""
    result = list(items)
    result[i], result[j] = result[j], result[i]
    return result


def _pairs(count: int) -> list[tuple[int, int]]:
    """The pairs of indices to swap: neighbours, and the first with the last."""
    pairs = [(i, i + 1) for i in range(count - 1)]
    return pairs + ([(0, count - 1)] if count > 2 else [])


def _shifted(node: ast.expr, by: int) -> ast.expr:
    """The expression plus or minus a number."""
    operation = ast.Add() if by > 0 else ast.Sub()
    return ast.BinOp(node, operation, ast.Constant(abs(by)))


def _negated(test: ast.expr) -> ast.expr:
    """The negation of a condition."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.UnaryOp(ast.Not(), test)


def _part(node: ast.expr, code: str) -> ast.expr:
    """A slice, such as ``1:``, of an expression whose value is any iterable."""
    listed = ast.Call(ast.Name("list", ast.Load()), [node], [])
    part = _expression(f"x[{code}]")
    return _with(part, value=listed)


_ARITHMETIC = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip


@_operator(ast.BinOp)
def arithmetic(place: _Place) -> Iterator[Change]:
    other = _ARITHMETIC.get(type(place.node.op))
    if other:
        yield _with(place.node, op=other())


@_operator(ast.BinOp)
def operand_dropped(place: _Place) -> Iterator[Change]:
    node = place.node
    yield node.left
    if isinstance(node.op, ast.Sub):
        yield ast.UnaryOp(ast.USub(), node.right)
    elif isinstance(node.op, (ast.Add, ast.Mult, ast.MatMult, ast.BitAnd, ast.BitOr)):
        yield node.right


@_operator(ast.BinOp)
def transposed(place: _Place) -> Iterator[Change]:
    node = place.node
    if isinstance(node.op, ast.MatMult):
        yield _with(node, left=ast.Attribute(node.left, "T", ast.Load()))
        yield _with(node, right=ast.Attribute(node.right, "T", ast.Load()))


@_operator(ast.Attribute)
def not_transposed(place: _Place) -> Iterator[Change]:
    if place.node.attr == "T":
        yield place.node.value


_COMPARE = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip


@_operator(ast.Compare)
def compare(place: _Place) -> Iterator[Change]:
    if len(place.node.ops) == 1:
        for other in _COMPARE[type(place.node.ops[0])]:
            yield _with(place.node, ops=[other()])


@_operator(ast.BoolOp, ast.UnaryOp)
def boolean(place: _Place) -> Iterator[Change]:
    node = place.node
    if isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        for i in range(len(node.values)):
            rest = node.values[:i] + node.values[i + 1 :]
            yield rest[0] if len(rest) == 1 else _with(node, values=rest)
    elif not (isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant)):
        yield node.operand


@_operator(ast.If, ast.IfExp, ast.While, ast.comprehension)
def condition(place: _Place) -> Iterator[Change]:
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


def _is_number(node: ast.AST | None) -> bool:
    """Whether the node is a literal number."""
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


@_operator(ast.Constant, ast.UnaryOp)
def constant(place: _Place) -> Iterator[Change]:
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
    others: list[float]
    if isinstance(value, int):
        others = [value + 1, value - 1, 0, -value]
    else:
        others = [2 * value, value / 2, 0.0, -value, 1.0]
    for other in dict.fromkeys(others):
        if other != value:
            number = ast.Constant(abs(other))
            yield ast.UnaryOp(ast.USub(), number) if other < 0 else number


@_operator(ast.Constant)
def flip(place: _Place) -> Iterator[Change]:
    if isinstance(place.node.value, bool):
        yield ast.Constant(not place.node.value)


_STRINGS = {
    "sigmoid": ("tanh", "softmax", "linear"), "tanh": ("sigmoid", "linear"),
    "relu": ("linear", "tanh", "sigmoid"), "softmax": ("sigmoid", "linear"),
    "linear": ("relu",), "gelu": ("relu", "linear"), "left": ("right",), "right": ("left",),
    "float32": ("int32",), "float64": ("int64",), "int32": ("float32",), "bool": ("float32",),
}  # fmt: skip


@_operator(ast.Constant)
def text(place: _Place) -> Iterator[Change]:
    value = place.node.value
    if not isinstance(value, str):
        return
    if isinstance(place.parent, ast.keyword) and place.parent.arg == "name":
        return
    for other in _STRINGS.get(value, ("",)):
        yield ast.Constant(other)


@_operator(ast.keyword)
def axis(place: _Place) -> Iterator[Change]:
    if place.node.arg == "axis":
        for other in (0, 1, 2, -1, -2, None):
            yield _with(place.node, value=ast.Constant(other))


@_operator(ast.Call)
def argument_dropped(place: _Place) -> Iterator[Change]:
    node = place.node
    for i in range(len(node.keywords)):
        yield _with(node, keywords=node.keywords[:i] + node.keywords[i + 1 :])
    if len(node.args) > 1:
        for i in range(len(node.args)):
            yield _with(node, args=node.args[:i] + node.args[i + 1 :])


@_operator(ast.Call)
def arguments_swapped(place: _Place) -> Iterator[Change]:
    for i, j in _pairs(len(place.node.args)):
        yield _with(place.node, args=_swapped(place.node.args, i, j))


_MODULES = ("np", "keras", "ops", "math", "tf", "layers")


@_operator(ast.Call)
def call_dropped(place: _Place) -> Iterator[Change]:
    """``sqrt(x)`` and ``x.copy()`` become ``x``; a layer's call becomes its input."""
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
def function(place: _Place) -> Iterator[Change]:
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
def dtype(place: _Place) -> Iterator[Change]:
    others = {"float32": "int32", "float64": "int64", "int32": "float32", "int64": "float64"}
    if isinstance(place.node, ast.Attribute) and place.node.attr in others:
        yield _with(place.node, attr=others[place.node.attr])
    elif isinstance(place.node, ast.Name) and place.node.id == "float" and place.field != "func":
        yield ast.Name("int", ast.Load())


@_operator(ast.Slice)
def slice_(place: _Place) -> Iterator[Change]:
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
def index(place: _Place) -> Iterator[Change]:
    """A loop counter in a subscript is off by one."""
    inside = place.field == "slice" or (
        isinstance(place.parent, ast.Tuple) and len(place.parents) > 1
        and isinstance(place.parents[-2], ast.Subscript)
    )  # fmt: skip
    if inside and place.node.id in place.scope.counters and isinstance(place.node.ctx, ast.Load):
        yield _shifted(place.node, 1)
        yield _shifted(place.node, -1)


@_operator(ast.Call)
def range_(place: _Place) -> Iterator[Change]:
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
def loop(place: _Place) -> Iterator[Change]:
    """The loop skips the first or the last item, runs backwards, or stops after one pass."""
    node = place.node
    for part in ("1:", ":-1", "::-1"):
        yield _with(node, iter=_part(node.iter, part))
    if isinstance(node, ast.For):
        yield _with(node, body=[*node.body, ast.Break()])


@_operator(ast.Assign, ast.AugAssign, ast.Expr, ast.Continue, ast.Break, ast.Raise)
def statement_removed(place: _Place) -> Iterator[Change]:
    node = place.node
    if isinstance(node, ast.Assign):
        names = [name for target in node.targets for name in _names(target)]
        if not all(place.scope.known(name, place.line) for name in names):
            return  # any use would raise a NameError, which says nothing about the tests
    yield []


@_operator(ast.Break, ast.Continue)
def jump(place: _Place) -> Iterator[Change]:
    yield ast.Continue() if isinstance(place.node, ast.Break) else ast.Break()


@_operator(ast.AugAssign)
def augmented(place: _Place) -> Iterator[Change]:
    node = place.node
    other = _ARITHMETIC.get(type(node.op))
    if other:
        yield _with(node, op=other())
    yield ast.Assign([node.target], node.value, lineno=node.lineno)


@_operator(ast.With)
def context_dropped(place: _Place) -> Iterator[Change]:
    yield place.node.body


@_operator(ast.Return)
def returned(place: _Place) -> Iterator[Change]:
    node = place.node
    if node.value is not None:
        yield _with(node, value=ast.Constant(None))
    if isinstance(node.value, ast.Tuple):
        for element in node.value.elts:
            yield _with(node, value=element)


@_operator(ast.Tuple)
def order(place: _Place) -> Iterator[Change]:
    """Values, or the names they are assigned to (such as gates), in another order."""
    if not isinstance(place.parent, (ast.Subscript, ast.Call)):
        for i, j in _pairs(len(place.node.elts)):
            yield _with(place.node, elts=_swapped(place.node.elts, i, j))


@_operator(ast.List, ast.Dict)
def element(place: _Place) -> Iterator[Change]:
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
def state_not_carried(place: _Place) -> Iterator[Change]:
    """Each iteration starts again from the value before the loop."""
    node = place.node
    assigned = [n for s in node.body for t in ast.walk(s) if isinstance(t, (ast.Assign,
                ast.AugAssign)) for n in _names(t)]  # fmt: skip
    for name in dict.fromkeys(assigned):
        initial = place.scope.initial(name, place.line)
        if initial is not None:
            again = ast.Assign([ast.Name(name, ast.Store())], initial, lineno=node.lineno)
            yield _with(node, body=[again, *node.body])


def _is_array(annotation: str) -> bool:
    """Whether a parameter annotated like this is an array."""
    return "ndarray" in annotation and not annotation.startswith(("list", "dict", "tuple"))


@_operator(ast.Return)
def argument_changed(place: _Place) -> Iterator[Change]:
    """The return value is right, but an argument is modified."""
    if not isinstance(place.parent, ast.FunctionDef) or place.node.value is None:
        return
    for name, annotation in place.scope.parameters.items():
        if place.scope.initial(name, place.line) is not None:
            continue  # the name no longer refers to the caller's object
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
def other_argument(place: _Place) -> Iterator[Change]:
    """A parameter is replaced by another with the same annotation."""
    node, parameters = place.node, place.scope.parameters
    if isinstance(node.ctx, ast.Load) and parameters.get(node.id):
        alike = [n for n, kind in parameters.items() if kind == parameters[node.id]]
        if len(alike) > 1:
            yield ast.Name(alike[(alike.index(node.id) + 1) % len(alike)], ast.Load())


@_operator(ast.Name)
def mask(place: _Place) -> Iterator[Change]:
    node = place.node
    if isinstance(node.ctx, ast.Load) and "mask" in node.id:
        if isinstance(place.parent, ast.Compare) or place.field == "func":
            return
        yield _expression(f"np.logical_not({node.id})")
        yield _expression(f"np.ones_like({node.id})")


class _Unmasked(ast.NodeTransformer):
    """Removes the uses of one mask: ``where(mask, x, other)`` and ``x * mask`` become ``x``.

    Attributes
    ----------
    uses : dict
        The ways in which the mask was used, each a function that applies it to an expression.
    """

    def __init__(self, mask: str):
        self._mask = mask
        self.uses: dict[str, Callable[[ast.expr], ast.expr]] = {}

    def _is_mask(self, node: ast.expr) -> bool:
        """Whether the expression is the mask itself."""
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
        masked, mask = node.left, node.right
        if not self._is_mask(mask):
            masked, mask = mask, masked
        if not isinstance(node.op, ast.Mult) or not self._is_mask(mask):
            return node
        self.uses["times"] = lambda x: ast.BinOp(x, ast.Mult(), mask)
        return masked


@_operator(ast.FunctionDef)
def mask_late(place: _Place) -> Iterator[Change]:
    """A mask is applied one or more lines too late, such as to weights already normalised."""
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
def first_row_for_all(place: _Place) -> Iterator[Change]:
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
def exception(place: _Place) -> Iterator[Change]:
    error = place.node.exc
    if isinstance(error, ast.Call) and isinstance(error.func, ast.Name):
        other = "TypeError" if error.func.id != "TypeError" else "KeyError"
        yield _with(place.node, exc=_with(error, func=ast.Name(other, ast.Load())))
        yield _with(place.node, exc=_with(error, args=[]))
