"""What no submission may see, wherever nbgrader's configuration puts it."""

from pathlib import Path

import pytest

from course.gradebook.private import private
from tools import mini


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        ("c.CourseDirectory.db_url = 'sqlite:///{there}/marks.db'", "marks.db"),
        ("c.CourseDirectory.db_url = 'sqlite:///{there}/marks.db'", "marks.db-journal"),
        ("c.CourseDirectory.db_url = 'sqlite:///{there}/marks.db'", "marks.db.2026-11-01"),
        ("c.CourseDirectory.db_url = 'sqlite:///file:{there}/marks.db?uri=true'", "marks.db"),
        ("c.CourseDirectory.submitted_directory = '{there}/handed-in'", "handed-in"),
        ("c.Exchange.root = '{there}/exchange'", "exchange"),
        ("c.ExchangeCollect.root = '{there}/collected'", "collected"),
        ("c.ExchangeSubmit.cache = '{there}/cache'", "cache"),
    ],
)  # fmt: skip
def test_what_the_configuration_puts_elsewhere_is_private(tmp_path, line, hidden):
    course, there = mini.make(tmp_path / "class"), tmp_path / "elsewhere"
    there.mkdir()
    (there / "marks.db.2026-11-01").touch()
    assert there / hidden not in private(course)
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write("\n" + line.format(there=there) + "\n")
    assert there / hidden in private(course)


def test_the_project_and_what_is_named_are_private(tmp_path):
    course = mini.make(tmp_path / "class")
    found = private(course, Path("/results"))
    assert {course.root, course.root / "submitted", Path("/results")} <= set(found)
