"""The audit tells a weak test, a wrong record and a right answer that is refused."""

import json
import math
import random
import time
from decimal import Decimal, localcontext

import pytest
from typer.testing import CliRunner

from course.audit import equivalents, report, trial
from course.audit.mutants import mutants
from course.audit.run import audit, change
from course.code import normal
from course.command.cli import app
from course.judge import client
from course.project import Project
from tests.conftest import BACKEND, ROOT
from tools import mini

linux = pytest.mark.needs("linux")  # an audit forks


def solution(body, signature="f(x)"):
    lines = "\n    ".join(body.split("\n"))
    return (
        f'def {signature}:\n    """Text."""\n    ### BEGIN SOLUTION\n    {lines}\n'
        "    ### END SOLUTION"
    )


def bodies(body, signature="f(x)"):
    """The bodies of all mutants of a function with this body."""
    found = [m.code.split("\n", 1)[1] for m in mutants(solution(body, signature))]
    return {"\n".join(line[4:] for line in code.split("\n")) for code in found}


# ---------------------------------------------------------------- operators


@pytest.mark.parametrize(
    ("body", "signature", "expected"),
    [
        ("return x + 2", "f(x)", ["return x - 2", "return x", "return 2", "return x + 3",
                                  "return x + 1", "return x + 0", "return x + -2",
                                  "return None"]),
        ("return x < 0", "f(x)", ["return x <= 0", "return x >= 0", "return x < 1"]),
        ("return x @ W", "f(x, W)", ["return x @ W.T", "return x.T @ W"]),
        ("return x @ W.T", "f(x, W)", ["return x @ W"]),
        ("return x and not y", "f(x, y)", ["return x or not y", "return x", "return x and y"]),
        ("return np.mean(x, axis=1)", "f(x)", ["return np.mean(x, axis=0)", "return np.mean(x)",
                                               "return np.sum(x, axis=1)", "return x",
                                               "return np.mean(x, axis=None)"]),
        ("return x / np.sqrt(4)", "f(x)", ["return x", "return x / 4", "return x * np.sqrt(4)"]),
        ("return [g(a) for a in x if a]", "f(x)", ["return [g(a) for a in x]",
                                                   "return [g(a) for a in x if not a]",
                                                   "return [g(a) for a in list(x)[1:] if a]"]),
        ("return x[:, 1:n]", "f(x, n)", ["return x[:, :n]", "return x[:, 1:]",
                                         "return x[:, 1:n + 1]", "return x[:, 2:n]"]),
        ("return g(x, y, key=True)", "f(x, y)", ["return g(y, x, key=True)",
                                                 "return g(x, key=True)", "return g(x, y)",
                                                 "return g(x, y, key=False)"]),
        ("if x < 0:\n    raise ValueError(x)\nreturn x", "f(x)",
         ["return x", "if not x < 0:\n    raise ValueError(x)\nreturn x",
          "if x < 0:\n    raise TypeError(x)\nreturn x",
          "if x < 0:\n    raise ValueError()\nreturn x"]),
        ("a, b, c = g(x)\nreturn a + b + c", "f(x)", ["b, a, c = g(x)\nreturn a + b + c",
                                                      "c, b, a = g(x)\nreturn a + b + c"]),
        ("return x, y", "f(x, y)", ["return (y, x)", "return x", "return y"]),
        ("d += x\nreturn d", "f(d, x)", ["d = x\nreturn d", "d -= x\nreturn d"]),
        ("return Dense(1, activation='sigmoid')(x)", "f(x)",
         ["return Dense(1, activation='tanh')(x)", "return x"]),
        ("return np.where(mask, x, 0)", "f(x, mask)",
         ["return np.where(np.logical_not(mask), x, 0)",
          "return np.where(np.ones_like(mask), x, 0)", "return np.where(mask, 0, x)"]),
        ("s = np.where(mask, x, -9)\nw = g(s)\nreturn w", "f(x, mask)",
         ["s = x\nw = np.where(mask, g(s), -9)\nreturn w"]),
        ("p = h(x) * mask\nw = p / g(p)\nreturn w", "f(x, mask)",
         ["p = h(x)\nw = p / g(p) * mask\nreturn w"]),
        ("return x + 1", "f(x: np.ndarray)", ["answer = x + 1\nx[...] = 0\nreturn answer",
                                              "return x[:1] + 1"]),
        ("return x - y", "f(x: int, y: int)", ["return y - y", "return x - x"]),
    ],
)  # fmt: skip
def test_the_operators_make_the_mutants_one_expects(body, signature, expected):
    made = bodies(body, signature)
    for one in expected:
        assert one in made, sorted(made)


def test_a_state_that_is_not_carried():
    body = "h = h0\nfor t in range(3):\n    h = g(h, x[t])\nreturn h"
    made = bodies(body, "f(x, h0)")
    assert "h = h0\nfor t in range(3):\n    h = h0\n    h = g(h, x[t])\nreturn h" in made
    assert "h = h0\nfor t in range(3):\n    h = g(h, x[t + 1])\nreturn h" in made
    assert "h = h0\nfor t in range(3):\n    h = g(h, x[t])\n    break\nreturn h" in made


def test_only_the_solution_is_changed_and_no_wording():
    code = (
        "def f(x, n=3):\n    '''2 + 2'''\n    y = 1 + 1\n    ### BEGIN SOLUTION\n"
        "    if x:\n        raise ValueError(f'got {x + 1}')\n    ### END SOLUTION\n"
    )
    for mutant in mutants(code):
        assert "def f(x, n=3):\n    y = 1 + 1" in mutant.code
        assert (
            "{x + 1}" in mutant.code
            or "ValueError()" in mutant.code
            or "raise" not in (mutant.code)
        )


def test_mutants_are_distinct_differ_from_the_reference_and_have_steady_names():
    code = solution("h = np.tanh(x @ W + x @ W)\nreturn h * 1.0", "f(x, W)")
    made = mutants(code)
    assert len({m.code for m in made}) == len({m.name for m in made}) == len(made)
    assert normal(code) not in {m.code for m in made}
    assert [m.name for m in made] == [m.name for m in mutants(code)]
    # A name that would be undefined tests nothing: the line is not left out.
    assert not any(m.code.endswith("pass\n    return h * 1.0") for m in made)


# ---------------------------------------------------------------- records


def test_a_change_tells_its_place():
    code = solution("a = x + 1\nb = 2\na = x + 1\nc = 3\nreturn a", "f(x)")
    made = [m for m in mutants(code) if m.what == "`a = x + 1` becomes `a = x - 1`"]
    changes = {change(code, m.code) for m in made}
    assert len(made) == len(changes) == 2
    assert ("-a = x + 1", "+a = x - 1") == tuple(
        line for line in next(iter(changes)) if line[0] in "+-"
    )


def test_a_change_at_the_end_of_a_method_can_be_put_on_record():
    code = "class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        return 2\n"
    (mutant,) = (m for m in mutants(code) if m.what == "`return 1` becomes `return 0`")
    lines = change(code, mutant.code)
    (read,) = equivalents.parse("\n".join(["# Why.", "@@ constant 3:15", *lines]))
    assert read.change == lines


RECORD = """# Ties are
# no matter.
@@ compare 3:1
 a
-b < c
+b <= c
@@ compare 9:9
-d < e
+d <= e

# Something else.
@@ constant 4:4
-1
+2
"""


def test_a_record_is_read():
    found = equivalents.parse(RECORD)
    assert [(e.name, e.why) for e in found] == [
        ("compare 3:1", "Ties are no matter."),
        ("compare 9:9", "Ties are no matter."),
        ("constant 4:4", "Something else."),
    ]
    assert found[0].change == (" a", "-b < c", "+b <= c")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@@ a 1:1\n-b\n+c\n", "without a reason"),
        ("# Why.\nb becomes c\n", "expected '#', '@@' or a line of a diff"),
        (RECORD + RECORD, "twice"),
    ],
)
def test_a_broken_record_is_told(text, said):
    with pytest.raises(equivalents.RecordError, match=said):
        equivalents.parse(text, "some.diff")


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize("trials", [1, 10, 450])
def test_the_bound_is_the_exact_one(trials):
    assert report.bound(0, trials) == pytest.approx(1 - 0.05 ** (1 / trials))
    assert report.bound(trials, trials) == 1.0
    assert report.bound(0, trials) < report.bound(1, trials + 1)


@pytest.mark.parametrize("trials", [20, 300, 3_000])
@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_the_bound_of_weak_tests_is_the_exact_one(trials, share):
    """Whose powers vanish as floats, and whose coefficients have thousands of digits."""
    failures = int(share * trials)
    with localcontext() as context:
        context.prec, context.Emin = 60, -999_999
        p = Decimal(report.bound(failures, trials))
        seen = sum(math.comb(trials, k) * p**k * (1 - p) ** (trials - k)
                   for k in range(failures + 1))  # fmt: skip
    assert float(seen) == pytest.approx(0.05, rel=1e-6)


@pytest.mark.parametrize("failures", [0, 1, 1_000, 500_000, 999_000, 999_999, 1_000_000])
def test_the_bound_of_a_million_trials_is_a_number(failures):
    trials = 1_000_000
    found, share = report.bound(failures, trials), failures / trials
    assert found == 1.0 if failures == trials else share < found < 1
    normal = share + 1.645 * math.sqrt(share * (1 - share) / trials)
    assert found == pytest.approx(min(1, normal), abs=5e-6)


def test_the_page_says_what_the_saved_figures_say():
    saved = json.loads((ROOT / report.SAVED).read_text(encoding="utf-8"))
    assert (ROOT / report.PAGE).read_text(encoding="utf-8") == report.page(saved)


# ---------------------------------------------------------------- the small course


@pytest.fixture
def small(tmp_path):
    """The small course; its solutions' mutants and one known mistake, one right answer."""
    project = mini.make(tmp_path / "mini")
    write(project, "misconceptions", "double", "# %% plus-two\n# en: Plus.\n# es: Más.\n",
          "def double(x):\n    return x + 2\n")  # fmt: skip
    write(project, "alternatives", "double", "# %% sum\n# why: A sum.\n",
          "def double(x):\n    return x + x\n")  # fmt: skip
    return project


def write(project, folder, exercise, head, code):
    path = project.root / folder / mini.NAME / f"{exercise}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + code, encoding="utf-8")


def weaken(project):
    path = project.notebook(mini.NAME)
    text = path.read_text(encoding="utf-8")
    weak = text.replace('last(\\"xyz\\"), \\"z\\"', 'last(\\"xy\\"), \\"y\\"')
    assert weak != text
    path.write_text(weak, encoding="utf-8")


@linux
def test_good_tests_are_found_good(small):
    results = audit(small, [mini.NAME], steadiness=3)
    assert all(r.sound for r in results)
    double = next(r for r in results if r.name == "double")
    assert (double.mistakes, double.right, double.gradings) == (1, 2, 6)
    assert double.mutants == sum(double.killed.values()) > 4


@linux
def test_a_weak_test_is_told_and_the_survivor_shown(small, monkeypatch):
    weaken(small)
    last = next(r for r in audit(small, [mini.NAME], "last"))
    assert [s["what"] for s in last.survivors] == ["`final = items[-1]` becomes `final = items[1]`"]
    monkeypatch.chdir(small.root)
    done = CliRunner().invoke(app, ["audit", "--exercise", "last"])
    assert done.exit_code == 1
    assert "+final = items[1]" in done.output
    # On record with a reason it is no longer held against the tests.
    survivor = last.survivors[0]
    record = "\n".join(["# Every text has two letters.", "@@ x", *survivor["change"], ""])
    path = small.root / "equivalents" / mini.NAME / "last.diff"
    path.parent.mkdir(parents=True)
    path.write_text(record + "@@ gone\n-no such line\n+at all\n", encoding="utf-8")
    last = audit(small, [mini.NAME], "last")[0]
    assert last.sound and last.equivalent == 1
    assert last.stale == ["gone: on record, but no longer a mutant"]
    done = CliRunner().invoke(app, ["audit", "--exercise", "last", "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)[0]["equivalent"] == 1


@linux
def test_a_mistake_accepted_and_a_right_answer_rejected_are_told(small):
    write(small, "misconceptions", "double", "# %% not-wrong\n# en: A.\n# es: B.\n",
          "def double(x):\n    return 2 * x\n")  # fmt: skip
    write(small, "alternatives", "double", "# %% not-right\n# why: A.\n",
          "def double(x):\n    return 3 * x\n")  # fmt: skip
    double = audit(small, [mini.NAME], "double")[0]
    assert [bad["name"] for bad in double.accepted] == ["not-wrong"]
    assert [bad["name"] for bad in double.rejected] == ["not-right"]
    assert not double.sound


@linux
def test_a_verdict_that_changes_is_told(small):
    write(small, "alternatives", "double", "# %% at-times\n# why: A.\n",
          "import os\n\n\ndef double(x):\n"
          "    return 2 * x + int(os.environ['COURSE_TEST_SEED']) % 2\n")  # fmt: skip
    double = audit(small, [mini.NAME], "double", steadiness=50)[0]
    assert set(double.changed) == {"at-times"}
    assert 1 < len(double.changed) < 50  # a changed grading each
    assert double.gradings == 100


def run(trials, record, workers=1, hash_seed=None):
    hash_seed = random.getrandbits(32) if hash_seed is None else hash_seed
    trial.run({mini.NAME: mini.source()}, trials, record, workers, hash_seed)


def gradings(trials, **options):
    found = {}
    run(trials, lambda grading: found.update({grading.id: grading}), **options)
    return found


@linux
def test_hash_seed_and_test_seed_are_those_asked_for():
    code = "import os\nraise ValueError(os.environ['COURSE_TEST_SEED'], hash('word'))"

    def message(seed, hash_seed):
        one = trial.Trial(mini.NAME, "double", code, {"one": seed})
        return gradings([one], hash_seed=hash_seed)["one"].message

    one, other = random.sample(range(1 << 32), 2)
    first = message(seed=7, hash_seed=one)
    assert first.startswith("ValueError: ('7', ")
    assert message(seed=7, hash_seed=one) == first != message(seed=7, hash_seed=other)


@linux
def test_what_was_graded_is_not_graded_again(small, monkeypatch):
    first = [r.as_dict() for r in audit(small, [mini.NAME])]
    # The end of an audit that was killed is half a line.
    ledger = small.root / ".course" / "audit" / f"{mini.NAME}.jsonl"
    ledger.write_text(ledger.read_text() + '{"key": "ab', encoding="utf-8")
    monkeypatch.setattr(trial.client, "shared", None)
    assert [r.as_dict() for r in audit(small, [mini.NAME])] == first


@linux
def test_a_mutant_that_never_ends_and_one_that_eats_memory_are_killed():
    codes = {
        "loops": "def double(x):\n    while True:\n        pass",
        "eats": "def double(x):\n    return len(bytearray(1 << 36))",
        "exits": "def double(x):\n    raise SystemExit(0)",
        "dies": "def double(x):\n    import os\n    os.abort()",
    }
    trials = [trial.Trial(mini.NAME, "double", code, {n: 1}) for n, code in codes.items()]
    got = gradings(trials, workers=2)
    assert got["loops"].outcome == trial.TIME
    assert got["eats"].outcome == got["exits"].outcome == got["dies"].outcome == trial.ERROR
    assert "MemoryError" in got["eats"].message


@linux
def test_gradings_in_one_process_are_told_apart_and_one_that_dies_is_told_for_the_rest():
    code = """import os
if os.environ["COURSE_TEST_SEED"] == "3":
    os.abort()
raise ValueError(os.getpid(), os.environ["COURSE_TEST_SEED"])"""
    four = trial.Trial(mini.NAME, "double", code, {"a": 1, "b": 2, "c": 3, "d": 4})
    got = gradings([four])
    assert got["a"].message.endswith("'1')") and got["b"].message.endswith("'2')")
    assert got["a"].message.split(",")[0] == got["b"].message.split(",")[0]
    assert got["c"].message == got["d"].message == "the process died (signal 6)"


@linux
def test_an_audit_that_is_interrupted_leaves_no_process(monkeypatch):
    codes = ["import os\nraise ValueError(os.getppid())", "while True:\n    pass"]
    # Said to be right, each has a process of its own.
    trials = [trial.Trial(mini.NAME, "double", code, {code: 1}, right=True) for code in codes]
    shared, servers, pids = client.shared, [], []
    monkeypatch.setattr(client, "shared", lambda environment: servers.append(shared(environment))
                        or servers[-1])  # fmt: skip

    def interrupted(grading):
        pids.append(int(grading.message.split()[-1]))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(trials, interrupted, workers=2)
    with pytest.raises(client.ServerUnavailable):
        client.connect(servers[0])
    end = time.monotonic() + 30
    while runs(pids[0]) and time.monotonic() < end:
        time.sleep(0.1)
    assert not runs(pids[0])


def runs(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@linux
def test_an_answer_that_dies_costs_only_its_own_verdict():
    """The others, which share its process, are graded again without it."""
    codes = {
        "right": "def double(x):\n    return 2 * x",
        "dies": "import os\nos.abort()",
        "loops": "while True:\n    pass",
        "wrong": "def double(x):\n    return 3 * x",
    }
    trials = [trial.Trial(mini.NAME, "double", code, {n: 1}) for n, code in codes.items()]
    # One that is known to be right sets the time limit.
    trials.append(trial.Trial(mini.NAME, "double", codes["right"], {"known": 1}, right=True))
    got = {name: g.outcome for name, g in gradings(trials).items()}
    assert got.pop("known") == trial.PASSED
    assert got == {"right": trial.PASSED, "dies": trial.ERROR, "loops": trial.TIME,
                   "wrong": trial.FAILED}  # fmt: skip


@linux
def test_an_answer_that_spoils_its_process_spoils_no_other_verdict():
    spoils = (
        "from course.testing import basic\nbasic.matches = lambda *_: False\n"
        "basic.plain = lambda _: object()\ndef double(x):\n    return 0"
    )
    codes = {"spoils": spoils, "one": "def double(x):\n    return 2 * x",
             "other": "def double(x):\n    return x + x"}  # fmt: skip
    trials = [trial.Trial(mini.NAME, "double", code, {n: 1}) for n, code in codes.items()]
    got = {name: g.outcome for name, g in gradings(trials).items()}
    assert got["one"] == got["other"] == trial.PASSED != got["spoils"]


@linux
def test_strangers_answers_are_graded_apart(small):
    write(small, "strangers", "double", "",
          "# %% wrong: not-wrong\n# A.\n# shows:\n#   assert answer(1) == 3\n"
          "def double(x):\n    return 2 * x\n"
          "# %% wrong: plus\n# B.\n# shows:\n#   assert answer(3) == 6\n"
          "def double(x):\n    return x + 2\n"
          "# %% right: not-right\n# C.\ndef double(x):\n    return 3 * x\n"
          "# %% right: sum\n# D.\ndef double(x):\n    return x + x\n")  # fmt: skip
    double = audit(small, [mini.NAME], "double")[0]
    found = double.strangers
    assert (found["wrong"], found["right"]) == (2, 2)
    assert [bad["name"] for bad in found["accepted"]] == ["not-wrong"]
    assert [bad["name"] for bad in found["rejected"]] == ["not-right"]
    assert not double.sound and not double.accepted and not double.rejected
    assert (double.mistakes, double.right) == (1, 2)
    text = "\n".join(report.details([double]))
    assert "the stranger's wrong answer not-wrong is accepted" in text
    page = report.page({"notebooks": {mini.NAME: saved([double])}, "strangers": "2026-01-02"})
    assert "| strangers' wrong answers accepted (set of 2026-01-02) | 2 | 1 |" in page
    assert "- double: the stranger's not-right is rejected." in page


def saved(results):
    exercises = [r.as_dict() for r in results]
    return {"date": "2026-01-01", "machine": "m", "cores": 1, "python": "3", "keras": "3",
            "backend": "tensorflow", "exercises": exercises}  # fmt: skip


@linux
def test_mutants_of_behaviour_are_counted_by_kind(small):
    path = small.notebook(mini.NAME)
    text = path.read_text(encoding="utf-8")
    typed = text.replace("def last(items):", "def last(items: str) -> str:")
    assert typed != text
    path.write_text(typed, encoding="utf-8")
    last = audit(small, [mini.NAME], "last")[0]
    total = {n: sum(c[n] for c in last.behaviours.values())
             for n in ("mutants", "killed", "equivalent")}  # fmt: skip
    assert last.behaviours["text"]["mutants"] > 5
    assert total["mutants"] == total["killed"] + len(last.unnoticed) + total["equivalent"]
    survivor = next(s for s in last.unnoticed if s["name"].startswith("text: normalise('NFC'"))
    assert survivor["change"][-1] == "+last = behaviours.normalise(last, 'NFC', 'items')"
    assert not last.survivors and not last.sound
    assert "a mutant of behaviour survives" in "\n".join(report.details([last]))
    before = {"tests": "the old tests", "kinds": {"text": {"mutants": 9, "passed": 7}}}
    page = report.page({"notebooks": {mini.NAME: saved([last])}, "before": before})
    row = next(line for line in page.splitlines() if line.startswith("| text | texts are"))
    assert row.split(" | ")[2] == str(last.behaviours["text"]["mutants"])
    assert row.endswith("| 7 of 9 |") and "how many passed the old tests" in page
    # On record with a reason it counts as equivalent.
    record = "\n".join(["# Why.", f"@@ {survivor['name']}", *survivor["change"], ""])
    record_path = small.root / "equivalents" / mini.NAME / "last.diff"
    record_path.parent.mkdir(parents=True)
    record_path.write_text(record, encoding="utf-8")
    again = audit(small, [mini.NAME], "last")[0]
    assert again.behaviours["text"]["equivalent"] == 1 and not again.stale
    assert len(again.unnoticed) == len(last.unnoticed) - 1


def test_figures_from_before_there_were_mutants_of_behaviour_still_make_a_page():
    exercise = {
        "notebook": "01-a", "name": "f", "mistakes": 1, "right": 1, "mutants": 2, "accepted": [],
        "rejected": [], "survivors": [], "killed": {"failed": 2, "error": 0, "time": 0},
        "timeouts": [], "equivalent": 0, "stale": [], "gradings": 5, "changed": [], "seconds": 1.0,
    }  # fmt: skip
    page = report.page({"notebooks": {"01-a": {**saved([]), "exercises": [exercise]}}})
    assert "None has been graded yet." in page
    assert "| f | 0 of 1 | 0 of 1 | 2 | 2 | 0 | 0 | – | – | 0 of 0 | 0 in 5 | 1 |" in page


def test_an_unknown_exercise_is_told(small, monkeypatch):
    monkeypatch.chdir(small.root)
    done = CliRunner().invoke(app, ["audit", "--exercise", "treble"])
    assert "there is: double, last" in str(done.exception)


# ---------------------------------------------------------------- the course itself


@linux
@pytest.mark.skipif(BACKEND != "tensorflow", reason="mutants are made once, on TensorFlow")
def test_a_sample_of_mutants_of_two_notebooks(tmp_path):
    project = Project(ROOT)
    for result in audit(project, ["01-recurrence", "02-lstm-gru"], quick=True):
        assert result.sound, report.details([result])
