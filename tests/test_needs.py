"""What is missing on this machine skips a test, or fails it if COURSE_REQUIRE names it."""

from types import SimpleNamespace

import pytest

from tests import conftest, needs


@pytest.fixture
def item(monkeypatch):
    """A test that needs something which is missing."""
    monkeypatch.setitem(needs.NEEDS, "nothing", (lambda: False, "there is nothing"))
    monkeypatch.delenv("COURSE_REQUIRE", raising=False)
    return SimpleNamespace(iter_markers=lambda name: [pytest.mark.needs("nothing").mark])


def test_what_is_missing_is_skipped(item):
    with pytest.raises(pytest.skip.Exception, match="there is nothing"):
        conftest.pytest_runtest_setup(item)


def test_what_is_required_and_missing_fails(item, monkeypatch):
    monkeypatch.setenv("COURSE_REQUIRE", "linux,nothing")
    with pytest.raises(pytest.fail.Exception, match="COURSE_REQUIRE: there is nothing"):
        conftest.pytest_runtest_setup(item)


def test_an_unknown_name_is_an_error(monkeypatch):
    monkeypatch.setenv("COURSE_REQUIRE", "linux,landslide")
    with pytest.raises(ValueError, match="unknown landslide; known: linux, namespaces"):
        needs.required()
