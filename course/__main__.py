"""``python -m course``: the command ``course``."""

from course.command.cli import main

main()
