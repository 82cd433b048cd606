"""Which files and folders of a course are for those who grade alone."""

from __future__ import annotations

import glob
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from course.gradebook.converters import configuration
from course.project import Project


def private(project: Project, *others: Path) -> list[Path]:
    """What no submission may see: the project, nbgrader's folders wherever they are, the gradebook.

    Parameters
    ----------
    others : Path
        Further files and folders.
    """
    config = configuration(project)
    coursedir = CourseDirectory(config=config)
    names = ("source", "release", "submitted", "autograded", "feedback", "solution")
    found = [project.root, Path(coursedir.root), *others]
    found += [Path(coursedir.root, getattr(coursedir, f"{name}_directory")) for name in names]
    for name, section in config.items():
        if name.startswith("Exchange"):
            found += [Path(str(section[n])) for n in ("root", "cache") if n in section]
    try:
        address = make_url(coursedir.db_url)
    except ArgumentError:  # nbgrader will say what is wrong with it
        return found
    if address.get_backend_name() == "sqlite" and address.database:
        database = Path(coursedir.root, address.database.removeprefix("file:").partition("?")[0])
        found += [
            database.with_name(database.name + end) for end in ("", "-journal", "-wal", "-shm")
        ]
        found += database.parent.glob(f"{glob.escape(database.name)}*")  # copies beside it
    return found
