"""The CSV files: for further analysis, and for the grade import of Moodle and of Canvas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from course.files import write_text
from course.report import statistics
from course.report.graded import Graded
from course.report.mistakes import commonest

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(graded: Graded, folder: Path) -> list[Path]:
    """Write every table into the folder; the paths written."""
    tables = {
        "students.csv": students(graded),
        "exercises.csv": exercises(graded),
        "mistakes.csv": mistakes(graded),
        "moodle.csv": moodle(graded),
        "canvas.csv": canvas(graded),
    }
    for name, text in tables.items():
        write_text(text, folder / name)
    return [folder / name for name in tables]


def students(graded: Graded) -> str:
    """A row per submission: mark, lateness, note, and points and outcome by exercise."""
    names = [item.name for item in graded.items]
    header = ["student", "first_name", "last_name", "score", "max_score", "late_penalty",
              "seconds_late", "needs_manual_grade", "note", "seconds", "isolation", "language",
              *(f"{n}_points" for n in names), *(f"{n}_outcome" for n in names)]  # fmt: skip
    rows = [
        [_text(w.student), _text(w.first_name), _text(w.last_name), _number(w.score),
         _number(graded.max_points), _number(w.penalty), _number(w.late_seconds),
         int(w.needs_manual), _text(w.note), _number(w.seconds), w.isolation, w.language,
         *(_number(w.points.get(n, 0.0)) for n in names),
         *(w.outcomes.get(n, "") for n in names)]
        for w in graded.works
    ]  # fmt: skip
    return _csv(header, rows)


def exercises(graded: Graded) -> str:
    """A row per exercise: see `statistics.exercise_table`."""
    table = statistics.exercise_table(graded)
    rows = [[name, *(_number(value) for value in row)] for name, row in table.iterrows()]
    return _csv(["exercise", *table.columns], rows)


def mistakes(graded: Graded) -> str:
    """A row per mistake, the commonest first."""
    rows = [
        [m.exercise, _text(m.name), m.count, _text(m.example), _text(" ".join(m.students))]
        for m in commonest(graded.works)
    ]
    return _csv(["exercise", "mistake", "count", "example", "students"], rows)


def moodle(graded: Graded) -> str:
    """For Moodle's import of grades from CSV: one column to map from, one with the mark.

    Moodle breaks off at a student whom it does not know, and takes a row without an
    identifier for the student of the row before: so every row has its identifier, and
    e-mail addresses are there only if all students have one. Who handed in nothing is not
    in the file, since an empty mark would erase what stands in Moodle.
    """
    with_email = bool(graded.works) and all(w.email for w in graded.works)
    header = ["Identifier", *(["Email address"] if with_email else []), graded.assignment]
    rows = [[w.student, *([w.email] if with_email else []), _number(w.score)] for w in graded.works]
    return _csv(header, rows)


def canvas(graded: Graded) -> str:
    """For the import in Canvas's gradebook, which knows students by ID, SIS ID, login or name.

    Canvas's own number is nbgrader's ``lms_user_id`` where that is a number; the student's
    id in nbgrader stands as login and as SIS ID, of which Canvas takes the one it knows.
    """
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", graded.assignment]
    rows: list[list] = [["    Points Possible", "", "", "", "", _number(graded.max_points)]]
    for w in graded.works:
        name = f"{w.last_name}, {w.first_name}" if w.last_name and w.first_name else w.name
        number = w.lms_id if w.lms_id.isdecimal() else ""
        rows.append([name, number, w.student, w.student, "", _number(w.score)])
    return _csv(header, rows)


def _csv(header: Sequence, rows: Iterable[Sequence]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def _number(value: float | None) -> str:
    """Up to four digits after the point; nothing for None and NaN."""
    if value is None or value != value:
        return ""
    return f"{float(value):.4f}".rstrip("0").rstrip(".")


def _text(value: str) -> str:
    """Text that no spreadsheet runs as a formula: a student may have written it."""
    return f"'{value}" if value.startswith(_FORMULA) else value
