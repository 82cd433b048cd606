"""Python code, whatever its docstrings, comments and spelling."""

from __future__ import annotations

import ast


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
    return ast.unparse(parse(code))
