"""A small course: two exercises without TensorFlow, so that it is graded in no time.

`wide` has a third exercise, whose function takes a function, an array and a generator.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course import notebooks
from course.project import Project
from tools import ROOT

NAME = "01-mini"

DOUBLE = '''def double(x):
    """Twice the number x."""
    ### BEGIN SOLUTION
    answer = x * 2
    return answer
    ### END SOLUTION'''

LAST = '''def last(items):
    """The last of the items."""
    ### BEGIN SOLUTION
    final = items[-1]
    return final
    ### END SOLUTION'''

SPREAD = '''def spread(function, x, generator):
    """What `function` makes of the array x, plus standard normal noise, one draw per value."""
    ### BEGIN SOLUTION
    noise = generator.normal(size=x.shape)
    return function(x) + noise
    ### END SOLUTION'''

SPREAD_VISIBLE = """x = testing.rng(1).normal(size=3)
    noise = np.random.default_rng(4).normal(size=3)
    got = testing.call(spread, np.negative, x, np.random.default_rng(4))
    testing.close(got, noise - x, "spread")"""

SPREAD_HIDDEN = """x = testing.rng(2).normal(size=(2, 3))
    generator = np.random.default_rng(testing.seed())
    want = 3 * x + np.random.default_rng(testing.seed()).normal(size=(2, 3))
    got = testing.call(spread, lambda v: 3 * v, x, generator)
    testing.close(got, want, "spread of a hidden array")
    again = testing.call(spread, lambda v: 3 * v, x, generator)
    testing.that(not np.allclose(got, again), "The generator must move on.", "Debe avanzar.")"""


def code(
    source: str, identifier: str | None = None, tags: Iterable[str] = (), **flags: Any
) -> NotebookNode:
    """A code cell; with an identifier it is one of nbgrader's, with these flags."""
    cell = nbformat.v4.new_code_cell(source)
    if identifier:
        cell.metadata["nbgrader"] = {
            "grade": False, "locked": False, "solution": False, "task": False,
            "schema_version": 3, "grade_id": identifier, **flags,
        }  # fmt: skip
    if tags:
        cell.metadata["tags"] = list(tags)
    return cell


def prose(en: str, es: str) -> list[NotebookNode]:
    """The same text in both languages, a Markdown cell each."""
    return [
        nbformat.v4.new_markdown_cell(text, metadata={"tags": [f"lang-{language}"]})
        for language, text in (("en", en), ("es", es))
    ]


def exercise(
    name: str, solution: str, visible: str, hidden: str, points: float
) -> list[NotebookNode]:
    """An exercise's cells: heading, solution, visible test, graded test."""
    visible_test = f"def test_{name}():\n    {visible}\n\n\ntest_{name}()"
    return [
        *prose(f"## Exercise: {name}", f"## Ejercicio: {name}"),
        code(solution, name, solution=True),
        code(visible_test, f"{name}-visible", locked=True),
        code(
            f"test_{name}()\n### BEGIN HIDDEN TESTS\ndef hidden_{name}():\n    {hidden}\n\n\n"
            f"hidden_{name}()\n### END HIDDEN TESTS",
            f"{name}-test", grade=True, locked=True, points=points,
        ),
    ]  # fmt: skip


def source() -> NotebookNode:
    """The source notebook, in canonical form."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        *prose("# A small notebook", "# Un cuaderno pequeño"),
        code('import course\n\ncourse.setup(language="en")', tags=["lang-en"]),
        code('import course\n\ncourse.setup(language="es")', tags=["lang-es"]),
        code("from course import testing", "setup", locked=True),
        *exercise(
            "double",
            DOUBLE,
            'testing.same(double(2), 4, "double(2)")',
            'testing.same(double(21), 42, "double of a hidden number")',
            2,
        ),
        code(
            "raise RuntimeError('an experiment must not run in grading')", tags=["skip-execution"]
        ),
        *exercise(
            "last",
            LAST,
            'testing.same(last([1, 2]), 2, "last([1, 2])")',
            'testing.same(last("xyz"), "z", "last of a hidden text")',
            1,
        ),
    ]
    return notebooks.canonical(notebook)


def wide() -> NotebookNode:
    """`source` with the exercise "spread", 2 points, added."""
    notebook = source()
    setup = next(c for c in notebook.cells if c.id == "setup")
    setup.source = f"import numpy as np\n\n{setup.source}"
    notebook.cells += exercise("spread", SPREAD, SPREAD_VISIBLE, SPREAD_HIDDEN, 2)
    return notebooks.canonical(notebook)


def make(folder: Path, notebook: NotebookNode | None = None) -> Project:
    """A project folder whose only assignment is the small course."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    notebooks.write(notebook or source(), folder / "source" / NAME / f"{NAME}.ipynb")
    return Project(folder)


def submit(
    project: Project, student: str, notebook: NotebookNode | str, timestamp: str | None = None
) -> Path:
    """Submit a notebook, or any text under the notebook's name; returns its folder."""
    where = project.root / "submitted" / student / NAME
    where.mkdir(parents=True, exist_ok=True)
    text = notebook if isinstance(notebook, str) else nbformat.writes(notebook)
    (where / f"{NAME}.ipynb").write_text(text, encoding="utf-8")
    if timestamp:
        (where / "timestamp.txt").write_text(timestamp, encoding="utf-8")
    return where
