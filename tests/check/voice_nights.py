"""More invented nights for the copy check, one for each kind of election that papers write of.

A by-election, a mayor by supplementary vote, a ward by transferable vote, a ward of three seats, an American state, a
chamber by lists, a referendum, and a council that changes hands. Names are Trollope's; every figure is made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from nights import PARTIES, council, county, mayor, slug
from tellers.check import Checker, History, parse_facts
from tellers.edition import editions
from tellers.pack import find_night, read_pack
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
    SeatsWon,
)
from tellers.terms import AreaId, BasisId, BodyId, CandidateId, ContestId, PartyId

People = Sequence[tuple[str, str | None, bool]]
Rows = Sequence[tuple[str, int, int, tuple[int, ...]]]
AT = datetime(2031, 5, 2, 1, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def contest_of(
    name: str, people: People, rows: Rows, *, rule: str = "first_past_the_post", seats: int = 1, body: str | None = None
) -> Contest:
    return Contest(
        id=ContestId(slug(name)),
        name=name,
        rule=rule,
        seats=seats,
        marks=seats if rule == "block_vote" else 1,
        areas=tuple(AreaId(slug(r[0])) for r in rows),
        candidates=tuple(
            Candidate(id=CandidateId(slug(n)), name=n, party=None if p is None else PartyId(p), incumbent=i)
            for n, p, i in people
        ),
        body=None if body is None else BodyId(body),
    )


def declarations(
    contest: Contest, rows: Rows, *, stage: int = 1, elected: Sequence[str] = (), hour: int = 0
) -> list[Event]:
    found: list[Event] = []
    for n, (area, _, papers, votes) in enumerate(rows):
        figures: dict[str, int | None] = {
            str(c.id): v for c, v in zip(contest.candidates, votes, strict=True) if v >= 0
        }
        found.append(
            Declared(
                id=f"{contest.id}-{slug(area)}-{stage}",
                contest=contest.id,
                area=slug(area),
                votes=figures,
                ballot_papers=papers if stage == 1 else None,
                stage=stage,
                elected=tuple(slug(e) for e in elected) or None,
                announced_at=AT.replace(hour=AT.hour + hour, minute=5 + 3 * n),
            )
        )
    return found


def history_of(
    name: str,
    contests: Sequence[tuple[Contest, Rows]],
    events: Sequence[Event],
    *,
    parties: Sequence[Party] = PARTIES,
    bases: Sequence[Basis] = (),
    bodies: Sequence[Body] = (),
    american: bool = False,
    day: date = date(2031, 5, 1),
) -> History:
    areas = {slug(r[0]): Area(id=AreaId(slug(r[0])), name=r[0], electorate=r[1]) for _, rows in contests for r in rows}
    election = Election(
        id=slug(name),
        name=name,
        date=day,
        time_zone="America/Chicago" if american else "Europe/London",
        parties=tuple(parties),
        areas=tuple(areas.values()),
        contests=tuple(c for c, _ in contests),
        bodies=tuple(bodies),
        bases=tuple(bases),
        test=True,
        american=american,
    )
    return History(editions(election, events), zone=ZoneInfo(election.time_zone))


def before(contest: Contest, area: str, votes: Mapping[str, int], name: str, holder: str | None = None) -> Basis:
    """Return a contest's last result in its one area."""
    figures = tuple(
        PreviousFigure(contest=contest.id, area=AreaId(slug(area)), party=PartyId(p), votes=v) for p, v in votes.items()
    )
    rows = (
        PreviousArea(contest=contest.id, area=AreaId(slug(area)), holder=None if holder is None else PartyId(holder)),
    )
    return Basis(id=BasisId(slug(name)), name=name, kind="last_poll", figures=figures, areas=rows)


# electorate, papers, then votes in the order of the people.
BYELECTION_PEOPLE: People = (
    ("Lucy Robarts", "broad", False),
    ("Dominic Lufton", "low", False),
    ("Augusta Gresham", "high", False),
    ("Caleb Thumble", "chapel", False),
    ("Mildred Conway", "ind", False),
)
BYELECTION_ROWS: Rows = (("Framley and Uffley", 71_204, 31_022, (12_874, 10_415, 4_903, 1_966, 760)),)


@cache
def byelection() -> Checker:
    contest = contest_of("Framley and Uffley", BYELECTION_PEOPLE, BYELECTION_ROWS)
    basis = before(
        contest,
        "Framley and Uffley",
        {"low": 22_340, "broad": 15_106, "high": 6_020, "chapel": 1_512},
        "general election of 2029",
        "low",
    )
    rows = declarations(contest, BYELECTION_ROWS)
    return Checker(history_of("Framley and Uffley by-election", [(contest, BYELECTION_ROWS)], rows, bases=[basis]))


SV_PEOPLE: People = (
    ("Theophilus Grantly", "high", True),
    ("Olivia Proudie", "low", False),
    ("Francis Arabin", "broad", False),
    ("Signora Neroni", "ind", False),
)
SV_FIRST: Rows = (
    ("Barchester", 118_400, 41_930, (15_210, 14_877, 8_216, 2_940)),
    ("Courcy", 52_300, 18_760, (6_980, 7_411, 3_004, 1_102)),
    ("Omnium", 44_150, 15_012, (5_566, 5_240, 2_871, 1_120)),
)
SV_FINAL: Rows = (
    ("Barchester", 118_400, 41_930, (18_034, 18_562, -1, -1)),
    ("Courcy", 52_300, 18_760, (8_011, 8_930, -1, -1)),
    ("Omnium", 44_150, 15_012, (6_602, 6_540, -1, -1)),
)


@cache
def sv_mayor() -> Checker:
    contest = contest_of("Mayor of Barchester and Courcy", SV_PEOPLE, SV_FIRST, rule="supplementary_vote")
    events = [*declarations(contest, SV_FIRST), *declarations(contest, SV_FINAL, stage=2, hour=3)]
    return Checker(history_of("Mayor of Barchester and Courcy", [(contest, SV_FIRST)], events))


STV_PEOPLE: People = (
    ("Septimus Harding", "broad", True),
    ("Griselda Grantly", "high", False),
    ("Mary Bold", "low", True),
    ("Bertie Stanhope", "ind", False),
    ("Quiverful Plomacy", "chapel", False),
    ("Monica Thorne", "low", False),
)
STV_STAGES: tuple[tuple[tuple[int, ...], tuple[str, ...]], ...] = (
    ((2_310, 1_604, 1_488, 1_120, 402, 914), ("Septimus Harding",)),
    ((1_960, 1_688, 1_590, 1_190, 460, 940), ("Septimus Harding",)),
    ((1_960, 1_744, 1_702, 1_395, 0, 1_002), ("Septimus Harding",)),
    (
        (1_960, 1_822, 2_330, 1_520, 0, 0),
        ("Septimus Harding", "Mary Bold", "Griselda Grantly"),
    ),
)


@cache
def stv_ward() -> Checker:
    rows: Rows = (("Ullathorne", 14_906, 7_911, STV_STAGES[0][0]),)
    contest = contest_of("Ullathorne", STV_PEOPLE, rows, rule="scottish_stv_2007", seats=3)
    events: list[Event] = []
    for n, (votes, elected) in enumerate(STV_STAGES, start=1):
        given: Rows = (("Ullathorne", 14_906, 7_911, votes),)
        events += declarations(contest, given, stage=n, elected=elected if n == len(STV_STAGES) else (), hour=n)
    return Checker(history_of("Ullathorne ward", [(contest, rows)], events))


BLOCK_PEOPLE: People = (
    ("Jane Arabin", "broad", False),
    ("Samuel Dale", "broad", False),
    ("Lily Roper", "low", True),
    ("Adolphus Crosbie", "low", True),
    ("Peter Eames", "broad", False),
    ("Grace Tempest", "low", True),
    ("Henry Toogood", "ind", False),
)
BLOCK_ROWS: Rows = (("Plumstead Episcopi", 9_120, 3_604, (1_544, 1_490, 1_471, 1_466, 1_402, 1_388, 610)),)


@cache
def block_ward() -> Checker:
    contest = contest_of("Plumstead Episcopi", BLOCK_PEOPLE, BLOCK_ROWS, rule="block_vote", seats=3)
    basis = BasisId("2027")
    row = PreviousArea(contest=contest.id, area=None, holder=PartyId("low"), seats={PartyId("low"): 3})
    bases = (Basis(id=basis, name="city council election of 2027", kind="last_poll", areas=(row,)),)
    rows = declarations(contest, BLOCK_ROWS)
    return Checker(history_of("Plumstead Episcopi ward", [(contest, BLOCK_ROWS)], rows, bases=bases))


AMERICANS = (
    Party(id=PartyId("dem"), name="Democratic", short="D"),
    Party(id=PartyId("rep"), name="Republican", short="R"),
    Party(id=PartyId("grn"), name="Green", short="G"),
)
STATE_PEOPLE: People = (
    ("Alice Vavasor", "rep", True),
    ("George Palliser", "dem", False),
    ("Burgo Fitzgerald", "grn", False),
)
STATE_ROWS: Rows = (
    ("Gatherum", 240_110, 151_420, (61_044, 87_902, 2_011)),
    ("Matching", 98_040, 66_310, (40_116, 25_044, 910)),
    ("Loughlinter", 55_312, 37_904, (24_670, 12_612, 401)),
    ("Guestwick", 143_900, 95_512, (46_300, 47_481, 1_320)),
    ("Hogglestock", 31_777, 20_118, (13_604, 6_214, 240)),
)


@cache
def state() -> Checker:
    contest = contest_of("Attorney general of Omnium", STATE_PEOPLE, STATE_ROWS)
    rows = declarations(contest, STATE_ROWS)
    return Checker(
        history_of(
            "Attorney general of Omnium",
            [(contest, STATE_ROWS)],
            rows,
            parties=AMERICANS,
            american=True,
            day=date(2031, 11, 4),
        )
    )


CHOICES: People = (("Yes", None, False), ("No", None, False))
REFERENDUM_ROWS: Rows = (
    ("Barchester", 118_400, 61_380, (33_410, 27_604)),
    ("Silverbridge", 61_900, 34_902, (14_218, 20_490)),
    ("Allington", 40_260, 23_116, (9_870, 13_110)),
    ("Framley", 52_110, 30_544, (15_306, 15_093)),
)


@cache
def referendum() -> Checker:
    contest = contest_of("Barsetshire assembly referendum", CHOICES, REFERENDUM_ROWS, rule="referendum_uk_2000")
    rows = declarations(contest, REFERENDUM_ROWS)
    return Checker(history_of("Barsetshire assembly referendum", [(contest, REFERENDUM_ROWS)], rows))


LISTS: People = (
    ("Broad Church", "broad", False),
    ("Low Church", "low", False),
    ("High and Dry", "high", False),
    ("Chapel", "chapel", False),
)
LIST_ROWS: Rows = (
    ("Barsetshire East", 210_400, 148_200, (52_310, 44_907, 33_120, 16_410)),
    ("Barsetshire West", 187_900, 121_033, (39_116, 47_204, 22_870, 10_604)),
)


@cache
def assembly() -> Checker:
    contest = contest_of("Barsetshire Assembly", LISTS, LIST_ROWS, rule="saint_lague", seats=40, body="assembly")
    basis = BasisId("assembly-2027")
    body = Body(
        id=BodyId("assembly"),
        name="Barsetshire Assembly",
        seats=40,
        before={basis: {PartyId("broad"): 11, PartyId("low"): 18, PartyId("high"): 9, PartyId("chapel"): 2}},
        control_before={basis: "noc"},
    )
    bases = (Basis(id=basis, name="assembly election of 2027", kind="last_poll"),)
    events = [
        *declarations(contest, LIST_ROWS),
        SeatsWon(
            id="seats",
            body="assembly",
            seats={"broad": 14, "low": 14, "high": 8, "chapel": 4},
            complete=True,
            announced_at=AT.replace(hour=6),
        ),
    ]
    return Checker(history_of("Barsetshire Assembly", [(contest, LIST_ROWS)], events, bodies=[body], bases=bases))


NIGHTS = {
    "byelection": byelection,
    "sv_mayor": sv_mayor,
    "stv_ward": stv_ward,
    "block_ward": block_ward,
    "state": state,
    "referendum": referendum,
    "assembly": assembly,
    "mayor": mayor,
    "county": county,
    "council": council,
}


@cache
def bundled(name: str) -> Checker:
    """Return a real night of the bundle."""
    pack = read_pack(find_night(name))
    facts = pack.path / "facts.csv"
    rows = parse_facts(facts.read_text(encoding="utf-8")) if facts.is_file() else ()
    return Checker(History(editions(pack.election, pack.events()), facts=rows, zone=ZoneInfo(pack.election.time_zone)))


def night_named(name: str) -> Checker:
    """Return the checker of an invented night, or of a bundled one."""
    return NIGHTS[name]() if name in NIGHTS else bundled(name)
