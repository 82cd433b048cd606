"""From recurrence to Transformers: the course's Python package.

Importing it before TensorFlow keeps TensorFlow's C++ log off the notebooks'
standard error: a log line must never look like a student's mistake.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

from course.quiet import quietly  # after the log level
from course.settings import by_size, setup

__version__ = "0.1.0"
__all__ = ["__version__", "by_size", "quietly", "setup"]
