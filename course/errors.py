"""Errors that are expected to happen; their message is one sentence for the user."""


class CourseError(Exception):
    """An expected failure: the command shows its message and no traceback.

    Attributes
    ----------
    status : int
        The exit status of the command that it ends.
    """

    status = 2
