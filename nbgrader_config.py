"""The configuration of nbgrader in this folder: all its commands work here.

``COURSE_LANGUAGE=es nbgrader generate_assignment 01-recurrence`` releases the
Spanish edition; submissions of either edition can be graded.
"""

import os
from pathlib import Path

from jupyter_client.kernelspec import find_kernel_specs
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader import preprocessors as steps

from course.gradebook.preprocessors import HideTests, KeepLanguage, RunNotebook

c = get_config()

root = Path(__file__).resolve().parent
language = os.environ.get("COURSE_LANGUAGE") or "en"

c.CourseDirectory.course_id = "recurrence-to-transformers"
c.CourseDirectory.root = str(root)
c.CourseDirectory.release_directory = f"release/{language}"
# People run the notebooks of the release folder, which leaves checkpoints and caches in it.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".DS_Store"]
# The gradebook: SQLite in this folder, or a PostgreSQL database shared by several people.
if os.environ.get("COURSE_GRADEBOOK"):
    c.CourseDirectory.db_url = os.environ["COURSE_GRADEBOOK"]

c.KeepLanguage.language = language
# nbgrader's own steps in their order; a comment marks ours.
c.GenerateAssignment.preprocessors = [
    KeepLanguage,  # ours: keeps one of the two languages
    steps.IncludeHeaderFooter,
    steps.InstantiateTests,
    steps.LockCells,
    steps.ClearSolutions,
    steps.ClearOutput,
    steps.CheckCellMetadata,
    steps.ComputeChecksums,
    steps.SaveCells,
    steps.ClearHiddenTests,
    steps.ClearMarkScheme,
    steps.ComputeChecksums,
    steps.CheckCellMetadata,
]
c.Autograde.autograde_preprocessors = [
    RunNotebook,  # ours, instead of Execute: neither a log line nor a dead kernel decides a mark
    steps.IgnorePattern,
    steps.LimitOutput,
    steps.SaveAutoGrades,
    steps.AssignLatePenalties,
    steps.CheckCellMetadata,
]
c.GenerateFeedback.preprocessors = [
    HideTests,  # ours: hidden tests are not shown to students
    steps.GetGrades,
    CSSHTMLHeaderPreprocessor,
]
c.RunNotebook.shutdown_kernel = "immediate"
if "course-warm" in find_kernel_specs():  # a kernel that starts in a second; see docs/grading.md
    c.RunNotebook.kernel_name = "course-warm"

# Where `nbgrader release_assignment`, `list` and `collect` look; on a shared server,
# a folder that everyone in the class can reach.
c.Exchange.root = os.environ.get("NBGRADER_EXCHANGE") or str(root / ".course" / "exchange")
# The folder is made by the step of the exchange that first needs it.
c.ExchangeFactory.release_assignment = "course.gradebook.exchange.ReleaseAssignment"
c.ExchangeFactory.fetch_assignment = "course.gradebook.exchange.FetchAssignment"
c.ExchangeFactory.submit = "course.gradebook.exchange.Submit"
c.ExchangeFactory.collect = "course.gradebook.exchange.Collect"
c.ExchangeFactory.list = "course.gradebook.exchange.List"
c.ExchangeFactory.release_feedback = "course.gradebook.exchange.ReleaseFeedback"
c.ExchangeFactory.fetch_feedback = "course.gradebook.exchange.FetchFeedback"
