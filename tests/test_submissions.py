"""Which folder, file and language of a submission is meant."""

import copy
import errno
import json
import os
import shutil
import tempfile
import unicodedata
import zipfile
from pathlib import Path

import nbformat
import pytest

from course import notebooks
from course.grading.language import language_of_submission
from course.grading.merge import work
from course.grading.submissions import find_folder, submitted_notebook
from course.notebooks import NotebookError
from course.release.templates import grading_template, reference
from tests.conftest import ROOT, source_notebook
from tools import mini

SOURCE = mini.source()
NAME = mini.NAME
STUB = grading_template(SOURCE, "en")
RIGHT = reference(SOURCE, "en")


def only(*names, code=None):
    """A notebook in which these exercises are done."""
    made = copy.deepcopy(STUB)
    for cell in made.cells:
        name = notebooks.grade_id(cell)
        if name in names:
            cell.source = code or f"def {name}(x):\n    return '{'-'.join(names)}'"
    return made


HALF = only("double")


def put(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else nbformat.writes(content)
            path.write_text(text, encoding="utf-8")
    return folder


def read(student, files):
    """The submission of a student whose folder holds these files."""
    folder = find_folder(put(student, files), NAME)
    assert folder is not None
    return submitted_notebook(folder, NAME, SOURCE)


def done(submission):
    return work(STUB, submission.notebook).answers


# ---------------------------------------------------------------- which notebook

F = f"{NAME}/{NAME}"


@pytest.mark.parametrize(("files", "named"), [
    ({f"{F}.ipynb": STUB, f"{F}__20261101.ipynb": HALF, f"{F}__20261001.ipynb": STUB},
     "20261101"),
    ({f"{F}.ipynb": STUB, f"{F}__20261101.ipynb": HALF, f"{F}__20261102.ipynb": RIGHT},
     "20261102"),
    ({f"{F}.ipynb": STUB, f"{F} (1).ipynb": STUB, f"{F} (2).ipynb": HALF}, "(2)"),
    ({f"{F}.ipynb": STUB, f"{F}-Copy1.ipynb": HALF}, "-Copy1"),
    ({f"{F}.ipynb": HALF, f"{F}_Ana.ipynb": RIGHT}, "_Ana"),
    ({f"{F}.ipynb": nbformat.v4.new_notebook(), f"{F}_Ana.ipynb": HALF}, "_Ana"),
    ({f"{F}__20261101.ipynb": only("double", code="def double(x): return 1"),
      f"{F}__20261103.ipynb": only("double", code="def double(x): return 3"),
      f"{F}__20261102.ipynb": only("double", code="def double(x): return 2")}, "20261103"),
    ({f"{F}_b.ipynb": "no JSON", f"{F}_a.ipynb": HALF}, "_a"),
])  # fmt: skip
def test_of_several_notebooks_the_one_with_most_work_is_meant_and_a_note_says_so(
    tmp_path, files, named
):
    found = read(tmp_path / "ana", files)
    (name,) = [n for n in files if named in n]
    assert done(found) == work(STUB, files[name]).answers
    (note,) = found.notes
    assert note.startswith(f"Graded {name.split('/')[1]}, in which most is done; not ")
    for other in files.keys() - {name}:
        assert other.split("/")[1] in note


@pytest.mark.parametrize("other", [STUB, HALF])
def test_the_assignments_name_wins_where_as_much_is_done(tmp_path, other):
    mine = only("double", code="def double(x):\n    return 'mine'")
    found = read(tmp_path / "ana", {f"{F}.ipynb": mine, f"{F} (1).ipynb": other})
    assert done(found) == {"double": "def double(x):\n    return 'mine'"}
    assert bool(found.notes) == (other is HALF)


def test_two_that_differ_without_a_date_are_left_ungraded(tmp_path):
    one, other = (only("double", code=f"def double(x): return {i}") for i in (1, 2))
    with pytest.raises(NotebookError, match="found a.ipynb, b.ipynb, which differ"):
        read(tmp_path / "ana", {f"{NAME}/a.ipynb": one, f"{NAME}/b.ipynb": other})


def test_two_of_the_same_work_are_one(tmp_path):
    found = read(tmp_path / "ana", {f"{NAME}/a.ipynb": HALF, f"{NAME}/b.ipynb": HALF})
    assert len(done(found)) == 1


def test_an_untouched_notebook_alone_is_graded_as_such(tmp_path):
    found = read(tmp_path / "ana", {f"{F}.ipynb": STUB, f"{F} (1).ipynb": STUB})
    assert (done(found), found.notes) == ({}, ())


def test_what_lies_beside_an_untouched_notebook_is_named(tmp_path):
    found = read(tmp_path / "ana", {f"{F}.ipynb": STUB, f"{NAME}/answers.py": "x",
                                    f"{NAME}/timestamp.txt": "x"})  # fmt: skip
    assert found.notes == (f"{NAME}.ipynb is as it was released; beside it: answers.py.",)


@pytest.mark.parametrize("beside", [{}, {f"{F}.ipynb": STUB}])
@pytest.mark.parametrize("archive", ["work.zip", "work.ZIP", "x.tar.gz", "x.7z"])
def test_an_archive_is_not_opened_and_named(tmp_path, beside, archive):
    with pytest.raises(NotebookError, match=rf"{archive} was not opened"):
        read(tmp_path / "ana", {**beside, f"{NAME}/{archive}": b"PK\x03\x04"})


def test_an_archive_with_the_notebooks_name_is_told(tmp_path):
    with zipfile.ZipFile(tmp_path / "x", "w") as archive:
        archive.writestr("a", "b")
    with pytest.raises(NotebookError, match=rf"{NAME}.ipynb is not .*it is a ZIP archive"):
        read(tmp_path / "ana", {f"{F}.ipynb": (tmp_path / "x").read_bytes()})


def test_a_damaged_notebook_is_not_replaced_by_an_older_one(tmp_path):
    with pytest.raises(NotebookError, match=rf"^{NAME}.ipynb is not .*valid JSON"):
        read(tmp_path / "ana", {f"{F}.ipynb": "{", f"{F}__20261101.ipynb": HALF})


def test_a_damaged_notebook_beside_an_untouched_one_may_be_the_work(tmp_path):
    with pytest.raises(NotebookError, match="mine.ipynb is not a Jupyter notebook"):
        read(tmp_path / "ana", {f"{F}.ipynb": STUB, f"{NAME}/mine.ipynb": "{"})


@pytest.mark.parametrize("name", [
    "{}.IPYNB", "{}.Ipynb", "{}.ipynb.txt", "{}.ipynb.json", "{}", "{}.json", "{}.txt",
    "{} (1).ipynb", "Copy of {}.ipynb", "Ana_{}.ipynb", "homework.ipynb", "unzipped/{}.ipynb",
    "a/b/{}.IPYNB", ".ipynb_checkpoints/{}-checkpoint.ipynb", "{}.ipynb/{}.ipynb",
    "{}.ipynb.download",
])  # fmt: skip
@pytest.mark.parametrize("untouched", [False, True])
def test_a_notebook_is_found_under_any_name(tmp_path, name, untouched):
    beside = {f"{F}.ipynb": STUB} if untouched and "ipynb/" not in name else {}
    found = read(tmp_path / "ana", {f"{NAME}/{name.replace('{}', NAME)}": HALF, **beside})
    assert len(done(found)) == 1


@pytest.mark.parametrize("name", ["notes.txt", ".hidden.ipynb", f"{NAME}.py", "timestamp.txt"])
def test_other_files_are_no_notebooks(tmp_path, name):
    says = "found no notebook" + (", but " + name if name[0] not in ".t" else "$")
    with pytest.raises(NotebookError, match=says):
        read(tmp_path / "ana", {f"{NAME}/{name}": HALF})


# ---------------------------------------------------------------- which folder


@pytest.mark.parametrize("where", [
    NAME, NAME.upper(), NAME.title(), NAME.replace("-", "_"), NAME.replace("-", " "), f" {NAME} ",
    f"download/{NAME}", f"a/b/{NAME.upper()}",
])  # fmt: skip
def test_the_folder_is_found_under_any_spelling(tmp_path, where):
    found = read(tmp_path / "ana", {f"{where}/{NAME}.ipynb": HALF, "02-other/02-other.ipynb": RIGHT,
                                    "other.ipynb": RIGHT})  # fmt: skip
    assert len(done(found)) == 1


def test_of_two_folders_the_exact_one_counts_else_the_one_with_a_notebook(tmp_path):
    put(tmp_path / "ana", {f"{NAME.upper()}/{NAME}.ipynb": HALF, f"{NAME.title()}/x.txt": "x"})
    assert find_folder(tmp_path / "ana", NAME).name == NAME.upper()
    put(tmp_path / "ana", {f"{F}.ipynb": HALF})
    assert find_folder(tmp_path / "ana", NAME).name == NAME


def test_a_decomposed_name_is_the_same(tmp_path):
    name = "01-señal"
    other = unicodedata.normalize("NFD", name)
    put(tmp_path / "ana", {f"{other}/{other}.ipynb": HALF})
    folder = find_folder(tmp_path / "ana", name)
    assert len(done(submitted_notebook(folder, name, SOURCE))) == 1


@pytest.mark.parametrize("name", [f"{NAME}.ipynb", f"{NAME} (1).ipynb", f"ana_{NAME}.IPYNB",
                                  f"Copia de {NAME}.ipynb", NAME + ".ipynb.txt"])  # fmt: skip
def test_a_notebook_without_its_folder_is_found_and_no_other_is_taken(tmp_path, name):
    found = read(tmp_path / "ana", {name: HALF, "02-other.ipynb": RIGHT, "02-other/a.ipynb": RIGHT})
    assert len(done(found)) == 1


def test_who_handed_in_nothing_has_no_folder(tmp_path):
    put(tmp_path / "ana", {"02-other/02-other.ipynb": RIGHT, "x.txt": "x", "02-b.ipynb": RIGHT})
    assert find_folder(tmp_path / "ana", NAME) is None
    (tmp_path / "file").write_text("x")
    assert find_folder(tmp_path / "file", NAME) is None


# ---------------------------------------------------------------- what can't be read


@pytest.mark.parametrize("link", ["ana", f"ana/{NAME}", f"ana/{F}.ipynb"])
def test_links_are_refused(tmp_path, link):
    put(tmp_path / "eva", {f"{F}.ipynb": RIGHT})
    path = tmp_path / link
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(tmp_path / "eva" / link[4:])
    with pytest.raises(NotebookError, match="is a symbolic link"):
        submitted_notebook(find_folder(tmp_path / "ana", NAME), NAME, SOURCE)


def test_links_below_are_not_followed(tmp_path):
    put(tmp_path / "eva", {f"{F}.ipynb": RIGHT})
    put(tmp_path / "ana", {f"{NAME}/x.txt": "x"})
    (tmp_path / "ana" / NAME / "y.ipynb").symlink_to(tmp_path / "eva" / f"{F}.ipynb")
    (tmp_path / "ana" / NAME / "y").symlink_to(tmp_path / "eva")
    with pytest.raises(NotebookError, match="found no notebook"):
        submitted_notebook(find_folder(tmp_path / "ana", NAME), NAME, SOURCE)


def as_nobody(function):
    """What `function` returns as a user without rights, in a child process."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            os.write(into, function().encode())
        except BaseException as error:
            os.write(into, f"{type(error).__name__}: {error}".encode())
        finally:
            os._exit(0)
    os.close(into)
    os.waitpid(child, 0)
    with os.fdopen(out) as said:
        return said.read()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
@pytest.mark.parametrize(("locked", "says"), [
    ("ana", "ana can't be read: Permission denied"),
    (f"ana/{NAME}", f"{NAME} can't be read: Permission denied"),
    (f"ana/{F}.ipynb", f"{NAME}.ipynb can't be read: Permission denied"),
    (f"ana/{NAME}/below", "below can't be read: Permission denied"),
])  # fmt: skip
def test_what_may_not_be_read_is_a_reason(locked, says):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        if locked.endswith("below"):
            put(root / "ana", {f"{NAME}/below/{NAME}.ipynb": HALF})
        else:
            put(root / "ana", {f"{F}.ipynb": HALF})
        (root / locked).chmod(0)
        try:
            said = as_nobody(
                lambda: str(submitted_notebook(find_folder(root / "ana", NAME), NAME, SOURCE))
            )
        finally:
            (root / locked).chmod(0o755)
    assert said == f"NotebookError: {says}"


def test_a_stale_handle_is_a_reason(tmp_path, monkeypatch):
    folder = find_folder(put(tmp_path / "ana", {f"{F}.ipynb": HALF}), NAME)

    def stale(*_, **__):
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(folder))

    for name in ("os.scandir", "pathlib.Path.open"):
        with monkeypatch.context() as patch:
            patch.setattr(name, stale)
            with pytest.raises(NotebookError, match="can't be read: Stale file handle"):
                submitted_notebook(folder, NAME, SOURCE)


def test_a_folder_that_is_gone_or_a_pipe_is_a_reason(tmp_path):
    folder = put(tmp_path / "ana" / NAME, {"x.txt": "x"})
    os.mkfifo(folder / f"{NAME}.ipynb")
    with pytest.raises(NotebookError, match="found no notebook"):
        submitted_notebook(folder, NAME, SOURCE)
    shutil.rmtree(folder)
    with pytest.raises(NotebookError, match="can't be read: No such file"):
        submitted_notebook(folder, NAME, SOURCE)


# ---------------------------------------------------------------- language


def stripped(notebook, *, ids=True):
    bare = copy.deepcopy(notebook)
    bare.metadata = nbformat.NotebookNode()
    for number, cell in enumerate(bare.cells):
        cell.metadata = nbformat.NotebookNode()
        if ids:
            cell["id"] = f"{number:08x}"
    return bare


def english_comments(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = "# the loop of the cells is what it says in the paper\n" + cell.source
    notebook.cells += [
        nbformat.v4.new_markdown_cell("What I think of the answer: it is right.")
    ] * 9


def no_prose(notebook):
    notebook.cells = [c for c in notebook.cells if c.cell_type == "code"]


def changed_prose(notebook):
    for cell in notebook.cells:
        cell.source = cell.source.replace("#", "").strip() + "!" * (cell.cell_type == "markdown")


def no_change(notebook):
    pass


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("change", [no_change, english_comments, no_prose, changed_prose])
@pytest.mark.parametrize("name", ["", "01-recurrence", "07-transformer"])
def test_the_language_is_told_without_metadata(language, change, name):
    source = source_notebook(name) if name else SOURCE
    notebook = stripped(reference(source, language))
    change(notebook)
    assert language_of_submission(notebook, source) == language


def test_the_metadata_count_first_and_nothing_is_english():
    spanish = reference(SOURCE, "es")
    spanish.metadata["course"] = {"language": "en"}
    assert language_of_submission(spanish, SOURCE) == "en"
    for value in ({"language": ["es"]}, "x", {"language": "fr"}):
        spanish.metadata["course"] = value
        assert language_of_submission(spanish, SOURCE) == "es"
    assert language_of_submission(nbformat.v4.new_notebook(), SOURCE) == "en"
    bare = stripped(reference(SOURCE, "es"), ids=False)
    bare.cells = [c for c in bare.cells if c.cell_type == "code" and "setup(" not in c.source]
    assert language_of_submission(bare, SOURCE) == "en"


def test_a_spanish_submission_is_spanish_and_so_are_its_notes(tmp_path):
    half = stripped(reference(SOURCE, "es"))
    found = read(tmp_path / "ana", {f"{F}.ipynb": STUB, f"{F} (1).ipynb": half})
    assert found.language == "es" and found.notes[0].startswith("Se calificó")


def test_the_released_notebooks_are_untouched_in_both_languages():
    for name in ("01-recurrence", "05-text-generation"):
        for language in ("en", "es"):
            released = notebooks.read(ROOT / "release" / language / name / f"{name}.ipynb")
            source = source_notebook(name)
            for notebook in (released, stripped(released)):
                found = work(grading_template(source, language), notebook)
                assert (found.answers, found.ours, found.notes) == ({}, True, ())
                assert not [c for c in found.notebook.cells if c.id.startswith("added-")]


def test_json_of_any_layout_is_the_same_notebook(tmp_path):
    text = json.dumps(RIGHT)
    found = read(tmp_path / "ana", {f"{F}.ipynb": text.encode("utf-16")})
    assert len(done(found)) == 2
