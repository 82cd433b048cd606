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
DIED, TIMED_OUT, UNREADABLE = "KernelDied", "TimedOut", "Unreadable"
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


def harmless(bundle: dict[str, Any]) -> dict[str, str]:
    """What may be shown to others of a display of a student's cell: pictures, texts, tables.

    Instructors see it in formgrader, where a script would run with their rights over the marks.
    """
    data = {k: str(v) for k, v in bundle.items() if k in _KINDS}
    if "text/html" in data:
        data["text/html"] = nh3.clean(
            data["text/html"],
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            tag_attribute_values=_CLASSES,
            url_schemes={"data"},
            url_relative="deny",
        )
    # A picture's text is put into the page without escaping.
    return {k: v for k, v in data.items() if not k.startswith("image/") or _BASE64.fullmatch(v)}
