"""nbgrader's own steps and its gradebook, as ``nbgrader_config.py`` configures them."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import BufferingHandler
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from course.errors import CourseError
from course.gradebook.access import GradebookLocked, is_locked
from course.project import Project


class NbgraderError(CourseError, RuntimeError):
    """A step of nbgrader failed; the message says what it logged."""

    status = 1


def configuration(project: Project) -> Config:
    """The configuration that nbgrader itself reads in this folder."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(project.root)).load_config()
    config.CourseDirectory.root = str(project.root)
    return config


def database(project: Project) -> str:
    """The gradebook's address."""
    return CourseDirectory(config=configuration(project)).db_url


def gradebook(project: Project) -> Gradebook:
    """The gradebook, which is created if there is none; a context manager."""
    coursedir = CourseDirectory(config=configuration(project))
    with _alembic_on_path():
        return Gradebook(coursedir.db_url, coursedir.course_id)


@contextmanager
def _alembic_on_path() -> Iterator[None]:
    """Let nbgrader find the program `alembic`, which creates a gradebook, beside this Python."""
    before = os.environ.get("PATH")
    scripts = os.path.dirname(sys.executable)
    os.environ["PATH"] = os.pathsep.join([scripts, before or os.defpath])
    try:
        yield
    finally:
        if before is None:
            del os.environ["PATH"]
        else:
            os.environ["PATH"] = before


@contextmanager
def _collected() -> Iterator[logging.Logger]:
    """A logger for nbgrader's objects; what it is told is the error's message, if they fail."""
    log = logging.Logger("nbgrader")  # not in the logging hierarchy: shows nothing
    handler = BufferingHandler(sys.maxsize)
    handler.setLevel(logging.WARNING)
    log.addHandler(handler)
    try:
        with warnings.catch_warnings():
            # About nbgrader's own use of SQLAlchemy; nobody here can act on them.
            warnings.simplefilter("ignore", SAWarning)
            yield log
    except (NbGraderException, SystemExit) as error:
        messages = [record.getMessage().strip() for record in handler.buffer]
        if any(map(is_locked, messages)):
            raise GradebookLocked("the gradebook can't be used: it is locked") from error
        # Of a traceback, its last line says what happened.
        messages = [m.splitlines()[-1] if "Traceback" in m else m for m in messages]
        raise NbgraderError("nbgrader: " + ("\n".join(messages) or str(error))) from error


def _start(converter_class: type[BaseConverter], config: Config) -> None:
    """Run one of nbgrader's converters.

    Raises
    ------
    NbgraderError
        If it fails; the message is what it logged.
    """
    here = os.getcwd()
    with _collected() as log:
        coursedir = CourseDirectory(config=config, log=log)
        converter = converter_class(coursedir=coursedir, config=config, log=log)
        try:
            converter.start()
        finally:
            os.chdir(here)


def generate_assignment(
    project: Project, assignment: str, language: str, destination: Path
) -> None:
    """Release one edition into `destination` and enter the assignment in the gradebook.

    Both editions have the same code cells, so only the English one is entered.
    """
    config = configuration(project)
    config.KeepLanguage.language = language
    config.CourseDirectory.assignment_id = assignment
    config.CourseDirectory.release_directory = str(destination)
    config.GenerateAssignment.force = True
    if language != "en":
        config.GenerateAssignment.no_database = True
        config.GenerateAssignment.preprocessors = [
            step for step in config.GenerateAssignment.preprocessors if step is not SaveCells
        ]
    with _alembic_on_path():
        _start(GenerateAssignment, config)


def generate_feedback(project: Project, assignment: str, student: str = "*") -> None:
    """Write the feedback pages of an assignment."""
    config = configuration(project)
    config.CourseDirectory.assignment_id = assignment
    config.CourseDirectory.student_id = student
    config.GenerateFeedback.force = True
    _start(GenerateFeedback, config)
