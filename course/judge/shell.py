"""The IPython shell in which a student's cells run."""

from __future__ import annotations

import base64
import io
import os
import random
import subprocess
import sys
from typing import Any

import numpy as np
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from course.judge import foreign
from course.judge.objects import TEXT_CHARACTERS
from course.judge.outputs import PAGE_CHARACTERS
from course.judge.rpc import Peer


class _Hook(DisplayHook):
    """A cell's last value."""

    shell: Any

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        self.shell.peer.notify(["result", _bundle(format_dict)])

    def finish_displayhook(self) -> None:
        pass

    def log_output(self, format_dict: dict) -> None:
        pass


class _Publisher(DisplayPublisher):
    """Figures and everything else that is displayed."""

    shell: Any

    def publish(self, data: dict, *_: Any, **__: Any) -> None:
        self.shell.peer.notify(["display", _bundle(data)])

    def clear_output(self, wait: bool = False) -> None:
        pass


class _Shell(InteractiveShell):
    """A shell that sends displays and errors to the judge.

    Attributes
    ----------
    peer : Peer
        The connection to the judge.
    """

    peer: Peer
    kernel = foreign.Nothing()  # `get_ipython().kernel.do_shutdown(True)` and the like

    def _showtraceback(self, etype: type, evalue: Any, stb: Any) -> None:
        self.peer.notify(["error", [str(etype.__name__), _text(evalue), [_text(s) for s in stb]]])

    def ask_exit(self) -> None:
        pass

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def run_line_magic(self, name: str, line: str, _stack_depth: int = 1) -> Any:
        if not foreign.runs_line_magic(self, name):
            return None
        if name == "matplotlib":  # any other backend needs a screen or a browser
            line = "inline"
        try:
            return super().run_line_magic(name, line, _stack_depth + 1)
        except Exception:
            if foreign.may_fail(name):
                return None
            raise

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        return super().getoutput("true" if foreign.is_installation(cmd) else cmd, split, depth + 1)

    def system(self, command: str) -> None:  # IPython's own needs a terminal
        if foreign.is_installation(command):
            return
        done = subprocess.run(self.var_expand(command, depth=1), shell=True)
        self.user_ns["_exit_code"] = done.returncode

    def init_sys_modules(self) -> None:
        super().init_sys_modules()
        sys.modules["__main__"] = self.user_module


def new_shell(peer: Peer) -> InteractiveShell:
    """An IPython shell that sends displays and errors to the judge."""
    from traitlets.config import Config

    random.seed()
    np.random.seed()  # noqa: NPY002  (else every fork would draw the same)
    os.environ.update(HOME=os.getcwd(), IPYTHONDIR=os.path.join(os.getcwd(), ".ipython"))
    sys.stdin = io.StringIO()
    sys.stdout, sys.stderr = open_stream(1), open_stream(2)
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    shell = _Shell.instance(config=config, displayhook_class=_Hook, display_pub_class=_Publisher)
    shell.peer = peer
    # An unfinished cell is a SyntaxError that says what is missing; with IPython's default
    # flags it is "incomplete input" and, from Python 3.13 on, an `_IncompleteInputError`.
    shell.compile.reset_compiler_flags()
    try:
        import matplotlib_inline.backend_inline  # noqa: F401

        shell.run_line_magic("matplotlib", "inline")
    except Exception:
        pass  # figures decide no mark
    foreign.install(shell)
    sys.path.insert(0, os.getcwd())
    return shell


def open_stream(number: int) -> io.TextIOBase:
    """A text stream on a file descriptor that the judge reads."""
    return open(number, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)


def _text(value: Any) -> str:
    try:
        return str(value)[:TEXT_CHARACTERS]
    except BaseException:
        return ""


def _bundle(data: Any) -> dict:
    """A MIME bundle as data: text, and pictures in base 64."""
    bundle = {}
    for kind, content in dict(data).items():
        if isinstance(content, bytes):
            content = base64.b64encode(content).decode("ascii")
        if isinstance(content, str) and isinstance(kind, str):
            # Of a text that is too large to be shown, enough to see that it is.
            bundle[kind] = content if kind.startswith("image/") else content[: PAGE_CHARACTERS + 1]
    return bundle
