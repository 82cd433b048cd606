"""Data come whole, from where they should, or with one sentence that says why not."""

import errno
import hashlib
import lzma
import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from rich.progress import Progress

from course import data
from course.data import text
from course.data.base import (
    DataError,
    DataSet,
    Download,
    Embedded,
    Provided,
    Real,
)
from course.data.files import read_text
from tests.places import REAL, files, needs_real, refused

BODY = "¿Qué viene después?\n".encode() * 20_000  # several blocks of a download
SHA = hashlib.sha256(BODY).hexdigest()
ROOT = Path(__file__).resolve().parent.parent


pytestmark = pytest.mark.usefixtures("a_fresh_place")


def words(url="http://127.0.0.1:9/words.txt", sha256=SHA, read=read_text, files=None):
    """A data set like the course's own, small and at our address."""
    real = Real(
        "Words", Download(url, read, sha256), Provided(files or {"sub/words.txt": SHA}, read_text)
    )
    embedded = Embedded("A word", lambda: "word")
    return DataSet(
        "words", ("characters", "caracteres"), dict.fromkeys(("en", "es"), embedded),
        dict.fromkeys(("en", "es"), real),
    )  # fmt: skip


# ------------------------------------------------------------------------ embedded


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_embedded_text_is_clean(language, capsys, record_property):
    value = data.load("text", language)
    alphabet = sorted(set(value))
    record_property("alphabet", f"{len(alphabet)} characters: {''.join(alphabet)!r}")
    assert 9_000 <= len(value) <= 12_000
    assert unicodedata.is_normalized("NFC", value)
    assert value.endswith(".\n") and not value.startswith("\ufeff")
    for unwanted in ("\r", "\t", "  ", " \n", "\n ", "\n\n\n", "\u00a0"):
        assert unwanted not in value
    assert all(c == "\n" or c.isprintable() for c in alphabet)
    assert len(alphabet) <= 65, f"{len(alphabet)} characters: {alphabet}"
    # a character seen once or twice can't be learned
    assert sum(value.count(c) < 2 for c in alphabet) <= 6
    assert f"{len(value):,}".split(",")[1] in capsys.readouterr().out


def test_each_language_has_its_own_text():
    assert "ñ" in data.load("text", "es") and "ñ" not in data.load("text", "en")
    assert "text" in data.names()


def test_the_settings_choose_and_one_sentence_says_what_came(monkeypatch, capsys):
    assert data.load("text") == data.load("text", "en", "quick")
    line = capsys.readouterr().out.splitlines()[0]
    assert "The Keeper's Book" in line and "embedded" in line
    assert 'data.load("text", size="full")' in line

    monkeypatch.setenv("COURSE_LANGUAGE", "es")
    assert data.load("text").startswith("El libro de la farera")
    out = capsys.readouterr().out
    assert "incluido en el curso" in out and out.count("\n") == 1


def test_an_unknown_name_language_or_size_is_refused(monkeypatch):
    refused(lambda: data.load("texts"), "'texts'", "there is: additions, glove")
    refused(lambda: data.load("text", "fr"), "'fr'", "en, es")
    refused(lambda: data.load("text", size="big"), "'big'", "quick, full")
    monkeypatch.setenv("COURSE_LANGUAGE", "es")
    refused(lambda: data.load("texts"), "no existe", "hay: additions")
    assert issubclass(DataError, ValueError)


def test_tensorflow_and_the_network_are_not_imported_for_embedded_data():
    code = (
        "import sys; from course import data; data.load('text');"
        "sys.exit(str([m for m in ('tensorflow', 'keras', 'requests') if m in sys.modules]))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert run.stderr.strip() == "[]"


# ---------------------------------------------------------------- the folder COURSE_DATA


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "words.txt").write_bytes(BODY)
    monkeypatch.setenv("COURSE_DATA", str(folder))
    return folder


def test_the_folder_comes_first(folder, capsys, tmp_path):
    assert words().load("en", "full") == BODY.decode()
    out = capsys.readouterr().out
    assert str(folder) in out and 'size="quick"' in out and out.count("\n") == 1
    assert not (tmp_path / "cache").exists()


def test_quick_size_needs_no_folder(monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "/no/such/folder")
    assert words().load("en", "quick") == "word"


@pytest.mark.parametrize("language, part", [("en", "not a folder"), ("es", "no es una carpeta")])
def test_a_folder_that_does_not_exist(monkeypatch, tmp_path, language, part):
    monkeypatch.setenv("COURSE_LANGUAGE", language)
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "nowhere"))
    refused(lambda: words().load("en", "full"), tmp_path / "nowhere", part, "sub/words.txt")


def test_a_folder_without_the_file(folder):
    path = folder / "sub" / "words.txt"
    path.unlink()
    refused(lambda: words().load("en", "full"), path, "unset COURSE_DATA")
    path.mkdir()  # a folder is no file either
    refused(lambda: words().load("en", "full"), path)


@pytest.mark.parametrize("content", [BODY[:-100], b"", BODY + b"more"])
def test_a_wrong_file_in_the_folder_is_refused_and_left_alone(folder, content):
    path = folder / "sub" / "words.txt"
    path.write_bytes(content)
    got = hashlib.sha256(content).hexdigest()
    refused(lambda: words().load("en", "full"), path, SHA[:12], got[:12], f"{len(content):,}")
    assert path.read_bytes() == content


def test_a_file_that_cannot_be_read(folder, monkeypatch):
    def denied(path):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("pooch.file_hash", denied)
    refused(lambda: words().load("en", "full"), folder, "Permission denied", "COURSE_DATA")


def test_not_utf8(folder):
    content = "año".encode("latin-1") + b" nuevo"
    (folder / "latin.txt").write_bytes(content)
    wrong = words(files={"latin.txt": hashlib.sha256(content).hexdigest()})
    refused(lambda: wrong.load("en", "full"), folder / "latin.txt", "UTF-8", "byte 1 is 0xf1")


@pytest.mark.parametrize("damage", [lambda b: b[:-20], lambda b: b"no" + b[2:], lambda b: b""])
def test_a_damaged_xz(folder, damage):
    content = damage(lzma.compress(BODY))
    (folder / "words.txt.xz").write_bytes(content)
    wrong = words(files={"words.txt.xz": hashlib.sha256(content).hexdigest()})
    refused(lambda: wrong.load("en", "full"), folder / "words.txt.xz", "not a whole .xz")


def test_a_text_is_read_without_bom_and_with_plain_line_ends(tmp_path):
    raw = "\ufeffuno\r\ndos\rtres\n".encode()
    (tmp_path / "a.txt").write_bytes(raw)
    (tmp_path / "a.txt.xz").write_bytes(lzma.compress(raw))
    assert read_text(tmp_path / "a.txt") == read_text(tmp_path / "a.txt.xz") == "uno\ndos\ntres\n"


# --------------------------------------------------------------------------- download


def test_a_download_is_cached_and_used_without_network(server, tmp_path, capsys):
    words_here = words(server.serve(BODY))
    assert words_here.load("en", "full") == BODY.decode()
    first = capsys.readouterr()
    assert "downloaded" in first.out and first.out.count("\n") == 1
    assert "100%" in first.err and first.err.endswith("\n")

    server.close()
    assert words_here.load("en", "full") == BODY.decode()
    second = capsys.readouterr()
    assert "from the cache" in second.out and not second.err
    assert server.requests == ["/words.txt"]
    assert files(tmp_path / "cache") == ["words/words.txt"]


def test_a_server_that_does_not_say_the_length(server, capsys):
    assert words(server.serve(BODY, length=None)).load("en", "full") == BODY.decode()
    assert capsys.readouterr().err.rstrip(" \n").endswith(f"{len(BODY) / 1e3:.1f}/? kB")


def test_in_a_notebook_the_progress_is_one_display_that_needs_no_widgets(server):
    code = (
        "import sys, tempfile; sys.modules['ipywidgets'] = None\n"
        "from pathlib import Path; from course.data import fetch\n"
        "fetch.REFRESH, folder = 0, Path(tempfile.mkdtemp())\n"
        f"fetch.fetch({server.serve(BODY)!r}, folder / 'words.txt', folder)"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, kernel_name="python3").execute()
    (shown,) = notebook.cells[0].outputs
    assert shown.output_type == "display_data" and "100%" in shown.data["text/html"]


def test_a_wrong_checksum_keeps_nothing(server, tmp_path):
    url, got = server.serve(BODY[:-1]), hashlib.sha256(BODY[:-1]).hexdigest()
    refused(lambda: words(url).load("en", "full"), url, SHA[:12], got[:12], "nothing was kept")
    assert files(tmp_path / "cache") == []


@pytest.mark.parametrize(
    "status, body, length, part",
    [
        (200, BODY[:200_000], len(BODY), "cut short"),
        (404, b"gone", 4, "404"),
        (500, b"", 0, "500"),
    ],
)
@pytest.mark.parametrize("sha256", [SHA, None])
def test_a_failed_download_keeps_nothing(server, tmp_path, status, body, length, part, sha256):
    url = server.serve(body, status, length)
    refused(lambda: words(url, sha256).load("en", "full"), url, part, "COURSE_DATA", "quick")
    assert files(tmp_path / "cache") == []
    server.serve(BODY)
    assert words(url, sha256).load("en", "full") == BODY.decode()


def test_an_interrupted_download_keeps_nothing(server, tmp_path, monkeypatch):
    url = server.serve(BODY)

    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Progress, "advance", interrupt)
        with pytest.raises(KeyboardInterrupt):
            words(url).load("en", "full")
    assert files(tmp_path / "cache") == []
    assert words(url).load("en", "full") == BODY.decode()


# ------------------------------------------------------- going on in the middle of a file


def test_a_download_goes_on_where_it_broke_off(server, tmp_path):
    url = server.serve(BODY)
    server.edition, server.breaks = '"first"', 3 << 16
    message = refused(lambda: words(url).load("en", "full"), url, "cut short", "196,608 bytes")
    assert "nothing was kept" not in message
    (part,) = files(tmp_path / "cache")
    assert part.startswith("words/words.txt.") and part.endswith(".part")

    refused(lambda: words(url).load("en", "full"), "393,216 bytes")  # it breaks off again
    server.breaks = None
    assert words(url).load("en", "full") == BODY.decode()
    assert server.requests == ["/words.txt", "/words.txt from 196608", "/words.txt from 393216"]
    assert files(tmp_path / "cache") == ["words/words.txt"]


def test_an_interrupted_download_goes_on_too(server, tmp_path, monkeypatch):
    url = server.serve(BODY)
    server.edition = '"first"'
    blocks = []

    def interrupt(bar, task, amount):
        blocks.append(amount)
        if sum(blocks) > 100_000:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Progress, "advance", interrupt)
        with pytest.raises(KeyboardInterrupt):
            words(url).load("en", "full")
    assert words(url).load("en", "full") == BODY.decode()
    assert " from " in server.requests[-1]


def test_another_edition_is_not_mixed_with_the_first(server, tmp_path):
    url = server.serve(BODY)
    server.edition, server.breaks = '"first"', 3 << 16
    refused(lambda: words(url, None).load("en", "full"), "196,608 bytes")
    other = BODY.replace(b"?", b"!")
    server.serve(other)
    server.edition, server.breaks = '"second"', None
    assert words(url, None).load("en", "full") == other.decode()
    assert server.requests[-1] == "/words.txt"  # from its beginning


def test_a_server_that_forgot_how_to_go_on(server, tmp_path):
    url = server.serve(BODY)
    server.edition, server.breaks = '"first"', 3 << 16
    refused(lambda: words(url).load("en", "full"), "196,608 bytes")
    server.edition, server.breaks = None, None
    assert words(url).load("en", "full") == BODY.decode()
    assert files(tmp_path / "cache") == ["words/words.txt"]


def test_a_part_waits_while_there_is_no_network(server, tmp_path):
    url = server.serve(BODY)
    server.edition, server.breaks = '"first"', 3 << 16
    refused(lambda: words(url).load("en", "full"), "196,608 bytes")
    server.close()
    refused(lambda: words(url).load("en", "full"), "no network", "196,608 bytes")
    assert files(tmp_path / "cache")[0].endswith(".part")


# ------------------------------------------------------------------ what can go wrong there


@pytest.mark.parametrize("language, part", [("en", "no network"), ("es", "no hay red")])
def test_no_network(server, tmp_path, monkeypatch, language, part):
    url = server.serve(BODY)
    server.close()
    monkeypatch.setenv("COURSE_LANGUAGE", language)
    refused(lambda: words(url).load("es", "full"), url, part, 'size="quick"', "COURSE_DATA")
    assert files(tmp_path / "cache") == []


def test_a_damaged_cached_file_is_removed_and_fetched_again(server, tmp_path):
    words_here = words(server.serve(BODY))
    words_here.load("en", "full")
    cached = tmp_path / "cache" / "words" / "words.txt"
    cached.write_bytes(BODY[:50])
    assert words_here.load("en", "full") == BODY.decode() == cached.read_text("utf-8")

    cached.write_bytes(BODY[:50])
    server.close()
    with pytest.raises(DataError) as caught:
        words_here.load("en", "full")
    assert "no network" in str(caught.value) and SHA[:12] in str(caught.value.__cause__)
    assert not cached.exists()


def test_a_cache_folder_that_cannot_be_made(server, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "file"))
    here = words(server.serve(BODY))
    refused(lambda: here.load("en", "full"), tmp_path / "file", "set COURSE_CACHE")


@pytest.mark.needs("user")
def test_a_read_only_cache_folder(server, tmp_path):
    (tmp_path / "cache").mkdir(mode=0o500)
    here = words(server.serve(BODY))
    refused(lambda: here.load("en", "full"), "Permission denied", "set COURSE_CACHE")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_full_or_read_only_disk(server, tmp_path, monkeypatch, code):
    url = server.serve(BODY)

    def fail(*_):
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr("pooch.core.make_local_storage", fail)
        refused(lambda: words(url).load("en", "full"), os.strerror(code), "COURSE_CACHE")
    with monkeypatch.context() as patch:
        patch.setattr(Progress, "advance", fail)  # called after each block is written
        refused(lambda: words(url).load("en", "full"), os.strerror(code), "COURSE_CACHE")
    assert files(tmp_path / "cache") == []


# ------------------------------------------------- an original whose checksum isn't known


def read_whole(path):
    """Stands for a reader that checks the content."""
    value = read_text(path)
    if not value.endswith("?\n"):
        raise DataError(f"{path} is not whole")
    return value


def test_what_was_accepted_first_is_pinned(server, tmp_path):
    url = server.serve(BODY)
    here = words(url, sha256=None, read=read_whole)
    assert here.load("en", "full") == BODY.decode()
    cached = tmp_path / "cache" / "words" / "words.txt"
    pin = cached.with_name("words.txt.sha256")
    assert pin.read_text().strip() == SHA
    assert files(tmp_path / "cache") == ["words/words.txt", "words/words.txt.sha256"]

    cached.write_bytes(BODY + BODY)  # whole by its content, but not what was accepted
    assert here.load("en", "full") == BODY.decode()

    cached.unlink()
    server.serve(BODY + BODY)  # a new edition
    refused(lambda: here.load("en", "full"), url, SHA[:12], "new edition", pin)
    assert files(tmp_path / "cache") == ["words/words.txt.sha256"]

    pin.unlink()
    assert here.load("en", "full") == (BODY + BODY).decode()
    assert pin.read_text().strip() == hashlib.sha256(BODY + BODY).hexdigest()


def test_wrong_content_is_neither_kept_nor_pinned(server, tmp_path):
    url = server.serve(BODY[:-1])
    refused(lambda: words(url, None, read_whole).load("en", "full"), f"{url} is not whole")
    assert files(tmp_path / "cache") == []

    cached = tmp_path / "cache" / "words" / "words.txt"
    cached.write_bytes(BODY[:-1])  # as if its pin had been deleted
    refused(lambda: words(url, None, read_whole).load("en", "full"), f"{cached} is not whole")
    assert files(tmp_path / "cache") == []


def gutenberg(novel, this="THE"):
    mark = f"OF {this} PROJECT GUTENBERG EBOOK DON QUIJOTE ***"
    front = f"*** START {mark}\n\n{text.TITLE}\n\npor\n\n{text.TITLE}\n\nTasa\n"
    back = f"*** END {mark}\n\nLicense. {text.OPENING}\n"
    whole = f"\ufeffTitle: Don Quijote\n\n{front}\n\n{novel}\n\n\n{back}"
    return whole.replace("\n", "\r\n").encode()


@pytest.fixture(scope="module")
def novel():
    """A text with what the real one must have."""
    chapters = [f"Capítulo {n}. De lo que pasó\n\n" + "y más " * 2_750 for n in range(126)]
    chapters[0] += text.OPENING
    body = "\n\n".join(chapters)
    return f"{text.TITLE}\n\n\nTASA\n\n{body}\nsin duda alguna. Vale.\n\nFin\n"


@pytest.mark.parametrize("this", ["THE", "THIS"])
def test_the_novel_is_cut_out_of_gutenbergs_file(tmp_path, novel, this):
    (tmp_path / "pg.txt").write_bytes(gutenberg(novel, this))
    assert text.read_quijote(tmp_path / "pg.txt") == novel


@pytest.mark.parametrize(
    "change, expected",
    [
        (lambda b: b[: len(b) // 2], "END line"),
        (lambda b: b"<html>Too many requests</html>", "START line"),
        (lambda b: b.replace(b"TASA", b""), "TASA"),
        (lambda b: b.replace(b"Vale.", b""), "last words"),
        (lambda b: b.replace(text.OPENING.encode(), b"", 1), "En un lugar"),
        (lambda b: b.replace("Capítulo 7.".encode(), b""), "126 chapters, got 125"),
        (lambda b: b.replace("y más ".encode(), b"y "), "2,000,000"),
        (lambda b: b.replace("más".encode(), "más".encode("latin-1")), "UTF-8"),
    ],
)
def test_a_novel_that_is_not_whole(server, tmp_path, novel, change, expected):
    url = server.serve(change(gutenberg(novel)), path="/pg2000.txt")
    spanish = text.TEXT.real["es"]
    here = replace(
        text.TEXT, real={"es": replace(spanish, download=replace(spanish.download, url=url))}
    )
    refused(lambda: here.load("es", "full"), url, expected)
    assert files(tmp_path / "cache") == []


# ------------------------------------------------------------------------- the real ones


@needs_real("texts")
@pytest.mark.parametrize(
    "language, length, first, last",
    [
        ("en", 600_893, "PREFACE\n", "the indications of sinfulness."),
        ("es", 2_097_953, text.TITLE, "Vale.\n\n\n\nFin\n"),
    ],
)
def test_the_real_texts(monkeypatch, capsys, language, length, first, last):
    monkeypatch.setenv("COURSE_DATA", str(REAL))
    value = data.load("text", language, "full")
    assert len(value) == length and value.startswith(first) and value.endswith(last)
    assert f"{length:,} characters" in capsys.readouterr().out


@needs_real("texts")
def test_the_real_novel_passes_the_check_of_its_download(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_DATA", str(REAL))
    novel = data.load("text", "es", "full")
    (tmp_path / "pg.txt").write_bytes(gutenberg(novel))
    assert text.read_quijote(tmp_path / "pg.txt") == novel


# ------------------------------------------------------------------ who may read the cache


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_files_in_the_cache_have_the_modes_that_the_umask_gives(server, tmp_path, umask, mode):
    here = words(server.serve(BODY), sha256=None, read=read_whole)
    before = os.umask(umask)
    try:
        here.load("en", "full")
    finally:
        os.umask(before)
    folder = tmp_path / "cache" / "words"
    found = {p.name: p.stat().st_mode & 0o777 for p in folder.iterdir()}
    assert found == {"words.txt": mode, "words.txt.sha256": mode}
