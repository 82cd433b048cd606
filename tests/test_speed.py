"""The page on speed and the table of the READMEs agree with the files of results."""

import pytest

from tools.pages import speed, summary


def test_the_page_is_what_the_script_gives():
    page = speed.PAGE.read_text(encoding="utf-8")
    assert page == speed.page(), "run: python benchmarks/speed.py"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_table_of_the_readme_is_what_the_script_gives(language):
    text = summary.PAGES[language].read_text(encoding="utf-8")
    assert "<!-- benchmarks/summary.py -->" in text
    assert text == summary.page(language), "run: python benchmarks/summary.py"
