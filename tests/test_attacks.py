"""Attacks on the marks, each graded for real: none gains a point or reads what it may not.

`FORGERIES` are answers to the exercise "double" that are wrong and try to pass all the
same; the two honest exercises beside them keep their points. `PROBES` are pieces of code
that reach for something; each prints whether it got it. `BOMBS` use up the machine. The
rest attacks from the files that are handed in.
"""

import contextlib
import gc
import json
import os
import re
import socket
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from course import nbgrader_steps, notebooks
from course.grading import engine, sandbox, warm
from course.grading.grade import grade
from course.grading.outputs import harmless
from course.grading.results import summarise
from course.grading.run import key
from course.grading.transplant import pristine, reference, transplant
from tests import mini

MARKER = "a hidden number"  # stands in a hidden test
FULL = {"double": 2, "last": 1, "spread": 2}


def confined():
    return sandbox.available() == sandbox.NAMESPACES


def notebook_with(answers, first=""):
    """The reference notebook with these answers and a cell of the student's at its top."""
    notebook = reference(mini.wide(), "en")
    for cell in notebook.cells:
        name = notebooks.grade_id(cell)
        if name in answers:
            cell.source = textwrap.dedent(answers[name]).strip()
    if first:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(textwrap.dedent(first).strip()))
    return notebook


def judged(submitted):
    """The executed notebook and the points of each exercise."""
    executed = engine.execute(transplant(pristine(mini.wide(), "en"), submitted))
    result = summarise(executed, mini.NAME)
    return executed, {e.name: e.points for e in result.exercises}


def printed(executed):
    """Everything that an instructor or a student could come to see."""
    return "\n".join(json.dumps(c.get("outputs", [])) for c in executed.cells)


# ---------------------------------------------------------------- forged marks

#: How to find the connection to the judge and write to it.
WIRE = """
import gc, os, socket, struct, threading
import msgpack, numpy as np
from course.grading import rpc, student, wire
me = next(o for o in gc.get_objects() if type(o).__name__ == "Student")
channel = next(o for o in gc.get_objects() if type(o).__name__ == "Channel")
fd = next(int(n) for n in os.listdir("/proc/self/fd")
          if int(n) > 2 and os.path.exists(f"/proc/self/fd/{n}") is False
          and os.readlink(f"/proc/self/fd/{n}").startswith("socket"))
def put(message):
    content = message if isinstance(message, bytes) else msgpack.packb(message)
    os.set_blocking(fd, True)
    os.write(fd, struct.pack("<Q", len(content)) + content)
"""

#: name: (what it tries, the answer to "double", a cell at the top, points that "last" and
#: "spread" keep). "double" itself must get none.
FORGERIES = {}


def forgery(name, why, double="double = lambda x: 0", first="", keeps=("last", "spread")):
    assert name not in FORGERIES
    FORGERIES[name] = (why, double, first, keeps)


for target in ("close", "same", "that", "call"):
    forgery(f"patched-{target}", f"course.testing.{target} does nothing",
            first=f"import course.testing\ncourse.testing.{target} = lambda *a, **k: None")
forgery("check-failed", "a failed check is no exception any more",
        first="""
        import course.testing
        class Quiet(BaseException):
            def __new__(cls, *a): return cls
        course.testing.CheckFailed.__init__ = lambda self, *a: None
        course.testing._plain = lambda value: 0
        course.testing._matches = lambda *a: True
        """)
forgery("assertion", "builtins that the tests use are replaced",
        first="""
        import builtins
        builtins.AssertionError = type("Never", (Exception,), {})
        builtins.isinstance = lambda a, b: True
        """, keeps=())
forgery("numpy", "NumPy says that everything is close",
        first="""
        import numpy as np, numpy.testing
        np.allclose = np.array_equal = lambda *a, **k: True
        np.isclose = lambda a, b, **k: np.ones(np.shape(a), bool)
        np.testing.assert_allclose = lambda *a, **k: None
        """)
forgery("asarray", "np.asarray gives what is expected", first="""
        import numpy as np
        real = np.asarray
        np.asarray = lambda v, *a, **k: real(42.0) if isinstance(v, int) else real(v, *a, **k)
        """)
forgery("displayhook", "a result of 2 is shown where a test runs", double="""
        import sys
        def double(x):
            sys.displayhook(2.0)
            return 0
        """)
forgery("published", "an execute_result is published while the test runs", double="""
        def double(x):
            from IPython.display import display
            display(2.0)
            get_ipython().display_pub.publish({"text/plain": "2.0"})
            return 0
        """)
forgery("events", "hooks before and after each cell end the test", first="""
        ip = get_ipython()
        for event in ("pre_run_cell", "pre_execute", "post_execute"):
            ip.events.register(event, lambda *a: ip.user_ns.update(hidden_double=lambda: None,
                                                                   test_double=lambda: None))
        """)
forgery("input-transformer", "every later cell becomes `pass`", first="""
        get_ipython().input_transformers_cleanup.append(
            lambda lines: ["pass"] if any("test_" in l for l in lines) else lines)
        """)
forgery("ast-transformer", "asserts and calls of tests are removed from the tree", first="""
        import ast
        class Quiet(ast.NodeTransformer):
            def visit_Expr(self, node): return ast.copy_location(ast.Pass(), node)
        get_ipython().ast_transformers.append(Quiet())
        """)
forgery("run-cell", "the shell claims that every cell ran well", first="""
        from types import SimpleNamespace
        get_ipython().run_cell = lambda *a, **k: SimpleNamespace(success=True)
        """, keeps=("last", "spread"))
forgery("test-functions", "the tests are redefined after their cells", double="""
        double = lambda x: 0
        import threading
        def again():
            while True:
                get_ipython().user_ns.update(test_double=lambda: None, hidden_double=lambda: None)
        threading.Thread(target=again, daemon=True).start()
        """)
forgery("equal-array", "an array that equals everything", double="""
        import numpy as np
        class Equal(np.ndarray):
            def __eq__(self, other): return True
            __ne__ = lambda self, other: False
            def __array_ufunc__(self, *a, **k): return True
            def __array_function__(self, *a, **k): return True
            def tolist(self): return self
            def item(self): return self
        def double(x): return np.zeros(()).view(Equal)
        """)
for kind in ("int", "str", "float", "list", "dict", "tuple", "bytes", "complex"):
    forgery(f"equal-{kind}", f"a subclass of {kind} that equals everything", double=f"""
        class Equal({kind}):
            __eq__ = lambda self, other: True
            __ne__ = lambda self, other: False
            __hash__ = {kind}.__hash__
            __iter__ = lambda self: iter([42])
            items = lambda self: [("a", self)]
        def double(x): return Equal()
        """)
forgery("equal-object", "an object that equals everything, and lies about its length", double="""
        class Equal:
            __eq__ = lambda self, other: True
            __ne__ = lambda self, other: False
            __hash__ = None
            __len__ = lambda self: 1
            __bool__ = lambda self: True
            __class__ = property(lambda self: int)
        def double(x): return Equal()
        """)
forgery("number-protocol", "an object that gives another number each time", double="""
        class Many:
            n = 0
            def __float__(self): Many.n += 1; return float(Many.n)
            __int__ = __index__ = lambda self: 4
            def __array__(self, *a, **k):
                import numpy as np
                Many.n += 1
                return np.asarray(Many.n)
        def double(x): return Many()
        """)
forgery("mock", "a mock agrees with everything", double="""
        from unittest.mock import MagicMock, ANY
        double = lambda x: ANY if x > 2 else MagicMock()
        """)
forgery("nan", "NaN is not different", double="double = lambda x: float('nan')")
forgery("visible-only", "only the visible test is answered", double="double = lambda x: 4")
for error in ("StopIteration", "GeneratorExit", "SystemExit(0)", "KeyboardInterrupt",
              "StopAsyncIteration", "BaseException", "MemoryError", "RecursionError"):
    forgery(f"raise-{error.partition('(')[0]}", f"a test ends quietly on {error}",
            double=f"def double(x): raise {error}")
forgery("raise-in-set-up", "SystemExit while the cell runs", double="raise SystemExit(0)")
forgery("lying-error", "an exception that lies about its class and can't be printed", double="""
        class Lie(BaseException):
            __class__ = property(lambda self: SystemExit)
            __str__ = __repr__ = lambda self: 1 / 0
            __module__ = "course.grading.rpc"
            __mro__ = ()
        Lie.__name__ = Lie.__qualname__ = "Gone"
        def double(x): raise Lie
        """)
forgery("exit", "the process ends itself with status 0", double="""
        import os
        def double(x): os._exit(0)
        """, keeps=())
forgery("fork", "a fork of the process answers, too", double="""
        import os
        def double(x):
            os.fork()
            return 0
        """)
for name in ("SetupFailed", "TimedOut", "KernelDied", "NotRun", "CellTimeoutError"):
    forgery(f"named-{name}", f"an error named {name}, as the judge itself names one", double=f"""
        {name} = type("{name}", (Exception,), {{}})
        def double(x): raise {name}("it was the machine's fault")
        """)
forgery("reduce", "a pickle that would run in the judge", double="""
        class Run:
            def __reduce__(self): return (exec, ("import builtins; builtins.all = lambda x: True",))
        double = lambda x: Run()
        """)
forgery("early-replies", "replies to questions that are yet to come", double="""
        def double(x):
            for n in range(1, 400): put([1, n, [True, wire.pack(42, list), {}]])
            return 0
        """, first=WIRE)
forgery("notes", "a note that says the test passed", double="""
        def double(x):
            for note in (["result", {"text/plain": "2"}], ["passed", True], ["done", ["{}", {}]]):
                put([2, 0, note])
            return 0
        """, first=WIRE)
for name, content in {
    "bytes": "b'garbage' * 9", "size": "struct.pack('<Q', 1 << 62)", "null": "None",
    "kind": "[7, 7, 7]", "deep": "b'\\x91' * 5000 + b'\\x00'", "key": "b'\\x93\\x02\\x00\\x81\\x90\\xc0'",
    "note": "[2, 0, 5]", "error": "[2, 0, ['error', [1, 2, 3]]]", "ext": "b'\\xd4\\x05\\x00'",
    "text": "b'\\xa4\\xff\\xff\\xff\\xff'",
}.items():  # fmt: skip
    forgery(f"message-{name}", f"a message that is none: {content[:30]}", double=f"""
        def double(x):
            put({content})
            return 0
        """, first=WIRE, keeps=None)  # whether the talk can go on is as it may be
for name, content in {
    "handle": "wire.pack(1, list)[:0] + msgpack.packb(msgpack.ExtType(7, msgpack.packb(['judge', 0, 'f'])))",
    "far-handle": "msgpack.packb(msgpack.ExtType(7, msgpack.packb(['judge', 10**6, 'f'])))",
    "own-handle": "msgpack.packb(msgpack.ExtType(7, msgpack.packb(['student', -1, 'X', 'x', ['keras.Model'], True])))",
    "odd-name": "msgpack.packb(msgpack.ExtType(7, msgpack.packb(['student', 0, 'a\\0b', 'x', 5, 0])))",
    "object-array": "msgpack.packb(msgpack.ExtType(3, msgpack.packb(['|O', [1], b'12345678'])))",
    "huge-shape": "msgpack.packb(msgpack.ExtType(3, msgpack.packb(['<f8', [2**40, 0], b''])))",
    "bad-kind": "msgpack.packb([99, 1])",
    "self-extension": "msgpack.packb(msgpack.ExtType(42, b''))",
    "generator": "msgpack.packb(msgpack.ExtType(6, msgpack.packb(['default_rng', b''])))",
}.items():  # fmt: skip
    forgery(f"value-{name}", f"a value that is none: {name}", double=f"""
        def double(x):
            real = me.pack
            me.pack = lambda value: {content} if value == 'here' else real(value)
            return 'here'
        """, first=WIRE)
forgery("reply-shape", "a reply that is no list", double="""
        me._operate = lambda *a: 5
        double = 1
        """, first=WIRE, keeps=())
forgery("changed-keys", "a reply that changes arguments that were not given", double="""
        real = me._operate
        def operate(*a):
            reply = real(*a)
            if a[1] == 'double': reply[2] = {-5: b'', 99: b'', "x": 7, 0: wire.pack(0, list)}
            return reply
        me._operate = operate
        double = lambda x: 0
        """, first=WIRE)
forgery("module-patched", "course.grading.student answers for the judge", double="""
        student.describe = lambda error: {"kind": "Exception", "name": "x", "message": "y"}
        student.OPERATIONS["call"] = lambda *a, **k: 0
        double = lambda x: 0
        """, first=WIRE, keeps=())
forgery("error-forged", "an error that is described as no error", double="""
        student.describe = lambda error: {"kind": "print", "name": 3, "message": [], "traceback": 1}
        def double(x): raise ValueError
        """, first=WIRE)
forgery("seed-guessed", "the tests' seed is read or set", double="""
        import os, course.testing
        os.environ["COURSE_TEST_SEED"] = "1"
        course.testing._seed = 1
        double = lambda x: 0
        """)
forgery("signals", "signals to the judge and to everything", double="""
        import os, signal
        def double(x):
            for pid in (os.getppid(), -1, 0):
                for number in (signal.SIGUSR1, signal.SIGALRM, signal.SIGTERM, signal.SIGKILL):
                    try: os.kill(pid, number)
                    except (OSError, KeyboardInterrupt): pass
            return 0
        """, keeps=None)

#: Forgeries of "spread": the same, by way of its arguments.
BY_ARGUMENTS = {}


def by_argument(name, why, code, first=""):
    BY_ARGUMENTS[name] = (why, code, first)


by_argument("zeroed", "the test's own array is overwritten and given back", """
    def spread(function, x, generator):
        x[...] = 0
        return x
    """)
by_argument("pulled-back", "the generator is set back after each draw", """
    import copy
    def spread(function, x, generator):
        return function(x) + copy.deepcopy(generator).normal(size=x.shape)
    """)
by_argument("generator-swapped", "the test's generator gets another state", """
    import numpy as np
    def spread(function, x, generator):
        generator.bit_generator.state = np.random.PCG64(0).state
        return function(x) + generator.normal(size=x.shape)
    """)
by_argument("callback-kept", "the test's function of an earlier test answers the later ones", """
    kept = []
    def spread(function, x, generator):
        kept.append(function)
        return kept[0](x) + generator.normal(size=x.shape)
    """)
by_argument("callback-endless", "the test's function is called without end", """
    def spread(function, x, generator):
        while True: function(x)
    """)
by_argument("callback-recursive", "the test's function is given an object that calls it again", """
    import numpy as np
    def spread(function, x, generator):
        class Again:
            def __array__(self, *a, **k): return np.asarray(function(Again()))
            def __rmul__(self, other): return function(Again())
        return function(Again())
    """)
by_argument("callback-any", "functions that were never given are called", """
    def spread(function, x, generator):
        for n in (-1, 0, 1, 2, 10**9, None, "close"):
            try: me._peer.ask([n, [], {}])
            except Exception: pass
        for question in (None, 7, [], ["do"], {"a": 1}):
            me._peer.ask(question)
        return x
    """, WIRE)
by_argument("judge-handle", "an object of the judge's is given back as the answer", """
    def spread(function, x, generator): return function
    """)
by_argument("array-dtype", "an answer of another kind: text, complex, nested tuples", """
    def spread(function, x, generator): return [[("1",)] * 3] * 2
    """)
by_argument("empty", "an answer with no values in it", """
    import numpy as np
    def spread(function, x, generator): return np.empty((0, 3))
    """)
by_argument("threads", "a thread changes the arguments while they are sent back", """
    import threading
    def spread(function, x, generator):
        def scramble():
            while True: x[...] = 7
        threading.Thread(target=scramble, daemon=True).start()
        return x
    """)


@pytest.fixture(scope="module")
def forged():
    """All forgeries, graded two at a time."""
    warm.shared()
    before = engine.CELL_TIMEOUT
    engine.CELL_TIMEOUT = 8
    with ThreadPoolExecutor(2) as pool:
        done = {
            name: pool.submit(judged, notebook_with({"double": double}, first))
            for name, (_, double, first, _) in FORGERIES.items()
        }
        done |= {
            name: pool.submit(judged, notebook_with({"spread": code}, first))
            for name, (_, code, first) in BY_ARGUMENTS.items()
        }
    engine.CELL_TIMEOUT = before
    return {name: future.result() for name, future in done.items()}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_gains_nothing(forged, name):
    why, _, _, keeps = FORGERIES[name]
    executed, points = forged[name]
    assert points["double"] == 0, why
    if keeps is not None:
        assert {n for n in ("last", "spread") if points[n] == FULL[n]} == set(keeps), printed(executed)
    names = {o.ename for c in executed.cells for o in c.get("outputs", []) if "ename" in o}
    assert "SetupFailed" not in names, "blamed on the machine, and run again for ever"
    assert MARKER not in printed(executed) or "expected 42" in printed(executed)


@pytest.mark.parametrize("name", BY_ARGUMENTS)
def test_a_forgery_by_way_of_arguments_gains_nothing(forged, name):
    why, _, _ = BY_ARGUMENTS[name]
    executed, points = forged[name]
    assert points == {"double": 2, "last": 1, "spread": 0}, why
