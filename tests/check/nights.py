"""Invented nights for the copy check: a mayor in seven areas, an American county, a council of nine divisions.

Every name is Trollope's and every figure made up; the American pack is there for its words (plurality, flip, precinct).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from tellers.check import Checker, History, parse_facts
from tellers.edition import editions
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
    Party,
    PreviousArea,
    PreviousFigure,
    Verified,
)
from tellers.terms import AreaId, BasisId, BodyId, CandidateId, ContestId, PartyId

LONDON = ZoneInfo("Europe/London")
MAYOR = ContestId("mayor.barsetshire.2031")
PARTIES = (
    Party(id=PartyId("broad"), name="Broad Church", short="Broad"),
    Party(id=PartyId("low"), name="Low Church", short="Low"),
    Party(id=PartyId("high"), name="High and Dry", short="High"),
    Party(id=PartyId("chapel"), name="Chapel", short="Chapel"),
    Party(id=PartyId("ind"), name="Independent", short="Ind"),
)
# area: electorate, papers, then votes in the order of PEOPLE, in order of declaration, with the hour it declared (UTC).
MAYOR_ROWS: tuple[tuple[str, int, int, tuple[int, ...], int, int], ...] = (
    ("Courcy", 33_015, 12_340, (3_102, 5_871, 2_540, 411, 350), 12, 5),
    ("Plumstead", 47_880, 18_354, (5_904, 8_377, 2_110, 1_205, 640), 12, 50),
    ("Allington", 40_260, 15_260, (4_418, 6_230, 1_986, 702, 1_844), 13, 40),
    ("Framley", 52_115, 20_333, (7_215, 7_902, 3_004, 988, 1_127), 14, 15),
    ("Silverbridge", 61_934, 23_219, (9_640, 8_115, 2_771, 1_650, 902), 15, 30),
    ("Barchester", 118_402, 41_230, (15_412, 13_905, 6_218, 3_117, 2_306), 16, 20),
    ("Hogglestock", 66_720, 19_181, (10_988, 4_127, 1_120, 2_306, 511), 17, 40),
)
PEOPLE = (
    ("Eleanor Bold", "broad", False),
    ("Obadiah Slope", "low", True),
    ("Mary Thorne", "high", False),
    ("Mark Robarts", "chapel", False),
    ("Lily Dale", "ind", False),
)
MAYOR_FACTS = """contest,area,subject,measure,value,basis,as_of,source
mayor.barsetshire.2031,,Obadiah Slope,terms_before,2,,,Invented
mayor.barsetshire.2031,,Eleanor Bold,terms_before,0,,,Invented
"""


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def mayor_election() -> Election:
    areas = tuple(Area(id=AreaId(slug(r[0])), name=r[0], electorate=r[1]) for r in MAYOR_ROWS)
    people = tuple(Candidate(id=CandidateId(slug(n)), name=n, party=PartyId(p), incumbent=i) for n, p, i in PEOPLE)
    before = {
        "courcy": (3_010, 6_702),
        "plumstead": (5_512, 9_120),
        "allington": (4_020, 7_377),
        "framley": (7_004, 8_650),
        "silverbridge": (8_911, 8_823),
        "barchester": (13_730, 15_004),
        "hogglestock": (10_190, 5_344),
    }
    figures = tuple(
        PreviousFigure(contest=MAYOR, area=AreaId(a), party=PartyId(p), votes=v, candidate=c)
        for a, row in before.items()
        for p, c, v in (("broad", "Arthur Fletcher", row[0]), ("low", "Obadiah Slope", row[1]))
    )
    basis = Basis(id=BasisId("mayor-2027"), name="mayoral election of 6 May 2027", kind="last_poll", figures=figures)
    contest = Contest(id=MAYOR, name="Mayor of Barsetshire", areas=tuple(a.id for a in areas), candidates=people)
    return Election(
        id="barsetshire-mayor-2031",
        name="Mayor of Barsetshire, 1 May 2031",
        date=date(2031, 5, 1),
        time_zone="Europe/London",
        parties=PARTIES,
        areas=areas,
        contests=(contest,),
        bases=(basis,),
        test=True,
    )


def mayor_events() -> list[Event]:
    """Verified papers for all, a recount in Silverbridge, then a declaration for each area."""
    morning = datetime(2031, 5, 2, 9, 0, tzinfo=UTC)
    events: list[Event] = [
        Verified(id=f"v-{slug(r[0])}", contest=MAYOR, area=slug(r[0]), ballot_papers=r[2], announced_at=morning)
        for r in MAYOR_ROWS
    ]
    for name, _, papers, votes, hour, minute in MAYOR_ROWS:
        at = datetime(2031, 5, 2, hour, minute, tzinfo=UTC)
        if name == "Silverbridge":
            for state in ("recount_requested", "recount_ordered"):
                events.append(
                    CountState(
                        id=f"{state}-{slug(name)}",
                        contest=MAYOR,
                        area=slug(name),
                        state=state,
                        extent="full",
                        announced_at=at,
                    )  # type: ignore[arg-type]
                )
            events.append(
                CountState(id=f"done-{slug(name)}", contest=MAYOR, area=slug(name), state="declared", announced_at=at)
            )
        figures = {slug(p[0]): v for p, v in zip(PEOPLE, votes, strict=True)}
        events.append(
            Declared(
                id=f"d-{slug(name)}",
                contest=MAYOR,
                area=slug(name),
                votes=figures,
                ballot_papers=papers,
                rejected_ballots=papers - sum(votes),
                announced_at=at,
            )
        )
    return events


def mayor_history() -> History:
    return History(editions(mayor_election(), mayor_events()), facts=parse_facts(MAYOR_FACTS), zone=LONDON)


COUNTY = ContestId("executive.omnium.2031")
COUNTY_ROWS = (
    ("Guestwick", 14_020, 8_310, (4_210, 3_980, 120)),
    ("Lufton", 9_480, 5_550, (2_115, 3_347, 88)),
    ("Matching", 15_913, 9_710, (5_602, 4_011, 97)),
    ("Rebury", 5_870, 3_327, (1_030, 2_256, 41)),
    ("Uffley", 11_203, 6_851, (3_904, 2_870, 77)),
)
COUNTY_PEOPLE = (("Jane Crawley", "dem", False), ("Frank Gresham", "rep", True), ("Louis Moffat", "lib", False))


def county_history() -> History:
    parties = (
        Party(id=PartyId("dem"), name="Democratic", short="D"),
        Party(id=PartyId("rep"), name="Republican", short="R"),
        Party(id=PartyId("lib"), name="Libertarian", short="L"),
    )
    areas = tuple(Area(id=AreaId(slug(r[0])), name=r[0], electorate=r[1]) for r in COUNTY_ROWS)
    people = tuple(
        Candidate(id=CandidateId(slug(n)), name=n, party=PartyId(p), incumbent=i) for n, p, i in COUNTY_PEOPLE
    )
    contest = Contest(id=COUNTY, name="Omnium County executive", areas=tuple(a.id for a in areas), candidates=people)
    election = Election(
        id="omnium-2031",
        name="Omnium County executive, November 4, 2031",
        date=date(2031, 11, 4),
        time_zone="America/Chicago",
        parties=parties,
        areas=areas,
        contests=(contest,),
        test=True,
        american=True,
    )
    events: list[Event] = []
    for n, (name, _, papers, votes) in enumerate(COUNTY_ROWS):
        at = datetime(2031, 11, 5, 2 + n, 10, tzinfo=UTC)
        figures = {slug(p[0]): v for p, v in zip(COUNTY_PEOPLE, votes, strict=True)}
        events.append(
            Declared(id=f"d-{n}", contest=COUNTY, area=slug(name), votes=figures, ballot_papers=papers, announced_at=at)
        )
    return History(editions(election, events), zone=ZoneInfo("America/Chicago"))


# division: holder before, then candidate, party and votes, first first.
COUNCIL_ROWS: tuple[tuple[str, str, tuple[tuple[str, str, int], ...]], ...] = (
    (
        "Puddingdale",
        "low",
        (("Griselda Grantly", "broad", 1_402), ("Nathaniel Sowerby", "low", 1_377), ("Olivia Proudie", "high", 301)),
    ),
    ("Crabtree", "low", (("Septimus Harding", "broad", 2_011), ("Bertie Stanhope", "low", 1_120))),
    ("Chaldicotes", "low", (("Louis Scatcherd", "low", 1_888), ("Fanny Robarts", "broad", 1_530))),
    (
        "Scarrington",
        "broad",
        (("Johnny Eames", "broad", 1_745), ("Adolphus Crosbie", "low", 912), ("Amelia Roper", "chapel", 240)),
    ),
    ("Boxall", "broad", (("Grace Crawley", "broad", 2_204), ("Henry Lufton", "high", 1_998))),
    ("Uffley", "high", (("Martha Dunstable", "broad", 1_311), ("Frank Gresham", "high", 1_290))),
    ("Eiderdown", "low", (("Caleb Thumble", "low", 1_404), ("Susan Quiverful", "broad", 1_101))),
    ("Ullathorne", "ind", (("Wilfred Thorne", "ind", 1_620), ("Monica Thorne", "low", 804))),
    ("Stogpingum", "low", (("Josiah Crawley", "broad", 1_205), ("Samuel Grantly", "low", 1_202))),
)


def council_history() -> History:
    areas = tuple(Area(id=AreaId(slug(r[0])), name=r[0], electorate=6_000) for r in COUNCIL_ROWS)
    body = BodyId("barsetshire-council")
    contests, rows = [], []
    for name, holder, people in COUNCIL_ROWS:
        id = ContestId(f"division.{slug(name)}")
        contests.append(
            Contest(
                id=id,
                name=name,
                areas=(AreaId(slug(name)),),
                body=body,
                candidates=tuple(Candidate(id=CandidateId(slug(n)), name=n, party=PartyId(p)) for n, p, _ in people),
            )
        )
        rows.append(PreviousArea(contest=id, area=None, holder=PartyId(holder)))
    basis = BasisId("council-2027")
    before = {PartyId("low"): 5, PartyId("broad"): 2, PartyId("high"): 1, PartyId("ind"): 1}
    election = Election(
        id="barsetshire-council-2031",
        name="Barsetshire County Council, 1 May 2031",
        date=date(2031, 5, 1),
        time_zone="Europe/London",
        parties=PARTIES,
        areas=areas,
        contests=tuple(contests),
        bodies=(
            Body(
                id=body,
                name="Barsetshire County Council",
                seats=9,
                before={basis: before},
                control_before={basis: "low"},
            ),
        ),
        bases=(Basis(id=basis, name="county council election of 2027", kind="last_poll", areas=tuple(rows)),),
        test=True,
    )
    events: list[Event] = [
        Declared(
            id=f"d-{n}",
            contest=contests[n].id,
            area=slug(name),
            votes={slug(p): v for p, _, v in people},
            announced_at=datetime(2031, 5, 2, 10, n, tzinfo=UTC),
        )
        for n, (name, _, people) in enumerate(COUNCIL_ROWS)
    ]
    return History(editions(election, events), zone=LONDON)


@cache
def mayor() -> Checker:
    return Checker(mayor_history())


@cache
def county() -> Checker:
    return Checker(county_history())


@cache
def council() -> Checker:
    return Checker(council_history())
