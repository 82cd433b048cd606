"""The course as web pages: both editions, executed, without solutions.

A page is the released notebook, stubs and visible tests as students get them, with
the figures and tables that the solved notebook gives (:mod:`course.release.executed`).
Sphinx and MyST-NB, the machinery of Jupyter Book, make the pages; theme, search
and MathJax are copied from installed packages, so that neither the build nor the
pages need a network.
"""

from __future__ import annotations

import html
import io
import re
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course import files, notebooks
from course.notebooks import is_solution, is_visible_test
from course.project import STATE, Project
from course.release.editions import BuildError, secret_lines
from course.release.executed import shown
from course.settings import LANGUAGES, tr

HERE = Path(__file__).resolve().parent
#: A package that holds MathJax 3.2.2; it is never imported.
_MATHJAX = "sphinx-mathjax-offline"

#: GitHub Pages omits `_static` without this file; it also marks a folder as an earlier site.
_MARK = ".nojekyll"

#: Files of Sphinx's that no reader needs.
_LEFT = ("*.map", ".buildinfo", ".doctrees", "_sources")

TITLES = {"en": "From recurrence to Transformers", "es": "De la recurrencia a los Transformers"}


class SiteError(BuildError):
    """The site can't be built; the message says why."""


def steps(project: Project) -> int:
    """The number of steps that :func:`build` reports."""
    return len(LANGUAGES) * (len(project.assignments()) + 1)


def build(
    project: Project,
    target: Path,
    report: Callable[[str], None] = lambda step: None,
) -> list[str]:
    """Build the site of both editions in the folder `target`, replacing what is there.

    Parameters
    ----------
    report : callable
        Called with a sentence before every step.

    Returns
    -------
    list of str
        Sphinx's warnings.

    Raises
    ------
    SiteError
        If Sphinx or one of its extensions is not installed, or a page holds a line of
        a solution or of a hidden test; `target` is then left as it was.
    course.release.editions.BuildError
        If a notebook is not released, or a solved notebook raises.
    """
    for module in ("sphinx", "myst_nb", "sphinx_book_theme", _MATHJAX):
        _location(module)
    if target.exists() and any(target.iterdir()) and not (target / _MARK).exists():
        raise SiteError(f"{target} holds something that is not the site; name another folder")
    work = project.root / STATE / "site"
    warnings: list[str] = []
    for language in LANGUAGES:
        pages = work / "pages" / language
        for name in project.assignments():
            report(f"{name}: page in {language}")
            page = _page(shown(project, name, language), project.assignments())
            _write(pages / name / f"{name}.ipynb", nbformat.writes(page))
        _write(pages / "index.md", _landing(project, language))
        _forget(project.assignments(), pages, work / "html" / language)
        report(f"pages in {language}")
        warnings += _sphinx(project, language, pages, work / "html" / language)
        # The working folders are kept, so that Sphinx rebuilds only pages that changed.
        check(project, work / "html" / language)
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    (target / _MARK).touch()
    for language in LANGUAGES:
        shutil.copytree(
            work / "html" / language, target / language, ignore=shutil.ignore_patterns(*_LEFT)
        )
    shutil.copyfile(HERE / "entrance.html", target / "index.html")
    return warnings


def _location(module: str) -> Path:
    """The file of an installed module, which is not imported."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise SiteError(
            f"the site needs {module}; run: pip install -c requirements.txt -e '.[site]'"
        )
    return Path(spec.origin)


# ---------------------------------------------------------------- pages


def _page(notebook: NotebookNode, there: list[str]) -> NotebookNode:
    """A notebook as Sphinx should see it.

    The page has one title, with the sections below it, and no link to a notebook that
    is not there; the cells that a student fills in are marked, visible tests are folded.
    """
    title_seen = False
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source, title_seen = _headings(cell.source, title_seen)
            cell.source = re.sub(
                r"\[([^\]]+)\]\(\.\./([\w-]+)/\2\.ipynb\)",
                lambda link: link[0] if link[2] in there else link[1],
                cell.source,
            )
            cell.metadata.clear()
        elif cell.cell_type == "code":
            marks = []
            if is_solution(cell):
                marks, cell.outputs = ["exercise"], []
            elif is_visible_test(cell):
                marks = ["hide-input"]
            cell.metadata = NotebookNode(tags=marks)
    return notebook


def _headings(text: str, title_seen: bool) -> tuple[str, bool]:
    """Every heading but the notebook's first, its title, one level down.

    In a notebook the parts of the lesson have headings of the same level as its title;
    Sphinx would make them pages of their own. The rules between parts are removed, too.
    """
    lines, fenced = re.sub(r"\A---\n+", "", text).split("\n"), False
    for number, line in enumerate(lines):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced and re.match(r"#{1,5} ", line):
            if title_seen:
                lines[number] = f"#{line}"
            title_seen = True
    return "\n".join(lines), title_seen


def _landing(project: Project, language: str) -> str:
    """The first page of an edition: the README's opening, and the table of contents."""
    readme = project.root / tr("README.md", "README.es.md", language)
    opening = readme.read_text(encoding="utf-8").split("\n## ")[0] if readme.exists() else ""
    kept = [line for line in opening.splitlines() if not line.startswith(("*[", "!["))]
    text = "\n".join(kept).replace(f"release/{language}/", "").strip() or f"# {TITLES[language]}"
    names = project.assignments()
    about = tr(
        "The pages show the notebooks as students get them: `YOUR CODE HERE` stands where an "
        "exercise is to be solved, and its visible test can be unfolded below. Figures and "
        "printed results are those of a solved notebook. To work on one, take it along (the "
        "arrow at the top of its page) or start JupyterLab with `course lab`.",
        "Las páginas muestran los cuadernos tal como los recibe quien estudia: `YOUR CODE HERE` "
        "marca lo que hay que resolver, y debajo se despliega su prueba visible. Las figuras y los "
        "resultados son los de un cuaderno resuelto. Para trabajar en uno, descárgalo (la flecha "
        "en lo alto de su página) o abre JupyterLab con `course lab --lang es`.",
        language,
    )
    contents = "\n".join(f"{name}/{name}" for name in names)
    return f"{text}\n\n{about}\n\n```{{toctree}}\n:hidden:\n\n{contents}\n```\n"


def _write(path: Path, text: str) -> None:
    """Write a file only if it changes: Sphinx rebuilds the pages of newer files."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        files.write_text(text, path)


def _forget(names: list[str], pages: Path, made: Path) -> None:
    """Remove the pages of assignments that no longer exist."""
    for page in pages.glob("*/*.ipynb"):
        if page.stem not in names:
            shutil.rmtree(page.parent)
            shutil.rmtree(made / page.stem, ignore_errors=True)


# ---------------------------------------------------------------- Sphinx


def _settings(project: Project, language: str) -> dict[str, Any]:
    """Sphinx's configuration of an edition, in place of a conf.py."""
    title = TITLES[language]
    return {
        "project": title,
        "language": language,
        "extensions": ["myst_nb"],
        "templates_path": [str(HERE)],
        "html_static_path": [str(HERE / "static")],
        "html_css_files": ["course.css"],
        "html_extra_path": [str(project.release / language)],
        "html_theme": "sphinx_book_theme",
        "html_title": title,
        "html_theme_options": {
            "article_header_end": ["links.html"],
            "navbar_persistent": [],  # the search field is in the sidebar
            "use_download_button": False,
            "use_fullscreen_button": False,
            "home_page_in_toc": True,
            "show_toc_level": 2,
            "footer_content_items": [],
        },
        "html_copy_source": False,
        "html_use_index": False,
        "html_show_sourcelink": False,
        "mathjax_path": "mathjax.js",
        "smartquotes": False,
        "myst_enable_extensions": ["amsmath", "dollarmath"],
        "myst_dmath_double_inline": True,  # $$ in a list item, as in JupyterLab
        "nb_execution_mode": "off",
        "nb_output_stderr": "remove",
        "nb_merge_streams": True,  # what one cell prints is one block, however it came
        "nb_code_prompt_show": tr("Show the visible test", "Mostrar la prueba visible", language),
        "nb_code_prompt_hide": tr("Hide the visible test", "Ocultar la prueba visible", language),
        "suppress_warnings": ["myst.header"],
        "exclude_patterns": ["**/.ipynb_checkpoints"],
    }


def _sphinx(project: Project, language: str, pages: Path, out: Path) -> list[str]:
    """Build the pages of an edition.

    Returns
    -------
    list of str
        Sphinx's warnings.
    """
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    heard = io.StringIO()
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            pages, None, out, out / ".doctrees", "html", _settings(project, language), None, heard
        )
        app.build()
    if app.statuscode:
        raise SiteError(f"Sphinx could not make the pages in {language}:\n{heard.getvalue()}")
    # A single file that draws glyphs as paths: it needs neither fonts nor a server.
    mathjax = _location(_MATHJAX).parent / "static" / "mathjax" / "tex-svg.js"
    shutil.copyfile(mathjax, out / "_static" / "mathjax.js")
    return heard.getvalue().splitlines()


# ---------------------------------------------------------------- what must not be there


def check(project: Project, folder: Path) -> None:
    """Check that no page of the site holds a solution or a hidden test.

    Raises
    ------
    SiteError
        Naming the page and the line.
    """
    for name in project.assignments():
        secret = secret_lines(notebooks.read(project.notebook(name)))
        for path in sorted(folder.glob(f"**/{name}/*")):
            for line in _text(path).splitlines():
                # In a traceback, an arrow and a line number precede the line.
                line = re.sub(r"^[-> ]*\d+ ", "", line.strip()).strip()
                if line in secret:
                    raise SiteError(
                        f"{path.relative_to(folder)}: a line of a solution or a hidden test "
                        f"is left: {line!r}"
                    )


def _text(path: Path) -> str:
    """What a page or a notebook says, line by line."""
    if path.suffix == ".ipynb":
        return "\n".join(cell.source for cell in notebooks.read(path).cells)
    if path.suffix == ".html":
        return html.unescape(re.sub(r"<[^>]*>", "", path.read_text(encoding="utf-8")))
    return ""
