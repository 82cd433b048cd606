"""`course report`: a graded class as a page and as tables."""

import csv
import io
import json
import re
import subprocess
import sys

import numpy as np
import pytest
from nbgrader.api import Gradebook

from course import notebooks, testing
from course.catalogue import Entry
from course.gradebook import converters
from course.grading.grade import grade
from course.judge.isolation import LEVELS
from course.judge.outputs import error_output
from course.project import ProjectError
from course.release.templates import grading_template, reference
from course.report import figures, page, statistics, tables, write
from course.report.graded import Graded, Item, Work, _failure, _result, gather
from course.report.mistakes import _NAMES, commonest, masked, mistake_name
from course.settings import LANGUAGES
from course.testing import CheckFailed, purity
from tests.conftest import ROOT
from tools import mini, sample_class

HOSTILE = "<script>alert('1')</script><img src=x onerror=alert(2)>"
WRONG = "def last(items):\n    return items[0]"


def answer(code, exercise="last", language="en"):
    notebook = reference(mini.source(), language)
    next(c for c in notebook.cells if notebooks.grade_id(c) == exercise).source = code
    return notebook


def forged(notebook):
    """With metadata in its tests that claims another failure."""
    for cell in notebook.cells:
        if notebooks.is_test(cell):
            cell.metadata["course"] = {"failure": {"kind": "shape", "data": {}}}
    return notebook


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A small class, graded once; one student handed in nothing, one was graded by hand."""
    made = mini.make(tmp_path_factory.mktemp("class"))
    mini.submit(made, "right", reference(mini.source(), "en"))
    mini.submit(made, "half-en", answer(WRONG))
    mini.submit(made, "half-es", forged(answer(WRONG, language="es")))
    mini.submit(made, "untouched", grading_template(mini.source(), "es"))
    mini.submit(made, "hostile", answer(f"def last(items):\n    raise TypeError({HOSTILE!r})"))
    mini.submit(made, "=garbage", HOSTILE)
    mini.submit(made, "by-hand", answer(WRONG))
    grade(made, mini.NAME)
    with Gradebook(converters.database(made)) as gradebook:
        mark = gradebook.find_grade("last-test", mini.NAME, mini.NAME, "by-hand")
        mark.manual_score = 0.5
        late = gradebook.find_submission_notebook(mini.NAME, mini.NAME, "right")
        late.late_submission_penalty = 1.0
        gradebook.update_or_create_student("absent")
        gradebook.update_or_create_student(
            "right", first_name="Ada", last_name=HOSTILE, lms_user_id="4711"
        )
        gradebook.db.commit()
    mini.submit(made, "waiting", reference(mini.source(), "en"))
    return made


@pytest.fixture(scope="module")
def graded(course):
    return gather(course, mini.NAME)


def rows(text):
    return list(csv.reader(io.StringIO(text)))


def by_student(graded):
    return {work.student: work for work in graded.works}


def tiny():
    """Four students whose numbers are easy to compute by hand, and one whom nobody could judge."""
    points = {"s1": (2, 1, 1), "s2": (2, 1, 0), "s3": (0, 1, 0), "s4": (0, 0, 0)}
    works = [
        Work(s, dict(zip("abc", map(float, p), strict=True)), dict.fromkeys("abc", "failed"))
        for s, p in points.items()
    ]
    lost = Work("s5", dict.fromkeys("abc", 0.0), dict.fromkeys("abc", "unjudged"), note="torn")
    return Graded("tiny", (Item("a", 2), Item("b", 1), Item("c", 1)), (*works, lost))


def test_difficulty_and_discrimination_are_those_computed_by_hand():
    table = statistics.exercise_table(tiny())
    assert list(table.mean_points) == [1, 0.75, 0.25]
    assert list(table.difficulty) == [0.5, 0.75, 0.25]
    # a: (2, 2, 0, 0) with the rest (2, 1, 1, 0): 2 / sqrt(4 * 2)
    # b: (1, 1, 1, 0) with (3, 2, 0, 0), c: (1, 0, 0, 0) with (3, 3, 1, 0): 1.25 / sqrt(.75 * 6.75)
    np.testing.assert_allclose(table.discrimination, [2 / np.sqrt(8), 5 / 9, 5 / 9])
    assert list(table.unjudged) == [1, 1, 1] and list(table.failed) == [4, 4, 4]


def test_no_discrimination_where_it_has_no_meaning():
    points = tiny().points().iloc[:2]
    assert statistics.discrimination(points).isna().all()
    points = tiny().points().iloc[:4].assign(b=1.0)
    found = statistics.discrimination(points)
    assert np.isnan(found.b) and not np.isnan(found.a)


def test_points_come_from_the_gradebook_and_the_rest_from_the_results(graded):
    works = by_student(graded)
    assert {s: w.score for s, w in works.items()} == {
        "right": 2, "half-en": 2, "half-es": 2, "untouched": 0, "hostile": 2, "by-hand": 2.5,
    }  # fmt: skip
    assert works["right"].penalty == 1 and works["right"].outcomes == {
        "double": "solved", "last": "solved",
    }  # fmt: skip
    assert works["by-hand"].outcomes["last"] == "partly"
    assert works["half-es"].language == "es" and works["half-es"].outcomes["last"] == "failed"
    assert set(works["untouched"].outcomes.values()) == {"untouched"}
    assert works["right"].seconds > 0
    assert (graded.absent, graded.waiting) == (("absent",), ("waiting",))
    assert list(graded.ungraded) == ["=garbage"]
    assert "is not valid JSON" in graded.ungraded["=garbage"]


def test_a_mistake_has_one_name_in_both_languages(graded):
    (first, *_) = commonest(graded.works)
    assert (first.exercise, first.name) == ("last", "last([#]): another number was expected")
    assert first.students == ("by-hand", "half-en", "half-es")
    (first, *_) = commonest(graded.works, "es")
    assert first.name == "last([#]): se esperaba otro número" and first.count == 3
    assert "se esperaba 2 y llegó 1" in first.example


def test_the_kept_result_has_the_kind_and_the_data_of_a_failed_check(graded):
    """The judge's own: what a student wrote into the metadata of a test is not in it."""
    data = {"what": {"en": "last([1, 2])", "es": "last([1, 2])"}, "expected": "2", "actual": "1"}
    for student in ("half-en", "half-es", "by-hand"):
        assert by_student(graded)[student].failures == {"last": {"kind": "number", "data": data}}
    hostile = by_student(graded)["hostile"].failures["last"]
    assert (hostile["kind"], hostile["data"]) == ("raised", {"error": f"TypeError: {HOSTILE}"})
    assert by_student(graded)["right"].failures == {}


def wrong(message, failure=None, hint=None, language="en", student="s"):
    return Work(
        student,
        {"rnn_step": 0.0},
        {"rnn_step": "failed"},
        messages={"rnn_step": message},
        failures={} if failure is None else {"rnn_step": failure},
        hints={} if hint is None else {"rnn_step": hint},
        language=language,
    )


def test_the_hint_names_the_mistake_else_its_failure_else_the_message():
    said = "rnn_step: 1 of 6 values differ; at [0, 2] expected 0.24, got -1e-05."
    what = {"en": "rnn_step, batch 2", "es": "rnn_step, lote 2"}
    why = {"en": "Is b missing?", "es": "¿Falta b?"}
    failure = {"kind": "values", "data": {"what": what, "why": why, "count": 1, "size": 6}}
    assert mistake_name(wrong(said, failure, "no-bias"), "rnn_step") == "no-bias"
    assert mistake_name(wrong(said, failure), "rnn_step") == (
        "rnn_step, batch #: values differ. Is b missing?"
    )
    assert mistake_name(wrong(said, failure), "rnn_step", "es") == (
        "rnn_step, lote #: hay valores distintos. ¿Falta b?"
    )
    assert masked(said) == "rnn_step: # of # values differ; at [#] expected #, got #."
    assert mistake_name(wrong(said), "rnn_step") == masked(said)  # graded by plain nbgrader
    unknown = {"kind": "of-another-version", "data": {}}
    assert mistake_name(wrong(said, unknown), "rnn_step") == masked(said)
    assert masked("float32 W_x2 (3, 4) [1. 2.] [0.5, nan]") == "float32 W_x2 (#, #) [#] [#]"


@pytest.mark.parametrize(
    "check",
    [
        lambda what: testing.close([1], [1, 2], what),
        lambda what: testing.close([1], [3], what),
        lambda what: testing.close([np.nan], [3], what),
        lambda what: testing.close(1, 2, what),
        lambda what: testing.close(3, 2, what, mistakes=[(3, "You added.", "Sumaste.")]),
        lambda what: testing.same("a", "b", what),
        lambda what: testing.array(None, what),
        lambda what: testing.array("text", what),
        lambda what: testing.several(None, 2, what),
        lambda what: testing.that(False, *what),
        lambda what: testing.call(lambda x: x.append(1), []),
        lambda what: testing.raises(ValueError, lambda: 1, why=what),
        lambda what: testing.raises(ValueError, lambda: {}["k"], why=what),
        lambda what: testing.raises(KeyError, lambda: [][0], why=what),
        lambda what: testing.raises(TypeError, lambda: _raise(TypeError()), why=what, says=["a"]),
        lambda what: testing.accepts(lambda: {}["k"], why=what),
        lambda what: testing.same({1: 2, 3: 4}, {3: 4, 1: 2}, what, ordered=True),
        lambda what: testing.close(1j, 1, what),
        lambda what: testing.call(lambda x: x, np.ones(2)),
        lambda what: testing.drawn([0] * 100, [0.5, 0.5], what),
        lambda what: testing.drawn([5], [0.5, 0.5], what),
        lambda what: testing.dropped(np.ones(10), 1.0, 0.5, what),
    ],
)
def test_every_failed_check_has_one_name_in_a_class_that_mixes_languages(check, monkeypatch):
    works = []
    for language in LANGUAGES:
        monkeypatch.setenv("COURSE_LANGUAGE", language)
        with pytest.raises(CheckFailed) as failed:
            check(("the weights", "los pesos"))
        failure = {"kind": failed.value.kind, "data": failed.value.data}
        kept = json.loads(json.dumps(failure))
        works.append(wrong(str(failed.value), kept, language=language, student=language))
    names = []
    for language, work in zip(LANGUAGES, works, strict=True):
        (mistake,) = commonest(works, language)
        assert mistake.students == LANGUAGES
        assert mistake.example == work.messages["rnn_step"]
        names.append(mistake.name)
    assert names[0] != names[1] and not {"{", "}"} & set("".join(names))


def _raise(error):
    raise error


def test_every_kind_has_a_name():
    files = (ROOT / "course" / "testing").rglob("*.py")
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    kinds = set(re.findall(r'CheckFailed\(\s*"([a-z-]+)"', text)) | {"number", "value"}
    kinds |= set(purity.FINDINGS)
    assert kinds | {"raised", "stopped", "unwritten", "endless"} == set(_NAMES)


@pytest.mark.parametrize(
    ("own", "error", "kind"),
    [
        (None, ("TypeError", "no"), "raised"),
        (("SyntaxError", "no"), ("NameError", "last"), "stopped"),
        (("SyntaxError", "no"), ("CheckFailed", "no"), "stopped"),
        (None, ("NotImplementedError", ""), "unwritten"),
        (None, ("CellTimeoutError", "no"), "endless"),
        (("CellTimeoutError", "no"), ("NameError", "last"), "endless"),
        (None, ("CheckFailed", "no"), None),  # the record is the student's own
        (None, ("NotRun", "no"), None),
    ],
)
def test_a_notebook_graded_by_plain_nbgrader_tells_its_errors(own, error, kind):
    run = forged(reference(mini.source(), "en"))
    exercise = notebooks.exercises(run)[1]
    run.cells[exercise.tests[0]].outputs = [error_output(*error)]
    if own:
        run.cells[exercise.solution].outputs = [error_output(*own)]
    failure = _failure(run, exercise, trusted=False)
    assert (failure and failure["kind"]) == kind
    if kind in ("raised", "stopped"):
        assert failure["data"] == {"error": ": ".join(own or error)}


def test_the_hint_of_a_result_is_read_and_shown(graded, course, tmp_path):
    """What the judge leaves in metadata.course.hints comes out as the name and its hint."""
    results = tmp_path / "results"
    results.mkdir()
    for path in course.results.glob("*.ipynb"):
        kept = json.loads(path.read_text(encoding="utf-8"))
        kept["metadata"]["course"]["hints"] = {"last": "takes-the-first"}
        (results / path.name).write_text(json.dumps(kept), encoding="utf-8")
    named = gather(course, mini.NAME, results)
    (first, *_) = commonest(named.works)
    assert (first.name, first.count) == ("takes-the-first", 4)
    text = page.render(named, "en", {("last", "takes-the-first"): "Which end is the last?"})
    assert "<b>takes-the-first</b><br>Which end is the last?" in text


def test_results_that_are_gone_cost_little(graded, course, tmp_path):
    again = gather(course, mini.NAME, tmp_path / "nowhere")
    for before, after in zip(graded.works, again.works, strict=True):
        assert (after.student, after.outcomes, after.messages, after.note) == (
            before.student, before.outcomes, before.messages, before.note,
        )  # fmt: skip
        assert after.seconds is None
    # The judge's own kinds are gone, and the metadata of the graded notebook is not trusted.
    assert by_student(again)["half-es"].failures == {}
    assert by_student(again)["hostile"].failures == by_student(graded)["hostile"].failures


@pytest.mark.parametrize("key", ["../secret", 7, None, "of-another"])
def test_a_key_that_a_student_wrote_is_not_followed(course, tmp_path, key):
    """Plain nbgrader records the student's own metadata."""
    name = f"{mini.NAME}.ipynb"
    graded = notebooks.read(course.root / "autograded" / "half-en" / mini.NAME / name)
    if key == "of-another":
        other = notebooks.read(course.root / "autograded" / "right" / mini.NAME / name)
        key = other.metadata.course.key
    notebooks.write(notebooks.read(course.notebook(mini.NAME)), tmp_path / "secret.ipynb")
    graded.metadata["course"] = {"key": key, "seconds": "<b>", "hints": 3}
    results = tmp_path / "results" if key == "../secret" else course.results
    assert _result(graded, results) is None


def test_who_may_need_help(graded):
    found = {h.work.student: (h.low, h.untouched) for h in statistics.may_need_help(graded)}
    assert found == {"untouched": (True, ("double", "last"))}
    found = statistics.may_need_help(graded, below=0.7)
    assert [h.work.student for h in found] == ["untouched", "half-en", "half-es", "hostile"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_has_all_of_it_and_runs_nothing(graded, language):
    text = page.render(graded, language)
    assert f'<html lang="{language}">' in text
    for part in {
        "en": ["holds students' marks", "not judged", "Who may welcome help", "What could not be",
               "The commonest mistakes", "Nothing handed in", "Not graded yet"],
        "es": ["contiene notas", "sin juzgar", "A quién puede venirle", "Lo que no se pudo",
               "Los errores más comunes", "Sin entrega", "Sin calificar todavía"],
    }[language]:  # fmt: skip
        assert part in text.replace("&#39;", "'"), part
    assert "<script" not in text and "<img src=x" not in text and "&lt;script&gt;" in text
    assert not re.search(r"(src|href)=\"(?!data:|#)", text)
    alts = re.findall(r'<img [^>]*alt="([^"]+)"', text)
    assert len(alts) == 4 and all(len(alt) > 40 for alt in alts)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_submission_or_one_is_no_failure(language):
    items = (Item("a", 2.0), Item("b", 1.0))
    nobody = Graded("x", items)
    assert "<img" not in page.render(nobody, language)
    one = Graded("x", items, (Work("s", {"a": 2.0, "b": 0.0}, {"a": "solved", "b": "failed"}),))
    assert page.render(one, language).count("<img") == 2  # no discrimination, no times
    for graded in (nobody, one):
        for table in (tables.students, tables.exercises, tables.mistakes, tables.moodle):
            assert len({len(row) for row in rows(table(graded))}) == 1
    assert rows(tables.exercises(one))[1] == ["a", "2", "2", "1", "", "1", "0", "0", "0", "0"]


def test_moodle_takes_an_identifier_and_a_mark(graded):
    found = rows(tables.moodle(graded))
    assert found[0] == ["Identifier", mini.NAME]
    assert dict(found[1:])["by-hand"] == "2.5" and "absent" not in dict(found[1:])
    work = Work("s", {"a": 1.25}, {}, email="s@example.org")
    table = rows(tables.moodle(Graded("x", (Item("a", 2),), (work,))))
    assert table == [["Identifier", "Email address", "x"], ["s", "s@example.org", "1.25"]]


def test_canvas_takes_its_own_columns(graded):
    found = rows(tables.canvas(graded))
    assert found[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", mini.NAME]
    assert found[1] == ["    Points Possible", "", "", "", "", "3"]
    assert ["half-en", "", "half-en", "half-en", "", "2"] in found
    assert [f"{HOSTILE}, Ada", "4711", "right", "right", "", "2"] in found


def test_no_table_for_a_spreadsheet_begins_a_cell_with_a_formula(graded):
    for text in (tables.students(graded), tables.mistakes(graded)):
        assert not any(cell.startswith(("=", "@")) for row in rows(text) for cell in row)
    assert "'=garbage" in [row[0] for row in rows(tables.students(graded))]


def test_figures_differ_by_language_and_say_numbers(graded):
    table = statistics.exercise_table(tiny())
    english, spanish = (figures.discrimination(table, 0.2, to).alt for to in ("en", "es"))
    assert english != spanish and "a 0.71; b 0.56" in english and "a 0.71; b 0.56" in spanish


def test_the_command_writes_both_languages(course):
    def run(*arguments):
        return subprocess.run([sys.executable, "-m", "course", "report", *arguments],
                              cwd=course.root, text=True, capture_output=True)  # fmt: skip

    done = run(mini.NAME, "--lang", "es")
    assert done.returncode == 0, done.stderr
    folder = course.root / "report" / mini.NAME
    assert {p.name for p in folder.iterdir()} == {
        "report-es.html", "students.csv", "exercises.csv", "mistakes.csv", "moodle.csv",
        "canvas.csv",
    }  # fmt: skip
    assert folder.stat().st_mode & 0o077 == 0
    done = run(mini.NAME, "--lang", "fr")
    assert done.returncode == 2 and "--lang must be one of en, es" in done.stderr
    done = run("07-none")
    assert done.returncode == 2 and "no assignment '07-none'" in done.stderr


def test_a_course_without_a_class_gets_an_empty_report(tmp_path):
    made = mini.make(tmp_path / "empty")
    first, *_ = write(made, mini.NAME, "en", tmp_path / "out")
    assert "No submission has been graded" in first.read_text(encoding="utf-8")


def test_a_sample_class_is_drawn_from_the_catalogues(tmp_path):
    wrong = [Entry(mini.NAME, "last", "takes-the-first", WRONG, {"en": "…", "es": "…"})]

    def drawn(seed):
        return sample_class.submissions(mini.source(), wrong, (), 10, seed)

    first = drawn(1)
    assert list(first)[-1] == "student-10" and drawn(1) == first and drawn(2) != first
    texts = [text for text, _ in first.values()]
    assert "My homework is attached to the e-mail.\n" in texts
    assert any("items[0]" in text for text in texts)
    project = mini.make(tmp_path / "course")
    made = sample_class.make_class(project, mini.NAME, tmp_path / "class", size=3)
    assert len(list(made.root.glob(f"submitted/student-0?/{mini.NAME}/{mini.NAME}.ipynb"))) == 3
    with pytest.raises(ProjectError, match="is no sample class"):
        sample_class.make_class(project, mini.NAME, ROOT / "docs", 1)


def test_the_level_of_what_plain_nbgrader_graded_is_unknown(tmp_path):
    course = mini.make(tmp_path / "class")
    mini.submit(course, "ana", reference(mini.source(), "en"))
    grade(course, mini.NAME)
    (ours,) = gather(course, mini.NAME).works
    path = course.root / "autograded" / "ana" / mini.NAME / f"{mini.NAME}.ipynb"
    graded = notebooks.read(path)
    del graded.metadata["course"]
    notebooks.write(graded, path)
    (theirs,) = gather(course, mini.NAME).works
    assert ours.isolation in LEVELS and theirs.isolation == "unknown"
    graded.metadata["course"] = {"isolation": "namespaces", "key": "0" * 32}  # the student's own
    notebooks.write(graded, path)
    (theirs,) = gather(course, mini.NAME).works
    assert theirs.isolation == "unknown"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_names_who_ran_at_a_lower_isolation_level(language):
    work = Work("s-open", {"a": 1.0}, {"a": "solved"}, isolation="open")
    text = page.render(Graded("x", (Item("a", 1),), (work,)), language)
    assert re.search(r"s-open</span> \(open\)", text)
    levels = {"en": "ISOLATION LEVEL: OPEN", "es": "NIVEL DE AISLAMIENTO: OPEN"}
    assert f'<p class="alarm">{levels[language]}</p>' in text
    good = Work("s", {"a": 1.0}, {"a": "solved"}, isolation="namespaces")
    assert 'class="alarm"' not in page.render(Graded("x", (Item("a", 1),), (good,)), language)
