"""What students handed in: which folder, and which notebook in it, is meant."""

from __future__ import annotations

import json
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course import notebooks
from course.grading.language import language_of_submission
from course.grading.merge import Work, work
from course.notebooks import NotebookError
from course.release.templates import grading_template
from course.settings import LANGUAGES, tr

#: A larger notebook holds something other than a student's work.
MAX_BYTES = 50_000_000
#: A folder with more notebooks, with larger ones in all, or with more files is no submission.
MAX_NOTEBOOKS, MAX_BYTES_IN_ALL, MAX_FILES = 100, 200_000_000, 20_000
_ARCHIVE = re.compile(r"\.(zip|7z|rar|tar|tgz|gz|bz2|xz)$", re.IGNORECASE)


@dataclass(frozen=True)
class Submission:
    """What a student handed in for an assignment.

    Attributes
    ----------
    notebook : NotebookNode
    notes : tuple of str
        What the instructor should know of how it was read, a sentence each.
    language : {"en", "es"}
        The edition that it was made from.
    """

    notebook: NotebookNode
    notes: tuple[str, ...] = ()
    language: str = LANGUAGES[0]


def find_folder(student_folder: Path, assignment: str) -> Path | None:
    """The folder that holds a student's submission of an assignment; None if there is none.

    It is the folder of the assignment's name, in whatever capitals and spelling; or one below
    it, as unzipping leaves it; or the student's folder itself, if the notebook lies there. A
    student's folder that can't be read may hold it: `submitted_notebook` then says why not.
    """
    exact = student_folder / assignment
    if student_folder.is_symlink():  # to be refused
        return exact
    try:
        with os.scandir(student_folder) as found:
            entries = sorted(found, key=lambda e: e.name)
    except NotADirectoryError:
        return None
    except OSError:
        return exact
    named = [e for e in entries if _folded(e.name) == _folded(assignment)]
    folders = [Path(e.path) for e in named if e.is_symlink() or _is_folder(e)]
    if exact in folders:
        return exact
    if folders:
        return max(folders, key=lambda f: (any(_notebooks(f, assignment, whole=True)), f.name))
    if any(_is_named(e.name, assignment) and e.is_file(follow_symlinks=False) for e in entries):
        return student_folder
    nested: list[Path] = []
    try:
        for folder, names, _ in _walk(student_folder):
            nested += [folder / n for n in names if _folded(n) == _folded(assignment)]
    except NotebookError:
        pass  # too many files, or one folder that can't be read; others were looked at
    return nested[0] if nested else None


def submitted_notebook(folder: Path, assignment: str, source: NotebookNode) -> Submission:
    """The notebook that a student handed in, in the folder that `find_folder` gave.

    Of several, it is the one in which most exercises are done; of those, the one with the
    assignment's name, else the one whose name has the latest date.

    Raises
    ------
    NotebookError
        If there is none, if several could be meant, or if it can't be read or has none of
        the assignment's exercises. Such a submission is to be left ungraded.
    """
    try:
        return _submitted(folder, assignment, source)
    except OSError as error:
        raise NotebookError(
            f"{_unreadable(folder, error)} can't be read: {error.strerror or error}"
        ) from error


def _unreadable(folder: Path, error: OSError) -> str:
    """The name of what can't be read: a folder above it, if that is why."""
    for place in (folder.parent, folder):
        try:
            os.scandir(place).close()
        except OSError as found:
            if found.errno == error.errno:
                return place.name
    return Path(os.fsdecode(error.filename)).name if error.filename else folder.name


@dataclass(frozen=True)
class _Candidate:
    """A notebook of a submission that could be meant: what is in it, or why it can't be read."""

    path: Path
    notebook: NotebookNode | None = None
    work: Work | None = None
    language: str = LANGUAGES[0]
    reason: str = ""

    @property
    def answers(self) -> dict[str, str]:
        return self.work.answers if self.work else {}


def _submitted(folder: Path, assignment: str, source: NotebookNode) -> Submission:
    exact = folder / f"{assignment}.ipynb"
    whole = _folded(folder.name) == _folded(assignment)  # else it is the student's folder
    for link in (folder.parent, folder, exact) if whole else (folder, exact):
        if link.is_symlink():  # it may lead to the work of others, or to the solutions
            raise NotebookError(f"{link.name} is a symbolic link; expected a file or a folder")
    tiers = _tiers(folder, assignment, whole)
    read: list[_Candidate] = []
    for tier in tiers:
        candidates = [_candidate(path, assignment, source) for path in tier]
        read += candidates
        damaged = next((c for c in candidates if c.reason and c.path == exact), None)
        if damaged:  # it may hold more than any other
            raise NotebookError(damaged.reason)
        if any(c.answers for c in candidates):
            return _best(candidates, read, exact)
    if reasons := [c.reason for c in read if c.reason]:
        raise NotebookError("; ".join(reasons[:3]))
    there = sorted(_other_files(folder)) if whole else []
    archives = [name for name in there if _ARCHIVE.search(name)]
    if archives:
        raise NotebookError(
            f"{', '.join(archives[:5])} was not opened; expected {exact.name}, unpacked"
        )
    ours = [c for c in read if c.work and c.work.ours]
    if ours:  # untouched
        chosen = next((c for c in ours if c.path == exact), ours[0])
        return _submission(chosen, _beside(chosen, there))
    if read:
        names = ", ".join(c.path.name for c in read[:5])
        raise NotebookError(f"{names} has none of the exercises of {assignment}")
    files = f"no notebook, but {', '.join(there[:5])}" if there else "no notebook"
    raise NotebookError(f"expected {exact.name} in the submission; found {files}")


def _best(candidates: list[_Candidate], read: list[_Candidate], exact: Path) -> Submission:
    """The one of several notebooks in which most exercises are done.

    Parameters
    ----------
    candidates : list
        Those that it can be.
    read : list
        Those and others that were read, in which nothing is done.
    """
    most = max(len(c.answers) for c in candidates)
    best = [c for c in candidates if len(c.answers) == most]
    chosen = next((c for c in best if c.path == exact), None)
    if chosen is None and any(c.answers != best[0].answers for c in best):
        dated = sorted(best, key=lambda c: _date(c.path.name))
        if not _date(dated[-1].path.name) or _date(dated[-1].path.name) == _date(
            dated[-2].path.name
        ):
            names = ", ".join(sorted(_below(exact.parent, c.path) for c in best))
            raise NotebookError(
                f"expected {exact.name} in the submission; found {names}, which differ"
            )
        chosen = dated[-1]
    chosen = chosen or best[0]
    others = [
        _below(exact.parent, c.path)
        for c in read
        if c is not chosen
        and (chosen.path != exact or c.reason or c.answers not in ({}, chosen.answers))
    ]
    name, rest = _below(exact.parent, chosen.path), ", ".join(others[:5])
    if others:
        note = tr(
            f"Graded {name}, in which most is done; not {rest}.",
            f"Se calificó {name}, el que más tiene hecho; no {rest}.",
            chosen.language,
        )
    elif name.startswith("."):
        note = tr(
            f"Graded {name}, a copy that a program kept; there is no other notebook.",
            f"Se calificó {name}, una copia que guardó un programa; no hay otro cuaderno.",
            chosen.language,
        )
    else:
        return _submission(chosen, ())
    return _submission(chosen, (note,))


def _below(folder: Path, path: Path) -> str:
    return str(path.relative_to(folder))


def _submission(chosen: _Candidate, notes: tuple[str, ...]) -> Submission:
    if chosen.notebook is None or chosen.work is None:
        raise NotebookError(chosen.reason)
    return Submission(chosen.notebook, (*notes, *chosen.work.notes), chosen.language)


def _beside(chosen: _Candidate, there: list[str]) -> tuple[str, ...]:
    if not there:
        return ()
    name, rest = chosen.path.name, ", ".join(there[:5])
    return (
        tr(
            f"{name} is as it was released; beside it: {rest}.",
            f"{name} está como se publicó; junto a él: {rest}.",
            chosen.language,
        ),
    )


def _candidate(path: Path, assignment: str, source: NotebookNode) -> _Candidate:
    try:
        notebook = notebooks.read(path, MAX_BYTES, only_work=True)
    except NotebookError as error:
        # The student knows the file by its name; the instructor's folders say nothing.
        return _Candidate(path, reason=str(error).replace(str(path), path.name))
    language = language_of_submission(notebook, source)
    template = _template(json.dumps(source), language)
    return _Candidate(path, notebook, work(template, notebook), language)


@lru_cache(maxsize=8)
def _template(source: str, language: str) -> NotebookNode:
    return grading_template(nbformat.from_dict(json.loads(source)), language)


# ---------------------------------------------------------------- files and their names


def _folded(name: str) -> str:
    """A name without what programs change: capitals, spelling, spaces, `_` and `-`."""
    name = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\s_-]+", "-", name).strip("-")


def _is_notebook(name: str, assignment: str) -> bool:
    """Whether a file is a notebook by its name, or was one before a program renamed it."""
    if re.search(r"\.ipynb(\.\w+)?$", name, re.IGNORECASE):
        return True
    stem = re.sub(r"\.(json|txt)$", "", name, flags=re.IGNORECASE)
    return _folded(stem) == _folded(assignment)


def _is_named(name: str, assignment: str) -> bool:
    """Whether a notebook's name says that it is one of the assignment."""
    return _is_notebook(name, assignment) and bool(
        re.search(
            rf"(?<!\w){re.escape(_folded(assignment))}(?!\w)", _folded(name).replace("_", "-")
        )
    )


def _date(name: str) -> str:
    """The last date in a name, and what else is written in digits after it; empty if none is."""
    found = re.search(r"(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(.*)", name)
    return "".join(re.findall(r"\d", found[0])) if found else ""


def _is_folder(entry: os.DirEntry) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _notebooks(folder: Path, assignment: str, whole: bool) -> Iterator[Path]:
    """The notebooks directly in a folder; if it is not `whole` the assignment's, by their name."""
    with os.scandir(folder) as found:
        for entry in sorted(found, key=lambda e: e.name):
            name = entry.name
            meant = _is_notebook(name, assignment) if whole else _is_named(name, assignment)
            if meant and not name.startswith(".") and entry.is_file(follow_symlinks=False):
                yield folder / name


def _walk(folder: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Every folder at and below `folder`, with the names of its folders and files.

    Hidden folders come last, links are not followed.
    """
    count = 0

    def unreadable(error: OSError) -> None:
        raise error

    for where, names, files in os.walk(folder, onerror=unreadable):
        count += len(names) + len(files)
        if count > MAX_FILES:
            raise NotebookError(f"{folder.name} has more than {MAX_FILES:,} files")
        names.sort()
        yield Path(where), names, sorted(files)


def _tiers(folder: Path, assignment: str, whole: bool) -> list[list[Path]]:
    """The notebooks that could be meant: in the folder, below it, and in hidden folders."""
    if not folder.is_dir():
        folder.lstat()
        raise NotebookError(f"{folder.name} is not a folder")
    tiers: list[list[Path]] = [list(_notebooks(folder, assignment, whole)), [], []]
    if whole:
        for where, _, files in _walk(folder):
            if where == folder:
                continue
            hidden = any(part.startswith(".") for part in where.relative_to(folder).parts)
            tiers[2 if hidden else 1] += [
                where / name
                for name in files
                if _is_notebook(name, assignment)
                and not name.startswith(".")
                and stat.S_ISREG((where / name).lstat().st_mode)
            ]
    if (count := sum(map(len, tiers))) > MAX_NOTEBOOKS:
        raise NotebookError(f"{folder.name} has {count} notebooks; at most {MAX_NOTEBOOKS}")
    if (size := sum(path.lstat().st_size for tier in tiers for path in tier)) > MAX_BYTES_IN_ALL:
        raise NotebookError(
            f"{folder.name} has notebooks of {size / 1e6:.0f} MB in all; "
            f"at most {MAX_BYTES_IN_ALL / 1e6:.0f} MB"
        )
    return tiers


def _other_files(folder: Path) -> Iterator[str]:
    """The names of a submission's other files, hidden ones and the time stamp left out."""
    for where, _, files in _walk(folder):
        if any(part.startswith(".") for part in where.relative_to(folder).parts):
            continue
        for name in files:
            if not name.startswith(".") and name != "timestamp.txt" and not re.search(
                r"\.ipynb(\.\w+)?$", name, re.IGNORECASE
            ):  # fmt: skip
                yield name
