"""The CSV files, for further analysis and for importing grades into Moodle and Canvas.

A text that a spreadsheet would run as a formula gets an apostrophe before it, in every file.
If it is a student's id, Moodle and Canvas do not find it, and say so: such a mark is entered
by hand.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from course.files import write_text
from course.report import statistics
from course.report.graded import Graded
from course.report.mistakes import commonest
from course.text import visible

#: Where a formula begins in a spreadsheet: at a cell's start or, where cells are separated by
#: semicolons, after one; in East Asian editions also with a wide character.
_FORMULA = re.compile(r"(^|;)(\s*)(?=[=+\-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
                      r"\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}])")  # fmt: skip
#: What a cell of a table may be; a float is written with up to four decimals.
Cell = str | float | None


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
    rows: list[list[Cell]] = [
        [w.student, w.first_name, w.last_name, w.score, graded.max_points, w.penalty,
         w.late_seconds, int(w.needs_manual), "; ".join(filter(None, (w.note, *w.remarks))),
         w.seconds, w.isolation, w.language,
         *(w.points.get(n, 0.0) for n in names),
         *(w.outcomes.get(n, "") for n in names)]
        for w in graded.works
    ]  # fmt: skip
    done = {w.student for w in graded.works}
    for student, reason in graded.ungraded.items():
        if student not in done:
            row = dict.fromkeys(header, "") | {"student": student, "note": reason}
            rows.append(list(row.values()))
    return _csv(header, rows)


def exercises(graded: Graded) -> str:
    """A row per exercise; see `statistics.exercise_table`."""
    table = statistics.exercise_table(graded)
    rows: list[list[Cell]] = [[str(name), *row] for name, row in table.iterrows()]
    return _csv(["exercise", *table.columns], rows)


def mistakes(graded: Graded) -> str:
    """A row per mistake, the most common first."""
    rows: list[list[Cell]] = [
        [m.exercise, m.name, m.count, m.example, " ".join(m.students)]
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
    rows: list[list[Cell]] = [
        [w.student, *([w.email] if with_email else []), w.score] for w in graded.works
    ]
    return _csv(header, rows)


def canvas(graded: Graded) -> str:
    """For the import into Canvas's gradebook, which finds students by ID, SIS ID or login.

    The ID is nbgrader's ``lms_user_id``, if that is a number. The student's id in nbgrader is
    given both as login and as SIS ID; Canvas uses whichever it knows.
    """
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", graded.assignment]
    rows: list[list[Cell]] = [["    Points Possible", "", "", "", "", graded.max_points]]
    for w in graded.works:
        name = f"{w.last_name}, {w.first_name}" if w.last_name and w.first_name else w.name
        number = w.lms_id if w.lms_id.isdecimal() else ""
        rows.append([name, number, w.student, w.student, "", w.score])
    return _csv(header, rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as text; every cell passes through `_written`."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([_written(value) for value in row] for row in (header, *rows))
    return buffer.getvalue()


def _written(value: Cell) -> str:
    """A cell's text; empty for None and NaN."""
    if isinstance(value, str):
        line = re.sub(r"[\n\t]+", " ", visible(value))
        return _FORMULA.sub(r"\1\2'", line)
    if value is None or value != value:
        return ""
    return f"{float(value):.4f}".rstrip("0").rstrip(".")
