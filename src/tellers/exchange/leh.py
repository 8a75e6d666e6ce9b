"""English local elections from the ward files of the Commons Library and the Local Elections Handbook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tellers.errors import Problem
from tellers.exchange.election_ids import ballot_id
from tellers.exchange.imported import Imported, Progress, refuse_all, sources_text
from tellers.exchange.leh_councils import CouncilTable, bodies, read_councils
from tellers.exchange.leh_files import Stood, Ward, WardFile, read_wards
from tellers.exchange.uk_parties import PartyBook
from tellers.pack import PackSource
from tellers.pack.contests import slug, unique_ids
from tellers.pack.tables import problem
from tellers.record import (
    Area,
    Basis,
    Body,
    Candidate,
    Contest,
    Declared,
    Election,
    Event,
    LotDrawn,
    PreviousArea,
    PreviousFigure,
    Source,
)
from tellers.terms import AreaId, BasisId, BodyId, CandidateId, ContestId, PartyId

HANDBOOK = PackSource(
    id="local-elections-handbook",
    name="House of Commons Library, local election results by candidate (Local Elections Handbook)",
    kind="official",
    link="https://commonslibrary.parliament.uk/",
    licence="Open Parliament Licence v3.0 (contains Parliamentary information licensed under it)",
)
# The Handbook's abbreviations, where they differ from the Library's.
_PARTIES = {"CON": "Con", "LAB": "Lab", "GREEN": "Green", "IND": "Ind", "ND": "Ind", "REF": "RUK", "WP": "WPB"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalOptions:
    """What the files do not say.

    Args:
        polling_day: None: the first Thursday of May of the year in the file, or else in its name.
        basis_name: What the earlier wards' file is called as a basis.
    """

    id: str | None = None
    polling_day: date | None = None
    basis_id: str | None = None
    basis_name: str | None = None
    notes: tuple[str, ...] = ()


def import_local(
    files: Iterable[Path],
    *,
    previous: Iterable[Path] = (),
    councils: Path | None = None,
    options: LocalOptions | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Return local elections from ward files, each ward a contest under block vote or first past the post.

    Args:
        files: Ward files of one year.
        previous: Ward files of an earlier year; wards are matched by their codes.
        councils: A table of councils' composition, for their seats and what they were before.
        progress: Called with the rows read.

    Raises:
        InputError: With every problem of every file; then nothing is imported.
    """
    options = options or LocalOptions()
    problems: list[Problem] = []
    read = _all(files, problems, progress)
    earlier = _all(previous, problems, progress)
    composition = None if councils is None else read_councils(councils, problems)
    refuse_all(problems)
    wards = [ward for file in read for ward in file.wards]
    day = options.polling_day or _polling_day(read, problems)
    _wards_once(read, problems)
    refuse_all(problems)
    assert day is not None
    book = PartyBook.new()
    body_ids = _body_ids(wards)
    taken: dict[ContestId, int] = {}
    contests = tuple(_contest(ward, day, body_ids, book, taken) for ward in wards)
    bases = _bases(earlier, wards, contests, options, book)
    election = Election(
        id=options.id or f"locals-{day.year}",
        name=f"Local elections in England, {day.day} {day:%B %Y}",
        date=day,
        time_zone="Europe/London",
        areas=tuple(Area(id=AreaId(w.code), name=w.name, electorate=w.electorate, region=w.council) for w in wards),
        contests=contests,
        bodies=_bodies(wards, body_ids, composition, book),
        bases=(*bases, *(composition.bases if composition is not None else ())),
        parties=book.ordered(),
    )
    sources = (HANDBOOK,)
    source = sources_text(sources, (*_notes(wards), *options.notes))
    return Imported(election=election, events=tuple(_events(election, wards)), source=source, sources=sources)


def _all(files: Iterable[Path], problems: list[Problem], progress: Progress | None) -> list[WardFile]:
    read = [read_wards(path, problems, progress) for path in files]
    return [file for file in read if file is not None]


def _polling_day(files: list[WardFile], problems: list[Problem]) -> date | None:
    """Return the ordinary day of local elections: the first Thursday of May (Representation of the People Act 1983)."""
    years = {file.year for file in files if file.year is not None}
    named = {int(year) for file in files for year in re.findall(r"(?<!\d)20\d\d(?!\d)", Path(file.file).name)}
    found = years or named
    if len(found) != 1:
        wanted = "the polling day, because the files do not tell their year"
        problems.append(problem("date", "no date", wanted, "Give it with --date.", file=files[0].file))
        return None
    first = date(found.pop(), 5, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7)


def _wards_once(files: list[WardFile], problems: list[Problem]) -> None:
    seen: dict[str, str] = {}
    for file in files:
        for ward in file.wards:
            if ward.code in seen:
                found = f"{ward.name} ({ward.code}), which is in {seen[ward.code]} as well"
                problems.append(
                    problem(ward.council, found, "each ward once", "Give one.", file=file.file, line=ward.line)
                )
            seen[ward.code] = file.file


def _body_ids(wards: list[Ward]) -> Mapping[str, BodyId]:
    """Return each council's id by its GSS code: its name, with the code where two councils share a name."""
    names = {ward.council_code: slug(ward.council) for ward in wards}
    shared = Counter(names.values())
    return {code: BodyId(name if shared[name] == 1 else f"{name}-{code.lower()}") for code, name in names.items()}


def _party(stood: Stood, book: PartyBook, *, earlier: bool = False) -> PartyId:
    short = _PARTIES.get(stood.party, stood.party)
    return book.earlier(short, stood.party) if earlier else book.meet(short, stood.party)


def _contest(
    ward: Ward, day: date, body_ids: Mapping[str, BodyId], book: PartyBook, taken: dict[ContestId, int]
) -> Contest:
    ids = unique_ids([(s.name, s.party) for s in ward.stood])
    id = ContestId(ballot_id("local", day, organisation=slug(ward.council), division=ward.name))
    taken[id] = taken.get(id, 0) + 1
    if taken[id] > 1:  # Two wards of one name in one council: the code tells them apart.
        id = ContestId(f"{id}.{ward.code.lower()}")
    return Contest(
        id=id,
        name=f"{ward.name}, {ward.council}",
        rule="first_past_the_post" if ward.vacancies == 1 else "block_vote",
        seats=ward.vacancies,
        marks=ward.vacancies,
        areas=(AreaId(ward.code),),
        candidates=tuple(
            Candidate(id=CandidateId(id), name=s.name, party=_party(s, book), incumbent=s.incumbent)
            for id, s in zip(ids, ward.stood, strict=True)
        ),
        body=body_ids[ward.council_code],
        all_candidates=ward.complete,
    )


def _bases(
    earlier: list[WardFile], wards: list[Ward], contests: tuple[Contest, ...], options: LocalOptions, book: PartyBook
) -> tuple[Basis, ...]:
    if not earlier:
        return ()
    before = {ward.code: ward for file in earlier for ward in file.wards}
    figures: list[PreviousFigure] = []
    areas: list[PreviousArea] = []
    for ward, contest in zip(wards, contests, strict=True):
        old = before.get(ward.code)
        if old is None or not old.complete:
            continue
        area = AreaId(ward.code)
        parties = [_party(s, book, earlier=True) for s in old.stood]
        for party, stood in zip(parties, old.stood, strict=True):
            if old.opposed:
                figures.append(
                    PreviousFigure(contest=contest.id, area=area, party=party, votes=stood.votes, candidate=stood.name)
                )
        areas.append(_held(contest, area, old, parties))
    year = earlier[0].year
    name = options.basis_name or (f"ward results of {year}" if year else "the wards' last poll")
    basis = Basis(
        id=BasisId(options.basis_id or (f"wards-{year}" if year else "wards")),
        name=f"{name}, where a ward of the same code was fought then",
        kind="last_poll",
        source=HANDBOOK.name,
        figures=tuple(figures),
        areas=tuple(areas),
    )
    return (basis,)


def _held(contest: Contest, area: AreaId, old: Ward, parties: list[PartyId]) -> PreviousArea:
    """Return who won a ward's seats then; one party holds what is up now only if it won them all."""
    won = Counter(party for party, stood in zip(parties, old.stood, strict=True) if stood.elected)
    return PreviousArea(
        contest=contest.id,
        area=area,
        electorate=old.electorate,
        holder=next(iter(won)) if len(won) == 1 else None,
        seats=dict(won),
    )


def _bodies(
    wards: list[Ward], body_ids: Mapping[str, BodyId], composition: CouncilTable | None, book: PartyBook
) -> tuple[Body, ...]:
    by_council: dict[str, list[Ward]] = {}
    for ward in wards:
        by_council.setdefault(ward.council_code, []).append(ward)
    named = {code: (body_ids[code], own[0].council) for code, own in by_council.items()}
    return bodies(composition, named, by_council, book)


def _events(election: Election, wards: list[Ward]) -> Iterator[Event]:
    """Yield the wards' declarations in the file's order: when each was declared is not known."""
    source = Source(name=HANDBOOK.name, kind="official")
    number = 0
    for ward, contest in zip(wards, election.contests, strict=True):
        number += 1
        votes: dict[str, int | None] = {c.id: s.votes for c, s in zip(contest.candidates, ward.stood, strict=True)}
        elected = tuple(c.id for c, s in zip(contest.candidates, ward.stood, strict=True) if s.elected)
        yield Declared(
            id=f"{election.id}-{number:04}",
            contest=contest.id,
            area=ward.code,
            source=source,
            votes=votes if ward.opposed else {},
            valid_votes=ward.total if ward.opposed and ward.vacancies == 1 else None,
            elected=elected,
            note=None if ward.opposed else "Elected unopposed: there was no poll.",
        )
        for lot in _lots(contest, ward):
            number += 1
            yield LotDrawn(
                id=f"{election.id}-{number:04}",
                contest=contest.id,
                area=ward.code,
                source=source,
                candidates=lot,
                winner=lot[0],
                note="The file shows equal votes and who was elected; that is how the tie is known.",
            )


def _lots(contest: Contest, ward: Ward) -> Iterator[tuple[str, ...]]:
    """Yield the ties that a lot decided, winner first: equal votes, of which some were elected and some not."""
    if not ward.opposed:
        return
    least = min(s.votes for s in ward.stood if s.elected)
    tied = [(c.id, s.elected) for c, s in zip(contest.candidates, ward.stood, strict=True) if s.votes == least]
    losers = [id for id, elected in tied if not elected]
    winners = [id for id, elected in tied if elected]
    if losers:
        for place, winner in enumerate(winners):
            yield (winner, *winners[place + 1 :], *losers)


def _notes(wards: list[Ward]) -> Iterator[str]:
    yield (
        "Candidates, votes, who was elected, vacancies and electorates: the ward file. Each ward was footed: its total "
        "against its candidates, those elected against the vacancies and against the votes."
    )
    yield (
        "Where several are elected, the file's total is the votes of the best placed candidate of each party; it is "
        "not the number of papers, which is not known, so no turnout is given there."
    )
    yield "No time of a declaration is known: the log is in the file's order, council by council."
    yield "Parties are named as the file abbreviates them; those without description count as independents."
    unopposed = sum(not ward.opposed for ward in wards)
    if unopposed:
        yield f"Wards without a poll, because nobody was opposed: {unopposed}."
    for ward in wards:
        if not ward.complete:
            yield (
                f"{ward.name}, {ward.council} (line {ward.line}): the file's shares are of {ward.total:,} votes, more "
                "than its candidates have: a candidate is missing from it, and the contest says so."
            )
