"""What this machine has: processor, cores, graphics cards, and how much it can grade at a time."""

from __future__ import annotations

import math
import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: The variable that says which graphics cards CUDA's programs may use, and its value for none.
CARDS, NO_CARD = "CUDA_VISIBLE_DEVICES", "-1"
#: What a submission may take of a card's memory while it is judged: two processes, each with the
#: libraries' kernels, their workspaces and a small model. Measured with PyTorch: 0.8 GB.
BYTES_PER_SUBMISSION = 2 << 30


@dataclass(frozen=True)
class Card:
    """A graphics card.

    Attributes
    ----------
    index : str
        Its number, as in CUDA_VISIBLE_DEVICES when devices are ordered by bus.
    uuid, name, driver : str
    memory, free : int
        Bytes.
    """

    index: str
    uuid: str
    name: str
    driver: str
    memory: int
    free: int


def processor() -> str:
    """The processor's name, as far as the system tells."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def cores() -> int:
    """The number of cores that this process may use, as a container's quota counts, too."""
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count() or 1
    return max(1, math.ceil(min(count, _quota())))


def _quota(process: Path = Path("/proc/self")) -> float:
    """The processor time that the control groups allow this process, in cores.

    Each group that it is in may have a quota, and so may every group above it; the least holds.

    Parameters
    ----------
    process : Path
        What the kernel says of the process: the files ``cgroup`` and ``mountinfo`` of Linux.
    """
    try:
        groups = (process / "cgroup").read_text("utf-8", "replace").splitlines()
        mounts = (process / "mountinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return math.inf
    least = math.inf
    for group in groups:
        _, controllers, path = group.split(":", 2)
        for root, mount in _mounted(mounts, controllers):
            inside = path[len(root) :] if f"{path}/".startswith(f"{root}/") else ""
            folder = Path(mount + inside.rstrip("/"))
            for place in (folder, *folder.parents):
                least = min(least, _quota_of(place))
                if str(place) == mount:
                    break
    return least


def _mounted(mounts: list[str], controllers: str) -> Iterator[tuple[str, str]]:
    """Where a hierarchy of control groups is mounted: the group at its root, and the folder."""
    for line in mounts:
        about, _, kind = line.partition(" - ")
        fields, (system, _, options) = about.split(), kind.split(maxsplit=2)
        ours = system == "cgroup2" and not controllers
        if ours or (system == "cgroup" and "cpu" in controllers.split(",") and "cpu" in
                    options.split(",")):  # fmt: skip
            yield fields[3].rstrip("/"), fields[4]


def _quota_of(group: Path) -> float:
    """The quota of one control group, of version 2 or 1, in cores; infinite without one."""
    for names in (("cpu.max",), ("cpu.cfs_quota_us", "cpu.cfs_period_us")):
        try:
            quota, period = " ".join((group / n).read_text(encoding="ascii") for n in names).split()
            if int(quota) > 0:  # -1: none
                return int(quota) / int(period)
        except (OSError, ValueError, ZeroDivisionError):  # no such file, or "max"
            continue
    return math.inf


def has_card() -> bool:
    """Whether there is an NVIDIA card, through WSL perhaps."""
    return any(Path("/dev").glob("nvidia[0-9]*")) or os.path.exists("/dev/dxg")


def cards() -> list[Card]:
    """The NVIDIA cards of this machine, as nvidia-smi lists them; none without it."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    fields = "index,uuid,name,driver_version,memory.total,memory.free"
    command = [program, f"--query-gpu={fields}", "--format=csv,noheader,nounits"]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return _cards(asked.stdout) if asked.returncode == 0 else []


def _cards(table: str) -> list[Card]:
    found = []
    for line in table.splitlines():
        parts = [part.strip() for part in line.split(",")]
        if len(parts) == 6 and parts[4].isdigit() and parts[5].isdigit():  # else "[N/A]"
            index, uuid, name, driver, memory, free = parts
            found.append(Card(index, uuid, name, driver, int(memory) << 20, int(free) << 20))
    return found


def grading_cards() -> str:
    """The cards that grading uses: those that CUDA_VISIBLE_DEVICES names, by default none.

    The exercises are small: they take longer on a card than on a processor's core, and only
    few submissions share a card.
    """
    return os.environ.get(CARDS) or NO_CARD


def workers() -> int:
    """How many submissions this machine grades at a time.

    One per core; on a card, which all of them share, as many as fit into its free memory.
    """
    named = grading_cards()
    if named == NO_CARD:
        return cores()
    first = named.split(",")[0].strip()  # Keras uses the first of several
    there = [c for c in cards() if c.index == first or c.uuid.startswith(first)]
    fit = there[0].free // BYTES_PER_SUBMISSION if there else 1
    return max(1, min(cores(), fit))
