"""The same points from `course grade` and from plain `nbgrader autograde`, answer by answer.

    python benchmarks/agreement.py                     # every notebook, every entry
    python benchmarks/agreement.py 01-recurrence --at-most 3

It writes ``benchmarks/results/agreement.json`` after each notebook and, from that,
``docs/speed.md``; exits 1 if any points differ. `tools/agreement.py` says how they are
compared; `tests/test_agreement.py` compares a few submissions.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import common

from tools import ROOT, agreement
from tools.pages import load, speed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", help="default: all that are not compared yet")
    parser.add_argument("--at-most", type=int, help="this many submissions of each notebook")
    arguments = parser.parse_args()
    data = load("agreement")
    names = sorted(p.name for p in (ROOT / "source").iterdir() if p.is_dir())
    for name in arguments.notebooks or [n for n in names if n not in data]:
        with tempfile.TemporaryDirectory(prefix="course-agreement-") as folder:
            data[name] = agreement.compare(name, Path(folder), arguments.at_most)
        print(name, data[name], flush=True)
        data["about"] = common.machine()
        (common.RESULTS / "agreement.json").write_text(
            json.dumps(dict(sorted(data.items())), indent=1) + "\n"
        )
        speed.write()
    sys.exit(any(r["different"] for k, r in data.items() if k != "about"))


if __name__ == "__main__":
    main()
