"""Helpers of the tests and the benchmarks, and programs that make parts of the course.

Neither `tests/` nor `benchmarks/` imports the other: what both need is here.
"""

from pathlib import Path

#: The repository.
ROOT = Path(__file__).resolve().parent.parent
