"""The page on speed says what the files of results say."""

from benchmarks import speed


def test_the_page_is_what_the_script_gives():
    page = speed.PAGE.read_text(encoding="utf-8")
    assert page == speed.page(), "run: python benchmarks/speed.py"
