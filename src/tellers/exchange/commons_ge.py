"""A British general election from the Commons Library's files: constituencies, candidacies, and an earlier poll.

The files are those a person downloads: "results by constituency" and "results by candidate" of one year, and for the
basis the same two (or the first alone) of the year before, or notional results.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from tellers.errors import Problem
from tellers.exchange.commons_files import (
    Candidacy,
    SeatFile,
    check_seat,
    party_of,
    read_candidacies,
    read_seats,
)
from tellers.exchange.commons_previous import EarlierPoll, kind_of, read_earlier
from tellers.exchange.commons_times import day_in_name, declaration_times, polling_day
from tellers.exchange.election_ids import ballot_id
from tellers.exchange.imported import Imported, Progress, refuse_all, sources_text
from tellers.exchange.uk_parties import PartyBook
from tellers.pack import PackSource
from tellers.pack.contests import unique_ids
from tellers.pack.tables import Table, problem
from tellers.record import (
    Area,
    Basis,
    Body,
    Candidate,
    Contest,
    CountState,
    Declared,
    Election,
    Event,
    PreviousArea,
    PreviousFigure,
    Source,
)
from tellers.terms import AreaId, BasisId, BodyId, CandidateId, ContestId, PartyId

BODY = BodyId("house-of-commons")
SPEAKER = PartyId("spk")
LIBRARY = PackSource(
    id="commons-library",
    name="House of Commons Library, general election results",
    kind="official",
    link="https://commonslibrary.parliament.uk/type/research-briefing/",
    licence="Open Parliament Licence v3.0 (contains Parliamentary information licensed under it)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonsOptions:
    """What the files do not say.

    Args:
        polling_day: None where the declaration times tell it.
        postponed: Polls held on another day than the rest, by the constituency's name: their own polling day.
        basis_name: What the earlier poll is called, for instance "general election of 2017".
        basis_author: Whose estimate it is, where it is notional.
        times_basis: What kind of source the declaration times are from.
    """

    id: str | None = None
    polling_day: date | None = None
    postponed: tuple[tuple[str, date], ...] = ()
    basis_id: str | None = None
    basis_name: str | None = None
    basis_author: str | None = None
    times_basis: Literal["official", "press", "estimated"] = "press"
    times_source: PackSource | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """This election's two files."""

    seats: SeatFile
    candidacies: Table
    by_seat: dict[str, list[Candidacy]]


def import_commons(
    files: Iterable[Path],
    *,
    previous: Iterable[Path] = (),
    times: Path | None = None,
    options: CommonsOptions | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Return a general election from the Library's files; which file is which is told by its header.

    Args:
        files: The constituencies and the candidacies of one year, in any order.
        previous: An earlier poll's constituencies, with or without its candidacies, or notional results.
        times: A file with the columns ons_id and declared_at_utc; else the constituencies' own times are used.
        progress: Called for each constituency.

    Raises:
        InputError: With every problem of every file; then nothing is imported.
    """
    options = options or CommonsOptions()
    problems: list[Problem] = []
    read = _read(tuple(files), problems)
    refuse_all(problems)
    assert read is not None
    at = declaration_times(read.seats, times, problems)
    day = options.polling_day or polling_day(at.values()) or day_in_name(read.seats.table.file)
    if day is None:
        wanted = "the polling day, because the files tell neither a time nor, in their names, a year"
        problems.append(problem("date", "no date", wanted, "Give it with --date.", file=read.seats.table.file))
    refuse_all(problems)
    assert day is not None
    stand = {c.abbreviation for rows in read.by_seat.values() for c in rows}
    # The Brexit Party was renamed Reform UK in 2021: it is one registered party.
    book = PartyBook.new({"BRX": "RUK"} if "RUK" in stand and "BRX" not in stand else None)
    contests = _contests(read, day, dict(options.postponed), book, problems)
    earlier = read_earlier(tuple(previous), book, problems) if (previous := tuple(previous)) else None
    bases = () if earlier is None else (_basis(earlier, read, contests, options, day, problems),)
    refuse_all(problems)
    if any("UCUNF" in (seat.first, seat.second) for seat in read.seats.seats):
        book.rename(PartyId("uup"), "Ulster Conservatives and Unionists - New Force", "UCUNF")
    election = Election(
        id=options.id or f"ge-{day.year}",
        name=f"United Kingdom general election, {day.day} {day:%B %Y}",
        date=day,
        time_zone="Europe/London",
        languages=("en",),
        parties=book.ordered(),
        areas=tuple(
            Area(id=AreaId(seat.id), name=seat.name, electorate=seat.electorate, region=seat.region or None)
            for seat in read.seats.seats
        ),
        contests=contests,
        bodies=(_body(contests, bases),),
        bases=bases,
    )
    events = tuple(_events(election, read, at, options, progress))
    sources = (LIBRARY, *((options.times_source,) if options.times_source else ()))
    return Imported(election=election, events=events, source=_source(sources, options), sources=sources)


def _read(files: tuple[Path, ...], problems: list[Problem]) -> _Read | None:
    kinds = {path: kind_of(path, problems) for path in files}
    if problems:
        return None
    seats = [path for path, kind in kinds.items() if kind == "seats"]
    candidacies = [path for path, kind in kinds.items() if kind == "candidacies"]
    if len(seats) != 1 or len(candidacies) != 1:
        found = f"{len(seats)} files of constituencies and {len(candidacies)} of candidacies"
        problems.append(problem("files", found, "one of each, of one year", "Give both files."))
        return None
    seat_file = read_seats(seats[0], problems)
    other = read_candidacies(candidacies[0], problems)
    if seat_file is None or other is None:
        return None
    table, by_seat = other
    known = {seat.id for seat in seat_file.seats}
    for id, rows in by_seat.items():
        if id not in known:
            found = f'"{id}" ({rows[0].row["Constituency name"]})'
            wanted = f"a constituency of {seat_file.table.file}"
            line = rows[0].row.line
            problems.append(problem("ONS ID", found, wanted, "Give files of one year.", file=table.file, line=line))
    book = PartyBook.new()
    for seat in seat_file.seats:
        if seat.id in by_seat:
            check_seat(seat_file.table, table, seat, by_seat[seat.id], book, problems)
        else:
            wanted = f"its candidates in {table.file}"
            where = seat_file.table.file
            problems.append(problem(seat.name, "none", wanted, "Add them.", file=where, line=seat.row.line))
    return _Read(seats=seat_file, candidacies=table, by_seat=by_seat)


def _contests(
    read: _Read, day: date, postponed: dict[str, date], book: PartyBook, problems: list[Problem]
) -> tuple[Contest, ...]:
    names = {seat.name for seat in read.seats.seats}
    for name in postponed:
        if name not in names:
            wanted = "the name of a constituency"
            problems.append(
                problem(name, f'"{name}"', wanted, "Write it as the file does.", file=read.seats.table.file)
            )
    contests = []
    for seat in read.seats.seats:
        rows = read.by_seat[seat.id]
        ids = unique_ids([(row.name, row.party_name) for row in rows])
        contests.append(
            Contest(
                id=ContestId(ballot_id("parl", postponed.get(seat.name, day), division=seat.name)),
                name=seat.name,
                areas=(AreaId(seat.id),),
                candidates=tuple(
                    Candidate(
                        id=CandidateId(id), name=row.name, party=party_of(row, seat, rows, book), incumbent=row.sitting
                    )
                    for id, row in zip(ids, rows, strict=True)
                ),
                body=BODY,
            )
        )
    return tuple(contests)


def _basis(
    earlier: EarlierPoll,
    read: _Read,
    contests: tuple[Contest, ...],
    options: CommonsOptions,
    day: date,
    problems: list[Problem],
) -> Basis:
    figures: list[PreviousFigure] = []
    areas: list[PreviousArea] = []
    by_name = {seat.name.casefold(): seat for seat in earlier.seats.values()}
    for seat, contest in zip(read.seats.seats, contests, strict=True):
        before = earlier.seats.get(seat.id) or by_name.get(seat.name.casefold())
        if before is None:
            wanted = f"{seat.name} ({seat.id}), because a basis covers every constituency"
            remedy = "Give the earlier poll on these boundaries: notional results, where the boundaries changed."
            problems.append(problem("previous", "no row", wanted, remedy, file=earlier.file))
            continue
        area = AreaId(seat.id)
        for party, name, votes in before.votes:
            figures.append(PreviousFigure(contest=contest.id, area=area, party=party, votes=votes, candidate=name))
        areas.append(
            PreviousArea(
                contest=contest.id,
                area=area,
                electorate=before.electorate,
                ballot_papers=before.ballot_papers,
                holder=before.holder,
            )
        )
    notional = earlier.kind == "notional"
    name = options.basis_name or ("notional results on these boundaries" if notional else "the last general election")
    return Basis(
        id=BasisId(options.basis_id or ("notional" if notional else "last")),
        name=name,
        kind=earlier.kind,
        author=options.basis_author or ("author not stated" if notional else None),
        source=LIBRARY.name,
        complete=earlier.complete,
        figures=tuple(figures),
        areas=tuple(areas),
    )


def _body(contests: tuple[Contest, ...], bases: tuple[Basis, ...]) -> Body:
    before = {}
    control = {}
    majority = len(contests) // 2 + 1
    for basis in bases:
        seats = Counter(area.holder for area in basis.areas if area.holder is not None)
        before[basis.id] = dict(seats.most_common())
        control[basis.id] = next((party for party, number in seats.items() if number >= majority), "noc")
    stood = {candidate.party for contest in contests for candidate in contest.candidates}
    return Body(
        id=BODY,
        name="House of Commons",
        seats=len(contests),
        before=before,
        control_before=control,
        elected="whole",
        speaker=SPEAKER if SPEAKER in stood else None,
    )


def _events(
    election: Election, read: _Read, at: dict[str, datetime], options: CommonsOptions, progress: Progress | None
) -> Iterable[Event]:
    postponed = dict(options.postponed)
    last = datetime.max.replace(tzinfo=UTC)
    # A seat whose poll was put off declares last, at a time that is not known: the file's own is a placeholder.
    seats = list(zip(read.seats.seats, election.contests, strict=True))
    # Of seats at one moment, the one that the file has first.
    rank = {id: place for place, id in enumerate(at)}
    seats.sort(key=lambda pair: (pair[0].name in postponed, at.get(pair[0].id, last), rank.get(pair[0].id, 0)))
    source = Source(name=LIBRARY.name, kind="official")
    number = 0
    for seat, contest in seats:
        if seat.name in postponed:
            number += 1
            yield CountState(
                id=f"{election.id}-{number:03}",
                contest=contest.id,
                area=seat.id,
                state="countermanded",
                source=source,
                note=f"The poll was put off; it was held on {postponed[seat.name].isoformat()}.",
            )
    for seat, contest in seats:
        number += 1
        rows = read.by_seat[seat.id]
        when = None if seat.name in postponed else at.get(seat.id)
        votes: dict[str, int | None] = {c.id: row.votes for c, row in zip(contest.candidates, rows, strict=True)}
        most = max(row.votes for row in rows)
        winners = tuple(id for id, number_of in votes.items() if number_of == most)
        yield Declared(
            id=f"{election.id}-{number:03}",
            contest=contest.id,
            area=seat.id,
            announced_at=when,
            announced_basis=None if when is None else options.times_basis,
            source=source,
            votes=votes,
            valid_votes=seat.valid,
            rejected_ballots=seat.invalid,
            elected=winners if len(winners) == 1 else None,
        )
        if progress is not None:
            progress(1)


def _source(sources: tuple[PackSource, ...], options: CommonsOptions) -> str:
    notes = (
        "Votes, electorates, valid and invalid votes, and members elected: the Library's files. Each row was footed: "
        "candidates against valid votes, first and second party, majority, and each party's column.",
        "A candidate's `incumbent` is the Library's \"Sitting MP\": a member of the last Parliament, for any seat.",
        "Labour and Co-operative candidates are counted as Labour, and Scottish and Northern Ireland Greens as Green, "
        "as the Library counts them; the Speaker stands as `spk`.",
        "A change is measured against the file named in `[bases]` of election.toml.",
        *options.notes,
    )
    return sources_text(sources, notes)
