"""The READMEs, the documentation and the code agree."""

import re

import pytest

import course
from course import notebooks
from course.command.cli import app
from tests.conftest import ASSIGNMENTS, ROOT, source_notebook

READMES = ["README.md", "README.es.md"]
PAGES = [str(p.relative_to(ROOT)) for folder in (ROOT, ROOT / "docs") for p in folder.glob("*.md")]
COMMANDS = {c.name or c.callback.__name__ for c in app.registered_commands}
VERBS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def text(page):
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", READMES)
def test_the_table_of_notebooks_is_true(page):
    rows = re.findall(r"^\| \[([\w-]+)\].*\| (\d+) \| ([\d.]+) \|$", text(page), re.MULTILINE)
    found = {name: (int(count), float(points)) for name, count, points in rows}
    wanted = {}
    for name in ASSIGNMENTS:
        exercises = notebooks.exercises(source_notebook(name))
        wanted[name] = (len(exercises), sum(e.points for e in exercises))
    assert found == wanted


def test_both_readmes_have_the_same_commands_and_sections():
    blocks = [re.findall(r"```\n(.*?)```", text(page), re.DOTALL) for page in READMES]
    english, spanish = ([b for b in found if "✗" not in b] for found in blocks)
    assert [b.replace("--lang en", "--lang es").replace("work/en", "work/es") for b in english] == (
        spanish
    )
    headings = [re.findall(r"^#+", text(page), re.MULTILINE) for page in READMES]
    assert headings[0] == headings[1]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text(page)):
        assert ((ROOT / page).parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_verbs_exist(page):
    code = "\n".join(re.findall(r"```.*?```|`[^`]+`", text(page), re.DOTALL))
    assert set(re.findall(r"(?<!from )\bcourse ([a-z]+)\b", code)) <= COMMANDS
    assert set(re.findall(r"^`?make ([a-z-]+)", code, re.MULTILINE)) <= VERBS


def test_the_architecture_names_every_module():
    page = text("docs/architecture.md")
    named = set(re.findall(r"`((?:course/)?[\w/]+\.py)`", page))
    modules = {p.relative_to(ROOT) for p in (ROOT / "course").rglob("*.py")}
    for module in modules:
        by_itself = any(f"/{module}".endswith(f"/{name}") for name in named)
        with_its_room = f"`{module.parent}/`" in page
        assert by_itself or with_its_room or module.name.startswith("__"), module
    for name in named:
        assert any(str(m).endswith(name) for m in modules) or (ROOT / name).exists(), name


def test_the_version_is_the_same_everywhere():
    assert f"\nversion: {course.__version__}\n" in text("CITATION.cff")
    assert f"\n## {course.__version__}" in text("CHANGELOG.md")


def test_every_version_is_pinned_and_no_registry_is_named():
    pins = text("requirements.txt")
    declared = text("pyproject.toml").split("\ndependencies = [")[1].split("[project.scripts]")[0]
    wanted = re.findall(r'^\s+"([A-Za-z0-9_-]+)', declared, re.MULTILINE)
    for name in {w.lower() for w in wanted} - {"course"}:
        assert re.search(rf"^{re.escape(name)}(\[.*\])?==", pins, re.MULTILINE), name
    assert "://" not in pins
