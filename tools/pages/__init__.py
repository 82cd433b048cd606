"""Pages of the documentation that are written from the benchmarks' results.

No figure on these pages is typed by hand; tests compare each page with the results.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from tools import ROOT

#: Where each benchmark saves its results, one JSON file each.
RESULTS = ROOT / "benchmarks" / "results"


def load(name: str) -> dict[str, Any]:
    """A benchmark's results; empty if it has not run."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def table(header: Iterable[str], rows: Iterable[Iterable]) -> str:
    """A Markdown table; every column but the first is right-aligned."""
    header = list(header)
    lines = [header, ["---"] + ["--:"] * (len(header) - 1), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
