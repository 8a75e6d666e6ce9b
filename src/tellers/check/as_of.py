"""The moment that a story speaks of, from the words of a person or a program."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo

from tellers.check.checking import AsOf
from tellers.check.history import History
from tellers.errors import LookupProblem, Problem
from tellers.record import Election
from tellers.terms import AreaId


def parse_as_of(text: str, history: History, *, where: str = "--as-of") -> AsOf:
    """Return the moment that words name, None for blank ones.

    Args:
        text: `first`, `last`, an edition's number, a day, a time (23:40 of the night, or ISO 8601), or `before AREA`.
        where: What a refusal calls it.

    Raises:
        LookupProblem: They name none; the message says what would.
    """
    words = text.strip()
    if not words:
        return None
    if words in ("first", "last"):
        return min(1, history.last) if words == "first" else history.last
    if words.isascii() and words.isdecimal():
        return _numbered(words, history, where)
    if words.lower().startswith(("before ", "before:")):
        return _before(words[7:].strip(), history, where)
    try:
        return date.fromisoformat(words)
    except ValueError:
        pass
    found = _time(words, history.election, history.zone)
    if found is None:
        refused = f'"{words[:80]}"'
        wanted = 'first, last, an event\'s number, a day, a time (2024-07-05T01:30, or 01:30), or "before AREA"'
        raise LookupProblem(Problem(where=where, found=refused, wanted=wanted, remedy="Write it as one of these."))
    return found


def _numbered(words: str, history: History, where: str) -> int:
    if len(words) > 9 or int(words) > history.last:
        found, wanted = f'"{words[:20]}"', f"the number of an edition, 0 to {history.last}"
        raise LookupProblem(Problem(where=where, found=found, wanted=wanted, remedy="Use one that there is by now."))
    return int(words)


def _before(name: str, history: History, where: str) -> int:
    """Return the last edition in which no contest's votes spoke for the area."""
    area = _area(name, history.election, where)
    contests = [c for c in history.election.contests if area in history.election.area_sets[c.id]]
    for edition in reversed(history.editions):
        if all(area in edition.standing(contest).not_in for contest in contests):
            return edition.number
    return history.editions[0].number


def _area(name: str, election: Election, where: str) -> AreaId:
    wanted = name.casefold()
    found = [a.id for a in election.areas if a.id == name] or [
        a.id for a in election.areas if a.name.casefold() == wanted
    ]
    if len(found) == 1:
        return found[0]
    said = f'no area "{name[:80]}"' if not found else f'"{name[:80]}", the name of {len(found)} areas'
    names = ", ".join(a.name for a in election.areas[:7]) + (" …" if len(election.areas) > 7 else "")
    remedy = f"Use: {', '.join(found)}." if found else f"Use one of: {names}"
    raise LookupProblem(Problem(where=where, found=said, wanted="one area of the night, by id or name", remedy=remedy))


def _time(words: str, election: Election, zone: tzinfo | None) -> datetime | None:
    """Return a time; one of day alone is of the night that begins on the election's date, and before noon of the next
    day, for that is when a night is counted."""
    try:
        moment = datetime.fromisoformat(words)
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    except ValueError:
        pass
    try:
        clock = time.fromisoformat(words)
    except ValueError:
        return None
    day = election.date if clock.hour >= 12 else date.fromordinal(election.date.toordinal() + 1)
    return None if clock.tzinfo is not None else datetime.combine(day, clock, tzinfo=zone)
