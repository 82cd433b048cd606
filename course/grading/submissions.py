"""What students handed in: who did, and which notebook is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course import notebooks
from course.grading.merge import answers
from course.notebooks import NotebookError
from course.release.templates import grading_template
from course.settings import LANGUAGES

#: A larger notebook holds something other than a student's work.
MAX_BYTES = 50_000_000


@dataclass(frozen=True)
class Submission:
    notebook: NotebookNode
    notes: tuple[str, ...] = ()
    language: str = "en"


def find_folder(folder: Path, assignment: str) -> Path | None:
    path = folder / assignment
    return path if path.is_dir() else None


def submitted_notebook(folder: Path, assignment: str, source: NotebookNode) -> Submission:
    """The notebook that a student handed in.

    Raises
    ------
    NotebookError
        If there is none, if several could be meant, or if it can't be read or has none of
        the assignment's exercises.
    """
    path = folder / f"{assignment}.ipynb"
    for link in (folder.parent, folder, path):
        if link.is_symlink():  # it may lead to the work of others, or to the solutions
            raise NotebookError(f"{link.name} is a symbolic link; expected a file or a folder")
    if not path.is_file() or (others(folder, path) and _untouched(path, source)):
        found = others(folder, path)
        if len(found) == 1:
            path = found[0]
        elif not path.is_file():
            names = ", ".join(p.name for p in found) or "no notebook"
            raise NotebookError(f"expected {path.name} in the submission; found {names}")
    if path.stat().st_size > MAX_BYTES:
        raise NotebookError(
            f"{path.name} has {path.stat().st_size / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB"
        )
    try:
        notebook = notebooks.read(path)
    except NotebookError as error:
        # The student knows the file by its name; the instructor's folders say nothing.
        raise NotebookError(str(error).replace(str(path), path.name)) from error
    if not answers(notebook, source):
        raise NotebookError(f"{path.name} has none of the exercises of {assignment}")
    return Submission(notebook, (), notebooks.language_of(notebook))


def others(folder: Path, path: Path) -> list[Path]:
    """The other notebooks of a submission: in its folder, or, if none is there, below it."""

    def files(paths: Iterable[Path]) -> list[Path]:
        return sorted(
            p
            for p in paths
            if p != path and p.is_file() and not p.is_symlink()
            and not any(part.startswith(".") for part in p.relative_to(folder).parts)
        )  # fmt: skip

    return files(folder.glob("*.ipynb")) or files(folder.rglob("*.ipynb"))


def _untouched(path: Path, source: NotebookNode) -> bool:
    """Whether a notebook is as it was released, so that one beside it must be meant."""
    if path.stat().st_size > MAX_BYTES:
        return False
    try:
        found = answers(notebooks.read(path))
    except NotebookError:
        return False
    stubs = answers(grading_template(source, LANGUAGES[0]))
    return all(found.get(name, stub) == stub for name, stub in stubs.items())
