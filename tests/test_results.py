"""The pages of results agree with the files of results."""

import json
import re

import pytest

from tests.conftest import ROOT
from tools.pages import hints, results

#: Results of the experiments; the other benchmarks train nothing.
FILES = [
    path
    for path in sorted((ROOT / "benchmarks" / "results").glob("*.json"))
    if path.stem not in ("agreement", "audit", "faults", "fuzz", "gpu", "grading", "hints")
]


def test_the_page_is_what_the_script_gives():
    page = results.PAGE.read_text(encoding="utf-8")
    assert page == results.page(), "run: python benchmarks/report.py"


def test_the_page_of_hints_is_what_the_script_gives():
    assert hints.PAGE.read_text(encoding="utf-8") == hints.page(), "run: python benchmarks/hints.py"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_run_says_where_and_when(path):
    found = json.loads(path.read_text(encoding="utf-8"))
    assert (path.parent.parent / f"{path.stem}.py").exists()
    for name, run in found.get("runs", {"": found}).items():
        for key in ("date", "machine", "cores", "python", "keras", "backend", "seed", "seconds"):
            assert key in run, f"{name}: no {key}"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", run["date"]), name
