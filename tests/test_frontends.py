"""What front ends make of a perfect submission: every answer is found, and gets full points."""

import ast
import inspect
from collections import Counter

import nbformat
import pytest

from course import notebooks
from course.grading.grade import grade
from course.grading.merge import merge
from course.notebooks import grade_id, is_solution
from course.release.templates import grading_template
from tests.conftest import source_notebook
from tests.frontends import FRONT_ENDS, sample, solved
from tools import mini

#: name: (the source, the edition). The real one is the course's first.
NOTEBOOKS = {
    "mini-en": (mini.source(), "en"),
    "mini-es": (mini.source(), "es"),
    "01-recurrence": (source_notebook("01-recurrence"), "en"),
}
SOLVED = {name: solved(*about) for name, about in NOTEBOOKS.items()}


def put(folder, name, made):
    """Write a sample into a submission's folder; returns its path."""
    path = folder / made.name.format(name=name, NAME=name.upper())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.content)
    return path


def meaning(source):
    """The code as a syntax tree, without magics: what a formatter leaves as it is."""
    lines = (line for line in source.splitlines() if not line.startswith(("%", "!")))
    return ast.dump(ast.parse("\n".join(lines)))


def work(cell):
    """A solution cell's exercise, and what its code means."""
    return grade_id(cell), meaning(cell.source)


@pytest.mark.parametrize("front_end", FRONT_ENDS)
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_answer_is_found_whatever_the_front_end(tmp_path, name, front_end):
    source, language = NOTEBOOKS[name]
    before = nbformat.writes(SOLVED[name])
    saved = notebooks.read(put(tmp_path, "x", sample(front_end, SOLVED[name])))
    assert nbformat.writes(SOLVED[name]) == before
    template = grading_template(source, language)
    merged = merge(template, saved)
    found = dict(work(c) for c in merged.cells if is_solution(c))
    assert found == dict(work(c) for c in SOLVED[name].cells if is_solution(c))
    # Every cell of the template stands where it stood, and no author's cell runs twice.
    own = {c.id for c in template.cells}
    assert [c.id for c in merged.cells if c.id in own] == [c.id for c in template.cells]
    known = {" ".join(c.source.split()) for c in SOLVED[name].cells}
    new = [" ".join(c.source.split()) for c in saved.cells if c.cell_type == "code"]
    new = [source for source in new if source and source not in known]
    added = [c.source for c in merged.cells if c.id not in own]
    assert len(added) <= len(new), added


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """One class with a student for each front end and language, graded."""
    course = mini.make(tmp_path_factory.mktemp("frontends") / "class")
    for front_end in FRONT_ENDS:
        for language in ("en", "es"):
            folder = course.root / "submitted" / f"{front_end}-{language}" / mini.NAME
            put(folder, mini.NAME, sample(front_end, SOLVED[f"mini-{language}"]))
    return course, {m.student: m for m in grade(course, mini.NAME, workers=2)}


@pytest.mark.parametrize("front_end", FRONT_ENDS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_perfect_submission_gets_all_points_in_its_language(graded, front_end, language):
    course, marks = graded
    student = f"{front_end}-{language}"
    mark = marks[student]
    assert mark.result, mark.ungraded
    assert (mark.result.points, mark.result.note) == (3, ""), mark.result
    kept = notebooks.read(course.root / "autograded" / student / mini.NAME / f"{mini.NAME}.ipynb")
    assert notebooks.language_of(kept) == language


def test_the_samples_differ_from_each_other():
    """A front end whose sample another one makes, too, shows nothing of its own."""
    made = [(s.name, s.content) for s in (sample(n, SOLVED["mini-en"]) for n in FRONT_ENDS)]
    assert [count for count in Counter(made).values() if count > 1] == []


@pytest.mark.parametrize("front_end", FRONT_ENDS)
def test_every_imitation_says_what_it_changes_and_from_where_this_is_known(front_end):
    text = inspect.getdoc(FRONT_ENDS[front_end][0])
    first, *_, known = text.split("\n\n")
    assert first.endswith(".")
    assert known.startswith("Known from: ")
    assert len(first) < 120 and "\n" not in first.strip()
