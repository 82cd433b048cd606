"""The CSV files, for further analysis and for importing grades into Moodle and Canvas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from course.files import write_text
from course.report import statistics
from course.report.graded import Graded
from course.report.mistakes import commonest

#: The characters with which a formula begins in a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(graded: Graded, folder: Path) -> list[Path]:
    """Write every table into the folder and return their paths."""
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
    """A row per submission: mark, lateness, note, points and outcomes by exercise.

    A submission that could not be graded has no mark, and its reason as the note.
    """
    names = [item.name for item in graded.items]
    header = ["student", "first_name", "last_name", "score", "max_score", "late_penalty",
              "seconds_late", "needs_manual_grade", "note", "seconds", "isolation", "language",
              *(f"{n}_points" for n in names), *(f"{n}_outcome" for n in names)]  # fmt: skip
    rows: list[list] = [
        [_text(w.student), _text(w.first_name), _text(w.last_name), _number(w.score),
         _number(graded.max_points), _number(w.penalty), _number(w.late_seconds),
         int(w.needs_manual), _text("; ".join(filter(None, (w.note, *w.remarks)))),
         _number(w.seconds), w.isolation, w.language,
         *(_number(w.points.get(n, 0.0)) for n in names),
         *(w.outcomes.get(n, "") for n in names)]
        for w in graded.works
    ]  # fmt: skip
    done = {w.student for w in graded.works}
    for student, reason in graded.ungraded.items():
        if student not in done:
            row = dict.fromkeys(header, "") | {"student": _text(student), "note": _text(reason)}
            rows.append(list(row.values()))
    return _csv(header, rows)


def exercises(graded: Graded) -> str:
    """A row per exercise; see `statistics.exercise_table`."""
    table = statistics.exercise_table(graded)
    rows = [[name, *(_number(value) for value in row)] for name, row in table.iterrows()]
    return _csv(["exercise", *table.columns], rows)


def mistakes(graded: Graded) -> str:
    """A row per mistake, the most common first."""
    rows = [
        [m.exercise, _text(m.name), m.count, _text(m.example), _text(" ".join(m.students))]
        for m in commonest(graded.works)
    ]
    return _csv(["exercise", "mistake", "count", "example", "students"], rows)


def moodle(graded: Graded) -> str:
    """For Moodle's CSV grade import: a column that identifies students, and one with the mark.

    Moodle stops at a student whom it does not know, and assigns a row without an identifier
    to the student of the row before. Every row therefore has its identifier, and there is a
    column of e-mail addresses only if all students have one. Students who handed in nothing
    are left out, since an empty mark would erase the one in Moodle.
    """
    with_email = bool(graded.works) and all(w.email for w in graded.works)
    header = ["Identifier", *(["Email address"] if with_email else []), graded.assignment]
    rows = [[w.student, *([w.email] if with_email else []), _number(w.score)] for w in graded.works]
    return _csv(header, rows)


def canvas(graded: Graded) -> str:
    """For the import into Canvas's gradebook, which finds students by ID, SIS ID or login.

    The ID is nbgrader's ``lms_user_id``, if that is a number. The student's id in nbgrader is
    given both as login and as SIS ID; Canvas uses whichever it knows.
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
    """A number with up to four decimals; an empty string for None and NaN."""
    if value is None or value != value:
        return ""
    return f"{float(value):.4f}".rstrip("0").rstrip(".")


def _text(value: str) -> str:
    """Text, possibly a student's, in a form that no spreadsheet runs as a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
