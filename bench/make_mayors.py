"""The mayors' nights, out of the tables of what is known of them; `make_nights.py` writes them as packs.

No figure is added to what the tables hold. What they do not hold stays unknown: most boroughs' votes by candidate, and
nearly every time of the night.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
from uk_election_ids.election_ids import IdBuilder

from tellers.exchange.imported import Imported, sources_text
from tellers.exchange.uk_parties import PartyBook
from tellers.pack import PackSource
from tellers.pack.contests import slug
from tellers.record import (
    Area,
    Basis,
    Candidate,
    Contest,
    CountState,
    Declared,
    Election,
    Event,
    PreviousArea,
    PreviousFigure,
    RunningTotal,
    Source,
    Verified,
)
from tellers.terms import AreaId, BasisId, CandidateId, ContestId, PartyId

COVENTRY, SANDWELL, SOLIHULL, WOLVERHAMPTON = "E08000026", "E08000028", "E08000029", "E08000031"
BIRMINGHAM = "E08000025"
ALL_BUT_SANDWELL = "after six boroughs (all but Sandwell)"
PARTIES = {
    "Labour and Co-operative": "Lab",
    "Conservative": "Con",
    "Independent": "Ind",
    "Reform UK": "RUK",
    "Green": "Green",
    "Liberal Democrats": "LD",
}
COUNCILS = PackSource(
    id="councils",
    name="The seven councils' pages",
    kind="official",
    licence="facts: electorate and verified papers by borough, votes by borough",
)
RETURNING_OFFICER = PackSource(
    id="returning-officer",
    name="The combined authority returning officer's declaration",
    kind="official",
    licence="facts: votes of the whole contest",
)
PRESS = PackSource(id="press", name="Press reports, named at each figure", kind="press", licence="facts")


def rows(path: Path) -> list[dict[str, str]]:
    """Return a table's rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def contest_id(organisation: str, day: date) -> ContestId:
    """Return the standard election id of a mayor's contest."""
    return ContestId(IdBuilder("mayor", day).with_organisation(organisation).ballot_id)


def west_midlands_2024(folder: Path) -> Imported:
    """Return the West Midlands on 2 May 2024, as it is really known."""
    day = date(2024, 5, 2)
    totals, boroughs = rows(folder / "wm_mayor_2024_total.csv"), rows(folder / "wm_mayor_2024_turnout.csv")
    book = PartyBook.new()
    candidates = tuple(
        Candidate(
            id=CandidateId(slug(row["candidate"])),
            name=row["candidate"],
            party=book.meet(PARTIES[row["party"]], row["party"]),
            incumbent=row["candidate"] == "Andy Street",
        )
        for row in totals
    )
    areas = tuple(
        Area(id=AreaId(row["ons_code"]), name=row["borough"], electorate=int(row["electorate"])) for row in boroughs
    )
    contest = Contest(
        id=contest_id("west-midlands", day),
        name="Mayor of the West Midlands",
        areas=tuple(area.id for area in areas),
        candidates=candidates,
    )
    election = Election(
        id="wm-mayor-2024",
        name="Mayor of the West Midlands, 2 May 2024",
        date=day,
        time_zone="Europe/London",
        areas=areas,
        contests=(contest,),
        bases=(_mayor_2021(folder, contest.id, book),),
        parties=book.ordered(),
    )
    events = _numbered(election, _night_2024(folder, totals, boroughs))
    sources = (RETURNING_OFFICER, COUNCILS, PRESS)
    notes = (
        "Verified papers and electorate by borough: the councils' pages, complete. When each borough's verification "
        "was announced is not known.",
        "Solihull declared first, Wolverhampton next, Sandwell last; the order of Birmingham, Dudley and Walsall "
        "between them is not known, and they stand in the order of their codes. No time of the night is known to the "
        "minute, so no event has one.",
        "Bundle checks in the six boroughs other than Coventry and the full recount in Coventry (a partial recount of "
        "the contest), asked for by the Conservatives: press. When each check was made is not known; it stands before "
        "the borough's declaration.",
        "Votes by borough and candidate were found for Coventry (Parker, Street: Sky News) and Birmingham (Yakoob: "
        "BBC) alone. The others are not known and are not made up; the shares reported for Solihull stand in a note.",
        "Votes after six boroughs: Parker and Street, Express & Star; Yakoob, Sky News. Sandwell's votes are not in the "
        "log: they follow by subtraction, and are shown as derived.",
        "The final: the returning officer's declaration, as published by councils and press.",
        "Basis: the mayoral election of 2021. First preferences of the whole contest and of Birmingham (stage 1), the "
        "final round by borough (stage 2). Sandwell's final round is the total less the six others, because the page "
        "that gives it repeats Dudley's figure for Street by mistake. Sandwell's votes by first preference in 2021 "
        "were not found; the press gave Labour's lead there as 7.7 points.",
    )
    return Imported(election=election, events=tuple(events), source=sources_text(sources, notes), sources=sources)


def _mayor_2021(folder: Path, contest: ContestId, book: PartyBook) -> Basis:
    """Return the election of 2021 as a basis: both rounds, as far as each is known."""
    party_of = {}
    figures = []
    for row in rows(folder / "wm_mayor_2021_first_round_total.csv"):
        party = party_of[row["candidate"]] = book.earlier(PARTIES[row["party"]], row["party"])
        figures.append(_figure(contest, None, party, row["candidate"], row["first_preferences"], 1))
        if row["final"]:
            figures.append(_figure(contest, None, party, row["candidate"], row["final"], 2))
    for row in rows(folder / "wm_mayor_2021_birmingham_first_round.csv"):
        name = row["candidate"]
        figures.append(_figure(contest, BIRMINGHAM, party_of[name], name, row["first_preferences"], 1))
    for row in rows(folder / "wm_mayor_2021_final_round_by_borough.csv"):
        for name, column in (("Liam Byrne", "byrne_lab_final"), ("Andy Street", "street_con_final")):
            figures.append(_figure(contest, row["ons_code"], party_of[name], name, row[column], 2))
    papers = {row["reason"]: int(row["ballots"]) for row in rows(folder / "wm_mayor_2021_rejected_first_round.csv")}
    whole = PreviousArea(
        contest=contest,
        area=None,
        electorate=papers["electorate"],
        ballot_papers=papers["verified"],
        holder=party_of["Andy Street"],
    )
    return Basis(
        id=BasisId("mayor-2021"),
        name="mayoral election of 6 May 2021 (supplementary vote)",
        kind="last_poll",
        source="Returning officer's declaration; councils' pages; Sandwell's final round derived",
        figures=tuple(figures),
        areas=(whole,),
    )


def _figure(
    contest: ContestId, area: str | None, party: PartyId, candidate: str, votes: str, stage: int
) -> PreviousFigure:
    place = None if area is None else AreaId(area)
    return PreviousFigure(contest=contest, area=place, party=party, votes=int(votes), candidate=candidate, stage=stage)


def _numbered(election: Election, events: Iterator[Event]) -> Iterator[Event]:
    """Yield the events with an id each and the contest, in their order."""
    (contest,) = election.contests
    for number, event in enumerate(events, 1):
        yield msgspec.structs.replace(event, id=f"{election.id}-{number:02}", contest=contest.id)


def _press(name: str) -> Source:
    return Source(name=name, kind="press")


def _official(source: PackSource) -> Source:
    return Source(name=source.name, kind="official")


def _night_2024(folder: Path, totals: list[dict[str, str]], boroughs: list[dict[str, str]]) -> Iterator[Event]:
    """Yield the night in its order, as far as the order is known."""
    parts = {(row["area"], row["what"]): row for row in rows(folder / "wm_mayor_2024_known_parts.csv")}
    codes = [row["ons_code"] for row in boroughs]
    for row in boroughs:
        yield Verified(
            area=row["ons_code"],
            ballot_papers=int(row["verified_ballots"]),
            electorate=int(row["electorate"]),
            source=_official(COUNCILS),
        )
    early = [SOLIHULL, WOLVERHAMPTON, *(c for c in codes if c not in (SOLIHULL, WOLVERHAMPTON, COVENTRY, SANDWELL))]
    for code in early:
        yield _bundle_check(code)
        if code == BIRMINGHAM:
            row = parts["Birmingham", "Akhmed Yakoob"]
            source = _press("BBC, 4 May 2024")
            yield _declared_state(code, source, "Only the votes of Akhmed Yakoob were found.")
            yield Declared(area=code, votes={"akhmed-yakoob": int(row["value"])}, source=source)
        elif code == SOLIHULL:
            note = "Declared first. Reported shares: Street 62%, Parker 21%; the votes were not found."
            yield _declared_state(code, _press("PoliticsHome, 4 May 2024"), note)
        elif code == WOLVERHAMPTON:
            note = "Declared second. Reported: Parker almost 8,000 ahead of Street; the votes were not found."
            yield _declared_state(code, _press("BBC and PoliticsHome, 4 May 2024"), note)
        else:
            yield _declared_state(code, _press("Express & Star, 4 May 2024"), "The votes were not found.")
    yield from _coventry_recount(parts)
    yield RunningTotal(
        areas=tuple(code for code in codes if code != SANDWELL),
        votes={
            slug(name): int(parts[ALL_BUT_SANDWELL, name]["value"])
            for name in ("Richard Parker", "Andy Street", "Akhmed Yakoob")
        },
        source=_press("Express & Star, 4 May 2024; Yakoob: Sky News"),
        note="After six of the seven boroughs, all but Sandwell. The three other candidates' totals were not found.",
    )
    yield _bundle_check(SANDWELL)
    votes: dict[str, int | None] = {slug(row["candidate"]): int(row["votes"]) for row in totals}
    yield RunningTotal(
        areas=tuple(codes), votes=votes, elected=("richard-parker",), source=_official(RETURNING_OFFICER)
    )


def _bundle_check(code: str) -> CountState:
    return CountState(area=code, state="bundle_check", source=_press("BBC and ITV, 4 May 2024"))


def _declared_state(code: str, source: Source, note: str) -> CountState:
    return CountState(area=code, state="declared", source=source, note=note)


def _coventry_recount(parts: dict[tuple[str, str], dict[str, str]]) -> Iterator[Event]:
    sky = _press("Sky News, 4 May 2024")
    asked = "Asked for by the Conservatives."
    yield CountState(area=COVENTRY, state="recount_requested", source=sky, note=asked)
    ordered = "A full recount of the borough: a partial recount of the contest."
    broadcasters = _press("BBC and ITV, 4 May 2024")
    yield CountState(area=COVENTRY, state="recount_ordered", extent="full", source=broadcasters, note=ordered)
    yield CountState(area=COVENTRY, state="recounting", extent="full", source=broadcasters)
    yield _declared_state(COVENTRY, sky, "After the recount. Only the votes of Parker and Street were found.")
    names = ("Richard Parker", "Andy Street")
    yield Declared(
        area=COVENTRY, votes={slug(name): int(parts["Coventry", name]["value"]) for name in names}, source=sky
    )
