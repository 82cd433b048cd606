"""The command ``course``, and what it prints."""
