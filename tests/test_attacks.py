"""Attacks on the marks, each graded for real: none gains a point or reads what it may not.

`FORGERIES` are answers to the exercise "double" that are wrong and try to pass all the
same; the two honest exercises beside them keep their points. `PROBES` are pieces of code
that reach for something; each prints whether it got it. `BOMBS` use up the machine. The
rest attacks from the files that are handed in.
"""

import contextlib
import json
import os
import re
import socket
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from course import notebooks
from course.gradebook import converters
from course.grading import engine
from course.grading.grade import grade
from course.grading.merge import merge
from course.grading.results import summarise
from course.grading.run import key
from course.judge import client, sandbox
from course.judge.outputs import harmless
from course.release.templates import grading_template, reference
from tools import mini

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
    executed = engine.execute(merge(grading_template(mini.wide(), "en"), submitted))
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
from course.judge import rpc, student, wire
me = next(o for o in gc.get_objects() if type(o).__name__ == "Process")
channel = next(o for o in gc.get_objects() if type(o).__name__ == "Channel")
def sockets():
    for name in os.listdir("/proc/self/fd"):
        try:
            if os.readlink(f"/proc/self/fd/{name}").startswith("socket"): yield int(name)
        except OSError: pass
fd = next(sockets())
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
    forgery(
        f"patched-{target}",
        f"course.testing.{target} does nothing",
        first=f"import course.testing\ncourse.testing.{target} = lambda *a, **k: None",
    )
forgery(
    "check-failed",
    "a failed check is no exception any more",
    first="""
        import course.testing
        class Quiet(BaseException):
            def __new__(cls, *a): return cls
        course.testing.CheckFailed.__init__ = lambda self, *a: None
        course.testing._plain = lambda value: 0
        course.testing._matches = lambda *a: True
        """,
)
forgery(
    "assertion",
    "builtins that the tests use are replaced",
    first="""
        import builtins
        builtins.AssertionError = type("Never", (Exception,), {})
        builtins.isinstance = lambda a, b: True
        """,
    keeps=None,
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
)
forgery(
    "asarray",
    "np.asarray gives what is expected",
    first="""
        import numpy as np
        real = np.asarray
        np.asarray = lambda v, *a, **k: real(42.0) if isinstance(v, int) else real(v, *a, **k)
        """,
)
forgery(
    "displayhook",
    "a result of 2 is shown where a test runs",
    double="""
        import sys
        def double(x):
            sys.displayhook(2.0)
            return 0
        """,
)
forgery(
    "published",
    "an execute_result is published while the test runs",
    double="""
        def double(x):
            from IPython.display import display
            display(2.0)
            get_ipython().display_pub.publish({"text/plain": "2.0"})
            return 0
        """,
)
forgery(
    "events",
    "hooks before and after each cell end the test",
    first="""
        ip = get_ipython()
        for event in ("pre_run_cell", "pre_execute", "post_execute"):
            ip.events.register(event, lambda *a: ip.user_ns.update(hidden_double=lambda: None,
                                                                   test_double=lambda: None))
        """,
)
forgery(
    "input-transformer",
    "every later cell becomes `pass`",
    first="""
        get_ipython().input_transformers_cleanup.append(
            lambda lines: ["pass"] if any("test_" in l for l in lines) else lines)
        """,
)
forgery(
    "ast-transformer",
    "asserts and calls of tests are removed from the tree",
    first="""
        import ast
        class Quiet(ast.NodeTransformer):
            def visit_Expr(self, node): return ast.copy_location(ast.Pass(), node)
        get_ipython().ast_transformers.append(Quiet())
        """,
)
forgery(
    "run-cell",
    "the shell claims that every cell ran well",
    first="""
        from types import SimpleNamespace
        get_ipython().run_cell = lambda *a, **k: SimpleNamespace(success=True)
        """,
    keeps=(),
)
forgery(
    "test-functions",
    "the tests are redefined after their cells",
    double="""
        double = lambda x: 0
        import threading
        def again():
            while True:
                get_ipython().user_ns.update(test_double=lambda: None, hidden_double=lambda: None)
        threading.Thread(target=again, daemon=True).start()
        """,
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
    )
forgery(
    "equal-object",
    "an object that equals everything, and lies about its length",
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
)
forgery(
    "mock",
    "a mock agrees with everything",
    double="""
        from unittest.mock import MagicMock, ANY
        double = lambda x: ANY if x > 2 else MagicMock()
        """,
)
forgery("nan", "NaN is not different", double="double = lambda x: float('nan')")
forgery("visible-only", "only the visible test is answered", double="double = lambda x: 4")
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
    forgery(
        f"raise-{error.partition('(')[0]}",
        f"a test ends quietly on {error}",
        double=f"def double(x): raise {error}",
    )
forgery("raise-in-set-up", "SystemExit while the cell runs", double="raise SystemExit(0)")
forgery(
    "lying-error",
    "an exception that lies about its class and can't be printed",
    double="""
        class Lie(BaseException):
            __class__ = property(lambda self: SystemExit)
            __str__ = __repr__ = lambda self: 1 / 0
            __module__ = "course.judge.rpc"
            __mro__ = ()
        Lie.__name__ = Lie.__qualname__ = "ConnectionLost"
        def double(x): raise Lie
        """,
)
forgery(
    "exit",
    "the process ends itself with status 0",
    double="""
        import os
        def double(x): os._exit(0)
        """,
    keeps=(),
)
forgery(
    "fork",
    "a fork of the process answers, too",
    double="""
        import os
        def double(x):
            os.fork()
            return 0
        """,
)
for name in ("SetupFailed", "TimedOut", "KernelDied", "NotRun", "CellTimeoutError"):
    forgery(
        f"named-{name}",
        f"an error named {name}, as the judge itself names one",
        double=f"""
        {name} = type("{name}", (Exception,), {{}})
        def double(x): raise {name}("it was the machine's fault")
        """,
    )
forgery(
    "reduce",
    "a pickle that would run in the judge",
    double="""
        class Run:
            def __reduce__(self): return (exec, ("import builtins; builtins.all = lambda x: True",))
        double = lambda x: Run()
        """,
)
forgery(
    "early-replies",
    "replies to questions that are yet to come",
    double="""
        def double(x):
            for n in range(1, 400): put([1, n, [True, wire.pack(42, list), {}]])
            return 0
        """,
    first=WIRE,
    keeps=None,
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
)
for name, content in {
    "bytes": "b'garbage' * 9", "size": "struct.pack('<Q', 1 << 62)", "null": "None",
    "kind": "[7, 7, 7]", "deep": "b'\\x91' * 5000 + b'\\x00'", "key": "b'\\x93\\x02\\x00\\x81\\x90\\xc0'",
    "note": "[2, 0, 5]", "error": "[2, 0, ['error', [1, 2, 3]]]", "ext": "b'\\xd4\\x05\\x00'",
    "text": "b'\\xa4\\xff\\xff\\xff\\xff'",
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
        keeps=None,
    )  # whether the talk can go on is as it may be
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
    forgery(
        f"value-{name}",
        f"a value that is none: {name}",
        double=f"""
        def double(x):
            real = me.pack
            me.pack = lambda value: {content} if str(value) == 'here' else real(value)
            return 'here'
        """,
        first=WIRE,
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
)
forgery(
    "changed-keys",
    "a reply that changes arguments that were not given",
    double="""
        real = me._operate
        def operate(*a):
            reply = real(*a)
            if a[1] == 'double': reply[2] = {-5: b'', 99: b'', "x": 7, 0: wire.pack(0, list)}
            return reply
        me._operate = operate
        double = lambda x: 0
        """,
    first=WIRE,
)
forgery(
    "module-patched",
    "course.judge.student answers for the judge",
    double="""
        student.describe = lambda error: {"kind": "Exception", "name": "x", "message": "y"}
        student.OPERATIONS["call"] = lambda *a, **k: 0
        double = lambda x: 0
        """,
    first=WIRE,
    keeps=(),
)
forgery(
    "error-forged",
    "an error that is described as no error",
    double="""
        student.describe = lambda error: {"kind": "print", "name": 3, "message": [], "traceback": 1}
        def double(x): raise ValueError
        """,
    first=WIRE,
)
forgery(
    "seed-guessed",
    "the tests' seed is read or set",
    double="""
        import os, course.testing
        os.environ["COURSE_TEST_SEED"] = "1"
        course.testing._seed = 1
        double = lambda x: 0
        """,
)
forgery(
    "signals",
    "signals to the judge and to everything",
    double="""
        import os, signal
        def double(x):
            for pid in (os.getppid(), -1, 0):
                for number in (signal.SIGUSR1, signal.SIGALRM, signal.SIGTERM, signal.SIGKILL):
                    try: os.kill(pid, number)
                    except (OSError, KeyboardInterrupt): pass
            return 0
        """,
    keeps=None,
)

#: Forgeries of "spread": the same, by way of its arguments.
BY_ARGUMENTS = {}


def by_argument(name, why, code, first=""):
    BY_ARGUMENTS[name] = (why, code, first)


by_argument(
    "zeroed",
    "the test's own array is overwritten and given back",
    """
    def spread(function, x, generator):
        x[...] = 0
        return x
    """,
)
by_argument(
    "pulled-back",
    "the generator is set back after each draw",
    """
    import copy
    def spread(function, x, generator):
        return function(x) + copy.deepcopy(generator).normal(size=x.shape)
    """,
)
by_argument(
    "generator-swapped",
    "the test's generator gets another state",
    """
    import numpy as np
    def spread(function, x, generator):
        generator.bit_generator.state = np.random.PCG64(0).state
        return function(x) + generator.normal(size=x.shape)
    """,
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
)
by_argument(
    "callback-endless",
    "the test's function is called without end",
    """
    def spread(function, x, generator):
        while True: function(x)
    """,
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
)
by_argument(
    "callback-any",
    "functions that were never given are called",
    """
    def spread(function, x, generator):
        for n in (-1, 0, 1, 2, 10**9, None, "close"):
            try: me._peer.ask([n, [], {}])
            except Exception: pass
        for question in (None, 7, [], ["do"], {"a": 1}):
            me._peer.ask(question)
        return x
    """,
    WIRE,
)
by_argument(
    "judge-handle",
    "an object of the judge's is given back as the answer",
    """
    def spread(function, x, generator): return function
    """,
)
by_argument(
    "array-dtype",
    "an answer of another kind: text, complex, nested tuples",
    """
    def spread(function, x, generator): return [[("1",)] * 3] * 2
    """,
)
by_argument(
    "empty",
    "an answer with no values in it",
    """
    import numpy as np
    def spread(function, x, generator): return np.empty((0, 3))
    """,
)
by_argument(
    "threads",
    "a thread changes the arguments while they are sent back",
    """
    import threading
    def spread(function, x, generator):
        def scramble():
            while True: x[...] = 7
        threading.Thread(target=scramble, daemon=True).start()
        return x
    """,
)


@pytest.fixture(scope="module")
def forged():
    """All forgeries, graded two at a time."""
    client.shared()
    before = engine.CELL_TIMEOUT_SECONDS
    engine.CELL_TIMEOUT_SECONDS = 8
    with ThreadPoolExecutor(2) as pool:
        done = {
            name: pool.submit(judged, notebook_with({"double": double}, first))
            for name, (_, double, first, _) in FORGERIES.items()
        }
        done |= {
            name: pool.submit(judged, notebook_with({"spread": code}, first))
            for name, (_, code, first) in BY_ARGUMENTS.items()
        }
    engine.CELL_TIMEOUT_SECONDS = before
    return {name: future.result() for name, future in done.items()}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_gains_nothing(forged, name):
    why, _, _, keeps = FORGERIES[name]
    executed, points = forged[name]
    assert points["double"] == 0, why
    if keeps is not None:
        assert {n for n in ("last", "spread") if points[n] == FULL[n]} == set(keeps), printed(
            executed
        )
    names = {o.ename for c in executed.cells for o in c.get("outputs", []) if "ename" in o}
    assert "SetupFailed" not in names, "blamed on the machine, and run again for ever"
    assert MARKER not in printed(executed) or "expected 42" in printed(executed)


@pytest.mark.parametrize("name", BY_ARGUMENTS)
def test_a_forgery_by_way_of_arguments_gains_nothing(forged, name):
    why, _, _ = BY_ARGUMENTS[name]
    executed, points = forged[name]
    assert points == {"double": 2, "last": 1, "spread": 0}, why


# ---------------------------------------------------------------- what it reaches for

#: name: code that sets `got` to what it could get hold of; None, or an exception, is nothing.
PROBES = {
    "source": "got = open(ROOT + '/source/01-mini/01-mini.ipynb').read()",
    "folder": "got = os.listdir(ROOT)",
    "gradebook": "got = open(ROOT + '/gradebook.db', 'rb').read()",
    "others": "got = os.listdir(ROOT + '/submitted')",
    "dot-dot": "got = open('../' * 20 + ROOT + '/nbgrader_config.py').read()",
    "proc-root": "got = os.listdir('/proc/1/root' + ROOT) or os.listdir('/proc/self/cwd/..' + ROOT)",
    "proc-cwd": "got = [p for p in glob.glob('/proc/*/cwd') if os.readlink(p) != '/tmp'] or None",
    "home": "got = [p for p in os.listdir(HOST_HOME) "
            "if not sys.base_prefix.startswith(f'{HOST_HOME}/{p}')] or None",
    "ssh": "got = os.listdir(HOST_HOME + '/.ssh')",
    "shadow": "got = open('/etc/shadow').read()",
    "host-passwd": "got = [l for l in open('/etc/passwd') if not l.startswith('student')] or None",
    "host-tmp": "got = open(HOST_TMP).read()",
    "environment": "got = [k for k in os.environ if 'SECRET' in k or 'TOKEN' in k] or None",
    "environ-of-all": "got = [p for p in glob.glob('/proc/*/environ') "
                      "if b'SECRET' in open(p, 'rb').read()] or None",
    "seed": "got = os.environ.get('COURSE_TEST_SEED')",
    "processes": "got = [p for p in glob.glob('/proc/[0-9]*') "
                 "if int(p[6:]) not in (1, os.getpid())] or None",
    "judge-memory": "got = open(f'/proc/{os.getppid()}/mem', 'rb').read(1)",
    "all-memory": "got = [p for p in glob.glob('/proc/[0-9]*/mem') "
                  "if p != f'/proc/{os.getpid()}/mem' and open(p, 'rb')] or None",
    "ptrace": "got = libc.ptrace(16, HOST_PID, 0, 0) == 0 or None",
    "process_vm_readv": "b = ctypes.create_string_buffer(8); v = (ctypes.c_void_p * 2)("
                        "ctypes.addressof(b), 8); got = libc.process_vm_readv("
                        "HOST_PID, v, 1, v, 1, 0) >= 0 or None",
    "hidden-test-in-objects": "got = [o for o in gc.get_objects() if isinstance(o, dict) and any("
                              "isinstance(v, str) and re.search(r'a [h]idden [n]umber', v) "
                              "for v in list(o.values()))] or None",
    "hidden-test-in-memory": "got = scan(rb'a [h]idden [n]umber')",
    "expected-value-in-memory": "got = scan(rb'[h]idden_double')",
    "frames": "import inspect; got = [f for f in inspect.stack() "
              "if re.search('a [h]idden [n]umber', str(f.frame.f_locals))] or None",
    "modules": "import sys; got = [m for m in sys.modules.values() if getattr(m, 'Judge', None) "
               "and any(isinstance(o, m.Judge) for o in gc.get_objects())] or None",
    "tcp": "got = socket.create_connection(('127.0.0.1', PORT), 1)",
    "udp": "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); "
           "got = s.sendto(b'x', ('127.0.0.1', PORT))",
    "ipv6": "got = socket.create_connection(('::1', PORT), 1)",
    "outside": "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); "
               "got = s.sendto(b'x', ('192.0.2.1', 53))",
    "dns": "socket.setdefaulttimeout(1); got = socket.getaddrinfo('localhost.example', 80)",
    "abstract-socket": "s = socket.socket(socket.AF_UNIX); s.connect('\\0' + ABSTRACT); got = s",
    "warm-server": "s = socket.socket(socket.AF_UNIX); s.connect(SERVER); got = s",
    "netlink-up": "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); import fcntl, struct; "
                  "got = fcntl.ioctl(s, 0x8914, struct.pack('16sH', b'lo', 1)) and None",
    "raw-socket": "got = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "write-package": "got = open(PACKAGE + '/testing.py', 'a')",
    "write-venv": "got = open(SITE + '/sitecustomize.py', 'w')",
    "write-pycache": "got = os.makedirs(PACKAGE + '/__pycache__/x') or 'made'",
    "write-root": "got = open('/x', 'w')",
    "write-etc": "got = open('/etc/passwd', 'a')",
    "write-home": "got = os.makedirs(HOST_HOME + '/left') or 'made'",
    "write-usr": "got = open('/usr/lib/x', 'w')",
    "write-proc": "got = open('/proc/sys/kernel/core_pattern', 'w')",
    "oom-score": "got = open('/proc/self/oom_score_adj', 'w').write('-1000')",
    "utime": "got = os.utime(PACKAGE + '/testing.py') or 'touched'",
    "chmod": "got = os.chmod(PACKAGE + '/testing.py', 0o777) or 'changed'",
    "chroot": "got = os.chroot('/tmp') or 'done'",
    "mount": "got = libc.mount(b'tmpfs', b'/tmp', b'tmpfs', 0, 0) == 0 or None",
    "umount": "got = libc.umount2(b'/usr', 2) == 0 or None",
    "remount": "got = libc.mount(None, b'/', None, 32, None) == 0 or None",
    "pivot-root": "got = libc.pivot_root(b'/tmp', b'/tmp') == 0 or None",
    "unshare": "got = libc.unshare(0x10000000) == 0 or None",
    "clone-user": "got = libc.syscall(SYS_clone, 0x10000000 | 17, 0, 0, 0, 0) == 0 and os._exit(0) or None",
    "setns": "got = libc.setns(os.open('/proc/self/ns/mnt', os.O_RDONLY), 0) == 0 or None",
    "setuid": "got = os.setuid(0) or 'root'",
    "setgroups": "got = os.setgroups([0]) or 'groups'",
    "set-user-id": "shutil.copy('/bin/true', 'x'); os.chmod('x', 0o6755); "
                   "got = os.getuid() != os.geteuid() or None",
    "mknod": "got = os.mknod('sda', 0o60666, os.makedev(8, 0)) or 'made'",
    "disk": "got = open(next(iter(glob.glob('/dev/sd*') + glob.glob('/dev/vd*')), '/dev/sda'))",
    "kmsg": "got = open('/dev/kmsg')",
    "dev-mem": "got = open('/dev/mem', 'rb') or open('/proc/kcore', 'rb')",
    "terminal": "got = os.open('/dev/tty', os.O_RDWR)",
    "terminals": "got = glob.glob('/dev/pts/*') or None",
    "sysrq": "got = open('/proc/sysrq-trigger', 'w')",
    "keyring": "got = libc.syscall(SYS_keyctl, 0, -3, 0) > 0 or None",
    "bpf": "got = libc.syscall(SYS_bpf, 0, 0, 0) >= 0 or ctypes.get_errno() != 1 or None",
    "io_uring": "got = libc.syscall(425, 1, ctypes.create_string_buffer(120)) >= 0 or None",
    "memfd": "got = os.memfd_create('hidden memory')",
    "sysv-memory": "got = libc.shmget(0, 1 << 20, 0o1600) >= 0 or None",
    "perf": "got = libc.syscall(SYS_perf, ctypes.create_string_buffer(128), 0, -1, -1, 0) >= 0 or None",
    "priority": "got = os.setpriority(os.PRIO_PROCESS, 0, -20) or 'raised'",
    "limits": "import resource as r; got = r.setrlimit(r.RLIMIT_NPROC, (10**6, 10**6)) or 'raised'",
    "open-files": "got = [f for n in os.listdir('/proc/self/fd') if os.path.lexists(f'/proc/self/fd/{n}') "
                  "and (f := os.readlink(f'/proc/self/fd/{n}')).startswith('/') "
                  "and not f.startswith(('/proc/', '/dev/null'))] or None",
    "hostname": "got = socket.sethostname('x') or 'named'",
}  # fmt: skip

TOOLS = """
import ctypes, gc, glob, os, platform, re, shutil, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
SYS_clone, SYS_keyctl, SYS_bpf, SYS_perf = {{"x86_64": (56, 250, 321, 298),
    "aarch64": (220, 219, 280, 241)}}[platform.machine()]
{names}

planted = "".join(["plant", "ed", " here"])

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
    return f"{{found}} times" if found else None
"""


@pytest.fixture(scope="module")
def reached(tmp_path_factory):
    """Every probe's answer, from one submission of a real course folder."""
    course = mini.make(tmp_path_factory.mktemp("reach") / "class", mini.wide())
    listener = socket.create_server(("127.0.0.1", 0))
    abstract = socket.socket(socket.AF_UNIX)
    abstract.bind("\0course-attacks-" + str(os.getpid()))
    abstract.listen()
    secret = course.root / "secret.txt"
    secret.write_text("host")
    names = {
        "ROOT": str(course.root), "HOST_HOME": os.path.expanduser("~"), "HOST_TMP": str(secret),
        "HOST_PID": os.getpid(), "PORT": listener.getsockname()[1],
        "ABSTRACT": "course-attacks-" + str(os.getpid()), "SERVER": str(client.shared()),
        "PACKAGE": str(Path(engine.__file__).parent.parent),
        "SITE": str(Path(nbformat.__file__).parent.parent),
    }  # fmt: skip
    setting = "\n".join(f"{k} = {v!r}" for k, v in names.items())
    submitted = notebook_with({}, TOOLS.format(names=setting))
    for name, code in reversed({**PROBES, "control": "got = scan(rb'[p]lanted here')"}.items()):
        cell = f"got = None\ntry:\n    exec({code!r})\nexcept BaseException as e:\n    pass\n"
        cell += f"print('{name}:', 'nothing' if got is None else repr(got)[:80])"
        submitted.cells.insert(1, nbformat.v4.new_code_cell(cell))
    mini.submit(course, "mallory", submitted)
    mini.submit(course, "honest", reference(mini.wide(), "en"))
    with contextlib.closing(listener), contextlib.closing(abstract):
        marks = {m.student: m for m in grade(course, mini.NAME, workers=2)}
    executed = notebooks.read(
        course.root / "autograded" / "mallory" / mini.NAME / f"{mini.NAME}.ipynb"
    )
    text = "".join(o.get("text", "") for c in executed.cells for o in c.get("outputs", []))
    return marks, dict(re.findall(r"^([\w-]+): (.*)$", text, re.MULTILINE))


@pytest.mark.parametrize("name", PROBES)
@pytest.mark.skipif(not confined(), reason="no namespaces here: only the limits hold")
def test_nothing_is_reached(reached, name):
    assert reached[1].get(name) == "nothing"


def test_the_scan_of_memory_finds_what_is_there(reached):
    assert "times" in reached[1]["control"]


def test_who_reaches_for_things_keeps_the_points_of_right_answers(reached):
    marks, _ = reached
    assert {s: m.result.points for s, m in marks.items()} == {"mallory": 5, "honest": 5}


# ---------------------------------------------------------------- what it uses up

#: name: (what it tries, the answer to "double", the exercises that keep their points).
BOMBS = {
    "forks": ("processes without end", """
        import os
        while True:
            try: os.fork()
            except OSError: pass
        """, None),
    "threads": ("threads without end", """
        import threading, time
        while True: threading.Thread(target=time.sleep, args=(99,)).start()
        """, None),
    "memory": ("memory without end", """
        kept = []
        while True: kept.append(bytearray(1 << 26))
        """, ()),
    "memory-of-many": ("memory in many processes", """
        import os
        for _ in range(6):
            if os.fork() == 0: break
        kept = [b"x" * (1 << 24) for _ in range(40)]
        import time; time.sleep(99)
        """, ()),
    "memory-shared": ("shared memory, which is nobody's", """
        import mmap
        kept = []
        while True:
            kept.append(mmap.mmap(-1, 1 << 26))
            kept[-1][:] = bytes(1 << 26)
        """, ()),
    "scratch": ("files without end", """
        import os
        n = 0
        while True:
            n += 1
            with open(f"/tmp/{n}", "wb") as f: f.write(b"x" * (1 << 24))
        """, ("last", "spread")),
    "shm": ("files without end in /dev/shm", """
        with open("/dev/shm/x", "wb") as f:
            while True: f.write(b"x" * (1 << 20))
        """, ("last", "spread")),
    "inodes": ("empty files without end", """
        n = 0
        while True:
            n += 1
            open(f"/tmp/{n}", "w").close()
        """, None),
    "stdout": ("output without end", "while True: print('x' * 10000)", ()),
    "stderr": ("output without end, straight to the descriptor", """
        import os
        while True: os.write(2, b"x" * 10000)
        """, ()),
    "lines": ("alternating output", """
        import os
        for _ in range(60000): os.write(1, b"x"); os.write(2, b"y")
        """, ("last", "spread")),
    "display": ("displays without end", """
        from IPython.display import display, HTML
        for _ in range(300): display(HTML("<p>" + "x" * 100000))
        """, ("last", "spread")),
    "display-small": ("displays of nothing without end", WIRE + """
        for _ in range(30000): put([2, 0, ["display", {}]])
        """, ("last", "spread")),
    "errors": ("errors without end", WIRE + """
        for _ in range(300): put([2, 0, ["error", ["E", "x" * 100000, ["y" * 100000]]]])
        """, ("last", "spread")),
    "message": ("an error with a message of 100 MB", """
        def double(x): raise ValueError("<script>" * (100 << 17))
        """, ("last", "spread")),
    "message-forged": ("an error described with 50 MB", WIRE + """
        student.describe = lambda e: {"kind": "ValueError", "name": "E" * 50_000_000,
                                      "message": "x" * 1000, "traceback": "y" * 50_000_000}
        def double(x): raise ValueError
        """, ("last", "spread")),
    "giant": ("an answer of 1 GB", """
        import numpy as np
        double = lambda x: np.zeros(1 << 27)
        """, ("last", "spread")),
    "many-objects": ("an answer that takes 60 times its bytes to read", WIRE + """
        real = me.pack
        me.pack = lambda v: b"\\xdd" + struct.pack(">I", 100_000_000) + b"\\x90" * 100_000_000 \\
            if str(v) == "here" else real(v)
        double = lambda x: "here"
        """, ("last", "spread")),
    "many-cells": ("an array of no values and 10^12 rows", WIRE + """
        real, shape = me.pack, ["<f8", [2**40, 0], b""]
        me.pack = lambda v: msgpack.packb(msgpack.ExtType(3, msgpack.packb(shape))) \\
            if str(v) == "here" else real(v)
        double = lambda x: "here"
        """, ("last", "spread")),
    "loop": ("a loop without end", """
        def double(x):
            while True: pass
        """, ("last", "spread")),
    "loop-deaf": ("a loop that ignores interrupts", """
        def forever():
            while True: pass
        def double(x):
            while True:
                try: forever()
                except BaseException: pass
        """, ()),
    "loop-in-c": ("a loop in C", "def double(x): return sum(iter(int, 1))", None),
    "stopped": ("it stops itself", """
        import os, signal
        def double(x):
            os.kill(os.getpid(), signal.SIGSTOP)
            while True: pass
        """, None),
    "recursion": ("recursion without end", "def double(x): return double(x)", ("last", "spread")),
    "crash": ("a crash of the interpreter", """
        import ctypes
        def double(x): return ctypes.string_at(0)
        """, ()),
    "callbacks-deep": ("answers within answers without end", WIRE + """
        class Deep:
            def __len__(self): return 1
            def __getitem__(self, i): return Deep()
            def __iter__(self): return iter([Deep()])
        double = lambda x: Deep()
        """, ("last", "spread")),
    "daemon": ("a process that stays", """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execv("/bin/sleep", ["sleep-left-behind", "987"])
            os._exit(0)
        double = lambda x: 0
        """, ("last", "spread")),
    "at-exit": ("code at exit and in destructors", """
        import atexit, time, sys
        atexit.register(time.sleep, 60)
        class Late:
            def __del__(self, sleep=time.sleep): sleep(60)
        sys.late = Late()
        double = lambda x: 0
        """, ("last", "spread")),
}  # fmt: skip


@pytest.fixture(scope="module")
def bombed():
    """Every bomb, graded two at a time beside an honest submission, with small limits."""
    client.shared()
    before = engine.CELL_TIMEOUT_SECONDS, engine.LIMITS
    engine.CELL_TIMEOUT_SECONDS = 3
    engine.LIMITS = sandbox.Limits(memory=1 << 30, scratch=64 << 20, processes=100)
    with ThreadPoolExecutor(2) as pool:
        done = {
            name: pool.submit(timed, notebook_with({"double": code}))
            for name, (_, code, _) in BOMBS.items()
        }
    engine.CELL_TIMEOUT_SECONDS, engine.LIMITS = before
    return {name: future.result() for name, future in done.items()}


def timed(submitted):
    begun = time.monotonic()
    executed, points = judged(submitted)
    return executed, points, time.monotonic() - begun


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_its_own_points_and_little_else(bombed, name):
    why, _, keeps = BOMBS[name]
    executed, points, seconds = bombed[name]
    assert points["double"] == 0, why
    if keeps is not None:
        assert {n for n in ("last", "spread") if points[n]} == set(keeps), summarise(executed, "x")
    assert seconds < 40
    assert len(json.dumps(executed)) < 9_000_000, "a result that nobody can open"
    assert max(len(c.get("outputs", [])) for c in executed.cells) < 2000


@pytest.mark.usefixtures("forged", "bombed", "reached")
def test_nothing_is_left_behind():
    assert not [
        line for line in Path("/proc").glob("[0-9]*/cmdline") if b"sleep-left-behind" in _read(line)
    ]
    deadline = time.monotonic() + 10
    while (mine := _judges()) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not mine
    executed, points = judged(notebook_with({}))
    assert points == FULL


def _read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _judges():
    """Children of the warm server that still run, and scratch folders that were not removed."""
    with client.connect(client.shared()) as sock:
        found = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    server = int.from_bytes(found[:4], "little")
    sleeping = [p for p in sandbox.descendants(server)[1:] if _parent(p) == server]
    return sleeping if len(sleeping) > 1 else []  # one is the answer to our own connection


def _parent(pid):
    return int(_read(Path(f"/proc/{pid}/stat")).rpartition(b")")[2].split()[1] or 0)


# ---------------------------------------------------------------- what is handed in


def test_forged_metadata_points_and_copies_of_cells_count_for_nothing():
    wrong = {"double": "double = lambda x: 0"}
    plain, submitted = notebook_with(wrong), notebook_with(wrong)
    for cell in submitted.cells:
        if (name := notebooks.grade_id(cell)) is None:
            continue
        cell.metadata["tags"] = ["skip-execution", "raises-exception"]
        cell.metadata["nbgrader"] |= {
            "points": 100, "checksum": "0" * 32, "grade": name == "double", "locked": False,
        }  # fmt: skip
        if name.endswith("-test"):
            cell.source = "pass"
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
    """A class in which some handed in links, or files that would be run or read."""
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
    assert (marks[student].score, marks["honest"].score) == (0, 3)
    assert (
        "symbolic link" in marks[student].result.note or "no notebook" in marks[student].result.note
    )


def test_nothing_else_in_the_folder_is_followed_or_run(handed_in):
    course, marks = handed_in
    assert (marks["shadows"].score, marks["shadows"].late_seconds) == (3, 0)
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
    bundle = harmless({
        "text/html": HOSTILE, "application/javascript": "alert(1)", "image/svg+xml": "<svg>",
        "text/markdown": HOSTILE, "text/latex": "x", "image/png": 'x"><script>alert(1)</script>',
        "image/jpeg": "aGVsbG8=\n", "text/plain": HOSTILE,
    })  # fmt: skip
    assert set(bundle) == {"text/html", "text/plain", "image/jpeg"}
    assert not [f for f in FORBIDDEN if f in bundle["text/html"]]


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
    messages = [e.message for m in marks.values() for e in m.result.exercises]
    messages += [m.result.note for m in marks.values()]
    assert all(len(m) < 400 and m.isprintable() for m in messages)
    converters.generate_feedback(course, mini.NAME)
    page = (course.root / "feedback" / "mallory" / mini.NAME / f"{mini.NAME}.html").read_text()
    assert "alert(1)&lt;" in page, "what was printed is shown, as text"
    assert "<script>alert" not in page and "<img src=x" not in page
    assert "argument:" not in page and "kept:" not in page and "xyz" not in page
