"""A student's own copy of the release."""

from __future__ import annotations

import shutil
from pathlib import Path

from course.project import Project, ProjectError


def copy_release(project: Project, language: str, folder: Path) -> tuple[list[str], list[str]]:
    """Copy the released notebooks of a language into ``folder/language``.

    Nothing that is already there is touched.

    Returns
    -------
    copied, kept : list of str
        The assignments that were copied, and those that were there before.

    Raises
    ------
    ProjectError
        If nothing was released in this language.
    """
    release = project.release / language
    names = sorted(p.name for p in release.glob("*") if p.is_dir())
    if not names:
        raise ProjectError(f"there is nothing in {release}; run: course build")
    copied, kept = [], []
    for name in names:
        target = folder / language / name
        if target.exists():
            kept.append(name)
        else:
            shutil.copytree(
                release / name, target, ignore=shutil.ignore_patterns(".ipynb_checkpoints")
            )
            copied.append(name)
    return copied, kept
