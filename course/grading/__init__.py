"""Submissions to marks."""
