"""When a submission was handed in, as its file ``timestamp.txt`` says.

nbgrader reads such a file with `dateutil`, which takes an unknown name of a zone for UTC,
``+0200`` for 200 seconds, and a missing date for today's. Here a time counts as written, or
it is unreadable, with its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from dateutil import parser
from dateutil.utils import default_tzinfo

from course.text import encodable

#: A longer file is no time.
MAX_BYTES = 300
#: Names of zones that RFC 2822 defines; in other parts of the world some mean another zone.
_RFC_2822 = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_EXPECTED = "expected a time such as 2026-11-27 23:59:00 UTC or 2026-11-27T23:59:00+01:00"


class _Unreadable(ValueError):
    """A text says no time; the message says why."""


@dataclass(frozen=True)
class Timestamp:
    """What the file says.

    Attributes
    ----------
    text : str
        The file's text; empty if there is none, or if it can't be read.
    moment : datetime or None
        The time in UTC, without a zone, as the gradebook keeps it.
    problem : str
        Why there is a file and no time, if that is so.
    """

    text: str = ""
    moment: datetime | None = None
    problem: str = ""


def read(path: Path, local: str = "UTC") -> Timestamp:
    """The time in the file at `path`; at most `MAX_BYTES` of it are read.

    Parameters
    ----------
    local : str
        The zone of the exchange, whose abbreviations count first (CET, CEST and the like).
    """
    try:
        if path.is_symlink():
            raise _Unreadable("it is a symbolic link")
        if not path.exists():
            return Timestamp()
        if not path.is_file():
            raise _Unreadable("it is not a file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        text = _decoded(content)
        return Timestamp(text, parse(text, local))
    except (_Unreadable, OSError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        return Timestamp(problem=f"{path.name} can't be read ({reason})")


def parse(text: str, local: str = "UTC") -> datetime:
    """The time that a text says, in UTC and without a zone; a text without a zone means UTC.

    Raises
    ------
    ValueError
        If it says no time, not a whole one, one of several, or names an unknown zone.
    """
    text, zone = _split_zone(text.strip())
    text = re.sub(r"(?<![a-z])(utc|gmt|z)$", lambda found: found[0].upper(), text)
    # dateutil reads "UTC+2" as POSIX does, with the opposite sign.
    text = re.sub(r"\s?(?:UTC|GMT)\s?([+-])(\d{1,2})(:?\d\d)?$", _padded, text)
    named: list[str] = []
    either = () if re.match(r"\d{4}\D", text) else (True,)  # a year first is followed by a month

    def resolve(name: str | None, offset: int | None) -> tzinfo:
        if offset is not None:
            return timezone(timedelta(seconds=offset))
        named.append(name or "")
        return timezone.utc

    try:
        # What is missing is taken from the default, and so differs; so does what may be a month.
        found = [
            parser.parse(text, default=default, dayfirst=dayfirst, tzinfos=resolve)
            for default in (datetime(2000, 1, 1, 1), datetime(2001, 2, 2, 2))
            for dayfirst in (False, *either)
        ]
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError) as error:
        raise _Unreadable(f"{_shown(text)!r} is no time; {_EXPECTED}") from error
    first = found[0]
    if any(other != first for other in found):
        raise _Unreadable(f"{_shown(text)!r} does not say one day and time; {_EXPECTED}")
    if zone is None and named and named[-1]:
        zone = _zone(named[-1], first.replace(tzinfo=None), local)
    if zone is not None and (named or first.tzinfo is None):
        first = first.replace(tzinfo=zone)
    try:
        return default_tzinfo(first, timezone.utc).astimezone(timezone.utc).replace(tzinfo=None)
    except OverflowError as error:
        raise _Unreadable(f"{_shown(text)!r} is out of range; {_EXPECTED}") from error


def _padded(found: re.Match[str]) -> str:
    return f" {found[1]}{found[2]:0>2}{found[3] or ''}"


def _decoded(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise _Unreadable(f"it has more than {MAX_BYTES} bytes; {_EXPECTED}")
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))  # as Windows PowerShell writes it
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig").strip()
    except UnicodeDecodeError:
        raise _Unreadable(f"it is not text in UTF-8; {_EXPECTED}") from None
    if not text:
        raise _Unreadable(f"it is empty; {_EXPECTED}")
    return text


def _split_zone(text: str) -> tuple[str, tzinfo | None]:
    """A text without the name of its zone (``Europe/Madrid``), and that zone, if it has one."""
    found = re.search(r"(?:\s|\s?\[)([A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+)\]?$", text)
    if not found:
        return text, None
    if found[1] not in available_timezones():
        raise _Unreadable(f"the zone {_shown(found[1])!r} is unknown; {_EXPECTED}")
    return text[: found.start()], ZoneInfo(found[1])


def _zone(name: str, when: datetime, local: str) -> tzinfo:
    """The zone that an abbreviation means: the exchange's own, RFC 2822's, or the only one."""
    own = _offsets(when.year, (local,) if local in available_timezones() else ()).get(name)
    if own is not None and len(own) == 1:
        return timezone(next(iter(own)))
    if name in _RFC_2822:
        return timezone(timedelta(hours=_RFC_2822[name]))
    offsets = _offsets(when.year, tuple(sorted(available_timezones()))).get(name, frozenset())
    if len(offsets) == 1:
        return timezone(next(iter(offsets)))
    what = "can mean several zones" if offsets else "is unknown"
    raise _Unreadable(f"the zone {_shown(name)!r} {what}; {_EXPECTED}")


@lru_cache(maxsize=8)
def _offsets(year: int, zones: tuple[str, ...]) -> dict[str, frozenset[timedelta]]:
    """The distances from UTC that each abbreviation has in a year, in these zones."""
    found: dict[str, set[timedelta]] = {}
    for name in zones:
        for month in (1, 7):
            moment = datetime(year, month, 1, tzinfo=ZoneInfo(name))
            short, offset = moment.tzname(), moment.utcoffset()
            if short and offset is not None:
                found.setdefault(short, set()).add(offset)
    return {name: frozenset(offsets) for name, offsets in found.items()}


def _shown(text: str) -> str:
    text = "".join(c for c in encodable(text) if c.isprintable())
    return text if len(text) <= 60 else text[:59] + "…"
