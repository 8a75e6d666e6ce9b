"""What the reading commands share: a night by name, folder or URL, and the moment of it that is asked for."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click
from click.shell_completion import CompletionItem

from tellers.edition import Edition, advance, latest, start
from tellers.errors import LookupProblem, Problem
from tellers.pack import bundled_nights, find_night, read_pack
from tellers.record import Area, Contest, Election, Event

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """An election and the events of its night so far."""

    election: Election
    events: Sequence[Event]


class NightParameter(click.ParamType[str]):
    """A night's name, with the bundled nights offered on tab."""

    name = "night"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        names = [CompletionItem(name) for name in bundled_nights() if name.startswith(incomplete)]
        return [*names, CompletionItem(incomplete, type="dir")]


def open_night(name: str) -> Night:
    """Return the night that a user named: a bundled one, a pack folder, or a database URL.

    Raises:
        TellersError: There is none, or it cannot be read.
    """
    if "://" in name or name.startswith("memory:"):
        from tellers.cli.database import open_database_night

        return open_database_night(name)
    pack = read_pack(find_night(name))
    return Night(election=pack.election, events=tuple(pack.events()))


def night_argument(command: _Command) -> _Command:
    """Add the NIGHT argument."""
    return click.argument("night", type=NightParameter())(command)


def moment_options(command: _Command) -> _Command:
    """Add --after, --at, --before and --json."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print JSON, as the contract has it."),
        click.option(
            "--before", metavar="AREA", help="The last edition in which that area's votes were not yet known."
        ),
        click.option("--at", metavar="TIME", help="The edition at a time: HH:MM on the night, or ISO 8601."),
        click.option("--after", default="last", metavar="N", help="The edition after event N; first, or last."),
    ):
        command = option(command)
    return command


def edition_at(night: Night, *, after: str = "last", at: str | None = None, before: str | None = None) -> Edition:
    """Return the edition asked for.

    Raises:
        LookupProblem: There is no such event, time or area, or more than one moment was asked for.
    """
    if sum((after != "last", at is not None, before is not None)) > 1:
        raise LookupProblem(
            Problem(
                where="moment",
                found="more than one of --after, --at and --before",
                wanted="one of them",
                remedy="Leave the others out.",
            )
        )
    if before is not None:
        return _before(night, before)
    if at is not None:
        moment = parse_time(at, night.election)
        if night.events and all(event.announced_at is None for event in night.events):
            raise LookupProblem(
                Problem(
                    where="--at",
                    found=f"no event of {night.election.id} whose time is known",
                    wanted="a night that says when it was announced",
                    remedy="Use --after or --before.",
                )
            )
        return latest(night.election, _until(night.events, moment))
    return latest(night.election, night.events[: _number(after, len(night.events))])


def _number(after: str, events: int) -> int:
    if after == "last":
        return events
    if after == "first":
        return min(1, events)
    if after.isdecimal() and len(after) <= 18 and int(after) <= events:
        return int(after)
    raise LookupProblem(
        Problem(
            where="--after",
            found=f'"{after}"',
            wanted=f"first, last, or the number of an event, 0 to {events}",
            remedy="`tellers log NIGHT` shows the numbers.",
        )
    )


def _until(events: Iterable[Event], moment: datetime) -> list[Event]:
    """Return the events up to the last one announced by the moment; those of unknown time keep their place."""
    kept: list[Event] = []
    waiting: list[Event] = []
    for event in events:
        waiting.append(event)
        if event.announced_at is None:
            continue
        if event.announced_at > moment:
            return kept
        kept += waiting
        waiting = []
    return kept + waiting


def parse_time(text: str, election: Election) -> datetime:
    """Return a moment from ISO 8601, or from HH:MM in the election's time zone on the night that begins on its date.

    A clock time before noon is of the day after the poll, for that is when a night is counted.
    """
    zone = ZoneInfo(election.time_zone)
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    except ValueError:
        pass
    try:
        clock = time.fromisoformat(text)
        if clock.tzinfo is not None:
            raise ValueError("a clock time is of the election's zone")
    except ValueError:
        raise LookupProblem(
            Problem(
                where="--at",
                found=f'"{text}"',
                wanted="a time: 2024-07-05T01:30, or 01:30 on the night",
                remedy="Write the date and the time.",
            )
        ) from None
    day = election.date if clock.hour >= 12 else date.fromordinal(election.date.toordinal() + 1)
    return datetime.combine(day, clock, tzinfo=zone)


def _before(night: Night, name: str) -> Edition:
    """Return the last edition in which no contest's votes spoke for the area."""
    area = find_area(night.election, name)
    contests = [c for c in night.election.contests if area.id in night.election.area_sets[c.id]]
    edition = best = start(night.election)
    for event in night.events:
        edition = advance(edition, event)
        if all(area.id in edition.standing(contest).not_in for contest in contests):
            best = edition
    return best


def find_area(election: Election, name: str) -> Area:
    """Return the area with this id or name.

    Raises:
        LookupProblem: There is none, or several share the name.
    """
    return _find(name, [(a.id, a.name, a) for a in election.areas], "area", election.id)


def find_contest(election: Election, name: str | None) -> Contest:
    """Return the contest with this id or name, or that of the area so named; the only one where none is named.

    Raises:
        LookupProblem: There is none, or several share the name.
    """
    if name is None:
        return election.only_contest()
    rows = [(c.id, c.name, c) for c in election.contests]
    by_area = [(c.areas[0], election.area_by_id[c.areas[0]].name, c) for c in election.contests if len(c.areas) == 1]
    return _find(name, [*rows, *(row for row in by_area if row[1] != row[2].name)], "contest", election.id)


_Found = TypeVar("_Found")


def _find(name: str, rows: Iterable[tuple[str, str, _Found]], what: str, where: str) -> _Found:
    rows = list(rows)
    wanted = name.casefold()
    found = [value for id, _, value in rows if id == name]
    found = found or [value for _, label, value in rows if label.casefold() == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(id for id, label, _ in rows if label.casefold() == wanted)
        raise LookupProblem(
            Problem(
                where=where, found=f'"{name}", the name of {len(found)}', wanted=f"one {what}", remedy=f"Use: {ids}."
            )
        )
    near = difflib.get_close_matches(name, [label for _, label, _ in rows], n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Use an id or a name of an {what} of this night."
    raise LookupProblem(
        Problem(where=where, found=f'no {what} "{name}"', wanted=f"one of {len(rows)}, by id or name", remedy=hint)
    )
