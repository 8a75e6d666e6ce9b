"""When constituencies declared, and on which day they voted, as the Library's files and their names tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tellers.errors import Problem
from tellers.exchange.commons_files import Seat, SeatFile
from tellers.pack.tables import Table, problem, read_table

LONDON = ZoneInfo("Europe/London")
_TIMES = ("ons_id", "declared_at_utc")
_POLLING_DAYS = {
    2010: date(2010, 5, 6),
    2015: date(2015, 5, 7),
    2017: date(2017, 6, 8),
    2019: date(2019, 12, 12),
    2024: date(2024, 7, 4),
}


def declaration_times(seats: SeatFile, path: Path | None, problems: list[Problem]) -> dict[str, datetime]:
    """Return when each seat declared, in UTC: from the file of times, else from the seats' own column in local time."""
    at: dict[str, datetime] = {}
    if path is None:
        for seat in seats.seats:
            when = _local(seat, seats.table, problems)
            if when is not None:
                at[seat.id] = when
        return at
    table = read_table(path, problems, required=_TIMES)
    known = {seat.id for seat in seats.seats}
    for row in table.rows if table is not None else ():
        assert table is not None
        id, text = row["ons_id"], row["declared_at_utc"]
        where = row["constituency"] or id
        if id not in known or id in at:
            found = f'"{id}"' + (" a second time" if id in at else "")
            problems.append(
                problem(where, found, "each constituency once", "Mend the code.", file=table.file, line=row.line)
            )
            continue
        try:
            when = datetime.fromisoformat(text)
            at[id] = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
        except ValueError:
            if text:
                wanted = "a time in UTC such as 2024-07-04T22:17:54Z, or a blank"
                problems.append(problem(where, f'"{text}"', wanted, "Write it so.", file=table.file, line=row.line))
    return at


def _local(seat: Seat, table: Table, problems: list[Problem]) -> datetime | None:
    if not seat.declared:
        return None
    for form in ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"):
        try:
            return datetime.strptime(seat.declared, form).replace(tzinfo=LONDON).astimezone(UTC)
        except ValueError:
            continue
    wanted = "a local time such as 07/05/2010 03:05, or a blank"
    found = f'"{seat.declared}"'
    problems.append(problem(seat.name, found, wanted, "Write it so.", file=table.file, line=seat.row.line))
    return None


def polling_day(times: Iterable[datetime]) -> date | None:
    """Return polling day: the day on which polls closed before the first declaration."""
    first = min(times, default=None)
    if first is None:
        return None
    local = first.astimezone(LONDON)
    return local.date() if local.hour >= 22 else local.date() - timedelta(days=1)


def day_in_name(file: str) -> date | None:
    """Return the polling day of the year in a file's name, for files that have no times."""
    years = set(re.findall(r"(?<!\d)20\d\d(?!\d)", Path(file).name))
    return _POLLING_DAYS.get(int(years.pop())) if len(years) == 1 else None
