"""What can go wrong that is no slip of the program's: one sentence says what, and what to do."""


class CourseError(Exception):
    """Expected to happen; the command shows its sentence and no traceback.

    Attributes
    ----------
    status : int
        The exit status of a command that ends with it.
    """

    status = 2
