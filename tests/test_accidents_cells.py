"""Accidents to cells, graded for real: what of a notebook is the answer to which exercise."""

import nbformat
import pytest

from course import notebooks
from tests.accidents import (
    DOUBLE,
    LAST,
    agrees,
    answered,
    as_json,
    cell_of,
    edited,
    insert,
    make_class,
    of,
    perfect,
    untouched,
)
from tools import mini

RIGHT = "def double(x):\n    return 2 * x"
WRONG = "def double(x):\n    return 3 * x"
USES_HELPER = "def double(x):\n    return twice(x)"
HELPER = "def twice(x):\n    return x + x"
LAST_RIGHT = "def last(items):\n    return items[-1]"
STUB = cell_of(untouched(), "double").source


def code(source, identifier="0a1b2c3d", **metadata):
    """A code cell as JupyterLab adds it; metadata of nbgrader's make it a copy of another."""
    return nbformat.v4.new_code_cell(source, id=identifier, metadata=metadata)


def tracked(source, grade_id, identifier="0a1b2c3d", **flags):
    """A code cell with metadata of nbgrader's, as a copied cell has them."""
    return nbformat.from_dict({**mini.code(source, grade_id, **flags), "id": identifier})


def solutions(double=RIGHT, last=LAST_RIGHT, *, more=()):
    """A notebook with these answers, and further cells: (where, cell)."""

    def edit(notebook):
        cell_of(notebook, "double").source = double
        cell_of(notebook, "last").source = last
        for where, cell in more:
            insert(notebook, where, cell)

    return edited(edit)


def retyped(name, kind, *, beside=None):
    """A perfect notebook whose answer is not code any more, or has such a copy before it."""

    def edit(notebook):
        old = cell_of(notebook, name)
        make = getattr(nbformat.v4, f"new_{kind}_cell")
        new = make(beside or old.source, metadata=old.metadata, id="retyped")
        at = notebook.cells.index(old)
        notebook.cells[at : at + (beside is None)] = [new]

    return edited(edit)


def appended(name, text):
    """A perfect notebook with "double" using what was written into an author's cell."""

    def edit(notebook):
        cell_of(notebook, "double").source = USES_HELPER
        cell_of(notebook, name).source += text

    return edited(edit)


def dragged(name, to):
    """A notebook with a helper before "double", and one cell moved to another place."""

    def edit(notebook):
        cell_of(notebook, "double").source = USES_HELPER
        insert(notebook, "double", code(HELPER))
        moved = notebook.cells.pop(notebook.cells.index(cell_of(notebook, name)))
        notebook.cells.insert(to % (len(notebook.cells) + 1), moved)

    return edited(edit)


def authors_id(name):
    """A notebook in which a helper has the id of an author's cell, which is gone."""

    def edit(notebook):
        cell_of(notebook, "double").source = USES_HELPER
        at = next(i for i, c in enumerate(notebook.cells) if c.id == name)
        notebook.cells[at] = code(HELPER, name)

    return edited(edit)


def bare(data):
    for cell in data["cells"]:
        del cell["metadata"]


def null_metadata(data):
    for cell in data["cells"]:
        cell["metadata"] = None


def one_id(data):
    for cell in data["cells"]:
        cell["id"] = "same"


def no_ids(data):
    for cell in data["cells"]:
        del cell["id"]


def editor_setting(notebook):
    """The author's language cell, as a student changed it."""
    notebook.cells[1].source = 'import course\n\ncourse.setup(language="fr", size="huge")'


PASTED = answered("double", STUB)
PASTED.cells.insert(-1, code(RIGHT))
EMPTIED = answered("double", "")
EMPTIED.cells.append(code(RIGHT))

CELLS = {
    # whose answer it is
    "an old try copied into another exercise's cell": of(
        solutions(last=f"{WRONG}\n\n\n{LAST_RIGHT}")
    ),
    "both answers in the second cell": of(solutions(STUB, f"{RIGHT}\n\n\n{LAST_RIGHT}")),
    "both answers in the first cell": of(
        solutions(f"{RIGHT}\n\n\n{LAST_RIGHT}", cell_of(untouched(), "last").source)
    ),
    "the first answer pasted over the second": of(solutions(last=RIGHT), DOUBLE),
    "the second answer pasted over the first": of(solutions(double=LAST_RIGHT), LAST),
    "a helper with the name of another exercise": of(
        solutions(double="def last(x):\n    return x\n\n\ndef double(x):\n    return 2 * last(x)")
    ),
    "the answer in a new cell, the stub left": of(PASTED),
    "the answer in a new cell, the own one emptied": of(EMPTIED),
    "a wrong copy above the right answer": of(
        solutions(more=[("double", tracked(WRONG, "double", solution=True))])
    ),
    "a wrong copy below the right answer": of(
        solutions(more=[("double-visible", tracked(WRONG, "double", solution=True))]), LAST
    ),
    "a copy of the stub below the right answer": of(
        solutions(more=[("double-visible", tracked(STUB, "double", solution=True))])
    ),
    "an answer that is a copy of the stub with a comment": of(
        answered("double", f"# later\n{STUB}"), LAST
    ),
    "renamed": of(answered("double", "def Double(x):\n    return 2 * x"), LAST),
    "commented out": of(answered("double", "# def double(x):\n#     return 2 * x"), LAST),
    "pasted with its fence": of(answered("double", f"```python\n{RIGHT}\n```"), LAST),
    "pasted with its prompt": of(
        answered("double", ">>> def double(x):\n...     return 2 * x\n")
    ),
    "no-break spaces": of(answered("double", RIGHT.replace(" ", "\u00a0")), LAST),
    "curly quotes": of(answered("double", f"{RIGHT}\nprint(“done”)"), LAST),
    "an old Mac's line ends": of(answered("double", RIGHT.replace("\n", "\r"))),
    "a line separator in a comment": of(answered("double", f"# a\u2028b\n{RIGHT}")),
    "spaces and lines around": of(answered("double", f"\n\n  \n{RIGHT}\n\n   \n")),
    # not code any more
    "the answer as Markdown": of(retyped("double", "markdown"), note="markdown"),
    "the answer as raw text": of(retyped("last", "raw"), note="raw"),
    "a copy as Markdown beside it": of(retyped("double", "markdown", beside="# My `double(x)`:")),
    "a copy as raw text beside it": of(retyped("double", "raw", beside="def double(x: wrong")),
    # in parts
    "in two cells": of(
        solutions(USES_HELPER, more=[("double", tracked(HELPER, "double", solution=True))])
    ),
    "in two cells, the second timed": of(
        solutions(
            f"%%time\n{USES_HELPER}",
            more=[("double", tracked(HELPER, "double", solution=True))],
        )
    ),
    "in two cells, the first timed": of(
        solutions(
            USES_HELPER,
            more=[("double", tracked(f"%%time\n{HELPER}", "double", solution=True))],
        )
    ),
    "in two cells, the first with an error": of(
        solutions(more=[("double", tracked("def double(x):", "double", solution=True))])
    ),
    "in two cells, the second a try": of(
        solutions(
            USES_HELPER,
            more=[
                ("double", tracked(HELPER, "double", solution=True)),
                ("double-visible", code("assert double(3) == 6")),
            ],
        )
    ),
    "timed": of(answered("double", f"%%time\n{RIGHT}")),
    "captured": of(answered("double", f"%%capture out\nprint('x')\n{RIGHT}")),
    # moved
    "the last exercise dragged to the top": of(dragged("last", 0)),
    "the last test dragged to the top": of(dragged("last-test", 0)),
    "the set-up dragged to the end": of(dragged("setup", -1)),
    "the first test dragged to the end": of(dragged("double-test", -1)),
    "a helper at the end": of(
        edited(
            lambda n: (
                cell_of(n, "double").update(source=USES_HELPER),
                n.cells.append(code(HELPER)),
            )
        )
    ),
    "an answer dragged above its heading": of(dragged("double", 1)),
    # added
    "a helper with the id of the set-up": of(authors_id("setup")),
    "a helper with the id of a visible test": of(authors_id("double-visible")),
    "a helper with metadata of a locked cell": of(
        solutions(USES_HELPER, more=[("double", tracked(HELPER, "cell-0123456789", locked=True))])
    ),
    "a helper with metadata of another solution": of(
        solutions(USES_HELPER, more=[("double", tracked(HELPER, "helper", solution=True))])
    ),
    "a helper with metadata of a test": of(
        solutions(
            USES_HELPER,
            more=[("double", tracked(HELPER, "double-test", grade=True, locked=True, points=2))],
        )
    ),
    "a helper with metadata of the set-up": of(
        solutions(USES_HELPER, more=[("double", tracked(HELPER, "setup", locked=True))])
    ),
    "a helper in the set-up": of(appended("setup", f"\n\n\n{HELPER}")),
    "a helper in the set-up, above": of(
        edited(
            lambda n: (
                cell_of(n, "double").update(source=USES_HELPER),
                cell_of(n, "setup").update(source=f"{HELPER}\n\n{cell_of(n, 'setup').source}"),
            )
        )
    ),
    "an import in the set-up": of(
        edited(
            lambda n: (
                cell_of(n, "double").update(
                    source="def double(x):\n    return int(math.fsum([x, x]))"
                ),
                cell_of(n, "setup").update(source="import math\nfrom course import testing"),
            )
        )
    ),
    "a cell at the top that fails": of(edited(lambda n: insert(n, 0, code("1 / 0")))),
    "a cell at the top that is no Python": of(edited(lambda n: insert(n, 0, code("¡Hola!")))),
    "a cell that deletes the course's names": of(
        edited(lambda n: insert(n, "double", code("testing = course = None\ndel testing")))
    ),
    "a cell that fails after every test": of(
        edited(lambda n: [insert(n, i, code("1/0", f"f{i}")) for i in range(12, 0, -1)])
    ),
    "the author's language cell changed": of(edited(editor_setting)),
    # the file's own marks of cells
    "cells without metadata": of(as_json(perfect(), bare)),
    "metadata null": of(as_json(perfect(), null_metadata)),
    "one id for all": of(as_json(perfect(), one_id)),
    "no ids": of(as_json(perfect(), no_ids)),
    # front ends' own code in an answer
    "Drive mounted": of(
        answered(
            "double",
            "from google.colab import drive, files, userdata\ndrive.mount('/content/drive')\n"
            f"{RIGHT}",
        )
    ),
    "Kaggle's secrets": of(
        answered(
            "double",
            "from kaggle_secrets import UserSecretsClient\n"
            f"token = UserSecretsClient().get_secret('token')\n{RIGHT}",
        )
    ),
    "Colab's tables": of(answered("double", f"%load_ext google.colab.data_table\n{RIGHT}")),
    "Databricks' magic": of(answered("double", f"%python\n{RIGHT}")),
    "moving figures": of(answered("double", f"%matplotlib widget\n{RIGHT}")),
    "windows for figures": of(
        answered("double", f"import matplotlib\nmatplotlib.use('TkAgg')\n{RIGHT}")
    ),
    "a breakpoint left": of(answered("double", f"{RIGHT.replace('return', 'breakpoint(); return')}")),
    "a form of Colab's": of(answered("double", f"#@title Double {{ run: 'auto' }}\n{RIGHT}")),
    # numbers that must cross, displays that must not cost
    "an exact decimal": of(
        answered("double", "from decimal import Decimal\ndef double(x): return Decimal(x) * 2")
    ),
    "a fraction": of(
        answered("double", "from fractions import Fraction\ndef double(x): return 2 * Fraction(x)")
    ),
    "an array of objects": of(
        answered(
            "double",
            "import numpy as np\ndef double(x): return np.array([[x], [x]], dtype=object).sum(0)[0]",
        )
    ),
    "three big tables": of(
        answered(
            "double",
            "from IPython.display import HTML, display\n"
            "table = '<table>' + '<tr><td>1</td><td>2</td></tr>' * 30_000 + '</table>'\n"
            f"for _ in range(3): display(HTML(table))\n{RIGHT}",
        )
    ),
    "letters cut in printing": of(
        answered(
            "double",
            "import os\n"
            "for _ in range(40): os.write(1, b'\\xc3'); os.write(1, b'\\xb1')\n"
            f"print('ñ' * 70_001)\n{RIGHT}",
        )
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    students = {f"s{i:02}": accident for i, accident in enumerate(CELLS.values())}
    course, marks = make_class(tmp_path_factory.mktemp("cells") / "class", students)
    return course, dict(zip(CELLS, (marks[s] for s in students), strict=True))


@pytest.mark.parametrize("name", CELLS)
def test_an_accident_to_cells_costs_no_more_than_its_own_points(graded, name):
    course, marks = graded
    agrees(course, marks[name], CELLS[name].points, CELLS[name].note)


def test_letters_are_whole_however_they_were_printed(graded):
    course, marks = graded
    student = marks["letters cut in printing"].student
    kept = notebooks.read(course.root / "autograded" / student / mini.NAME / f"{mini.NAME}.ipynb")
    said = "".join(
        output.text for output in cell_of(kept, "double").outputs if output.output_type == "stream"
    )
    assert said.startswith("ñ" * 40)
    assert "\ufffd" not in said


def test_a_message_is_about_the_exercise_that_it_stands_at(graded):
    _, marks = graded
    for name, missing in (
        ("the first answer pasted over the second", "last"),
        ("the second answer pasted over the first", "double"),
        ("renamed", "double"),
        ("pasted with its fence", "double"),
    ):
        messages = {e.name: e.message for e in marks[name].result.exercises}
        assert [exercise for exercise, message in messages.items() if message] == [missing]
