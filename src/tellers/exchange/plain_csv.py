"""Anyone's election from one spreadsheet: a row to each candidate in each area, or a row to each area.

Long: the columns area, candidate, votes, and if wanted party, contest and what is known of the area.
Wide: the column area, and a column to each candidate headed "Name" or "Name (Party)".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tellers.errors import Problem
from tellers.exchange.imported import Imported, Progress, refuse_all, sources_text
from tellers.exchange.plain_sheet import Place, read_sheets, read_times
from tellers.pack import PackSource
from tellers.pack.contests import slug, unique_ids
from tellers.pack.rules import is_rule
from tellers.pack.tables import problem
from tellers.record import (
    Area,
    Basis,
    Candidate,
    Contest,
    Declared,
    Election,
    Event,
    Party,
    PreviousArea,
    PreviousFigure,
    Source,
)
from tellers.terms import AreaId, BasisId, CandidateId, ContestId, PartyId


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvOptions:
    """What the spreadsheet does not say.

    Args:
        test: The election is invented or a rehearsal, and every page says so.
        source: Where the figures come from, and the licence.
    """

    id: str | None = None
    name: str | None = None
    polling_day: date | None = None
    time_zone: str = "UTC"
    rule: str = "first_past_the_post"
    basis_name: str = "the last poll"
    test: bool = False
    source: str | None = None
    licence: str | None = None


def import_csv(
    files: Iterable[Path],
    *,
    previous: Iterable[Path] = (),
    times: Path | None = None,
    options: CsvOptions | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Return an election from spreadsheets saved as CSV.

    A blank for votes is not known: an area with nothing but blanks has not declared, so the same sheet makes the
    pack before the night.

    Args:
        previous: The earlier election in the same form; areas are matched by name or id, parties by name.
        times: A sheet with the columns area and declared_at.

    Raises:
        InputError: With every problem of every file; then nothing is imported.
    """
    options = options or CsvOptions()
    problems: list[Problem] = []
    files = tuple(files)
    zone = _zone(options, problems)
    places = read_sheets(files, zone, problems, progress)
    earlier = read_sheets(previous, zone, problems, progress)
    if times is not None:
        read_times(times, places, zone, problems)
    if options.polling_day is None:
        found = "no polling day"
        problems.append(
            problem("date", found, "the day, such as 2027-05-06", "Give it with --date.", file=str(files[0]))
        )
    if not is_rule(options.rule):
        found = f'an unknown rule "{options.rule}"'
        problems.append(problem("--rule", found, "a rule that `tellers rules` lists", "Use one of them."))
    refuse_all(problems)
    assert options.polling_day is not None
    name = options.name or files[0].stem.replace("_", " ").replace("-", " ")
    id = options.id or slug(name) or "election"
    parties = _parties([*places, *earlier])
    contests, ids = _contests(id, name, places, options)
    basis = _basis(contests, places, earlier, options)
    source = PackSource(
        id="sheet",
        name=options.source or f"Spreadsheet: {', '.join(path.name for path in files)}",
        kind="official" if options.source else "other",
        licence=options.licence,
    )
    election = Election(
        id=id,
        name=name,
        date=options.polling_day,
        time_zone=options.time_zone,
        parties=tuple(Party(id=key, name=text, short=text) for key, text in parties.items()),
        areas=_areas(places),
        contests=contests,
        bases=basis,
        test=options.test,
    )
    events = tuple(_events(election, places, ids, source))
    notes = ("Areas without a figure have not declared. Totals given were held against the candidates' votes.",)
    return Imported(election=election, events=events, source=sources_text((source,), notes), sources=(source,))


def _zone(options: CsvOptions, problems: list[Problem]) -> ZoneInfo:
    try:
        return ZoneInfo(options.time_zone)
    except (KeyError, ValueError, OSError):
        wanted = 'an IANA time zone such as "Europe/London"'
        problems.append(problem("--time-zone", f'"{options.time_zone}"', wanted, "Use the name of the place's zone."))
        return ZoneInfo("UTC")


def _parties(places: list[Place]) -> dict[PartyId, str]:
    names = dict.fromkeys(party for place in places for _, party in place.votes if party)
    return {PartyId(slug(name) or name): name for name in names}


def _areas(places: list[Place]) -> tuple[Area, ...]:
    areas: dict[str, Area] = {}
    for place in places:
        if place.id not in areas:
            areas[place.id] = Area(
                id=AreaId(place.id), name=place.area, electorate=place.numbers.get("electorate"), region=place.region
            )
    return tuple(areas.values())


def _contests(
    id: str, name: str, places: list[Place], options: CsvOptions
) -> tuple[tuple[Contest, ...], dict[str, dict[tuple[str, str], CandidateId]]]:
    """Return the contests in the sheet's order, and each one's candidates' ids."""
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(place.contest, []).append(place)
    contests = []
    ids = {}
    for label, members in groups.items():
        stood = list(dict.fromkeys(who for place in members for who in place.votes))
        own = dict(zip(stood, map(CandidateId, unique_ids(stood)), strict=True))
        ids[label] = own
        seats = max(place.seats or 1 for place in members)
        block = options.rule == "block_vote" or (options.rule == "first_past_the_post" and seats > 1)
        contests.append(
            Contest(
                id=ContestId(f"{id}.{slug(label)}" if label else id),
                name=label or name,
                rule="block_vote" if block else options.rule,
                seats=seats,
                marks=seats if block else 1,
                areas=tuple(AreaId(place.id) for place in members),
                candidates=tuple(
                    Candidate(id=own[who], name=who[0], party=PartyId(slug(who[1])) if who[1] else None)
                    for who in stood
                ),
            )
        )
    return tuple(contests), ids


def _basis(
    contests: tuple[Contest, ...], places: list[Place], earlier: list[Place], options: CsvOptions
) -> tuple[Basis, ...]:
    if not earlier:
        return ()
    labels = list(dict.fromkeys(place.contest for place in places))
    by_label = dict(zip(labels, contests, strict=True))
    known = {(place.contest, name): place for place in places for name in (place.id, place.area)}
    figures: list[PreviousFigure] = []
    areas: list[PreviousArea] = []
    for old in earlier:
        place = known.get((old.contest, old.id)) or known.get((old.contest, old.area))
        if place is None:
            continue  # An area that is not there any more is no basis for any that is.
        contest = by_label[place.contest]
        for (name, party), votes in old.votes.items():
            if votes is not None and party:
                figures.append(
                    PreviousFigure(
                        contest=contest.id,
                        area=AreaId(place.id),
                        party=PartyId(slug(party)),
                        votes=votes,
                        candidate=name,
                    )
                )
        numbers = old.numbers
        areas.append(
            PreviousArea(
                contest=contest.id,
                area=AreaId(place.id),
                electorate=numbers.get("electorate"),
                ballot_papers=numbers.get("ballot_papers"),
            )
        )
    basis = Basis(
        id=BasisId("last"), name=options.basis_name, kind="last_poll", figures=tuple(figures), areas=tuple(areas)
    )
    return (basis,)


def _events(
    election: Election, places: list[Place], ids: dict[str, dict[tuple[str, str], CandidateId]], sheet: PackSource
) -> Iterator[Event]:
    contests = dict(zip(dict.fromkeys(place.contest for place in places), election.contests, strict=True))
    source = Source(name=sheet.name, kind=sheet.kind)  # type: ignore[arg-type]
    last = datetime.max.replace(tzinfo=UTC)
    number = 0
    for place in sorted(places, key=lambda place: place.declared_at or last):
        votes: dict[str, int | None] = {ids[place.contest][who]: number for who, number in place.votes.items()}
        if all(known is None for known in votes.values()):
            continue
        number += 1
        yield Declared(
            id=f"{election.id}-{number:05}",
            contest=contests[place.contest].id,
            area=place.id,
            announced_at=place.declared_at,
            announced_basis="official" if place.declared_at is not None else None,
            source=source,
            votes={id: known for id, known in votes.items() if known is not None},
            ballot_papers=place.numbers.get("ballot_papers"),
            valid_votes=place.numbers.get("total"),
            rejected_ballots=place.numbers.get("rejected"),
            elected=tuple(ids[place.contest][who] for who in place.elected) or None,
        )
