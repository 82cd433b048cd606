"""nbgrader's own steps, called with the configuration of ``nbgrader_config.py``."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path

from nbgrader.converters import GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import SaveCells
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from course.errors import CourseError
from course.project import Project


class NbgraderError(CourseError, RuntimeError):
    """A step of nbgrader failed; the message is what it logged."""

    status = 1


def _find_scripts() -> None:
    """Let nbgrader find `alembic`, which it calls by name, beside this Python."""
    scripts = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", "")
    if scripts not in path.split(os.pathsep):
        os.environ["PATH"] = scripts + os.pathsep + path


_find_scripts()


def configuration(project: Project) -> Config:
    """The configuration that plain nbgrader reads in this folder."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(project.root)).load_config()


def database(project: Project) -> str:
    """The gradebook's address."""
    config = configuration(project)
    config.CourseDirectory.root = str(project.root)
    return CourseDirectory(config=config).db_url


@contextmanager
def _quiet():
    """Collect what nbgrader logs instead of showing it; raise it if the step fails."""
    logger = logging.getLogger("traitlets")
    records: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record.getMessage())

    handler, level, propagate = Collect(logging.WARNING), logger.level, logger.propagate
    before = logger.handlers[:]
    logger.handlers[:] = [handler]
    logger.propagate = False
    try:
        with warnings.catch_warnings():
            # nbgrader's own use of SQLAlchemy; nothing that a person could act on.
            warnings.simplefilter("ignore", SAWarning)
            yield
    except (NbGraderException, SystemExit) as error:
        # Of a traceback only its last line says what happened.
        said = [r.strip().splitlines()[-1] if "Traceback" in r else r for r in records]
        raise NbgraderError("nbgrader: " + ("\n".join(said) or str(error))) from error
    finally:
        logger.handlers[:] = before
        logger.setLevel(level)
        logger.propagate = propagate


def start(converter_class, project: Project, config: Config, **traits) -> None:
    """Run one of nbgrader's converters.

    Raises
    ------
    NbgraderError
        With what it logged, if it fails.
    """
    config.CourseDirectory.root = str(project.root)
    here = os.getcwd()
    with _quiet():
        coursedir = CourseDirectory(config=config)
        converter = converter_class(coursedir=coursedir, config=config, **traits)
        try:
            converter.start()
        finally:
            os.chdir(here)


def generate_assignment(
    project: Project, assignment: str, language: str, destination: Path
) -> None:
    """Release one edition into `destination` and tell the gradebook of the assignment.

    Both editions have the same code cells, so the gradebook hears of it once.
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
    start(GenerateAssignment, project, config)


def generate_feedback(project: Project, assignment: str, student: str = "*") -> None:
    """Write the feedback pages of an assignment."""
    config = configuration(project)
    config.CourseDirectory.assignment_id = assignment
    config.CourseDirectory.student_id = student
    config.GenerateFeedback.force = True
    start(GenerateFeedback, project, config)
