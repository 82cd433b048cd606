"""Access to a gradebook that other programs use, too: wait for them, or say what is wrong."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, event, make_url
from sqlalchemy.exc import DatabaseError, IntegrityError

from course.errors import CourseError

#: How long a gradebook that another program is writing to is waited for.
WAIT_SECONDS = 120.0
#: Time between two attempts.
PAUSE_SECONDS = 0.5

Notice = Callable[[str], None]
T = TypeVar("T")


class GradebookUnavailable(CourseError):
    """The gradebook can't be used, whatever the submission; the message says why."""

    status = 1


class GradebookLocked(GradebookUnavailable):
    """Another program has locked the gradebook, perhaps for a moment only."""


def no_notice(text: str) -> None:
    """Say nothing."""


def patiently(work: Callable[[], T], notice: Notice = no_notice) -> T:
    """Do some work, again and again while another program locks the gradebook.

    Parameters
    ----------
    work : callable
        Something that can be done again from its beginning.
    notice : callable
        Told once, as a sentence, that there is something to wait for.

    Raises
    ------
    GradebookUnavailable
        If it is locked for more than `WAIT_SECONDS`, or can't be written at all.
    """
    end = time.monotonic() + WAIT_SECONDS
    told = False
    while True:
        try:
            with translated():
                return work()
        except GradebookLocked as error:
            if time.monotonic() > end:
                raise GradebookUnavailable(
                    f"another program has locked the gradebook for {WAIT_SECONDS:.0f} s: end what "
                    "uses it (formgrader, another grading) and run this again; what has been run "
                    "is kept"
                ) from error
        if not told:
            notice("Waiting for the gradebook, which another program has locked …")
            told = True
        time.sleep(PAUSE_SECONDS)


@contextmanager
def translated() -> Iterator[None]:
    """Turn a database's own errors into `GradebookUnavailable`.

    An `IntegrityError` passes, since it is about what is written, not about the database.
    """
    try:
        yield
    except IntegrityError:
        raise
    except (DatabaseError, sqlite3.DatabaseError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        kind = GradebookLocked if is_locked(reason) else GradebookUnavailable
        raise kind(f"the gradebook can't be used: {reason}") from error


def is_locked(message: str) -> bool:
    """Whether an error's message is SQLite's own for a lock that another program holds."""
    return re.search(r"\bdatabase (table )?is locked\b", message) is not None


def check_writable(address: str, notice: Notice = no_notice) -> None:
    """Wait until the gradebook at `address` can be written, if it is an SQLite file.

    Raises
    ------
    GradebookUnavailable
        If it can't be: nothing is changed then.
    """
    url = make_url(address)
    path = Path(url.database or "")
    if url.get_backend_name() != "sqlite" or not path.is_file():
        return

    def begin() -> None:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")

    patiently(begin, notice)


def lock_at_begin(engine: Engine) -> None:
    """Have an SQLite engine take its write lock when a transaction begins.

    Otherwise it takes the lock at the first change, and can fail between two of them; see
    SQLAlchemy's documentation of its SQLite dialect.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {PAUSE_SECONDS * 1000:.0f}")

    @event.listens_for(engine, "begin")
    def begin(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]
