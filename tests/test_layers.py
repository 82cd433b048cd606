"""Which parts of the repository may import which.

The packages within `course` import only downwards, so that each can be understood without
those above it. Tests and benchmarks do not import each other; `tools` has what both need.
"""

import ast

import pytest

from tests.conftest import ROOT

#: What notebooks import; it imports nothing else of the course.
LESSON = {"libraries", "settings", "quiet", "testing", "words", "data", "plots"}
#: The packages and modules of `course`, from the lowest layer up.
LAYERS = [
    {
        "errors",
        "libraries",
        "settings",
        "quiet",
        "progress",
        "machine",
        "fingerprint",
        "code",
        "files",
        "text",
        "notebook_file",
    },
    {"testing", "words", "data", "plots", "notebooks", "project", "catalogue"},
    {"judge"},
    {"gradebook"},
    {"release"},
    {"grading"},
    {"audit", "report", "site"},
    {"command"},
    {"__main__"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def modules():
    return sorted((ROOT / "course").rglob("*.py"))


def dotted(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def imported(path, package="course"):
    """The modules of a package that a file imports, anywhere in it, as tuples of names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            base = node.module.split(".")
            found = [[*base, alias.name] for alias in node.names]
        else:
            continue
        for name in found:
            if name[0] != package:
                continue
            while len(name) > 1 and not exists(name):  # the last is a name within a module
                name.pop()
            yield tuple(name)


def exists(name):
    path = ROOT.joinpath(*name)
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def room(name):
    return name[1] if len(name) > 1 else "course"


def test_every_part_has_its_layer():
    there = {room(dotted(path)) for path in modules()} - {"course"}
    assert there == set(LEVEL)


@pytest.mark.parametrize("path", modules(), ids=lambda p: ".".join(dotted(p)))
def test_a_module_imports_only_downwards(path):
    here = room(dotted(path))
    for name in imported(path):
        there = room(name)
        if "course" in (here, there):  # course/__init__.py: the settings that notebooks choose
            assert here != "course" or there in LESSON
            continue
        assert here == there or LEVEL[there] <= LEVEL[here], f"{path}: imports {'.'.join(name)}"
        # The atomic write is allowed: files.py knows nothing of the course.
        assert here not in LESSON or there in LESSON | {"files"}, (
            f"{path}: imports {'.'.join(name)}"
        )


def test_no_modules_import_each_other():
    arrows = {dotted(path): set(imported(path)) for path in modules()}
    arrows = {
        name: {to for to in found if to in arrows and to != name} - {("course",)}
        for name, found in arrows.items()
    }
    while free := [name for name, found in arrows.items() if not found & arrows.keys()]:
        for name in free:
            del arrows[name]
    assert not arrows, f"modules that import each other: {sorted(map('.'.join, arrows))}"


@pytest.mark.parametrize(
    ("folder", "others"),
    [
        ("course", {"tools", "tests", "benchmarks"}),
        ("tools", {"tests", "benchmarks"}),
        ("benchmarks", {"tests"}),
        # Benchmarks are scripts, and could be imported by their own names, too.
        ("tests", {"benchmarks", *(path.stem for path in (ROOT / "benchmarks").glob("*.py"))}),
    ],
    ids=["course", "tools", "benchmarks", "tests"],
)
def test_tests_and_benchmarks_share_only_tools(folder, others):
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {node.module.partition(".")[0]}
            else:
                continue
            assert not names & others, f"{path}: line {node.lineno}"
