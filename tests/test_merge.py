"""Which cell of a submission is the answer, and where the student's other cells go."""

import copy

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import notebooks
from course.grading.merge import merge, work
from course.grading.order import longest_increasing
from course.grading.statements import statements
from course.release.templates import grading_template, reference
from tools import mini

TEMPLATE = grading_template(mini.source(), "en")
DOUBLE = "def double(x):\n    return 2 * x"
LAST = "def last(items):\n    return items[-1]"
STUB = notebooks.exercises(TEMPLATE)[0]


def perfect():
    return reference(mini.source(), "en")


def untouched():
    return copy.deepcopy(TEMPLATE)


def at(notebook, name):
    """The index of the cell of this grade_id."""
    return next(i for i, c in enumerate(notebook.cells) if notebooks.grade_id(c) == name)


def cell(notebook, name):
    return notebook.cells[at(notebook, name)]


def code(source, like=None, **metadata):
    """A code cell, with a copy of the metadata of `like`."""
    made = nbformat.v4.new_code_cell(source, metadata=metadata)
    if like is not None:
        made.metadata = copy.deepcopy(like.metadata)
    return made


def answer(merged, name):
    return cell(merged, name).source


def added(merged):
    return [c.source for c in merged.cells if c.metadata.get("course", {}).get("added")]


def order(merged):
    """The code cells by name; the text of those that the student added."""
    return [notebooks.grade_id(c) or c.source for c in merged.cells
            if c.cell_type == "code" and "skip-execution" not in notebooks.tags(c)]  # fmt: skip


def run(merged):
    """The names that the set-up, the answers and the added cells define, run in order."""
    names = {}
    for c in merged.cells:
        author = not (notebooks.is_solution(c) or c.metadata.get("course", {}).get("added"))
        if c.cell_type == "code" and not author and not c.source.startswith("%%"):
            exec(c.source, names)  # noqa: S102
    return names


# ---------------------------------------------------------------- the answer


def test_a_helper_copied_into_another_exercises_cell_is_not_its_answer():
    submitted = perfect()
    cell(submitted, "double").source = DOUBLE
    cell(submitted, "last").source = f"{DOUBLE}\n\nlast = lambda items: items[-1]"
    merged = merge(TEMPLATE, submitted)
    assert answer(merged, "double") == DOUBLE
    assert answer(merged, "last") == cell(submitted, "last").source
    assert added(merged) == []


def test_a_helper_copied_into_a_cell_that_answers_nothing_yet_stays_there():
    submitted = perfect()
    cell(submitted, "double").source = DOUBLE
    cell(submitted, "last").source = DOUBLE
    merged = merge(TEMPLATE, submitted)
    assert (answer(merged, "double"), answer(merged, "last")) == (DOUBLE, DOUBLE)


def test_swapped_metadata_are_swapped_back():
    submitted = perfect()
    one, other = cell(submitted, "double"), cell(submitted, "last")
    one.metadata, other.metadata = other.metadata, one.metadata
    one.id, other.id = other.id, one.id
    merged = merge(TEMPLATE, submitted)
    assert "def double" in answer(merged, "double") and "def last" in answer(merged, "last")
    assert added(merged) == []


@pytest.mark.parametrize("own", ["stub", "", "# see below", "%%bash\necho hi", "gone"])
@pytest.mark.parametrize("text", [DOUBLE, "double = lambda x: 2 * x", f"%%time\n{DOUBLE}",
                                  f"try:\n    1 / 0\nexcept Exception:\n    {DOUBLE}".replace(
                                      "return", "    return")])  # fmt: skip
def test_an_answer_in_a_new_cell_counts_if_its_own_cell_has_none(own, text):
    submitted = untouched()
    place = at(submitted, "double-test")
    submitted.cells.insert(place + 1, code(text))
    if own == "gone":
        del submitted.cells[at(submitted, "double")]
    elif own != "stub":
        cell(submitted, "double").source = own
    found = work(TEMPLATE, submitted)
    assert answer(found.notebook, "double") == text
    assert found.answers == {"double": text}


def test_an_answer_in_the_cell_of_another_exercise_counts_beside_that_ones():
    submitted = untouched()
    both = f"{DOUBLE}\n\n\n{LAST}"
    cell(submitted, "last").source = both
    merged = merge(TEMPLATE, submitted)
    assert (answer(merged, "double"), answer(merged, "last")) == (both, both)


def test_an_answer_in_the_authors_cell_of_the_visible_test_counts():
    submitted = untouched()
    cell(submitted, "double-visible").source = f"{DOUBLE}\n\n" + (
        cell(submitted, "double-visible").source
    )
    assert answer(merge(TEMPLATE, submitted), "double") == DOUBLE


def test_the_own_cell_counts_whatever_another_cell_defines():
    submitted = perfect()
    cell(submitted, "double").source = DOUBLE
    scratch = "def double(x):\n    return 'a later try'"
    submitted.cells.append(code(scratch))
    merged = merge(TEMPLATE, submitted)
    assert answer(merged, "double") == DOUBLE
    assert order(merged)[-1] == scratch


def test_of_two_copies_with_one_name_the_later_answers_and_both_run():
    submitted = perfect()
    old = cell(submitted, "double")
    old.source = "def double(x):\n    return 0"
    submitted.cells.insert(at(submitted, "double") + 1, code(DOUBLE, like=old))
    merged = merge(TEMPLATE, submitted)
    assert answer(merged, "double") == DOUBLE
    assert order(merged)[2:4] == [old.source, "double"]


def test_a_stub_beside_the_answer_with_the_same_name_does_not_undo_it():
    submitted = perfect()
    own = cell(submitted, "double")
    own.source = DOUBLE
    submitted.cells.append(code(cell(TEMPLATE, "double").source, like=own))
    merged = merge(TEMPLATE, submitted)
    assert (answer(merged, "double"), added(merged)) == (DOUBLE, [])


def test_a_changed_comment_or_layout_of_the_stub_is_no_answer():
    submitted = untouched()
    cell(submitted, "double").source = "# TODO\n\n" + cell(submitted, "double").source + "\n\n\n"
    found = work(TEMPLATE, submitted)
    assert found.answers == {} and found.ours
    assert answer(found.notebook, "double") == cell(TEMPLATE, "double").source


@pytest.mark.parametrize("first", ["%%time\nfactor = 2", "%%capture out\nfactor = 2", "factor = 2"])
@pytest.mark.parametrize("second", [f"%%time\n{DOUBLE}", DOUBLE])
def test_parts_of_a_split_cell_stay_cells(first, second):
    submitted = perfect()
    own = cell(submitted, "double")
    own.source = first
    submitted.cells.insert(at(submitted, "double") + 1, code(second, like=own))
    merged = merge(TEMPLATE, submitted)
    assert answer(merged, "double") == second
    assert order(merged)[:5] == [order(merged)[0], "setup", first, "double", "double-visible"]


def test_what_follows_the_answer_in_its_own_cells_runs_before_the_tests():
    submitted = perfect()
    own = cell(submitted, "double")
    own.source = "def double(x):\n    return factor * x"
    submitted.cells.insert(at(submitted, "double") + 1, code("factor = 2", like=own))
    merged = merge(TEMPLATE, submitted)
    assert order(merged)[2:5] == ["double", "factor = 2", "double-visible"]


@pytest.mark.parametrize("parts", [
    ("def double(x):\n    y = x", "    return y * 2"),
    ("def double(x):\n    return sum([", "x, x])"),
    ("def double(x):\n    '''Twice", "x.'''\n    return 2 * x"),
])  # fmt: skip
def test_a_cell_split_inside_a_function_is_joined(parts):
    submitted = perfect()
    own = cell(submitted, "double")
    own.source = parts[0]
    submitted.cells.insert(at(submitted, "double") + 1, code(parts[1], like=own))
    assert run(merge(TEMPLATE, submitted))["double"](4) == 8


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_copy_that_is_no_code_is_not_joined(kind):
    submitted = perfect()
    own = cell(submitted, "double")
    own.source = DOUBLE
    made = getattr(nbformat.v4, f"new_{kind}_cell")("An old try:\n\ndef double(x) = ?")
    made.metadata = copy.deepcopy(own.metadata)
    submitted.cells.insert(at(submitted, "double"), made)
    found = work(TEMPLATE, submitted)
    assert (answer(found.notebook, "double"), added(found.notebook)) == (DOUBLE, [])
    assert found.notes == ()


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize("kept", [True, False])
def test_the_only_answer_is_read_if_it_is_no_code_cell_any_more_and_a_note_says_so(kind, kept):
    submitted = perfect()
    place = at(submitted, "double")
    made = getattr(nbformat.v4, f"new_{kind}_cell")(DOUBLE)
    if kept:
        made.metadata = submitted.cells[place].metadata
    submitted.cells[place] = made
    found = work(TEMPLATE, submitted)
    assert answer(found.notebook, "double") == DOUBLE
    assert found.notes == (f"double: its cell is no code cell any more ({kind}); it was read as "
                           "code.",)  # fmt: skip


def test_prose_that_mentions_an_exercise_is_no_answer():
    submitted = untouched()
    submitted.cells.append(nbformat.v4.new_markdown_cell("double = twice as much\n\nclass last"))
    assert work(TEMPLATE, submitted).answers == {}


# ---------------------------------------------------------------- added cells


def test_one_moved_cell_takes_no_other_with_it():
    submitted = perfect()
    place = at(submitted, "double")
    submitted.cells.insert(0, submitted.cells.pop(at(submitted, "last-test")))
    submitted.cells.insert(place + 1, code("half = print"))
    merged = merge(TEMPLATE, submitted)
    assert order(merged)[2] == "half = print"


def test_an_exercise_moved_to_the_end_keeps_its_helper_before_its_test():
    submitted = perfect()
    helper = code("def twice(x):\n    return 2 * x")
    own = submitted.cells.pop(at(submitted, "double"))
    own.source = "def double(x):\n    return twice(x)"
    submitted.cells += [helper, own]
    merged = merge(TEMPLATE, submitted)
    assert order(merged)[2:5] == [helper.source, "double", "double-visible"]


def test_helpers_of_helpers_come_in_time_and_what_is_not_needed_stays():
    submitted = perfect()
    cell(submitted, "double").source = "def double(x):\n    return twice(x)"
    last = "print(times(1, 1))\nFACTOR = 2\n\ndef times(a, b):\n    return a * b"
    helper = "def twice(x):\n    return times(x, FACTOR)"
    submitted.cells += [code("print(1)"), code(helper), code(last), code("y = 3")]
    merged = merge(TEMPLATE, submitted)
    first = order(merged).index("double")
    assert order(merged)[2:first] == [
        helper, "FACTOR = 2\ndef times(a, b):\n    return a * b"]  # fmt: skip
    assert order(merged)[-3:] == ["print(1)", last, "y = 3"]


def test_a_notebook_backwards_keeps_its_helpers():
    submitted = perfect()
    cell(submitted, "double").source = "def double(x):\n    return twice(x)"
    submitted.cells.insert(at(submitted, "double"), code("twice = lambda x: 2 * x"))
    submitted.cells.reverse()
    merged = merge(TEMPLATE, submitted)
    assert order(merged).index("twice = lambda x: 2 * x") < order(merged).index("double")


def test_nothing_of_the_student_runs_before_the_set_up():
    submitted = perfect()
    submitted.cells.insert(0, code("1 / 0"))
    merged = merge(TEMPLATE, submitted)
    assert order(merged).index("setup") < order(merged).index("1 / 0")


@pytest.mark.parametrize("metadata", [
    {"nbgrader": {"grade_id": "cell-1234", "locked": True}},
    {"nbgrader": {"grade_id": "cell-1234", "solution": True}},
    {"nbgrader": {"grade_id": "bonus-test", "grade": True, "points": 9, "locked": True}},
    {"nbgrader": {"grade_id": ["x"]}}, {"nbgrader": []}, {"tags": ["lang-es"]}, {"editable": False},
])  # fmt: skip
def test_an_added_cell_stays_whatever_its_metadata_say(metadata):
    submitted = perfect()
    submitted.cells.insert(at(submitted, "double"), code("def twice(x): pass", **metadata))
    assert added(merge(TEMPLATE, submitted)) == ["def twice(x): pass"]


@pytest.mark.parametrize("name", ["setup", "double-visible", "double-test", "last-visible"])
@pytest.mark.parametrize("copied", [True, False])
def test_a_helper_with_the_name_of_an_authors_cell_stays(name, copied):
    submitted = perfect()
    author = cell(submitted, name)
    helper = "def twice(x):\n    return 2 * x"
    if copied:
        submitted.cells.insert(at(submitted, name), code(helper, like=author))
    else:
        author.source = helper
    assert added(merge(TEMPLATE, submitted)) == [helper]


@pytest.mark.parametrize("name", ["setup", "double-visible", "double-test"])
@pytest.mark.parametrize("first", [True, False])
def test_a_helper_written_into_an_authors_cell_stays_and_the_rest_is_the_templates(name, first):
    submitted = perfect()
    author, helper = cell(submitted, name), "def twice(x):\n    return 2 * x"
    parts = [author.source, helper]
    author.source = "\n\n".join(reversed(parts) if first else parts)
    found = work(TEMPLATE, submitted)
    assert cell(found.notebook, name).source == cell(TEMPLATE, name).source
    assert [source.strip() for source in added(found.notebook)] == [helper]
    assert found.notes == ()


def test_changes_of_the_authors_code_do_not_count_and_a_note_says_so():
    submitted = perfect()
    cell(submitted, "double-visible").source = "def test_double():\n    pass\ntest_double()"
    found = work(TEMPLATE, submitted)
    assert cell(found.notebook, "double-visible").source == cell(TEMPLATE, "double-visible").source
    assert added(found.notebook) == []
    assert found.notes == ("The changes to the code of the cell double-visible do not count.",)


def test_a_helper_in_an_experiment_stays_and_the_experiment_is_not_run():
    submitted = perfect()
    experiment = next(c for c in submitted.cells if "skip-execution" in notebooks.tags(c))
    experiment.source += "\n\ndef twice(x):\n    return 2 * x\n\nresult = twice(3)\nprint(result)"
    again = code("import math\nprint(math.pi)", tags=["skip-execution"])
    submitted.cells.append(again)
    found = added(merge(TEMPLATE, submitted))
    assert found == ["def twice(x):\n    return 2 * x", "import math"]


@pytest.mark.parametrize("change", [
    lambda text: text, lambda text: text + "  \n\n", lambda text: text.replace("\n", "  \n"),
    lambda text: "# again\n" + text,
])  # fmt: skip
def test_copies_of_the_authors_cells_are_dropped(change):
    submitted = perfect()
    copies = [code(change(c.source)) for c in TEMPLATE.cells
              if c.cell_type == "code" and not notebooks.is_test(c)]  # fmt: skip
    submitted.cells += copies
    assert added(merge(TEMPLATE, submitted)) == []


def test_the_choice_of_language_and_size_is_not_the_students():
    submitted = perfect()
    setting = next(c for c in submitted.cells if "course.setup" in c.source)
    setting.source = 'import course\n\ncourse.setup(language="es", size="full")\nEPS = 1e-9'
    submitted.cells.append(code('course.setup(size="full")'))
    assert added(merge(TEMPLATE, submitted)) == ["EPS = 1e-9"]


@pytest.mark.parametrize("magic", ["%%writefile twice.py\ndef twice(x):\n    return 2 * x",
                                   "%%bash\necho hello", "%pip list", "!ls"])  # fmt: skip
def test_magics_stay(magic):
    submitted = perfect()
    submitted.cells.insert(at(submitted, "double"), code(magic))
    assert added(merge(TEMPLATE, submitted)) == [magic]


@pytest.mark.parametrize("junk", ["pass", "# nothing", "  \n", ""])
def test_cells_that_do_nothing_are_dropped(junk):
    submitted = perfect()
    submitted.cells.append(code(junk))
    assert added(merge(TEMPLATE, submitted)) == []


@pytest.mark.parametrize("source", [
    "(" * 5000, "-" * 100_000 + "1", "x" + ".a" * 20_000, "[" * 200 + "]" * 200, "\0", "'", '"""',
    "def f(:\n\tx\n  y", "x = '\ufffd'", "if " * 3000, "a\\", "\\", "lambda: " * 2000, "0_7 08 1_",
    "%", "%%", "!", "?", "é" * 60_000, "\n" * 60_000, "@x\n@y", "def", "class", "import", "from",
    "from x import (", "for", "as", "async", "async def", "with x as", "= 3", "else:", "x = = 3",
])  # fmt: skip
def test_no_text_of_a_cell_stops_the_reading(source):
    assert all(s.source in source for s in statements(source))
    submitted = perfect()
    submitted.cells.append(code(source))
    cell(submitted, "double").source = source
    assert "def last" in answer(merge(TEMPLATE, submitted), "last")


def test_both_arguments_are_left_as_they_were():
    submitted = perfect()
    submitted.cells.append(code("x = 1"))
    before = copy.deepcopy((TEMPLATE, submitted))
    merge(TEMPLATE, submitted)
    assert (TEMPLATE, submitted) == before


# ---------------------------------------------------------------- any order, any loss


@given(st.data())
def test_a_perfect_notebook_stays_perfect_however_its_cells_are_treated(data):
    submitted = perfect()
    cell(submitted, "double").source = "def double(x):\n    return twice(x)"
    cell(submitted, "last").source = LAST
    helper = code("def twice(x):\n    return 2 * x")
    submitted.cells.insert(at(submitted, "double"), helper)
    cells = data.draw(st.permutations(submitted.cells))
    extra = data.draw(st.lists(st.sampled_from([*cells, *TEMPLATE.cells]), max_size=6))
    cells = [copy.deepcopy(c) for c in [*cells, *extra]]
    for number, c in enumerate(cells):
        how = data.draw(st.sampled_from(["kept", "kept", "no metadata", "no id", "nothing"]))
        if how in ("no metadata", "nothing"):
            c.metadata = nbformat.NotebookNode()
        if how in ("no id", "nothing"):
            c["id"] = f"{number:08x}"
    submitted.cells = cells
    merged = merge(TEMPLATE, submitted)
    names = run(merged)
    assert names["double"](4) == 8 and names["last"]("abc") == "c"
    assert order(merged).index(helper.source) < order(merged).index("double-visible")
    author = [c for c in merged.cells if not c.metadata.get("course", {}).get("added")]
    assert [c.id for c in author] == [c.id for c in TEMPLATE.cells]


@given(st.lists(st.integers(0, 9)))
def test_the_longest_increasing_subsequence(values):
    found = longest_increasing(values)
    assert found == sorted(set(found))
    chosen = [values[i] for i in found]
    assert chosen == sorted(set(chosen))
    best = [1] * len(values)
    for i, value in enumerate(values):
        best[i] = 1 + max((best[j] for j in range(i) if values[j] < value), default=0)
    assert len(found) == max(best, default=0)
