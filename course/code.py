"""Python code reduced to what it does: without docstrings, comments and layout."""

from __future__ import annotations

import ast
import copy
import sys


def parse(code: str) -> ast.Module:
    """The code's tree, without docstrings.

    Raises
    ------
    SyntaxError
        If it is no Python.
    """
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if (
            isinstance(node, (ast.FunctionDef, ast.ClassDef))
            and ast.get_docstring(node) is not None
        ):
            node.body = node.body[1:] or [ast.Pass(lineno=node.lineno, col_offset=0)]
    return tree


def definitions(code: str) -> str:
    """The functions and classes that the code defines, and nothing else of it."""
    tree = ast.parse(code)
    tree.body = [n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.ClassDef))]
    return ast.unparse(tree)


def normal(code: str) -> str:
    """The code without docstrings and comments, in one spelling."""
    return unparse(parse(code))


def unparse(tree: ast.AST) -> str:
    """`ast.unparse`, with the same result on every supported version of Python.

    Python 3.10 writes ``(a, b) = c`` and ``lambda : 1``; newer versions write ``a, b = c``
    and ``lambda: 1``. Still different: the quotes of an f-string that holds another string.
    """
    if sys.version_info >= (3, 11):
        return ast.unparse(tree)
    return ast.unparse(_BareTargets().visit(copy.deepcopy(tree))).replace("lambda :", "lambda:")


class _BareTargets(ast.NodeTransformer):
    """Replaces each tuple that is assigned to by a name that is spelled as the bare tuple."""

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        self.generic_visit(node)
        node.targets = [self._bare(target) for target in node.targets]
        return node

    def visit_For(self, node: ast.For | ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        node.target = self._bare(node.target)
        return node

    visit_comprehension = visit_For

    def _bare(self, target: ast.expr) -> ast.expr:
        if not isinstance(target, ast.Tuple) or not target.elts:
            return target
        return ast.Name(ast.unparse(target)[1:-1])
