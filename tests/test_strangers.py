"""The strangers' answers: their format, their proofs, and that nobody has copied them."""

import functools

import pytest

from course import catalogue, notebooks
from course.audit import strangers
from course.code import definitions, normal
from tests.conftest import BACKEND, ROOT
from tools import mini

ALL = strangers.load(ROOT / strangers.FOLDER)
EXERCISES = sorted({(s.notebook, s.exercise) for s in ALL})

FILE = """# %% wrong: plus-two
# Adds two
# instead.
# shows:
#   for x in (3, 4):
#       assert answer(x) == 2 * x
def double(x):
    # A comment of its own.
    return x + 2


# %% right: sum
# A sum.
def double(x):
    return x + x
"""


def test_a_file_is_read():
    wrong, right = strangers.parse(FILE, "01-mini", "double")
    assert (wrong.name, wrong.wrong, wrong.why) == ("plus-two", True, "Adds two instead.")
    assert wrong.shows == "for x in (3, 4):\n    assert answer(x) == 2 * x"
    assert wrong.code.startswith("def double(x):\n    # A comment")
    assert (right.name, right.wrong, right.shows, right.why) == ("sum", False, "", "A sum.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# %% right: sum", "# %% sum", "expected '# %% wrong: name'"),
        ("right: sum", "right: plus-two", "two answers have this name"),
        ("right: sum", "wrong: sum", "has a proof"),
        ("wrong: plus-two", "right: plus-two", "has a proof"),
        ("for x in (3, 4):", "for x in", "not valid Python"),
        ("def double(x):\n    return x + x\n", "", "no code"),
    ],
)
def test_a_broken_file_is_told(old, new, said):
    assert old in FILE
    with pytest.raises(strangers.StrangerError, match=said):
        strangers.parse(FILE.replace(old, new), "01-mini", "double")


def test_a_proof_that_does_not_hold_is_told():
    names = strangers.surroundings(mini.source(), "double")
    assert names["reference"](4) == 8
    wrong, _ = strangers.parse(FILE, mini.NAME, "double")
    assert strangers.proof(wrong, names) == ""
    (idle,) = strangers.parse(FILE.partition("# %% right")[0].replace("(3, 4)", "(2,)"),
                              mini.NAME, "double")  # fmt: skip
    assert strangers.proof(idle, names) == "the answer passes"
    (false,) = strangers.parse(FILE.partition("# %% right")[0].replace("2 * x", "3 * x"),
                               mini.NAME, "double")  # fmt: skip
    assert "the reference fails: AssertionError" in strangers.proof(false, names)


@functools.cache
def source(notebook):
    return notebooks.read(ROOT / "source" / notebook / f"{notebook}.ipynb")


@pytest.mark.skipif(BACKEND != "tensorflow", reason="the strangers wrote on TensorFlow")
@pytest.mark.parametrize(("notebook", "exercise"), EXERCISES)
def test_every_wrong_answer_is_proved_wrong(notebook, exercise):
    names = strangers.surroundings(source(notebook), exercise)
    found = {
        str(stranger): complaint
        for stranger in ALL
        if (stranger.notebook, stranger.exercise) == (notebook, exercise) and stranger.wrong
        if (complaint := strangers.proof(stranger, names))
    }
    assert not found


def test_the_strangers_answers_belong_to_exercises():
    known = {
        (path.stem, e.name)
        for path in (ROOT / "source").glob("*/*.ipynb")
        for e in notebooks.exercises(source(path.stem))
    }
    assert set(EXERCISES) <= known


def test_no_strangers_answer_is_a_known_mistake():
    """The set tells nothing once its answers are among those that tests are written for."""
    known = {
        (e.notebook, e.exercise, normal(definitions(e.code)))
        for e in catalogue.load(ROOT / "misconceptions")
    }
    assert not [
        str(s) for s in ALL if (s.notebook, s.exercise, normal(definitions(s.code))) in known
    ]


def test_the_page_about_the_set_gives_its_date():
    text = (ROOT / strangers.FOLDER / "README.md").read_text(encoding="utf-8")
    assert strangers.written(text)
