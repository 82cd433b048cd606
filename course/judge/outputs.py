"""The outputs of a judged notebook: errors, hints, and displays that are safe to show."""

from __future__ import annotations

import html
import re
from typing import Any

import nbformat
import nh3
from nbformat import NotebookNode

from course.settings import tr

#: The error of every test if a set-up cell failed: not the submission's fault.
SETUP_FAILED = "SetupFailed"
DIED, TIMED_OUT = "KernelDied", "TimedOut"
#: The error of every test of a file that could not be read, in results of version 0.1.0.
UNREADABLE = "Unreadable"
#: The errors that end the judgement of a notebook early.
HALTS = (SETUP_FAILED, DIED, TIMED_OUT, UNREADABLE)

_TAGS = {
    "b", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "hr", "i", "img", "li", "ol", "p",
    "pre", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"*": {"alt", "width", "height", "colspan", "rowspan", "border"}, "img": {"src"}}
#: Of a table of pandas; any other class could pass for a part of formgrader's page.
_CLASSES = {"table": {"class": {"dataframe"}}}
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
#: The longest HTML that is shown, and how deeply its tags may be nested.
PAGE_CHARACTERS, PAGE_DEPTH = 1_000_000, 100
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
#: Tags that have no end, or that end where the next of their kind begins.
_CLOSED_BY_OTHERS = {
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
}  # fmt: skip
_KINDS = ("text/plain", "text/html", "image/png", "image/jpeg")


def error_output(name: str, message: str) -> NotebookNode:
    """An error as a cell's output, without a traceback."""
    return nbformat.v4.new_output(
        "error", ename=name, evalue=message, traceback=[f"{name}: {message}"]
    )


#: Metadata that marks an output as a hint.
_HINT = {"course": "hint"}


def hint_output(text: str) -> NotebookNode:
    """A hint, as an output of a test."""
    said = tr(f"Hint: {text}", f"Pista: {text}")
    page = f"<p><b>→</b> {html.escape(said)}</p>"
    data = {"text/plain": said, "text/html": page}
    return nbformat.v4.new_output("display_data", data=data, metadata=dict(_HINT))


def is_hint(output: NotebookNode) -> bool:
    """Whether an output of a test is a hint."""
    return output.output_type == "display_data" and output.metadata == _HINT


def hint_text(output: NotebookNode) -> str:
    """The text of a hint, without the word 'Hint'."""
    return output.data["text/plain"].partition(": ")[2]


def setup_failed(reason: str, language: str | None = None) -> str:
    """The message of a set-up that failed."""
    return tr(
        f"The notebook's own set-up failed ({reason}); nothing was judged. Run it again.",
        f"Falló la preparación del cuaderno ({reason}); no se juzgó nada. Vuelve a correrlo.",
        language,
    )


def shown(bundle: dict[str, Any]) -> tuple[dict[str, str], str | None]:
    """What may be shown to others of a display of a student's cell: pictures and texts.

    Instructors see it in formgrader, where a script would run with their rights over the marks.

    Returns
    -------
    (dict, str or None)
        The display without its HTML, and the HTML, which `safe_page` makes fit to be shown.
    """
    data = {k: str(v) for k, v in bundle.items() if k in _KINDS}
    page = data.pop("text/html", None)
    # A picture's text is put into the page without escaping.
    data = {k: v for k, v in data.items() if not k.startswith("image/") or _BASE64.fullmatch(v)}
    if page is not None and not data:
        data["text/plain"] = tr("(HTML, not shown)", "(HTML que no se muestra)")
    return data, page


def safe_page(page: str) -> str | None:
    """HTML reduced to pictures, texts and tables; None if it is too large or nested too deeply.

    The time that cleaning takes grows with the square of the depth to which tags are nested.
    """
    if len(page) > PAGE_CHARACTERS or _depth(page) > PAGE_DEPTH:
        return None
    return nh3.clean(
        page,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_CLASSES,
        url_schemes={"data"},
        url_relative="deny",
    )


def _depth(page: str) -> int:
    """The most tags that are open at one place, except those that another one closes."""
    opened: dict[str, int] = {}
    depth = deepest = 0
    for closing, tag in _TAG.findall(page):
        tag = tag.lower()
        if tag in _CLOSED_BY_OTHERS:
            continue
        if not closing:
            opened[tag] = opened.get(tag, 0) + 1
            depth += 1
            deepest = max(deepest, depth)
        elif opened.get(tag):
            opened[tag] -= 1
            depth -= 1
    return deepest


def too_large(data: dict[str, str]) -> dict[str, str]:
    """A display whose HTML could not be made fit to be shown, with a sentence that says so."""
    note = tr(
        "(This display is not shown as HTML: it is too large, or nested too deeply.)",
        "(Esto no se muestra como HTML: es demasiado grande o está anidado demasiado.)",
    )
    text = data.get("text/plain", "")
    return {**data, "text/plain": f"{text}\n{note}" if text else note}
