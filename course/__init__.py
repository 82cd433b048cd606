"""From recurrence to Transformers: the course's Python package.

Importing it settles how the libraries below Keras run (`course.libraries`); whatever they
read from the environment must be there before they are imported.
"""

from course import libraries
from course.quiet import quietly
from course.settings import by_size, setup

libraries.prepare()

__version__ = "0.1.0"
__all__ = ["__version__", "by_size", "quietly", "setup"]
