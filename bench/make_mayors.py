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

from tellers.exchange.election_ids import ballot_id
from tellers.exchange.imported import Imported, sources_text
from tellers.exchange.uk_parties import PartyBook
from tellers.pack import PackSource
from tellers.pack.contests import slug
from tellers.record import (
    Area,
    Basis,
    Candidate,
    Contest,
    Controls,
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
# Sandwell council's page of its first preferences and transfers in 2021. Its own totals (34,961 and 29,291) differ a
# little from what the declared totals of the contest leave for Sandwell, so there are two ways to read its figures.
SANDWELL_2021 = PackSource(
    id="sandwell-2021",
    name="Sandwell council, results of the 2021 mayoral election",
    kind="official",
    link="https://www.sandwell.gov.uk/election-results/results-2021-west-midlands-combined-authority-mayoral-election",
    licence="facts: votes in Sandwell in 2021",
)
SANDWELL_FIRST_2021 = {"Steve Caudwell": 2590, "Jenny Wilkinson": 1637, "Pete Durnell": 2281}
SANDWELL_SECOND_2021 = {"Liam Byrne": 1916, "Andy Street": 1401}
SANDWELL_TOTAL_2021 = {"Liam Byrne": 34961, "Andy Street": 29291}
SANDWELL_REJECTED_2021 = 1927
PRESS = PackSource(id="press", name="Press reports, named at each figure", kind="press", licence="facts")


def rows(path: Path) -> list[dict[str, str]]:
    """Return a table's rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def contest_id(organisation: str, day: date) -> ContestId:
    """Return the standard election id of a mayor's contest."""
    return ContestId(ballot_id("mayor", day, organisation=organisation))


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
    sources = (RETURNING_OFFICER, COUNCILS, PRESS, SANDWELL_2021)
    notes = (
        "Verified papers and electorate by borough: the councils' pages, complete. When each borough's verification "
        "was announced is not known.",
        "Solihull declared first, Wolverhampton next, Sandwell last; the order of Birmingham, Dudley and Walsall "
        "between them is not known, and they stand in the order of their codes. No time of the night is known to "
        "the minute, so no event has one.",
        "Bundle checks in the six boroughs other than Coventry and the full recount in Coventry (a partial recount "
        "of the contest), asked for by the Conservatives: press. When each check was made is not known; it stands "
        "before the borough's declaration.",
        "Votes by borough and candidate were found for Coventry (Parker, Street: Sky News) and Birmingham (Yakoob: "
        "BBC) alone. The others are not known and are not made up; the shares reported for Solihull stand in a note.",
        "Votes after six boroughs: Parker and Street, Express & Star; Yakoob, Sky News. Sandwell's are not in the "
        "log: they follow by subtraction, and are shown as derived.",
        "The final: the returning officer's declaration, as published by councils and press.",
        "Basis: the mayoral election of 2021. First preferences of the whole contest and of Birmingham (stage 1), "
        "the final round by borough (stage 2). Sandwell's final round is the total less the six others, because the "
        "page that gives it repeats Dudley's figure for Street by mistake.",
        "Sandwell's first preferences of 2021: for Byrne (33,047) and Street (27,876), the final round less the "
        "second preferences that Sandwell council gives (1,916 and 1,401); for the others, the council's figures. "
        "The council's own sums (33,045 and 27,890) are 16 votes away and do not add up to the declared totals of "
        "the contest; a lead of 5,171 votes, or 7.7 points, is what broadcasters had.",
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
            if row["ons_code"] == SANDWELL:
                first = int(row[column]) - SANDWELL_SECOND_2021[name]
                figures.append(_figure(contest, SANDWELL, party_of[name], name, first, 1))
    for name, votes in SANDWELL_FIRST_2021.items():
        figures.append(_figure(contest, SANDWELL, party_of[name], name, votes, 1))
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
    contest: ContestId, area: str | None, party: PartyId, candidate: str, votes: str | int, stage: int
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


def west_midlands_2021(folder: Path) -> Imported:
    """Return the West Midlands on 6 May 2021: the supplementary vote, first preferences as stage 1, the final as 2."""
    day = date(2021, 5, 6)
    totals = rows(folder / "wm_mayor_2021_first_round_total.csv")
    boroughs = rows(folder / "wm_mayor_2021_final_round_by_borough.csv")
    book = PartyBook.new()
    contest = Contest(
        id=contest_id("west-midlands", day),
        name="Mayor of the West Midlands",
        rule="supplementary_vote",
        areas=tuple(AreaId(row["ons_code"]) for row in boroughs),
        candidates=tuple(
            Candidate(
                id=CandidateId(slug(row["candidate"])),
                name=row["candidate"],
                party=book.meet(PARTIES[row["party"]], row["party"]),
                incumbent=row["candidate"] == "Andy Street",
            )
            for row in totals
        ),
    )
    election = Election(
        id="wm-mayor-2021",
        name="Mayor of the West Midlands, 6 May 2021",
        date=day,
        time_zone="Europe/London",
        areas=tuple(Area(id=AreaId(row["ons_code"]), name=row["borough"]) for row in boroughs),
        contests=(contest,),
        bases=(_mayor_2017(folder, contest.id, book),),
        parties=book.ordered(),
    )
    sources = (RETURNING_OFFICER, COUNCILS, SANDWELL_2021, PRESS)
    notes = (
        "First preferences are stage 1, the final round stage 2. First preferences are known for the whole contest, "
        "Birmingham and Sandwell; the final round for the whole contest and for every borough.",
        "Sandwell's own page gives 34,961 and 29,291 in the final round; the declared totals less the other six "
        "boroughs leave 34,963 and 29,277. Both stand: the council's in the log, the other by subtraction.",
        "Papers verified and papers rejected in the first round: the whole contest. No time of the count is known.",
        "Basis: the mayoral election of 2017, first preferences: the whole contest for the first two candidates "
        "alone, and Sandwell.",
    )
    events = tuple(_numbered(election, _night_2021(folder, totals, boroughs)))
    return Imported(election=election, events=events, source=sources_text(sources, notes), sources=sources)


def _mayor_2017(folder: Path, contest: ContestId, book: PartyBook) -> Basis:
    known = {"Andy Street": "Con", "Sion Simon": "Lab", "Beverley Nielsen (LD)": "LD", "James Burn (Green)": "Green"}
    known |= {"Pete Durnell (UKIP)": "UKIP", "Graham Stevenson (Communist)": "Comm"}
    figures = []
    for row in rows(folder / "wm_mayor_2017_known_parts.csv"):
        short = known[row["candidate"]]
        party = book.earlier(short, "Communist Party of Britain" if short == "Comm" else short)
        area = None if row["area"] == "total" else SANDWELL
        name = row["candidate"].partition(" (")[0]
        figures.append(_figure(contest, area, party, name, row["first_preferences"], 1))
    holder = book.key("Con")
    return Basis(
        id=BasisId("mayor-2017"),
        name="mayoral election of 4 May 2017 (supplementary vote, first preferences as far as known)",
        kind="last_poll",
        source="Council pages and press",
        complete=False,
        figures=tuple(figures),
        areas=(PreviousArea(contest=contest, area=None, holder=holder),),
    )


def _night_2021(folder: Path, totals: list[dict[str, str]], boroughs: list[dict[str, str]]) -> Iterator[Event]:
    councils, codes = _official(COUNCILS), tuple(row["ons_code"] for row in boroughs)
    birmingham = rows(folder / "wm_mayor_2021_birmingham_first_round.csv")
    yield Declared(
        area=BIRMINGHAM,
        votes={slug(row["candidate"]): int(row["first_preferences"]) for row in birmingham},
        source=councils,
    )
    firsts = {name: total - SANDWELL_SECOND_2021[name] for name, total in SANDWELL_TOTAL_2021.items()}
    yield Declared(
        area=SANDWELL,
        votes={slug(name): votes for name, votes in (firsts | SANDWELL_FIRST_2021).items()},
        rejected_ballots=SANDWELL_REJECTED_2021,
        source=_official(SANDWELL_2021),
    )
    papers = {row["reason"]: int(row["ballots"]) for row in rows(folder / "wm_mayor_2021_rejected_first_round.csv")}
    verified, rejected = papers.pop("verified"), papers.pop("total rejected")
    del papers["electorate"]
    yield RunningTotal(
        areas=codes,
        votes={slug(row["candidate"]): int(row["first_preferences"]) for row in totals},
        ballot_papers=verified,
        rejected_ballots=rejected,
        rejected=papers,
        source=_official(RETURNING_OFFICER),
        note="Nobody had more than half of the first preferences: the first two went on to a final round.",
    )
    for row in boroughs:
        votes = {"liam-byrne": int(row["byrne_lab_final"]), "andy-street": int(row["street_con_final"])}
        source = councils
        if row["ons_code"] == SANDWELL:
            votes = {slug(name): total for name, total in SANDWELL_TOTAL_2021.items()}
            source = _official(SANDWELL_2021)
        yield Declared(area=row["ons_code"], votes=dict(votes), stage=2, source=source)
    yield RunningTotal(
        areas=codes,
        votes={slug(row["candidate"]): int(row["final"]) for row in totals if row["final"]},
        stage=2,
        elected=("andy-street",),
        source=_official(RETURNING_OFFICER),
    )


# The Greater London Authority's constituencies have codes in the order of their names.
LONDON_CODES = (
    "Barnet and Camden",
    "Bexley and Bromley",
    "Brent and Harrow",
    "City and East",
    "Croydon and Sutton",
    "Ealing and Hillingdon",
    "Enfield and Haringey",
    "Greenwich and Lewisham",
    "Havering and Redbridge",
    "Lambeth and Southwark",
    "Merton and Wandsworth",
    "North East",
    "South West",
    "West Central",
)
# What the BBC carried for Hall; the declared total, carried by PA, is the sum of the table.
HALL_BBC = 811_518


def london_2024(folder: Path) -> Imported:
    """Return London on 2 May 2024: the first two candidates, twelve constituencies apart and two together."""
    day = date(2024, 5, 2)
    table = rows(folder / "london_mayor_2024_by_constituency_top2.csv")
    book = PartyBook.new()
    codes = {name: f"E320000{number:02}" for number, name in enumerate(LONDON_CODES, 1)}
    contest = Contest(
        id=contest_id("london", day),
        name="Mayor of London",
        areas=tuple(AreaId(code) for code in codes.values()),
        candidates=(
            Candidate(
                id=CandidateId("sadiq-khan"), name="Sadiq Khan", party=book.meet("Lab", "Labour"), incumbent=True
            ),
            Candidate(
                id=CandidateId("susan-hall"), name="Susan Hall", party=book.meet("Con", "Conservative"), incumbent=False
            ),
        ),
        all_candidates=False,
    )
    election = Election(
        id="london-mayor-2024",
        name="Mayor of London, 2 May 2024",
        date=day,
        time_zone="Europe/London",
        areas=tuple(Area(id=AreaId(code), name=name) for name, code in codes.items()),
        contests=(contest,),
        parties=book.ordered(),
    )
    declared = PackSource(
        id="returning-officer",
        name="The Greater London returning officer's declaration",
        kind="official",
        licence="facts: votes of the whole contest",
    )
    sources = (declared, PRESS)
    notes = (
        "Thirteen stood; only the votes of Khan and Hall were found by constituency, so the contest says that not "
        "all of its candidates are named.",
        "North East and South West are known only together: the declared totals less the twelve others.",
        "Two totals for Hall circulate: 812,397, as declared and carried by PA, and 811,518, carried by the BBC. "
        "Both are in the log; the declared one stands.",
        "The order of the constituencies' declarations and their times are not known; they stand in the order of "
        "names. Their codes are those of the Office for National Statistics.",
    )
    events = tuple(_numbered(election, _night_london(table, codes, _official(declared))))
    return Imported(election=election, events=events, source=sources_text(sources, notes), sources=sources)


def _night_london(table: list[dict[str, str]], codes: dict[str, str], declared: Source) -> Iterator[Event]:
    khan = sum(int(row["khan_lab"]) for row in table)
    hall = sum(int(row["hall_con"]) for row in table)
    together: RunningTotal | None = None
    for row in table:
        votes: dict[str, int | None] = {"sadiq-khan": int(row["khan_lab"]), "susan-hall": int(row["hall_con"])}
        names = row["constituency"].split(" + ")
        if len(names) > 1:
            note = "Derived: the declared totals less the twelve other constituencies."
            areas = tuple(codes[name] for name in names)
            together = RunningTotal(areas=areas, votes=votes, source=_press("derived from the totals"), note=note)
            continue
        turnout = Controls(turnout_percent=row["turnout_pct"]) if row["turnout_pct"] else None
        yield Declared(area=codes[row["constituency"]], votes=votes, controls=turnout, source=_press(row["source"]))
    assert together is not None
    every = tuple(codes.values())
    bbc = {"sadiq-khan": khan, "susan-hall": HALL_BBC}
    yield RunningTotal(areas=every, votes=bbc, source=_press("BBC"), note="Hall's total differs from the one declared.")
    yield RunningTotal(
        areas=every, votes={"sadiq-khan": khan, "susan-hall": hall}, elected=("sadiq-khan",), source=declared
    )
    yield together
