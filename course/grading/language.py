"""The language of a submission: that of its edition, whatever the student writes in."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from course.notebooks import cell_language, tags
from course.settings import LANGUAGES


def language_of_submission(notebook: NotebookNode, source: NotebookNode) -> str:
    """The edition that a submission was made from.

    Its metadata say it. If they were lost, the words do that stand in only one edition's
    prose; then the line that chooses the language; then tags and ids. If nothing does: English.
    """
    course = notebook.metadata.get("course")
    said = course.get("language") if isinstance(course, dict) else None
    if said in LANGUAGES:
        return said
    for votes in (_by_prose(notebook, source), _by_setup(notebook), _by_cells(notebook)):
        best = max(LANGUAGES, key=lambda language: votes.get(language, 0))
        if sum(votes.get(language, 0) == votes.get(best, 0) for language in LANGUAGES) == 1:
            return best
    return LANGUAGES[0]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text[:1_000_000].lower())


def _by_prose(notebook: NotebookNode, source: NotebookNode) -> dict[str, int]:
    """How many words of the submission's prose are those of one edition alone.

    Whole cells of the course come first: a student may add prose in another language.
    """
    prose: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for cell in source.cells:
        language = cell_language(cell)
        if cell.cell_type == "markdown" and language in prose:
            prose[language].append(cell.source)
    written = [c.source for c in notebook.cells if c.cell_type != "code"]
    there = {" ".join(text.split()) for text in written}
    whole = {
        language: sum(len(text) for text in texts if " ".join(text.split()) in there)
        for language, texts in prose.items()
    }
    if any(whole.values()):
        return whole
    known = {language: {w for text in texts for w in _words(text)} for language, texts in
             prose.items()}  # fmt: skip
    found = _words("\n".join(written))
    return {
        language: sum(
            w in words and not any(w in known[o] for o in known if o != language) for w in found
        )
        for language, words in known.items()
    }


def _by_setup(notebook: NotebookNode) -> dict[str, int]:
    code = "\n".join(c.source for c in notebook.cells if "setup" in c.source)
    chosen = re.findall(r"""\bsetup\([^)]{0,200}language\s*=\s*["'](\w+)["']""", code[:1_000_000])
    return {language: chosen.count(language) for language in LANGUAGES}


def _by_cells(notebook: NotebookNode) -> dict[str, int]:
    return {
        language: sum(
            f"lang-{language}" in tags(cell)
            or bool(re.search(rf"-{language}(-\d+)?$", cell.get("id") or ""))
            for cell in notebook.cells
        )
        for language in LANGUAGES
    }
