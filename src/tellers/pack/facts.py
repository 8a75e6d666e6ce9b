"""The facts beside a pack, for the copy check: one way to load them for the command, the desk and `POST /check`."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from tellers.check import Fact, History, parse_facts
from tellers.edition import Edition
from tellers.errors import LookupProblem
from tellers.pack.nights import find_night

FILE = "facts.csv"


def night_history(made: Iterable[Edition], *packs: str | None) -> History:
    """Return a night as the copy check reads it: its editions, its time zone and the facts beside its pack.

    Args:
        made: Its editions in order, edition 0 first.
        packs: Where its pack may be: a bundled night's name or a folder; the first that there is counts. A log in a
            database has its election's id for a name, which is that of a bundled night or of none.

    Raises:
        PackError: The facts cannot be read.
    """
    editions = tuple(made)
    election = editions[0].election
    return History(editions, facts=night_facts(*packs, election.id), zone=ZoneInfo(election.time_zone))


def night_facts(*packs: str | None) -> tuple[Fact, ...]:
    """Return the facts beside the first of the packs that there is; none where there is no pack or it has none.

    Raises:
        PackError: They cannot be read.
    """
    for pack in packs:
        if pack is None or "://" in pack or pack.startswith("memory:"):
            continue
        try:
            path = find_night(pack) / FILE
        except LookupProblem:
            continue
        return parse_facts(path.read_text(encoding="utf-8"), str(path)) if path.is_file() else ()
    return ()
