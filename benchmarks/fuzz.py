"""Has the judge's readers read 100,000 random and damaged frames.

Usage: python benchmarks/fuzz.py [--frames 100000] [--seed 1]

The frames come from real ones of every kind: packed values, messages, states of generators
(`tools/fuzz.py`). They are read in another process, so that a crash or a hang is caught and
its frame printed. Each must end in a value or in the error that its reader promises. The
result goes into ``benchmarks/results/fuzz.json``, and ``docs/speed.md`` is written again.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import common

from tools import fuzz
from tools.pages import RESULTS, speed

#: The outcomes that are promised.
PROMISED = ("value", "refused", "connection lost", "message", "message, value",
            "message, refused")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    start = time.perf_counter()
    result = fuzz.run(given.frames, given.seed)
    if "ended" in result:
        sys.exit(f"{result['ended']}: a {result['kind']}, {result['frame']}")
    print(f"{given.frames} frames, seed {given.seed}, {time.perf_counter() - start:.0f} s")
    for outcome, count in result["outcomes"].items():
        print(f"{count:8}  {outcome}")
    print(f"peak memory: {result['peak_memory'] / 1e6:.0f} MB more than at first")
    print(f"slowest: {result['seconds'] * 1e3:.0f} ms, a {result['kind']}: {result['frame'][:200]}")
    unexpected = [o for o in result["outcomes"]
                  if o not in PROMISED and not o.endswith("generators")]  # fmt: skip
    if unexpected:
        sys.exit(f"{len(unexpected)} outcomes that are not promised")
    kept = {name: result[name] for name in ("outcomes", "seconds", "kind", "peak_memory")}
    told = {"frames": given.frames, "seed": given.seed, **kept, "about": common.machine()}
    common.write(told, RESULTS / "fuzz.json")
    speed.write()


if __name__ == "__main__":
    main()
