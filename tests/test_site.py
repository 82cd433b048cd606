"""The course as a site: what pages show, and what they must not contain."""

import copy
import re

import pytest

from course import notebooks, site
from course.release import editions, executed
from tools import mini

NAME = mini.NAME


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The small course, released, with an experiment that needs both exercises."""
    source = mini.source()
    for cell in source.cells:
        if "an experiment must not run" in cell.source:
            cell.source = "print('measured', double(4))"
        if cell.source == "## Exercise: double":
            cell.source = (
                "---\n# Part\n\n## Exercise: double\n\n$x^2$ [a](../01-mini/01-mini.ipynb) "
                "[b](../02-not-there/02-not-there.ipynb)\n\n"
                "1. In a list: $$y^2.$$\n\n"
                "<details><summary>Hint</summary>\n\nTwo *times*.\n\n</details>"
            )
    project = mini.make(tmp_path_factory.mktemp("course"), notebooks.canonical(source))
    (project.root / "README.md").write_text(
        f"# A course\n\n*[En español](README.es.md)*\n\n[01](release/en/{NAME}/{NAME}.ipynb)\n\n"
        "## Start\n\nmake\n"
    )
    editions.build(project, NAME)
    return project


def test_outputs_are_those_of_the_solved_notebook_beside_the_stubs(course, monkeypatch):
    page = executed.shown(course, NAME, "en")
    printed = [o.text for c in page.cells if c.cell_type == "code" for o in c.outputs]
    assert printed == ["measured 8\n"]
    released = notebooks.read(course.release / "en" / NAME / f"{NAME}.ipynb")
    assert [c.source for c in page.cells] == [c.source for c in released.cells]

    # After a change of prose nothing is run again.
    monkeypatch.setattr(executed, "run", lambda *_: pytest.fail("it ran again"))
    assert executed.shown(course, NAME, "en") == page


def test_a_solved_notebook_that_raises_is_told():
    notebook = mini.source()
    with pytest.raises(editions.BuildError, match="mini, cell raise.*RuntimeError: an experiment"):
        executed.run(notebook, "mini")


@pytest.fixture(scope="module")
def built(course, tmp_path_factory):
    target = tmp_path_factory.mktemp("built") / "site"
    warnings = site.build(course, target)
    assert warnings == []
    return target


def read(path):
    return path.read_text(encoding="utf-8")


@pytest.mark.needs("site")
def test_a_page_shows_stubs_outputs_formulas_and_hints(built):
    page = read(built / "en" / NAME / f"{NAME}.html")
    assert "YOUR CODE HERE" in page and "measured 8" in page and "test_double" in page
    assert "<summary>Hint</summary>" in page and "<em>times</em>" in page
    assert page.count("<h1>") == 2  # the title, on the page and for print
    assert "02-not-there" not in page
    assert re.search(r'<div class="math[^"]*">\s*\\\[y\^2\.\\\]</div>', page)
    text = re.sub("<[^>]*>", "", page)
    assert "x * 2" not in text and "hidden_double" not in text and "double(21)" not in text


@pytest.mark.needs("site")
def test_an_edition_leads_to_the_other_and_to_its_notebook(built):
    for language, other in (("en", "es"), ("es", "en")):
        page = built / language / NAME / f"{NAME}.html"
        assert f'href="../../{other}/{NAME}/{NAME}.html"' in read(page)
        assert page.with_suffix(".ipynb").exists()
        assert f'<html lang="{language}"' in read(page)
    landing = read(built / "en" / "index.html")
    assert "A course" in landing and f'href="{NAME}/{NAME}.html"' in landing
    assert "README.es" not in landing and "Start" not in landing


@pytest.mark.needs("site")
def test_nothing_is_fetched_from_elsewhere(built):
    import re

    for page in built.rglob("*.html"):
        loaded = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="(https?:[^"]*)', read(page))
        assert loaded == [], page
    assert (built / "en" / "_static" / "mathjax.js").exists()


@pytest.mark.needs("site")
def test_a_page_with_a_solution_is_refused_and_the_site_stays(course, built, monkeypatch):
    real = executed.shown

    def leaky(*arguments):
        page = copy.deepcopy(real(*arguments))
        stub = next(c for c in page.cells if "YOUR CODE HERE" in c.source)
        stub.source = stub.source.replace("# YOUR CODE HERE", "answer = x * 2")
        return page

    monkeypatch.setattr(site, "shown", leaky)
    before = read(built / "en" / NAME / f"{NAME}.html")
    with pytest.raises(site.SiteError, match="a line of a solution .*'answer = x \\* 2'"):
        site.build(course, built)
    assert read(built / "en" / NAME / f"{NAME}.html") == before


@pytest.mark.needs("site")
def test_a_folder_that_is_not_the_site_is_left_alone(course, built, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(site.SiteError, match="name another folder"):
        site.build(course, tmp_path)
    assert (tmp_path / "thesis.txt").exists()
