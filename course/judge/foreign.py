"""What other platforms' notebooks contain, made harmless in the student's process.

Code for Colab, Kaggle, Databricks or Deepnote, for a debugger or a window on the screen
means nothing in grading, and must cost no points. `install` puts stand-ins in its place,
which do nothing. A module that is installed is used as it is, and a name that is not listed
here stays unknown.
"""

from __future__ import annotations

import ast
import builtins
import importlib.util
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

#: Modules that exist only elsewhere.
MODULES = (
    "google.colab", "kaggle", "kaggle_datasets", "kaggle_secrets", "kaggle_web_client",
    "kagglehub", "dbutils", "pyspark.dbutils", "deepnote", "deepnote_toolkit", "cocalc",
    "datalore", "js", "pyodide", "pyodide_js", "pyodide_kernel", "piplite", "micropip", "ipdb",
    "ipympl", "ipywidgets", "tensorboard.notebook",
)  # fmt: skip
#: Names that exist elsewhere without an import.
NAMES = ("dbutils", "displayHTML", "spark")
#: Shell commands and magics that install packages, and magics that need a terminal, a window
#: or a server: none of it has a meaning in grading.
_INSTALLERS = ("pip", "pip3", "conda", "mamba", "micromamba", "uv", "apt", "apt-get", "sudo")
_IDLE_MAGICS = frozenset(
    (*_INSTALLERS, "tensorboard", "debug", "pdb", "gui", "connect_info", "qtconsole", "autosave")
)
_INSTALL = re.compile(
    rf"\s*(\S*python[\d.]*\s+-m\s+)?({'|'.join(map(re.escape, _INSTALLERS))})(\s|$)"
)
#: Magics that may fail without harm: what they load or choose is not there.
_MAY_FAIL = frozenset(("load_ext", "reload_ext", "unload_ext", "config", "pylab"))
#: How often `input` gives an empty line before it raises EOFError, so that no loop around it
#: is endless.
_EMPTY_LINES = 100
#: Exceptions for which a student's code may be prepared when a module is missing.
_PREPARED = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


class Nothing(str):
    """Does nothing, whatever is asked of it; an empty text, since it may stand for a secret."""

    __slots__ = ()

    def __new__(cls, *_: Any, **__: Any) -> Nothing:
        return super().__new__(cls)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        # As a decorator it leaves a function as it is.
        only = arguments[0] if len(arguments) == 1 and not named else None
        return only if callable(only) and not isinstance(only, Nothing) else self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name.startswith("_repr_") or name.startswith("_ipython_"):
            raise AttributeError(name)
        return self

    def __getitem__(self, key: Any) -> Any:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        return None


class _StandIn(ModuleType):
    """A module of which every attribute is `Nothing`."""

    def __init__(self, name: str):
        super().__init__(name)
        self.__path__: list[str] = []
        self.__all__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()


class _Progress:
    """In place of tqdm's bar: goes through what it is given."""

    def __init__(self, items: Any = (), *_: Any, **__: Any):
        self._items = items

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()


def _is_foreign(name: str) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in MODULES)


class _Finder(MetaPathFinder, Loader):
    """Finds stand-ins for modules that no other finder has found."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        known = (
            fullname == "google" or fullname.partition(".")[0] == "tqdm" or _is_foreign(fullname)
        )
        if not known or _is_only_asked_for():
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = _StandIn(spec.name)
        if spec.name.partition(".")[0] == "tqdm":
            module.tqdm = module.tqdm_notebook = _Progress  # type: ignore[attr-defined]
            module.trange = lambda *n, **_: _Progress(range(*n))  # type: ignore[attr-defined]
        return module

    def exec_module(self, module: ModuleType) -> None:
        pass


def _is_only_asked_for() -> bool:
    """Whether `importlib.util.find_spec` is at work: code asks whether it runs elsewhere."""
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_globals.get("__name__") == importlib.util.__name__:
            return True
        if not frame.f_globals.get("__name__", "").startswith("importlib"):
            return False
        frame = frame.f_back  # type: ignore[assignment]
    return False


class _Prepared(ast.NodeTransformer):
    """Lets the import of a stand-in fail where the code is prepared for that.

    ``try: import google.colab; IN_COLAB = True`` asks where it runs; the code that follows
    is right for the answer "not there".
    """

    def visit_Try(self, node: ast.Try) -> ast.AST:
        if any(_catches_imports(handler.type) for handler in node.handlers):
            node.body = [_Failing().visit(statement) for statement in node.body]
        self.generic_visit(node)
        return node


class _Failing(ast.NodeTransformer):
    def visit_Import(self, node: ast.Import) -> ast.AST:
        return _missing(node, [alias.name for alias in node.names])

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        base = node.module or ""
        return _missing(node, [base, *(f"{base}.{alias.name}" for alias in node.names)])

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node  # it runs later, outside the `try`

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return node


def _catches_imports(kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(k is None or (isinstance(k, ast.Name) and k.id in _PREPARED) for k in kinds)


def _missing(node: ast.stmt, names: list[str]) -> ast.AST:
    """`raise ModuleNotFoundError` in place of an import of what is there only as a stand-in."""
    for name in names:
        if _is_foreign(name) and not _installed(name):
            text = f"raise ModuleNotFoundError({f'No module named {name!r}'!r}, name={name!r})"
            return ast.copy_location(ast.parse(text).body[0], node)
    return node


def _installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None and not isinstance(
            sys.modules.get(name), _StandIn
        )
    except (ImportError, ValueError):
        return False


# ---------------------------------------------------------------- the shell


def runs_line_magic(shell: Any, name: str) -> bool:
    """Whether a line magic is to be run: it is known, and has a meaning in grading."""
    return name not in _IDLE_MAGICS and shell.find_line_magic(name) is not None


def may_fail(name: str) -> bool:
    """Whether it is harmless that a line magic fails."""
    return name in _MAY_FAIL


def is_installation(command: str) -> bool:
    """Whether a shell command only installs something."""
    return bool(_INSTALL.match(command))


def without_unknown_cell_magic(shell: Any) -> Callable[[list[str]], list[str]]:
    """An input transformer: the body of an unknown cell magic runs as what it is, Python."""

    def transform(lines: list[str]) -> list[str]:
        found = re.match(r"%%(\w+)", lines[0]) if lines else None
        if found and shell.find_cell_magic(found[1]) is None:
            return ["\n", *lines[1:]]
        return lines

    return transform


def install(shell: Any) -> None:
    """Put the stand-ins in place, in this process."""
    sys.meta_path.append(_Finder())  # after all others
    for name in NAMES:
        if not hasattr(builtins, name):
            setattr(builtins, name, Nothing())
    shell.ast_transformers.append(_Prepared())
    shell.input_transformers_cleanup.append(without_unknown_cell_magic(shell))
    _no_debugger()
    _no_window()
    setattr(builtins, "input", _empty_line())  # noqa: B010


def _no_debugger() -> None:
    import code
    import pdb

    import IPython
    import IPython.core.debugger
    from traitlets.config import Application

    def nothing(*_: Any, **__: Any) -> None:
        return None

    sys.breakpointhook = nothing
    for owner, names in (
        (pdb, ("set_trace", "post_mortem", "pm")),
        (pdb.Pdb, ("set_trace",)),
        (IPython.core.debugger, ("set_trace",)),
        (IPython, ("embed",)),
        (code, ("interact",)),
    ):
        for name in names:
            setattr(owner, name, nothing)
    # "Restart the kernel": IPython.Application.instance().kernel.do_shutdown(True)
    setattr(Application, "kernel", Nothing())  # noqa: B010


def _no_window() -> None:
    """A backend of Matplotlib's that can't be loaded here is not chosen."""
    import matplotlib
    import matplotlib.pyplot

    for module, name in ((matplotlib, "use"), (matplotlib.pyplot, "switch_backend")):
        setattr(module, name, _if_possible(getattr(module, name)))


def _if_possible(function: Callable[..., Any]) -> Callable[..., Any]:
    def attempt(*arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        except (ImportError, RuntimeError, ValueError):
            return None

    return attempt


def _empty_line() -> Callable[[object], str]:
    left = _EMPTY_LINES

    def input(prompt: object = "", /) -> str:
        """An empty line: nobody is there to write one."""
        nonlocal left
        print(prompt)
        if left <= 0:
            raise EOFError("nobody answers in grading")
        left -= 1
        return ""

    return input
