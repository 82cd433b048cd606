"""Which submissions were left ungraded, and why; kept beside the results for the report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from course.files import write_text


def load(results: Path, assignment: str) -> dict[str, str]:
    """The reasons, by student; empty if there are none or they can't be read.

    Parameters
    ----------
    results : Path
        The folder that keeps the results of runs.
    """
    try:
        reasons = json.loads(_path(results, assignment).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(student): str(reason) for student, reason in dict(reasons).items()}


def update(results: Path, assignment: str, reasons: Mapping[str, str]) -> None:
    """Note the outcome of a grading: a student's reason, or an empty text for a graded one."""
    before = load(results, assignment)
    after = {student: reason for student, reason in {**before, **reasons}.items() if reason}
    if after != before:
        text = json.dumps(after, indent=1, sort_keys=True, ensure_ascii=False)
        write_text(f"{text}\n", _path(results, assignment))


def _path(results: Path, assignment: str) -> Path:
    return results / f"{assignment}-ungraded.json"
