"""The page of results says what the files of results say."""

import json
import re
import sys

import pytest

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))
import hints  # noqa: E402
import report  # noqa: E402

#: Of the experiments; those of grading train nothing.
FILES = [
    path
    for path in sorted((ROOT / "benchmarks" / "results").glob("*.json"))
    if path.stem not in ("agreement", "audit", "faults", "grading", "hints")
]


def test_the_page_is_what_the_script_gives():
    page = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
    assert page == report.render(), "run: python benchmarks/report.py"


def test_the_page_of_hints_is_what_the_script_gives():
    assert hints.PAGE.read_text(encoding="utf-8") == hints.render(), (
        "run: python benchmarks/hints.py"
    )


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_run_says_where_and_when(path):
    found = json.loads(path.read_text(encoding="utf-8"))
    assert (path.parent.parent / f"{path.stem}.py").exists()
    for name, run in found.get("runs", {"": found}).items():
        for key in ("date", "machine", "cores", "python", "keras", "backend", "seed", "seconds"):
            assert key in run, f"{name}: no {key}"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", run["date"]), name
