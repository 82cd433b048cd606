"""The table *What is measured* in both READMEs, from all results."""

from __future__ import annotations

import re

from tools import ROOT
from tools.pages import load

PAGES = {"en": ROOT / "README.md", "es": ROOT / "README.es.md"}
_TABLE = re.compile(r"(<!-- benchmarks/summary\.py -->\n).*?(<!-- end -->\n)", re.DOTALL)


def rows() -> list[tuple[str, str, str]]:
    """Each row: what was measured, in English and in Spanish, and the figure."""
    every = [e for b in load("audit")["notebooks"].values() for e in b["exercises"]]

    def total(what: str) -> int:
        return sum(len(e[what]) if isinstance(e[what], list) else e[what] for e in every)

    killed = sum(sum(e["killed"].values()) for e in every)
    hinted = [r for key, r in load("hints")["runs"].items() if key.endswith(", own")]
    own, known = (sum(r[what] for r in hinted) for what in ("own", "mistakes"))
    found = [
        (
            "known wrong answers that are accepted",
            "respuestas incorrectas conocidas que se aceptan",
            f"{total('accepted')} of {total('mistakes'):,}",
        ),
        (
            "right answers, most of them unusual, that are rejected",
            "respuestas correctas, casi todas inusuales, que se rechazan",
            f"{total('rejected')} of {total('right'):,}",
        ),
        (
            "verdicts on these that change when they are graded again",
            "veredictos sobre estas que cambian al calificarlas de nuevo",
            f"{total('changed')} of {total('gradings'):,}",
        ),
        (
            "small changes that break a solution and that its tests let through",
            "pequeños cambios que estropean una solución y que sus pruebas dejan pasar",
            f"{total('survivors')} of {killed + total('survivors'):,}",
        ),
        (
            "known mistakes that get a hint of their own",
            "errores conocidos que reciben su propia pista",
            f"{own:,} of {known:,}",
        ),
    ]
    compared = load("grading")["compare"]
    ours = compared["course grade"]["wall"] / compared["course grade"]["submissions"]
    for other in ("nbgrader autograde", "otter run"):
        if other in compared:
            theirs = compared[other]["wall"] / compared[other]["submissions"]
            found.append(
                (
                    f"`course grade`, how many times as fast as `{other}`",
                    f"`course grade`, cuántas veces más rápido que `{other}`",
                    f"{theirs / ours:.1f}",
                )
            )
    agreed = [r for k, r in load("agreement").items() if k != "about"]
    compared = sum(r["points compared"] for r in agreed)
    other = sum(len(r["different"]) for r in agreed)
    found.append(
        (
            "points that differ between `course grade` and plain `nbgrader autograde`",
            "puntos que difieren entre `course grade` y `nbgrader autograde` a secas",
            f"{other} of {compared:,}",
        )
    )
    return found


def table(language: str) -> str:
    """The table in one language."""
    lines = ["| | |", "|---|--:|"]
    for en, es, figure in rows():
        what, shown = (es, figure.replace(" of ", " de ")) if language == "es" else (en, figure)
        lines.append(f"| {what} | {shown} |")
    return "\n".join(lines) + "\n"


def page(language: str) -> str:
    """A README's text with the table that the results give."""
    text = PAGES[language].read_text(encoding="utf-8")
    return _TABLE.sub(lambda m: m[1] + table(language) + m[2], text)


def write() -> None:
    """Write the table into both READMEs."""
    for language, path in PAGES.items():
        path.write_text(page(language), encoding="utf-8")
