"""Reviews, word vectors, sentence pairs and additions: embedded, real, and broken."""

import hashlib
import io
import json
import lzma
import re
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from course import data
from course.data import glove, pairs, reviews
from course.data.base import Provided
from course.data.glove import checked
from course.words import Vocabulary, tokenize
from tests.conftest import ROOT
from tests.places import REAL, files, needs_real, refused
from tools import embedded_glove

pytestmark = pytest.mark.usefixtures("a_fresh_place")
LANGUAGES = ["en", "es"]


def vectors(file):
    """Word -> vector of a GloveFile."""
    lines = (line.rsplit(" ", file.dim) for line in file.lines)
    return {word: np.array(numbers, float) for word, *numbers in lines}


# ----------------------------------------------------------------------- reviews, embedded


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_embedded_reviews(language, capsys):
    value = data.load("reviews", language)
    assert "2,600 reviews" in capsys.readouterr().out
    assert (len(value.train), len(value.test)) == (2_000, 600)
    for half in (value.train, value.test):
        assert half.labels.shape == (len(half),) and half.labels.dtype.kind == "i"
        assert half.labels.mean() == 0.5 and set(half.labels[:50]) == {0, 1}
        for text in half.texts:
            assert re.fullmatch(r"[A-ZÁÉÍÓÚÑ¡].*[.!]", text), text
            assert "  " not in text and ".." not in text and "!." not in text
    everything = value.train.texts + value.test.texts
    assert len(set(everything)) == len(everything)
    assert max(len(tokenize(text)) for text in everything) <= 45
    assert 200 <= len(Vocabulary(everything)) <= 400


def test_the_same_reviews_on_every_machine():
    """Whatever the order of sets and dictionaries."""
    code = (
        "import hashlib; from course.data import reviews, pairs;"
        "texts = [reviews.embedded(language).test.texts for language in ('en', 'es')];"
        "everything = repr([texts, pairs.embedded().test]);"
        "print(hashlib.sha256(everything.encode()).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(made) == 1


def accuracy_of_a_bag(value):
    """Of a logistic regression on word counts, on the test reviews without unseen words."""
    vocabulary = Vocabulary(value.train.texts)

    def counts(half):
        rows = [np.bincount(ids, minlength=len(vocabulary)) for ids in vocabulary.ids(half.texts)]
        return np.array(rows, np.float32)

    x, y = counts(value.train), value.train.labels.astype(np.float32)
    weights, bias = np.zeros(len(vocabulary), np.float32), np.float32(0)
    velocity = weights
    for _ in range(300):
        error = 1 / (1 + np.exp(-(x @ weights + bias))) - y
        velocity = 0.9 * velocity + x.T @ error / len(y)
        weights = weights - 0.3 * velocity
        bias -= 0.3 * error.mean()
    x = counts(value.test)
    right = (x @ weights + bias > 0) == value.test.labels
    return right[x[:, 1] == 0].mean()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bag_of_words_learns_much_and_not_all(language, record_property):
    accuracy = accuracy_of_a_bag(data.load("reviews", language))
    record_property("accuracy", float(accuracy))
    assert 0.7 <= accuracy <= 0.9


@pytest.mark.parametrize("language", LANGUAGES)
def test_order_alone_can_decide(language):
    """Among the reviews are some of the same words and opposite labels, or nearly so."""
    value = data.load("reviews", language)
    mark = {"en": ", but ", "es": ", pero "}[language]
    sides = Counter()
    for text, label in zip(value.train.texts, value.train.labels, strict=True):
        if mark in text:
            sides[int(label)] += 1
    assert min(sides.values()) >= 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_some_words_are_kept_for_the_test_and_have_vectors(language):
    value = data.load("reviews", language)
    known = set(Vocabulary(value.train.texts).index)
    found = vectors(data.load("glove", language))
    strange = [set(tokenize(text)) - known for text in value.test.texts]
    assert 90 <= sum(map(bool, strange)) <= 120
    kept = set().union(*strange)
    assert len(kept) >= 12 and kept <= set(found)


def test_spanish_agrees():
    text = " ".join(data.load("reviews", "es").train.texts).lower()
    for wrong in (
        r"\blos \w+ fue\b",
        r"\bel \w+ fueron\b",
        r"\bjovenes\b",
        r"\bpelícula tan \w+o\b",
        r"\blas \w+ fueron (?!menos)\w+os\b",
        r"\blos \w+ fueron (?!todo)\w+as\b",
        r"\b(la|el) \w+ (fue|resultó) \w+[ao]s\b(?<!menos)",
    ):
        found = re.search(wrong, text)
        assert not found, found


# ------------------------------------------------------------------------- vectors, embedded


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_embedded_vectors(language, record_property):
    file = data.load("glove", language)
    assert file.dim == 16 and data.load("glove", language, dim=16).lines == file.lines
    found = vectors(file)
    assert len(found) == len(file.lines)
    vocabulary = Vocabulary(data.load("reviews", language).train.texts)
    coverage = sum(word in found for word in vocabulary.index) / len(vocabulary.index)
    record_property("coverage", coverage)
    assert 0.9 < coverage < 1
    # as real files have it
    assert any(word != word.lower() for word in found)
    assert any(not vector.any() for vector in found.values())
    assert any(" 1e-05" in line for line in file.lines)
    assert len("\n".join(file.lines)) < 300_000


@pytest.mark.parametrize(
    "language, word, kin",
    [
        ("en", "superb", "great wonderful brilliant excellent delightful unforgettable"),
        ("en", "dreadful", "awful terrible hopeless unbearable ridiculous disastrous"),
        ("en", "witty", "good funny clever charming moving fresh lovely touching amusing warm"),
        ("es", "magnífica", "maravillosa brillante excelente estupenda genial inolvidable"),
        ("es", "espantosa", "terrible pésima insoportable ridícula desastrosa horrible"),
    ],
)
def test_neighbours_make_sense(language, word, kin):
    found = {
        w: v / np.linalg.norm(v)
        for w, v in vectors(data.load("glove", language)).items()
        if v.any()
    }
    near = sorted(found, key=lambda other: -found[other] @ found[word])[1:7]
    assert len(set(near) & set(kin.split())) >= 3, near


def test_the_embedded_vectors_are_what_the_script_makes():
    made, kept = embedded_glove.vectors("en"), vectors(data.load("glove", "en"))
    assert list(made) == list(kept), "run tools/embedded_glove.py again"
    np.testing.assert_allclose(list(made.values()), list(kept.values()), atol=2e-3)


def test_the_spanish_vectors_have_the_words_that_the_script_finds(monkeypatch):
    untrained = np.ones((10_000, 16))
    monkeypatch.setattr(embedded_glove, "train", lambda x: (untrained[: len(x)], [1, 0]))
    assert list(embedded_glove.vectors("es")) == list(vectors(data.load("glove", "es")))


def test_a_dimension_that_does_not_exist_is_refused(monkeypatch):
    refused(lambda: data.load("glove", dim=25), "dim=25", "16 numbers", "quick size")
    refused(lambda: data.load("glove", size="full", dim=16), "dim=16", "25, 50, 100")
    refused(lambda: data.load("glove", dim="many"), "dim='many'")
    refused(lambda: data.load("text", dim=16), "no option 'dim'", "none")
    refused(lambda: data.load("glove", size="full", width=50), "no option 'width'", "dim")
    monkeypatch.setenv("COURSE_LANGUAGE", "es")
    refused(lambda: data.load("glove", dim=25), "no hay vectores con dim=25")


@pytest.mark.parametrize(
    "lines, parts",
    [
        (["a 1 2", "b 1 2"], ["line 1", "has 2 numbers", "expected 3", "dim=2"]),
        (["a 1 2 3", "b 1 2"], ["line 2", "a word and 3 numbers", "'b 1 2'"]),
        (["a 1 2 3", "b 1 2 x"], ["line 2", "'b 1 2 x'"]),
        (["a 1 2 3", "b 1 2 nan"], ["line 2"]),
        (["a 1 2 3", "b 1 2 3 4"], ["line 2"]),
        (["a 1 2 3", ""], ["line 2", "''"]),
        ([""], ["line 1"]),
        (["a 1 2 3", " 1 2 3"], ["line 2"]),
    ],
)
def test_a_broken_vector_is_named_by_its_line(lines, parts):
    refused(lambda: checked(lines, 3, "some.txt"), "some.txt", *parts)


def test_what_real_files_hold_is_accepted():
    lines = ["the 1 2 3", ". . . 1e-05 -2 3", "At 0 0 0", "\u0085 1 2 3"]
    assert checked(lines, 3, "some.txt").lines == lines


@pytest.fixture
def twitter(server, tmp_path, monkeypatch):
    """An archive like the GloVe project's at our address, and the data set that takes it."""

    def make(members):
        path = tmp_path / "glove.twitter.27B.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in members.items():
                archive.writestr(name, text)
        body = path.read_bytes()
        real = glove.REAL[25]
        url = server.serve(body, path="/glove.twitter.27B.zip")
        sha256 = hashlib.sha256(body).hexdigest()
        real = replace(real, download=replace(real.download, url=url, sha256=sha256))
        return replace(glove.GLOVE, real={"en": real})

    return make


LINE = "word" + " 0.5" * 25 + "\n"


def test_vectors_come_out_of_the_archive(twitter, tmp_path):
    here = twitter({"glove.twitter.27B.25d.txt": LINE * 3, "glove.twitter.27B.50d.txt": "no"})
    assert here.load("en", "full").lines == [LINE[:-1]] * 3
    assert files(tmp_path / "cache") == ["glove/glove.twitter.27B.zip"]


@pytest.mark.parametrize(
    "members, parts",
    [
        ({"glove.twitter.27B.50d.txt": LINE}, ["lacks glove.twitter.27B.25d.txt"]),
        ({"glove.twitter.27B.25d.txt": LINE + "word 1 2\n"}, ["line 2", "25 numbers"]),
        ({"glove.twitter.27B.25d.txt": "word 1 2\n"}, ["line 1 has 2", "expected 25"]),
        ({"glove.twitter.27B.25d.txt": "año".encode("latin-1")}, ["UTF-8", "byte 1"]),
    ],
)
def test_an_archive_without_good_vectors(twitter, members, parts):
    refused(lambda: twitter(members).load("en", "full"), "glove.twitter.27B", *parts)


# ----------------------------------------------------------------------------- the pairs


def test_the_embedded_pairs():
    value = data.load("pairs")
    assert data.load("pairs", "es").train == value.train
    assert (len(value.train), len(value.validation), len(value.test)) == (2_000, 250, 250)
    parts = value.train, value.validation, value.test
    english = [{pair[0] for pair in part} for part in parts]
    assert not (english[0] & english[1] or english[0] & english[2] or english[1] & english[2])
    for one, other in (pair for part in parts for pair in part):
        assert re.fullmatch(r"[A-Z][A-Za-z ]+[.?]", one)
        assert re.fullmatch(r"[A-ZÁÉÍÓÚ¿][a-záéíóúñ ]+\.|¿[A-ZÁÉÍÓÚ][a-záéíóúñ ]+\?", other)
        assert one.endswith("?") == other.startswith("¿")
    # what the test pairs need can be learned
    for side in (0, 1):
        known = {word for pair in value.train for word in tokenize(pair[side])}
        assert {word for pair in value.test for word in tokenize(pair[side])} <= known


def test_the_pairs_agree_in_gender_and_number():
    nouns = {noun.spanish: noun.feminine for noun in pairs.grammar.THINGS + pairs.grammar.ANIMALS}
    articles = {"el": False, "un": False, "la": True, "una": True}
    checked_ones = 0
    value = data.load("pairs")
    for _, spanish in value.train:
        words = tokenize(spanish)
        for article, noun, *after in zip(words, words[1:], words[2:], strict=False):
            if article in articles and noun in nouns:
                assert articles[article] == nouns[noun], spanish
                if re.fullmatch("roj[oa]|negr[oa]|blanc[oa]|viej[oa]", after[0]):
                    assert after[0].endswith("a") == nouns[noun], spanish
                    checked_ones += 1
    assert checked_ones > 50
    assert any(
        s == "Veo la casa roja." or re.match(r"(Veo|Ves|Ve|Vemos|Ven) ", s) for _, s in value.train
    )


def spa_eng(text, member="spa-eng/spa.txt"):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, text)
    return body.getvalue()


def load_pairs(server, body):
    real = pairs.PAIRS.real["es"]
    url = server.serve(body, path="/spa-eng.zip")
    here = replace(
        pairs.PAIRS, real={"es": replace(real, download=replace(real.download, url=url))}
    )
    return here.load("es", "full"), url


def test_pairs_are_split_by_the_english_sentence(server, tmp_path, monkeypatch):
    monkeypatch.setattr(pairs, "FEWEST", 10)
    text = "".join(f"Go {n // 2}.\tVe {n}.\r\n" for n in range(200)) + "Go 1.\tVe 2.\n"
    value, _ = load_pairs(server, spa_eng(text))
    assert (len(value.train), len(value.validation), len(value.test)) == (160, 20, 20)
    assert not {e for e, _ in value.train} & {e for e, _ in value.test + value.validation}
    assert sorted(files(tmp_path / "cache")) == ["pairs/spa-eng.zip", "pairs/spa-eng.zip.sha256"]


GOOD = "Go.\tVe.\n" * 20


@pytest.mark.parametrize(
    "body, parts",
    [
        (spa_eng(GOOD + "Go. Ve.\n" + GOOD), ["line 21", "a tab", "'Go. Ve.'"]),
        (spa_eng(GOOD + "Go.\t\n"), ["line 21"]),
        (spa_eng(GOOD + "Go.\tVe.\tmore\n"), ["line 21"]),
        (spa_eng("Go.\tVe.\n"), ["has 1 lines", "at least 10", "cut short"]),
        (spa_eng("Go.\tAño.\n".encode("latin-1")), ["UTF-8"]),
        (spa_eng(GOOD, "other.txt"), ["lacks spa-eng/spa.txt", "other.txt"]),
        (spa_eng(GOOD)[:-30], ["not a whole .zip"]),
        (b"<html>Not found</html>", ["not a whole .zip"]),
    ],
)
def test_pairs_that_are_not_whole_are_not_kept(server, tmp_path, monkeypatch, body, parts):
    monkeypatch.setattr(pairs, "FEWEST", 10)
    refused(lambda: load_pairs(server, body), "127.0.0.1", *parts)
    assert files(tmp_path / "cache") == []


# ----------------------------------------------------------------------------- additions


@pytest.mark.parametrize(
    "size, digits, n_train, n_test", [("quick", 2, 8_024, 1_000), ("full", 3, 89_906, 5_000)]
)
def test_additions(capsys, size, digits, n_train, n_test):
    value = data.load("additions", size=size)
    line = capsys.readouterr().out
    assert line.count("\n") == 1 and ("large" in line) == (size == "quick")
    assert value.digits == digits
    assert (len(value.train[0]), len(value.test[0])) == (n_train, n_test)
    halves = []
    for questions, answers in (value.train, value.test):
        sums = [tuple(map(int, question.split("+"))) for question in questions]
        assert [str(a + b) for a, b in sums] == answers
        assert all(question == f"{a}+{b}" for question, (a, b) in zip(questions, sums, strict=True))
        assert len(set(sums)) == len(sums)
        halves.append({tuple(sorted(pair)) for pair in sums})
    assert not halves[0] & halves[1]
    assert len(halves[0]) + len(halves[1]) == {2: 5_050, 3: 50_000}[digits]
    assert max(max(pair) for pair in halves[0]) == 10**digits - 1


# ------------------------------------------------------------- IMDB and MuchoCine, in small


def imdb_archive(change=lambda members: members, n=20):
    members = {"aclImdb/README": "about", "aclImdb/train/unsup/0_0.txt": "no label"}
    for half in ("train", "test"):
        for kind in ("neg", "pos"):
            for i in range(n):
                members[f"aclImdb/{half}/{kind}/{i}_7.txt"] = f"{half} {kind} {i}<br /><br />Bye"
    members["aclImdb/train/pos/0_7.txt"] = members["aclImdb/test/pos/0_7.txt"]  # in both
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w:gz") as archive:
        for name, text in change(members).items():
            content = text if isinstance(text, bytes) else text.encode()
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return body.getvalue()


def load_reviews(server, body, language, name):
    real = reviews.REVIEWS.real[language]
    url = server.serve(body, path=f"/{name}")
    download = replace(real.download, url=url, sha256=hashlib.sha256(body).hexdigest())
    return replace(reviews.REVIEWS, real={language: replace(real, download=download)}).load(
        language, "full"
    )


@pytest.fixture
def small_imdb(server, monkeypatch):
    monkeypatch.setattr(reviews, "IMDB_CLASS", 20)
    return lambda body: load_reviews(server, body, "en", "aclImdb_v1.tar.gz")


def test_imdb_out_of_its_archive(small_imdb, tmp_path):
    value = small_imdb(imdb_archive())
    assert (len(value.train), len(value.test)) == (39, 40)  # one text was in both
    assert not set(value.train.texts) & set(value.test.texts)
    assert value.test.labels.sum() == 20 and 1 < np.abs(np.diff(value.test.labels)).sum()
    for text, label in zip(value.test.texts, value.test.labels, strict=True):
        assert text.startswith(f"test {'pos' if label else 'neg'} ") and text.endswith("\n\nBye")
    assert files(tmp_path / "cache") == ["reviews/aclImdb_v1.tar.gz"]


def test_a_name_that_leads_out_of_the_archive_leads_nowhere(small_imdb, tmp_path):
    evil = {"../../evil.txt": "x", "/tmp/aclImdb/test/pos/1_1.txt": "x"}
    value = small_imdb(imdb_archive(lambda members: {**evil, **members}))
    assert len(value.test) == 40 and not list(tmp_path.rglob("evil.txt"))


@pytest.mark.parametrize(
    "change, parts",
    [
        (lambda m: {k: v for k, v in m.items() if "/test/pos/" not in k}, ["test/pos", "got 0"]),
        (
            lambda m: {k: v for k, v in m.items() if k != "aclImdb/train/neg/3_7.txt"},
            ["20", "got 19"],
        ),
        (
            lambda m: {**m, "aclImdb/train/neg/3_7.txt": "año".encode("latin-1")},
            ["3_7.txt", "UTF-8"],
        ),
    ],
)
def test_imdb_that_is_not_whole(small_imdb, change, parts):
    refused(lambda: small_imdb(imdb_archive(change)), *parts)


def test_a_damaged_imdb_archive(small_imdb):
    refused(lambda: small_imdb(imdb_archive()[:-200]), "not a whole .tar.gz")
    refused(lambda: small_imdb(b"<html>"), "not a whole .tar.gz")


def muchocine_archive(ranks):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("corpusCine/Leame.txt", "about")
        for i, rank in enumerate(ranks):
            xml = (
                f'<?xml version="1.0" encoding="cp1252"?>\n<review author="A & B" title="<T>" '
                f'rank="{rank}" maxRank="5" source="muchocine">\n<summary>Año {i} &ldquo;sí&rdquo;'
                f"</summary>\n<body>Cine\r\n de {rank} < 6</body></review>"
            )
            archive.writestr(f"corpusCine/corpusCriticasCine/{i}.xml", xml.encode("cp1252"))
    return body.getvalue()


def test_muchocine_out_of_its_archive(server, monkeypatch):
    monkeypatch.setattr(reviews, "MUCHOCINE_FEWEST", 50)
    value = load_reviews(server, muchocine_archive([1, 2, 3, 4, 5] * 10), "es", "corpusCine.zip")
    assert (len(value.train), len(value.test)) == (32, 8)
    assert value.train.labels.sum() == 16 and value.test.labels.sum() == 4
    text = value.test.texts[0]
    assert text.startswith("Año ") and "“sí”\nCine" in text
    assert not any("de 3 <" in text for text in value.train.texts)


def test_muchocine_with_an_empty_class(server, monkeypatch):
    monkeypatch.setattr(reviews, "MUCHOCINE_FEWEST", 50)
    body = muchocine_archive([4, 5] * 25)
    message = refused(
        lambda: load_reviews(server, body, "es", "corpusCine.zip"), "an empty class", "blame"
    )
    assert "corpusCine.zip" in message
    body = muchocine_archive([1, 5] * 5)
    refused(lambda: load_reviews(server, body, "es", "corpusCine.zip"), "at least 50", "got 10")


def from_folder(monkeypatch, folder, text):
    """MuchoCine from a folder in which its file holds `text`."""
    (folder / "muchocine").mkdir()
    content = lzma.compress(text if isinstance(text, bytes) else text.encode())
    (folder / "muchocine" / "muchocine.jsonl.xz").write_bytes(content)
    monkeypatch.setenv("COURSE_DATA", str(folder))
    monkeypatch.setattr(reviews, "MUCHOCINE_FEWEST", 1)
    real = reviews.REVIEWS.real["es"]
    sha256 = hashlib.sha256(content).hexdigest()
    provided = Provided({"muchocine/muchocine.jsonl.xz": sha256}, real.provided.read)
    return replace(reviews.REVIEWS, real={"es": replace(real, provided=provided)}).load(
        "es", "full"
    )


ROW = {"id": 1, "rank": 1, "summary": "No", "body": "Mala"}


@pytest.mark.parametrize(
    "text, parts",
    [
        (json.dumps(ROW) + '\n{"id": 2, "ra', ["line 2", "a JSON object with id, rank"]),
        (json.dumps(ROW) + "\n\n", ["line 2", "''"]),
        (json.dumps({**ROW, "rank": "one"}), ["line 1"]),
        (json.dumps(ROW), ["an empty class"]),
        ("año".encode("latin-1"), ["UTF-8", "byte 1"]),
    ],
)
def test_reviews_with_a_broken_line(monkeypatch, tmp_path, text, parts):
    refused(lambda: from_folder(monkeypatch, tmp_path, text), "muchocine.jsonl.xz", *parts)


# ------------------------------------------------------------------------- the real ones


@pytest.fixture
def the_real(monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(REAL))


@needs_real("imdb")
def test_imdb(the_real):
    value = data.load("reviews", "en", "full")
    assert (len(value.train), len(value.test)) == (24_877, 25_000)
    assert not set(value.train.texts) & set(value.test.texts)
    assert value.test.labels.mean() == 0.5 and 0.4 < value.test.labels[:1_000].mean() < 0.6
    assert not any("<br" in text for text in value.train.texts)


@needs_real("muchocine")
def test_muchocine(the_real):
    value = data.load("reviews", "es", "full")
    assert (len(value.train), len(value.test)) == (2_101, 524)
    assert abs(value.train.labels.mean() - value.test.labels.mean()) < 0.01
    assert not set(value.train.texts) & set(value.test.texts)


@needs_real("glove")
@pytest.mark.parametrize("dim, n", [(None, 11_925), (25, 11_925), (50, 5_050)])
def test_real_vectors(the_real, dim, n):
    file = data.load("glove", size="full", dim=dim)
    assert len(file.lines) == n and file.dim == (dim or 25)
    assert file.lines[0].startswith("the ") and not file.lines[-1].endswith("\n")


@needs_real("glove")
def test_real_vectors_that_the_folder_lacks(the_real):
    refused(lambda: data.load("glove", size="full", dim=100), "glove.6B.zip", "unset COURSE_DATA")
    refused(lambda: glove.read_lines(REAL / "glove/glove.6B.50d.subset5000.txt.xz", 25), "dim=50")


@needs_real("spa_eng")
def test_spa_eng(the_real):
    value = data.load("pairs", size="full")
    assert len(value) == 118_964
    parts = [
        {english for english, _ in part} for part in (value.train, value.validation, value.test)
    ]
    assert not (parts[0] & parts[1] or parts[0] & parts[2] or parts[1] & parts[2])
    assert all(0.09 < len(part) / len(value) < 0.11 for part in (value.validation, value.test))
