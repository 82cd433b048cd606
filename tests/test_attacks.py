"""Attacks on the marks, each graded for real: none gains a point or reads what it may not.

`FORGERIES` are wrong answers to the exercise "double" that try to pass all the same,
`BY_ARGUMENTS` wrong answers to "spread" that try it by way of the test's arguments, and
`BY_METHODS` objects that change what a test computes from its own arrays. `BOMBS`
use up the machine. `PROBES` are pieces of code that reach for something. The rest attacks
from the files that are submitted.

No attack may pass because it never happened: each must show that it reached its target. Its
`proof` is an expression that the student's last cell evaluates and prints; where no cell
can run any more, `recorded` matches the error that the judge must have recorded. A probe
must be refused with the error that is expected of it, and must get what it reaches for
where nothing protects it. A control shows that an honest notebook gives no proof.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat import NotebookNode

from course import notebooks
from course.gradebook import converters
from course.grading import engine
from course.grading.grade import grade
from course.grading.merge import merge
from course.grading.results import summarise
from course.grading.run import key
from course.judge import client, rpc, sandbox
from course.judge.outputs import DIED, HALTS, TIMED_OUT, safe_page
from course.judge.outputs import shown as displayed
from course.release.templates import grading_template, reference
from tests import needs
from tools import mini
from tools.servers import own_server

pytestmark = pytest.mark.needs("linux")
MARKER = "a hidden number"  # stands in a hidden test
FULL = {"double": 2, "last": 1, "spread": 2}
#: Seconds that a cell may take: enough on any machine, or few for an attack that never ends.
ENOUGH, FEW = 120, 3
#: Seconds after which something that should happen is taken not to happen.
DEADLINE = 300


@pytest.fixture(scope="module", autouse=True)
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[psutil.Process, Path]]:
    """A fork server that only these tests use, and its folder for temporary files."""
    folder = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        with own_server() as process:
            yield process, folder


def cell(code: str) -> NotebookNode:
    return nbformat.v4.new_code_cell(textwrap.dedent(code).strip())


def notebook_with(
    answers: dict[str, str],
    first: str = "",
    last: str = "",
    source: Callable[[], NotebookNode] = mini.wide,
) -> NotebookNode:
    """The reference notebook with these answers and the student's own first and last cell."""
    notebook = reference(source(), "en")
    for solution in notebook.cells:
        name = notebooks.grade_id(solution)
        if name in answers:
            solution.source = textwrap.dedent(answers[name]).strip()
    if first:
        notebook.cells.insert(0, cell(first))
    if last:
        notebook.cells.append(cell(last))
    return notebook


def judged(
    submitted: NotebookNode, source: Callable[[], NotebookNode] = mini.wide
) -> tuple[NotebookNode, dict[str, float]]:
    """The executed notebook and the points of each exercise."""
    executed = engine.execute(merge(grading_template(source(), "en"), submitted))
    result = summarise(executed, mini.NAME)
    return executed, {e.name: e.points for e in result.exercises}


def shown(executed: NotebookNode) -> str:
    """All that an instructor or a student could come to see."""
    return "\n".join(json.dumps(c.get("outputs", [])) for c in executed.cells)


def text(executed: NotebookNode) -> str:
    """What the student's cells printed."""
    return "\n".join(o.get("text", "") for c in executed.cells for o in c.get("outputs", []))


# ---------------------------------------------------------------- attacks


@dataclass(frozen=True)
class Attack:
    """A wrong answer to an exercise.

    Attributes
    ----------
    why : str
        What it tries.
    exercise, code : str
        The exercise and the answer.
    first : str
        The student's first cell.
    keeps : tuple of str, optional
        The other exercises that keep their points; None: as it may be.
    proof : str
        An expression that is true in the student's last cell if the attack took effect.
    recorded : str
        What the recorded error of one of the exercise's cells, ``name: message``, must match:
        for an attack after which the student's process can't print any more, or one that
        this error shows to have arrived.
    seconds : int
        What a cell may take.
    needs : str
        What it needs of the machine; see `tests/needs.py`.
    source : callable
        Makes the source of the notebook.
    """

    why: str
    exercise: str
    code: str
    first: str = ""
    keeps: tuple[str, ...] | None = ()
    proof: str = ""
    recorded: str = ""
    seconds: int = ENOUGH
    needs: str = ""
    source: Callable[[], NotebookNode] = mini.wide

    def __post_init__(self) -> None:
        assert bool(self.proof) != bool(self.recorded), "an attack needs one proof"

    def judged(self) -> tuple[NotebookNode, dict[str, float]]:
        last = PROOF.format(proof=self.proof) if self.proof else ""
        submitted = notebook_with({self.exercise: self.code}, self.first, last, self.source)
        return judged(submitted, self.source)

    def happened(self, executed: NotebookNode) -> bool:
        """Whether the attack reached its target."""
        if self.proof:
            return bool(re.search(r"^proof: True$", text(executed), re.MULTILINE))
        errors = [
            f"{o.ename}: {o.evalue}"
            for c in executed.cells
            if (notebooks.grade_id(c) or "").partition("-")[0] == self.exercise
            for o in c.outputs
            if o.output_type == "error"
        ]
        return any(re.search(self.recorded, error) for error in errors)


#: The student's last cell; without an expression statement, as an attack removes these.
PROOF = """
def raised(function, *arguments):
    try: function(*arguments)
    except BaseException as error: return type(error).__name__
try: proof = bool({proof})
except BaseException as error: proof = repr(error)
proof = print("proof" + ":", proof)
"""

#: The connection to the judge, for the student's first cell: `put` writes to it, `asked` is the
#: number of the judge's question, and `node` a packed value that need not be one.
WIRE = """
import gc, os, struct, sys
import msgpack
from course.judge import student, wire
(me,) = (o for o in gc.get_objects() if type(o) is student.Process)
fd = me._socket.fileno()
assert os.readlink(f"/proc/self/fd/{fd}").startswith("socket")
sent = 0
def put(message):
    global sent
    content = message if isinstance(message, bytes) else msgpack.packb(message)
    content = struct.pack("<Q", len(content)) + content
    os.set_blocking(fd, True)
    assert os.write(fd, content) == len(content)
    sent += 1
def asked():
    frame = sys._getframe()
    while "sender" not in frame.f_locals: frame = frame.f_back
    return frame.f_locals["sender"]
def node(*parts): return bytes(4) + msgpack.packb(list(parts))
"""


def run_all(attacks: dict[str, Attack]) -> dict[str, tuple[NotebookNode, dict[str, float]]]:
    """Grade all attacks that this machine allows, two at a time."""
    done = {}
    for seconds in (FEW, ENOUGH):
        with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
            patch.setattr(engine, "CELL_TIMEOUT_SECONDS", seconds)
            futures = {
                name: pool.submit(attack.judged)
                for name, attack in attacks.items()
                if attack.seconds == seconds and not (attack.needs and needs.missing(attack.needs))
            }
            done |= {name: future.result(DEADLINE) for name, future in futures.items()}
    return done


def each(attacks: dict[str, Attack]) -> Callable:
    """Parametrize a test with the names of the attacks."""
    return pytest.mark.parametrize(
        "name",
        [
            pytest.param(name, marks=pytest.mark.needs(attack.needs) if attack.needs else ())
            for name, attack in attacks.items()
        ],
    )


# ---------------------------------------------------------------- forged marks

FORGERIES: dict[str, Attack] = {}


def forgery(
    name: str,
    why: str,
    double: str = "double = lambda x: 0",
    first: str = "",
    keeps: tuple[str, ...] | None = ("last", "spread"),
    **more: object,
) -> None:
    """Add a wrong answer to "double"."""
    assert name not in FORGERIES
    FORGERIES[name] = Attack(why, "double", double, first, keeps, **more)


for target in ("close", "same", "that", "call"):
    forgery(
        f"patched-{target}",
        f"course.testing.{target} does nothing",
        first=f"import course.testing\ncourse.testing.{target} = lambda *a, **k: None",
        proof=f"course.testing.{target}(0, 1, 'x') is None",
    )
forgery(
    "check-failed",
    "a failed check is no exception any more, and everything is equal",
    first="""
        import course.testing
        class Quiet(BaseException):
            def __new__(cls, *a): return cls
        course.testing.CheckFailed.__init__ = lambda self, *a: None
        course.testing.basic.plain = lambda value: 0
        course.testing.basic.matches = lambda *a: True
        """,
    proof="testing.close(0, 1, 'x') is testing.same('a', 'b', 'x') is None",
)
forgery(
    "assertion",
    "the built-in AssertionError is another class",
    first="""
        import builtins
        builtins.AssertionError = type("Never", (Exception,), {})
        """,
    proof="AssertionError.__name__ == 'Never'",
)
forgery(
    "isinstance",
    "everything is an instance of everything; what the process sends and reads breaks",
    first="""
        import builtins
        builtins.isinstance = lambda a, b: True
        """,
    keeps=(),
    recorded="list indices must be integers",
)
forgery(
    "numpy",
    "NumPy says that everything is close",
    first="""
        import numpy as np, numpy.testing
        np.allclose = np.array_equal = lambda *a, **k: True
        np.isclose = lambda a, b, **k: np.ones(np.shape(a), bool)
        np.testing.assert_allclose = lambda *a, **k: None
        """,
    proof="np.allclose(0, 1) and np.array_equal(0, 1) and np.isclose(0, 1)",
)
forgery(
    "asarray",
    "np.asarray gives what is expected",
    first="""
        import numpy as np
        real = np.asarray
        np.asarray = lambda v, *a, **k: real(42.0) if isinstance(v, int) else real(v, *a, **k)
        """,
    proof="np.asarray(double(1)) == 42",
)
forgery(
    "displayhook",
    "a result of 2 is shown where a test runs",
    double="""
        import sys
        hooked = 0
        def double(x):
            global hooked
            sys.displayhook(2.0)
            hooked += 1
            return 0
        """,
    proof="hooked",
)
forgery(
    "published",
    "an execute_result is published while the test runs",
    double="""
        published = 0
        def double(x):
            global published
            from IPython.display import display
            display(2.0)
            get_ipython().display_pub.publish({"text/plain": "2.0"})
            published += 1
            return 0
        """,
    proof="published",
)
forgery(
    "events",
    "hooks before and after each cell redefine the tests",
    first="""
        ip, happened = get_ipython(), set()
        for event in ("pre_run_cell", "pre_execute", "post_execute"):
            def hook(*a, event=event):
                happened.add(event)
                ip.user_ns.update(hidden_double=lambda: None, test_double=lambda: None)
            ip.events.register(event, hook)
        """,
    proof="len(happened) == 3 and test_double() is hidden_double() is None",
)
forgery(
    "input-transformer",
    "every later cell with a test becomes `pass`",
    first="""
        get_ipython().input_transformers_cleanup.append(
            lambda lines: ["pass"] if any("test" + "_" in l for l in lines) else lines)
        """,
    proof="get_ipython().transform_cell('tes' + 't_double()').strip() == 'pass'",
)
forgery(
    "ast-transformer",
    "calls of tests are removed from the tree",
    first="""
        import ast
        removed = 0
        class Quiet(ast.NodeTransformer):
            def visit_Expr(self, node):
                global removed
                removed += 1
                return ast.copy_location(ast.Pass(), node)
        get_ipython().ast_transformers.append(Quiet())
        """,
    proof="removed",
)
forgery(
    "run-cell",
    "the shell claims that every cell ran well",
    first="""
        from types import SimpleNamespace
        def run_cell(*a, **k):
            print("proof: True")
            return SimpleNamespace(success=True)
        get_ipython().run_cell = run_cell
        """,
    keeps=(),
    proof="'printed by the cells that were not run'",
)
forgery(
    "test-functions",
    "the tests are redefined after their cells",
    double="""
        double = lambda x: 0
        import threading
        rounds = 0
        def again():
            global rounds
            while True:
                get_ipython().user_ns.update(test_double=lambda: None, hidden_double=lambda: None)
                rounds += 1
        threading.Thread(target=again, daemon=True).start()
        """,
    proof="rounds and test_double() is hidden_double() is None",
)
forgery(
    "equal-array",
    "an array that equals everything",
    double="""
        import numpy as np
        class Equal(np.ndarray):
            def __eq__(self, other): return True
            __ne__ = lambda self, other: False
            def __array_ufunc__(self, *a, **k): return True
            def __array_function__(self, *a, **k): return True
            def tolist(self): return self
            def item(self): return self
        def double(x): return np.zeros(()).view(Equal)
        """,
    proof="double(1) == 42 and np.allclose(double(1), 42)",
)
for kind in ("int", "str", "float", "list", "dict", "tuple", "bytes", "complex"):
    forgery(
        f"equal-{kind}",
        f"a subclass of {kind} that equals everything",
        double=f"""
        class Equal({kind}):
            __eq__ = lambda self, other: True
            __ne__ = lambda self, other: False
            __hash__ = {kind}.__hash__
            __iter__ = lambda self: iter([42])
            items = lambda self: [("a", self)]
        def double(x): return Equal()
        """,
        proof=f"isinstance(double(21), {kind}) and double(21) == 'anything'",
    )
forgery(
    "equal-object",
    "an object that equals everything, and lies about its length and class",
    double="""
        class Equal:
            __eq__ = lambda self, other: True
            __ne__ = lambda self, other: False
            __hash__ = None
            __len__ = lambda self: 1
            __bool__ = lambda self: True
            __class__ = property(lambda self: int)
        def double(x): return Equal()
        """,
    proof="double(21) == 'anything' and isinstance(double(21), int)",
)
forgery(
    "number-protocol",
    "an object that gives another number each time",
    double="""
        class Many:
            n = 0
            def __float__(self): Many.n += 1; return float(Many.n)
            __int__ = __index__ = lambda self: 4
            def __array__(self, *a, **k):
                import numpy as np
                Many.n += 1
                return np.asarray(Many.n)
        def double(x): return Many()
        """,
    proof="int(double(1)) == 4 and np.asarray(double(1)) != np.asarray(double(1))",
)
forgery(
    "mock",
    "a mock agrees with everything",
    double="""
        from unittest.mock import MagicMock, ANY
        double = lambda x: ANY if x > 2 else MagicMock()
        """,
    proof="double(21) == 'anything'",
)
forgery(
    "nan",
    "NaN is not different",
    double="double = lambda x: float('nan')",
    proof="double(1) != double(1)",
)
forgery(
    "visible-only",
    "only the visible test is answered",
    double="double = lambda x: 4",
    proof="double(21) == 4",
)
for error in (
    "StopIteration",
    "GeneratorExit",
    "SystemExit(0)",
    "KeyboardInterrupt",
    "StopAsyncIteration",
    "BaseException",
    "MemoryError",
    "RecursionError",
):
    kind = error.partition("(")[0]
    forgery(
        f"raise-{kind}",
        f"a test ends quietly on {error}",
        double=f"def double(x): raise {error}",
        proof=f"raised(double, 1) == '{kind}'",
    )
forgery(
    "raise-in-set-up",
    "SystemExit while the cell runs",
    double="begun = True\nraise SystemExit(0)",
    proof="begun and 'double' not in globals()",
)
forgery(
    "lying-error",
    "an exception that lies about its class and can't be printed",
    double=f"""
        class Lie(BaseException):
            __class__ = property(lambda self: SystemExit)
            __str__ = __repr__ = lambda self: 1 / 0
            __module__ = "{rpc.ConnectionLost.__module__}"
            __mro__ = ()
        Lie.__name__ = Lie.__qualname__ = "{rpc.ConnectionLost.__name__}"
        def double(x): raise Lie
        """,
    proof=f"raised(double, 1) == '{rpc.ConnectionLost.__name__}'",
)
forgery(
    "exit",
    "the process ends itself with status 0",
    double="""
        import os
        def double(x): os._exit(0)
        """,
    keeps=(),
    recorded=DIED,
)
forgery(
    "fork",
    "a fork of the process answers, too",
    double="""
        import os
        forks = []
        def double(x):
            forks.append(os.fork())
            return 0
        """,
    proof="forks and all(forks)",
)
for name in (*HALTS, "NotRun", "CellTimeoutError"):
    forgery(
        f"named-{name}",
        f"an error named {name}, as the judge itself names one",
        double=f"""
        {name} = type("{name}", (Exception,), {{}})
        def double(x): raise {name}("it was the machine's fault")
        """,
        proof=f"raised(double, 1) == '{name}'",
    )
forgery(
    "reduce",
    "a pickle that would run in the judge",
    double="""
        class Run:
            def __reduce__(self): return (exec, ("import builtins; builtins.all = lambda x: True",))
        double = lambda x: Run()
        """,
    proof="b'builtins.all' in __import__('pickle').dumps(double(1))",
)
forgery(
    "early-replies",
    "replies to questions that are yet to come",
    double="""
        def double(x):
            for n in range(1, 400): put([1, n, [True, wire.pack(42, list), [], {}]])
            return 0
        """,
    first=WIRE,
    keeps=None,
    recorded="got 42",  # from here on the judge waits for no cell
)
forgery(
    "notes",
    "a note that says the test passed",
    double="""
        def double(x):
            for note in (["result", {"text/plain": "2"}], ["passed", True], ["done", ["{}", {}]]):
                put([2, 0, note])
            return 0
        """,
    first=WIRE,
    proof="sent >= 3",
)
#: name: (the message, whether it ends the conversation).
for name, (content, ends) in {
    "bytes": ("b'garbage' * 9", True), "size": ("struct.pack('<Q', 1 << 62)", True),
    "kind": ("[7, 7, 7]", True), "kind-number": ("[1.0, 1, 5]", True), "empty": ("b''", True),
    "number-bool": ("[1, True, [True, wire.pack(4, list), [], {}]]", True),
    "number-float": ("[1, 1.0, [True, wire.pack(4, list), [], {}]]", True),
    "number-next": ("[1, asked() + 1, [True, wire.pack(4, list), [], {}]]", True),
    "number-far": ("[1, 10**6, [True, wire.pack(4, list), [], {}]]", True),
    "number-zero": ("[1, 0, [True, wire.pack(4, list), [], {}]]", True),
    "number-earlier": ("[1, 1, [True, wire.pack(4, list), [], {}]]", False),
    "short": ("[1]", True), "long": ("[1, asked(), [True, b'', [], {}], 0]", True),
    "two": ("msgpack.packb([1, 1, 0]) * 2", True), "timestamp": ("[2, 0, msgpack.Timestamp(1)]", True),
    "extension": ("[2, 0, msgpack.ExtType(6, b'x' * 99)]", True),
    "items": ("[2, 0, ['note', [0] * 10_001]]", True), "lists": ("[2, 0, ['note', [[]] * 10_001]]", True),
    "lists-nested": ("[2, 0, ['note', [[[0] * 99] * 99] * 99]]", True), "deep": ("b'\\x91' * 5000 + b'\\x00'", True),
    "key": ("b'\\x93\\x02\\x00\\x81\\x90\\xc0'", True), "note": ("[2, 0, 5]", True),
    "error": ("[2, 0, ['error', [1, 2, 3]]]", True), "ext": ("b'\\xd4\\x05\\x00'", True),
    "text": ("b'\\xa4\\xff\\xff\\xff\\xff'", True),
}.items():  # fmt: skip
    forgery(
        f"message-{name}",
        f"a message that is none: {content[:30]}",
        double=f"""
        def double(x):
            put({content})
            return 0
        """,
        first=WIRE,
        keeps=() if ends else ("last", "spread"),
        **({"recorded": DIED} if ends else {"proof": "sent"}),
    )
forgery(
    "message-null",
    "a message of nothing, before the reply",
    double="""
        def double(x):
            put(None)
            return 0
        """,
    first=WIRE,
    keeps=(),
    recorded=DIED,
)
#: name: (the packed value, what the judge says of it).
for name, (content, said) in {
    "handle": ("node(wire._HANDLE, ['judge', 0, 'f'])", "malformed value .IndexError"),
    "far-handle": ("node(wire._HANDLE, ['judge', 10**6, 'f'])", "malformed value .IndexError"),
    "last-handle": ("node(wire._HANDLE, ['judge', -1, 'f'])", "malformed value .TypeError"),
    "own-handle": ("node(wire._HANDLE, ['student', -1, 'X', 'x', ['keras.Model'], True])",
                   "malformed value .TypeError"),
    "odd-name": ("node(wire._HANDLE, ['student', 0, 'a\\0b', 'x', 5, 0])", "malformed value .TypeError"),
    "object-array": ("node(wire._ARRAY, '|O', [1], b'12345678')", "an array of .O"),
    "huge-shape": ("node(wire._ARRAY, '<f8', [2**40, 0], b'')", "an array of shape"),
    "huge-rows": ("node(wire._ARRAY, '<f8', [2**25, 0], b'')", "too many parts"),
    "huge-text": ("node(wire._ARRAY, '<U500000000', [0], b'')", "without values"),
    "huge-integer": ("node(wire._INT, b'x' * (1 << 24))", "an integer that is too large"),
    "huge-range": ("node(wire._RANGE, 0, 10**12, 1)", "a range that is too long"),
    "no-content": ("node(wire._ARRAY, '<f8', [9], None)", "malformed value .IndexError"),
    "far-content": ("struct.pack('<IQ', 1, 2**63) + b'x' * 99", "a tree of"),
    "many-contents": ("b'\\xff' * 99", "large arrays"),
    "bad-kind": ("node(99, 1)", "unknown kind 99"),
    "extension": ("bytes(4) + msgpack.packb(msgpack.ExtType(42, b'x'))", "malformed value"),
    "deep": ("bytes(4) + bytes([0x92, wire._LIST]) * 900 + b'\\0'", "nested deeper than 100"),
    "deeper": ("bytes(4) + bytes([0x92, wire._LIST]) * 100_000 + b'\\0'", "malformed value"),
    "colliding": ("wire.pack({i * (2**61 - 1): 0 for i in range(10_000)}, list)", "the same hash"),
    "colliding-labels": ("node(wire._VALUE, 'Index', [wire._LIST], 0)", "parts of other types"),
    "generator": ("node(wire._GENERATOR, 0)", "generator that was not given"),
    "pickled-date": ("node(wire._VALUE, 'date', b'1234')", "parts of other types"),
    "code": ("node(wire._VALUE, 'eval', '1')", "malformed value .KeyError"),
}.items():  # fmt: skip
    forgery(
        f"value-{name}",
        f"a value that is none: {name}",
        double=f"""
        real = me.pack
        me.pack = lambda value, *table: {content} if str(value) == 'here' else real(value, *table)
        double = lambda x: 'here'
        """,
        first=WIRE,
        recorded=f"can't be read: .*{said}",
    )
forgery(
    "value-nested-extensions",
    "200 extensions, each within another one, in place of the state of a generator",
    double="""
        data = b""
        for _ in range(200):
            data = msgpack.packb(msgpack.ExtType(6, msgpack.packb(["PCG64", data])))
        real = me.pack
        me.pack = lambda value, *table: data if str(value) == 'here' else real(value, *table)
        double = lambda x: 'here'
        """,
    first=WIRE,
    recorded="can't be read: ",
)
#: name: (the reply to the question what double(x) is, what the judge says of it).
for name, (content, said) in {
    "none": ("None", DIED), "empty": ("[]", DIED), "short": ("[True, wire.pack(4, list)]", DIED),
    "long": ("[True, wire.pack(4, list), [], {}, 1]", DIED),
    "dict": ("{0: True, 1: wire.pack(4, list)}", DIED), "text": ("'True'", DIED),
    "number": ("[1, wire.pack(4, list), [], {}]", DIED), "value": ("[True, 4, [], {}]", DIED),
    "changed": ("[True, wire.pack(4, list), [], []]", DIED), "error": ("[False, 'x', [], {}]", DIED),
    "states": ("[True, wire.pack(4, list), {}, {}]", DIED), "bytes": ("b'x' * 9", DIED),
    "state": ("[True, wire.pack(4, list), [5], {}]", "can't be read: unknown kind"),
    "state-kind": ("[True, wire.pack(4, list), [['default_rng']], {}]", "can't be read: unknown kind"),
    "state-memory": ("[True, wire.pack(4, list), [['MT19937', bytes(2496), "
                     "(2**31 - 1).to_bytes(16, 'little')]], {}]", "can't be read: a generator's number"),
    "no-error": ("[False, {}, [], {}]", "Exception"),
    "odd-error": ("[False, {'kind': [], 'name': {}, 'message': 4}, [], {}]", "Exception"),
}.items():  # fmt: skip
    forgery(
        f"reply-{name}",
        f"a reply that is none: {content}",
        double=f"""
        real = me._operate
        def operate(*a): return {content} if a[1] == 'double' else real(*a)
        me._operate = operate
        double = lambda x: 0
        """,
        first=WIRE,
        keeps=() if said == DIED else ("last", "spread"),
        recorded=said,
    )
forgery(
    "frame-short",
    "half of a message's size, and no more",
    double="""
        def double(x):
            os.write(fd, b"1234")
            os.close(fd)
            os._exit(0)
        """,
    first=WIRE,
    keeps=(),
    recorded=DIED,
)
forgery(
    "frame-unfinished",
    "a message that is longer than what comes of it swallows the reply",
    double="""
        def double(x):
            os.write(fd, struct.pack("<Q", 1 << 27) + b"x")
            return 0
        """,
    first=WIRE,
    keeps=None,
    seconds=FEW,
    recorded=TIMED_OUT,
)
forgery(
    "frame-bytes",
    "the reply comes byte by byte, and bytes of another message between",
    double="""
        def double(x):
            message = msgpack.packb([1, asked(), [True, wire.pack(4, list), [], {}]])
            for byte in struct.pack("<Q", len(message) - 1) + message[:-1]:
                os.write(fd, bytes([byte]))
            return 0
        """,
    first=WIRE,
    keeps=(),
    recorded=DIED,
)
forgery(
    "reply-twice",
    "two replies to one question",
    double="""
        def double(x):
            put([1, asked(), [True, wire.pack(42, list), [], {}]])
            return 4 if x == 2 else 0
        """,
    first=WIRE,
    recorded="got 42",
)
forgery(
    "reply-threads",
    "threads reply, too, again and again",
    double="""
        import threading
        def double(x):
            number = asked()
            def reply():
                for _ in range(50): put([1, number, [True, wire.pack(42, list), [], {}]])
            threads = [threading.Thread(target=reply) for _ in range(4)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            return 0
        """,
    first=WIRE,
    keeps=None,
    recorded="got 42",
)
forgery(
    "reply-fork",
    "a fork that kept the connection replies",
    double="""
        kept = os.dup(fd)
        def double(x):
            number = asked()
            content = msgpack.packb([1, number, [True, wire.pack(42, list), [], {}]])
            if (child := os.fork()) == 0:
                os.write(kept, struct.pack("<Q", len(content)) + content)
                os._exit(0)
            os.waitpid(child, 0)
            return 0
        """,
    first=WIRE,
    recorded="got 42",
)
forgery(
    "reply-late",
    "the right answer comes after the time is up",
    double="""
        import threading, time
        late = 0
        def double(x):
            number = asked()
            def reply():
                global late
                time.sleep(0.5)
                put([1, number, [True, wire.pack(2 * x, list), [], {}]])
                late += 1
            try:
                while True: pass
            finally:
                threading.Thread(target=reply).start()
        """,
    first=WIRE,
    seconds=FEW,
    recorded="CellTimeoutError",
)
forgery(
    "reply-shape",
    "a reply that is no list",
    double="""
        me._operate = lambda *a: 5
        double = 1
        """,
    first=WIRE,
    keeps=(),
    recorded=DIED,
)
forgery(
    "changed-keys",
    "a reply that changes arguments that were not given",
    double="""
        real, got = me._operate, 0
        def operate(*a):
            global got
            reply = real(*a)
            got += a[1] == 'double'
            if a[1] == 'double': reply[3] = {-5: reply[1], 99: reply[1], 0: reply[1]}
            return reply
        me._operate = operate
        double = lambda x: 0
        """,
    first=WIRE,
    proof="got > 0",
)
forgery(
    "module-patched",
    "course.judge.student answers for the judge",
    double="""
        operated = 0
        def operate(*a, **k):
            global operated
            operated += 1
            return 0
        student.describe = lambda error: {"kind": "Exception", "name": "x", "message": "y"}
        student.OPERATIONS.update(dict.fromkeys(student.OPERATIONS, operate))
        double = lambda x: 0
        """,
    first=WIRE,
    keeps=(),
    proof="operated",
)
forgery(
    "error-forged",
    "an error that is described as no error",
    double="""
        described = 0
        def describe(error):
            global described
            described += 1
            return {"kind": "print", "name": 3, "message": [], "traceback": 1}
        student.describe = describe
        def double(x): raise ValueError
        """,
    first=WIRE,
    proof="described",
)
forgery(
    "seed-guessed",
    "the tests' seed is read or set",
    double="""
        import os, course.testing
        os.environ["COURSE_TEST_SEED"] = "1"
        course.testing.seed = lambda: 1
        double = lambda x: 0
        """,
    proof="testing.seed() == 1 == int(os.environ['COURSE_TEST_SEED'])",
)
forgery(
    "signals",
    "signals to the judge and to everything",
    double="""
        import os, signal
        sent = 0
        def double(x):
            global sent
            for pid in (os.getppid(), -1, 0):
                for number in (signal.SIGUSR1, signal.SIGALRM, signal.SIGTERM, signal.SIGKILL):
                    try: os.kill(pid, number)
                    except (OSError, KeyboardInterrupt): pass
                    sent += 1
            return 0
        """,
    needs="namespaces",  # elsewhere it would end everything that this user runs
    proof="sent >= 12",
)

BY_ARGUMENTS: dict[str, Attack] = {}


def by_argument(name: str, why: str, code: str, first: str = "", **more: object) -> None:
    """Add a wrong answer to "spread"."""
    assert name not in BY_ARGUMENTS
    BY_ARGUMENTS[name] = Attack(why, "spread", code, first, ("double", "last"), **more)


by_argument(
    "zeroed",
    "the test's own array is overwritten and given back",
    """
    zeroed = 0
    def spread(function, x, generator):
        global zeroed
        x[...] = 0
        zeroed += 1
        return x
    """,
    proof="zeroed",
)
by_argument(
    "pulled-back",
    "the generator is set back after each draw",
    """
    import copy
    calls = 0
    def spread(function, x, generator):
        global calls
        noise = copy.deepcopy(generator).normal(size=x.shape)
        assert np.array_equal(noise, copy.deepcopy(generator).normal(size=x.shape))
        calls += 1
        return function(x) + noise
    """,
    proof="calls >= 3",
)
by_argument(
    "generator-swapped",
    "the test's generator gets another state",
    """
    import numpy as np
    swapped = 0
    def spread(function, x, generator):
        global swapped
        generator.bit_generator.state = np.random.PCG64(0).state
        swapped += 1
        return function(x) + generator.normal(size=x.shape)
    """,
    proof="swapped",
)
by_argument(
    "callback-kept",
    "the test's function of an earlier test answers the later ones",
    """
    kept = []
    def spread(function, x, generator):
        kept.append(function)
        return kept[0](x) + generator.normal(size=x.shape)
    """,
    proof="len({f.number for f in kept}) > 1",
)
by_argument(
    "callback-endless",
    "the test's function is called without end",
    """
    calls = 0
    def spread(function, x, generator):
        global calls
        while True:
            function(x)
            calls += 1
    """,
    seconds=FEW,
    proof="calls > 10",
)
by_argument(
    "callback-recursive",
    "the test's function is given an object that calls it again",
    """
    import numpy as np
    def spread(function, x, generator):
        class Again:
            def __array__(self, *a, **k): return np.asarray(function(Again()))
            def __rmul__(self, other): return function(Again())
        return function(Again())
    """,
    recorded=DIED,
)
by_argument(
    "callback-any",
    "functions that were never given are called, and questions that are none are put",
    """
    refused, asked = [], 0
    def spread(function, x, generator):
        global asked
        for n in (-1, 1000, 10**9, None, "close"):
            try: me.ask_judge("call", n)
            except Exception as error: refused.append(type(error).__name__)
        for question in (None, 7, [], ["do"], {"a": 1}):
            assert me._peer.ask(question)[0] is False
            asked += 1
        return x
    """,
    first=WIRE,
    proof="asked >= 5 and set(refused) <= {'TypeError', 'IndexError'} and len(refused) >= 5",
)
by_argument(
    "judge-handle",
    "an object of the judge's is given back as the answer",
    """
    calls = []
    def spread(function, x, generator):
        calls.append(type(function))
        return function
    """,
    first=WIRE,
    proof="set(calls) == {student.Callback}",
)
by_argument(
    "array-dtype",
    "an answer of another kind: nested lists and tuples of text",
    """
    def spread(function, x, generator): return [[("1",)] * 3] * 2
    """,
    recorded="expected an array of numbers, got list",
)
by_argument(
    "empty",
    "an answer with no values in it",
    """
    import numpy as np
    def spread(function, x, generator): return np.empty((0, 3))
    """,
    recorded="got shape .0, 3.",
)
by_argument(
    "scrambled",
    "a thread changes the arguments while they are sent back",
    """
    import threading
    changed = 0
    def spread(function, x, generator):
        def scramble():
            global changed
            while True:
                x[...] = 7
                changed += 1
        threading.Thread(target=scramble, daemon=True).start()
        while not changed: pass
        return x
    """,
    proof="changed",
)


# ---------------------------------------------------------------- the test's own objects

LAYER = '''def layer():
    """An object that multiplies what it is given by everything that it was given before."""
    ### BEGIN SOLUTION
    class Layer:
        product = 1.0

        def multiply(self, *values):
            for value in values:
                self.product = self.product * np.asarray(value)

        def set_weights(self, weights):
            self.multiply(weights[0], weights[1]["bias"])

        def __setattr__(self, name, value):
            self.multiply(value) if name == "scale" else super().__setattr__(name, value)

        def __setitem__(self, key, value):
            self.multiply(value)

        def __contains__(self, value):
            self.multiply(value)
            return True

        def extend(self, items):
            self.multiply(sum(items))

        def update(self, options):
            self.multiply(options["factor"])

        def pair(self, pair):
            self.multiply(pair[0], pair[1][0])

        def objects(self, objects):
            self.multiply(objects[0])

        def fetch(self, function):
            self.multiply(function())

        def consume(self, values):
            self.multiply(*values)

        def apply(self, x):
            return x * self.product

    return Layer()
    ### END SOLUTION'''

LAYER_TEST = """rng = testing.rng(7)
    weights, bias, scale, gain, key, kept, inner, lazy, x = rng.uniform(1, 2, size=(9, 3))
    items, options, pair = [1.0, 2.0], {"factor": 2.0}, (rng.uniform(1, 2, size=3), [3.0])
    objects = np.array([inner, None], object)
    made = layer()
    made.set_weights([weights, {"bias": bias}])
    made.scale = scale
    made["gain"] = gain
    testing.that(key in made, "It must contain everything.", "Debe contener todo.")
    made.extend(items)
    made.update(options)
    made.pair(pair)
    made.objects(objects)
    made.fetch(lambda: kept)
    made.consume(iter([lazy]))
    got = made.apply(x=x)
    want = x * weights * bias * scale * gain * key * kept * objects[0] * lazy
    want = want * sum(items) * options.get("factor", 0) * pair[0] * pair[1][0]
    testing.close(got, want, "apply")"""

DRAWN = '''def drawn(holder):
    """Three draws of the generator in the list of the dict `holder`."""
    ### BEGIN SOLUTION
    return holder["random"][0].normal(size=3)
    ### END SOLUTION'''

DRAWN_TEST = """generator, twin = testing.rng(8), testing.rng(8)
    for _ in range(2):
        got = testing.call(drawn, {"random": [generator]})
        testing.close(got, twin.normal(size=3), "drawn")"""


def layered() -> NotebookNode:
    """A notebook whose test computes what it expects from what it gave to a student's object."""
    notebook = mini.wide()
    notebook.cells += mini.exercise("layer", LAYER, LAYER_TEST, LAYER_TEST, 2)
    notebook.cells += mini.exercise("drawn", DRAWN, DRAWN_TEST, DRAWN_TEST, 1)
    return notebooks.canonical(notebook)


BY_METHODS: dict[str, Attack] = {}
#: name: (how a method makes what the test expects zero, the proof that it did, in its own copy).
for name, method in {
    "array-in-list": "def set_weights(self, weights): zero(weights[0])",
    "array-in-dict-in-list": "def set_weights(self, weights): zero(weights[1]['bias'])",
    "array-reshaped": "def set_weights(self, weights): weights[0].shape = (3, 1); zero(weights[0])",
    "setter": "def __setattr__(self, name, value): zero(value)",
    "set-item": "def __setitem__(self, key, value): zero(value)",
    "contains": "def __contains__(self, value): return zero(value) is None",
    "list-grown": "def extend(self, items): items.append(-sum(items)); zero(0)",
    "list-cleared": "def extend(self, items): items.clear(); zero(0)",
    "list-replaced": "def extend(self, items): items[:] = [0.0]; zero(0)",
    "dict-cleared": "def update(self, options): options.clear(); zero(0)",
    "dict-changed": "def update(self, options): options['factor'] = 0.0; zero(0)",
    "array-in-tuple": "def pair(self, pair): zero(pair[0])",
    "list-in-tuple": "def pair(self, pair): pair[1][0] = 0.0; zero(0)",
    "array-in-objects": "def objects(self, objects): zero(objects[0])",
    "objects": "def objects(self, objects): objects[0] = np.zeros(3); zero(0)",
    "callback": "def fetch(self, function): zero(function())",
    "iterable": "def consume(self, values): [zero(value) for value in values]",
    "keyword": "def apply(self, x): zero(x); return np.zeros(3)",
    "kept": "def pair(self, pair): self.kept = pair\n"
            "        def apply(self, x): zero(self.kept[0]); return np.zeros(3)",
    "thread": "def pair(self, pair):\n"
              "            thread = threading.Thread(target=zero, args=pair[:1])\n"
              "            thread.start(); thread.join()",
    "destructor": "def pair(self, pair):\n"
                  "            Late = type('Late', (), {'__del__': lambda self: zero(pair[0])})\n"
                  "            Late()",
}.items():  # fmt: skip
    BY_METHODS[f"method-{name}"] = Attack(
        f"what the test expects becomes zero: {method}",
        "layer",
        f"""
import threading
zeroed = 0
def zero(array):
    global zeroed
    if isinstance(array, np.ndarray): array[...] = 0
    zeroed += 1
def layer():
    class Hostile:
        def set_weights(self, weights): pass
        def __setitem__(self, key, value): pass
        def __contains__(self, value): return True
        extend = update = pair = objects = fetch = consume = lambda self, value: None
        def apply(self, x): return np.zeros(3)
    class Zeroing(Hostile):
        {method}
    return Zeroing()
""",
        proof="zeroed",
        source=layered,
    )


@pytest.fixture(scope="module")
def forged() -> dict[str, tuple[NotebookNode, dict[str, float]]]:
    """All forgeries, graded."""
    return run_all({**FORGERIES, **BY_ARGUMENTS, **BY_METHODS})


@each(FORGERIES)
def test_a_forgery_gains_nothing(forged, name):
    attack, (executed, points) = FORGERIES[name], forged[name]
    assert attack.happened(executed), f"never attacked: {shown(executed)}"
    assert points["double"] == 0, attack.why
    if attack.keeps is not None:
        kept = {n for n in ("last", "spread") if points[n] == FULL[n]}
        assert kept == set(attack.keeps), shown(executed)
    names = {o.ename for c in executed.cells for o in c.get("outputs", []) if "ename" in o}
    assert "SetupFailed" not in names, "blamed on the machine, and run again for ever"
    assert MARKER not in shown(executed) or "expected 42" in shown(executed)


@each(BY_ARGUMENTS)
def test_a_forgery_by_way_of_arguments_gains_nothing(forged, name):
    attack, (executed, points) = BY_ARGUMENTS[name], forged[name]
    assert attack.happened(executed), f"never attacked: {shown(executed)}"
    assert points == {"double": 2, "last": 1, "spread": 0}, attack.why


@each(BY_METHODS)
def test_a_method_does_not_change_what_the_test_expects(forged, name):
    attack, (executed, points) = BY_METHODS[name], forged[name]
    assert attack.happened(executed), f"never attacked: {shown(executed)}"
    assert points == {**FULL, "layer": 0, "drawn": 1}, attack.why


def test_the_object_that_methods_attack_can_be_answered_and_generators_move_on():
    points = judged(notebook_with({}, source=layered), layered)[1]
    assert points == {**FULL, "layer": 2, "drawn": 1}


def test_a_change_of_an_argument_is_noticed_in_every_container():
    answers = {"drawn": """
        def drawn(holder):
            got = holder["random"][0].normal(size=3)
            holder["random"].append(0)
            return got
        """}  # fmt: skip
    executed, points = judged(notebook_with(answers, source=layered), layered)
    assert points == {**FULL, "layer": 2, "drawn": 0}
    assert "drawn: argument #1 was changed by the call" in shown(executed)


def test_an_honest_notebook_gives_no_proof():
    attacks = {**FORGERIES, **BY_ARGUMENTS, **BY_METHODS, **BOMBS}
    assert len(attacks) == sum(map(len, (FORGERIES, BY_ARGUMENTS, BY_METHODS, BOMBS)))
    proofs = {n: a.proof for n, a in attacks.items() if a.proof}
    del proofs["run-cell"]  # its proof is printed by what it puts in the place of the shell
    last = "\n".join(
        f"print('{name}', end=' ')\n{PROOF.format(proof=proof)}" for name, proof in proofs.items()
    )
    executed, points = judged(notebook_with({}, last=last))
    assert points == FULL
    found = dict(re.findall(r"^(\S+) proof: (.*)$", text(executed), re.MULTILINE))
    assert found.keys() == proofs.keys()
    assert not [name for name, proof in found.items() if proof == "True"]
    honest = Attack("", "double", "", recorded=".")
    assert not honest.happened(executed)


# ---------------------------------------------------------------- what it reaches for

#: Code that sets `got` to what it could get hold of, by name, and what must come of it in
#: the sandbox: "nothing", if it looked and found nothing, or the error that refuses it.
PROBES: dict[str, tuple[str, str]] = {
    # files
    "source": ("ENOENT", "got = open(ROOT + '/source/01-mini/01-mini.ipynb').read()"),
    "folder": ("ENOENT", "got = os.listdir(ROOT)"),
    "gradebook": ("ENOENT", "got = open(ROOT + '/gradebook.db', 'rb').read(9)"),
    "others": ("ENOENT", "got = os.listdir(ROOT + '/submitted')"),
    "dot-dot": ("ENOENT", "got = open('../' * 20 + ROOT + '/nbgrader_config.py').read()"),
    "proc-root": ("ENOENT", "got = os.listdir('/proc/1/root' + ROOT)"),
    "proc-cwd": ("nothing", "got = [p for p in readable('/proc/*/cwd', os.readlink) if p != '/tmp']"),
    "ssh": ("ENOENT", "got = os.listdir(HOST_HOME + '/.ssh')"),
    "shadow": ("ENOENT", "got = open('/etc/shadow').read()"),
    "host-passwd": ("nothing", "got = [l for l in open('/etc/passwd') if not l.startswith('student')]"),
    "host-tmp": ("ENOENT", "got = open(HOST_TMP).read()"),
    "open-files": ("nothing", "got = [f for n in os.listdir('/proc/self/fd') "
                   "if os.path.lexists(f'/proc/self/fd/{n}') "
                   "and (f := os.readlink(f'/proc/self/fd/{n}')).startswith('/') "
                   "and not f.startswith(('/proc/', '/dev/null'))]"),
    "write-package": ("EROFS|EACCES", "got = open(PACKAGE + '/settings.py', 'a')"),
    "write-venv": ("EROFS|EACCES", "got = open(SITE + '/sitecustomize.py', 'w')"),
    "write-pycache": ("EROFS|EACCES", "got = os.makedirs(PACKAGE + '/__pycache__/x') or 'made'"),
    "write-root": ("EROFS|EACCES", "got = open('/x', 'w')"),
    "write-etc": ("EROFS|EACCES", "got = open('/etc/passwd', 'a')"),
    "write-home": ("EROFS|EACCES", "got = os.makedirs(HOST_HOME + '/left') or 'made'"),
    "write-usr": ("EROFS|EACCES", "got = open('/usr/lib/x', 'w')"),
    "write-proc": ("EROFS|EACCES", "got = open('/proc/sys/kernel/core_pattern', 'w')"),
    "oom-score": ("EROFS|EACCES", "got = open('/proc/self/oom_score_adj', 'w').write('-1000')"),
    "utime": ("EROFS|EACCES", "got = os.utime(PACKAGE + '/settings.py') or 'touched'"),
    "chmod": ("EROFS|EACCES", "got = os.chmod(PACKAGE + '/settings.py', 0o777) or 'changed'"),
    # the judge, other processes, and the tests
    "environment": ("nothing", "got = [k for k in os.environ if 'SECRET' in k or 'TOKEN' in k]"),
    "environ-of-all": ("nothing", "got = [v for v in readable('/proc/*/environ', lambda p: open(p, 'rb').read()) if b'SECRET' in v]"),
    "seed": ("nothing", "got = os.environ.get('COURSE_TEST_SEED')"),
    "processes": ("nothing", "got = [p for p in glob.glob('/proc/[0-9]*') if int(p[6:]) not in (1, os.getpid())]"),
    "judge-memory": ("ENOENT", "got = open(f'/proc/{os.getppid()}/mem', 'rb').read(1)"),
    "all-memory": ("nothing", "got = [p for p in glob.glob('/proc/[0-9]*/mem') if p != f'/proc/{os.getpid()}/mem' and open(p, 'rb')]"),
    "ptrace": ("EPERM", "got = done(libc.ptrace(16, HOST_PID, 0, 0))"),
    "process_vm_readv": ("EPERM", "b = ctypes.create_string_buffer(8); v = (ctypes.c_void_p * 2)(ctypes.addressof(b), 8); "
                         "got = done(libc.process_vm_readv(HOST_PID, v, 1, v, 1, 0))"),
    "hidden-test-in-objects": ("nothing", "got = [o for o in gc.get_objects() if isinstance(o, dict) and any("
                               "isinstance(v, str) and re.search(r'a [h]idden [n]umber', v) for v in list(o.values()))]"),
    "hidden-test-in-memory": ("nothing", "got = scan(rb'a [h]idden [n]umber')"),
    "expected-value-in-memory": ("nothing", "got = scan(rb'[h]idden_double')"),
    "frames": ("nothing", "import inspect; got = [f for f in inspect.stack() if re.search('a [h]idden [n]umber', str(f.frame.f_locals))]"),
    "modules": ("nothing", "import sys; got = [m for m in list(sys.modules.values()) if isinstance(getattr(m, 'Judge', None), type) "
                "and any(isinstance(o, m.Judge) for o in gc.get_objects())]"),
    # the network
    "tcp": ("EACCES", "got = socket.create_connection(('127.0.0.1', PORT), 1)"),
    "udp": ("EACCES", "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); got = s.sendto(b'x', ('127.0.0.1', PORT))"),
    "ipv6": ("EACCES", "got = socket.create_connection(('::1', PORT), 1)"),
    "outside": ("EACCES", "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); got = s.sendto(b'x', ('192.0.2.1', 53))"),
    "dns": ("gaierror", "socket.setdefaulttimeout(1); got = socket.getaddrinfo('localhost.example', 80)"),
    "abstract-socket": ("EACCES", "s = socket.socket(socket.AF_UNIX); s.connect('\\0' + ABSTRACT); got = s"),
    "fork-server": ("EACCES", "s = socket.socket(socket.AF_UNIX); s.connect(SERVER); got = s"),
    "netlink-up": ("EACCES", "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); import fcntl, struct; "
                   "got = fcntl.ioctl(s, 0x8914, struct.pack('16sH', b'lo', 1))"),
    "raw-socket": ("EACCES", "got = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)"),
    "vsock": ("EACCES", "got = socket.socket(40, socket.SOCK_STREAM)"),  # AF_VSOCK: the host of a virtual machine
    "netlink": ("EACCES", "got = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)"),
    "crypto": ("EACCES", "got = socket.socket(38, socket.SOCK_SEQPACKET)"),  # AF_ALG: parts of the kernel
    "datagram-pair": ("EACCES", "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM); a.connect(SYSTEM_SOCKET); got = a"),
    "larger-buffers": ("EPERM", "a, b = socket.socketpair(); a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24); got = a"),
    # rights, namespaces and devices
    "chroot": ("EPERM", "got = os.chroot('/tmp') or 'done'"),
    "mount": ("EPERM", "got = done(libc.mount(b'tmpfs', b'/tmp', b'tmpfs', 0, 0))"),
    "umount": ("EPERM", "got = done(libc.umount2(b'/usr', 2))"),
    "remount": ("EPERM", "got = done(libc.mount(None, b'/', None, 32, None))"),
    "pivot-root": ("EPERM", "got = done(libc.pivot_root(b'/tmp', b'/tmp'))"),
    "unshare": ("EPERM", "got = done(libc.unshare(0x10000000))"),
    "clone-user": ("EPERM", "got = done(libc.syscall(SYS_clone, 0x10000000 | 17, 0, 0, 0, 0)) or os._exit(0)"),
    "setns": ("EPERM", "got = done(libc.setns(os.open('/proc/self/ns/mnt', os.O_RDONLY), 0))"),
    "setuid": ("EPERM|EINVAL", "got = os.setuid(0) or 'root'"),
    "setgroups": ("EPERM", "got = os.setgroups([0]) or 'groups'"),
    "set-user-id": ("nothing", "got = libc.prctl(39, 0, 0, 0, 0) != 1 or None"),  # PR_GET_NO_NEW_PRIVS
    "mknod": ("EPERM", "got = os.mknod('sda', 0o60666, os.makedev(8, 0)) or 'made'"),
    "disk": ("nothing", "got = [d for d in os.listdir('/dev') if d.startswith(('sd', 'vd', 'nvme'))]"),
    "kmsg": ("ENOENT", "got = open('/dev/kmsg')"),
    "dev-mem": ("ENOENT", "got = open('/dev/mem', 'rb')"),
    "kcore": ("EACCES|EPERM|ENOENT", "got = open('/proc/kcore', 'rb')"),
    "terminal": ("ENOENT", "got = os.open('/dev/tty', os.O_RDWR)"),
    "terminals": ("ENOENT", "got = os.listdir('/dev/pts')"),
    "sysrq": ("EROFS|EACCES|ENOENT", "got = open('/proc/sysrq-trigger', 'w')"),
    "keyring": ("EPERM", "got = done(libc.syscall(SYS_keyctl, 0, -3, 0))"),
    "bpf": ("EPERM", "got = done(libc.syscall(SYS_bpf, 0, 0, 0))"),
    "io_uring": ("EPERM", "got = done(libc.syscall(425, 1, ctypes.create_string_buffer(120)))"),
    "memfd": ("EPERM", "got = os.memfd_create('hidden memory')"),
    "sysv-memory": ("EPERM", "got = done(libc.shmget(0, 1 << 20, 0o1600))"),
    "messages": ("EPERM", "got = done(libc.msgget(0, 0o1600))"),
    "message-queue": ("EPERM", "got = done(libc.syscall(SYS_mq_open, b'q', os.O_CREAT | os.O_RDWR, 0o600, None))"),
    "watch-files": ("EPERM", "got = done(libc.inotify_init1(0))"),  # to see what others read
    "file-notices": ("EPERM", "import fcntl; got = fcntl.fcntl(os.open(SITE, os.O_RDONLY), 1026, 1) == 0"),  # F_NOTIFY
    "lease": ("EPERM", "import fcntl; got = fcntl.fcntl(os.open('/usr/bin/env', os.O_RDONLY), 1024, 0) == 0"),  # F_SETLEASE
    "larger-pipe": ("EPERM", "import fcntl; r, w = os.pipe(); got = fcntl.fcntl(w, 1031, 1 << 19)"),
    "pages-in-pipes": ("EPERM", "r, w = os.pipe(); b = ctypes.create_string_buffer(8); v = (ctypes.c_void_p * 2)("
                       "ctypes.addressof(b), 8); got = done(libc.vmsplice(w, v, 1, 0))"),
    "outlive-judge": ("EPERM", "got = done(libc.prctl(1, 0, 0, 0, 0)) or 'done'"),
    "killed-by-the-system": ("EPERM|PermissionError|ValueError", "import resource as r; got = r.setrlimit(r.RLIMIT_CPU, (99, 99)) or 'set'"),
    "hide-memory": ("EPERM", "got = done(libc.prctl(4, 0, 0, 0, 0)) or 'hidden'"),
    "take-descriptor": ("EPERM", "got = done(libc.syscall(438, 0, 0, 0))"),  # pidfd_getfd
    "perf": ("EPERM", "got = done(libc.syscall(SYS_perf, ctypes.create_string_buffer(128), 0, -1, -1, 0))"),
    "priority": ("EPERM|EACCES", "got = os.setpriority(os.PRIO_PROCESS, 0, -20) or 'raised'"),
    "limits": ("ValueError", "import resource as r; got = r.setrlimit(r.RLIMIT_NPROC, (10**6, 10**6)) or 'raised'"),
    "hostname": ("EPERM", "got = socket.sethostname('x') or 'named'"),
}  # fmt: skip

#: Probes that do no harm where nothing refuses them, and succeed there.
HARMLESS = (
    "source", "folder", "gradebook", "others", "dot-dot", "proc-cwd", "host-passwd", "host-tmp",
    "open-files", "environment", "environ-of-all", "seed", "processes", "hidden-test-in-objects",
    "hidden-test-in-memory", "expected-value-in-memory", "frames", "modules", "tcp", "udp",
    "abstract-socket", "fork-server", "netlink", "datagram-pair", "larger-buffers", "messages",
    "watch-files", "larger-pipe",
    "pages-in-pipes", "outlive-judge", "killed-by-the-system",
)  # fmt: skip

#: What the probes use. `probe` prints what became of one.
TOOLS = """
import ctypes, errno, gc, glob, os, platform, re, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
SYS_clone, SYS_keyctl, SYS_bpf, SYS_perf, SYS_mq_open = {"x86_64": (56, 250, 321, 298, 240),
    "aarch64": (220, 219, 280, 241, 180)}[platform.machine()]

def done(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return "done: " + str(result)

def readable(pattern, read):
    for path in glob.glob(pattern):
        try:
            yield read(path)
        except OSError:
            pass

def scan(pattern):
    found = 0
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb") as memory:
        for line in maps:
            span, rights, *_ = line.split()
            low, high = (int(n, 16) for n in span.split("-"))
            if rights.startswith("rw") and high - low < 1 << 30:
                try:
                    memory.seek(low)
                    found += len(re.findall(pattern, memory.read(high - low)))
                except (OSError, ValueError):
                    pass
    return str(found) + " times" if found else None

def probe(name, code):
    names = globals() | {"got": None}
    try:
        exec(code, names)
        said = "got " + repr(names["got"])[:80] if names["got"] else "nothing"
    except socket.gaierror:
        said = "gaierror"
    except OSError as error:
        said = errno.errorcode.get(error.errno, repr(error))
    except BaseException as error:
        said = type(error).__name__
    print(name + ":", said)

planted = "".join(["plant", "ed", " here"])
"""
PROBED = re.compile(r"^([\w-]+): (.*)$", re.MULTILINE)


@pytest.fixture(scope="module")
def reached(tmp_path_factory, server) -> Iterator[tuple[dict, dict[str, str], str]]:
    """Every probe's outcome in one submission of a course folder: marks, outcomes, names."""
    course = mini.make(tmp_path_factory.mktemp("reach") / "class", mini.wide())
    listener = socket.create_server(("127.0.0.1", 0))
    abstract = socket.socket(socket.AF_UNIX)
    abstract.bind(f"\0course-attacks-{os.getpid()}")
    abstract.listen()
    datagrams = tmp_path_factory.mktemp("log") / "log"  # such as /dev/log
    system = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    system.bind(str(datagrams))
    secret = course.root / "secret.txt"
    secret.write_text("host")
    names = {
        "ROOT": str(course.root), "HOST_HOME": os.path.expanduser("~"), "HOST_TMP": str(secret),
        "HOST_PID": os.getpid(), "PORT": listener.getsockname()[1],
        "ABSTRACT": f"course-attacks-{os.getpid()}", "SERVER": str(client.shared()),
        "SYSTEM_SOCKET": str(datagrams),
        "PACKAGE": str(Path(engine.__file__).parent.parent),
        "SITE": str(Path(nbformat.__file__).parent.parent),
    }  # fmt: skip
    tools = TOOLS + "\n".join(f"{k} = {v!r}" for k, v in names.items())
    submitted = notebook_with({}, tools)
    control = {"control": ("", "got = scan(rb'[p]lanted here')")}
    for name, (_, code) in reversed({**PROBES, **control}.items()):
        submitted.cells.insert(1, cell(f"probe({name!r}, {code!r})"))
    mini.submit(course, "mallory", submitted)
    mini.submit(course, "honest", reference(mini.wide(), "en"))
    with listener, abstract, system:
        marks = {m.student: m for m in grade(course, mini.NAME, workers=2)}
        executed = notebooks.read(
            course.root / "autograded" / "mallory" / mini.NAME / f"{mini.NAME}.ipynb"
        )
        yield marks, dict(PROBED.findall(text(executed))), tools


@pytest.mark.parametrize("name", PROBES)
@pytest.mark.needs("namespaces")
def test_nothing_is_reached(reached, name):
    outcome = reached[1].get(name, "the probe did not run")
    assert re.fullmatch(PROBES[name][0], outcome), outcome


@pytest.mark.needs("linux")
def test_the_same_probes_reach_what_nothing_protects(reached):
    # What the judge has and the student must not: the tests, and the seed.
    planted = f"""
from course.judge import judge
kept = [{{"test": {MARKER!r}, "name": ["hidden_double"]}}, judge.Judge.__new__(judge.Judge)]
opened = open(HOST_TMP)
def within():
    hidden = {MARKER!r}
    for name, code in { ({name: PROBES[name][1] for name in HARMLESS})!r}.items():
        probe(name, code)
within()
"""
    done = subprocess.run(
        [sys.executable, "-c", reached[2] + planted], capture_output=True, text=True,
        env={**os.environ, "COURSE_TEST_SEED": "1", "A_SECRET": "x"}, cwd="/",
    )  # fmt: skip
    assert not done.returncode, done.stderr
    outcomes = dict(PROBED.findall(done.stdout))
    assert outcomes.keys() == set(HARMLESS)
    assert not {n: said for n, said in outcomes.items() if not said.startswith("got ")}


def test_the_scan_of_memory_finds_what_is_there(reached):
    assert "times" in reached[1]["control"]


def test_who_reaches_for_things_keeps_the_points_of_right_answers(reached):
    marks = reached[0]
    assert {s: m.result.points for s, m in marks.items()} == {"mallory": 5, "honest": 5}


# ---------------------------------------------------------------- what it uses up

#: In the arguments of a process that a bomb leaves behind.
LEFT_BEHIND = f"left-behind-by-{os.getpid()}"
#: What a bomb may use.
LIMITS = sandbox.Limits(memory=1 << 30, scratch=64 << 20, processes=100)
OTHERS = ("last", "spread")
#: What the judge records of a process that used too much memory, or started too many.
TOO_MUCH, STOPPED = f"{DIED}: .*more than 1.0 GiB of memory", f"{DIED}: .*was stopped"

#: name: (what it tries, the answer to "double", the exercises that keep their points, how it
#: shows that it went off, and more of `Attack`).
BOMBS: dict[str, Attack] = {
    name: Attack(why, "double", code, keeps=keeps, **more)
    for name, (why, code, keeps, more) in {
    "forks": ("processes without end", """
        import os
        while True:
            try: os.fork()
            except OSError: pass
        """, None, {"recorded": f"{STOPPED}|{TIMED_OUT}"}),
    "threads": ("threads without end", """
        import threading, time
        while True: threading.Thread(target=time.sleep, args=(99,)).start()
        """, None, {"recorded": "RuntimeError: can't start new thread"}),
    "memory": ("memory without end", """
        kept = []
        while True: kept.append(bytearray(1 << 26))
        """, (), {"recorded": TOO_MUCH}),
    "memory-of-many": ("memory in many processes", """
        import os
        for _ in range(6):
            if os.fork() == 0: break
        kept = [b"x" * (1 << 24) for _ in range(40)]
        import time; time.sleep(9999)
        """, (), {"recorded": TOO_MUCH}),
    "memory-shared": ("shared memory, which belongs to no process", """
        import mmap
        kept = []
        while True:
            kept.append(mmap.mmap(-1, 1 << 26))
            kept[-1][:] = bytes(1 << 26)
        """, (), {"recorded": TOO_MUCH}),
    "sockets": ("memory in the buffers of sockets, which belongs to no process", """
        import os, socket, time
        kept = []
        for _ in range(5):
            os.fork()
        try:
            while True:
                near, far = socket.socketpair()
                kept.append((near, far))
                near.setblocking(False)
                try:
                    while True: near.send(bytes(1 << 16))
                except BlockingIOError: pass
        except OSError:
            time.sleep(9999)
        """, (), {"recorded": TOO_MUCH}),
    "descriptors-in-flight": ("open files that wait in a socket, and are in no process", """
        import array, os, socket
        near, far = socket.socketpair()
        sent = 0
        try:
            while True:
                pair = socket.socketpair()
                near.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS,
                                       array.array("i", [s.fileno() for s in pair]))])
                for s in pair: s.close()
                sent += 2
        except OSError as error:
            refused = error.errno
        double = lambda x: 0
        """, OTHERS, {"proof": "0 < sent < 1000 and refused"}),
    "memory-without-a-leader": ("memory of processes whose first thread has ended", """
        import ctypes, os, platform, threading, time
        kept, leave = [], {"x86_64": 60, "aarch64": 93}[platform.machine()]
        def fill():
            while True: kept.append(bytearray(b"x" * (1 << 24)))
        for _ in range(3):
            if os.fork() == 0:
                threading.Thread(target=fill).start()
                ctypes.CDLL(None).syscall(leave, 0)  # this thread alone
        time.sleep(9999)
        """, (), {"recorded": TOO_MUCH}),
    "page-tables": ("tables of pages that hold nothing", """
        import mmap
        kept = []
        while True:
            kept.append(mmap.mmap(-1, 1 << 40, mmap.MAP_PRIVATE | 0x4000, mmap.PROT_READ))
            for place in range(0, 1 << 40, 1 << 21): kept[-1][place]
        """, (), {"recorded": TOO_MUCH}),
    "pipes": ("memory in pipes", """
        import os
        kept, size = [], 0
        try:
            while True:
                kept.append(os.pipe())
                os.set_blocking(kept[-1][1], False)
                try:
                    while True: size += os.write(kept[-1][1], bytes(1 << 16))
                except BlockingIOError: pass
        except OSError: pass
        for pair in kept:
            for end in pair: os.close(end)
        double = lambda x: 0
        """, OTHERS, {"proof": "0 < size < 100 << 20"}),
    "scratch": ("files without end", """
        import os
        n = 0
        while True:
            n += 1
            with open(f"/tmp/{n}", "wb") as f: f.write(b"x" * (1 << 24))
        """, OTHERS, {"recorded": r"OSError: \[Errno 28\]", "needs": "namespaces"}),
    "shm": ("files without end in /dev/shm", """
        with open("/dev/shm/x", "wb") as f:
            while True: f.write(b"x" * (1 << 20))
        """, OTHERS, {"recorded": r"OSError: \[Errno (27|28)\]", "needs": "namespaces"}),
    "inodes": ("empty files without end", """
        n = 0
        while True:
            n += 1
            open(f"/tmp/{n}", "w").close()
        """, None, {"recorded": r"OSError: \[Errno 28\]", "needs": "namespaces"}),
    "stdout": ("output without end", "while True: print('x' * 10000)", (),
        {"recorded": "printed more than 20 MB"}),
    "stderr": ("output without end, straight to the descriptor", """
        import os
        while True: os.write(2, b"x" * 10000)
        """, (), {"recorded": "printed more than 20 MB"}),
    "lines": ("alternating output", """
        import os
        for n in range(60000): os.write(1, b"x"); os.write(2, b"y")
        os.write(1, b"\\n")
        """, OTHERS, {"proof": "n == 59999"}),
    "display": ("displays without end", """
        from IPython.display import display, HTML
        for n in range(300): display(HTML("<p>" + "x" * 100000))
        """, OTHERS, {"proof": "n == 299"}),
    "display-small": ("displays of nothing without end", """
        for _ in range(30000): put([2, 0, ["display", {}]])
        """, OTHERS, {"first": WIRE, "proof": "sent == 30000"}),
    "errors": ("errors without end", """
        for _ in range(300): put([2, 0, ["error", ["E", "x" * 100000, ["y" * 100000]]]])
        """, OTHERS, {"first": WIRE, "proof": "sent == 300"}),
    "message": ("an error with a message of 100 MB", """
        def double(x): raise ValueError("<script>" * (100 << 17))
        """, OTHERS, {"recorded": "ValueError: (<script>){20}"}),
    "message-forged": ("an error described with 50 MB", """
        student.describe = lambda e: {"kind": "ValueError", "name": "E" * 50_000_000,
                                      "message": "x" * 1000, "traceback": "y" * 50_000_000}
        def double(x): raise ValueError
        """, OTHERS, {"first": WIRE, "recorded": "E{100}: x{1000}"}),
    "giant": ("an answer of 1 GB, which the process can't build", """
        import numpy as np
        double = lambda x: np.zeros(1 << 27)
        """, OTHERS, {"recorded": "MemoryError: Unable to allocate 1.00 GiB"}),
    "giant-message": ("a message of 256 MB", """
        def double(x):
            put(bytes(1 << 28))
            return 0
        """, (), {"first": WIRE, "recorded": DIED}),
    "many-objects": ("an answer that takes 60 times its bytes to read", """
        real = me.pack
        me.pack = lambda v, *t: bytes(4) + b"\\xdd" + struct.pack(">I", 100_000_000) + b"\\x90" * 100_000_000 \\
            if str(v) == "here" else real(v, *t)
        double = lambda x: "here"
        """, OTHERS, {"first": WIRE, "recorded": "can't be read: a tree of 100000005 bytes"}),
    "many-lists": ("an answer of lists that takes 60 times its bytes to read", """
        real = me.pack
        me.pack = lambda v, *t: bytes(4) + b"\\xdd" + struct.pack(">I", 30_000_000) + b"\\x90" * 30_000_000 \\
            if str(v) == "here" else real(v, *t)
        double = lambda x: "here"
        """, OTHERS, {"first": WIRE, "recorded": "can't be read: a value of too many parts"}),
    "many-handles": ("an answer of objects, of which each has a class of its own", """
        real = me.pack
        me.pack = lambda v, *t: node(*[0], *[[wire._HANDLE, ["student", n, f"X{n}", "", [], False]]
            for n in range(500_000)]) if str(v) == "here" else real(v, *t)
        double = lambda x: "here"
        """, OTHERS, {"first": WIRE, "recorded": "can't be read: a value of too many parts"}),
    "loop": ("a loop without end", """
        def double(x):
            while True: pass
        """, OTHERS, {"seconds": FEW, "recorded": "CellTimeoutError"}),
    "loop-deaf": ("a loop that ignores interrupts", """
        def forever():
            while True: pass
        def double(x):
            while True:
                try: forever()
                except BaseException: pass
        """, (), {"seconds": FEW, "recorded": TIMED_OUT}),
    "loop-in-c": ("a loop in C", "def double(x): return sum(iter(int, 1))", None,
        {"seconds": FEW, "recorded": f"CellTimeoutError|{TIMED_OUT}"}),
    "stopped": ("it stops itself", """
        import os, signal
        def double(x):
            os.kill(os.getpid(), signal.SIGSTOP)
            while True: pass
        """, None, {"seconds": FEW, "recorded": f"CellTimeoutError|{TIMED_OUT}"}),
    "recursion": ("recursion without end", "def double(x): return double(x)", OTHERS,
        {"recorded": "RecursionError"}),
    "crash": ("a crash of the interpreter", """
        import ctypes
        def double(x): return ctypes.string_at(0)
        """, (), {"recorded": f"{DIED}: The kernel died in the cell double-visible"}),
    "callbacks-deep": ("answers within answers without end", """
        class Deep:
            def __len__(self): return 1
            def __getitem__(self, i): return Deep()
            def __iter__(self): return iter([Deep()])
        double = lambda x: Deep()
        """, OTHERS, {"proof": "type(double(1)[0][0][0]) is Deep"}),
    "daemon": ("a process that stays", f"""
        import glob, os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execv("/bin/sleep", ["{LEFT_BEHIND}", "9999"])
            os._exit(0)
        double = lambda x: 0
        def left():
            return [p for p in glob.glob("/proc/[0-9]*/cmdline")
                    if b"{LEFT_BEHIND}\\0" in open(p, "rb").read()]
        while not left(): time.sleep(0.01)
        """, OTHERS, {"proof": "left()"}),
    "at-exit": ("code at exit and in destructors that would take hours", """
        import atexit, time, sys
        before = atexit._ncallbacks()
        atexit.register(time.sleep, 9999)
        class Late:
            def __del__(self, sleep=time.sleep): sleep(9999)
        sys.late = Late()
        double = lambda x: 0
        """, OTHERS, {"proof": "atexit._ncallbacks() == before + 1 and sys.late"}),
    }.items()
}  # fmt: skip


@pytest.fixture(scope="module")
def bombed() -> dict[str, tuple[NotebookNode, dict[str, float]]]:
    """All bombs, graded with small limits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "LIMITS", LIMITS)
        return run_all(BOMBS)


@each(BOMBS)
def test_a_bomb_costs_its_own_points_and_little_else(bombed, name):
    attack, (executed, points) = BOMBS[name], bombed[name]
    assert attack.happened(executed), f"never went off: {shown(executed)[:2000]}"
    assert points["double"] == 0, attack.why
    if attack.keeps is not None:
        kept = {n for n in ("last", "spread") if points[n]}
        assert kept == set(attack.keeps), summarise(executed, "x")
    assert len(json.dumps(executed)) < 9_000_000, "a result that nobody can open"
    assert max(len(c.get("outputs", [])) for c in executed.cells) < 2000


@pytest.mark.usefixtures("forged", "bombed", "reached")
def test_nothing_is_left_behind(server):
    process, folder = server

    def left() -> list:
        found = psutil.process_iter(["cmdline"])
        sleeping = [p for p in found if LEFT_BEHIND in (p.info["cmdline"] or ())]
        return [*sleeping, *process.children(), *folder.glob("course-scratch-*")]

    deadline = time.monotonic() + DEADLINE
    while left() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not left()
    _, points = judged(notebook_with({}))
    assert points == FULL


# ---------------------------------------------------------------- submitted files


def test_forged_metadata_points_and_copies_of_cells_count_for_nothing():
    wrong = {"double": "double = lambda x: 0"}
    plain, submitted = notebook_with(wrong), notebook_with(wrong)
    for forged in submitted.cells:
        if (name := notebooks.grade_id(forged)) is None:
            continue
        forged.metadata["tags"] = ["skip-execution", "raises-exception"]
        forged.metadata["nbgrader"] |= {
            "points": 100, "checksum": "0" * 32, "grade": name == "double", "locked": False,
        }  # fmt: skip
        if name.endswith("-test"):
            forged.source = "pass"
    extra = nbformat.v4.new_code_cell("pass")
    extra.metadata["nbgrader"] = {
        "grade": True, "solution": False, "grade_id": "bonus-test", "points": 50,
        "locked": True, "schema_version": 3, "task": False,
    }  # fmt: skip
    submitted.cells += [extra, nbformat.from_dict({**extra, "id": "twice"})]
    submitted.metadata["course"] = {"language": "en", "points": 99, "key": "x"}
    base = grading_template(mini.wide(), "en")
    assert key(merge(base, submitted)) == key(merge(base, plain))
    assert judged(submitted)[1] == {"double": 0, "last": 1, "spread": 2}


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A class in which some submitted links, or files that could be run or read by mistake."""
    course = mini.make(tmp_path_factory.mktemp("handed-in") / "class")
    submitted, name = course.root / "submitted", f"{mini.NAME}.ipynb"
    honest = mini.submit(course, "honest", reference(mini.source(), "en"))
    (submitted / "link-student").symlink_to("honest")
    for student in ("link-folder", "link-source", "link-other", "pipe", "link-copy", "link-nested"):
        (submitted / student).mkdir()
    (submitted / "link-folder" / mini.NAME).symlink_to(honest)
    for student in ("link-source", "link-other", "pipe", "link-copy", "link-nested"):
        (submitted / student / mini.NAME).mkdir()
    (submitted / "link-source" / mini.NAME / name).symlink_to(course.source / mini.NAME / name)
    (submitted / "link-other" / mini.NAME / name).symlink_to(f"../../honest/{mini.NAME}/{name}")
    (submitted / "link-copy" / mini.NAME / "copy.ipynb").symlink_to(honest / name)
    (submitted / "link-nested" / mini.NAME / "x").symlink_to(honest)
    os.mkfifo(submitted / "pipe" / mini.NAME / name)
    where = mini.submit(course, "shadows", reference(mini.source(), "en"))
    secret = course.root / "secret.txt"
    secret.write_text("2026-01-01 00:00:00 UTC")
    (where / "timestamp.txt").symlink_to(secret)
    for module in ("sitecustomize", "numpy", "keras", "course", "conftest"):
        (where / f"{module}.py").write_text("raise SystemExit('taken over')")
    return course, {m.student: m for m in grade(course, mini.NAME, workers=2)}


@pytest.mark.parametrize(
    "student",
    [
        "link-source",
        "link-other",
        "link-folder",
        "link-student",
        "link-copy",
        "link-nested",
        "pipe",
    ],
)
def test_a_link_to_the_work_of_others_is_refused(handed_in, student):
    _, marks = handed_in
    assert (marks[student].score, marks["honest"].score) == (None, 3)
    assert "symbolic link" in marks[student].ungraded or "no notebook" in marks[student].ungraded


def test_nothing_else_in_the_folder_is_followed_or_run(handed_in):
    course, marks = handed_in
    assert (marks["shadows"].score, marks["shadows"].late_seconds) == (3, 0)
    taken_over = subprocess.run(
        [sys.executable, "-c", "import course"], capture_output=True, text=True,
        cwd=course.root / "submitted" / "shadows" / mini.NAME,
    )  # fmt: skip
    assert "taken over" in taken_over.stderr, "the modules would not be imported anyway"
    assert not list((course.root / "autograded").rglob("timestamp.txt"))


HOSTILE = """
<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>
<iframe src="//evil"></iframe><form action="//evil"><input name=score value=100></form>
<div style="position:fixed" class="score" id="score" onclick="x()">text</div>
<svg onload=alert(1)><style>*{display:none}</style><meta http-equiv=refresh content=0>
"""
FORBIDDEN = ("<script", "onerror", "javascript:", "<iframe", "<form", "<input", "style", "onclick",
             "onload", "<svg", "<meta", "id=", 'class="score"')  # fmt: skip


def test_displays_are_made_harmless():
    bundle, page = displayed({
        "text/html": HOSTILE, "application/javascript": "alert(1)", "image/svg+xml": "<svg>",
        "text/markdown": HOSTILE, "text/latex": "x", "image/png": 'x"><script>alert(1)</script>',
        "image/jpeg": "aGVsbG8=\n", "text/plain": HOSTILE,
    })  # fmt: skip
    assert set(bundle) == {"text/plain", "image/jpeg"}
    assert not [f for f in FORBIDDEN if f in safe_page(page)]


def test_no_script_no_escape_and_no_hidden_input_reaches_pages_and_terminals(tmp_path):
    answers = {
        "double": f"""
        from IPython.display import display, HTML
        kept = []
        display(HTML({HOSTILE!r}))
        display({{"application/javascript": "alert(1)", "image/png": '"><script>'}}, raw=True)
        print({HOSTILE!r})
        def double(x):
            kept.append(x)
            raise ValueError({HOSTILE!r} + "\x1b]0;title\x07\x1b[2J\u202e [red]" + "y" * 500)
        """,
        "last": """
        def last(items):
            print("argu" + "ment:", items)
            kept.append(items)
            return items[-1]
        """,
        "spread": "print('ke' + 'pt:', kept)",
    }
    notebook = mini.wide()
    course = mini.make(tmp_path / "class", notebook)
    mini.submit(course, "mallory", notebook_with(answers))
    where = mini.submit(course, "escape", "no notebook")
    (where / f"{mini.NAME}.ipynb").rename(where / "\x1b[2J<b>.ipynb")
    (where / "b.ipynb").write_text("{}")
    marks = {m.student: m for m in grade(course, mini.NAME)}
    messages = [e.message for e in marks["mallory"].result.exercises]
    messages += [m.note for m in marks.values()]
    assert "b.ipynb" in marks["escape"].note
    assert all(len(m) < 400 and m.isprintable() for m in messages)
    graded = course.root / "autograded" / "mallory" / mini.NAME / f"{mini.NAME}.ipynb"
    assert re.search("kept: .*'xyz'", text(notebooks.read(graded))), (
        "the hidden input was not printed"
    )
    converters.generate_feedback(course, mini.NAME)
    page = (course.root / "feedback" / "mallory" / mini.NAME / f"{mini.NAME}.html").read_text()
    assert "alert(1)&lt;" in page, "what was printed is shown, as text"
    assert "<script>alert" not in page and "<img src=x" not in page
    assert "argument:" not in page and "kept:" not in page and "xyz" not in page
