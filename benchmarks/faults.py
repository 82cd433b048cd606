"""Kill -9 at random moments while a class is graded; the next run must give the right marks.

The gradebook is deleted, replaced or locked in some of the rounds.

    python benchmarks/faults.py --rounds 100
    python benchmarks/faults.py --rounds 100 --at-most 20     # five times

`tools/faults.py` says what is killed. Each round is saved in ``benchmarks/results/faults.json``
when it is over, and a later call resumes from there; ``docs/speed.md`` is written from it.
Exits 1 if the marks were wrong after any round. `tests/test_faults.py` runs a few rounds.
"""

from __future__ import annotations

import argparse
import json
import sys

import common

from tools import faults
from tools.pages import load, speed
from tools.servers import own_server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--at-most", type=int, help="stop after this many; call again to resume")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    data = load("faults")
    if data.get("seed") != arguments.seed:
        data = {"seed": arguments.seed, "rounds": []}
    left = range(len(data["rounds"]), arguments.rounds)[: arguments.at_most]
    with own_server():
        for number, target, struck, gradebook, right in faults.rounds(left, arguments.seed):
            data["rounds"].append(
                {
                    "target": target,
                    "killed in time": struck,
                    "gradebook": gradebook,
                    "marks right": right,
                }
            )
            data["about"] = common.machine()
            (common.RESULTS / "faults.json").write_text(json.dumps(data, indent=1) + "\n")
            speed.write()
            print(number + 1, target, "killed" if struck else "too late", "gradebook", gradebook,
                  "right" if right else "WRONG", flush=True)  # fmt: skip
    wrong = sum(not r["marks right"] for r in data["rounds"])
    print(f"{len(data['rounds'])} rounds, {wrong} with other marks")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
