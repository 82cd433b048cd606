"""From submissions to marks: a notebook, or a class."""
