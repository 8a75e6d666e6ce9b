"""A Bundestag election from the Bundeswahlleiterin's tables: 299 constituencies by first votes, one poll by second."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from tellers.errors import Problem
from tellers.exchange.imported import Imported, Progress, refuse_all, sources_text
from tellers.exchange.kerg_files import FIRST, SECOND, Kerg, Place, read_kerg
from tellers.pack import PackSource
from tellers.pack.contests import slug
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
    Party,
    PreviousArea,
    PreviousFigure,
    Source,
)
from tellers.terms import AreaId, BasisId, BodyId, CandidateId, ContestId, PartyId

OFFICE = PackSource(
    id="bundeswahlleiterin",
    name="Die Bundeswahlleiterin, Wiesbaden",
    kind="official",
    link="https://www.bundeswahlleiterin.de/",
    licence="Datenlizenz Deutschland - Namensnennung - Version 2.0 (https://www.govdata.de/dl-de/by-2-0)",
)
BUNDESTAG = BodyId("bundestag")
Votes = Literal["both", "first", "second"]
# A party's name in full or short: id, short name, colour commonly used.
_KNOWN = {
    "christlich demokratische union deutschlands": ("cdu", "CDU", "#151518"),
    "cdu": ("cdu", "CDU", "#151518"),
    "christlich-soziale union in bayern e.v.": ("csu", "CSU", "#0080C8"),
    "csu": ("csu", "CSU", "#0080C8"),
    "sozialdemokratische partei deutschlands": ("spd", "SPD", "#E3000F"),
    "spd": ("spd", "SPD", "#E3000F"),
    "bündnis 90/die grünen": ("gruene", "Grüne", "#46962B"),
    "grüne": ("gruene", "Grüne", "#46962B"),
    "freie demokratische partei": ("fdp", "FDP", "#FFED00"),
    "fdp": ("fdp", "FDP", "#FFED00"),
    "alternative für deutschland": ("afd", "AfD", "#009EE0"),
    "afd": ("afd", "AfD", "#009EE0"),
    "die linke": ("linke", "Linke", "#BE3075"),
    "bündnis sahra wagenknecht - vernunft und gerechtigkeit": ("bsw", "BSW", "#7D254F"),
    "bsw": ("bsw", "BSW", "#7D254F"),
    "freie wähler": ("freie-waehler", "Freie Wähler", "#F29204"),
    "südschleswigscher wählerverband": ("ssw", "SSW", "#003C8F"),
    "ssw": ("ssw", "SSW", "#003C8F"),
    "übrige": ("uebrige", "Übrige", None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KergOptions:
    """What is wanted of the table."""

    id: str | None = None
    polling_day: date | None = None
    votes: Votes = "both"


def import_kerg(path: Path, *, options: KergOptions | None = None, progress: Progress | None = None) -> Imported:
    """Return a Bundestag election from kerg.csv or kerg2.csv.

    Raises:
        InputError: With every problem of the file; then nothing is imported.
    """
    options = options or KergOptions()
    problems: list[Problem] = []
    kerg = read_kerg(path, problems)
    refuse_all(problems)
    assert kerg is not None
    day = options.polling_day or kerg.day
    if day is None:
        wanted = "the polling day, because the table does not give it"
        problems.append(problem("date", "no date", wanted, "Give it with --date.", file=kerg.file))
    refuse_all(problems)
    assert day is not None
    id = options.id or f"bundestag-{day.year}"
    parties = _parties(kerg)
    contests = _contests(kerg, id, day, options.votes)
    election = Election(
        id=id,
        name=f"Bundestag election, {day.day} {day:%B %Y}",
        date=day,
        time_zone="Europe/Berlin",
        languages=("de", "en"),
        parties=tuple(parties.values()),
        areas=tuple(
            Area(
                id=AreaId(_area(p)),
                name=p.name,
                electorate=p.now.electorate,
                region=_land(kerg, p),
            )
            for p in kerg.constituencies
        ),
        contests=contests,
        bodies=(Body(id=BUNDESTAG, name="Bundestag", seats=630 if day.year >= 2025 else None),),
        bases=_bases(kerg, contests),
    )
    events = tuple(_events(election, kerg, progress))
    return Imported(election=election, events=events, source=_source(kerg), sources=(OFFICE,))


def _area(place: Place) -> str:
    return f"wk{int(place.number):03}"


def _land(kerg: Kerg, place: Place) -> str | None:
    for number in (place.parent, place.parent.zfill(2), f"9{place.parent.zfill(2)}"):
        if number in kerg.lands:
            return kerg.lands[number].name
    return None


def _party(name: str) -> tuple[str, str, str | None]:
    key = name.casefold().replace("–", "-")
    return _KNOWN.get(key) or (slug(name) or "party", name, None)


def _parties(kerg: Kerg) -> dict[PartyId, Party]:
    parties: dict[PartyId, Party] = {}
    for place in kerg.constituencies:
        for period in (place.now, place.before):
            for votes in period.votes.values():
                for name in votes:
                    id, short, colour = _party(name)
                    parties.setdefault(PartyId(id), Party(id=PartyId(id), name=name, short=short, colour=colour))
    return parties


def _rule(day: date) -> str:
    for year, rule in ((2025, "bundestag_2023"), (2021, "bundestag_2020"), (2013, "bundestag_2013")):
        if day.year >= year:
            return rule
    return "mixed_member"


def _contests(kerg: Kerg, id: str, day: date, votes: Votes) -> tuple[Contest, ...]:
    contests: list[Contest] = []
    if votes in ("both", "second"):
        names = dict.fromkeys(name for p in kerg.constituencies for name in p.now.votes[SECOND])
        contests.append(
            Contest(
                id=ContestId(f"{id}.second"),
                name="Second votes (Zweitstimmen)",
                rule=_rule(day),
                seats=630 if day.year >= 2025 else 598,
                areas=tuple(AreaId(_area(p)) for p in kerg.constituencies),
                candidates=tuple(_candidate(name) for name in names),
                body=BUNDESTAG,
            )
        )
    if votes in ("both", "first"):
        # Under the law of 2023 the first in a constituency may have no seat, so votes alone do not tell who is elected.
        rule = "first_past_the_post" if day.year < 2025 else _rule(day)
        contests += [
            Contest(
                id=ContestId(f"{id}.first.{_area(p)}"),
                name=f"{p.name} (Erststimmen)",
                rule=rule,
                areas=(AreaId(_area(p)),),
                candidates=tuple(_candidate(name) for name in p.now.votes[FIRST]),
                body=None if day.year >= 2025 else BUNDESTAG,
            )
            for p in kerg.constituencies
        ]
    return tuple(contests)


def _candidate(name: str) -> Candidate:
    """Return a party's candidate or list: the tables name no persons."""
    id, short, _ = _party(name)
    return Candidate(id=CandidateId(id), name=short, party=PartyId(id))


def _bases(kerg: Kerg, contests: tuple[Contest, ...]) -> tuple[Basis, ...]:
    figures: list[PreviousFigure] = []
    areas: list[PreviousArea] = []
    places = {AreaId(_area(place)): place for place in kerg.constituencies}
    for contest in contests:
        vote = SECOND if contest.id.endswith(".second") else FIRST
        for area in contest.areas:
            before = places[area].before
            for name, votes in before.votes[vote].items():
                party = PartyId(_party(name)[0])
                figures.append(PreviousFigure(contest=contest.id, area=area, party=party, votes=votes))
            if before.electorate is not None:
                areas.append(
                    PreviousArea(
                        contest=contest.id, area=area, electorate=before.electorate, ballot_papers=before.voters
                    )
                )
    if not figures:
        return ()
    basis = Basis(
        id=BasisId("vorperiode"),
        name="the Bundestag election before, on these constituencies (Bundeswahlleiterin)",
        kind="notional",
        author=OFFICE.name,
        source=OFFICE.name,
        figures=tuple(figures),
        areas=tuple(areas),
    )
    return (basis,)


def _events(election: Election, kerg: Kerg, progress: Progress | None) -> Iterator[Event]:
    """Yield each constituency's declarations in their order of number: when they were made is not known."""
    first = {c.areas[0]: c for c in election.contests if not c.id.endswith(".second")}
    second = next((c for c in election.contests if c.id.endswith(".second")), None)
    source = Source(name=OFFICE.name, kind="official")
    number = 0
    for place in kerg.constituencies:
        area = AreaId(_area(place))
        for vote, contest in ((FIRST, first.get(area)), (SECOND, second)):
            if contest is None:
                continue
            number += 1
            votes: dict[str, int | None] = {_party(n)[0]: v for n, v in place.now.votes[vote].items()}
            if contest is second:
                # A list with no figure here did not stand in this Land: no vote could be cast for it.
                votes = {**{c.id: 0 for c in contest.candidates}, **votes}
            yield Declared(
                id=f"{election.id}-{number:04}",
                contest=contest.id,
                area=area,
                source=source,
                votes=votes,
                ballot_papers=place.now.voters,
                valid_votes=place.now.valid.get(vote),
                rejected_ballots=place.now.invalid.get(vote),
                elected=_elected(place, votes) if vote == FIRST else None,
                provisional=kerg.provisional,
            )
        if progress is not None:
            progress(1)


def _elected(place: Place, votes: dict[str, int | None]) -> tuple[str, ...] | None:
    if place.elected is None:
        most = max((number for number in votes.values() if number is not None), default=0)
        first = tuple(id for id, number in votes.items() if number == most)
        return first if len(first) == 1 else None
    id = _party(place.elected)[0]
    return (id,) if id in votes else ()


def _source(kerg: Kerg) -> str:
    notes = (
        "Every constituency was footed: parties against valid votes, valid and invalid against those who voted; every "
        "Land against its constituencies.",
        "The table names no candidates: each stands under its party. A blank is a party that did not stand there.",
        "The table gives no time of a declaration; the log is in the order of the constituencies' numbers.",
        "The basis is the table's own column of the period before, on these constituencies.",
        *(("The result is the preliminary one: its declarations are provisional.",) if kerg.provisional else ()),
    )
    return sources_text((OFFICE,), notes)
