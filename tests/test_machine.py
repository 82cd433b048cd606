"""What this machine has: cores, as affinity and control groups allow them."""

import os
import subprocess
import sys

import pytest

from course import machine
from tests.conftest import ROOT

V2 = "30 23 0:26 {root} {mount} rw,nosuid - cgroup2 cgroup2 rw,nsdelegate"
V1 = "33 24 0:29 {root} {mount} rw - cgroup cgroup rw,cpu,cpuacct"


@pytest.fixture
def process(tmp_path):
    """Makes what the kernel says of a process, and its control groups with their files."""

    def make(group, mount_line, files, root="/"):
        mount = tmp_path / "cgroup"
        mount.mkdir()
        proc = tmp_path / "proc"
        proc.mkdir()
        (proc / "cgroup").write_text(f"12:pids:/x\n{group}\n")
        line = mount_line.format(root=root, mount=mount)
        (proc / "mountinfo").write_text(f"22 1 8:1 / / rw - ext4 /dev/sda1 rw\n{line}\n")
        for name, text in files.items():
            path = mount / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{text}\n")
        return proc

    return make


@pytest.mark.parametrize(("group", "line", "files", "root", "quota"), [
    ("0::/a/b", V2, {"a/b/cpu.max": "150000 100000"}, "/", 1.5),
    ("0::/a/b", V2, {"a/b/cpu.max": "max 100000", "a/cpu.max": "200000 100000"}, "/", 2),
    ("0::/a/b", V2, {"a/b/cpu.max": "400000 100000", "a/cpu.max": "50000 100000"}, "/", 0.5),
    ("0::/a/b", V2, {"cpu.max": "300000 100000"}, "/", 3),
    ("0::/", V2, {"cpu.max": "300000 100000"}, "/", 3),
    ("0::/pod/a", V2, {"a/cpu.max": "100000 50000", "pod/a/cpu.max": "1 1"}, "/pod", 2),
    ("0::/pod2/a", V2, {"cpu.max": "100000 50000"}, "/pod", 2),
    ("0::/a", V2, {"a/cpu.max": "max 100000"}, "/", float("inf")),
    ("0::/a", V2, {}, "/", float("inf")),
    ("4:cpu,cpuacct:/d", V1, {"d/cpu.cfs_quota_us": "250000", "d/cpu.cfs_period_us": "100000"},
     "/", 2.5),
    ("4:cpu,cpuacct:/d", V1, {"d/cpu.cfs_quota_us": "-1", "d/cpu.cfs_period_us": "100000",
                              "cpu.cfs_quota_us": "70000", "cpu.cfs_period_us": "100000"},
     "/", 0.7),
    ("4:memory:/d", V1, {"d/cpu.cfs_quota_us": "1", "d/cpu.cfs_period_us": "1"}, "/",
     float("inf")),
    ("0::/a", V2, {"a/cpu.max": "nonsense"}, "/", float("inf")),
])  # fmt: skip
def test_the_least_quota_of_all_groups_above_holds(process, group, line, files, root, quota):
    assert machine._quota(process(group, line, files, root)) == quota


def test_a_system_without_control_groups_has_no_quota(tmp_path):
    assert machine._quota(tmp_path) == float("inf")


@pytest.mark.parametrize(("quota", "cores"), [(0.5, 1), (1.5, 2), (7, 4), (float("inf"), 4)])
def test_cores_follow_the_quota(monkeypatch, quota, cores):
    monkeypatch.setattr(machine.os, "sched_getaffinity", lambda _: range(4), raising=False)
    monkeypatch.setattr(machine, "_quota", lambda: quota)
    assert machine.cores() == machine.workers() == cores


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system has no affinity")
def test_cores_follow_the_affinity():
    code = (
        "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])\n"
        "from course import machine; print(machine.cores())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "1\n"


def test_nothing_asks_for_all_cores_of_the_machine():
    asked = [
        str(path.relative_to(ROOT))
        for folder in ("course", "tools", "benchmarks", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if "cpu_count(" in path.read_text(encoding="utf-8")
    ]
    assert asked == ["course/machine.py", "tests/test_machine.py"]
